"""The new rows of an import on their way into their table.

Where that table is empty they wait in one of the same form, so that a key that comes twice is found by its index.
Elsewhere they wait as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from frontdesk.store.driver import Connection, Value

Keep = Callable[[str, Sequence[str], Sequence[Value], Sequence[Value]], None]
"""Puts rows into a table of `kept`: its columns, the values that are the same in all rows and belong to the first
columns, and the others, one row's after the other's."""


class KeptRows:
    """New rows of `table` in the attached database `kept`.

    `columns` are what is said of each, the id first; `marks` are further columns, the same in all of them. `made` says
    that they wait as the real table holds them.
    """

    def __init__(
        self,
        connection: Connection,
        keep: Keep,
        table: str,
        columns: Sequence[str],
        marks: Mapping[str, str],
        *,
        may_be_made: bool,
    ) -> None:
        self._connection = connection
        self._keep = keep
        self._table = table
        self._columns = tuple(columns)
        self._marks = marks
        self.made = may_be_made and connection.execute(f"SELECT 1 FROM main.{table} LIMIT 1").fetchone() is None
        self._here = table if self.made else "new"
        if self.made:
            self._make_alike()
        else:
            connection.execute(f"CREATE TABLE kept.new ({', '.join((*columns, *marks))})")

    def keep(self, columns: Sequence[Sequence[Value]]) -> None:
        """Keep rows, said by columns. What many of them have in common is handed over once."""
        names: list[str] = [*self._marks]
        same: list[Value] = [*self._marks.values()]
        others: list[int] = [0]
        for place in range(1, len(columns)):
            column = columns[place]
            if column[-1] == column[0] and column.count(column[0]) == len(column):
                names.append(self._columns[place])
                same.append(column[0])
            else:
                others.append(place)
        width = len(others)
        flat: list[Value] = [None] * (width * len(columns[0]))
        for at, place in enumerate(others):
            flat[at::width] = columns[place]
        self._keep(self._here, (*names, *(self._columns[place] for place in others)), same, flat)

    def id_of(self, key: str) -> str | None:
        """The id of the new row with this key of another system; only of rows that are `made`."""
        row = self._connection.execute(f"SELECT id FROM kept.{self._table} WHERE external_key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def count(self) -> int:
        """How many there are."""
        row = self._connection.execute(f"SELECT max(rowid) FROM kept.{self._here}").fetchone()
        return 0 if row is None else int(row[0] or 0)

    def write(self, connection: Connection, table: str, first: int, last: int) -> int:
        """Put those behind the number `first` up to `last` into a table of their form; how many they are."""
        names = ", ".join((*self._columns, *self._marks))
        return connection.execute(
            f"INSERT OR ROLLBACK INTO {table} ({names})"
            f" SELECT {names} FROM kept.{self._here} WHERE rowid > ? AND rowid <= ? ORDER BY rowid",
            (first, last),
        ).rowcount

    def _make_alike(self) -> None:
        for (sql,) in self._connection.execute(
            "SELECT sql FROM main.sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index') AND sql IS NOT NULL"
            " ORDER BY type DESC",
            (self._table,),
        ).fetchall():
            kind = "INDEX" if "INDEX" in sql.split(" ")[:3] else "TABLE"
            self._connection.execute(sql.replace(f"{kind} ", f"{kind} kept.", 1))
