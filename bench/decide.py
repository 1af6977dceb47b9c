"""Decisions a second through `frontdesk decide`: whole processes over files of lines, on one core.

    python bench/decide.py [--lines 100000] [--runs 5] [--goal 20000] [--ratio 7.5]

Lines for the hotel and for the shop: `plain` ones are all a yes; `mixed` ones are yes, ticks, less and lead, with the
ways forward that go with these; `given` are the mixed ones, written into the ledger so that limits fill up. The floor
reads and writes the same lines as JSON, in turn with each run. Prints processor seconds (the machine may be shared),
decisions a second, start included, and the ratio to the floor. Exits 1 when the least of the plain runs is past the
ratio; the goal is an absolute figure, so it is only printed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from frontdesk.guidelines import packs

_FLOOR = "import json,sys\nfor line in sys.stdin: sys.stdout.write(json.dumps(json.loads(line)) + '\\n')\n"
_BEGUN = datetime(2026, 11, 21, 6, tzinfo=UTC)
_TICKS = ["request_heard", "wish", "reason"]
_PLAIN: dict[str, list[dict[str, Any]]] = {
    "hotel": [
        {"gesture": "free_drink"},
        {"gesture": "part_of_bill", "ask": "60.00"},
        {"gesture": "make_it_right", "ask": "120.00", "role": "lead"},
    ],
    "retail": [
        {"gesture": "refund"},
        {"gesture": "wrap"},
        {"gesture": "gift_card", "ask": "10.00"},
        {"gesture": "exchange", "role": "lead"},
    ],
}
_MORE: dict[str, list[dict[str, Any]]] = {
    "hotel": [
        {"gesture": "free_drink", "ticks": []},
        {"gesture": "part_of_bill", "ask": "170.00", "situation": "room_fault"},
        {"gesture": "make_it_right", "ask": "500.00"},
    ],
    "retail": [
        {"gesture": "refund", "ticks": [], "situation": "faulty"},
        {"gesture": "gift_card", "ask": "40.00"},
        {"gesture": "refund", "facts": {"item_price": "180.00"}},
    ],
}


def facts(pack: str, number: int) -> dict[str, object]:
    """What is known in the conversation: many different amounts, as there are."""
    if pack == "hotel":
        return {"customer.tier": "gold", "order.paid": f"{540 + number % 700}.50", "order.night_price": "180.00"}
    return {"order.paid": f"{540 + number % 700}.50", "item_price": "49.90", "purchase_found": True}


def lines(pack: str, kind: str, count: int) -> Iterator[str]:
    """So many questions; of `mixed` and `given` ones about half are not a plain yes."""
    asked = _PLAIN[pack] if kind == "plain" else _PLAIN[pack] + _MORE[pack]
    for number, question in enumerate(islice(cycle(asked), count)):
        line = {
            "id": str(number),
            "at": (_BEGUN + timedelta(seconds=number * (300 if kind == "given" else 1))).isoformat(),
            "staff": ("anna", "boris", "ieva")[number % 3],
            "scope": {"customer": f"c{number % 9973}", "order": f"o{number % 14983}", "incident": f"i{number // 3}"},
            "ticks": _TICKS,
            **question,
            "facts": {**facts(pack, number), **question.get("facts", {})},
        }
        if pack == "retail":
            line["scope"]["line"] = f"l{number % 14983}"
        yield json.dumps(line | ({"give": True} if kind == "given" else {})) + "\n"


def seconds(command: list[str], given: Path, out: Path) -> float:
    """The processor time of one process, its own and the system's for it."""
    before = os.times()
    with given.open("rb") as stdin, out.open("wb") as stdout:
        subprocess.run(command, stdin=stdin, stdout=stdout, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def measured(pack: str, kind: str, folder: Path, options: argparse.Namespace) -> float:
    """Print the figures of one file of lines, and give its ratio to the floor."""
    rules, given, out = folder / f"{pack}.yaml", folder / "lines.jsonl", folder / "out.jsonl"
    rules.write_text(packs.text(pack), encoding="utf-8")
    given.write_text("".join(lines(pack, kind, options.lines)), encoding="utf-8")
    decide = [sys.executable, "-m", "frontdesk", "decide", str(given), "--guidelines", str(rules)]
    floor, spent = [], []
    for _run in range(options.runs):
        floor.append(seconds([sys.executable, "-c", _FLOOR], given, out))
        spent.append(seconds(decide, given, out))
    with out.open(encoding="utf-8") as answers:
        outcomes = Counter(json.loads(answer).get("outcome", "error") for answer in answers)
    ratio, rate = min(spent) / min(floor), options.lines / min(spent)
    print(f"{pack}, {kind}: {dict(outcomes.most_common())}")
    print(f"  floor (JSON in and out)  min {min(floor):5.2f} s  median {statistics.median(floor):5.2f} s")
    print(
        f"  frontdesk decide         min {min(spent):5.2f} s  median {statistics.median(spent):5.2f} s"
        f"  max {max(spent):5.2f} s"
    )
    print(f"  {rate:,.0f} decisions a second ({rate / options.goal:.0%} of {options.goal:,.0f}), {ratio:.1f} x floor")
    return ratio


def main() -> int:
    """Measure, print, and compare with the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--goal", type=float, default=20_000)
    parser.add_argument("--ratio", type=float, default=7.5, help="the most that plain decisions may cost")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        ratios = {
            (pack, kind): measured(pack, kind, Path(place), options)
            for pack in ("hotel", "retail")
            for kind in ("plain", "mixed", "given")
        }
    worst = max(ratio for (_pack, kind), ratio in ratios.items() if kind == "plain")
    print(f"plain decisions cost {worst:.1f} x the floor at most (budget {options.ratio} x)")
    return 1 if worst > options.ratio else 0


if __name__ == "__main__":
    raise SystemExit(main())
