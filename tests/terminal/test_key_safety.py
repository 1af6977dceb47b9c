"""Keys as they really arrive: bursts, pastes, held keys, an Enter that is too early, odd sequences, another layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import at_the_desk as desk
from driving import Terminal

SEVERAL = "several keys at once: nothing was given"
FREE_DRINK, LUGGAGE = "2", "6"
DIGITS_OF_THE_KEYPAD = {"2": "\x1bOr", "6": "\x1bOv"}


def at_the_bar(hotel: Path) -> tuple[str, Terminal]:
    """A heard conversation with Kristīne, open on a terminal at the gestures."""
    conversation = desk.heard(hotel, "Anna", "Kristīne Bērziņa", "--request", "The heating is dead")
    terminal = desk.sit_down(hotel, "Anna")
    desk.go_on(terminal, "The heating is dead")
    terminal.wait_for(desk.ACT, "2 Free drink", "6 Luggage")
    return conversation, terminal


def given(hotel: Path, conversation: str) -> list[Any]:
    """What was given in the conversation, by the command line."""
    return list(desk.talk_of(hotel, conversation)["given"])


def test_bursts_and_pastes_outside_a_field_give_nothing_and_say_so(hotel: Path) -> None:
    """Digits with an Enter in one write, a whole raw paste, a bracketed one; also on an open preview."""
    conversation, terminal = at_the_bar(hotel)
    with terminal:
        terminal.send("11\r")
        terminal.wait_for(SEVERAL)
        terminal.pause(0.5)
        assert desk.PREVIEW not in terminal.text
        terminal.paste("2\r6\r")
        terminal.wait_for("pasted text gives nothing")
        terminal.send("1122 hello 1")
        terminal.wait_for(SEVERAL)
        terminal.pause(0.5)
        assert desk.PREVIEW not in terminal.text
        desk.preview(terminal, LUGGAGE)
        terminal.send("\r\r1")
        terminal.wait_for(desk.ACT, SEVERAL)
        terminal.look(0.4)  # after several keys at once the gestures are deaf for 0.3 s
        desk.preview(terminal, LUGGAGE)
        terminal.paste("\r")
        terminal.wait_for(desk.ACT, "pasted text gives nothing")
        terminal.pause(0.5)
    assert given(hotel, conversation) == []


def test_a_held_digit_gives_once_and_a_cyrillic_key_takes_it_back(hotel: Path) -> None:
    """A one-press gesture under a finger that stays: one drink; г on the same key as u takes it back, once."""
    conversation, terminal = at_the_bar(hotel)
    with terminal:
        terminal.hold(FREE_DRINK, 1, gap_seconds=0.4)  # keyboards wait before the first repeat
        terminal.hold(FREE_DRINK, 30)
        terminal.wait_for("✓ What we do   Free drink", "u take back")
        terminal.pause(0.5)
        assert "and 1 more" not in terminal.text
        terminal.press("г")
        terminal.wait_until_gone("✓ What we do")
        terminal.press("u")
        terminal.wait_for("already taken back")
    (drink,) = given(hotel, conversation)
    assert (drink["gesture"], drink["taken_back"]) == ("free_drink", True)


def test_an_enter_that_nobody_could_mean_gives_nothing(hotel: Path) -> None:
    """Right after the digit, and held on: the preview stays and says what to do.

    On a busy machine the digit and the Enter may be one burst, or the Enter may come late enough to be meant: that is
    no try. Without the wall before Enter every try would give.
    """
    conversation, terminal = at_the_bar(hotel)
    with terminal:
        for _try in range(5):
            before = len(given(hotel, conversation))
            terminal.send(LUGGAGE)
            terminal.look(0.12)
            terminal.hold("enter", 10)
            shown = terminal.settle(0.5)
            tried = desk.PREVIEW in shown and "press Enter once more" in shown
            terminal.press("f4")  # closes a preview that is still open, and does nothing where a burst has closed it
            terminal.wait_for(desk.ACT)
            if tried:
                break
            terminal.look(1.1)
        assert tried, shown
        assert len(given(hotel, conversation)) == before


def test_sequences_that_terminals_really_send(hotel: Path) -> None:
    """Esc that swallows a digit, alt, the keypad in application mode; Esc and then a digit is two keys."""
    conversation, terminal = at_the_bar(hotel)
    with terminal:
        terminal.send("\x1b1")
        terminal.pause(0.4)
        assert desk.PREVIEW not in terminal.text
        terminal.press("f3")
        terminal.wait_for("WRITING")
        terminal.send("\x1b2")
        terminal.pause(0.4)
        terminal.press("f4")
        terminal.wait_for(desk.ACT)
        terminal.press("f3")
        terminal.wait_for("WRITING")
        terminal.press("esc")
        terminal.wait_for(desk.ACT)
        desk.preview(terminal, DIGITS_OF_THE_KEYPAD[LUGGAGE])
        terminal.look(0.4)  # a person reads it: Enter is deaf for the first 0.3 s
        terminal.send("\x1bOM")
        terminal.wait_for("✓ What we do   Luggage")
        terminal.send(DIGITS_OF_THE_KEYPAD[FREE_DRINK])
        terminal.wait_for("and 1 more")
    assert [line["gesture"] for line in given(hotel, conversation)] == ["luggage_lounge", "free_drink"]
