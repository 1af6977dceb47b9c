"""The customer's card and history: facts with dates, in the customer's and the ledger's own words."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.views import Card, GivenLine, OrderLine, PromiseLine, Talk
from frontdesk.ground.language import _, ngettext
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.figures import Figures, column, pair, shortened

OPEN_STATES = ("open", "overdue")


class CardView(Widget):
    """The left column. It is painted as a whole from one talk; nothing on it is a widget of its own."""

    def __init__(self, figures: Figures, *, id: str = "card") -> None:
        super().__init__(id=id)
        self.figures = figures
        self.talk: Talk | None = None
        self.now: datetime | None = None
        self._shown: tuple[object, ...] = ()

    def show(self, talk: Talk, now: datetime) -> None:
        """Put in the conversation as it stands; `now` is the moment that "overdue" is measured against."""
        overdue = tuple(each.due_at < now for each in (*talk.promises, *(talk.card.promises if talk.card else ())))
        shown = (talk.card, talk.orders, talk.order_id, talk.promises, talk.given, talk.customer_name, overdue)
        if shown != self._shown:
            self._shown = shown
            self.talk, self.now = talk, now
            self.refresh()

    def render(self) -> Content:
        """As many lines as fit, the most important first."""
        if self.talk is None or self.now is None:
            return words("")
        cells, height = self.content_size.width, self.content_size.height
        lines = self._lines(self.talk, self.now, cells)
        return Content("\n").join(lines[: max(1, height)])

    def _lines(self, talk: Talk, now: datetime, cells: int) -> list[Content]:
        card = talk.card
        if card is None:
            return [
                words((shortened(talk.customer_name or _("Unnamed customer"), cells), "bold")),
                words((shortened(_("no card · F2 finds the customer"), cells), "$text-muted")),
                *_order_lines(talk, self.figures, cells),
                words(""),
                *_promise_lines(talk.promises, self.figures, now, cells),
                *_given_lines(talk.given, self.figures, cells, 3),
            ]
        promises = (*card.promises, *(each for each in talk.promises if each.id not in {p.id for p in card.promises}))
        return [
            _name_line(card, cells),
            *_facts(card, self.figures, cells),
            *_order_lines(talk, self.figures, cells),
            *_promise_lines(promises, self.figures, now, cells),
            *_labelled(_("likes"), " · ".join(card.likes), cells),
            *_given_lines(_newest(card, talk), self.figures, cells, 1 if self.screen.has_class("-wide") else 4),
        ]


class HistoryView(Widget):
    """The third column of a wide window: everything that was given, stays and promises, newest first."""

    def __init__(self, figures: Figures, *, id: str = "history") -> None:
        super().__init__(id=id)
        self.figures = figures
        self.talk: Talk | None = None

    def show(self, talk: Talk) -> None:
        """Put in the conversation as it stands."""
        if self.talk is None or (talk.card, talk.given) != (self.talk.card, self.talk.given):
            self.refresh()
        self.talk = talk

    def render(self) -> Content:
        """As many lines as fit."""
        talk = self.talk
        if talk is None:
            return words("")
        cells, height = self.content_size.width, max(1, self.content_size.height)
        given = _newest(talk.card, talk) if talk.card else talk.given
        orders = talk.card.orders if talk.card else talk.orders
        lines = [words((column(_("history"), cells), "$text-muted"))]
        lines += _given_lines(given, self.figures, cells, 20) or [words((_("nothing was given yet"), "$text-muted"))]
        lines += [_order_line(each, self.figures, cells, "$text-muted") for each in orders if each.id != talk.order_id]
        return Content("\n").join(lines[:height])


def _name_line(card: Card, cells: int) -> Content:
    name, tier = pair(card.name, card.tier.upper(), cells)
    return words((name, "bold"), (tier, "bold"))


def _facts(card: Card, figures: Figures, cells: int) -> list[Content]:
    since = _("since {year}").format(year=card.since.year) if card.since else ""
    visits = _("{count}x").format(count=card.visits) if card.visits else ""
    first = " · ".join(each for each in (card.standing, since, visits) if each)
    second = _fitting((card.phone or card.email, " ".join(card.languages), card.channel), cells)
    lines = [words(shortened(first, cells)), words((shortened(second, cells), "$text-muted"))]
    if card.overdue_minor:
        lines.append(words((_("open {amount}").format(amount=figures.money(card.overdue_minor)), "$text-warning")))
    return lines


def _fitting(parts: tuple[str, ...], cells: int) -> str:
    """As many of the parts as fit whole, in their order; the first one always."""
    said = ""
    for part in parts:
        longer = f"{said} · {part}" if said and part else said + part
        if not said or width(longer) <= cells:
            said = longer
    return said


def _order_lines(talk: Talk, figures: Figures, cells: int) -> list[Content]:
    chosen = next((each for each in talk.orders if each.id == talk.order_id), None)
    open_orders = [each for each in talk.orders if each.open]
    if chosen is not None:
        return [_order_line(chosen, figures, cells)]
    if len(open_orders) > 1:
        text = ngettext("{count} open · F7 says which", "{count} open · F7 says which", len(open_orders))
        return [words((shortened(text.format(count=len(open_orders)), cells), "$text-warning"))]
    return [_order_line(each, figures, cells) for each in open_orders]


def _order_line(order: OrderLine, figures: Figures, cells: int, style: str = "") -> Content:
    left, right = pair(order.label, figures.money(order.total_minor), cells)
    return words((left + right, style))


def _promise_lines(promises: tuple[PromiseLine, ...], figures: Figures, now: datetime, cells: int) -> list[Content]:
    waiting = sorted((each for each in promises if each.state in OPEN_STATES), key=lambda each: each.due_at)
    lines: list[Content] = []
    for each in waiting[:2]:
        overdue = each.state == "overdue" or each.due_at < now
        when = figures.due(each.due_at, now)
        if overdue:
            forms = (_("overdue since {when} ({who})"), _("overdue {when} ({who})"), _("overdue {when}"))
        else:
            forms = (_("promised, due {when} ({who})"), _("due {when} ({who})"), _("due {when}"))
        said = ["⚑ " + form.format(when=when, who=each.owner) for form in forms]
        tone = "$text-error bold" if overdue else "$text-warning"
        lines.append(words((next((form for form in said if width(form) <= cells), shortened(said[-1], cells)), tone)))
        lines.append(words(shortened("  " + each.text, cells)))
    return lines


def _labelled(label: str, text: str, cells: int) -> list[Content]:
    return [words((column(label, 6) + " ", "$text-muted"), shortened(text, cells - 7))] if text else []


def _given_lines(given: tuple[GivenLine, ...], figures: Figures, cells: int, most: int) -> list[Content]:
    lines: list[Content] = []
    for each in given[:most]:
        label = column(_("given") if not lines else "", 6) + " "
        amount = figures.column(figures.money(each.amount_minor) or each.quantity, 3)
        if each.taken_back:
            amount = _("taken back")  # in the place of the amount, where it is never cut
        left, right = pair(f"{figures.day(each.at)} {each.label}", amount, cells - 7)
        tone = "$text-muted" if each.taken_back else ""
        lines.append(words((label, "$text-muted"), (left + right, tone)))
    return lines


def _newest(card: Card, talk: Talk) -> tuple[GivenLine, ...]:
    known = {each.entry_id: each for each in (*card.given, *talk.given)}
    return tuple(sorted(known.values(), key=lambda each: each.at, reverse=True))
