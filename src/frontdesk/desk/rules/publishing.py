"""Putting guidelines into force: a checked file, at once or at a moment; going back; and taking back what is to come.

What is written down and the folder's file change together: the file is replaced inside the write transaction, just
before it commits, and put back when it does not. A machine that stops in between leaves the new file in the folder
and the old version in force; the next desk that looks takes the file as what it is: changed.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from frontdesk.authority.examples import example_problems
from frontdesk.desk.opening import user_of_machine
from frontdesk.desk.people.acting import acting
from frontdesk.desk.promises.promising import instant_meant
from frontdesk.desk.rules import in_force, one_currency
from frontdesk.desk.rules.history import line_of, must_exist, read_again
from frontdesk.desk.rules.published import Draft, Published
from frontdesk.ground.errors import BadInput, Misconfigured, NotFound
from frontdesk.ground.language import N_, _
from frontdesk.ground.places import GUIDELINES
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line, whole
from frontdesk.guidelines import reader
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.telling.differences import differences
from frontdesk.store import clock_words, usage, versions
from frontdesk.store.driver import Connection
from frontdesk.store.transaction import reading
from frontdesk.store.versions import PUBLISHED, ROLLED_BACK, Version

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

FARTHEST = timedelta(days=366 * 2)
_NOW, _TODAY, _TOMORROW = N_("now"), N_("today"), N_("tomorrow")


# --- what is to be put into force -----------------------------------------------------------------------------


def drafted(path: Path) -> Draft:
    """A file, read once and checked as `check` does, with its own examples. Never raises."""
    found = in_force.folder_file(path)
    version = "" if found.guidelines is None else found.guidelines.version
    return Draft(
        found.guidelines, version, found.text, (*found.problems, *example_problems(found.guidelines, path.name))
    )


def parse_moment(desk: Desk, text: str | None) -> datetime | None:
    """When something is to come into force; None is at once.

    A date, or "tomorrow" alone, is the start of that business day; everything else is a time of the site's clock or
    an instant with its offset, and is to come. Raises BadInput with the forms that are understood.
    """
    bare = clean_line(text or "").lower()
    if text is None or bare in (_NOW, _(_NOW).lower()):
        return None
    at = _start_of_day(desk, bare) or instant_meant(desk, text)
    if at is None:
        raise BadInput(
            _("{text} is not a time.").format(text=clean_line(text, 60) or "“”"),
            _("Write it like 2026-11-24 (when that business day starts), tomorrow 06:00 or 2026-11-24 12:00."),
        )
    return at


def _start_of_day(desk: Desk, bare: str) -> datetime | None:
    if bare in (_TOMORROW, _(_TOMORROW).lower()):
        return desk.days().start_of(desk.today() + timedelta(days=1))
    if bare in (_TODAY, _(_TODAY).lower()):
        return desk.days().start_of(desk.today())
    try:
        return desk.days().start_of(date.fromisoformat(bare))
    except (ValueError, OverflowError):
        return None


# --- putting into force -----------------------------------------------------------------------------------------


def publish(desk: Desk, draft: Draft, *, at: datetime | None = None, note: str = "") -> Published:
    """Put a draft into force at once, or `at` a moment that is to come; the folder's file then says it, too.

    Nothing is changed when it is in force anyway. Raises AssertionError for a draft that is not sound, BadInput for a
    moment that is past and for another currency than the ledger's, Misconfigured when the folder's file cannot be
    replaced, and StoreUnavailable.
    """
    if not draft.sound or draft.guidelines is None:
        raise AssertionError("what is not sound is not put into force")
    if at is None:
        return _now(desk, draft.guidelines, draft.text, how=PUBLISHED, note=note)
    return _later(desk, draft.guidelines, draft.text, at, note)


def roll_back(desk: Desk, number: int | None = None, *, note: str = "") -> Published:
    """Put an earlier version into force again, at once, as a new line of the history.

    Without a number it is the one that was in force before this one. Raises NotFound, BadInput for one that was never
    in force, Misconfigured for one that cannot be read any more, and what `publish` raises.
    """
    now = desk.now()
    with reading(desk.store) as connection:
        found = _before(connection, now) if number is None else must_exist(connection, number)
        never = found.withdrawn_at is not None or found in versions.to_come(connection, now)
    if never:
        raise BadInput(
            _("Version {number} was never in force.").format(number=found.number),
            _("Write it to a file with `frontdesk guidelines show {number} > draft.yaml` and publish that.").format(
                number=found.number
            ),
        )
    guidelines = read_again(found.text, str(found.number))
    return _now(desk, guidelines, found.text, how=ROLLED_BACK, note=note)


def _before(connection: Connection, now: datetime) -> Version:
    current = versions.in_force_now(connection, now)
    for each in versions.history(connection):
        if current is None:
            break
        was = each.withdrawn_at is None and (each.in_force_at, each.number) < (current.in_force_at, current.number)
        if was and each.version != current.version:
            return each
    raise NotFound(
        _("There is no version to go back to: nothing else was ever in force here."),
        _("See what there is with: frontdesk guidelines history"),
    )


def _now(desk: Desk, guidelines: Guidelines, text: str, *, how: str, note: str) -> Published:
    with _folder_file(desk) as file, acting(desk, unnamed=True) as connection:
        now = desk.now()
        before = versions.in_force_now(connection, now)
        if before is not None and before.version == guidelines.version:
            return _already(connection, before, now)
        one_currency.must_be_the_same(connection, guidelines)
        usage.ensure_counted(connection, guidelines)
        at = versions.moment_for(connection, now)
        number = _put(connection, desk, guidelines, text, at, at, how, note)
        versions.see_file(connection, guidelines.version)
        file.become(connection, text, guidelines.version, number)
        put = must_exist(connection, number)
        pending = versions.to_come(connection, now)
    return _published(desk, put, before, guidelines, pending, file)


def _later(desk: Desk, guidelines: Guidelines, text: str, at: datetime, note: str) -> Published:
    with _folder_file(desk) as file, acting(desk, unnamed=True) as connection:
        now = desk.now()
        current = versions.in_force_now(connection, now)
        _must_be_to_come(desk, at, clock_words.not_before_the_ledger(connection, now), current)
        before = versions.in_force(connection, at)
        if before is not None and before.version == guidelines.version:
            return _already(connection, before, now)
        one_currency.must_be_the_same(connection, guidelines)
        usage.ensure_counted(connection, guidelines)  # now, so that nobody waits when the moment comes
        number = _put(connection, desk, guidelines, text, at, now, PUBLISHED, note)
        if in_force.version_of(file.path) == guidelines.version:
            # A file in the folder that differs from what is in force takes effect when a desk looks: not this one.
            if current is None:
                raise BadInput(
                    _("Nothing is in force yet, and a file in the folder takes effect at once."),
                    _("Publish it without --at, or keep what is to come in another file."),
                )
            versions.see_file(connection, current.version)
            file.become(connection, current.text, current.version, number, kept_when_done=True)
        put = must_exist(connection, number)
        pending = versions.to_come(connection, now)
    file.drop_copy()
    return _published(desk, put, before, guidelines, pending, file)


def _already(connection: Connection, version: Version, now: datetime) -> Published:
    mark = versions.in_force_mark(connection, now)
    number = None if mark is None else mark[0]
    line = line_of(version, number, now)
    pending = tuple(line_of(each, number, now) for each in versions.to_come(connection, now))
    return Published(line, line, (), pending, already=True)


def _published(
    desk: Desk,
    put: Version,
    before: Version | None,
    guidelines: Guidelines,
    pending: tuple[Version, ...],
    file: _FolderFile,
) -> Published:
    """In words what was done; the differences are told after the commit, so that no other desk waits for them."""
    now = put.put_at
    at_once = put.in_force_at <= put.put_at
    number = put.number if at_once else None
    was = desk.guidelines
    if before is not None and (was is None or was.version != before.version):
        was = reader.read_text(before.text.encode("utf-8"), GUIDELINES).guidelines
    return Published(
        line=line_of(put, number, now),
        before=None if before is None else line_of(before, None, now),
        differences=() if was is None or before is None else differences(was, guidelines),
        pending=tuple(line_of(each, number, now) for each in pending if each.number != put.number),
        set_aside="" if file.aside is None else file.aside.name,
        file_put_back=file.replaced and not at_once,
    )


def _must_be_to_come(desk: Desk, at: datetime, now: datetime, current: Version | None) -> None:
    if at <= now:
        raise BadInput(
            _("That moment is past; guidelines come into force now or later."),
            _("Leave --at out to put it into force now, or write a time that is still to come."),
        )
    if at > now + FARTHEST:
        raise BadInput(_("That is more than two years away."), _("Publish it nearer to its time."))
    if current is not None and at <= current.in_force_at:
        raise BadInput(
            _("Version {number} is in force since {time}, which is later than that: a clock was ahead then.").format(
                number=current.number, time=f"{desk.days().wall(current.in_force_at):%Y-%m-%d %H:%M}"
            ),
            _("Put it into force now instead, without --at."),
        )


def _put(
    connection: Connection,
    desk: Desk,
    guidelines: Guidelines,
    text: str,
    at: datetime,
    put_at: datetime,
    how: str,
    note: str,
) -> int:
    who = clean_line(desk.person.name or user_of_machine() or "", NAME_LENGTH_MAX)
    return versions.put_into_force(
        connection,
        guidelines.version,
        text,
        at,
        how=how,
        put_by=who,
        put_at=put_at,
        note=whole(note),
    )


def withdraw(desk: Desk, number: int) -> bool:
    """Take back what is still to come into force; false when it was taken back before.

    Raises NotFound for a number there is not, BadInput for what is or was in force.
    """
    with acting(desk, unnamed=True) as connection:
        now = desk.now()
        found = must_exist(connection, number)
        if found.withdrawn_at is not None:
            return False
        if versions.withdraw(connection, number, now):
            return True
    raise BadInput(
        _("Version {number} came into force already; that is not undone.").format(number=number),
        _("Go back to the one before with: frontdesk guidelines rollback"),
    )


# --- the folder's file --------------------------------------------------------------------------------------


@dataclass
class _FolderFile:
    """guidelines.yaml while something is put into force: what it becomes is undone when nothing comes of it."""

    path: Path
    was: bytes | None = None
    version: str = ""
    replaced: bool = False
    aside: Path | None = None

    def become(
        self, connection: Connection, text: str, version: str, number: int, *, kept_when_done: bool = False
    ) -> None:
        """Replace it, unless it says that already; what was in force nowhere is moved aside, not lost.

        With `kept_when_done` what stands there is kept by the very transaction that is still open: until that is on
        disk there is a copy beside it, which `drop_copy` removes. Raises Misconfigured when the folder does not
        allow it.
        """
        found = in_force.version_of(self.path)
        if found == version:
            return
        try:
            if found is None and self.path.exists():
                raise PermissionError(
                    errno.EACCES, os.strerror(errno.EACCES)
                )  # it is there, and what it says is unknown
            self.was = self.path.read_bytes() if found is not None else None
            unknown = found is not None and versions.text_of(connection, found) is None
            if self.was is not None and (unknown or kept_when_done):
                self._move_aside(self.was, number)
            self.version = version
            in_force.replace_file(self.path, text.encode("utf-8"))
        except OSError as wrong:
            raise Misconfigured(
                _("guidelines.yaml in the folder cannot be replaced ({reason}); nothing was changed.").format(
                    reason=wrong.strerror or str(wrong)
                ),
                _("See to the rights of the folder or the disk, then publish again."),
            ) from wrong
        self.replaced = True

    def _move_aside(self, data: bytes, number: int) -> None:
        if not data.strip():
            return
        for more in ("", *(f"-{count}" for count in range(2, 100))):
            aside = self.path.with_name(f"guidelines.set-aside-{number}{more}.yaml")
            with contextlib.suppress(FileExistsError):  # then the next name
                handle = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                self.aside = aside
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                return
        raise FileExistsError(f"guidelines.set-aside-{number}")

    def drop_copy(self) -> None:
        """What was moved aside is kept elsewhere now."""
        if self.aside is not None:
            with contextlib.suppress(OSError):  # then it stays: a text too many, never one too few
                self.aside.unlink()
            self.aside = None

    def undo(self) -> None:
        """Put back what stood there. Where that fails, too, the next desk that looks takes the file as it is."""
        with contextlib.suppress(OSError):
            if self.version and in_force.version_of(self.path) == self.version:
                if self.was is None:
                    self.path.unlink()
                else:
                    in_force.replace_file(self.path, self.was)
            if self.aside is not None:
                self.aside.unlink(missing_ok=True)


@contextlib.contextmanager
def _folder_file(desk: Desk) -> Iterator[_FolderFile]:
    """The folder's file, put back unless the block, and the transaction in it, ends well."""
    file = _FolderFile(desk.folder / GUIDELINES)
    try:
        yield file
    except BaseException:
        file.undo()
        raise
