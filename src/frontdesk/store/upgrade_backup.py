"""A backup before the schema is brought up: whatever an upgrade does wrong, the file of before lies beside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.store import backups, chain
from frontdesk.store.backups import UPGRADE, KeptBackup
from frontdesk.store.connections import Store
from frontdesk.store.transaction import writing


@contextmanager
def made(store: Store, revision: str) -> Iterator[None]:
    """Copy a database that has lines before what stands within; put the copy on the list afterwards.

    Raises StoreUnavailable where there is no room for it: nothing was changed then.
    """
    with store.borrowed() as connection:
        wanted = backups.has_lines(connection)
    if not wanted:
        yield
        return
    made_id = new_id()
    at = datetime.fromtimestamp(int(made_id.replace("-", "")[:12], 16) / 1000, UTC)  # an id begins with its time
    name = f"{store.path.stem}-{at:%Y%m%dT%H%M%S%f}Z-{backups.UPGRADE}-{revision}.db"
    path = backups.path_of(store.path, name)
    try:
        backups.make_folder(path.parent)
        part = path.with_name(name + backups.PART)
        backups.copy(store.path, part, live=True)
        with backups.disk_answers(path):
            part.replace(path)
            backups.on_disk(path.parent)
    except StoreUnavailable as error:
        raise StoreUnavailable(
            _("This frontdesk has a newer form of the database, and the backup before it failed: {why}").format(
                why=error.sentence
            ),
            error.remedy + " " + _("Nothing was changed."),
            retryable=error.retryable,
        ) from error
    yield
    kept = KeptBackup(made_id, name, UPGRADE, 0, chain.START, path.stat().st_size, at)
    with writing(store) as connection:
        end = chain.head(connection)
        backups.write(connection, replace(kept, entry_seq=end.entry_seq, hash=end.hash))
