"""Decisions a second through `frontdesk decide`: the whole process over a file of lines, on one core.

    python bench/decide.py [--lines 100000] [--runs 5] [--give-every 0] [--goal 20000] [--ratio 12]

The lines are plain: free drinks, parts of the bill, the open gesture, asked for by staff and lead, none of them given
unless `--give-every` says so (then limits fill up, and answers carry ways forward). The floor reads and writes the
same lines as JSON in the same run. Prints processor seconds (the machine may be shared), decisions a second, and the
ratio to the floor. Exits 1 when the best run is past the ratio.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from frontdesk.guidelines import packs

_FLOOR = "import json,sys\nfor line in sys.stdin: sys.stdout.write(json.dumps(json.loads(line)) + '\\n')\n"
_AT = "2026-11-21T{hour:02}:{minute:02}:{second:02}+02:00"


def line(number: int, give_every: int) -> str:
    """One question; each of so many is also given."""
    second = number // 4
    asked = {
        "id": str(number),
        "at": _AT.format(hour=8 + second // 3600 % 12, minute=second // 60 % 60, second=second % 60),
        "role": ("staff", "lead")[number % 5 == 0],
        "facts": {"customer.tier": "gold", "order.paid": "540.00", "order.night_price": "180.00"},
        "scope": {"customer": f"c{number % 997}", "order": f"o{number % 1499}", "incident": f"i{number % 3001}"},
        "ticks": ["request_heard", "wish", "reason"],
    }
    gesture = ("free_drink", "part_of_bill", "make_it_right")[number % 3]
    asked |= {"gesture": gesture} | ({} if gesture == "free_drink" else {"ask": ("40.00", "120.00")[number % 2]})
    return json.dumps(asked | ({"give": True} if give_every and number % give_every == 0 else {}))


def seconds(command: list[str], given: Path, out: Path) -> float:
    """The processor time of one process, its own and the system's for it."""
    before = os.times()
    with given.open("rb") as stdin, out.open("wb") as stdout:
        subprocess.run(command, stdin=stdin, stdout=stdout, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Measure, print, and compare with the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--give-every", type=int, default=0)
    parser.add_argument("--goal", type=float, default=20_000)
    parser.add_argument("--ratio", type=float, default=12.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rules, lines, out = folder / "guidelines.yaml", folder / "lines.jsonl", folder / "out.jsonl"
        rules.write_text(packs.text("hotel"), encoding="utf-8")
        asked = "".join(line(number, options.give_every) + "\n" for number in range(options.lines))
        lines.write_text(asked, encoding="utf-8")
        decide = [sys.executable, "-m", "frontdesk", "decide", str(lines), "--guidelines", str(rules)]
        floors = [seconds([sys.executable, "-c", _FLOOR], lines, out) for _run in range(options.runs)]
        spent = [seconds(decide, lines, out) for _run in range(options.runs)]
        outcomes: dict[str, int] = {}
        for answer in out.read_text(encoding="utf-8").splitlines():
            outcome = json.loads(answer)["outcome"]
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
    ratio = min(spent) / min(floors)
    print(f"{options.lines} lines: {outcomes}")
    print(f"floor (JSON in and out)  best {min(floors):6.2f} s  median {statistics.median(floors):6.2f} s")
    print(f"frontdesk decide         best {min(spent):6.2f} s  median {statistics.median(spent):6.2f} s  {ratio:.1f} x")
    rate = options.lines / min(spent)
    print(f"{rate:,.0f} decisions a second, start included (goal {options.goal:,.0f}: {rate / options.goal:.2f})")
    return 1 if ratio > options.ratio else 0


if __name__ == "__main__":
    raise SystemExit(main())
