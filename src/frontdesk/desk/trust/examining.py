"""Examining the machine, the folder and the database: whether they are fit for the desk, and what to do where not.

Nothing is written, and nothing that is off stops the looking at the rest.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from frontdesk.desk.trust import backing_up
from frontdesk.desk.trust.backup_views import LOOK, OK, WRONG, Examined
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.places import DATABASE
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.store import backups, chain, compared, engine, heads, triggers
from frontdesk.store.driver import Connection
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading

FREE_BYTES_MIN = 50 * 1000 * 1000
COLUMNS_MIN, LINES_MIN = 60, 20
BEHIND = timedelta(minutes=2)
NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "ncpfs", "vboxsf"),
        *("fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone", "fuse.davfs", "davfs", "fuse.vmhgfs-fuse"),
    }
)
"""File systems of other machines, where locks cannot be trusted: rule R4 of docs/TRUST.md."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """What the command line knows of its terminal; `fault` says why the desk cannot be drawn in it, "" when it can."""

    there: bool
    name: str
    columns: int
    lines: int
    colours: str
    encoding: str
    fault: str


def examine(folder: Path, now: datetime, terminal: Terminal) -> tuple[Examined, ...]:
    """Every line of the examination, in the order in which they are read."""
    path = folder / DATABASE
    read = reader.read_file(folder / "guidelines.yaml")
    return (
        _sqlite(),
        *_database(path, now, read.guidelines),
        *_rights(path),
        _file_system(path),
        _disk(path),
        _guidelines(len([each for each in read.problems if each.severity == "error"]), len(read.problems)),
        _zone(now, read.guidelines),
        _terminal(terminal),
    )


# --- the database -------------------------------------------------------------------------------------------


def _sqlite() -> Examined:
    name, version, journal = compared.driver_in_use()
    said = _("SQLite {version} by {driver}; the journal is a {mode}.").format(
        version=".".join(map(str, version)), driver=name, mode=journal
    )
    if journal == "wal":
        return Examined("sqlite", OK, said)
    remedy = _(
        "This SQLite may damage a file in its fast mode, so the safe, slower one is used. Install pysqlite3 for it."
    )
    return Examined("sqlite", LOOK, said, remedy)


def _database(path: Path, now: datetime, guidelines: Guidelines | None) -> Iterator[Examined]:
    try:
        backups.readable(path)
        mode = compared.journal_of(path)
        store = Store(path, busy_ms=500)
    except StoreUnavailable as error:
        said = error.sentence if path.exists() else _("There is no database at {path}.").format(path=path)
        remedy = error.remedy
        if path.exists() and os.access(path, os.R_OK):
            remedy = _("Put the newest backup in its place: frontdesk restore FILE.")
        yield Examined("database", WRONG, said, remedy)
        return
    wanted = compared.driver_in_use()[2]
    if mode == wanted:
        yield Examined("journal", OK, _("The file keeps its journal as a {mode}.").format(mode=mode))
    else:
        remedy = _("Close the other programs that have it open, then start frontdesk again.")
        said = _("The file keeps its journal as {mode}, and {wanted} is safe here.").format(mode=mode, wanted=wanted)
        yield Examined("journal", WRONG, said, remedy)
    try:
        yield from _asked(store, "schema", _schema)
        with reading(store) as connection:
            known = engine.revision_of(connection) == engine.REVISION
        if known:
            for what, check in _CHECKS:
                yield from _asked(store, what, check)
            yield from _asked(store, "clock", lambda connection: _clock(connection, now))
            yield from _asked(store, "backups", lambda connection: _backups(connection, now))
    except StoreUnavailable as error:
        yield Examined("database", WRONG, error.sentence, error.remedy)
    finally:
        store.close()


def _asked(store: Store, what: str, check: Callable[[Connection], Examined]) -> Iterable[Examined]:
    try:
        with reading(store) as connection:
            return (check(connection),)
    except StoreUnavailable as error:
        return (Examined(what, WRONG, error.sentence, error.remedy),)


def _schema(connection: Connection) -> Examined:
    found = engine.revision_of(connection)
    said = _("The database has the form {found}; this frontdesk writes {wanted}.").format(
        found=found or "?", wanted=engine.REVISION
    )
    if found == engine.REVISION:
        return Examined("schema", OK, said)
    if found is not None and found.isdecimal() and int(found) < int(engine.REVISION):
        return Examined("schema", LOOK, said, _("The next start brings it up, and makes a backup before."))
    return Examined("schema", WRONG, said, _("Install the frontdesk that wrote it, or restore a backup."))


def _triggers(connection: Connection) -> Examined:
    differing = triggers.differing(connection)
    if not differing:
        return Examined("triggers", OK, _("The rules that the database keeps itself are all there."))
    said = _("Rules that the database keeps itself are missing or changed: {names}.")
    return Examined("triggers", WRONG, said.format(names=", ".join(differing)), _VERIFY())


def _heads(connection: Connection) -> Examined:
    if not chain.last_is_right(connection):
        return Examined("heads", WRONG, _("The end of the ledger is not as it was written."), _VERIFY())
    end, newest = chain.head(connection), heads.newest(connection)
    if newest is None:
        if not end.entry_seq:
            return Examined("heads", OK, _("The ledger is empty; there is nothing to vouch for."))
        said = _("No head of the ledger was ever made.")
        return Examined("heads", LOOK, said, _("Make one: frontdesk head. Keep its four words elsewhere."))
    said = ngettext(
        "The last head is of line {number}; {count} line came since.",
        "The last head is of line {number}; {count} lines came since.",
        end.entry_seq - newest.entry_seq,
    ).format(number=newest.entry_seq, count=end.entry_seq - newest.entry_seq)
    if chain.stored_at(connection, newest.entry_seq) not in (newest.hash, None):
        return Examined("heads", WRONG, _("The last head does not fit the ledger."), _VERIFY())
    return Examined("heads", OK, said)


_CHECKS: tuple[tuple[str, Callable[[Connection], Examined]], ...] = (("triggers", _triggers), ("heads", _heads))


def _VERIFY() -> str:
    return _("Run `frontdesk verify`: it names what is off.")


def _clock(connection: Connection, now: datetime) -> Examined:
    last = backups.last_line_at(connection)
    said = _("The clock says {time}.").format(time=f"{now.astimezone():%Y-%m-%d %H:%M %Z}")
    if last is not None and last - now > BEHIND:
        behind = _("The clock says {time}, which is before the last line of the ledger ({last}).")
        return Examined(
            "clock",
            WRONG,
            behind.format(time=f"{now.astimezone():%Y-%m-%d %H:%M %Z}", last=f"{last.astimezone():%Y-%m-%d %H:%M %Z}"),
            _("Set the machine's clock, best by the network, then start every desk again."),
        )
    return Examined("clock", OK, said)


def _backups(connection: Connection, now: datetime) -> Examined:
    found = backing_up.age_in(connection, now)
    if found.to_do:
        return Examined("backups", LOOK, found.said + ".", _("Make one, and read what it says: frontdesk backup"))
    return Examined("backups", OK, _("The last proven: {said}.").format(said=found.said))


# --- the machine --------------------------------------------------------------------------------------------


def _rights(path: Path) -> Iterator[Examined]:
    wanted = (
        ("file", path, "600"),
        ("folder", path.parent, "700"),
        ("backup_folder", path.parent / backups.FOLDER, "700"),
    )
    for what, each, rights in wanted:
        try:
            found = each.stat()
        except OSError:
            continue  # what is not there was said, or is not made yet
        open_to = stat.S_IMODE(found.st_mode) & 0o077
        needed = int(rights, 8)
        if hasattr(os, "getuid") and found.st_uid != os.getuid():
            said = _("{path} belongs to another user of this machine.").format(path=each)
            yield Examined(what, LOOK, said, _("Start frontdesk as the user who owns it (docs/deploy-ssh.md)."))
        elif found.st_mode & needed != needed:
            said = _("{path} does not let its own owner read and write: nothing can be recorded.").format(path=each)
            yield Examined(what, WRONG, said, f"chmod {rights} {each}")
        elif open_to & 0o022:
            said = _("Others on this machine can write to {path}: limits hold only for who goes through frontdesk.")
            yield Examined(what, WRONG, said.format(path=each), f"chmod {rights} {each}")
        elif open_to:
            said = _("Others on this machine can look into {path}.").format(path=each)
            yield Examined(what, LOOK, said, f"chmod {rights} {each}")
        else:
            yield Examined(what, OK, _("Only its owner gets at {path}.").format(path=each))


def _file_system(path: Path) -> Examined:
    kind = _kind_of_file_system(path)
    if kind in NETWORK:
        said = _("The database lies on a disk of another machine ({kind}), where locks cannot be trusted.")
        remedy = _("Move the folder to a disk of this machine, and let people come in over SSH (docs/deploy-ssh.md).")
        return Examined("file_system", WRONG, said.format(kind=kind), remedy)
    if not kind:
        return Examined("file_system", OK, _("This system does not say what kind of disk the database lies on."))
    return Examined("file_system", OK, _("The database lies on a disk of this machine ({kind}).").format(kind=kind))


def _kind_of_file_system(path: Path) -> str:
    """The kind of the file system that holds `path`, as Linux says it; "" where nobody says."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
        real = path.parent.resolve()
    except OSError:
        return ""
    best, kind = -1, ""
    for line in lines:
        before, _dash, after = line.partition(" - ")
        mounted = Path(before.split(" ")[4].replace("\\040", " "))
        if real.is_relative_to(mounted) and len(mounted.parts) >= best:
            best, kind = len(mounted.parts), after.split(" ")[0]
    return kind


