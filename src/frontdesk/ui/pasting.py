"""What is pasted is taken out of the terminal's bytes in one piece: a megabyte must not hold up the keys behind it.

Textual looks at each character of a bracketed paste by itself, which takes seconds for a megabyte.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any

from textual import events
from textual._xterm_parser import BRACKETED_PASTE_END, BRACKETED_PASTE_START, XTermParser
from textual.message import Message


class PasteParser(XTermParser):
    """Textual's parser, which sees where a paste begins and ends and nothing of what stands between."""

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pasting = False
        self._tail = ""
        """The last characters that came before a paste: its beginning may be cut in two by a read."""
        self._pieces: list[str] = []

    def feed(self, data: str) -> Iterable[Message]:
        """What the characters mean; "" is the end of all."""
        if not data:
            yield from super().feed(data)
        while data:
            if self._pasting:
                pasted, data = self._until_end(data)
                if pasted is not None:
                    # The parser waits for the end; the paste it makes of nothing is not the one.
                    others = (each for each in super().feed(BRACKETED_PASTE_END) if not isinstance(each, events.Paste))
                    yield from others
                    yield events.Paste(pasted.replace("\0", ""))
            else:
                before, data = self._until_start(data)
                yield from super().feed(before)

    def _until_start(self, data: str) -> tuple[str, str]:
        """The characters up to the end of the sign that a paste begins, and the rest."""
        known = self._tail + data
        at = known.find(BRACKETED_PASTE_START)
        if at < 0:
            self._tail = known[-len(BRACKETED_PASTE_START) + 1 :]
            return data, ""
        end = at + len(BRACKETED_PASTE_START) - len(self._tail)
        self._tail, self._pasting = "", True
        return data[:end], data[end:]

    def _until_end(self, data: str) -> tuple[str | None, str]:
        """What was pasted once it ends, else None; and what came behind it."""
        last = self._pieces.pop() if self._pieces else ""
        known = last + data
        at = known.find(BRACKETED_PASTE_END)
        if at < 0:
            keep = len(BRACKETED_PASTE_END) - 1
            self._pieces += [known[:-keep], known[-keep:]]  # the sign that ends it may be cut in two
            return None, ""
        pasted = "".join([*self._pieces, known[:at]])
        self._pieces, self._pasting = [], False
        return pasted, known[at + len(BRACKETED_PASTE_END) :]


def take_pastes_whole() -> None:
    """Let the terminal's bytes be read with `PasteParser`; a second call changes nothing.

    Textual names its parser in the module of its driver; this is the only place that touches it.
    """
    if sys.platform == "win32":  # another driver, in which Windows itself tells pastes apart
        return
    from textual.drivers import linux_driver

    driver: Any = linux_driver
    driver.XTermParser = PasteParser
