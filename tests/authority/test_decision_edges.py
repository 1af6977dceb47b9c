"""Every sentence of "Edges, decided" (and of The decision) as at least one question to a small file."""

from __future__ import annotations

import pytest
from asking import SCOPE, Counter, asked, bound, rules

REASON = ["request_heard", "reason"]

# --- unknown facts ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "facts", "outcome", "missing", "named"),
    [
        ("{stained: true, house.full: 10%}", {"house.full": 20}, "no_fit", [], ["house.full"]),  # false and unknown
        ("{any: [{stained: true}, {house.full: 10%}]}", {"house.full": 10}, "yes", [], []),  # true or unknown
        ("{stained: true}", {}, "ticks", ["fact:stained"], []),
        ("{house.full: 10%}", {}, "no_fit", [], ["house.full"]),
        ("{stained: true, house.full: 10%}", {}, "no_fit", [], ["house.full"]),  # asking could not help
        ("{any: [{stained: true}, {house.full: 10%}]}", {}, "ticks", ["fact:stained"], []),
        ("{any: [{stained: true, house.rooms: 1}, {minutes: 5}]}", {}, "ticks", ["fact:minutes"], []),
        ("{not: {stained: true}}", {}, "ticks", ["fact:stained"], []),
        ("{not: {any: [{stained: true}, {house.rooms: 1}]}}", {}, "no_fit", [], ["house.rooms"]),
        ("{not: {all: [{stained: true}, {house.rooms: 1}]}}", {}, "ticks", ["fact:stained"], []),
        ("{minutes: {known: false}}", {}, "yes", [], []),
        ("{minutes: {known: true}}", {}, "no_fit", [], ["minutes"]),
        ("{minutes: {at_least: 5, less_than: 9}}", {"minutes": 9}, "no_fit", [], ["minutes"]),
        ("{minutes: {at_least: 5, less_than: 9}}", {"minutes": "5"}, "yes", [], []),
        ("{card.tier: {not_in: [guest, silver]}}", {"card.tier": "gold"}, "yes", [], []),
        ("{card.tier: {is_not: gold}}", {"card.tier": "gold"}, "no_fit", [], ["card.tier"]),
        ("{stained: true, minutes: {more_than: 3}}", {}, "ticks", ["fact:stained", "fact:minutes"], []),
        ("{situation: noise}", {}, "ticks", ["situation"], []),
        ("{channel: phone}", {}, "no_fit", [], ["channel"]),
    ],
)
def test_a_condition_over_unknown_facts(when, facts, outcome, missing, named):
    answer = asked(f"g: {{label: G, when: {when}}}", facts=facts)
    assert (answer["outcome"], answer["missing"]) == (outcome, missing)
    assert [name for each in answer["binding"] for name in each.get("facts", [])] == named


@pytest.mark.parametrize(
    ("form", "facts", "outcome", "missing"),
    [
        ("{each: 2.00, of: people}", {}, "ticks", ["fact:people"]),
        ("{each: 2.00, of: house.rooms}", {}, "no_fit", []),
        ("{percent_of: order.paid, percent: 50%}", {}, "no_fit", []),
        ("{percent_of: said, percent: 50%}", {}, "ticks", ["fact:said"]),
        ("{exactly: said}", {}, "ticks", ["fact:said"]),
        ("{cases: [{when: {stained: true}, amount: 3.00}, {amount: 5.00}]}", {}, "ticks", ["fact:stained"]),
        ("{cases: [{when: {stained: true}, amount: 5.00}, {amount: 5.00}]}", {}, "yes", []),
        ("{cases: [{when: {house.rooms: 1}, amount: 3.00}, {amount: 5.00}]}", {}, "no_fit", []),
        ("{cases: [{when: {stained: true}, amount: 3.00}]}", {"stained": False}, "no_fit", []),
    ],
)
def test_an_amount_over_unknown_facts(form, facts, outcome, missing):
    answer = asked(f"g: {{label: G, amount: {form}}}", facts=facts)
    assert (answer["outcome"], answer["missing"]) == (outcome, missing)
    assert answer["ways"] or outcome == "yes"