def _disk(path: Path) -> Examined:
    near = next((each for each in (path.parent, *path.parents) if each.is_dir()), Path("."))
    free = shutil.disk_usage(near).free
    size = path.stat().st_size if path.is_file() else 0
    said = _("{free} MB of the disk are free; the database takes {size} MB.").format(
        free=free // 1_000_000, size=-(-size // 1_000_000)
    )
    if free < FREE_BYTES_MIN:
        return Examined("disk", WRONG, said, _("Free some space soon: without it nothing can be recorded."))
    if free < 3 * size + FREE_BYTES_MIN:
        return Examined("disk", LOOK, said, _("A backup needs twice the size of the database for a while: free some."))
    return Examined("disk", OK, said)


def _guidelines(errors: int, problems: int) -> Examined:
    if errors:
        said = ngettext("guidelines.yaml has {count} problem.", "guidelines.yaml has {count} problems.", errors)
        return Examined("guidelines", WRONG, said.format(count=errors), _("See all of it with: frontdesk check"))
    if problems:
        said = ngettext("guidelines.yaml has {count} warning.", "guidelines.yaml has {count} warnings.", problems)
        return Examined("guidelines", LOOK, said.format(count=problems), _("See all of it with: frontdesk check"))
    return Examined("guidelines", OK, _("guidelines.yaml is in order."))


