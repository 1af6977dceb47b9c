"""What comes to the start by itself: who rings, and what came of what was asked."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from frontdesk.ground.language import _
from frontdesk.ui.guard import too_early
from frontdesk.ui.screens.importing_dropped import TakesFiles

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import ApprovalLine
    from frontdesk.desk.approvals.standing import Standing
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.telephone.ring_views import RingingCall


class TakesCalls(TakesFiles):
    """The part of the start that shows who rings and how asking stands."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked: tuple[ApprovalLine, ...] = ()
        self._calls: tuple[RingingCall, ...] = ()
        self._call_painted_at: float | None = None

    def take_standing(self, standing: Standing) -> None:
        """What this person asked stands over what waits."""
        super().take_standing(standing)
        if standing.mine != self._asked:
            self._asked = standing.mine
            self._show()

    def take_calls(self, calls: tuple[RingingCall, ...]) -> None:
        """Who calls stands over everything, and Enter takes it; who no longer does may wait for a call back."""
        super().take_calls(calls)
        if calls == self._calls:
            return
        gone = {each.id for each in self._calls} - {each.id for each in calls}
        if {each.id for each in calls} - {each.id for each in self._calls}:
            self._call_painted_at = None
            self.call_after_refresh(self._call_painted)
        self._calls = calls
        if not self._text and not self._resuming:
            self._show()
        if gone:
            self._load_queue()

    def _call_painted(self) -> None:
        self._call_painted_at = monotonic()

    def _take_call(self, call_id: str) -> None:
        """Not with an Enter from before a person can have seen that it rings: that one was meant for another line."""
        pressed_at = self._search.entered_at if self._search.has_focus else monotonic()
        if too_early(pressed_at, self._call_painted_at):
            self.notify(_("a call came just now · Enter takes it"), markup=False, timeout=4)
        else:
            super()._take_call(call_id)
