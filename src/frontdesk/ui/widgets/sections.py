"""Areas of a list under light headings: laid out in their order, narrowed by words, and never silent when empty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content

from frontdesk.ground import folding
from frontdesk.ground.language import _
from frontdesk.ui.plain import cut, fitted, plain, width, words
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.rows import Row

HEADING_CELLS = 24


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of an area: its line, the words by which it is found, and quieter lines that belong under it."""

    row: Row
    words: str
    more: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """An area with its heading. `right` stands at the end of the heading, over figures or as a remark.

    `foot` are lines that sum the area up; `empty` is the sentence for an area without anything in it.
    """

    title: str
    items: tuple[Item, ...]
    empty: str
    right: Callable[[int], str] | str = ""
    foot: tuple[Row, ...] = ()


def laid_out(sections: Iterable[Section], wanted: str = "") -> list[Row]:
    """The lines of the areas in their order; with words to find, only the lines that have all of them.

    Areas that are empty take one line each, without gaps between them.
    """
    sought = folding.words(wanted)
    shown = [each for each in (_narrowed(section, sought) for section in sections) if each is not None]
    rows: list[Row] = []
    full = False
    for section in shown:
        if rows and (section.items or full):
            rows.append(blank())
        rows += _rows(section)
        full = bool(section.items)
    if sought and not rows:
        return [note(_("nothing here says “{words}” · Esc shows everything").format(words=wanted))]
    return rows


def _narrowed(section: Section, sought: tuple[str, ...]) -> Section | None:
    if not sought:
        return section
    found = tuple(item for item in section.items if _fits(folding.words(item.words), sought))
    return Section(section.title, found, section.empty, section.right) if found else None


def _fits(said: Sequence[str], sought: Sequence[str]) -> bool:
    return all(any(word.startswith(part) for word in said) for part in sought)


def _rows(section: Section) -> list[Row]:
    if not section.items:
        return [empty_heading(section.title, section.empty)]
    rows = [heading(section.title, section.right)]
    for item in section.items:
        rows += [item.row, *item.more]
    return [*rows, *section.foot]


def heading(text: str, right: Callable[[int], str] | str = "") -> Row:
    """A light line over an area."""

    def made(cells: int) -> Content:
        said = right(cells) if callable(right) else right
        room = cells - width(said)
        return words((fitted(text, room), "bold $text-muted"), (said, "$text-muted"))

    return Row("", made)


def empty_heading(text: str, sentence: str) -> Row:
    """An area without anything in it, in one line: what it is called, and what comes next."""

    def made(cells: int) -> Content:
        said = shortened(sentence, cells - width(text) - 2)
        return words((cut(text, cells), "bold $text-muted"), "  ", (said, "$text-muted"))

    return Row("", made)


def note(text: str, style: str = "$text-muted", *, indent: int = 0) -> Row:
    """A quiet line that cannot be chosen, cut at a word."""
    return Row("", lambda cells: plain(" " * indent + shortened(text, cells - indent), style))


def blank() -> Row:
    """An empty line."""
    return Row("", lambda _cells: words(""))


def that_fits(forms: Sequence[str], cells: int) -> str:
    """The first of the forms, from long to short, that leaves a heading enough room."""
    return next((form for form in forms if width(form) <= cells - HEADING_CELLS), "")
