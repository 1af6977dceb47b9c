"""Whom a mass event touches: from orders, batches, serials, or a file; each named or refused with the reason.

Somebody is a member once for each serial; without a serial once for each order, without an order once for each card.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from frontdesk.desk.events.event_views import Left
from frontdesk.desk.imports import cells, sheets
from frontdesk.desk.imports.cells import BadCell
from frontdesk.desk.imports.headers import EVENT_HEADERS, meanings
from frontdesk.desk.imports.importing import customer_of
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line
from frontdesk.store import customers, orders, touched
from frontdesk.store.driver import Connection
from frontdesk.store.touched import Touched

NAMES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Touch:
    """Somebody whom an event touches, before they are its member. `row` is that of a file."""

    what: str
    serial: str | None
    customer_id: str | None
    order_id: str | None
    row: int | None = None


@dataclass(slots=True)
class Found:
    """Everybody who was found, in the order in which they were named, and what was refused."""

    touches: list[Touch] = field(default_factory=list)
    refused: list[Left] = field(default_factory=list)
    not_taken_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What names members: order numbers, batches, serials, and a file of all these."""

    orders: tuple[str, ...] = ()
    batches: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()
    file: Path | None = None
    encoding: str | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing was named at all."""
        return not (self.orders or self.batches or self.serials or self.file)


def found(connection: Connection, named: Named) -> Found:
    """Whom that names. Raises BadInput for a file that is no table, or that has none of the columns."""
    result = Found()
    rows: list[tuple[int | None, Mapping[str, str]]] = [(None, {"order": _bare(key)}) for key in named.orders]
    rows += [(None, {"serial": _bare(serial)}) for serial in named.serials]
    if named.file is not None:
        rows += _rows(named.file, named.encoding, result)
    by_serial = _by_serial(connection, {row["serial"] for _number, row in rows if row.get("serial")})
    for batch in named.batches:
        _take_batch(connection, result, _bare(batch))
    for number, row in rows:
        try:
            result.touches.append(_touch(connection, by_serial, number, row))
        except BadCell as wrong:
            result.refused.append(Left(number, _said(row), str(wrong)))
    return result


def _bare(text: str) -> str:
    return clean_line(text, NAME_LENGTH_MAX)


def _said(row: Mapping[str, str]) -> str:
    """What a row calls the thing it names."""
    return next((row[name] for name in ("serial", "order", "customer", "customer_name") if row.get(name)), "")


def _rows(path: Path, encoding: str | None, result: Found) -> list[tuple[int | None, Mapping[str, str]]]:
    with sheets.opened(path, encoding, meanings(EVENT_HEADERS)) as sheet:
        result.not_taken_over = sheet.unknown
        if not set(sheet.known) & {"serial", "order", "customer", "customer_name"}:
            raise BadInput(
                _("No column of {path} says whom it is about.").format(path=path.name),
                _("Call the columns customer, order and serial; one of them is enough."),
            )
        rows: list[tuple[int | None, Mapping[str, str]]] = []
        for row in sheet.rows:
            if row.broken:
                result.refused.append(Left(row.number, "", row.broken))
            else:
                rows.append((row.number, row.cells))
        return rows


def _by_serial(connection: Connection, wanted: set[str]) -> dict[str, Touched]:
    """The order or card that says so of each serial; of several, the first order."""
    by_serial: dict[str, Touched] = {}
    for each in touched.with_fact(connection, "serial", wanted) if wanted else ():
        by_serial.setdefault(each.value, each)
    return by_serial


def _take_batch(connection: Connection, result: Found, batch: str) -> None:
    of_batch = touched.with_fact(connection, "batch", (batch,))
    if not of_batch:
        result.refused.append(
            Left(None, batch, _("No order or card says that it is of this batch; import orders with a fact batch."))
        )
    result.touches += [
        Touch(each.serial or each.key, each.serial or None, each.customer_id, each.order_id) for each in of_batch
    ]


def _touch(
    connection: Connection, by_serial: Mapping[str, Touched], number: int | None, row: Mapping[str, str]
) -> Touch:
    """Whom a row is about. Raises BadCell with the reason why nobody knows."""
    serial, key = row.get("serial", ""), row.get("order", "")
    if any(len(text) > NAME_LENGTH_MAX for text in (serial, key)):
        raise BadCell(_("This is longer than {most} letters.").format(most=NAME_LENGTH_MAX))
    customer_id = customer_of(connection, row)
    order_id: str | None = None
    if key:
        order = orders.by_key(connection, key)
        if order is None:
            raise BadCell(_("No order {key} is known; import the orders first.").format(key=cells.shown(key)))
        if customer_id is not None and order.customer_id not in (None, customer_id):
            raise BadCell(_("The order {key} is somebody else's.").format(key=cells.shown(key)))
        customer_id, order_id = customer_id or order.customer_id, order.id
        serial = serial or touched.said_under(order.facts, "serial")
    elif serial in by_serial:
        known = by_serial[serial]
        if customer_id is not None and known.customer_id not in (None, customer_id):
            raise BadCell(_("The serial {serial} is somebody else's.").format(serial=cells.shown(serial)))
        customer_id, order_id = customer_id or known.customer_id, known.order_id
    what = serial or key
    if not what and customer_id is not None:
        customer = customers.get(connection, customer_id)
        what = customer_id if customer is None else customer.external_key or customer_id
    if not what:
        raise BadCell(_("It names neither a customer nor an order nor a serial."))
    return Touch(what, serial or None, customer_id, order_id, number)


def names_of(connection: Connection, touches: Iterable[Touch]) -> dict[str, str]:
    """The names on the cards of those whose customer is known, by the customer's id."""
    ids = list(dict.fromkeys(each.customer_id for each in touches if each.customer_id))
    named: dict[str, str] = {}
    for start in range(0, len(ids), NAMES_AT_ONCE):
        found_now = customers.get_all(connection, ids[start : start + NAMES_AT_ONCE])
        named |= {customer_id: customer.name for customer_id, customer in found_now.items()}
    return named
