"""Backups: made while desks work, restored into a file of their own at once, and proven there.

A copy has its name only when it was proven. One desk of many makes it: whoever writes it on the list first. A copy that
could not be made leaves nothing behind but a line that says why; the older ones stay.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from frontdesk.desk.trust import verifying
from frontdesk.desk.trust.backup_views import BackupAge, BackupLine
from frontdesk.desk.trust.proof_views import Proof
from frontdesk.ground.errors import BadInput, StoreUnavailable
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _, ngettext
from frontdesk.store import backups, chain, heads, presence
from frontdesk.store.backups import ASKED, DAY, HOURLY, UPGRADE, KeptBackup, Tick, no_tick
from frontdesk.store.driver import Connection
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

EVERY = timedelta(hours=1)
UNDER_WAY = timedelta(minutes=30)
"""So long one that is not finished counts as being made; whoever made it is gone then."""
OLD = timedelta(days=1)
TOLERATED = timedelta(minutes=2)
"""So far ahead of the clock a copy may have been made without a word: machines set their clocks by a little."""
COMMAND_RESTS_SECONDS = 0.002
DESK_RESTS_SECONDS = 0.02
PROVING = "proving-"


@dataclass(frozen=True, slots=True)
class Keep:
    """How many backups stay: the newest `hourly`, and the newest of each of the last `daily` days, none older."""

    hourly: int = 24
    daily: int = 30

    def __post_init__(self) -> None:
        if self.hourly < 1 or self.daily < 1:
            raise BadInput(
                _("At least one backup is kept, for at least one day."), _("Say --keep-hourly 24 --keep-daily 30.")
            )


KEEP = Keep()


class _Left(Exception):
    """Whoever was at the desk leaves it, and with it the backup that was being made."""


def _leaving_room(tick: Tick) -> Tick:
    """Between two stretches of a command others use the disk and the processor."""

    def resting(done: int, total: int) -> None:
        tick(done, total)
        time.sleep(COMMAND_RESTS_SECONDS)  # nobody waits for this process, and desks give meanwhile

    return resting


def _gently(stop: Callable[[], bool]) -> Tick:
    """Between two stretches the desk's own screen is served, or the work given up."""

    def tick(_done: int, _total: int) -> None:
        if stop():
            raise _Left
        time.sleep(DESK_RESTS_SECONDS)  # a thread that never rests would make the keys of this desk wait

    return tick


# --- making -------------------------------------------------------------------------------------------------


def make(desk: Desk, *, to: Path | None = None, keep: Keep = KEEP, tick: Tick = no_tick) -> BackupLine:
    """A backup of this moment, proven; in the folder of backups, or in `to`. Raises StoreUnavailable.

    What did not prove right is kept with its `problem` said. Older ones that are kept no longer go, and are named.
    """
    claimed = _claimed(desk, ASKED, to, only_when_due=False)
    assert claimed is not None
    return _made(desk, claimed, keep, _leaving_room(tick))


def keep_up(desk: Desk, stop: Callable[[], bool] = lambda: False) -> BackupLine | None:
    """`make` where it is time, gently: an hour after the last proven one, and when the business day has changed.

    None when it is not time, or another desk is at it. Cheap then: a few rows are looked at. What an upgrade left is
    proven here, too. When `stop` says so it is given up, and another desk makes it. Raises StoreUnavailable when it
    could not be made; that is on the list as well.
    """
    with reading(desk.store) as connection:
        known = _known(connection, desk.now())
    if _due(desk, known) is None:
        return None
    claimed = _claimed(desk, HOURLY, None, only_when_due=True)
    if claimed is None:
        return None
    try:
        done = _made(desk, claimed, KEEP, _gently(stop))
        _prove_what_an_upgrade_left(desk, known, _gently(stop))
    except _Left:
        return None
    return done


