"""The people who work here, and who is at this desk now."""

from __future__ import annotations

from frontdesk.desk.desk import Desk
from frontdesk.desk.views import Person
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line
from frontdesk.store import staff
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading, writing

DEFAULT_ROLE = "staff"


def add(desk: Desk, name: str, role: str | None = None, os_user: str | None = None) -> Person:
    """Add a person; without a role, the lowest of the guidelines.

    Raises BadInput for an empty name, a name that is taken (however it is spelt) or a role that is not in the file.
    """
    known = desk.guidelines.roles if desk.guidelines is not None else ()
    bare = clean_line(name, NAME_LENGTH_MAX)
    if not bare:
        raise BadInput(_("A person needs a name."), _("Write the name that colleagues use."))
    taken = role or (known[0] if known else DEFAULT_ROLE)
    if known and taken not in known:
        raise BadInput(
            _("There is no role {role}.").format(role=taken),
            _("Known here: {words}.").format(words=", ".join(known)),
        )
    with writing(desk.store) as connection:
        if staff.by_name(connection, bare) is not None:
            raise BadInput(
                _("{name} is on the list already.").format(name=bare),
                _("Add a second name or an initial, so that both are told apart."),
            )
        person = Person(new_id(), bare, taken)
        staff.add(connection, person.id, person.name, person.role, desk.now(), clean_line(os_user or "", 60) or None)
    return person


def list_staff(desk: Desk | Store) -> tuple[Person, ...]:
    """Everybody who works here, by name."""
    with reading(desk.store if isinstance(desk, Desk) else desk) as connection:
        return tuple(Person(each.id, each.name, each.role) for each in staff.everybody(connection))


def sign_in(store: Store, name: str | None, os_user: str | None = None) -> Person | None:
    """The person of that name; without a name, the one who works as that user, or the only one there is."""
    with reading(store) as connection:
        if name is not None:
            found = staff.by_name(connection, clean_line(name, NAME_LENGTH_MAX))
        else:
            found = staff.by_os_user(connection, os_user) if os_user else None
            if found is None and os_user:
                found = staff.by_name(connection, os_user)
            everybody = staff.everybody(connection) if found is None else ()
            if len(everybody) == 1:
                found = everybody[0]
    return Person(found.id, found.name, found.role) if found is not None and found.active else None
