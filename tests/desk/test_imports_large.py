"""Large imports: killed or interrupted at any point nothing has happened, nothing is left behind, memory stays flat."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from large_files import is_sound
from small_hotel import desk_of_its_own, small_desk

from frontdesk.desk.customers import finding
from frontdesk.desk.desk import Desk
from frontdesk.desk.imports import importing, reading_beside
from frontdesk.desk.imports.import_columns import CustomerColumns
from frontdesk.desk.imports.importing import Told, import_customers, import_orders
from frontdesk.ground.errors import StoreUnavailable
from frontdesk.store import coming, customers, imports, kept_terms, spool, stretches
from frontdesk.store.transaction import reading

DATA = Path(__file__).parent.parent / "data"
ROWS = 20_000
CHILD = """\
import sys
from datetime import UTC, datetime
from pathlib import Path
from frontdesk.desk import opening
from frontdesk.desk.imports import importing, reading_beside
from frontdesk.desk.imports.import_columns import CustomerColumns
from frontdesk.ground.errors import DeskError
desk = opening.open_desk(Path(sys.argv[1]), staff="Anna", clock=lambda: datetime.now(UTC))
said = []
def progress(doing, done, total):
    if said:
        sys.stdin.read()  # whoever stops it is on the way: it does not get to the end before
    print(doing, done, flush=True)
    if f"{doing} {done}".startswith(sys.argv[3]):
        said.append(doing)
try:
    importing.import_customers(desk, Path(sys.argv[2]), progress=progress)
except importing.Interrupted as said:
    print(said, flush=True)
    sys.exit(130)
except KeyboardInterrupt:
    sys.exit(130)
"""

desk = desk_of_its_own


@pytest.fixture(autouse=True)
def small_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a file of a size for tests has several of them."""
    monkeypatch.setattr(kept_terms, "CUSTOMERS_IN_ORDER", 6000)
    monkeypatch.setattr(spool, "_SEEN_IN_MEMORY", 3000)
    monkeypatch.setattr(stretches, "AHEAD_MAX", 4)


def large_file(desk: Desk) -> Path:
    path = desk.folder / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,name,phone,email\n")
        for number in range(ROWS):
            person = (number * 7919) % ROWS  # not in the order of anything
            file.write(f"{person},Žanete{person % 97} Ķēniņa{person},+371 2{person:07d},g{person}@example.org\n")
    return path


def stopped(desk: Desk, source: Path, when: str, how: signal.Signals) -> tuple[int, str]:
    """Run the import in a process of its own and stop it when it first says so; its code and last words."""
    line = [sys.executable, "-c", CHILD, str(desk.folder), str(source), when]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for said in process.stdout:
            if said.startswith(when):
                os.kill(process.pid, how)
                break
        rest = process.stdout.read()
    return process.returncode, rest


