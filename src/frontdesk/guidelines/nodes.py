"""The tree of a file that the guard found harmless: plain data, and the place of everything in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import yaml

from frontdesk.ground.language import _
from frontdesk.ground.text import composed, has_control
from frontdesk.guidelines.loader import NOTHING, TRUTH, Loader
from frontdesk.guidelines.problems import ERROR, PROBLEMS_MAX, WARNING, Problem, shown
from frontdesk.guidelines.surprises import surprise

Plain: TypeAlias = "str | bool | list[Plain] | dict[str, Plain] | None"
Loc: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]


class Document:
    """A composed file: its plain data, the places of everything in it, and what is wrong with single values.

    `data` holds text, true/false, None, lists and mappings only. `problems` are those that need no knowledge of
    the language: things given twice, empty values, surprises. `touched` remembers the nodes that were named,
    so that nothing is told twice.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.untold = {ERROR: 0, WARNING: 0}
        self._told = {ERROR: 0, WARNING: 0}
        self._touched: set[int] = set()
        self._index: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}
        root = yaml.compose(text, Loader=Loader)
        self.root: yaml.Node | None = root
        self.data: Plain = None if root is None else self._plain(root, ())

    # -- places --

    def place(self, loc: Loc, *, of_key: bool = False) -> Place:
        """Line and column (from 1) of the value at `loc`, or of its name; parts that match nothing are skipped."""
        key, value = self._walk(loc)
        node = key if of_key and key is not None else value
        return (1, 1) if node is None else _place_of(node)

    def raw(self, loc: Loc) -> Plain:
        """The plain data at `loc`; parts that match nothing are skipped."""
        data = self.data
        for part in loc:
            data = inside(data, part, data)
        return data

    def full(self, severity: str = ERROR) -> bool:
        """Whether so many problems of the severity have been told that further ones are only counted."""
        return self._told[severity] >= PROBLEMS_MAX

    def leave_untold(self, severity: str = ERROR, count: int = 1) -> None:
        """Count problems that were found and are not put into words."""
        self.untold[severity] += count

    def forget(self) -> None:
        """Take back everything that was told: something else explains it."""
        self.problems.clear()
        self._told = {ERROR: 0, WARNING: 0}

    def names(self, section: str) -> tuple[str, ...]:
        """The names written in a section of the file, in file order, whether or not their values can be used."""
        found = self.data.get(section) if isinstance(self.data, dict) else None
        return tuple(found) if isinstance(found, dict) else ()

    def touched(self, loc: Loc) -> bool:
        """Whether the value at `loc` has already been named in a problem."""
        return id(self._walk(loc)[1]) in self._touched

    def report(
        self, loc: Loc, text: str, remedy: str, *, of_key: bool = False, severity: str = ERROR, also: Loc | None = None
    ) -> None:
        """Add a problem at `loc`, unless that very value has already been named in one."""
        if not of_key and self.touched(loc):
            return
        also_line = None if also is None else self.place(also, of_key=True)[0]
        self._tell(self.place(loc, of_key=of_key), severity, text, remedy, also_line)

    def _tell(self, place: Place, severity: str, text: str, remedy: str, also_line: int | None) -> None:
        if self.full(severity):
            self.leave_untold(severity)
            return
        self._told[severity] += 1
        self.problems.append(Problem(self.name, *place, severity, text, remedy, also_line))

    def _walk(self, loc: Loc) -> tuple[yaml.Node | None, yaml.Node | None]:
        key: yaml.Node | None = None
        node = self.root
        for part in loc:
            if isinstance(node, yaml.MappingNode) and isinstance(part, str):
                pair = self._pairs(node).get(part)
                if pair is not None:
                    key, node = pair
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
                key, node = None, node.value[part]
        return key, node

    def _pairs(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        index = self._index.get(id(node))
        if index is None:
            index = {}
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    index.setdefault(_text(key), (key, value))
            self._index[id(node)] = index
        return index

    # -- plain data --

    def _plain(self, node: yaml.Node, loc: Loc) -> Plain:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(each, (*loc, index)) for index, each in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode):
            raise AssertionError("a node is a scalar, a list or a mapping")
        return self._scalar(node, loc)

    def _mapping(self, node: yaml.MappingNode, loc: Loc) -> dict[str, Plain]:
        data: dict[str, Plain] = {}
        first: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or (key.tag == NOTHING and not key.style):
                self._wrong(key, _("A name is missing here."), _("Write name: value."))
                continue
            name = _text(key)
            self._check_text(key, name)
            if name in first:
                line = first[name].start_mark.line + 1
                self._wrong(
                    key,
                    _("{name} is given twice; the first time in line {line}.").format(name=shown(name), line=line),
                    _("Keep one of the two."),
                    also_line=line,
                )
                continue
            first[name] = key
            data[name] = self._plain(value, (*loc, name))
        return data

    def _scalar(self, node: yaml.ScalarNode, loc: Loc) -> Plain:
        if not node.style and node.tag == TRUTH:
            return bool(node.value == "true")
        if not node.style and node.tag == NOTHING:
            if loc[:1] != ("examples",):
                self._wrong(node, _("Nothing is written here."), _("Write a value, or remove the line."))
            return None
        text = _text(node)
        if not (text == "yes" and loc[:1] == ("examples",) and loc[-1] == "outcome"):  # the name of an outcome
            self._check_text(node, text)
        return text

    def _check_text(self, node: yaml.ScalarNode, text: str) -> None:
        if node.style == '"' and has_control(text):  # elsewhere only the file itself could bring one
            self._wrong(
                node, _("This text holds an invisible control character."), _("Remove the backslash that makes it.")
            )
        elif not node.style and (remedy := surprise(text)) is not None:
            said = _("{text} is read in different ways by different programs.").format(text=shown(text))
            self._wrong(node, said, remedy)

    def _wrong(self, node: yaml.Node, text: str, remedy: str, also_line: int | None = None) -> None:
        self._touched.add(id(node))
        self._tell(_place_of(node), ERROR, text, remedy, also_line)


def _place_of(node: yaml.Node) -> Place:
    mark = node.start_mark
    return mark.line + 1, mark.column + 1


def _text(node: yaml.Node) -> str:
    value: str = node.value
    return composed(value)


def inside(data: Plain, part: str | int, absent: Plain) -> Plain:
    """What stands in `data` under a name or a number, or `absent`."""
    if isinstance(data, dict) and isinstance(part, str):
        return data.get(part, absent)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return absent


def pruned(data: Plain, locs: Sequence[Loc]) -> Plain:
    """A copy of `data` without what stands at `locs`."""
    gone = {loc for loc in locs if loc}

    def copy(value: Plain, loc: Loc) -> Plain:
        if isinstance(value, dict):
            return {key: copy(each, (*loc, key)) for key, each in value.items() if (*loc, key) not in gone}
        if isinstance(value, list):
            return [copy(each, (*loc, index)) for index, each in enumerate(value) if (*loc, index) not in gone]
        return value

    return copy(data, ())
