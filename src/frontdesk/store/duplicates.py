"""Cards that may be one person: those that share a number, an address, or a name and something else.

They are found in the index that answers the search box, in slices and never in one go: a look takes at most `WALKED`
terms, and goes on where the one before ended. Which two people were already said to be two is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

from frontdesk.ground import folding
from frontdesk.store import customers, terms
from frontdesk.store.columns import unpacked_map
from frontdesk.store.driver import Connection, Row

EMAIL, CARD, PHONE, NAME = "email", "card", "phone", "name"
_KINDS = {EMAIL: customers.EMAIL, CARD: customers.CARD, PHONE: customers.PHONE_TAIL, NAME: customers.WHOLE_NAME}
TAIL = 7  # digits that two numbers must end in alike
SURE_TAIL = 9  # so many alike, and what stands before may be written in two ways (8… and +7…)
TOGETHER_MOST = 12  # so many cards with one number are a house or a company: then the name must be the same, too
MEMBERS_MOST = 500
KEYS_AT_ONCE = 50
SLICE = 20_000
WALKED = 200_000
NEAR_MOST = 40
_BORN = ("birthday", "birth_date", "birthdate", "date_of_birth", "born", "born_on")
_OF = ("company", "employer", "organisation", "organization", "address", "street")


@dataclass(frozen=True, slots=True)
class Looked:
    """Of a card what two cards are compared by. `says` are facts that tell people of one name apart, by kind."""

    id: str
    name: str
    phone: str
    email: str
    card_number: str
    says: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards that may be one person, and what they share: EMAIL, CARD, PHONE, or NAME with `says`."""

    one: Looked
    other: Looked
    shared: tuple[str, ...]
    says: tuple[str, ...] = ()


def suggested(connection: Connection, after: str, most: int) -> tuple[tuple[Pair, ...], str]:
    """The next pairs from the place `after` ("" is the beginning), and the place to go on from ("" at the end).

    There may be fewer than `most`, or none, before the end: a look is bounded by the terms that it walks.
    """
    kinds = list(_KINDS)
    kind, _colon, term = after.partition(":")
    found: list[Pair] = []
    walked = 0
    for name in kinds[kinds.index(kind) if kind else 0 :]:
        at = term if name == kind and term else _KINDS[name]
        while at:
            if walked >= WALKED:
                return tuple(found), f"{name}:{at}"
            keys, at, seen = _slice(connection, name, at)
            walked += seen
            for start in range(0, len(keys), KEYS_AT_ONCE):
                some = keys[start : start + KEYS_AT_ONCE]
                for key, pairs in zip(some, _pairs(connection, name, some), strict=True):
                    found += pairs
                    if len(found) >= most:
                        return tuple(found), f"{name}:{_end_of(name, key)}"
    return tuple(found), ""


def of_card(connection: Connection, customer_id: str) -> tuple[Pair, ...]:
    """Who may be the same person as this customer; those who share most stand first."""
    cards = _looked(connection, (customer_id,))
    if customer_id not in cards:
        return ()
    card = cards[customer_id]
    near: dict[str, None] = {}
    for start, exact in _starts(card):
        for other_id, term in terms.beginning(connection, start, NEAR_MOST):
            if not exact or term == start:
                near[other_id] = None
    near.pop(customer_id, None)
    cards |= _looked(connection, near)
    pairs = [pair for each in near if each in cards if (pair := _pair(card, cards[each])) is not None]
    kept = _without_two(connection, pairs)
    return tuple(sorted(kept, key=lambda pair: -len(pair.shared)))


def compared(connection: Connection, one: str, other: str) -> Pair | None:
    """What two cards share; None when they share nothing, or one of them is merged, erased or not there."""
    cards = _looked(connection, (one, other))
    return _pair(cards[one], cards[other]) if one in cards and other in cards else None


# --- walking the index --------------------------------------------------------------------------------------


