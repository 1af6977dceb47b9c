"""The conversation: listen first, then act within limits that are in plain sight, then say what comes next."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Given
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.screens.desk_known import Known
from frontdesk.ui.screens.desk_noticing import DeskNoticing
from frontdesk.ui.widgets.gesture_bar import GestureBar
from frontdesk.ui.widgets.header import GuidelinesLine, Header
from frontdesk.ui.widgets.key_line import KeyLine
from frontdesk.ui.widgets.lines import RuleLine
from frontdesk.ui.widgets.steps import StepLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from frontdesk.desk.desk import Desk

TICK_SECONDS = 20


class DeskScreen(DeskNoticing):
    """One conversation on the screen; `conversation_id` names it, everything else is read from the desk."""

    BINDINGS = [*keys.bindings("desk")]
    HELP_TEXT = N_(
        "One conversation. The request comes first, in the customer's own words; read back and agreed, the gestures "
        "open. F3 leads to the words, F4 to the gestures, F5 to a promise; Esc is one step back. Everything typed is "
        "saved."
    )

    _early: str | None = ""
    _begun_at: tuple[int, int] | None = None

    def __init__(self, desk: Desk, conversation_id: str, typed_ahead: Callable[[], str] | None = None) -> None:
        """`typed_ahead` says what was typed between the key that opened the conversation and its screen."""
        super().__init__(desk, conversation_id)
        self._typed_ahead = typed_ahead

    def compose(self) -> ComposeResult:
        """The same areas in the same places, whatever happens in them."""
        yield Header(self.desk)
        yield GuidelinesLine(self.desk)
        yield RuleLine("┬", id="rule")
        with Horizontal(id="top"):
            yield self.card
            yield self.steps
            yield self.history
        yield self.zone_line
        with Container(id="act"):
            yield self.readback
            yield self.bar
            yield self.preview
            yield self.ways
            yield self.fields
            yield self.choices
            yield self.promising
            yield self.closing
        yield self.notice
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the conversation; the Enter that opened the screen is not an Enter in it."""
        self.guard.prime("enter", monotonic())
        self.readback.show("situation", _("What kind of moment is it?"), self.situations(), None)
        self.open_panel(None)
        self.set_interval(TICK_SECONDS, self._tick)
        working.read(self, "first", self._first_reading, self._came)

    def take_desk(self, desk: Desk) -> None:
        """Other guidelines are in force: what can be given is read again, in plain sight."""
        before, after = self.desk.guidelines, desk.guidelines
        super().take_desk(desk)
        if before is not None and after is not None and before.version == after.version:
            return
        self.preview.close()
        if self.talk is not None:
            self.reload()

    def tell(self, text: str) -> bool:
        """On the line above the keys, unless that offers to take the last gesture back."""
        if self.talk is None or self.notice.chip:
            return False
        self.say(text, "$text-accent")
        return True

    def _tick(self) -> None:
        """A promise becomes overdue while the conversation goes on; nothing is repainted while none does."""
        if self.talk is not None:
            self.card.show(self.talk, self.desk.now())

    def _first_reading(self) -> tuple[Known, Given | None, bool]:
        known = self.known()
        attempt = known.talk.attempt_id
        return known, giving.fate(self.desk, attempt) if attempt else None, attempt is not None

    def _came(self, reading: tuple[Known, Given | None, bool]) -> None:
        known, fate, asked = reading
        self.start_drafts(known.talk)
        self.readback.chosen = known.talk.situation
        self.apply(known)
        self.open_panel(None)
        if known.talk.given:
            self.last_entry = max(known.talk.given, key=lambda each: each.seq).entry_id
        self._say_fate(known, fate, asked)
        if self.heard or not known.talk.open:
            self.bar.focus()
        else:
            self._begun_at = self.steps.request.cursor_location
            self.steps.request.focus()

    def on_key(self, event: events.Key) -> None:
        """Fast hands type on after Enter: letters that come before the request's field has the focus wait for it.

        In a conversation that was heard there is no field to wait for; there they do nothing, as digits must not.
        """
        request = self.steps.request
        if event.character is None or not event.is_printable or not (self._early is not None or request.has_focus):
            return
        event.stop()
        event.prevent_default()
        if self._early is None:
            request.insert(event.character)
        else:
            self._early += event.character

    def _hand_over(self) -> None:
        """Give the field that has the focus now what was typed before, in front of what it got itself meanwhile."""
        if self._early is None:
            return
        early, self._early = (self._typed_ahead() if self._typed_ahead else "") + self._early, None
        if early and self.steps.request.has_focus:
            self.steps.request.insert(early, self._begun_at)

    def _say_fate(self, known: Known, fate: Given | None, asked: bool) -> None:
        """What became of the last attempt, when a dropped line or a crash left that open."""
        if not known.talk.open:
            self.say("")  # the bar says it
        elif known.problem:
            self.say(known.problem, "$text-error bold")
        elif fate is not None:
            self.last_entry = fate.entry_id
            taken = any(each.entry_id == fate.entry_id and each.taken_back for each in known.talk.given)
            if not taken:
                self.say(self.given_words(replace(fate, already=False)), "$text-accent", chip=True)
        elif asked:
            self.say(_("a gesture was opened last time and not given: nothing was recorded"))

    # --- what the window does ---

    def on_resize(self) -> None:
        """The rules meet the columns' rules wherever these stand now."""
        self.call_after_refresh(self._join)
        if self.talk is not None:
            self.show_asked()
        self.open_panel(self.panel)

    def _join(self) -> None:
        joints = [self.card.region.right - 1] if self.card.display else []
        if self.history.region.width:
            joints.append(self.history.region.x)
        self.zone_line.join(tuple(joints))
        self.query_one("#rule", RuleLine).join(tuple(joints))

    def on_descendant_focus(self) -> None:
        """Say which zone this is, and which step."""
        self._hand_over()
        self.say_zone()
        if self.talk is not None:
            self.steps.show(self.talk, self.desk.now())
            self.call_after_refresh(self.attend)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed in a field that is left is saved at once."""
        if self.talk is not None:
            self.save_draft()

    def on_screen_suspend(self) -> None:
        """Left for another room: nothing stays open that could give, nothing typed stays unsaved."""
        self.preview.close()
        self.save_draft()

    def on_screen_resume(self) -> None:
        """Back from another room: the day may have changed what is left."""
        if self.talk is not None:
            self.reload()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted text is no press: in the acting zone it gives nothing and says so."""
        if not self.writing:
            event.stop()
            self.preview.close()
            self.say(_("pasted text gives nothing · press one key"), "$text-warning bold")

    # --- keys ---

    def action_back(self) -> None:
        """One level up: out of a panel, out of a field, out of the conversation."""
        if self.panel is not None:
            self.close_panel()
        elif self.writing:
            self.save_draft()
            self.base.focus()
        else:
            self.leave()

    def action_request(self) -> None:
        """To the customer's words: the request; once it is heard, first to the wish that was not asked yet."""
        if self.talk is None:
            return
        self.open_panel(None)
        here = self.focused
        asked = self.steps.wish.display and (self.talk.wish is None or here is self.steps.request)
        if self.heard and here is not self.steps.wish and asked:
            self.steps.wish.focus()
        else:
            self.steps.request.focus()

    def action_act(self) -> None:
        """To the acting zone, from anywhere; the sure way when Esc was lost on the line."""
        self.close_panel()
        if not self.heard:
            self.say(_("the gestures open when the request was read back and agreed"))

    def action_search(self) -> None:
        """Another customer."""
        self.leave()

    def action_help_here(self) -> None:
        """Help, as F1."""
        self.app.call_later(partial(self.app.run_action, "help"))

    def on_gesture_bar_wish(self, event: GestureBar.Wish) -> None:
        """`w` on the bar."""
        event.stop()
        self.steps.ask_wish()

    def on_step_line_clicked(self, event: StepLine.Clicked) -> None:
        """A step was clicked: it leads where its key leads."""
        event.stop()
        if event.step == "moment":
            self.action_moment()
        elif event.step == "request":
            self.open_panel(None)
            self.steps.request.focus()
        elif event.step == "wish" and self.heard:
            self.steps.wish.focus()
        elif event.step in ("heard", "wish", "solution"):
            self.action_act()
        elif event.step == "next":
            self.action_promise()
        else:
            self.action_close()
