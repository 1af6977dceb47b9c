"""Taking the last import back: who it brought goes, who it changed gets back what was before.

Whoever has something of the desk's own by now (a conversation, a promise, an entry, a note, an order) stays, and so
does a card that somebody changed since; both are named. It is said first what would be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from frontdesk.desk.desk import Desk
from frontdesk.ground.errors import NotFound
from frontdesk.ground.language import _
from frontdesk.store import changes, customers, import_groups, imports, merges, one_person
from frontdesk.store.changes import Change
from frontdesk.store.driver import Connection
from frontdesk.store.imports import CUSTOMERS, ORDERS, Import
from frontdesk.store.transaction import reading, writing_much

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

        restored, newer = _changed(connection, done, would_restore)
        return _told(connection, done, restored, newer)


def undo(desk: Desk, what: str, import_id: str) -> Undoing:
    """Undo the last import, which must be the one that was looked at; in one transaction.

    Raises NotFound when another one is the last by now, StoreUnavailable; nothing was undone then.
    """
    at, by = desk.now(), desk.person.id or None
    with writing_much(desk.store, references_checked=True) as connection:
        done = _last(connection, what)
        if done.id != import_id:
            raise NotFound(
                _("Another file was imported meanwhile: {file}.").format(file=done.file_name),
                _("Look again at what would be undone."),
            )

        def restore(change: Change) -> bool:
            return not changes.undo(connection, change, by, at)

        restored, newer = _changed(connection, done, restore, renew=what == CUSTOMERS)
        told = _told(connection, done, restored, newer)
        imports.remove_untied(connection, done)
        if what == CUSTOMERS:
            import_groups.take_back(connection, done)
        imports.mark_undone(connection, done.id, by, at)
        return told


def _last(connection: Connection, what: str) -> Import:
    done = imports.last(connection, what)
    if done is None:
        raise NotFound(_("There is no import to undo."), _("What was imported, and when, `imports` lists."))
    return done


def _changed(
    connection: Connection, done: Import, restore: Callable[[Change], bool], *, renew: bool = False
) -> tuple[int, list[str]]:
    """How many changes `restore` put back, and the ids of the cards or orders on which something is newer."""
    restored, after = 0, ""
    newer: list[str] = []
    while some := changes.of_import(connection, done.id, after, _AT_ONCE):
        after = some[-1].id
        back: list[str] = []
        merged = one_person.kept_ids(connection, [each.customer_id for each in some if each.customer_id is not None])
        for change in some:
            thing = str(change.customer_id or change.order_id)
            carried_on = thing in merged and _merged_since(connection, change)
            (back if not carried_on and restore(change) else newer).append(thing)
        restored += len(back)
        if renew:
            for start in range(0, len(back), _LOOKED_UP):
                some_back = customers.get_all(connection, back[start : start + _LOOKED_UP])
                customers.renew_terms(connection, some_back.values())
    return restored, newer


def _merged_since(connection: Connection, change: Change) -> bool:
    """Whether the card of a change was merged after it: the card that stands says it, too, until they are apart."""
    merge = merges.in_force_for(connection, str(change.customer_id))
    return merge is not None and merge.merged_at >= change.at


def _told(connection: Connection, done: Import, restored: int, newer: list[str]) -> Undoing:
    tied_count = 0
    tied: list[str] = []
    for stays in imports.tied(connection, done):
        tied_count += 1
        if len(tied) < NAMED_MAX:
            tied.append(stays.name)
    removed = imports.brought(connection, done.id, done.what) - tied_count
    named = imports.names(connection, done.what, newer[:_LOOKED_UP])
    return Undoing(done, removed, restored, tuple(tied), tied_count, named, len(newer))
