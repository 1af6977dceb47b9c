"""What the headers of a file mean: as somebody said, else as its program writes them, else by the words themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from frontdesk.desk.imports.sheets.model import DATE, ROW_NUMBER, VCARDS, Table, Told, header_key
from frontdesk.desk.imports.sheets.presets import PRESETS, Preset
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import clean_line

JOINED = frozenset({"given"})  # first and middle names: their cells stand one after the other
SEVERAL = frozenset({"phone", "email"})  # the first filled cell counts, the others are counted as left
PARTS = ("year", "month", "day")
ADDED = "+"  # "nights+": the numbers of all columns of that meaning are added
FACT = "fact:"
PEOPLE = frozenset({"name", "given", "family"})  # only where these are columns do presets of address books help
HEADER_LENGTH = 60
# Dates and amounts among the columns of customers, orders and events.
KINDS: Mapping[str, str] = {
    **dict.fromkeys(("since", "starts_on", "ends_on", "due_on", "promised_at"), DATE),
    **dict.fromkeys(("overdue", "balance", "total", "paid"), "amount"),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which places of a record each column comes from.

    `places` has them in the order in which they count; `parts` are the year, month and day of a date, `added` are
    columns whose numbers are added. `unknown` are headers that mean nothing here, `numbered` the column that takes
    the row's number.
    """

    places: Mapping[str, tuple[int, ...]]
    parts: Mapping[str, tuple[int | None, int | None, int | None]] = field(default_factory=dict)
    added: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    preset: str = ""
    numbered: str = ""

    @property
    def used(self) -> frozenset[int]:
        """The places of all columns that mean something."""
        whole = (place for places in self.parts.values() for place in places if place is not None)
        return frozenset((*(place for places in self.places.values() for place in places), *whole))

    @property
    def known(self) -> dict[str, int]:
        """Column names and the first place each comes from."""
        found = {column: places[0] for column, places in self.places.items()}
        for column, places in self.parts.items():
            found[column] = next(place for place in places if place is not None)
        if self.numbered:
            found[self.numbered] = -1
        return found


def unique_headers(cells: Sequence[str], filled: Set[int] = frozenset()) -> tuple[str, ...]:
    """The headers as they are shown and mapped: clean, and the second "Phone" as "Phone (2)".

    A blank one is "", unless rows have something there: "column 4" then.
    """
    found: list[str] = []
    taken: set[str] = set()
    for place, cell in enumerate(cells):
        header = bare = clean_line(cell, HEADER_LENGTH) or (f"column {place + 1}" if place in filled else "")
        count = 1
        while header and header in taken:
            count += 1
            header = f"{bare} ({count})"
        taken.add(header)
        found.append(header)
    return tuple(found)


def recognised(cells: Iterable[str], meanings: Mapping[str, str], told: Told) -> int:
    """How many different columns a row of headers names, by their words or in what somebody said."""
    found = set()
    for cell in cells:
        if len(cell) <= HEADER_LENGTH * 2:
            key = header_key(cell)
            meaning = meanings.get(key) or (key if key in PRESET_KEYS else None)
            if meaning or cell in told.mapping:
                found.add(meaning or cell)
    return len(found)


def columns_of(table: Table, meanings: Mapping[str, str], told: Told) -> Columns:
    """What each header of the table means. Raises BadInput for a mapping that names no header or no column."""
    headers = table.headers
    preset = _preset(table) if PEOPLE & set(meanings.values()) else None
    keys = [header_key(title) for title in (table.titles or headers)]
    said = _said(told.mapping, headers, keys, meanings)
    guessed = _guessed(headers, keys, preset, meanings, said)
    mapping = {header: said.get(header, guessed.get(header, "")) or "" for header in headers if header}
    numbered = said.get(ROW_NUMBER) or ""
    if numbered:
        mapping[ROW_NUMBER] = numbered
    places, parts, added = _placed(headers, mapping, preset, keys)
    unknown = tuple(header for header in headers if header and not mapping[header])
    return Columns(places, parts, added, unknown, mapping, preset.name if preset else "", numbered)


