"""Files that stand beside the database and must be written with it: what keeps one from it is said in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from frontdesk.ground.errors import StoreUnavailable
from frontdesk.ground.language import _


@contextmanager
def named(path: Path, sentence: str) -> Iterator[None]:
    """Within it, what the system has against the file is a StoreUnavailable.

    `sentence` is translated already and has the places {path} and {why}.
    """
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            sentence.format(path=path, why=error.strerror or error),
            _("Look at its rights and at the room on the disk, then start again: it is finished then."),
        ) from error


def append(path: Path, text: str) -> None:
    """Write whole lines at the end of a file that only its owner can read; they are on disk afterwards.

    A last line that was cut off while it was written does not run into them. Raises OSError.
    """
    if not text:
        return
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "a+b") as file:
        if file.seek(0, os.SEEK_END):
            file.seek(-1, os.SEEK_END)
            text = text if file.read(1) == b"\n" else "\n" + text
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
