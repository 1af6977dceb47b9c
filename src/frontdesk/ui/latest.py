"""Asking as somebody types: one question is on its way, the newest one waits, and those between are never asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, TypeVar

from textual.dom import DOMNode
from textual.worker import Worker

from frontdesk.ground.errors import DeskError
from frontdesk.ui import working
from frontdesk.ui.plain import plain

Answer = TypeVar("Answer")


class Latest(Generic[Answer]):
    """Questions of one field. However fast the letters come, at most one thread works for it.

    `done` gets the text and its answer, and never when something newer was wanted meanwhile. A DeskError is shown as
    a notification then.
    """

    def __init__(
        self, node: DOMNode, group: str, ask: Callable[[str], Answer], done: Callable[[str, Answer], Any]
    ) -> None:
        self._node = node
        self._group = group
        self._ask = ask
        self._done = done
        self._wanted = ""
        self._asked = ""
        self._worker: Worker[None] | None = None

    def want(self, text: str) -> None:
        """Ask for `text` now, or as soon as what is being asked has its answer; "" wants nothing any more."""
        self._wanted = text
        if text and (self._worker is None or self._worker.is_finished):
            self._go()

    def _go(self) -> None:
        text = self._asked = self._wanted
        self._worker = working.read(
            self._node, self._group, partial(self._ask, text), partial(self._came, text), partial(self._failed, text)
        )

    def _came(self, text: str, answer: Answer) -> None:
        if text == self._wanted:
            self._done(text, answer)
        else:
            self._newer(text)

    def _failed(self, text: str, error: DeskError) -> None:
        if text == self._wanted:
            self._node.app.notify(plain(str(error)).plain, severity="error", markup=False, timeout=10)
        else:
            self._newer(text)

    def _newer(self, text: str) -> None:
        """An answer to something older: the newest question goes now, unless it is already on its way."""
        if self._wanted and text == self._asked:
            self._go()
