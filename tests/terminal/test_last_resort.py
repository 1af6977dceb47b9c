"""What is left when the program itself fails: a whole terminal, one sentence, kept words, and nothing of a customer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import at_the_desk as desk
import pytest
from driving import Terminal, asked

from frontdesk.ui.lifecycle import LOG_NAME

SECRET = "Kristine owes 400 for the broken lamp"
BEGUN = "The win"
WORDS = "The window does not close at all"
CALM = "Something in frontdesk itself went wrong"

# The program as it is, with one function that fails as a fault in data could make it: its message quotes a customer.
CHILD = """
import asyncio, sys, threading
from frontdesk.cli.main import run
def boom(*_args, **_more):
    customer = {secret!r}
    raise {kind}(customer)
{fault}
sys.exit(run())
"""

SCREENS: dict[str, tuple[str, tuple[str, ...]]] = {
    "the start": ("from frontdesk.ui.widgets import queue\nqueue._queue_line = boom", ()),
    "the search": ("from frontdesk.desk.customers import finding\nfinding.find = boom", ("f2", "k", "r", "i")),
    "the day": ("from frontdesk.ui.screens.day import DayScreen\nDayScreen.on_mount = boom", ("f6",)),
    "looking back": (
        "from frontdesk.ui.screens.day_looking_back import LookingBackScreen\nLookingBackScreen.compose = boom",
        ("f6", "m"),
    ),
    "the house": ("from frontdesk.ui.screens.house import HouseScreen\nHouseScreen.compose = boom", ("f6", "f")),
    "help": ("from frontdesk.ui.screens.help import HelpScreen\nHelpScreen.compose = boom", ("f1",)),
    "a new customer": (
        "from frontdesk.ui.screens.new_customer import NewCustomerScreen\nNewCustomerScreen.compose = boom",
        ("down", "n"),
    ),
    "a review": (
        "from frontdesk.ui.screens.review_begin import ReviewBeginScreen\nReviewBeginScreen.compose = boom",
        ("f8",),
    ),
    "an import": (
        "from frontdesk.ui.screens.importing_choose import ImportChoiceScreen\nImportChoiceScreen.compose = boom",
        ("f9",),
    ),
    "an action": ("from frontdesk.ui.app import DeskApp\nDeskApp.action_day = boom", ("f6",)),
    "a paint": ("from frontdesk.ui.widgets.header import Header\nHeader.render = boom", ()),
    "the opening": ("from frontdesk.desk import opening\nopening.open_desk = boom", ()),
}


LIKE_HELP = ("looking back", "a new customer", "a review", "an import")
"""They fall as help does: while the room is put together."""


def sampled(each: Iterable[Any], by_night: Sequence[Any]) -> list[Any]:
    """All of them by night; with each commit those that fall in a way of their own."""
    return [pytest.param(one, marks=pytest.mark.tier_b) if one in by_night else one for one in each]


def on_a_terminal(folder: Path, fault: str, staff: str = "Ilze", kind: str = "RuntimeError") -> Terminal:
    program = (sys.executable, "-c", CHILD.format(secret=SECRET, kind=kind, fault=fault))
    state = {"XDG_STATE_HOME": str(folder / "state")}
    return Terminal("--folder", str(folder), "--staff", staff, program=program, environment=state)


def nothing_leaked(folder: Path, raw: bytes) -> None:
    logs = [*folder.rglob(LOG_NAME)]
    assert logs, "somebody has to be able to mend it"
    for log in logs:
        assert log.stat().st_mode & 0o777 == 0o600
        text = log.read_text("utf-8")
        assert "boom" in text
        assert not any(word in text for word in (*SECRET.split()[:1], "lamp", *WORDS.split()[:2], "400"))
    assert not any(word in raw for word in (b"lamp", b"owes 400", b"Traceback", b"boom"))


@pytest.mark.parametrize(
    "place", sampled(SCREENS, by_night=("looking back", "a new customer", "a review", "an import"))
)
def test_a_fault_on_a_screen_leaves_one_calm_sentence(hotel: Path, place: str) -> None:
    fault, keys = SCREENS[place]
    with on_a_terminal(hotel, fault) as terminal:
        if keys:
            desk.opened(terminal, "Ilze")
        for key in keys:
            terminal.press(key)
        terminal.wait(lambda: terminal.process.poll() is not None or CALM[:20] in terminal.text, "the fall")
        stays = terminal.process.poll() is None and b"\x1b[?1049l" not in terminal.raw
        if stays:
            terminal.settle()
            stays = terminal.process.poll() is None and b"\x1b[?1049l" not in terminal.raw
        if stays:  # what only asked the desk something is told, and the work goes on
            terminal.press("ctrl+q")
        assert terminal.wait_for_end() == (0 if stays else 1)
        assert terminal.restored
        after = terminal.raw.rpartition(b"\x1b[?1049l")[2].decode()
        assert stays or after.count(CALM) == 1
        assert len([line for line in after.splitlines() if line.strip("\x1b[?0123456789;hlm>u= \r")]) <= 3
    nothing_leaked(hotel, terminal.raw)


def noted(folder: Path) -> str:
    """What the logs say."""
    return "".join(log.read_text("utf-8") for log in folder.rglob(LOG_NAME))


STRAY = """
from frontdesk.ui.app import DeskApp
async def failing():
    boom()
