"""The single lines between and under the areas: rules that carry words, and the line that says what just happened."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from frontdesk.ground.language import _
from frontdesk.ui.guard import Guard, Press
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.zone import Zone

RULE = "─"


class RuleLine(Widget):
    """A light rule; it can carry words on the left and on the right, and meets the columns' rules in `joints`."""

    def __init__(self, joint: str, *, id: str, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.joint = joint
        self.joints: tuple[int, ...] = ()
        self.left, self.tone = "", ""
        self.right: tuple[str, ...] = ()

    def join(self, joints: tuple[int, ...]) -> None:
        """Meet the columns' rules at these cells."""
        if joints != self.joints:
            self.joints = joints
            self.refresh()

    def say(self, left: str, right: tuple[str, ...], tone: str) -> None:
        """Put in the words, those on the right in forms from long to short; repainted only when they changed."""
        if (left, right, tone) != (self.left, self.right, self.tone):
            self.left, self.right, self.tone = left, right, tone
            self.refresh()

    def render(self) -> Content:
        """The rule in one line."""
        cells = self.content_size.width
        rule = [self.joint if at in self.joints else RULE for at in range(cells)]
        left = f" {shortened(self.left, cells - 6)} " if self.left else ""
        right = next((f" {form} " for form in self.right if width(left) + width(form) + 9 <= cells), "")
        start, end = (2 if left else 0), cells - (2 if right else 0) - width(right)
        return words(
            ("".join(rule[:start]), "$border-blurred"),
            (left, self.tone),
            ("".join(rule[start + width(left) : end]), "$border-blurred"),
            (right, "$text-muted"),
            ("".join(rule[end + width(right) :]), "$border-blurred"),
        )


class Notice(Zone):
    """The line that says what just happened. When something can be taken back it is a chip: `u`, Enter or a click."""

    own = frozenset({"u", "enter"})
    can_focus = False

    class TakeBack(Message):
        """The chip was pressed."""

    def __init__(self, guard: Guard, *, id: str = "notice") -> None:
        super().__init__(guard, id=id)
        self.text, self.tone, self.chip = "", "", False

    def say(self, text: str, tone: str = "", *, chip: bool = False) -> None:
        """Say something; `chip` offers to take back the last gesture."""
        if (text, tone, chip) != (self.text, self.tone, self.chip):
            self.text, self.tone, self.chip = text, tone, chip
            self.can_focus = chip
            self.refresh()

    def pressed(self, key: str, press: Press) -> None:
        """Both keys take back, and can do nothing else."""
        if self.chip:
            self.post_message(self.TakeBack())

    def on_click(self, event: events.Click) -> None:
        """A click on the chip takes back."""
        event.stop()
        if self.chip and event.chain == 1 and event.x >= self.content_size.width - width(self._chip()):
            self.post_message(self.TakeBack())

    def _chip(self) -> str:
        return "[u " + _("take back") + "]" if self.chip else ""

    def render(self) -> Content:
        """What happened, and the chip at the right end."""
        chip, cells = self._chip(), self.content_size.width
        text = shortened(self.text, cells - width(chip) - (1 if chip else 0))
        tone = "$text-accent bold reverse" if self.has_focus else "$text-accent bold"
        return words((text, self.tone), " " * (cells - width(text) - width(chip)), (chip, tone))
