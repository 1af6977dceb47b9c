"""One thing of the past asked again under a draft: what the draft says to it, and what it would have given.

Source of every rule: docs/guidelines.md, Trying a draft on the past.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from frontdesk.authority.conditions import facts_in
from frontdesk.authority.index import GestureIndex, index_of
from frontdesk.authority.joined import CUSTOMER, HOUSEHOLD
from frontdesk.authority.judged import Judged, Tight
from frontdesk.authority.judging import Weighing, conclude_for_own, weigh
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import Scene
from frontdesk.authority.past import Given, Knew, Stopped
from frontdesk.authority.remembering import Memory, Recalled
from frontdesk.authority.tally import Gift
from frontdesk.authority.values import BadAsk, Binding, Moment, Outcome
from frontdesk.authority.ways import roles_that_can
from frontdesk.guidelines.model import AmountForm, Cases, Each, Exactly, Guidelines, Share, Source

_WRITTEN_DOWN = (Source.CARD, Source.ORDER)
_DESK_KNOWS = frozenset({"customer", "order", "incident", "conversation", "staff", "role", "site", "business"})

Ask: TypeAlias = tuple[int | None, int | None]
"""An amount that was asked: minor units, or thousandths; (None, None) is the usual."""


class Answer(NamedTuple):
    """What the draft says. `gift` is what would have been given, None for nothing.

    Of a smaller amount that fits, `gift` is set only where something was given then: of a block nobody knows whether it
    would have been taken. `wanted_minor` is the face value that was asked, or the usual one; `possible_minor` what fits
    of it (for LEAD: what the higher role could give). `rules` are in the way. `missing` would have been asked first.
    `unsaid`: nobody named an amount, and the smallest is taken. `unknown` are facts that the draft needs and nobody
    wrote down then: there is no answer.
    """

    moment: Moment
    outcome: Outcome
    gift: Gift | None
    wanted_minor: int | None = None
    possible_minor: int | None = None
    rules: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unsaid: bool = False
    unknown: tuple[str, ...] = ()


class Again:
    """Asks what was asked in the past again, by the draft and by the ledger of what would have been given under it."""

    def __init__(self, draft: Guidelines, ledger: Ledger, knew: Mapping[str, Knew]) -> None:
        self._draft = draft
        self._index = index_of(draft)
        self._ledger = ledger
        self._memory = Memory(draft)
        self._needed = {name for name, fact in draft.facts.items() if fact.source is not Source.ASKED}
        self._scopes = {name for bound in self._index.limits.values() for name in bound.per} - _DESK_KNOWS
        self._by_fact = {
            name.rpartition(".")[2]: name for name, fact in draft.facts.items() if fact.source in _WRITTEN_DOWN
        }
        named = frozenset(self._by_fact[name] for name in self._scopes if name in self._by_fact)
        self._looked_at = {name: tuple(_facts_of(found) | named) for name, found in self._index.gestures.items()}
        self._knew = knew
        self._unwritten: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def recall(self, gesture: str, kept: Mapping[str, Any]) -> Recalled:
        """What was kept of a moment, as the draft sees it: of its facts, those that the gesture's rules look at."""
        return self._memory.recall(kept, self._looked_at.get(gesture))

    def answer(self, event: Given | Stopped, recalled: Recalled, ask: Ask, then: Gift | None) -> Answer:
        """The draft's answer to what was asked; `then` is what was given, None for a block."""
        facts, scopes = self._not_written(event.version)
        gesture = self._index.gestures[event.gesture]
        moment = self._moment(event, recalled, gesture, scopes)
        scene = Scene(self._index, moment, self._ledger.live(moment.at, moment.homes))
        weighing, judged = _decide(scene, gesture, ask)
        unsaid = False
        if judged.outcome is Outcome.TICKS and "amount" in judged.missing and judged.amount is not None:
            unsaid = then is None
            if then is None:
                ask = _of_kind(judged.amount.low, quantity=judged.amount.quantity)
            else:
                ask = (then.value_minor, then.quantity_thousandths or None)
            weighing, judged = _decide(scene, gesture, ask)
        outcome = judged.outcome
        wanted = weighing.wanted if weighing.amount is not None and not weighing.amount.quantity else None
        if outcome is Outcome.YES or outcome is Outcome.TICKS:
            return _gives(moment, judged, wanted, unsaid)
        money = judged.amount is not None and not judged.amount.quantity and not judged.amount.none
        rules = tuple(dict.fromkeys(_rule(each) for each in judged.binding))
        if outcome is Outcome.LESS:
            possible = judged.at_most if money else None
            if then is None or judged.at_most is None or judged.amount is None:
                return Answer(moment, Outcome.LESS, None, wanted, possible, rules)
            part = _decide(scene, gesture, _of_kind(judged.at_most, quantity=judged.amount.quantity))[1]
            less = _gives(moment, part, wanted, unsaid)
            return less._replace(outcome=Outcome.LESS, possible_minor=possible, rules=rules)
        if outcome is Outcome.LEAD:
            return Answer(moment, Outcome.LEAD, None, wanted, judged.given if money else None, rules)
        unknown = _stuck_on(weighing, judged, facts) if facts and not weighing.definite else ()
        return Answer(moment, Outcome.NO_FIT, None, wanted, rules=rules, unknown=unknown)

    def _moment(
        self, event: Given | Stopped, recalled: Recalled, gesture: GestureIndex, scopes: frozenset[str]
    ) -> Moment:
        scope = self._scope(event.scope, recalled, scopes) if scopes else event.scope
        recalled = self._living_alone(recalled, scope, scopes)
        role = recalled.approved_by_role or event.role
        if self._draft.gestures_at_most is None and not gesture.excluded_by:
            return recalled.moment(at=event.at, role=role, scope=scope)
        given, count = self._ledger.before(scope)
        return recalled.moment(at=event.at, role=role, scope=scope, given=given, given_in_conversation=count)

    def _living_alone(self, recalled: Recalled, scope: Mapping[str, str], scopes: frozenset[str]) -> Recalled:
        """With the cards of the person counted together, where nobody wrote down then who lived together."""
        customer = scope.get(CUSTOMER)
        if HOUSEHOLD not in scopes or recalled.homes or customer is None:
            return recalled
        return recalled._replace(homes=(self._ledger.joined.ids(customer),))

    def _scope(self, scope: Mapping[str, str], recalled: Recalled, scopes: frozenset[str]) -> Mapping[str, str]:
        """The scope, with what no limit was per then but a fact of the card or the order says."""
        said = {name: recalled.facts.get(self._by_fact[name]) for name in scopes if name in self._by_fact}
        if HOUSEHOLD in scopes:  # who lived together nobody wrote down: each person is taken for a household of one
            said[HOUSEHOLD] = scope.get(CUSTOMER)
        return {**{name: value for name, value in said.items() if isinstance(value, str) and value}, **scope}

    def _not_written(self, version: str) -> tuple[frozenset[str], frozenset[str]]:
        """The facts and scopes that the draft looks at and that were not written down under a version."""
        found = self._unwritten.get(version)
        if found is None:
            knew = self._knew.get(version, Knew())
            found = (frozenset(self._needed - knew.facts), frozenset(self._scopes - knew.scopes))
            self._unwritten[version] = found
        return found


