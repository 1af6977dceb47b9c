"""The ledger in memory, and the file's own examples."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from asking import rules

from frontdesk.authority.decision import decide
from frontdesk.authority.examples import answer_of, failures, noon_of_a_valid_day
from frontdesk.authority.ledger import Ledger
from frontdesk.authority.limits import gestures_involved, key_for, keys_moved, needed, scope_of
from frontdesk.authority.values import Decision, Moment, UsageKey
from frontdesk.guidelines.model import Example

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
TEXT = """
g:
  label: G
  amount: {from: 1.00, to: 50.00, usual: 5.00}
  limits:
    - {up_to: 20.00, per: customer, within: 10 days}
    - {up_to: 30.00, per: [site, customer], within: month}
    - {up_to: 3 times, per: customer, within: 10 days}
h: {label: H, otherwise: [{gesture: g}]}
"""


def moment(at: datetime = AT, **scope: str) -> Moment:
    return Moment(at, "staff", "anna", {}, scope, frozenset({"request_heard"}))


def give(ledger: Ledger, name: str, gesture: str, now: Moment, ask: int | None = None) -> Decision:
    usages = ledger.usages(needed(ledger.guidelines, now, (gesture,)))
    answer = decide(ledger.guidelines, now, gesture, usages, ask)
    assert isinstance(answer, Decision)
    ledger.add(name, answer, now)
    return answer


def test_limits_of_one_shape_share_their_counter():
    guidelines = rules(TEXT)
    keys = keys_moved(guidelines, "g", scope_of(moment(customer="c")), AT)
    assert [(key.scope, key.window) for key in keys] == [("c", "rolling"), ("c|1", "2026-11")]
    wanted = needed(guidelines, moment(customer="c"), ("h",))
    assert {each.key for each in wanted} == set(keys)  # those of the way forward, too
    assert [each.since is not None for each in wanted] == [True, False]


def test_a_counter_without_its_scope_is_neither_moved_nor_read():
    guidelines = rules(TEXT)
    assert keys_moved(guidelines, "g", scope_of(moment()), AT) == ()
    assert needed(guidelines, moment(), ("g",)) == ()
    limit = guidelines.gestures["g"].limits[1]
    clock = guidelines.business.clock
    assert key_for(limit, {"site": "1"}, AT, clock) is None
    assert key_for(limit, {"site": "s", "customer": "c"}, AT, clock) == UsageKey(limit.shape, "c|s", "2026-11")


def test_a_counter_per_role_is_read_for_every_role_that_may_be_asked():
    text = "g: {label: G, limits: [{up_to: 1 time, per: role, within: ever}]}"
    wanted = needed(rules(text), moment(), ("g",))
    assert [each.key.scope for each in wanted] == ["staff", "lead", "manager"]
    above = Moment(AT, "lead", "jānis")
    assert [each.key.scope for each in needed(rules(text), above, ("g",))] == ["lead", "manager"]


def test_a_rest_reads_the_counter_of_the_limit_it_names():
    text = """
    g: {label: G, amount: {rest_of: pot}}
    h: {label: H, amount: 5.00, limits: [{id: pot, up_to: 10.00, per: customer, within: ever}]}
    """
    wanted = needed(rules(text), moment(customer="c"), ("g",))
    assert [each.key.scope for each in wanted] == ["c"]


def test_the_ways_of_a_gesture_are_its_own_and_the_situation_s():
    guidelines = rules(TEXT + "full: {label: F}\n")
    assert gestures_involved(guidelines, moment(), "h") == ("h", "g")
    quiet = Moment(AT, "staff", "anna", situation="noise")
    assert gestures_involved(guidelines, quiet, "g") == ("g", "h", "full")


def test_rolling_counters_hold_their_marks_in_order_and_only_those_that_may_count():
    ledger = Ledger(rules(TEXT))
    here = {"customer": "c"}
    late, early = moment(AT, **here), moment(AT - timedelta(days=9), **here)
    give(ledger, "late", "g", late, 300)
    give(ledger, "early", "g", early, 200)
    old = moment(AT - timedelta(days=40), **here)
    give(ledger, "old", "g", old, 100)
    rolling = [key for key in keys_moved(ledger.guidelines, "g", scope_of(late), AT) if key.window == "rolling"]
    read = ledger.usages(needed(ledger.guidelines, late, ("g",)))
    assert [mark.value_minor for mark in read[rolling[0]].marks] == [200, 300]
    assert [mark.value_minor for mark in ledger.live(AT)[rolling[0]].marks] == [200, 300]


def test_a_reversal_leaves_the_counters_as_they_were():
    ledger = Ledger(rules(TEXT))
    here = moment(customer="c", incident="i", conversation="t")
    give(ledger, "one", "g", here, 500)
    before = dict(ledger.live(AT))
    met = ledger.met(here)
    give(ledger, "two", "g", here, 700)
    ledger.reverse("two")
    assert dict(ledger.live(AT)) == before
    assert ledger.met(here) == met
    assert (ledger.entry("one") is not None, ledger.entry("two")) == (True, None)
    with pytest.raises(KeyError):
        ledger.reverse("two")


# --- examples -----------------------------------------------------------------------------------------------

EXAMPLES = """
examples:
  - given: {gesture: g, ask: 60.00, ticks: [request_heard]}
    expect: {outcome: less, at_most: 20.00, binding: [g.1], ways: [{promise: 24 hours}]}
  - given: {gesture: g}
    expect: {outcome: ticks, missing: [request_heard], amount: 5.00}
  - given: {gesture: g, ask: 0.50}
    expect: {error: true}
