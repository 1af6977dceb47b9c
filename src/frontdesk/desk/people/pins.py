"""A person's own code of six digits, for answering at a colleague's desk. Only a salted hash of it is kept.

A code of six digits is safe only while tries are few: they are counted in the database, over all desks and sessions,
before each is looked at.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.approvals.approval_lines import may_answer
from frontdesk.desk.people.staffing import person_called
from frontdesk.desk.views import Person
from frontdesk.ground.errors import BadInput, DeskError
from frontdesk.ground.language import _, ngettext
from frontdesk.store import pins, staff
from frontdesk.store.pins import Tries
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

DIGITS = 6
WRONG_FREE = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
# The codes that people choose first; whoever guesses begins with them.
_COMMON = frozenset(
    (
        "123456",
        "654321",
        "111111",
        "000000",
        "222222",
        "333333",
        "444444",
        "555555",
        "666666",
        "777777",
        "888888",
        "999999",
        "121212",
        "112233",
        "123123",
        "123321",
        "101010",
        "696969",
        "159753",
        "102030",
    )
)
_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_MEMORY = 32 * 1024 * 1024


class WrongPin(DeskError):
    """The code is not right, or no try is taken yet."""


def set_pin(desk: Desk, name: str, pin: str) -> Person:
    """Keep a new code for somebody. Raises NotFound for an unknown name and BadInput for a code that is none, or is one
    of those that are guessed first."""
    if not (len(pin) == DIGITS and pin.isascii() and pin.isdigit()):
        raise BadInput(_("A code has six digits."), _("Choose six digits that only you know."))
    if pin in _COMMON:
        raise BadInput(_("That code is guessed first."), _("Choose six digits that only you know."))
    kept = _hashed(pin, secrets.token_bytes(16))
    with writing(desk.store) as connection:
        person = person_called(connection, name)
        pins.set_hash(connection, person.id, kept)
    return Person(person.id, person.name, person.role)


def by_pin(desk: Desk, name: str, pin: str) -> Desk:
    """The same desk with `name` at it for one answer, once the code proves right.

    Each try is counted before it is looked at, so that many at once are no way around the waiting. Raises WrongPin.
    """
    with writing(desk.store) as connection:
        at = desk.now()
        person = person_called(connection, name)
        kept = pins.hash_of(connection, person.id)
        if kept is None:
            raise BadInput(
                _("{name} has no code yet.").format(name=person.name),
                _("Set one with `frontdesk staff pin {name}`, or answer from another terminal.").format(
                    name=person.name
                ),
            )
        before = pins.tries(connection, person.id)
        if before.not_before is not None and at < before.not_before:
            raise _wait(before.not_before - at)
        counted = _one_more(before, at)
        pins.count_try(connection, person.id, counted, at)
    if not _is_right(pin, kept):
        if counted.not_before is not None:
            raise _wait(counted.not_before - at)
        raise WrongPin(_("That is not the code of {name}.").format(name=person.name), _("Try it again."))
    with writing(desk.store) as connection:
        pins.forget_tries(connection, person.id)
    return replace(desk, person=Person(person.id, person.name, person.role))


def has_pin(desk: Desk, name: str) -> bool:
    """Whether somebody can answer at a colleague's desk. Raises NotFound, naming who there is."""
    with reading(desk.store) as connection:
        return pins.hash_of(connection, person_called(connection, name).id) is not None


def who_can_answer(desk: Desk, role: str) -> tuple[str, ...]:
    """The names of those who can answer here with their own code what is asked of `role`, in the order of names."""
    with reading(desk.store) as connection:
        return tuple(
            each.name
            for each in staff.everybody(connection)
            if each.id != desk.person.id
            and may_answer(desk.rules(), each.role, role)
            and pins.hash_of(connection, each.id) is not None
        )


def _one_more(before: Tries, at: datetime) -> Tries:
    """One try more: from the fifth on each makes everybody wait, twice as long each time."""
    wrong = before.wrong + 1
    if wrong < WRONG_FREE:
        return Tries(wrong)
    doubled = min(wrong - WRONG_FREE, 16)
    return Tries(wrong, at + min(FIRST_WAIT * 2**doubled, LONGEST_WAIT))


def _wait(left: timedelta) -> WrongPin:
    seconds = max(1, -(-int(left.total_seconds() * 1000) // 1000))
    return WrongPin(
        _("The code was wrong too often."),
        ngettext("The next try counts in {count} second.", "The next try counts in {count} seconds.", seconds).format(
            count=seconds
        ),
    )


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
