"""Lists of the desk: one marked line, keys that move it, and only changed lines repainted."""

from __future__ import annotations

from typing import Any

from textual.app import App, ComposeResult

from frontdesk.ui import themes
from frontdesk.ui.plain import plain
from frontdesk.ui.widgets.rows import Row, Rows


def row(name: str, text: str = "") -> Row:
    return Row(name, lambda _cells: plain(text or name))


class Counting(Rows):
    """Counts the lines that it was asked to repaint."""

    def __init__(self) -> None:
        super().__init__(id="rows")
        self.repainted: list[int] = []
        self.cells: list[tuple[int, int | None]] = []

    def _refresh_line(self, index: int, first: int = 0, cells: int | None = None) -> None:
        self.repainted.append(index)
        self.cells.append((first, cells))
        super()._refresh_line(index, first, cells)


class Host(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.chosen: list[str] = []
        self.above = 0

    def compose(self) -> ComposeResult:
        yield Counting()

    def on_mount(self) -> None:
        self.rows.focus()

    @property
    def rows(self) -> Counting:
        return self.query_one(Counting)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.chosen.append(event.row_id)

    def on_rows_above(self, _event: Rows.Above) -> None:
        self.above += 1


HEADED = [row("", "HEAD"), row("a"), row("b"), row("", "HEAD"), row("c")]


async def test_the_mark_passes_over_headings() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        app.rows.show(HEADED)
        assert app.rows.marked == "a"
        await pilot.press("down", "down")
        assert app.rows.marked == "c"
        await pilot.press("down", "enter")
        assert app.chosen == ["c"]
        await pilot.press("home")
        assert app.rows.marked == "a"
        await pilot.press("end", "up", "up")
        assert app.rows.marked == "a"
        assert app.above == 0
        await pilot.press("up")
        assert app.above == 1


async def test_the_mark_stays_with_its_line_when_the_list_changes() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        app.rows.show(HEADED)
        await pilot.press("down")
        app.rows.show([row("new"), *HEADED])
        assert app.rows.marked == "b"
        app.rows.show([row("x"), row("y")])
        assert app.rows.marked == "x"
        app.rows.show([])
        assert app.rows.marked == ""
        await pilot.press("enter", "up", "down", "pageup", "pagedown", "home", "end")
        assert app.chosen == []


async def test_only_lines_that_differ_are_repainted() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        rows = [row(str(number)) for number in range(8)]
        app.rows.show(rows)
        app.rows.repainted.clear()
        app.rows.show(list(rows))
        assert app.rows.repainted == []
        app.rows.show([*rows[:3], row("3", "other"), *rows[4:]])
        assert app.rows.repainted == [3]
        app.rows.repainted.clear()
        await pilot.press("down")
        assert sorted(app.rows.repainted) == [0, 1]


async def test_of_a_line_only_the_cells_that_differ_are_repainted() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        app.rows.show([row("a", "張 free drink  12   96.00"), row("b", "same")])
        app.rows.cells.clear()
        app.rows.show([row("a", "張 free drink  13  104.00"), row("b", "same")])
        assert app.rows.cells == [(16, 6)]
        await pilot.pause()
        assert "104.00" in app.rows.text
        app.rows.cells.clear()
        app.rows.show([row("a", "much longer than it was before"), row("b", "same")])
        assert app.rows.cells == [(0, None)]


async def test_the_mark_goes_to_the_neighbour_of_a_line_that_is_gone() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        app.rows.show([row(name) for name in "abcd"])
        await pilot.press("down", "down")
        app.rows.show([row(name) for name in "abd"])
        assert app.rows.marked == "d"
        app.rows.show([row(name) for name in "ab"])
        assert app.rows.marked == "b"


async def test_a_line_that_comes_in_above_moves_the_marked_one_not_on_the_screen() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        many = [row(str(number)) for number in range(50)]
        app.rows.show(many)
        await pilot.press("pagedown", "pagedown")
        place = 18 - app.rows.scroll_offset.y
        app.rows.show([row("new"), row("newer"), *many])
        await pilot.pause()
        assert app.rows.marked == "18"
        assert 20 - app.rows.scroll_offset.y == place


async def test_a_long_list_scrolls_with_the_mark() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        app.rows.show([row(str(number)) for number in range(50)])
        await pilot.press("pagedown", "pagedown")
        assert app.rows.marked == "18"
        assert app.rows.scroll_offset.y <= 18 < app.rows.scroll_offset.y + app.rows.size.height
        await pilot.press("end", "pageup")
        assert app.rows.marked == "40"
        await pilot.click(Rows, offset=(3, 0))
        assert app.chosen == [str(app.rows.scroll_offset.y)]


async def test_the_end_shows_also_what_stands_behind_the_last_line_that_can_be_chosen() -> None:
    async with Host().run_test(size=(40, 6)) as pilot:
        app: Any = pilot.app
        app.rows.show([row("", "HEAD"), *(row(f"line {each}") for each in range(20)), row("", "empty · n notes it")])
        await pilot.press("end")
        await pilot.pause()
        assert app.rows.marked == "line 19"
        assert app.rows.scroll_offset.y + app.rows.size.height == len(app.rows.rows)


async def test_with_sixteen_colours_the_marked_line_is_reversed() -> None:
    async with Host().run_test(size=(40, 10)) as pilot:
        app: Any = pilot.app
        for theme in themes.OWN:
            app.register_theme(theme)
        app.theme = themes.SIXTEEN
        app.rows.show([row("a"), row("b")])
        await pilot.pause()
        styles = [[segment.style for segment in app.rows.render_line(y) if segment.style] for y in (0, 1)]
        assert styles[0] and all(style.reverse for style in styles[0])
        assert not any(style.reverse for style in styles[1])
