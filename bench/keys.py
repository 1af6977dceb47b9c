"""From a key that arrives at the terminal to the answer that is painted: the real desk on a pty, over many customers.

    python bench/keys.py [--customers 100000] [--times 30] [--ratio 6.0] [--most 100] [--keep DIR]

The floor is a bare Textual app with one field on the same kind of pty, in the same run, in turn with the desk. Times
are from the write of the key to the arrival of the bytes with which the answer stood on the screen; what is drawn from
the bytes is worked out afterwards. A digit and Enter are held for 30 ms on purpose before they act (the burst guard,
`ui/guard.py`); that is in their times. The hostile texts are those of T26: 10,000 characters at once, 300 marks on one
letter, families of joined emoji; they stand in the field while letters are typed behind them, and as names in the list.

Prints the median and the 99th percentile of each, its ratio to the floor, and the processor time that the program spent
on it (the least and the median), until it came to rest. Exits 1 when the median of a letter is
past the ratio, or the 99th percentile of a letter past `--most` milliseconds.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import select
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from codecs import getincrementaldecoder
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fcntl import ioctl
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import processor
import pyte
import search_people

from frontdesk.ground.ids import new_id
from frontdesk.ground.text import NAME_LENGTH_MAX, clean_line
from frontdesk.store import customers
from frontdesk.store.customers import Customer
from frontdesk.store.engine import open_store
from frontdesk.store.transaction import writing

FRONTDESK = str(Path(sys.executable).parent / "frontdesk")
BARE = """
from textual.app import App
from textual.widgets import Input
class Bare(App):
    def compose(self):
        field = Input(compact=True)
        field.cursor_blink = False
        yield field