@pytest.mark.parametrize(
    ("limit", "missing", "outcome"),
    [
        ("{up_to: said, per: order, within: ever}", ["fact:said"], "ticks"),
        ("{up_to: order.paid, per: order, within: ever}", [], "no_fit"),
        ("{up_to: 10.00, per: order, within: ever, when: {stained: true}}", ["fact:stained"], "ticks"),
        ("{up_to: 10.00, per: order, within: ever, when: {house.rooms: 1}}", [], "no_fit"),
        ("{up_to: 10.00, per: serial, within: ever}", ["scope:serial"], "ticks"),
        ("{up_to: 10.00, per: [customer, serial], within: ever, when: {stained: true}}",
         ["fact:stained", "scope:serial"], "ticks"),
    ],
)  # fmt: skip
def test_a_limit_over_unknown_facts_or_scopes(limit, missing, outcome):
    answer = asked(f"g: {{label: G, amount: {{from: 1.00, to: 5.00, usual: 2.00}}, limits: [{limit}]}}")
    assert (answer["outcome"], answer["missing"]) == (outcome, missing)


def test_exposure_over_an_unknown_fact_is_asked_for():
    text = (
        "g: {label: G, exposure: {exactly: said}, limits: [{up_to: 5.00, per: order, within: ever, measure: exposure}]}"
    )
    assert asked(text)["missing"] == ["fact:said"]
    answer = asked(text, facts={"said": "4.00"})
    assert (answer["outcome"], answer["exposure"], answer["amount"]) == ("yes", "4.00", None)
    assert bound(asked(text, facts={"said": "5.01"})) == ["g.1"]


def test_a_definite_no_comes_before_any_question():
    limits = "limits: [{up_to: 1 time, per: order, within: ever}]"
    counter = Counter(rules(f"g: {{label: G, when: {{any: [{{stained: true}}, {{minutes: 1}}]}}, {limits}}}"))
    counter.give(facts={"stained": True})
    answer = counter.ask()
    assert (answer["outcome"], answer["missing"], bound(answer)) == ("no_fit", [], ["g.1"])


def test_a_used_up_money_limit_is_a_definite_no_before_the_amount_is_known():
    counter = Counter(
        rules("g: {label: G, amount: {exactly: said}, limits: [{id: pot, up_to: 5.00, per: order, within: ever}]}")
    )
    assert counter.ask()["missing"] == ["fact:said"]
    counter.give(facts={"said": "5.00"})
    answer = counter.ask()
    assert (answer["outcome"], bound(answer)) == ("no_fit", ["pot"])


def test_a_gesture_bound_to_situations_needs_a_known_one():
    text = "g: {label: G, situations: [noise]}"
    assert asked(text)["missing"] == ["situation"]
    assert asked(text, situation="noise")["outcome"] == "yes"
    answer = asked(text, situation="fire")
    assert (answer["outcome"], bound(answer)) == ("no_fit", ["condition"])


# --- built-in facts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "at", "outcome"),
    [
        ("{weekday: fri}", "2026-11-21T05:59:59+02:00", "yes"),  # Saturday morning belongs to Friday's business day
        ("{weekday: fri}", "2026-11-21T06:00:00+02:00", "no_fit"),
        ("{hour: 5}", "2026-11-21T05:59:59+02:00", "yes"),  # but the hour is the wall clock's
        ("{hour: {at_least: 6}}", "2026-11-21T04:30:00+00:00", "yes"),
        ("{hour: {at_least: 18, less_than: 20}}", "2026-11-21T20:00:00+02:00", "no_fit"),
    ],
)
def test_weekday_follows_the_business_day_and_hour_the_wall_clock(when, at, outcome):
    assert asked(f"g: {{label: G, when: {when}}}", at=at)["outcome"] == outcome


def test_role_reason_and_channel_are_facts_too():
    assert asked("g: {label: G, when: {role: lead}}", role="lead")["outcome"] == "yes"
    staff = asked("g: {label: G, when: {role: lead}}")
    assert (staff["outcome"], staff["ways"][0]) == ("no_fit", {"ask": "lead"})
    assert asked("g: {label: G, when: {channel: phone}}", channel="phone")["outcome"] == "yes"


# --- amounts ------------------------------------------------------------------------------------------------

CHOSEN = "g: {label: G, amount: {from: 5.00, to: 20.00, usual: 8.00}}"
FIXED = "g: {label: G, amount: 8.00}"
EXACT = "g: {label: G, amount: {exactly: order.paid}}"
EACH = "g: {label: G, amount: {each: 2.50, of: order.nights}}"


