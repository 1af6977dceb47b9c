"""Where the language leaves a choice: each line of that section of docs/guidelines.md, held to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from asking import NOON, SCOPE, Counter, asked, bound, rules

from frontdesk.authority.decision import decide
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import needed
from frontdesk.authority.questions import Lines
from frontdesk.authority.values import Decision

# --- unknown facts ------------------------------------------------------------------------------------------


def test_a_money_limit_with_nothing_left_is_no_definite_no_where_it_may_come_to_no_money():
    text = """
    g: {label: G, amount: {cases: [{when: {stained: true}, nothing: true}, {amount: 5.00}]},
        limits: [{up_to: 5.00, per: order, within: ever}]}
    """
    counter = Counter(rules(text))
    counter.give(facts={"stained": False})
    assert counter.ask()["missing"] == ["fact:stained"]
    assert counter.ask(facts={"stained": True})["outcome"] == "yes"
    assert bound(counter.ask(facts={"stained": False})) == ["g.1"]


# --- amounts ------------------------------------------------------------------------------------------------


def test_a_range_from_zero_begins_at_the_smallest_unit():
    text = "g: {label: G, amount: {from: 0.00, to: 4.00, usual: 1.00}}"
    assert asked(text, "0.01")["outcome"] == "yes"
    assert "0.01 to 4.00" in asked(text, "0.00")["error"]


def test_a_range_that_caps_narrow_to_one_amount_needs_no_usual():
    text = "g: {label: G, amount: {percent_of: order.paid, from: 10%, to: 100%, at_least: 10.00}}"
    assert asked(text, facts={"order.paid": "4.00"})["amount"] == "4.00"
    assert asked(text, facts={"order.paid": "40.00"})["missing"] == ["amount"]


@pytest.mark.parametrize(("paid", "amount"), [("4.00", "2.00"), ("2.00", "2.00"), ("200.00", "60.00")])
def test_the_usual_is_brought_into_the_bounds(paid, amount):
    form = "{percent_of: order.paid, from: 10%, to: 100%, usual: 50%, at_least: 2.00, at_most: 60.00}"
    assert asked(f"g: {{label: G, amount: {form}}}", facts={"order.paid": paid})["amount"] == amount


def test_at_least_lifts_an_exact_share_of_nothing_but_no_chosen_one():
    exact = "g: {label: G, amount: {percent_of: order.paid, percent: 10%, at_least: 5.00}}"
    assert asked(exact, facts={"order.paid": 0})["amount"] == "5.00"
    chosen = "g: {label: G, amount: {percent_of: order.paid, from: 10%, to: 50%, at_least: 5.00}}"
    assert asked(chosen, facts={"order.paid": 0})["outcome"] == "no_fit"


def test_a_rest_is_what_the_limit_would_allow_whether_or_not_it_applies_now():
    text = """
    g: {label: G, amount: {rest_of: pot}, cost: 50%}
    h: {label: H, amount: 5.00, limits: [{id: pot, up_to: 10.00, per: order, within: ever, measure: cost,
        when: {card.tier: gold}}]}
    """
    assert asked(text)["amount"] == "20.01"  # half of 20.01 is 10.005, half-even 10.00


def test_an_ask_above_the_upper_bound_is_less_and_no_rule_stopped_it():
    answer = asked("g: {label: G, amount: {from: 1.00, to: 4.00, usual: 1.00}}", "5.00")
    assert (answer["outcome"], answer["at_most"], answer["binding"]) == ("less", "4.00", [])


# --- limits -------------------------------------------------------------------------------------------------


def test_what_puts_nothing_on_an_overdrawn_limit_is_not_stopped_by_it():
    text = """
    g: {label: G}
    h: {label: H, amount: 8.00, kind: owed}
    f: {label: F, amount: 1.00, cost: 0%}
    e: {label: E, amount: 1.00, cost: 0.00}
    d: {label: D, amount: 1.00}
    """
    more = "budgets: {pot: {of: [d, e, f, g, h], up_to: 5.00, per: site, within: day, measure: cost}}\n"
    counter = Counter(rules(text, more))
    counter.give("h")
    assert [counter.ask(name)["outcome"] for name in "gfed"] == ["yes", "yes", "yes", "no_fit"]


def test_what_exposes_nothing_is_not_stopped_by_an_overdrawn_exposure():
    text = """
    g: {label: G, exposure: {exactly: order.price}}
    h: {label: H, kind: owed, exposure: 8.00}
    """
    counter = Counter(
        rules(text, "budgets: {pot: {of: [g, h], up_to: 5.00, per: site, within: ever, measure: exposure}}")
    )
    counter.give("h")
    assert counter.ask("g", facts={"order.price": 0})["outcome"] == "yes"
    assert bound(counter.ask("g", facts={"order.price": "0.01"})) == ["pot"]


def test_part_of_a_time_is_no_time():
    counter = Counter(rules("g: {label: G, limits: [{up_to: order.nights, per: order, within: ever}]}"))
    for _ in range(2):
        counter.give(facts={"order.nights": 2.5})
    assert counter.ask(facts={"order.nights": 2.5})["binding"][0]["up_to"] == 2


def test_a_limit_that_ends_before_its_window_does_frees_at_its_end():
    limit = "{up_to: 1 time, per: order, within: 90 days, valid_until: 2026-11-25}"
    counter = Counter(rules(f"g: {{label: G, limits: [{limit}]}}"))
    counter.give()
    assert counter.ask()["binding"][0]["frees_at"] == "2026-11-26T06:00:00+02:00"


def test_an_entry_dated_after_the_moment_counts():
    guidelines = rules("g: {label: G, limits: [{up_to: 1 time, per: order, within: 2 days}]}")
    line = {"gesture": "g", "at": NOON, "scope": SCOPE, "ticks": ["request_heard"]}
    moment = Lines(guidelines).read(line).moment
    ledger = Ledger(guidelines)
    ledger.record("ahead", "g", moment._replace(at=moment.at + timedelta(seconds=3)))
    answer = decide(guidelines, moment, "g", ledger.usages(needed(guidelines, moment, ("g",))))
    assert isinstance(answer, Decision) and [each.rule for each in answer.binding] == ["g.1"]


# --- roles --------------------------------------------------------------------------------------------------

LADDER = "authority: {staff: 10.00, lead: 60.00, manager: 90.00}"


@pytest.mark.parametrize(
    ("otherwise", "role", "asks"),
    [
        ("", "staff", ["lead"]),
        (", otherwise: [{ask: manager}]", "staff", ["manager"]),
        (", otherwise: [{ask: manager}, {ask: lead}]", "staff", ["manager", "lead"]),
        (", otherwise: [{ask: lead}]", "lead", ["manager"]),
        ("", "manager", []),
    ],
)
def test_higher_roles_come_as_the_file_names_them_else_the_lowest_that_can(otherwise, role, asks):
    text = f"g: {{label: G, amount: {{from: 5.00, to: 90.00, usual: 50.00}}, {LADDER}{otherwise}}}"
    answer = asked(text, "50.00", role=role, ticks=[] if role != "staff" else ["request_heard"])
    assert [way["ask"] for way in answer["ways"] if "ask" in way] == asks


def test_a_role_that_could_give_only_part_of_what_was_asked_is_not_named():
    text = "g: {label: G, amount: {from: 5.00, to: 90.00, usual: 50.00}, authority: {staff: 10.00, lead: 60.00}}"
    assert asked(text, "70.00")["ways"] == [{"promise": "24 hours"}]
    assert asked(text, "60.00")["ways"] == [{"ask": "lead"}, {"promise": "24 hours"}]


def test_somebody_who_lacks_ticks_is_sent_up_only_where_that_gives_more():
    more = asked(f"g: {{label: G, amount: 5.00, {LADDER}}}", ticks=[])
    assert {"ask": "lead"} in more["ways"]
    named = asked("g: {label: G, amount: 5.00, otherwise: [{ask: lead}]}", ticks=[])
    assert {"ask": "lead"} in named["ways"]


# --- the answer ---------------------------------------------------------------------------------------------


def test_a_yes_without_an_ask_names_what_kept_it_below_the_usual():
    text = f"""
    g: {{label: G, amount: {{from: 5.00, to: 90.00, usual: 50.00}}, {LADDER},
        limits: [{{up_to: 40.00, per: order, within: ever}}, {{up_to: 60.00, per: order, within: ever}}]}}
    """
    answer = asked(text)
    assert (answer["outcome"], answer["amount"], bound(answer)) == ("yes", "10.00", ["g.1", "authority"])
    assert asked(text, "10.00")["binding"] == []


def test_without_ways_allowed_there_are_none_not_even_those_of_the_situation():
    text = "g: {label: G, when: {card.tier: gold}, otherwise: []}\nh: {label: H}\n"
    answer = asked(text, situation="noise", facts={"card.tier": "guest"})
    assert (answer["outcome"], answer["ways"]) == ("no_fit", [])
    assert {"gesture": "h"} in asked(text.replace(", otherwise: []", ""), situation="noise",
                                     facts={"card.tier": "guest"})["ways"]  # fmt: skip


def test_what_is_missing_comes_in_a_fixed_order():
    text = """
    g: {label: G, amount: {from: 1.00, to: 9.00}, needs: [explicit_yes, reason, wish], offer: only_if_asked,
        situations: [noise], when: {stained: true}, limits: [{up_to: 9.00, per: serial, within: ever}]}
    """
    assert asked(text, ticks=[])["missing"] == [
        "request_heard", "wish", "customer_asked", "reason", "explicit_yes",
        "fact:stained", "situation", "scope:serial", "amount",
    ]  # fmt: skip


def test_the_id_of_what_was_given_cannot_give_again():
    counter = Counter(rules("g: {label: G}"))
    line = {"id": "one", "gesture": "g", "at": NOON, "ticks": ["request_heard"], "give": True}
    assert counter.run.answer(line)["outcome"] == "yes"
    assert "id" in counter.run.answer(line)["error"]
    assert counter.run.answer({**line, "give": False})["outcome"] == "yes"
