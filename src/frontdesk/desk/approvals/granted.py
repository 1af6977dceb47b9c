"""Which authority given ahead somebody can use now, and which of it a gesture uses.

Only what is above the person's own authority uses a grant: a gesture within it leaves every grant as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from frontdesk.authority.index import NOBODY, index_of
from frontdesk.authority.values import Decision, Moment
from frontdesk.desk.people.own_card import is_own
from frontdesk.guidelines.model import Gesture, Guidelines, NoAmount, Quantity
from frontdesk.store import grants, staff
from frontdesk.store.driver import Connection
from frontdesk.store.grants import Grant

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

NOTHING = NOBODY
"""What somebody gives alone of a gesture that only others may give."""


def alone(guidelines: Guidelines, role: str, own: Mapping[str, int], gesture: str) -> int | None:
    """The most somebody gives of a gesture without anybody's help: None without end, NOTHING not at all.

    `own` is what the very person may give, in place of what the role may.
    """
    index = index_of(guidelines)
    known = index.gestures.get(gesture)
    return None if known is None else own.get(gesture, known.ceiling(index.rank(role)))


def covers(most: int | None, up_to_minor: int, gesture: Gesture) -> bool:
    """Whether somebody who gives at most so much alone can give `up_to_minor`; without money it is whether at all."""
    if most is None or most == NOTHING:
        return most is None
    return is_without_money(gesture) or up_to_minor <= most


def is_without_money(gesture: Gesture) -> bool:
    """Whether a gesture has no amount of money: it is given or it is not."""
    return isinstance(gesture.amount, NoAmount | Quantity)


def carried(guidelines: Guidelines, grant: Grant) -> bool:
    """Whether whoever made the grant could give as much now: like a yes, it carries no further than they can."""
    known = guidelines.gestures.get(grant.gesture)
    if known is None or not grant.maker_active:
        return False
    own = {} if grant.maker_own_minor is None else {grant.gesture: grant.maker_own_minor}
    return covers(alone(guidelines, grant.maker_role, own, grant.gesture), grant.up_to_minor, known)


def raised(guidelines: Guidelines, role: str, own: Mapping[str, int], given_ahead: Iterable[Grant]) -> dict[str, int]:
    """What somebody may give by themselves, with what was given ahead where that is more."""
    most = dict(own)
    for grant in given_ahead:
        without = alone(guidelines, role, most, grant.gesture)
        if without is not None and grant.up_to_minor > without and carried(guidelines, grant):
            most[grant.gesture] = grant.up_to_minor
    return most


def not_over(desk: Desk, found: Iterable[Grant]) -> tuple[Grant, ...]:
    """Those whose end this desk has not seen pass, whatever the clock says since."""
    return tuple(each for each in found if desk.left(f"grant {each.id}", each.made_at, each.until_at))


def for_customer(connection: Connection, found: Iterable[Grant], customer_id: str | None) -> tuple[Grant, ...]:
    """Those that can be used for this customer: by what somebody gave ahead nothing goes to themselves or their own."""
    return tuple(each for each in found if not is_own(connection, each.made_by, customer_id))


def used_by(connection: Connection, desk: Desk, moment: Moment, decision: Decision) -> Grant | None:
    """The grant that giving this uses, in the caller's transaction: the smallest that covers it, then the first to end.

    None when the person may give as much anyway.
    """
    amount = decision.amount_minor or 0
    without = alone(desk.rules(), moment.role, staff.authority_of(connection, moment.staff), decision.gesture)
    if without is None or amount <= without:
        return None
    open_now = not_over(desk, grants.open_for(connection, desk.site, moment.staff, desk.name, moment.at))
    open_now = for_customer(connection, open_now, moment.scope.get("customer"))
    fitting = [each for each in open_now if each.gesture == decision.gesture and carried(desk.rules(), each)]
    covering = [each for each in fitting if each.up_to_minor >= amount]
    return min(covering, key=lambda each: (each.up_to_minor, each.until_at, each.made_at, each.id), default=None)