@pytest.mark.parametrize(
    ("text", "ask", "facts", "bounds"),
    [
        (CHOSEN, "4.99", {}, ("5.00", "20.00")),
        (CHOSEN, "0", {}, ("5.00", "20.00")),
        (CHOSEN, "-6", {}, ("5.00", "20.00")),
        (CHOSEN, "6.001", {}, ("2", "decimals")),
        (FIXED, "8.01", {}, ("8.00",)),
        (FIXED, "7.99", {}, ("8.00",)),
        (EXACT, "9.00", {"order.paid": "10.00"}, ("10.00",)),
        (EACH, "5.01", {"order.nights": 2}, ("5.00",)),
        ("g: {label: G}", "5.00", {}, ("no amount",)),
        (EXACT, "0.00", {}, ("nothing",)),
        ("g: {label: G, amount: {quantity: {from: 1, to: 5, usual: 2}, unit: GB}}", 0.5, {}, ("1", "5")),
    ],
)
def test_an_ask_that_is_none_of_its_amounts_is_an_error_that_names_the_bounds(text, ask, facts, bounds):
    answer = asked(text, ask, facts=facts)
    assert "outcome" not in answer
    assert all(bound in answer["error"] for bound in bounds), answer


@pytest.mark.parametrize(
    ("text", "ask", "facts"),
    [(FIXED, "8.00", {}), (EXACT, 10, {"order.paid": "10.00"}), (EACH, "5,00", {"order.nights": 2})],
)
def test_asking_for_exactly_the_amount_is_fine(text, ask, facts):
    answer = asked(text, ask, facts=facts)
    assert (answer["outcome"], answer["at_most"]) == ("yes", answer["amount"])


def test_without_ask_and_usual_the_amount_is_a_tick():
    answer = asked("g: {label: G, amount: {from: 5.00, to: 20.00}, authority: {staff: 12.00}}")
    assert (answer["outcome"], answer["missing"], answer["amount"]) == ("ticks", ["amount"], None)
    assert answer["at_most"] == "12.00"


def test_the_amount_is_asked_for_only_when_some_amount_fits():
    answer = asked("g: {label: G, amount: {from: 5.00, to: 20.00}, limits: [{up_to: 4.00, per: order, within: ever}]}")
    assert (answer["outcome"], answer["missing"]) == ("no_fit", [])


@pytest.mark.parametrize(
    ("form", "facts"),
    [
        ("{exactly: order.paid}", {"order.paid": 0}),
        ("{percent_of: order.paid, percent: 1%}", {"order.paid": "0.49"}),
        ("{percent_of: order.paid, from: 10%, to: 50%}", {"order.paid": 0}),
        ("{each: 2.00, of: order.nights}", {"order.nights": 0}),
    ],
)
def test_an_amount_that_comes_to_nothing_does_not_fit(form, facts):
    answer = asked(f"g: {{label: G, amount: {form}}}", facts=facts)
    assert (answer["outcome"], bound(answer)) == ("no_fit", ["condition"])


@pytest.mark.parametrize(
    ("percent", "of", "amount"),
    [("50%", "0.25", "0.12"), ("50%", "0.35", "0.18"), ("50%", "0.03", "0.02"), ("33.3%", "10.00", "3.33")],
)
def test_percent_results_round_half_even(percent, of, amount):
    answer = asked(f"g: {{label: G, amount: {{percent_of: order.paid, percent: {percent}}}}}", facts={"order.paid": of})
    assert answer["amount"] == amount


@pytest.mark.parametrize(
    ("form", "of", "low", "high"),
    [
        ("from: 10%, to: 100%, at_least: 10.00", "50.00", "10.00", "50.00"),  # the floor raises the lower bound
        ("from: 10%, to: 100%, at_least: 10.00", "4.00", "4.00", "4.00"),  # `to` wins over at_least
        ("from: 50%, to: 100%, at_most: 10.00", "100.00", "10.00", "10.00"),  # at_most wins over from
        ("from: 10%, to: 100%", "40.00", "4.00", "40.00"),
    ],
)
def test_caps_win_over_floors(form, of, low, high):
    text = f"g: {{label: G, amount: {{percent_of: order.paid, {form}}}}}"
    facts = {"order.paid": of}
    assert asked(text, low, facts=facts)["outcome"] == "yes"
    assert asked(text, high, facts=facts)["outcome"] == "yes"
    assert low in asked(text, "0.01", facts=facts)["error"]
    assert asked(text, "999.00", facts=facts)["at_most"] == high


def test_the_bounds_of_an_exact_share():
    text = "g: {label: G, amount: {percent_of: order.paid, percent: 10%, at_least: 5.00, at_most: 8.00}}"
    assert [asked(text, facts={"order.paid": paid})["amount"] for paid in (10, 60, 500)] == ["5.00", "6.00", "8.00"]


REST = """
g: {label: G, amount: {rest_of: pot}, authority: {staff: 6.00, lead: 100.00}}
h: {label: H, amount: {from: 1.00, to: 20.00, usual: 4.00},
    limits: [{id: pot, up_to: 10.00, per: order, within: ever, across: [h, g]}]}
"""


