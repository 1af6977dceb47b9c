"""What leaves the day over many entries, each as its command makes it, without the start of the interpreter.

    python bench/exports.py [--entries 100000] [--days 90] [--runs 7] [--budget-ms 1000]

With `--days 1` all entries are of the one day that is exported. Prints the best and the median in milliseconds of
processor time, and how long each text is. Exits 1 when the best run of any export is past the budget.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from day import NOW, fill

from frontdesk.cli.day_form import day_form, handover_form
from frontdesk.desk import opening
from frontdesk.desk.day import leading, lining_up
from frontdesk.desk.day.day_page import day_page
from frontdesk.desk.day.day_tables import TABLES, day_table
from frontdesk.desk.day.handover_sheet import handover_text
from frontdesk.desk.day.line_up_sheet import line_up_text
from frontdesk.desk.desk import Desk
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import handing_over
from frontdesk.guidelines import packs


def exports(desk: Desk) -> dict[str, Callable[[], str]]:
    """Each export by the command that makes it."""
    tables = {
        f"day --csv --what {what}": lambda what=what: day_table(desk, what)  # type: ignore[misc]  # the loop's own value
        for what in TABLES
    }
    return tables | {
        "day --json": lambda: json.dumps(day_form(desk, leading.day(desk)), indent=2),
        "day --md": lambda: day_page(desk, leading.day(desk, lines=False)),
        "lineup": lambda: line_up_text(desk, lining_up.line_up(desk)),
        "handover": lambda: handover_text(desk, handing_over.page(desk)),
        "handover --json": lambda: json.dumps(handover_form(desk, handing_over.page(desk)), indent=2),
    }


def main() -> int:
    """Fill, measure each, print, and compare with the budget."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--budget-ms", type=float, default=1000.0)
    options = parser.parse_args()
    worst = 0.0
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "guidelines.yaml").write_text(packs.text("hotel"), encoding="utf-8")
        desk = opening.open_desk(folder, staff=None, clock=lambda: NOW, create=True)
        for name, role in (("Anna", "staff"), ("Janis", "staff"), ("Ilze", desk.rules().roles[-1])):
            staffing.add(desk, name, role)
        fill(desk, options.entries, options.days, random.Random(1))
        desk.store.close()
        desk = opening.open_desk(folder, staff="Ilze", clock=lambda: NOW)
        given = leading.day(desk, lines=False).all_given.times
        print(f"{options.entries} entries over {options.days} days; {given} given on the day that is exported")
        for name, make in exports(desk).items():
            took = []
            for _run in range(options.runs):
                before = time.process_time()
                text = make()
                took.append((time.process_time() - before) * 1000)
            worst = max(worst, min(took))
            middle = statistics.median(took)
            print(f"{name:26} best {min(took):8.1f}  median {middle:8.1f} ms  {len(text):9} letters")
        desk.store.close()
    return 0 if worst <= options.budget_ms else 1


if __name__ == "__main__":
    sys.exit(main())
