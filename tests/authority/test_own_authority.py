"""What one person may give takes the place of what their role may: up, down, and for nobody else."""

from __future__ import annotations

import pytest
from asking import Counter, asked, bound, rules

from frontdesk.authority.examples import failures
from frontdesk.guidelines.reader import read_text

REFUND = """
g:
  amount: {from: 1.00, to: 500.00, usual: 10.00}
  authority: {staff: 50.00, lead: 200.00}
"""
FIXED = """
g:
  amount: 30.00
  authority: {staff: 50.00, lead: 200.00}
  otherwise: [{gesture: h}, {ask: lead}]
h:
  amount: 40.00
  authority: {lead: 200.00}
"""


@pytest.mark.parametrize(
    ("own", "ask", "outcome", "at_most"),
    [
        ("120.00", "120.00", "yes", "120.00"),
        ("120.00", "120.01", "less", "120.00"),
        ("20.00", "20.00", "yes", "20.00"),
        ("20.00", "50.00", "less", "20.00"),
        (20, 50, "less", "20.00"),
    ],
)
def test_ones_own_authority_replaces_the_role_s_up_and_down(own, ask, outcome, at_most):
    answer = asked(REFUND, ask, authority={"g": own})
    assert (answer["outcome"], answer["at_most"]) == (outcome, at_most)


def test_whoever_may_give_less_than_the_fixed_amount_is_sent_to_the_lead():
    answer = asked(FIXED, authority={"g": "20.00"})
    assert (answer["outcome"], bound(answer)) == ("lead", ["authority"])
    assert answer["ways"][0] == {"ask": "lead"}


def test_a_way_forward_counts_ones_own_authority_too():
    assert {"gesture": "h"} not in asked(FIXED, authority={"g": "20.00"})["ways"]
    assert {"gesture": "h"} in asked(FIXED, authority={"g": "20.00", "h": "40.00"})["ways"]


def test_the_lead_who_is_named_is_judged_by_the_role_and_not_by_ones_own_authority():
    text = "g:\n  amount: {exactly: order.paid}\n  authority: {staff: 50.00, lead: 200.00}\n"
    answer = asked(text, authority={"g": "10.00"}, facts={"order.paid": "150.00"})
    assert (answer["outcome"], answer["amount"]) == ("lead", "150.00")


def test_a_gesture_that_nobody_of_the_role_may_give_can_be_given_to_one_person():
    text = "g:\n  amount: 30.00\n  authority: {lead: 200.00}\n"
    assert asked(text)["outcome"] == "lead"
    assert asked(text, authority={"g": "30.00"})["outcome"] == "yes"


def test_where_the_file_names_no_authority_ones_own_still_binds():
    answer = asked("g:\n  amount: {from: 1.00, to: 90.00, usual: 10.00}\n", "80.00", authority={"g": "25.00"})
    assert (answer["outcome"], answer["at_most"], bound(answer)) == ("less", "25.00", ["authority"])


def test_limits_bind_whatever_one_may_give():
    text = REFUND + "  limits: [{id: day, up_to: 60.00, per: staff, within: day}]\n"
    counter = Counter(rules(text))
    counter.give(ask="50.00", authority={"g": "400.00"})
    assert bound(counter.ask(ask="50.00", authority={"g": "400.00"})) == ["day"]


@pytest.mark.parametrize(
    ("authority", "says"),
    [
        (["g"], "authority is an object"),
        ({"gg": "1.00"}, "There is no gesture gg"),
        ({"g": "a lot"}, "a lot is not an amount"),
        ({"g": True}, "authority of g is an amount"),
        ({"g": "1.005"}, "1.005 is not an amount"),
    ],
)
def test_an_authority_that_is_none_is_answered(authority, says):
    assert says in asked(REFUND, authority=authority)["error"]


def test_an_example_of_the_file_may_name_ones_own_authority():
    text = """\
frontdesk: 1
business: {name: Shop, currency: EUR, timezone: Europe/Riga, day_starts: "00:00", languages: [en]}
gestures:
  g: {amount: {from: 1.00, to: 500.00, usual: 10.00}, authority: {staff: 50.00}}
examples:
  - given: {gesture: g, ask: 80.00, ticks: [request_heard], authority: {g: 90.00}}
    expect: {outcome: "yes", amount: 80.00}
"""
    good = read_text(text.encode(), "guidelines.yaml")
    assert good.guidelines is not None, good.problems
    assert failures(good.guidelines) == ()
    for wrong, says in (("{gg: 90.00}", "gg"), ("{g: lots}", "lots"), ("90.00", "names")):
        problems = read_text(text.replace("{g: 90.00}", wrong).encode(), "guidelines.yaml").problems
        assert [each.line for each in problems if each.severity == "error"] == [6]
        assert says in str(problems[0])
