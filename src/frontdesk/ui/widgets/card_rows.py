"""The card in lines of a list: sections in the order in which a person at the desk needs them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.content import Content

from frontdesk.desk.customers.card_facts import REACHED
from frontdesk.desk.customers.card_fields import FIELDS
from frontdesk.desk.customers.card_views import (
    Card,
    ChangeLine,
    Counted,
    FactLine,
    GroupLine,
    NoteLine,
    OrderLine,
    PreferenceLine,
)
from frontdesk.desk.views import GivenLine, PromiseLine
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX
from frontdesk.ui.plain import cut, width, words
from frontdesk.ui.widgets.figures import Figures, column, pair, shortened, wrapped
from frontdesk.ui.widgets.rows import Row
from frontdesk.ui.widgets.sections import Item, Section, note

if TYPE_CHECKING:
    from datetime import date, datetime

FIELD, PROMISE, ORDER, LIKE, NOTE = "field:", "promise:", "order:", "like:", "note:"
GROUP, MEMBER, GIVEN, CHANGE = "group:", "member:", "given:", "change:"
LABEL_CELLS = 15
LINES_SHOWN, LINES_OPENED = 2, 60


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the sheet: the card, what changed on it, and what belongs to this look at it.

    `order_id` is the order that the conversation is about; `struck` what was struck out here, by its line's id;
    `opened` the line that is shown whole; `counted` how much there is of what the card has the newest of.
    """

    card: Card
    history: tuple[ChangeLine, ...]
    now: datetime
    about: bool = False
    order_id: str | None = None
    struck: Mapping[str, str] = field(default_factory=dict)
    opened: str = ""
    counted: Counted = field(default_factory=Counted)


@dataclass(frozen=True, slots=True)
class Editable:
    """A field of the card as it is edited: its name, what it is called, what it holds, how much it may hold."""

    name: str
    label: str
    text: str
    cap: int = LINE_LENGTH_MAX


def editable(card: Card, name: str) -> Editable | None:
    """The field of that name with what stands in it; None where the card has no such field."""
    fact = next((each for each in card.facts if each.name == name), None)
    if name not in FIELDS:
        return None if fact is None else Editable(name, fact.label, fact.value)
    held = {
        "name": card.name,
        "phone": card.phone,
        "email": card.email,
        "languages": " ".join(card.languages),
        "channel": card.channel,
        "hours": card.hours,
        "card_number": card.card_number,
        "since": card.since.isoformat() if card.since is not None else "",
    }
    text = held.get(name, fact.value if fact is not None else "")
    return Editable(name, _(FIELDS[name].label), text, FIELDS[name].cap)


def sections(shown: Shown, figures: Figures, cells: int) -> list[Section]:
    """The sections for lines of `cells` cells."""
    card, counted = shown.card, shown.counted
    made = (
        (_("WHO"), _who(card, figures), "", ""),
        (_("PROMISED"), _promises(card, figures, shown.now, cells), _("nothing is promised"), ""),
        (_("ORDERS AND STAYS"), _orders(shown, figures), _("none"), _newest(card.orders, counted.orders)),
        (_("LIKES AND NEEDS"), _likes(shown, figures, cells), _("nothing is noted yet · l notes it"), ""),
        (
            _("NOTES"),
            _notes(shown, figures, cells),
            _("nothing is noted yet · n notes it"),
            _newest(card.notes, counted.notes),
        ),
        (_("BELONGS WITH"), _groups(card.groups), _("nobody that we know of · b says whom"), ""),
        (_("FACTS"), _facts(shown, figures), _("nothing is known"), ""),
        (_("GIVEN"), _given(card.given, figures), _("nothing was given yet"), _newest(card.given, counted.given)),
        (_("INVESTED"), _invested(card, figures), "", ""),
        (_("CHANGED ON THIS CARD"), _changed(shown, figures, cells), _("nothing yet"), ""),
    )
    return [Section(title, tuple(items), empty, right) for title, items, empty, right in made if items or empty]


def _newest(lines: Sequence[object], count: int) -> str:
    """That there is more than what stands there, and how it is found."""
    if count <= len(lines):
        return ""
    return _("the newest {some} of {all} · / finds any").format(some=len(lines), all=count)


def _found_by(*words: str | date | None) -> str:
    """The words by which a line is found: all that it says, days also as they are written with figures."""
    return " ".join(str(each) for each in words if each)


# --- lines --------------------------------------------------------------------------------------------------