app = Bare()
app.animation_level = "none"
app.run()
"""
PATIENCE_SECONDS = 60.0
QUIET_SECONDS = 0.25
AGAIN_SECONDS = 1.3  # the same key sooner is that key held down
READ_SECONDS = 0.6  # a preview is deaf to Enter for as long as nobody can have read it
WORDS = "the heating is dead and nobody came "
GESTURE = "6"
JOINER = "\u200d"
FAMILY = JOINER.join("\N{MAN}\N{WOMAN}\N{GIRL}\N{BOY}")
HOSTILE = {
    "10,000 characters": "The heating is dead and nobody came. " * 271,
    "300 marks on one letter": "Zo" + "\u0301\u0302\u0308" * 100 + "ra with marks",
    "families of emoji": "Zora " + FAMILY * 20 + " and families",
}
HOSTILE_NAMES = 40
ACT, PREVIEW = "YOU CAN DO THIS NOW", "GIVE THIS?"
Seen = Callable[[list[str]], bool]

FLOOR = "floor: a letter in a bare app"
LETTER = "a letter in the search, the letter"
LIST = "a letter in the search, the last of the list"
NOTE = "a letter in the request"
FIRST_CARD = "opening a card, the first one"
CARD = "opening a card"
HOSTILE_LIST = "a letter, the list full of such names"
HOSTILE_NOTE = "a letter behind {text}"
HOSTILE_PASTE = "a paste of {text}"
CHOSEN = "choosing a gesture (held 30 ms)"
GIVEN = "giving (held 30 ms; on disk)"
LETTERS = (LETTER, NOTE, *(HOSTILE_NOTE.format(text=text) for text in HOSTILE))


class Took(NamedTuple):
    """The milliseconds until an answer stood on the screen, until nothing more came, and of processor time."""

    seen: float
    last: float
    processor: float


class Terminal:
    """A program on a pty of its own, with the moment at which each piece of its output came."""

    def __init__(self, *command: str) -> None:
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.Stream(self._screen)
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._main, side = pty.openpty()
        ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color"}
        self.process = subprocess.Popen(
            command, stdin=side, stdout=side, stderr=side, env=environment, start_new_session=True
        )
        os.close(side)

    def close(self) -> None:
        """End the program."""
        self.process.kill()
        self.process.wait()
        os.close(self._main)

    @property
    def lines(self) -> list[str]:
        """The screen as far as it was looked at."""
        return [line.rstrip() for line in self._screen.display]

    def _came(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._main], [], [], seconds)
        return os.read(self._main, 65536) if ready else b""

    def _feed(self, came: bytes) -> None:
        # At a joiner pyte would leave out the rest of the line.
        self._stream.feed(self._decoder.decode(came).replace(JOINER, ""))

    def rest(self, seconds: float = QUIET_SECONDS) -> None:
        """Take in output until none came for so long."""
        while came := self._came(seconds):
            self._feed(came)

    def until(self, *wanted: str) -> None:
        """Wait for texts on the screen."""
        end = time.perf_counter() + PATIENCE_SECONDS
        while not all(any(text in line for line in self.lines) for text in wanted):
            if time.perf_counter() > end:
                raise SystemExit(f"{wanted} never came:\n" + "\n".join(self.lines))
            self._feed(self._came(0.1))

    def press(self, keys: str) -> None:
        """Press keys whose time does not count."""
        os.write(self._main, keys.encode())
        self.rest()

    def timed(self, key: str, seen: Seen) -> Took:
        """What it took from a key to the bytes with which `seen` became true, and to the last ones."""
        self.rest(0.05)
        if seen(self.lines):
            raise SystemExit("seen before the key:\n" + "\n".join(self.lines))
        spent = processor.spent(self.process.pid)
        started = time.perf_counter()
        os.write(self._main, key.encode())
        pieces: list[tuple[float, bytes]] = []
        while time.perf_counter() - started < PATIENCE_SECONDS:
            came = self._came(QUIET_SECONDS)
            if came:
                pieces.append((time.perf_counter() - started, came))
                continue
            first = None
            for took, piece in pieces:
                self._feed(piece)
                if first is None and seen(self.lines):
                    first = took * 1000
            if first is not None:
                return Took(first, pieces[-1][0] * 1000, processor.spent(self.process.pid) - spent)
            pieces = []
        raise SystemExit(f"{key!r} was never answered:\n" + "\n".join(self.lines))


def on_line(text: str) -> Seen:
    """Whether some line holds the text."""
    return lambda lines: any(text in line for line in lines)


def words_typed(
    terminal: Terminal,
    words: str,
    stands: Callable[[str], Seen],
    letter: list[Took],
    last_drawn: list[Took] | None = None,
) -> None:
    """Each letter until it stands on the screen, and until nothing more is drawn for it; a space does not count."""
    for at, key in enumerate(words, 1):
        if key == " ":
            terminal.press(key)
            continue
        took = terminal.timed(key, stands(words[:at]))
        letter.append(took)
        if last_drawn is not None:
            last_drawn.append(took._replace(seen=took.last))


def in_the_bare_field(text: str) -> Seen:
    """The first line begins with it."""
    return lambda lines: lines[0].strip() == text


def in_the_search(text: str) -> Seen:
    """The line of the search holds it and nothing else."""
    return lambda lines: lines[2].strip() == f"Find {text}"


def behind(begun: str, text: str) -> Seen:
    """It stands behind a sign that is nowhere else."""
    return on_line(begun + text)


# --- the desk -----------------------------------------------------------------------------------------------


def people(count: int) -> Iterator[Customer]:
    """The same invented customers in each run."""
    return search_people.people(search_people.names_of(None), count, random.Random(7))


def hostile_people() -> Iterator[Customer]:
    """Customers whose names are the hostile texts, as far as names go."""
    for number in range(HOSTILE_NAMES):
        for text in HOSTILE.values():
            name = clean_line(f"Zora {number} {text}", NAME_LENGTH_MAX)
            yield Customer(id=new_id(), name=name)


def made(folder: Path, count: int, passing: Path) -> Path:
    """A copy of the practice hotel with so many customers more; that one is made once where it is kept."""
    place = folder / f"hotel-{count}"
    if not place.exists():
        done = subprocess.run(
            [FRONTDESK, "demo", "--headless", "--folder", str(place)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        store = open_store(place / "data" / "frontdesk.db")
        more = chain(hostile_people(), people(count))
        while chunk := list(islice(more, 5000)):
            with writing(store) as connection:
                customers.insert(connection, chunk, search_people.NOW)
        store.close()
    return Path(shutil.copytree(place, passing / "hotel"))


@contextmanager
def sat_down(folder: Path) -> Iterator[Terminal]:
    """Anna's desk, open and at rest."""
    terminal = Terminal(FRONTDESK, "--folder", str(folder), "--staff", "Anna")
    try:
        terminal.until(" · Anna ", "Find")
        terminal.rest(1.0)
        yield terminal
    finally:
        terminal.close()


