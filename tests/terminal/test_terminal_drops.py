"""Lines that drop in the middle of a word, again and again: the words are there, and the terminal is whole (T07)."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import at_the_desk as desk
import pytest
from driving import Terminal

from figures import TellFigures

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))
BEGUN = "The window"
WORDS = " does not close and the rain comes in over the desk and onto the floor below it"
ENDINGS = {"hang up": signal.SIGHUP, "terminate": signal.SIGTERM, "kill": signal.SIGKILL, "drop": None}


@dataclass
class Typed:
    """How far the words were, as the screen showed it."""

    shown: str = ""
    """The longest beginning of the words that stood on the screen."""
    confirmed: str = ""
    """The longest that the screen called saved after it had called it unsaved."""


def as_shown(terminal: Terminal, words: str) -> str:
    """The longest beginning of `words` on the screen, over the lines it is broken into."""
    text = " ".join(line.partition("│")[2].strip() for line in terminal.lines)
    flat = " ".join(text.split())
    found = (words[:end] for end in range(len(BEGUN), len(words) + 1) if words[:end].strip() in flat)
    return max(found, key=len, default=BEGUN)


def types_on(terminal: Terminal, dice: random.Random) -> Typed:
    """Somebody types so many letters, each as fast as hands do, and watches what is called saved."""
    typed = Typed(BEGUN, BEGUN)
    unsaved = BEGUN
    words = BEGUN + WORDS
    for letter in WORDS[: dice.randrange(1, len(WORDS))]:
        terminal.send(letter)
        looks = dice.random() < 0.3  # the mark is held to what it says when the letters that are shown were taken in
        if looks:
            terminal.rest()
        else:
            terminal.read(dice.choice((0.0, 0.01, 0.03, 0.06)))
        typed.shown = max(typed.shown, as_shown(terminal, words), key=len)
        if not looks:
            continue
        if "✓ saved" not in terminal.lines[0]:
            unsaved = typed.shown
        else:
            typed.confirmed = unsaved
    return typed


def drops(hotel: Path, ending: str, dice: random.Random) -> int:
    """One conversation, one moment, one ending; how many letters of those that stood on the screen were lost."""
    conversation = desk.started(hotel, "Anna", "Kristīne Bērziņa", "--request", BEGUN)
    with desk.sit_down(hotel, "Anna") as terminal:
        desk.go_on(terminal, BEGUN)
        terminal.press("f3")
        terminal.wait_for("WRITING")
        typed = types_on(terminal, dice)
        number = ENDINGS[ending]
        if number is None:
            terminal.hang_up()
        else:
            terminal.process.send_signal(number)
        code = terminal.wait_for_end()
        assert code == (-signal.SIGKILL if ending == "kill" else 128 + (number or signal.SIGHUP))
        assert ending in ("kill", "drop") or terminal.restored, terminal.raw[-400:]
    kept = str(desk.talk_of(hotel, conversation)["request"]).strip()
    assert (BEGUN + WORDS).startswith(kept), kept
    sure = typed.confirmed if ending == "kill" else typed.shown
    assert len(kept) >= len(sure.strip()), (ending, sure, kept)
    return max(0, len(typed.shown.strip()) - len(kept))


@pytest.mark.parametrize("rounds", [8, pytest.param(200, marks=pytest.mark.tier_b)])
def test_words_are_kept_whenever_the_line_drops(
    demos: Callable[[], Path], rounds: int, tell_figures: TellFigures
) -> None:
    """HUP, TERM and a closed terminal lose no letter that was seen; a kill loses none that was called saved."""
    dice = random.Random(SEED)
    lost: dict[str, list[int]] = {ending: [] for ending in ENDINGS}
    for number in range(rounds):
        ending = list(ENDINGS)[number % len(ENDINGS)]
        hotel = demos()
        lost[ending].append(drops(hotel, ending, dice))
        shutil.rmtree(hotel)
    at_most = {ending: max(found) for ending, found in lost.items()}
    tell_figures(f"seed {SEED}, {rounds} drops; letters lost at most: {at_most}")
    assert not any(letters for ending, letters in at_most.items() if ending != "kill"), lost


WITHOUT_HANDLERS = """
import sys
from frontdesk.cli.main import run
from frontdesk.ui import lifecycle
lifecycle.on_hang_up = lambda leave, at_once: None
sys.exit(run(sys.argv[1:]))
"""


def test_without_the_handlers_the_same_drop_is_seen(hotel: Path) -> None:
    """What the test above looks at can be lost: the same program with nobody listening for the end of the line."""
    program = (sys.executable, "-c", WITHOUT_HANDLERS)
    with Terminal("--folder", str(hotel), "--staff", "Anna", program=program) as terminal:
        desk.opened(terminal, "Anna")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_for_end() == -signal.SIGTERM
        assert not terminal.restored
