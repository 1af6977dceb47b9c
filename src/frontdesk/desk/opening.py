"""Opening the desk on a business's folder: the database, the guidelines in force, and who is there."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from frontdesk.desk.desk import DATABASE, NOBODY, SITE, Desk
from frontdesk.desk.people import staffing
from frontdesk.desk.rules import in_force
from frontdesk.ground.errors import NotFound
from frontdesk.ground.language import _
from frontdesk.store import cleaning, erased_list
from frontdesk.store.engine import Store, open_store


def open_desk(
    folder: Path,
    *,
    staff: str | None,
    clock: Callable[[], datetime],
    desk_name: str = "desk 1",
    create: bool = False,
    take_file: bool = True,
) -> Desk:
    """The desk of a business folder, with the person `staff`, else the user of this machine, signed in.

    Nobody signed in is `NOBODY`: the screen then asks. Without `take_file` a guidelines file that was changed in the
    folder does not take effect: whoever opens is about to say what does. Raises StoreUnavailable when the database
    cannot be used and NotFound when nobody is called `staff`; broken or missing guidelines never raise.
    """
    folder = Path(folder)
    store = open_store(folder / DATABASE, create=create)
    try:
        erased_list.replay(store, clock())
        cleaning.clean_if_quick(store, clock())
        desk = Desk(
            store=store,
            guidelines=None,
            problems=(),
            in_force_since=None,
            person=NOBODY,
            clock=clock,
            site=SITE,
            name=desk_name,
            folder=folder,
        )
        desk = in_force.brought_up(desk) if take_file else in_force.as_written(desk)
        if staff is not None:
            return as_person(desk, staff)
        return replace(desk, person=staffing.sign_in(store, None, user_of_machine()) or NOBODY)
    except BaseException:
        store.close()
        raise


def staff_names(store: Store) -> tuple[str, ...]:
    """The names a person can sign in with."""
    return tuple(person.name for person in staffing.list_staff(store))


def as_person(desk: Desk, name: str) -> Desk:
    """The desk with `name` signed in. Raises NotFound, naming who there is."""
    person = staffing.sign_in(desk.store, name)
    if person is None:
        names = staff_names(desk.store)
        raise NotFound(
            _("Nobody here is called {name}.").format(name=name),
            _("Known here: {words}.").format(words=", ".join(names))
            if names
            else _("Add the first person with `frontdesk staff add NAME`."),
        )
    return replace(desk, person=person)


def user_of_machine() -> str | None:
    """The name of the user of this machine who runs the program; None where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without a name for the user
        return None
