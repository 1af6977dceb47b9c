"""A list of lines of which one is marked: the queue, what was found, the promises of the day.

Lines are made for the width at hand and repainted one by one: a changed list never repaints as a whole, because
each repainted line is bytes on somebody's slow connection.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style as RichStyle
from textual import events
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from frontdesk.ui import keys
from frontdesk.ui.plain import words

MARK = "▸ "
NO_MARK = "  "


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `make` gives its content for a width in cells; a line without an `id` cannot be chosen."""

    id: str
    make: Callable[[int], Content]


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of which one is marked; Enter or a click chooses it."""

    BINDINGS = [*keys.bindings("rows")]
    COMPONENT_CLASSES = {"rows--line", "rows--marked"}
    DEFAULT_CSS = """
    Rows {
        background: $background;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        .rows--line { color: $foreground; background: $background; }
        .rows--marked { color: $block-cursor-blurred-foreground; background: $block-cursor-blurred-background; }
        &:focus > .rows--marked {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    class Chosen(Message):
        """A line was chosen with Enter or a click."""

        def __init__(self, rows: Rows, row_id: str) -> None:
            super().__init__()
            self.rows = rows
            self.row_id = row_id

        @property
        def control(self) -> Rows:
            """The list it was chosen in."""
            return self.rows

    class Marked(Message):
        """The mark went to another line, or to none: other keys may work now."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> Rows:
            """The list it went on in."""
            return self.rows

    class Above(Message):
        """The arrow up was pressed on the first line: the person wants what stands above the list."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> Rows:
            """The list that was left."""
            return self.rows

    def __init__(
        self, *, id: str | None = None, classes: str | None = None, help_text: str = "", always_marked: bool = False
    ) -> None:
        """`always_marked` shows the mark also while something else has the focus: what Enter there would open."""
        super().__init__(id=id, classes=classes)
        self.help_text = help_text
        self._always_marked = always_marked
        self._rows: tuple[Row, ...] = ()
        self._lines: list[Content] = []
        self._marked = -1

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines as they were given."""
        return self._rows

    @property
    def marked(self) -> str:
        """The id of the marked line, "" when there is none to choose."""
        return self._rows[self._marked].id if 0 <= self._marked < len(self._rows) else ""

    @property
    def text(self) -> str:
        """All lines as plain text, one under the other."""
        return "\n".join(line.plain.rstrip() for line in self._lines)

    def show(self, rows: Sequence[Row], *, mark: str | None = None) -> None:
        """Show `rows`, repainting only the cells that differ.

        The mark stays on the line of the same id, and that line where it is on the screen. When it is gone the mark
        goes to what stood next to it; to `mark` when that is given; else to the first that can be chosen.
        """
        before, old_lines, old_marked = self._rows, self._lines, self._marked
        wanted = self._kept_mark(rows) if mark is None else mark
        was = self.marked
        self._rows = tuple(rows)
        self._lines = self._made()
        self._marked = self._index_of(wanted)
        self.virtual_size = Size(self.scrollable_content_region.width, len(rows))
        if mark is None and self.scroll_offset.y > 0 and 0 <= old_marked < len(before) and was == self.marked != "":
            self.scroll_to(y=self.scroll_offset.y + self._marked - old_marked, animate=False)
        changed = {old_marked, self._marked} if old_marked != self._marked else set()
        for index in range(max(len(old_lines), len(self._lines))):
            span = _changed(old_lines, self._lines, index)
            if span is None or index in changed:
                continue
            self._refresh_line(index, *span)
        for index in changed:
            self._refresh_line(index)
        self._scroll_to_mark()
        if was != self.marked:
            self.post_message(self.Marked(self))

    def _kept_mark(self, rows: Sequence[Row]) -> str:
        """The id of the marked line, or of the nearest one after or before it that is still there."""
        ids = {row.id for row in rows}
        if self._marked < 0 or self.marked in ids:
            return self.marked
        beside = [*self._rows[self._marked :], *reversed(self._rows[: self._marked])]
        return next((row.id for row in beside if row.id and row.id in ids), "")

    def mark(self, row_id: str) -> None:
        """Put the mark on the line with this id."""
        self._move_to(self._index_of(row_id))

    def _index_of(self, row_id: str) -> int:
        ids = [row.id for row in self._rows]
        if row_id and row_id in ids:
            return ids.index(row_id)
        return next((index for index, each in enumerate(ids) if each), -1)

    def _made(self) -> list[Content]:
        cells = max(self._line_width - len(MARK), 1)
        return [row.make(cells) for row in self._rows]

    @property
    def _line_width(self) -> int:
        # The scroll bar's column is always kept free: nothing may shift when one more line arrives.
        return max(self.size.width - 1, 1)

    def on_resize(self) -> None:
        """Make the lines anew for the new width."""
        self._lines = self._made()
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._rows))
        self.refresh()
        self._scroll_to_mark()

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= len(self._lines):
            return Strip.blank(width, self.get_component_rich_style("rows--line"))
        marked = index == self._marked and (self.has_focus or self._always_marked)
        line = words(MARK if marked else NO_MARK, self._lines[index])
        style = self.get_visual_style("rows--line", "rows--marked") if marked else self.get_visual_style("rows--line")
        strips = Visual.to_strips(self, line, width, 1, style, pad=True)
        strip = strips[0].crop_extend(0, width, style.rich_style)
        # Textual drops `reverse` from the base style of a content; with sixteen colours it is the mark.
        if marked and self.has_focus and self.get_component_styles("rows--marked").text_style.reverse:
            return Strip(Segment.apply_style(strip, post_style=RichStyle(reverse=True)), width)
        return strip

    def _refresh_line(self, index: int, first: int = 0, cells: int | None = None) -> None:
        """Repaint a line of the list, or `cells` of it from the cell `first` of its content on."""
        y = index - self.scroll_offset.y
        if 0 <= y < self.size.height:
            start = first + len(MARK) if first or cells is not None else 0
            self.refresh(Region(start, y, self.size.width - start if cells is None else cells, 1))

    def _move_to(self, index: int) -> None:
        if index == self._marked:
            return
        self._refresh_line(self._marked)
        self._marked = index
        self._refresh_line(index)
        self._scroll_to_mark()
        self.post_message(self.Marked(self))

    def _scroll_to_mark(self) -> None:
        if self._marked < 0 or self.size.height == 0:
            return
        top = self.scroll_offset.y
        first = self._marked
        while first > 0 and not self._rows[first - 1].id:
            first -= 1  # the heading above comes along
        if first < top and self._marked - first < self.size.height:
            self.scroll_to(y=first, animate=False)
        elif self._marked >= top + self.size.height:
            self.scroll_to(y=self._marked - self.size.height + 1, animate=False)

    def _step(self, start: int, by: int) -> int:
        index = start + by
        while 0 <= index < len(self._rows) and not self._rows[index].id:
            index += by
        return index if 0 <= index < len(self._rows) else -1

    def action_up(self) -> None:
        """One line up; from the first one out of the list."""
        index = self._step(self._marked, -1)
        if index < 0:
            self.post_message(self.Above(self))
        else:
            self._move_to(index)

    def action_down(self) -> None:
        """One line down; on the last one nothing."""
        index = self._step(self._marked, 1)
        if index >= 0:
            self._move_to(index)
        else:
            self.scroll_end(animate=False)

    def action_page_up(self) -> None:
        """A page up."""
        self._jump(-max(self.size.height - 1, 1))

    def action_page_down(self) -> None:
        """A page down."""
        self._jump(max(self.size.height - 1, 1))

    def _jump(self, by: int) -> None:
        target = min(max(self._marked + by, 0), len(self._rows) - 1)
        direction = 1 if by < 0 else -1
        index = target if target >= 0 and self._rows[target].id else self._step(target, direction)
        if index >= 0:
            self._move_to(index)

    def action_first(self) -> None:
        """The first line that can be chosen."""
        index = self._step(-1, 1)
        if index >= 0:
            self._move_to(index)

    def action_last(self) -> None:
        """The last line that can be chosen."""
        index = self._step(len(self._rows), -1)
        if index >= 0:
            self._move_to(index)
        self.scroll_end(animate=False)  # what stands behind it and cannot be chosen is read, too

    def action_open(self) -> None:
        """Choose the marked line."""
        if self.marked:
            self.post_message(self.Chosen(self, self.marked))

    def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        index = event.y + self.scroll_offset.y
        if 0 <= index < len(self._rows) and self._rows[index].id:
            self._move_to(index)
            self.action_open()


def _changed(before: list[Content], after: list[Content], index: int) -> tuple[int, int | None] | None:
    """What differs in a line: from which cell on, and how many cells (None: to its end); None for nothing."""
    if index >= len(before) or index >= len(after):
        return 0, None
    old, new = before[index].plain, after[index].plain
    if before[index].spans != after[index].spans:
        return 0, None
    if old == new:
        return None
    if cell_len(old) != cell_len(new):
        return 0, None
    start = _alike(old, new)
    end = _alike(old[:start:-1], new[:start:-1])
    middles = (old[start : len(old) - end], new[start : len(new) - end])
    if any(cell_len(middle) < len(middle) for middle in middles):
        return 0, None  # a mark that combines is painted with the letter before it
    return cell_len(new[:start]), cell_len(middles[1])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))