def test_what_a_limit_still_allows_counts_as_chosen():
    counter = Counter(rules(REST))
    first = counter.ask()
    assert (first["outcome"], first["amount"], first["at_most"]) == ("yes", "6.00", "6.00")
    assert counter.ask(ask="10.00")["outcome"] == "less"
    assert counter.ask(ask="10.00", role="lead")["amount"] == "10.00"
    counter.give("h", "7.00")
    assert counter.ask()["amount"] == "3.00"
    assert (counter.ask(ask="3.01", role="lead")["outcome"], counter.ask(ask="0.01")["amount"]) == ("less", "0.01")
    counter.give("h", "3.00")
    nothing = counter.ask()
    assert (nothing["outcome"], bound(nothing), nothing["at_most"]) == ("no_fit", ["pot"], None)


def test_a_lower_bound_above_the_authority_is_for_the_lead():
    text = "g: {label: G, amount: {from: 50.00, to: 90.00, usual: 60.00}, authority: {staff: 49.99, lead: 90.00}}"
    answer = asked(text)
    assert (answer["outcome"], answer["at_most"], answer["amount"]) == ("lead", None, "60.00")
    assert bound(answer) == ["authority"] and {"ask": "lead"} in answer["ways"]


@pytest.mark.parametrize("ask", ["50.00", None])
def test_an_exact_amount_is_never_cut(ask):
    text = "g: {label: G, amount: 50.00, authority: {staff: 10.00, lead: 20.00, manager: 50.00}}"
    answer = asked(text, ask)
    assert (answer["outcome"], answer["at_most"]) == ("lead", None)
    assert answer["ways"][0] == {"ask": "manager"}
    limited = asked("g: {label: G, amount: 50.00, limits: [{up_to: 40.00, per: order, within: ever}]}", ask)
    assert (limited["outcome"], bound(limited)) == ("no_fit", ["g.1"])


def test_above_everybodys_authority_nobody_is_named():
    answer = asked("g: {label: G, amount: 50.00, authority: {staff: 10.00, lead: 20.00}}")
    assert (answer["outcome"], bound(answer), answer["amount"]) == ("no_fit", ["authority"], None)
    assert answer["ways"] == [{"promise": "24 hours"}]


def test_a_gesture_without_amount():
    answer = asked("g: {label: G, cost: 3.00}")
    assert (answer["outcome"], answer["amount"], answer["at_most"], answer["cost"]) == ("yes", None, None, "3.00")


def test_quantities_are_numbers_of_their_unit():
    text = """
    g: {label: G, amount: {quantity: {from: 1, to: 5, usual: 2}, unit: GB},
        limits: [{up_to: 6 GB, per: customer, within: ever}]}
    """
    counter = Counter(rules(text))
    answer = counter.ask()
    assert (answer["outcome"], answer["amount"], answer["quantity"], answer["at_most"]) == ("yes", None, 2, 5)
    counter.give(ask=3.5)
    less = counter.ask(ask=3)
    assert (less["outcome"], less["at_most"], less["quantity"]) == ("less", 2.5, None)
    assert less["binding"] == [{"limit": "g.1", "used": 3.5, "up_to": 6, "frees_at": None}]


def test_up_to_a_number_fact_means_times_and_a_money_fact_money():
    text = "g: {label: G, amount: 3.00, limits: [{up_to: order.nights, per: order, within: ever}]}"
    counter = Counter(rules(text))
    facts = {"order.nights": 2}
    counter.give(facts=facts)
    counter.give(facts=facts)
    assert counter.ask(facts=facts)["binding"] == [{"limit": "g.1", "used": 2, "up_to": 2, "frees_at": None}]
    money = asked("g: {label: G, amount: 3.00, limits: [{up_to: order.paid, per: order, within: ever}]}",
                  facts={"order.paid": "2.99"})  # fmt: skip
    assert money["binding"] == [{"limit": "g.1", "used": "0.00", "up_to": "2.99", "frees_at": None}]


# --- limits -------------------------------------------------------------------------------------------------


def test_a_limit_without_an_id_is_called_after_its_gesture_and_place():
    limits = "[{up_to: 1 time, per: order, within: ever}, {up_to: 1 times, per: customer, within: ever}]"
    counter = Counter(rules(f"g: {{label: G, limits: {limits}}}"))
    counter.give()
    assert bound(counter.ask()) == ["g.1", "g.2"]


