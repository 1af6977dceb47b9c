"""What is written down of signing in: who, where, how they were known and how it ended. Never what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.store import sessions
from frontdesk.store.driver import Connection
from frontdesk.store.sessions import SignedIn
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

USER, KEY, CODE, NAME = "user", "key", "code", "name"
"""How a person is known: by the machine's user, by their SSH key, by their code, or because they say so."""
SURE = frozenset((USER, KEY, CODE))


def write(connection: Connection, desk: Desk, staff_id: str | None, how: str, result: str) -> None:
    """One line, in the caller's transaction."""
    line = SignedIn(new_id(), staff_id, how, result, desk.site, desk.name, desk.os_user, desk.now())
    sessions.log(connection, line)


def newest(desk: Desk, limit: int) -> tuple[SignedIn, ...]:
    """The last signings in and refused tries, the newest first."""
    with reading(desk.store) as connection:
        return sessions.log_newest(connection, limit)


def said(result: str) -> str:
    """How it ended, in words."""
    return {
        sessions.IN: _("signed in"),
        sessions.WRONG: _("wrong code"),
        sessions.WAIT: _("tried again too early"),
        sessions.UNLOCKED: _("code unlocked"),
        sessions.SET: _("new code"),
        sessions.ANSWERED: _("answered with the code"),
    }.get(result, result)
