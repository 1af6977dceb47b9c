"""Homes: under which name a limit per household counts what a person is given, and what counts together with it.

What a card is given is counted in one place only: under the card's own id while its person belongs to no household,
else under a name made of the card, of the households its person is in, and of when somebody last left one of them.
Which names a household has is written down (`homes`), so nothing has to be moved when somebody joins or leaves, when
cards are merged or taken apart: what counts for a household is a sum over names, each counted once.

- For a household: what anybody was given as one of it, and for who is in it now also what they bring along.
- A person brings along what any of their cards was ever given, and of a household they left what it was given until
  then. So nobody comes to a fresh allowance by leaving, by joining, or by going there and back.
- Who belongs to no household is one of one: what they bring along counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from frontdesk.ground.folding import folded
from frontdesk.store import facts, one_person
from frontdesk.store.driver import Connection, Value
from frontdesk.store.facts import RawFacts
from frontdesk.store.groups import HOUSEHOLD

_NAMES = UUID("8f0d7a52-5f5c-4b0e-9b43-6a1f0c2d9e77")
"""The space that names are made in. It is never changed: counters stand under them."""

_BROUGHT = (
    " ended(group_id, mark) AS (SELECT m.group_id, m.ended_after_home FROM cards JOIN group_members m"
    " ON m.customer_id = cards.id JOIN groups g ON g.id = m.group_id"
    " WHERE g.kind = 'household' AND m.ended_at IS NOT NULL AND m.ended_after_home IS NOT NULL)"
    " SELECT id FROM cards"
    " UNION SELECT h.value FROM homes h JOIN cards ON cards.id = h.customer_id"
    " UNION SELECT group_id FROM ended"
    " UNION SELECT h.value FROM homes h JOIN ended e ON e.group_id = h.group_id AND h.id <= e.mark"
)
_OF_THE_MEMBERS = (
    "WITH roots(id) AS (SELECT DISTINCT coalesce(c.merged_into_id, c.id) FROM group_members m"
    " JOIN customers c ON c.id = m.customer_id WHERE m.group_id = ?1 AND m.ended_at IS NULL),"
    " cards(id) AS (SELECT id FROM roots UNION SELECT c.id FROM roots JOIN customers c ON c.merged_into_id = roots.id),"
)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a person's gestures are counted, and the names that count for them, by household.

    Each of `counted` must hold by itself: there are several only where cards of people in two households were merged.
    """

    value: str
    counted: tuple[tuple[str, ...], ...]

    @property
    def alone(self) -> bool:
        """Whether nothing but what stands under `value` counts."""
        return self.counted == ((self.value,),)


def of_person(connection: Connection, cards: Sequence[str], named: str | None = None) -> Home:
    """The home of a person with these cards, the one that stands for them first.

    `named` is a household that their card only names: it counts while they have joined none.
    """
    groups = _groups(connection, cards)
    value = _value(connection, cards, groups, named)
    if groups:
        counted = [_of_household(connection, each) for each in groups]
    elif named:
        counted = [{named, *_noted(connection, _named_id(named)), *_brought(connection, cards)}]
    else:
        counted = [_brought(connection, cards)]
    return Home(value, tuple(tuple(sorted({value, *each})) for each in counted))


def together(connection: Connection, cards: Sequence[str], named: str | None = None) -> Home:
    """The home that a person will have once these cards are merged: what each brings counts in every household."""
    home = of_person(connection, cards, named)
    brought = _brought(connection, cards)
    return Home(home.value, tuple(tuple(sorted(brought.union(each))) for each in home.counted))


def named_by(card: RawFacts) -> str | None:
    """The household that a card names in a text, for who has joined none."""
    said = (value for name, value in card.values.items() if name.rpartition(".")[2] == HOUSEHOLD)
    return next((value for value in said if isinstance(value, str) and value), None)


def note(connection: Connection, customer_id: str, value: str) -> None:
    """Write down that something is counted under this name; call it in the transaction that counts it."""
    cards = one_person.cards_of(connection, customer_id)
    if value in cards:
        return  # a household of one needs no note
    groups, named = _groups(connection, cards), named_by(facts.of_card(connection, cards[0]))
    if value != _value(connection, cards, groups, named):
        return  # it was decided before somebody joined or left: what is counted now has another name
    for group_id in groups or (_named_id(named or ""),):
        connection.execute(
            "INSERT INTO homes (value, group_id, customer_id) SELECT ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM homes WHERE value = ? AND group_id = ?)",
            (value, group_id, cards[0], value, group_id),
        )


def _groups(connection: Connection, cards: Sequence[str]) -> tuple[str, ...]:
    rows = connection.execute(
        "SELECT DISTINCT g.id FROM group_members m JOIN groups g ON g.id = m.group_id"
        f" WHERE m.customer_id IN ({_marks(cards)}) AND m.ended_at IS NULL AND g.kind = ? ORDER BY g.id",
        (*cards, HOUSEHOLD),
    )
    return tuple(str(row[0]) for row in rows)


def _value(connection: Connection, cards: Sequence[str], groups: Sequence[str], named: str | None) -> str:
    """The name that counts now. After somebody left it is another one: what comes then is not theirs any more."""
    if groups:
        row = connection.execute(
            f"SELECT max(ended_after_home) FROM group_members WHERE group_id IN ({_marks(groups)})", tuple(groups)
        ).fetchone()
        since = 0 if row is None or row[0] is None else int(row[0])
        return str(uuid5(_NAMES, " ".join((cards[0], *groups, str(since)))))
    return str(uuid5(_NAMES, f"{cards[0]} {_named_id(named)}")) if named else cards[0]


def _named_id(named: str) -> str:
    return str(uuid5(_NAMES, f"named {folded(named) or named}"))


def _noted(connection: Connection, group_id: str) -> set[str]:
    return {str(row[0]) for row in connection.execute("SELECT value FROM homes WHERE group_id = ?", (group_id,))}


def _of_household(connection: Connection, group_id: str) -> set[str]:
    """Everything that counts for a household; what was counted before names were noted stands under its own id."""
    return {group_id, *_noted(connection, group_id), *_read(connection, _OF_THE_MEMBERS + _BROUGHT, (group_id,))}


def _brought(connection: Connection, cards: Sequence[str]) -> set[str]:
    """What a person brings along."""
    these = ", ".join("(?)" for _card in cards)
    return _read(connection, f"WITH cards(id) AS (VALUES {these}),{_BROUGHT}", tuple(cards))


def _read(connection: Connection, statement: str, parameters: tuple[Value, ...]) -> set[str]:
    return {str(row[0]) for row in connection.execute(statement, parameters)}


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
