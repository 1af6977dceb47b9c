"""How many keys it takes: from the customer found to the gesture given, on the practice hotel."""

from __future__ import annotations

from pathlib import Path

import at_the_desk as desk

KEYS_AT_MOST = 6


def test_from_found_to_given_in_at_most_six_keys(hotel: Path) -> None:
    """Besides the words of the request: open, written, moment, agreed, gesture, give."""
    with desk.sit_down(hotel, "Anna") as terminal:
        terminal.type("berzina")
        terminal.wait_for("▸ Kristīne Bērziņa")
        terminal.presses = 0
        terminal.press("enter")
        terminal.wait_for("WRITING")
        desk.listen(terminal, "The heating is dead and my daughter is cold")
        desk.moment(terminal, "1", "Room fault or noise")
        desk.agreed(terminal)
        desk.preview(terminal, "6")
        desk.give(terminal)
        assert terminal.presses <= KEYS_AT_MOST
        terminal.presses = 0
        terminal.press("2")
        terminal.wait_for("Free drink and 1 more", "8.00 · press again", "u take back")
        assert terminal.presses == 1
    given = desk.card_of(hotel, "Kristīne Bērziņa")["given"]
    assert [line["gesture"] for line in given[:2]] == ["free_drink", "luggage_lounge"]


def test_words_typed_while_the_conversation_is_still_coming_are_not_lost(hotel: Path) -> None:
    """Fast hands type on after Enter: what comes before the field has the focus waits for it."""
    with desk.sit_down(hotel, "Anna") as terminal:
        terminal.type("berzina")
        terminal.wait_for("▸ Kristīne Bērziņa")
        terminal.send("\r")
        coming = "in the customer's own words"
        terminal.wait(lambda: coming in terminal.text, f"{coming} on the screen", rests=False)
        terminal.send("The heating is dead/again?")
        terminal.wait_for("The heating is dead/again?")


def test_words_typed_right_after_enter_stand_in_the_request_in_their_order(hotel: Path) -> None:
    """Neither the search that is left nor the field that comes takes a letter of them for itself."""
    with desk.sit_down(hotel, "Anna") as terminal:
        terminal.type("berzina")
        terminal.wait_for("▸ Kristīne Bērziņa")
        for each in "\rNo. The heating is dead again":  # letter by letter: they arrive before, while and after it opens
            terminal.send(each)
            terminal.look(0.02)
        terminal.wait_for("No. The heating is dead again", "WRITING")
