"""What is looked for on a card: lines by their words, in histories of any length, and who may be the same person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual.widgets import Input

from frontdesk.desk.customers import cards
from frontdesk.desk.customers.card_views import Card, Counted
from frontdesk.desk.merging import merging
from frontdesk.desk.merging.merge_views import MaybeOne
from frontdesk.ground.errors import DeskError
from frontdesk.ground.language import _, ngettext
from frontdesk.ground.text import clean_line
from frontdesk.ui import working
from frontdesk.ui.screens.card_state import CardState
from frontdesk.ui.widgets.day_head import FilterInput


class CardLooking(CardState):
    """The part of the card's room in which something is looked for."""

    _same: tuple[MaybeOne, ...] = ()

    # --- lines, by their words ---

    def action_filter(self) -> None:
        """To the field for the words."""
        if self._card is not None:
            self.query_one("#card-find").display = True
            self.query_one(FilterInput).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Each letter narrows what is there; the whole history is read once for it."""
        event.stop()
        before, self._wanted = self._wanted, clean_line(event.value)
        if self._wanted and not before:
            self._read_whole()
        self._show()

    def _read_whole(self) -> None:
        card = self._card
        if card is not None and self._more_than(card):
            ask = partial(cards.card, self._desk, self._customer_id, whole=True)
            working.read(self, "whole", ask, self._whole_came, self._not_read)

    def _more_than(self, card: Card) -> bool:
        """Whether there is more of something than stands on the card."""
        there, shown = self._counted, Counted(len(card.orders), len(card.given), len(card.notes))
        return there.orders > shown.orders or there.given > shown.given or there.notes > shown.notes

    def _whole_came(self, card: Card) -> None:
        self._whole = card
        self._show()

    def on_filter_input_done(self) -> None:
        """Into the list; without words there is nothing to keep."""
        if self._wanted:
            self.rows.focus()
        else:
            self.on_filter_input_left()

    def on_filter_input_left(self) -> None:
        """Every line again."""
        self.query_one(FilterInput).value = ""
        self.query_one("#card-find").display = False
        self.rows.focus()

    def on_rows_above(self) -> None:
        """Up from the first line, to the words where there are any."""
        if self._wanted:
            self.query_one(FilterInput).focus()

    def action_back(self) -> None:
        """Every line again; then back to where the person came from."""
        if self._wanted:
            self.on_filter_input_left()
        else:
            self.dismiss(None)

    # --- who may be the same person ---

    def _look_beside(self) -> None:
        working.read(self, "beside", self._read_beside, self._beside_came, self._beside_failed)

    def _read_beside(self) -> tuple[tuple[MaybeOne, ...], Counted]:
        same = merging.duplicates_of(self._desk, self._customer_id)
        return same, cards.counted(self._desk, self._customer_id)

    def _beside_came(self, found: tuple[tuple[MaybeOne, ...], Counted]) -> None:
        before = self._same, self._counted
        self._same, self._counted = found
        if self._wanted:
            self._read_whole()
        if before != found:
            self._show()

    def _beside_failed(self, _error: DeskError) -> None:
        self._stamp = ()  # another desk holds the database: the card is read again in a second, and this with it

    def _beside_words(self) -> Sequence[str]:
        count = len(self._same)
        if not self._same or self._card is None:
            return ()
        if count > 1:
            said = ngettext("{count} card may be theirs, too", "{count} cards may be theirs, too", count)
            return (_("d  {what}").format(what=said.format(count=count)), _("d  {count} cards?").format(count=count))
        name, why = self._other(self._same[0])[1], self._same[0].why
        return (
            _("d  the same person as {name}? {why}").format(name=name, why=why),
            _("d  the same as {name}? {why}").format(name=name, why=why),
            _("d  the same person? {why}").format(why=why),
            _("d  the same person?"),
        )

    def _other(self, pair: MaybeOne) -> tuple[str, str]:
        """The id and the name of the card that is not this one."""
        mine = self._card is not None and pair.one_id == self._card.id
        return (pair.other_id, pair.other_name) if mine else (pair.one_id, pair.one_name)

    def action_same_person(self) -> None:
        """Both cards side by side; of several, and to take one apart again, the list."""
        from frontdesk.ui.screens.duplicates import DuplicatesScreen
        from frontdesk.ui.screens.merge import MergeScreen

        card = self._card
        if card is None:
            return
        if len(self._same) == 1:
            beside = MergeScreen(self._desk, card.id, self._other(self._same[0])[0])
            self.app.push_screen(beside, self._compared)
        else:
            self.app.push_screen(DuplicatesScreen(self._desk, card.id, card.name), lambda _changed: self._load())

    def _compared(self, said: str | None) -> None:
        if said is not None:
            self._say(said)
            self._load()
