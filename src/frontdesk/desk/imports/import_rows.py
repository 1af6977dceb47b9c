"""One row of an imported table as a customer or an order, beside what is known of it already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from frontdesk.desk.imports import cells
from frontdesk.desk.imports.cells import BadCell
from frontdesk.desk.imports.forgotten_rows import ForgottenRows
from frontdesk.desk.imports.sheets import Row
from frontdesk.ground import folding
from frontdesk.ground.ids import new_id
from frontdesk.ground.language import _
from frontdesk.guidelines.model import Fact
from frontdesk.guidelines.unkind import unkind_word
from frontdesk.store import customers, import_groups, notes, one_person, preferences
from frontdesk.store.customers import EMAIL, PHONE, WHOLE_NAME, Customer
from frontdesk.store.driver import Connection
from frontdesk.store.groups import KINDS
from frontdesk.store.orders import Order

FACT = "fact:"
_AT_ONCE = 400  # keys or terms in one statement
FACTS_REMEMBERED = 10_000


@dataclass(slots=True)
class Read:
    """A row that could be read: what it says by the store's names, and by what it is recognised."""

    row: Row
    key: str
    identity: str
    given: dict[str, Any]
    term: str = ""
    likes: tuple[str, ...] = ()
    note: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    known: Customer | Order | None = None
    known_at: str = ""
    refused: str = ""
    erased: bool = False
    unnamed: bool = False


