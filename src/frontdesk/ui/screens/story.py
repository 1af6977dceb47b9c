"""A story: what went well, in the customer's own words, and who is thanked. One key from any conversation."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.learning import storytelling
from frontdesk.desk.learning.learning_views import StoryKind, StoryLine, Thankable
from frontdesk.ground.language import N_, _, ngettext
from frontdesk.ground.text import NOTE_LENGTH_MAX
from frontdesk.ui import working
from frontdesk.ui.plain import cut, plain
from frontdesk.ui.screens.form import Sheet
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.day_done import story_kind
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.names import Names
from frontdesk.ui.widgets.queue import who
from frontdesk.ui.widgets.zone import Lines, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

NAME_CELLS = 40


class StoryScreen(Drafted[StoryLine | None]):
    """Dismissed with the story that was kept, or None. The conversation may be old and closed."""

    HELP_TEXT = N_(
        "A story of this conversation: what kind it is, what the customer said in their own words, and who is thanked. "
        "People who left are among them. There is no field for anybody's failing."
    )
    draft_form = "story"

    def __init__(self, desk: Desk, conversation_id: str, customer_name: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._conversation_id = self.draft_about = conversation_id
        self._customer_name = customer_name
        self._thanked: tuple[str, ...] = ()
        self.kind = Pick(self.guard, [Option(each.value, story_kind(each)) for each in StoryKind], enter_takes=False)
        self.words = Lines(
            self.guard, cap=NOTE_LENGTH_MAX, id="story-words", placeholder=_("in the customer's own words")
        )
        self.thanked = Names(self.guard)

    def compose(self) -> ComposeResult:
        """Kind, words, names, and a line that says how to go on."""
        title = _("A story · {name}").format(name=who(self._customer_name))
        with Sheet(classes="question form"):
            yield Static(plain(cut(title, NAME_CELLS + 12), "bold"), id="story-title")
            yield self.kind
            yield Static(plain(_("What did they say?")), classes="field-label")
            yield self.words
            yield Static(plain(_("Who is thanked?")), classes="field-label")
            yield self.thanked
            yield self.said_line()
            yield Static(plain(_("Enter leads on, and keeps it at the end · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """Begin with the kind; who had to do with it is chosen already."""
        self.kind.focus()
        working.read(self, "thankable", self._ask, self._came)

    def _ask(self) -> tuple[Thankable, int]:
        told = storytelling.stories_in(self._desk, self._conversation_id)
        return storytelling.thankable(self._desk, self._conversation_id), len(told)

    def _came(self, answer: tuple[Thankable, int]) -> None:
        thankable, told = answer
        self.thanked.show(thankable.here, thankable.others)
        self._choose_thanked()
        if told:
            said = ngettext("one story was told of it already", "{count} stories were told of it already", told)
            self.say(said.format(count=told), "$text-muted")

    # --- what is typed ---

    def draft_words(self) -> Mapping[str, str]:
        """The kind, the words, and who is thanked."""
        return {"kind": self.kind.words, "words": self.words.text, "thanked": "\n".join(self.thanked.chosen)}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on in the words."""
        if words.get("kind") in [each.value for each in self.kind.options]:
            self.kind.words = words["kind"]
            self.kind.refresh()
        self.words.load_text(words.get("words", ""))
        self._thanked = tuple(words.get("thanked", "").splitlines())
        self._choose_thanked()
        self.words.focus()
        self.words.move_cursor(self.words.document.end)

    def _choose_thanked(self) -> None:
        if self._thanked and self.thanked.names:
            self.thanked.chosen = [name for name in self._thanked if name in self.thanked.names]
            self.thanked.refresh(layout=True)

    # --- the way through ---

    def on_pick_done(self, event: Pick.Done) -> None:
        """The kind is known: to the words."""
        event.stop()
        self.words.focus()

    def on_written(self, event: Written) -> None:
        """The words are written: to the names."""
        event.stop()
        if self.words.text.strip():
            self.say("")
            self.thanked.focus()
        else:
            self.say(_("a story is told in the customer's words"))

    def on_names_done(self, event: Names.Done) -> None:
        """Keep it, or lead to what is missing."""
        event.stop()
        if not self.kind.words:
            self.say(_("which kind of story is it? 1, 2 or 3"))
            self.kind.focus()
        elif not self.words.text.strip():
            self.say(_("a story is told in the customer's words"))
            self.words.focus()
        else:
            tell = partial(
                storytelling.tell,
                self._desk,
                self._conversation_id,
                self.kind.words,
                self.words.text,
                tuple(self.thanked.chosen),
            )
            self.keep(tell, self.dismiss)

    def on_names_no_such(self, event: Names.NoSuch) -> None:
        """A key beside nobody."""
        event.stop()
        self.say(_("the digit beside a name chooses it, letters find somebody"))


def kept_words(story: StoryLine) -> str:
    """What is said once it is kept."""
    thanks = _("thanks to {names}").format(names=", ".join(story.thanked)) if story.thanked else ""
    return " · ".join(filter(None, (_("story kept: {kind}").format(kind=story_kind(story.kind)), thanks)))
