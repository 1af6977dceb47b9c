"""Under which spelling a company is counted: one company, however somebody writes or types its name."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from frontdesk.authority.joined import value_in
from frontdesk.ground.folding import folded
from frontdesk.store.driver import Connection
from frontdesk.store.groups import COMPANY


def spelled(connection: Connection, name: str) -> str:
    """The spelling that limits per company count this name under.

    It is the one it was counted under before, else the name itself.
    """
    wanted = _folded(name)
    if not wanted:
        return name
    return min((each for each in _counted(connection) if _folded(each) == wanted), default=name)


def spelled_each(connection: Connection, names: Iterable[str]) -> tuple[str, ...]:
    """`spelled` of several, each company once."""
    found = {_folded(each) or each: each for each in (spelled(connection, name) for name in names)}
    return tuple(found.values())


_folded = lru_cache(maxsize=32768)(folded)


def _counted(connection: Connection) -> set[str]:
    """The names that counters are kept under."""
    shapes = connection.execute("SELECT id, shape FROM shapes WHERE instr(shape, ?) > 0", (COMPANY,)).fetchall()
    found = {
        value_in(str(shape), str(row[0]), COMPANY)
        for shape_id, shape in shapes
        for table in ("usage", "usage_marks")
        for row in connection.execute(f"SELECT DISTINCT scope FROM {table} WHERE shape_id = ?", (shape_id,))
    }
    return {name for name in found if name is not None}
