"""One row of an imported table as an order, a booking, a membership or a table, and whom it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from frontdesk.desk.imports import cells
from frontdesk.desk.imports.cells import BadCell
from frontdesk.desk.imports.import_rows import Facts, Read, Settled, stretches
from frontdesk.desk.imports.sheets import Row
from frontdesk.ground import folding
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Fact
from frontdesk.store import customers, one_person, orders
from frontdesk.store.customers import EMAIL, PHONE, WHOLE_NAME, Customer
from frontdesk.store.driver import Connection
from frontdesk.store.orders import Order, SalePromise


class OrderRows:
    """Rows that are orders, bookings, memberships or tables."""

    columns = orders.VALUE_COLUMNS

    def __init__(self, facts: Mapping[str, Fact], exponent: int) -> None:
        self._facts = Facts(facts, exponent)
        self._exponent = exponent

    def cell(self, name: str) -> Callable[[str], Any]:
        """What a text in the column of that name becomes on an order; it may raise BadCell."""
        read, exponent = _ORDER_CELLS[name][1], self._exponent
        return lambda text: read(text, exponent)

    def trouble(self, text: str) -> str | None:
        """What the text in the column of the state says of a trouble, as the store holds it."""
        return (_trouble(text) if text else "") or None

    def fact(self, name: str, text: str) -> str:
        """The value of the fact of that short name. Raises BadCell."""
        return self._facts.text(name, text)

    def read(self, row: Row) -> Read:
        """What a row says about an order."""
        given = self._given(row)
        key = given.pop("external_key", "")
        if not key:
            raise BadCell(_("It has no order number."))
        return Read(row, key, f"k{key}", given)

    def match(self, connection: Connection, reads: Sequence[Read]) -> None:
        """By their number; and whose they are."""
        for some in stretches(reads):
            by_key = orders.by_keys(connection, [read.key for read in some])
            people = one_person.of_keys(connection, [read.row.cells.get("customer", "") for read in some])
            for read in some:
                if read.key in by_key:
                    read.known, read.known_at = by_key[read.key]
                if (named := read.row.cells.get("customer")) in people:
                    read.given["customer_id"] = people[named]
                    continue
                try:
                    whose = customer_of(connection, read.row.cells)
                except BadCell as wrong:
                    read.refused = str(wrong)
                else:
                    if whose is not None:
                        read.given["customer_id"] = whose

    def settle(self, reads: Sequence[Read], id_of: Callable[[int], str]) -> Settled:
        """What is to be written of orders."""
        settled = Settled()
        for read in reads:
            if read.known is None:
                read.given.setdefault("label", read.given.get("place") or read.key)
                now = Order(id=id_of(read.row.number), external_key=read.key, **read.given)
            else:
                assert isinstance(read.known, Order)
                now = replace(read.known, **(read.given | {"facts": {**read.known.facts, **read.given["facts"]}}))
            if now.starts_on is not None and now.ends_on is not None and now.ends_on < now.starts_on:
                read.refused = _("It ends before it starts.")
            elif read.known is None:
                settled.new.append(orders.values(now))
            elif now == read.known:
                settled.same += 1
            else:
                settled.changed_count += 1
                settled.changed.append((*orders.values(now), read.known_at))
                settled.changes.append((now.id, orders.fields(read.known), orders.fields(now)))
        return settled

    def _given(self, row: Row) -> dict[str, Any]:
        given: dict[str, Any] = {}
        exponent = self._exponent
        for name, text in row.cells.items():
            if text and (cell := _ORDER_CELLS.get(name)) is not None:
                given[cell[0]] = cell[1](text, exponent)
        if row.cells.get("state"):
            given["trouble"] = _trouble(row.cells["state"])
        if row.cells.get("promised"):
            given["promised"] = _sale_promises(row.cells)
        nights = row.cells.get("nights", "")
        if nights:
            count = cells.whole(nights, self._exponent)
            start: date | None = given.get("starts_on")
            if start is not None and "ends_on" not in given:
                given["ends_on"] = start + timedelta(days=count)
        given["facts"] = self._facts.of(row)
        if nights and "nights" in self._facts.names:
            given["facts"]["nights"] = self._facts.text("nights", nights)
        return given


def customer_of(connection: Connection, row: Mapping[str, str]) -> str | None:
    """Whom a row names: by the customer's key, telephone, e-mail or unmistakable name. None: nobody is named.

    Raises BadCell for somebody who is not known, or whose name several have.
    """
    key, name = row.get("customer", ""), row.get("customer_name", "")
    number, email = folding.digits(row.get("customer_phone", "")), row.get("customer_email", "")
    found: tuple[Customer, ...] = ()
    if key:
        by_key = customers.by_key(connection, key)
        found = () if by_key is None else (by_key,)
        name = name or key
    if not found and number:
        found = customers.with_term(connection, PHONE + number)
    if not found and email:
        found = customers.with_term(connection, EMAIL + customers.email_term(email))
    if not found and name:
        wanted = folding.folded(name)
        found = customers.with_term(connection, WHOLE_NAME + wanted)  # also "Ozola Anna" for "Anna Ozola"
        found = tuple(each for each in found if folding.folded(each.name) == wanted) or found
    said = name or number or email
    if not said:
        return None
    if not found:
        raise BadCell(_("No customer {who} is known; import the customers first.").format(who=cells.shown(said)))
    people = {one_person.kept_id(connection, each.id) for each in found}
    if len(people) > 1:
        raise BadCell(_("Several customers are called {who}; name the id.").format(who=cells.shown(said)))
    return people.pop()


def _sale_promises(row: Mapping[str, str]) -> tuple[SalePromise, ...]:
    """What was promised in the sale: several with | or ; between, all by the same person on the same day."""
    by, at = cells.line(row.get("promised_by", ""), 0), row.get("promised_at", "")
    on = cells.day(at, 0) if at else None
    return tuple(SalePromise(text, by, on) for text in cells.several(row["promised"], 0))


_day = lru_cache(maxsize=20_000)(cells.day)  # people came on the same days
_state = lru_cache(maxsize=1000)(cells.state)
_trouble = lru_cache(maxsize=1000)(cells.trouble)
_money = lru_cache(maxsize=20_000)(cells.money)
_ORDER_CELLS: Mapping[str, tuple[str, Callable[[str, int], Any]]] = {
    "key": ("external_key", cells.key),
    "label": ("label", cells.line),
    "place": ("place", cells.short),
    "state": ("state", _state),
    "starts_on": ("starts_on", _day),
    "ends_on": ("ends_on", _day),
    "total": ("total_minor", _money),
    "paid": ("paid_minor", _money),
    "due_on": ("due_on", _day),
}
