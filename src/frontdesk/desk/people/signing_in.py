"""Who is at this desk: the machine's own user or an SSH key first, else a name, with that person's code.

The rule, as docs/people.md has it:
- The user of the machine (by number, never by the environment) and an SSH key name a person surely: no code is asked.
- Anybody who has a code is taken by their name only with it.
- Where somebody who leads has a code, nobody who leads is taken without one.
- A house in which nobody has a code is a machine that everybody at it is trusted with: there a name is enough.
- At a kiosk nobody is trusted by a name: who comes in from outside is known by their user, their key or their code.
A user of the machine who is only called like somebody is a name, and no more: `who_comes` says who sits down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from frontdesk.desk.desk import NOBODY
from frontdesk.desk.people import pins as codes
from frontdesk.desk.people.acting import acting
from frontdesk.desk.people.leading import codes_in_use, leads_here
from frontdesk.desk.people.sign_in_log import CODE, KEY, NAME, USER
from frontdesk.desk.people.staffing import person_called
from frontdesk.desk.views import Person
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line
from frontdesk.store import pins, sessions, staff, staff_keys
from frontdesk.store.driver import Connection
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class NeedsCode(BadInput):
    """A name was said whose person is only taken with their code."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who can sit down here: with their code, just by their name, or (`closed`) not before they have one."""

    name: str
    role: str
    has_code: bool
    closed: bool = False


def who_comes(desk: Desk, name: str | None, os_user: str | None, key: str | None = None) -> Desk:
    """The desk with whoever comes signed in, as far as that is sure; `wanted` names who must show their code first.

    `os_user` is the user of the machine as its system knows them, `key` the fingerprint of the SSH key they came with.
    With neither a name nor anybody whom these name, the only person on the list is taken; else it is nobody yet.
    Raises NotFound for a name that nobody has.
    """
    with reading(desk.store) as connection:
        sure, how = _surely(connection, os_user, key)
        desk = replace(desk, os_user=os_user or "")
        if name is None and sure is not None:
            return _as(desk, sure, how)
        found = _named(connection, name, os_user)
        if found is None:
            return replace(desk, person=NOBODY)
        if sure is not None and sure.id == found.id:
            return _as(desk, sure, how)
        if _is_open(connection, desk, found):
            return _as(desk, found, NAME)
        return replace(desk, person=NOBODY, wanted=found.name)


def _surely(connection: Connection, os_user: str | None, key: str | None) -> tuple[StaffMember | None, str]:
    held = staff_keys.by_fingerprint(connection, key) if key else None
    found = None if held is None else held.owner
    if found is not None and found.active:
        return found, KEY
    found = staff.by_os_user(connection, os_user) if os_user else None
    return (found, USER) if found is not None and found.active else (None, "")


def _named(connection: Connection, name: str | None, os_user: str | None) -> StaffMember | None:
    """Who was said; else whoever is called as the machine's user is, else the only one there is."""
    if name is not None:
        found = staff.by_name(connection, clean_line(name, NAME_LENGTH_MAX))
        if found is None or not found.active:
            raise _nobody(connection, name)
        return found
    found = staff.by_name(connection, os_user) if os_user else None
    if found is None:
        everybody = staff.everybody(connection)
        found = everybody[0] if len(everybody) == 1 else None
    return found if found is not None and found.active else None


def _nobody(connection: Connection, name: str) -> NotFound:
    names = ", ".join(each.name for each in staff.everybody(connection))
    known = _("Known here: {words}.").format(words=names)
    return NotFound(
        _("Nobody here is called {name}.").format(name=name),
        known if names else _("Add the first person with `frontdesk staff add NAME`."),
    )


def _is_open(connection: Connection, desk: Desk, person: StaffMember) -> bool:
    """Whether a name alone is enough for this person at this desk."""
    if desk.outside or pins.hash_of(connection, person.id) is not None:
        return False
    return not (leads_here(desk, person.role) and codes_in_use(connection, desk))


def _as(desk: Desk, person: StaffMember, how: str) -> Desk:
    return replace(desk, person=Person(person.id, person.name, person.role), known_by=how, wanted="")


def seats(desk: Desk) -> tuple[Seat, ...]:
    """Everybody who can sit down at this desk, by name."""
    with reading(desk.store) as connection:
        with_code, closed = pins.who_has_one(connection), codes_in_use(connection, desk)
        return tuple(
            Seat(
                each.name,
                each.role,
                each.id in with_code,
                each.id not in with_code and (desk.outside or (closed and leads_here(desk, each.role))),
            )
            for each in staff.everybody(connection)
        )


def by_name(desk: Desk, name: str) -> Desk:
    """The desk with somebody at it who has no code. Raises NotFound, and NeedsCode for who needs one."""
    with reading(desk.store) as connection:
        person = person_called(connection, name)
        if not _is_open(connection, desk, person):
            raise needs_code(connection, desk, person)
    return _as(desk, person, NAME)


def by_code(desk: Desk, name: str, code: str) -> tuple[Desk, int]:
    """The desk with `name` at it, once their code proves right; and how often a wrong one was tried before.

    Raises WrongPin, NotFound, and NeedsCode for somebody who leads and has no code yet.
    """
    with reading(desk.store) as connection:
        person = person_called(connection, name)
        if pins.hash_of(connection, person.id) is None:
            raise needs_code(connection, desk, person)
    proven, wrong = codes.prove(desk, name, code, sessions.IN)
    return replace(desk, person=proven, known_by=CODE, wanted=""), wrong


def needs_code(connection: Connection, desk: Desk, person: StaffMember) -> NeedsCode:
    """What somebody is told whose name alone is not enough."""
    if pins.hash_of(connection, person.id) is not None:
        return NeedsCode(
            _("{name} is known here by a code, and it was not given.").format(name=person.name),
            _("Type it at a terminal; a script works as its own user: frontdesk staff user NAME USER."),
        )
    if desk.outside:
        return NeedsCode(
            _("{name} has no code yet, and here a name alone is not enough.").format(name=person.name),
            _("Somebody who leads sets one: frontdesk staff pin {name}").format(name=person.name),
        )
    return NeedsCode(
        _("{name} leads and has no code yet, so the name alone is not enough.").format(name=person.name),
        _("Somebody else who leads sets one: frontdesk staff pin {name}").format(name=person.name),
    )


def set_user(desk: Desk, name: str, user: str | None) -> Person:
    """Say as which user of the machine a person works; None takes it away. Who comes as that user is that person; who
    came as the one of before is no longer at any desk.

    Raises NotFound, MustLead, TooLong, and BadInput for a user who is a colleague's and for a name without letters.
    """
    from frontdesk.desk.people.leading import may_change_people
    from frontdesk.desk.people.staffing import machine_user

    bare = machine_user(user)
    with acting(desk, unnamed=True) as connection:
        may_change_people(connection, desk)
        person = person_called(connection, name)
        other = staff.by_os_user(connection, bare) if bare else None
        if other is not None and other.id != person.id:
            raise BadInput(
                _("The user {user} is {name}.").format(user=bare, name=other.name),
                _("Take it away first: frontdesk staff user {name}").format(name=f'"{other.name}"'),
            )
        if person.os_user not in (None, bare):
            sessions.end_known_by(connection, person.id, (USER,), sessions.DISABLED, desk.now())
        staff.set_os_user(connection, person.id, bare)
    return Person(person.id, person.name, person.role)
