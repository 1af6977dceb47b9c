"""Orders of a file come in the same, whether they are read by columns or one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_hotel import small_desk

from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import reading_beside
from frontdesk.desk.imports.importing import import_customers, import_orders
from frontdesk.desk.imports.order_columns import OrderColumns
from frontdesk.store import orders
from frontdesk.store.transaction import reading

GUESTS = "id,name,phone\n" + "".join(f"G{n},Anna Ozola{n},+371 2{n:07d}\n" for n in range(40))
HEADER = "order number,customer,customer name,label,room,state,from,to,nights,total,paid,due,promised\n"
PLAIN = "B{n},G{who},,{label},{room},{state},2026-07-{day:02d},2026-07-{until:02d},,{n}.50,{paid},{due},\n"
# One of these in a stretch, and the stretch is read row by row.
UNUSUAL = (
    ("nights", "X1,G1,,,412,open,2026-07-01,,3,,,,\n"),
    ("promised", "X1,G1,,,412,open,2026-07-01,,,,,,late checkout\n"),
    ("a name", "X1,,Anna Ozola7,,412,,,,,,,,\n"),
    ("somebody unknown", "X1,G999,,,412,,,,,,,,\n"),
    ("ends before it starts", "X1,G1,,,412,open,2026-07-09,2026-07-08,,,,,\n"),
    ("no number", ",G1,,,412,,,,,,,,\n"),
    ("a long number", f"X{'1' * 61},G1,,,412,,,,,,,,\n"),
    ("no state", "X1,G1,,,412,asleep,,,,,,,\n"),
    ("no amount", "X1,G1,,,412,,,,,many,,,\n"),
    ("a card number", "X1,G1,,,4111 1111 1111 1111,,,,,,,,\n"),
    ("twice", "B7,G1,,,412,,,,,,,,\n"),
)


def rows(count: int) -> str:
    """Orders with nothing unusual in them: of known customers or nobody, with and without a label, a day, an amount."""
    return "".join(
        PLAIN.format(
            n=n,
            who=n % 40,
            label=("", "Deluxe", "  ", "Sea view")[n % 4].strip(),
            room=("", "101", "102")[n % 3],
            state=("", "open", "checked_out", "late", "no-show")[n % 5],
            day=n % 20 + 1,
            until=n % 20 + 1 + n % 3,
            paid=("", "0.00", "7")[n % 3],
            due=("", "2026-08-01")[n % 2],
        ).replace(f"G{n % 40},", "," if n % 11 == 3 else f"G{n % 40},", 1)
        for n in range(count)
    )


def everything(desk: Desk) -> list[tuple[object, ...]]:
    names = ", ".join(f"o.{name}" for name in orders.VALUE_COLUMNS[1:] if name != "customer_id")
    with reading(desk.store) as connection:
        return connection.execute(
            f"SELECT {names}, c.external_key FROM orders o LEFT JOIN customers c ON c.id = o.customer_id ORDER BY o.id"
        ).fetchall()


def test_orders_give_the_same_by_columns_beside_and_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    taken_whole: list[int] = []
    sort_out = OrderColumns.sort_out

    def noticed(*given: object) -> object:
        found = sort_out(*given)  # type: ignore[arg-type]  # passed on as they come
        taken_whole.append(0 if found is None else len(found.new.identities))
        return found

    for way in ("one by one", "by columns", "beside"):
        desk = small_desk(tmp_path / way.replace(" ", ""))
        source = desk.folder / "in.csv"
        source.write_text(GUESTS, encoding="utf-8")
        import_customers(desk, source)
        with monkeypatch.context() as patched:
            patched.setattr(OrderColumns, "sort_out", noticed)
            patched.setattr(reading_beside, "processors", lambda: 2)
            if way == "one by one":
                patched.setattr(OrderColumns, "read", lambda *_said: None)
            told: list[object] = []
            source.write_text(HEADER + rows(60), encoding="utf-8")
            texts = (rows(60), rows(70), *(rows(60).replace("B", f"{name}") + row for name, row in UNUSUAL))
            for at, text in enumerate(texts):
                # A process of its own for the first few: for each it would take long.
                patched.setattr(reading_beside, "BYTES_MIN", 0 if way == "beside" and at < 4 else 1 << 40)
                source.write_text(HEADER + text, encoding="utf-8")
                done = import_orders(desk, source)
                told.append((done.new, done.changed, done.same, done.refused))
        said.append((told, everything(desk)))
        desk.store.close()
    assert said[0] == said[1] == said[2]
    assert len(said[0][1]) > 60 * len(UNUSUAL)
    assert taken_whole[0] == 60, "the first file has nothing unusual"
