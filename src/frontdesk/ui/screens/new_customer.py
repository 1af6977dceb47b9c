"""A new customer: a name, a phone number, a language; Enter saves and the conversation begins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards
from frontdesk.desk.customers.card_views import Card
from frontdesk.desk.telephone import ringing
from frontdesk.desk.views import Talk
from frontdesk.ground import folding
from frontdesk.ground.errors import BadInput, DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import NAME_LENGTH_MAX, SHORT_LENGTH_MAX, clean_line
from frontdesk.ui import keys, working
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.base import Question
from frontdesk.ui.widgets.capped import CappedLine

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


class FormInput(CappedLine, Input):
    """One line of the form."""

    def __init__(self, value: str, *, name: str, limit: int, help_text: str) -> None:
        super().__init__(value, compact=True, id=name, select_on_focus=False)
        self.cap = limit
        self.cursor_blink = False
        self.help_text = help_text


class NewCustomerScreen(Question[str | None]):
    """Dismissed with the id of the conversation that was started, or None."""

    BINDINGS = [*keys.bindings("new_customer")]
    HELP_TEXT = N_("Only the name is needed. Enter saves and starts the conversation; Tab goes to the next field.")

    def __init__(self, desk: Desk, name: str = "", naming: Talk | None = None) -> None:
        """`naming` is a conversation that has no customer yet: it goes on with the new one."""
        super().__init__()
        self.desk = desk
        self._naming = naming
        is_number = folding.looks_like_phone(name)  # somebody looked for a telephone that nobody has
        self._typed_name, self._typed_phone = ("", name) if is_number else (name, "")
        self._customer_id: str | None = None
        self._busy = False

    def compose(self) -> ComposeResult:
        """Three fields and a line for what is wrong."""
        with Vertical(classes="question"):
            yield Static(plain(_("New customer"), "bold"))
            yield Static("")
            yield Static(plain(_("Name")), classes="field-label")
            yield FormInput(
                self._typed_name,
                name="name",
                limit=NAME_LENGTH_MAX,
                help_text=N_("As the customer writes it, any script."),
            )
            yield Static(plain(_("Phone")), classes="field-label")
            yield FormInput(
                self._typed_phone, name="phone", limit=SHORT_LENGTH_MAX, help_text=N_("Its end is enough to find them.")
            )
            yield Static(plain(_("Languages (lv ru …)")), classes="field-label")
            yield FormInput("", name="languages", limit=SHORT_LENGTH_MAX, help_text=N_("Two-letter codes."))
            yield Static(plain(_("Enter saves and starts · Esc goes back"), "$text-muted"), id="form-said")

    def on_mount(self) -> None:
        """Into the first field that is still empty."""
        field = self.query_one("#phone" if self._typed_name else "#name", FormInput)
        field.focus()
        if self._naming is not None:
            working.read(self, "number", partial(ringing.number_of, self.desk, self._naming.id), self._called_from)

    def _called_from(self, number: str) -> None:
        """Somebody who called has a number already."""
        field = self.query_one("#phone", FormInput)
        if number and not field.value:
            field.value = number

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in any field saves."""
        event.stop()
        self.action_save()

    def action_save(self) -> None:
        """Save once; what is wrong is said in the form."""
        name, phone, languages = (clean_line(self.query_one(f"#{each}", FormInput).value) for each in _FIELDS)
        if self._busy:
            return
        if not name:
            self._say("! " + _("A name is needed; without one, Esc and then F7 starts a conversation."))
            self.query_one("#name", FormInput).focus()
            return
        from frontdesk.desk.customers.card_fields import read_languages  # not on the way to the first frame

        try:
            spoken = tuple(read_languages(self.desk, languages).split()) if languages else ()
        except BadInput as error:
            self._say("! " + str(error))
            self.query_one("#languages", FormInput).focus()
            return
        self._busy = True
        if self._customer_id is not None:  # the card was made, only its conversation was not
            self._start()
            return
        make = partial(cards.new_customer, self.desk, name, phone=phone, languages=spoken)
        working.write(self, make, self._made, self._failed)

    def _made(self, card: Card) -> None:
        self._customer_id = card.id
        self._start()

    def _start(self) -> None:
        start = partial(talking.start, self.desk, customer_id=self._customer_id)
        if self._naming is not None:
            start = partial(talking.write, self.desk, self._naming.id, customer_id=self._customer_id)
        working.write(self, start, self._done, self._failed)

    def _done(self, talk: Talk) -> None:
        self.dismiss(talk.id)

    def _failed(self, error: DeskError) -> None:
        self._busy = False
        self._say("! " + str(error))

    def say_full(self, said: str) -> None:
        """What did not fit."""
        self._say(said)

    def _say(self, text: str) -> None:
        self.query_one("#form-said", Static).update(plain(text, "$text-error"))

    def action_back(self) -> None:
        """Back without a new customer."""
        self.dismiss(None)


_FIELDS = ("name", "phone", "languages")
