"""Scenario 001-3 on a real terminal: a thank-you becomes a story, and the next day opens with it."""

from __future__ import annotations

from pathlib import Path

import at_the_desk as desk
from driving import asked

REQUEST = "Thank your waiter, he saved my mother's birthday"
WORDS = "He lit the candles when the cake was dropped"


def test_001_3_one_key_makes_a_story_and_the_day_opens_with_it(bistro: Path) -> None:
    """`s`, a digit, the customer's words, Enter: who had to do with it is thanked, and no field asks for a culprit."""
    with desk.sit_down(bistro, "Marta", whole_frames=False) as terminal:
        desk.find(terminal, "kronberga", "Elza Kronberga")
        desk.listen(terminal, REQUEST)
        desk.agreed(terminal)
        terminal.press("f4")
        terminal.wait_for(desk.ACT, "s story", "i idea")
        terminal.press("s")
        shown = terminal.wait_for("A story · Elza Kronberga", "1 rescued  2 foreseen  3 fixed for good", "✓ Marta")
        form = "\n".join(line for line in shown.splitlines() if "│" in line).casefold()
        assert not any(word in form for word in ("culprit", "fault", "who failed", "responsible"))
        terminal.press("1")
        terminal.wait_for("✓ rescued")
        terminal.type(WORDS)
        terminal.press("enter")
        terminal.wait(lambda: "Enter leads on" in terminal.text and WORDS in terminal.text, "the words to be kept")
        terminal.press("enter")
        terminal.wait_for("story kept: rescued · thanks to Marta")
        terminal.press("f6")
        told = terminal.wait_for("STORIES", WORDS[:24], "thanks to Marta", "GIVEN")
        assert told.index("STORIES") < told.index("GIVEN"), "stories stand before what was given"
    (story,) = asked("story", "list", folder=bistro)["stories"]
    assert (story["kind"], story["words"], story["thanked"]) == ("rescued", WORDS, ["Marta"])
