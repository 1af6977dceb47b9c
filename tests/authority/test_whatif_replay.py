"""The past under a draft, worked out by hand; and a past under its own rules, which is as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from asking import rules
from hypothesis import given, settings
from pasts import as_at_a_desk, given_in, known, past_of
from strategies import World, worlds

from frontdesk.authority.decision import decide
from frontdesk.authority.effects import Effect, Sums, Would
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import scope_of
from frontdesk.authority.past import Given, Knew, PastEvent, Stopped, TakenBack
from frontdesk.authority.reaching import reach
from frontdesk.authority.remembering import remembered
from frontdesk.authority.values import Decision, GestureWay, Moment, Outcome
from frontdesk.authority.whatif import replayed
from frontdesk.guidelines.model import Guidelines, Limit, Measure, UpTo, Window, WindowKind
from frontdesk.guidelines.values import parse_fact

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
DRINK = (
    "drink: {label: Drink, amount: 8.00, cost: 25%%, limits: [{id: a_day, up_to: %s, per: customer, within: day}]}\n"
)
REFUND = """refund:
  label: Refund
  amount: {from: 5.00, to: 500.00, usual: 20.00}
  authority: {staff: %s, lead: 500.00}
  otherwise: [{gesture: drink}, {ask: lead}]
"""
BUDGET = "budgets: {day: {of: [drink, refund], up_to: %s, per: site, within: day, measure: cost}}"


class Past:
    """A desk that decides under `now` and keeps what happened."""

    def __init__(self, now: Guidelines) -> None:
        self.now, self.ledger = now, Ledger(now)
        self.events: list[PastEvent] = []
        self.at = AT

    def ask(self, gesture: str, ask: int | None = None, *, talk: str = "t1", **more: Any) -> PastEvent:
        """Somebody asks: what comes of it is an entry or a block."""
        self.at += more.pop("after", timedelta(minutes=5))
        facts = {name: parse_fact(self.now.facts[name], text, 2) for name, text in more.pop("facts", {}).items()}
        moment = Moment(
            self.at,
            more.pop("role", "staff"),
            "anna",
            facts,
            {"customer": more.pop("customer", "c1"), "conversation": talk, "incident": talk, **more.pop("scope", {})},
            frozenset(more.pop("ticks", ("request_heard",))),
        )
        minor = None if ask is None else ask * 100
        answer = decide(self.now, self.ledger.met(moment), gesture, self.ledger.live(self.at), minor)
        assert isinstance(answer, Decision)
        kept = remembered(moment, self.now, minor)
        event = self._event(moment, answer, minor, kept, more.pop("back", False), more.pop("instead", ""))
        assert not more, more
        self.events.append(event)
        return event

    def _event(
        self, moment: Moment, answer: Decision, minor: int | None, kept: dict[str, Any], back: bool, instead: str
    ) -> PastEvent:
        name = str(len(self.events))
        talk = moment.scope["conversation"]
        if answer.outcome is Outcome.YES:
            self.ledger.add(name, answer, moment)
            day = self.now.business.clock.date_of(moment.at)
            figures = (answer.amount_minor, answer.cost_minor, answer.exposure_minor, answer.quantity_thousandths or 0)
            label = self.now.gestures[answer.gesture].label.plain
            return Given(
                name, answer.gesture, label, moment.at, day, talk, moment.role, self.now.version, scope_of(moment),
                *figures, kept, back,
            )  # fmt: skip
        assert answer.outcome is not Outcome.TICKS, answer.missing
        ways = tuple(way.gesture for way in answer.ways if isinstance(way, GestureWay))
        return Stopped(
            name, answer.gesture, moment.at, talk, moment.role, self.now.version, scope_of(moment),
            str(answer.outcome), minor, answer.at_most_minor, tuple(each.rule for each in answer.binding), ways,
            instead, kept,
        )  # fmt: skip

    def take_back(self, event: PastEvent) -> None:
        assert isinstance(event, Given) and event.taken_back
        self.ledger.reverse(event.id)
        self.events.append(TakenBack(event.id, self.at))

    def under(self, draft: Guidelines, **more: Any) -> Effect:
        return replayed(self.events, draft, knew=known(self.now), **more)


def both(up_to: str = "2 times", staff: str = "50.00", budget: str = "1000.00") -> Guidelines:
    return rules(DRINK % up_to + REFUND % staff, BUDGET % budget)


def times(effect: Effect) -> tuple[dict[str, int], dict[str, int]]:
    """How many entries and blocks there are of each kind."""
    return (
        {str(would): count.times for would, count in effect.entries.items()},
        {str(would): count.times for would, count in effect.blocks.items()},
    )


# --- its own past -------------------------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(worlds(14))
def test_a_past_under_the_rules_it_was_decided_by_is_as_it_was(world: World):
    world = as_at_a_desk(world)
    events = past_of(world)
    effect = replayed(events, world.guidelines, knew=known(world.guidelines))
    assert effect.differences == 0 and not effect.not_written_down and not effect.asked_first
    assert effect.then == effect.draft
    assert effect.then.value_minor == sum(event.value_minor or 0 for event in given_in(events))
    assert effect.judged == sum(not isinstance(event, TakenBack) for event in events)
    for rule in effect.rules:
        assert (rule.then_blocks, 0) == (rule.draft_blocks, rule.draft_entries)
    for day in effect.days:
        assert (day.then, day.then_stopped) == (day.draft, day.draft_stopped)
        assert all((each.then_used, each.then_stopped) == (each.draft_used, each.draft_stopped) for each in day.budgets)


@settings(max_examples=150, deadline=None)
@given(worlds(14))
def test_what_lies_before_the_beginning_counts_as_it_was(world: World):
    world = as_at_a_desk(world)
    events = past_of(world)
    if not events:
        return
    since = events[len(events) // 2].at
    effect = replayed(events, world.guidelines, since=since, knew=known(world.guidelines))
    assert effect.differences == 0 and effect.then == effect.draft
    far = reach(world.guidelines, since)  # what a reader may leave out changes nothing
    left = [
        event
        for event in events
        if not isinstance(event, Given)
        or event.at >= since
        or event.gesture in far.ever
        or (event.gesture in far.windowed and event.at >= far.floor)
    ]
    short = replayed(left, world.guidelines, since=since, knew=known(world.guidelines))
    assert replace(short, before=0) == replace(effect, before=0)


@settings(max_examples=200, deadline=None)
@given(worlds(14), worlds(1))
def test_any_draft_gives_a_report_that_adds_up(world: World, other: World):
    world = as_at_a_desk(world)
    events = past_of(world)
    draft = replace(other.guidelines, version="draft", facts=dict(list(other.guidelines.facts.items())[:4]))
    effect = replayed(events, draft, knew=known(world.guidelines))
    assert effect.judged == sum(not isinstance(event, TakenBack) for event in events)
    for side in ("then", "draft"):
        by_gesture = [getattr(each, side) for each in effect.gestures]
        by_day = [getattr(each, side) for each in effect.days]
        assert Sums(*map(sum, zip(*map(_figures, by_gesture), strict=True))) == getattr(effect, side) or not by_gesture
        assert Sums(*map(sum, zip(*map(_figures, by_day), strict=True))) == getattr(effect, side) or not by_day
    assert sum(effect.decided_by.values()) == effect.judged


def _figures(sums: Sums) -> tuple[int, ...]:
    return sums.times, sums.value_minor, sums.cost_minor, sums.exposure_minor, sums.quantity_thousandths


# --- limits -------------------------------------------------------------------------------------------------


def test_a_raised_limit_turns_blocks_into_gifts_and_they_count_for_what_comes_after():
    past = Past(both("2 times"))
    for talk in ("t1", "t2", "t3", "t4"):
        past.ask("drink", talk=talk)
    effect = past.under(both("3 times"))
    assert times(effect) == ({"same": 2}, {"given": 1, "same": 1})
    assert (effect.then, effect.draft) == (Sums(2, 1600, 400), Sums(3, 2400, 600))
    assert [(rule.rule, rule.then_blocks, rule.draft_blocks) for rule in effect.rules] == [("a_day", 2, 1)]
    (example,) = effect.examples
    assert (example.would, example.block, example.conversation, example.draft_minor) == (Would.GIVEN, True, "t3", 800)


def test_a_lowered_limit_turns_people_away_and_what_was_not_given_cannot_be_taken_back():
    past = Past(both("3 times"))
    past.ask("drink")
    second = past.ask("drink", back=True)
    past.take_back(second)
    past.ask("drink")
    past.ask("drink")
    effect = past.under(both("1 time"))
    assert times(effect) == ({"same": 1, "turned_away": 3}, {})
    assert (effect.then, effect.draft) == (Sums(3, 2400, 600), Sums(1, 800, 200))
    assert [(rule.rule, rule.draft_entries) for rule in effect.rules] == [("a_day", 3)]


def test_what_is_taken_back_frees_its_place_under_the_draft_too():
    past = Past(both("4 times"))
    first = past.ask("drink", back=True)
    past.take_back(first)
    past.ask("drink")
    past.ask("drink")
    effect = past.under(both("1 time"))
    assert times(effect) == ({"same": 2, "turned_away": 1}, {})
    assert (effect.then, effect.draft) == (Sums(2, 1600, 400), Sums(1, 800, 200))


def test_budgets_say_the_most_that_was_used_on_a_day_and_when_they_ran_out():
    past = Past(both("9 times", budget="1000.00"))
    past.ask("refund", 30)
    past.ask("refund", 40, talk="t2")
    past.ask("refund", 10, talk="t3", after=timedelta(days=1))
    effect = past.under(both("9 times", budget="50.00"))
    (budget,) = effect.budgets
    assert (budget.up_to, budget.then_most, budget.draft_most) == (5000, 7000, 5000)
    assert (budget.then_days_out, budget.draft_days_out) == (1, 1)  # 70 of 50: then it was used up, too
    first, second = effect.days
    assert [each.draft_used for each in (*first.budgets, *second.budgets)] == [5000, 1000]
    assert (first.then.cost_minor, first.draft.cost_minor, first.budgets[0].draft_stopped) == (7000, 5000, 1)
    assert times(effect) == ({"same": 2, "less": 1}, {})
    assert effect.entries[Would.LESS].then_minor == 4000 and effect.entries[Would.LESS].draft_minor == 2000


def test_a_draft_has_its_own_clock():
    past = Past(both("1 time"))
    past.at = datetime(2026, 11, 21, 21, 0, tzinfo=UTC)  # 23:00 in Riga
    past.ask("drink")
    past.ask("drink", after=timedelta(hours=5))  # 04:05, before the day starts at 06:00
    draft = both("1 time")
    tokyo = replace(draft.business.clock, zone=ZoneInfo("Asia/Tokyo"))  # 06:05 there, and 11:10
    effect = past.under(draft)
    assert times(effect) == ({"same": 1}, {"same": 1})
    midnight = replace(draft, business=replace(draft.business, clock=replace(tokyo, zone=ZoneInfo("Asia/Dubai"))))
    assert times(past.under(midnight)) == ({"same": 1}, {"given": 1})  # 01:05 and 06:10: two days


# --- amounts ------------------------------------------------------------------------------------------------


def test_an_amount_that_nobody_chooses_comes_out_as_the_draft_computes_it():
    past = Past(both("2 times"))
    past.ask("drink", 8)  # as a preview asks it
    past.ask("drink", None, talk="t2")
    draft = rules((DRINK % "2 times").replace("8.00", "10.00") + REFUND % "50.00", BUDGET % "1000.00")
    effect = past.under(draft)
    assert times(effect) == ({"other_amount": 2}, {})
    assert (effect.draft, effect.entries[Would.OTHER_AMOUNT].draft_minor) == (Sums(2, 2000, 500), 2000)


def test_a_chosen_amount_is_asked_again_less_of_it_is_given_or_a_lead_is_asked():
    past = Past(both(staff="50.00"))
    past.ask("refund", 40)
    past.ask("refund", 10, talk="t2")
    less = past.under(both(staff="30.00"))
    assert times(less) == ({"less": 1, "same": 1}, {}) and less.draft.value_minor == 4000
    lead = past.under(both(staff="4.00"))
    assert times(lead) == ({"lead": 2}, {}) and lead.draft == Sums()
    assert (lead.entries[Would.LEAD].then_minor, lead.entries[Would.LEAD].draft_minor) == (5000, 5000)
    floor = rules(DRINK % "2 times" + (REFUND % "50.00").replace("from: 5.00", "from: 15.00"), BUDGET % "1000.00")
    assert times(past.under(floor)) == ({"same": 1, "other_amount": 1}, {})  # nobody could have named 10.00


def test_a_kind_of_amount_that_changed_is_asked_for_the_usual():
    past = Past(both())
    past.ask("refund", 40)
    draft = rules("drink: {label: D}\nrefund: {label: R, amount: {quantity: {from: 1, to: 9, usual: 2}, unit: GB}}")
    effect = past.under(draft)
    assert times(effect) == ({"other_amount": 1}, {}) and effect.draft.quantity_thousandths == 2000
    nothing = rules("drink: {label: D}\nrefund: {label: R}")
    assert past.under(nothing).draft == Sums(1)


def test_where_nobody_named_an_amount_the_smallest_is_counted_and_said_so():
    usual = (
        "refund: {label: R, amount: {from: 5.00, to: 90.00, usual: 9.00},"
        " limits: [{up_to: %s, per: site, within: day}]}"
    )
    past = Past(rules(usual % "1 time"))
    past.ask("refund")
    past.ask("refund", talk="t2")
    draft = rules((usual % "3 times").replace(", usual: 9.00", ""))
    effect = past.under(draft)
    assert times(effect) == ({"same": 1}, {"given": 1})
    assert (effect.amount_unsaid, effect.draft.value_minor) == (1, 900 + 500)


# --- a wish counts once -------------------------------------------------------------------------------------


def test_a_block_that_was_answered_with_less_is_replaced_by_the_full_amount():
    past = Past(both(staff="50.00"))
    past.ask("refund", 120)  # a block: at most 50.00
    past.ask("refund", 50)
    effect = past.under(both(staff="150.00"))
    assert times(effect) == ({"replaced": 1}, {"given": 1})
    assert (effect.then.value_minor, effect.draft.value_minor, effect.draft.times) == (5000, 12000, 1)


def test_asking_again_and_trying_a_way_forward_are_the_same_wish():
    past = Past(both(staff="50.00"))
    past.ask("refund", 120)
    past.ask("refund", 90)
    past.ask("drink")  # named as a way forward
    past.ask("drink")  # and one more, which is another wish
    past.ask("refund", 20, talk="t2")  # another conversation
    effect = past.under(both(staff="150.00"))
    assert times(effect) == ({"replaced": 1, "same": 2}, {"given": 1, "replaced": 1})
    assert effect.draft.value_minor == 12000 + 800 + 2000


def test_what_was_done_instead_is_known_by_its_label_too():
    refund = REFUND.replace("{gesture: drink}, ", "")
    past = Past(rules(DRINK % "2 times" + refund % "50.00"))
    past.ask("refund", 120, instead="Drink")
    past.ask("drink")
    effect = past.under(rules(DRINK % "2 times" + refund % "150.00"))
    assert times(effect) == ({"replaced": 1}, {"given": 1}) and effect.draft.value_minor == 12000


def test_taking_back_what_was_taken_instead_takes_back_what_would_stand_in_its_place():
    past = Past(both(staff="50.00"))
    past.ask("refund", 120)
    less = past.ask("refund", 50, back=True)
    past.take_back(less)
    effect = past.under(both(staff="150.00"))
    assert times(effect) == ({"replaced": 1}, {"given": 1}) and effect.then == effect.draft == Sums()


def test_a_larger_part_is_counted_only_where_a_part_was_taken():
    past = Past(both(staff="50.00"))
    past.ask("refund", 120)
    past.ask("refund", 50)
    past.ask("refund", 120, talk="t2")  # and nothing more was given there
    effect = past.under(both(staff="80.00"))
    assert times(effect) == ({"other_amount": 1}, {"part": 2})
    assert (effect.then.value_minor, effect.draft.value_minor) == (5000, 8000)
    assert effect.blocks[Would.PART].draft_minor == 16000


# --- what the draft asks or does not know -------------------------------------------------------------------


def test_what_was_not_asked_then_would_first_be_asked_and_counts_as_given():
    past = Past(both())
    past.ask("refund", 40)
    draft = rules(
        DRINK % "2 times" + REFUND % "50.00" + "  judgement_above: 30.00\n  when: {minutes: {at_least: 5}}\n",
        BUDGET % "1000.00",
    )
    effect = past.under(draft)
    assert times(effect) == ({"asked_first": 1}, {}) and effect.draft == effect.then
    assert effect.asked_first == {"reason": 1, "fact:minutes": 1}


def test_an_amount_that_an_answer_decides_cannot_be_judged_and_stays_as_it_was():
    past = Past(both())
    past.ask("refund", 40)
    draft = rules(DRINK % "2 times" + "refund: {label: R, amount: {each: 5.00, of: people}}\n")
    effect = past.under(draft)
    assert times(effect) == ({"not_judged": 1}, {}) and effect.draft == effect.then
    assert effect.not_written_down == {"people": 1} and effect.differences == 0


def test_a_fact_that_nobody_wrote_down_is_no_reason_to_turn_anybody_away():
    past = Past(both())
    past.ask("refund", 40)
    text = DRINK % "2 times" + REFUND % "50.00" + "  when: {house.full: {at_most: 90%%}}\n"
    draft = rules(text.replace("%%", "%"), BUDGET % "1000.00")
    knew = {past.now.version: Knew(frozenset(past.now.facts) - {"house.full"})}
    unknown = replayed(past.events, draft, knew=knew)
    assert times(unknown) == ({"not_judged": 1}, {}) and unknown.not_written_down == {"house.full": 1}
    assert unknown.draft == unknown.then
    was_asked = past.under(draft)  # the desk of then would have known it: it was really not known
    assert times(was_asked) == ({"turned_away": 1}, {})
    never = Limit("never", UpTo(0), ("site",), Window(WindowKind.EVER), frozenset({"refund"}), Measure.TIMES)
    closed = replace(draft, gestures={**draft.gestures, "refund": replace(draft.gestures["refund"], limits=(never,))})
    assert times(replayed(past.events, closed, knew=knew)) == ({"turned_away": 1}, {})  # a no whatever it says


def test_names_that_the_draft_does_not_have_are_told():
    past = Past(both())
    past.ask("refund", 40, facts={"card.tier": "gold"})
    past.ask("drink", role="lead")
    draft = rules("drink: {label: D, amount: 8.00}")
    small = replace(draft, facts={}, roles=("staff",))
    effect = past.under(small)
    assert times(effect) == ({"gone": 1, "same": 1}, {})
    gone = effect.not_known
    assert (gone.gestures, gone.facts, gone.roles) == (("refund",), ("card.tier",), ("lead",))
    assert [(each.gesture, each.then.value_minor, each.draft.value_minor) for each in effect.gestures] == [
        ("drink", 800, 800),
        ("refund", 4000, 0),
    ]


def test_what_is_from_before_moments_were_kept_counts_as_it_was():
    past = Past(both("1 time"))
    past.ask("drink")
    past.ask("drink")
    events = [event._replace(kept=None) for event in past.events if not isinstance(event, TakenBack)]
    effect = replayed(events, both("5 times"))
    assert (effect.as_it_was, effect.blocks_unknown, effect.judged) == (1, 1, 0)
    assert effect.then == effect.draft == Sums(1, 800, 200)


def test_what_a_mass_event_owes_is_not_judged_but_counts_for_what_it_is_recorded_with():
    text = """
    drink: {label: Drink, amount: 8.00, limits: [{id: a_day, up_to: 2 times, per: customer, within: day}]}
    swap: {label: Swap, not_with: [drink], limits: [{id: once, up_to: 1 time, per: serial, within: ever}]}
    """
    past = Past(rules(text, "conversation: {gestures_at_most: 2}"))
    for place in range(2):
        event = past.ask("drink", talk=f"t{place}")
        assert isinstance(event, Given)
        past.events[place] = event._replace(
            of_event=True, incident=f"t{place}", scope={"customer": "c1"} if place else {}
        )
    past.ledger = Ledger(past.now)  # an event leaves what desks count alone
    past.ask("drink", talk="t2")
    past.ask("drink", talk="t2")
    past.ask("swap", talk="t3", scope={"serial": "s1"})
    past.events.append(replace_scope(past.events[-1], "t0"))
    effect = past.under(past.now)
    assert (effect.of_events, effect.judged, effect.then.times) == (2, 4, 4)
    assert times(effect) == ({"same": 2, "turned_away": 2}, {})  # the second drink; what is not given with one


def replace_scope(event: PastEvent, incident: str) -> PastEvent:
    assert isinstance(event, Given)
    return event._replace(id="other", scope={**event.scope, "incident": incident, "serial": "s2"})


def test_a_limit_per_something_new_counts_by_the_fact_that_says_it():
    head = "drink: {label: D, amount: 8.00, limits: [{up_to: %s, per: [%s], within: ever}]}"
    past = Past(rules(head % ("9 times", "customer")))
    for customer in ("c1", "c2", "c3"):
        past.ask("drink", customer=customer, talk=customer, facts={"card.tier": "gold"})
    effect = past.under(rules(head % ("2 times", "tier")))
    assert times(effect) == ({"same": 2, "turned_away": 1}, {})


def test_by_which_version_things_were_decided_is_counted_and_nobody_is_named():
    past = Past(both())
    past.ask("drink")
    past.events.append(replace_version(past.ask("drink", talk="t2"), "older"))
    del past.events[1]
    effect = past.under(both())
    assert effect.decided_by == {past.now.version: 1, "older": 1}
    assert "anna" not in repr(effect)


def replace_version(event: PastEvent, version: str) -> PastEvent:
    assert isinstance(event, Given)
    return event._replace(version=version)
