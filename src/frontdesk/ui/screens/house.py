"""How the house stands: what the guidelines look at, since when, who said so; Enter sets one, and it counts at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.customers.card_views import HouseLine
from frontdesk.desk.day import leading
from frontdesk.desk.rules import housing
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ground.text import LINE_LENGTH_MAX
from frontdesk.ui import keys, working
from frontdesk.ui.plain import cut, plain, width, words
from frontdesk.ui.screens.base import Question
from frontdesk.ui.screens.form import Sheet
from frontdesk.ui.screens.form_draft import Drafted
from frontdesk.ui.widgets.figures import column
from frontdesk.ui.widgets.rows import Row, Rows
from frontdesk.ui.widgets.sections import note
from frontdesk.ui.widgets.zone import Line, Written

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

FACT = "fact:"
LOOK_SECONDS = 1.0
VALUE_CELLS = 14


class HouseScreen(Question[None]):
    """The facts of the house, one line each."""

    BINDINGS = [*keys.bindings("house")]
    HELP_PLACES = ("house",)
    HELP_TEXT = N_(
        "What the guidelines want to know of the house before they let something be given. What nobody said today "
        "stands there with its age. Enter sets the marked one; every desk goes by it within a second."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._facts: tuple[HouseLine, ...] = ()
        self._stamp: tuple[int, ...] = ()

    def compose(self) -> ComposeResult:
        """The title, the facts, what was said, the keys."""
        with Vertical(classes="question listed"):
            yield Static(plain(_("HOW THE HOUSE STANDS"), "bold"), classes="listed-title")
            yield Static("", id="house-said", classes="listed-title")
            yield Rows(id="listed", help_text=N_("What the guidelines look at. Enter sets it."))
            yield Static(plain(_("Enter sets the marked one · Esc back"), "$text-muted"), classes="question-keys")

    def on_mount(self) -> None:
        """Read them, and again when any desk has written."""
        self.rows.focus()
        self._load()
        self.set_interval(LOOK_SECONDS, self._look)

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one("#listed", Rows)

    def _look(self) -> None:
        if self.is_current and leading.stamp(self._desk) != self._stamp:
            self._load()

    def _load(self) -> None:
        self._stamp = leading.stamp(self._desk)
        working.read(self, "house", partial(housing.facts, self._desk), self._came, self._failed)

    def _came(self, facts: tuple[HouseLine, ...]) -> None:
        self._facts = facts
        nothing = _("the guidelines look at no fact of the house")
        label = max((width(each.label) for each in facts), default=0) + 1
        value = min(max((width(each.value) for each in facts), default=0), VALUE_CELLS) + 2
        self.rows.show([_row(each, self._desk, label, value) for each in facts] or [note(nothing)])

    def _failed(self, error: DeskError) -> None:
        self._say(str(error), "$text-warning")

    def _say(self, text: str, tone: str = "$text-accent") -> None:
        self.query_one("#house-said", Static).update(plain(text, tone))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Set the marked one."""
        event.stop()
        fact = next((each for each in self._facts if FACT + each.name == event.row_id), None)
        if fact is not None:
            self.app.push_screen(HouseForm(self._desk, fact), partial(self._was_set, fact))

    def _was_set(self, fact: HouseLine, value: str | None) -> None:
        if value is not None:
            self._say(_("{label}: {value} from now on").format(label=cut(fact.label, 40), value=value))
            self._load()

    def action_back(self) -> None:
        """Back to the day."""
        self.dismiss(None)


def stale(desk: Desk, fact: HouseLine) -> bool:
    """Whether nobody said it on this business day."""
    return fact.at is None or desk.days().date_of(fact.at) < desk.today()


def _row(fact: HouseLine, desk: Desk, label_cells: int, value_cells: int) -> Row:
    old = stale(desk, fact)

    def made(cells: int) -> Content:
        label = min(label_cells, cells // 2)
        return words(
            column(fact.label, label - 1) + " ",
            (column(fact.value or "·", value_cells - 1) + " ", "" if old else "bold"),
            (column(fact.since, cells - label - value_cells), "$text-warning" if old else "$text-muted"),
        )

    return Row(FACT + fact.name, made)


class HouseForm(Drafted[str | None]):
    """One fact of the house. Dismissed with its value as the guidelines write it, or None."""

    HELP_TEXT = N_("How it stands now, in the form of the guidelines: 97%, 12, yes. From now on it counts.")

    def __init__(self, desk: Desk, fact: HouseLine) -> None:
        super().__init__()
        self._desk = desk
        self._fact = fact
        self.draft_form = f"house {fact.name}"
        self.line = Line(self.guard, fact.value, cap=LINE_LENGTH_MAX, id="house-value", select_on_focus=True)

    def compose(self) -> ComposeResult:
        """One line, and how old what stands there is."""
        with Sheet(classes="question form"):
            yield Static(plain(cut(self._fact.label, 56), "bold"))
            yield Static(plain(cut(self._fact.since, 56), "$text-muted"))
            yield self.line
            yield self.said_line()
            yield Static(plain(_("Enter sets it · Esc leaves it as it is"), "$text-muted"))

    def on_mount(self) -> None:
        """What stands there is chosen: the next key writes it anew."""
        self.line.focus()

    @property
    def typed(self) -> bool:
        """Whether it differs from what stands there."""
        return self.line.value.strip() != self._fact.value.strip()

    def draft_words(self) -> Mapping[str, str]:
        """What stands in the line."""
        return {"line": self.line.value}

    def take_draft(self, words: Mapping[str, str]) -> None:
        """Go on at its end."""
        self.line.value = words.get("line", "")
        self.line.action_end()

    def on_written(self, event: Written) -> None:
        """Enter sets it; the same again says that it still holds."""
        event.stop()
        self.keep(partial(housing.set_fact, self._desk, self._fact.name, self.line.value), self.dismiss)
