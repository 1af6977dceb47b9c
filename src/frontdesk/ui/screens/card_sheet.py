"""The customer's card as a room: who this is, what is promised, ordered, liked, given; and every way to write on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import editing_card, noting, preferring, relating
from frontdesk.desk.customers.card_views import Edited, GroupLine, NoteLine, PreferenceLine
from frontdesk.desk.views import Talk
from frontdesk.ground.language import _
from frontdesk.ui import keys
from frontdesk.ui.plain import cut
from frontdesk.ui.screens.card_forms import EditForm, NoteForm, PreferForm
from frontdesk.ui.screens.card_privacy import CardPrivacy
from frontdesk.ui.widgets import card_rows
from frontdesk.ui.widgets.card_rows import CHANGE, FIELD, GIVEN, GROUP, LIKE, MEMBER, NOTE, ORDER, PROMISE
from frontdesk.ui.widgets.rows import Rows


class CardScreen(CardPrivacy):
    """Dismissed with `talk:` and the conversation that is to be opened, or None.

    `talk` is the conversation over which the card is open: one of the orders is what it is about.
    """

    BINDINGS = [*keys.bindings("card_sheet")]
    HELP_PLACES = ("card_sheet",)
    # --- writing on it ---

    def action_prefer(self) -> None:
        """Something they like or need."""
        if self._card is not None:
            self.app.push_screen(PreferForm(self._desk, self._card, self._theirs), self._preferred)

    @property
    def _theirs(self) -> str | None:
        """The conversation when it is with the customer of this card: somebody else's stay ends nothing here."""
        talk = self._talk
        return self._conversation_id if talk is not None and talk.customer_id == self._customer_id else None

    def _preferred(self, kept: PreferenceLine | None) -> None:
        if kept is not None:
            self._say(_("noted · x strikes it out"))
            self._load(LIKE + kept.id)

    def action_note(self) -> None:
        """What this person needs, what works."""
        if self._card is not None:
            self.app.push_screen(NoteForm(self._desk, self._card, self._theirs), self._noted)

    def _noted(self, kept: NoteLine | None) -> None:
        if kept is not None:
            self._say(_("noted · x strikes it out"))
            self._load(NOTE + kept.id)

    def action_belongs(self) -> None:
        """Who belongs with them."""
        if self._card is not None:
            from frontdesk.ui.screens.card_belongs import BelongsForm

            self.app.push_screen(BelongsForm(self._desk, self._card), self._joined)

    def _joined(self, group: GroupLine | None) -> None:
        if group is not None:
            leave = partial(relating.leave, self._desk, self._customer_id, group.id)
            self._undo.append((GROUP + group.id, _("they belong there no more"), leave))
            self._say(_("they belong together · u undoes it"))
            self._load(GROUP + group.id)

    # --- Enter ---

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """What Enter means depends on the line."""
        event.stop()
        kind, name = self._marked
        acts: dict[str, Callable[[str], None]] = {
            FIELD: self._edit,
            ORDER: self._choose_order,
            PROMISE: self._open_promise,
            GIVEN: self._open_given,
            LIKE: self._open_text,
            NOTE: self._open_text,
            MEMBER: self._open_member,
            GROUP: lambda _name: self._say(_("x lets them leave it · b adds somebody"), "$text-muted"),
            CHANGE: self._open_text,
        }
        if self._card is not None and kind in acts:
            acts[kind](name)

    def _edit(self, name: str) -> None:
        card = self._card
        field = None if card is None else card_rows.editable(card, name)
        if card is None or field is None:
            return
        refused = editing_card.why_not(self._desk, name)
        if refused is not None:
            self._failed(refused)
            return
        self.app.push_screen(EditForm(self._desk, card, field), self._edited)

    def _edited(self, done: Edited | None) -> None:
        if done is None or done.change is None:
            return
        undo = partial(editing_card.undo, self._desk, done.change.id)
        self._undo.append((CHANGE + done.change.id, _("as it was before"), undo))
        self._say(_("written down · u puts back what stood there"))
        self._load()

    def _choose_order(self, order_id: str) -> None:
        if self._talk is not None and not self._talk.open:
            self._say(_("this conversation is closed: it stays about what it was about"), "$text-muted")
        elif self._conversation_id is None:
            self._say(_("open the card from a conversation: Enter then says which order it is about"), "$text-muted")
        else:
            self._do(partial(talking.choose_order, self._desk, self._conversation_id, order_id), self._chose)

    def _chose(self, talk: Talk) -> None:
        self._talk = talk
        about = next((each.label for each in talk.orders if each.id == talk.order_id), "")
        self._say(_("the conversation is about: {order}").format(order=cut(about, 40)))
        self._load()

    def _open_promise(self, promise_id: str) -> None:
        self._go(next((each.conversation_id for each in self._known.promises if each.id == promise_id), ""))

    def _open_given(self, entry_id: str) -> None:
        self._go(next((each.conversation_id for each in self._known.given if each.entry_id == entry_id), ""))

    def _open_text(self, _name: str) -> None:
        """All of the marked text, or only its beginning again."""
        row_id = self.rows.marked
        self._opened = "" if self._opened == row_id else row_id
        self._show(row_id)

    def _open_member(self, name: str) -> None:
        """The card of somebody they belong with, over this one."""

        def left(then: str | None) -> None:
            if then is not None:
                self.dismiss(then)
            else:
                self._load()

        self.app.push_screen(CardScreen(self._desk, name.partition(":")[2]), left)

    # --- striking out, putting back ---

    def action_strike(self) -> None:
        """Strike out what is marked, at once; `u` puts it back."""
        kind, name = self._marked
        row_id = self.rows.marked
        if row_id in self._struck:
            self._say(_("struck out already · u puts it back"), "$text-muted")
        elif kind == LIKE:
            self._do(partial(preferring.strike, self._desk, name), partial(self._was_struck, row_id))
        elif kind == NOTE:
            self._do(partial(noting.strike, self._desk, name), partial(self._was_struck, row_id))
        elif kind == GROUP:
            self._leave(name)
        else:
            self._say(_("x strikes out a preference or a note: mark its line"), "$text-muted")

    def _was_struck(self, row_id: str, line: PreferenceLine | NoteLine) -> None:
        self._struck[row_id] = line.text
        self._undo.append((row_id, _("put back"), self._unstriking(row_id)))
        self._say(_("struck out · u puts it back"))
        self._load(row_id)

    def _unstriking(self, row_id: str) -> Callable[[], Any]:
        kind, _colon, name = row_id.partition(":")
        return partial((preferring if kind + ":" == LIKE else noting).unstrike, self._desk, name)

    def _leave(self, group_id: str) -> None:
        group = next((each for each in self._known.groups if each.id == group_id), None)
        if group is None:
            return

        def left(_none: None) -> None:
            again = partial(relating.join, self._desk, self._customer_id, group.id, group.role)
            self._undo.append((GROUP + group.id, _("they belong together again"), again))
            self._say(_("they belong there no more · u undoes it"))
            self._load()

        self._do(partial(relating.leave, self._desk, self._customer_id, group_id), left)

    def action_put_back(self) -> None:
        """The marked change, the marked struck line, or what was done here last."""
        kind, name = self._marked
        row_id = self.rows.marked
        if kind == CHANGE:
            self._undo_change(name)
        elif row_id in self._struck:
            self._do(self._unstriking(row_id), partial(self._was_undone, row_id, _("put back")))
        elif self._undo:
            what, said, act = self._undo[-1]
            self._do(act, partial(self._was_undone, what, said))
        else:
            self._say(_("nothing was struck out or changed here · a marked change is undone with u"), "$text-muted")

    def _undo_change(self, change_id: str) -> None:
        change = next((each for each in self._history if each.id == change_id), None)
        if change is not None and change.undone_at is not None:
            self._say(_("undone already"), "$text-muted")
        else:
            undone = partial(self._was_undone, CHANGE + change_id, _("as it was before"))
            self._do(partial(editing_card.undo, self._desk, change_id), undone)

    def _was_undone(self, what: str, said: str, _done: object) -> None:
        """What was undone is not undone twice, by whatever line it was reached."""
        self._undo = [each for each in self._undo if each[0] != what]
        self._say(said)
        self._load(what if what.startswith((LIKE, NOTE)) else None)
