"""Thirty names that are code, on every way by which a text reaches the screen (T05, T06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import uidesk
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Input, Label, OptionList, Static, TextArea, Tree

from frontdesk.ui.plain import cell, cut, fitted, install_line_filter, plain, words
from hostile_texts import ACTING, NAMES, SURROGATE, shown

EVERY = {**NAMES, "lone surrogate": SURROGATE}


class Painted(Widget):
    """A widget that paints itself, as most of the program's do."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.text = name

    def render(self) -> Content:
        """The name between two words."""
        return Content("\n").join([words(("<", "bold"), (self.text, "$warning"), ">")])


def changed(name: str) -> Widget:
    widget = Static("")
    widget.update(words("<", name, ">"))
    return widget


def framed(name: str) -> Widget:
    widget = Static("here")
    widget.styles.border = ("round", "red")
    widget.border_title = plain(name)
    widget.border_subtitle = plain(name)
    return widget


def hinted(name: str) -> Widget:
    widget = Static(plain(name))
    widget.tooltip = plain(name)
    return widget


def table(name: str) -> Widget:
    widget = DataTable[Any](show_header=True)
    widget.add_column(cell(name), width=60)
    widget.add_row(cell(name))
    return widget


def tree(name: str) -> Widget:
    widget = Tree[None](cell(name))
    widget.root.add_leaf(cell(name))
    widget.root.expand()
    return widget


# The first six are the ways the program has; the others are those a screen of tomorrow may take by the same functions.
WAYS: dict[str, Callable[[str], Widget]] = {
    "Static": lambda name: Static(plain(name)),
    "Static.update": changed,
    "a widget's own render": Painted,
    "one cut to its column": lambda name: Static(words(fitted(name, 30), "|", cut(name, 30))),
    "Input": lambda name: Input(name, compact=True),
    "Input placeholder": lambda name: Input(placeholder=name, compact=True),
    "TextArea": lambda name: TextArea(name, compact=True),
    "Label": lambda name: Label(plain(name)),
    "border title": framed,
    "tooltip": hinted,
    "DataTable": table,
    "Tree": tree,
    "OptionList": lambda name: OptionList(plain(name)),
}


class Host(App[None]):
    """Every name on one of the ways, one under the other."""

    CSS = "Painted, TextArea, Static, Label { height: 3; overflow: hidden; } DataTable, Tree, OptionList { height: 4; }"

    def __init__(self, way: Callable[[str], Widget], *, filtered: bool = True) -> None:
        super().__init__()
        self.acted: list[str] = []
        self.way = way
        if filtered:
            install_line_filter(self)

    def compose(self) -> ComposeResult:
        for name in EVERY.values():
            yield self.way(name)

    def _fatal_error(self) -> None:
        """Textual's own report shows every value of every frame: seconds of the processor for each name."""
        self._close_messages_no_wait()

    def action_boom(self) -> None:
        self.acted.append("boom")

    action_save_and_quit = action_boom

    def action_simulate_key(self, key: str) -> None:
        self.acted.append(key)

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        self.acted.append("screenshot")


@pytest.mark.parametrize("way", WAYS)
async def test_a_name_that_is_code_is_shown_as_it_is_and_acts_on_nothing(way: str) -> None:
    app = Host(WAYS[way])
    async with app.run_test(size=(100, 31 * 5), tooltips=True) as pilot:
        await uidesk.ready(pilot)
        text = uidesk.drawn(app)
        for row in range(0, len(text.splitlines())):
            if "click" in text.splitlines()[row]:
                for x in (3, 12, 30):
                    await pilot.click(offset=(x, row))
        assert not app.acted
    assert not ACTING.search(text.replace("\n", "")), way
    bare = text.replace("\u200d", "")
    for kind, name in EVERY.items():
        assert all(word in bare for word in shown(name).split()[:3] if "xxx" not in word), (way, kind)


async def test_a_message_that_is_code_is_shown_as_it_is() -> None:
    """The program's notes to the person: `notify` with the markup off, thirty at once."""
    app = Host(lambda _name: Static(""))
    async with app.run_test(size=(100, 170), notifications=True) as pilot:
        for name in EVERY.values():
            app.notify(cut(name, 40), markup=False)
        await uidesk.ready(pilot)
        await pilot.click(offset=(70, 100))
        text = uidesk.drawn(app)
        assert not app.acted
    assert "[@click=app.boom]Ann[/]" in text and ":smile: Ann" in text
    assert not ACTING.search(text.replace("\n", ""))


def _breaks(way: str) -> Callable[[str], Widget]:
    """The same way with a plain string where the safe text was."""
    if way == "DataTable":

        def raw(name: str) -> Widget:
            widget = DataTable[Any](show_header=False)
            widget.add_column("", width=60)
            widget.add_row(name)
            return widget

        return raw
    return {"Static": Static, "Label": Label, "OptionList": OptionList}[way]


@pytest.mark.parametrize("way", ["Static", "Label", "OptionList", "DataTable"])
async def test_the_same_name_as_a_plain_string_would_act_or_end_the_program(way: str) -> None:
    """The pair of the tests above: without `plain` and `cell` they would be red."""

    def one(name: str) -> Widget:
        return _breaks(way)(name) if "click boom" in EVERY and name == EVERY["click boom"] else Static("")

    app = Host(one)
    async with app.run_test(size=(100, 120)) as pilot:
        await uidesk.ready(pilot)
        assert "[@click" not in uidesk.drawn(app), "read as markup"
    with pytest.raises(Exception, match=r"closing|tag|markup"):
        async with Host(_breaks(way)).run_test(size=(100, 120)) as pilot:
            await uidesk.ready(pilot)
