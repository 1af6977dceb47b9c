"""The form of a guidelines file, as Pydantic models: what may stand where. `meaning` says what it means.

The docstrings here are for owners: the JSON Schema of `frontdesk schema` and the reference are made from them.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, Tag

from frontdesk.guidelines.amount_forms import AmountWritten
from frontdesk.guidelines.forms import ConditionForm, Form, Labels, Names, Words
from frontdesk.guidelines.problems import closest
from frontdesk.guidelines.words import (
    ClockTime,
    Count,
    DateWord,
    Digit,
    Duration,
    FactTypeWord,
    Keeping,
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
    SourceWord,
    StepWord,
    Text,
    TickWord,
    UnkindWord,
    UpToWords,
    WindowWords,
    YesNo,
)

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


_WAYS = ("gesture", "ask", "promise", "say")


class WrittenWay(Form):
    """One way forward."""

    apart = _WAYS


class OtherGestureForm(WrittenWay):
    """Another gesture."""

    gesture: Name
    """Its name."""


class AskForm(WrittenWay):
    """Somebody who may give more."""

    ask: Phrase
    """The role."""


class WithinForm(Form):
    """A length of time."""

    within: Duration
    """How long at most, like 24 hours."""


class PromiseWayForm(WrittenWay):
    """A promise."""

    promise: WithinForm
    """Within which time it is kept."""


class SayForm(WrittenWay):
    """A hint for staff."""

    say: Words
    """What always works; it is for staff and is not read out."""


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
    """The steps beside a conversation, in their order; the moment and the wish may be left out."""
    gestures_at_most: Count | None = None
    """How many gestures may be given in one conversation."""
    without_complaint: Percent | None = None
    """Which share of the gestures you want to go to customers without a complaint; it is shown beside what it is."""


class KeepForm(Form):
    """How long what is known of customers is kept after the last contact; what is not named is kept."""

    conversations: Keeping | None = None
    """The words of conversations that are over, of their promises and of the reasons of what was given: 24 months."""
    calls: Keeping | None = None
    """Calls and their numbers: 90 days."""
    notes: Keeping | None = None
    """Notes on a card: 12 months."""
    preferences: Keeping | None = None
    """Preferences on a card that are not asked for any more: 24 months."""
    customers: Keeping | None = None
    """Customers with nothing open and no contact, order or promise since then: 36 months."""


class PrivacyForm(Form):
    """What the business does not keep for ever."""

    keep: KeepForm
    """How long each is kept. `frontdesk customers forget` forgets what is over it; nothing goes by itself."""


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
    unkind_words: dict[Language, list[UnkindWord]] | None = None
    """Words about people that no card may hold, by language; `*` at the end of one stands for every ending."""
    privacy: PrivacyForm | None = None
    """How long what is known of customers is kept."""
    examples: list[ExampleForm] | None = None
    """The file's own tests; `frontdesk check` runs them."""
