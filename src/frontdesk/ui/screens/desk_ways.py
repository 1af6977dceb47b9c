"""The ways forward where a limit said "not like this": each of them one key."""

from __future__ import annotations

from functools import partial

from frontdesk.authority.values import AskWay, GestureWay, PromiseWay, SayWay
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Blocked, Needed
from frontdesk.ground.language import current
from frontdesk.ui.screens.desk_known import Asked
from frontdesk.ui.screens.desk_needed import NeededPart
from frontdesk.ui.widgets.ways import Offer, Ways, offer_of


class WaysPart(NeededPart):
    """What is possible instead."""

    def _blocked(self, blocked: Blocked) -> None:
        self.preview.preview = None
        self.asked.block_id, self.asked.role = blocked.block_id, ""
        self.open_panel(self.ways)
        self.ways.show(offer_of(blocked))
        self.ways.focus()
        self._say_note()

    def on_ways_taken(self, event: Ways.Taken) -> None:
        """One key, one way forward; asking somebody always ends in something with a time."""
        event.stop()
        way, offer = event.way.way, event.offer
        if isinstance(way, GestureWay):
            self._take(way, offer)
        elif isinstance(way, AskWay):
            self.ask_role(offer, way)
        elif isinstance(way, PromiseWay):
            self.open_promise(offer.label, self.due_within(way.within, way.words))
        elif isinstance(way, SayWay):
            self._say_way(way.words.said_in(current()), offer)

    def on_ways_write_order(self, event: Ways.WriteOrder) -> None:
        """What the order lacks is asked in fields; then the same gesture is opened again."""
        event.stop()
        blocked = event.blocked
        self.ask_for(Needed(blocked.gesture, blocked.label, blocked.unwritten, blocked.decision))

    def _say_way(self, said: str, offer: Offer) -> None:
        """Something that is done without any gesture: it is noted beside the block, and was the answer to it."""
        block_id, self.asked = offer.block_id, Asked(offer.gesture)
        self.close_panel()
        self.say(said, "$text-accent")
        if block_id is not None:
            self.change(partial(giving.took_instead, self.desk, block_id, said))

    def _take(self, way: GestureWay, offer: Offer) -> None:
        """Open what is possible; what was filled in for the same gesture is kept, and so is the yes that covers it."""
        same, blocked = way.gesture == offer.gesture, offer.blocked
        amount = self.figures.money(way.amount_minor) if same and way.amount_minor is not None else None
        kept = self.asked if same else Asked()
        by_yes = same and blocked is not None and blocked.approval_id is not None
        yes = kept.approval if by_yes and blocked is not None and way.amount_minor == blocked.take_minor else None
        self.asked = Asked(way.gesture, amount, kept.reason, dict(kept.answers), block_id=offer.block_id, approval=yes)
        self.open_asked(look=True)
