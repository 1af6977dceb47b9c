"""Taking the last import back: who it brought goes, who it changed gets back what was before.

Whoever has something of the desk's own by now (a conversation, a promise, an entry, a note, an order) stays, and so
does a card that somebody changed since; both are named. It is said first what would be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.desk.desk import Desk
from frontdesk.desk.people.acting import must_be_here
from frontdesk.ground.errors import NotFound
from frontdesk.ground.language import _
from frontdesk.store import changes, customers, import_groups, imports, merges, one_person, spool
from frontdesk.store.changes import Change
from frontdesk.store.driver import Connection
from frontdesk.store.imports import CUSTOMERS, ORDERS, Import
from frontdesk.store.leaving import Leaving
from frontdesk.store.transaction import reading, writing_on

__all__ = ["CUSTOMERS", "ORDERS", "Import", "Undoing", "listed", "look", "undo"]
NAMED_MAX = 1000
_AT_ONCE = 1000  # changes in memory
_LOOKED_UP = 400  # ids in one statement


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an import does, or would do.

    `tied` are the names of who stays because the desk has something of them, `newer` of who stays because somebody
    changed them since: the first some hundred of each, and how many there are.
    """

    done: Import
    removed: int
    restored: int
    tied: tuple[str, ...] = ()
    tied_count: int = 0
    newer: tuple[str, ...] = ()
    newer_count: int = 0


def listed(desk: Desk, what: str, limit: int = 20) -> tuple[Import, ...]:
    """The imports of CUSTOMERS or ORDERS, the newest first; those that were undone say so."""
    with reading(desk.store) as connection:
        return imports.newest(connection, what, limit)


def look(desk: Desk, what: str) -> Undoing:
    """What undoing the last import would do. Raises NotFound when there is none to undo."""
    with reading(desk.store) as connection:
        done = _last(connection, what)

        def would_restore(change: Change) -> bool:
            now = changes.state(connection, change)
            return all(now.get(name) == value for name, value in change.after.items())

        changed = _changed(connection, done, would_restore)
    with spool.attached(desk.store, references_checked=True) as connection:
        leaving = Leaving(connection, done)
        leaving.find_who_stays()
        return _told(done, changed, leaving)


def undo(desk: Desk, what: str, import_id: str) -> Undoing:
    """Undo the last import, which must be the one that was looked at; in one transaction.

    Raises NotFound when another one is the last by now, StoreUnavailable; nothing was undone then.
    """
    at, by = desk.now(), desk.person.id or None
    with spool.attached(desk.store, references_checked=True) as connection:
        leaving = Leaving(connection, _looked_at(connection, what, import_id))
        leaving.prepare()
        with writing_on(desk.store, connection):
            must_be_here(connection, desk, unnamed=True)
            done = _looked_at(connection, what, import_id)

            def restore(change: Change) -> bool:
                return not changes.undo(connection, change, by, at)

            changed = _changed(connection, done, restore, renew=what == CUSTOMERS)
            leaving.find_who_stays()
            told = _told(done, changed, leaving)
            leaving.remove()
            if what == CUSTOMERS:
                import_groups.take_back(connection, done, by, at)
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
    done = imports.last(connection, what)
    if done is None:
        raise NotFound(_("There is no import to undo."), _("What was imported, and when, `imports` lists."))
    return done


@dataclass(frozen=True, slots=True)
class _Changed:
    """How many changes were put back, on how many cards or orders something is newer, and what some are called."""

    restored: int
    newer_count: int
    newer: tuple[str, ...]


def _changed(
    connection: Connection, done: Import, restore: Callable[[Change], bool], *, renew: bool = False
) -> _Changed:
    """Put every change of an import back by `restore`, which says whether it did."""
    restored, newer_count, after = 0, 0, ""
    newer: list[str] = []
    while some := changes.of_import(connection, done.id, after, _AT_ONCE):
        after = some[-1].id
        back: list[str] = []
        merged = one_person.kept_ids(connection, [each.customer_id for each in some if each.customer_id is not None])
        for change in some:
            thing = str(change.customer_id or change.order_id)
            carried_on = thing in merged and _merged_since(connection, change)
            if not carried_on and restore(change):
                back.append(thing)
            else:
                newer_count += 1
                newer += [thing] * (len(newer) < _LOOKED_UP)
        restored += len(back)
        if renew:
            for start in range(0, len(back), _LOOKED_UP):
                some_back = customers.get_all(connection, back[start : start + _LOOKED_UP])
                customers.renew_terms(connection, some_back.values())
    return _Changed(restored, newer_count, imports.names(connection, done.what, newer))


def _merged_since(connection: Connection, change: Change) -> bool:
    """Whether the card of a change was merged after it: the card that stands says it, too, until they are apart."""
    merge = merges.in_force_for(connection, str(change.customer_id))
    return merge is not None and merge.merged_at >= change.at


def _told(done: Import, changed: _Changed, leaving: Leaving) -> Undoing:
    tied_count = leaving.stay_count
    return Undoing(
        done,
        leaving.brought - tied_count,
        changed.restored,
        leaving.who_stays(NAMED_MAX),
        tied_count,
        changed.newer,
        changed.newer_count,
    )
