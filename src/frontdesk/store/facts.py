"""What the card and the order know, raw: by the last part of a fact's name, as its column or `facts_json` holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from frontdesk.store import groups, one_person
from frontdesk.store.columns import unpacked_map
from frontdesk.store.driver import Connection

_CARD = (
    "name", "tier", "phone", "email", "card_number", "languages", "channel", "standing", "since", "visits", "hours",
)  # fmt: skip
_ORDER = ("label", "place", "state", "starts_on", "ends_on", "due_on")


@dataclass(frozen=True, slots=True)
class RawFacts:
    """Texts and numbers by name; `money` holds minor units. An empty text is not here: it is not known."""

    values: dict[str, Any]
    money: dict[str, int]


NOTHING_KNOWN = RawFacts({}, {})


def of_card(connection: Connection, customer_id: str) -> RawFacts:
    """The facts of a customer's card: its columns, `overdue` and `balance` in minor units, and what was imported.

    The company is the one they belong to; what a file said when belonging was not kept yet counts only without one.
    """
    row = connection.execute(
        f"SELECT {', '.join(_CARD)}, overdue_minor, balance_minor, facts_json FROM customers WHERE id = ?",
        (customer_id,),
    ).fetchone()
    if row is None:
        return NOTHING_KNOWN
    found = _raw(_CARD, row, {"overdue": row[-3], "balance": row[-2]})
    companies = groups.companies_of(connection, one_person.cards_of(connection, customer_id))
    if companies:
        found.values.pop(f"customer.{groups.COMPANY}", None)
        found.values[groups.COMPANY] = companies[0]
    return found


def of_order(connection: Connection, order_id: str) -> RawFacts:
    """The facts of an order: its columns, `total` and `paid` in minor units, and whatever else was imported."""
    row = connection.execute(
        f"SELECT {', '.join(_ORDER)}, total_minor, paid_minor, facts_json FROM orders WHERE id = ?", (order_id,)
    ).fetchone()
    if row is None:
        return NOTHING_KNOWN
    return _raw(_ORDER, row, {"total": row[-3], "paid": row[-2]})


def _raw(names: tuple[str, ...], row: tuple[Any, ...], money: dict[str, int | None]) -> RawFacts:
    values = {str(name): value for name, value in unpacked_map(row[-1]).items()}
    values.update((name, value) for name, value in zip(names, row, strict=False) if value not in (None, ""))
    return RawFacts(values, {name: minor for name, minor in money.items() if minor is not None})
