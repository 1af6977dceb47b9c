"""Thirty names that are code, on every way by which a text reaches the screen (T05, T06)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
import uidesk
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingsMap
from textual.content import Content
from textual.widget import Widget
from textual.widgets import (
    Button,
    Checkbox,
    Collapsible,
    DataTable,
    Digits,
    Footer,
    Header,
    Input,
    Label,
    Link,
    ListItem,
    ListView,
    Log,
    OptionList,
    Placeholder,
    RadioButton,
    RadioSet,
    RichLog,
    Select,
    SelectionList,
    Static,
    Tab,
    TabbedContent,
    TabPane,
    Tabs,
    TextArea,
    Tree,
)
from textual.widgets.option_list import Option

from figures import TellFigures
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


def logged(name: str) -> Widget:
    widget = Log()
    widget.write_line(cut(name, 60))
    return widget


def richly_logged(name: str) -> Widget:
    """One that reads what is written to it as markup, where it is a string."""
    widget = RichLog(markup=True, highlight=True, min_width=60)
    widget.write(cell(name))
    return widget


def row_label(name: str) -> Widget:
    widget = DataTable[Any](show_header=False)
    widget.add_column("", width=4)
    widget.add_row("here", label=cell(name))
    return widget


def relabelled(name: str) -> Widget:
    widget = Tree[None]("here")
    widget.root.add_leaf("there").set_label(cell(name))
    widget.root.expand()
    return widget


def option_replaced(name: str) -> Widget:
    widget = OptionList(Option("here", id="one"))
    widget.replace_option_prompt("one", plain(name))
    return widget


def tabbed(name: str) -> Widget:
    widget = TabbedContent(plain(name))
    widget.compose_add_child(Static("here"))
    return widget


def paned(name: str) -> Widget:
    widget = TabbedContent()
    widget.compose_add_child(TabPane(plain(name), Static("here")))
    return widget


# The program takes the first eight; the others are those that a screen of tomorrow may take by the same functions.
WAYS: dict[str, Callable[[str], Widget]] = {
    "Static": lambda name: Static(plain(name)),
    "Static.update": changed,
    "a widget's own render": Painted,
    "one cut to its column": lambda name: Static(words(fitted(name, 30), "|", cut(name, 30))),
    "Input": lambda name: Input(name, compact=True),
    "Input placeholder": lambda name: Input(placeholder=name, compact=True),
    "TextArea": lambda name: TextArea(name, compact=True),
    "Digits": lambda name: Digits(cut(name, 60)),
    "TextArea placeholder": lambda name: TextArea(placeholder=plain(name), compact=True),
    "Label": lambda name: Label(plain(name)),
    "border title": framed,
    "tooltip": hinted,
    "DataTable": table,
    "DataTable row label": row_label,
    "Tree": tree,
    "Tree set_label": relabelled,
    "OptionList": lambda name: OptionList(plain(name)),
    "OptionList replaced": option_replaced,
    "Button": lambda name: Button(plain(name)),
    "Checkbox": lambda name: Checkbox(plain(name)),
    "RadioButton": lambda name: RadioButton(plain(name)),
    "RadioSet": lambda name: RadioSet(RadioButton(plain(name))),
    "SelectionList": lambda name: SelectionList[int]((plain(name), 0)),
    "Select": lambda name: Select[int]([(cast(Any, plain(name)), 0)], value=0, allow_blank=False),
    "Tab": lambda name: Tabs(Tab(plain(name))),
    "TabbedContent": tabbed,
    "TabPane": paned,
    "Collapsible": lambda name: Collapsible(title=cast(Any, plain(name))),
    "ListView": lambda name: ListView(ListItem(Label(plain(name)))),
    "Log": logged,
    "RichLog": richly_logged,
    "Link": lambda name: Link(cut(name, 60), url="", tooltip=cast(Any, plain(name))),
    "Placeholder": lambda name: Placeholder(cast(Any, plain(name))),
}
# Those that have one text at a time (title and subtitle, a message, the keys below) have tests of their own. Markdown
# and the prompt of an empty Select have no safe way: the lint of test_plain_lint.py lets nobody use them.


class Host(App[None]):
    """Every name on one of the ways, one under the other."""

    CSS = """
        Painted, TextArea, Static, Label, Button, Checkbox, RadioButton, RadioSet, Select, Link, Placeholder, Digits
            { height: 3; overflow: hidden; }
        DataTable, Tree, OptionList, SelectionList, ListView, Log, RichLog, Tabs, TabbedContent, Collapsible
            { height: 4; overflow: hidden; }
        SelectCurrent Static, Tab, CollapsibleTitle, ListItem Label, HeaderTitle { height: 1; }
        Tooltip { height: auto; }
    """

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
        for row, line in enumerate(text.splitlines()):
            if "click" in line and "Ann" in line:  # where a click would act, were it markup
                await pilot.click(offset=(line.index("Ann"), row))
        assert not app.acted
    assert not ACTING.search(text.replace("\n", "")), way
    bare = text.replace("\u200d", "")
    for kind, name in EVERY.items():  # Digits draws some of the letters as figures
        assert way == "Digits" or all(word in bare for word in words_of(name)), (way, kind)


def words_of(name: str) -> list[str]:
    """The words that must stand on the screen for it, as far as they are sure to fit."""
    return [word for word in shown(name).split()[:3] if "xxx" not in word]


def test_there_are_as_many_ways_and_names_as_are_promised(tell_figures: TellFigures) -> None:
    ways = len(WAYS) + len(ONE_AT_A_TIME)
    assert ways >= 29 and len(NAMES) == 30
    tell_figures(f"{ways} ways to the screen x {len(EVERY)} hostile names: 0 acted, 0 ended the program")


class Framed(Host):
    """A title, a subtitle, keys below and a message, each of them one text."""

    TOOLTIP_DELAY = 0.01

    def __init__(self, way: str) -> None:
        super().__init__(lambda name: Static(""))
        self.one = way

    def compose(self) -> ComposeResult:
        yield Header()
        yield Static("here", id="here")
        yield Footer()

    def shows(self, name: str) -> None:
        """Put the name on the one way."""
        line = cut(name, 60)
        if self.one == "Header title":
            self.title = line
        elif self.one == "Header subtitle":
            self.screen.sub_title = line
        elif self.one == "Footer":
            self._bindings = BindingsMap([Binding("f2", "boom", line)])
            self.refresh_bindings()
        else:
            self.clear_notifications()
            self.notify("here", title=line, markup=False, timeout=600)


ONE_AT_A_TIME = ("Header title", "Header subtitle", "Footer", "notify title", "notify")


@pytest.mark.parametrize("way", ONE_AT_A_TIME[:-1])
async def test_a_name_that_is_code_is_shown_where_there_is_one_text_at_a_time(way: str) -> None:
    app = Framed(way)
    async with app.run_test(size=(100, 24), tooltips=True, notifications=True) as pilot:
        for kind, name in EVERY.items():
            app.shows(name)
            await uidesk.ready(pilot)
            text = uidesk.drawn(app)
            bare = text.replace("\u200d", "")
            assert all(word in bare for word in words_of(name)), (way, kind, text)
            assert not ACTING.search(text.replace("\n", "")), (way, kind)
            if kind == "click boom" and way != "Footer":  # a click on the key below is that key
                row = next(at for at, line in enumerate(text.splitlines()) if "click" in line)
                await pilot.click(offset=(text.splitlines()[row].index("Ann"), row))
        assert not app.acted


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


def _raw_table(name: str, *, header: bool = False) -> Widget:
    widget = DataTable[Any](show_header=header)
    widget.add_column(name if header else "", width=60)
    widget.add_row("" if header else name)
    return widget


def _raw_tree(name: str) -> Widget:
    widget = Tree[None](name)
    widget.root.expand()
    return widget


def _raw_border(name: str) -> Widget:
    widget = Static("here")
    widget.styles.border = ("round", "red")
    widget.border_title = name
    return widget


def _raw_tabs(name: str) -> Widget:
    widget = TabbedContent(name)
    widget.compose_add_child(Static("here"))
    return widget


RAW: dict[str, Callable[[str], Widget]] = {
    "Static": Static,
    "Label": Label,
    "Button": Button,
    "Checkbox": Checkbox,
    "RadioButton": RadioButton,
    "OptionList": OptionList,
    "SelectionList": lambda name: SelectionList[int]((name, 0)),
    "Select": lambda name: Select[int]([(name, 0)], value=0, allow_blank=False),
    "Select prompt": lambda name: Select[int]([], prompt=name),
    "Tab": lambda name: Tabs(Tab(name)),
    "TabbedContent": _raw_tabs,
    "Collapsible": lambda name: Collapsible(title=name),
    "Placeholder": Placeholder,
    "border title": _raw_border,
    "DataTable": _raw_table,
    "DataTable header": lambda name: _raw_table(name, header=True),
    "Tree": _raw_tree,
}
"""The same ways with a plain string where the safe text was."""


@pytest.mark.parametrize("way", RAW)
async def test_the_same_name_as_a_plain_string_would_act_or_end_the_program(way: str) -> None:
    """The pair of the tests above: without `plain` and `cell` they would be red."""

    def one(name: str) -> Widget:
        return RAW[way](name) if name == EVERY["click boom"] else Static("")

    app = Host(one)
    async with app.run_test(size=(100, 120)) as pilot:
        await uidesk.ready(pilot)
        text = uidesk.drawn(app)
        assert "Ann" in text and "[@click" not in text, "read as markup"
    with pytest.raises(Exception, match=r"closing|tag|markup"):
        async with Host(RAW[way]).run_test(size=(100, 120)) as pilot:
            await uidesk.ready(pilot)


@pytest.mark.parametrize("way", ["notify", "tooltip"])
async def test_the_same_name_as_a_plain_string_would_end_the_program_there_too(way: str) -> None:
    app = Framed("Footer")
    with pytest.raises(Exception, match=r"closing|tag|markup"):
        async with app.run_test(size=(100, 24), tooltips=True, notifications=True) as pilot:
            if way == "notify":
                app.notify(EVERY["closing tag"])
            else:
                app.query_one("#here").tooltip = EVERY["closing tag"]
                await pilot.hover("#here")
            await uidesk.until(pilot, lambda: app._exception is not None)
