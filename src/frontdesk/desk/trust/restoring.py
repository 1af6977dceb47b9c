"""Putting a backup in the place of the database: proven before, with what would be lost said first.

Nobody else may have the database open. The one that is there is kept aside under a name with its time; people who were
erased since the backup was made are forgotten again before anybody sees it, who left since does not work here again,
and the file of heads says that a copy was put in place. Whenever the machine stops, the old database or the new one is
there (`store.putting_back`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from frontdesk.desk.desk import SITE
from frontdesk.desk.trust import verifying
from frontdesk.desk.trust.backup_views import Restored, RestorePreview, Sum
from frontdesk.desk.trust.proof_views import Proof
from frontdesk.ground.errors import StoreDamaged, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store import backups, chain, cleaning, compared, erased_list, forgotten_file, presence, putting_back
from frontdesk.store.backups import Tick, no_tick
from frontdesk.store.columns import as_instant
from frontdesk.store.engine import Store, open_store
from frontdesk.store.transaction import reading


@dataclass(frozen=True, slots=True)
class Ready:
    """A backup that is proven and brought up to date, beside the database; `put` puts it in place."""

    database: Path
    staged: Path
    preview: RestorePreview
    clock: Callable[[], datetime]

    def put(self) -> Restored:
        """Put it in place. Raises StoreUnavailable, and then the database is as it was."""
        at = self.clock()
        there = self.database.is_file()
        known = compared.known_backups(self.database) if there else ()
        let_in = compared.known_let_in(self.database) if there else compared.LetIn()
        store = open_store(self.staged, backup_first=False)
        try:
            compared.take_over(store, known, at)
            compared.let_in_no_more(store, let_in, at)
        finally:
            store.close()
        backups.settle(self.staged)
        aside = putting_back.put(self.database, self.staged, site=SITE, at=at)
        return Restored(
            self.preview.lines,
            self.preview.words,
            aside if aside.exists() else None,
            self.preview.forgotten_again,
        )


def named(folder: Path, name: Path) -> Path:
    """The file that somebody means: a path, else a name in the folder of backups."""
    own = folder / "data" / backups.FOLDER / name
    return own if not name.exists() and own.exists() else name


@contextmanager
def made_ready(
    database: Path,
    backup: Path,
    clock: Callable[[], datetime],
    *,
    only_look: bool,
    tick: Tick = no_tick,
) -> Iterator[Ready]:
    """Within it, `backup` is proven and stands ready, and nobody else opens `database`.

    With `only_look` others may have it open, and nothing can be put. Raises StoreUnavailable for a file that is not
    there, something else, damaged, or of a newer frontdesk; and, without `only_look`, while a desk is open, with who is
    at which.
    """
    backups.readable(backup)
    if only_look:
        with _ready(database, backup, clock, tick) as ready:
            yield ready
        return
    with backups.disk_answers(database.parent):
        database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with presence.alone(database) as nobody_else:
        if not nobody_else:
            raise _open_elsewhere(database, clock())
        putting_back.finish(database)
        with _ready(database, backup, clock, tick) as ready:
            yield ready


@contextmanager
def _ready(database: Path, backup: Path, clock: Callable[[], datetime], tick: Tick) -> Iterator[Ready]:
    with putting_back.staged(database) as staged:
        try:
            backups.copy(backup, staged, live=False, tick=tick)
            store = open_store(staged, backup_first=False)
        except StoreDamaged as error:
            raise _not_sound(backup) from error
        try:
            proof = verifying.verify(store, tick=tick)
            if proof.findings:
                raise _not_proven(backup, proof)
            forgotten = _forgotten_again(store, database, backup, clock())
            with reading(store) as connection:
                end = chain.head(connection)
                row = connection.execute("SELECT at FROM entries WHERE seq = ?", (end.entry_seq,)).fetchone()
        finally:
            store.close()
        backups.settle(staged)
        known = RestorePreview(
            backup, proof.lines, proof.words, None if row is None else as_instant(row[0]), forgotten_again=forgotten
        )
        yield Ready(database, staged, _with_what_is_lost(known, database, staged), clock)


def _forgotten_again(store: Store, database: Path, backup: Path, at: datetime) -> int:
    """Forget in the backup whoever was erased since, down to the last byte; how many people it held.

    The lists are those beside the database, and those of where the backup lies: a folder that was kept elsewhere. Whom
    the database that is there has erased is one of them, whatever became of its list.
    """
    near = [database.parent, backup.parent, *([backup.parent.parent] if backup.parent.name == backups.FOLDER else [])]
    for name in (erased_list.NAME, forgotten_file.NAME):
        with backups.disk_answers(database.with_name(name)):
            lists = [folder / name for folder in dict.fromkeys(map(Path.resolve, near)) if (folder / name).is_file()]
            if lists:
                store.path.with_name(name).write_bytes(b"\n".join(each.read_bytes() for each in lists))
    if database.is_file():
        erased_list.add(store, compared.known_erasures(database))
    again = erased_list.replay(store, at, each_one=True)
    cleaned = cleaning.clean(store, at, large=True)
    if not cleaned.done:
        raise StoreUnavailable(cleaned.why, _("Try again."), retryable=True)
    return again


def _with_what_is_lost(known: RestorePreview, database: Path, staged: Path) -> RestorePreview:
    from dataclasses import replace

    if not database.is_file():
        return replace(known, present=_("There is no database here now: nothing can be lost."))
    try:
        lost = compared.missing(database, staged)
    except StoreUnavailable as error:
        said = _("The present database cannot be asked what would be lost: {why}")
        return replace(known, present=said.format(why=error.sentence))
    return replace(
        known,
        lost_lines=lost.given + lost.taken_back,
        lost_given=lost.given,
        lost_taken_back=lost.taken_back,
        lost_value=tuple(Sum(currency, minor) for currency, minor in lost.value),
        lost_since=lost.since,
        lost_promises=lost.promises,
        lost_conversations=lost.conversations,
        lost_customers=lost.customers,
        strange=not lost.same_ledger,
    )


def _open_elsewhere(database: Path, now: datetime) -> StoreUnavailable:
    seats = compared.open_sessions(database) if database.is_file() else ()
    who = ", ".join(
        _("{name} at {desk} (last seen {minutes} min ago)").format(
            name=each.staff_name, desk=each.desk, minutes=max(int((now - each.seen_at).total_seconds() // 60), 0)
        )
        for each in seats
    )
    if who:
        said = _("The database is open: {who}. Nothing was changed.").format(who=who)
    else:
        said = _("Another frontdesk has the database open; it does not say at which desk. Nothing was changed.")
    return StoreUnavailable(said, _("Leave every desk (Ctrl+Q), then restore again."))


def _not_sound(backup: Path) -> StoreDamaged:
    return StoreDamaged(
        _("{path} is damaged, or no database of frontdesk.").format(path=backup),
        _("Nothing was changed. Name another backup."),
    )


def _not_proven(backup: Path, proof: Proof) -> StoreDamaged:
    said = _("{path} does not prove right: {why}").format(path=backup, why=proof.findings[0].sentence)
    return StoreDamaged(said, _("Nothing was changed. Name another backup."))
