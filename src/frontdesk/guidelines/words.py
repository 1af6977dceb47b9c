"""The single words and figures of the written form: each checked as text before it becomes anything else.

Pydantic's own conversions are too kind to text (`no` is false, `1_000` a number), so every scalar of the file has
a type of this module, which says in plain words what is wrong and what to write.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, GetCoreSchemaHandler, GetJsonSchemaHandler, WithJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from frontdesk.ground.language import LANGUAGES, N_, _
from frontdesk.guidelines import model
from frontdesk.guidelines.problems import did_you_mean, shown
from frontdesk.guidelines.values import (
    BadValue,
    parse_clock,
    parse_date,
    parse_duration,
    parse_keeping,
    parse_percent,
    parse_window,
)

COMPLAINT = "frontdesk"
TEXT_MAX = 2000
LABEL_MAX = 120
NAME_MAX = 80


def complaint(text: str, remedy: str) -> PydanticCustomError:
    """A problem that a validator raises: both sentences travel to the reader, which knows the place."""
    return PydanticCustomError(COMPLAINT, "{text} {remedy}", {"text": text, "remedy": remedy})


def kind_of(value: object) -> str:
    """What stands there instead of what belongs there, in words."""
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return shown(value)
    if isinstance(value, list):
        return _("a list")
    if isinstance(value, dict):
        return _("several lines with names")
    return shown(value)


def as_text(value: object, belongs: str) -> str:
    """`value` when it is a text, else the complaint that names what belongs there."""
    if isinstance(value, str):
        return value
    raise complaint(
        _("Here stands {found}, and {belongs} belongs here.").format(found=kind_of(value), belongs=_(belongs)),
        _('Write `"{text}"` in quotes if the word itself is meant.').format(text=str(value).lower())
        if isinstance(value, bool)
        else _("Write {belongs}.").format(belongs=_(belongs)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """Makes `Annotated[str, Checked(...)]` a scalar of the file: the text itself, once `check` lets it pass.

    `belongs` says what belongs there ("a text"), `check` raises BadValue, `schema` is the JSON Schema an editor
    completes with.
    """

    belongs: str
    check: Callable[[str], object]
    schema: dict[str, Any]

    def validate(self, value: object) -> str:
        """The text, or the complaint about it."""
        text = as_text(value, self.belongs)
        try:
            _not_endless(text)
            self.check(text)
        except BadValue as wrong:
            raise complaint(wrong.sentence, wrong.remedy) from None
        return text

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


def one_of(belongs: str, words: Iterable[str]) -> Checked:
    """A scalar that is one of the fixed words of the language."""
    known = tuple(words)

    def check(text: str) -> None:
        if text not in known:
            raise BadValue(
                _("{text} is not {belongs}.").format(text=shown(text), belongs=_(belongs)), did_you_mean(text, known)
            )

    return Checked(belongs, check, {"type": "string", "enum": list(known)})


# --- texts and names ----------------------------------------------------------------------------------------


def _line(limit: int) -> Callable[[str], None]:
    def check(text: str) -> None:
        if not text.strip():
            raise BadValue(_("This text is empty."), _("Write a few words, or remove the line."))
        if len(text) > limit:
            raise BadValue(
                _("This text is {count} characters long.").format(count=len(text)),
                _("Write at most {most}.").format(most=limit),
            )

    return check


_NAME = re.compile(r"\w(?:[\w.-]*\w)?")


def _name(text: str) -> None:
    if len(text) > NAME_MAX:
        raise BadValue(
            _("This name is {count} characters long.").format(count=len(text)),
            _("Write at most {most}.").format(most=NAME_MAX),
        )
    if _NAME.fullmatch(text) is None:
        wanted = re.sub(r"[^\w.-]+", "_", text.strip()).strip("_.-")
        raise BadValue(
            _("{text} is not a name.").format(text=shown(text)),
            _("Write letters, digits and _ without spaces, like {example}.").format(
                example=shown(wanted or "free_drink")
            ),
        )


def _phrase(text: str) -> None:
    _name(re.sub(" +", "_", text))


def _language(text: str) -> None:
    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", text) is None:
        raise BadValue(
            _("{text} is not a language.").format(text=shown(text)),
            _("Write its short code in small letters, like {examples}.").format(examples=", ".join(LANGUAGES)),
        )


_UNKIND = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*\*?")
UNKIND_LENGTH_MIN = 3


def _unkind(text: str) -> None:
    if _UNKIND.fullmatch(text) is None:
        raise BadValue(
            _("{text} is not one word.").format(text=shown(text)),
            _("Write a single word; `*` at its end stands for every ending, like {example}.").format(example="idiot*"),
        )
    if len(text.rstrip("*")) < UNKIND_LENGTH_MIN:
        raise BadValue(
            _("{text} would be found in too many words.").format(text=shown(text)),
            _("Write at least {count} letters.").format(count=UNKIND_LENGTH_MIN),
        )


Text: TypeAlias = Annotated[
    str, Checked(N_("a text"), _line(TEXT_MAX), {"type": "string", "minLength": 1, "maxLength": TEXT_MAX})
]
Label: TypeAlias = Annotated[
    str, Checked(N_("a short text"), _line(LABEL_MAX), {"type": "string", "minLength": 1, "maxLength": LABEL_MAX})
]
Name: TypeAlias = Annotated[
    str,
    Checked(N_("a name"), _name, {"type": "string", "pattern": r"^[^\s,:;'\"(){}\[\]/\\]+$", "maxLength": NAME_MAX}),
]
Phrase: TypeAlias = Annotated[str, Checked(N_("a name"), _phrase, {"type": ["string", "number"]})]
Language: TypeAlias = Annotated[
    str, Checked(N_("a language"), _language, {"type": "string", "pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"})
]
UnkindWord: TypeAlias = Annotated[
    str, Checked(N_("a word"), _unkind, {"type": "string", "pattern": r"^[^\s*]{3,}\*?$", "maxLength": NAME_MAX})
]

# --- figures ------------------------------------------------------------------------------------------------

_MONEY = re.compile(r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?", re.ASCII)
_FIGURE = r"^(0|[1-9][0-9]*)(\.[0-9]+)?$"
_MONEY_SCHEMA: dict[str, Any] = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": _FIGURE}]}
_PERCENT_SCHEMA: dict[str, Any] = {"type": "string", "pattern": r"^(0|[1-9][0-9]*)(\.[0-9]+)? ?%$"}


def _money(text: str) -> None:
    if _MONEY.fullmatch(text) is not None:
        return
    sentence = _("{text} is not an amount of money.").format(text=shown(text))
    figure = re.sub(r"[^0-9.,-]", "", text)
    if text.startswith("-"):
        raise BadValue(_("{text} is less than nothing.").format(text=shown(text)), _("Write an amount of 0 or more."))
    if text.endswith("%"):
        raise BadValue(sentence, _("A share is written as {example}.").format(example="`{percent_of: …, percent: …}`"))
    if "," in text:
        raise BadValue(_("{text} has a comma.").format(text=shown(text)), _("Write the amount with a dot, like 5.00."))
    if figure != text and _MONEY.fullmatch(figure) is not None:
        raise BadValue(sentence, _("Write the figure only: {figure}.").format(figure=figure))
    raise BadValue(sentence, _("Write digits and a dot, like 5.00."))


def _percent(text: str) -> None:
    parse_percent(text, sign_needed=True)


def _money_or_percent(text: str) -> None:
    if text.endswith("%"):
        _percent(text)
    else:
        _money(text)


def _whole(low: int, high: int) -> Callable[[str], None]:
    def check(text: str) -> None:
        if re.fullmatch("0|[1-9][0-9]{0,8}", text, re.ASCII) is None or not low <= int(text) <= high:
            raise BadValue(
                _("{text} is not a whole number from {low} to {high}.").format(text=shown(text), low=low, high=high),
                _("Write digits only, like {example}.").format(example=max(low, 1)),
            )

    return check


def _quantity(text: str) -> None:
    if re.fullmatch(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,3})?", text, re.ASCII) is None:
        raise BadValue(
            _("{text} is not a quantity.").format(text=shown(text)),
            _("Write digits, with at most three decimals, like 2 or 0.5."),
        )


Money: TypeAlias = Annotated[str, Checked(N_("an amount of money"), _money, _MONEY_SCHEMA)]
Percent: TypeAlias = Annotated[str, Checked(N_("a percentage"), _percent, _PERCENT_SCHEMA)]
MoneyOrPercent: TypeAlias = Annotated[
    str,
    Checked(
        N_("an amount of money or a percentage"),
        _money_or_percent,
        {"anyOf": [*_MONEY_SCHEMA["anyOf"], _PERCENT_SCHEMA]},
    ),
]
QuantityFigure: TypeAlias = Annotated[
    str,
    Checked(
        N_("a quantity"),
        _quantity,
        {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": _FIGURE}]},
    ),
]
Digit: TypeAlias = Annotated[
    str, Checked(N_("a key from 1 to 9"), _whole(1, 9), {"type": "integer", "minimum": 1, "maximum": 9})
]
Count: TypeAlias = Annotated[
    str, Checked(N_("a whole number"), _whole(1, 1000), {"type": "integer", "minimum": 1, "maximum": 1000})
]
LanguageVersion: TypeAlias = Annotated[
    str, Checked(N_("the version of this language, 1,"), _whole(1, 1), {"type": "integer", "const": 1})
]

# --- times --------------------------------------------------------------------------------------------------

DateWord: TypeAlias = Annotated[
    str, Checked(N_("a date"), parse_date, {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"})
]
ClockTime: TypeAlias = Annotated[
    str, Checked(N_("a time of day"), parse_clock, {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
]
Duration: TypeAlias = Annotated[
    str,
    Checked(
        N_("a length of time"), parse_duration, {"type": "string", "examples": ["24 hours", "30 days", "90 minutes"]}
    ),
]
WindowWords: TypeAlias = Annotated[
    str,
    Checked(
        N_("a window of time"),
        parse_window,
        {
            "type": "string",
            "anyOf": [
                {"enum": ["ever", "conversation", "shift", "day", "week", "month", "quarter", "year"]},
                {"pattern": "^[1-9][0-9]* (minute|hour|day|week|month|year)s?$"},
            ],
        },
    ),
]


Keeping: TypeAlias = Annotated[
    str,
    Checked(
        N_("how long something is kept"),
        parse_keeping,
        {"type": "string", "pattern": "^[1-9][0-9]* (day|week|month|year)s?$", "examples": ["24 months", "90 days"]},
    ),
]


_not_endless = _line(TEXT_MAX)
_short = _line(NAME_MAX)  # what may be allowed is only known with the facts; `meaning` reads it


UpToWords: TypeAlias = Annotated[
    str,
    Checked(
        N_("how much is allowed"),
        _short,
        {"type": ["string", "number"], "examples": ["4 times", "150.00", "10 GB", "order.paid", "unlimited"]},
    ),
]

# --- words of the language ----------------------------------------------------------------------------------

FactTypeWord: TypeAlias = Annotated[str, one_of(N_("a type of fact"), [each.value for each in model.FactType])]
SourceWord: TypeAlias = Annotated[str, one_of(N_("a source of facts"), [each.value for each in model.Source])]
KindWord: TypeAlias = Annotated[str, one_of(N_("a kind of gesture"), [each.value for each in model.Kind])]
MeasureWord: TypeAlias = Annotated[
    str, one_of(N_("a measure"), [each.value for each in model.Measure if each is not model.Measure.TIMES])
]
TickWord: TypeAlias = Annotated[str, one_of(N_("a tick"), model.TICKS)]
StepWord: TypeAlias = Annotated[str, one_of(N_("a step"), model.STEPS)]
OfferWord: TypeAlias = Annotated[str, one_of(N_("a way of offering"), ("at_once", "only_if_asked"))]


def _truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise complaint(
        _("Here stands {found}, and true or false belongs here.").format(found=kind_of(value)),
        _("Write true or false, without quotes."),
    )


YesNo: TypeAlias = Annotated[bool, BeforeValidator(_truth), WithJsonSchema({"type": "boolean"})]


def _value(value: object) -> str | bool:
    return value if isinstance(value, bool) else as_text(value, N_("a value"))


Value: TypeAlias = Annotated[
    str | bool, BeforeValidator(_value), WithJsonSchema({"type": ["string", "number", "boolean"]})
]
"""A value that a fact is compared with; what it may be is only known with the fact."""
