"""The form of a guidelines file, as Pydantic models: what may stand where. `meaning` says what it means.

The docstrings here are for owners: the JSON Schema of `frontdesk schema` and the reference are made from them.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, ValidationInfo, model_validator

from frontdesk.guidelines.problems import closest
from frontdesk.guidelines.words import (
    ClockTime,
    Count,
    DateWord,
    Digit,
    Duration,
    FactTypeWord,
    KindWord,
    Label,
    Language,
    LanguageVersion,
    MeasureWord,
    Money,
    MoneyOrPercent,
    Name,
    OfferWord,
    Percent,
    Phrase,
    QuantityFigure,
    SourceWord,
    StepWord,
    Text,
    TickWord,
    UpToWords,
    Value,
    WindowWords,
    YesNo,
)


class Form(BaseModel):
    """A mapping of the file with fixed names; the reader learns through it which names would have been known."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @model_validator(mode="before")
    @classmethod
    def _remember(cls, data: Any, info: ValidationInfo) -> Any:
        if isinstance(data, dict) and info.context is not None:
            info.context[id(data)] = cls
        return data

    @classmethod
    def words(cls) -> tuple[str, ...]:
        """The names this mapping may hold, as they are written."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


def _one_or_many(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _by_shape(value: Any) -> str:
    return "<map>" if isinstance(value, dict) else "<text>"


def _by_list(value: Any) -> str:
    return "<map>" if isinstance(value, dict) else "<list>" if isinstance(value, list) else "<text>"


Names: TypeAlias = Annotated[
    list[Name],
    BeforeValidator(_one_or_many, json_schema_input_type=list[Name] | Name),
]
"""One name, or a list of names."""

Words: TypeAlias = Annotated[
    Annotated[Text, Tag("<text>")] | Annotated[dict[Language, Text], Tag("<map>")], Discriminator(_by_shape)
]
"""A text, or one for each language: `{en: Free drink, lv: Dzēriens dāvanā}`."""

Labels: TypeAlias = Annotated[
    Annotated[Label, Tag("<text>")] | Annotated[dict[Language, Label], Tag("<map>")], Discriminator(_by_shape)
]
"""A short text, or one for each language."""

# --- conditions ---------------------------------------------------------------------------------------------

Values: TypeAlias = Annotated[
    list[Value],
    BeforeValidator(_one_or_many, json_schema_input_type=list[Value] | Value),
]


class MatcherForm(Form):
    """How a fact is compared; several comparisons must all hold."""

    is_: Values | None = Field(None, alias="is")
    """Equal to this."""
    is_not: Values | None = None
    """Not equal to this."""
    in_: Values | None = Field(None, alias="in")
    """One of these."""
    not_in: Values | None = None
    """None of these."""
    at_least: Value | None = None
    """This or more."""
    at_most: Value | None = None
    """This or less."""
    more_than: Value | None = None
    """More than this."""
    less_than: Value | None = None
    """Less than this."""
    known: YesNo | None = None
    """Whether the fact is known at all."""


Matcher: TypeAlias = Annotated[
    Annotated[MatcherForm, Tag("<map>")] | Annotated[list[Value], Tag("<list>")] | Annotated[Value, Tag("<text>")],
    Discriminator(_by_list),
]
"""A value, a list of which any will do, or comparisons."""


class ConditionForm(BaseModel):
    """Facts and what they must be; all of them must hold. Besides facts it may hold `any`, `all` and `not`."""

    model_config = ConfigDict(extra="allow", frozen=True, use_attribute_docstrings=True)
    __pydantic_extra__: dict[str, Matcher]

    any: list[ConditionForm] | None = None
    """At least one of these conditions holds."""
    all: list[ConditionForm] | None = None
    """Every one of these conditions holds."""
    not_: ConditionForm | None = Field(None, alias="not")
    """This condition does not hold."""


# --- amounts ------------------------------------------------------------------------------------------------


class FixedForm(Form):
    """Always the same amount."""

    amount: Money
    """How much."""


class ChosenForm(Form):
    """The person chooses between two amounts."""

    from_: Money = Field(alias="from")
    """The least."""
    to: Money
    """The most."""
    usual: Money | None = None
    """What is offered."""


class ShareForm(Form):
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


class EachForm(Form):
    """So much for each of something counted."""

    each: Money
    """How much for one."""
    of: Name
    """The number fact."""


class ExactlyForm(Form):
    """Exactly what a fact says."""

    exactly: Name
    """The money fact."""


class RestForm(Form):
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


class QuantityForm(Form):
    """Not money, but so much of a unit."""

    quantity: Annotated[
        Annotated[QuantityFigure, Tag("<text>")] | Annotated[RangeForm, Tag("<map>")], Discriminator(_by_shape)
    ]
    """How much, or between what it is chosen."""
    unit: Phrase
    """Of what: GB, hours, items."""


class NothingForm(Form):
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


_FORMS = ("cases", "percent_of", "each", "exactly", "rest_of", "quantity", "nothing", "amount")


def _by_form(value: Any) -> str:
    if not isinstance(value, dict):
        return "<text>"
    for word in _FORMS:
        if word in value:
            return f"<{word}>"
    if "from" in value or "to" in value:
        return "<chosen>"
    for key in value:
        meant = closest(str(key), (*_FORMS, "from", "usual"))
        if meant in _FORMS:
            return f"<{meant}>"
    return "<chosen>"


def _case_by_form(value: Any) -> str:
    tag = _by_form(value)
    return "<chosen>" if tag in ("<text>", "<cases>") else tag


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


class CasesForm(Form):
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

# --- limits -------------------------------------------------------------------------------------------------


class LimitForm(Form):
    """How much, per what, within which time."""

    id: Name | None = None
    """What the limit is called; without one, by its gesture and number: free_drink.1."""
    up_to: UpToWords
    """How much is allowed: `4 times`, an amount, `10 GB`, a fact, or `unlimited`."""
    per: Names
    """Per what it is counted: customer, order, staff, site and so on; several together are one key."""
    within: WindowWords
    """In which time: ever, conversation, shift, day, week, month, quarter, year, or a length like 90 days."""
    across: Names | None = None
    """Other gestures that count here too."""
    measure: MeasureWord | None = None
    """What is added up: value (without this word), cost, exposure or quantity."""
    when: ConditionForm | None = None
    """When the limit applies; without it, always."""
    valid_from: DateWord | None = None
    """The first day on which it applies."""
    valid_until: DateWord | None = None
    """The last day on which it applies."""


class BudgetForm(Form):
    """A limit that several gestures share."""

    of: Names
    """The gestures that use it up, and that it can stop."""
    up_to: UpToWords
    """How much is allowed: an amount, `100 times`, a fact, or `unlimited`."""
    per: Names
    """Per what it is counted, mostly site."""
    within: WindowWords
    """In which time, mostly day or month."""
    measure: MeasureWord | None = None
    """What is added up: value (without this word), cost, exposure or quantity."""
    warn_at: Percent | None = None
    """The share of the budget from which the lead is told."""
    when: ConditionForm | None = None
    """When the budget applies; without it, always."""
    valid_from: DateWord | None = None
    """The first day on which it applies."""
    valid_until: DateWord | None = None
    """The last day on which it applies."""


# --- gestures -----------------------------------------------------------------------------------------------


class OtherGestureForm(Form):
    """Another gesture."""

    gesture: Name
    """Its name."""


class AskForm(Form):
    """Somebody who may give more."""

    ask: Phrase
    """The role."""


class WithinForm(Form):
    """A length of time."""

    within: Duration
    """How long at most, like 24 hours."""


class PromiseWayForm(Form):
    """A promise."""

    promise: WithinForm
    """Within which time it is kept."""


class SayForm(Form):
    """A hint for staff."""

    say: Words
    """What always works; it is for staff and is not read out."""


_WAYS = ("gesture", "ask", "promise", "say")


def _by_way(value: Any) -> str:
    if isinstance(value, dict):
        for word in _WAYS:
            if word in value:
                return f"<{word}>"
        for key in value:
            meant = closest(str(key), _WAYS)
            if meant is not None:
                return f"<{meant}>"
    return "<gesture>"


WayForm: TypeAlias = Annotated[
    Annotated[OtherGestureForm, Tag("<gesture>")]
    | Annotated[AskForm, Tag("<ask>")]
    | Annotated[PromiseWayForm, Tag("<promise>")]
    | Annotated[SayForm, Tag("<say>")],
    Discriminator(_by_way),
]


class FollowUpForm(Form):
    """A promise that giving the gesture makes."""

    text: Words
    """What is promised."""
    due: Duration
    """When it is due, from now: 30 days."""


class BendForm(Form):
    """An exception outside the gesture's own condition."""

    by: Phrase
    """The role that may give it, with a reason."""
    when: ConditionForm
    """The wider condition."""


