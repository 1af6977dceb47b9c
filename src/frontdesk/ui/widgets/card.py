"""The customer's card and history: facts with dates, in the customer's and the ledger's own words."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content
from textual.widget import Widget

from frontdesk.desk.customers.card_views import Card, FactLine, OrderLine
from frontdesk.desk.views import GivenLine, PromiseLine, Talk
from frontdesk.ground.language import _, ngettext
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.figures import Figures, column, pair, shortened, wrapped

OPEN_STATES = ("open", "overdue")
SOLD_SHOWN, CLAIMS_SHOWN, ALERTS_SHOWN = 2, 2, 2
GIVEN_SHOWN, GIVEN_LINES_MIN = 20, 4


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
        named = (talk.customer_name, talk.claim)
        shown = (talk.card, talk.orders, talk.order_id, talk.promises, talk.given, named, overdue)
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
                *_claim_lines(None, talk, self.figures, cells),
                words(""),
                *_promise_lines(talk.promises, self.figures, now, cells),
                *_given_lines(talk.given, self.figures, cells, 3),
            ]
        promises = (*card.promises, *(each for each in talk.promises if each.id not in {p.id for p in card.promises}))
        return [
            _name_line(card, cells),
            *_facts(card, self.figures, cells),
            *_alert_lines(card, cells),
            *_order_lines(talk, self.figures, cells),
            *_claim_lines(card, talk, self.figures, cells),
            *_promise_lines(promises, self.figures, now, cells),
            *_known_lines(card, cells),
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
        facts = _fact_lines(talk.card.facts, self.figures, cells) if talk.card else []
        lines = _used_lines(given, self.figures, cells) or [words((_("nothing was given yet"), "$text-muted"))]
        lines = lines[: max(GIVEN_LINES_MIN, height - 1 - len(facts))]
        lines = [words((column(_("history"), cells), "$text-muted")), *lines, *facts]
        lines += [_order_line(each, self.figures, cells, "$text-muted") for each in orders if each.id != talk.order_id]
        return Content("\n").join(lines[:height])


def _used_lines(given: tuple[GivenLine, ...], figures: Figures, cells: int) -> list[Content]:
    """What was given, each with the limit it used and what is left of it."""
    said = {each.entry_id: each.limits for each in given}
    lines: list[Content] = []
    for entry, line in zip(given[:GIVEN_SHOWN], _given_lines(given, figures, cells, GIVEN_SHOWN), strict=True):
        lines.append(line)
        scarcest = min(said[entry.entry_id], key=lambda use: use.left, default=None)
        if scarcest is not None and not entry.taken_back:
            lines.append(words((" " * 7 + shortened(scarcest.words, cells - 7), "$text-muted")))
    return lines


def _fact_lines(facts: tuple[FactLine, ...], figures: Figures, cells: int) -> list[Content]:
    """What is known and since when, and where it comes from where that stands beside it whole; the card has it all."""
    lines = []
    for each in facts:
        said, day = f"{each.label} {each.value}", "" if each.at is None else figures.day(each.at)
        source = each.source if width(said) + width(each.source) + width(day) + 3 <= cells else ""
        left, right = pair(said, " ".join(filter(None, (source, day))), cells)
        lines.append(words(left, (right, "$text-muted")))
    return lines


def _name_line(card: Card, cells: int) -> Content:
    name, tier = pair(card.name, card.tier.upper(), cells)
    return words((name, "bold"), (tier, "bold"))


def _facts(card: Card, figures: Figures, cells: int) -> list[Content]:
    since = _("since {year}").format(year=card.since.year) if card.since else ""
    visits = _("{count}x").format(count=card.visits) if card.visits else ""
    first = " · ".join(each for each in (card.standing, since, visits) if each)
    number = card.phone or card.email
    beside = not card.hours or width(number) + width(card.hours) + 3 <= cells
    second = _fitting((number, card.hours if beside else "", " ".join(card.languages), card.channel), cells)
    lines = [words(shortened(first, cells)), words((shortened(second, cells), "$text-muted"))]
    if not beside:
        lines += _labelled(_("hours"), card.hours, cells)
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
        return [*_order_lines_of(chosen, figures, cells), *_sold_lines(chosen, figures, cells)]
    if len(open_orders) > 1:
        text = ngettext("{count} open · F7 says which", "{count} open · F7 says which", len(open_orders))
        which = [words((shortened(text.format(count=len(open_orders)), cells), "$text-warning"))]
        return [*which, *(line for each in open_orders for line in _sold_lines(each, figures, cells))]
    shown = open_orders or talk.orders[:1]
    sold = [line for each in shown for line in _sold_lines(each, figures, cells)]
    return [*(line for each in open_orders for line in _order_lines_of(each, figures, cells)), *sold]


def _sold_lines(order: OrderLine, figures: Figures, cells: int) -> list[Content]:
    """What was promised when it was sold: what, then by whom and when, so that whoever takes over knows it first."""
    lines: list[Content] = []
    for each in order.promised[:SOLD_SHOWN]:
        by = " ".join(filter(None, (each.by, figures.day(each.on) if each.on else "")))
        left = _("sold with: {text}").format(text=each.text)
        if width(left) + width(by) + 1 <= cells:
            text, end = pair(left, by, cells)
            lines.append(words((text, "$text-warning"), (end, "$text-muted")))
        else:
            lines.append(words((shortened(left, cells), "$text-warning")))
            if by:
                lines.append(words((shortened("  " + _("promised by {who}").format(who=by), cells), "$text-muted")))
    return lines


def _claim_lines(card: Card | None, talk: Talk, figures: Figures, cells: int) -> list[Content]:
    """What they say they were promised: said by the customer, and promised by nobody yet."""
    claims = () if card is None else card.claims
    said = [(each.text, figures.day(each.said_at)) for each in claims if each.conversation_id != talk.id]
    if talk.claim:
        said.insert(0, (talk.claim, ""))
    lines = []
    for text, day in said[:CLAIMS_SHOWN]:
        left, right = pair(_("says: “{words}”").format(words=" ".join(text.split())), day, cells)
        lines.append(words(left, (right, "$text-muted")))
    return lines


def _alert_lines(card: Card, cells: int) -> list[Content]:
    """What mass events mean for them, before they say a word."""
    lines = []
    for each in card.alerts[:ALERTS_SHOWN]:
        owed = _("{gesture} is owed").format(gesture=each.gesture_label) if each.gesture else ""
        done = "✓" if each.given and not owed else "⚑"
        said = " · ".join(filter(None, (each.name, owed)))
        lines.append(words((shortened(f"{done} {said}", cells), "$text-warning" if owed else "$text-muted")))
    return lines


def _order_lines_of(order: OrderLine, figures: Figures, cells: int) -> list[Content]:
    """Which one, and until when, whole; the amount beside it, or below it where there is no room."""
    amount = figures.money(order.total_minor)
    if not amount or width(order.label) + width(amount) + 1 <= cells:
        return [_order_line(order, figures, cells)]
    parts = wrapped(order.label, cells, 2)
    last, right = pair(parts[-1] if len(parts) > 1 else "", amount, cells)
    return [words(parts[0]), words(last, (right, "$text-muted"))]


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
        by = _("said by {name}").format(name=each.made_by) if each.made_by and each.made_by != each.owner else ""
        if width(each.text) + width(by) + 3 > cells:
            by = ""
        text, end = pair("  " + each.text, by, cells)
        lines.append(words(text, (end, "$text-muted")))
    return lines


def _known_lines(card: Card, cells: int) -> list[Content]:
    """What to go by: this time only, the newest note, what they like, who belongs with them, other names."""
    this_time = " · ".join(each.text for each in card.preferences if not each.lasting)
    likes = " · ".join(each.text for each in card.preferences if each.lasting)
    note = card.notes[0].text if card.notes else ""
    beside = [member.name for group in card.groups for member in group.members]
    named = [group.name for group in card.groups if group.name and not group.members]
    return [
        *_labelled(_("now"), this_time, cells, "$text-accent"),
        *_labelled(_("note"), note, cells),
        *_labelled(_("likes"), likes, cells),
        *_labelled(_("with"), ", ".join(dict.fromkeys((*beside, *named))), cells),
        *_labelled(_("also"), " · ".join(card.also), cells),
    ]


def _labelled(label: str, text: str, cells: int, style: str = "") -> list[Content]:
    said = shortened(text, cells - 7)
    return [words((column(label, 6) + " ", "$text-muted"), (said, style) if style else said)] if text else []


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
    known = {each.entry_id: each for each in (*talk.given, *card.given)}  # the card says what is left of limits
    return tuple(sorted(known.values(), key=lambda each: each.at, reverse=True))
