"""Reads a guidelines file: every problem with its place and remedy, and the meaning when there is none.

Nothing here raises for any bytes, and nothing is composed before it has been found harmless.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from frontdesk.ground import garbage
from frontdesk.ground.language import _
from frontdesk.guidelines.checking import check_form
from frontdesk.guidelines.guard import SIZE_MAX, decode, guard, too_large
from frontdesk.guidelines.meaning import mean
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.nodes import Document
from frontdesk.guidelines.problems import ERROR, WARNING, Problem, and_more


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `guidelines` is None exactly when one of the problems is an error."""

    guidelines: Guidelines | None
    problems: tuple[Problem, ...] = ()


def read_text(data: bytes, name: str) -> Reading:
    """Read the bytes of a guidelines file; `name` is how problems call it. Never raises."""
    with garbage.not_looked_for():  # a file becomes a hundred thousand small objects that stay until it is read
        return _read(data, name)


def _read(data: bytes, name: str) -> Reading:
    text = decode(data, name)
    if isinstance(text, Problem):
        return Reading(None, (text,))
    dangers = guard(text, name)
    if dangers:
        return Reading(None, and_more(dangers))
    document = Document(text, name)
    checked = check_form(document)
    guidelines = None if checked is None else mean(document, checked, hashlib.sha256(data).hexdigest())
    problems = and_more(document.problems, document.untold[ERROR], document.untold[WARNING])
    if any(each.severity == ERROR for each in problems):
        return Reading(None, problems)
    return Reading(guidelines, problems)


def read_file(path: Path) -> Reading:
    """Read the guidelines file at `path`; a file that cannot be read is a problem at its first line."""
    name = path.name
    try:
        if path.exists() and not path.is_file():
            return _unreadable(name, _("This is not a file."), _("Name the guidelines file itself."))
        with path.open("rb") as file:
            data = file.read(SIZE_MAX + 1)
    except FileNotFoundError:
        return _unreadable(
            name, _("The file is not there."), _("Make one from a pack: frontdesk init DIR --pack hotel.")
        )
    except (OSError, ValueError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else str(wrong)
        return _unreadable(
            name,
            _("The file cannot be read: {reason}.").format(reason=reason),
            _("Check its name and who may read it."),
        )
    if len(data) > SIZE_MAX:
        return Reading(None, (too_large(name),))
    return read_text(data, name)


def _unreadable(name: str, text: str, remedy: str) -> Reading:
    return Reading(None, (Problem(name, 1, 1, ERROR, text, remedy),))
