"""The gesture bar: what staff may do now, how much, and what is left; blocked gestures stay on it and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.approvals.standing import Ahead
from frontdesk.desk.views import Bar, BarLine, Light
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.guard import Guard, Press
from frontdesk.ui.plain import width, words
from frontdesk.ui.widgets.asked import ahead_forms, asked_forms, fitting
from frontdesk.ui.widgets.figures import Figures, column, shortened
from frontdesk.ui.widgets.zone import DIGITS, Zone

PAGE = 9
_LABEL_CELLS = (24, 34)
_WHY_FROM_CELLS = 112


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the bar with the digit that opens it, None when only a click does."""

    digit: str
    line: BarLine


def rows_of(bar: Bar) -> tuple[tuple[Row, ...], ...]:
    """The bar in pages: the first holds what has a digit, the next ones the rest, nine at a time.

    Gestures without a key of their own take the digits that are free, in the order of their names, so that a
    digit means the same gesture in every situation.
    """
    taken: dict[str, str] = {}
    for line in bar.lines:
        if line.key is not None and str(line.key) in DIGITS and str(line.key) not in taken.values():
            taken[line.gesture] = str(line.key)
    free = [digit for digit in "123456789" if digit not in taken.values()]
    rest = sorted(line.gesture for line in bar.lines if line.gesture not in taken)
    taken.update(zip(rest, free, strict=False))
    first = tuple(Row(taken[line.gesture], line) for line in bar.lines if line.gesture in taken)
    others = [line for line in bar.lines if line.gesture not in taken]
    pages = [others[start : start + PAGE] for start in range(0, len(others), PAGE)]
    return (first, *(tuple(Row(str(at), line) for at, line in enumerate(page, 1)) for page in pages))


