"""What is still possible after a limit said "not like this": each way forward is one key."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message

from frontdesk.authority.values import GestureWay
from frontdesk.desk.views import Blocked, WayLine
from frontdesk.ground.language import N_
from frontdesk.ui.guard import Guard, Press
from frontdesk.ui.plain import words
from frontdesk.ui.widgets.figures import Figures, pair, wrapped
from frontdesk.ui.widgets.zone import DIGITS, Zone

_LINE_CELLS = 54


class Ways(Zone):
    """Shows one `Blocked`; a digit or a click posts `Taken`. It never closes on a mistyped digit."""

    help_text = N_("What is possible today instead. Each line was checked and works now; its digit takes it.")
    own = DIGITS | {"enter"}

    class Taken(Message):
        """A way forward was chosen."""

        def __init__(self, blocked: Blocked, way: WayLine) -> None:
            super().__init__()
            self.blocked = blocked
            self.way = way

    class NoSuch(Message):
        """A key that stands beside no way."""

    def __init__(self, guard: Guard, figures: Figures, *, id: str = "ways") -> None:
        super().__init__(guard, id=id, classes="panel")
        self.figures = figures
        self.blocked: Blocked | None = None

    def show(self, blocked: Blocked) -> None:
        """Open on `blocked`."""
        self.blocked = blocked
        self.refresh()

    @property
    def ways(self) -> tuple[WayLine, ...]:
        """The ways in order, the smaller amount of the gesture itself first when one fits."""
        blocked = self.blocked
        if blocked is None:
            return ()
        same = any(isinstance(way.way, GestureWay) and way.way.gesture == blocked.gesture for way in blocked.ways)
        if blocked.take_minor is None or same:
            return blocked.ways
        smaller = GestureWay(blocked.gesture, blocked.take_minor)
        return (WayLine(blocked.label, smaller, blocked.take_minor), *blocked.ways)

    def pressed(self, key: str, press: Press) -> None:
        """A digit takes its way."""
        at = int(key) - 1 if key in DIGITS else -1
        if self.blocked is not None and 0 <= at < len(self.ways):
            self.post_message(self.Taken(self.blocked, self.ways[at]))
        else:
            self.post_message(self.NoSuch())

    def on_click(self, event: events.Click) -> None:
        """A click on a way is its digit."""
        event.stop()
        self.focus()
        at = event.y - len(self._head())
        if event.chain == 1 and self.blocked is not None and 0 <= at < len(self.ways):
            self.post_message(self.Taken(self.blocked, self.ways[at]))

    def _head(self) -> list[Content]:
        if self.blocked is None:
            return []
        cells = max(20, self.content_size.width - 2)
        room = self.content_size.height - 1 - len(self.ways)
        because = wrapped(self.blocked.because, cells, 2 if room > 1 else 1)
        return [words((self.blocked.label, "bold")), *(words((each, "$text-warning")) for each in because)]

    def render(self) -> Content:
        """The reason on one line, then the ways."""
        lines = self._head()
        for at, way in enumerate(self.ways, 1):
            figure = self.figures.money(way.amount_minor)
            label, amount = pair(way.label.removesuffix(figure).rstrip() if figure else way.label, figure, _LINE_CELLS)
            lines.append(words((f" {at} ", "$text-accent bold"), label, (amount, "bold")))
        return Content("\n").join(lines)