class GestureForm(Form):
    """Something staff may do for a customer."""

    key: Digit | None = None
    """The digit that opens it on the screen."""
    label: Labels | None = None
    """What staff read; without it, the name."""
    kind: KindWord | None = None
    """What it is; without it, an item."""
    amount: AmountWritten | None = None
    """How much; without it, nothing to pay."""
    cost: MoneyOrPercent | None = None
    """What it costs the business; without it, its amount."""
    exposure: AmountWritten | None = None
    """Money that is not yet received because of it."""
    one_press: YesNo | None = None
    """Given at once with its key, and taken back with `u`."""
    authority: dict[Phrase, Money] | None = None
    """The most that each role gives by itself; a role that is not named has what the next lower one has."""
    judgement_above: Money | None = None
    """Above this amount one sentence says why."""
    when: ConditionForm | None = None
    """When it can be given at all."""
    situations: Names | None = None
    """Only in these situations."""
    limits: list[LimitForm] | None = None
    """How much, per what, within which time."""
    otherwise: list[WayForm] | None = None
    """Ways forward when it cannot be given, best first; `[]` says that there are none."""
    needs: list[TickWord] | None = None
    """What must be done before; the request is always heard first, unless this is `[]`."""
    not_with: Names | None = None
    """Gestures that are not given together with it."""
    offer: OfferWord | None = None
    """at_once, or only_if_asked."""
    promise: FollowUpForm | None = None
    """The promise that giving it makes."""
    idea: YesNo | None = None
    """Whether giving it also writes down an idea."""
    bend: BendForm | None = None
    """Who may give it outside its condition, and how far."""
    valid_from: DateWord | None = None
    """The first day on which it can be given."""
    valid_until: DateWord | None = None
    """The last day on which it can be given."""
    why: Words | None = None
    """Why this gesture exists, for the people who give it."""


