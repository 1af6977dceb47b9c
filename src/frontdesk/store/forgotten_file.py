"""The keyed hashes of who was erased, beside the database: a backup that is put back does not know them.

A backup from before an erasure has its person, who is erased again; one from before the card has nothing of them, and
the next file from another system would bring them back. So what `store.forgotten_keys` keeps stands in a file as well:
the hashes with their days, and the random keys they are made with, a line of one length each. Both are brought
together whenever the database is opened; nothing is ever taken out of either.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING

from frontdesk.ground.language import _
from frontdesk.store import columns, forgotten_keys
from frontdesk.store.beside import append, named
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from datetime import datetime

    from frontdesk.store.connections import Store

NAME = "forgotten.txt"
_MADE_WITH = "made-with:"
_LINE = re.compile(rb"([0-9a-f]{64}) (\d{4}-\d\d-\d\d|made-with:)")
LINE_BYTES = 64 + 1 + 10 + 1


def path_of(store: Store) -> Path:
    """Where the file of a database is."""
    return store.path.with_name(NAME)


def bring_together(store: Store, at: datetime) -> None:
    """What one of the two has, the other gets; next to nothing is done when they say the same.

    Raises StoreUnavailable for a file that cannot be read or written.
    """
    path = path_of(store)
    with reading(store) as connection:
        kept = forgotten_keys.count(connection)
        with _named(path):
            if _as_many(path, kept) and _has_the_last(connection, path, kept):
                return
        secrets, days = forgotten_keys.everything(connection)
    with _named(path):
        data = path.read_bytes() if path.exists() else b""
    lines = list(filter(None, map(_LINE.fullmatch, data.splitlines())))
    found = dict.fromkeys((each[1].decode(), each[2].decode()) for each in lines)
    said = {digest: columns.as_day(on) for digest, on in found if on != _MADE_WITH and _is_day(on)}
    keys = [secret for secret, on in found if on == _MADE_WITH]
    if said.keys() - days.keys() or set(keys).difference(secrets):
        with writing(store) as connection:
            forgotten_keys.take_over(connection, keys, said, at)
            secrets, days = forgotten_keys.everything(connection)
    wanted = [(secret, _MADE_WITH) for secret in secrets] + [(digest, columns.day(day)) for digest, day in days.items()]
    with _named(path):
        if len(data) == LINE_BYTES * len(said) + LINE_BYTES * len(keys):
            append(path, _text(line for line in wanted if line[0] not in said and line[0] not in keys))
        else:  # a line that was cut off, or one that stands twice
            _write_anew(path, wanted)


def _as_many(path: Path, kept: int) -> bool:
    try:
        return path.stat().st_size == kept * LINE_BYTES
    except FileNotFoundError:
        return not kept


def _has_the_last(connection: Connection, path: Path, kept: int) -> bool:
    """Whether the database has the newest line of the file: as many lines may still be others."""
    if not kept:
        return True
    with path.open("rb") as file:
        file.seek(-LINE_BYTES, os.SEEK_END)
        last = _LINE.fullmatch(file.read().rstrip(b"\n"))
    return last is not None and forgotten_keys.has(connection, last[1].decode())


def _is_day(on: str) -> bool:
    try:
        columns.as_day(on)
    except ValueError:
        return False
    return True


def _write_anew(path: Path, lines: Iterable[tuple[str, str]]) -> None:
    handle, name = mkstemp(dir=path.parent, prefix=f".{NAME}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_text(lines).encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _text(lines: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{said} {on}\n" for said, on in lines)


def _named(path: Path) -> AbstractContextManager[None]:
    """Within it, what keeps the file from being read or written is said in words."""
    return named(path, _("The list of what erased people were known by, {path}, cannot be read or written: {why}."))
