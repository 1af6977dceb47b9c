"""What holds for every file and every history, tried on thousands of small random ones."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import event, given, settings
from slow_model import TRIED_MAX, Gave, Slow, another
from strategies import World, decide_in, per_company, play, split_ask, worlds

from frontdesk.authority.decision import decide
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import keys_moved, needed, scope_of
from frontdesk.authority.values import (
    AskWay,
    BadAsk,
    Decision,
    GestureWay,
    Outcome,
    PromiseWay,
    UsageNeeded,
)
from harder import HARDER

PASSES = (Outcome.YES, Outcome.TICKS)
many = settings(max_examples=300 * HARDER, deadline=None)
SECOND = timedelta(seconds=1)


@many
@given(worlds())
def test_the_same_question_has_the_same_answer_and_always_one(world: World):
    ledger = play(world)
    first = decide_in(ledger, world.moment, world.gesture, world.ask)
    again = decide_in(ledger, world.moment, world.gesture, world.ask)
    assert first == again
    assert isinstance(first, Decision | BadAsk)
    event(type(first).__name__ if isinstance(first, BadAsk) else first.outcome.value)


@many
@given(worlds())
def test_every_no_has_a_way_forward_and_taking_it_succeeds(world: World):
    ledger = play(world)
    answer = decide_in(ledger, world.moment, world.gesture, world.ask)
    if isinstance(answer, BadAsk) or answer.outcome is Outcome.YES:
        return
    rules = world.guidelines
    if rules.gestures[world.gesture].otherwise != ():
        assert answer.ways and isinstance(answer.ways[-1], PromiseWay)
    for way in answer.ways:
        if isinstance(way, GestureWay):
            other = decide_in(ledger, world.moment, way.gesture, None)
            assert isinstance(other, Decision) and other.outcome in PASSES
            assert other.amount_minor == way.amount_minor
            assert way.gesture != world.gesture
        elif isinstance(way, AskWay):
            ask = world.ask if way.amount_minor is None else way.amount_minor
            above = decide_in(ledger, another(world.moment, role=way.role, authority={}), world.gesture, ask)
            assert isinstance(above, Decision) and above.outcome in PASSES
    if answer.outcome is Outcome.LEAD:
        assert answer.role in rules.roles
        above = decide_in(ledger, another(world.moment, role=answer.role, authority={}), world.gesture, world.ask)
        assert isinstance(above, Decision) and above.outcome in PASSES and above.missing == answer.missing
        event("lead")


@many
@given(worlds())
def test_at_most_passes_and_nothing_above_it_does(world: World):
    ledger = play(world)
    answer = decide_in(ledger, world.moment, world.gesture, world.ask)
    if isinstance(answer, BadAsk):
        return
    met = ledger.met(world.moment)
    usages = ledger.usages(needed(world.guidelines, met, (world.gesture,)))

    def asked(minor: int | None, thousandths: int | None) -> Decision | BadAsk:
        return decide(world.guidelines, met, world.gesture, usages, minor, thousandths)

    if answer.outcome is Outcome.LESS:
        assert (answer.at_most_minor is None) != (answer.at_most_thousandths is None)
    if answer.outcome in (Outcome.NO_FIT, Outcome.LEAD):
        assert (answer.at_most_minor, answer.at_most_thousandths) == (None, None)
    for most, ask in (
        (answer.at_most_minor, lambda amount: asked(amount, None)),
        (answer.at_most_thousandths, lambda amount: asked(None, amount)),
    ):
        if most is not None:
            taken, more = ask(most), ask(most + 1)
            assert isinstance(taken, Decision) and taken.outcome in PASSES
            assert isinstance(more, BadAsk) or more.outcome not in PASSES


@many
@given(worlds())
def test_the_counters_that_are_asked_for_are_all_that_is_looked_at(world: World):
    ledger = play(world)
    met = ledger.met(world.moment)
    asked_for = ledger.usages(needed(world.guidelines, met, (world.gesture,)))
    every = ledger.usages(UsageNeeded(key) for key in (*ledger._used, *ledger._marks))
    minor, thousandths = split_ask(world.guidelines, world.gesture, world.ask)
    assert decide(world.guidelines, met, world.gesture, asked_for, minor, thousandths) == decide(
        world.guidelines, met, world.gesture, every, minor, thousandths
    )


@many
@given(worlds())
def test_giving_and_taking_back_leaves_no_trace(world: World):
    ledger = play(world)
    before = decide_in(ledger, world.moment, world.gesture, world.ask)
    for name in world.guidelines.gestures:
        answer = decide_in(ledger, world.moment, name, None)
        if isinstance(answer, Decision) and answer.outcome is Outcome.YES:
            ledger.add("now", answer, world.moment)
            ledger.reverse("now")
    assert decide_in(ledger, world.moment, world.gesture, world.ask) == before


def slow_of(world: World) -> tuple[Ledger, Slow]:
    """The ledger after the world's history, and a slow model that remembers the same."""
    entries: dict[str, Gave] = {}

    def note(entry_id: str, answer: Decision, moment) -> None:  # type: ignore[no-untyped-def]  # a Moment
        entries[entry_id] = Gave(
            answer.gesture,
            moment,
            answer.amount_minor or 0,
            answer.cost_minor,
            answer.exposure_minor,
            answer.quantity_thousandths or 0,
        )

    ledger = play(world, note)
    return ledger, Slow(world.guidelines, [entry for key, entry in entries.items() if ledger.entry(key) is not None])


