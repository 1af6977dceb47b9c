"""The facts on a card, each with where it comes from and since when: a file, a person, or the first conversation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from frontdesk.desk.customers.card_fields import FIELDS, card_facts, label_of, value_words
from frontdesk.desk.customers.card_views import FactLine
from frontdesk.ground.dates import day_words
from frontdesk.ground.language import _
from frontdesk.store import changes
from frontdesk.store.changes import FACTS, Change, Origin
from frontdesk.store.columns import as_optional_day

if TYPE_CHECKING:
    from datetime import datetime

    from frontdesk.desk.desk import Desk
    from frontdesk.store.customers import Customer
    from frontdesk.store.driver import Connection

SHOWN = ("standing", "tier", "since", "visits", "balance", "overdue")
REACHED = ("name", "phone", "email", "languages", "channel", "hours", "card_number")
_CHANGES_READ = 100


def facts_in(
    connection: Connection, desk: Desk, customer: Customer
) -> tuple[tuple[FactLine, ...], tuple[FactLine, ...]]:
    """What is known of the customer, and how they are called and reached; what is not known is not in it."""
    known, reached = dict(_known(desk, customer)), dict(_reached(customer))
    changed = [each for each in changes.of_customer(connection, customer.id, _CHANGES_READ) if each.undone_at is None]
    origin = changes.origin(connection, customer.id)

    def lines(values: dict[str, Any]) -> tuple[FactLine, ...]:
        return tuple(_line(desk, column, value, changed, origin) for column, value in values.items())

    return lines(known), lines(reached)


def _reached(customer: Customer) -> Iterator[tuple[str, str]]:
    for name in REACHED:
        value = str(getattr(customer, FIELDS[name].column) or "")
        if value:
            yield FIELDS[name].column, value


def _known(desk: Desk, customer: Customer) -> Iterator[tuple[str, Any]]:
    held = {
        "standing": customer.standing,
        "tier": customer.tier,
        "since": None if customer.since is None else customer.since.isoformat(),
        "visits": customer.visits or None,
        "balance": customer.balance_minor,
        "overdue": customer.overdue_minor or None,
    }
    for name in SHOWN:
        if held[name] not in (None, ""):
            yield FIELDS[name].column, held[name]
    declared = {} if desk.guidelines is None else card_facts(desk.guidelines)
    for short, fact in declared.items():
        key = fact.name if fact.name in customer.facts else short
        if short not in FIELDS and customer.facts.get(key) not in (None, ""):
            yield FACTS + key, customer.facts[key]


def _line(desk: Desk, column: str, value: Any, changed: list[Change], origin: Origin | None) -> FactLine:
    said = value_words(desk, column, value)
    if column == "since":
        day = as_optional_day(str(value))
        said = said if day is None else day_words(day, desk.today())
    change = next((each for each in changed if column in each.after), None)
    source, at = _source(change, origin)
    return FactLine(column.removeprefix(FACTS).removesuffix("_minor"), label_of(desk, column), said, source, at)


def _source(change: Change | None, origin: Origin | None) -> tuple[str, datetime | None]:
    """Where the value that stands came from: the last change of it that was not undone, else how the card began."""
    if change is not None:
        file = _("import {file}").format(file=change.file_name) if change.file_name else ""
        return file or change.by_name, change.at
    if origin is None:
        return "", None
    if origin.file_name:
        return _("import {file}").format(file=origin.file_name), origin.imported_at
    if origin.first_talk_at is not None and origin.first_talk_at <= origin.made_at:
        return _("first conversation"), origin.first_talk_at
    return _("when the card was made"), origin.made_at
