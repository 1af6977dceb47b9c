"""A decision while it is being made: what `judging` finds out and `decision` freezes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from frontdesk.authority.amounts import Amount
from frontdesk.authority.bounds import Standing
from frontdesk.authority.conditions import View
from frontdesk.authority.limits import frees_at
from frontdesk.authority.values import Binding, Decision, Outcome, Room, Way


class Tight(NamedTuple):
    """A limit in the way of `asked` (in its measure's unit). What is said of it is worked out for the answer alone."""

    now: Standing
    asked: int
    smallest: int

    def binding(self, view: View) -> Binding:
        """The limit as the answer names it, with the instant at which it frees."""
        now, limit = self.now, self.now.bound.limit
        opens = frees_at(now, view, self.asked, self.smallest)
        return Binding(limit.id, limit.measure, limit.unit, now.used, now.up_to, opens)


def room(now: Standing, view: View) -> Room:
    """What is left of a limit, for showing authority."""
    limit = now.bound.limit
    opens = frees_at(now, view, 1, 1) if now.left is not None and now.left <= 0 else None
    return Room(limit.id, limit.measure, limit.unit, now.used, now.up_to, now.left, opens)


@dataclass(slots=True)
class Judged:
    """A decision while it is being made, without its ways forward. The figures are in the amount's unit."""

    gesture: str
    outcome: Outcome
    amount: Amount | None
    binding: list[Binding | Tight]
    bend: bool
    given: int | None = None
    at_most: int | None = None
    cost_minor: int = 0
    exposure_minor: int = 0
    missing: tuple[str, ...] = ()
    role: str | None = None

    def take_over(self, other: Judged, role: str) -> None:
        """Show what the role that can would give; `at_most` stays what this person could: nothing."""
        self.role = role
        self.amount, self.given = other.amount, other.given
        self.cost_minor, self.exposure_minor = other.cost_minor, other.exposure_minor
        self.missing = other.missing

    def give_up(self) -> None:
        """Nobody can: above this person's authority, and no role could give it now."""
        self.outcome = Outcome.NO_FIT
        self.given = self.at_most = None
        self.cost_minor = self.exposure_minor = 0
        self.missing = ()

    def decision(self, view: View, ways: tuple[Way, ...] = (), rooms: tuple[Room, ...] = ()) -> Decision:
        """The frozen answer."""
        binding = tuple([each if isinstance(each, Binding) else each.binding(view) for each in self.binding])
        amount = self.amount
        given, at_most, low, high, usual = self.given, self.at_most, None, None, None
        if amount is None or amount.none:
            given = at_most = None
        elif amount.chosen:
            low, high, usual = amount.low, amount.high, amount.usual
        if amount is not None and amount.quantity:
            return Decision(
                self.gesture,
                self.outcome,
                quantity_thousandths=given,
                at_most_thousandths=at_most,
                cost_minor=self.cost_minor,
                exposure_minor=self.exposure_minor,
                missing=self.missing,
                binding=binding,
                ways=ways,
                rooms=rooms,
                role=self.role,
                bend=self.bend,
                unit=amount.unit,
                low_thousandths=low,
                high_thousandths=high,
                usual_thousandths=usual,
            )
        return Decision(
            self.gesture,
            self.outcome,
            given,
            None,
            at_most,
            None,
            low,
            high,
            usual,
            self.cost_minor,
            self.exposure_minor,
            self.missing,
            binding,
            ways,
            rooms,
            self.role,
            self.bend,
        )
