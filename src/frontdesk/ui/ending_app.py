"""How the program ends: when a person leaves, when the line drops, and when it fails itself.

What was typed is kept each time; nothing of it is written to the log of a failure.
"""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial

from frontdesk.ground import errors
from frontdesk.ground.language import _
from frontdesk.ui import lifecycle, terminal_line, working
from frontdesk.ui.plain import plain
from frontdesk.ui.refreshed_app import RefreshedApp
from frontdesk.ui.working import Saved

LEAVE_SECONDS = 8.0
LEFT, LOST = "left", "lost"


class EndingApp(RefreshedApp):
    """The part of the App that brings everything to its end."""

    def __init__(self) -> None:
        super().__init__()
        self.stumbles: list[BaseException] = []
        self._leaving = False
        self._warned = False

    def be_ready_to_end(self) -> None:
        """Answer hang-ups, a line that is gone and what nothing catches; called once the loop runs."""
        lifecycle.on_hang_up(self._hung_up, lambda: terminal_line.leave(self._driver))
        self.set_interval(terminal_line.LOOK_SECONDS, self._look_at_line)
        if not self.is_headless:  # tests see it as it is
            lifecycle.note_what_nobody_caught(self._logged)

    def action_hint_quit(self) -> None:
        """Ctrl+C ends nothing; it says what does."""
        self.notify(_("Ctrl+Q leaves; what you typed is kept."), markup=False, timeout=4)

    def action_save_and_quit(self) -> None:
        """Save what is being typed, then leave."""
        self._leave(errors.DONE)

    async def action_quit(self) -> None:
        """The same, for whoever calls Textual's own name of it."""
        self.action_save_and_quit()

    def _hung_up(self, code: int) -> None:
        self._leave(code, at_once=True)

    def _look_at_line(self) -> None:
        if not self._leaving and terminal_line.is_gone(self._driver):
            self._hung_up(lifecycle.HUNG_UP)

    def _leave(self, code: int, *, at_once: bool = False) -> None:
        if self._leaving and not at_once:
            return
        self._leaving = True
        working.begin(self, partial(self._saving_and_leaving, code, at_once), "leave")

    async def _saving_and_leaving(self, code: int, at_once: bool) -> None:
        self.keep_words()
        with contextlib.suppress(TimeoutError):  # a thread still ends its commit; the next start shows its fate
            await asyncio.wait_for(working.all_written(self), LEAVE_SECONDS)
        if not at_once and working.saved(self) is Saved.NOT_SAVED and not self._warned:
            self._warned = True
            self._leaving = False
            said = _("The last change is not saved. Ctrl+Q again leaves without it.")
            self.notify(said, severity="error", markup=False, timeout=10)
            return
        if self._seat is not None:
            await self._seat.leave(LOST if at_once else LEFT, LEAVE_SECONDS)
        self.exit(return_code=code)

    # --- a bug ---

    def _handle_exception(self, error: Exception) -> None:
        """A bug: log where it was, say one calm sentence, leave. Textual's own report would show what is in memory."""
        self._return_code = errors.PROBLEM_FOUND
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            self._keep_words_at_once()
        said = self._logged(error)
        self._exit_renderables[:] = [plain(said).plain]
        self._close_messages_no_wait()

    def _keep_words_at_once(self) -> None:
        """What was typed within the last second is not on its way to the disk yet, and nothing else brings it there."""
        try:
            working.at_once_from_now_on(self)
            self.keep_words()
        except Exception as error:  # the fall itself is told; this one is told with it
            self._logged(error)

    def _logged(self, error: BaseException) -> str:
        if self.desk is None:
            log = lifecycle.write_crash_log(None, error)
        else:
            log = lifecycle.write_crash_log(self.desk.folder, error, self.desk.now())
        return errors.unexpected(str(log) if log is not None else _("no file: nothing could be written"))

    def stumble(self, error: Exception) -> None:
        """A bug while the desk was asked something: nothing was recorded, the work goes on, and the log knows."""
        self.stumbles.append(error)
        said = self._logged(error)
        self.notify(said, severity="error", markup=False, timeout=15)
