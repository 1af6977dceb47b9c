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
_LOOKED_AT_MAX = 5000
_NAMES_MAX = 50
_NEAR_MAX = 4
_NEAR_AT_LEAST = 60.0
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
    names = list(islice(known, _LOOKED_AT_MAX))
    if len(word) > _WORD_MAX:
        return None
    folded = word.casefold().replace("-", "_").replace(" ", "_")
    if len(names) > _NAMES_MAX:  # comparing costs: of a great many only those that could be meant are looked at
        from rapidfuzz import fuzz, process  # costs a tenth of a start, and hardly any file needs it

        near = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=_NEAR_AT_LEAST, limit=_NEAR_MAX)
        names = [name for name, _score, _place in near]
    for name in names:
        if name.casefold() == folded:
            return name
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A remedy that names the closest known word, or else the words there are (none: an empty text)."""
    names = list(islice(known, _LOOKED_AT_MAX))
    best = closest(word, names)
    if best is not None:
        return _("Did you mean {word}?").format(word=shown(best))
    if not names:
        return ""
    some = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return _("Known here: {words}.").format(words=some)


def and_more(problems: Sequence[Problem], untold: int = 0, untold_warnings: int = 0) -> tuple[Problem, ...]:
    """The problems in the order of the file; a great many are cut, and the last one says how many there are.

    Errors are told before warnings. `untold` are errors, `untold_warnings` warnings that were found and not put into
    words. What says how many follow is an error only where there are errors: warnings alone refuse no file.
    """
    ordered = sorted(set(problems), key=_by_place)
    if len(ordered) + untold + untold_warnings <= PROBLEMS_MAX:
        return tuple(ordered)
    told = sorted(sorted(ordered, key=lambda each: each.severity != ERROR)[: PROBLEMS_MAX - 1], key=_by_place)
    last = told[-1]
    rest = len(ordered) - len(told) + untold + untold_warnings
    severity = ERROR if untold or any(each.severity == ERROR for each in ordered) else WARNING
    text = ngettext("{count} more problem follows.", "{count} more problems follow.", rest).format(count=rest)
    more = Problem(last.file, last.line, last.column, severity, text, _("Mend the ones above first."))
    return (*told, more)


def _by_place(problem: Problem) -> tuple[int, int, str]:
    return problem.line, problem.column, problem.text
