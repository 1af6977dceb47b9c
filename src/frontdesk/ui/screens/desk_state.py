"""What the parts of the conversation screen share: the talk, the open panel, the zone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Input, TextArea

from frontdesk.conversation import flow
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.approvals.standing import Ahead
from frontdesk.desk.views import Heard, Talk
from frontdesk.guidelines.model import STEPS
from frontdesk.ui.guard import Guard
from frontdesk.ui.screens.base import Outdated
from frontdesk.ui.screens.desk_known import NOTHING, Asked, Known, weight
from frontdesk.ui.screens.desk_recording import DeskRecording
from frontdesk.ui.screens.desk_zones import budget_words, zone_words
from frontdesk.ui.widgets.card import CardView, HistoryView
from frontdesk.ui.widgets.choices import Choices, ReadBack
from frontdesk.ui.widgets.closing import Closing
from frontdesk.ui.widgets.fields import Fields
from frontdesk.ui.widgets.figures import Figures
from frontdesk.ui.widgets.gesture_bar import GestureBar
from frontdesk.ui.widgets.lines import Notice, RuleLine
from frontdesk.ui.widgets.preview import PreviewPanel
from frontdesk.ui.widgets.promising import Promising
from frontdesk.ui.widgets.steps import Steps
from frontdesk.ui.widgets.ways import Ways

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

FULL_FROM_ROWS = 24
BOTH_FROM_ROWS = 35
"""From this height a panel stands under the gestures instead of in their place; below 24 rows it needs the top's."""


class DeskState(DeskRecording):
    """The conversation screen's memory. Business state is never kept: it is read again after every write."""

    def __init__(self, desk: Desk, conversation_id: str) -> None:
        super().__init__()
        self.desk = desk
        self.conversation_id = self.conversation_in_front = conversation_id
        self.guard = Guard()
        self.figures = Figures.of(desk)
        self.talk: Talk | None = None
        self.bar_view = NOTHING
        self.problem = ""
        self._trouble = ("", "")
        self.asks: tuple[ApprovalLine, ...] = ()
        self.given_ahead: tuple[Ahead, ...] = ()
        self.asked = Asked()
        self.last_entry: str | None = None
        self.panel: Widget | None = None
        named = STEPS if desk.guidelines is None else desk.guidelines.steps
        self.steps = Steps(self.guard, self.figures, flow.shown(named))
        self.card = CardView(self.figures)
        self.history = HistoryView(self.figures)
        self.bar = GestureBar(self.guard, self.figures)
        self.readback = ReadBack(self.guard)
        self.preview = PreviewPanel(self.guard)
        self.ways = Ways(self.guard, self.figures)
        self.fields = Fields(self.guard)
        self.choices = Choices(self.guard, id="choices")
        self.promising = Promising(self.guard)
        self.closing = Closing(self.guard)
        self.notice = Notice(self.guard)
        self.zone_line = RuleLine("┴", id="zone")

    # --- showing ---

    @property
    def heard(self) -> bool:
        """Whether the request was heard, or its hearing skipped."""
        return self.talk is not None and self.talk.heard is not Heard.NOT_YET

    @property
    def base(self) -> Widget:
        """What stands under the steps when no panel is open: the gestures once they may be seen."""
        return self.bar if self.heard or self.closed else self.readback

    @property
    def closed(self) -> bool:
        """Whether nothing can be added any more; the conversation is only read."""
        return self.talk is not None and not self.talk.open

    def apply(self, known: Known) -> None:
        """Show the conversation as it stands; fields keep what is being typed."""
        was_heard, self.talk, self.bar_view, self.problem = self.heard, known.talk, known.bar, known.problem
        if known.outdated:
            self.post_message(Outdated())
        now = self.desk.now()
        self.steps.show(known.talk, now)
        self.card.show(known.talk, now)
        self.history.show(known.talk)
        self.asks, self.given_ahead = known.asked, known.ahead
        self.bar.may_give_ahead = known.may_give_ahead
        newest = {each.gesture: each for each in sorted(known.asked, key=weight)}
        self.bar.show(known.bar, known.problem, newest, {each.grant.gesture: each for each in known.ahead})
        self.show_asked()
        self.closing.show(known.talk)
        if was_heard is not self.heard:
            focused = self.focused
            self.open_panel(self.panel)
            if focused in (self.bar, self.readback):
                self.base.focus()
        self.say_zone()

    def show_asked(self) -> None:
        """How asking stands, on the line that is there for it."""
        raise NotImplementedError

    def on_gesture_bar_measured(self, event: GestureBar.Measured) -> None:
        """Now it is known how many gestures there is no room for."""
        event.stop()
        self.say_zone()

    # --- panels and zones ---

    @property
    def focus_chain(self) -> list[Widget]:
        """Where Tab leads: within the open panel. Whoever fills it in must not write on in the customer's words."""
        chain = super().focus_chain
        return [each for each in chain if self.panel in each.ancestors_with_self] or chain

    def open_panel(self, panel: Widget | None) -> None:
        """Show `panel` in the place of the gestures (a high window shows both), or the gestures again."""
        self.panel = panel
        both = panel is not None and self.size.height >= BOTH_FROM_ROWS
        self.set_class(both, "-both")
        self.set_class(panel is not None and self.size.height < FULL_FROM_ROWS, "-tight")
        self.bar.rest(both)
        for each in (self.preview, self.ways, self.fields, self.choices, self.promising, self.closing):
            each.display = each is panel
        for base in (self.bar, self.readback):
            base.display = base is self.base and (panel is None or both)
        self.say_zone()

    def close_panel(self) -> None:
        """Back to the gestures, one level up; at once, so that no panel that opens next loses the focus to them."""
        self.open_panel(None)
        self.set_focus(self.base)

    @property
    def writing(self) -> bool:
        """Whether a field has the focus."""
        return isinstance(self.focused, (Input, TextArea))

    def say_zone(self) -> None:
        """Say in words which keys mean what now, and what is left of the budget."""
        left, tone = zone_words(self)
        self.zone_line.say(left, budget_words(self), tone)

    def leave(self) -> None:
        """Back to the search; everything typed is on its way to the disk."""
        self.save_draft()
        self.app.call_later(partial(self.app.run_action, "find"))
