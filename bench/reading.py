"""Reading and checking a guidelines file of many gestures, with all positions and warnings, in one process.

    python bench/reading.py [--gestures 500] [--runs 9] [--ratio 8]

The floor is libyaml's loader over the same text in the same run. Prints processor milliseconds, best and median, and
what twice as many gestures cost. Exits 1 when the best run is past the ratio.
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


def milliseconds(read: Callable[[bytes], object], data: bytes, runs: int) -> list[float]:
    """Processor milliseconds of each run, after one that is not counted."""
    spent = []
    read(data)
    for _run in range(runs):
        started = time.process_time()
        read(data)
        spent.append((time.process_time() - started) * 1000)
    return spent


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
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--ratio", type=float, default=8.0)
    options = parser.parse_args()
    data = text(options.gestures)
    floor = milliseconds(lambda each: yaml.load(each, yaml.CSafeLoader), data, options.runs)
    spent = milliseconds(read, data, options.runs)
    half = milliseconds(read, text(options.gestures // 2), options.runs)
    ratio = min(spent) / min(floor)
    print(f"{options.gestures} gestures, {len(data):,} bytes")
    print(f"floor (libyaml)  best {min(floor):6.1f} ms  median {statistics.median(floor):6.1f} ms")
    print(f"read and check   best {min(spent):6.1f} ms  median {statistics.median(spent):6.1f} ms  {ratio:.1f} x")
    print(f"half as many     best {min(half):6.1f} ms: twice as many cost {min(spent) / min(half):.2f} x")
    return 1 if ratio > options.ratio else 0


if __name__ == "__main__":
    raise SystemExit(main())
