"""Files that sheets are written to: whole or not at all, for nobody else's eyes, and never over somebody's file."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _

SHEETS = "sheets"


def write_file(path: Path, text: str, *, force: bool = False) -> None:
    """Write a text as UTF-8 into a new file that only its owner may read; with `force` in the place of an old one.

    What is no ordinary file (a printer, a pipe) is written into. Raises BadInput for a file that is there already, and
    for a place where nothing can be written.
    """
    data = text.encode("utf-8")
    try:
        if path.is_dir():
            raise BadInput(_("{path} is a folder.").format(path=path), _("Name a file in it."))
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        elif path.exists() and not force:
            raise _there_already(path)
        else:
            _put(Path(os.path.realpath(path)), data, force=force)  # also a link that leads nowhere
    except FileExistsError:
        raise _there_already(path) from None
    except OSError as error:
        raise BadInput(
            _("{path} cannot be written: {why}.").format(path=path, why=error.strerror or error),
            _("Name another file, or look at the folder's rights and room. Nothing was written."),
        ) from error


def _there_already(path: Path) -> BadInput:
    return BadInput(
        _("{path} is there already, and stays as it is.").format(path=path),
        _("Name another file, or write over it with --force."),
    )


def _put(path: Path, data: bytes, *, force: bool) -> None:
    """The whole text under its name at once: whoever looks sees the old file or the new one. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:60]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if force:
            if path.exists():
                os.chmod(name, path.stat().st_mode & 0o777)
            os.replace(name, path)
            return
        _as_new(name, path, data)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def _as_new(name: str, path: Path, data: bytes) -> None:
    """Give the finished file its name, unless somebody has it. Raises FileExistsError."""
    try:
        os.link(name, path)
        return
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # a file system without a second name for a file
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def put_sheet(folder: Path, name: str, text: str) -> Path:
    """Put a sheet into the business's own folder of sheets, in the place of the last one of that name.

    `name` is without its ending. Returns where it is; raises BadInput where nothing can be written.
    """
    place = folder / SHEETS
    try:
        place.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise BadInput(
            _("{path} cannot be made: {why}.").format(path=place, why=error.strerror or error),
            _("Look at the folder's rights and room."),
        ) from error
    path = place / f"{name}.txt"
    write_file(path, text, force=True)
    return path
