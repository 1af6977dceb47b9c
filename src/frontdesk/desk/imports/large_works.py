"""Large works on the customers: one at a time, and whole in the end.

What is too large for one transaction is written down before it begins. When it ends in the middle, however that comes,
whoever does the next large work takes back what is there of it: the same way as an import is undone.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from frontdesk.desk.desk import Desk
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _, ngettext
from frontdesk.store import (
    changes,
    coming,
    customers,
    imports,
    leaving,
    merges,
    one_large_work,
    one_person,
    spool,
)
from frontdesk.store.changes import Change
from frontdesk.store.driver import Connection
from frontdesk.store.imports import CUSTOMERS, Import
from frontdesk.store.leaving import Leaving
from frontdesk.store.said_by_file import SaidByFile
from frontdesk.store.stretches import Stretches, nobody
from frontdesk.store.transaction import reading

NAMED_MAX = 1000
_AT_ONCE = 200  # changes
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

    @property
    def words(self) -> str:
        """Who goes and who gets back what was before, as a sentence."""
        if not self.restored:
            only = ngettext("Taking it back: {count} goes.", "Taking it back: {count} go.", self.removed)
            return only.format(count=self.removed)
        go = ngettext("Taking it back: {count} goes", "Taking it back: {count} go", self.removed)
        back = ngettext("{count} gets back what was before.", "{count} get back what was before.", self.restored)
        return f"{go.format(count=self.removed)}, {back.format(count=self.restored)}"


@contextmanager
def alone(desk: Desk) -> Iterator[None]:
    """Within it nobody else does a large work, and nothing is left of one that ended in the middle.

    Raises StoreUnavailable while somebody else is at one.
    """
    with one_large_work.alone(desk.store.path) as mine:
        if not mine:
            raise StoreUnavailable(
                _("A large file is being taken over or taken back at another desk just now; nothing was done here."),
                _("Do the same again when that is done."),
                retryable=True,
            )
        clean(desk)
        yield


def must_be_over(desk: Desk) -> None:
    """Take back what is there of a large work that ended in the middle. Raises StoreUnavailable while one goes on."""
    with reading(desk.store) as connection:
        over = not imports.unfinished(connection) and not coming.there(connection)
    if not over:
        with alone(desk):
            return


def tidy(desk: Desk, stop: Callable[[], bool]) -> None:
    """Take back what is there of a large work that ended in the middle, if nobody is at one; until `stop` says so."""

    def told(_rows: int) -> None:
        if stop():
            raise _Stopped

    with reading(desk.store) as connection:
        over = not imports.unfinished(connection) and not coming.there(connection)
    if over:
        return
    with one_large_work.alone(desk.store.path) as mine, contextlib.suppress(_Stopped):
        if mine:
            clean(desk, told)


class _Stopped(Exception):
    """Whoever tidies up leaves: somebody else does the rest."""


def clean(desk: Desk, told: Callable[[int], None] = nobody) -> None:
    """Take back what is there of large works that ended in the middle; only for who is `alone`."""
    with reading(desk.store) as connection:
        left, also = imports.unfinished(connection), coming.there(connection)
    if not left and not also:
        return
    for done, start in left:
        with attached(desk, told) as stretches:
            take_back(stretches, done, done.taken_by, desk.now(), start)
    with attached(desk, told) as stretches:
        coming.remove(stretches)


@contextmanager
def attached(desk: Desk, told: Callable[[int], None] = nobody) -> Iterator[Stretches]:
    """Writes on a connection that has an empty database `kept` beside it; `told` as for `Stretches`."""
    with (
        spool.attached(desk.store, references_checked=True) as connection,
        Stretches(desk.store, connection, told) as writes,
    ):
        yield writes


def take_back(stretches: Stretches, done: Import, by: str | None, at: datetime, start: str = "") -> Undoing:
    """Take an import back, stretch by stretch; `start` as `imports.unfinished` says it of one that ended in the middle.

    When this ends in the middle itself, the same again does the rest.
    """
    connection, going = stretches.connection, Leaving(stretches.connection, done)
    begun, start = not start, start or imports.start_of(connection, done.id) or going.ids_begin_with
    brought = going.brought
    if coming.there(connection):
        coming.remove(stretches)
    with stretches.one():
        imports.say_start(connection, done.id, start)
    back = Restored(done, partial(changes.undo, by=by, at=at))
    stretches.write(pages(connection, done), back.restore)
    said = SaidByFile(connection, done)
    if done.what == CUSTOMERS:
        said.go_in_stretches(stretches, by, at, of_everybody=False)
    going.find_who_stays()
    mark = partial(imports.mark_undone, import_id=done.id, by=by, at=at)
    if not going.go_in_one_moment(stretches, mark):
        going.go_in_stretches(stretches)
        with stretches.one():
            mark(connection)
    if done.what == CUSTOMERS:
        if start:
            leaving.remove_rest(stretches, start)
        said.go_in_stretches(stretches, by, at, of_everybody=True)
    with stretches.one():
        imports.end_removing(connection, done.id)
        if not begun and not going.stay_count:
            imports.forget(connection, done.id)
    return told(done, back, going, brought)


def still_there(file_name: str) -> StoreUnavailable:
    """A large file failed, and taking back what is there of it failed, too."""
    return StoreUnavailable(
        _("{file} was not taken over; what is there of it could not be taken back just now.").format(file=file_name),
        _("Look that the disk has room; the next import takes it back first."),
        retryable=True,
    )


def stayed(count: int) -> StoreUnavailable:
    """A large file failed when somebody worked already with some of its cards or orders."""
    return StoreUnavailable(
        ngettext(
            "Nothing was taken over but {count}, with which somebody works already.",
            "Nothing was taken over but {count}, with which somebody works already.",
            count,
        ).format(count=count),
        _("Run the same command again: who is there already is known again."),
        retryable=True,
    )


def pages(connection: Connection, done: Import) -> Iterator[tuple[Change, ...]]:
    """What an import changed and nobody undid, some hundred at a time."""
    after = ""
    while some := changes.of_import(connection, done.id, after, _AT_ONCE):
        after = some[-1].id
        yield some


def _only_counted(_connection: Connection, change: Change) -> object:
    raise AssertionError(f"{change.id} is put back by nobody: it is only counted")


@dataclass(slots=True)
class Restored:
    """How many changes of an import were put back, on how many cards or orders something is newer, and which."""

    done: Import
    undo: Callable[[Connection, Change], object] = _only_counted
    """Puts one change back; what it returns is empty when that was done."""
    count: int = 0
    newer_count: int = 0
    newer: list[str] = field(default_factory=list)

    def restore(self, connection: Connection, some: tuple[Change, ...]) -> int:
        """Put changes back, in the transaction in which it is called."""
        back = self._each(connection, some, lambda change: not self.undo(connection, change))
        if self.done.what == CUSTOMERS:
            for start in range(0, len(back), _LOOKED_UP):
                some_back = customers.get_all(connection, back[start : start + _LOOKED_UP])
                customers.renew_terms(connection, some_back.values())
        return len(some)

    def would_restore(self, connection: Connection, some: tuple[Change, ...]) -> None:
        """Only count."""

        def as_it_left_it(change: Change) -> bool:
            now = changes.state(connection, change)
            return all(now.get(name) == value for name, value in change.after.items())

        self._each(connection, some, as_it_left_it)

    def names(self, connection: Connection) -> tuple[str, ...]:
        """What the first cards or orders with something newer are called."""
        return imports.names(connection, self.done.what, self.newer)

    def _each(self, connection: Connection, some: tuple[Change, ...], restored: Callable[[Change], bool]) -> list[str]:
        back: list[str] = []
        merged = one_person.kept_ids(connection, [each.customer_id for each in some if each.customer_id is not None])
        for change in some:
            thing = str(change.customer_id or change.order_id)
            carried_on = thing in merged and _merged_since(connection, change)
            if not carried_on and restored(change):
                back.append(thing)
            else:
                self.newer_count += 1
                self.newer += [thing] * (len(self.newer) < _LOOKED_UP)
        self.count += len(back)
        return back


def _merged_since(connection: Connection, change: Change) -> bool:
    """Whether the card of a change was merged after it: the card that stands says it, too, until they are apart."""
    merge = merges.in_force_for(connection, str(change.customer_id))
    return merge is not None and merge.merged_at >= change.at


def told(done: Import, back: Restored, going: Leaving, brought: int) -> Undoing:
    """What undoing does, where so many came with the import."""
    tied_count = going.stay_count
    return Undoing(
        done,
        brought - tied_count,
        back.count,
        going.who_stays(NAMED_MAX),
        tied_count,
        back.names(going.connection),
        back.newer_count,
    )
