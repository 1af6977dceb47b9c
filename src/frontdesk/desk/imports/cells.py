"""One cell of an imported table as a value; what cannot be read is a `BadCell` with the reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from frontdesk.conversation.hours import read_hours
from frontdesk.ground.card_numbers import has_card_number, without_card_numbers
from frontdesk.ground.language import _
from frontdesk.ground.money import BadAmount, format_minor, parse_minor
from frontdesk.ground.text import NAME_LENGTH_MAX, SHORT_LENGTH_MAX, clean_line
from frontdesk.guidelines.model import Fact, FactType
from frontdesk.guidelines.values import format_fact, parse_fact

LIKES_MAX = 20
WHOLE_MAX = 999_999
_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ].*)?", re.ASCII)
_EITHER_DAY = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-][0-9]{4}(?: .*)?", re.ASCII)
_EITHER_AMOUNT = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}", re.ASCII)
_DOTTED = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})\.?", re.ASCII)

# Facts of these names are columns of the store: a header of that name is never a second, rival fact.
OWN_COLUMNS = frozenset(
    {
        *("name", "tier", "phone", "email", "card_number", "languages", "channel", "standing", "since", "visits"),
        *("overdue", "balance", "hours", "label", "place", "state", "starts_on", "ends_on", "due_on", "total", "paid"),
    }
)
_STATES = {
    "open": ("open", "active", "booked", "confirmed", "in_house", "checked_in", "check_in", "current", "running"),
    "closed": ("closed", "done", "finished", "ended", "expired", "checked_out", "check_out", "completed", "former"),
    "cancelled": ("cancelled", "canceled", "no_show", "void"),
}
# An order in trouble goes on until it is put right; a trouble that is not told in these words, facts may hold.
_TROUBLES = {
    "late": ("late", "delayed", "behind", "back_ordered"),
    "wrong": ("wrong", "wrong_goods", "wrong_item", "incomplete", "missing", "damaged", "disputed"),
    "not_working": ("not_working", "broken", "faulty", "defective", "dead", "failed", "out_of_order"),
}
_TROUBLE_OF = {word: trouble for trouble, words in _TROUBLES.items() for word in words}
_STATE_OF = {word: state for state, words in _STATES.items() for word in words} | dict.fromkeys(_TROUBLE_OF, "open")


class BadCell(ValueError):
    """A cell or row that cannot be taken over; `args[0]` is the reason, as a sentence."""


def shown(text: str) -> str:
    """A cell's text as a sentence quotes it."""
    return f"“{clean_line(text, 40)}”"


def key(text: str, _exponent: int) -> str:
    """A number of another system, at most 60 letters. BadCell for more: a cut number would be another one."""
    if len(text) > SHORT_LENGTH_MAX:
        raise BadCell(_("{text} is longer than {most} letters.").format(text=shown(text), most=SHORT_LENGTH_MAX))
    return text


def short(text: str, exponent: int) -> str:
    """A word or number, at most 60 letters. BadCell for more, and for the number of a payment card."""
    return key(_not_a_payment_card(text), exponent)


def _not_a_payment_card(text: str) -> str:
    if has_card_number(text):
        raise BadCell(_("{text} is the number of a payment card; it is kept nowhere.").format(text=shown(text)))
    return text


def line(text: str, _exponent: int) -> str:
    """A line of text, cut to 120 letters."""
    return clean_line(text, NAME_LENGTH_MAX)


def is_named(row: Mapping[str, str]) -> bool:
    """Whether a row has a name at all."""
    return any(row.get(part) for part in ("name", "given", "family"))


def name(row: Mapping[str, str]) -> str:
    """The customer's name from one column, or from given and family name. BadCell without any."""
    parts = (row.get("given", ""), row.get("family", ""))
    whole = row.get("name", "") or " ".join(part for part in parts if part)
    if not whole:
        raise BadCell(_("It has no name."))
    if len(whole) > NAME_LENGTH_MAX:
        raise BadCell(_("The name is longer than {most} letters.").format(most=NAME_LENGTH_MAX))
    return _not_a_payment_card(whole)


def group(text: str, _exponent: int) -> str:
    """The name of a company or a household. BadCell for one that is too long, or is the number of a payment card."""
    if len(text) > NAME_LENGTH_MAX:
        raise BadCell(_("{text} is longer than {most} letters.").format(text=shown(text), most=NAME_LENGTH_MAX))
    return _not_a_payment_card(text)


def email(text: str, _exponent: int) -> str:
    """An e-mail address: something, an @, something. Whether it works is not asked."""
    before, at, after = text.partition("@")
    if not before or not at or not after or " " in text:
        raise BadCell(_("{text} is not an e-mail address.").format(text=shown(text)))
    return text


def codes(text: str, _exponent: int) -> str:
    """Languages as codes with spaces between ("lv, ru" is "lv ru")."""
    return short(" ".join(re.split(r"[\s,;/|]+", text.strip())).lower(), _exponent)