def _zone(now: datetime, guidelines: Guidelines | None) -> Examined:
    if guidelines is None:
        return Examined("zone", LOOK, _("Without guidelines the business has no zone."), _("Run: frontdesk check"))
    here, there = now.astimezone(), guidelines.business.clock.wall(now)
    values = {"zone": str(there.tzinfo), "time": f"{there:%H:%M}", "here": f"{here:%H:%M %Z}"}
    said = _("In the business it is {time} ({zone}), on this machine {here}.").format(**values)
    return Examined("zone", OK, said)


def _terminal(terminal: Terminal) -> Examined:
    if not terminal.there:
        return Examined("terminal", OK, _("This does not run in a terminal, so there is none to look at."))
    said = _("The terminal is {name}, {columns}x{lines}, {colours}, {encoding}.").format(
        name=terminal.name or "?",
        columns=terminal.columns,
        lines=terminal.lines,
        colours=terminal.colours,
        encoding=terminal.encoding,
    )
    if terminal.fault:
        return Examined("terminal", WRONG, said, terminal.fault)
    if terminal.encoding.lower().replace("-", "") != "utf8":
        return Examined("terminal", LOOK, said, _("Set it to UTF-8 (LANG=C.UTF-8): names in other letters break here."))
    if terminal.columns < COLUMNS_MIN or terminal.lines < LINES_MIN:
        return Examined("terminal", LOOK, said, _("Make the window larger: 80x24 shows everything."))
    return Examined("terminal", OK, said)
