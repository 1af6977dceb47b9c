"""Files that are dragged into a terminal: it types or pastes their path, each in its own spelling."""

from __future__ import annotations

import os
import re
import shlex
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from textual.app import App

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".vcf", ".vcard")
"""What a file of customers or orders is called at the end."""
PATH_LENGTH_MAX = 4000
LISTED_MAX = 30
ENTRIES_MAX = 5000
_DRIVE = re.compile(r"^[A-Za-z]:[\\/]|^\\\\")


@dataclass(frozen=True, slots=True)
class File:
    """A file that could be imported: where it is, how many bytes it has, when it was changed (seconds since 1970)."""

    path: Path
    size: int
    changed: float


def allowed(app: App[None]) -> bool:
    """Whether files may be looked at from this screen: everything asks here, and a kiosk sets `reads_files` false."""
    return bool(getattr(app, "reads_files", True))


def looks_like_path(text: str) -> bool:
    """Whether a text could be the path of a file with a known ending; nothing is looked up."""
    if len(text) > PATH_LENGTH_MAX:
        return False
    bare = text.strip().strip("'\"").rstrip()
    return bare.lower().endswith(ENDINGS) and any(sign in bare for sign in ("/", "\\"))


def paths_in(text: str) -> tuple[Path, ...]:
    """What a pasted text may mean as a path, the likeliest first: as it stands, quoted, escaped, as a file:// URL."""
    bare = text.strip()
    found: dict[Path, None] = {}
    for each in (bare, *_spelled(bare)):
        if each and "\0" not in each and "\n" not in each:
            found[_at_home(each)] = None
    return tuple(found)


def _spelled(text: str) -> list[str]:
    if text.lower().startswith("file:"):
        try:
            parts = urlsplit(text.split()[0])
        except ValueError:
            return []
        path = unquote(parts.path)
        return [path.lstrip("/") if _DRIVE.match(path.lstrip("/")) else path]
    if _DRIVE.match(text.strip("'\"")):
        return [text.strip("'\"")]
    try:
        words = shlex.split(text)
    except ValueError:  # a quotation mark that is never closed
        words = []
    return [*words[:1], text.strip("'\"")]


def _at_home(text: str) -> Path:
    path = Path(text)
    try:
        return path.expanduser()
    except RuntimeError:  # nobody has that home
        return path


def file_in(text: str) -> File | None:
    """The regular, readable file of a known ending that a pasted text names; None when it names none."""
    if not looks_like_path(text):
        return None
    return next((found for found in map(as_file, paths_in(text)) if found is not None), None)


def as_file(path: Path) -> File | None:
    """A regular file of a known ending that may be read; None for everything else. Nothing of it is read."""
    if path.suffix.lower() not in ENDINGS:
        return None
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or not os.access(path, os.R_OK):
            return None
    except (OSError, ValueError):
        return None
    return File(path, found.st_size, found.st_mtime)


def listed(folder: Path) -> tuple[File, ...]:
    """The files of a folder that could be imported, the newest first; () for a folder that cannot be looked into."""
    found: list[File] = []
    try:
        with os.scandir(folder) as entries:
            for count, entry in enumerate(entries):
                if count >= ENTRIES_MAX:
                    break
                if not entry.name.startswith(".") and (file := as_file(Path(entry.path))) is not None:
                    found.append(file)
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda each: (-each.changed, each.path.name))[:LISTED_MAX])