def measured(folder: Path, times: int) -> dict[str, list[Took]]:
    """What each key took, the floor's letters in turn with those of the desk."""
    took: dict[str, list[Took]] = defaultdict(list)
    names = [each.name.split()[0].lower() for each in islice(people(4000 + times), 4000, None)]
    bare = Terminal(sys.executable, "-c", BARE)
    try:
        bare.rest(1.0)
        with sat_down(folder) as desk:
            for name in names:
                words_typed(bare, name, in_the_bare_field, took[FLOOR])
                bare.press("\x15")
                words_typed(desk, name, in_the_search, took[LETTER], took[LIST])
                opened = desk.timed("\x0f", lambda lines: "Esc back" in lines[-1] and "WHO" in "".join(lines))
                took[CARD if took[FIRST_CARD] else FIRST_CARD].append(opened)
                desk.press("\x1b")
                desk.press("\x15")
                _hostile_names(desk, took)
            _talk(desk, times, took)
    finally:
        bare.close()
    return took


def _hostile_names(desk: Terminal, took: dict[str, list[Took]]) -> None:
    """Letters while the list holds such names."""
    words_typed(desk, "zora", in_the_search, [], took[HOSTILE_LIST])
    desk.press("\x15")


def _hostile_words(desk: Terminal, times: int, took: dict[str, list[Took]]) -> None:
    """Each hostile text in the request, then letters behind it; the field is empty again afterwards."""
    for name, text in HOSTILE.items():
        ends = on_line("characters fit" if len(text) > 2000 else text[-10:])
        took[HOSTILE_PASTE.format(text=name)].append(desk.timed(f"\x1b[200~{text}\x1b[201~", ends))
        desk.press("\x7f" * 20)  # a field that is full would take no more
        for number in range(times):
            desk.press(f" #{number}:")
            words_typed(desk, "room", partial(behind, f"#{number}:"), took[HOSTILE_NOTE.format(text=name)])
            desk.press("\x7f" * len(f" #{number}:room"))
        desk.press("\x15\x7f" * 60)  # line after line, as they are wrapped


def _talk(desk: Terminal, times: int, took: dict[str, list[Took]]) -> None:
    """A conversation with a guest: its words, a gesture chosen, given, and taken back, again and again."""
    desk.press("412")
    desk.until("Kristīne")
    desk.press("\r")
    desk.until("WRITING")
    _hostile_words(desk, times, took)
    desk.press(WORDS)
    for number in range(times):
        begun = f" #{number}:"
        desk.press(begun)
        words_typed(desk, "room", partial(behind, begun.strip()), took[NOTE])
    desk.press("\r")
    desk.until("Did they agree?")
    desk.rest(READ_SECONDS)
    desk.press("\r")
    desk.until(ACT)
    for _time in range(times):
        desk.rest(AGAIN_SECONDS)
        took[CHOSEN].append(desk.timed(GESTURE, on_line(PREVIEW)))
        desk.rest(READ_SECONDS)
        took[GIVEN].append(desk.timed("\r", on_line("u take back")))
        desk.rest(READ_SECONDS)
        desk.press("u")
        desk.until("taken back")


def median(took: list[Took]) -> float:
    """Of the milliseconds until the answer was seen."""
    return statistics.median(each.seen for each in took)


def last_of(took: list[Took]) -> float:
    """The 99th percentile of them."""
    return sorted(each.seen for each in took)[min(len(took) - 1, int(len(took) * 0.99))]


def described(name: str, took: list[Took], floor: list[Took]) -> str:
    """One line of the table."""
    worked = [each.processor for each in took]
    return (
        f"{name:<44} p50 {median(took):6.1f} ms  p99 {last_of(took):6.1f} ms  {median(took) / median(floor):5.1f}x"
        f"  processor {min(worked):5.1f} ms, p50 {statistics.median(worked):5.1f} ms  of {len(took)}"
    )


def main() -> int:
    """Measure, print, and compare with the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=30)
    parser.add_argument("--ratio", type=float, default=6.0)
    parser.add_argument("--most", type=float, default=100.0)
    parser.add_argument("--keep", type=Path, help="a folder in which the hotel stays for the next run")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        took = measured(made(wanted.keep or Path(passing), wanted.customers, Path(passing)), wanted.times)
    for name, each in took.items():
        print(described(name, each, took[FLOOR]))
    ratio = max(median(took[name]) / median(took[FLOOR]) for name in LETTERS)
    slowest = max(last_of(took[name]) for name in LETTERS)
    print(f"a letter takes {ratio:.1f}x as long as in a bare app (at most {wanted.ratio}x)")
    print(f"and {slowest:.0f} ms at the 99th percentile (at most {wanted.most:.0f} ms)")
    return 0 if ratio <= wanted.ratio and slowest <= wanted.most else 1


if __name__ == "__main__":
    raise SystemExit(main())
