"""Who came in at a kiosk is at the desk at once; whom nobody knows is asked who they are."""

from __future__ import annotations

from dataclasses import replace

from frontdesk.desk.desk import NOBODY, Desk
from frontdesk.desk.views import Person
from frontdesk.store import staff, staff_keys
from frontdesk.store.transaction import reading


def let_in(desk: Desk, os_user: str = "", fingerprint: str = "") -> Desk:
    """The desk with the owner of the key, else the person of that user of the machine; else with nobody.

    Never the only person there is: who comes from elsewhere is somebody, and it has to be known who.
    """
    with reading(desk.store) as connection:
        found: staff.StaffMember | None = None
        if fingerprint:
            key = staff_keys.by_fingerprint(connection, fingerprint)
            found = None if key is None else key.owner
        elif os_user:
            found = staff.by_os_user(connection, os_user) or staff.by_name(connection, os_user)
    if found is None or not found.active:
        return replace(desk, person=NOBODY, os_user=os_user)
    person = Person(found.id, found.name, found.role)
    return replace(desk, person=person, known_by="key" if fingerprint else "user", os_user=os_user)
