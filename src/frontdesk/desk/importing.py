"""Importing customers and orders from CSV: one transaction, safe to repeat, every refused row named.

A row is recognised again by its key (an id of the system it comes from), a customer also by name with telephone or
e-mail. An empty cell says nothing: what is known stays. Columns without a meaning here become facts when the
guidelines declare one of that name, and are listed otherwise: nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from frontdesk.desk import cells, sheets
from frontdesk.desk.cells import BadCell
from frontdesk.desk.desk import Desk
from frontdesk.desk.headers import CUSTOMER_HEADERS, ORDER_HEADERS, meanings
from frontdesk.desk.sheets import Row
from frontdesk.ground import folding
from frontdesk.ground.errors import BadInput
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Fact, Guidelines, Source
from frontdesk.store import customers, orders, preferences
from frontdesk.store.customers import EMAIL, PHONE, WHOLE_NAME, Customer
from frontdesk.store.driver import Connection
from frontdesk.store.orders import Order, SalePromise
from frontdesk.store.transaction import reading, writing

Thing = TypeVar("Thing", Customer, Order)
ROWS_AT_ONCE = 500
REFUSED_KEPT = 1000
FACT = "fact:"


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken: its number as a spreadsheet counts, and why."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or would do. `not_taken_over` are headers whose columns were left."""

    new: int
    changed: int
    same: int
    refused: tuple[Refused, ...]
    not_taken_over: tuple[str, ...]


def import_customers(desk: Desk, path: Path, encoding: str | None = None, dry_run: bool = False) -> Imported:
    """Take over the customers of a CSV file; `dry_run` only says what would happen.

    Raises BadInput for a file that is no table, Misconfigured without guidelines, StoreUnavailable; then nothing
    was taken over.
    """
    guidelines = desk.rules()
    facts = _facts(guidelines, Source.CARD)
    known = meanings(CUSTOMER_HEADERS) | _fact_headers(facts, CUSTOMER_HEADERS)
    with sheets.opened(Path(path), encoding, known) as sheet:
        if not {"name", "given", "family"} & set(sheet.known):
            raise BadInput(
                _("No column of {path} holds the names.").format(path=Path(path).name),
                _("Call it name, or first name and last name."),
            )
        with _transaction(desk, dry_run) as connection:
            work = _Customers(connection, desk, facts, dry_run)
            return work.run(sheet.rows, sheet.unknown)


def import_orders(desk: Desk, path: Path, encoding: str | None = None, dry_run: bool = False) -> Imported:
    """Take over bookings, orders, memberships or tables of a CSV file; as `import_customers`."""
    guidelines = desk.rules()
    facts = _facts(guidelines, Source.ORDER)
    known = meanings(ORDER_HEADERS) | _fact_headers(facts, ORDER_HEADERS)
    with sheets.opened(Path(path), encoding, known) as sheet:
        if "key" not in sheet.known:
            raise BadInput(
                _("No column of {path} holds the order numbers.").format(path=Path(path).name),
                _("Call it order number: by it an order is recognised when the file is imported again."),
            )
        with _transaction(desk, dry_run) as connection:
            work = _Orders(connection, desk, facts, dry_run)
            return work.run(sheet.rows, sheet.unknown)


@contextmanager
def _transaction(desk: Desk, dry_run: bool) -> Iterator[Connection]:
    with reading(desk.store) if dry_run else writing(desk.store) as connection:
        yield connection


def _facts(guidelines: Guidelines, source: Source) -> dict[str, Fact]:
    """Declared facts of that source by the last part of their name, which is how the store keeps them."""
    return {name.rpartition(".")[2]: fact for name, fact in guidelines.facts.items() if fact.source is source}


def _fact_headers(facts: Mapping[str, Fact], taken: Mapping[str, Any]) -> dict[str, str]:
    """Header keys of facts that have no column of their own: their last name part, or their whole name."""
    headers: dict[str, str] = {}
    for short, fact in facts.items():
        if short not in taken and short not in cells.OWN_COLUMNS:
            headers[sheets.header_key(short)] = headers[sheets.header_key(fact.name)] = FACT + short
    return headers


