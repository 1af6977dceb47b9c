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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring

from frontdesk.ground.errors import StoreDamaged
from frontdesk.ground.language import _
from frontdesk.store import driver_errors
from frontdesk.store.driver import Connection, Row, Value

FORM = "frontdesk line 1"
START = "0" * 64
"""What stands before the first line."""

COLUMNS = tuple(
    sorted(
        (
            *("seq", "id", "attempt_id", "kind", "reverses", "conversation_id", "incident_id", "customer_id"),
            *("order_id", "gesture", "label", "value_minor", "cost_minor", "exposure_minor", "quantity_thousandths"),
            *("unit", "currency", "needs_heard", "bend", "scope_json", "staff_id", "role", "site", "desk"),
            *("guidelines_version", "at", "business_date", "approval_id", "grant_id", "event_id", "words_digest"),
            "clock_behind_seconds",
        )
    )
)
"""Every column of a line, in the order of its form; a test holds them and the table equal."""

_NAMES = tuple(f'"{name}":' for name in COLUMNS)
_SEQ, _AT = COLUMNS.index("seq"), COLUMNS.index("at")
_COLUMNS = ", ".join(f"e.{name}" for name in COLUMNS)
_NEWEST = (
    "SELECT (SELECT hash FROM chain WHERE entry_seq = e.seq - 1), (SELECT 1 FROM chain WHERE entry_seq = e.seq),"
    f" {_COLUMNS} FROM entries e WHERE e.seq = ?"
)
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

    `stored` is None where there is no link, `wanted` None where the link before is not known, "" where the line holds
    what no frontdesk wrote. `readable` is false where the file is damaged: then nothing else is known. `clears` says
    that the line before is as it was written and only its link was changed: this line's link was made of the right one.
    """

    seq: int
    at: str = ""
    stored: str | None = None
    wanted: str | None = None
    readable: bool = True
    clears: bool = False

    @property
    def right(self) -> bool:
        """Whether the line has the link that it must have, as far as anybody can say."""
        return self.readable and self.stored is not None and self.wanted in (None, self.stored)


BEFORE = Checked(0, "", START, START)
"""What stands before the first line, as a line."""


def link(before: str, row: Row) -> str:
    """The link of a line: `row` is its `COLUMNS`. Raises TypeError for bytes and fractions: nobody writes such."""
    parts = [name + _json(value) for name, value in zip(_NAMES, row, strict=True) if value is not None]
    return hashlib.sha256(f"{before}\n{FORM}\n{{{','.join(parts)}}}".encode()).hexdigest()


def _json(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, int):
        return str(value)
    raise TypeError("a line holds text and whole numbers")


def add(connection: Connection, seq: int) -> None:
    """Write the link of the newest line, in the transaction that writes the line: of what stands in the file.

    Raises StoreDamaged where the end of the ledger was cut off: nobody writes over what shows it.
    """
    row = connection.execute(_NEWEST, (seq,)).fetchone()
    if row is None:
        raise AssertionError("a link comes after its line")
    if row[1] is not None:
        raise StoreDamaged(
            _("Lines at the end of the ledger were taken away around frontdesk; nothing was recorded."),
            _("Run `frontdesk verify`: it names them. Until a backup is in place, write it on paper."),
        )
    before = START if seq == 1 else row[0] or ""
    connection.execute("INSERT INTO chain (entry_seq, hash) VALUES (?, ?)", (seq, link(before, row[2:])))


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
    """The highest number that has a link: where it is more than there are lines, the end was cut off."""
    row = connection.execute("SELECT max(entry_seq) FROM chain").fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def lines(connection: Connection, after: Checked) -> Iterator[Checked]:
    """Some of the lines that come after one, each held against its link; nothing when there are no more.

    Call it anew with the last of them. What cannot be read at once is read line by line.
    """
    try:
        rows: Iterable[Row | int] = connection.execute(_LINES, (after.seq, AT_ONCE)).fetchall()
    except Exception as error:
        if not driver_errors.is_unreadable(error):
            raise
        rows = _one_by_one(connection, after.seq)
    for row in rows:
        after = _unreadable(connection, row) if isinstance(row, int) else _checked(connection, after, row)
        yield after


def _one_by_one(connection: Connection, after: int) -> Iterator[Row | int]:
    """Lines, and the numbers of those that cannot be read."""
    for seq in range(after + 1, after + 1 + AT_ONCE):
        try:
            row = connection.execute(_ONE, (seq,)).fetchone()
        except Exception as error:
            if not driver_errors.is_unreadable(error):
                raise
            yield seq
            continue
        if row is not None:
            yield row


def _unreadable(connection: Connection, seq: int) -> Checked:
    """With its link, what comes after a line that cannot be read can still be held against its own."""
    try:
        return Checked(seq, stored=stored_at(connection, seq), readable=False)
    except Exception as error:
        if not driver_errors.is_unreadable(error):
            raise
        return Checked(seq, readable=False)


def _checked(connection: Connection, last: Checked, row: Row) -> Checked:
    seq, at = int(row[1 + _SEQ]), str(row[1 + _AT])
    stored = None if row[0] is None else str(row[0])
    if seq != last.seq + 1:  # lines are missing; their links may be there
        before = stored_at(connection, seq - 1)
        return Checked(seq, at, stored, None if before is None else _linked(before, row[1:]))
    if not last.readable and last.stored is None:
        return Checked(seq, at, stored)
    wanted = _linked(last.stored or "", row[1:])
    if stored != wanted and not last.right and last.wanted and stored == _linked(last.wanted, row[1:]):
        return Checked(seq, at, stored, stored, clears=True)
    return Checked(seq, at, stored, wanted)


def _linked(before: str, row: Row) -> str:
    """`link`, "" for a line that holds what no frontdesk wrote."""
    try:
        return link(before, row)
    except (TypeError, UnicodeEncodeError):
        return ""
