"""The past under a draft of the guidelines: what would have been given, to whom not, at what cost. Pure and streaming.

The replay has a ledger of its own, of what would have been given. Source of every rule: docs/guidelines.md, Trying a
draft on the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from frontdesk.authority.again import Again, Answer, Ask
from frontdesk.authority.effects import Effect, Example, NotKnown, Would
from frontdesk.authority.index import index_of
from frontdesk.authority.past import Given, Knew, PastEvent, SamePerson, Stopped, TakenBack, TwoPeople
from frontdesk.authority.reaching import OpenWindows
from frontdesk.authority.remembering import Recalled
from frontdesk.authority.sides import Sides
from frontdesk.authority.tally import Gift, Tally
from frontdesk.authority.values import Outcome, UsageKey
from frontdesk.authority.wishes import Wish, Wishes
from frontdesk.guidelines.model import Guidelines

EXAMPLES_MOST = 5
"""How many examples of one kind (what would have become of it, of which gesture) a report names."""


class Replay:
    """One run over the past: feed it what happened, in order; then take the report.

    What happened before `since` is not judged, but it counts; what happened from `until` on is left out. `knew` says
    what each version let the desk write down; nothing is taken for written down under a version that is not in it.
    """

    def __init__(
        self,
        draft: Guidelines,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        knew: Mapping[str, Knew] | None = None,
        examples_most: int = EXAMPLES_MOST,
    ) -> None:
        self.draft = draft
        self._since, self._until = since, until
        self._index = index_of(draft)
        self._clock = draft.business.clock
        self._tally = Tally(self._index, examples_most)
        self._sides = Sides(draft, self._tally)
        self._again = Again(draft, self._sides.ledger, knew or {})
        self._wishes = Wishes()
        self._open = None if since is None else OpenWindows(draft, since)
        self._today: tuple[datetime, datetime, date] | None = None
        self._seen: dict[str, set[str]] = {"gestures": set(), "situations": set(), "facts": set(), "roles": set()}
        self._first_at: datetime | None = None
        self._last_at: datetime | None = None
        self._before = self._as_it_was = self._of_events = self._blocks_unknown = self._amount_unsaid = 0

    def feed(self, event: PastEvent) -> None:
        """One thing that happened, after everything that was known when it was decided."""
        if self._until is not None and event.at >= self._until:
            return
        if isinstance(event, TakenBack):
            self._sides.take_back(event.of)
            return
        if isinstance(event, SamePerson):
            self._sides.ledger.joined.join(event.kept, event.merged)
            return
        if isinstance(event, TwoPeople):
            self._sides.ledger.joined.part(event.merged)
            return
        if self._since is not None and event.at < self._since:
            if isinstance(event, Given):
                self._before += 1
                self._keep(event, before=True)
            return
        if isinstance(event, Given) and event.of_event:
            self._of_events += 1
            self._keep(event)  # owed whatever the guidelines say; only what holds there is counted
            return
        if self._first_at is None:
            self._first_at = event.at
        self._last_at = event.at
        if isinstance(event, Given):
            self._given(event)
        else:
            self._stopped(event)

    # --- what was given ---

    def _given(self, event: Given) -> None:
        if event.kept is None:
            self._as_it_was += 1
            self._keep(event, summed=True)
            return
        day, gift = self._day(event.at), _gift(event)
        keys = self._sides.keys(event, event.scope, day)
        self._tally.decided_by[event.version] += 1
        wish = self._wishes.met_by(event) if self._wishes else None
        if wish is not None and wish.gift is not None:
            self._sides.happened(event, day, gift, keys)
            if event.taken_back:
                self._sides.replaced(event.id, wish.gift)
            self._count(event, Would.REPLACED, gift.value_minor, None)
            return
        recalled = self._recall(event, event.kept)
        if event.gesture not in self._index.gestures:
            self._sides.happened(event, day, gift, keys)
            self._tally.turn_away(day, draft=True)
            self._count(event, Would.GONE, gift.value_minor, None)
            return
        ask = (recalled.ask_minor, recalled.ask_thousandths)
        raised = wish is not None and _asks_more(wish, ask, gift)
        answer = self._again.answer(event, recalled, wish.asked if wish is not None and raised else ask, gift)
        self._settle_given(event, day, gift, keys, answer, raised=raised)

    def _settle_given(
        self, event: Given, day: date, gift: Gift, keys: tuple[UsageKey, ...], answer: Answer, *, raised: bool
    ) -> None:
        would, scope = _would_give(gift, answer, raised=raised), answer.moment.scope
        if would is Would.SAME and scope is event.scope and answer.gift == gift:
            self._sides.alike(event, day, gift, keys)
            self._tally.count(event.gesture, would, gift.value_minor or 0, gift.value_minor or 0, block=False)
            return
        self._sides.happened(event, day, gift, keys)
        name = event.id if event.taken_back else None
        if scope is not event.scope:
            keys = self._sides.keys(event, scope, day)
        if would is Would.NOT_JUDGED:
            self._sides.would_have(name, event, scope, day, gift, keys)
            self._count(event, would, gift.value_minor, gift.value_minor, answer)
            return
        if answer.gift is None or would is Would.LESS:
            self._tally.stop(answer.rules, day, side=2)
        if answer.gift is None:
            self._tally.turn_away(day, draft=True)
            self._count(event, would, gift.value_minor, answer.possible_minor, answer)
            return
        if answer.missing:
            self._tally.asked_first.update(answer.missing)
        self._sides.would_have(name, event, scope, day, answer.gift, keys)
        self._count(event, would, gift.value_minor, answer.gift.value_minor, answer)

    # --- what was stopped ---

    def _stopped(self, event: Stopped) -> None:
        day = self._day(event.at)
        self._tally.stop(event.rules, day, side=0)
        self._tally.turn_away(day, draft=False)
        if event.kept is None:
            self._blocks_unknown += 1
            return
        self._tally.decided_by[event.version] += 1
        if self._wishes and self._wishes.met_before(event):
            self._count(event, Would.REPLACED, event.asked_minor, None)
            return
        recalled = self._recall(event, event.kept)
        if event.gesture not in self._index.gestures:
            self._tally.turn_away(day, draft=True)
            self._count(event, Would.GONE, event.asked_minor, None)
            return
        ask = (recalled.ask_minor, recalled.ask_thousandths)
        answer = self._again.answer(event, recalled, ask, None)
        self._settle_stopped(event, day, ask, answer)

    def _settle_stopped(self, event: Stopped, day: date, ask: Ask, answer: Answer) -> None:
        would = _would_lift(event, answer)
        asked = answer.wanted_minor if event.asked_minor is None else event.asked_minor
        if would in (Would.GIVEN, Would.ASKED_FIRST) and answer.gift is not None:
            name = f"block {event.id}"
            self._amount_unsaid += answer.unsaid
            if answer.missing:
                self._tally.asked_first.update(answer.missing)
            keys = self._sides.keys(event, answer.moment.scope, day)
            self._sides.would_have(name, event, answer.moment.scope, day, answer.gift, keys)
            self._wishes.add(event, gift=name)
            self._count(event, would, asked, answer.gift.value_minor, answer)
            return
        if would is not Would.NOT_JUDGED:
            self._tally.stop(answer.rules, day, side=1)
            self._tally.turn_away(day, draft=True)
        if would is Would.PART:
            self._wishes.add(event, asked=ask)
        self._count(event, would, asked, answer.possible_minor, answer)

    # --- counting ---

    def _recall(self, event: Given | Stopped, kept: Mapping[str, Any]) -> Recalled:
        """What was kept of the moment; what the draft does not have is noted by name."""
        recalled, draft = self._again.recall(event.gesture, kept), self.draft
        if recalled.unknown:
            self._seen["facts"].update(recalled.unknown)
        if event.gesture not in draft.gestures:
            self._seen["gestures"].add(event.gesture)
        if recalled.situation is not None and recalled.situation not in draft.situations:
            self._seen["situations"].add(recalled.situation)
        if event.role not in draft.roles:
            self._seen["roles"].add(event.role)
        return recalled

    def _count(
        self,
        event: Given | Stopped,
        would: Would,
        then_minor: int | None,
        draft_minor: int | None,
        answer: Answer | None = None,
    ) -> None:
        block = isinstance(event, Stopped)
        self._tally.count(event.gesture, would, then_minor or 0, draft_minor or 0, block=block)
        if would is Would.SAME or would is Would.REPLACED:
            return
        rules: tuple[str, ...] = ()
        missing: tuple[str, ...] = ()
        if answer is not None:
            rules, missing = answer.rules, answer.missing or answer.unknown
            self._tally.not_written_down.update(answer.unknown)
        self._tally.example(
            Example(would, block, event.gesture, event.conversation, event.at, then_minor, draft_minor, rules, missing)
        )

    def _keep(self, event: Given, *, summed: bool = False, before: bool = False) -> None:
        """What is not judged counts as it was, on the day that it was counted on."""
        day, gift = event.business_date, _gift(event)
        keys = self._sides.keys(event, event.scope, day)
        if self._open is not None and before:
            keys = self._open.of(keys, event.at)
        self._sides.alike(event, day, gift, keys, summed=summed)

    def _day(self, at: datetime) -> date:
        """The business day of an instant; nearly always that of the one before."""
        today = self._today
        if today is None or not today[0] <= at < today[1]:
            day = self._clock.date_of(at)
            today = self._clock.start_of(day), self._clock.start_of(day + timedelta(days=1)), day
            self._today = today
        return today[2]

    # --- the report ---

    def effect(self) -> Effect:
        """What the draft would have meant for everything that was fed so far."""
        tally = self._tally
        days = tally.day_effects()
        return Effect(
            since=self._since,
            until=self._until,
            first_at=self._first_at,
            last_at=self._last_at,
            entries=tally.all_counts(blocks=False),
            blocks=tally.all_counts(blocks=True),
            then=tally.side(draft=False),
            draft=tally.side(draft=True),
            gestures=tally.gesture_effects(),
            rules=tally.rule_effects(),
            days=days,
            budgets=tally.budget_effects(days),
            examples=tally.all_examples(),
            decided_by=dict(tally.decided_by),
            asked_first=dict(tally.asked_first.most_common()),
            not_written_down=dict(tally.not_written_down.most_common()),
            not_known=NotKnown(**{name: tuple(sorted(names)) for name, names in self._seen.items()}),
            before=self._before,
            as_it_was=self._as_it_was,
            of_events=self._of_events,
            blocks_unknown=self._blocks_unknown,
            amount_unsaid=self._amount_unsaid,
        )


def replayed(
    events: Iterable[PastEvent],
    draft: Guidelines,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    knew: Mapping[str, Knew] | None = None,
) -> Effect:
    """What `draft` would have meant for `events`, which come in the order in which they were decided."""
    replay = Replay(draft, since=since, until=until, knew=knew)
    for event in events:
        replay.feed(event)
    return replay.effect()


# --- what would have become of one thing --------------------------------------------------------------------


def _would_give(gift: Gift, answer: Answer, *, raised: bool) -> Would:
    """Of what was given; `raised`: the larger amount was asked again that a block had stopped before."""
    draft = answer.gift
    if answer.unknown:
        return Would.NOT_JUDGED
    if draft is None:
        return Would.LEAD if answer.outcome is Outcome.LEAD else Would.TURNED_AWAY
    if answer.missing:
        return Would.ASKED_FIRST
    if answer.outcome is Outcome.LESS and not raised:
        return Would.LESS
    alike = (draft.value_minor, draft.quantity_thousandths) == (gift.value_minor, gift.quantity_thousandths)
    return Would.SAME if alike else Would.OTHER_AMOUNT


def _would_lift(event: Stopped, answer: Answer) -> Would:
    """Of a block."""
    if answer.unknown:
        return Would.NOT_JUDGED
    if answer.outcome in (Outcome.YES, Outcome.TICKS):
        return Would.ASKED_FIRST if answer.missing else Would.GIVEN
    if answer.outcome is Outcome.LESS:
        return _part(event, answer)
    if answer.outcome is Outcome.LEAD:
        return Would.SAME if event.outcome == Outcome.LEAD else Would.LEAD
    return Would.SAME if event.outcome == Outcome.NO_FIT else Would.TURNED_AWAY


def _part(event: Stopped, answer: Answer) -> Would:
    """A smaller amount than was asked fits under the draft: the same as then, more, or less."""
    if event.outcome != Outcome.LESS:
        return Would.PART
    then, now = event.possible_minor, answer.possible_minor
    if then is None or now is None or then == now:
        return Would.SAME  # of a quantity nobody wrote down how much was possible
    return Would.PART if now > then else Would.LESS


def _asks_more(wish: Wish, ask: Ask, gift: Gift) -> bool:
    """Whether the block that came before asked for more than what was taken then."""
    minor, thousandths = wish.asked
    if minor is not None:
        return minor > (ask[0] or gift.value_minor or 0)
    return thousandths is not None and thousandths > (ask[1] or gift.quantity_thousandths)


def _gift(event: Given) -> Gift:
    return Gift(event.value_minor, event.cost_minor, event.exposure_minor, event.quantity_thousandths)
