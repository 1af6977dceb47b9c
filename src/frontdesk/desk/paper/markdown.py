"""Pieces of Markdown in which no text is ever markup: a name stays a name, whatever somebody called themselves.

Every sign of CommonMark and of the usual additions (tables, bare addresses, mentions, formulas) that could do more than
stand there is written with a backslash, or as a character reference where a reader might take raw HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from frontdesk.ground.text import NOTE_LENGTH_MAX, clean_line

_SIGNS = re.compile(r"[\\`*_\[\]{}#|~!$@^]")
_AT_THE_START = re.compile(r"(?:-|\+(?=\s|$)|\d{1,9}[.)](?=\s|$))")
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|javascript|data):|\b(www)\.")


def plain(text: str) -> str:
    """`text` on one line as Markdown that shows exactly that."""
    line = clean_line(text, NOTE_LENGTH_MAX)
    said = _SIGNS.sub(lambda match: "\\" + match[0], line)
    said = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    said = _ADDRESS.sub(lambda match: f"{match[1]}\\:" if match[1] else f"{match[2]}\\.", said)
    start = _AT_THE_START.match(said)
    return said if start is None else said[: start.end() - 1] + "\\" + said[start.end() - 1 :]


def heading(text: str, level: int = 2) -> list[str]:
    """A heading with the blank lines around it."""
    return ["", "#" * level + " " + plain(text), ""]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> list[str]:
    """A table; the columns in `right` stand at their right end. Each cell is a text, and is made plain here."""
    at_right = set(right)
    rules = ["---:" if place in at_right else "---" for place in range(len(heads))]
    lines = [_row(heads), "| " + " | ".join(rules) + " |"]
    return lines + [_row(row) for row in rows]


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(plain(cell) for cell in cells) + " |"


def points(texts: Iterable[str]) -> list[str]:
    """A list; each point is a text, and is made plain here."""
    return [f"- {plain(text)}" for text in texts]
