"""Who is at the desk? One digit beside each name, and a code for whoever has one.

The same screen opens the desk, hides it while nobody is there, and changes who works at it. Nothing of a customer
stands on it.
"""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, TypeAlias

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from frontdesk.desk.people import signing_in
from frontdesk.desk.people.sign_in_log import KEY, USER
from frontdesk.desk.people.signing_in import Seat
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys, working
from frontdesk.ui.plain import cut, plain, width, words
from frontdesk.ui.screens.asked_once import AskedForCode
from frontdesk.ui.widgets.fields import Label
from frontdesk.ui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

AGAIN_SECONDS = 2.0
SatDown: TypeAlias = "tuple[Desk, int]"
"""The desk as the person has it, and how many wrong codes were tried since their last right one."""


class SignInScreen(AskedForCode[SatDown]):
    """Dismissed with the desk as whoever sat down has it; it cannot be left without anybody.

    `said` is the first line; `sitting` says that the desk's person is still the one who sits here, only the screen is
    hidden: they go on with their code, or with Enter where they have none.
    """

    DEFAULT_CSS = """
    SignInScreen { align: center middle; background: $background; }
    """
    BINDINGS = [*keys.bindings("sign_in")]
    COVERED_WHEN_SMALL = False
    NOT_DONE = N_("not looked at · Enter tries again")
    HELP_TEXT = N_(
        "Everything you give is written down with your name. Press the digit beside it; whoever has a code types it. "
        "What somebody else typed at this desk is kept, and stays theirs."
    )

    def __init__(self, desk: Desk, said: str, *, sitting: bool = False, seats: tuple[Seat, ...] = ()) -> None:
        """Without `seats` they are read once the screen hides what stood here."""
        super().__init__()
        self.desk = desk
        self.sitting = desk.person.name if sitting else ""
        self.lost = False
        self._seats = seats
        self._said = said

    def compose(self) -> ComposeResult:
        """Where this is, what is asked, the names, the field of the one who was chosen, and what is wrong."""
        with Vertical(classes="question who"):
            yield Static(plain(cut(_place(self.desk), 54), "$text-muted"))
            yield Static("")
            yield Static(plain(self._said, "bold"), id="who-said")
            yield Static("")
            yield Rows(id="names")
            yield self._code_row()
            yield Static("")
            yield Label(id="pin-hint")

    def on_mount(self) -> None:
        """The names have the focus, with whoever sits here marked; somebody who was named types their code at once."""
        self.guard.prime("enter", monotonic())
        self.query_one(".answer-row").display = False
        if self._seats:
            self._show(self._seats)
        else:
            self._read()

    def _read(self) -> None:
        working.read(self, "seats", partial(signing_in.seats, self.desk), self._show, self._unread)

    def _unread(self, error: DeskError) -> None:
        self._hint(str(error))
        self.set_timer(AGAIN_SECONDS, self._read)

    def _show(self, seats: tuple[Seat, ...]) -> None:
        self._seats = seats
        rows = self.query_one("#names", Rows)
        rows.show(
            [_row(number, each, each.name == self.sitting) for number, each in enumerate(seats, start=1)],
            mark=self.sitting or None,
        )
        if any(each.name == self.desk.wanted for each in seats):
            self._choose(self.desk.wanted)
        else:
            self._ask_name()

    def lose(self, said: str) -> None:
        """Whoever sat here was sent away meanwhile: nobody goes on as them."""
        self.lost, self.sitting, self._said = True, "", said
        self.query_one("#who-said", Static).update(plain(said, "bold"))
        self._read()

    # --- who ---

    def _ask_name(self) -> None:
        self._show_names(self.query_one("#names", Rows))
        if self.sitting:
            goes_on = _("Enter: {name} goes on · a digit: somebody else").format(name=cut(self.sitting, 20))
            self._hint(goes_on, "$text-muted")
        else:
            self._hint(_("a digit or Enter chooses · F1 help · Ctrl+Q leaves"), "$text-muted")

    def action_pick(self, number: int) -> None:
        """The name beside the digit."""
        if self._person:
            return
        if number <= len(self._seats):
            self._choose(self._seats[number - 1].name)
        else:
            self.tell(_("no name stands beside {number}").format(number=number))

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """A name was chosen with Enter or a click."""
        event.stop()
        self._choose(event.row_id)

    def _choose(self, name: str) -> None:
        seat = next((each for each in self._seats if each.name == name), None)
        if seat is None or self._busy:
            return
        if seat.has_code:
            self._person = name
            self._show_code(self.query_one("#names", Rows), _("six digits, not shown · Enter · Esc other names"))
        elif name == self.sitting and self.desk.known_by in (USER, KEY):
            self.dismiss((self.desk, 0))  # the machine knows who they are
        else:
            self._ask(lambda: (signing_in.by_name(self.desk, name), 0), _("one moment …"))

    def _with_code(self, name: str, code: str) -> SatDown:
        return signing_in.by_code(self.desk, name, code)

    def action_back(self) -> None:
        """From the code to the names; there is no other way out than somebody."""
        if self._person and not self._busy:
            self._ask_name()


def _place(desk: Desk) -> str:
    business = desk.guidelines.business.name if desk.guidelines is not None else desk.site
    return " · ".join(each for each in (business, desk.name) if each)


def _row(number: int, seat: Seat, here: bool) -> Row:
    key = str(number) if number <= 9 else " "
    mark = _("sits here") if here else ""

    def drawn(cells: int) -> Content:
        name = cut(seat.name, cells - width(mark) - 5)
        return words((key, "bold $text-accent"), "  ", name, ("  " + mark, "$text-muted"))

    return Row(seat.name, drawn)