def test_a_limit_s_when_decides_whether_it_applies_now_and_entries_count_whatever_it_was_then():
    text = "g: {label: G, limits: [{up_to: 2 times, per: order, within: ever, when: {card.tier: guest}}]}"
    counter = Counter(rules(text))
    for _ in range(3):
        counter.give(facts={"card.tier": "gold"})
    answer = counter.ask(facts={"card.tier": "guest"})
    assert answer["binding"] == [{"limit": "g.1", "used": 3, "up_to": 2, "frees_at": None}]
    assert counter.ask(facts={"card.tier": "gold"})["outcome"] == "yes"


OWED = """
g: {label: G, amount: 6.00, kind: owed, limits: [{up_to: 2 times, per: order, within: ever}]}
h: {label: H, amount: 6.00, limits: [{id: h_pot, up_to: 10.00, per: order, within: ever, across: [h, g]}]}
"""


def test_owed_gestures_count_but_only_their_own_limits_stop_them():
    budget = "budgets: {pot: {of: [g, h], up_to: 6.00, per: site, within: day}}\nconversation: {gestures_at_most: 1}\n"
    counter = Counter(rules(OWED, budget))
    counter.give("g")
    assert bound(counter.ask("h")) == ["h_pot", "pot", "gestures_at_most"]
    counter.give("g")
    answer = counter.ask("g")
    assert (answer["outcome"], bound(answer)) == ("no_fit", ["g.1"])


def test_across_counts_but_does_not_bind():
    text = """
    g: {label: G, amount: 6.00, limits: [{up_to: 10.00, per: order, within: ever, across: [g, h]}]}
    h: {label: H, amount: 6.00}
    """
    counter = Counter(rules(text))
    counter.give("g")
    counter.give("h")
    assert bound(counter.ask("g")) == ["g.1"]
    counter.give("h")


def test_a_reversal_frees_what_it_took_and_no_longer_excludes_or_counts():
    text = """
    g: {label: G, amount: 6.00, limits: [{up_to: 6.00, per: order, within: 90 days}]}
    h: {label: H, not_with: [g]}
    """
    counter = Counter(rules(text, "conversation: {gestures_at_most: 1}\n"))
    given = counter.give("g")
    assert bound(counter.ask("g")) == ["g.1", "gestures_at_most"]
    assert bound(counter.ask("h")) == ["excluded", "gestures_at_most"]
    assert counter.back(given) == {"id": "4", "outcome": "reversed", "of": given}
    assert counter.ask("g")["outcome"] == "yes"
    assert counter.ask("h")["outcome"] == "yes"
    assert "error" in counter.back(given)


def test_exclusions_hold_both_ways_within_the_incident_else_the_conversation():
    text = "g: {label: G, not_with: [h]}\nh: {label: H}\n"
    for first, second in (("g", "h"), ("h", "g")):
        counter = Counter(rules(text))
        counter.give(first)
        assert counter.ask(second)["binding"][0] | {"limit": "excluded"} == {
            "limit": "excluded", "used": None, "up_to": None, "frees_at": None, "gestures": [first],
        }  # fmt: skip
        other_talk = {**SCOPE, "conversation": "t2"}
        assert counter.ask(second, scope=other_talk)["outcome"] == "no_fit"
        assert counter.ask(second, scope={"conversation": "t1"})["outcome"] == "no_fit"
        assert counter.ask(second, scope={"conversation": "t2"})["outcome"] == "yes"
        assert counter.ask(second, scope={**SCOPE, "incident": "i2"})["outcome"] == "yes"
        assert counter.ask(second, scope={})["outcome"] == "yes"


def test_gestures_at_most_counts_within_the_conversation_when_it_is_known():
    counter = Counter(rules("g: {label: G}", "conversation: {gestures_at_most: 2}\n"))
    counter.give()
    counter.give()
    answer = counter.ask()
    assert answer["binding"] == [{"limit": "gestures_at_most", "used": 2, "up_to": 2, "frees_at": None}]
    assert counter.ask(scope={"incident": "i1"})["outcome"] == "yes"
    assert counter.ask(scope={"conversation": "t2"})["outcome"] == "yes"


@pytest.mark.parametrize("name", ["shift", "conversation"])
def test_shift_and_conversation_are_scopes(name):
    counter = Counter(rules(f"g: {{label: G, limits: [{{up_to: 1 time, per: staff, within: {name}}}]}}"))
    assert counter.ask(scope={})["missing"] == [f"scope:{name}"]
    counter.give(scope={name: "a"})
    assert counter.ask(scope={name: "a"})["outcome"] == "no_fit"
    assert counter.ask(scope={name: "b"})["outcome"] == "yes"


