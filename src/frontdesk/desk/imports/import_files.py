"""What a file that is imported says, and what somebody said about it: headers, facts, forms of dates and amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import cells, sheets
from frontdesk.desk.imports.headers import CUSTOMER_HEADERS, ORDER_HEADERS, meanings
from frontdesk.desk.imports.import_rows import FACT, CustomerRows, Rows
from frontdesk.desk.imports.order_rows import OrderRows
from frontdesk.desk.imports.sheets import FilePreview, Sheet, header_key
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Fact, FactType, Source
from frontdesk.store.imports import CUSTOMERS, ORDERS


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody said about a file: its encoding, what its headers mean, how it writes dates and amounts.

    `dates` and `decimal` are one answer, or answers by header. `bring_back` are the numbers of rows whose people were
    erased at their wish and came again themselves. `by_number`: who has no name is called by their number.
    `recalled` says that what was said of such a file before is in it.
    """

    encoding: str | None = None
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    dates: str | Mapping[str, str] | None = None
    decimal: str | Mapping[str, str] | None = None
    worksheet: str | None = None
    bring_back: frozenset[int] = frozenset()
    by_number: bool = False
    recalled: bool = False


class Kind:
    """What is different between customers and orders: the words of the headers, the facts, the rows."""

    def __init__(self, desk: Desk, what: str, told: Told | None = None) -> None:
        guidelines = desk.rules()
        self.what = what
        headers, source = (CUSTOMER_HEADERS, Source.CARD) if what == CUSTOMERS else (ORDER_HEADERS, Source.ORDER)
        facts = {
            name.rpartition(".")[2]: fact for name, fact in guidelines.facts.items() if fact.source is source
        }  # by the last part of their name, which is how the store keeps them
        self.facts, self.exponent = facts, guidelines.business.exponent
        exponent = self.exponent
        if "note" in facts or not desk.person.id:  # a fact of that name is the owner's; a note is somebody's
            headers = {column: keys for column, keys in headers.items() if column != "note"}
        told = told or Told()
        self.rows: Rows = (
            CustomerRows(facts, exponent, guidelines.unkind_words, told.bring_back, by_number=told.by_number)
            if what == CUSTOMERS
            else OrderRows(facts, exponent)
        )
        self.meanings = meanings(headers) | _fact_headers(facts, headers)
        self.currency = guidelines.business.currency
        forms = {FactType.DATE: "date", FactType.MONEY: "amount"}
        self.kinds = {FACT + short: forms[fact.type] for short, fact in facts.items() if fact.type in forms}

    @contextmanager
    def opened(self, path: Path, told: Told) -> Iterator[Sheet]:
        """The file's rows."""
        with sheets.opened(path, **self.arguments(told)) as sheet:
            yield sheet

    def arguments(self, told: Told) -> dict[str, Any]:
        """By what a file of this kind is read: all arguments of `sheets.opened` but its path."""
        return {
            "encoding": told.encoding,
            "meanings": self.meanings,
            "mapping": told.mapping,
            "dates": told.dates,
            "decimal": told.decimal,
            "currency": self.currency,
            "kinds": self.kinds,
            "worksheet": told.worksheet,
        }

    def looked_at(self, path: Path, told: Told) -> FilePreview:
        """What a file is taken for, with its first rows."""
        return sheets.preview(
            Path(path),
            told.encoding,
            self.meanings,
            mapping=told.mapping,
            dates=told.dates,
            decimal=told.decimal,
            currency=self.currency,
            kinds=self.kinds,
            worksheet=told.worksheet,
        )

    def must_have(self, sheet: Sheet, path: Path, told: Told) -> None:
        """Raise BadInput when the columns are missing without which no row can be taken over."""
        called = {"name", "given", "family"} | ({"key"} if told.by_number else set())
        if self.what == CUSTOMERS and not called & set(sheet.known):
            raise BadInput(
                _("No column of {path} holds the names.").format(path=path.name),
                _("Call it name, or first name and last name. Whom only a number is known of, --by-number calls by it.")
                if "key" in sheet.known
                else _("Call it name, or first name and last name."),
            )
        if self.what == ORDERS and "key" not in sheet.known:
            raise BadInput(
                _("No column of {path} holds the order numbers.").format(path=path.name),
                _("Call it order number: by it an order is recognised when the file is imported again."),
            )


def _fact_headers(facts: Mapping[str, Fact], taken: Mapping[str, Any]) -> dict[str, str]:
    """Header keys of facts that have no column of their own: their last name part, or their whole name."""
    headers: dict[str, str] = {}
    for short, fact in facts.items():
        if short not in taken and short not in cells.OWN_COLUMNS:
            headers[header_key(short)] = headers[header_key(fact.name)] = FACT + short
    return headers


def look_at(desk: Desk, what: str, path: Path, told: Told | None = None) -> FilePreview:
    """What a file is taken for, with its first rows; nothing is read further, and nothing compared."""
    return Kind(desk, what).looked_at(path, told or Told())


def stamp(path: Path) -> tuple[int, ...]:
    """Something that changes when the file does."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return ()  # opening it says what is wrong
    return found.st_ino, found.st_size, found.st_mtime_ns