"""


def test_examples_that_hold_say_nothing():
    assert failures(rules(TEXT, EXAMPLES)) == ()


@pytest.mark.parametrize(
    ("expect", "key", "came"),
    [
        ({"outcome": "yes"}, "outcome", "ticks"),
        ({"amount": "5.01"}, "amount", "5.00"),
        ({"missing": ["reason"]}, "missing", "[request_heard]"),
        ({"missing": []}, "missing", "[request_heard]"),
        ({"binding": ["g.1"]}, "binding", "[]"),
        ({"ways": []}, "ways", "[{promise: 24 hours}]"),
        ({"ways": [{"ask": "lead"}]}, "ways", "[{promise: 24 hours}]"),
        ({"at_most": None}, "at_most", "20.00"),
        ({"error": True}, "error", "null"),
    ],
)
def test_an_example_that_does_not_hold_says_what_was_expected_and_what_came(expect, key, came):
    from dataclasses import replace

    guidelines = replace(rules(TEXT), examples=(Example({"gesture": "g"}, expect, 7),))
    (failure,) = failures(guidelines)
    assert (failure.line, failure.key, failure.came) == (7, key, came)


def test_an_example_that_cannot_be_asked_says_why():
    from dataclasses import replace

    guidelines = replace(rules(TEXT), examples=(Example({"gesture": "x"}, {"outcome": "yes"}, 7),))
    (failure,) = failures(guidelines)
    assert failure.key == "error" and "x" in failure.came


def test_an_example_is_asked_on_a_valid_day_in_fresh_scopes():
    limits = "[{up_to: 1 time, per: [serial, order], within: ever}]"
    text = f"g: {{label: G, needs: [], valid_from: 2030-05-01, limits: {limits}}}"
    guidelines = rules(text)
    assert answer_of(guidelines, Example({"gesture": "g"}, {}))["outcome"] == "yes"
    assert noon_of_a_valid_day(guidelines, "g") == datetime(2030, 5, 1, 9, tzinfo=UTC)
    past = rules("g: {label: G, valid_until: 2020-01-31}")
    assert noon_of_a_valid_day(past, "g") == datetime(2020, 1, 31, 10, tzinfo=UTC)


def test_an_exclusion_that_one_of_two_names_holds_for_both():
    from dataclasses import replace

    guidelines = rules("g: {label: G}\nh: {label: H}\n")
    both = {name: replace(each, not_with=frozenset()) for name, each in guidelines.gestures.items()}
    both["g"] = replace(both["g"], not_with=frozenset({"h"}))
    one_sided = replace(guidelines, gestures=both)
    after = moment()._replace(given=frozenset({"g"}))
    answer = decide(one_sided, after, "h", {})
    assert isinstance(answer, Decision) and answer.binding[0].gestures == ("g",)
