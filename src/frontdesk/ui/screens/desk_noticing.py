"""What is noticed in a conversation: its story, an idea about what stands open, and the customer's earlier ones."""

from __future__ import annotations

from frontdesk.ground.language import _, current
from frontdesk.ui.guard import Guard
from frontdesk.ui.screens.desk_giving import GivingPart
from frontdesk.ui.screens.idea import Cause
from frontdesk.ui.screens.noticing import Noticing


class DeskNoticing(Noticing, GivingPart):
    """The conversation as what a story or an idea comes from."""

    def own_guard(self) -> Guard | None:
        """The conversation's guard: it knows a key among several at once."""
        return self.guard

    def story_of(self) -> tuple[str, str] | None:
        """This conversation, open or closed."""
        return None if self.talk is None else (self.conversation_id, self.talk.customer_name)

    def idea_cause(self) -> Cause:
        """The limit that stands open, the gesture that is being opened, or the conversation."""
        gesture = self.asked.gesture if self.panel in (self.ways, self.preview, self.fields) else ""
        block = self.asked.block_id if self.panel is self.ways else None
        if not gesture:
            request = "" if self.talk is None else " ".join(self.talk.request.split())
            about = _("about this conversation: “{words}”").format(words=request) if request else ""
            return Cause(about or _("about this conversation"), conversation_id=self.conversation_id)
        label = self._gesture_label(gesture)
        if block is not None and self.ways.offer is not None:
            about = _("about: {label} · {why}").format(label=label, why=self.ways.offer.because)
            return Cause(about, conversation_id=self.conversation_id, block_id=block)
        return Cause(_("about: {label}").format(label=label), conversation_id=self.conversation_id, gesture=gesture)

    def _gesture_label(self, gesture: str) -> str:
        known = None if self.desk.guidelines is None else self.desk.guidelines.gestures.get(gesture)
        return gesture if known is None else known.label.said_in(current())
