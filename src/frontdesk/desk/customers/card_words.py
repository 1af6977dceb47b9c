"""The one place where words for a customer's card are accepted: what is refused here is stored nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from frontdesk.ground.card_numbers import has_card_number
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import _
from frontdesk.ground.text import LINE_LENGTH_MAX, NOTE_LENGTH_MAX, clean_key, not_too_long, whole, whole_line
from frontdesk.guidelines.unkind import unkind_word

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

ROLE_LENGTH_MAX = 120


class UnkindWord(BadInput):
    """A word of the guidelines' list was typed about a person; `word` is how it was typed."""

    def __init__(self, word: str) -> None:
        super().__init__(
            _("“{word}” says what somebody is, not what happened; it is not written on a card.").format(word=word),
            _("Write what you saw or heard: what was said or done, when, what this person needs, what helped."),
        )
        self.word = word


class PaymentCard(BadInput):
    """The number of a payment card was typed where a number is kept: it is kept nowhere."""

    def __init__(self) -> None:
        super().__init__(
            _("This is the number of a payment card; it is not kept."),
            _("Pay at the till or the card terminal; here stands only the number of the business's own card."),
        )


def number_of_own_card(text: str, limit: int) -> str:
    """The number of a card of the business itself. Raises PaymentCard for one that pays."""
    said = not_too_long(clean_key(text, limit + 1), limit)
    if has_card_number(said):
        raise PaymentCard
    return said


def accepted(desk: Desk, text: str, limit: int = NOTE_LENGTH_MAX) -> str:
    """`text` as it may stand on a card, in one or more lines. Raises UnkindWord for a word of the guidelines' list.

    Raises TooLong for more than `limit` letters: nothing is cut off unseen. While there are no guidelines there is no
    list.
    """
    return _checked(desk, whole(text, limit))


def accepted_line(desk: Desk, text: str, limit: int = LINE_LENGTH_MAX) -> str:
    """`accepted` for something that stands on one line."""
    return _checked(desk, whole_line(text, limit))


def _checked(desk: Desk, said: str) -> str:
    word = None if desk.guidelines is None else unkind_word(desk.guidelines.unkind_words, said)
    if word is not None:
        raise UnkindWord(word)
    return said