def test_the_scopes_of_one_limit_are_one_key_and_cannot_be_confused():
    counter = Counter(rules("g: {label: G, limits: [{up_to: 1 time, per: [customer, order], within: ever}]}"))
    counter.give(scope={"customer": "a|b", "order": "c"})
    assert counter.ask(scope={"customer": "a", "order": "b|c"})["outcome"] == "yes"
    counter.give(scope={"customer": "a\\", "order": "c"})
    assert counter.ask(scope={"customer": "a", "order": "\\|c"})["outcome"] == "yes"
    assert counter.ask(scope={"customer": "a|b", "order": "c"})["outcome"] == "no_fit"


@pytest.mark.parametrize(
    ("cost", "left", "at_most"),
    [
        ("25%", "1.00", "4.02"),  # a quarter of 4.02 is 1.005, half-even 1.00
        ("25%", "1.01", "4.05"),  # of 4.06 it is 1.015, half-even 1.02
        ("33.3%", "1.00", "3.01"),
        ("0%", "1.00", "50.00"),
        ("200%", "1.00", "0.50"),
        ("1.00", "1.00", "50.00"),
    ],
)
def test_the_largest_value_whose_cost_fits(cost, left, at_most):
    text = f"""
    g: {{label: G, amount: {{from: 0.10, to: 50.00, usual: 1.00}}, cost: {cost},
        limits: [{{up_to: {left}, per: order, within: ever, measure: cost}}]}}
    """
    answer = asked(text, "50.00")
    assert answer["at_most"] == at_most
    assert asked(text, at_most)["outcome"] == "yes"


def test_a_fixed_cost_above_the_limit_stops_every_amount():
    text = """
    g: {label: G, amount: {from: 1.00, to: 50.00, usual: 1.00}, cost: 2.00,
        limits: [{up_to: 1.99, per: order, within: ever, measure: cost}]}
    """
    assert asked(text)["outcome"] == "no_fit"


def test_what_puts_nothing_on_a_limit_is_not_stopped_by_it():
    text = """
    g: {label: G}
    h: {label: H, amount: 10.00}
    """
    counter = Counter(rules(text, "budgets: {pot: {of: [g, h], up_to: 10.00, per: site, within: day}}\n"))
    counter.give("h")
    assert counter.ask("g")["outcome"] == "yes"


def test_unlimited_never_stops():
    counter = Counter(rules("g: {label: G, amount: 5.00, limits: [{up_to: unlimited, per: order, within: day}]}"))
    for _ in range(5):
        counter.give()


# --- binding, at_most, lead ---------------------------------------------------------------------------------


def test_every_rule_that_binds_is_named_in_order():
    text = """
    g: {label: G, amount: {from: 1.00, to: 500.00, usual: 1.00}, authority: {staff: 100.00, lead: 500.00},
        limits: [{id: second, up_to: 200.00, per: order, within: ever}, 
                 {id: loose, up_to: 900.00, per: order, within: ever},
                 {id: first, up_to: 150.00, per: customer, within: ever}]}
    """
    more = "budgets: {pot: {of: [g], up_to: 250.00, per: site, within: day, measure: cost}}\n"
    answer = asked(text, "300.00", more)
    assert (answer["outcome"], answer["at_most"], answer["amount"]) == ("less", "100.00", None)
    assert bound(answer) == ["second", "first", "pot", "authority"]


def test_a_no_names_the_limit_the_condition_and_the_rest():
    text = """
    g: {label: G, amount: 5.00, authority: {lead: 5.00}, when: {card.tier: gold}, valid_until: 2026-11-20,
        limits: [{up_to: 4.00, per: order, within: ever}], not_with: [h]}
    h: {label: H}
    """
    counter = Counter(rules(text, "conversation: {gestures_at_most: 1}\n"))
    counter.give("h")
    answer = counter.ask(facts={"card.tier": "guest"})
    assert bound(answer) == ["g.1", "authority", "condition", "excluded", "gestures_at_most", "valid"]
    assert (answer["outcome"], answer["at_most"]) == ("no_fit", None)


def test_without_an_ask_the_usual_is_clamped_silently():
    text = "g: {label: G, amount: {from: 5.00, to: 50.00, usual: 20.00}, authority: {staff: 12.00, lead: 50.00}}"
    answer = asked(text)
    assert (answer["outcome"], answer["amount"], answer["at_most"]) == ("yes", "12.00", "12.00")
    assert asked(text, "20.00")["outcome"] == "less"


def test_at_most_is_what_this_person_could_give_also_on_a_yes():
    text = "g: {label: G, amount: {from: 5.00, to: 50.00, usual: 20.00}, authority: {staff: 30.00, lead: 50.00}}"
    assert asked(text, "6.00")["at_most"] == "30.00"
    assert asked(text, "6.00", ticks=[])["at_most"] == "30.00"