# --- the file -----------------------------------------------------------------------------------------------


class BusinessForm(Form):
    """Who this is, in which money and by which clock."""

    name: Label
    """The name of the business."""
    currency: Name
    """The three letters of the currency: EUR."""
    timezone: Text
    """The zone of the clock on the wall: Europe/Riga."""
    day_starts: ClockTime | None = None
    """When the business day begins, in quotes: "06:00"; without it, at midnight."""
    languages: list[Language] | None = None
    """The languages that staff work in."""


class FactForm(Form):
    """Something that conditions and amounts may look at."""

    type: FactTypeWord
    """money, number, percent, text, yes_no, date, duration or choice."""
    from_: SourceWord = Field(alias="from")
    """Where it comes from: the customer's card, the order, the house, or asked of the customer."""
    of: list[Phrase] | None = None
    """The values of a choice."""
    label: Labels | None = None
    """What staff read, or ask."""


class SituationForm(Form):
    """What kind of moment this is."""

    label: Labels | None = None
    """What staff read; without it, the name."""
    first: Names | None = None
    """The gestures that are shown first."""
    ask: Names | None = None
    """The facts that are asked of the customer."""


class ConversationForm(Form):
    """How a conversation goes."""

    steps: Annotated[list[StepWord], Field(min_length=1)] | None = None
    """The steps, in their order."""
    gestures_at_most: Count | None = None
    """How many gestures may be given in one conversation."""


class ExampleForm(Form):
    """One of the file's own tests."""

    given: dict[str, Any]
    """What is asked: a line as `frontdesk decide` reads it."""
    expect: dict[str, Any]
    """What the answer must hold."""


Reasons: TypeAlias = Annotated[
    Annotated[dict[Name, Labels], Tag("<map>")] | Annotated[list[Label], Tag("<list>")],
    Discriminator(lambda value: "<list>" if isinstance(value, list) else "<map>"),
]


class FileForm(Form):
    """A guidelines file."""

    frontdesk: LanguageVersion
    """The version of this language: 1."""
    business: BusinessForm
    """Who this is, in which money and by which clock."""
    principles: list[Words] | None = None
    """What matters here, in a few sentences."""
    roles: Annotated[list[Phrase], Field(min_length=1)] | None = None
    """The roles, from low to high; the first is the default. Without them: staff, lead."""
    facts: dict[Name, FactForm] | None = None
    """What conditions and amounts may look at."""
    reasons: Reasons | None = None
    """Reasons that staff may pick from."""
    situations: dict[Name, SituationForm] | None = None
    """What kinds of moment there are."""
    gestures: dict[Name, GestureForm]
    """What staff may do for a customer."""
    budgets: dict[Name, BudgetForm] | None = None
    """Limits that several gestures share."""
    conversation: ConversationForm | None = None
    """How a conversation goes."""
    examples: list[ExampleForm] | None = None
    """The file's own tests; `frontdesk check` runs them."""