@many
@given(worlds())
def test_the_decision_agrees_with_a_slow_model_that_sums_every_entry(world: World):
    ledger, slow = slow_of(world)
    minor, thousandths = split_ask(world.guidelines, world.gesture, world.ask)
    answer = decide_in(ledger, world.moment, world.gesture, world.ask)
    if minor is not None and asks_quantity(world, world.gesture):
        return  # a case that comes to a quantity, asked in money: only the decision itself knows
    said = slow.decide(world.gesture, world.moment, minor if thousandths is None else thousandths)
    if said is None or isinstance(answer, BadAsk):
        assert said is None and isinstance(answer, BadAsk), (said, answer)
        return
    event(said.outcome)
    check(said, answer)


@many
@given(worlds(steps=16).map(per_company))
def test_who_is_of_several_companies_counts_in_each_and_has_to_fit_in_each(world: World):
    ledger, slow = slow_of(world)
    minor, thousandths = split_ask(world.guidelines, world.gesture, world.ask)
    answer = decide_in(ledger, world.moment, world.gesture, world.ask)
    if minor is not None and asks_quantity(world, world.gesture):
        return
    said = slow.decide(world.gesture, world.moment, minor if thousandths is None else thousandths)
    assert (said is None) == isinstance(answer, BadAsk)
    if said is not None and isinstance(answer, Decision):
        check(said, answer)
        check_frees_at(slow, world, answer, minor if thousandths is None else thousandths)


@many
@given(worlds(steps=16))
def test_a_limit_frees_at_the_instant_it_names_and_not_a_second_before(world: World):
    ledger, slow = slow_of(world)
    for name in world.guidelines.gestures:
        for ask in {None, world.ask}:
            answer = decide_in(ledger, world.moment, name, ask)
            minor, thousandths = split_ask(world.guidelines, name, ask)
            if isinstance(answer, Decision) and not (minor is not None and asks_quantity(world, name)):
                check_frees_at(slow, world, answer, minor if thousandths is None else thousandths)


