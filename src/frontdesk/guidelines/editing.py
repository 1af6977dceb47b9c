"""Changing single values in an owner's file without touching anything else of it.

The file is never written anew from its data: a value is replaced where it stands, a comment goes onto a line of its
own, and every other character, comment, quote and line end stays as the owner left it. What a change does to the data
is worked out first, and a change that would do anything else to it is not made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from frontdesk.guidelines.nodes import Document, Loc, Place, Plain, inside

BOM = "\ufeff"
_INDENT = re.compile(r"[ \t]*")
_LINE = re.compile(r"\r\n|\r|\n")


class CannotEdit(ValueError):
    """The value does not stand in the file in a form that can be changed alone."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A value as it stands: its text without quotes, and its first and last character in the file."""

    text: str
    start: int
    end: int
    raw: str


class Sheet:
    """The text of a guidelines file while single values of it are changed. The file must be one that can be read."""

    def __init__(self, text: str) -> None:
        self._bom = BOM if text.startswith(BOM) else ""
        self._text = text.removeprefix(BOM)
        self._document = Document(self._text, "")

    @property
    def text(self) -> str:
        """The file as it is now."""
        return self._bom + self._text

    def place(self, loc: Loc, *, of_key: bool = False) -> Place:
        """Line and column (from 1) of the value at `loc`, or of its name."""
        return self._document.place(loc, of_key=of_key)

    def plain(self, loc: Loc) -> Plain:
        """The data at `loc`; None when there is none."""
        data = self._document.data
        for part in loc:
            data = inside(data, part, None)
        return data

    def standing(self, loc: Loc) -> Standing:
        """The single value at `loc`. Raises CannotEdit when it is none, or spread over several lines."""
        node = self._node(loc)
        if not isinstance(node, yaml.ScalarNode) or node.style in ("|", ">"):
            raise CannotEdit(loc)
        start, end = node.start_mark.index, node.end_mark.index
        raw = self._text[start:end]
        bare = raw[1:-1] if node.style else raw
        if bare != node.value or _LINE.search(raw):
            raise CannotEdit(loc)
        return Standing(bare, start, end, raw)

    def replace(self, loc: Loc, value: str) -> None:
        """Put `value` in the place of the single value at `loc`; quotes around it stay. Raises CannotEdit."""
        found = self.standing(loc)
        quote = found.raw[0] if found.raw[:1] in ("'", '"') else ""
        if any(sign in value for sign in "'\"\\\r\n"):
            raise CannotEdit(loc)
        new = self._text[: found.start] + quote + value + quote + self._text[found.end :]
        self._become(new, _with(self._document.data, loc, value))

    def add(self, loc: Loc, name: str, value: str, after: str | None) -> None:
        """Add `name: value` to the mapping at `loc`, after the entry `after` or before the first. Raises CannotEdit."""
        node = self._node(loc)
        if not isinstance(node, yaml.MappingNode) or not node.value:
            raise CannotEdit(loc)
        pairs = {str(key.value): (key, each) for key, each in node.value}
        first = node.value[0][0]
        if after is not None and after not in pairs:
            raise CannotEdit(loc)
        if node.flow_style:
            at = first.start_mark.index if after is None else pairs[after][1].end_mark.index
            said = f"{name}: {value}, " if after is None else f", {name}: {value}"
            new = self._text[:at] + said + self._text[at:]
        else:
            at = self._line_start(first.start_mark.index) if after is None else self._line_end(pairs[after][1])
            indent = " " * first.start_mark.column
            new = self._text[:at] + f"{indent}{name}: {value}{self._line_break(at)}" + self._text[at:]
        data = self.plain(loc)
        if not isinstance(data, dict) or name in data:
            raise CannotEdit(loc)
        self._become(new, _with(self._document.data, (*loc, name), value))

    def comment(self, loc: Loc, words: str) -> int:
        """Put a comment on a line of its own above what stands at `loc`; the line (from 1) comes back.

        Where a line is in the middle of a text, it goes above the text. `words` are one line.
        """
        if _LINE.search(words):
            raise AssertionError("a comment is one line")
        data = self._document.data
        line = self.place(loc, of_key=True)[0]
        starts = [0, *(match.end() for match in _LINE.finditer(self._text))]
        for number in range(min(line, len(starts)), 0, -1):
            at = starts[number - 1]
            indent = _INDENT.match(self._text, at)
            said = f"{indent[0] if indent else ''}# {words}{self._line_break(at)}"
            try:
                self._become(self._text[:at] + said + self._text[at:], data)
            except CannotEdit:
                continue
            return number
        raise AssertionError("above the first line there is always room for a comment")

    # -- inside --

    def _node(self, loc: Loc) -> yaml.Node | None:
        node = self._document.root
        for part in loc:
            node = _child(node, part)
        return node

    def _become(self, text: str, data: Plain) -> None:
        """Take a new text, when it means exactly `data`."""
        try:
            document = Document(text, "")
        except yaml.YAMLError as wrong:
            raise CannotEdit(str(wrong)) from wrong
        if document.data != data:
            raise CannotEdit("the data would be something else")
        self._text, self._document = text, document

    def _line_start(self, index: int) -> int:
        before = [match.end() for match in _LINE.finditer(self._text, 0, index)]
        return before[-1] if before else 0

    def _line_end(self, node: yaml.Node) -> int:
        """Where the line after that of the node's last character begins."""
        found = _LINE.search(self._text, node.end_mark.index)
        if found is None:
            raise CannotEdit("the last line has no end")
        return found.end()

    def _line_break(self, index: int) -> str:
        found = _LINE.search(self._text, index) or _LINE.search(self._text)
        return "\n" if found is None else found[0]


def _child(node: yaml.Node | None, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        return next((value for key, value in node.value if key.value == part), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: yaml.Node = node.value[part]
        return found
    return None


def _with(data: Plain, loc: Loc, value: Plain) -> Plain:
    """A copy of `data` with `value` at `loc`; a name that a mapping does not have is added to it."""
    if not loc:
        return value
    part, rest = loc[0], loc[1:]
    if isinstance(data, dict) and isinstance(part, str):
        return {**data, part: _with(data.get(part), rest, value)}
    if isinstance(data, list) and isinstance(part, int):
        return [_with(each, rest, value) if index == part else each for index, each in enumerate(data)]
    raise CannotEdit(loc)


def bounds(sheet: Sheet, gesture: str, fact: str, matcher: str) -> tuple[Loc, ...]:
    """Where the condition of a gesture compares `fact` by `matcher` (`at_most`, `at_least`); `not` is left out."""
    found: list[Loc] = []

    def look(data: Plain, loc: Loc) -> None:
        if isinstance(data, list):
            for index, each in enumerate(data):
                look(each, (*loc, index))
        if not isinstance(data, dict):
            return
        for name, each in data.items():
            if name in ("any", "all"):
                look(each, (*loc, name))
            elif name == fact and isinstance(each, dict) and matcher in each:
                found.append((*loc, name, matcher))

    where: Loc = ("gestures", gesture, "when")
    look(sheet.plain(where), where)
    return tuple(found)
