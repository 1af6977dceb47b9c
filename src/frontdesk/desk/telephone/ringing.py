"""The telephone: what an exchange says rings at a desk, who takes it, and whom nobody answered.

An exchange knows little and repeats itself: it names a number, perhaps a desk and a line. Everything else is found
here. Nobody has to be signed in to say that it rings; to take a call somebody has to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.conversations import beginning
from frontdesk.desk.people.acting import acting
from frontdesk.desk.telephone.call_lines import (
    DESK_LENGTH_MAX,
    OPENED_FOR,
    RINGS_FOR,
    Callers,
    call_of,
    desks_meet,
    is_for,
    name_of,
    rang_until,
    ringing_call,
    together,
)
from frontdesk.desk.telephone.ring_views import Caller, MissedCall, MissedState, RingingCall, Rung, Taken, TakenBefore
from frontdesk.ground import telephone
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import as_id, new_id
from frontdesk.ground.language import _
from frontdesk.ground.telephone import NUMBER_LENGTH_MAX, NoNumber, Number
from frontdesk.ground.text import LINE_LENGTH_MAX, clean_line, whole_line
from frontdesk.store import calls, conversations
from frontdesk.store.calls import Call
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

SAME_CALL = timedelta(seconds=60)
"""The same number on the same desk again within this time is the same call: scripts of exchanges repeat."""
STILL_RINGS = timedelta(seconds=10)
"""So long rings may still arrive after a call was taken."""
REPORTED_FOR = timedelta(days=1)
CHANNEL = "phone"
MISSED_MAX = 200


# --- what an exchange says ----------------------------------------------------------------------------------


def ring(desk: Desk, number: str, *, at_desk: str = "", line: str = "") -> Rung:
    """It rings: for the desk of that name, or for every desk. A withheld number is a call, too.

    The same number on the same desk within a minute is the same call, unless that one was hung up, or taken a while
    ago. Raises BadInput for what is no number.
    """
    read = _number(number)
    where, on = clean_line(at_desk, DESK_LENGTH_MAX), clean_line(line, NUMBER_LENGTH_MAX)
    now = desk.now()
    with acting(desk, unnamed=True) as connection:
        found = next(
            (
                each
                for each in calls.of_number(connection, desk.site, read.digits, now - SAME_CALL)
                if _goes_on(each, now) and _same_place(each, where, on)
            ),
            None,
        )
        again = found is not None
        if found is None:
            found = _new_call(connection, desk, read, where, on)
            calls.add(connection, found)
        return Rung(ringing_call(found, Callers(connection).of(found)), again)


def _goes_on(call: Call, now: datetime) -> bool:
    """Whether a ring may be one more of that call: whoever rings again after they were answered was cut off."""
    settled = call.taken_at or call.let_go_at
    return call.ended_at is None and (settled is None or now - settled < STILL_RINGS)


def _same_place(call: Call, where: str, line: str) -> bool:
    here = desks_meet(call.desk, where) if call.desk and where else call.desk == where
    # Two people who withhold their number are told apart by the line they call on, if by anything.
    return here and (bool(call.digits) or call.line == line)


def _new_call(connection: Connection, desk: Desk, read: Number, where: str, line: str) -> Call:
    now, several = desk.now(), calls.callers(connection, read.digits)
    return Call(
        id=new_id(),
        number=read.shown,
        digits=read.digits,
        line=line,
        desk=where,
        site=desk.site,
        customer_id=several[0].id if len(several) == 1 else None,
        rang_at=now,
        business_date=desk.days().date_of(now),
    )


def ended(desk: Desk, call: str, *, at_desk: str = "") -> tuple[RingingCall, ...]:
    """The exchange says that it was hung up; `call` is the id or the number. Said twice it is the same.

    Raises NotFound when nothing like it rang within a day, and BadInput for what is no number.
    """
    with acting(desk, unnamed=True) as connection:
        meant = _meant(connection, desk, call, at_desk)
        calls.end(connection, [each.id for each in meant], desk.now())
        callers = Callers(connection)
        return tuple(ringing_call(each, callers.of(each)) for each in meant)


def picked_up(desk: Desk, call: str, *, at_desk: str = "") -> tuple[RingingCall, ...]:
    """The exchange says that somebody picked up, at that desk where it knows: it is not missed.

    The desk can still open it, with the key that takes a call. Raises as `ended` does.
    """
    where, now = clean_line(at_desk, DESK_LENGTH_MAX), desk.now()
    with acting(desk, unnamed=True) as connection:
        meant, callers = _meant(connection, desk, call, at_desk), Callers(connection)
        first = next((each for each in meant if each.waits), None)
        if first is not None:
            elsewhere = [each.id for each in _answered_with(connection, desk, first, callers)[1:]]
            calls.pick_up(connection, [first.id], where, now)
            calls.pick_up(connection, elsewhere, "", now)
            calls.end(connection, elsewhere, now)
        found = call_of(connection, (first or meant[0]).id)
        return (ringing_call(found, callers.of(found)),)


def _answered_with(connection: Connection, desk: Desk, call: Call, callers: Callers) -> tuple[Call, ...]:
    """The call and every other that is answered by it: whoever withholds the number is nobody else."""
    if not call.digits:
        return (call,)
    return together(call, callers, calls.waiting(connection, desk.site))


def _meant(connection: Connection, desk: Desk, call: str, at_desk: str) -> list[Call]:
    """The calls that go on and are named by an id or a number, the newest first."""
    try:
        return [call_of(connection, as_id(call.strip()))]
    except ValueError:
        read = _number(call)
    where = clean_line(at_desk, DESK_LENGTH_MAX)
    found = [
        each
        for each in calls.of_number(connection, desk.site, read.digits, desk.now() - REPORTED_FOR)
        if not where or is_for(each, where)
    ]
    if not found:
        raise NotFound(
            _("No call of that number is known."), _("Say first that it rings: frontdesk ring NUMBER --desk DESK")
        )
    return [each for each in found if each.ended_at is None] or found[:1]


def _number(text: str) -> Number:
    try:
        return telephone.read_number(text)
    except NoNumber as wrong:
        raise BadInput(
            str(wrong), _("Pass the number as the exchange has it (+371 26 123 456), or anonymous.")
        ) from wrong


# --- on the desk's screen -----------------------------------------------------------------------------------


def ringing(desk: Desk, *, everywhere: bool = False) -> tuple[RingingCall, ...]:
    """What rings for this desk now, and what was picked up and is open nowhere; the longest first, a number once.

    With `everywhere` what rings for any desk.
    """
    now = desk.now()
    with reading(desk.store) as connection:
        found = [
            each
            for each in calls.waiting(connection, desk.site, now - RINGS_FOR)
            if (everywhere or is_for(each, desk.name)) and each.rang_at <= now < rang_until(each)
        ]
        days = {desk.days().date_of(now - OPENED_FOR), desk.days().date_of(now)}
        found += [
            each
            for each in calls.picked_up(connection, desk.site, days)
            if (everywhere or is_for(each, desk.name))
            and each.taken_at is not None
            and now < each.taken_at + OPENED_FOR
        ]
        callers, once = Callers(connection), {each.digits or each.id: each for each in reversed(found)}
        return tuple(ringing_call(each, callers.of(each)) for each in found if each in once.values())


def take(desk: Desk, call_id: str, customer_id: str | None = None) -> Taken | TakenBefore:
    """Take a call: it is this person's, and its conversation is open. Of two who press at once one has it.

    The conversation is with `customer_id`, else with the only customer of that number, else with nobody by name. Other
    calls of the number that waited are answered by it. Raises NotFound for a call or customer that does not exist.
    """
    person = desk.signed_in()
    with acting(desk) as connection:
        call = call_of(connection, call_id)
        before = _before(connection, call)
        if before is not None:
            if call.taken_by == person.id and call.conversation_id is not None:
                return Taken(call.id, call.conversation_id, again=True)
            return before
        answered = _answered_with(connection, desk, call, Callers(connection))
        talk, whom = _conversation(connection, desk, call, answered, customer_id)
        ids = [each.id for each in answered]
        calls.take(connection, ids, taken_by=person.id, at=desk.now(), conversation_id=talk, customer_id=whom)
        return Taken(call.id, talk)


def _before(connection: Connection, call: Call) -> TakenBefore | None:
    """Who has the call already, or let it go."""
    if call.taken_by is not None and call.taken_at is not None:
        return TakenBefore(call.id, name_of(connection, call.taken_by), call.taken_at)
    if call.let_go_at is not None:
        return TakenBefore(call.id, name_of(connection, call.let_go_by), call.let_go_at)
    return None


def _conversation(
    connection: Connection, desk: Desk, call: Call, along: Iterable[Call], customer_id: str | None
) -> tuple[str, str | None]:
    """The conversation of a call and its customer: the one in which they are being called back, else a new one."""
    several = Callers(connection).of(call)
    whom = customer_id or (several[0].id if len(several) == 1 else None)
    for each in along:
        begun = None if each.conversation_id is None else conversations.by_id(connection, each.conversation_id)
        if begun is not None and begun.closed_at is None and whom in (None, begun.customer_id):
            return begun.id, begun.customer_id
    return beginning.begun(connection, desk, customer_id=whom, channel=CHANNEL), whom


def number_of(desk: Desk, conversation_id: str) -> str:
    """The number from which a conversation was called, for a card that has none yet; "" when it was not."""
    with reading(desk.store) as connection:
        found = calls.of_conversation(connection, conversation_id)
    return next((each.number for each in found if each.number), "")


# --- whom nobody answered -----------------------------------------------------------------------------------


def missed(connection: Connection, desk: Desk, day: date | None = None) -> tuple[MissedCall, ...]:
    """The calls that nobody took while they rang, a line for each number, the longest waiting first.

    Without a `day` those that still wait, whenever they rang; with one those that rang on this business date, also
    when somebody was reached later or they were let go.
    """
    now = desk.now()
    found = calls.waiting(connection, desk.site) if day is None else calls.of_day(connection, desk.site, day)
    groups: dict[str, list[Call]] = {}
    for each in found:
        if _is_missed(each, now):
            groups.setdefault(each.customer_id or each.digits, []).append(each)
    newest = sorted(groups.values(), key=lambda group: group[-1].rang_at)[-MISSED_MAX:]
    callers, lines = Callers(connection), dict[str, tuple[tuple[Caller, ...], list[Call]]]()
    for group in newest:  # whose number it is may have become known since it rang, and two numbers be one person's
        theirs = callers.of(group[-1])
        lines.setdefault(theirs[0].id if len(theirs) == 1 else group[-1].digits, (theirs, []))[1].extend(group)
    made = [_missed_line(connection, theirs, group) for theirs, group in lines.values()]
    return tuple(sorted(made, key=lambda line: line.first_at))


def missed_now(desk: Desk) -> tuple[MissedCall, ...]:
    """`missed`, of those that still wait."""
    with reading(desk.store) as connection:
        return missed(connection, desk)


def _is_missed(call: Call, now: datetime) -> bool:
    """Whether nobody took it while it rang."""
    over = rang_until(call)
    if call.taken_at is not None:
        return call.taken_at > over
    return now >= over


def _missed_line(connection: Connection, callers: tuple[Caller, ...], group: list[Call]) -> MissedCall:
    group.sort(key=lambda each: each.rang_at)
    last, settled = group[-1], [each for each in group if not each.waits]
    state, by, at, why = MissedState.WAITS, "", None, ""
    if len(settled) == len(group):
        newest = max(settled, key=lambda each: each.taken_at or each.let_go_at or each.rang_at)
        reached = newest.taken_at is not None
        state = MissedState.REACHED if reached else MissedState.LET_GO
        by = name_of(connection, newest.taken_by if reached else newest.let_go_by)
        at, why = (newest.taken_at, "") if reached else (newest.let_go_at, newest.let_go_why)
    return MissedCall(
        id=last.id,
        number=last.number,
        times=len(group),
        first_at=group[0].rang_at,
        last_at=last.rang_at,
        line=last.line,
        desk=last.desk,
        callers=callers,
        conversation_id=next((each.conversation_id for each in group if each.conversation_id), None) or "",
        state=state,
        by=by,
        at=at,
        why=why,
    )


def call_back(desk: Desk, call_id: str, customer_id: str | None = None) -> Taken | TakenBefore:
    """Begin the conversation in which somebody is called back, or go on with it. The call waits until `reached`."""
    desk.signed_in()
    with acting(desk) as connection:
        call = call_of(connection, call_id)
        before = _before(connection, call)
        if before is not None:
            return before
        line = _line_of(connection, desk, call)
        talk, whom = _conversation(connection, desk, call, line, customer_id)
        calls.link(connection, [each.id for each in line], talk, whom)
        return Taken(call.id, talk)


def reached(desk: Desk, call_id: str) -> Taken | TakenBefore:
    """They were called back, or called again: every call of the number that waits is settled."""
    person = desk.signed_in()
    with acting(desk) as connection:
        call = call_of(connection, call_id)
        before = _before(connection, call)
        if before is not None:
            return before
        ids = [each.id for each in _line_of(connection, desk, call)]
        calls.take(connection, ids, taken_by=person.id, at=desk.now(), conversation_id=None, customer_id=None)
        return Taken(call.id, call.conversation_id or "")


def let_go(desk: Desk, call_id: str, why: str) -> TakenBefore | None:
    """Nobody calls back, and one sentence says why; None, or who settled it before. Raises BadInput without one."""
    person, said = desk.signed_in(), whole_line(why, LINE_LENGTH_MAX)
    if not said:
        raise BadInput(
            _("A call is let go with one sentence."), _("Write why nobody calls back, so that nobody has to ask.")
        )
    with acting(desk) as connection:
        call = call_of(connection, call_id)
        before = _before(connection, call)
        if before is None:
            ids = [each.id for each in _line_of(connection, desk, call)]
            calls.let_go(connection, ids, person.id, desk.now(), said)
        return before


def _line_of(connection: Connection, desk: Desk, call: Call) -> tuple[Call, ...]:
    """Every call that stands on the same line as this one: the number's, the customer's, or all that were withheld."""
    now = desk.now()
    waiting = [each for each in calls.waiting(connection, desk.site) if _is_missed(each, now)]
    return together(call, Callers(connection), waiting)
