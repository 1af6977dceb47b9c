"""What the telephone's parts share: which desk a call is for, which calls are one number's, and whose they may be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from frontdesk.desk.telephone.ring_views import Caller, RingingCall
from frontdesk.ground.errors import NotFound
from frontdesk.ground.folding import words
from frontdesk.ground.language import _
from frontdesk.ground.telephone import alike
from frontdesk.ground.text import clean_line
from frontdesk.store import calls, conversations, staff
from frontdesk.store.calls import Call
from frontdesk.store.driver import Connection

RINGS_FOR = timedelta(minutes=2)
"""So long a call that nobody ended counts as ringing; then it is missed."""
OPENED_FOR = timedelta(minutes=5)
"""So long a call that was picked up can be opened at its desk with the same key."""
DESK_LENGTH_MAX = 120


def desks_meet(one: str, other: str) -> bool:
    """Whether two names are one desk: "1" and "desk 1" are, "1" and "desk 11" are not."""
    first, second = words(one) or (one.casefold(),), words(other) or (other.casefold(),)
    shorter = min(len(first), len(second))
    return first[-shorter:] == second[-shorter:]


def is_for(call: Call, desk_name: str) -> bool:
    """Whether a call rings for that desk: it names it, or none."""
    return not call.desk or desks_meet(call.desk, desk_name)


def rang_until(call: Call) -> datetime:
    """When it stopped ringing, or will without a word from the exchange."""
    silent = call.rang_at + RINGS_FOR
    return silent if call.ended_at is None else min(call.ended_at, silent)


def call_of(connection: Connection, call_id: str) -> Call:
    """The call of that id. Raises NotFound."""
    found = calls.by_id(connection, call_id)
    if found is None:
        raise NotFound(
            _("There is no call {id}.").format(id=clean_line(call_id, 60)),
            _("See which calls there are: frontdesk calls"),
        )
    return found


class Callers:
    """Whose number it is, asked once for each number of a list."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, tuple[Caller, ...]] = {}

    def of(self, call: Call) -> tuple[Caller, ...]:
        """The customers who may be calling; only the one who was chosen, once somebody said who it is."""
        chosen = call.customer_id or self._of_conversation(call)
        if chosen is not None:
            found = calls.caller(self._connection, chosen)
            if found is not None:
                return (Caller(found.id, found.name, found.phone),)
        if call.digits not in self._known:
            several = calls.callers(self._connection, call.digits)
            self._known[call.digits] = tuple(Caller(each.id, each.name, each.phone) for each in several)
        return self._known[call.digits]

    def _of_conversation(self, call: Call) -> str | None:
        talk = None if call.conversation_id is None else conversations.by_id(self._connection, call.conversation_id)
        return None if talk is None else talk.customer_id


def ringing_call(call: Call, callers: Iterable[Caller]) -> RingingCall:
    """A call as a view."""
    until = rang_until(call) if call.taken_at is None else call.taken_at + OPENED_FOR
    return RingingCall(
        id=call.id,
        number=call.number,
        line=call.line,
        desk=call.desk,
        rang_at=call.rang_at,
        until=until,
        callers=tuple(callers),
        picked_up=call.taken_at is not None,
    )


def together(call: Call, callers: Callers, waiting: Iterable[Call]) -> tuple[Call, ...]:
    """The call with those of `waiting` that are its number's or its customer's."""
    theirs = callers.of(call)

    def with_it(other: Call) -> bool:
        if other.digits == call.digits:
            return True
        if len(theirs) != 1 or not (other.customer_id or alike(other.digits, call.digits)):
            return False
        same = callers.of(other)
        return len(same) == 1 and same[0].id == theirs[0].id

    return (call, *(each for each in waiting if each.id != call.id and with_it(each)))


def name_of(connection: Connection, staff_id: str | None) -> str:
    """The name of somebody of the staff; "" for nobody."""
    found = None if staff_id is None else staff.by_id(connection, staff_id)
    return "" if found is None else found.name
