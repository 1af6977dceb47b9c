"""A file of many customers, beside a few who are known, and what must be true after it went in or was taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontdesk.desk.desk import Desk
from frontdesk.desk.imports.importing import import_customers
from frontdesk.store import coming, imports
from frontdesk.store.transaction import reading

BEFORE = 3
SOME = 2000
HEADER = "id,name,phone,likes,note,company\n"


def people(desk: Desk, count: int, *, more: bool = False, phone: int = 3) -> Path:
    """A file of so many; `more`: with likes, notes and companies, too."""
    path = desk.folder / f"people{count}.csv"
    rest = [",quiet|tea,note,Ogle" if more else ",,,"]
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        file.writelines(f"G{n},Žanete Ķēniņa{n},+371 {phone}{n:07d}{rest[0]}\n" for n in range(count))
    return path


def some_before(desk: Desk) -> None:
    """A few customers, some of whom stand in the files, too, and say something else there."""
    path = desk.folder / "before.csv"
    path.write_text("id,name,phone\nG1,Žanete Before,1\nX1,Berta Kalna,2\nX2,Berta Liepa,3\n", encoding="utf-8")
    assert import_customers(desk, path).new == BEFORE


def nothing_is_left(desk: Desk, count: int) -> bool:
    """Whether nothing hangs on cards that are not there, nothing is unfinished, and nothing waits."""
    with reading(desk.store) as connection:
        hanging = [
            connection.execute(
                f"SELECT count(*) FROM {table} WHERE customer_id NOT IN (SELECT id FROM customers)"
            ).fetchone()
            for table in ("customer_terms", "preferences", "notes", "group_members")
        ]
        rows = connection.execute("SELECT count(*) FROM preferences").fetchone()
        return (
            hanging == [(0,)] * 4
            and rows == (2 * count,)
            and not imports.unfinished(connection)
            and not coming.there(connection)
        )


def is_sound(desk: Desk) -> bool:
    with reading(desk.store) as connection:
        return [
            connection.execute(f"PRAGMA {check}").fetchall() for check in ("foreign_key_check", "integrity_check")
        ] == [[], [("ok",)]]


@pytest.fixture(params=["in one moment", "in stretches"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Either way of what is too large for one transaction; and a desk with others to see."""
    if request.param == "in stretches":
        monkeypatch.setattr(coming, "FEW", -1)
    return str(request.param)