class Ending:
    def __del__(self):
        boom()
def day(self):
    threading.Thread(target=boom).start()
    self.kept = None
    asyncio.get_running_loop().create_task(failing())
    asyncio.get_running_loop().call_soon(boom)
    Ending()
DeskApp.action_day = day
"""


def test_what_nobody_waits_for_is_noted_and_the_work_goes_on(hotel: Path) -> None:
    """A thread, a task, a callback and the end of an object: Python would print each with its words."""
    with on_a_terminal(hotel, STRAY) as terminal:
        desk.opened(terminal, "Ilze")
        terminal.press("f6", "f2")
        terminal.wait(lambda: noted(hotel).count("RuntimeError") >= 3, "the notes")
        terminal.press("ctrl+q")
        assert terminal.wait_for_end() == 0
        assert terminal.restored
    nothing_leaked(hotel, terminal.raw)


@pytest.mark.parametrize(
    "kind",
    sampled(("RuntimeError", "RecursionError", "MemoryError", "UnicodeEncodeError"), by_night=("RecursionError",)),
)
def test_words_typed_just_before_the_fall_are_kept(hotel: Path, kind: str) -> None:
    """The sentence says so; nothing waits for the second after which they would have been saved anyway."""
    fault = (
        "from frontdesk.ui.screens import desk_words\ndesk_words.SAVE_SECONDS = 600\n"
        "from frontdesk.ui.app import DeskApp\nDeskApp.action_day = boom"
    )
    if kind == "UnicodeEncodeError":
        fault = fault.replace("= boom", "= lambda self: SECRET.encode('ascii')").replace(
            "from frontdesk.ui.app", f"SECRET = {SECRET + ' ē'!r}\nfrom frontdesk.ui.app"
        )
        kind = "RuntimeError"
    conversation = desk.started(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with on_a_terminal(hotel, fault, "Anna", kind) as terminal:
        desk.opened(terminal, "Anna")
        desk.go_on(terminal, BEGUN)
        terminal.press("f3")
        terminal.wait_for("WRITING")
        terminal.send(WORDS.removeprefix(BEGUN))
        terminal.wait_for(WORDS)
        terminal.press("f6")
        assert terminal.wait_for_end() == 1
        assert terminal.restored
    assert desk.talk_of(hotel, conversation)["request"] == WORDS


COMMANDS = (
    ("customers", "find", "krist"),
    ("customers", "find", "krist", "--json"),
    ("day",),
    ("promises", "list", "--json"),
    ("handover",),
    ("lineup",),
    ("verify",),
    ("story", "list"),
    ("idea", "list"),
    ("explain",),
)


@pytest.mark.parametrize("command", sampled(COMMANDS, by_night=COMMANDS[4:9]), ids=" ".join)
def test_a_fault_in_a_command_is_one_sentence_and_exit_code_1(hotel: Path, command: tuple[str, ...]) -> None:
    fault = "from frontdesk.store import engine\nfrom frontdesk.desk import opening\nopening.open_desk = boom"
    fault += "\nfrom frontdesk.guidelines import reader\nreader.read_file = boom\nengine.open_store = boom"
    program = CHILD.format(secret=SECRET, kind="RuntimeError", fault=fault)
    done = subprocess.run(
        [sys.executable, "-c", program, *command, "--folder", str(hotel)],
        capture_output=True,
        check=False,
        env={**os.environ, "LANG": "C.UTF-8", "XDG_STATE_HOME": str(hotel / "state")},
    )
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1 and CALM.encode() in done.stderr
    nothing_leaked(hotel, done.stderr)


def test_the_words_of_a_customer_are_asked_for_only_where_they_stand(hotel: Path) -> None:
    """The pair of the tests above: without the handler Textual's own report would print what is in memory."""
    fault = (
        "from textual.app import App\nfrom frontdesk.ui.app import DeskApp\n"
        "DeskApp._handle_exception = App._handle_exception\nDeskApp.action_day = boom"
    )
    with on_a_terminal(hotel, fault) as terminal:
        desk.opened(terminal, "Ilze")
        terminal.press("f6")
        terminal.wait_for_end()
        assert b"lamp" in terminal.raw
    assert asked("promises", "list", folder=hotel)
