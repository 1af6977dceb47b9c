"""Customers and the terms by which they are found: rows in, frozen values out. Searching stands in `searching`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from frontdesk.ground import folding
from frontdesk.store import columns
from frontdesk.store.driver import Connection, Row

# The first letter of a term says what it is, so that one index holds them all and they never mix.
NAME, SOUND, PHONE_TAIL, PHONE, CARD, EMAIL = "n", "s", "t", "p", "c", "e"
WHOLE_NAME = NAME  # a name stands in the index from each of its words on, so also whole
TERM_LENGTH_MAX = 120
TURNS_MAX = 8  # from how many of its words a name can be begun

_COLUMNS = (
    "id, external_key, name, tier, phone, email, card_number, languages, channel, standing, since, visits, "
    "overdue_minor, facts_json, hours, balance_minor, created_at, updated_at"
)
_PLACES = ", ".join("?" * 18)
VALUE_COLUMNS = tuple(name.strip() for name in _COLUMNS.split(","))[:-2]
"""The columns of `values`, the id first; the two instants are the writer's."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer as stored. `facts` are texts of the guidelines language by the full name of the fact.

    `languages` are codes with spaces between; `standing` is "" or "former". `hours` are when they want to hear
    ("9-12, 17-19"), on the clock of the business; `balance_minor` None is not known.
    """

    id: str
    name: str
    external_key: str | None = None
    tier: str = ""
    phone: str = ""
    email: str = ""
    card_number: str = ""
    languages: str = ""
    channel: str = ""
    standing: str = ""
    since: date | None = None
    visits: int = 0
    overdue_minor: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    hours: str = ""
    balance_minor: int | None = None


def get(connection: Connection, customer_id: str) -> Customer | None:
    """The customer of that id."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM customers WHERE id = ?", (customer_id,)).fetchone()
    return None if row is None else _customer(row)


def get_all(connection: Connection, customer_ids: Iterable[str]) -> dict[str, Customer]:
    """The customers of these ids (a few hundred at most), by id; who does not exist is left out."""
    wanted = list(dict.fromkeys(customer_ids))
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE id IN ({', '.join('?' * len(wanted))})", tuple(wanted)
    )
    return {str(row[0]): _customer(row) for row in rows}


def by_key(connection: Connection, key: str) -> Customer | None:
    """The customer with that number of the system it came from."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM customers WHERE external_key = ?", (key,)).fetchone()
    return None if row is None else _customer(row)


def with_term(connection: Connection, term: str) -> tuple[Customer, ...]:
    """Everybody who is found by exactly this term."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE id IN (SELECT customer_id FROM customer_terms WHERE term = ?) "
        "ORDER BY id LIMIT 50",
        (term,),
    )
    return tuple(_customer(row) for row in rows)


