"""The lines of what was found, and what can be done when nobody was."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.views import Found, QueueLine, Talk
from frontdesk.ground.language import _
from frontdesk.ui import times
from frontdesk.ui.plain import Piece, cut, fitted, plain, width, words
from frontdesk.ui.widgets.queue import queue_row, who
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import blank, heading

if TYPE_CHECKING:
    from frontdesk.desk.customers.card_views import OrderLine
    from frontdesk.desk.desk import Desk

NEW = "new"
UNNAMED = "unnamed"
UNNAMED_KEY = "F7"
FEW_LETTERS = 2
"""Nobody types fewer than so many to find more."""


def result_rows(desk: Desk, text: str, found: Sequence[Found], nameless: Sequence[OrderLine] = ()) -> list[Row]:
    """Whom the search found, best first, orders on which no name stands, and below them the ways to somebody new."""
    rows = [Row("customer:" + each.id, partial(_found_line, each, _promised(desk, each))) for each in found]
    rows += [Row("order:" + each.id, partial(_order_line, each)) for each in nameless]
    if rows:
        rows.append(blank())
    else:
        fewer = len(text) > FEW_LETTERS
        nobody = _("nobody found · Enter writes a new card")
        rows += [heading(_("{nobody} · fewer letters find more").format(nobody=nobody) if fewer else nobody), blank()]
    return rows + somebody_new(text)


def somebody_new(text: str) -> list[Row]:
    """A new customer with what was typed as their name, and a conversation without a name."""
    new = _("new customer “{name}”").format(name=text) if text else _("new customer")
    return [
        Row(NEW, lambda cells: _way(new, "", cells)),
        Row(UNNAMED, lambda cells: _way(_("conversation without a name"), UNNAMED_KEY, cells)),
    ]


def resume_rows(desk: Desk, customer: str, drafts: Sequence[QueueLine]) -> list[Row]:
    """What is still open with the customer comes first, a new conversation after it."""
    return [
        heading(_("{name} has an open conversation: go on with it?").format(name=who(customer))),
        *(queue_row(desk, draft) for draft in drafts),
        Row("begin:" + (drafts[0].customer_id or ""), lambda cells: plain(cut("+ " + _("a new conversation"), cells))),
    ]


def naming_rows(talk: Talk) -> list[Row]:
    """The conversation without a name for which a customer is being looked for."""
    words_of_it = " ".join(talk.request.split()) or _("a conversation without a name")
    return [
        heading(_("“{request}” goes on with whom you find").format(request=words_of_it)),
        blank(),
        Row(UNNAMED, lambda cells: _way(_("go on without a name"), UNNAMED_KEY, cells)),
    ]


def _way(text: str, key: str, cells: int) -> Content:
    return words(("+ ", "$text-accent"), fitted(text, cells - 6), (fitted(key, 4, right=True), "$text-muted"))


def _promised(desk: Desk, found: Found) -> str:
    due = found.promise_due_at
    if due is None:
        return ""
    return ("! " if due < desk.now() else "⚑ ") + times.short_words(desk, due)


def _order_line(order: OrderLine, cells: int) -> Content:
    return words(fitted(order.label, max(cells // 2, 20)) + "  ", (_("no name on it"), "$text-muted"))


def _found_line(found: Found, promised: str, cells: int) -> Content:
    name_cells = max(min(cells // 3, 40), 20)
    here = _("here today") if found.here_today else ""
    due: Piece = (fitted(promised, 9), "bold $text-error" if promised.startswith("!") else "$text-warning")
    here_cells = 11
    detail_cells = cells - name_cells - 9 - here_cells - 1
    because = cut(found.because, detail_cells)
    between = " · " if because and found.detail else ""
    detail = fitted(between + found.detail, max(detail_cells - width(because), 0))
    return words(
        fitted(found.name, name_cells - 2) + "  ",
        (because, "$text-accent"),
        (detail + " ", "$text-muted"),
        due,
        (fitted(here, here_cells), "$text-accent"),
    )
