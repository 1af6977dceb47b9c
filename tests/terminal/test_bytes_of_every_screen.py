"""What really reaches the terminal: every screen and every command, on a house whose words all act (T06)."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import FRONTDESK, Terminal, frontdesk, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from poisoning import poison
from rich.segment import Segment
from textual.color import Color

from figures import TellFigures
from frontdesk.ground.text import has_control
from frontdesk.store.columns import instant
from frontdesk.ui.plain import ControlFilter, cell, cut, fitted, plain
from hostile_texts import ACTING, SURROGATE, from_data

NAME = "Kristīne Bērziņa"
CLEAN = ("Anna", "Ilze")
"""Who signs in here; everybody else's name acts."""
PLAIN = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8"}
SEEN: set[str] = set()
"""The screens that stood in front while somebody looked, by what was wanted to be read there."""

# From the start (F2) by these keys to what must be read there, and so many times Esc back.
OF_THE_DAY: tuple[tuple[str, tuple[str, ...], str, int], ...] = (
    ("the day", (), "PROMISED", 0),
    ("an answer", ("y",), "wish ", 1),
    ("something else", ("y", "o"), "Instead", 3),
    ("looking back", ("m",), "HOW IT WAS SETTLED", 1),
    ("all ideas", ("a",), "IDEAS", 1),
    ("an idea", ("a", "enter"), "idea of Anna", 2),
    ("what is one person", ("d",), "person", 1),
    ("the house", ("f",), "occupancy", 1),
    ("the line-up", ("l",), "LINE-UP", 1),
    ("the hand-over", ("h",), "HAND-OVER", 1),
    ("a story", ("s",), "", 1),
    ("a new idea", ("i",), "", 1),
    ("authority ahead", ("g",), "", 1),
    ("a number to call", ("c",), "", 1),
    ("another owner", ("r",), "", 1),
    ("the card from the day", ("p",), "the card", 1),
    ("the filter", ("/",), "/", 1),
    ("help", ("f1",), "What is owed comes first", 1),
)
OF_THE_START: tuple[tuple[str, tuple[str, ...], str, int], ...] = (
    ("a review to enter", ("f8",), "", 1),
    ("a file to import", ("f9",), "the file", 1),
    ("help at the start", ("f1",), "", 1),
    ("the palette", ("ctrl+p",), "", 1),
)
OF_A_CONVERSATION: tuple[tuple[str, tuple[str, ...], str, int], ...] = (
    ("the moment", ("f7",), "What kind of moment is it?", 1),
    ("a promise", ("f5",), "what we promise", 1),
    ("the card", ("p",), "the card", 1),
    ("a like", ("p", "l"), "", 2),
    ("a note", ("p", "n"), "", 2),
    ("who belongs together", ("p", "b"), "Who belongs together?", 2),
    ("handing over", ("p", "h"), "", 2),
    ("erasing", ("p", "e"), "", 2),
    ("earlier talks", ("h",), "F1", 1),
    ("a claim", ("c",), "", 1),
    ("two cards", ("d",), "person", 1),
    ("the end", ("f9",), "Anything else?", 1),
)


