"""A review or a letter is entered as it was written: what it is, where it stands, its words, by when it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from frontdesk.desk.learning import reviewing
from frontdesk.desk.learning.review_views import ReviewKind, ReviewLine
from frontdesk.desk.promises import promising
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX
from frontdesk.ui.plain import plain
from frontdesk.ui.screens.form import Sheet
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.choices import Option
from frontdesk.ui.widgets.fields import Pick
from frontdesk.ui.widgets.zone import Line, Lines, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk


def review_kind(kind: ReviewKind) -> str:
    """What it is, as people say it."""
    return {ReviewKind.REVIEW: _("review"), ReviewKind.LETTER: _("letter")}[kind]


class ReviewBeginScreen(Drafted[str | None]):
    """Dismissed with the id of the conversation that began, or None."""

    HELP_TEXT = N_(
        "A review or a letter, in its own words: they are kept as they are, and nothing here leaves it out. Its answer "
        "is owed in 24 hours unless you say another time."
    )
    draft_form = "review"

    def __init__(self, desk: Desk, customer_id: str | None = None, customer_name: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._customer_id = customer_id
        self.draft_about = customer_id or ""
        self._customer_name = customer_name
        kinds = [Option(each.value, review_kind(each)) for each in ReviewKind]
        self.kind = Pick(self.guard, kinds, enter_takes=False)
        self.source = Line(
            self.guard, cap=LINE_LENGTH_MAX, id="review-source", placeholder=_("the site where it stands, or: by post")
        )
        self.words = Lines(
            self.guard, cap=reviewing.WRITTEN_LENGTH_MAX, id="review-words", placeholder=_("as it was written")
        )
        self.due = Line(
            self.guard, cap=LINE_LENGTH_MAX, id="review-due", placeholder=_("in 24 hours · or: tomorrow 12:00, 3 hours")
        )

    def compose(self) -> ComposeResult:
        """Four answers."""
        title = _("Somebody wrote · {name}").format(name=self._customer_name) if self._customer_name else ""
        with Sheet(classes="question form"):
            yield Static(plain(title or _("Somebody wrote"), "bold"))
            yield self.kind
            yield Static(plain(_("Where?")), classes="field-label")
            yield self.source
            yield Static(plain(_("Their words")), classes="field-label")
            yield self.words
            yield Static(plain(_("Answered by?")), classes="field-label")
            yield self.due
            yield self.said_line()
            yield Static(plain(_("Enter leads on, and keeps it at the end · Esc leaves"), "$text-muted"))

    def on_mount(self) -> None:
        """First what it is."""
        self.kind.focus()

    def draft_words(self) -> Mapping[str, str]:
        """The four answers."""
        fields = {"source": self.source, "words": self.words, "due": self.due}
        return {"kind": self.kind.words} | {name: field.words for name, field in fields.items()}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on in the first field without an answer."""
        if words.get("kind") in [each.value for each in self.kind.options]:
            self.kind.words = words["kind"]
            self.kind.refresh()
        self.source.value, self.due.value = words.get("source", ""), words.get("due", "")
        self.words.load_text(words.get("words", ""))
        self.words.move_cursor(self.words.document.end)
        fields = (self.kind, self.source, self.words)
        next((each for each in fields if not each.words.strip()), self.words).focus()

    def on_pick_done(self, event: Pick.Done) -> None:
        """To where it stands."""
        event.stop()
        self.source.focus()

    def on_written(self, event: Written) -> None:
        """Enter leads on; from the last line it is kept."""
        event.stop()
        order = (self.source, self.words, self.due)
        at = next(index for index, each in enumerate(order) if each is event.field)
        if at + 1 < len(order):
            order[at + 1].focus()
        elif not self.kind.words:
            self.say(_("a review or a letter? 1 or 2"))
            self.kind.focus()
        else:
            self.keep(self._begin, self._begun)

    def _begin(self) -> ReviewLine:
        due = promising.parse_due(self._desk, self.due.value) if self.due.value.strip() else None
        begin = partial(reviewing.begin, self._desk, self.kind.words, self.source.value, self.words.text)
        return begin(customer_id=self._customer_id, answer_due_at=due)

    def _begun(self, line: ReviewLine) -> None:
        self.dismiss(line.id)
