"""Trying a draft of the guidelines on the real past, before it goes into force. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.authority.effects import Effect
from frontdesk.authority.past import Knew
from frontdesk.authority.reaching import reach
from frontdesk.authority.whatif import EXAMPLES_MOST, Replay
from frontdesk.desk.gestures.moments import scopes_wanted
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.places import GUIDELINES
from frontdesk.ground.text import clean_line
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.telling.differences import Difference, differences
from frontdesk.store import versions
from frontdesk.store.past import Past
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

EVER = "ever"
YEARS = (1970, 2999)
_BACK = re.compile(r"([1-9][0-9]{0,4}) ?(d|day|days|w|week|weeks)", re.ASCII)
_STEP = 256  # how many events lie between two reports of progress


@dataclass(frozen=True, slots=True)
class Tried:
    """A draft, what is in force now (None while nothing is), and what the draft would have meant."""

    draft: Guidelines
    in_force: Guidelines | None
    effect: Effect

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What the draft changes, in the language in force."""
        return () if self.in_force is None else differences(self.in_force, self.draft)


def try_draft(
    desk: Desk,
    draft: Guidelines,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
    examples_most: int = EXAMPLES_MOST,
) -> Tried:
    """Replay what was given and what was blocked, in order, under `draft`.

    `since` None is from the beginning. `progress` is told how many of how many lines and blocks are done. Raises
    StoreUnavailable, and BadInput for a draft in another currency than the one the desk works in.
    """
    _same_money(desk, draft)
    before = None if since is None else reach(draft, since)
    past = Past(desk.store, draft.business.currency, since, before)
    replay = Replay(draft, since=since, until=until, knew=_Versions(desk, draft), examples_most=examples_most)
    feed, next_step = replay.feed, _STEP
    for event in past:
        feed(event)
        if progress is not None and past.done >= next_step:
            progress(past.done, past.total)
            next_step = past.done + _STEP
    if progress is not None:
        progress(past.total, past.total)
    return Tried(draft, desk.guidelines, replay.effect())


def parse_since(desk: Desk, draft: Guidelines, text: str) -> datetime | None:
    """The beginning that a person means: `30d`, `4 weeks`, `2026-10-01`, or `ever` (None). BadInput otherwise.

    It is always the beginning of a business day by the draft's clock: so many days before today.
    """
    said = clean_line(text).strip().casefold()
    if said == EVER:
        return None
    clock = draft.business.clock
    match = _BACK.fullmatch(said)
    if match is not None:
        days = int(match[1]) * (7 if match[2].startswith("w") else 1)
        return clock.start_of(clock.date_of(desk.now()) - timedelta(days=days))
    first = _date(said)
    if first > clock.date_of(desk.now()):
        raise BadInput(_("That day is still to come."), _("Name a day that has been, or today."))
    return clock.start_of(first)


def parse_until(draft: Guidelines, text: str) -> datetime:
    """The end of the business day that a person names (`2026-10-31`): the first instant after it."""
    return draft.business.clock.start_of(_date(clean_line(text).strip()) + timedelta(days=1))


def _date(said: str) -> date:
    try:
        named = date.fromisoformat(said)
    except ValueError:
        raise BadInput(
            _("{text} is neither a date nor a number of days.").format(text=clean_line(said, 40)),
            _("Write 30d, 4 weeks, a date like 2026-10-01, or ever."),
        ) from None
    if not YEARS[0] <= named.year <= YEARS[1]:
        raise BadInput(
            _("{date} is no day of a business.").format(date=named.isoformat()),
            _("Write a year from {first} to {last}.").format(first=YEARS[0], last=YEARS[1]),
        )
    return named


def must_have_length(since: datetime | None, until: datetime | None) -> None:
    """Raise BadInput where the last day lies before the first."""
    if since is not None and until is not None and until <= since:
        raise BadInput(
            _("The last day lies before the first."),
            _("Write --until with a later day, or --since with an earlier one."),
        )


def _same_money(desk: Desk, draft: Guidelines) -> None:
    now = desk.guidelines
    if now is not None and now.business.currency != draft.business.currency:
        raise BadInput(
            _("The draft counts in {draft}, this desk in {now}; amounts of the past cannot be compared.").format(
                draft=draft.business.currency, now=now.business.currency
            ),
            _("Write business.currency: {now} in the draft to try the rest of it.").format(now=now.business.currency),
        )


class _Versions(Mapping[str, Knew]):
    """What each version let the desk write down; one is read when it is first asked for."""

    def __init__(self, desk: Desk, draft: Guidelines) -> None:
        self._desk = desk
        self._found: dict[str, Knew | None] = {draft.version: _knew(draft)}
        if desk.guidelines is not None:
            self._found[desk.guidelines.version] = _knew(desk.guidelines)

    def __getitem__(self, version: str) -> Knew:
        """What that version knew. KeyError for one that is not kept, or that this frontdesk cannot read."""
        if version not in self._found:
            with reading(self._desk.store) as connection:
                text = versions.text_of(connection, version)
            read = None if text is None else reader.read_text(text.encode("utf-8"), GUIDELINES).guidelines
            self._found[version] = None if read is None else _knew(read)
        found = self._found[version]
        if found is None:
            raise KeyError(version)
        return found

    def __iter__(self) -> Iterator[str]:
        """Those that were asked for so far."""
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _knew(guidelines: Guidelines) -> Knew:
    return Knew(frozenset(guidelines.facts), scopes_wanted(guidelines))
