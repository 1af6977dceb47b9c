"""What is written on a card, each in one small form over it: something they like, a note, a fact set right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.customers import editing_card, noting, preferring
from frontdesk.desk.customers.card_views import Edited, NoteLine, PreferenceLine
from frontdesk.desk.customers.card_words import ROLE_LENGTH_MAX
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX
from frontdesk.ui.plain import cut, plain
from frontdesk.ui.screens.card_state import DRAFTED
from frontdesk.ui.screens.form import Sheet
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.card_rows import Editable
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.zone import Line, Lines, Written

if TYPE_CHECKING:
    from datetime import date

    from frontdesk.desk.customers.card_views import Card
    from frontdesk.desk.desk import Desk

Answer = TypeVar("Answer")
TITLE_CELLS = 68
ALWAYS, THIS_TIME, UNTIL = "always", "this_time", "until"


class CardForm(Drafted[Answer]):
    """A form over a card, at the foot of the window: what stands on the card can be read beside it."""

    HELP_TEXT = N_("What is written here stands on the card with who wrote it and when.")

    def __init__(self, desk: Desk, card: Card) -> None:
        super().__init__()
        self._desk = desk
        self._card = card
        self.draft_about = card.id

    def asked(self, text: str) -> Static:
        """What is asked, and of whose card."""
        return Static(plain(cut(f"{text} · {self._card.name}", TITLE_CELLS), "bold"))


class PreferForm(CardForm[PreferenceLine | None]):
    """Dismissed with the preference that was noted, or None."""

    HELP_TEXT = N_(
        "Something they like or need, in their words. Say whose words it is when somebody else said it; always, this "
        "time only, or until a day. It is struck out on the card with one key."
    )
    draft_form = DRAFTED["p"]

    def __init__(self, desk: Desk, card: Card, conversation_id: str | None = None) -> None:
        super().__init__(desk, card)
        self._conversation_id = conversation_id
        self.text = Line(
            self.guard, cap=LINE_LENGTH_MAX, id="like", placeholder=_("oat milk · a quiet room · a call before we come")
        )
        self.whose = Line(self.guard, cap=ROLE_LENGTH_MAX, id="whose", placeholder=_("their own · or: her daughter"))
        only = _("this time") if conversation_id else _("today only")
        options = [Option(ALWAYS, _("always")), Option(THIS_TIME, only), Option(UNTIL, _("until a day"))]
        self.span = Pick(self.guard, options, enter_takes=True)
        self.until = Line(self.guard, cap=LINE_LENGTH_MAX, id="until", placeholder=_("the last day, like 2026-12-31"))
        self.until.display = False

    def compose(self) -> ComposeResult:
        """What, whose words, for how long."""
        with Sheet(classes="question form card-form"):
            yield self.asked(_("What do they like or need?"))
            yield self.text
            yield Static(plain(_("Whose words?")), classes="field-label")
            yield self.whose
            yield self.span
            yield self.until
            yield self.said_line()
            yield Static(plain(_("Enter leads on, and keeps it at the end · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """Into the words."""
        self.text.focus()

    def draft_words(self) -> Mapping[str, str]:
        """All of it."""
        return {"text": self.text.value, "whose": self.whose.value, "span": self.span.words, "until": self.until.value}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on in the words."""
        self.text.value = words.get("text", "")
        self.whose.value = words.get("whose", "")
        self.until.value = words.get("until", "")
        if words.get("span") in (ALWAYS, THIS_TIME, UNTIL):
            self.span.words = words["span"]
            self.until.display = words["span"] == UNTIL
            self.span.refresh()
        self.text.action_end()

    def on_written(self, event: Written) -> None:
        """Enter leads on."""
        event.stop()
        if not self.text.value.strip():
            self.say(_("what do they like or need? In their words"))
            self.text.focus()
        elif event.field is self.text:
            self.whose.focus()
        elif event.field is self.whose:
            self.span.focus()
        else:
            self._keep()

    def on_pick_done(self, event: Pick.Done) -> None:
        """For how long: that keeps it, unless a day is asked for."""
        event.stop()
        self.until.display = self.span.words == UNTIL
        if not self.text.value.strip():
            self.say(_("what do they like or need? In their words"))
            self.text.focus()
        elif self.until.display:
            self.until.focus()
        else:
            self._keep()

    def _keep(self) -> None:
        until = self.until.value if self.span.words == UNTIL else ""
        this_time = self.span.words == THIS_TIME
        self.keep(partial(self._write, self.text.value, self.whose.value, this_time, until), self.dismiss)

    def _write(self, text: str, whose: str, this_time: bool, until: str) -> PreferenceLine:
        return preferring.prefer(
            self._desk,
            self._card.id,
            text,
            whose=whose,
            this_time=this_time,
            until=_day(until) if until.strip() else None,
            conversation_id=self._conversation_id,
        )


