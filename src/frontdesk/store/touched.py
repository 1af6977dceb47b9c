"""Which orders and cards say something under the name of a fact: how a mass event finds a batch or a serial."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from frontdesk.store.columns import unpacked_map
from frontdesk.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Touched:
    """An order (or a card, where `order_id` is None) with a fact by which an event finds it."""

    value: str
    serial: str
    order_id: str | None
    key: str
    customer_id: str | None


def with_fact(connection: Connection, fact: str, values: Iterable[str] | None = None) -> tuple[Touched, ...]:
    """The orders and cards whose facts say something under a name that ends in `fact`; of these `values` only.

    One look through all of them: ask once for many values. Orders come first.
    """
    wanted = None if values is None else frozenset(values)
    found: list[Touched] = []
    for sql in (
        "SELECT facts_json, id, external_key, customer_id FROM orders WHERE instr(facts_json, ?) > 0 ORDER BY id",
        "SELECT facts_json, NULL, external_key, coalesce(merged_into_id, id) FROM customers"
        " WHERE instr(facts_json, ?) > 0 ORDER BY id",
    ):
        for row in connection.execute(sql, (f'{fact}":',)):
            facts = unpacked_map(row[0])
            value = said_under(facts, fact)
            if value and (wanted is None or value in wanted):
                found.append(Touched(value, said_under(facts, "serial"), row[1], row[2] or row[1] or row[3], row[3]))
    return tuple(found)


def said_under(facts: Mapping[str, object], short: str) -> str:
    """What facts say under a name whose last part is `short`; "" for nothing."""
    for name, value in facts.items():
        if name.rpartition(".")[2] == short and value not in (None, ""):
            return str(value)
    return ""
