"""The lines of what waits: promises that are overdue or due, and open conversations."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.views import QueueKind, QueueLine
from frontdesk.ground.language import N_, _
from frontdesk.ui import times
from frontdesk.ui.plain import fitted, width, words
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import blank, heading, note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

STATE_CELLS = 10
TIME_CELLS = 7
OWNER_CELLS = 9

_STATES = {
    QueueKind.OVERDUE: ("! ", N_("overdue"), "bold $text-error"),
    QueueKind.DUE: ("⚑ ", N_("due"), "$text-warning"),
    QueueKind.REVIEW: ("✎ ", N_("answer"), "$text-warning"),
    QueueKind.MISSED: ("☎ ", N_("called"), "$text-warning"),
    QueueKind.EVENT: ("☎ ", N_("to call"), "$text-warning"),
    QueueKind.DRAFT: ("· ", N_("open"), "$text-muted"),
}

_PREFIXES = {
    QueueKind.OVERDUE: "promise",
    QueueKind.DUE: "promise",
    QueueKind.EVENT: "event",
    QueueKind.MISSED: "missed",
}


def queue_rows(desk: Desk, queue: Sequence[QueueLine]) -> list[Row]:
    """The queue under its headings; an empty one says what comes next."""
    promises = [line for line in queue if line.kind in (QueueKind.OVERDUE, QueueKind.DUE)]
    written = [line for line in queue if line.kind is QueueKind.REVIEW]
    missed = [line for line in queue if line.kind is QueueKind.MISSED]
    gathered = [line for line in queue if line.kind is QueueKind.EVENT]
    drafts = [line for line in queue if line.kind is QueueKind.DRAFT]
    if not queue:
        return [blank(), note(_("nobody is waiting · type a name, or {key} for somebody new").format(key="F7"))]
    rows: list[Row] = []
    if promises:
        rows += [heading(_("PROMISED")), *(queue_row(desk, line) for line in promises)]
    if missed:
        gap = [blank()] if rows else []
        rows += [*gap, heading(_("TO CALL BACK")), *(queue_row(desk, line) for line in missed)]
    if written:
        gap = [blank()] if rows else []
        rows += [*gap, heading(_("TO ANSWER")), *(queue_row(desk, line) for line in written)]
    if gathered:
        gap = [blank()] if rows else []
        rows += [*gap, heading(_("MASS EVENTS")), *(queue_row(desk, line) for line in gathered)]
    if drafts:
        gap = [blank()] if rows else []
        rows += [*gap, heading(_("OPEN CONVERSATIONS")), *(queue_row(desk, line) for line in drafts)]
    return rows


def first_day_rows(takes_files: bool) -> list[Row]:
    """A desk at which nobody is known yet says how customers come to it."""
    rows = [blank(), heading(_("NOBODY IS KNOWN HERE YET"))]
    if takes_files:
        rows.append(note(_("F9 brings customers and orders in out of a file · or drag the file in here")))
    rows.append(note(_("a name and Enter write a card · F7 talks with somebody without one")))
    return rows


def queue_row(desk: Desk, line: QueueLine) -> Row:
    """One line of the queue: state, time, customer, what, owner."""
    opens = "" if line.fits_from is None else times.short_words(desk, line.fits_from)
    return Row(
        f"{_PREFIXES.get(line.kind, 'talk')}:{line.id}",
        partial(_queue_line, line, times.short_words(desk, line.at), opens),
    )


def _queue_line(line: QueueLine, time: str, opens: str, cells: int) -> Content:
    symbol, word, style = _STATES[line.kind]
    hint = _("not before {time}").format(time=opens) if opens else ""
    return in_columns(
        cells, (symbol + _(word), style), (time, style), who(line.customer_name), line.text, line.owner, hint
    )


def promise_state(state: str) -> tuple[str, str, str]:
    """Symbol, word and style of a promise's state."""
    return {
        "overdue": ("!", _("overdue"), "bold $text-error"),
        "open": ("⚑", _("due"), "$text-warning"),
        "kept": ("✓", _("kept"), "$text-muted"),
        "early": ("✓", _("early"), "$text-muted"),
        "late": ("✓", _("kept late"), "$text-muted"),
    }.get(state, ("·", state, "$text-muted"))


def in_columns(
    cells: int, state: tuple[str, str], time: tuple[str, str], name: str, text: str, owner: str, hint: str = ""
) -> Content:
    """State, time, name, text and owner in the columns that all lists of the desk share.

    A hint stands at the end of the text's own column, so that nothing else moves.
    """
    name_cells = max(min(cells // 4, 32), 18)
    text_cells = cells - STATE_CELLS - TIME_CELLS - name_cells - OWNER_CELLS - 1
    hint_cells = width(hint) + 1 if hint and width(hint) + 1 <= text_cells * 2 // 3 else 0
    return words(
        (fitted(state[0], STATE_CELLS - 1) + " ", state[1]),
        (fitted(time[0], TIME_CELLS - 1) + " ", time[1]),
        fitted(name, name_cells - 2) + "  ",
        fitted(text, text_cells - hint_cells),
        (" " + hint if hint_cells else "", "$text-warning"),
        " ",
        (fitted(owner, OWNER_CELLS), "$text-muted"),
    )


def who(name: str) -> str:
    """A name to show; a conversation without one says so."""
    return name or _("without a name")
