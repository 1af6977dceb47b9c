"""A line of `decide` and its answer: the documented form, every bad line named, the run going on."""

from __future__ import annotations

import json

import pytest
from asking import HEAD, NOON, SCOPE, Counter, bound, rules

from frontdesk.authority.lines import Run
from frontdesk.authority.questions import LINE_MAX, parsed

# The example of the language document, as it stands there.
HOTEL = """
free_drink:
  label: Free drink
  kind: item
  amount: 8.00
  cost: 25%
  limits:
    - {up_to: 4 times, per: [customer, order], within: ever}
    - {up_to: 20 times, per: staff, within: day}
part_of_bill:
  label: Part of the bill
  kind: refund
  amount: {percent_of: order.price, from: 10%, to: 100%, usual: 50%, at_least: 10.00}
  authority: {staff: 150.00, lead: 600.00}
  judgement_above: 80.00
  when: {order.paid: {more_than: 0}}
  limits:
    - {id: never_more_than_paid, up_to: order.paid, per: order, within: ever, across: [part_of_bill, make_it_right]}
    - {id: twice_a_season, up_to: 2 times, per: customer, within: 90 days}
  otherwise: [{gesture: make_it_right}, {ask: lead}, {promise: {within: 24 hours}}]
make_it_right:
  label: Make it right
  kind: open
  amount: {from: 5.00, to: 2000.00, usual: 50.00}
  authority: {staff: 300.00, lead: 2000.00}
  needs: [request_heard, wish, reason]
  limits: [{up_to: 2000.00, per: [customer, incident], within: ever}]
"""
DESK_DAY = """
budgets:
  desk_day:
    {of: [free_drink, part_of_bill, make_it_right], up_to: 1200.00, per: site, within: day, measure: cost}
"""
PAID = {"order.paid": "540.00", "order.price": "540.00"}


@pytest.fixture
def counter() -> Counter:
    return Counter(rules(HOTEL, DESK_DAY))


def test_the_answer_has_the_documented_form(counter):
    answer = counter.ask("part_of_bill", "400.00", facts=PAID, ticks=["request_heard", "wish", "reason"])
    assert answer == {
        "id": "1",
        "outcome": "less",
        "amount": None,
        "at_most": "150.00",
        "cost": "0.00",
        "exposure": "0.00",
        "missing": [],
        "binding": [{"limit": "authority", "used": None, "up_to": "150.00", "frees_at": None}],
        "ways": [{"gesture": "make_it_right"}, {"ask": "lead"}, {"promise": "24 hours"}],
    }


def test_money_and_percents_are_texts_or_numbers(counter):
    texts = counter.ask("part_of_bill", "120.00", facts=PAID)
    numbers = counter.ask("part_of_bill", 120, facts={"order.paid": 540, "order.price": 540.0})
    assert {**texts, "id": ""} == {**numbers, "id": ""}
    full = Counter(rules("g: {label: G, when: {house.full: {at_most: 95%}}}"))
    assert [full.ask(facts={"house.full": said})["outcome"] for said in ("35%", 35, "95%", "95.5%", 96)] == [
        "yes", "yes", "yes", "no_fit", "no_fit",
    ]  # fmt: skip


def test_numbers_of_json_are_read_exactly():
    run = Run(rules(HOTEL, DESK_DAY))
    facts = '{"order.paid": 540.10, "order.price": 540.10}'
    line = '{"id": 1, "gesture": "part_of_bill", "ask": 1e2, "at": "%s", "facts": ' + facts + "}"
    answer = run.answer_text(line % NOON)
    assert (answer["outcome"], answer["amount"], answer["cost"]) == ("ticks", "100.00", "100.00")


def test_what_was_given_is_met_by_later_lines_and_a_ticks_is_not_given(counter):
    first = counter.ask("free_drink", give=True)
    assert (first["outcome"], first["cost"]) == ("yes", "2.00")
    assert counter.ask("free_drink", give=True, ticks=[])["outcome"] == "ticks"
    for _ in range(3):
        counter.give("free_drink")
    answer = counter.ask("free_drink")
    assert answer["binding"] == [{"limit": "free_drink.1", "used": 4, "up_to": 4, "frees_at": None}]


