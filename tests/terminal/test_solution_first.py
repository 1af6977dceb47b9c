"""Scenario 002-5: what we do comes before what it came from, on the screen and on the command line."""

from __future__ import annotations

from pathlib import Path

import at_the_desk as desk
from driving import asked, frontdesk

REQUEST = "Your contract has the wrong company number"


def test_002_5_the_cause_is_closed_until_there_is_a_solution(house: Path) -> None:
    """F9 and 4 answer that the cause comes last; once the new document is given, it is a field with a thing in it."""
    with desk.sit_down(house, "Marta", whole_frames=False) as terminal:
        desk.find(terminal, "bondar", "Igor Bondar")
        desk.listen(terminal, REQUEST)
        terminal.press("f9")
        terminal.wait_for("Anything else we can do?", "the cause: opens after a solution or a promise")
        terminal.press("4")
        terminal.wait_for("The cause comes last: first what we do, or a promise.")
        terminal.press("esc")
        terminal.wait_for(desk.LISTEN)
        desk.agreed(terminal)
        terminal.press("f4")
        terminal.wait_for(desk.ACT)
        assert "New document today" in desk.preview(terminal, "2")
        desk.give(terminal)
        terminal.press("f9")
        terminal.wait_for("the cause, below", "there is an error in the document")
        shown = desk.panel(terminal, "CLOSE").casefold()
        assert not any(word in shown for word in ("who did", "colleague", "culprit", "staff", "responsible"))
        terminal.press("4")
        terminal.wait_for("WRITING")
        terminal.type("the template has an old number")
        terminal.press("enter")
        terminal.wait_for("the cause is noted")
    (given,) = desk.card_of(house, "Bondar")["given"]
    assert given["gesture"] == "new_document"
    talk = desk.talk_of(house, given["conversation"])
    assert talk["cause"] == "the template has an old number"
    assert not [name for name in talk if "cause" in name and name != "cause"]


def test_002_5_the_command_line_keeps_the_cause_closed_until_a_promise(house: Path) -> None:
    """The same gate without a screen; a promise opens it as well, and the command has no field for a person."""
    conversation = desk.heard(house, "Marta", "Bondar", "--request", REQUEST)
    cause = ("cause", conversation, "an old template")
    frontdesk(*cause, folder=house, staff="Marta", code=2)
    assert desk.talk_of(house, conversation)["cause"] == ""
    asked("promise", conversation, "the right contract", "--due", "2 hours", folder=house, staff="Marta")
    assert asked(*cause, folder=house, staff="Marta")["cause"] == "an old template"
    told = frontdesk("cause", "--help", folder=None).split("Options:")[1].split("Examples:")[0]
    assert {word for word in told.split() if word.startswith("--")} == {"--json", "--folder", "--staff", "--help"}
