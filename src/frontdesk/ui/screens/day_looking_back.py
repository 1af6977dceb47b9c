"""Looking back from the day (m): a week, 30 days, this month or the one before, as the guidelines could learn from it.

It is counted in a thread when somebody looks, so that the day itself never waits for it.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from frontdesk.desk.day import leading, looking_back
from frontdesk.desk.day.day_views import TalkLine
from frontdesk.desk.day.looking_back import Back, LookBack
from frontdesk.desk.learning.learning_views import IdeaLine
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, times, working
from frontdesk.ui.plain import plain, words
from frontdesk.ui.screens import idea
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.day_lists import ListScreen, talks_list
from frontdesk.ui.widgets import day_back_rows, day_done
from frontdesk.ui.widgets.rows import Rows
from frontdesk.ui.widgets.sections import laid_out, note

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

_NAMES = {
    Back.WEEK: N_("the last 7 days"),
    Back.DAYS: N_("the last 30 days"),
    Back.MONTH: N_("this month"),
    Back.MONTH_BEFORE: N_("the month before"),
}
ORDER = tuple(Back)


def about(label: str) -> str:
    """What an idea is about."""
    return _("about: {label}").format(label=label)


class LookingBackScreen(Question[str | None]):
    """Dismissed with the conversation that is to be opened, or None."""

    BINDINGS = [*keys.bindings("looking_back")]
    HELP_PLACES = ("looking_back",)
    HELP_TEXT = N_(
        "How conversations were settled: 70 to 80 of a hundred inside a guideline is about right. Below it stands what "
        "was bent, which judgements recur and where limits stopped us; i makes an idea of the marked line, Enter shows "
        "what stands behind it. Guidelines are counted here, never people."
    )

    def __init__(self, desk: Desk, until: date) -> None:
        super().__init__()
        self._desk = desk
        self._until = until
        self._back = Back.DAYS
        self._found: LookBack | None = None

    def compose(self) -> ComposeResult:
        """Which days, the areas, the keys."""
        with Vertical(classes="sheet looking-back"):
            yield Static("", id="back-title", classes="sheet-where")
            yield Rows(id="back", help_text=N_("What the guidelines could learn. Enter shows what is behind the line."))
            yield Static("", id="back-said", classes="sheet-where")
            said = _("←→ other days · i idea · Enter what is behind it · Esc back")
            yield Static(plain(said, "$text-muted"), classes="sheet-where")

    def on_mount(self) -> None:
        """Count, and say so meanwhile."""
        self.rows.focus()
        self._load()

    @property
    def rows(self) -> Rows:
        """The areas."""
        return self.query_one("#back", Rows)

    def _load(self) -> None:
        since, until = looking_back.span(self._back, self._until)
        between = f"{times.day_words(since)} – {times.day_words(until)}"
        title = words((_("Looking back") + "  ", "bold"), _(_NAMES[self._back]), ("  " + between, "$text-muted"))
        self.query_one("#back-title", Static).update(title)
        self.rows.show([note(_("counting …"))])
        ask = partial(looking_back.look_back, self._desk, since, until)
        working.read(self, "back", ask, self._came, self._failed)

    def _came(self, found: LookBack) -> None:
        self._found = found
        exponent = 2 if self._desk.guidelines is None else self._desk.guidelines.business.exponent
        self.rows.show(laid_out(day_back_rows.back_areas(found, exponent)))

    def _failed(self, error: DeskError) -> None:
        self.rows.show([note("! " + str(error), "$text-error")])

    def action_shorter(self) -> None:
        """The days before in the order."""
        self._turn(-1)

    def action_longer(self) -> None:
        """The days after in the order."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        at = ORDER.index(self._back) + step
        if 0 <= at < len(ORDER):
            self._back = ORDER[at]
            self._load()

    # --- what is behind a line ---

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """The conversations that a limit stopped or a judgement was made in; a bend becomes an idea."""
        event.stop()
        found = self._found
        if found is None:
            return
        for line in found.stopped.lines:
            if day_done.stopped_id(line) == event.row_id:
                self._list(line.name, line.conversations)
        for proposed in found.kinds.proposed:
            if f"{day_back_rows.PROPOSED}{proposed.gesture}/{proposed.situation}" == event.row_id:
                self._list(day_back_rows.proposed_words(proposed), proposed.conversations)
        if event.row_id.startswith(day_back_rows.BEND):
            self.action_idea()

    def _list(self, title: str, conversations: tuple[str, ...]) -> None:
        def came(found: tuple[TalkLine, ...]) -> None:
            self.app.push_screen(ListScreen(talks_list(self._desk, title, found)), self._chosen)

        working.read(self, "talks", partial(leading.talks, self._desk, conversations), came)

    def _chosen(self, row_id: str | None) -> None:
        if row_id:
            self.dismiss(row_id)

    # --- an idea of it ---

    def action_idea(self) -> None:
        """An idea for the guidelines, tied to the marked line."""

        def had(kept: IdeaLine | None) -> None:
            if kept is not None:
                self.query_one("#back-said", Static).update(plain(idea.kept_words(kept), "$text-accent"))

        self.app.push_screen(idea.IdeaScreen(self._desk, self._cause()), had)

    def _cause(self) -> idea.Cause:
        found, marked = self._found, self.rows.marked
        if found is None or not marked:
            return idea.Cause()
        for bend in found.bends:
            if day_back_rows.BEND + bend.gesture == marked:
                return idea.Cause(about(bend.label), gesture=bend.gesture, entry_id=bend.latest_entry_id)
        for each in found.kinds.proposed:
            if f"{day_back_rows.PROPOSED}{each.gesture}/{each.situation}" == marked:
                label = about(day_back_rows.proposed_words(each))
                return idea.Cause(label, gesture=each.gesture, conversation_id=each.conversations[0])
        for line in found.stopped.lines:
            if day_done.stopped_id(line) == marked:
                latest = line.conversations[0] if line.conversations else None
                return idea.Cause(about(line.name), gesture=line.gesture, conversation_id=latest)
        return idea.Cause()

    def action_back(self) -> None:
        """Back to the day."""
        self.dismiss(None)
