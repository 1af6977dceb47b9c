"""What is wrong with a guidelines file: where, what, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from frontdesk.ground.language import _, ngettext

ERROR = "error"
WARNING = "warning"
SHOWN_MAX = 40
_WORD_MAX = 80
_NAMES_MAX = 200
PROBLEMS_MAX = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a guidelines file. `text` and `remedy` are translated sentences.

    `line` and `column` count from 1. `severity` is "error" (the file cannot go into force) or "warning". For
    something given twice, the place is the second one and `also_line` is the line of the first.
    """

    file: str
    line: int
    column: int
    severity: str
    text: str
    remedy: str
    also_line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text} {self.remedy}"

    def as_dict(self) -> dict[str, str | int]:
        """The form of `check --json`."""
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "text": self.text,
            "remedy": self.remedy,
        }


def shown(value: object) -> str:
    """A wrong text as it is quoted in a problem: on one line, in backquotes, cut when long."""
    if value is True or value is False:
        return "`true`" if value else "`false`"
    line = " ".join(str(value).split())
    return f"`{line if len(line) <= SHOWN_MAX else line[: SHOWN_MAX - 1] + '…'}`"


def closest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, if one is close enough to say so."""
    names = list(known)
    if len(word) > _WORD_MAX:
        return None
    if len(names) > _NAMES_MAX:  # comparing costs: of a great many only those that could be meant are looked at
        near = (name for name in names if name[:1] == word[:1] and abs(len(name) - len(word)) <= 2)
        names = list(islice(near, _NAMES_MAX))
    folded = word.casefold().replace("-", "_").replace(" ", "_")
    for name in names:
        if name.casefold() == folded:
            return name
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the closest known word, or else the words there are (none: an empty text)."""
    names = list(known)
    best = closest(word, names)
    if best is not None:
        return _("Did you mean {word}?").format(word=shown(best))
    if not names:
        return ""
    some = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return _("Known here: {words}.").format(words=some)


def and_more(problems: Sequence[Problem], untold: int = 0) -> tuple[Problem, ...]:
    """The problems in the order of the file; a great many are cut, and the last one says how many there are.

    `untold` are problems that were found and not put into words.
    """
    ordered = sorted(set(problems), key=lambda each: (each.line, each.column, each.text))
    if len(ordered) + untold <= PROBLEMS_MAX:
        return tuple(ordered)
    told = ordered[: PROBLEMS_MAX - 1]
    last = told[-1]
    rest = len(ordered) - len(told) + untold
    text = ngettext("{count} more problem follows.", "{count} more problems follow.", rest).format(count=rest)
    more = Problem(last.file, last.line, last.column, ERROR, text, _("Mend the ones above first."))
    return (*told, more)