def _known(connection: Connection, now: datetime) -> tuple[KeptBackup, ...]:
    """All backups, the newest first. What a clock that was ahead made is older than all that was made since."""
    return tuple(sorted(backups.every(connection), key=lambda each: _is_ahead(each, now)))


def _is_ahead(backup: KeptBackup, now: datetime) -> bool:
    """Whether it says that it will be made: nobody knows when it was."""
    return backup.made_at > now + TOLERATED


def _due(desk: Desk, known: Sequence[KeptBackup]) -> str | None:
    """Why a backup is due now: HOURLY or DAY; None when it is not."""
    now = desk.now()
    if any(_under_way(each, now) for each in known):
        return None
    if any(each.problem and each.size_bytes and now - EVERY < each.made_at <= now for each in known[:1]):
        return None  # it did not prove right: the same again so soon tells nothing new
    good = next((each for each in known if each.proven_at is not None), None)
    fresh = good is not None and not _is_ahead(good, now) and now < good.made_at + EVERY
    if good is not None and fresh and _day(desk, good) == desk.today():
        return None
    return HOURLY if good is not None and _day(desk, good) == desk.today() else DAY


def _under_way(backup: KeptBackup, now: datetime) -> bool:
    return (
        backup.proven_at is None
        and not backup.problem
        and backup.how != UPGRADE
        and abs(now - backup.made_at) < UNDER_WAY
    )


def _day(desk: Desk, backup: KeptBackup) -> date:
    return desk.days().date_of(backup.made_at)


def _claimed(desk: Desk, how: str, to: Path | None, *, only_when_due: bool) -> KeptBackup | None:
    """A line on the list for the backup that is about to be made; None where another desk was quicker."""
    at = desk.now()
    with writing(desk.store) as connection:
        if only_when_due:
            due = _due(desk, _known(connection, at))
            if due is None:
                return None
            how = due
        name = f"{desk.store.path.stem}-{at:%Y%m%dT%H%M%SZ}-{how}-{new_id()[-6:]}.db"
        wanted = str(to.absolute() / name) if to is not None else name
        end = chain.head(connection)
        claimed = KeptBackup(new_id(), wanted, how, end.entry_seq, end.hash, 0, at)
        backups.write(connection, claimed)
    return claimed


def _made(desk: Desk, claimed: KeptBackup, keep: Keep, tick: Tick) -> BackupLine:
    path = backups.path_of(desk.store.path, claimed.file_name)
    part = path.with_name(path.name + backups.PART)
    try:
        backups.make_folder(path.parent)
        _tidy(desk)
        backups.copy(desk.store.path, part, live=True, tick=tick)
        proof = prove(part, desk.store.path, words=heads.words_of(claimed.hash), tick=tick)
        with backups.disk_answers(path):
            part.replace(path)
            backups.on_disk(path.parent)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, _Left):
            with writing(desk.store) as connection:
                backups.say_gone(connection, claimed.id, desk.now())
            raise
        failed = _failed(error)
        _note(desk, replace(claimed, problem=failed.sentence))
        if isinstance(error, StoreUnavailable):
            raise failed from error
        raise
    proven = replace(
        claimed,
        entry_seq=proof.lines,
        hash=proof.hash or chain.START,
        size_bytes=path.stat().st_size,
        proven_at=desk.now() if proof.whole else None,
        problem="" if proof.whole else proof.findings[0].sentence,
    )
    _note(desk, proven)
    removed = _prune(desk, keep) if proof.whole else _remove_others_that_are_off(desk, proven)
    return _line(desk, proven, remedy=proof.remedy, removed=removed)


def _failed(error: BaseException) -> StoreUnavailable:
    if not isinstance(error, StoreUnavailable):
        return StoreUnavailable(_("The backup was stopped before it was done."), _("Make it again."))
    said = _("The backup could not be made: {why}").format(why=error.sentence)
    remedy = _("Free some space or name another disk with --to; the older backups stay as they are.")
    return StoreUnavailable(said, remedy, retryable=error.retryable)


