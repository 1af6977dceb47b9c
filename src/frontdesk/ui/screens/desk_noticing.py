"""What is noticed in a conversation: its story, an idea about what stands open, and the customer's earlier ones."""

from __future__ import annotations

from functools import partial

from frontdesk.desk.conversations import earlier
from frontdesk.desk.day.day_views import TalkLine
from frontdesk.desk.learning import reviewing
from frontdesk.desk.learning.review_views import ReviewLine
from frontdesk.desk.rules import housing
from frontdesk.desk.views import Talk
from frontdesk.ground.errors import DeskError, NotFound
from frontdesk.ground.language import _, current
from frontdesk.ui import working
from frontdesk.ui.guard import Guard
from frontdesk.ui.screens.base import Opens
from frontdesk.ui.screens.claim import ClaimScreen
from frontdesk.ui.screens.day_lists import ListScreen, talks_list
from frontdesk.ui.screens.desk_giving import GivingPart
from frontdesk.ui.screens.desk_known import Known, closed_words
from frontdesk.ui.screens.idea import Cause
from frontdesk.ui.screens.noticing import Noticing
from frontdesk.ui.screens.review import ACT, PROMISE, ReviewSheet
from frontdesk.ui.widgets.day_owed import TALK


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

    def customer_here(self) -> tuple[str, str] | None:
        """The customer of this conversation."""
        talk = self.talk
        return None if talk is None or talk.customer_id is None else (talk.customer_id, talk.customer_name)

    def card_here(self) -> tuple[str, Talk | None] | None:
        """The customer of this conversation, and the conversation: one of their orders is what it is about."""
        talk = self.talk
        return None if talk is None or talk.customer_id is None else (talk.customer_id, talk)

    def no_card_words(self) -> str:
        """Nobody is known here yet."""
        return _("no customer is known here yet · F2 finds one")

    def merged(self) -> None:
        """The card on the left is somebody's with more past now, or with less."""
        self.reload()

    # --- how the house stands ---

    _house: tuple[tuple[str, str], ...] | None = None
    _house_stamp: tuple[int, ...] = ()

    def look(self, stamp: tuple[int, ...]) -> None:
        """Somebody may have said how the house stands: what can be given follows at once."""
        if self.talk is not None and stamp != self._house_stamp:
            self._house_stamp = stamp
            working.read(self, "house", self._read_house, self._house_came, self._house_failed)

    def _read_house(self) -> tuple[tuple[str, str], ...]:
        return tuple((each.name, each.value) for each in housing.facts(self.desk))

    def _house_came(self, facts: tuple[tuple[str, str], ...]) -> None:
        before, self._house = self._house, facts
        if before is not None and before != facts:
            self.reload()

    def _house_failed(self, _error: DeskError) -> None:
        self._house_stamp = ()  # another desk holds the database, or the guidelines are being mended: look again

    # --- what was said before ---

    def action_claim(self, key: str = "") -> None:
        """What they say they were promised. A letter among several keys at once is none."""
        self._held(self._claim_here, key)

    def _claim_here(self) -> None:
        if self.talk is None or self.closed:
            self.say(closed_words() if self.closed else "")
            return

        def kept(talk: Talk | None) -> None:
            if talk is not None:
                self.reload()

        self.app.push_screen(ClaimScreen(self.desk, self.talk), kept)

    def action_earlier(self, key: str = "") -> None:
        """The customer's other conversations, to be read, and told of. A letter among several keys at once is none."""
        self._held(self._earlier_here, key)

    def _earlier_here(self) -> None:
        if self.talk is None or self.talk.customer_id is None:
            self.say(_("no customer is known here yet · F2 finds one"))
            return
        ask = partial(earlier.earlier, self.desk, self.talk.customer_id, self.conversation_id)
        working.read(self, "earlier", ask, self._list_earlier)

    def _list_earlier(self, found: tuple[TalkLine, ...]) -> None:
        name = "" if self.talk is None else self.talk.customer_name

        def chosen(row_id: str | None) -> None:
            if row_id:
                self.post_message(Opens(row_id.removeprefix(TALK)))

        if found:
            self.app.push_screen(ListScreen(talks_list(self.desk, name, found)), chosen)
        else:
            self.say(_("this is the first conversation with them"))

    # --- a review or a letter ---

    review: ReviewLine | None = None

    def on_mount(self) -> None:
        """A conversation that began with something written shows that first, until it is answered."""
        working.read(self, "review", self._read_review, partial(self._review_came, open_owed=True))

    def _read_review(self) -> ReviewLine | None:
        try:
            return reviewing.review(self.desk, self.conversation_id)
        except NotFound:
            return None

    def _review_came(self, found: ReviewLine | None, *, open_owed: bool) -> None:
        self.review = found
        self.refresh_bindings()
        if found is not None and self.is_active and not (open_owed and found.state == "answered"):
            self.app.push_screen(ReviewSheet(self.desk, found), self._review_left)

    def _review_left(self, then: str | None) -> None:
        """What is done in the conversation itself goes on there, with the request as it was read."""
        go_on = {ACT: self.action_act, PROMISE: self.action_promise}.get(then or "", self.close_panel)

        def done(known: Known) -> None:
            if known.talk.request != self.steps.request.text:
                self.start_drafts(known.talk)
            self.apply(known)
            go_on()

        working.read(self, "read review", self.known, done)

    def action_act(self) -> None:
        """To the gestures."""
        raise NotImplementedError

    def action_review(self, key: str = "") -> None:
        """What was written, and the steps to its answer. A letter among several keys at once is none."""
        self._held(self._review_here, key)

    def _review_here(self) -> None:
        working.read(self, "review", self._read_review, partial(self._review_came, open_owed=False))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The key of what was written only where something was; the one to the gestures only away from them."""
        if action == "review":
            return self.review is not None
        if action == "act" and self.focused is self.bar:
            return False  # one is there already, and the foot has better to say
        return super().check_action(action, parameters)

    def _gesture_label(self, gesture: str) -> str:
        known = None if self.desk.guidelines is None else self.desk.guidelines.gestures.get(gesture)
        return gesture if known is None else known.label.said_in(current())
