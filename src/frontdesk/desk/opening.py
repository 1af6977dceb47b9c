"""Opening the desk on a business's folder: the database, the guidelines in force, and who is there."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from frontdesk.desk.desk import NOBODY, SITE, Desk
from frontdesk.desk.people import signing_in, staffing
from frontdesk.desk.rules import in_force
from frontdesk.ground.errors import NotFound
from frontdesk.ground.language import _
from frontdesk.ground.places import DATABASE
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
    os_user: str | None = None,
    key: str | None = None,
    outside: bool = False,
) -> Desk:
    """The desk of a business folder, with the person `staff`, else the user of this machine, signed in.

    `os_user` and the fingerprint `key` are said by a kiosk, whose own user is nobody's (`outside`); else it is who runs
    this. Nobody signed in is `NOBODY`: the screen then asks; `wanted` is somebody whose code is still to be shown.
    Without `take_file` a guidelines file that was changed in the folder does not take effect: whoever opens is about
    to say what does. Raises StoreUnavailable when the database cannot be used and NotFound when nobody is called
    `staff`; broken or missing guidelines never raise.
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
            outside=outside,
        )
        desk.begin_watching()
        desk = in_force.brought_up(desk) if take_file else in_force.as_written(desk)
        return signing_in.who_comes(desk, staff, os_user or (None if outside else user_of_machine()), key)
    except BaseException:
        store.close()
        raise


def staff_names(store: Store) -> tuple[str, ...]:
    """The names a person can sign in with."""
    return tuple(person.name for person in staffing.list_staff(store))


def as_person(desk: Desk, name: str) -> Desk:
    """The desk with `name` signed in, by whoever knows already that it is them. Raises NotFound, naming who there is.

    Where a person says a name, `people.signing_in` asks for what proves it.
    """
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
    """The name of the user of this machine who runs the program, by number; None where there is none.

    Never by the environment: USER and LOGNAME are whatever somebody wrote there.
    """
    try:
        import pwd
    except ImportError:  # Windows, whose own call asks the system as well
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:  # a container without a name for the user
        return None