def _preset(table: Table) -> Preset | None:
    keys, cards = {header_key(header) for header in table.headers}, table.kind == VCARDS
    return next((each for each in PRESETS if each.of_cards == cards and keys >= each.signature), None)


def _guessed(
    headers: Sequence[str],
    keys: Sequence[str],
    preset: Preset | None,
    meanings: Mapping[str, str],
    said: Mapping[str, str],
) -> dict[str, str]:
    """Header to column, without those that somebody spoke of; a column that is spoken of has no guess."""
    guessed: dict[str, str] = {}
    taken = {column.rstrip(ADDED).partition(".")[0] for column in said.values()}
    columns = set(meanings.values())
    for header, key in zip(headers, keys, strict=True):
        column = preset.column(key, columns) if preset else None
        if column is None and key:
            column = meanings.get(key, "")
        if not column or header in said or column in taken:
            continue
        if column in guessed.values() and column not in SEVERAL | JOINED:
            continue
        guessed[header] = column
    return guessed


def _said(
    mapping: Mapping[str, str | None], headers: Sequence[str], keys: Sequence[str], meanings: Mapping[str, str]
) -> dict[str, str]:
    """What somebody said, by the header as it stands in the file. Raises BadInput for what names nothing."""
    columns = sorted(set(meanings.values()))
    by_key = {key: header for header, key in reversed(list(zip(headers, keys, strict=True))) if key}
    found: dict[str, str] = {}
    for name, column in mapping.items():
        header = name if name in headers or name == ROW_NUMBER else by_key.get(header_key(name))
        if header is None:
            raise BadInput(
                _("The file has no column called {name}.").format(name=clean_line(name, HEADER_LENGTH)),
                _did_you_mean(name, [each for each in headers if each]),
            )
        if column and not _is_column(column, columns):
            raise BadInput(
                _("There is no {name} that {header} could be.").format(
                    name=clean_line(str(column), HEADER_LENGTH), header=clean_line(header, HEADER_LENGTH)
                ),
                _did_you_mean(str(column), [each.removeprefix(FACT) for each in columns]),
            )
        found[header] = _full(column, columns) if column else ""
    return found


def _is_column(column: str, columns: Sequence[str]) -> bool:
    bare, _dot, part = column.rstrip(ADDED).partition(".")
    full = _full(column.rstrip(ADDED), columns)
    return full in columns or (_full(bare, columns) in columns and part in PARTS)


def _full(column: str, columns: Sequence[str]) -> str:
    """The column name: a fact may be named without its prefix."""
    return column if column in columns or FACT + column not in columns else FACT + column


def _did_you_mean(name: str, choices: Sequence[str]) -> str:
    from rapidfuzz import process

    best = process.extractOne(name.casefold(), {each: each.casefold() for each in choices}, score_cutoff=60)
    if best is not None:
        return _("Did you mean {name}?").format(name=best[2])
    return _("Choose one of {names}.").format(names=", ".join(choices[:30]))


def _placed(
    headers: Sequence[str], mapping: Mapping[str, str], preset: Preset | None, keys: Sequence[str]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int | None, int | None, int | None]], frozenset[str]]:
    places: dict[str, list[int]] = {}
    parts: dict[str, list[int | None]] = {}
    added: set[str] = set()
    for place, header in enumerate(headers):
        column = mapping.get(header, "")
        bare, dot, part = column.partition(".")
        if dot and part in PARTS and not column.startswith(FACT):
            parts.setdefault(bare, [None, None, None])[PARTS.index(part)] = place
        elif column:
            bare = column.rstrip(ADDED)
            if column.endswith(ADDED):
                added.add(bare)
            places.setdefault(bare, []).append(place)
    if preset:
        for of_column in places.values():
            of_column.sort(key=lambda place: preset.rank(keys[place]))
    whole = {column: (found[0], found[1], found[2]) for column, found in parts.items()}
    return {column: tuple(found) for column, found in places.items()}, whole, frozenset(added)


PRESET_KEYS = frozenset(key for preset in PRESETS for key in preset.signature)
