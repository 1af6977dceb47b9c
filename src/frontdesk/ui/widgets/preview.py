"""The inline preview: who, how much, what is left afterwards; Enter gives, every other key closes it.

It is not a modal screen (reference: rule K2): it has the focus and consumes every key, so that nothing leaks to
what lies below, and it is worth nothing without the attempt it was opened with.
"""

from __future__ import annotations

from functools import partial
from time import monotonic

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from frontdesk.desk.views import Attempt, Preview
from frontdesk.ground.language import _
from frontdesk.ui import keys
from frontdesk.ui.guard import Guard, Verdict, counted, too_early
from frontdesk.ui.plain import words
from frontdesk.ui.widgets.figures import pair, shortened, wrapped
from frontdesk.ui.widgets.zone import Holding, Ignored


class PreviewPanel(Holding, Widget, can_focus=True):
    """Shows one `Preview` at a time. `Give` carries its attempt; `Closed` says that it was left."""

    BINDINGS = [*keys.bindings("preview")]

    class Give(Message):
        """A person pressed Enter on a preview they could read."""

        def __init__(self, attempt: Attempt) -> None:
            super().__init__()
            self.attempt = attempt

    class Closed(Message):
        """The preview was left without giving its attempt."""

        def __init__(self, attempt: Attempt) -> None:
            super().__init__()
            self.attempt = attempt

    def __init__(self, guard: Guard, *, id: str = "preview") -> None:
        super().__init__(id=id, classes="panel")
        self.guard = guard
        self.preview: Preview | None = None
        self.authority: tuple[tuple[str, str], ...] = ()
        self.painted_at: float | None = None
        self.hint = ""
        self.recording = False

    def show(self, preview: Preview, authority: tuple[tuple[str, str], ...] = ()) -> None:
        """Open on `preview`; Enter is deaf until it was on the screen for 300 ms.

        `authority` says by whose it is given (a label and a sentence each), where it is not the giver's own.
        """
        self.preview = preview
        self.authority = authority
        self.hint = ""
        self.recording = False
        self.painted_at = None
        self.refresh()
        self.call_after_refresh(self._painted)

    def _painted(self) -> None:
        self.painted_at = monotonic()

    def say(self, hint: str) -> None:
        """A line in the preview: why Enter did not give, or that nothing was recorded."""
        self.recording = False
        self.hint = hint
        self.refresh()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Every key belongs to the open preview; none reaches a binding below, not even a priority one."""
        return True

    def on_key(self, event: events.Key) -> None:
        """Enter gives when a person pressed it, in time; everything else closes and does nothing else."""
        event.stop()
        event.prevent_default()
        if not counted(event.key, event.character):
            self.close()
            return
        press = self.guard.arrive(event.key, event.time)
        if press.verdict is Verdict.REPEAT:
            self.say_enter()
        elif press.verdict is not Verdict.HOLD:
            self.post_message(Ignored(press.verdict, event.key))
            self.close()
        elif press.again and event.key != "enter":
            self.say_enter()  # the digit that opened it, held or pressed twice
        elif event.key != "enter":
            self.close()
        elif too_early(event.time, self.painted_at):
            self.say_enter()
        else:
            self.hold(press, partial(self._give))

    def say_enter(self) -> None:
        """A press that was too early or held is never silent."""
        if not self.recording and not self.hint:
            self.say(_("press Enter once more to give it"))

    def action_give(self) -> None:
        """The footer's Enter was clicked: the same wall as for the key."""
        if too_early(monotonic(), self.painted_at):
            self.say_enter()
        else:
            self._give()

    def _give(self) -> None:
        if self.preview is None or self.recording or not self.display:
            return
        self.recording = True
        self.hint = ""
        self.refresh()
        self.post_message(self.Give(self.preview.attempt))

    def close(self) -> None:
        """Leave it; while it is being recorded it stays, because the answer is on its way."""
        if self.recording or self.preview is None:
            return
        attempt, self.preview = self.preview.attempt, None
        self.post_message(self.Closed(attempt))

    def on_blur(self) -> None:
        """A click elsewhere closes it, too; a focus that was here again before this was told has not left it."""
        if self.screen.focused is not self:
            self.close()

    def on_click(self, event: events.Click) -> None:
        """A click on the last line gives; the second click of a double click does not count."""
        event.stop()
        if event.chain == 1 and event.y == len(self._lines()) - 1:
            if too_early(event.time, self.painted_at):
                self.say_enter()
            else:
                self._give()

    def render(self) -> Content:
        """What giving would mean; the line with Enter always stays in view."""
        lines = self._lines()
        height = max(1, self.content_size.height)
        return Content("\n").join(lines if len(lines) <= height else [*lines[: height - 1], lines[-1]])

    def _lines(self) -> list[Content]:
        preview, cells = self.preview, max(20, self.content_size.width - 2)
        if preview is None:
            return [words("")]
        label, amount = pair(preview.label, preview.amount, min(cells, 64))
        lines = [words((label, "bold"), (amount, "$text-accent bold")), _fact(_("for"), preview.who, cells)]
        lines += [_fact(label, text, cells, "$text-accent") for label, text in self.authority]
        if preview.attempt.reason:
            lines.append(_fact(_("because"), preview.attempt.reason, cells))
        lines += [_fact(_("then") if at == 0 else "", each, cells) for at, each in enumerate(preview.after)]
        if preview.follow_up:
            lines.append(_fact(_("promise"), preview.follow_up, cells))
        if preview.why:
            parts = wrapped(preview.why, cells - 11, 3)
            lines += [_fact(_("why") if at == 0 else "", each, cells, "$text-muted") for at, each in enumerate(parts)]
        return [*lines[: max(2, self.content_size.height - 1)], self._foot(cells)]

    def _foot(self, cells: int) -> Content:
        if self.recording:
            return words((_("recording …"), "$text-muted"))
        if self.hint:
            return words((shortened(self.hint, cells), "$text-warning bold"))
        return words(
            ("Enter " + _("gives it"), "$text-accent bold"), ("   " + _("any other key closes"), "$text-muted")
        )


def _fact(label: str, text: str, cells: int, style: str = "") -> Content:
    return words((f"  {label:<9}", "$text-muted"), (shortened(text, cells - 11), style))