def _day(text: str) -> date:
    from frontdesk.guidelines.values import parse_date

    try:
        return parse_date(text.strip())
    except ValueError as wrong:
        raise BadInput(
            _("{text} is no day.").format(text=cut(text, 30)), _("Write it like 2026-12-31; nothing was kept.")
        ) from wrong


class NoteForm(CardForm[NoteLine | None]):
    """Dismissed with the note that was written, or None."""

    HELP_TEXT = N_(
        "What was seen or heard, what this person needs and what works. Words that say what somebody is are not kept."
    )
    draft_form = DRAFTED["n"]

    def __init__(self, desk: Desk, card: Card, conversation_id: str | None = None) -> None:
        super().__init__(desk, card)
        self._conversation_id = conversation_id
        self.words = Lines(self.guard, cap=NOTE_LENGTH_MAX, id="note")

    def compose(self) -> ComposeResult:
        """One text."""
        with Sheet(classes="question form card-form"):
            yield self.asked(noting.question())
            yield self.words
            yield self.said_line()
            yield Static(plain(_("Enter keeps it · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """Into the words."""
        self.words.focus()

    def draft_words(self) -> Mapping[str, str]:
        """The words."""
        return {"words": self.words.text}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on at their end."""
        self.words.load_text(words.get("words", ""))
        self.words.move_cursor(self.words.document.end)

    def on_written(self, event: Written) -> None:
        """Enter keeps it."""
        event.stop()
        write = partial(noting.note, self._desk, self._card.id, self.words.text, conversation_id=self._conversation_id)
        self.keep(write, self.dismiss)


class EditForm(CardForm[Edited | None]):
    """One field of the card, with what stands in it. Dismissed with the card as it is then, or None."""

    HELP_TEXT = N_("Set it right and press Enter; an empty line takes it away. What stood there before stays known.")

    def __init__(self, desk: Desk, card: Card, field: Editable) -> None:
        super().__init__(desk, card)
        self._field = field
        self.draft_form = f"card {field.name}"
        self.line = Line(self.guard, field.text, cap=field.cap, id="edit")

    def compose(self) -> ComposeResult:
        """One line."""
        with Sheet(classes="question form card-form"):
            yield self.asked(self._field.label)
            yield self.line
            yield self.said_line()
            yield Static(plain(_("Enter keeps it · an empty line takes it away · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """At the end of what stands there."""
        self.line.focus()
        self.line.action_end()

    @property
    def typed(self) -> bool:
        """Whether it differs from what stands on the card."""
        return self.line.value.strip() != self._field.text.strip()

    def draft_words(self) -> Mapping[str, str]:
        """What stands in the line; a line that was emptied is worth keeping, too."""
        return {"line": self.line.value or " ", "is": "typed"}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on at its end."""
        self.line.value = words.get("line", "").strip()
        self.line.action_end()

    def on_written(self, event: Written) -> None:
        """Enter keeps it."""
        event.stop()
        if not self.typed:
            self.leave()
            return
        fields = {self._field.name: self.line.value}
        self.keep(partial(editing_card.edit, self._desk, self._card.id, fields), self.dismiss)