class GestureBar(Zone):
    """The acting zone. `show` takes one immutable `Bar`; a digit or a click posts `Chosen`."""

    BINDINGS = [*keys.bindings("bar")]
    help_text = N_(
        "What you may do now, how much, and what is left. A digit opens a gesture and Enter gives it. NOT NOW answers "
        "with what is possible instead."
    )
    own = DIGITS | {"0", "enter", "u", "w", "l", "g"}
    top: reactive[int] = reactive(0)
    page: reactive[int] = reactive(0)

    class Chosen(Message):
        """A gesture was chosen. `again`: the same digit was pressed less than a second ago."""

        def __init__(self, gesture: str, label: str, *, again: bool) -> None:
            super().__init__()
            self.gesture = gesture
            self.label = label
            self.again = again

    class NoSuch(Message):
        """A digit that stands beside no gesture, or Enter, which does nothing here."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class TakeBack(Message):
        """The last gesture is to be taken back."""

    class Measured(Message):
        """The room for the lines has changed, and with it how many are hidden."""

    class Wish(Message):
        """To the field of the wish."""

    class LeadHere(Message):
        """Whoever may answer what waits stands here."""

    class GiveAhead(Message):
        """Authority is to be given ahead."""

    def __init__(self, guard: Guard, figures: Figures, *, id: str = "bar") -> None:
        super().__init__(guard, id=id)
        self.figures = figures
        self.pages: tuple[tuple[Row, ...], ...] = ((),)
        self.problem = ""
        self.resting = False
        self.may_give_ahead = False
        self.asked: Mapping[str, ApprovalLine] = {}
        self.ahead: Mapping[str, Ahead] = {}
        self._shown: tuple[object, ...] = ()

    def show(
        self,
        bar: Bar,
        problem: str = "",
        asked: Mapping[str, ApprovalLine] | None = None,
        ahead: Mapping[str, Ahead] | None = None,
    ) -> None:
        """Put in what may be given now, or why nothing can be; the place on the page stays where it was.

        `asked` is how asking for a gesture stands, `ahead` what was given ahead of it; both by the gesture's name.
        """
        shown = (bar, problem, asked, ahead)
        if shown == self._shown:
            return
        self._shown = shown
        self.asked, self.ahead = asked or {}, ahead or {}
        had_rows, self.pages = bool(self.rows), rows_of(bar)
        self.problem = problem
        self.page = min(self.page, len(self.pages) - 1)
        self.top = min(self.top, max(0, len(self.rows) - 1))
        if had_rows is not bool(self.rows):
            self.refresh_bindings()
        self.refresh()

    def on_resize(self) -> None:
        """Its size is known only after it was laid out."""
        self.post_message(self.Measured())

    def rest(self, resting: bool) -> None:
        """While a panel stands under it the digits belong to the panel, so none is shown here."""
        if resting is not self.resting:
            self.resting = resting
            self.refresh()

    @property
    def hidden(self) -> int:
        """How many rows do not fit above or below."""
        return max(0, len(self.rows) - max(1, self.size.height))

    @property
    def lines_each(self) -> int:
        """How many lines a gesture takes: two, with its reason below it, where the window has room for all of them."""
        wide, high = self.size.width >= _WHY_FROM_CELLS, self.size.height >= 2 * len(self.rows)
        return 2 if wide and high and not self.resting else 1

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of the page that is open."""
        return self.pages[self.page]

    def pressed(self, key: str, press: Press) -> None:
        """Digits choose, `0` turns the page; the letters do what stands at the foot and in the help."""
        letters: dict[str, type[Message]] = {
            "u": self.TakeBack,
            "w": self.Wish,
            "l": self.LeadHere,
            "g": self.GiveAhead,
        }
        if key in letters:
            self.post_message(letters[key]())
        elif key == "0" and len(self.pages) > 1:
            self.page = (self.page + 1) % len(self.pages)
            self.top = 0
        else:
            self._choose(key, again=press.again)

    def _choose(self, key: str, *, again: bool = False) -> None:
        row = next((row for row in self.rows if row.digit == key), None)
        if row is None:
            self.post_message(self.NoSuch(key))
        else:
            self.post_message(self.Chosen(row.line.gesture, row.line.label, again=again))

    def on_click(self, event: events.Click) -> None:
        """A click on a row is its digit; the second click of a double click is part of the first."""
        event.stop()
        self.focus()
        at = self.top + event.y // self.lines_each
        if event.chain == 1 and 0 <= at < len(self.rows):
            self._choose(self.rows[at].digit)

    def action_hint(self) -> None:
        """The footer's digits were clicked: say how it goes."""
        self.post_message(self.NoSuch(""))

    def action_take_back(self) -> None:
        """Only ever takes back."""
        self.post_message(self.TakeBack())

    def action_lead_here(self) -> None:
        """An answer on the spot."""
        self.post_message(self.LeadHere())

    def action_give_ahead(self) -> None:
        """Authority given ahead."""
        self.post_message(self.GiveAhead())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Digits only where there are gestures, keys for what waits only while something does; giving ahead only for
        those who have something to give."""
        if action == "hint":
            return bool(self.rows)
        if action == "lead_here":
            return any(each.state is ApprovalState.WAITING for each in self.asked.values())
        return self.may_give_ahead if action == "give_ahead" else True

    def action_to_wish(self) -> None:
        """To the wish."""
        self.post_message(self.Wish())

    def action_down(self) -> None:
        """One line further down."""
        self.top = min(self.top + 1, max(0, len(self.rows) - max(1, self.size.height)))

    def action_up(self) -> None:
        """One line back up."""
        self.top = max(0, self.top - 1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the lines."""
        event.stop()
        self.action_down()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the lines."""
        event.stop()
        self.action_up()

    def render(self) -> Content:
        """The rows that fit, each on one line; with the reasons below where there is room."""
        cells, height = self.content_size.width, max(1, self.content_size.height)
        if self.problem:
            return words((self.problem, "$text-warning"))
        if not self.rows:
            return words((_("the guidelines offer no gesture here · F5 makes a promise"), "$text-muted"))
        shown = self.rows[self.top : self.top + height]
        label = min(
            max(width(row.line.label) for row in self.rows), _LABEL_CELLS[cells >= _WHY_FROM_CELLS], max(10, cells // 3)
        )
        amount = max(width(self._amount(row.line)) for row in self.rows)
        lines: list[Content] = []
        for row in shown:
            lines.append(self._row(row, cells, label, max(amount, 8)))
            if self.lines_each > 1:
                lines.append(words(("   " + shortened(row.line.why, cells - 4), "$text-muted")))
        return Content("\n").join(lines)

    def _row(self, row: Row, cells: int, label: int, amount: int) -> Content:
        line = row.line
        rest = max(0, cells - 4 - label - amount - 2)
        left, left_tone = self._left(line, rest)
        why = rest - 44 if cells >= _WHY_FROM_CELLS and self.lines_each == 1 else 0
        can = line.light in (Light.CAN, Light.FIRST) and not self.resting
        tone = "" if can else "$text-muted"
        return words(
            ("   " if self.resting else f" {row.digit} ", "$text-accent bold" if can else "$text-muted bold"),
            (column(line.label, label) + " ", tone),
            (self._amount_column(line, amount) + "  ", self._tone(line)),
            (column(left, rest - why - 2) + "  " if why > 0 else shortened(left, rest), left_tone or tone),
            (shortened(line.why, why), "$text-muted") if why > 0 else "",
        )

    def _left(self, line: BarLine, cells: int) -> tuple[str, str]:
        """What is left of it; while somebody was asked for it, how that stands; with its tone."""
        asked, given_ahead = self.asked.get(line.gesture), self.ahead.get(line.gesture)
        if asked is not None:
            return fitting(asked_forms(asked, self.figures), cells), _ASKED_TONES[asked.state]
        if _wish_first(line):
            return _("first: what would make it right? w"), ""
        if given_ahead is not None and line.light in (Light.CAN, Light.FIRST):
            return fitting(ahead_forms(given_ahead, self.figures), cells), "$text-accent"
        return line.left, ""

    def _tone(self, line: BarLine) -> str:
        asked = self.asked.get(line.gesture)
        return _TONES[line.light] if asked is None else _ASKED_TONES[asked.state]

    def _amount(self, line: BarLine) -> str:
        asked = self.asked.get(line.gesture)
        if asked is not None and asked.state in _ASKED_WORDS:
            return _(_ASKED_WORDS[asked.state])
        if line.light is Light.NOT_NOW:
            return _("NOT NOW")
        if line.light is Light.ASK_LEAD:
            return _("ASK LEAD")
        if _wish_first(line):
            return "-" + " " * self.figures.exponent
        return line.amount or "-" + " " * self.figures.exponent

    def _amount_column(self, line: BarLine, cells: int) -> str:
        asked = self.asked.get(line.gesture)
        if line.light in (Light.NOT_NOW, Light.ASK_LEAD) or (asked is not None and asked.state in _ASKED_WORDS):
            return column(self._amount(line), cells)
        return self.figures.column("" if _wish_first(line) else line.amount, cells)


def _wish_first(line: BarLine) -> bool:
    """Whether no amount may be seen yet: what would make it right is asked before any figure is on the screen."""
    return "wish" in line.decision.missing


_ASKED_WORDS = {
    ApprovalState.WAITING: N_("ASKED"),
    ApprovalState.YES: N_("YES"),
    ApprovalState.OTHER: N_("INSTEAD"),
}
_ASKED_TONES = {
    ApprovalState.WAITING: "$text-warning",
    ApprovalState.YES: "$text-accent bold",
    ApprovalState.OTHER: "$text-accent",
    ApprovalState.LAPSED: "$text-warning",
}
_TONES = {Light.CAN: "bold", Light.FIRST: "bold", Light.ASK_LEAD: "$text-warning", Light.NOT_NOW: "$text-warning"}
