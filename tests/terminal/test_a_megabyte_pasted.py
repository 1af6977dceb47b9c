"""A megabyte in the clipboard, on a real terminal: what fits is taken, what was left out is said, and keys go on."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from threading import Thread

import at_the_desk as desk
from driving import Terminal

MEGABYTE = 1 << 20
SENTENCE = "The heating is dead and nobody came. "


def paste_long(terminal: Terminal, text: str, said: str) -> None:
    """Paste so much that the terminal has to be read meanwhile; then see what is said about it."""
    left = f"\x1b[200~{text}\x1b[201~".encode()

    def pour() -> None:
        nonlocal left
        while left:
            left = left[os.write(terminal._main, left[:65536]) :]

    pouring = Thread(target=pour)
    pouring.start()
    terminal.wait_for(said)
    pouring.join()


def test_a_megabyte_into_the_request_and_into_the_search(hotel: Path) -> None:
    long = (SENTENCE * (MEGABYTE // len(SENTENCE) + 1))[:MEGABYTE]
    with desk.sit_down(hotel, "Anna") as anna:
        paste_long(anna, long, "120 of 1,048,576 characters fit")
        anna.press("esc")
        desk.find(anna, "412", "Kristīne")
        paste_long(anna, long, "2,000 of 1,048,576 characters fit; the rest was not taken")
        anna.press("!")
        anna.wait_for("2,000 characters fit here; this one was not taken")
        anna.press("backspace", "!", "enter")
        anna.wait_for("Did they agree?")
        anna.press("f2")
        anna.wait_for("OPEN CONVERSATIONS")
    database = sqlite3.connect(hotel / "data" / "frontdesk.db")
    kept = [row[0] for row in database.execute("SELECT request FROM conversations WHERE length(request) > 1000")]
    database.close()
    assert kept == [long[:1999] + "!"]
