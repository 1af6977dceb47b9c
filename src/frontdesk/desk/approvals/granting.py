"""Authority given ahead: so many times, or until a moment, for one person, one desk or everybody here.

It works while whoever gave it is away. What is given within one's own authority uses none of it; what is not used
lapses by itself. Source: docs/guidelines.md, Above one's own authority.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from frontdesk.desk.approvals.approval_lines import grant_line
from frontdesk.desk.approvals.approval_views import GrantLine
from frontdesk.desk.approvals.granted import NOTHING, alone, carried, covers, is_without_money, not_over
from frontdesk.desk.gestures.deciding import gesture_called
from frontdesk.desk.gestures.saying import amount_words
from frontdesk.desk.people.acting import acting, staff_of
from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.desk.people.staffing import person_called
from frontdesk.desk.promises.promising import must_be_ahead
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.money import BadAmount, parse_minor
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line, whole
from frontdesk.guidelines.model import Gesture
from frontdesk.store import grants, staff
from frontdesk.store.driver import Connection
from frontdesk.store.grants import Grant
from frontdesk.store.staff import StaffMember
from frontdesk.store.transaction import reading

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

TIMES_MOST = 1000


def grant(
    desk: Desk,
    gesture: str,
    up_to: str | None,
    *,
    staff: str | None = None,
    at_desk: str | None = None,
    times: int | None = None,
    until: datetime | None = None,
    reason: str = "",
) -> GrantLine:
    """Give authority ahead for one gesture, to the sum `up_to` (as it was typed; None where the gesture has no money).

    It is for the person called `staff`, for whoever works at the desk `at_desk`, or for everybody here; `times` None is
    as often as it is needed, `until` None the end of the business day. Raises BadInput for more than the giver may give
    by themselves, for oneself, for a time that is past, and NotFound for an unknown gesture or name.
    """
    known = gesture_called(desk.rules(), gesture)
    up_to_minor = _sum(desk, known, up_to)
    if staff is not None and at_desk is not None:
        raise BadInput(_("It is for a person or for a desk, not for both."), _("Name one of the two, or neither."))
    if times is not None and not 1 <= times <= TIMES_MOST:
        raise BadInput(
            _("{times} times is not possible.").format(times=times),
            _("Write a number from 1 to {most}, or none.").format(most=TIMES_MOST),
        )
    with acting(desk) as connection:
        at = desk.now()
        maker = staff_of(connection, desk)
        _must_have_it(connection, desk, maker, known, up_to_minor)
        ends = _end_of_day(desk, at) if until is None else until
        must_be_ahead(ends, at)
        new = Grant(
            id=new_id(),
            gesture=known.id,
            staff_id=None if staff is None else _for_whom(connection, staff, maker),
            desk=None if at_desk is None else _desk_name(at_desk),
            up_to_minor=up_to_minor,
            times=times,
            until_at=ends,
            reason=whole(reason),
            made_by=maker.id,
            made_at=at,
            business_date=desk.days().date_of(at),
            site=desk.site,
        )
        grants.add(connection, new)
        return grant_line(desk, _grant_of(connection, new.id))


def open_grants(desk: Desk) -> tuple[GrantLine, ...]:
    """What was given ahead and can still be used, for everybody to see; what ends first stands first."""
    with reading(desk.store) as connection:
        found = not_over(desk, grants.open_ones(connection, desk.site, desk.now()))
    return tuple(grant_line(desk, each) for each in found if carried(desk.rules(), each))


def withdraw(desk: Desk, grant_id: str) -> GrantLine:
    """Take back authority that was given ahead; what was given by it stands. A second time changes nothing.

    Whoever gave it may, and anybody who could have given it. Raises NotFound, and BadInput for anybody else.
    """
    with acting(desk) as connection:
        at = desk.now()
        person = staff_of(connection, desk)
        found = _grant_of(connection, grant_id)
        known = desk.rules().gestures.get(found.gesture)
        if found.made_by != person.id and known is not None:
            _must_have_it(connection, desk, person, known, found.up_to_minor)
        grants.withdraw(connection, found.id, at)
        return grant_line(desk, _grant_of(connection, found.id))


def _grant_of(connection: Connection, grant_id: str) -> Grant:
    found = grants.by_id(connection, grant_id)
    if found is None:
        raise NotFound(
            _("Nothing was given ahead under {id}.").format(id=clean_line(grant_id, 60)),
            _("Take the id from `frontdesk grant list`."),
        )
    return found


def _sum(desk: Desk, gesture: Gesture, text: str | None) -> int:
    """The sum in minor units; 1 stands for a gesture without an amount of money, which either is given or is not."""
    if is_without_money(gesture):
        if text is not None and text.strip():
            raise BadInput(
                _("{gesture} has no amount of money.").format(gesture=gesture.id), _("Leave the amount out.")
            )
        return 1
    try:
        found = parse_minor(clean_line(text or ""), desk.rules().business.exponent)
    except BadAmount:
        found = 0
    if found < 1:
        raise BadInput(
            _("{text} is not an amount.").format(text=clean_line(text or "", 60) or "''"),
            _("Write up to how much, like 200.00."),
        )
    return found


def _must_have_it(connection: Connection, desk: Desk, person: StaffMember, gesture: Gesture, up_to_minor: int) -> None:
    """Nobody gives ahead what they could not give themselves, by their own authority and not by somebody's grant.

    What one person was trusted with is theirs: only who leads hands authority on.
    """
    if not leads(desk.rules(), person.role):
        raise BadInput(
            _("Authority is given ahead by: {roles}.").format(roles=leading_roles(desk.rules())),
            _("Ask one of them; what you may give yourself you give as ever."),
        )
    most = alone(desk.rules(), person.role, staff.authority_of(connection, person.id), gesture.id)
    if most is None or covers(most, up_to_minor, gesture):
        return
    if most == NOTHING:
        raise BadInput(
            _("You do not give this by yourself, so it cannot be given ahead either."),
            _("Ask somebody with more authority to do it."),
        )
    raise BadInput(
        _("You give at most {amount} of this by yourself.").format(amount=amount_words(desk, most)),
        _("Give that much ahead, or ask somebody with more authority."),
    )


def _for_whom(connection: Connection, name: str, maker: StaffMember) -> str:
    found = person_called(connection, name)
    if found.id == maker.id:
        raise BadInput(_("Nobody gives authority to themselves."), _("Somebody else with the authority can."))
    return found.id


def _desk_name(text: str) -> str:
    bare = clean_line(text, NAME_LENGTH_MAX)
    if not bare:
        raise BadInput(_("Which desk?"), _("Write its name as it stands on its screen, like “desk 1”."))
    return bare


def _end_of_day(desk: Desk, at: datetime) -> datetime:
    clock = desk.days()
    return clock.start_of(clock.date_of(at) + timedelta(days=1))
