"""The chain over the ledger: each line has a link, the hash of that line and of the link before it.

Whoever changes a line around the program breaks its link; whoever mends that link, too, has to make every link after
it anew, and then the last one differs from the heads that are kept elsewhere (`store.heads`).

The form of a line, version 1. A link is the SHA-256, in hexadecimal, of these bytes in UTF-8:

1. the link before it in hexadecimal, 64 zeros for line 1, nothing where the line before has no link; a newline;
2. the words "frontdesk line 1"; a newline;
3. every column of the line that is not NULL, as a JSON object: names in the order of their letters, no space between
   the parts, letters as they are, numbers as SQLite holds them.

A column that is added later is NULL in older lines, so they keep their links. The words of a line are bound by
`words_digest`: a person can be forgotten, and the line still has its link.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from frontdesk.store import driver_errors
from frontdesk.store.columns import packed
from frontdesk.store.driver import Connection, Row

FORM = "frontdesk line 1"
START = "0" * 64
"""What stands before the first line."""

COLUMNS = (
    *("seq", "id", "attempt_id", "kind", "reverses", "conversation_id", "incident_id", "customer_id", "order_id"),
    *("gesture", "label", "value_minor", "cost_minor", "exposure_minor", "quantity_thousandths", "unit", "currency"),
    *("needs_heard", "bend", "scope_json", "staff_id", "role", "site", "desk", "guidelines_version", "at"),
    *("business_date", "approval_id", "grant_id", "event_id", "words_digest", "clock_behind_seconds"),
)
"""Every column of a line; a test holds them and the table equal."""

_COLUMNS = ", ".join(f"e.{name}" for name in COLUMNS)
_NEWEST = f"SELECT (SELECT hash FROM chain WHERE entry_seq = e.seq - 1), {_COLUMNS} FROM entries e WHERE e.seq = ?"
_LINES = (
    f"SELECT c.hash, {_COLUMNS} FROM entries e LEFT JOIN chain c ON c.entry_seq = e.seq WHERE e.seq > ?"
    " ORDER BY e.seq LIMIT ?"
)
_ONE = f"SELECT c.hash, {_COLUMNS} FROM entries e LEFT JOIN chain c ON c.entry_seq = e.seq WHERE e.seq = ?"
AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """How many lines there are and the link of the last one; 0 and `START` for an empty ledger."""

    entry_seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A line as the file holds it: its number, when it says it was written, its link, and what its link must be.

    `stored` is None where there is no link. `readable` is false where the file is damaged: then nothing else is known.
    """

    seq: int
    at: str = ""
    stored: str | None = None
    wanted: str = ""
    readable: bool = True


def link(before: str, row: Row) -> str:
    """The link of a line: `row` is its `COLUMNS`. Raises TypeError for bytes, which no frontdesk writes."""
    said = {name: value for name, value in zip(COLUMNS, row, strict=True) if value is not None}
    return hashlib.sha256(f"{before}\n{FORM}\n{packed(said)}".encode()).hexdigest()


def add(connection: Connection, seq: int) -> None:
    """Write the link of the newest line, in the transaction that writes the line: of what stands in the file."""
    row = connection.execute(_NEWEST, (seq,)).fetchone()
    if row is None:
        raise AssertionError("a link comes after its line")
    before = START if seq == 1 else row[0] or ""
    connection.execute("INSERT INTO chain (entry_seq, hash) VALUES (?, ?)", (seq, link(before, row[1:])))


def head(connection: Connection) -> Head:
    """The end of the chain as it is stored: nothing is verified."""
    row = connection.execute("SELECT entry_seq, hash FROM chain ORDER BY entry_seq DESC LIMIT 1").fetchone()
    return Head(0, START) if row is None else Head(int(row[0]), str(row[1]))


def stored_at(connection: Connection, seq: int) -> str | None:
    """The link of that line, `START` for number 0; None where there is none."""
    if seq == 0:
        return START
    row = connection.execute("SELECT hash FROM chain WHERE entry_seq = ?", (seq,)).fetchone()
    return None if row is None else str(row[0])


def last_is_right(connection: Connection) -> bool:
    """Whether the newest line has its link and nothing was cut off behind it: a look at two lines, not at all."""
    last = connection.execute("SELECT seq FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
    seq = 0 if last is None else int(last[0])
    if longest(connection) != seq:
        return False
    if seq == 0:
        return True
    row = connection.execute(_ONE, (seq,)).fetchone()
    before = START if seq == 1 else stored_at(connection, seq - 1) or ""
    return row is not None and row[0] == _linked(before, row[1:])


def longest(connection: Connection) -> int:
    """The highest number that a line ever had, as far as the file remembers: more than there are, and some were cut."""
    row = connection.execute(
        "SELECT max(coalesce((SELECT max(entry_seq) FROM chain), 0),"
        " coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'entries'), 0))"
    ).fetchone()
    return 0 if row is None else int(row[0])


def lines(connection: Connection, after: int, before: str) -> Iterator[Checked]:
    """Some lines from `after` on, each held against its link; nothing when there are no more.

    `before` is the link that stands before the first of them. Call it anew with the last number and its link. What
    cannot be read is read line by line.
    """
    try:
        rows = connection.execute(_LINES, (after, AT_ONCE)).fetchall()
    except Exception as error:
        if not driver_errors.is_unreadable(error):
            raise
        yield from _one_by_one(connection, after, before)
        return
    for row in rows:
        checked = _checked(before, row)
        yield checked
        before = checked.stored or ""


def _one_by_one(connection: Connection, after: int, before: str) -> Iterator[Checked]:
    for seq in range(after + 1, after + 1 + AT_ONCE):
        try:
            row = connection.execute(_ONE, (seq,)).fetchone()
        except Exception as error:
            if not driver_errors.is_unreadable(error):
                raise
            yield Checked(seq, readable=False)
            before = _stored_or_nothing(connection, seq)
            continue
        if row is None:
            continue
        checked = _checked(before, row)
        yield checked
        before = checked.stored or ""


def _stored_or_nothing(connection: Connection, seq: int) -> str:
    """The link of a line that cannot be read: with it, what comes after the line can still be held against its own."""
    try:
        return stored_at(connection, seq) or ""
    except Exception as error:
        if not driver_errors.is_unreadable(error):
            raise
        return ""


def _checked(before: str, row: Row) -> Checked:
    stored = None if row[0] is None else str(row[0])
    return Checked(int(row[1]), str(row[1 + COLUMNS.index("at")]), stored, _linked(before, row[1:]))


def _linked(before: str, row: Row) -> str:
    """`link`, "" for a line that holds what no frontdesk wrote."""
    try:
        return link(before, row)
    except (TypeError, UnicodeEncodeError):
        return ""