def _slice(connection: Connection, kind: str, at: str) -> tuple[list[str], str, int]:
    """What several customers share in the next part of the index, where to go on ("" at its end), and how many rows."""
    inner = "SELECT term FROM customer_terms WHERE term > ? AND term < ? ORDER BY term LIMIT ?"
    where = (at, _KINDS[kind] + terms.END, SLICE)
    seen, last = connection.execute(f"SELECT count(*), coalesce(max(term), '') FROM ({inner})", where).fetchone() or (
        0,
        "",
    )
    key = f"substr(term, 1, {1 + TAIL})" if kind == PHONE else "term"
    rows = connection.execute(
        f"SELECT {key} FROM ({inner}) GROUP BY {key} HAVING count(*) > 1 ORDER BY {key}", where
    ).fetchall()
    keys = [str(row[0]) for row in rows if _worth(kind, str(row[0]))]
    if seen < SLICE:
        return keys, "", seen
    # The last of them may go on in the next part; what fills a whole part says nothing about anybody.
    cut = last[: 1 + TAIL] if kind == PHONE else last
    row = connection.execute(f"SELECT max(term) FROM ({inner}) WHERE term < ?", (*where, cut)).fetchone()
    before = None if row is None else row[0]
    return [each for each in keys if each != cut], _end_of(kind, cut) if before is None else str(before), seen


def _end_of(kind: str, key: str) -> str:
    """A place in the index behind everything that is shared under a key, and before what follows."""
    return key + terms.END if kind == PHONE else key


def _worth(kind: str, key: str) -> bool:
    if kind == PHONE:
        return len(key) == 1 + TAIL
    return kind != NAME or " " in key  # of a first name alone, or a family name, too many are called so


def _members(connection: Connection, kind: str, key: str) -> list[str]:
    rows = connection.execute(
        "SELECT customer_id FROM customer_terms WHERE term >= ? AND term <= ? ORDER BY term LIMIT ?",
        (key, _end_of(kind, key), MEMBERS_MOST),
    )
    return [str(row[0]) for row in rows]


def _starts(card: Looked) -> Iterator[tuple[str, bool]]:
    """What others' terms begin with, or are exactly, who may be the same person."""
    if card.email:
        yield customers.EMAIL + customers.email_term(card.email), True
    if number := customers.compact(card.card_number):
        yield customers.CARD + number, True
    if len(digits := folding.digits(card.phone)) >= TAIL:
        yield customers.PHONE_TAIL + digits[::-1][:TAIL], False
    if " " in (folded := folding.folded(card.name)):
        yield customers.WHOLE_NAME + folded, True


# --- comparing ----------------------------------------------------------------------------------------------


def _pairs(connection: Connection, kind: str, keys: list[str]) -> list[list[Pair]]:
    """The pairs of each key."""
    members = [_members(connection, kind, key) for key in keys]
    cards = _looked(connection, (one for ids in members for one in ids))
    found = []
    for ids in members:
        known = [cards[one] for one in dict.fromkeys(ids) if one in cards]
        pairs = [_pair(one, other) for one, other in _two_by_two(kind, known)]
        # What is shared first suggests two cards: so they are suggested once.
        found.append([pair for pair in pairs if pair is not None and pair.shared[0] == kind])
    left = {(pair.one.id, pair.other.id) for pair in _without_two(connection, [one for each in found for one in each])}
    return [[pair for pair in each if (pair.one.id, pair.other.id) in left] for each in found]


def _two_by_two(kind: str, known: list[Looked]) -> Iterator[tuple[Looked, Looked]]:
    if kind == NAME:
        alike: defaultdict[tuple[str, str], list[Looked]] = defaultdict(list)
        for card in known:
            for what, said in card.says.items():
                alike[what, said].append(card)
        two = {(one.id, other.id): (one, other) for each in alike.values() for one, other in _near(each)}
        yield from two.values()
    elif len(known) <= TOGETHER_MOST:
        yield from combinations(known, 2)
    else:
        named: defaultdict[str, list[Looked]] = defaultdict(list)
        for card in known:
            named[folding.folded(card.name)].append(card)
        for each in named.values():
            yield from _near(each)


