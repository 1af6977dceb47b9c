"""What the file itself still holds of words that were removed: freed pages and the journal.

A row that is deleted is gone from every answer at once, and stays in the bytes of the file until they are written
anew. So the whole file is written anew (VACUUM) and the journal is emptied: then no byte of it is left in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading, writing

QUICK_BYTES_MAX = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Whether nothing is left; if not, `why` says in a sentence what was in the way, and it waits for the next time."""

    done: bool
    why: str = ""


def waiting(connection: Connection) -> int:
    """How many people were erased of whom the file may still hold bytes."""
    row = connection.execute("SELECT count(*) FROM erasures WHERE cleaned_at IS NULL").fetchone()
    return 0 if row is None else int(row[0])


def size(store: Store) -> int:
    """How many bytes would be written anew."""
    return store.path.stat().st_size


def clean(store: Store, at: datetime, *, anyway: bool = False) -> Cleaned:
    """Write the file anew without what was removed, and note it. Other desks wait meanwhile, about 1 s for 200 MB.

    It may be stopped at any point: the file is the old one or the new one, and what is left is done the next time.
    """
    with reading(store) as connection:
        if not anyway and not waiting(connection):
            return Cleaned(done=True)
        before = [row[0] for row in connection.execute("SELECT customer_id FROM erasures WHERE cleaned_at IS NULL")]
    try:
        read_by_another = not _written_anew(store)
    except StoreUnavailable as error:
        if not error.retryable:
            raise
        return Cleaned(done=False, why=error.sentence)
    if read_by_another:
        return Cleaned(done=False, why=_("Another desk is reading the database just now."))
    with writing(store) as connection:
        connection.executemany(
            "UPDATE erasures SET cleaned_at = ? WHERE customer_id = ?", [(instant(at), each) for each in before]
        )
    return Cleaned(done=True)


def clean_if_quick(store: Store, at: datetime) -> None:
    """`clean` where it takes a moment; a large file waits for somebody who says so, and nothing waits for it."""
    if size(store) <= QUICK_BYTES_MAX:
        clean(store, at)


def _written_anew(store: Store) -> bool:
    """Whether the journal could be emptied afterwards; without one there is nothing to empty."""
    with store.borrowed() as connection, store.turnstile.passed(store.busy_ms / 1000) as my_turn:
        if not my_turn:
            return False
        connection.execute("PRAGMA secure_delete=1").fetchall()
        connection.execute("VACUUM")
        row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return row is None or row[0] == 0
