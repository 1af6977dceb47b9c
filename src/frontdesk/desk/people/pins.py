"""A person's own code of six digits: for sitting down at a shared desk, and for answering at a colleague's.

Only a salted hash of it is kept. A code of six digits is safe only while tries are few: they are counted in the
database, over all desks, sessions and restarts, before each is looked at. Source: threat T21.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.people import sign_in_log
from frontdesk.desk.people.acting import acting
from frontdesk.desk.people.leading import MustLead, codes_in_use, leads_here, must_lead
from frontdesk.desk.people.staffing import person_called
from frontdesk.desk.views import Person
from frontdesk.ground.errors import BadInput, DeskError
from frontdesk.ground.language import _, ngettext
from frontdesk.store import pins, sessions
from frontdesk.store.driver import Connection
from frontdesk.store.pins import Tries
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

DIGITS = 6
WRONG_FREE = 5
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))
"""How long no code of a person is looked at after the fifth wrong one, the sixth, and each later one."""
# The codes that people choose first; whoever guesses begins with them. Also each that is one digit, or a run of them.
_COMMON = frozenset(
    (
        "121212",
        "112233",
        "123123",
        "123321",
        "101010",
        "696969",
        "159753",
        "102030",
        "131313",
        "232323",
        "252525",
        "112358",
        "147258",
        "258456",
        "142536",
        "789456",
        "456123",
        "314159",
        "520520",
        "110110",
        "010203",
        "321321",
        "456456",
        "147852",
        "246810",
        "135790",
    )
)
_RUNS = "01234567890", "09876543210"
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_MEMORY = 32 * 1024 * 1024


class WrongPin(DeskError):
    """The code is not right, or no try is taken yet."""


def set_pin(desk: Desk, name: str, pin: str, old: str | None = None) -> Person:
    """Keep a new code for somebody, which only they themselves (by their `old` code) or somebody who leads may do.

    The first code of somebody who leads, while nobody who leads has one, is free: that is how a house begins. Who sits
    elsewhere by that name or its old code signs in anew, with this one: it may be somebody else who knows it. Raises
    NotFound for an unknown name, BadInput for a code that is none or is guessed first, MustLead, and WrongPin for an
    old code that is not right.
    """
    must_be_good(pin)
    kept = _hashed(pin, secrets.token_bytes(16))
    if old is not None:
        prove(desk, name, old, sessions.ANSWERED)
    with acting(desk, unnamed=True) as connection:
        person = person_called(connection, name)
        if old is None:
            _must_be_allowed(connection, desk, person)
        pins.set_hash(connection, person.id, kept)
        mine = desk.session_id if desk.person.id == person.id else ""
        known_by = (sign_in_log.CODE, sign_in_log.NAME)
        sessions.end_known_by(connection, person.id, known_by, sessions.DISABLED, desk.now(), but=mine)
        sign_in_log.write(connection, desk, person.id, sign_in_log.CODE, sessions.SET)
    return Person(person.id, person.name, person.role)


def needs_old(desk: Desk, name: str) -> bool:
    """Whether a new code for somebody needs their old one from whoever is at this desk. Raises NotFound, MustLead."""
    with reading(desk.store) as connection:
        person = person_called(connection, name)
        try:
            _must_be_allowed(connection, desk, person)
        except MustLead:
            if pins.hash_of(connection, person.id) is None:
                raise
            return True
        return False


def must_be_good(pin: str) -> None:
    """Raise BadInput for a code that is none, or is one of those that are guessed first."""
    if not (len(pin) == DIGITS and pin.isascii() and pin.isdigit()):
        raise BadInput(_("A code has six digits."), _("Choose six digits that only you know."))
    if pin in _COMMON or len(set(pin)) == 1 or any(pin in run for run in _RUNS):
        raise BadInput(_("That code is guessed first."), _("Choose six digits that only you know."))


def unlock(desk: Desk, name: str) -> Person:
    """Let the code of somebody be tried again at once. Raises NotFound, and MustLead for who does not lead."""
    with acting(desk, unnamed=True) as connection:
        must_lead(connection, desk)
        person = person_called(connection, name)
        pins.forget_tries(connection, person.id)
        sign_in_log.write(connection, desk, person.id, sign_in_log.CODE, sessions.UNLOCKED)
    return Person(person.id, person.name, person.role)


def by_pin(desk: Desk, name: str, pin: str) -> Desk:
    """The same desk with `name` at it for one answer, once the code proves right. Raises WrongPin."""
    person, _wrong = prove(desk, name, pin, sessions.ANSWERED)
    return replace(desk, person=person)


def prove(desk: Desk, name: str, pin: str, result: str) -> tuple[Person, int]:
    """The person once their code proves right, and how often a wrong one was tried since the last right one.

    Each try is counted before it is looked at, so that many at once are no way around the waiting; a right one is
    written down as `result`. Raises WrongPin, NotFound, and BadInput for somebody who has no code.
    """
    with writing(desk.store) as connection:
        at = desk.now()
        person = person_called(connection, name)
        kept = pins.hash_of(connection, person.id)
        if kept is None:
            raise no_code(person)
        before = pins.tries(connection, person.id)
        waits = _left(desk, person.id, before)
        waiting = bool(waits)
        counted = before if waiting else _one_more(before, at)
        if not waiting:
            pins.count_try(connection, person.id, counted)
        elif sessions.last_result(connection, person.id) != sessions.WAIT:  # one line for each time of waiting
            sign_in_log.write(connection, desk, person.id, sign_in_log.CODE, sessions.WAIT)
    if waiting:
        raise _wait(waits)
    if not _is_right(pin, kept):
        with writing(desk.store) as connection:
            sign_in_log.write(connection, desk, person.id, sign_in_log.CODE, sessions.WRONG)
        if counted.not_before is not None:
            raise _wait(_left(desk, person.id, counted))
        raise WrongPin(_("That is not the code of {name}.").format(name=person.name), _("Try it again."))
    with writing(desk.store) as connection:
        found = person_called(connection, name)  # who left while the code was looked at does not sit down
        pins.forget_tries(connection, person.id)
        sign_in_log.write(connection, desk, person.id, sign_in_log.CODE, result)
    return Person(found.id, found.name, found.role), before.wrong


def no_code(person: StaffMember) -> BadInput:
    """What somebody is told who has no code where one is needed."""
    return BadInput(
        _("{name} has no code yet.").format(name=person.name),
        _("Set one with `frontdesk staff pin {name}`, or answer from another terminal.").format(name=person.name),
    )


def has_pin(desk: Desk, name: str) -> bool:
    """Whether somebody can answer at a colleague's desk. Raises NotFound, naming who there is."""
    with reading(desk.store) as connection:
        return pins.hash_of(connection, person_called(connection, name).id) is not None