class _Import(Generic[Thing]):
    """What both imports share: rows in, each new, changed, same or refused, written in chunks."""

    def __init__(self, connection: Connection, desk: Desk, facts: Mapping[str, Fact], dry_run: bool) -> None:
        self.connection = connection
        self.desk = desk
        self.facts = facts
        self.exponent = desk.rules().business.exponent
        self.dry_run = dry_run
        self.seen: dict[str, int] = {}
        self.counts = {"new": 0, "changed": 0, "same": 0}
        self.refused: list[Refused] = []
        self.new: list[Thing] = []
        self.changed: list[Thing] = []

    def run(self, rows: Iterator[Row], unknown: tuple[str, ...]) -> Imported:
        """Every row of the table, in one transaction of the caller's."""
        for row in rows:
            try:
                if row.broken:
                    raise BadCell(row.broken)
                self.take(row)
            except BadCell as wrong:
                self.refused.append(Refused(row.number, str(wrong)))
        self.flush()
        return Imported(self.counts["new"], self.counts["changed"], self.counts["same"], tuple(self.refused), unknown)

    def take(self, row: Row) -> None:
        """Take one row over. Raises BadCell with the reason it cannot be."""
        raise NotImplementedError

    def write(self) -> None:
        """Write the `new` and the `changed` that are waiting."""
        raise NotImplementedError

    def settle(self, known: Thing | None, now: Thing, *, more: bool = False) -> None:
        """Count one that was read, beside what was known of it, and let it wait to be written; `more` is what else
        is new about it."""
        if known is None:
            self.counts["new"] += 1
            self.new.append(now)
        elif now == known and not more:
            self.counts["same"] += 1
        else:
            self.counts["changed"] += 1
            self.changed.append(now)
        if len(self.new) + len(self.changed) >= ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting, unless this is only a look."""
        if not self.dry_run:
            self.write()
        self.new, self.changed = [], []

    def once(self, identity: str, row: Row) -> None:
        """Each row of a file is somebody else. Raises BadCell for the second of the same."""
        first = self.seen.setdefault(identity, row.number)
        if first != row.number:
            raise BadCell(_("It is the same as row {row}.").format(row=first))

    def fact_values(self, row: Row) -> dict[str, str]:
        """The facts in the row's other columns, checked, as texts of the guidelines language."""
        return {
            name.removeprefix(FACT): cells.fact_text(self.facts[name.removeprefix(FACT)], text, self.exponent)
            for name, text in row.cells.items()
            if name.startswith(FACT) and text
        }


class _Customers(_Import[Customer]):
    def __init__(self, connection: Connection, desk: Desk, facts: Mapping[str, Fact], dry_run: bool) -> None:
        super().__init__(connection, desk, facts, dry_run)
        self.likes: list[tuple[str, tuple[str, ...]]] = []

    def take(self, row: Row) -> None:
        given = self._given(row)
        name, key = str(given["name"]), given.pop("external_key", None)
        number = folding.digits(str(given.get("phone", "")))
        identity = f"k{key}" if key else "|".join(("n", folding.folded(name), number, str(given.get("email", ""))))
        self.once(identity, row)
        known = customers.by_key(self.connection, key) if key else self._known(name, number, given.get("email", ""))
        likes = given.pop("likes", ())
        if known is None:
            now = Customer(id=new_id(), external_key=key, **given)
        else:
            given["facts"] = {**known.facts, **given["facts"]}
            now = replace(known, **given)
        if likes:
            self.likes.append((now.id, likes))
        more = known is not None and likes and preferences.lacking(self.connection, {now.id: likes})
        self.settle(known, now, more=bool(more))

    def write(self) -> None:
        customers.insert(self.connection, self.new, self.desk.now())
        customers.update(self.connection, self.changed, self.desk.now())
        preferences.take_over(self.connection, self.likes, self.desk.now())
        self.likes = []

    def _given(self, row: Row) -> dict[str, Any]:
        """What the row says, by the store's names; only what it says."""
        given: dict[str, Any] = {}
        for name, text in row.cells.items():
            if text and name in _CUSTOMER_CELLS:
                field, read = _CUSTOMER_CELLS[name]
                given[field] = read(text, self.exponent)
        if "tier" in given and "tier" in self.facts:
            given["tier"] = cells.fact_text(self.facts["tier"], given["tier"], self.exponent)
        given["name"] = cells.name(row.cells)
        given["facts"] = self.fact_values(row)
        return given

    def _known(self, name: str, number: str, email: str) -> Customer | None:
        """Who has this name with this telephone or this address; with neither, who has the name and neither."""
        wanted = folding.folded(name)
        term = PHONE + number if number else EMAIL + customers.email_term(email) if email else WHOLE_NAME + wanted
        for customer in customers.with_term(self.connection, term):
            alone = number or email or not (customer.phone or customer.email)
            if alone and folding.folded(customer.name) == wanted:
                return customer
        return None


