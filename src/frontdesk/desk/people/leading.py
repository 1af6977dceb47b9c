"""Who may change who works here, what one of them may give, and whose code is whose: somebody who leads.

A house in which nobody who leads has a code is a machine that everybody at it is trusted with: there names are
believed, and a list can be begun. From the first code of somebody who leads, only somebody who leads changes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.desk.people.roles import leading_roles, leads
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.store import pins, staff
from frontdesk.store.driver import Connection

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class MustLead(BadInput):
    """This is for somebody who leads, and whoever asks does not, or did not say who they are."""


def leads_here(desk: Desk, role: str) -> bool:
    """Whether somebody of that role leads; while there are no guidelines nobody does."""
    return desk.guidelines is not None and leads(desk.guidelines, role)


def codes_in_use(connection: Connection, desk: Desk) -> bool:
    """Whether somebody who leads has a code: from then on names alone open no door that leads."""
    with_code = pins.who_has_one(connection)
    return any(each.id in with_code and leads_here(desk, each.role) for each in staff.everybody(connection))


def must_lead(connection: Connection, desk: Desk) -> str:
    """The id of the person at this desk, who leads. Raises MustLead, naming who does."""
    found = staff.by_id(connection, desk.person.id) if desk.person.id else None
    if found is not None and found.active and leads_here(desk, found.role):
        return found.id
    raise _must_lead(connection, desk)


def may_change_people(connection: Connection, desk: Desk) -> str | None:
    """The id of who leads and changes who works here; None where no code is in use and names are believed.

    Raises MustLead.
    """
    if codes_in_use(connection, desk):
        return must_lead(connection, desk)
    return desk.person.id or None


def _must_lead(connection: Connection, desk: Desk) -> MustLead:
    names = ", ".join(each.name for each in staff.everybody(connection) if leads_here(desk, each.role))
    sentence = _("This is for somebody who leads: {names}.").format(names=names or _roles(desk))
    if not names:
        return MustLead(
            sentence, _("Add the first one: frontdesk staff add NAME --role {role}").format(role=_top(desk))
        )
    return MustLead(sentence, _("Ask one of them, or say who you are with --staff NAME."))


def _roles(desk: Desk) -> str:
    return "-" if desk.guidelines is None else leading_roles(desk.guidelines)


def _top(desk: Desk) -> str:
    return "ROLE" if desk.guidelines is None else desk.guidelines.roles[-1]
