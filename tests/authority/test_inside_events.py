"""Which limits hold inside a mass event, and what its entries count for."""

from __future__ import annotations

import pytest

from frontdesk.authority.events import BUDGET, counted_scope, holds, inside
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.reader import read_text

TEXT = """\
frontdesk: 1
business: {name: Radio, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts: {order.paid: {type: money, from: order}}
gestures:
  goodwill:
    amount: {from: 1.00, to: 100.00, usual: 10.00}
    limits:
      - {id: per_serial, up_to: 1 time, per: serial, within: ever}
      - {id: per_line_and_customer, up_to: 1 time, per: [customer, line], within: 1 year}
      - {id: paid, up_to: order.paid, per: order, within: ever, across: [goodwill, other]}
      - {id: per_order, up_to: 4 times, per: order, within: ever}
      - {id: per_customer, up_to: 2 times, per: customer, within: 90 days}
      - {id: per_staff, up_to: 20 times, per: staff, within: day}
      - {id: per_serial_and_site, up_to: 9 times, per: [serial, site], within: day}
  other: {amount: 5.00}
  owed:
    kind: owed
    amount: 5.00
    limits:
      - {id: owed_per_customer, up_to: 1 time, per: customer, within: ever}
      - {id: owed_per_staff, up_to: 9 times, per: staff, within: day}
  rest:
    amount: {rest_of: month}
budgets:
  month: {of: [goodwill, other, owed, rest], up_to: 500.00, per: site, within: month}
"""
SCOPE = {
    name: f"{name}-1"
    for name in ("serial", "line", "customer", "order", "staff", "role", "site", "business", "incident")
}


@pytest.fixture(scope="module")
def rules() -> Guidelines:
    reading = read_text(TEXT.encode(), "events.yaml")
    assert reading.guidelines is not None, reading.problems
    return reading.guidelines


@pytest.mark.parametrize(
    ("gesture", "holding"),
    [
        ("goodwill", {"per_serial", "per_line_and_customer", "paid"}),
        ("owed", {"owed_per_customer"}),
        ("other", set()),
    ],
)
def test_limits_of_the_thing_hold_and_counts_of_goodwill_do_not(
    rules: Guidelines, gesture: str, holding: set[str]
) -> None:
    known = rules.gestures[gesture]
    assert {limit.id for limit in known.limits if holds(limit, known)} == holding
    within = inside(rules, gesture, 10000)
    own = set() if known.owed else {BUDGET}
    assert {limit.id for limit in within.limits_of(gesture)} == holding | own
    assert within.gestures_at_most is None


@pytest.mark.parametrize(
    ("gesture", "counted"),
    [
        ("goodwill", {"serial", "line", "customer", "order"}),
        ("other", {"serial", "order"}),  # it counts where no more than was paid goes back, though it is not bound
        ("owed", {"serial", "customer"}),
        ("rest", {"serial"}),
    ],
)
def test_an_entry_counts_per_what_holds_and_never_per_person_or_site(
    rules: Guidelines, gesture: str, counted: set[str]
) -> None:
    assert set(counted_scope(rules, gesture, SCOPE)) == counted


def test_an_amount_that_is_the_rest_of_a_budget_keeps_to_it(rules: Guidelines) -> None:
    assert {limit.id for limit in inside(rules, "rest", None).limits_of("rest")} == {"month"}
    assert inside(rules, "other", None).limits_of("other") == ()
