"""The one gate for whoever writes: inside the transaction it is looked up that they still work here, and sit here.

Everything that a person does at a desk and that is written down passes `acting` (tests/trust/test_gate.py lists what
does not, and why). So whoever was sent away writes nothing more anywhere, whatever their screen has noticed yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.store import sessions, staff
from frontdesk.store.driver import Connection
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class SentAway(BadInput):
    """Whoever does this works here no more, or was signed out of this desk elsewhere."""


@contextmanager
def acting(desk: Desk, *, unnamed: bool = False) -> Iterator[Connection]:
    """`transaction.writing`, by the person at the desk. Raises SentAway, and Misconfigured while nobody is signed in.

    `unnamed` lets through what needs no name: an exchange, a script, a house that is only being begun. Who is signed in
    is looked at all the same.
    """
    with writing(desk.store) as connection:
        must_be_here(connection, desk, unnamed=unnamed)
        yield connection


def must_be_here(connection: Connection, desk: Desk, *, unnamed: bool = False) -> None:
    """The gate, within a transaction that was begun otherwise. Raises as `acting`."""
    if desk.person.id or not unnamed:
        staff_of(connection, desk)


def staff_of(connection: Connection, desk: Desk) -> StaffMember:
    """The person at the desk as the list has them now: a role that changed, or a person who left, counts at once.

    Raises SentAway for who works here no more, and for a desk whose session was ended elsewhere.
    """
    person = desk.signed_in()
    found = staff.by_id(connection, person.id)
    if found is not None and found.active and desk.session_id and sessions.ended(connection, desk.session_id):
        raise SentAway(
            _("{name} is no longer signed in at this desk.").format(name=person.name),
            _("Sign in again; what you typed is kept."),
        )
    if found is None or not found.active:
        raise SentAway(
            _("{name} does not work here any more.").format(name=person.name),
            _("Sign in as somebody who is on the list."),
        )
    return found
