"""Importing customers from a CSV file, against the sqlite3 shell's own `.import` on the same machine, in one run.

    python bench/import.py [--customers 100000] [--beside 0] [--orders 0] [--undo] [--ratio 2.0] [--megabytes 320]
                           [--seconds 1.0]

The file has a key, name, telephone, address, tier, day and number for each person. The import reads, checks and folds
every row, compares it with what is known, and writes cards, what they are found by, and its own line.

What is compared. The floor is what the shell needs for the rows that the import leaves behind: `.import` of the cards
and of the search terms, ready made and in the order of the file, into the same tables with the same indexes, as safe
on disk. The shell checks nothing and folds nothing there. The ratio is rows a second of the import over rows a second
of the floor. The same file into one bare table without indexes is printed as well: that is reading alone, no import.

Two ratios are printed: by the clock, which is what people wait, and by processor seconds, which says what it costs
(a large file is read in a second process, so on a machine that is busy the clock flatters the import; the load is
printed). Both sides run in processes of their own. Memory is that of both processes of the import together.

Meanwhile another desk writes, again and again: how long it waited at most is what people at the desks feel. `--orders`
then imports so many orders of these customers, against the shell as well; `--undo` takes back what was imported.

`--beside` has so many other customers there before, so that the file goes in stretch by stretch; then nothing is
compared with the shell.

Exits 1 below the ratio by the clock, above the memory, when another desk waited for longer than `--seconds`, or when
somebody is not found.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import random
import resource
import select
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

GUESTS = Path(__file__).resolve().parent.parent / "data" / "demo" / "guests.csv"
GUIDELINES = """\
frontdesk: 1
business: {name: Bench, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  customer.tier: {type: choice, of: [guest, silver, gold], from: card}
gestures:
  drink: {label: Drink, kind: item, amount: 8.00}
"""
SETTINGS = "PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\nPRAGMA cache_size=-65536;\n"


def write_file(path: Path, count: int, keys: str = "G") -> None:
    """Invented people: the given and family names of the practice hotel, mixed anew."""
    chance = random.Random(7 if keys == "G" else 8)
    with GUESTS.open(encoding="utf-8", newline="") as file:
        names = [row["name"].split(" ", 1) for row in csv.DictReader(file) if " " in row["name"]]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "name", "phone", "email", "tier", "since", "visits"])
        for number in range(count):
            name = f"{chance.choice(names)[0]} {chance.choice(names)[1]}"
            phone, email = f"+371 2{chance.randrange(10**7):07d}", f"g{number}@example.org" if number % 3 else ""
            day = f"20{chance.randrange(10, 26)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
            tier = chance.choice(("guest", "silver", "gold"))
            writer.writerow([f"{keys}{number:07d}", name, phone, email, tier, day, chance.randrange(40)])


def made_folder(folder: Path) -> Path:
    """A business with guidelines and an empty database."""
    from frontdesk.store.engine import open_store

    (folder / "data").mkdir(parents=True)
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    open_store(folder / "data" / "frontdesk.db", create=True).close()
    return folder / "data" / "frontdesk.db"


def write_orders(path: Path, customers: int, count: int) -> None:
    """Invented stays of the people of `write_file`."""
    chance = random.Random(11)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order number", "customer", "room", "state", "from", "to", "total", "paid"])
        for number in range(count):
            day, month = chance.randrange(1, 28), chance.randrange(1, 13)
            state, total = chance.choice(("open", "closed", "closed", "cancelled")), chance.randrange(5000, 90000)
            whose, room = f"G{chance.randrange(customers):07d}", str(chance.randrange(100, 900))
            days = (f"2026-{month:02d}-{day:02d}", f"2026-{month:02d}-{day + 1:02d}")
            writer.writerow([f"B{number:07d}", whose, room, state, *days, f"{total / 100:.2f}", "0.00"])


def import_file(folder: Path, what: str, file: Path) -> None:
    """The import itself (or, for "undo", taking the last back), in this process; prints its figures."""
    from frontdesk.desk import opening
    from frontdesk.desk.imports import importing, undoing_imports

    desk = opening.open_desk(folder, staff=None, clock=lambda: datetime.now(UTC))
    begun, worked = time.perf_counter(), time.process_time()
    if str(file) == "undo":
        undone = undoing_imports.undo(desk, what, undoing_imports.look(desk, what).done.id)
        new, refused = undone.removed, undone.tied_count
    else:
        take = importing.import_customers if what == importing.CUSTOMERS else importing.import_orders
        done = take(desk, file)
        new, refused = done.new, done.refused_count
    worked, seconds = time.process_time() - worked + children(), time.perf_counter() - begun
    desk.store.close()
    print(new, refused, worked, seconds, megabytes(resource.RUSAGE_SELF) + megabytes(resource.RUSAGE_CHILDREN))


def megabytes(whose: int) -> float:
    """The most memory that this process, or the largest that it began, ever had."""
    own = Path("/proc/self/status")
    if whose == resource.RUSAGE_SELF and own.exists():  # what the system counts begins with what the parent had
        return next(int(line.split()[1]) for line in own.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(whose).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def write_meanwhile(folder: Path) -> None:
    """Another desk, which writes next to nothing again and again; prints the longest wait when it is told to end."""
    from frontdesk.store.engine import open_store
    from frontdesk.store.transaction import writing

    store, longest = open_store(folder / "data" / "frontdesk.db", busy_ms=600_000), 0.0
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], 0.02)[0]:
        begun = time.perf_counter()
        with writing(store) as connection:
            connection.execute("UPDATE imports SET same = same WHERE id = ''")
        longest = max(longest, time.perf_counter() - begun)
    print(longest)


@dataclass(frozen=True)
class Measured:
    """One import: rows, processor seconds, seconds, megabytes, and how long another desk waited at most."""

    new: int
    refused: int
    worked: float
    seconds: float
    megabytes: float
    waited: float

    def line(self, name: str, rows: int) -> str:
        """One line of the table."""
        return figures(name, rows, self.worked, self.seconds) + (
            f", {self.megabytes:4.0f} MB at most, another desk waited {self.waited:.1f} s at most"
        )


def measured(folder: Path, what: str, file: Path) -> Measured:
    """An import in a process of its own, while another desk writes."""
    program = [sys.executable, __file__]
    other = [*program, "--meanwhile", str(folder)]
    with subprocess.Popen(other, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as desk:
        assert desk.stdin is not None and desk.stdout is not None
        desk.stdout.readline()
        line = [*program, "--one", str(folder), what, str(file)]
        answer = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
        desk.stdin.write("end\n")
        desk.stdin.flush()
        waited = float(desk.stdout.readline())
    worked, seconds, most = map(float, answer[2:])
    return Measured(int(answer[0]), int(answer[1]), worked, seconds, most, waited)


def shell(database: Path, script: str) -> tuple[float, float]:
    """Processor seconds and seconds by the clock that the sqlite3 shell takes for a script."""
    begun, worked = time.perf_counter(), children()
    subprocess.run(["sqlite3", str(database)], input=script, text=True, check=True, stdout=subprocess.DEVNULL)
    return children() - worked, time.perf_counter() - begun


def children() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def floor(folder: Path, imported: Path, file: Path) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds of the shell for the same rows in the same tables, and for the file in a bare table."""
    customers, terms = folder / "customers.csv", folder / "terms.csv"
    export = f".mode csv\n.headers off\n.output {customers}\nSELECT * FROM customers ORDER BY external_key;\n"
    export += f".output {terms}\nSELECT term, customer_id FROM customer_terms ORDER BY customer_id, term;\n"
    shell(imported, export)
    empty = made_folder(folder / "floor")
    same = shell(empty, f"{SETTINGS}.import --csv {customers} customers\n.import --csv {terms} customer_terms\n")
    bare = shell(
        folder / "bare.db",
        f"{SETTINGS}CREATE TABLE t (id, name, phone, email, tier, since, visits);\n.import --csv --skip 1 {file} t\n",
    )
    return same, bare


def floor_of_orders(folder: Path, imported: Path) -> tuple[float, float]:
    """Seconds of the shell for the same orders in the same table, where the customers are already."""
    orders = folder / "orders-made.csv"
    export = f".mode csv\n.headers off\n.output {orders}\nSELECT * FROM orders ORDER BY external_key;\n"
    shell(imported, export)
    return shell(folder / "floor" / "data" / "frontdesk.db", f"{SETTINGS}.import --csv {orders} orders\n")


def found(database: Path, file: Path) -> int:
    """How many of 300 people of the file are found by their whole name and the tail of their telephone."""
    from frontdesk.store import searching
    from frontdesk.store.engine import open_store
    from frontdesk.store.transaction import reading

    with file.open(encoding="utf-8", newline="") as lines:
        count = sum(1 for _line in lines) - 1
        wanted = set(random.Random(3).sample(range(count), 300))
        lines.seek(0)
        people = [person for at, person in enumerate(csv.DictReader(lines)) if at in wanted]
    store, hits = open_store(database), 0
    with reading(store) as connection:
        for person in people:
            row = connection.execute("SELECT id FROM customers WHERE external_key = ?", (person["id"],)).fetchone()
            typed = f"{person['name']} {person['phone'][-4:]}"
            answer = searching.search(connection, typed, datetime.now(UTC).date(), 20)
            hits += row is not None and row[0] in {hit.customer_id for hit in answer}
    store.close()
    return hits


def main() -> int:
    """Measure and judge."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--customers", type=int, default=100_000)
    arguments.add_argument("--beside", type=int, default=0, help="so many others are there before")
    arguments.add_argument("--orders", type=int, default=0)
    arguments.add_argument("--undo", action="store_true", help="take back what was imported, and time that")
    arguments.add_argument("--ratio", type=float, default=2.0)
    arguments.add_argument("--megabytes", type=float, default=320.0)
    arguments.add_argument("--seconds", type=float, default=1.0, help="so long another desk may wait")
    arguments.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    arguments.add_argument("--meanwhile", type=Path, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.one:
        import_file(Path(wanted.one[0]), wanted.one[1], Path(wanted.one[2]))
        return 0
    if wanted.meanwhile:
        write_meanwhile(wanted.meanwhile)
        return 0
    assert isinstance(sys.stdout, io.TextIOWrapper)
    sys.stdout.reconfigure(line_buffering=True)  # it takes minutes: each line is there when it is known
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), wanted)


def measure(folder: Path, wanted: argparse.Namespace) -> int:
    """Print every figure; 1 when one is past its budget."""
    count, file, hotel = wanted.customers, folder / "people.csv", folder / "hotel"
    write_file(file, count)
    database = made_folder(hotel)
    print(f"load         {os.getloadavg()[0]:9.1f} processes were running or waiting before")
    if wanted.beside:
        write_file(folder / "others.csv", wanted.beside, "A")
        print(measured(hotel, "customers", folder / "others.csv").line("others", wanted.beside))
    done = measured(hotel, "customers", file)
    print(done.line("import", count))
    hits = found(database, file)
    print(f"found        {hits:9d} of 300 by name and telephone; {done.new} new, {done.refused} refused")
    failed = done.new != count or hits != 300 or done.megabytes > wanted.megabytes or done.waited > wanted.seconds
    compared = shutil.which("sqlite3") is not None and not wanted.beside
    if compared:
        same, bare = floor(folder, database, file)
        print(figures("floor", count, *same) + "  the same rows and indexes by the shell's .import")
        print(figures("bare table", count, *bare) + "  the file by the shell's .import, without any index")
        print(f"ratio        {same[1] / done.seconds:9.2f}  of the floor by the clock (at least {wanted.ratio})")
        print(f"             {same[0] / done.worked:9.2f}  of the floor by processor seconds")
        failed = failed or same[1] / done.seconds < wanted.ratio
    elif not wanted.beside:
        print("floor        there is no sqlite3 shell on this machine: nothing to compare with")
    if wanted.orders:
        write_orders(folder / "orders.csv", count, wanted.orders)
        stays = measured(hotel, "orders", folder / "orders.csv")
        print(stays.line("orders", wanted.orders))
        failed = failed or stays.new != wanted.orders
        if compared:
            same = floor_of_orders(folder, database)
            print(figures("floor", wanted.orders, *same) + "  the same orders by the shell's .import")
            print(f"ratio        {same[1] / stays.seconds:9.2f}  by the clock")
            print(f"             {same[0] / stays.worked:9.2f}  by processor seconds")
    for what, rows in (("orders", wanted.orders), ("customers", count)):
        if wanted.undo and rows:
            undone = measured(hotel, what, Path("undo"))
            print(undone.line("undo", rows) + f"; {undone.new} {what} gone")
            failed = failed or undone.new != rows or undone.waited > wanted.seconds
    return int(failed)


def figures(name: str, count: int, worked: float, seconds: float) -> str:
    """One line of the table."""
    return f"{name:<12} {count / worked:9.0f} rows/s  {worked:7.1f} s of the processor, {seconds:7.1f} s"


if __name__ == "__main__":
    sys.exit(main())
