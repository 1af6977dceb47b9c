"""The forms of an amount as they are written: fixed, chosen, a share, for each, exact, what is left, cases."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, Tag

from frontdesk.guidelines.forms import ConditionForm, Form, by_shape
from frontdesk.guidelines.problems import closest
from frontdesk.guidelines.words import Money, Name, Percent, Phrase, QuantityFigure, YesNo

_FORMS = ("cases", "percent_of", "each", "exactly", "rest_of", "quantity", "nothing", "amount")
_CHOSEN = ("from", "to", "usual")
AMOUNT_WORDS = ("from", "to", "percent_of", "each", "exactly", "rest_of", "quantity", "cases")
"""The words by which a form of an amount is known, as they are told to somebody who wrote none of them."""


class AmountForm(Form):
    """One of the forms of an amount."""

    apart = (*_FORMS, *_CHOSEN)


class FixedForm(AmountForm):
    """Always the same amount."""

    amount: Money
    """How much."""


class ChosenForm(AmountForm):
    """The person chooses between two amounts."""

    from_: Money = Field(alias="from")
    """The least."""
    to: Money
    """The most."""
    usual: Money | None = None
    """What is offered."""


class ShareForm(AmountForm):
    """A share of what a fact says: exactly `percent`, or chosen between `from` and `to`."""

    percent_of: Name
    """The money fact."""
    percent: Percent | None = None
    """The exact share."""
    from_: Percent | None = Field(None, alias="from")
    """The least share."""
    to: Percent | None = None
    """The largest share."""
    usual: Percent | None = None
    """The share that is offered."""
    at_least: Money | None = None
    """The result is never less than this."""
    at_most: Money | None = None
    """The result is never more than this."""


class EachForm(AmountForm):
    """So much for each of something counted."""

    each: Money
    """How much for one."""
    of: Name
    """The number fact."""


class ExactlyForm(AmountForm):
    """Exactly what a fact says."""

    exactly: Name
    """The money fact."""


class RestForm(AmountForm):
    """What a limit still allows."""

    rest_of: Name
    """The limit's id, or a budget's name."""


class RangeForm(Form):
    """The person chooses between two quantities."""

    from_: QuantityFigure = Field(alias="from")
    """The least."""
    to: QuantityFigure
    """The most."""
    usual: QuantityFigure | None = None
    """What is offered."""


class QuantityForm(AmountForm):
    """Not money, but so much of a unit."""

    quantity: Annotated[
        Annotated[QuantityFigure, Tag("<text>")] | Annotated[RangeForm, Tag("<map>")], Discriminator(by_shape)
    ]
    """How much, or between what it is chosen."""
    unit: Phrase
    """Of what: GB, hours, items."""


class NothingForm(AmountForm):
    """Nothing to pay."""

    nothing: YesNo
    """Write true."""


class FixedCase(FixedForm):
    """Always the same amount, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


class ChosenCase(ChosenForm):
    """A chosen amount, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


class ShareCase(ShareForm):
    """A share, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


class EachCase(EachForm):
    """So much for each, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


class ExactlyCase(ExactlyForm):
    """Exactly what a fact says, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


class RestCase(RestForm):
    """What a limit still allows, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


class QuantityCase(QuantityForm):
    """So much of a unit, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


class NothingCase(NothingForm):
    """Nothing to pay, when the case holds."""

    when: ConditionForm | None = None
    """When this case holds; without it, always."""


NO_FORM = "<none>"
"""The tag of a mapping in which no form of an amount can be made out."""


def _by_form(value: Any) -> str:
    if not isinstance(value, dict):
        return "<text>"
    for word in _FORMS:
        if word in value:
            return f"<{word}>"
    for key in value:
        meant = closest(str(key), (*_FORMS, *_CHOSEN, "when", "at_least", "at_most", "percent"))
        if meant in _FORMS:
            return f"<{meant}>"
        if meant in _CHOSEN:
            return "<chosen>"
    return NO_FORM


def _case_by_form(value: Any) -> str:
    tag = _by_form(value)
    return "<chosen>" if tag == "<text>" else NO_FORM if tag == "<cases>" else tag


CaseForm: TypeAlias = Annotated[
    Annotated[FixedCase, Tag("<amount>")]
    | Annotated[ChosenCase, Tag("<chosen>")]
    | Annotated[ShareCase, Tag("<percent_of>")]
    | Annotated[EachCase, Tag("<each>")]
    | Annotated[ExactlyCase, Tag("<exactly>")]
    | Annotated[RestCase, Tag("<rest_of>")]
    | Annotated[QuantityCase, Tag("<quantity>")]
    | Annotated[NothingCase, Tag("<nothing>")],
    Discriminator(_case_by_form),
]


class CasesForm(AmountForm):
    """The first case that holds counts; if none does, the gesture is not available."""

    cases: Annotated[list[CaseForm], Field(min_length=1)]
    """The cases, in the order in which they are looked at."""


AmountWritten: TypeAlias = Annotated[
    Annotated[Money, Tag("<text>")]
    | Annotated[FixedForm, Tag("<amount>")]
    | Annotated[ChosenForm, Tag("<chosen>")]
    | Annotated[ShareForm, Tag("<percent_of>")]
    | Annotated[EachForm, Tag("<each>")]
    | Annotated[ExactlyForm, Tag("<exactly>")]
    | Annotated[RestForm, Tag("<rest_of>")]
    | Annotated[QuantityForm, Tag("<quantity>")]
    | Annotated[NothingForm, Tag("<nothing>")]
    | Annotated[CasesForm, Tag("<cases>")],
    Discriminator(_by_form),
]