def test_lead_may_carry_what_is_missing():
    text = "g: {label: G, amount: 50.00, authority: {staff: 10.00, lead: 80.00}, judgement_above: 20.00}"
    answer = asked(text)
    assert (answer["outcome"], answer["missing"]) == ("lead", ["reason"])
    assert asked(text, ticks=REASON)["missing"] == []


def test_the_role_named_must_get_a_yes_itself():
    authority = "{staff: 10.00, lead: 80.00, manager: 90.00}"
    text = f"g: {{label: G, amount: 50.00, authority: {authority}, when: {{role: [staff, manager]}}}}"
    answer = asked(text)
    assert (answer["outcome"], answer["ways"][0]) == ("lead", {"ask": "manager"})


@pytest.mark.parametrize(
    ("authority", "role", "outcome"),
    [
        ("{staff: 10.00, manager: 50.00}", "lead", "yes"),  # a role not named inherits the next lower one
        ("{lead: 50.00}", "staff", "lead"),  # none at or below: nobody of that role
        ("{lead: 50.00}", "manager", "yes"),
    ],
)
def test_authority_is_inherited_from_below(authority, role, outcome):
    assert asked(f"g: {{label: G, amount: 10.00, authority: {authority}}}", role=role)["outcome"] == outcome


# --- ticks --------------------------------------------------------------------------------------------------


def test_the_request_is_heard_first_unless_nothing_is_needed():
    assert asked("g: {label: G}", ticks=[])["missing"] == ["request_heard"]
    assert asked("g: {label: G, needs: []}", ticks=[])["outcome"] == "yes"


def test_ticks_come_only_for_what_is_otherwise_possible():
    text = "g: {label: G, needs: [request_heard, wish, reason], when: {card.tier: gold}}"
    assert asked(text, ticks=[], facts={"card.tier": "gold"})["missing"] == ["request_heard", "wish", "reason"]
    assert asked(text, ticks=[], facts={"card.tier": "guest"})["missing"] == []


def test_only_if_asked_adds_the_tick():
    text = "g: {label: G, offer: only_if_asked}"
    assert asked(text)["missing"] == ["customer_asked"]
    assert asked(text, ticks=["request_heard", "customer_asked"])["outcome"] == "yes"


@pytest.mark.parametrize(("ask", "missing"), [("8.00", []), ("8.01", ["reason"])])
def test_judgement_is_needed_above_the_amount_not_at_it(ask, missing):
    text = "g: {label: G, amount: {from: 1.00, to: 20.00, usual: 5.00}, judgement_above: 8.00}"
    assert asked(text, ask)["missing"] == missing


# --- bends --------------------------------------------------------------------------------------------------

BEND = """
g: {label: G, amount: 20.00, when: {order.nights: {at_most: 30}},
    bend: {by: lead, when: {order.nights: {at_most: 31}}}}
"""


@pytest.mark.parametrize(
    ("nights", "role", "outcome", "missing"),
    [
        (30, "staff", "yes", []),
        (31, "staff", "lead", ["reason"]),
        (31, "lead", "ticks", ["reason"]),
        (31, "manager", "ticks", ["reason"]),
        (32, "lead", "no_fit", []),
    ],
)
def test_a_role_may_bend_the_condition_with_a_reason(nights, role, outcome, missing):
    answer = asked(BEND, role=role, facts={"order.nights": nights})
    assert (answer["outcome"], answer["missing"]) == (outcome, missing)
    if outcome == "lead":
        assert (bound(answer), answer["ways"][0]) == (["condition"], {"ask": "lead"})


def test_a_bend_with_its_reason_is_given():
    assert asked(BEND, role="lead", ticks=REASON, facts={"order.nights": 31})["outcome"] == "yes"


# --- dates --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "outcome", "frees"),
    [
        ("2026-11-20T05:59:59+02:00", "no_fit", "2026-11-20T06:00:00+02:00"),
        ("2026-11-20T06:00:00+02:00", "yes", None),
        ("2026-11-22T05:59:59+02:00", "yes", None),  # the last business day is included to its end
        ("2026-11-22T06:00:00+02:00", "no_fit", None),
    ],
)
def test_dates_include_their_business_days(at, outcome, frees):
    answer = asked("g: {label: G, valid_from: 2026-11-20, valid_until: '2026-11-21'}", at=at)
    assert answer["outcome"] == outcome
    if outcome == "no_fit":
        assert answer["binding"] == [{"limit": "valid", "used": None, "up_to": None, "frees_at": frees}]


