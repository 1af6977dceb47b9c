"""The request-first steps: what was said, whether it was read back, what would make it right, what happens next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from frontdesk.desk.views import Heard, PromiseLine, Talk
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.text import NOTE_LENGTH_MAX
from frontdesk.ui.guard import Guard
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.figures import Figures, column, shortened
from frontdesk.ui.widgets.zone import Line, Lines

DONE, CURRENT, OPEN = "✓", "▸", "·"


class StepLine(Widget):
    """One step on one line: a mark, its words, what was answered, and the key that leads to it."""

    class Clicked(Message):
        """The step was clicked; `step` is its name."""

        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    def __init__(self, step: str) -> None:
        super().__init__(id=f"step-{step}", classes="step")
        self.step = step
        self._said = (OPEN, "", "", "")

    def say(self, mark: str, label: str, answer: str = "", key: str = "") -> None:
        """Put in the line; it is repainted only when it changed."""
        said = (mark, label, answer, key)
        if said != self._said:
            self._said = said
            self.refresh()

    def render(self) -> Content:
        """The line for the width at hand; the answer is cut first."""
        mark, label, answer, key = self._said
        cells = self.content_size.width
        right = " " + key if key else ""
        head = shortened(f"{mark} {label}", cells - width(right))
        rest = max(0, cells - width(head) - width(right))
        body = column("   " + answer, rest) if answer and rest > 5 else " " * rest
        tone = {DONE: "$text-muted", CURRENT: "$text-accent bold", OPEN: ""}[mark]
        return words((head, tone), body, (right, "$text-muted"))

    def on_click(self, event: events.Click) -> None:
        """A click leads to the step."""
        event.stop()
        self.post_message(self.Clicked(self.step))


class Steps(Vertical):
    """The right column: the steps in the guidelines' `order`, with the two fields of the customer's words among them.

    The moment and the wish may be left out: then they are shown once somebody asks for them.
    """

    def __init__(self, guard: Guard, figures: Figures, order: Sequence[str], *, id: str = "steps") -> None:
        super().__init__(id=id)
        self.figures = figures
        self.order = order
        self.request = Lines(
            guard, cap=NOTE_LENGTH_MAX, id="request", placeholder=_("in the customer's own words · Enter when written")
        )
        self.wish = Line(guard, cap=NOTE_LENGTH_MAX, id="wish")
        self.request.help_text = N_(
            "The request in the customer's own words. Enter when it is written; it is saved as you type."
        )
        self.wish.help_text = N_("What would make it right, in their words. Enter with nothing: they did not say.")

    def compose(self) -> ComposeResult:
        """Lines that never move: what is added to one does not push the others."""
        fields = {"request": self.request, "wish": self.wish}
        left_out = [name for name in ("moment", "wish") if name not in self.order]
        for name in (*self.order, *left_out):
            parts = [
                StepLine("close" if name == "anything_else" else name),
                *([fields[name]] if name in fields else []),
            ]
            for part in parts:
                part.display = name not in left_out
            yield from parts

    def ask_wish(self) -> None:
        """To the wish, also where the guidelines do not ask for it by themselves."""
        self.query_one("#step-wish").display = self.wish.display = True
        self.wish.focus()

    def show(self, talk: Talk, now: datetime) -> None:
        """Put in the conversation as it stands; the fields keep what is being typed in them."""
        heard = talk.heard is not Heard.NOT_YET
        solved = talk.cause_open
        written = bool(talk.request.strip())
        self._say("moment", DONE if talk.situation else OPEN, _("Moment"), _moment(talk), "F7")
        reading = written and not self.request.has_focus
        self._say("request", DONE if heard or reading else CURRENT, _("Request"), "", "F3")
        mark = DONE if heard else (CURRENT if reading else OPEN)
        self._say("heard", mark, _heard(talk), self._heard_at(talk), "" if heard else _("Enter"))
        asked = talk.wish is not None
        wishing = heard and self.wish.has_focus
        self._say("wish", _mark(asked, wishing), _("What would make it right?"), _wish(talk), "F3" if heard else "")
        self.wish.disabled = not heard
        self.wish.placeholder = _("their words · Enter alone: did not say") if heard else ""
        self._say(
            "solution", _mark(solved, heard and not wishing), _("What we do"), _given(talk), "F4" if heard else ""
        )
        self._say("next", _mark(_planned(talk), solved), _("Now / next / when"), self._next(talk, now), "F5")
        self._say("close", DONE if not talk.open else OPEN, _("Anything else?"), "", "F9")

    def _say(self, step: str, mark: str, label: str, answer: str, key: str) -> None:
        self.query_one(f"#step-{step}", StepLine).say(mark, label, answer, key)

    def _heard_at(self, talk: Talk) -> str:
        return self.figures.time(talk.heard_at) if talk.heard_at else ""

    def _next(self, talk: Talk, now: datetime) -> str:
        waiting = sorted((each for each in talk.promises if each.state in ("open", "overdue")), key=_due)
        if waiting:
            first = waiting[0]
            return f"{self.figures.due(first.due_at, now)} {first.owner}: {first.text}"
        return " · ".join(each for each in (talk.now, talk.next) if each)


def _due(promise: PromiseLine) -> datetime:
    return promise.due_at


def _mark(done: bool, turn: bool) -> str:
    return DONE if done else (CURRENT if turn else OPEN)


def _planned(talk: Talk) -> bool:
    return bool(talk.promises or (talk.now and talk.next))


def _moment(talk: Talk) -> str:
    return talk.situation_label


def _heard(talk: Talk) -> str:
    if talk.heard is Heard.SKIPPED:
        return _("Not read back: emergency")
    return _("Read back, they agreed") if talk.heard is Heard.AGREED else _("Read it back: did they agree?")


def _wish(talk: Talk) -> str:
    return _("did not say") if talk.wish == "" else ""


def _given(talk: Talk) -> str:
    given = [each for each in talk.given if not each.taken_back]
    if not given:
        return ""
    label = given[-1].label
    if len(given) == 1:
        return label
    return ngettext("{label} and {count} more", "{label} and {count} more", len(given) - 1).format(
        label=label, count=len(given) - 1
    )
