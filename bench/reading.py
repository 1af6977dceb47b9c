"""Reading and checking a guidelines file of many gestures, with all positions and warnings, in one process.

    python bench/reading.py [--gestures 500] [--runs 15] [--ratio 2.5] [--growth 2.2]

The floor is libyaml's loader over the same text, in turn with each run. Prints processor milliseconds (least, median,
p99) and what twice as many gestures cost. Exits 1 when the least is past the ratio or the growth.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import yaml

from frontdesk.guidelines.reader import read_text

_HEAD = """\
frontdesk: 1
business: {name: Shop, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en, lv]}
roles: [staff, lead]
facts:
  order.paid: {type: money, from: order}
gestures:
"""
_GESTURE = """\
  gesture_{number}:
    label: {{en: Gesture {number}, lv: Žests {number}}}
    kind: refund
    amount: {{from: 5.00, to: 200.00, usual: 20.00}}
    authority: {{staff: 50.00, lead: 200.00}}
    when: {{order.paid: {{more_than: 0.00}}}}
    limits:
      - {{up_to: 4 times, per: [customer, order], within: ever}}
      - {{up_to: 300.00, per: staff, within: day}}
    otherwise: [{{ask: lead}}, {{promise: {{within: 24 hours}}}}]
    why: Because it helps.
"""


def milliseconds(work: Callable[[], object]) -> float:
    """Processor milliseconds: what else the machine does is not in them."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def described(name: str, spent: list[float]) -> str:
    """One line of the table."""
    ordered = sorted(spent)
    last = ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]
    return f"{name:<16} min {ordered[0]:6.1f} ms  median {statistics.median(ordered):6.1f} ms  p99 {last:6.1f} ms"


def text(gestures: int) -> bytes:
    """A file of so many gestures."""
    return (_HEAD + "".join(_GESTURE.format(number=number) for number in range(gestures))).encode()


def read(data: bytes) -> None:
    """Read and check; the file has to be sound."""
    if read_text(data, "guidelines.yaml").guidelines is None:
        raise AssertionError("the file of the benchmark is sound")


def main() -> int:
    """Measure, print, and compare with the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--gestures", type=int, default=500)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--ratio", type=float, default=2.5)
    parser.add_argument("--growth", type=float, default=2.2)
    options = parser.parse_args()
    data, less = text(options.gestures), text(options.gestures // 2)
    floor, spent, half = [], [], []
    for run in range(options.runs + 1):
        took = (
            milliseconds(lambda: yaml.load(data, yaml.CSafeLoader)),
            milliseconds(lambda: read(data)),
            milliseconds(lambda: read(less)),
        )
        if run:  # the first one warms what is made only once
            for figures, each in zip((floor, spent, half), took, strict=True):
                figures.append(each)
    ratio, growth = min(spent) / min(floor), min(spent) / min(half)
    print(f"{options.gestures} gestures, {len(data):,} bytes")
    print(described("floor (libyaml)", floor))
    print(described("read and check", spent))
    print(described("half as many", half))
    print(f"reading costs {ratio:.2f} x the floor (budget {options.ratio} x)")
    print(f"twice as many gestures cost {growth:.2f} x (budget {options.growth} x)")
    return 1 if ratio > options.ratio or growth > options.growth else 0


if __name__ == "__main__":
    raise SystemExit(main())
