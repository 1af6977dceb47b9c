"""What has to be filled in before a gesture can be previewed, and how what was filled in is read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from frontdesk.authority.values import Decision, Moment
from frontdesk.desk.gestures import wording
from frontdesk.desk.gestures.lines import quantity_words
from frontdesk.desk.gestures.moments import FACT, KNOWN_SCOPES, SCOPE, scopes_wanted
from frontdesk.desk.gestures.saying import amount_words, is_chosen, label_of
from frontdesk.desk.views import Field, Needed, Questions, Talk
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.language import _, current
from frontdesk.ground.money import BadAmount, format_minor, parse_minor
from frontdesk.ground.text import NOTE_LENGTH_MAX, clean_line, whole_line
from frontdesk.guidelines.model import Fact, FactType, Gesture, Guidelines, Source
from frontdesk.guidelines.problems import did_you_mean
from frontdesk.guidelines.values import format_fact, parse_fact, parse_number

QUANTITY_MAX = 10**12

_KINDS = {
    FactType.MONEY: "amount",
    FactType.NUMBER: "number",
    FactType.PERCENT: "number",
    FactType.TEXT: "text",
    FactType.YES_NO: "yes_no",
    FactType.DATE: "date",
    FactType.DURATION: "text",
    FactType.CHOICE: "choice",
}


def needed(decision: Decision, guidelines: Guidelines, *, with_amount: bool = False) -> Needed:
    """What is asked before this gesture can be given, in the order in which it is asked."""
    # Who the customer is says which household they are of: nobody is asked that.
    asked = ("scope:customer" if name == "scope:household" else name for name in decision.missing)
    names = [name for name in dict.fromkeys(asked) if name != "amount"]
    if with_amount or "amount" in decision.missing:
        names = ["amount", *names]
    fields = tuple(_field(name, decision, guidelines) for name in names)
    return Needed(decision.gesture, label_of(guidelines, decision.gesture), fields, decision)


def questions(guidelines: Guidelines, talk: Talk) -> Questions | None:
    """What the situation of the conversation asks and nobody has answered yet; None when nothing is open."""
    situation = guidelines.situations.get(talk.situation or "")
    if situation is None:
        return None
    answered = {name for name, _text in talk.answers}
    open_facts = [guidelines.facts[name] for name in situation.ask if name not in answered]
    if not open_facts:
        return None
    return Questions(situation.label.said_in(current()), tuple(_fact_field(fact, guidelines) for fact in open_facts))


def of_order(decision: Decision, guidelines: Guidelines, moment: Moment) -> tuple[Field, ...]:
    """What the order would have to say before this is decided otherwise, and nobody wrote down; with which order."""
    named = dict.fromkeys(fact for binding in decision.binding for fact in binding.facts)
    facts = [guidelines.facts[name] for name in named if name in guidelines.facts and name not in moment.facts]
    unwritten = tuple(_fact_field(fact, guidelines) for fact in facts if fact.source is Source.ORDER)
    if not unwritten or "order" in moment.scope:
        return unwritten
    return (_field("scope:order", decision, guidelines), *unwritten)


def _field(name: str, decision: Decision, guidelines: Guidelines) -> Field:
    label = wording.tick_words(name, guidelines)
    if name == "amount":
        return _amount_field(decision, guidelines)
    if name == "reason":
        choices = tuple(guidelines.reasons)
        hint = ", ".join(words.said_in(current()) for words in guidelines.reasons.values())
        return Field("reason", "text", _("Why, in one sentence?"), hint=hint, choices=choices, cap=NOTE_LENGTH_MAX)
    if name == "wish":
        return Field("wish", "text", _("What would make it right?"), cap=NOTE_LENGTH_MAX)
    if name == "situation":
        choices = tuple(guidelines.situations)
        hint = ", ".join(each.label.said_in(current()) for each in guidelines.situations.values())
        return Field("situation", "choice", label, hint=hint, choices=choices)
    if name.startswith("scope:"):
        return Field(name, "text", label)
    if name.startswith("fact:"):
        return _fact_field(guidelines.facts[name.removeprefix("fact:")], guidelines)
    return Field(name, "tick", label)


def _fact_field(fact: Fact, guidelines: Guidelines) -> Field:
    name = f"fact:{fact.name}"
    asked = wording.tick_words(name, guidelines) if fact.label is None else fact.label.said_in(current())
    return Field(name, _KINDS[fact.type], asked, choices=fact.choices)


def _amount_field(decision: Decision, guidelines: Guidelines) -> Field:
    if decision.high_thousandths is not None:
        usual = decision.quantity_thousandths or decision.usual_thousandths
        words = "" if usual is None else str(wording.number(usual))
        low = quantity_words(decision.low_thousandths, decision.unit)
        high = quantity_words(decision.at_most_thousandths or decision.high_thousandths, decision.unit)
    else:
        minor = decision.amount_minor if decision.amount_minor is not None else decision.usual_minor
        words = "" if minor is None else amount_words(guidelines, minor)
        most = decision.at_most_minor if decision.at_most_minor is not None else decision.high_minor
        low, high = amount_words(guidelines, decision.low_minor), amount_words(guidelines, most)
    return Field("amount", "amount", _("How much?"), words, _("{low} to {high}").format(low=low, high=high))


def read_ask(
    text: str | None, gesture: Gesture, guidelines: Guidelines, bounds: Decision | None
) -> tuple[int | None, int | None]:
    """What is asked, as minor units or as thousandths. Raises BadInput with the bounds for a text that is neither."""
    if text is None or not text.strip():
        return None, None
    if wording.is_quantity(gesture.amount):
        return None, _thousandths(text.strip(), gesture, bounds)
    try:
        return parse_minor(text, guidelines.business.exponent), None
    except BadAmount as wrong:
        raise BadInput(_bad_amount(text, str(wrong)), _remedy(gesture, guidelines, bounds)) from wrong


def _thousandths(text: str, gesture: Gesture, bounds: Decision | None) -> int:
    try:
        number = parse_number(text.replace(",", ".")) * 1000
    except ValueError as wrong:
        raise BadInput(str(wrong), _("Write a number, like 2 or 1.5.")) from wrong
    if number != number.to_integral_value() or abs(number) > QUANTITY_MAX:
        raise BadInput(
            _("{text} is too exact or too large.").format(text=text), _("Write a number with at most three decimals.")
        )
    return int(Decimal(number))


def _bad_amount(text: str, problem: str) -> str:
    shown = text.strip()[:40]
    if problem == "decimals":
        return _("{text} has too many decimals.").format(text=shown)
    if problem == "too_large":
        return _("{text} is too large.").format(text=shown)
    return _("{text} is not an amount.").format(text=shown)


def _remedy(gesture: Gesture, guidelines: Guidelines, bounds: Decision | None) -> str:
    if bounds is not None and is_chosen(bounds):
        most = bounds.at_most_minor if bounds.at_most_minor is not None else bounds.high_minor
        whole = guidelines.business.exponent == 0
        return _("Write an amount from {low} to {high}, like {example}.").format(
            low=amount_words(guidelines, bounds.low_minor),
            high=amount_words(guidelines, most),
            example="120" if whole else _("120 or 120.50"),
        )
    if bounds is not None and bounds.amount_minor is not None:
        return _("It is {amount}: write that, or nothing.").format(amount=amount_words(guidelines, bounds.amount_minor))
    return _("Write an amount like {example}.").format(example=format_minor(12050, guidelines.business.exponent))


# --- what the customer answered -------------------------------------------------------------------------------


def read_answer(guidelines: Guidelines, fact: str, text: str) -> tuple[str, str]:
    """The name and the checked value of what a customer answered; "" takes it back. Raises BadInput, in words."""
    said = whole_line(text)
    if fact.startswith(SCOPE):
        return SCOPE + _scope(guidelines, fact.removeprefix(SCOPE)), said
    name = fact.removeprefix(FACT)
    known = guidelines.facts.get(name)
    if known is None:
        asked = [each.name for each in guidelines.facts.values() if each.source is Source.ASKED]
        raise NotFound(
            _("There is no fact {name}.").format(name=clean_line(name)),
            did_you_mean(name, asked) or _("The guidelines ask no facts of customers."),
        )
    if known.source is not Source.ASKED:
        raise BadInput(
            _("{fact} is not asked: the {source} knows it.").format(fact=name, source=known.source.value),
            _("Put it right there; what a customer says never overwrites it."),
        )
    if not said:
        return name, ""
    try:
        value = parse_fact(known, said, guidelines.business.exponent)
    except ValueError as wrong:
        sentence = getattr(wrong, "sentence", str(wrong))
        raise BadInput(sentence, getattr(wrong, "remedy", "") or _("Ask again.")) from wrong
    return name, format_fact(known, value, guidelines.business.exponent)


def _scope(guidelines: Guidelines, name: str) -> str:
    """What a limit is per and a customer can say. Raises BadInput for what is known or what no limit is per."""
    if name in KNOWN_SCOPES:
        raise BadInput(
            _("{name} is not answered: the desk knows it.").format(name=name),
            _("Choose the customer and the order in the conversation; the rest follows from who works where."),
        )
    wanted = scopes_wanted(guidelines) - KNOWN_SCOPES
    if name not in wanted:
        raise NotFound(
            _("No limit is per {name}.").format(name=clean_line(name, 60)),
            did_you_mean(name, wanted) or _("The guidelines ask no such thing of customers."),
        )
    return name


def must_be_unwritten(name: str, written: Mapping[str, str]) -> None:
    """Raise BadInput when the card or the order (`written`) already says what a limit is per."""
    known = written.get(name)
    if known is not None:
        raise BadInput(
            _("The {name} is written down: {value}.").format(name=name, value=clean_line(known, 60)),
            _("Put it right there; what a customer says never overwrites it."),
        )
