"""The only places where a transaction begins and ends.

A transaction that will write starts as a write (BEGIN IMMEDIATE): a read that is upgraded later overspends or
dies. What is checked inside it is true when it commits, for every desk on the file.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from frontdesk.store import driver, driver_errors
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection

_writing = threading.local()


@contextmanager
def reading(store: Store) -> Iterator[Connection]:
    """One consistent look at the database: everything read inside belongs to the same moment.

    Raises StoreUnavailable. Keep it short; a long reader holds up the journal.
    """
    with store.borrowed() as connection:
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.rollback()


@contextmanager
def writing(store: Store) -> Iterator[Connection]:
    """One write, whole or not at all. When the block ends without an error it is on disk.

    Raises StoreUnavailable (`retryable` when another desk held the lock; nothing was recorded then) and RuleBroken
    when a trigger or a constraint refused a row. It is never nested.
    """
    if getattr(_writing, "here", False):
        raise AssertionError("a write transaction never stands inside another")
    _writing.here = True
    try:
        with store.borrowed() as connection, store.turnstile.passed(store.busy_ms / 1000) as my_turn:
            if not my_turn:
                raise driver_errors.locked()
            with committed(connection):
                yield connection
    finally:
        _writing.here = False


@contextmanager
def writing_on(store: Store, connection: Connection) -> Iterator[Connection]:
    """`writing` on a connection that its caller has for itself (`Store.own`).

    Other desks cannot write meanwhile: everything is read and checked before, and a great deal goes in stretches
    (`store.stretches`). Raises KeyboardInterrupt also from inside a long statement; then nothing was written.
    """
    if getattr(_writing, "here", False):
        raise AssertionError("a write transaction never stands inside another")
    _writing.here = True
    try:
        with store.turnstile.passed(store.busy_ms / 1000) as my_turn:
            if not my_turn:
                raise driver_errors.locked()
            with driver_errors.interruptible(connection), committed(connection):
                yield connection
    finally:
        _writing.here = False


@contextmanager
def committed(connection: Connection) -> Iterator[None]:
    """BEGIN IMMEDIATE and COMMIT around the block, ROLLBACK when it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        with driver_errors.recording():
            connection.commit()
    except BaseException:
        if connection.in_transaction:  # SQLite itself may have rolled back already
            # What went wrong first is what is said; a connection that cannot roll back is closed by who lent it.
            with contextlib.suppress(driver.module.Error):
                connection.rollback()
        raise