def _decide(scene: Scene, gesture: GestureIndex, ask: Ask) -> tuple[Weighing, Judged]:
    """The decision without its ways; an amount that the draft lets nobody name comes out as the draft computes it."""
    weighing = weigh(scene, gesture, *ask)
    if isinstance(weighing, BadAsk):
        ask = (None, None)
        if weighing.problem == "too_low" and weighing.low is not None:  # nobody could have named less
            ask = _of_kind(weighing.low, quantity=weighing.is_quantity)
        weighing = weigh(scene, gesture, *ask)
    if isinstance(weighing, BadAsk):
        raise AssertionError("what the draft itself offers can be asked")
    judged = conclude_for_own(weighing)
    if judged.outcome is Outcome.LEAD:
        able = roles_that_can(weighing, judged.outcome, *ask)
        if able:
            judged.take_over(able[0].judged, able[0].role)
        else:
            judged.give_up()
    return weighing, judged


def _gives(moment: Moment, judged: Judged, wanted: int | None, unsaid: bool) -> Answer:
    """What is given once every tick that is missing is there; where an answer decides the amount, nobody knows it."""
    amount, given = judged.amount, judged.given
    if amount is None:
        facts = tuple(name.removeprefix("fact:") for name in judged.missing if name.startswith("fact:"))
        return Answer(moment, judged.outcome, None, wanted, missing=judged.missing, unknown=facts)
    value = None if amount.none or amount.quantity else given
    quantity = given or 0 if amount.quantity else 0
    gift = Gift(value, judged.cost_minor, judged.exposure_minor, quantity)
    return Answer(moment, judged.outcome, gift, wanted, value, (), judged.missing, unsaid)


def _of_kind(figure: int | None, *, quantity: bool) -> Ask:
    return (None, figure) if quantity else (figure, None)


def _rule(binding: Binding | Tight) -> str:
    """The name of a rule that is in the way, without working out when it frees."""
    return binding.rule if isinstance(binding, Binding) else binding.now.bound.id


def _stuck_on(weighing: Weighing, judged: Judged, unwritten: frozenset[str]) -> tuple[str, ...]:
    """The facts that keep the draft from an answer only because nobody wrote them down under the rules of then."""
    named = [*weighing.stuck]
    named += [name for each in judged.binding if isinstance(each, Binding) for name in each.facts]
    return tuple(dict.fromkeys(name for name in named if name in unwritten))


# --- the facts that matter ----------------------------------------------------------------------------------


def _facts_of(gesture: GestureIndex) -> frozenset[str]:
    """Every fact that a decision about the gesture alone can look at."""
    found: set[str] = set()
    conditions = [gesture.gesture.when, None if gesture.gesture.bend is None else gesture.gesture.bend.when]
    for bound in (*gesture.limits, *gesture.rests):
        conditions.append(bound.limit.when)
        found.add(bound.limit.up_to.fact or "")
    for form in (gesture.gesture.amount, gesture.gesture.exposure):
        found |= _facts_of_form(form)
    return frozenset(found.union(*(facts_in(each) for each in conditions if each is not None)) - {""})


def _facts_of_form(form: AmountForm | None) -> set[str]:
    if isinstance(form, Share | Each):
        return {form.of}
    if isinstance(form, Exactly):
        return {form.fact}
    if not isinstance(form, Cases):
        return set()
    found = {name for case in form.cases if case.when is not None for name in facts_in(case.when)}
    return found.union(*(_facts_of_form(case.form) for case in form.cases))