def _line(row_id: str, left: str, right: str = "", style: str = "", right_style: str = "$text-muted") -> Row:
    """What stands at the left, and at the right what gives way to nothing but its half of the line."""

    def made(cells: int) -> Content:
        text, end = pair(left, cut(right, cells // 2), cells)
        return words((text, style), (end, right_style))

    return Row(row_id, made)


def _labelled(row_id: str, label: str, value: str, source: str = "", day: str = "") -> Row:
    """A fact; where it comes from gives way to its value and its date."""

    def made(cells: int) -> Content:
        end = " · ".join(filter(None, (shortened(source, cells // 3 - width(day)), day)))
        room = cells - LABEL_CELLS - (width(end) + 1 if end else 0)
        return words(
            (column(label, LABEL_CELLS - 1) + " ", "$text-muted"),
            (column(value or "·", room), "" if value else "$text-muted"),
            (" " + end if end else "", "$text-muted"),
        )

    return Row(row_id, made)


def _long(row_id: str, text: str, right: str, cells: int, *, opened: bool, style: str = "") -> Item:
    """A text over as many lines as it may have; Enter on its line shows all of it."""
    end = cut(right, cells // 2)
    lines = wrapped(text, cells - width(end) - 2, LINES_OPENED if opened else LINES_SHOWN) or [""]
    more = tuple(note("  " + each, style) for each in lines[1:])
    return Item(_line(row_id, lines[0], end, style), _found_by(text, right), more)


# --- the sections -------------------------------------------------------------------------------------------


def _who(card: Card, figures: Figures) -> list[Item]:
    since = _("since {year}").format(year=card.since.year) if card.since is not None else ""
    visits = _("{count}x").format(count=card.visits) if card.visits else ""
    standing = " · ".join(filter(None, (card.standing, card.tier, since, visits)))
    rows = [_line(FIELD + "name", card.name, standing, "bold")]
    reached = " · ".join(filter(None, (card.phone, card.email if not card.phone else "")))
    how = " · ".join(filter(None, (card.channel, " ".join(card.languages))))
    rows.append(_line(FIELD + ("email" if card.email and not card.phone else "phone"), reached or "☎ ·", how))
    if card.hours:
        rows.append(_line(FIELD + "hours", _("reached {hours}").format(hours=card.hours), "", "$text-accent"))
    if card.overdue_minor:
        said = _("open {amount}").format(amount=figures.money(card.overdue_minor))
        rows.append(_line(FIELD + "overdue", said, "", "$text-warning"))
    rows += [_line("", _("also known as {words}").format(words=each), "", "$text-muted") for each in card.also]
    for alert in card.alerts:
        owed = _("{gesture} is owed").format(gesture=alert.gesture_label) if alert.gesture else ""
        rows.append(_line("", "⚑ " + alert.name, owed or alert.promise, "$text-warning" if owed else "$text-muted"))
    said = _found_by(card.name, card.phone, card.email, *card.also, *(alert.name for alert in card.alerts))
    return [Item(row, said) for row in rows]


def _promises(card: Card, figures: Figures, now: datetime, cells: int) -> list[Item]:
    items = []
    for each in sorted(card.promises, key=lambda promise: promise.due_at):
        state, style = _promise_state(each, figures, now)
        items.append(_long(PROMISE + each.id, f"{state} {each.text}", each.owner, cells, opened=False, style=style))
    for claim in card.claims:
        said = _("says: “{words}”").format(words=" ".join(claim.text.split()))
        items.append(Item(_line("", said, figures.day(claim.said_at)), said))
    return items


def _promise_state(promise: PromiseLine, figures: Figures, now: datetime) -> tuple[str, str]:
    when = figures.due(promise.due_at, now)
    if promise.state == "overdue" or promise.due_at < now:
        return "! " + _("overdue {when}").format(when=when), "$text-error"
    return "⚑ " + _("due {when}").format(when=when), "$text-warning"


def _orders(shown: Shown, figures: Figures) -> list[Item]:
    items = []
    for each in shown.card.orders:
        about = each.id == shown.order_id
        remark = _("this conversation") if about else _("goes on") if each.open else ""
        right = " · ".join(filter(None, (remark, _paid(each, figures))))  # amounts stand under one another
        mark = "● " if about else "○ " if shown.about else ""
        style = "$text-accent bold" if about else "" if each.open else "$text-muted"
        sold = tuple(_sold(each, figures))
        said = _found_by(
            each.label, right, each.starts_on, each.ends_on, *(_found_by(one.text, one.by) for one in each.promised)
        )
        items.append(Item(_line(ORDER + each.id, mark + each.label, right, style), said, sold))
    return items


def _paid(order: OrderLine, figures: Figures) -> str:
    if order.total_minor is None:
        return ""
    total = figures.money(order.total_minor)
    if order.paid_minor is None or order.paid_minor == order.total_minor:
        return total
    return _("paid {paid} of {total}").format(paid=figures.money(order.paid_minor), total=total)


def _sold(order: OrderLine, figures: Figures) -> Iterator[Row]:
    for each in order.promised:
        by = " ".join(filter(None, (each.by, figures.day(each.on) if each.on else "")))
        yield _line("", "    " + _("sold with: {text}").format(text=each.text), by, "$text-warning")


def _likes(shown: Shown, figures: Figures, cells: int) -> list[Item]:
    items = []
    for each in sorted(shown.card.preferences, key=lambda like: like.lasting):
        row_id = LIKE + each.id
        style = "" if each.lasting else "$text-accent"
        items.append(
            _long(row_id, each.text, like_right(each, figures), cells, opened=row_id == shown.opened, style=style)
        )
    return items + _struck(shown, LIKE)


def like_right(like: PreferenceLine, figures: Figures) -> str:
    """Whose words, until when, and when it was noted by whom."""
    until = "" if like.until is None else _("until {day}").format(day=figures.day(like.until))
    only = "" if like.lasting else " ".join(filter(None, (_("this time"), until)))
    whose = _("says {who}").format(who=like.whose) if like.whose else ""
    noted = " ".join(filter(None, (figures.day(like.noted_at), like.noted_by)))
    return " · ".join(filter(None, (only or until, whose, noted)))


def _notes(shown: Shown, figures: Figures, cells: int) -> list[Item]:
    def item(line: NoteLine) -> Item:
        right = " ".join(filter(None, (figures.day(line.noted_at), line.noted_by)))
        return _long(NOTE + line.id, line.text, right, cells, opened=NOTE + line.id == shown.opened)

    return [*map(item, shown.card.notes), *_struck(shown, NOTE)]


def _struck(shown: Shown, kind: str) -> list[Item]:
    return [
        Item(_line(row_id, "✗ " + text, _("struck out · u puts it back"), "$text-muted"), text)
        for row_id, text in shown.struck.items()
        if row_id.startswith(kind)
    ]


def _groups(groups: Sequence[GroupLine]) -> list[Item]:
    items = []
    for group in groups:
        kind = _("household") if group.kind == "household" else _("company")
        said = " ".join(filter(None, (kind, group.name)))
        items.append(Item(_line(GROUP + group.id, said, group.role), said))
        for each in group.members:
            items.append(Item(_line(f"{MEMBER}{group.id}:{each.customer_id}", "  " + each.name, each.role), each.name))
    return items


def _facts(shown: Shown, figures: Figures) -> list[Item]:
    """Those of the owner's system, then how they are called and reached; what is not known can be written, too."""
    card = shown.card
    reached = {each.name: each for each in card.reached}
    items = [_fact(each, figures) for each in card.facts]
    for name in REACHED:
        label = _(FIELDS[name].label)
        unknown = Item(_labelled(FIELD + name, label, ""), label)
        items.append(_fact(reached[name], figures) if name in reached else unknown)
    return items


def _fact(fact: FactLine, figures: Figures) -> Item:
    day = "" if fact.at is None else figures.day(fact.at)
    said = _found_by(fact.label, fact.value, fact.source, day)
    return Item(_labelled(FIELD + fact.name, fact.label, fact.value, fact.source, day), said)


def _given(given: Sequence[GivenLine], figures: Figures) -> list[Item]:
    items = []
    for each in given:
        amount = _("taken back") if each.taken_back else figures.money(each.amount_minor) or each.quantity
        right = " · ".join(filter(None, (each.staff, amount)))
        style = "$text-muted" if each.taken_back else ""
        limits = tuple(note(f"      {use.words}") for use in each.limits)
        left = f"{figures.day(each.at)}  {each.label}"
        said = _found_by(left, right, figures.days.wall(each.at).date())
        items.append(Item(_line(GIVEN + each.entry_id, left, right, style), said, limits))
    return items


def _invested(card: Card, figures: Figures) -> list[Item]:
    """Two lists with dates and their sums; no sentence says that one caused the other."""
    found = card.invested
    if found is None:
        return []
    since = _("since {day}").format(day=figures.day(found.first_on))
    rows = [_line("", _("given, {since}").format(since=since), figures.money(found.given_minor))]
    rows += [
        _line("", f"    {figures.day(each.at)}  {each.label}", figures.money(each.amount_minor), "$text-muted")
        for each in found.given
    ]
    rows.append(_line("", _("orders that began later"), figures.money(found.orders_minor)))
    rows += [
        _line("", "    " + each.label, figures.money(each.total_minor), "$text-muted") for each in found.orders
    ]  # fmt: skip
    return [Item(row, "") for row in rows]


def _changed(shown: Shown, figures: Figures, cells: int) -> list[Item]:
    items = []
    for each in shown.history:
        text, right, style = _change_words(each, figures)
        row_id = CHANGE + each.id
        items.append(_long(row_id, text, right, cells, opened=row_id == shown.opened, style=style))
    return items


def _change_words(change: ChangeLine, figures: Figures) -> tuple[str, str, str]:
    def said(before: str, after: str) -> str:
        return f"{before or '·'} → {after or '·'}" if before else after or "·"

    what = " · ".join(f"{each.label}: {said(each.before, each.after)}" for each in change.fields)
    undone = _("undone") if change.undone_at is not None else ""
    merged = _("on the merged card {name}").format(name=change.merged_card) if change.merged_card else ""
    right = " · ".join(filter(None, (undone, merged, change.source)))
    return f"{figures.day(change.at)} {figures.time(change.at)} {what}", right, "$text-muted" if undone else ""
