"""A decision while it is being made: what `judging` finds out and `decision` freezes."""

from __future__ import annotations

from dataclasses import dataclass, field

from frontdesk.authority.amounts import Amount
from frontdesk.authority.values import Binding, Decision, Outcome, Room, Way


@dataclass(slots=True)
class Judged:
    """A decision while it is being made, without its ways forward. The figures are in the amount's unit."""

    gesture: str
    outcome: Outcome = Outcome.YES
    amount: Amount | None = None
    given: int | None = None
    at_most: int | None = None
    cost_minor: int = 0
    exposure_minor: int = 0
    missing: tuple[str, ...] = ()
    binding: tuple[Binding, ...] = ()
    rooms: list[Room] = field(default_factory=list)
    role: str | None = None
    bend: bool = False

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

    def decision(self, ways: tuple[Way, ...] = ()) -> Decision:
        """The frozen answer."""
        amount = self.amount
        if amount is None or amount.none:
            return Decision(
                self.gesture,
                self.outcome,
                cost_minor=self.cost_minor,
                exposure_minor=self.exposure_minor,
                missing=self.missing,
                binding=self.binding,
                ways=ways,
                rooms=tuple(self.rooms),
                role=self.role,
                bend=self.bend,
            )
        low, high, usual = (amount.low, amount.high, amount.usual) if amount.chosen else (None, None, None)
        if amount.quantity:
            return Decision(
                self.gesture,
                self.outcome,
                quantity_thousandths=self.given,
                at_most_thousandths=self.at_most,
                cost_minor=self.cost_minor,
                exposure_minor=self.exposure_minor,
                missing=self.missing,
                binding=self.binding,
                ways=ways,
                rooms=tuple(self.rooms),
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
            self.given,
            None,
            self.at_most,
            None,
            low,
            high,
            usual,
            self.cost_minor,
            self.exposure_minor,
            self.missing,
            self.binding,
            ways,
            tuple(self.rooms),
            self.role,
            self.bend,
        )
