"""Somebody above is at the desk, or gave their authority ahead: the question is answered here, by their code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals import approving, standing
from frontdesk.desk.approvals.approval_views import ApprovalLine, WaitingLine
from frontdesk.desk.approvals.standing import Answerers
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.screens.approval import ApprovalScreen
from frontdesk.ui.screens.desk_asking import AskingPart
from frontdesk.ui.screens.desk_known import Asked
from frontdesk.ui.screens.grant import open_grant
from frontdesk.ui.screens.lead_here import LeadHereScreen
from frontdesk.ui.widgets import badge
from frontdesk.ui.widgets.gesture_bar import GestureBar
from frontdesk.ui.widgets.ways import Ways

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ON_THE_SPOT_SECONDS = 60.0
"""A question that was opened with somebody's code closes when nobody touches it for so long."""


class OnTheSpotPart(AskingPart):
    """What was asked, answered where it was asked."""

    # --- on the spot ---

    def on_gesture_bar_lead_here(self, event: GestureBar.LeadHere) -> None:
        """`l` on the bar: what waits, the newest."""
        event.stop()
        waits = [each for each in self.asks if each.state is ApprovalState.WAITING]
        if waits:
            self._lead_here(max(waits, key=lambda each: each.asked_at))
        else:
            self.say(_("nothing waits for an answer here · a gesture's key shows whom to ask"))

    def on_ways_lead_here(self, event: Ways.LeadHere) -> None:
        """`l` on what waits."""
        event.stop()
        self._lead_here(event.approval)

    def _lead_here(self, line: ApprovalLine) -> None:
        ask = partial(standing.answerers, self.desk, line.id)
        working.read(self, "answerers", ask, partial(self._answerers_came, line), self.not_recorded)

    def _answerers_came(self, line: ApprovalLine, who: Answerers) -> None:
        screen = LeadHereScreen(self.desk, badge.what(line), who)
        self.app.push_screen(screen, partial(self._lead_is_here, line))

    def _lead_is_here(self, line: ApprovalLine, lead: Desk | None) -> None:
        if lead is not None:
            ask = partial(approving.waiting, lead)
            working.read(self, "waiting", ask, partial(self._question_came, line, lead), self.not_recorded)

    def _question_came(self, line: ApprovalLine, lead: Desk, found: tuple[WaitingLine, ...]) -> None:
        question = next((each for each in found if each.approval.id == line.id), None)
        if question is None:
            self.reload()
            return
        screen = ApprovalScreen(lead, question, close_after=ON_THE_SPOT_SECONDS)
        self.app.push_screen(screen, self._answered_here)

    def _answered_here(self, line: ApprovalLine | None) -> None:
        if line is not None:
            self.close_panel()
            self.reload()
            self.open_answered(line)

    def open_answered(self, line: ApprovalLine) -> None:
        """Straight on to what was answered: the preview of a yes, or what was offered instead."""
        if line.state is ApprovalState.YES:
            self.asked = Asked(line.gesture, approval=line, block_id=line.block_id)
            self.open_asked(look=True)
        else:
            self.show_standing(line)

    # --- authority given ahead ---

    def on_gesture_bar_give_ahead(self, event: GestureBar.GiveAhead) -> None:
        """`g` on the bar."""
        event.stop()
        if self.bar.may_give_ahead:
            open_grant(self, self.desk, self._given_ahead)
        else:
            self.say(_("authority is given ahead by somebody who has more of it · `l` when they are here"))

    def _given_ahead(self, said: str) -> None:
        self.say(said, "$text-accent")
        self.reload()
