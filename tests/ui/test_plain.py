"""Text safety on the screen: what is data is never code, whatever it holds."""

from __future__ import annotations

from typing import Any

import pytest
from rich.segment import ControlType, Segment
from textual.app import App, ComposeResult
from textual.color import Color
from textual.widgets import DataTable, Static

from frontdesk.ui.plain import ControlFilter, cell, cut, fitted, install_line_filter, plain, width, words

HOSTILE = "Ann [/foo] [@click=app.boom]x[/] \x1b]0;own\x07 张伟 e\u0301 :smile: \u202eevil\u2028[true, false]"
SHOWN = "Ann [/foo] [@click=app.boom]x[/] ]0;own 张伟 e\u0301 :smile: evil[true, false]"


class Host(App[None]):
    """Shows one hostile text in both kinds of widgets."""

    def __init__(self, *, safe: bool) -> None:
        super().__init__()
        self.boomed = False
        self.safe = safe
        if safe:
            install_line_filter(self)

    def compose(self) -> ComposeResult:
        yield Static(plain(HOSTILE) if self.safe else "raw \x1b]0;own\x07", markup=False)
        yield DataTable[Any](show_header=False)

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_column("", width=70)
        table.add_row(cell(HOSTILE))

    def action_boom(self) -> None:
        self.boomed = True


def drawn(app: App[Any]) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_a_hostile_text_is_shown_as_it_is_and_a_click_on_it_does_nothing() -> None:
    app = Host(safe=True)
    async with app.run_test(size=(100, 10)) as pilot:
        for target in (Static, DataTable):
            for x in range(2, 40, 3):
                await pilot.click(target, offset=(x, 0))
        assert not app.boomed
        text = drawn(app)
    assert text.count("Ann [/foo] [@click=app.boom]x[/] ]0;own 张伟") == 2
    assert ":smile:" in text and "[true, false]" in text
    assert not any(each in text for each in "\x1b\x07\u202e\u2028")


async def test_without_the_filter_an_escape_byte_would_reach_the_terminal() -> None:
    """The pair of the test above: it shows that the filter, not Textual, keeps the terminal safe."""
    app = Host(safe=False)
    async with app.run_test(size=(100, 10)):
        assert "\x1b" in drawn(app)


def test_the_filter_is_installed_once_and_in_the_list_that_textual_reads() -> None:
    app = Host(safe=True)
    install_line_filter(app)
    assert sum(isinstance(each, ControlFilter) for each in app.get_line_filters()) == 1


def test_the_filter_leaves_textuals_own_control_segments_alone() -> None:
    control = Segment("\x1b[2J", None, [(ControlType.CLEAR,)])
    kept = ControlFilter().apply([control, Segment("a\x1bb\tc\nd")], Color(0, 0, 0))
    assert kept[0] is control
    assert kept[1].text == "ab c d"


def test_words_never_reads_a_piece_as_markup() -> None:
    line = words("[b]", ("[/x]", "bold"), plain("[red]"))
    assert line.plain == "[b][/x][red]"


def test_plain_and_cell_show_the_text_without_what_acts() -> None:
    assert plain(HOSTILE).plain == SHOWN
    assert cell(HOSTILE).plain == SHOWN
    assert not cell(HOSTILE).spans


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("Anna", 4, "Anna"),
        ("Anna Liepa", 6, "Anna…"),
        ("张伟张伟", 5, "张伟…"),
        ("张伟", 3, "张…"),
        ("a\nb", 5, "a b"),
        ("Anna", 0, ""),
        ("Anna", 1, "…"),
    ],
)
def test_a_cut_text_ends_in_an_ellipsis_and_is_never_wider(text: str, cells: int, shown: str) -> None:
    assert cut(text, cells) == shown
    assert width(cut(text, cells)) <= cells


@pytest.mark.parametrize("text", ["", "Anna", "张伟", "Олена Шевченко", "e\u0301e\u0301"])
@pytest.mark.parametrize("right", [False, True])
def test_a_fitted_text_is_exactly_as_wide_as_its_column(text: str, right: bool) -> None:
    assert width(fitted(text, 9, right=right)) == 9