@pytest.fixture(scope="module")
def poisoned_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The practice hotel with an event, a caller, a household, notes and a review; every word of it acts."""
    house = tmp_path_factory.mktemp("words") / "demo"
    frontdesk("demo", "--headless", folder=house)
    person = desk.customer_id(house, NAME)
    frontdesk("ring", "+371 26 123 456", "--desk", "desk 1", folder=house)
    frontdesk("customers", "note", person, "A lift, not stairs", folder=house, staff="Anna")
    frontdesk("customers", "relate", person, "--company", "Bērziņa family", folder=house, staff="Anna")
    opening = ("event", "open", "Boiler", "--cause", "No hot water", "--promise", "Hot water again")
    frontdesk(*opening, "--due", "3 days", folder=house, staff="Ilze")
    frontdesk("event", "add", "Boiler", "--order", "B000001", "--serial", "S-17", folder=house, staff="Ilze")
    frontdesk(
        "review",
        "begin",
        "Cold soup and a cold room",
        "--source",
        "by post",
        "--name",
        "Kārlis",
        folder=house,
        staff="Anna",
    )
    assert poison(house, but=CLEAN) >= 30
    return house


@pytest.fixture
def hostile(poisoned_house: Path, tmp_path: Path) -> Path:
    """A copy of it for this test alone; the telephone rings now, and for two minutes."""
    house = Path(shutil.copytree(poisoned_house, tmp_path / "hostile"))
    with closing(sqlite3.connect(house / "data" / "frontdesk.db")) as database:
        database.execute("UPDATE calls SET rang_at = ?", (instant(datetime.now(UTC)),))
        database.commit()
    return house


def at(terminal: Terminal, name: str, keys: Sequence[str], wanted: str, back: int) -> None:
    """Go there by these keys, let it be painted, look at what was sent, and go back."""
    sent = len(terminal.raw)
    for key in keys:
        before = terminal.lines[1:]
        terminal.press(key)
        terminal.wait(lambda seen=before: terminal.lines[1:] != seen, f"{key} to open {name}")
    terminal.wait_for(wanted)
    assert terminal.process.poll() is None, name
    found = from_data(terminal.raw[sent:])
    assert not found, (name, found[:3])
    SEEN.add(name)
    for _each in range(back):
        before = terminal.lines[1:]
        terminal.press("esc")
        terminal.wait(lambda seen=before: terminal.lines[1:] != seen, f"Esc to leave {name}")


def to_the_day(terminal: Terminal) -> None:
    terminal.press("f6")
    terminal.wait_for("The day")


def walk(terminal: Terminal) -> None:
    """Through everything that somebody who leads can open."""
    at(terminal, "the start", (), "PROMISED", 0)
    to_the_day(terminal)
    for name, keys, wanted, back in OF_THE_DAY:
        if "The day " not in terminal.text:
            terminal.press("f2")
            terminal.wait_for("PROMISED")
            to_the_day(terminal)
        at(terminal, name, keys, wanted, back)
    terminal.press("f2")
    terminal.wait_for("OPEN CONVERSATIONS")
    desk.find(terminal, "Krist", NAME)
    terminal.press("esc")
    for name, keys, wanted, back in OF_A_CONVERSATION:
        at(terminal, name, keys, wanted, back)
    terminal.press("f2")
    terminal.wait_for("OPEN CONVERSATIONS")
    for name, keys, wanted, back in OF_THE_START:
        at(terminal, name, keys, wanted, back)
    at(terminal, "who sits here", ("\x0c",), "1", 0)
    terminal.press("1")


def test_no_byte_of_data_acts_on_the_terminal_of_somebody_who_leads(hostile: Path, tell_figures: TellFigures) -> None:
    with desk.sit_down(hostile, "Ilze") as terminal:
        walk(terminal)
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert not from_data(terminal.raw)
    assert len(SEEN) >= 30
    tell_figures(f"{len(terminal.raw)} bytes on {len(SEEN)} views of the real program: 0 of data act")


def test_an_event_a_review_and_a_call_are_opened_without_a_byte_that_acts(hostile: Path) -> None:
    """The call list, the review's sheet, the caller who rings, and the card that is looked up by them."""
    with desk.sit_down(hostile, "Anna") as terminal:
        terminal.wait_for("^t take the call")
        terminal.press("\x14")
        terminal.wait_until_gone("OPEN CONVERSATIONS")
        terminal.press("f1", "esc", "f2")
        terminal.wait_for("OPEN CONVERSATIONS")
        for heading in ("Boiler", "Kārlis"):
            terminal.press("down", "\x1b[H")  # Home: the first line
            for _line in range(30):
                if heading in next((line for line in terminal.lines if line.startswith("▸")), ""):
                    break
                terminal.press("down")
            else:
                raise AssertionError(terminal.text)
            terminal.press("enter")
            terminal.wait_until_gone("OPEN CONVERSATIONS")
            terminal.press("f1", "esc", "esc", "f2")
            if heading == "Boiler":  # a review knows no name yet: F2 asks whose it is
                terminal.wait_for("OPEN CONVERSATIONS")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
    assert not from_data(terminal.raw)


