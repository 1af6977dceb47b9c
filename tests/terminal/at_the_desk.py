"""What a person at the desk does, key by key; each step ends when the screen shows that it came."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from driving import Terminal, asked

QUEUE = "OPEN CONVERSATIONS"
LISTEN = "LISTEN FIRST"
ACT = "YOU CAN DO THIS NOW"
PREVIEW = "GIVE THIS?"
WAYS = "TODAY WE CAN"


def sit_down(folder: Path, staff: str, **more: Any) -> Terminal:
    """The desk of that folder on a terminal of 80x24, open and ready for a search."""
    terminal = Terminal("--folder", str(folder), "--staff", staff, **more)
    opened(terminal, staff)
    return terminal


def opened(terminal: Terminal, staff: str) -> None:
    """Wait until the desk is open; what waits for a lead may shorten the name, a call that rings takes its place."""
    signs = (f" · {staff} ", f" · {staff[0]}… ", "^t takes the call")

    def is_open() -> bool:
        assert terminal.process.poll() is None, terminal.text
        shown = terminal.text
        return "✓ saved" in shown and "Find" in shown and any(sign in shown for sign in signs)

    terminal.wait(is_open, f"the desk of {staff}")


def find(terminal: Terminal, text: str, name: str) -> None:
    """Search with that text, see the name marked, and open a conversation with Enter."""
    terminal.type(text)
    terminal.wait_for(f"▸ {name}")
    terminal.press("enter")
    terminal.wait_for("WRITING", "in the customer's own words", "F9")


def go_on(terminal: Terminal, words: str) -> None:
    """From an empty search, open the conversation whose words stand in the queue."""
    terminal.wait_for(QUEUE, words)
    while words not in next((line for line in terminal.lines if line.startswith("▸")), ""):
        assert terminal.process.poll() is None, terminal.text
        before = terminal.lines[1:]
        terminal.press("down")
        terminal.wait(lambda lines=before: terminal.lines[1:] != lines, "the mark to move")
    terminal.press("enter")
    terminal.wait(lambda: QUEUE not in terminal.text and words in terminal.text, f"the conversation with {words!r}")


def listen(terminal: Terminal, words: str) -> None:
    """Write the request in the customer's words and leave the field with Enter, to read it back."""
    terminal.type(words)
    terminal.press("enter")
    terminal.wait_for("Did they agree?", LISTEN, f"“{words[:40]}")


def moment(terminal: Terminal, digit: str, label: str) -> None:
    """Say what kind of moment it is, while reading back."""
    terminal.press(digit)
    terminal.wait_for(f"✓ Moment   {label[:20]}")


def late(terminal: Terminal, minutes: str) -> None:
    """Food is late: how late is asked at once, and written down as the customer's word."""
    moment(terminal, "1", "Food is late")
    terminal.wait_for("How late are we (minutes)?", "WRITING")
    terminal.type(minutes)
    terminal.press("enter")
    terminal.wait_for("Did they agree?", LISTEN)


def agreed(terminal: Terminal) -> str:
    """The customer agrees: the gestures open. The screen then."""
    return terminal.answer("enter", "✓ Read back, they agreed")


def idles(terminal: Terminal, seconds: float = 1.3) -> None:
    """Nothing at all is sent for so long; a minute that ends, or what came before, is looked at once more."""
    for _try in range(5):
        terminal.settle(0.7)
        sent = len(terminal.raw)
        terminal.look(seconds)
        if len(terminal.raw) == sent:
            return
    raise AssertionError(f"it never stops sending: {terminal.raw[sent:]!r}")


def bar(terminal: Terminal) -> list[str]:
    """The lines of the gestures as they stand on the screen, from top to bottom."""
    terminal.wait_for(ACT)
    at = next(row for row, line in enumerate(terminal.lines) if ACT in line)
    return [line for line in terminal.lines[at + 1 : -1] if line.strip()]


def panel(terminal: Terminal, zone: str) -> str:
    """What stands under the zone's line: a preview, the ways forward."""
    terminal.wait_for(zone)
    at = next(row for row, line in enumerate(terminal.lines) if zone in line)
    return "\n".join(terminal.lines[at + 1 : -1])


def preview(terminal: Terminal, digit: str) -> str:
    """Press the digit and see what giving would mean."""
    terminal.press(digit)
    return _previewed(terminal)


def filled(terminal: Terminal, *answers: str) -> str:
    """Fill in the fields that a gesture asks for, Enter after each, and see the preview."""
    for answer in answers:
        if answer:
            terminal.type(answer)
        terminal.press("enter")
    return _previewed(terminal)


def _previewed(terminal: Terminal) -> str:
    terminal.wait_for(PREVIEW, "Enter gives it")
    return panel(terminal, PREVIEW)


def give(terminal: Terminal) -> str:
    """Enter on the preview; the line that says it was given."""
    terminal.answer("enter", "u take back", gone=PREVIEW)
    return next(line for line in terminal.lines if "u take back" in line)


def promise(terminal: Terminal, text: str, when: str) -> None:
    """F5: what is promised, and the time as one types it."""
    terminal.press("f5")
    terminal.wait_for("nobody leaves in the dark", "what we promise")
    terminal.type(text)
    terminal.press("enter", "0")
    terminal.wait_for("16:00 · tomorrow 18:00")
    terminal.type(when)
    terminal.press("enter")
    terminal.wait_for(f"promised: {text}")


def customer_id(folder: Path, text: str) -> str:
    """The id of the customer that the search finds first."""
    return str(asked("customers", "find", text, folder=folder)[0]["id"])


def card_of(folder: Path, text: str) -> Any:
    """The card of the customer that the search finds first."""
    return asked("customers", "show", customer_id(folder, text), folder=folder)


def talk_of(folder: Path, conversation: str) -> Any:
    """A conversation as the command line shows it."""
    return asked("show", conversation, folder=folder)


def started(folder: Path, staff: str, customer: str, *more: str) -> str:
    """A conversation begun on the command line; its id."""
    answer = asked("start", "--customer", customer_id(folder, customer), *more, folder=folder, staff=staff)
    return str(answer["conversation"])


def heard(folder: Path, staff: str, customer: str, *more: str) -> str:
    """A conversation begun on the command line whose request was heard; its id."""
    conversation = started(folder, staff, customer, *more)
    asked("hear", conversation, folder=folder, staff=staff)
    return conversation
