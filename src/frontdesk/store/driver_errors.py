"""What the driver's errors mean to a person: told apart by the SQLite error name, said in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from frontdesk.ground.errors import BadInput, StoreDamaged, StoreUnavailable
from frontdesk.ground.language import _
from frontdesk.store.columns import BadColumn
from frontdesk.store.driver import Connection, PragmaRefused, listen_for_interrupts, module


class RuleBroken(AssertionError):
    """The database refused a row that the program must never make: the other half of a pair of assertions."""


class RecordingBroke(Exception):
    """The disk failed at the one moment at which nobody can say whether it has what was written."""


@contextmanager
def recording() -> Iterator[None]:
    """Around a commit: what the disk did not confirm may yet be found after a crash, so it is not said to be absent."""
    try:
        yield
    except module.Error as error:
        if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_IOERR"):
            raise RecordingBroke(str(error)) from error
        raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Within it, the driver's errors about the file `path` become StoreUnavailable, and refused rows RuleBroken."""
    try:
        yield
    except module.Error as error:
        raise said(error, path) from error
    except RecordingBroke as error:
        raise not_certain() from error
    except (UnicodeDecodeError, BadColumn) as error:  # a column, or the driver's own message, holds what is no text
        raise damaged(path) from error
    except UnicodeEncodeError as error:  # an id or a name with halves of letters: nothing is called so
        raise BadInput(
            _("What was asked for holds bytes that are no letters."), _("Type it, or copy it again from where it was.")
        ) from error
    except PragmaRefused as error:
        raise StoreUnavailable(
            _("The database {path} cannot be brought into the safe mode ({name}).").format(
                path=path, name=error.args[0]
            ),
            _("Close the other programs that have it open, then start again."),
        ) from error


@contextmanager
def interruptible(connection: Connection) -> Iterator[None]:
    """Within it Ctrl-C ends also a statement that is running, and is a KeyboardInterrupt as everywhere."""
    listen_for_interrupts(connection)
    try:
        yield
    except module.Error as error:
        if str(getattr(error, "sqlite_errorname", "")).startswith("SQLITE_INTERRUPT"):
            raise KeyboardInterrupt from error
        raise


def is_driver_error(error: BaseException) -> bool:
    """Whether `error` came from the database driver."""
    return isinstance(error, module.Error)


def is_unreadable(error: BaseException) -> bool:
    """Whether `error` says that the file does not hold what it should: another page of it may still be sound."""
    if isinstance(error, UnicodeDecodeError):
        return True
    name = str(getattr(error, "sqlite_errorname", "") or "")
    return is_driver_error(error) and (
        name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_SCHEMA")) or _is_no_text(error)
    )


def _is_no_text(error: BaseException) -> bool:
    """The driver itself, not SQLite, says it of a text column whose bytes are no letters."""
    return str(error).startswith("Could not decode to UTF-8")


def said(error: Exception, path: Path) -> Exception:
    """The error as the rooms above know it; an error that no person can mend is given back as it is."""
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith("SQLITE_CONSTRAINT"):
        return RuleBroken(str(error))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return locked()
    if name.startswith("SQLITE_NOTADB"):
        return not_a_database(path)
    if is_unreadable(error) or (name == "SQLITE_ERROR" and not _is_understood(path)):
        return damaged(path)
    if name.startswith(("SQLITE_FULL", "SQLITE_TOOBIG")):
        return StoreUnavailable(
            _("The disk is full: nothing was recorded."),
            _("Free some space and try again; until then write it on paper."),
            retryable=True,
        )
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return read_only(path)
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreUnavailable(
            _("The database {path} cannot be opened.").format(path=path),
            _("Check that the folder exists and that you may read and write in it."),
        )
    if name.startswith("SQLITE_IOERR"):
        return StoreUnavailable(
            _("The disk did not answer while the database was used: nothing was recorded."),
            _("Check the disk or the network folder, then try again."),
            retryable=True,
        )
    return error


def _is_understood(path: Path) -> bool:
    """Whether the file has every table and column, and rules that SQLite understands: then a statement is wrong.

    What it says of a rule that was damaged ("unknown function: lenguh()") it says of a slip in a statement, too.
    """
    from frontdesk.store import tables  # where something is badly wrong already, a moment does not matter

    try:
        # Nothing is written; but whoever may only read is not told of a table's rules.
        with closing(module.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            for table in tables.Staff.metadata.sorted_tables:
                there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
                if not {column.name for column in table.columns} <= there:
                    return False
                connection.execute(f'EXPLAIN INSERT INTO "{table.name}" DEFAULT VALUES').fetchall()
                same = ", ".join(f'"{name}" = "{name}"' for name in there)
                connection.execute(f'EXPLAIN UPDATE "{table.name}" SET {same}').fetchall()
                connection.execute(f'EXPLAIN DELETE FROM "{table.name}"').fetchall()
    except module.Error:
        return False
    return True


def not_certain() -> StoreUnavailable:
    """The disk failed while a commit was being written: it is looked up, or done again, never guessed."""
    return StoreUnavailable(
        _("The disk did not answer while this was being recorded: whether it was is not certain."),
        _("Check the disk, and look before you do it again; a gesture is never given twice."),
        retryable=True,
    )


def locked() -> StoreUnavailable:
    """Another desk holds the lock for longer than is waited."""
    return StoreUnavailable(
        _("Another desk is writing to the database; nothing was recorded."),
        _("Try the same again: it cannot be given twice."),
        retryable=True,
    )


def not_a_database(path: Path) -> StoreUnavailable:
    """The file is something else."""
    return StoreDamaged(
        _("{path} is not a frontdesk database.").format(path=path),
        _("Move the file away or restore a backup in its place, then start again."),
    )


def damaged(path: Path) -> StoreUnavailable:
    """The file is a database that is broken."""
    return StoreDamaged(
        _("The database {path} is damaged; nothing more is written to it.").format(path=path),
        _("Keep the file, put the newest backup in its place and start again."),
    )


def read_only(path: Path) -> StoreUnavailable:
    """The file or its folder may not be written by this user."""
    return StoreUnavailable(
        _("{path} cannot be written by this user.").format(path=path),
        _("Give this user the right to write in the folder, or start frontdesk as the user who owns it."),
    )
