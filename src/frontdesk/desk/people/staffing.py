"""The people who work here, and who is at this desk now."""

from __future__ import annotations

from frontdesk.desk.desk import Desk
from frontdesk.desk.people.acting import acting
from frontdesk.desk.people.leading import may_change_people, must_lead
from frontdesk.desk.views import Person
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.ground.money import BadAmount, parse_minor
from frontdesk.ground.text import NAME_LENGTH_MAX, SHORT_LENGTH_MAX, clean_line, whole_line
from frontdesk.guidelines.model import Gesture, Guidelines, NoAmount, Quantity
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.store import sessions, staff
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

DEFAULT_ROLE = "staff"


def add(desk: Desk, name: str, role: str | None = None, os_user: str | None = None) -> Person:
    """Add a person; without a role, the lowest of the guidelines.

    Raises BadInput for an empty name, a name or user that is taken (however it is spelt) or a role that is not in the
    file; and MustLead where somebody who leads has a code.
    """
    known = desk.guidelines.roles if desk.guidelines is not None else ()
    bare = whole_line(name, NAME_LENGTH_MAX)
    if not bare:
        raise BadInput(_("A person needs a name."), _("Write the name that colleagues use."))
    taken = role or (known[0] if known else DEFAULT_ROLE)
    if known and taken not in known:
        raise BadInput(
            _("There is no role {role}.").format(role=taken),
            _("Known here: {words}.").format(words=", ".join(known)),
        )
    user = machine_user(os_user)
    with acting(desk, unnamed=True) as connection:
        may_change_people(connection, desk)
        if staff.by_name(connection, bare) is not None:
            raise BadInput(
                _("{name} is on the list already.").format(name=bare),
                _("Add a second name or an initial, so that both are told apart."),
            )
        other = staff.by_os_user(connection, user) if user else None
        if other is not None:
            raise BadInput(
                _("The user {user} is {name}.").format(user=user, name=other.name),
                _("Take it away first: frontdesk staff user {name}").format(name=f'"{other.name}"'),
            )
        person = Person(new_id(), bare, taken)
        staff.add(connection, person.id, person.name, person.role, desk.now(), user)
    return person


def machine_user(said: str | None) -> str | None:
    """A user of the machine as they are kept; None for nobody. Raises BadInput for a name without letters, TooLong."""
    if said is None:
        return None
    user = whole_line(said, SHORT_LENGTH_MAX)
    if not user:
        raise BadInput(
            _("That is no user of a machine."), _("Write the name they come to the machine by, or leave it out.")
        )
    return user


def leave(desk: Desk, name: str) -> Person:
    """Somebody no longer works here: they cannot sign in, what they did stays, what they owe needs another owner.

    Every desk they sit at is closed to them at once. Who has left already stays so. Raises NotFound for a name that was
    never on the list, and MustLead where somebody who leads has a code.
    """
    return _set_active(desk, name, active=False)


def come_back(desk: Desk, name: str) -> Person:
    """Somebody who had left works here again, with the role they had. Raises NotFound."""
    return _set_active(desk, name, active=True)


def _set_active(desk: Desk, name: str, *, active: bool) -> Person:
    bare = clean_line(name, NAME_LENGTH_MAX)
    with acting(desk, unnamed=True) as connection:
        may_change_people(connection, desk)
        found = staff.by_name(connection, bare)
        if found is None:
            names = ", ".join(each.name for each in staff.ever(connection))
            raise NotFound(
                _("Nobody here is called {name}.").format(name=bare), _("Known here: {words}.").format(words=names)
            )
        staff.set_active(connection, found.id, active)
        if not active:
            sessions.end_all_of(connection, found.id, sessions.DISABLED, desk.now())
    return Person(found.id, found.name, found.role)


def list_staff(desk: Desk | Store) -> tuple[Person, ...]:
    """Everybody who works here, by name."""
    with reading(desk.store if isinstance(desk, Desk) else desk) as connection:
        return tuple(Person(each.id, each.name, each.role) for each in staff.everybody(connection))


def sign_in(store: Store, name: str) -> Person | None:
    """The person of that name who works here now; what proves that it is them is asked in `people.signing_in`."""
    with reading(store) as connection:
        found = staff.by_name(connection, clean_line(name, NAME_LENGTH_MAX))
    return Person(found.id, found.name, found.role) if found is not None and found.active else None


def set_authority(desk: Desk, name: str, gesture: str, amount: str | None) -> dict[str, int]:
    """Say how much one person may give of one gesture by themselves; with None the role's authority counts again.

    Everything the person has of their own comes back, in minor units by gesture. It counts from their next gesture
    on, at every desk. Raises NotFound for an unknown name or gesture, BadInput for an amount that is none, or for
    a gesture without money, and MustLead for somebody who does not lead.
    """
    guidelines = desk.rules()
    known = guidelines.gestures.get(gesture)
    if known is None:
        raise NotFound(
            _("There is no gesture {name}.").format(name=clean_line(gesture)),
            did_you_mean(gesture, guidelines.gestures),
        )
    up_to = None if amount is None else _own_amount(amount, known, guidelines)
    with acting(desk, unnamed=True) as connection:
        person = person_called(connection, name)
        must_lead(connection, desk)
        staff.set_authority(connection, person.id, gesture, up_to, desk.person.name, desk.now())
        return staff.authority_of(connection, person.id)


def authority_of(desk: Desk, name: str) -> dict[str, int]:
    """What one person may give in place of what their role may, in minor units by gesture. Raises NotFound."""
    with reading(desk.store) as connection:
        return staff.authority_of(connection, person_called(connection, name).id)


def own_authorities(desk: Desk) -> dict[str, dict[str, int]]:
    """Everybody's own authority by the person's id; people who have what their role has are not in it."""
    with reading(desk.store) as connection:
        everybody = {each.id: staff.authority_of(connection, each.id) for each in staff.everybody(connection)}
    return {person: own for person, own in everybody.items() if own}


def person_called(connection: Connection, name: str) -> staff.StaffMember:
    """Somebody who works here now, by name. Raises NotFound, naming who there is."""
    found = staff.by_name(connection, clean_line(name, NAME_LENGTH_MAX))
    if found is None or not found.active:
        names = ", ".join(each.name for each in staff.everybody(connection))
        raise NotFound(
            _("Nobody here is called {name}.").format(name=clean_line(name, NAME_LENGTH_MAX)),
            _("Known here: {words}.").format(words=names),
        )
    return found


def _own_amount(text: str, gesture: Gesture, guidelines: Guidelines) -> int:
    if isinstance(gesture.amount, NoAmount | Quantity):
        raise BadInput(
            _("{gesture} has no amount of money, so an authority says nothing about it.").format(gesture=gesture.id),
            _("Choose a gesture with an amount."),
        )
    try:
        return parse_minor(clean_line(text), guidelines.business.exponent)
    except BadAmount:
        raise BadInput(
            _("{text} is not an amount.").format(text=clean_line(text, 60)),
            _("Write digits, like 200.00; or `role` to go back to what the role may."),
        ) from None
