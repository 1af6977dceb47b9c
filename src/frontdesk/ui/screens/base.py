"""What all screens share: translated keys, a help text, and the messages that the App answers."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from textual import events
from textual.binding import ActiveBinding
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from frontdesk.ground.language import _
from frontdesk.ui import keys
from frontdesk.ui.keys_of_calls import TAKE
from frontdesk.ui.plain import plain
from frontdesk.ui.widgets.capped import Full
from frontdesk.ui.widgets.header import GuidelinesLine, Header
from frontdesk.ui.widgets.key_line import KeyLine

if TYPE_CHECKING:
    from frontdesk.desk.approvals.approval_views import ApprovalLine
    from frontdesk.desk.approvals.standing import Standing
    from frontdesk.desk.desk import Desk
    from frontdesk.desk.telephone.ring_views import RingingCall

Answer = TypeVar("Answer")
WIDTH_MIN = 60
HEIGHT_MIN = 18
CALL_SECONDS = 5
FULL_SECONDS = 6
UNHEARD_SECONDS = 4


def too_small(size: Size) -> bool:
    """Whether a window of this size cannot hold the desk."""
    return size.width < WIDTH_MIN or size.height < HEIGHT_MIN


class Opens(Message):
    """A room asks for a conversation to be opened; the App answers it.

    `typed_ahead` says what was typed since the key that opened it: its first words.
    """

    def __init__(self, conversation_id: str, typed_ahead: Callable[[], str] | None = None) -> None:
        super().__init__()
        self.conversation_id = conversation_id
        self.typed_ahead = typed_ahead


class Takes(Message):
    """A room asks for a call to be taken; the App answers it."""

    def __init__(self, call_id: str) -> None:
        super().__init__()
        self.call_id = call_id


class Outdated(Message):
    """Other guidelines are in force than those of this room; the App takes them, and then calls `then`."""

    def __init__(self, then: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.then = then


class Covered(Screen[Answer]):
    """A screen that is covered while the window is too small for it, and speaks the language in force."""

    COVERED_WHEN_SMALL = True
    HELP_TEXT = ""
    HELP_PLACES: tuple[str, ...] = ()
    """Places of the registry of which help lists every key, also those that do nothing on the marked line."""

    ANSWERS_UNHEARD = True
    """Whether a letter that nothing here listens to is answered; help is the answer itself."""
    _unheard_until = 0.0

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """Textual repaints the whole screen whenever the focus moves; what changes its looks repaints itself."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work now, in the language in force and in the footer's order."""
        return keys.translated(super().active_bindings, self.focused)

    def on_resize(self) -> None:
        """Cover what cannot be drawn whole."""
        self._cover_if_small()

    def on_screen_resume(self) -> None:
        """The window may have shrunk, and other keys been shown, while another screen stood in front."""
        self._cover_if_small()
        self.show_keys()

    def show_keys(self) -> None:
        """The last line shows the keys that work now, and no others."""
        for line in self.query(KeyLine):
            line.follow(self)

    def on_full(self, event: Full) -> None:
        """A field took less than it was given: never silently."""
        event.stop()
        self.say_full(event.said)

    def say_full(self, said: str) -> None:
        """Where the hints of the fields stand; screens without such a place say it beside."""
        self.notify(plain(said).plain, markup=False, timeout=FULL_SECONDS)

    def on_key(self, event: events.Key) -> None:
        """A letter or digit that nothing here listens to is answered, calmly: a press is never silent."""
        character = (event.character or "").strip()
        if not self.ANSWERS_UNHEARD or not character or not event.is_printable or self.focused is None:
            return
        bound = self.active_bindings.get(event.key)
        if bound is None or not bound.enabled:
            self.say_unheard(character)

    def say_unheard(self, key: str) -> None:
        """In the screen's own place, else beside it; a row of such keys says it once."""
        said = _("{key} does nothing here · F1 lists the keys that do").format(key=key)
        if self.tell(said):
            return
        now = monotonic()
        if now >= self._unheard_until:
            self._unheard_until = now + UNHEARD_SECONDS
            self.notify(plain(said).plain, markup=False, timeout=UNHEARD_SECONDS)

    def tell(self, text: str) -> bool:
        """Say something calm in a place of the screen's own, where nothing moves for it; false where it has none."""
        return False

    def save_draft(self) -> None:
        """Hand what was typed and is not yet on its way to `working.write`: the screen is about to go.

        Screens in which something is typed override it. It must not wait; whoever calls it waits for the writes.
        """

    def _cover_if_small(self) -> None:
        if self.COVERED_WHEN_SMALL and self.is_active and too_small(self.app.size):
            from frontdesk.ui.screens.too_small import TooSmallScreen

            self.app.push_screen(TooSmallScreen())


class Room(Covered[None]):
    """A standing place: the start, the conversation, the day.

    `HELP_TEXT` says what the place is for; a widget may carry a `help_text` of its own.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-normal"), (120, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    desk: Desk
    shows_owed = False
    """Whether the room itself shows what waits for this person's yes: its header need not."""
    conversation_in_front: str | None = None
    """The conversation that the room shows; what came back for it stands in the room and not in its header."""

    def take_desk(self, desk: Desk) -> None:
        """Go on with `desk`: the guidelines in force have changed. Rooms that show more than a header extend it."""
        self.desk = desk
        for line in (*self.query(Header), *self.query(GuidelinesLine)):
            line.take_desk(desk)

    def look(self, stamp: tuple[int, ...]) -> None:
        """Called four times a second while this room is in front, with the store's stamp: cheap rooms do nothing."""

    def take_standing(self, standing: Standing) -> None:
        """How asking stands has changed. Rooms that show more of it than the header extend it."""
        # It knows the desk's values, which are not on the way to the first frame.
        from frontdesk.ui.widgets import badge

        for line in self.query(Header):
            line.say_standing(badge.forms(standing, self.shows_owed, self.conversation_in_front))

    def take_calls(self, calls: tuple[RingingCall, ...]) -> None:
        """What rings for this desk has changed. Rooms that show more of it than the header extend it."""
        from frontdesk.ui.widgets import ringing

        for line in self.query(Header):
            line.say_calls(ringing.forms(calls))

    def hear(self, line: ApprovalLine, text: str) -> bool:
        """Something that was asked came back, and this room is in front; false where it has no place to say so."""
        return self.tell(text)


class Question(Covered[Answer], ModalScreen[Answer]):
    """A short question over a room, answered with `dismiss`."""

    BINDINGS = [*keys.bindings("question")]
    _keys_followed = False

    def on_screen_resume(self) -> None:
        """The line of keys belongs to the question while it stands over a room."""
        if not self._keys_followed:
            self._keys_followed = True
            self.bindings_updated_signal.subscribe(self, self._keys_changed)

    def _keys_changed(self, _screen: object) -> None:
        self.show_keys()

    def show_keys(self) -> None:
        """On the line of the room below, unless something else is asked over this question."""
        if self.is_active:
            for room in self.app.screen_stack:
                for line in room.query(KeyLine):
                    line.follow(self)

    def action_call_waits(self) -> None:
        """A call is taken from a room: what is open here is left first, by whoever opened it."""
        if self.app.check_action("take_call", ()):
            said = _("It rings: Esc leaves this, then {key} takes the call").format(key=TAKE.display)
            self.notify(said, markup=False, timeout=CALL_SECONDS)
