"""The moment at which a gesture counts: never earlier than the newest line of the ledger, whatever the clock says.

Whoever turns the clock back, or has a machine that lost it, does not get a day's budget or a rolling window a second
time. Where somebody who leads has said that the clock is right now, and was wrong when the newest line was written, it
is believed from there on. Source: threat T20; docs/TRUST.md, The clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.store import clock_words, ledger
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

TOLERATED = timedelta(minutes=2)
"""So far behind the newest line a clock may be without a word: machines that are set by the network differ a little."""


@dataclass(frozen=True, slots=True)
class Kept:
    """When something counts: the clock's moment, or the newest line's where the clock is behind it.

    `behind_seconds` is how far it is behind, None as long as nobody has to know. `after_seq` is the newest line.
    """

    at: datetime
    behind_seconds: int | None
    after_seq: int


def kept_time(connection: Connection, desk: Desk) -> Kept:
    """The moment at which what is decided now counts; read it inside the transaction that decides."""
    now = desk.now()
    at = clock_words.not_before_the_ledger(connection, now)
    behind = at - now
    return Kept(at, round(behind.total_seconds()) if behind > TOLERATED else None, ledger.last_number(connection))


def clock_behind(desk: Desk) -> Kept | None:
    """How far the clock is behind the newest line, where somebody has to know; None for a clock to work by."""
    with reading(desk.store) as connection:
        kept = kept_time(connection, desk)
    return None if kept.behind_seconds is None else kept


def say_clock_is_right(desk: Desk) -> Kept | None:
    """Somebody who leads says that the clock is right now: it counts again, and the lines ahead stay as they are.

    None when it counts already. Raises BadInput for somebody who does not lead.
    """
    with acting(desk) as connection:
        person = staff_of(connection, desk)
        kept = kept_time(connection, desk)
        if kept.behind_seconds is None:
            return None
        if not leads(desk.rules(), person.role):
            raise BadInput(
                _("Whether the clock is right is said by somebody who leads."),
                _("Ask: {roles}.").format(roles=leading_roles(desk.rules())),
            )
        clock_words.add(connection, kept.after_seq, person.id, desk.now(), kept.behind_seconds)
        return kept


def behind_words(desk: Desk, kept: Kept | None) -> tuple[str, ...]:
    """A sentence about a clock that is behind, and what to do; nothing for one that is not."""
    if kept is None:
        return ()
    wall = desk.days().wall(kept.at)
    return (
        _("The clock of this machine stands before the last line of the ledger ({date} {time}).").format(
            date=f"{wall:%Y-%m-%d}", time=f"{wall:%H:%M}"
        ),
        _(
            "Set it right; until then what is given counts for that day. If it is right now, who leads says so:"
            " frontdesk clock --is-right"
        ),
    )
