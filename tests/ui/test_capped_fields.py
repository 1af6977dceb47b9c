"""Each field takes what is kept and no more, and says what it left out (T26)."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from frontdesk.desk.people import pins
from frontdesk.ground import text
from frontdesk.ui import dropped
from frontdesk.ui.guard import Guard
from frontdesk.ui.pasting import PasteParser
from frontdesk.ui.screens.asked_once import CodeField
from frontdesk.ui.screens.importing_choose import PathInput
from frontdesk.ui.screens.importing_meaning import MeaningInput
from frontdesk.ui.screens.new_customer import FormInput
from frontdesk.ui.widgets.capped import CappedLine, Full, fitting, pasted_words
from frontdesk.ui.widgets.capped_text import CappedText
from frontdesk.ui.widgets.day_head import FilterInput
from frontdesk.ui.widgets.search import SearchInput
from frontdesk.ui.widgets.zone import Line, Lines
from source import modules, nodes, together

FIELDS: dict[str, tuple[Callable[[], Input | TextArea], int]] = {
    "search": (SearchInput, text.SOUGHT_LENGTH_MAX),
    "filter": (FilterInput, text.LINE_LENGTH_MAX),
    "path": (PathInput, dropped.PATH_LENGTH_MAX),
    "meaning": (MeaningInput, text.SHORT_LENGTH_MAX),
    "form": (lambda: FormInput("", name="name", limit=text.NAME_LENGTH_MAX, help_text=""), text.NAME_LENGTH_MAX),
    "code": (lambda: CodeField(Guard()), pins.DIGITS),
    "line": (lambda: Line(Guard(), cap=text.LINE_LENGTH_MAX), text.LINE_LENGTH_MAX),
    "lines": (lambda: Lines(Guard(), cap=text.NOTE_LENGTH_MAX, id="lines"), text.NOTE_LENGTH_MAX),
}


class OneField(App[None]):
    """A field and what it said."""

    def __init__(self, make: Callable[[], Input | TextArea]) -> None:
        super().__init__()
        self.make = make
        self.said: list[str] = []

    def compose(self) -> ComposeResult:
        """The field alone."""
        yield self.make()

    def on_full(self, event: Full) -> None:
        """What did not fit."""
        self.said.append(event.said)


def words_of(field: Input | TextArea) -> str:
    return field.value if isinstance(field, Input) else field.text


async def paste(app: OneField, pilot: Pilot[None], pasted: str) -> str:
    field = app.query_one("Input, TextArea")
    assert isinstance(field, (Input, TextArea))
    field.post_message(events.Paste(pasted))
    await pilot.pause()
    return words_of(field)


@pytest.mark.parametrize("name", FIELDS)
async def test_a_field_takes_what_fits_and_says_what_it_left_out(name: str) -> None:
    make, cap = FIELDS[name]
    app = OneField(make)
    async with app.run_test() as pilot:
        field = app.query_one("Input, TextArea")
        field.focus()
        whole = "7" if name == "code" else "a"
        long = whole * (cap + 8400)
        taken = await paste(app, pilot, long)
        if name == "code":  # the beginning of something longer is nobody's code
            assert taken == "" and "8,406" in app.said[-1]
            taken = await paste(app, pilot, whole * cap)
        else:
            assert app.said == [pasted_words(cap, cap + 8400)]
        assert taken == whole * cap
        said = len(app.said)
        await pilot.press(whole)
        await pilot.pause()
        assert isinstance(field, (Input, TextArea)) and words_of(field) == whole * cap
        assert len(app.said) == said + 1, "a key that is not taken says so"
        await pilot.press("backspace", whole)
        assert words_of(field) == whole * cap and len(app.said) == said + 1, "there was room for one"


@pytest.mark.parametrize("name", ["search", "line", "lines"])
async def test_a_paste_never_takes_away_what_stood_there_and_loses_no_line(name: str) -> None:
    make, cap = FIELDS[name]
    app = OneField(make)
    async with app.run_test() as pilot:
        app.query_one("Input, TextArea").focus()
        assert await paste(app, pilot, "one\r\ntwo\x1b[31m\rthree") in ("one two[31m three", "one\ntwo[31m\nthree")
        assert not app.said
        taken = await paste(app, pilot, "b" * cap)
        assert taken.startswith("one") and len(taken) == cap and len(app.said) == 1
        assert await paste(app, pilot, "more than nothing") == taken and "nothing was taken" in app.said[-1]


def test_what_was_pasted_is_cut_between_two_characters_and_measured_as_it_is_stored() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    for written, cap, fits in (
        ("abc", 2, "ab"),
        ("e\u0301" * 10, 10, "e\u0301" * 10),  # ten characters when stored
        ("e\u0301" * 11, 10, "\u00e9" * 10),
        ("x" + "z\u0302\u0323" * 3, 4, "x\u1e93\u0302"),  # no letter without its accents
        ("ab" + family, 4, "ab"),
        ("\u0958" * 10, 10, "\u0915\u093c" * 5),  # each is two when stored
    ):
        got = fitting(written, "", "", cap)
        assert got == fits
        assert text.length_kept(got) <= cap


def test_a_paste_is_one_event_however_the_bytes_are_cut() -> None:
    """Keys before and behind it stay keys; a sign within it that begins a paste is text."""
    inside = "hello \x1b wor\x1b[200~ld\x1b[20\r\n"
    for step in (1, 2, 3, 5, 7, 4096):
        parser = PasteParser()
        stream = f"ab\x1b[200~{inside}\x1b[201~x\x1b[A\x1b[200~\x1b[201~y"
        found: list[events.Event] = []
        for at in range(0, len(stream), step):
            found += [each for each in parser.feed(stream[at : at + step]) if isinstance(each, events.Event)]
        said = [each.key if isinstance(each, events.Key) else getattr(each, "text", None) for each in found]
        assert said == ["a", "b", inside, "x", "up", "", "y"], step


# --- no field without a cap ---


@together
def test_every_class_of_fields_is_capped() -> None:
    def below(kind: type) -> Iterator[type]:
        for each in kind.__subclasses__():
            yield each
            yield from below(each)

    bases: tuple[type, ...] = (Input, TextArea)
    own = [each for base in bases for each in below(base) if each.__module__.startswith("frontdesk.")]
    assert {FIELDS[name][0] for name in ("search", "filter", "path", "meaning")} <= set(own)
    for each in own:
        if not inspect.isabstract(each) and each not in (CappedLine, CappedText):
            assert issubclass(each, (CappedLine, CappedText)), each
    for path in modules("ui"):
        for node in nodes(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("Input", "TextArea", "MaskedInput"), f"{path.name}:{node.lineno}"


@together
def test_a_cap_is_a_name_and_never_a_second_figure() -> None:
    caps = 0
    for path in modules("ui"):
        if path.name == "terminal_line.py":
            continue  # its Line is the one to a terminal
        for node in nodes(path):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ("Line", "Lines"):
                continue
            found = [each.value for each in node.keywords if each.arg == "cap"]
            assert found and not isinstance(found[0], ast.Constant), f"{path.name}:{node.lineno}"
            caps += 1
    assert caps > 30


async def test_the_letter_that_begins_a_line_is_seen_when_it_is_typed() -> None:
    """A field that is lower than its words follows the cursor with each letter, not with the one after it."""
    app = OneField(lambda: Lines(Guard(), cap=text.NOTE_LENGTH_MAX, id="lines"))
    async with app.run_test(size=(20, 2)) as pilot:
        field = app.query_one(Lines)
        field.styles.height = 2
        field.focus()
        await pilot.pause()
        for letter in "the heating is dead and nobody came for a whole night":
            await pilot.press("space" if letter == " " else letter)
            assert field.region.contains_point(field.cursor_screen_offset), field.text
        assert field.wrapped_document.height > 2


@pytest.mark.parametrize("name", FIELDS)
async def test_keys_that_arrive_together_act_in_their_order(name: str) -> None:
    """A slow line brings a mistake, its Backspace and the right letter at once: the right letter stays."""
    make, _cap = FIELDS[name]
    typed, wanted = ("12⌫3", "13") if name == "code" else ("ab⌫cd←⌫e⌦f⇤g", "gaef")
    named = {"⌫": "backspace", "←": "left", "⌦": "delete", "⇤": "home"}
    app = OneField(make)
    async with app.run_test(size=(60, 5)) as pilot:
        field = app.query_one("Input, TextArea")
        field.focus()
        await pilot.pause()
        for key in typed:
            app.post_message(events.Key(named[key], None) if key in named else events.Key(key, key))
        await pilot.pause()
        assert words_of(field) == wanted
