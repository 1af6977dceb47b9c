"""The words of a conversation: drafts saved as they are typed, hearing, the wish, and what kind of moment it is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from textual.timer import Timer
from textual.widgets import Input, TextArea

from frontdesk.desk.conversations import talking
from frontdesk.desk.gestures.asking import questions
from frontdesk.desk.views import Questions, Talk
from frontdesk.ground.errors import BadInput, DeskError
from frontdesk.ground.language import _, current
from frontdesk.ui import working
from frontdesk.ui.screens.desk_hints import Hints
from frontdesk.ui.screens.desk_known import Known
from frontdesk.ui.widgets.choices import Choices, Option, ReadBack
from frontdesk.ui.widgets.zone import Written

SAVE_SECONDS = 0.4
"""What is typed is on its way to the disk this long after the first unsaved key: within a second of the last (T07)."""
RETRY_SECONDS = 2.0
DRAFTS = ("request", "wish", "now", "next", "cause")
SITUATION, ORDER = "situation", "order"


class Words(Hints):
    """Everything that is said and written; nothing here gives."""

    _dirty: dict[str, str]
    _kept: dict[str, str]
    _saver: Timer | None

    def start_drafts(self, talk: Talk) -> None:
        """Put what was written before into the fields."""
        self._dirty, self._saver = {}, None
        self._kept = {
            "request": talk.request,
            "wish": talk.wish or "",
            "now": talk.now,
            "next": talk.next,
            "cause": talk.cause,
        }
        self.steps.request.load_text(talk.request)
        self.steps.request.move_cursor(self.steps.request.document.end)
        self.steps.wish.value = self._kept["wish"]
        self.promising.now.value, self.promising.next.value = talk.now, talk.next
        self.closing.cause.value = talk.cause
        self.readback.say(talk.request)

    def apply(self, known: Known) -> None:
        """Show the conversation, also a wish that was answered in a gesture's own field."""
        super().apply(known)
        if not known.talk.open and not self._dirty and self._kept.get("request") != known.talk.request:
            self.start_drafts(known.talk)  # its person was erased: what they said is not kept on the screen either
        wish = known.talk.wish or ""
        if not self.steps.wish.has_focus and "wish" not in self._dirty and self._kept.get("wish") != wish:
            self._kept["wish"] = wish
            self.steps.wish.value = wish

    # --- drafts ---

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """A key in the request."""
        event.stop()
        self._typed(event.text_area.id or "", event.text_area.text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """A key in one of the other fields."""
        event.stop()
        self._typed(event.input.id or "", event.value)

    def _typed(self, name: str, text: str) -> None:
        if name not in DRAFTS or self.talk is None or self._kept.get(name) == text:
            return
        self._kept[name] = text
        if name == "request":
            self.readback.say(text)
        self._dirty[name] = text
        working.touched(self)
        if self._saver is None:
            self._saver = self.set_timer(SAVE_SECONDS, self.save_draft)

    def save_draft(self) -> None:
        """Hand what was typed to the desk; it does not wait."""
        if self.talk is None:
            return
        if self._saver is not None:
            self._saver.stop()
            self._saver = None
        values: dict[str, Any] = self._dirty
        self._dirty = {}
        if values:
            write = partial(talking.write, self.desk, self.conversation_id, **values)
            working.write(self, write, self._draft_saved, partial(self._draft_failed, values))

    def _draft_saved(self, talk: Talk) -> None:
        self.recovered()
        if self.talk is not None and talk.heard is not self.talk.heard:
            self.reload()  # other words than were agreed to: they have to be read back again
        elif self.talk is not None:
            self.talk = talk
            self.steps.show(talk, self.desk.now())

    def _draft_failed(self, values: dict[str, str], error: DeskError) -> None:
        self._dirty = {**values, **self._dirty}
        working.touched(self)
        if isinstance(error, BadInput):
            self._dirty = {name: text for name, text in self._dirty.items() if values.get(name) != text}
        elif self._saver is None:
            self._saver = self.set_timer(RETRY_SECONDS, self.save_draft)
        self.trouble(str(error), "$text-error bold", _("it can be saved again: what you typed is kept"))

    # --- the request and the wish ---

    def on_written(self, event: Written) -> None:
        """Enter in the request, the wish or the cause."""
        event.stop()
        self.save_draft()
        if event.field is self.steps.request:
            self._request_written()
        elif event.field is self.steps.wish:
            self.wish_written(event.field.words)
        elif event.field is self.closing.cause:
            self.cause_written(event.field.words)

    def _request_written(self) -> None:
        if not self.steps.request.text.strip():
            self.say(_("first the request, in the customer's own words"), "$text-warning")
            return
        self.say("")
        self.open_panel(None)
        self.base.focus()

    def on_read_back_agreed(self, event: ReadBack.Agreed) -> None:
        """The customer agreed to the words as they were read back."""
        event.stop()
        if not self.steps.request.text.strip():
            self.say(_("first the request, in the customer's own words"), "$text-warning")
            self.steps.request.focus()
            return
        self.save_draft()
        write = partial(talking.hear, self.desk, self.conversation_id, self.steps.request.text)
        self.change(write, lambda _talk: self.after_hearing())

    def action_emergency(self) -> None:
        """Act before the request is heard; the desk records that it was so."""
        if self.heard or self.talk is None:
            self.say(_("the request was heard · F4 leads to the gestures"))
            return
        self.save_draft()
        write = partial(talking.hear, self.desk, self.conversation_id, skip=True)
        self.change(write, lambda _talk: self.after_hearing())

    def after_hearing(self) -> None:
        """To the gestures; to the wish first only when what can be given needs it."""
        self.open_panel(None)
        first = next((line for line in self.bar_view.lines if not line.decision.binding), None)
        if first is not None and "wish" in first.decision.missing:
            self.steps.ask_wish()
        else:
            self.bar.focus()
        self.say(self.problem, "$text-error bold")

    def wish_written(self, text: str) -> None:
        """The answer to what would make it right; nothing means that they did not say."""
        self._dirty.pop("wish", None)
        write = partial(talking.wish, self.desk, self.conversation_id, text)
        self.change(write, lambda _talk: self.close_panel())

    def cause_written(self, text: str) -> None:
        """What it came from; the part of the screen that ends a conversation takes it."""
        raise NotImplementedError

    # --- the moment ---

    def action_moment(self) -> None:
        """What kind of moment this is; once more, which stay or order is meant."""
        if self.talk is None:
            return
        orders = [Option(each.id, each.label) for each in self.talk.orders]
        situations = self.situations()
        second = self.panel is self.choices and self.choices.kind == SITUATION
        if orders and (second or not situations):
            self.choices.show(ORDER, _("Which one is it about?"), orders, self.talk.order_id)
        elif situations:
            self.choices.show(SITUATION, _("What kind of moment is it?"), situations, self.talk.situation)
        else:
            self.say(_("the guidelines name no situations, and there is no stay or order to choose"))
            return
        self.say("")
        self.open_panel(self.choices)
        self.choices.focus()

    def situations(self) -> list[Option]:
        """The situations of the guidelines, in the language of the screen."""
        guidelines = self.desk.guidelines
        if guidelines is None:
            return []
        return [Option(each.id, each.label.said_in(current())) for each in guidelines.situations.values()]

    def on_choices_picked(self, event: Choices.Picked) -> None:
        """A situation or an order was chosen, in the panel or while reading back."""
        event.stop()
        chosen: dict[str, Any] = {_COLUMN[event.kind]: event.value}
        write = partial(talking.write, self.desk, self.conversation_id, **chosen)
        self.change(write, lambda _talk: self._picked(event.value))

    def _picked(self, value: str) -> None:
        self.say("")
        self.readback.chosen = value
        self.readback.refresh()
        if self.panel is self.choices:
            self.close_panel()
        guidelines = self.desk.guidelines
        asked = None if guidelines is None or self.talk is None else questions(guidelines, self.talk)
        if asked is not None and not self.writing:
            working.begin(self, partial(self._ask, asked))

    async def _ask(self, asked: Questions) -> None:
        """The few facts that this kind of moment asks of everybody, one field each; Esc leaves them for later."""
        self.open_panel(self.fields)
        await self.fields.show(asked, {}, {})

    def answered(self, values: Mapping[str, str]) -> None:
        """Write down what the customer said, then back to where the person was."""

        def write() -> None:
            for name, text in values.items():
                talking.answer(self.desk, self.conversation_id, name, text)

        def done(_nothing: None) -> None:
            self.fields.forget()
            self.close_panel()

        self.change(write, done, self._not_answered)

    def _not_answered(self, error: DeskError) -> None:
        self.fields.hint(str(error))


_COLUMN = {SITUATION: "situation", ORDER: "order_id"}
