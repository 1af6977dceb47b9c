"""What stands behind a line of the day that sums up several things: a list over the day, each line one Enter away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.day.day_views import TalkLine
from frontdesk.desk.learning.care_views import CauseLine, OrderCare, OrdersCare
from frontdesk.desk.views import GivenLine, PromiseLine
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.money import format_minor
from frontdesk.ui import keys, times
from frontdesk.ui.plain import fitted, plain, width, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.day_owed import TALK
from frontdesk.ui.widgets.figures import column, shortened
from frontdesk.ui.widgets.queue import promise_state, who
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

CUSTOMER = "customer:"
TIME_CELLS = 7
MONEY_CELLS = 11


@dataclass(frozen=True, slots=True)
class Listed:
    """A title, a remark, and lines. The id of a line is a conversation (`talk:`) or a customer (`customer:`)."""

    title: str
    remark: str
    rows: tuple[Row, ...]


class ListScreen(Question[str | None]):
    """Dismissed with the id of the line that was chosen, or None."""

    BINDINGS = [*keys.bindings("list")]
    HELP_TEXT = N_("What stands behind the line. Enter opens the conversation.")

    def __init__(self, listed: Listed) -> None:
        super().__init__()
        self._listed = listed

    def compose(self) -> ComposeResult:
        """The title, the lines, the keys."""
        with Vertical(classes="question listed"):
            yield Static(plain(self._listed.title, "bold"), classes="listed-title")
            yield Static(plain(self._listed.remark, "$text-muted"), classes="listed-title")
            yield Rows(id="listed")
            yield Static(plain(_("Enter opens · Esc back"), "$text-muted"), classes="question-keys")

    def on_mount(self) -> None:
        """The lines have the focus."""
        rows = self.query_one("#listed", Rows)
        rows.show(self._listed.rows or (note(_("nothing is left of it")),))
        rows.focus()

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Answer with the line."""
        event.stop()
        self.dismiss(event.row_id)

    def action_back(self) -> None:
        """Leave it."""
        self.dismiss(None)


def given_list(desk: Desk, label: str, lines: Sequence[GivenLine], exponent: int) -> Listed:
    """What was given of one gesture: when, to whom, how much. By whom is nobody's business here."""
    counted = ngettext("{count} time", "{count} times", len(lines)).format(count=len(lines))
    rows = tuple(
        Row(
            TALK + line.conversation_id,
            partial(
                _line,
                times.time_of_day(desk, line.at),
                who(line.customer_name),
                line.reason,
                line.quantity or ("" if not line.amount_minor else format_minor(line.amount_minor, exponent)),
            ),
        )
        for line in lines
    )
    return Listed(label, counted, rows)


def promises_list(desk: Desk, title: str, promises: Sequence[PromiseLine]) -> Listed:
    """Promises, each with its time, its state and whose it is."""
    rows = tuple(
        Row(
            TALK + each.conversation_id,
            partial(
                _line,
                times.short_words(desk, each.kept_at or each.due_at),
                who(each.customer_name),
                f"{promise_state(each.state)[1]} · {each.text}",
                each.owner,
            ),
        )
        for each in promises
    )
    return Listed(title, ngettext("{count} promise", "{count} promises", len(rows)).format(count=len(rows)), rows)


def talks_list(desk: Desk, title: str, talks: Sequence[TalkLine]) -> Listed:
    """Conversations, by what was asked in them."""
    counted = ngettext("{count} conversation", "{count} conversations", len(talks)).format(count=len(talks))
    return Listed(title, counted, tuple(_talk_row(desk, each) for each in talks))


def _talk_row(desk: Desk, talk: TalkLine) -> Row:
    time = times.short_words(desk, talk.at)
    return Row(TALK + talk.conversation_id, partial(_line, time, who(talk.customer_name), talk.request, ""))


def cases_list(desk: Desk, cause: CauseLine) -> Listed:
    """The times a thing came back."""
    talks = [TalkLine(each.conversation_id, each.customer_name, each.request, each.at) for each in cause.cases]
    counted = ngettext("{count} time in seven days", "{count} times in seven days", len(talks))
    seen_to = _("{owner} sees to it").format(owner=cause.owner)
    return Listed(
        cause.thing,
        f"{counted.format(count=len(talks))} · {seen_to}",
        tuple(_talk_row(desk, each) for each in talks),
    )


def care_list(care: OrdersCare) -> Listed:
    """The orders that need care, by the day they were promised for."""
    going = ngettext("{count} other order goes well", "{count} other orders go well", care.well)
    rows = tuple(_order_row(number, each) for number, each in enumerate(care.lines))
    return Listed(_("ORDERS THAT NEED CARE"), going.format(count=care.well), rows)


def _order_row(number: int, order: OrderCare) -> Row:
    # The number keeps two orders of one customer apart.
    made = partial(_line, order.key, who(order.customer_name), " · ".join(filter(None, (order.label, order.words))), "")
    return Row("" if order.customer_id is None else f"{CUSTOMER}{order.customer_id}:{number}", made)


def _line(time: str, name: str, text: str, end: str, cells: int) -> Content:
    name_cells = max(min(cells // 3, 26), 14)
    end_cells = width(end) + 1 if end else 0
    return words(
        (fitted(time, TIME_CELLS - 1) + " ", "$text-muted"),
        fitted(name, name_cells - 2) + "  ",
        column(text, cells - TIME_CELLS - name_cells - end_cells),
        (" " + shortened(end, end_cells) if end else "", "$text-muted"),
    )