def _must_be_allowed(connection: Connection, desk: Desk, person: StaffMember) -> None:
    """Somebody who leads; oneself where the machine or a code names them; the first code of the first who leads."""
    if leads_here(desk, person.role) and not codes_in_use(connection, desk):
        return
    first = pins.hash_of(connection, person.id) is None
    if first and desk.person.id == person.id and desk.known_by in sign_in_log.SURE:
        return
    must_lead(connection, desk)


def _left(desk: Desk, staff_id: str, tries: Tries) -> timedelta:
    """How long no code is looked at, whatever the clock on the wall says meanwhile; zero for a try that counts."""
    if tries.not_before is None or tries.tried_at is None:
        return timedelta(0)
    return desk.left(f"code of {staff_id}", tries.tried_at, tries.not_before)


def _one_more(before: Tries, now: datetime) -> Tries:
    """One try more: from the fifth on each makes everybody wait, longer each time.

    It is never written down as earlier than the try before it, or than the end of its waiting.
    """
    at = max(now, *(each for each in (before.tried_at, before.not_before) if each is not None), now)
    wrong = before.wrong + 1
    if wrong < WRONG_FREE:
        return Tries(wrong, None, at)
    return Tries(wrong, at + WAITS[min(wrong - WRONG_FREE, len(WAITS) - 1)], at)


def _wait(left: timedelta) -> WrongPin:
    seconds = max(1, -(-int(left.total_seconds() * 1000) // 1000))
    if seconds > 90:
        minutes = -(-seconds // 60)
        said = ngettext("The next try counts in {count} minute.", "The next try counts in {count} minutes.", minutes)
        return WrongPin(
            _("The code was wrong too often."),
            said.format(count=minutes) + " " + _("Somebody who leads can unlock it."),
        )
    said = ngettext("The next try counts in {count} second.", "The next try counts in {count} seconds.", seconds)
    return WrongPin(_("The code was wrong too often."), said.format(count=seconds))


def _hashed(pin: str, salt: bytes) -> str:
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt.hex()}${_scrypt(pin, salt, _COST, _BLOCK, _PARALLEL).hex()}"


def _is_right(pin: str, kept: str) -> bool:
    method, cost, block, parallel, salt, wanted = kept.split("$")
    if method != "scrypt":
        raise AssertionError("codes are kept by scrypt")
    found = _scrypt(pin, bytes.fromhex(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, bytes.fromhex(wanted))


def _scrypt(pin: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    return hashlib.scrypt(
        pin.encode("utf-8", "replace"), salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32
    )
