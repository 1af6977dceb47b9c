"""Files that stand beside the database and must be written with it: what keeps one from it is said in words."""

from __future__ import annotations

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