def test_a_limit_and_a_budget_hold_only_within_their_dates():
    text = "g: {label: G, limits: [{up_to: 1 time, per: order, within: ever, valid_until: 2026-11-21}]}"
    counter = Counter(rules(text))
    counter.give()
    answer = counter.ask()
    assert answer["binding"][0]["frees_at"] == "2026-11-22T06:00:00+02:00"
    assert counter.ask(at="2026-11-22T06:00:00+02:00")["outcome"] == "yes"
    budget = "budgets: {pot: {of: [g], up_to: 1 time, per: site, within: ever, valid_from: 2026-11-22}}\n"
    counter = Counter(rules("g: {label: G}", budget))
    counter.give()
    counter.give()
    assert bound(counter.ask(at="2026-11-22T12:00:00+02:00")) == ["pot"]


# --- ways forward -------------------------------------------------------------------------------------------

WAYS = """
g: {label: G, amount: 90.00, authority: {staff: 10.00, lead: 100.00},
    otherwise: [{promise: {within: 2 hours}}, {say: Take a seat}, {ask: lead}, {gesture: full}, {gesture: h}]}
h: {label: H, amount: 5.00, needs: [request_heard, wish]}
full: {label: F, amount: 5.00, limits: [{up_to: 4.00, per: order, within: ever}]}
first: {label: First}
"""


def test_ways_come_in_order_and_each_passes():
    answer = asked(WAYS, situation="noise")
    assert answer["ways"] == [
        {"gesture": "h"},
        {"gesture": "first"},
        {"say": "Take a seat"},
        {"ask": "lead"},
        {"promise": "2 hours"},
    ]


def test_the_lead_and_a_promise_are_always_there_unless_forbidden():
    base = "g: {label: G, amount: 90.00, authority: {staff: 10.00, lead: 100.00}, otherwise: %s}\nh: {label: H}\n"
    assert asked(base % "[{gesture: h}]")["ways"] == [{"gesture": "h"}, {"ask": "lead"}, {"promise": "24 hours"}]
    assert asked(base.replace(", otherwise: %s", ""))["ways"] == [{"ask": "lead"}, {"promise": "24 hours"}]
    forbidden = asked(base % "[]")
    assert (forbidden["outcome"], forbidden["ways"]) == ("lead", [])


def test_a_yes_needs_no_way_forward():
    assert asked("g: {label: G, amount: 5.00}")["ways"] == []


def test_somebody_who_lacks_only_ticks_is_not_sent_to_the_lead_who_would_be_asked_the_same():
    assert asked("g: {label: G, amount: 5.00}", ticks=[])["ways"] == [{"promise": "24 hours"}]


def test_staff_who_may_not_at_all_are_told_who_may_also_for_gestures_without_amount():
    answer = asked("g: {label: G, authority: {lead: 1.00}}")
    assert (answer["outcome"], bound(answer), answer["ways"][0]) == ("lead", ["authority"], {"ask": "lead"})


@pytest.mark.parametrize("per", ["role", "staff"])
def test_a_limit_per_role_is_the_leads_own(per):
    text = f"""
    g: {{label: G, amount: 5.00, limits: [{{up_to: 1 time, per: {per}, within: ever}}]}}
    """
    counter = Counter(rules(text))
    counter.give()
    ways = counter.ask()["ways"]
    assert ({"ask": "lead"} in ways) is (per == "role")


@pytest.mark.parametrize("within", ["ever", "day", "90 days"])
def test_a_limit_that_never_allows_so_much_lets_it_pass_when_it_ends(within):
    text = f"""
    g: {{label: G, amount: {{from: 1.00, to: 90.00, usual: 5.00}},
        limits: [{{up_to: 20.00, per: order, within: {within}, valid_until: 2026-11-30}}]}}
    """
    (binding,) = asked(text, "50.00")["binding"]
    assert binding == {"limit": "g.1", "used": "0.00", "up_to": "20.00", "frees_at": "2026-12-01T06:00:00+02:00"}


def test_what_puts_nothing_on_an_overdrawn_limit_waits_for_nothing():
    text = """
    g: {label: G, amount: {from: 0.01, to: 90.00, usual: 90.00}, cost: 25%,
        limits: [{up_to: order.paid, per: order, within: 90 days, measure: cost}]}
    """
    counter = Counter(rules(text))
    counter.give(ask="40.00", facts={"order.paid": "10.00"})
    answer = counter.ask(ask="90.00", facts={"order.paid": "5.00"})
    assert (answer["outcome"], answer["at_most"]) == ("less", "0.02")  # a cost of half a cent is rounded to none
    assert answer["binding"] == [{"limit": "g.1", "used": "10.00", "up_to": "5.00", "frees_at": None}]
