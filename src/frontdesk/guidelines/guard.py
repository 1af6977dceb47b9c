"""From bytes to a text that may be composed: size, UTF-8, control characters, then the stream of events.

PyYAML's C composer can end the process on deep nesting, so nothing reaches it that this has not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from frontdesk.ground.language import _
from frontdesk.ground.text import has_control
from frontdesk.guidelines.loader import Loader
from frontdesk.guidelines.problems import ERROR, PROBLEMS_MAX, Problem, shown
from frontdesk.guidelines.syntax import said

SIZE_MAX = 256 * 1024
DEPTH_MAX = 20
NODES_MAX = 35_000  # 500 gestures with everything the language has are some 25,000
_LINE_BREAK = re.compile("\r\n|\r|\n")


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


def _place_after(before: str) -> tuple[int, int]:
    lines = _LINE_BREAK.split(before)
    return len(lines), len(lines[-1]) + 1


def _problem(name: str, place: tuple[int, int], text: str, remedy: str) -> Problem:
    return Problem(name, place[0], place[1], ERROR, text, remedy)


# --- events -------------------------------------------------------------------------------------------------


def guard(text: str, name: str) -> tuple[Problem, ...]:
    """What makes the text dangerous to compose, or not YAML at all; () when it may be composed.

    Depth, number of nodes, a second document and bad syntax stop the reading at once.
    """
    found: list[Problem] = []
    depth = nodes = documents = 0
    try:
        for event in yaml.parse(text, Loader=Loader):
            if isinstance(event, yaml.NodeEvent):
                nodes += 1
                depth += isinstance(event, yaml.CollectionStartEvent)
                if _is_suspect(event):
                    found.extend(_forbidden(event, name, _place_of(event)))
                if depth > DEPTH_MAX or nodes > NODES_MAX or len(found) >= PROBLEMS_MAX:
                    found.extend(_too_much(name, _place_of(event), depth, nodes))
                    break
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    found.append(_second_document(name, _place_of(event)))
                    break
    except yaml.YAMLError as wrong:
        found.append(_syntax(wrong, text, name))
    return tuple(found)


def _place_of(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (1, 1) if mark is None else (mark.line + 1, mark.column + 1)


def _is_suspect(event: yaml.NodeEvent) -> bool:
    """Whether `_forbidden` has to look at it: hardly ever, and a file has tens of thousands of these."""
    return (
        event.anchor is not None
        or getattr(event, "tag", None) is not None
        or (isinstance(event, yaml.ScalarEvent) and event.value == "<<")
    )


def _second_document(name: str, place: tuple[int, int]) -> Problem:
    return _problem(
        name, place, _("A second document begins here."), _("Keep one document: remove the line of three dashes.")
    )


def _too_much(name: str, place: tuple[int, int], depth: int, nodes: int) -> Iterator[Problem]:
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


def _forbidden(event: yaml.NodeEvent, name: str, place: tuple[int, int]) -> Iterator[Problem]:
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
    tag = getattr(event, "tag", None)
    if tag is not None:
        yield _problem(
            name,
            place,
            _("{text} is a type tag.").format(text=shown(str(tag).replace("tag:yaml.org,2002:", "!!"))),
            _("Remove it; in quotes if the ! belongs to a text."),
        )
    if isinstance(event, yaml.ScalarEvent) and not event.style and event.value == "<<":
        yield _problem(
            name, place, _("{text} merges another place of the file.").format(text="`<<`"), _("Write the lines here.")
        )


def _syntax(wrong: yaml.YAMLError, text: str, name: str) -> Problem:
    index, place, sentence, remedy = said(wrong)
    if place is None:
        place = _place_after(text[: index or 0])
    return _problem(name, place, sentence, remedy)
