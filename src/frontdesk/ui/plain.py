"""The only way data reaches a widget: text becomes `Content` or Rich `Text`, never markup (rules X2, T05, T06).

A customer's name is code until proven otherwise: a plain string in a Static, a table cell or a notification is
parsed as markup, and escape bytes would pass every widget to the terminal. Both end here.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.text import Text
from textual.app import App
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from frontdesk.ground.text import visible

Piece: TypeAlias = str | Content | tuple[str, str]
ELLIPSIS = "…"


def plain(text: str, style: str = "") -> Content:
    """`text` as it is, for every widget that takes `Content`; `style` is a Textual style such as "$warning"."""
    return words((text, style)) if style else Content(visible(text))


def words(*pieces: Piece) -> Content:
    """Pieces in one line, each a text, a `Content` or a pair of text and style; no piece is read as markup."""
    safe: list[str | Content | tuple[str, Any]] = []
    for piece in pieces:
        if isinstance(piece, Content):
            safe.append(piece)
        elif isinstance(piece, tuple):
            safe.append((visible(piece[0]), piece[1]))
        else:
            safe.append(visible(piece))
    return Content.assemble(*safe)


def cell(text: str, style: str = "") -> Text:
    """`text` as it is, for a DataTable cell or a Tree label, where a string would be parsed as Rich markup."""
    return Text(visible(text).replace("\n", " "), style=style, no_wrap=True, end="")


def width(text: str) -> int:
    """How many cells of the terminal `text` takes (a CJK character takes two)."""
    return cell_len(visible(text))


def cut(text: str, cells: int) -> str:
    """`text` on one line in at most `cells` cells; what does not fit ends in an ellipsis."""
    line = visible(text).replace("\n", " ").replace("\t", " ")
    if cells <= 0:
        return ""
    if cell_len(line) <= cells:
        return line
    return set_cell_size(line, cells - 1).rstrip() + ELLIPSIS


def fitted(text: str, cells: int, *, right: bool = False) -> str:
    """`text` cut and then padded to exactly `cells` cells: a column. `right` puts the text at its right end."""
    line = cut(text, cells)
    space = " " * (cells - cell_len(line))
    return space + line if right else line + space


class ControlFilter(LineFilter):
    """Drops every character that could act on a terminal from what is about to be written to it."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments without control and direction characters; Textual's own control segments stay."""
        return [segment if segment.control else _harmless(segment) for segment in segments]


def _harmless(segment: Segment) -> Segment:
    text = visible(segment.text)
    if "\n" in text or "\t" in text:
        text = text.replace("\n", " ").replace("\t", " ")
    return segment if text == segment.text else Segment(text, segment.style)


def install_line_filter(app: App[Any]) -> None:
    """Put the last filter under all widgets of `app`; a second call changes nothing.

    Textual keeps its filters in a private list; this is the only place that touches it.
    """
    filters: list[LineFilter] = app._filters
    if not any(isinstance(each, ControlFilter) for each in filters):
        filters.append(ControlFilter())
