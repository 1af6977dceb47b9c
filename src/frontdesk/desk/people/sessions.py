"""Somebody at a desk, from sitting down to leaving: who leaves the house leaves every desk at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.people import sign_in_log
from frontdesk.desk.people.sign_in_log import CODE
from frontdesk.store import sessions
from frontdesk.store.sessions import DISABLED, IDLE, LEFT, LOST, SWITCHED
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

__all__ = ["DISABLED", "IDLE", "LEFT", "LOST", "SWITCHED", "Here", "begin", "end", "here", "seen", "still_open"]

UNSEEN = timedelta(days=1)
"""What nobody has touched for so long was not left properly."""


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody at a desk now; `locked_at` says since when the desk shows nothing."""

    name: str
    desk: str
    how: str
    began_at: datetime
    seen_at: datetime
    locked_at: datetime | None


def begin(desk: Desk) -> None:
    """Write down that the person is at this desk (`desk.session_id`); again it changes nothing.

    Sessions that nobody has touched for a day are over. Raises StoreUnavailable.
    """
    if not desk.session_id or not desk.person.id:
        raise AssertionError("a session has an id and a person")
    with writing(desk.store) as connection:
        at = desk.now()
        sessions.end_unseen(connection, at - UNSEEN, at)
        sitting = sessions.Sitting(
            desk.session_id, desk.person.id, desk.known_by, desk.site, desk.name, desk.os_user, at, at
        )
        if sessions.begin(connection, sitting) and desk.known_by != CODE:  # a code was logged when it was looked at
            sign_in_log.write(connection, desk, desk.person.id, desk.known_by, sessions.IN)


def seen(desk: Desk, *, locked: bool = False) -> None:
    """The person acted here, or the desk locked itself. Once a minute is enough."""
    with writing(desk.store) as connection:
        at = desk.now()
        sessions.seen(connection, desk.session_id, at, at if locked else None)


def end(desk: Desk, how: str) -> None:
    """The person leaves this desk; the first end stands."""
    with writing(desk.store) as connection:
        sessions.end(connection, desk.session_id, how, desk.now())


def still_open(desk: Desk) -> bool:
    """Whether the person may go on here: false once they left the house, or the session was ended elsewhere."""
    with reading(desk.store) as connection:
        return sessions.ended(connection, desk.session_id) == ""


def here(desk: Desk) -> tuple[Here, ...]:
    """Who is at which desk now, the one who came first before the others."""
    with reading(desk.store) as connection:
        found = sessions.open_now(connection)
    return tuple(
        Here(each.staff_name, each.desk, each.how, each.began_at, each.seen_at, each.locked_at) for each in found
    )