def _note(desk: Desk, backup: KeptBackup) -> None:
    """Write down how it went. Where the disk takes not even that, it counts as stopped after a while."""
    try:
        with writing(desk.store) as connection:
            backups.write(connection, backup)
    except StoreUnavailable:
        if not backup.problem:  # else what is being said is the reason of this one as well
            raise


# --- proving ------------------------------------------------------------------------------------------------


def prove(backup: Path, database: Path, *, words: str = "", tick: Tick = no_tick) -> Proof:
    """Restore `backup` into a file of its own beside `database`'s backups, and verify that. Raises StoreUnavailable.

    `words` are those of a head that must be in it. Nothing is written to the backup.
    """
    near = database.parent / backups.FOLDER
    backups.make_folder(near)
    with backups.disk_answers(near):
        folder = Path(mkdtemp(prefix=PROVING, dir=near))
    try:
        copy = folder / database.name
        backups.copy(backup, copy, live=False, tick=tick)
        open_store(copy, backup_first=False).close()  # one from before an upgrade is brought up
        return verifying.verify_file(copy, said=(words,) if words else (), tick=tick)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # what stays is removed with the next backup


def _prove_what_an_upgrade_left(desk: Desk, known: Iterable[KeptBackup], tick: Tick) -> None:
    for each in known:
        path = backups.path_of(desk.store.path, each.file_name)
        if each.how != UPGRADE or each.proven_at is not None or each.problem or not path.is_file():
            continue
        proof = prove(path, desk.store.path, tick=tick)
        problem = "" if proof.whole else proof.findings[0].sentence
        _note(desk, replace(each, proven_at=desk.now() if proof.whole else None, problem=problem))


# --- keeping ------------------------------------------------------------------------------------------------


def _prune(desk: Desk, keep: Keep) -> tuple[str, ...]:
    """Remove what is kept no longer; the names of the files. Only in the folder of backups: what was put elsewhere is
    whose it is."""
    now = desk.now()
    with reading(desk.store) as connection:
        known = _known(connection, now)
    own = [each for each in known if not Path(each.file_name).is_absolute() and not _under_way(each, now)]
    stay = {each.id for each in _staying(desk, own, keep)}
    removed = []
    for each in own:
        path = backups.path_of(desk.store.path, each.file_name)
        if each.id in stay and path.is_file():
            continue
        if path.is_file():
            removed.append(each.file_name)
        with backups.disk_answers(path):
            path.unlink(missing_ok=True)
        with writing(desk.store) as connection:
            backups.say_gone(connection, each.id, now)
    return (*removed, *_old_ones_aside(desk, keep))


def _remove_others_that_are_off(desk: Desk, but: KeptBackup) -> tuple[str, ...]:
    """Of copies that did not prove right the newest is enough; no proven one goes for it."""
    with reading(desk.store) as connection:
        known = backups.every(connection)
    off = [each for each in known if each.problem and each.size_bytes and each.id != but.id and each.how != ASKED]
    for each in off:
        path = backups.path_of(desk.store.path, each.file_name)
        with backups.disk_answers(path):
            path.unlink(missing_ok=True)
        with writing(desk.store) as connection:
            backups.say_gone(connection, each.id, desk.now())
    return tuple(each.file_name for each in off)


def _staying(desk: Desk, own: Sequence[KeptBackup], keep: Keep) -> Iterable[KeptBackup]:
    now = desk.now()
    oldest = now - timedelta(days=keep.daily)
    good = [each for each in own if each.proven_at is not None]
    yield from good[:1]
    young = [each for each in good if each.made_at >= oldest]
    yield from young[: keep.hourly]
    days: set[date] = set()
    for each in young:
        if not _is_ahead(each, now) and _day(desk, each) not in days:
            days.add(_day(desk, each))
            yield each
    yield from (each for each in young if each.how == UPGRADE or (each.how == ASKED and not _is_ahead(each, now)))
    yield from (each for each in own if each.how == UPGRADE and each.made_at >= oldest)
    yield from own[:1]  # what failed last is said until one succeeds


