"""What the file itself still holds of words that were removed: freed pages, gaps in pages, and the journal.

Every connection overwrites what it removes (`secure_delete`), but pages that were divided before may hold old copies.
So the whole file is written anew (VACUUM) and the journal is emptied: then no byte is left in them. For a large file
desks would wait too long; there the journal is emptied and the file is searched for what the person was known by. Only
if something is found, or nobody knows any more what to look for, it waits for a quiet time.
"""

from __future__ import annotations

import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from frontdesk.ground.errors import StoreDamaged, StoreUnavailable
from frontdesk.ground.language import _, ngettext
from frontdesk.store.columns import instant
from frontdesk.store.connections import Store
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading, writing

QUICK_BYTES_MAX = 64 * 1024 * 1024
"""A file up to this size is written anew at once: one to two seconds."""
BYTES_A_SECOND = 50 * 1024 * 1024
"""About as much is written anew in a second (1.2 GB in 24 s on two busy cores)."""
SOUGHT_MAX = 40


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


def clean(
    store: Store, at: datetime, *, sought: Sequence[str] = (), anyway: bool = False, large: bool = False
) -> Cleaned:
    """See to it that nothing of who was erased is left in the file, and note it.

    `sought` are texts that only the erased person had. A file above `QUICK_BYTES_MAX` is written anew only with
    `large`; other desks cannot write meanwhile. With `anyway` it is done also where nobody was erased. It may be
    stopped at any point: what is left is done the next time.
    """
    try:
        why = _clean(store, at, sought, anyway=anyway, large=large)
    except StoreDamaged:
        raise
    except StoreUnavailable:  # who was erased is erased: nobody must be told that nothing was recorded
        why = _("The disk, or another desk, did not let the file of the database be cleaned just now.")
    return Cleaned(done=not why, why=why)


def _clean(store: Store, at: datetime, sought: Sequence[str], *, anyway: bool, large: bool) -> str:
    """`clean`; "" or why it is not clean yet. Raises StoreUnavailable."""
    with reading(store) as connection:
        if not anyway and not waiting(connection):
            return ""
        before = [row[0] for row in connection.execute("SELECT customer_id FROM erasures WHERE cleaned_at IS NULL")]
    why = _cleaned(store, sought, large=large, nobody=not before)
    if not why:
        with writing(store) as connection:
            connection.executemany(
                "UPDATE erasures SET cleaned_at = ? WHERE customer_id = ?", [(instant(at), each) for each in before]
            )
    return why


def clean_if_quick(store: Store, at: datetime) -> None:
    """`clean` where it takes a moment; a large file waits for somebody who says so, and nothing waits for it."""
    if size(store) <= QUICK_BYTES_MAX:
        clean(store, at)


def _cleaned(store: Store, sought: Sequence[str], *, large: bool, nobody: bool) -> str:
    """Clean the file; "" or why it is not clean yet."""
    bytes_now = size(store)
    anew = large or bytes_now <= QUICK_BYTES_MAX
    if not _emptied(store, anew=anew):
        return _("Another desk is reading the database just now.")
    if anew or nobody:
        return ""
    if sought and not _holds(store, sought):
        return ""
    seconds = max(1, bytes_now // BYTES_A_SECOND)
    return ngettext(
        "The database file is large: writing it anew takes about {count} second, and other desks wait meanwhile.",
        "The database file is large: writing it anew takes about {count} seconds, and other desks wait meanwhile.",
        seconds,
    ).format(count=seconds)


def _emptied(store: Store, *, anew: bool) -> bool:
    """Whether the journal could be emptied, after the file was written `anew`; without a journal there is nothing."""
    with store.borrowed() as connection, store.turnstile.passed(store.busy_ms / 1000) as my_turn:
        if not my_turn:
            return False
        if anew:
            connection.execute("VACUUM")
        row = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return row is None or row[0] == 0


def _holds(store: Store, sought: Sequence[str]) -> bool:
    """Whether the bytes of the file hold any of these texts."""
    looked_for = [text.encode() for text in sought if text][:SOUGHT_MAX]
    with store.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        return len(looked_for) < len([text for text in sought if text]) or any(
            held.find(each) >= 0 for each in looked_for
        )
