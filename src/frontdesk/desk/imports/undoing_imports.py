"""Taking the last import back: who it brought goes, who it changed gets back what was before.

Whoever has something of the desk's own by now (a conversation, a promise, an entry, a note, an order) stays, and so
does a card that somebody changed since; both are named. It is said first what would be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import large_works
from frontdesk.desk.imports.imported import Interrupted
from frontdesk.desk.imports.large_works import NAMED_MAX, Restored, Undoing
from frontdesk.desk.people.acting import must_be_here
from frontdesk.ground.errors import NotFound, StoreDamaged, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store import changes, imports, spool
from frontdesk.store.driver import Connection
from frontdesk.store.imports import CUSTOMERS, ORDERS, Import
from frontdesk.store.leaving import Leaving
from frontdesk.store.said_by_file import SaidByFile
from frontdesk.store.stretches import Stretches
from frontdesk.store.transaction import reading

__all__ = ["CUSTOMERS", "NAMED_MAX", "ORDERS", "Import", "Undoing", "listed", "look", "undo"]
WHOLE_MAX = 1000
"""So many cards and changes go in one transaction: others hardly notice."""


def listed(desk: Desk, what: str, limit: int = 20) -> tuple[Import, ...]:
    """The imports of CUSTOMERS or ORDERS, the newest first; those that were undone say so."""
    with reading(desk.store) as connection:
        return imports.newest(connection, what, limit)


def look(desk: Desk, what: str) -> Undoing:
    """What undoing the last import would do. Raises NotFound when there is none to undo."""
    with reading(desk.store) as connection:
        done = _last(connection, what)
        would = Restored(done)
        for some in large_works.pages(connection, done):
            would.would_restore(connection, some)
    with spool.attached(desk.store, references_checked=True) as connection:
        going = Leaving(connection, done)
        going.find_who_stays()
        return large_works.told(done, would, going, going.brought)


def undo(desk: Desk, what: str, import_id: str) -> Undoing:
    """Undo the last import, which must be the one that was looked at.

    A small one goes in one transaction. Of a large one, cards get back what was before some hundred at a time, and new
    ones go in one moment where nearly everybody goes, else some hundred at a time. When that ends in the middle, the
    same again does the rest. Raises NotFound when another one is the last by now, StoreUnavailable; Interrupted when a
    large one was ended in the middle.
    """
    at, by = desk.now(), desk.person.id or None
    with reading(desk.store) as connection:
        done = _looked_at(connection, what, import_id)
        count = imports.brought(connection, done.id, what) + changes.count_of(connection, done.id)
        begun = bool(imports.start_of(connection, done.id))  # as a large one: however few are left of it
    if count <= WHOLE_MAX and not begun:
        with large_works.attached(desk) as stretches:
            return _undone_at_once(desk, stretches, done, by, at)
    with large_works.alone(desk), large_works.attached(desk) as stretches:
        if done.undone_at is not None:  # whoever is alone has done the rest of it
            return Undoing(done, 0, 0)
        with stretches.one() as connection:
            must_be_here(connection, desk, unnamed=True)
            done = _looked_at(connection, what, import_id)
        with _said_how_far(done):
            return large_works.take_back(stretches, done, by, at)


@contextmanager
def _said_how_far(done: Import) -> Iterator[None]:
    """What is told when a large import was not undone to its end; what is undone of it stays so."""
    sentence = _("{file} was not taken back as a whole.").format(file=done.file_name)
    try:
        yield
    except KeyboardInterrupt as error:
        raise Interrupted(sentence, _("Do the same again when you like: it does the rest.")) from error
    except StoreDamaged:
        raise  # the same again would not help
    except StoreUnavailable as error:
        remedy = _("Look that the disk has room, and do the same again: it does the rest.")
        raise StoreUnavailable(sentence, remedy, retryable=True) from error


def _undone_at_once(desk: Desk, stretches: Stretches, done: Import, by: str | None, at: datetime) -> Undoing:
    """Undo a small import; what can be read before the lock is, and is asked again inside it."""
    going, said = Leaving(stretches.connection, done), SaidByFile(stretches.connection, done)
    found = said.find(of_everybody=True) if done.what == CUSTOMERS else 0
    changed = list(large_works.pages(stretches.connection, done))
    back = Restored(done, partial(changes.undo, by=by, at=at))
    with stretches.one() as connection:
        must_be_here(connection, desk, unnamed=True)
        _looked_at(connection, done.what, done.id)
        if changes.count_of(connection, done.id) != sum(map(len, changed)):  # somebody undid one of them meanwhile
            changed = list(large_works.pages(connection, done))
        for some in changed:
            back.restore(connection, some)
        brought = going.brought
        going.go()
        said.take_back(connection, (0, found), by, at)
        told = large_works.told(done, back, going, brought)
        imports.mark_undone(connection, done.id, by, at)
    return told


def _looked_at(connection: Connection, what: str, import_id: str) -> Import:
    done = _last(connection, what)
    if done.id != import_id:
        raise NotFound(
            _("Another file was imported meanwhile: {file}.").format(file=done.file_name),
            _("Look again at what would be undone."),
        )
    return done


def _last(connection: Connection, what: str) -> Import:
    done = imports.half_undone(connection, what) or imports.last(connection, what)
    if done is None:
        raise NotFound(_("There is no import to undo."), _("What was imported, and when, `imports` lists."))
    return done