def _old_ones_aside(desk: Desk, keep: Keep) -> Iterable[str]:
    """What a restore put aside holds people as well: it goes after the same time."""
    from frontdesk.store.putting_back import ASIDE

    database = desk.store.path
    for path in sorted(database.parent.glob(f"{database.stem}{ASIDE}*")):
        with backups.disk_answers(path):
            if desk.now().timestamp() - path.stat().st_mtime > timedelta(days=keep.daily).total_seconds():
                path.unlink()
                yield path.name


def _tidy(desk: Desk) -> None:
    """Remove what a machine that stopped left of a copy or a proof; what is younger may be under way."""
    beside = desk.store.path.parent
    folder = beside / backups.FOLDER
    for left in (
        *folder.glob(f"*{backups.PART}*"),
        *folder.glob(f"{PROVING}*"),
        *beside.glob(f"{presence.PREFIX}*"),
    ):
        with backups.disk_answers(left):
            if desk.now().timestamp() - left.stat().st_mtime < UNDER_WAY.total_seconds():
                continue
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


# --- saying -------------------------------------------------------------------------------------------------


def listed(desk: Desk) -> tuple[BackupLine, ...]:
    """All backups that are known, the newest first."""
    with reading(desk.store) as connection:
        known = _known(connection, desk.now())
    return tuple(_line(desk, each) for each in known)


def _line(desk: Desk, backup: KeptBackup, remedy: str = "", removed: tuple[str, ...] = ()) -> BackupLine:
    return BackupLine(
        path=backups.path_of(desk.store.path, backup.file_name),
        how=backup.how,
        lines=backup.entry_seq,
        words=heads.words_of(backup.hash) if backup.hash != chain.START else "",
        bytes=backup.size_bytes,
        made_at=backup.made_at,
        proven_at=backup.proven_at,
        problem=backup.problem,
        remedy=remedy,
        removed=removed,
    )


def age(desk: Desk) -> BackupAge:
    """How old the last proven backup is, in words; they call for something only after a day, or when one failed."""
    with reading(desk.store) as connection:
        return age_in(connection, desk.now())


def age_in(connection: Connection, now: datetime) -> BackupAge:
    """`age` as a connection sees it."""
    known, began_at = _known(connection, now), backups.first_line_at(connection)
    good = next((each for each in known if each.proven_at is not None), None)
    if good is None:
        if known and (known[0].problem or _stopped(known[0], now)):
            return BackupAge(None, _("no proven backup"), _("the backup failed: frontdesk backup"))
        late = began_at is not None and now - began_at > OLD
        return BackupAge(None, _("no backup yet"), _("no backup yet: frontdesk backup") if late else "")
    if _is_ahead(good, now):
        return BackupAge(
            good.made_at, _("backup of unknown age"), _("the clock was ahead at the backup: frontdesk backup")
        )
    said = _("backup {age} old").format(age=_long(now - good.made_at))
    if any(each.problem or _stopped(each, now) for each in known[: known.index(good)]):
        return BackupAge(good.made_at, said, _("the last backup failed: frontdesk backup"))
    late = now - good.made_at > OLD
    return BackupAge(good.made_at, said, _("{said}: frontdesk backup").format(said=said) if late else "")


def _stopped(backup: KeptBackup, now: datetime) -> bool:
    return backup.proven_at is None and backup.how != UPGRADE and not _under_way(backup, now)


def _long(since: timedelta) -> str:
    minutes = max(int(since.total_seconds() // 60), 0)
    if minutes < 60:
        return ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)
    if minutes < 48 * 60:
        return ngettext("{count} hour", "{count} hours", minutes // 60).format(count=minutes // 60)
    days = minutes // (24 * 60)
    return ngettext("{count} day", "{count} days", days).format(count=days)