def _near(cards: list[Looked]) -> Iterator[tuple[Looked, Looked]]:
    """Everybody with everybody of a few; of many, each with the next: the rest follows when those are merged."""
    return combinations(cards, 2) if len(cards) <= TOGETHER_MOST else pairwise(cards)


def _pair(one: Looked, other: Looked) -> Pair | None:
    shared = []
    if one.email and customers.email_term(one.email) == customers.email_term(other.email):
        shared.append(EMAIL)
    if one.card_number and customers.compact(one.card_number) == customers.compact(other.card_number):
        shared.append(CARD)
    if same_number(folding.digits(one.phone), folding.digits(other.phone)):
        shared.append(PHONE)
    says = tuple(what for what, said in one.says.items() if other.says.get(what) == said)
    if folding.folded(one.name) == folding.folded(other.name) and (says or shared):
        shared.append(NAME)
    if not shared:
        return None
    first, second = sorted((one, other), key=lambda card: card.id)
    return Pair(first, second, tuple(shared), says if NAME in shared else ())


def same_number(one: str, other: str) -> bool:
    """Whether two numbers, digits only, are one, written with and without what stands before the subscriber's."""
    short, long = sorted((one.lstrip("0"), other.lstrip("0")), key=len)
    if len(short) < TAIL:
        return False
    if long.endswith(short):
        return True
    return len(short) >= SURE_TAIL + 1 and short[-SURE_TAIL:] == long[-SURE_TAIL:]


def _without_two(connection: Connection, pairs: list[Pair]) -> list[Pair]:
    """Without those of whom somebody said that they are two people, and those who are one household."""
    if not pairs:
        return pairs
    ids = sorted({pair.one.id for pair in pairs})
    two: set[tuple[str, str]] = set()
    for part in _parts(ids):
        marks = ", ".join("?" * len(part))
        two |= {
            (str(row[0]), str(row[1]))
            for row in connection.execute(
                f"SELECT first_id, second_id FROM not_duplicates WHERE first_id IN ({marks})"
                " UNION ALL SELECT a.customer_id, b.customer_id FROM group_members a"
                " JOIN group_members b ON b.group_id = a.group_id AND b.ended_at IS NULL"
                " JOIN groups g ON g.id = a.group_id AND g.kind = 'household'"
                f" WHERE a.ended_at IS NULL AND a.customer_id IN ({marks})",
                (*part, *part),
            )
        }
    return [pair for pair in pairs if (pair.one.id, pair.other.id) not in two]


def _looked(connection: Connection, customer_ids: Iterable[str]) -> dict[str, Looked]:
    """The cards of these ids that stand for somebody: neither merged nor erased."""
    found: dict[str, Looked] = {}
    for part in _parts(list(dict.fromkeys(customer_ids))):
        rows = connection.execute(
            "SELECT id, name, phone, email, card_number, facts_json, (SELECT g.folded FROM group_members m"
            " JOIN groups g ON g.id = m.group_id AND g.kind = 'company' WHERE m.customer_id = customers.id"
            " AND m.ended_at IS NULL ORDER BY m.joined_at, m.id LIMIT 1) FROM customers"
            f" WHERE merged_into_id IS NULL AND erased_at IS NULL AND id IN ({', '.join('?' * len(part))})",
            part,
        )
        found.update((str(row[0]), _card(row)) for row in rows)
    return found


def _card(row: Row) -> Looked:
    says: dict[str, str] = {}
    if row[5] != "{}":
        for name, value in unpacked_map(row[5]).items():
            short = name.rpartition(".")[2]
            kind = "born" if short in _BORN else short if short in _OF else ""
            if kind and value not in (None, ""):
                says[kind] = folding.folded(str(value))
    if row[6]:
        says["company"] = str(row[6])
    return Looked(row[0], row[1], row[2], row[3], row[4], says)


def _parts(ids: list[str]) -> Iterator[list[str]]:
    return (ids[start : start + 400] for start in range(0, len(ids), 400))
