"""What is still possible after a limit said "not like this": each way forward is one key.

The same panel says how asking for a gesture stands: while it waits, when something else was offered instead, and when
nobody answered in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from textual import events
from textual.content import Content
from textual.message import Message

from frontdesk.authority.values import AskWay, GestureWay, PromiseWay
from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.views import Blocked, WayLine
from frontdesk.ground.language import N_, _
from frontdesk.ui import keys
from frontdesk.ui.guard import Guard, Press, Verdict
from frontdesk.ui.plain import words
from frontdesk.ui.widgets.figures import Figures, pair, wrapped
from frontdesk.ui.widgets.zone import DIGITS, Ignored, Zone

_LINE_CELLS = 54
UNASKED_SECONDS = 1.0
"""A panel that opened by itself is deaf for so long: the key was meant for what stood there before."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A gesture that does not go as it was meant, one sentence why, and what is possible.

    It comes of a block (`blocked`), or of how asking for it stands (`approval`).
    """

    gesture: str
    label: str
    because: str
    ways: tuple[WayLine, ...]
    blocked: Blocked | None = None
    approval: ApprovalLine | None = None

    @property
    def block_id(self) -> str | None:
        """The block beside which is noted what was done instead."""
        if self.blocked is not None:
            return self.blocked.block_id
        return None if self.approval is None else self.approval.block_id


def offer_of(blocked: Blocked) -> Offer:
    """The ways of a block in order: what fits now, other gestures, whom to ask, a promise.

    The largest amount that fits stands first when one does; where it fits by a yes, the amount without it stays, too.
    """
    same = [way for way in blocked.ways if isinstance(way.way, GestureWay) and way.way.gesture == blocked.gesture]
    ways = blocked.ways
    if blocked.take_minor is not None and (not same or blocked.approval_id is not None):
        smaller = GestureWay(blocked.gesture, blocked.take_minor)
        ways = (WayLine(blocked.label, smaller, blocked.take_minor), *ways)
    ordered = sorted(ways, key=lambda each: _rank(each, blocked.gesture))
    return Offer(blocked.gesture, blocked.label, blocked.because, tuple(ordered), blocked=blocked)


def _rank(line: WayLine, gesture: str) -> int:
    if isinstance(line.way, GestureWay):
        return 0 if line.way.gesture == gesture else 1
    return 3 if isinstance(line.way, AskWay) else 4 if isinstance(line.way, PromiseWay) else 2


class Ways(Zone):
    """Shows one `Offer`; a digit or a click posts `Taken`. It never closes on a mistyped digit."""

    BINDINGS = [*keys.bindings("ways")]
    help_text = N_("What is possible today instead. Each line was checked and works now; its digit takes it.")
    own = DIGITS | {"enter", "l", "u", "o"}

    class Taken(Message):
        """A way forward was chosen."""

        def __init__(self, offer: Offer, way: WayLine) -> None:
            super().__init__()
            self.offer = offer
            self.way = way

    class NoSuch(Message):
        """A key that stands beside no way."""

    class WriteOrder(Message):
        """What nobody wrote down of the order is known here, and said now."""

        def __init__(self, blocked: Blocked) -> None:
            super().__init__()
            self.blocked = blocked

    class LeadHere(Message):
        """Whoever may answer what waits stands here."""

        def __init__(self, approval: ApprovalLine) -> None:
            super().__init__()
            self.approval = approval

    class Withdraw(Message):
        """What waits is not wanted any more."""

        def __init__(self, approval: ApprovalLine) -> None:
            super().__init__()
            self.approval = approval

    def __init__(self, guard: Guard, figures: Figures, *, id: str = "ways") -> None:
        super().__init__(guard, id=id, classes="panel")
        self.figures = figures
        self.offer: Offer | None = None
        self._deaf_until = 0.0

    def show(self, offer: Offer, *, unasked: bool = False) -> None:
        """Open on `offer`; `unasked` when nobody pressed a key for it."""
        self.offer = offer
        self._deaf_until = monotonic() + UNASKED_SECONDS if unasked else 0.0
        self.refresh()

    @property
    def ways(self) -> tuple[WayLine, ...]:
        """The ways in order."""
        return () if self.offer is None else self.offer.ways

    @property
    def waiting(self) -> ApprovalLine | None:
        """What waits for an answer and can be answered here or withdrawn."""
        line = None if self.offer is None else self.offer.approval
        return line if line is not None and line.state is ApprovalState.WAITING else None

    @property
    def unwritten(self) -> Blocked | None:
        """The block that the order itself would settle, if only it said more."""
        blocked = None if self.offer is None else self.offer.blocked
        return blocked if blocked is not None and blocked.unwritten else None

    def pressed(self, key: str, press: Press) -> None:
        """A digit takes its way; `o` writes down what the order lacks; `l` and `u` work on what waits."""
        waiting, unwritten = self.waiting, self.unwritten
        if press.at < self._deaf_until:
            self.post_message(Ignored(Verdict.DEAF, key))
        elif key in "lu" and waiting is not None:
            self.post_message(self.LeadHere(waiting) if key == "l" else self.Withdraw(waiting))
        elif key == "o" and unwritten is not None:
            self.post_message(self.WriteOrder(unwritten))
        else:
            self._take(int(key) - 1 if key in DIGITS else -1)

    def _take(self, at: int) -> None:
        if self.offer is not None and 0 <= at < len(self.ways):
            self.post_message(self.Taken(self.offer, self.ways[at]))
        else:
            self.post_message(self.NoSuch())

    def on_click(self, event: events.Click) -> None:
        """A click on a way is its digit."""
        event.stop()
        self.focus()
        at = event.y - len(self._head())
        if event.chain == 1 and 0 <= at < len(self.ways) and event.time >= self._deaf_until:
            self._take(at)

    def action_lead_here(self) -> None:
        """An answer on the spot."""
        if self.waiting is not None:
            self.post_message(self.LeadHere(self.waiting))

    def action_withdraw(self) -> None:
        """Take back what was asked."""
        if self.waiting is not None:
            self.post_message(self.Withdraw(self.waiting))

    def action_write_order(self) -> None:
        """Say what the order lacks."""
        if self.unwritten is not None:
            self.post_message(self.WriteOrder(self.unwritten))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The keys for what waits only while it does, and for the order only where it lacks something."""
        if action == "write_order":
            return self.unwritten is not None
        return self.waiting is not None if action in ("lead_here", "withdraw") else True

    def _head(self) -> list[Content]:
        if self.offer is None:
            return []
        cells = max(20, self.content_size.width - 2)
        room = self.content_size.height - 1 - len(self.ways) - (self.waiting is not None or self.unwritten is not None)
        because = wrapped(self.offer.because, cells, 2 if room > 1 else 1)
        return [words((self.offer.label, "bold")), *(words((each, "$text-warning")) for each in because)]

    def render(self) -> Content:
        """The reason on one line, then the ways."""
        lines = self._head()
        for at, way in enumerate(self.ways, 1):
            figure = self.figures.money(way.amount_minor)
            label, amount = pair(way.label.removesuffix(figure).rstrip() if figure else way.label, figure, _LINE_CELLS)
            lines.append(words((f" {at} ", "$text-accent bold"), label, (amount, "bold")))
        if self.waiting is not None:
            here, withdraw = _("the lead is here"), _("withdraw what was asked")
            key = "$text-accent bold"
            lines.append(words((" l ", key), here, ("   u ", key), withdraw))
        if self.unwritten is not None:
            what = ", ".join(field.label for field in self.unwritten.unwritten)
            lines.append(words((" o ", "$text-accent bold"), _("write it down: {what}").format(what=what)))
        return Content("\n").join(lines)
