"""What a file said of customers who stay when it is taken back: what they like, notes, and who belongs to what.

Finding it goes through all that the house has of these. So it is done while nobody waits, by what never changes of a
row; whether the row is still to be removed is asked again inside the lock. What was found waits in the attached
database `kept` (`spool.attached`): nothing writes there while it writes in the database itself.
"""

from __future__ import annotations

from datetime import datetime

from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection, Value
from frontdesk.store.imports import Import
from frontdesk.store.stretches import Stretches, ranges

Range = tuple[int, int]

_FOUND = "SELECT id FROM kept.said WHERE what = '{what}' AND number > ? AND number <= ?"
_OF_ANOTHER = "EXISTS (SELECT 1 FROM customers c WHERE c.id = {row}.customer_id AND coalesce(c.import_id, '') <> ?)"
# What merging brought somebody stays theirs.
_NOT_MERGED = "NOT EXISTS (SELECT 1 FROM merges g WHERE g.kept_id = {row}.customer_id AND g.undone_at IS NULL)"
# Where they belonged before the file said that they belong elsewhere.
_BEFORE = (
    "(SELECT max(m.id) FROM group_members m JOIN groups g ON g.id = m.group_id JOIN groups h ON h.id = t.group_id"
    " WHERE m.customer_id = t.customer_id AND m.ended_at = ? AND g.kind = h.kind)"
)


class SaidByFile:
    """What the import `done` said. `connection` has an empty database `kept` attached."""

    def __init__(self, connection: Connection, done: Import) -> None:
        self._connection = connection
        self._done = done
        connection.execute("CREATE TABLE kept.said (number INTEGER PRIMARY KEY, what, id, before_id)")

    def find(self, *, of_everybody: bool) -> int:
        """Find it, outside of any transaction; how many rows. Not of `everybody`: not on cards that came with it."""
        self._connection.execute("DELETE FROM kept.said")
        at, by, mine = instant(self._done.taken_at), self._done.taken_by, self._done.id
        whose, held = ("1", ()) if of_everybody else (_OF_ANOTHER.format(row="t"), (mine,))
        self._note("preferences", f"t.noted_at = ? AND t.noted_by IS NULL AND {whose}", (at, *held))
        self._note("notes", f"t.noted_at = ? AND t.noted_by = ? AND {whose}", (at, by, *held))
        self._note("group_members", f"t.import_id = ? AND {whose}", (at, mine, *held), before=_BEFORE)
        self._note("groups", "t.made_at = ?", (at,))
        row = self._connection.execute("SELECT max(number) FROM kept.said").fetchone()
        return 0 if row is None else int(row[0] or 0)

    def _note(self, what: str, which: str, held: tuple[Value, ...], before: str = "NULL") -> None:
        self._connection.execute(
            f"INSERT INTO kept.said (what, id, before_id) SELECT '{what}', t.id, {before} FROM {what} t WHERE {which}",
            held,
        )

    def go_in_stretches(self, stretches: Stretches, by: str | None, now: datetime, *, of_everybody: bool) -> None:
        """Find it, and take it back while others have their turns; as `take_back`."""
        found = self.find(of_everybody=of_everybody)
        stretches.write(ranges(found), lambda connection, some: self.take_back(connection, some, by, now))

    def take_back(self, connection: Connection, some: Range, by: str | None, now: datetime) -> int:
        """Take back what was found, of the numbers behind the first up to the second; what somebody did since stays.

        A group that nobody ever belonged to but by the file goes, too, once the cards are gone that go with it. Where
        something was counted for a household meanwhile, its people leave it as anybody does, and bring it along:
        nobody comes to a fresh allowance by a file that is taken back.
        """
        written = 0
        for what, more in (("preferences", ""), ("notes", " AND conversation_id IS NULL")):
            written += connection.execute(
                f"DELETE FROM {what} WHERE id IN ({_FOUND.format(what=what)}) AND struck_at IS NULL{more}"
                f" AND {_OF_ANOTHER.format(row=what)} AND {_NOT_MERGED.format(row=what)}",
                (*some, self._done.id),
            ).rowcount
        return written + self._take_back_belonging(connection, some, by, now)

    def _take_back_belonging(self, connection: Connection, some: Range, by: str | None, now: datetime) -> int:
        back = connection.execute(
            "SELECT k.before_id FROM kept.said k JOIN group_members n ON n.id = k.id AND n.ended_at IS NULL"
            " WHERE k.before_id IS NOT NULL AND k.number > ? AND k.number <= ?",
            some,
        ).fetchall()
        theirs = (
            f"id IN ({_FOUND.format(what='group_members')}) AND ended_at IS NULL"
            f" AND {_OF_ANOTHER.format(row='group_members')}"
        )
        left = connection.execute(
            "UPDATE group_members SET ended_by = ?, ended_at = ?,"
            " ended_after_home = (SELECT coalesce(max(id), 0) FROM homes)"
            f" WHERE {theirs} AND EXISTS (SELECT 1 FROM homes h WHERE h.group_id = group_members.group_id)",
            (by, instant(now), *some, self._done.id),
        ).rowcount
        gone = connection.execute(f"DELETE FROM group_members WHERE {theirs}", (*some, self._done.id)).rowcount
        connection.executemany(
            "UPDATE group_members SET ended_by = NULL, ended_at = NULL, ended_after_home = NULL WHERE id = ?", back
        )
        empty = connection.execute(
            f"DELETE FROM groups WHERE id IN ({_FOUND.format(what='groups')})"
            " AND NOT EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = groups.id)"
            " AND NOT EXISTS (SELECT 1 FROM homes h WHERE h.group_id = groups.id)",
            some,
        ).rowcount
        return left + gone + len(back) + empty
