"""First frame of the real desk against an empty Textual app, both on a pty, in the same run.

Prints, for each, the median and p99 of the milliseconds from start until its first words are on the screen, the
processor time that took (the least and the median), and the ratio; for the desk also until the search can be used.
Exits 1 past the budget.
Usage: python bench/first_frame.py [--runs N] [--budget RATIO]
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from fcntl import ioctl
from pathlib import Path
from typing import NamedTuple

import processor

FRONTDESK = str(Path(sys.executable).parent / "frontdesk")
EMPTY_APP = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("first words")
Empty().run()
"""
PATIENCE_SECONDS = 30.0


class Seen(NamedTuple):
    """When a text stood on the screen: seconds since the start, and milliseconds of processor time until then."""

    seconds: float
    processor: float


def until(command: list[str], *wanted: bytes) -> list[Seen]:
    """What it took until each text was first seen in the program's output, in that order."""
    main, side = pty.openpty()
    ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, env=environment, start_new_session=True)
    os.close(side)
    seen: list[Seen] = []
    output = b""
    try:
        while len(seen) < len(wanted):
            ready, _, _ = select.select([main], [], [], PATIENCE_SECONDS)
            if not ready:
                raise SystemExit(f"{wanted[len(seen)]!r} was not seen within {PATIENCE_SECONDS} s")
            output += os.read(main, 65536)
            while len(seen) < len(wanted) and wanted[len(seen)] in output:
                seen.append(Seen(time.perf_counter() - started, processor.spent(process.pid)))
    finally:
        process.kill()
        process.wait()
        os.close(main)
    return seen


def median(seen: list[Seen]) -> float:
    """Of the seconds."""
    return statistics.median(each.seconds for each in seen)


def described(name: str, seen: list[Seen]) -> str:
    """One line of the table, in milliseconds: median and p99, then the processor's least and median."""
    ordered = sorted(each.seconds for each in seen)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    worked = [each.processor for each in seen]
    return (
        f"{name:<30} median {median(seen) * 1000:5.0f} ms   p99 {last * 1000:5.0f} ms"
        f"   processor {min(worked):5.0f} ms, median {statistics.median(worked):5.0f} ms"
    )


def main() -> int:
    """Measure in turn, print, and compare with the budget."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--budget", type=float, default=1.6)
    parser.add_argument("--folder", help="a business folder; a demo is made when none is given")
    parser.add_argument("--ready", default="Anna", help="a text that only the opened desk shows")
    options = parser.parse_args()
    floor: list[Seen] = []
    first: list[Seen] = []
    usable: list[Seen] = []
    with tempfile.TemporaryDirectory() as place:
        folder = (
            options.folder
            or subprocess.run(
                [FRONTDESK, "demo", "--headless", "--folder", place + "/demo"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
        )
        desk = [FRONTDESK, "--folder", folder, "--staff", "Anna"]
        for run in range(options.runs + 1):
            empty = until([sys.executable, "-c", EMPTY_APP], b"first words")
            real = until(desk, b"frontdesk", options.ready.encode())
            if run:  # the first of each warms the caches
                floor.append(empty[0])
                first.append(real[0])
                usable.append(real[1])
    ratio = median(first) / median(floor)
    print(described("empty Textual app, first words", floor))
    print(described("the desk, first words", first))
    print(described("the desk, opened", usable))
    print(f"first frame {ratio:.2f}x the empty app (budget {options.budget}x)")
    print(f"opened      {median(usable) / median(floor):.2f}x the empty app")
    return 0 if ratio <= options.budget else 1


if __name__ == "__main__":
    raise SystemExit(main())
