"""Putting another database in place of the one that is there: the old one or the new one, whenever the machine stops.

The new one stands ready in a folder of its own beside the database, with a note of what is about to happen. The step
that counts is one renaming. Whoever opens the database next finishes, or forgets, what was left behind (`finish`).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import backups, chain, heads
from frontdesk.store.columns import as_instant, instant
from frontdesk.store.connections import Store
from frontdesk.store.presence import PREFIX

NOTE = "note.json"
ASIDE = "-before-"
_HOLD = b"A backup is being put in this place; frontdesk finishes it when it is started.\n"


@contextmanager
def staged(database: Path) -> Iterator[Path]:
    """Where a database is made ready to be put in the place of `database`; gone at the end."""
    with backups.disk_answers(database.parent):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = Path(mkdtemp(prefix=PREFIX, dir=database.parent))
    try:
        yield folder / database.name
    finally:
        if not ((folder / database.name).exists() and _holds_the_place(database)):
            shutil.rmtree(folder, ignore_errors=True)  # what stays goes with the next backup


def put(database: Path, ready: Path, *, site: str, at: datetime) -> Path:
    """Put the settled database `ready` in the place of `database`; where the old one is now.

    Nobody else may have either open (`presence.alone`). Raises StoreUnavailable, and then the old one is in place.
    """
    aside = _free(database.with_name(f"{database.stem}{ASIDE}{at:%Y%m%dT%H%M%SZ}{database.suffix}"))
    end = _end_of(ready)
    with _undone_where_it_fails(database, aside), backups.disk_answers(database):
        note = ready.with_name(NOTE)
        said = {"site": site, "at": instant(at), "seq": end.entry_seq, "hash": end.hash, "aside": aside.name}
        note.write_text(json.dumps(said), encoding="utf-8")
        backups.on_disk(note)
        backups.on_disk(note.parent)
        if database.exists():
            _second_name(database, aside)
            if not _folded(database):
                _hold_the_place(database, ready.with_name("hold"))
        _replace(database, ready, aside)
    finish(database)
    return aside


@contextmanager
def _undone_where_it_fails(database: Path, aside: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        if not _holds_the_place(database):
            _take_second_name_away(aside)
        raise


def _second_name(database: Path, aside: Path) -> None:
    try:
        os.link(database, aside)
    except OSError:  # a file system without second names
        shutil.copyfile(database, aside)
        aside.chmod(0o600)
        backups.on_disk(aside)


def _take_second_name_away(aside: Path) -> None:
    if aside.exists() and aside.stat().st_nlink > 1:
        aside.unlink()


def _end_of(ready: Path) -> chain.Head:
    store = Store(ready)
    try:
        with store.borrowed() as connection:
            found = chain.head(connection)
    finally:
        store.close()
    backups.settle(ready)
    return found


def _free(aside: Path) -> Path:
    """A name that nothing has yet: two restores may happen within a second."""
    number, found = 1, aside
    while found.exists():
        number += 1
        found = aside.with_name(f"{aside.stem}-{number}{aside.suffix}")
    return found


def _folded(database: Path) -> bool:
    """Whether everything of the old database is in its one file now; a damaged one keeps its journals."""
    try:
        backups.settle(database)
    except StoreUnavailable:
        return False
    return not any(each.exists() for each in backups.beside(database))


def _hold_the_place(database: Path, hold: Path) -> None:
    """The old file gives its place to words, so that no moment has it without its journals."""
    hold.write_bytes(_HOLD)
    hold.chmod(0o600)
    backups.on_disk(hold)
    os.replace(hold, database)
    backups.on_disk(database.parent)


def _replace(database: Path, ready: Path, aside: Path) -> None:
    for journal, kept in zip(backups.beside(database), backups.beside(aside), strict=True):
        with contextlib.suppress(FileNotFoundError):
            os.replace(journal, kept)
    backups.on_disk(database.parent)
    os.replace(ready, database)
    backups.on_disk(database.parent)


def finish(database: Path) -> None:
    """Finish what was left behind, or forget it where the old database still stands. Nobody else may have it open.

    Raises StoreUnavailable when it cannot be written into the heads that a copy was put in place.
    """
    for folder in database.parent.glob(PREFIX + "*"):
        note = _note(folder)
        if note is None:
            continue  # nothing was touched yet; it goes with the next backup
        ready, aside = folder / database.name, database.with_name(str(note["aside"]))
        if ready.exists() and _holds_the_place(database):
            with backups.disk_answers(database):
                _replace(database, ready, aside)
        if not ready.exists():
            _say(database, note)
        else:
            _take_second_name_away(aside)  # the database stays as it was
        shutil.rmtree(folder, ignore_errors=True)


def _say(database: Path, note: dict[str, object]) -> None:
    store = Store(database)
    end = chain.Head(int(str(note["seq"])), str(note["hash"]))
    at = as_instant(str(note["at"]))
    last = heads.read(heads.path_of(store)).lines
    if last and (last[-1].what, last[-1].made_at, last[-1].hash) == (
        heads.RESTORED,
        f"{at:%Y-%m-%dT%H:%M:%SZ}",
        end.hash,
    ):
        return
    heads.say_restored(store, str(note["site"]), end, at)


def _note(folder: Path) -> dict[str, object] | None:
    try:
        found = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None  # it stopped before anything was touched, or it is being made ready just now
    return found if isinstance(found, dict) and {"site", "at", "seq", "hash", "aside"} <= found.keys() else None


def _holds_the_place(database: Path) -> bool:
    try:
        return database.stat().st_size == len(_HOLD) and database.read_bytes() == _HOLD
    except OSError:
        return False