COMMANDS = (
    ("customers", "find", "krist"),
    ("customers", "find", "krist", "--json"),
    ("customers", "show", "PERSON"),
    ("customers", "show", "PERSON", "--json"),
    ("customers", "history", "PERSON"),
    ("customers", "duplicates"),
    ("day",),
    ("day", "--json"),
    ("handover",),
    ("lineup",),
    ("promises", "list"),
    ("promises", "list", "--json"),
    ("event", "list"),
    ("event", "show", "Boiler"),
    ("event", "calls", "Boiler"),
    ("review", "list"),
    ("story", "list"),
    ("idea", "list"),
    ("causes", "list"),
    ("stopped",),
    ("bends",),
    ("calls", "list"),
    ("lead", "waiting"),
    ("staff", "list"),
    ("verify",),
    ("customers", "show", "no\x1b]0;x\x07body\x9b1m\u202e"),
    ("customers", "find", "\x1b[2J\u202e", "--json"),
    ("na\x1b]0;x\x07thing",),
    ("day", "--na\x9b1mthing"),
    ("event", "show", "\x1b]52;c;b3du\x07"),
    ("story", "list", "--lang", "\x1b[31m"),
)
AS_PROCESSES = (COMMANDS[0], COMMANDS[3], *COMMANDS[25:28])
"""What is also run as a process of its own, whose bytes must be the same: a sentence, JSON, and errors."""


def test_no_command_prints_a_byte_of_data_that_acts(hostile: Path, tell_figures: TellFigures) -> None:
    """Sentences, JSON and errors, on stdout and stderr, as a terminal and a script get them."""
    person = desk.customer_id(hostile, NAME)
    ended: dict[str, int] = {}
    kept = {"XDG_STATE_HOME": str(hostile / "state")}
    for command in COMMANDS:
        line = [person if part == "PERSON" else part for part in command]
        staff = "Ilze" if "lead" in line else None
        code, said, wrong = written(*line, folder=hostile, staff=staff, environment=kept)
        if command in AS_PROCESSES:
            process = [FRONTDESK, *line, "--folder", str(hostile)]
            done = subprocess.run(process, capture_output=True, check=False, env={**PLAIN, **kept})
            assert (done.returncode, done.stdout, done.stderr) == (code, said, wrong), line
        ended[" ".join(command)] = code
        assert not ACTING.search((said + wrong).decode("utf-8", "surrogateescape").replace("\n", "")), line
        assert b"Traceback" not in wrong and b"went wrong" not in wrong, line
        if "--json" in line:
            json.loads(said)
    assert [ended[" ".join(each)] for each in COMMANDS[:3]] == [0, 0, 0]
    assert sum(code == 0 for code in ended.values()) >= 20, ended
    tell_figures(f"{len(COMMANDS)} command lines: 0 bytes of data act")


UNGUARDED = """
import sys
import frontdesk.ui.app as app
app.install_line_filter = lambda _app: None
from frontdesk.cli.main import run
sys.exit(run())
"""


def test_without_the_line_filter_bytes_of_data_would_reach_the_terminal(hostile: Path) -> None:
    """The pair of the tests above: a field shows what the database holds, and only the filter is under it."""
    with desk.sit_down(hostile, "Anna", program=(sys.executable, "-c", UNGUARDED)) as terminal:
        terminal.wait_for("Two rooms")
        while "Two rooms" not in next((line for line in terminal.lines if line.startswith("▸")), ""):
            before = terminal.lines[1:]
            terminal.press("down")
            terminal.wait(lambda seen=before: terminal.lines[1:] != seen, "the mark to move")
        assert not from_data(terminal.raw), "what the screens paint themselves is clean without it, too"
        terminal.press("enter")
        terminal.wait(lambda: bool(from_data(terminal.raw)), "a byte of data that acts")


# --- the filter by itself ---


@pytest.mark.parametrize("count", [1_000, pytest.param(10_000, marks=pytest.mark.tier_b)])
def test_thousands_of_texts_leave_nothing_that_acts(count: int, tell_figures: TellFigures) -> None:
    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
    def each(text: str) -> None:
        (segment,) = ControlFilter().apply([Segment(text)], Color(0, 0, 0))
        for shown in (segment.text, plain(text).plain, cell(text).plain, cut(text, 20), fitted(text, 20)):
            assert not ACTING.search(shown.replace("\n", "").replace("\t", "")) and not has_control(shown)
            shown.encode("utf-8")
        assert "\n" not in segment.text and "\t" not in segment.text

    each()
    tell_figures(f"{count} texts from all of Unicode through the filter: 0 act")


def test_half_a_letter_from_a_file_is_not_sent() -> None:
    assert plain(SURROGATE).plain == "Ann   Smith"
