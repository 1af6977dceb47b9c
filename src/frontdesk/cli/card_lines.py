"""A customer's card as lines of text: the same facts in the same order as on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frontdesk.ground.language import _, ngettext

if TYPE_CHECKING:
    from frontdesk.cli.words import Words
    from frontdesk.desk.customers.card_views import (
        Card,
        ChangeLine,
        FactLine,
        GroupLine,
        Invested,
        NoteLine,
        PreferenceLine,
    )


def card_lines(words: Words, card: Card) -> Iterator[str]:
    """A customer's story."""
    since = _("since {year}").format(year=card.since.year) if card.since else ""
    visits = ngettext("{count} visit", "{count} visits", card.visits).format(count=card.visits)
    yield " · ".join(part for part in (card.name, card.tier, card.standing, since, visits) if part)
    yield " · ".join(
        part for part in (card.phone, card.email, card.card_number, " ".join(card.languages)) if part
    ) or _("no phone, mail or card number yet")
    for also in card.also:
        yield _("Also known as: {words}").format(words=also)
    for alert in card.alerts:
        yield words.alert(alert)
    if card.channel or card.hours:
        yield _("Wants to hear: {how}").format(how=" · ".join(part for part in (card.channel, card.hours) if part))
    if card.overdue_minor:
        yield _("Overdue: {amount}").format(amount=words.money(card.overdue_minor))
    yield from words.section(_("Facts"), [fact_words(words, each) for each in card.facts])
    yield from words.section(_("Likes and needs"), [preference_words(words, each) for each in card.preferences])
    yield from words.section(_("Belongs to"), [group_words(each) for each in card.groups])
    yield from words.section(_("Notes"), [note_words(words, each) for each in card.notes])
    orders = [[words.order(order), *(f"  {line}" for line in words.sale_promises(order))] for order in card.orders]
    yield from words.section(_("Orders"), [line for lines in orders for line in lines])
    for claim in card.claims:
        yield _("Said by the customer, {when}: {text}").format(when=words.when(claim.said_at), text=claim.text)
    yield from words.section(_("Promises"), [words.promise(promise) for promise in card.promises])
    given = [[words.given_line(line), *(f"  {each.words}" for each in line.limits)] for line in card.given]
    yield from words.section(_("Given"), [line for lines in given for line in lines])
    if card.invested is not None:
        yield from invested_lines(words, card.invested)


def invested_lines(words: Words, found: Invested) -> Iterator[str]:
    """Investments in the relationship, then the orders that began later: each with its date."""
    given = [words.given_line(line) for line in found.given]
    yield from words.section(
        _("Investment in the relationship: {amount}").format(amount=words.money(found.given_minor)), given
    )
    orders = [words.order(each) for each in found.orders] or [_("none")]
    yield from words.section(
        _("Orders that began after {day}: {amount}").format(
            day=found.first_on.isoformat(), amount=words.money(found.orders_minor)
        ),
        orders,
    )


def preference_words(words: Words, line: PreferenceLine) -> str:
    """Something the customer likes or needs, whose words it is, and since when it is known."""
    parts = [
        line.text,
        _("said by {name}").format(name=line.whose) if line.whose else "",
        "" if line.lasting else _("this time only"),
        _("until {day}").format(day=line.until.isoformat()) if line.until else "",
        words.when(line.noted_at),
        line.noted_by,
        line.id,
    ]
    return " · ".join(part for part in parts if part)


def note_words(words: Words, line: NoteLine) -> str:
    """What somebody at a desk observed, who and when."""
    return " · ".join((" ".join(line.text.split()), words.when(line.noted_at), line.noted_by, line.id))


def change_words(words: Words, line: ChangeLine) -> str:
    """One change of a card, before and after, with the id by which it is undone."""
    fields = [f"{each.label}: {each.before or '-'} -> {each.after or '-'}" for each in line.fields]
    undone = "" if line.undone_at is None else _("undone {when}").format(when=words.when(line.undone_at))
    merged = _("on the merged card {name}").format(name=line.merged_card) if line.merged_card else ""
    parts = [words.when(line.at), line.source, merged, *fields, undone, line.id if line.can_undo else ""]
    return " · ".join(part for part in parts if part)


def group_words(line: GroupLine) -> str:
    """A household or company, as what the customer belongs to it, and who else does."""
    kind = _("household") if line.kind == "household" else _("company")
    others = [each.name + (f" ({each.role})" if each.role else "") for each in line.members]
    return " · ".join(part for part in (f"{kind}: {line.name}", line.role, ", ".join(others), line.id) if part)


def fact_words(words: Words, line: FactLine) -> str:
    """A fact of the card, where it comes from and when."""
    source = " ".join(part for part in (line.source, words.when(line.at) if line.at else "") if part)
    return f"{line.label}: {line.value}" + (f" ({source})" if source else "")