def check_frees_at(slow: Slow, world: World, answer: Decision, ask: int | None) -> None:
    gesture = world.guidelines.gestures[answer.gesture]
    figures = slow.figures(gesture, world.moment, ask)
    for binding in answer.binding:
        limit = world.guidelines.limit(binding.rule)
        if limit is None or limit.when is not None or binding.facts or figures is None:
            continue
        event(f"{limit.within.kind}: {'frees' if binding.frees_at else 'does not free'}")
        if binding.frees_at is None:
            assert not slow.frees(gesture, limit, world.moment, figures), (binding, answer)
            continue
        assert binding.frees_at > world.moment.at
        before = max(world.moment.at, binding.frees_at - SECOND)
        if slow.has_ended(limit, world.moment, binding.frees_at):
            assert not slow.has_ended(limit, world.moment, before), (binding, answer)
            assert not slow.passes_as_asked(gesture, limit, world.moment, figures, before), (binding, answer)
        else:
            assert slow.passes(gesture, limit, world.moment, figures, binding.frees_at), (binding, answer)
            assert not slow.passes(gesture, limit, world.moment, figures, before), (binding, answer)


def check(said, answer: Decision) -> None:  # type: ignore[no-untyped-def]  # a Said
    outcome = answer.outcome.value
    if said.outcome == "unsure":
        assert outcome != "yes", (said, answer)
        return
    if said.outcome == "above":
        assert outcome in ("lead", "no_fit") and answer.at_most_minor is None, (said, answer)
        return
    assert outcome == said.outcome, (said, answer)
    given = answer.amount_minor if answer.quantity_thousandths is None else answer.quantity_thousandths
    most = answer.at_most_minor if answer.at_most_thousandths is None else answer.at_most_thousandths
    assert most == said.at_most or (said.at_most == TRIED_MAX and most > TRIED_MAX), (said, answer)
    if outcome in ("yes", "ticks"):
        assert given == said.amount, (said, answer)
        assert set(answer.missing) == said.unknown, (said, answer)
    if outcome == "no_fit":
        assert said.limits <= {each.rule for each in answer.binding}, (said, answer)


def asks_quantity(world: World, gesture: str) -> bool:
    from frontdesk.authority.amounts import asks_for_quantity
    from frontdesk.authority.conditions import View

    return asks_for_quantity(world.guidelines.gestures[gesture].amount, View(world.guidelines, world.moment))


@many
@given(worlds())
def test_an_entry_moves_each_counter_once_and_every_limit_that_counts_it(world: World):
    rules = world.guidelines
    scope = scope_of(world.moment)
    for name in rules.gestures:
        keys = keys_moved(rules, name, scope, world.moment.at)
        assert len(set(keys)) == len(keys)
        shapes = {limit.shape for limit in rules.counting(name) if all(scope.get(each) for each in limit.per)}
        assert {key.shape for key in keys} == shapes


@many
@given(worlds())
def test_what_was_asked_for_and_is_answered_is_not_asked_for_again(world: World):
    ledger = play(world)
    answer = decide_in(ledger, world.moment, world.gesture, world.ask)
    if isinstance(answer, BadAsk) or answer.outcome is not Outcome.TICKS:
        return
    values = {"said": 20, "people": Decimal(2), "stained": True}
    facts = {name: values[name] for name in values if f"fact:{name}" in answer.missing}
    scopes = {tick.removeprefix("scope:"): "9" for tick in answer.missing if tick.startswith("scope:")}
    moment = another(
        world.moment,
        facts={**world.moment.facts, **facts},
        scope={**world.moment.scope, **scopes},
        ticks=world.moment.ticks | set(answer.missing),
        situation="noise" if "situation" in answer.missing else world.moment.situation,
        reason="late" if "reason" in answer.missing else world.moment.reason,
    )
    ask = answer.at_most_minor if "amount" in answer.missing else world.ask
    again = decide_in(ledger, moment, world.gesture, ask)
    if isinstance(again, BadAsk):
        return  # what was unknown settles the bounds, and what was asked lies outside of them
    assert not set(again.missing) & (set(answer.missing) - {"amount"}), (answer, again)
    if not facts and not scopes and "situation" not in answer.missing and "amount" not in answer.missing:
        assert again.outcome is Outcome.YES or "reason" in answer.missing, (answer, again)
