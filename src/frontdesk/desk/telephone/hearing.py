"""A desk that only hears the telephone: opened in a fraction of the time, because nothing can be given at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from frontdesk.desk.desk import NOBODY, SITE, Desk
from frontdesk.ground.places import DATABASE
from frontdesk.guidelines.clock import clock_of
from frontdesk.store import versions
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import reading


def open_to_hear(folder: Path, *, clock: Callable[[], datetime]) -> Desk | None:
    """The desk of a business folder with its clock, without a person and without what may be given.

    None when the folder has no guidelines in force yet, or none whose clock can be read: then the whole desk is opened
    (`opening.open_desk`). Raises StoreUnavailable.
    """
    if not (folder / DATABASE).exists():
        return None
    store = open_store(folder / DATABASE)
    try:
        with reading(store) as connection:
            version = versions.in_force_now(connection, clock())
        days = None if version is None else clock_of(version.text)
        if days is None:
            store.close()
            return None
        return Desk(
            store=store,
            guidelines=None,
            problems=(),
            in_force_since=None,
            person=NOBODY,
            clock=clock,
            site=SITE,
            name="",
            folder=folder,
            business_clock=days,
        )
    except BaseException:
        store.close()
        raise
