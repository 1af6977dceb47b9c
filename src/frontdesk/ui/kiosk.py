"""The desk for people who come in from elsewhere: the same rooms, and no way out to a file or a command (T10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from frontdesk.ground.language import _
from frontdesk.ui import app, themes
from frontdesk.ui.app import DeskApp

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LOOKS = {"dark": themes.DARK, "light": themes.LIGHT, "16": themes.SIXTEEN}


class KioskApp(DeskApp):
    """Everything Textual could do outside of the screen does nothing here, whatever asks for it."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.reads_files = False

    def action_command_palette(self) -> None:
        """There is no palette: everything in it has a key, or is not for a kiosk."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No browser is started on the machine that people come in to."""
        self.notify(_("Links are not opened at this desk."), markup=False, timeout=6)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """The terminal is never handed to another program."""
        yield

    def save_screenshot(self, *_arguments: Any, **_more: Any) -> str:
        """No picture of the screen is written."""
        return ""

    def deliver_screenshot(self, *_arguments: Any, **_more: Any) -> str | None:
        """The same."""
        return None

    def deliver_text(self, *_arguments: Any, **_more: Any) -> str | None:
        """Nothing is written into a folder of downloads."""
        return None

    def deliver_binary(self, *_arguments: Any, **_more: Any) -> str | None:
        """The same."""
        return None


def run(open_desk: Callable[[], Desk], *, look: str = "") -> int:
    """Open the desk on this terminal, as `app.run` does. `look` is a word of LOOKS; else the terminal decides."""
    return app.run(open_desk, theme=LOOKS.get(look, ""), kind=KioskApp)
