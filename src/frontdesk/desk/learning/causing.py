"""Causes: the thing behind a trouble, named after the solution; what comes back three times is fixed by somebody.

Nobody is a cause. The third of the same within seven days asks for an owner, once; after it was fixed only what
happens from then on counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.conversation.causes import TIMES, WITHIN, folded, names_a_person
from frontdesk.desk.learning.care_views import CauseCase, CauseLine
from frontdesk.desk.people.acting import acting
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, NAME_LENGTH_MAX, clean_line, whole, whole_line
from frontdesk.store import causes, staff
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from datetime import datetime

    from frontdesk.desk.desk import Desk
    from frontdesk.store.causes import Case, ToFix
    from frontdesk.store.conversations import Conversation
    from frontdesk.store.driver import Connection


# --- in a conversation --------------------------------------------------------------------------------------


def is_a_thing(connection: Connection, conversation: Conversation, text: str) -> bool:
    """Whether the text names a thing: nobody who works or worked here, and not this customer."""
    names = [each.name for each in staff.ever(connection)]
    return not names_a_person(text, [*names, conversation.customer_name])


def must_be_a_thing(connection: Connection, conversation: Conversation, text: str) -> None:
    """Raise BadInput for a cause that is a person's name."""
    if not is_a_thing(connection, conversation, text):
        raise BadInput(
            _("A cause is a thing, not a person."),
            _("Name the thing that made it possible: what was missing, broken, unclear or too late."),
        )


def record(connection: Connection, desk: Desk, conversation: Conversation, text: str) -> None:
    """Note the cause of a conversation in the caller's transaction; "" takes it away.

    The third of the same within seven days asks for somebody who fixes it.
    """
    thing = whole_line(text, LINE_LENGTH_MAX)
    if not thing:
        causes.forget(connection, conversation.id)
        return
    now, today = desk.now(), desk.today()
    key = folded(thing)
    causes.note(
        connection,
        cause_id=new_id(),
        conversation_id=conversation.id,
        thing=thing,
        folded=key,
        at=now,
        business_date=today,
    )
    if causes.waits_to_be_fixed(connection, key) or len(_counted(connection, key, now)) < TIMES:
        return
    causes.raise_to_fix(
        connection,
        fix_id=new_id(),
        thing=thing,
        folded=key,
        owner_id=_first_owner(connection, desk),
        at=now,
        business_date=today,
    )


def _counted(connection: Connection, key: str, now: datetime) -> tuple[Case, ...]:
    """The cases that count now: of the last seven days, and after it was fixed last."""
    fixed_at = causes.last_fixed(connection, key)
    floor = now - WITHIN
    return causes.cases(connection, key, floor if fixed_at is None else max(floor, fixed_at))


def _first_owner(connection: Connection, desk: Desk) -> str:
    """Who sees to it until somebody else is named: the first by name of the highest role that anybody here has."""
    everybody = staff.everybody(connection)
    roles = desk.guidelines.roles if desk.guidelines is not None else ()
    for role in reversed(roles):
        for each in everybody:
            if each.role == role:
                return each.id
    return desk.person.id


# --- seeing to it -------------------------------------------------------------------------------------------


def causes_to_fix(desk: Desk, *, fixed_too: bool = False) -> tuple[CauseLine, ...]:
    """What came back three times in seven days and waits to be fixed, the oldest first.

    With `fixed_too` also what was fixed in the last seven days, at the end.
    """
    now = desk.now()
    with reading(desk.store) as connection:
        found = causes.to_fix(connection, fixed_since=now - WITHIN if fixed_too else None)
        return tuple(_line(connection, each, now) for each in found)


def fixed(desk: Desk, cause_id: str, how: str) -> CauseLine:
    """The thing is fixed; `how` says what was done, for whoever meets it again.

    It asks again only for what happens from now on. Raises NotFound, and BadInput without a word how, or for one
    that was fixed before.
    """
    person = desk.signed_in()
    said = whole(how)
    if not said:
        raise BadInput(_("How was it fixed?"), _("Write one sentence: what is different from now on."))
    with acting(desk) as connection:
        _waiting(connection, cause_id)
        causes.fix(connection, cause_id, person.id, said, desk.now())
        return _line(connection, _found(connection, cause_id), desk.now())


def own(desk: Desk, cause_id: str, owner: str) -> CauseLine:
    """Say who sees to it. Raises NotFound for a thing or a person that is not there; BadInput for a fixed one."""
    desk.signed_in()
    name = clean_line(owner, NAME_LENGTH_MAX)
    with acting(desk) as connection:
        _waiting(connection, cause_id)
        person = staff.by_name(connection, name)
        if person is None or not person.active:
            names = ", ".join(each.name for each in staff.everybody(connection))
            raise NotFound(
                _("Nobody here is called {name}.").format(name=name), _("Known here: {words}.").format(words=names)
            )
        causes.own(connection, cause_id, person.id)
        return _line(connection, _found(connection, cause_id), desk.now())


def _found(connection: Connection, cause_id: str) -> ToFix:
    found = causes.by_id(connection, cause_id)
    if found is None:
        raise NotFound(
            _("There is no cause {id} to fix.").format(id=clean_line(cause_id, 60)),
            _("Take its id from the day, or from `frontdesk causes list`."),
        )
    return found


def _waiting(connection: Connection, cause_id: str) -> ToFix:
    found = _found(connection, cause_id)
    if found.fixed_at is not None:
        raise BadInput(
            _("{thing} was fixed already: {how}").format(thing=found.thing, how=found.fixed_how),
            _("If it comes back three times, it asks again by itself."),
        )
    return found


def _line(connection: Connection, found: ToFix, now: datetime) -> CauseLine:
    counted = _counted(connection, found.folded, now) if found.fixed_at is None else ()
    return CauseLine(
        id=found.id,
        thing=found.thing,
        times=len(counted),
        cases=tuple(
            CauseCase(each.conversation_id, each.customer_name, clean_line(each.request), each.at) for each in counted
        ),
        owner=found.owner_name,
        since=found.raised_at,
        fixed_at=found.fixed_at,
        fixed_how=found.fixed_how,
    )