@pytest.mark.parametrize("when", ["read 2", "read 14", "write"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_import_that_is_stopped_never_happened(desk: Desk, when: str, how: signal.Signals) -> None:
    code, words = stopped(desk, large_file(desk), when, how)
    assert code == (-signal.SIGKILL if how is signal.SIGKILL else 130)
    if when == "write" and how is signal.SIGINT:
        assert "nothing was taken over" in words
    with reading(desk.store) as connection:
        assert customers.count(connection) == 0
        assert imports.newest(connection, importing.CUSTOMERS, 5) == ()
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [each.name for each in (desk.folder / "data").iterdir() if "import" in each.name] == []
    assert import_customers(desk, desk.folder / "large.csv").new == ROWS
    with reading(desk.store) as connection:
        assert not coming.there(connection) and len(imports.newest(connection, importing.CUSTOMERS, 5)) == 1


@pytest.mark.parametrize("rows", [3, ROWS])
def test_who_is_interrupted_when_the_writing_begins_hears_that_nothing_was_taken_over(desk: Desk, rows: int) -> None:
    def interrupted(doing: str, _done: int, _total: int) -> None:
        if doing == "write":
            raise KeyboardInterrupt

    source = large_file(desk)
    source.write_text("".join(source.read_text().splitlines(keepends=True)[: rows + 1]))
    with pytest.raises(importing.Interrupted, match="nothing was taken over"):
        import_customers(desk, source, progress=interrupted)
    with reading(desk.store) as connection:
        assert customers.count(connection) == 0


@pytest.mark.parametrize("stretches", [1, 2, 7])
def test_a_first_import_finds_everybody_however_many_stretches_it_was_kept_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, stretches: int
) -> None:
    monkeypatch.setattr(kept_terms, "CUSTOMERS_IN_ORDER", ROWS // stretches + 1)
    monkeypatch.setattr(kept_terms, "LINES_AT_ONCE", 701)
    done = import_customers(desk, large_file(desk))
    assert (done.new, done.refused_count) == (ROWS, 0)
    for person in range(0, ROWS, 3001):
        found = finding.find(desk, f"kenina{person} zanete{person % 97}")
        assert [each.name for each in found] == [f"Žanete{person % 97} Ķēniņa{person}"]
    assert is_sound(desk)


def test_a_customer_who_comes_while_a_first_import_is_read_stays_beside_it(desk: Desk) -> None:
    source, small = large_file(desk), desk.folder / "small.csv"
    small.write_text("id,name,phone\nX,Somebody Else,2\n")
    with importing.prepared(desk, importing.CUSTOMERS, source) as ready:
        import_customers(desk, small)
        ready.take_over()
    assert finding.find(desk, "Somebody Else") and finding.find(desk, "kenina19999")
    assert is_sound(desk)


def test_everybody_of_a_large_file_is_found_and_known_again(desk: Desk) -> None:
    source = large_file(desk)
    small = desk.folder / "small.csv"
    small.write_text("id,name,phone\n5,Somebody Before,1\nX,Somebody Else,2\n")
    import_customers(desk, small)
    done = import_customers(desk, source)
    assert (done.new, done.changed, done.refused_count) == (ROWS - 1, 1, 0)
    for person in range(0, ROWS, 3001):
        assert [each.name for each in finding.find(desk, f"kenina{person} zanete{person % 97}")] == [
            f"Žanete{person % 97} Ķēniņa{person}"
        ]
    assert finding.find(desk, "Somebody Before") == () and finding.find(desk, "Somebody Else")
    again = import_customers(desk, source)
    assert (again.new, again.changed, again.same) == (0, 0, ROWS)
    assert is_sound(desk)


def test_a_row_that_stands_twice_is_told_however_far_apart(desk: Desk) -> None:
    source = large_file(desk)
    with source.open("a", encoding="utf-8") as file:
        file.write("0,Again,,\n19999,Again,,\n")
    told = import_customers(desk, source, dry_run=True)
    assert [each.row for each in told.refused] == [ROWS + 2, ROWS + 3]
    assert "row 2." in told.refused[0].reason


def test_a_row_that_stands_twice_is_told_whichever_way_each_is_read(desk: Desk) -> None:
    """Rows with something unusual are read one by one, the others by columns; either may be the first."""
    source = desk.folder / "twice.csv"
    with source.open("w", encoding="utf-8") as file:
        file.write("id,name,phone,likes\n")
        for number in range(3000):
            likes = "tea" if number in (100, 1600) else ""
            file.write(f"K{number},Žanete Ķēniņa{number},+371 2{number:07d},{likes}\n")
        for number in range(1000):
            file.write(f"L{number},Jānis Bērziņš{number},,{'tea' if number == 7 else ''}\n")
        file.write("K1700,By columns then one by one,,tea\nK110,Both one by one,,tea\nK700,One by one,,tea\n")
        file.write("".join(f"M{number},Ilze Liepa{number},,\n" for number in range(1500)))
        file.write("K120,One by one then by columns,,\nK800,Both by columns,,\n")
    done = import_customers(desk, source)
    assert (done.new, done.refused_count) == (5500, 5)
    told = {each.reason for each in done.refused}
    assert told == {f"It is the same as row {number + 2}." for number in (1700, 110, 700, 120, 800)}
    assert is_sound(desk)


def test_real_tables_come_in_completely_or_with_reasons(desk: Desk) -> None:
    bookings = {
        **{"#": "key", "hotel": "label", "reservation_status": "state"},
        **{f"arrival_date_{name}": f"starts_on.{part}" for name, part in (("year", "year"), ("month", "month"))},
        **{"arrival_date_day_of_month": "starts_on.day", "adr": "night_price"},
        **{"stays_in_weekend_nights": "nights+", "stays_in_week_nights": "nights+"},
    }
    hotel = import_orders(desk, DATA / "hotel" / "hotel_bookings_excerpt.csv", told=Told(mapping=bookings))
    assert (hotel.new, hotel.rows) == (23, 23)
    tenure = Told(mapping={"customerID": "name"})
    telco = import_customers(desk, DATA / "telco" / "telco_excerpt.csv", told=tenure)
    assert (telco.new, telco.rows) == (15, 15)
    assert {"gender", "SeniorCitizen", "Partner", "Dependents"} <= set(telco.not_taken_over)
    cards = sorted((DATA / "vcard").glob("*.vcf"))
    for card in cards:
        done = importing.import_customers(desk, card)
        assert done.new + done.changed + done.same + done.refused_count == done.rows > 0, card.name


def untidy_file(desk: Desk) -> Path:
    """Plain people, and here and there everything that is read row by row or refused."""
    path = desk.folder / "untidy.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,name,phone,email,tier,since,visits,likes\n")
        for number in range(6000):
            name = f"Žanete{number % 97} Ķēniņa{number}"
            phone, email, since, visits = (
                f"+371 2{number:07d}",
                f"G{number}@Example.org",
                f"20.0{number % 9 + 1}.2024",
                "",
            )
            likes = "tea|quiet" if number % 1999 == 7 else ""
            if number % 1201 == 5:
                name = ("", "王伟", "Anne-Marie O'Neil von der Au", "  two  spaces", "4111 1111 1111 1111")[
                    number // 1201
                ]
            if number % 1301 == 3:
                since = ("31.02.2024", "x", "", "NULL", "1.1.2020")[number // 1301]
            if number % 1401 == 1:
                email, visits = (("nobody", "-1"), ("a@b", "12"))[number // 1401 % 2]
            person = number - 3000 if number % 1501 == 1500 else number
            file.write(f"K{person},{name},{phone},{email},,{since},{visits},{likes}\n")
        file.write('K9998,"over\ntwo lines",,,,,,\n\nK9999,too,many,,,,,,cells\nK9997,ends')
    return path


def everything(desk: Desk) -> list[list[tuple[object, ...]]]:
    """Cards, terms and likes as they are now, without what is made anew each time."""
    with reading(desk.store) as connection:
        return [
            connection.execute(
                "SELECT external_key, name, tier, phone, email, languages, channel, standing, since, visits,"
                " overdue_minor, facts_json, hours, balance_minor FROM customers ORDER BY id"
            ).fetchall(),
            connection.execute(
                "SELECT term, external_key FROM customer_terms JOIN customers ON id = customer_id ORDER BY 1, 2"
            ).fetchall(),
            connection.execute(
                "SELECT external_key, p.text FROM preferences p JOIN customers c ON c.id = customer_id ORDER BY 1, 2"
            ).fetchall(),
        ]


WAYS_OF_READING = ("one by one", "by columns", "beside")


@contextmanager
def read_in_this_way(monkeypatch: pytest.MonkeyPatch, way: str) -> Iterator[None]:
    """Files of any size are read so, one of `WAYS_OF_READING`."""
    with monkeypatch.context() as patched:
        patched.setattr(reading_beside, "BYTES_MIN", 0 if way == "beside" else 1 << 40)
        patched.setattr(reading_beside, "processors", lambda: 2)
        if way == "one by one":
            patched.setattr(CustomerColumns, "read", lambda *_said: None)
        yield


def test_rows_give_the_same_by_columns_beside_and_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for way in WAYS_OF_READING:
        desk = small_desk(tmp_path / way.replace(" ", ""))
        with read_in_this_way(monkeypatch, way):
            done = import_customers(desk, untidy_file(desk), told=Told(dates="day_first"))
        assert done.refused_file is not None
        refused_rows = done.refused_file.read_text(encoding="utf-8")
        said.append((done.new, done.refused_count, done.refused, done.left, refused_rows, everything(desk)))
        desk.store.close()
    assert said[0][1] > 8
    assert said[1] == said[0]
    assert said[2] == said[0]


def next_file(desk: Desk, *, changed: bool) -> Path:
    """The same people a night later, where asked for with everything that may be different about a few of them."""
    path = desk.folder / "nightly.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,name,phone,email,tier,since,visits\n")
        for number in range(2600):
            name, phone, email = f"Žanete Ķēniņa{number}", f"+371 2{number:07d}", f"g{number}@example.org"
            tier, since, visits = ("", "gold")[number % 2], "2024-05-01", str(number % 5)
            if changed and number % 200 == 3:
                kind = number // 200
                name = "Another Name" if kind == 0 else name
                phone = "" if kind == 1 else phone  # says nothing
                email = f"new{number}@example.org" if kind == 2 else "nobody" if kind == 3 else email
                tier = ("silver", "")[kind % 2] if kind in (4, 5) else tier
                visits = "" if kind == 6 else "0" if kind == 7 else "99" if kind == 8 else visits
                since = "" if kind == 9 else "1.2.2020" if kind == 10 else since
            person = number - 3 if changed and number in (1204, 1999) else number  # stand twice
            if not (changed and number == 2222):
                file.write(f"K{person},{name},{phone},{email},{tier},{since},{visits}\n")
        if changed:
            file.write("".join(f"N{number},Somebody New{number},,,,,\n" for number in range(30)))
    return path


def test_a_file_that_comes_again_gives_the_same_by_columns_beside_and_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for way in WAYS_OF_READING:
        desk = small_desk(tmp_path / way.replace(" ", ""))
        with read_in_this_way(monkeypatch, way):
            told = Told(dates="day_first")
            import_customers(desk, next_file(desk, changed=False), told=told)
            done = import_customers(desk, next_file(desk, changed=True), told=told)
            again = import_customers(desk, next_file(desk, changed=False), told=told)
        said.append((done, again, everything(desk)))
        assert is_sound(desk)
        desk.store.close()
    assert (said[0][0].new, said[0][0].changed, said[0][0].refused_count) == (30, 6, 3)
    assert said[1] == said[0]
    assert said[2] == said[0]


@pytest.mark.parametrize("defended", [True, False])
def test_reading_beside_imports_nothing_from_the_folder_one_stands_in(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, defended: bool
) -> None:
    """Without the defence the planted module is imported: what this test looks for can happen."""
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.mkdir()
    (trap / "struct.py").write_text(f"open({str(sprung)!r}, 'w').close()\nraise SystemExit(1)\n", encoding="utf-8")
    monkeypatch.chdir(trap)
    monkeypatch.setattr(reading_beside, "BYTES_MIN", 0)
    monkeypatch.setattr(reading_beside, "processors", lambda: 2)
    if not defended:
        monkeypatch.setattr(reading_beside, "_ITSELF_ALONE", ())
        with pytest.raises(StoreUnavailable, match="ended from outside"):
            import_customers(desk, untidy_file(desk), told=Told(dates="day_first"))
    else:
        assert import_customers(desk, untidy_file(desk), told=Told(dates="day_first")).new > 0
    assert sprung.exists() is not defended


def test_a_reading_that_is_ended_from_outside_says_so_and_nothing_was_taken_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    class Noticed(subprocess.Popen):  # type: ignore[type-arg]  # generic in the stubs only
        def __init__(self, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, **named)  # type: ignore[call-overload]  # passed on as they come
            begun.append(self)

    def kill(_doing: str, _done: int, _total: int) -> None:
        begun[0].kill()

    monkeypatch.setattr(reading_beside, "BYTES_MIN", 0)
    monkeypatch.setattr(reading_beside, "WAITING_MAX", 1)
    monkeypatch.setattr(reading_beside, "processors", lambda: 2)
    monkeypatch.setattr(subprocess, "Popen", Noticed)
    source = large_file(desk)
    with pytest.raises(StoreUnavailable, match="ended from outside"):
        import_customers(desk, source, progress=kill)
    assert begun[0].returncode == -signal.SIGKILL
    with reading(desk.store) as connection:
        assert customers.count(connection) == 0
    assert [each.name for each in (desk.folder / "data").iterdir() if "import" in each.name] == []
