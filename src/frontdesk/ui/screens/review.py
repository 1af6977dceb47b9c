"""A review or a letter over its conversation: what was written, and the steps to an answer that a person wrote.

Apology, what happened, what they ask for, a solution, a promise, the answer and where it stands. There is no step that
leaves it out, and no text to insert.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.learning import reviewing
from frontdesk.desk.learning.review_views import ReviewLine, ReviewStep, ReviewStepLine
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import NOTE_LENGTH_MAX
from frontdesk.ui import keys, times
from frontdesk.ui.plain import plain, width, words
from frontdesk.ui.screens.form import Scrolled, Sheet
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.screens.review_begin import review_kind
from frontdesk.ui.widgets.figures import shortened
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.zone import Line, Lines, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ACT, PROMISE = "act", "promise"
_MARKS = {"done": ("✓", "$text-muted"), "current": ("○", "$text-accent bold"), "open": ("·", "")}
_TYPED = (ReviewStep.APOLOGY, ReviewStep.HAPPENED, ReviewStep.READ, ReviewStep.ANSWER)


class ReviewSheet(Drafted[str | None]):
    """Dismissed with ACT or PROMISE for what is done in the conversation itself, or None."""

    BINDINGS = [*keys.bindings("review_sheet")]
    HELP_TEXT = N_(
        "What was written, and the steps to its answer. Enter on a step opens it; what you write is yours. F4 leads to "
        "the gestures and F5 to a promise, as in any conversation."
    )
    draft_form = "review_step"

    def __init__(self, desk: Desk, line: ReviewLine) -> None:
        super().__init__()
        self._desk = desk
        self._line = line
        self.draft_about = line.id
        self._step: ReviewStep | None = None
        self.field = Lines(self.guard, cap=NOTE_LENGTH_MAX, id="review-text")
        self.place = Line(
            self.guard,
            cap=reviewing.PLACE_LENGTH_MAX,
            id="review-place",
            placeholder=_("where the answer stands · Enter keeps it"),
        )

    def compose(self) -> ComposeResult:
        """The head, the words, the steps, the field of the step that is open."""
        with Sheet(classes="question form review-sheet"):
            yield Static("", id="review-head")
            with Scrolled(id="review-said"):
                yield Static(plain(f"“{self._line.words}”"))
            yield Rows(id="review-steps", help_text=N_("The steps to an answer. Enter opens the marked one."))
            yield self.field
            yield self.place
            yield self.said_line()
            yield Static(plain(_("Enter opens a step · F4 gestures · F5 promise · Esc back"), "$text-muted"))

    def on_mount(self) -> None:
        """The step that is next has the mark."""
        self._show(self._line)

    @property
    def rows(self) -> Rows:
        """The steps."""
        return self.query_one("#review-steps", Rows)

    def _show(self, line: ReviewLine) -> None:
        self._line, self._step = line, None
        self.field.display = self.place.display = False
        self.query_one(Sheet).remove_class("-open")
        self.query_one("#review-head", Static).update(words(self._head()))
        now = next((each.step.value for each in line.steps if each.state == "current"), "")
        self.rows.show([Row(each.step.value, partial(self._step_line, each)) for each in line.steps], mark=now)
        self.rows.focus()

    def _head(self) -> Content:
        line = self._line
        what = " · ".join(filter(None, (review_kind(line.kind), line.source, line.customer_name)))
        if line.state == "answered" and line.answered_at is not None:
            said = _("answered {time} by {name}")
            when = (
                said.format(time=times.moment_words(self._desk, line.answered_at), name=line.answered_by),
                "$text-muted",
            )
        else:
            due = times.moment_words(self._desk, line.answer_due_at)
            late = line.state == "overdue"
            said = _("! answer overdue since {time}") if late else _("answer owed by {time}")
            when = (said.format(time=due), "bold $text-error" if late else "$text-warning")
        return words((what, "bold"), "\n", when)

    def _step_line(self, step: ReviewStepLine, cells: int) -> Content:
        mark, tone = _MARKS[step.state]
        written = {
            ReviewStep.APOLOGY: self._line.apology,
            ReviewStep.HAPPENED: self._line.happened,
            ReviewStep.READ: self._line.asks_for,
            ReviewStep.ANSWER: self._line.answer,
        }.get(step.step, "")
        label = shortened(step.label, cells - 2)
        room = cells - width(label) - 4
        said = shortened(f"“{' '.join(written.split())}”", room) if written and room > 8 else ""
        return words((f"{mark} ", tone), (label, tone), ("  " + said if said else "", "$text-muted"))

    # --- one step ---

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the step."""
        event.stop()
        step = ReviewStep(event.row_id)
        if step is ReviewStep.SOLUTION:
            self.action_act()
        elif step is ReviewStep.PROMISE:
            self.action_promise()
        elif step is ReviewStep.ANSWER and self._line.state == "answered":
            self.say(_("it was answered; what more is said belongs into a conversation of its own"), "")
        else:
            self._open(step)

    def _open(self, step: ReviewStep) -> None:
        self._step = step
        kept = {
            ReviewStep.APOLOGY: self._line.apology,
            ReviewStep.HAPPENED: self._line.happened,
            ReviewStep.READ: self._line.asks_for,
        }.get(step, "")
        self.field.placeholder = {
            ReviewStep.APOLOGY: _("what you are sorry for, in your own words"),
            ReviewStep.HAPPENED: _("what is known, and what is being looked into: a thing, never a person"),
            ReviewStep.READ: _("what they ask for, in one sentence"),
            ReviewStep.ANSWER: _("the answer as you wrote it; nothing is sent from here"),
        }[step]
        self.field.cap = reviewing.WRITTEN_LENGTH_MAX if step is ReviewStep.ANSWER else NOTE_LENGTH_MAX
        self.field.load_text(kept)
        self.query_one(Sheet).add_class("-open")
        self.field.display = True
        self.place.display = step is ReviewStep.ANSWER
        self.say(_("Enter keeps it") if step is not ReviewStep.ANSWER else _("Enter leads on"), "$text-muted")
        self.field.focus()

    def on_written(self, event: Written) -> None:
        """What was written is kept; the answer first says where it stands."""
        event.stop()
        text, review = self.field.text, self._line.id
        if self._step is ReviewStep.ANSWER and event.field is self.field:
            self.place.focus()
            return
        writes: dict[ReviewStep | None, Callable[[], ReviewLine]] = {
            ReviewStep.APOLOGY: partial(reviewing.apologise, self._desk, review, text),
            ReviewStep.HAPPENED: partial(reviewing.say_happened, self._desk, review, text),
            ReviewStep.READ: partial(reviewing.read, self._desk, review, text),
            ReviewStep.ANSWER: partial(reviewing.answered, self._desk, review, text, self.place.value),
        }
        if self._step in writes:
            self.keep(writes[self._step], self._kept)

    def _kept(self, line: ReviewLine) -> None:
        self.field.load_text("")
        self.place.value = ""
        self.say(_("kept"), "$text-accent")
        self._show(line)

    def draft_words(self) -> Mapping[str, str]:
        """The step that is open, and what stands in it."""
        step = "" if self._step is None else self._step.value
        return {"step": step, "text": self.field.text, "place": self.place.value}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Open the step again."""
        step = next((each for each in _TYPED if each.value == words.get("step")), None)
        if step is None or (step is ReviewStep.ANSWER and self._line.state == "answered"):
            return
        self._open(step)
        self.field.load_text(words.get("text", ""))
        self.field.move_cursor(self.field.document.end)
        self.place.value = words.get("place", "")

    @property
    def typed(self) -> bool:
        """Whether the open step has words that are not kept."""
        kept = (self._line.apology, self._line.happened, self._line.asks_for, "")
        return self._step is not None and self.field.text.strip() not in kept

    def action_back(self) -> None:
        """Out of a step first, then out of the sheet."""
        if self._step is not None and not self.typed:
            self.say("")
            self._show(self._line)
        else:
            super().action_back()

    def action_act(self) -> None:
        """To the gestures; they open once somebody has said what is asked for."""
        self.save_draft()
        self.dismiss(ACT)

    def action_promise(self) -> None:
        """To the promise."""
        self.save_draft()
        self.dismiss(PROMISE)