def by_keys(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[Customer, str]]:
    """The customers with these numbers of another system (a few hundred at most), each with when it was changed."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM customers WHERE external_key IN ({', '.join('?' * len(keys))})", keys
    )
    return {str(row[1]): (_customer(row), str(row[17])) for row in rows}


def cards_of_keys(connection: Connection, keys: Sequence[str]) -> dict[str, Row]:
    """By number of another system (some hundred at most), the card as the columns behind the id hold it."""
    sql = f"SELECT {', '.join(VALUE_COLUMNS[1:])} FROM customers WHERE external_key IN ({', '.join('?' * len(keys))})"
    return {row[0]: row for row in connection.execute(sql, keys)}


def with_terms(connection: Connection, terms: Sequence[str]) -> dict[str, list[tuple[Customer, str]]]:
    """By term, everybody who is found by exactly it (a few hundred terms at most), each with when it was changed."""
    names = ", ".join(f"c.{name.strip()}" for name in _COLUMNS.split(","))
    rows = connection.execute(
        f"SELECT {names}, t.term FROM customer_terms t JOIN customers c ON c.id = t.customer_id"
        f" WHERE t.term IN ({', '.join('?' * len(terms))}) ORDER BY t.term, c.id",
        terms,
    )
    found: dict[str, list[tuple[Customer, str]]] = {}
    for row in rows:
        found.setdefault(str(row[18]), []).append((_customer(row), str(row[17])))
    return found


def any_there(connection: Connection) -> bool:
    """Whether there is any customer at all."""
    return connection.execute("SELECT 1 FROM customers LIMIT 1").fetchone() is not None


def count(connection: Connection) -> int:
    """How many customers there are."""
    row = connection.execute("SELECT count(*) FROM customers").fetchone()
    return 0 if row is None else int(row[0])


def insert(connection: Connection, customers: Iterable[Customer], at: datetime) -> None:
    """Add new customers and what they are found by."""
    now, added = columns.instant(at), list(customers)
    connection.executemany(
        f"INSERT INTO customers ({_COLUMNS}, likes_json) VALUES ({_PLACES}, '[]')",
        ((*values(each), now, now) for each in added),
    )
    _insert_terms(connection, added)


def update(connection: Connection, customers: Iterable[Customer], at: datetime) -> None:
    """Write what customers of known ids have become, and renew what they are found by."""
    now, changed = columns.instant(at), list(customers)
    connection.executemany(
        "UPDATE customers SET external_key = ?, name = ?, tier = ?, phone = ?, email = ?, card_number = ?, "
        "languages = ?, channel = ?, standing = ?, since = ?, visits = ?, overdue_minor = ?, facts_json = ?, "
        "hours = ?, balance_minor = ?, updated_at = ? WHERE id = ?",
        ((*values(each)[1:], now, each.id) for each in changed),
    )
    renew_terms(connection, changed)


def renew_terms(connection: Connection, customers: Iterable[Customer]) -> None:
    """Let customers be found by what their cards say now, and by nothing else."""
    changed = list(customers)
    connection.executemany("DELETE FROM customer_terms WHERE customer_id = ?", ((each.id,) for each in changed))
    _insert_terms(connection, changed)


def _insert_terms(connection: Connection, customers: list[Customer]) -> None:
    pairs = ((term, each.id) for each in customers for term in terms_of(each))
    # In the order of the index: a large import fills its pages once instead of jumping about.
    connection.executemany("INSERT INTO customer_terms (term, customer_id) VALUES (?, ?)", sorted(pairs))


def terms_of(customer: Customer) -> Iterator[str]:
    """Everything by which the customer is found, each once."""
    return iter(terms_for(customer.name, customer.phone, customer.card_number, customer.email))


def terms_for(name: str, phone: str, card_number: str, email: str) -> dict[str, None]:
    """Everything by which somebody with these is found, each once, in order."""
    words = folding.words(name)
    found = [*_turned(NAME, words), *_turned(SOUND, tuple(map(folding.skeleton, words)))]
    if not words:
        found.append(NAME + folding.folded(name))
    number = folding.digits(phone) if phone else ""
    if number:
        found += (PHONE + number, PHONE_TAIL + number[::-1])
    if card_number:
        found.append(CARD + compact(card_number))
    if email:
        found.append(EMAIL + email_term(email))
    if max(map(len, found)) > TERM_LENGTH_MAX:
        found = [term[:TERM_LENGTH_MAX] for term in found]
    return dict.fromkeys(found)


def _turned(kind: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The name from each of its words on and round to the word before: "berzina kristine" finds her as well, and the
    words that follow are read from the index itself."""
    if len(words) == 2:  # nearly everybody
        first, last = words
        return f"{kind}{first} {last}", f"{kind}{last} {first}"
    return tuple(kind + " ".join(words[at:] + words[:at]) for at in range(min(len(words), TURNS_MAX)))


def compact(number: str) -> str:
    """A card or order number without the signs between its parts, in lower case."""
    return "".join(folding.words(number))


def email_term(email: str) -> str:
    """An e-mail address as it is compared."""
    return folding.plain(email).strip()


def values(customer: Customer) -> tuple[str | int | None, ...]:
    """The customer as `VALUE_COLUMNS` hold it."""
    return (
        customer.id,
        customer.external_key,
        customer.name,
        customer.tier,
        customer.phone,
        customer.email,
        customer.card_number,
        customer.languages,
        customer.channel,
        customer.standing,
        None if customer.since is None else columns.day(customer.since),
        customer.visits,
        customer.overdue_minor,
        columns.packed(customer.facts),
        customer.hours or None,
        customer.balance_minor,
    )


def values_of(customer_id: str, key: str | None, said: Mapping[str, Any]) -> tuple[str | int | None, ...]:
    """`values` of a new customer, from what is said of it by the names of the fields; an import makes many."""
    tell, since = said.get, said.get("since")
    return (
        customer_id,
        key,
        said["name"],
        tell("tier", ""),
        tell("phone", ""),
        tell("email", ""),
        tell("card_number", ""),
        tell("languages", ""),
        tell("channel", ""),
        tell("standing", ""),
        None if since is None else columns.day(since),
        tell("visits", 0),
        tell("overdue_minor", 0),
        columns.packed(tell("facts", {})),
        tell("hours") or None,
        tell("balance_minor"),
    )


def fields(customer: Customer) -> dict[str, str | int | None]:
    """What a change of the card may be about, as `changes` names it: columns, and facts as `facts.NAME`."""
    found = dict(zip(VALUE_COLUMNS, values(customer), strict=True))
    del found["id"], found["facts_json"]
    return found | {f"facts.{name}": value for name, value in customer.facts.items()}


def _customer(row: Row) -> Customer:
    return Customer(
        id=row[0],
        external_key=row[1],
        name=row[2],
        tier=row[3],
        phone=row[4],
        email=row[5],
        card_number=row[6],
        languages=row[7],
        channel=row[8],
        standing=row[9],
        since=columns.as_optional_day(row[10]),
        visits=row[11],
        overdue_minor=row[12],
        facts=columns.unpacked_map(row[13]),
        hours=row[14] or "",
        balance_minor=row[15],
    )