def test_a_reversal_answers_with_what_it_took_back_and_only_once(counter):
    given = counter.give("free_drink")
    assert counter.back(given)["outcome"] == "reversed"
    assert "before" in counter.back(given)["error"]
    assert "gave" in counter.back("nothing")["error"]
    looked = counter.ask("free_drink")
    assert "gave" in counter.back(looked["id"])["error"]


def test_site_business_and_staff_default_to_one():
    counter = Counter(rules("g: {label: G, limits: [{up_to: 1 time, per: [site, business, staff], within: ever}]}"))
    counter.give(scope={})
    assert counter.ask(scope={})["outcome"] == "no_fit"
    assert counter.ask(scope={"site": "two"})["outcome"] == "yes"
    assert counter.ask(scope={}, staff="anna")["outcome"] == "yes"
    assert counter.ask(scope={"staff": "anna"})["outcome"] == "yes"


GOOD = {"id": "1", "gesture": "free_drink", "at": NOON}


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ({"gesture": "free_drink", "at": NOON}, "id"),
        ({**GOOD, "id": ""}, "id"),
        ({**GOOD, "id": None}, "id"),
        ({**GOOD, "id": True}, "id"),
        ([], "object"),
        ("text", "object"),
        ({"id": "1", "gesture": "free_drink"}, "at is missing"),
        ({**GOOD, "at": "2026-11-21T14:00:00"}, "offset"),
        ({**GOOD, "at": "2026-11-21"}, "offset"),
        ({**GOOD, "at": "soon"}, "soon"),
        ({**GOOD, "at": 1795000000}, "instant"),
        ({**GOOD, "at": "9999-12-31T23:59:59+00:00"}, "far"),
        ({**GOOD, "gesture": "free_drnk"}, "free_drink"),
        ({"id": "1", "at": NOON}, "gesture"),
        ({**GOOD, "role": "boss"}, "boss"),
        ({**GOOD, "situation": "flood"}, "flood"),
        ({**GOOD, "facts": {"order.payd": 1}}, "order.paid"),
        ({**GOOD, "facts": {"order.paid": "much"}}, "much"),
        ({**GOOD, "facts": {"order.paid": "-1"}}, "order.paid"),
        ({**GOOD, "facts": {"card.tier": "platinum"}}, "platinum"),
        ({**GOOD, "facts": {"stained": "perhaps"}}, "perhaps"),
        ({**GOOD, "facts": {"minutes": [1]}}, "minutes"),
        ({**GOOD, "facts": ["order.paid"]}, "facts"),
        ({**GOOD, "ticks": "request_heard"}, "ticks"),
        ({**GOOD, "ticks": {"request_heard": True}}, "ticks"),
        ({**GOOD, "ticks": [1]}, "ticks"),
        ({**GOOD, "ticks": ["request_herd"]}, "request_heard"),
        ({**GOOD, "scope": "c1"}, "scope"),
        ({**GOOD, "scope": {"customer": ""}}, "customer"),
        ({**GOOD, "scope": {"customer": ["c1"]}}, "customer"),
        ({**GOOD, "give": "yes"}, "give"),
        ({**GOOD, "ask": True}, "ask"),
        ({**GOOD, "ask": "a lot"}, "a lot"),
        ({**GOOD, "ask": "8.001"}, "decimals"),
        ({**GOOD, "gestur": "free_drink"}, "gesture"),
        ({"id": "2", "reverse": "1"}, "at is missing"),
        ({"id": "2", "reverse": [], "at": NOON}, "reverse"),
        ({**GOOD, "staff": 7}, "staff"),
    ],
)
def test_a_bad_line_is_answered_with_what_is_wrong_and_the_run_goes_on(counter, line, named):
    answer = counter.run.answer(line)
    assert set(answer) == {"id", "error"}
    assert named in answer["error"], answer
    assert counter.run.failed
    assert counter.run.answer(GOOD)["outcome"] == "ticks"


