"""The fields of a card that people edit: what each is called, who may, what a text for it becomes and how it reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from frontdesk.conversation.hours import read_hours
from frontdesk.desk.customers.card_words import number_of_own_card
from frontdesk.desk.gestures import saying
from frontdesk.ground.errors import BadInput
from frontdesk.ground.language import N_, _, current
from frontdesk.ground.money import BadAmount, parse_minor
from frontdesk.ground.text import LINE_LENGTH_MAX, NAME_LENGTH_MAX, SHORT_LENGTH_MAX, clean_line, whole_line
from frontdesk.guidelines.model import Fact, FactType, Guidelines, Source
from frontdesk.guidelines.values import format_fact, parse_date, parse_fact, parse_money, parse_number
from frontdesk.store.changes import FACTS

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

VISITS_MAX = 999_999
_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class CardField:
    """A field of the card. `column` is where it stands; `leads` says that only who leads may change it.

    `read` makes what its column holds of a text that is not empty, and raises BadInput; `empty` is what is left when it
    is taken away; `cap` is how many characters may be typed.
    """

    name: str
    label: str
    column: str
    read: Callable[[Desk, str], Any]
    leads: bool = False
    empty: Any = ""
    cap: int = SHORT_LENGTH_MAX


def _short(_desk: Desk, text: str) -> str:
    return whole_line(text, SHORT_LENGTH_MAX)


def _own_card(desk: Desk, text: str) -> str:
    return _short(desk, number_of_own_card(text, LINE_LENGTH_MAX))


def _name(_desk: Desk, text: str) -> str:
    return whole_line(text, NAME_LENGTH_MAX)


def _email(_desk: Desk, text: str) -> str:
    said = whole_line(text, LINE_LENGTH_MAX)
    before, at, after = said.partition("@")
    if not (before and at and after) or " " in said:
        raise BadInput(_("{text} is not an e-mail address.").format(text=said), _("Write it like name@example.com."))
    return said


def read_languages(desk: Desk, text: str) -> str:
    """The codes in `text`, each once, with a space between. Raises BadInput for what is no code of a language."""
    codes = [each for each in re.split(r"[\s,;/|]+", clean_line(text).lower()) if each]
    wrong = next((each for each in codes if _LANGUAGE.fullmatch(each) is None), None)
    if wrong is not None:
        raise BadInput(_("{text} is not the code of a language.").format(text=wrong), _("Write codes, like lv ru en."))
    return _short(desk, " ".join(dict.fromkeys(codes)))


def _hours(_desk: Desk, text: str) -> str:
    try:
        return str(read_hours(clean_line(text)))
    except ValueError:
        raise BadInput(
            _("{text} are not hours.").format(text=clean_line(text)),
            _("Write them like 9-12, 17-19, not before 10, or Mon-Fri 9:00-17:00."),
        ) from None


def _day(_desk: Desk, text: str) -> str:
    return str(_said(lambda: parse_date(text.strip()).isoformat()))


def _visits(_desk: Desk, text: str) -> int:
    number = _said(lambda: parse_number(text.strip()))
    if number != number.to_integral_value() or not 0 <= number <= VISITS_MAX:
        raise BadInput(_("{text} is not a count.").format(text=clean_line(text)), _("Write a whole number, like 12."))
    return int(number)


def _money(desk: Desk, text: str) -> int:
    exponent = desk.rules().business.exponent
    bare = clean_line(text).replace("−", "-")
    sign = -1 if bare.startswith("-") else 1
    return sign * int(_said(lambda: _minor(bare.removeprefix("-").strip(), exponent)))


def _minor(text: str, exponent: int) -> int:
    try:
        return parse_minor(text, exponent)
    except BadAmount:
        return parse_money(text, exponent)  # which says what is wrong with it


def _said(parse: Callable[[], Any]) -> Any:
    try:
        return parse()
    except ValueError as wrong:
        raise BadInput(
            getattr(wrong, "sentence", str(wrong)),
            getattr(wrong, "remedy", "") or _("Write it as the guidelines do; nothing was changed."),
        ) from wrong


FIELDS: Mapping[str, CardField] = {
    each.name: each
    for each in (
        CardField("name", N_("name"), "name", _name, cap=NAME_LENGTH_MAX),
        CardField("phone", N_("telephone"), "phone", _short),
        CardField("email", N_("e-mail"), "email", _email, cap=LINE_LENGTH_MAX),
        CardField("languages", N_("languages"), "languages", read_languages),
        CardField("channel", N_("channel"), "channel", _short),
        CardField("hours", N_("hours"), "hours", _hours, empty=None, cap=LINE_LENGTH_MAX),
        CardField("card_number", N_("card number"), "card_number", _own_card, leads=True),
        CardField("tier", N_("tier"), "tier", _short, leads=True),
        CardField("standing", N_("standing"), "standing", _short, leads=True),
        CardField("since", N_("since"), "since", _day, leads=True, empty=None),
        CardField("visits", N_("visits"), "visits", _visits, leads=True, empty=0),
        CardField("overdue", N_("overdue"), "overdue_minor", _money, leads=True, empty=0),
        CardField("balance", N_("balance"), "balance_minor", _money, leads=True, empty=None),
    )
}
"""What stands on every card. Anybody may correct how somebody is called and reached; the rest comes from the owner's
own system, and whoever leads may set it right here."""
_OF_COLUMN = {each.column: each for each in FIELDS.values()}


def card_facts(guidelines: Guidelines) -> dict[str, Fact]:
    """The facts that the guidelines declare `from: card`, by the last part of their names."""
    return {name.rpartition(".")[2]: fact for name, fact in guidelines.facts.items() if fact.source is Source.CARD}


def fact_value(desk: Desk, fact: Fact, text: str) -> str:
    """A text for a declared fact, checked, as the guidelines write it. Raises BadInput with the form."""
    exponent = desk.rules().business.exponent
    return str(_said(lambda: format_fact(fact, parse_fact(fact, clean_line(text), exponent), exponent)))


def label_of(desk: Desk, column: str) -> str:
    """What a field of a change is called: the column's own label, or the fact's."""
    if column in _OF_COLUMN:
        return _(_OF_COLUMN[column].label)
    short = column.removeprefix(FACTS)
    fact = None if desk.guidelines is None else card_facts(desk.guidelines).get(short.rpartition(".")[2])
    said = "" if fact is None or fact.label is None else fact.label.said_in(current())
    return said or short.replace("_", " ")


def value_words(desk: Desk, column: str, value: Any) -> str:
    """What a field holds as people read it; "" for nothing."""
    if value is None or value == "":
        return ""
    guidelines = desk.guidelines
    if column.endswith("_minor"):
        return saying.amount_words(desk, int(value))
    fact = None if guidelines is None else card_facts(guidelines).get(column.removeprefix(FACTS).rpartition(".")[2])
    if guidelines is None or fact is None or fact.type is not FactType.MONEY:
        return str(value)
    try:
        return saying.amount_words(guidelines, parse_minor(str(value), guidelines.business.exponent))
    except BadAmount:
        return str(value)