def several(text: str, _exponent: int) -> tuple[str, ...]:
    """Several texts with | or ; between."""
    return tuple(part for part in (clean_line(each) for each in re.split(r"[|;]", text)) if part)[:LIKES_MAX]


def note(text: str, _exponent: int) -> str:
    """What a card is told as a note. BadCell for the number of a payment card."""
    return _not_a_payment_card(text)


def whole(text: str, _exponent: int) -> int:
    """A number without decimals. BadCell for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) > WHOLE_MAX:
        raise BadCell(_("{text} is not a whole number.").format(text=shown(text)))
    return int(text)


def money(text: str, exponent: int) -> int:
    """Minor units of an amount in the business's currency. BadCell for any other form."""
    try:
        return parse_minor(text, exponent)
    except BadAmount as wrong:
        if _in_a_currency(text):
            raise BadCell(_("{text} is in another currency than the business's.").format(text=shown(text))) from wrong
        if _EITHER_AMOUNT.fullmatch(text):
            raise BadCell(
                _("{text} may be two amounts; say whether the comma or the point is the decimal sign.").format(
                    text=shown(text)
                )
            ) from wrong
        example = format_minor(54000 if exponent else 540, exponent)
        raise BadCell(
            _("{text} is not an amount; write it like {example}.").format(text=shown(text), example=example)
        ) from wrong


def balance(text: str, exponent: int) -> int:
    """Minor units of an amount that may be less than nothing. BadCell as `money`."""
    owed = text.startswith("-")
    return -money(text[1:], exponent) if owed else money(text, exponent)


def hours(text: str, _exponent: int) -> str:
    """When somebody wants to hear ("9-12, 17-19"), as a card holds it. BadCell for words that are no hours."""
    try:
        return str(read_hours(text))
    except ValueError as wrong:
        raise BadCell(
            _("{text} are not hours; write them like 9-12, 17-19, or not before 10.").format(text=shown(text))
        ) from wrong


def _in_a_currency(text: str) -> bool:
    """Whether a currency stands beside digits; the business's own is gone where a file was read (`desk.sheets`)."""
    if not any(map(str.isdigit, text)):
        return False
    if any(unicodedata.category(character) == "Sc" for character in text):
        return True
    code = "".join(filter(str.isalpha, text))
    if len(code) != 3 or not (code.isascii() and code.isupper()):
        return False
    from babel.numbers import list_currencies

    return code in list_currencies()


def day(text: str, _exponent: int) -> date:
    """A date as 2026-11-21 or 21.11.2026. Other forms are not guessed at: 7/1 is two different days."""
    match = _DAY.fullmatch(text)
    parts = match.groups() if match else None
    if parts is None and (dotted := _DOTTED.fullmatch(text)):
        parts = dotted.groups()[::-1]
    try:
        if parts is not None:
            return date(*(int(part) for part in parts))
    except ValueError:
        pass  # the 31st of February: said below like any other text that is no date
    either = _EITHER_DAY.fullmatch(text)
    if either is not None and 1 <= int(either[1]) <= 12 and 1 <= int(either[2]) <= 12:
        raise BadCell(
            _("{text} may be two days; say whether the day or the month comes first.").format(text=shown(text))
        )
    raise BadCell(_("{text} is not a date; write it like 2026-11-21.").format(text=shown(text)))


def state(text: str, _exponent: int) -> str:
    """`open`, `closed` or `cancelled` from the words that programs use; an order in trouble (`trouble`) is open."""
    word = _word(text)
    if word not in _STATE_OF:
        words = ", ".join((*_STATES, *_TROUBLES))
        raise BadCell(_("{text} is not a state; write one of {words}.").format(text=shown(text), words=words))
    return _STATE_OF[word]


def trouble(text: str) -> str:
    """`late`, `wrong` or `not_working` when the cell of the state says so; "" otherwise."""
    return _TROUBLE_OF.get(_word(text), "")


def _word(text: str) -> str:
    return "_".join(text.casefold().replace("-", " ").replace("_", " ").split())


def fact_text(fact: Fact, text: str, exponent: int) -> str:
    """The value of a declared fact, checked, in the form that the guidelines language writes."""
    written = without_card_numbers(text)
    if fact.type is FactType.CHOICE:
        written = next((choice for choice in fact.choices if choice.casefold() == text.casefold()), text)
    elif fact.type is FactType.YES_NO:
        written = {"1": "true", "yes": "true", "0": "false", "no": "false"}.get(text.casefold(), text.casefold())
    elif fact.type is FactType.MONEY:
        written = format_minor(money(text, exponent), exponent)
    elif fact.type is FactType.DATE:
        written = day(text, exponent).isoformat()
    try:
        return format_fact(fact, parse_fact(fact, written, exponent), exponent)
    except ValueError as wrong:
        raise BadCell(str(wrong)) from wrong