@pytest.mark.parametrize(
    "text",
    ["", "{", "nonsense", "[1, 2]", '{"id": "1", "at": NaN}', "[" * 100_000, '{"id": "1", "ask": ' + "9" * 5000 + "}"],
)
def test_no_text_ends_the_run(counter, text):
    assert "error" in counter.run.answer_text(text)
    assert counter.run.answer(GOOD)["outcome"] == "ticks"


def test_lines_that_come_together_are_answered_as_one_after_the_other():
    paid = {**GOOD, "gesture": "part_of_bill", "facts": PAID, "scope": SCOPE, "ticks": ["request_heard", "reason"]}
    lines = [
        {**GOOD, "id": "a", "scope": SCOPE, "ticks": ["request_heard"], "give": True},
        {**paid, "id": "b", "ask": "150.00", "give": True},
        {**paid, "id": "c", "ask": "500.00"},
        {"id": "d", "reverse": "b", "at": NOON},
        {**paid, "id": "e", "ask": "500.00", "role": "lead"},
        {"id": "f", "reverse": "b", "at": NOON},
        {**GOOD, "id": "g", "at": "2020-01-01T00:00:00Z"},
        {**GOOD, "id": "h", "role": "boss"},
    ]
    written = [*(json.dumps(line).encode() for line in lines), b"\xff", b"{", b" " * (LINE_MAX + 1)]
    alone, together = Run(rules(HOTEL, DESK_DAY)), Run(rules(HOTEL, DESK_DAY))
    answers = together.answers(written)
    assert answers == [alone.answer(parsed(line)) for line in written]
    assert [answer.get("outcome", "error") for answer in answers] == [
        "yes", "yes", "less", "reversed", "yes", *["error"] * 6,
    ]  # fmt: skip
    assert [named for named in ("UTF-8", "JSON", "long") if named not in str(answers[-3:])] == []


@pytest.mark.parametrize("number", ["1e999999999", "1e-999999999", "NaN", "Infinity", "1e22"])
def test_a_number_without_measure_is_named_and_not_written_out(counter, number):
    line = '{"id": "1", "gesture": "free_drink", "at": "%s", "ask": %s}'
    assert "ask" in counter.run.answer_text(line % (NOON, number))["error"]
    fact = '{"id": "1", "gesture": "free_drink", "at": "%s", "facts": {"minutes": %s}}'
    assert "minutes" in counter.run.answer_text(fact % (NOON, number))["error"]


def test_a_line_before_an_earlier_one_is_refused_and_a_refused_line_is_not_an_earlier_one(counter):
    assert "error" in counter.run.answer({**GOOD, "at": "2027-01-01T00:00:00Z", "role": "boss"})
    counter.run.answer(GOOD)
    assert "earlier" in counter.run.answer({**GOOD, "at": "2026-11-21T11:59:59+02:00"})["error"]
    assert counter.run.answer({**GOOD, "at": "2026-11-21T10:00:00Z"})["outcome"] == "ticks"


def test_notes_beside_the_known_keys_are_left_alone(counter):
    assert counter.run.answer({**GOOD, "note": "the first guest", "comment": 1})["outcome"] == "ticks"


def test_a_null_is_nothing_known(counter):
    line = {
        **GOOD,
        "ask": None,
        "role": None,
        "situation": None,
        "facts": {"order.paid": None},
        "scope": {"order": None},
    }
    assert counter.run.answer(line)["missing"] == ["request_heard", "scope:customer", "scope:order"]


def test_a_reason_is_its_own_tick():
    when = "g: {label: G, needs: [reason], when: {reason: late}}"
    counter = Counter(rules(when))
    assert counter.ask(reason="late")["outcome"] == "yes"
    assert counter.ask(ticks=["request_heard", "reason"])["missing"] == ["reason"]
    assert counter.ask(reason="late", ticks=[])["missing"] == ["request_heard"]  # needed beside any other
    assert bound(counter.ask(reason="early", ticks=[])) == ["condition"]


def test_an_answer_is_json(counter):
    for ask in ("400.00", "120.00"):
        json.dumps(counter.ask("part_of_bill", ask, facts=PAID))


def test_the_head_of_these_files_has_no_gestures_of_its_own():
    assert "gestures" not in HEAD
