"""From bytes to a tree that knows its places, without ever building anything dangerous.

Order matters: the text is checked first, then the stream of events, and only then is anything composed. PyYAML's C
composer can end the process on deep nesting, so nothing reaches it that the guard has not seen.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, TypeAlias

import yaml

from frontdesk.ground.language import _, ngettext
from frontdesk.ground.text import has_control
from frontdesk.guidelines.problems import ERROR, Problem, shown

SIZE_MAX = 256 * 1024
DEPTH_MAX = 20
NODES_MAX = 50_000  # 500 gestures with everything the language has are some 25,000
PROBLEMS_MAX = 200

Plain: TypeAlias = "str | bool | list[Plain] | dict[str, Plain] | None"
Loc: TypeAlias = tuple[str | int, ...]
Place: TypeAlias = tuple[int, int]

_LINE_BREAK = re.compile("\r\n|\r|\n")
_TRUE = "tag:yaml.org,2002:bool"
_NULL = "tag:yaml.org,2002:null"


class Unquoted(str):
    """A text that stands without quotes in the file."""

    __slots__ = ()


class _Loader(yaml.CSafeLoader):
    """Only true, false and nothing are more than text; every other word stays as it is written."""

    yaml_implicit_resolvers: ClassVar[dict[Any, Any]] = {}


_Loader.add_implicit_resolver(_TRUE, re.compile(r"(?:true|false)\Z"), ["t", "f"])
_Loader.add_implicit_resolver(_NULL, re.compile(r"(?:~|null|)\Z"), ["~", "n", ""])


# --- text ---------------------------------------------------------------------------------------------------


def decode(data: bytes, name: str) -> str | Problem:
    """The text of a file, or why it is none: too large, not UTF-8, or with characters that act on a terminal."""
    if len(data) > SIZE_MAX:
        return too_large(name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        before = data[: wrong.start].decode("utf-8", "replace").removeprefix("\ufeff")
        return _problem(
            name,
            _place_after(before),
            _("This is not UTF-8 text (byte {value}).").format(value=f"0x{data[wrong.start]:02X}"),
            _("Save the file as UTF-8 in your editor."),
        )
    if has_control(text.replace("\r", "")):
        at = next(index for index, char in enumerate(text) if char != "\r" and has_control(char))
        return _problem(
            name,
            _place_after(text[:at]),
            _("An invisible control character (U+{code}) stands here.").format(code=f"{ord(text[at]):04X}"),
            _("Delete it."),
        )
    return text


def too_large(name: str) -> Problem:
    """The problem of a file over the size limit."""
    return _problem(
        name,
        (1, 1),
        _("The file is larger than {size} KiB.").format(size=SIZE_MAX // 1024),
        _("Guidelines are read by people: keep them shorter."),
    )


def _place_after(before: str) -> Place:
    lines = _LINE_BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def _problem(name: str, place: Place, text: str, remedy: str, also_line: int | None = None) -> Problem:
    return Problem(name, place[0], place[1], ERROR, text, remedy, also_line)


def _of_mark(mark: yaml.Mark | None) -> Place:
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


# --- events -------------------------------------------------------------------------------------------------


def guard(text: str, name: str) -> tuple[Problem, ...]:
    """What makes the text dangerous to compose, or not YAML at all; () when it may be composed.

    Depth, number of nodes, a second document and bad syntax stop the reading at once.
    """
    found: list[Problem] = []
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            place = _of_mark(event.start_mark)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    found.append(_second_document(name, place))
                    break
            elif isinstance(event, yaml.NodeEvent):
                nodes += 1
                found.extend(_forbidden(event, name, place))
                depth += isinstance(event, yaml.CollectionStartEvent)
                if depth > DEPTH_MAX or nodes > NODES_MAX or len(found) >= PROBLEMS_MAX:
                    found.extend(_too_much(name, place, depth, nodes))
                    break
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError as wrong:
        found.append(_syntax(wrong, text, name))
    return tuple(found)


def _second_document(name: str, place: Place) -> Problem:
    return _problem(
        name, place, _("A second document begins here."), _("Keep one document: remove the line of three dashes.")
    )


def _too_much(name: str, place: Place, depth: int, nodes: int) -> Iterator[Problem]:
    if depth > DEPTH_MAX:
        yield _problem(
            name,
            place,
            _("This is nested more than {count} deep.").format(count=DEPTH_MAX),
            _("Check the indentation and the brackets here."),
        )
    if nodes > NODES_MAX:
        yield _problem(
            name,
            place,
            _("The file holds more than {count} values.").format(count=NODES_MAX),
            _("Guidelines are read by people: keep them shorter."),
        )


def _forbidden(event: yaml.NodeEvent, name: str, place: Place) -> Iterator[Problem]:
    if isinstance(event, yaml.AliasEvent):
        yield _problem(
            name,
            place,
            _("{text} refers to another place of the file.").format(text=shown("*" + str(event.anchor))),
            _("Write the value itself here; in quotes if the star belongs to a text."),
        )
        return
    if event.anchor is not None:
        yield _problem(
            name,
            place,
            _("{text} names a place of the file.").format(text=shown("&" + str(event.anchor))),
            _("Remove it; in quotes if the & belongs to a text."),
        )
    if getattr(event, "tag", None) is not None:
        yield _problem(
            name,
            place,
            _("{text} is a type tag.").format(text=shown(event.tag)),
            _("Remove it; in quotes if the ! belongs to a text."),
        )
    if isinstance(event, yaml.ScalarEvent) and not event.style and event.value == "<<":
        yield _problem(
            name, place, _("{text} merges another place of the file.").format(text="`<<`"), _("Write the lines here.")
        )


_SYNTAX = {
    "mapping values are not allowed": (
        lambda: _("There is a colon here that cannot be read."),
        lambda: _("Check the indentation of this line and the one before; put a text with a colon in quotes."),
    ),
    "could not find expected ':'": (
        lambda: _("A colon is missing before this place."),
        lambda: _("Write name: value, with a space after the colon."),
    ),
    "cannot start any token": (
        lambda: _("A value cannot begin with this character."),
        lambda: _("Indent with spaces, not tabs, and put a text that begins with a sign in quotes."),
    ),
    "did not find expected key": (
        lambda: _("This line does not fit the lines before it."),
        lambda: _("Check the indentation: lines that belong together begin in the same column."),
    ),
    "did not find expected ',' or": (
        lambda: _("A bracket was opened and not closed before this place."),
        lambda: _("Close it, or write a comma between the values."),
    ),
    "did not find expected '-' indicator": (
        lambda: _("This line does not fit the list before it."),
        lambda: _("Begin it with a dash, in the same column as the other dashes."),
    ),
    "unexpected end of stream": (
        lambda: _("A quotation mark was opened and not closed."),
        lambda: _("Close it with the same mark."),
    ),
    "unknown escape character": (
        lambda: _("A backslash in double quotes means something special."),
        lambda: _("Use single quotes, or write the backslash twice."),
    ),
    "block sequence entries are not allowed": (
        lambda: _("A list cannot begin here."),
        lambda: _("Begin the list on the next line, indented."),
    ),
}


def _syntax(wrong: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(wrong, "problem_mark", None) or getattr(wrong, "context_mark", None)
    what = str(getattr(wrong, "problem", None) or getattr(wrong, "reason", None) or wrong)
    if mark is None and isinstance(position := getattr(wrong, "position", None), int):
        place = _place_after(text[:position])
    else:
        place = _of_mark(mark)
    begun = getattr(wrong, "context_mark", None)
    for part, (said, remedy) in _SYNTAX.items():
        if part in what:
            sentence = said()
            if begun is not None and begun.line + 1 < place[0]:
                sentence += " " + _("(It began in line {line}.)").format(line=begun.line + 1)
            return _problem(name, place, sentence, remedy())
    return _problem(
        name,
        place,
        _("This cannot be read as YAML: {reason}.").format(reason=what),
        _("Check indentation, colons, brackets and quotes here and just before."),
    )


# --- the tree -----------------------------------------------------------------------------------------------

_SURPRISES = (
    (
        re.compile("(?i:yes|no|on|off|y|n)"),
        lambda text: _("Write true or false if it is a truth value, or {text} in quotes if it is a word.").format(
            text=f'`"{text}"`'
        ),
    ),
    (re.compile("(?i:true|false)"), lambda text: _("Write it small: {text}.").format(text=shown(text.lower()))),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9]*)?"),
        lambda text: _("Write it in quotes: {text}.").format(text=f'`"{text}"`'),
    ),
    (
        re.compile(r"[-+]?0[0-9_]+(?:\.[0-9_]*)?%?"),
        lambda text: _("Write the number without leading zeros, or in quotes if it is not a number."),
    ),
    (
        re.compile(r"[-+]?0[xob][0-9a-fA-F_]+"),
        lambda text: _("Write the number with ordinary digits, or in quotes if it is not a number."),
    ),
    (
        re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.?[0-9_]*[eE][-+]?[0-9]+"),
        lambda text: _("Write the number in full with ordinary digits, or in quotes if it is not a number."),
    ),
    (
        re.compile(r"[-+]?[0-9][0-9,]*_[0-9_,]*(?:\.[0-9_]*)?"),
        lambda text: _("Write the number without {sign}.").format(sign="`_`"),
    ),
    (re.compile(r"\+[0-9][0-9.,]*%?"), lambda text: _("Write the number without {sign}.").format(sign="`+`")),
    (
        re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.)%?"),
        lambda text: _("Write digits on both sides of the dot, like 0.50."),
    ),
    (re.compile(r"[-+]?\.(?i:inf)|\.(?i:nan)"), lambda text: _("Write an ordinary number.")),
    (re.compile(r"-0(?:\.0*)?"), lambda text: _("Write {text}.").format(text="`0`")),
    (
        re.compile(r"(?=.*[^\x00-\x7f])[-+]?\d[\d.,]*%?"),
        lambda text: _("Write the number with the digits 0 to 9."),
    ),
)
_MAYBE_SURPRISE = re.compile(r"[-+.\d]|(?i:y|n|yes|no|on|off|true|false)\Z")


def surprise(text: str) -> str | None:
    """What to write instead of an unquoted text that programs read in different ways; None when it is plain."""
    if _MAYBE_SURPRISE.match(text) is None:
        return None
    for pattern, remedy in _SURPRISES:
        if pattern.fullmatch(text):
            return remedy(text)
    return None


class Document:
    """A composed file: its plain data, the places of everything in it, and what is wrong with single values.

    `data` holds text, true/false, None, lists and mappings only. `problems` are those that need no knowledge of
    the language: things given twice, empty values, surprises. `touched` remembers the nodes that were named,
    so that nothing is told twice.
    """

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self._touched: set[int] = set()
        self._index: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}
        root = yaml.compose(text, Loader=_Loader)
        self.root: yaml.Node | None = root
        self.data: Plain = None if root is None else self._plain(root, ())

    # -- places --

    def place(self, loc: Loc, *, of_key: bool = False) -> Place:
        """Line and column (from 1) of the value at `loc`, or of its name; parts that match nothing are skipped."""
        key, value = self._walk(loc)
        node = key if of_key and key is not None else value
        return (1, 1) if node is None else _of_mark(node.start_mark)

    def raw(self, loc: Loc) -> Plain:
        """The plain data at `loc`; parts that match nothing are skipped."""
        data = self.data
        for part in loc:
            data = inside(data, part, data)
        return data

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
        line, column = self.place(loc, of_key=of_key)
        also_line = None if also is None else self.place(also, of_key=True)[0]
        self.problems.append(Problem(self.name, line, column, severity, text, remedy, also_line))

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
            if not isinstance(key, yaml.ScalarNode) or (key.tag == _NULL and not key.style):
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
        if not node.style and node.tag == _TRUE:
            return bool(node.value == "true")
        if not node.style and node.tag == _NULL:
            if loc[:1] != ("examples",):
                self._wrong(node, _("Nothing is written here."), _("Write a value, or remove the line."))
            return None
        text = _text(node)
        self._check_text(node, text)
        return Unquoted(text) if not node.style else text

    def _check_text(self, node: yaml.ScalarNode, text: str) -> None:
        if has_control(text):
            self._wrong(
                node, _("This text holds an invisible control character."), _("Remove the backslash that makes it.")
            )
        elif not node.style and (remedy := surprise(text)) is not None:
            said = _("{text} is read in different ways by different programs.").format(text=shown(text))
            self._wrong(node, said, remedy)

    def _wrong(self, node: yaml.Node, text: str, remedy: str, also_line: int | None = None) -> None:
        self._touched.add(id(node))
        self.problems.append(_problem(self.name, _of_mark(node.start_mark), text, remedy, also_line))


def _text(node: yaml.Node) -> str:
    value: str = node.value
    return value if value.isascii() else unicodedata.normalize("NFC", value)


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


def and_more(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems in the order of the file; a great many are cut, and the last one says how many there are."""
    ordered = sorted(set(problems), key=lambda each: (each.line, each.column, each.text))
    if len(ordered) <= PROBLEMS_MAX:
        return tuple(ordered)
    last = ordered[PROBLEMS_MAX - 1]
    rest = len(ordered) - PROBLEMS_MAX + 1
    more = _problem(
        last.file,
        (last.line, last.column),
        ngettext("{count} more problem follows.", "{count} more problems follow.", rest).format(count=rest),
        _("Mend the ones above first."),
    )
    return (*ordered[: PROBLEMS_MAX - 1], more)