@dataclass(slots=True)
class Settled:
    """Rows as they are to be written: new ones, changed ones with what changed, and how many stay as they are."""

    new: list[tuple[Any, ...]] = field(default_factory=list)
    changed: list[tuple[Any, ...]] = field(default_factory=list)
    changes: list[tuple[str, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    terms: list[tuple[str, dict[str, None]]] = field(default_factory=list)
    stale_terms: list[tuple[str]] = field(default_factory=list)
    likes: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    groups: list[tuple[str, str, str, str, str, int]] = field(default_factory=list)
    """An id, whose card, the kind and name of what they belong to, the name folded, and 1 for a card that is known."""
    same: int = 0
    stays: dict[str, int] = field(default_factory=dict)
    """By column, how many cells are empty where something is known, which stays: somebody may have meant nothing."""
    changed_count: int = 0
    """How many are changed: more than `changed` when only what somebody likes or belongs to, or a note is new."""


class Rows(Protocol):
    """What the imports of customers and of orders do each in their own way."""

    columns: tuple[str, ...]

    def read(self, row: Row) -> Read:
        """What a row says. Raises BadCell with the reason it cannot be taken over."""

    def match(self, connection: Connection, reads: Sequence[Read]) -> None:
        """Find what is known of each, or say in `refused` why it cannot be taken over."""

    def settle(self, reads: Sequence[Read], id_of: Callable[[int], str]) -> Settled:
        """What is to be written; a read that contradicts what is known gets a `refused`.

        `id_of` is the id that a new row of some number has.
        """


class Facts:
    """The declared facts of one source: their cells, checked, as texts of the guidelines language.

    Facts have few different values: what was checked once is remembered.
    """

    def __init__(self, facts: Mapping[str, Fact], exponent: int) -> None:
        self.names = facts.keys()
        self._facts = facts
        self._exponent = exponent
        self._known: dict[tuple[str, str], str] = {}

    def text(self, name: str, text: str) -> str:
        """The value of the fact of that short name. Raises BadCell."""
        found = self._known.get((name, text))
        if found is None:
            found = cells.fact_text(self._facts[name], text, self._exponent)
            if len(self._known) < FACTS_REMEMBERED:
                self._known[name, text] = found
        return found

    def of(self, row: Row) -> dict[str, str]:
        """The facts in the row's columns of facts. Raises BadCell."""
        if not self._facts:
            return {}
        return {
            name[len(FACT) :]: self.text(name[len(FACT) :], text)
            for name, text in row.cells.items()
            if text and name.startswith(FACT)
        }


class CustomerRows:
    """Rows that are customers."""

    columns = customers.VALUE_COLUMNS

    def __init__(
        self,
        facts: Mapping[str, Fact],
        exponent: int,
        unkind: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
        bring_back: frozenset[int] = frozenset(),
        *,
        by_number: bool = False,
    ) -> None:
        self._facts = Facts(facts, exponent)
        self._exponent = exponent
        self._unkind = unkind
        self._by_number = by_number
        self._lacking: dict[str, tuple[str, ...]] = {}
        self._noted: set[tuple[str, str]] = set()
        self._kept: dict[str, str] = {}
        self._belong: dict[tuple[str, str], str] = {}
        self.forgotten = ForgottenRows(bring_back)

    def _liking(self, customer_id: str) -> str:
        return self._kept.get(customer_id, customer_id)

    def cell(self, name: str) -> Callable[[str], Any]:
        """What a text in the column of that name becomes on a card, as the store holds it; it may raise BadCell."""
        read, exponent = _CUSTOMER_CELLS[name][1], self._exponent
        if name == "since":
            return lambda text: read(text, exponent).isoformat()
        if name == "tier" and "tier" in self._facts.names:
            return lambda text: self._facts.text("tier", read(text, exponent))
        return lambda text: read(text, exponent)

    def fact(self, name: str, text: str) -> str:
        """The value of the fact of that short name. Raises BadCell."""
        return self._facts.text(name, text)

    def read(self, row: Row) -> Read:
        """What a row says about a customer."""
        given: dict[str, Any] = {}
        exponent = self._exponent
        for name, text in row.cells.items():
            if text and (cell := _CUSTOMER_CELLS.get(name)) is not None:
                given[cell[0]] = cell[1](text, exponent)
        if "tier" in given and "tier" in self._facts.names:
            given["tier"] = self._facts.text("tier", given["tier"])
        unnamed = self._by_number and bool(given.get("external_key")) and not cells.is_named(row.cells)
        name = given["name"] = given["external_key"] if unnamed else cells.name(row.cells)
        given["facts"] = self._facts.of(row)
        key, likes, note = given.pop("external_key", ""), given.pop("likes", ()), given.pop("note", "")
        for like in likes:
            if word := unkind_word(self._unkind, like):
                raise BadCell(_("“{word}” says what somebody is, not what they like.").format(word=word))
        if note and (word := unkind_word(self._unkind, note)):
            raise BadCell(_("“{word}” says what somebody is, not what happened.").format(word=word))
        groups = self._groups(given)
        if key:
            return Read(row, key, f"k{key}", given, likes=likes, note=note, groups=groups, unnamed=unnamed)
        number, email = folding.digits(given.get("phone", "")), str(given.get("email", ""))
        whole = folding.folded(name)
        term = PHONE + number if number else EMAIL + customers.email_term(email) if email else WHOLE_NAME + whole
        identity = "|".join(("n", whole, number, email))
        return Read(row, "", identity, given, term[: customers.TERM_LENGTH_MAX], likes, note, groups)

    def _groups(self, given: dict[str, Any]) -> tuple[tuple[str, str], ...]:
        """The company and the household that a row names, out of what it gives: they are no fields of a card."""
        found = []
        for kind in KINDS:
            name = given.pop(kind, "")
            if not name:
                continue
            if word := unkind_word(self._unkind, name):
                raise BadCell(_("“{word}” says what somebody is, not what they belong to.").format(word=word))
            if kind in self._facts.names:
                name = self._facts.text(kind, name)
            found.append((kind, name))
        return tuple(found)

    def match(self, connection: Connection, reads: Sequence[Read]) -> None:
        """By key; without one, by name with telephone or address, or by name when there is neither."""
        if not customers.any_there(connection):
            self.forgotten.refuse(connection, reads)
            return
        for some in stretches(reads):
            by_key = customers.by_keys(connection, [read.key for read in some if read.key])
            by_term = customers.with_terms(connection, [*{read.term for read in some if read.term}])
            for read in some:
                found = by_key.get(read.key) if read.key else _namesake(read, by_term.get(read.term, ()))
                if found is not None:
                    read.known, read.known_at = found
        known = [read for read in reads if read.known is not None and (read.likes or read.note)]
        # A file may name a card that was merged: what it says stays on that card, likes and notes go to the kept one.
        self._kept = one_person.kept_ids(connection, [read.known.id for read in known if read.known is not None])
        liked = {self._liking(read.known.id): read.likes for read in known if read.known is not None}
        self._lacking = preferences.lacking(connection, liked)
        self._noted = notes.said(connection, [self._liking(read.known.id) for read in known if read.known is not None])
        self._belong = import_groups.now_of(
            connection, [read.known.id for read in reads if read.known is not None and read.groups]
        )
        self.forgotten.refuse(connection, reads)

    def settle(self, reads: Sequence[Read], id_of: Callable[[int], str]) -> Settled:
        """What is to be written of customers, with what they are found by."""
        settled = Settled()
        for read in reads:
            if read.known is None:
                new, said = id_of(read.row.number), read.given
                settled.new.append(customers.values_of(new, read.key or None, said))
                phone, card, email = said.get("phone", ""), said.get("card_number", ""), said.get("email", "")
                settled.terms.append((new, customers.terms_for(said["name"], phone, card, email)))
                if read.likes:
                    settled.likes += [(new, text) for text in read.likes]
                if read.note:
                    settled.notes.append((new, read.note))
                if read.groups:
                    settled.groups += [(new_id(), new, *named, folding.folded(named[1]), 0) for named in read.groups]
                continue
            assert isinstance(read.known, Customer)
            self._settle_known(read, read.known, settled)
        return settled

    def _settle_known(self, read: Read, known: Customer, settled: Settled) -> None:
        facts = {**known.facts, **read.given["facts"]}
        for kind, _name in read.groups:
            facts.pop(kind, None)  # what a file said before belonging was kept: one truth takes the other's place
        given = read.given | ({"name": known.name} if read.unnamed else {})  # a name that somebody found out stays
        now = replace(known, **(given | {"facts": facts}))
        for column, name in _MAY_BE_NOTHING.items():
            if read.row.cells.get(column) == "" and getattr(known, name):
                settled.stays[column] = settled.stays.get(column, 0) + 1
        liking = self._liking(known.id)
        likes = self._lacking.get(liking, ())
        settled.likes.extend((liking, text) for text in likes)
        noted = bool(read.note) and (liking, read.note) not in self._noted
        if noted:
            settled.notes.append((liking, read.note))
        moves = [
            (new_id(), known.id, kind, name, folded, 1)
            for kind, name in read.groups
            if (folded := folding.folded(name)) != self._belong.get((known.id, kind))
        ]
        settled.groups += moves
        if now == known:
            settled.same += not (likes or noted or moves)
            settled.changed_count += bool(likes or noted or moves)
            return
        settled.changed_count += 1
        settled.changed.append((*customers.values(now), read.known_at))
        settled.changes.append((known.id, customers.fields(known), customers.fields(now)))
        terms = dict.fromkeys(customers.terms_of(now))
        if terms != dict.fromkeys(customers.terms_of(known)):
            settled.stale_terms.append((known.id,))
            settled.terms.append((known.id, terms))


def _namesake(read: Read, found: Sequence[tuple[Customer, str]]) -> tuple[Customer, str] | None:
    """Who has this name with this telephone or this address; with neither, who has the name and neither."""
    wanted, named = folding.folded(read.given["name"]), read.given.get("phone") or read.given.get("email")
    for customer, at in found:
        if (named or not (customer.phone or customer.email)) and folding.folded(customer.name) == wanted:
            return customer, at
    return None


def stretches(reads: Sequence[Read]) -> list[Sequence[Read]]:
    return [reads[start : start + _AT_ONCE] for start in range(0, len(reads), _AT_ONCE)]


_MAY_BE_NOTHING = {"balance": "balance_minor", "overdue": "overdue_minor"}
_day = lru_cache(maxsize=20_000)(cells.day)  # people came on the same days
_whole = lru_cache(maxsize=1000)(cells.whole)
_hours = lru_cache(maxsize=1000)(cells.hours)
_CUSTOMER_CELLS: Mapping[str, tuple[str, Callable[[str, int], Any]]] = {
    "key": ("external_key", cells.key),
    "tier": ("tier", cells.short),
    "phone": ("phone", cells.short),
    "email": ("email", cells.email),
    "card_number": ("card_number", cells.short),
    "languages": ("languages", cells.codes),
    "channel": ("channel", cells.short),
    "standing": ("standing", cells.short),
    "since": ("since", _day),
    "visits": ("visits", _whole),
    "overdue": ("overdue_minor", cells.money),
    "balance": ("balance_minor", cells.balance),
    "hours": ("hours", _hours),
    "likes": ("likes", cells.several),
    "note": ("note", cells.note),
    "company": ("company", cells.group),
    "household": ("household", cells.group),
}
