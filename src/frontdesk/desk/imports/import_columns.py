"""Customers of many rows at once, column by column: what `import_rows` does one by one, where nothing is unusual.

A column is looked at as one text, and a value that was read once is remembered; that is several times as fast as row
by row. As soon as anything is out of the ordinary (a cell that would be refused, a note, somebody who is known
already) nothing is said here, and the rows are read one by one: there is one place that says what is wrong with a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress
from typing import Any

from frontdesk.desk.imports.cells import BadCell
from frontdesk.desk.imports.import_rows import FACT, CustomerRows
from frontdesk.desk.imports.sheets.worked_out import Remembered
from frontdesk.ground import folding
from frontdesk.ground.card_numbers import has_card_number
from frontdesk.ground.text import NAME_LENGTH_MAX, SHORT_LENGTH_MAX
from frontdesk.store import columns, customers, kept_terms
from frontdesk.store.customers import EMAIL, NAME, PHONE, PHONE_TAIL, SOUND, TERM_LENGTH_MAX
from frontdesk.store.driver import Connection
from frontdesk.store.kept_terms import NEXT, OF

_EMAILS = re.compile(r"(?:[^@ \n]+@[^ \n]+(?:\n|\Z)|\n)*")
_NO_DIGITS = re.compile(r"[^0-9\n]+")
_KEPT_AS_THEY_ARE = ("phone", "card_number")
_NAMES = frozenset({"name", "given", "family"})
_FACTS = customers.VALUE_COLUMNS.index("facts_json") - 1
_BALANCE = customers.VALUE_COLUMNS.index("balance_minor") - 1
_EMPTY: Mapping[str, Any] = {  # what the card of a new customer says of what no file says
    **dict.fromkeys(("tier", "phone", "email", "card_number", "languages", "channel", "standing"), ""),
    **{"since": None, "visits": 0, "overdue": 0, "hours": None, "balance": None},
}


@dataclass(slots=True)
class People:
    """New customers: by what each is recognised, the columns of their cards after the id, and what they are found by.

    `numbers` are those of their rows; `keys` are their numbers in another system, none when the file has none. `lines`
    are what they are found by, as `kept_terms` keeps it: in the order of the rows, and for each in that of the terms.
    """

    numbers: Sequence[int]
    keys: Sequence[str]
    identities: Sequence[str]
    cards: Sequence[Sequence[Any]]
    lines: str

    @property
    def packed(self) -> tuple[Any, ...]:
        """All of it, in the order in which it is made."""
        return list(self.numbers), self.keys, self.identities, self.cards, self.lines

    @property
    def names(self) -> Sequence[str]:
        """How they are called."""
        return self.cards[1]

    @property
    def phones(self) -> Sequence[str]:
        """Their telephones, as the file writes them."""
        return self.cards[3]

    @property
    def emails(self) -> Sequence[str]:
        """Their addresses, as the file writes them."""
        return self.cards[4]

    def without(self, places: Iterable[int]) -> People:
        """The others."""
        stay = [True] * len(self.identities)
        for place in places:
            stay[place] = False
        numbers, keys, identities, *cards = (
            list(compress(column, stay)) for column in (self.numbers, self.keys, self.identities, *self.cards)
        )
        gone = {kept_terms.end_of(self.numbers[place]) for place, stays in enumerate(stay) if not stays}
        lines = kept_terms.without(self.lines, gone)
        return replace(self, numbers=numbers, keys=keys, identities=identities, cards=cards, lines=lines)


class PackedFacts:
    """The facts of each row as its card or order holds them; `text` reads the cell of the fact of a short name."""

    def __init__(self, text: Callable[[str, str], str]) -> None:
        self._text = text
        self._packed: dict[tuple[str, ...], Remembered[tuple[str, ...], str]] = {}

    def of(self, names: tuple[str, ...], said: Mapping[str, Sequence[str]], count: int) -> Sequence[str]:
        """The facts of `count` rows, in the columns of these names. Raises BadCell."""
        if not names:
            return ["{}"] * count
        packed = self._packed.get(names)
        if packed is None:
            shorts, text = [name.removeprefix(FACT) for name in names], self._text

            def pack(texts: tuple[str, ...]) -> str:
                pairs = zip(shorts, texts, strict=True)
                return columns.packed({short: text(short, cell) for short, cell in pairs if cell})

            packed = self._packed[names] = Remembered(pack)
        return list(map(packed.__getitem__, zip(*(said[name] for name in names), strict=True)))


@dataclass(slots=True)
class SortedOut:
    """Rows beside what is known: the new ones, how many say nothing new, and the numbers of those to read one by one.

    `looked_at` are the places of the first two sorts; None when all are new. `stays`: as `Settled.stays`.
    """

    new: People
    same: int = 0
    others: frozenset[int] = frozenset()
    looked_at: Sequence[int] | None = None
    stays: Mapping[str, int] = field(default_factory=dict)


class CustomerColumns:
    """Reads columns of customers by the same rules as `rows` reads one.

    `lines_later`: most are known, so that it is worked out only for new ones what they are found by.
    """

    def __init__(self, rows: CustomerRows, *, lines_later: bool = False) -> None:
        self._rows = rows
        self._lines_later = lines_later
        self._says_nothing_new = Remembered(_says_nothing_new)
        self._read: dict[str, Remembered[str, Any]] = {
            name: Remembered(_or_empty(rows.cell(name), empty)) for name, empty in _EMPTY.items()
        }
        self._facts = PackedFacts(rows.fact)
        self._words: Remembered[str, tuple[str, str] | None] = Remembered(_word)

    def read(self, first: int, said: Mapping[str, Sequence[str]]) -> People | None:
        """The customers that these columns are, from that row on; None when the rows are to be read one by one."""
        try:
            return self._people(first, said)
        except BadCell:
            return None

    def sort_out(self, connection: Connection, people: People) -> SortedOut | None:
        """These customers beside what is known of them; None when all are to be read one by one."""
        if self._rows.forgotten.any_of(connection, people.keys, people.emails, people.phones):
            return None
        if not customers.any_there(connection):
            return SortedOut(self._with_lines(people))
        if not people.keys:
            return None
        known = customers.cards_of_keys(connection, people.keys)
        if not known:
            return SortedOut(self._with_lines(people))
        if len(set(people.keys)) < len(people.keys):
            return None  # the first of several counts, whatever it says
        new, same, others, empty = [], [], [], 0
        for place, card in enumerate(zip(*people.cards, strict=True)):
            was = known.get(card[0])
            if was is None:
                new.append(place)
            elif was == card or self._agrees(was, card):
                same.append(place)
                empty += card[_BALANCE] is None and bool(was[_BALANCE])
            else:
                others.append(place)
        gone = (*same, *others)
        return SortedOut(
            self._with_lines(people.without(gone) if gone else people),
            len(same),
            frozenset(people.numbers[place] for place in others),
            sorted((*new, *same)),
            {"balance": empty},
        )

    def _agrees(self, was: Sequence[Any], card: Sequence[Any]) -> bool:
        """Whether a row says nothing that a card does not say. A 0 may be an empty cell: then it is read by itself."""
        return all(
            now == before or now in ("", None) or (place == _FACTS and self._says_nothing_new[before, now])
            for place, (before, now) in enumerate(zip(was, card, strict=True))
        )

    def _with_lines(self, people: People) -> People:
        if not self._lines_later or not people.numbers:
            return people
        cards, emails = people.cards, _plain_emails(people.emails)
        lines, _whole = self._lines(people.numbers, people.names, _digits(people.phones), cards[5], emails)
        return replace(people, lines=lines)

    def _people(self, first: int, said: Mapping[str, Sequence[str]]) -> People | None:
        count = len(next(iter(said.values())))
        facts = tuple(sorted(name for name in said if name.startswith(FACT)))
        known = _NAMES | _EMPTY.keys() | {"key", *facts}
        if any(name not in known and any(column) for name, column in said.items()):
            return None
        names, keys = _names(said), said.get("key", ())
        if names is None or not (all(keys) or not any(keys)):
            return None
        if not any(keys):
            keys = ()
        elif max(map(len, keys)) > SHORT_LENGTH_MAX:
            return None
        if not all(_are_short(said.get(name, ())) for name in _KEPT_AS_THEY_ARE) or not _are_emails(said):
            return None
        read: dict[str, Sequence[Any]] = {}
        for name, empty in _EMPTY.items():
            if name not in said:
                read[name] = [empty] * count
            elif name in _KEPT_AS_THEY_ARE or name == "email":
                read[name] = said[name]
            else:
                read[name] = list(map(self._read[name].__getitem__, said[name]))
        cards: list[Sequence[Any]] = [keys or [None] * count, names]
        for name in ("tier", "phone", "email", "card_number", "languages", "channel", "standing"):
            cards.append(read[name])
        cards += [read["since"], read["visits"], read["overdue"], self._facts.of(facts, said, count)]
        cards += [read["hours"], read["balance"]]
        rows = range(first, first + count)
        if keys and self._lines_later:
            return People(rows, keys, [f"k{key}" for key in keys], cards, "")
        numbers, emails = _digits(read["phone"]), _plain_emails(read["email"])
        lines, whole = self._lines(rows, names, numbers, read["card_number"], emails)
        if keys:
            identities = [f"k{key}" for key in keys]
        else:
            identities = list(map("|".join, zip(["n"] * count, whole, numbers, read["email"], strict=True)))
        return People(rows, keys, identities, cards, lines)

    def _lines(
        self,
        rows: Sequence[int],
        names: Sequence[str],
        numbers: Sequence[str],
        cards: Sequence[str],
        emails: Sequence[str],
    ) -> tuple[str, list[str]]:
        """What `customers.terms_for` says of each, as `People.lines`, and each whole name as it is compared."""
        words = self._words
        found: list[str] = []
        whole: list[str] = []
        for row, name, number, card, email in zip(rows, names, numbers, cards, emails, strict=True):
            end = f"{OF}{row:08x}"
            pieces = name.split()
            plain = len(pieces) == 2 and not card and len(email) < TERM_LENGTH_MAX  # nearly everybody
            if not plain or (given := words[pieces[0]]) is None or (family := words[pieces[1]]) is None:
                terms = sorted(customers.terms_for(name, number, card, email))
                found += [term + end for term in terms]
                whole.append(folding.folded(name))
                continue
            one, one_sound = given
            two, two_sound = family
            whole.append(f"{one} {two}")
            if one > two:
                one, two = two, one
            if one_sound > two_sound:
                one_sound, two_sound = two_sound, one_sound
            if email and number and one != two and one_sound != two_sound:
                found.append(
                    f"{EMAIL}{email}{end}\n{NAME}{one} {two}{end}\n{NAME}{two} {one}{end}\n{PHONE}{number}{end}\n"
                    f"{SOUND}{one_sound} {two_sound}{end}\n{SOUND}{two_sound} {one_sound}{end}\n"
                    f"{PHONE_TAIL}{number[::-1]}{end}"
                )
                continue
            if email:
                found.append(f"{EMAIL}{email}{end}")
            found += _both(NAME, one, two, end)
            if number:
                found.append(f"{PHONE}{number}{end}")
            found += _both(SOUND, one_sound, two_sound, end)
            if number:
                found.append(f"{PHONE_TAIL}{number[::-1]}{end}")
        return NEXT.join(found), whole


def _both(kind: str, one: str, two: str, end: str) -> tuple[str, ...]:
    """Two words in the order of the alphabet, begun with either."""
    first = f"{kind}{one} {two}{end}"
    return (first,) if one == two else (first, f"{kind}{two} {one}{end}")


def _says_nothing_new(both: tuple[str, str]) -> bool:
    """Whether the facts of a card, as it holds them, are among those it held before."""
    before, now = map(columns.unpacked_map, both)
    return before.items() >= now.items()


def _or_empty(cell: Callable[[str], Any], empty: Any) -> Callable[[str], Any]:
    return lambda text: cell(text) if text else empty


def _word(piece: str) -> tuple[str, str] | None:
    """A part of a name that is one word, plain and by sound; None for any other."""
    found = folding.words(piece)
    return (found[0], folding.skeleton(found[0])) if len(found) == 1 else None


def _names(said: Mapping[str, Sequence[str]]) -> Sequence[str] | None:
    """The names; None when one of them would be refused."""
    names: Sequence[str] = said.get("name", ())
    if not names or not all(names):
        parts = (said.get(name) or [""] * len(next(iter(said.values()))) for name in ("name", "given", "family"))
        names = [
            name or " ".join(part for part in (given, family) if part)
            for name, given, family in zip(*parts, strict=True)
        ]
    lengths = set(map(len, names))
    return None if 0 in lengths or max(lengths) > NAME_LENGTH_MAX or has_card_number("\n".join(names)) else names


def _are_short(column: Sequence[str]) -> bool:
    """Whether all are words or numbers that may be kept (`cells.short`)."""
    return not column or (max(map(len, column)) <= SHORT_LENGTH_MAX and not has_card_number("\n".join(column)))


def _are_emails(said: Mapping[str, Sequence[str]]) -> bool:
    return _EMAILS.fullmatch("\n".join(said.get("email", ()))) is not None


def _digits(phones: Sequence[str]) -> Sequence[str]:
    """The digits of each (`folding.digits`)."""
    text = "\n".join(phones)
    return _NO_DIGITS.sub("", text).split("\n") if text.isascii() else list(map(folding.digits, phones))


def _plain_emails(emails: Sequence[str]) -> Sequence[str]:
    """Each as it is compared (`customers.email_term`); where all are plain, by one look at all of them."""
    text = "\n".join(emails)
    if text.isascii() and not any(sign in text for sign in "'`\" "):
        return text.lower().split("\n")
    return list(map(customers.email_term, emails))
