"""What becomes of everything that is known of the person of a card: handed over to them, or erased."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from frontdesk.desk.privacy import privacy
from frontdesk.ground.language import _
from frontdesk.ui import working
from frontdesk.ui.screens.card_looking import CardLooking


class CardPrivacy(CardLooking):
    """The part of the card's room that is for those who lead."""

    def action_hand_over(self) -> None:
        """Everything that is known of them, for themselves."""
        if self._desk.writes_files:
            self._if_leading(self._hand_over)
        else:
            self._say(_("no files are written at this desk · it is handed over at the business's own computer"))

    def _hand_over(self, _leads: None) -> None:
        from frontdesk.ui.screens.card_handing import HandingScreen

        self.app.push_screen(HandingScreen(self._desk, self._customer_id, self._known.name))

    def action_erase(self) -> None:
        """Forget somebody who asks for it."""
        self._if_leading(self._erase)

    def _erase(self, _leads: None) -> None:
        from frontdesk.ui.screens.card_erasing import ERASED, ErasingScreen

        def left(then: str | None) -> None:
            talk_id = "" if then is None else then.partition(":")[2]
            if then == ERASED or (self._talk is not None and talk_id == self._talk.id):
                self.dismiss(None)  # to what lies under the card: the conversation that is still open, too
            elif talk_id:
                self._go(talk_id)

        self.app.push_screen(ErasingScreen(self._desk, self._customer_id), left)

    def _if_leading(self, then: Callable[[None], None]) -> None:
        """Somebody who does not lead is told who does, and what to do until then."""
        if self._card is not None:
            working.read(self, "leads", partial(privacy.must_lead, self._desk), then, self._failed)