class _Orders(_Import[Order]):
    def take(self, row: Row) -> None:
        given = self._given(row)
        key = given.pop("external_key", None)
        if not key:
            raise BadCell(_("It has no order number."))
        self.once(f"k{key}", row)
        known = orders.by_key(self.connection, key)
        if known is None:
            given.setdefault("label", given.get("place") or key)
            now = Order(id=new_id(), external_key=key, **given)
        else:
            given["facts"] = {**known.facts, **given["facts"]}
            now = replace(known, **given)
        if now.starts_on is not None and now.ends_on is not None and now.ends_on < now.starts_on:
            raise BadCell(_("It ends before it starts."))
        self.settle(known, now)

    def write(self) -> None:
        orders.insert(self.connection, self.new, self.desk.now())
        orders.update(self.connection, self.changed, self.desk.now())

    def _given(self, row: Row) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for name, text in row.cells.items():
            if text and name in _ORDER_CELLS:
                field, read = _ORDER_CELLS[name]
                given[field] = read(text, self.exponent)
        if row.cells.get("state"):
            given["trouble"] = cells.trouble(row.cells["state"])
        if row.cells.get("promised"):
            given["promised"] = _sale_promises(row.cells)
        nights = row.cells.get("nights", "")
        if nights:
            count = cells.whole(nights, self.exponent)
            start: date | None = given.get("starts_on")
            if start is not None and "ends_on" not in given:
                given["ends_on"] = start + timedelta(days=count)
        given["facts"] = self.fact_values(row)
        if nights and "nights" in self.facts:
            given["facts"]["nights"] = cells.fact_text(self.facts["nights"], nights, self.exponent)
        whose = customer_of(self.connection, row.cells)
        if whose is not None:
            given["customer_id"] = whose
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
        found = customers.with_term(connection, WHOLE_NAME + folding.folded(name))
    said = name or number or email
    if not said:
        return None
    if not found:
        raise BadCell(_("No customer {who} is known; import the customers first.").format(who=cells.shown(said)))
    if len(found) > 1:
        raise BadCell(_("Several customers are called {who}; name the id.").format(who=cells.shown(said)))
    return found[0].id


def _sale_promises(row: Mapping[str, str]) -> tuple[SalePromise, ...]:
    """What was promised in the sale: several with | or ; between, all by the same person on the same day."""
    by, at = cells.line(row.get("promised_by", ""), 0), row.get("promised_at", "")
    on = cells.day(at, 0) if at else None
    return tuple(SalePromise(text, by, on) for text in cells.several(row["promised"], 0))


_CUSTOMER_CELLS: Mapping[str, tuple[str, Callable[[str, int], Any]]] = {
    "key": ("external_key", cells.short),
    "tier": ("tier", cells.short),
    "phone": ("phone", cells.short),
    "email": ("email", cells.email),
    "card_number": ("card_number", cells.short),
    "languages": ("languages", cells.codes),
    "channel": ("channel", cells.short),
    "standing": ("standing", cells.short),
    "since": ("since", cells.day),
    "visits": ("visits", cells.whole),
    "overdue": ("overdue_minor", cells.money),
    "likes": ("likes", cells.several),
}
_ORDER_CELLS: Mapping[str, tuple[str, Callable[[str, int], Any]]] = {
    "key": ("external_key", cells.short),
    "label": ("label", cells.line),
    "place": ("place", cells.short),
    "state": ("state", cells.state),
    "starts_on": ("starts_on", cells.day),
    "ends_on": ("ends_on", cells.day),
    "total": ("total_minor", cells.money),
    "paid": ("paid_minor", cells.money),
    "due_on": ("due_on", cells.day),
}
