"""Importing customers from a CSV file, against the sqlite3 shell's own `.import` on the same machine, in one run.

    python bench/import.py [--customers 100000] [--ratio 2.0] [--megabytes 200]

The file has a key, name, telephone, address, tier, day and number for each person. The import reads, checks and folds
every row, compares it with what is known, and writes cards, what they are found by, and its own line.

What is compared. The floor is what the shell needs for the rows that the import leaves behind: `.import` of the cards
and of the search terms, ready made and in the order of the file, into the same tables with the same indexes. The shell
checks nothing and folds nothing there. The ratio is rows a second of the import over rows a second of the floor. The
same file into one bare table without indexes is printed as well: that is reading alone, and no import.

Each side runs in a process of its own, and its processor seconds are compared: what else the machine does is not in
them. Seconds by the clock stand beside them. Exits 1 below the ratio, above the memory, or when somebody is not found.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
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


def write_file(path: Path, count: int) -> None:
    """Invented people: the given and family names of the practice hotel, mixed anew."""
    chance = random.Random(7)
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
            writer.writerow([f"G{number:07d}", name, phone, email, tier, day, chance.randrange(40)])


def made_folder(folder: Path) -> Path:
    """A business with guidelines and an empty database."""
    from frontdesk.store.engine import open_store

    (folder / "data").mkdir(parents=True)
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    open_store(folder / "data" / "frontdesk.db", create=True).close()
    return folder / "data" / "frontdesk.db"


def import_file(folder: Path, file: Path) -> None:
    """The import itself, in this process; prints seconds of it all, seconds the lock was held, peak megabytes."""
    from frontdesk.desk import opening
    from frontdesk.desk.imports import importing

    desk = opening.open_desk(folder, staff=None, clock=lambda: datetime.now(UTC))
    locked = [0.0]

    def progress(doing: str, _done: int, _total: int) -> None:
        if doing == "read":
            locked[0] = time.perf_counter()

    begun, worked = time.perf_counter(), time.process_time()
    done = importing.import_customers(desk, file, progress=progress)
    ended, worked = time.perf_counter(), time.process_time() - worked
    desk.store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    print(done.new, done.refused_count, worked, ended - begun, ended - locked[0], peak)


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


def found(database: Path, file: Path) -> int:
    """How many of 300 people of the file are found by their whole name and the tail of their telephone."""
    from frontdesk.store import searching
    from frontdesk.store.engine import open_store
    from frontdesk.store.transaction import reading

    with file.open(encoding="utf-8", newline="") as lines:
        people = list(csv.DictReader(lines))
    store, hits = open_store(database), 0
    with reading(store) as connection:
        for person in random.Random(3).sample(people, 300):
            row = connection.execute("SELECT id FROM customers WHERE external_key = ?", (person["id"],)).fetchone()
            typed = f"{person['name']} {person['phone'][-4:]}"
            answer = searching.search(connection, typed, datetime.now(UTC).date(), 20)
            hits += row is not None and row[0] in {hit.customer_id for hit in answer}
    store.close()
    return hits


def main() -> int:
    """Measure and judge."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--customers", type=int, default=100_000)
    arguments.add_argument("--ratio", type=float, default=2.0)
    arguments.add_argument("--megabytes", type=float, default=200.0)
    arguments.add_argument("--one", nargs=2, type=Path, help=argparse.SUPPRESS)
    wanted = arguments.parse_args()
    if wanted.one:
        import_file(*wanted.one)
        return 0
    with tempfile.TemporaryDirectory() as name:
        return measure(Path(name), wanted)


def measure(folder: Path, wanted: argparse.Namespace) -> int:
    """Print every figure; 1 when one is past its budget."""
    count, file = wanted.customers, folder / "people.csv"
    write_file(file, count)
    database = made_folder(folder / "hotel")
    line = [sys.executable, __file__, "--one", str(folder / "hotel"), str(file)]
    answer = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    new, refused, (worked, seconds, locked, peak) = int(answer[0]), int(answer[1]), map(float, answer[2:])
    print(figures("import", count, worked, seconds) + f", of which others wait {locked:.1f} s")
    print(f"memory       {peak:9.0f} MB at most")
    hits = found(database, file)
    print(f"found        {hits:9d} of 300 by name and telephone; {new} new, {refused} refused")
    failed = new != count or hits != 300 or peak > wanted.megabytes
    if shutil.which("sqlite3") is None:
        print("floor        there is no sqlite3 shell on this machine: nothing to compare with")
        return int(failed)
    same, bare = floor(folder, database, file)
    print(figures("floor", count, *same) + "  the same rows and indexes by the shell's .import")
    print(figures("bare table", count, *bare) + "  the file by the shell's .import, without any index")
    print(f"ratio        {same[0] / worked:9.2f}  of the floor (at least {wanted.ratio})")
    return int(failed or same[0] / worked < wanted.ratio)


def figures(name: str, count: int, worked: float, seconds: float) -> str:
    """One line of the table."""
    return f"{name:<12} {count / worked:9.0f} rows/s  {worked:7.1f} s of the processor, {seconds:7.1f} s"


if __name__ == "__main__":
    sys.exit(main())
