"""The most that a role could ever give at once: a bound that no decision goes beyond."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from frontdesk.authority.decision import decide
from frontdesk.authority.most import Most, most_at_once
from frontdesk.authority.values import BadAsk, Moment
from frontdesk.guidelines import packs
from frontdesk.guidelines.model import TICKS, Guidelines
from frontdesk.guidelines.reader import read_text

FILE = """\
frontdesk: 1
business: {{name: X, currency: EUR, timezone: Europe/Riga}}
roles: [staff, lead]
facts: {{order.paid: {{type: money, from: order}}, km: {{type: number, from: order}}}}
gestures:
  it: {{{gesture}}}
budgets:
  day: {{of: [it], up_to: {budget}, per: site, within: day, measure: cost}}
"""


def read(gesture: str, budget: str = "1000.00") -> Guidelines:
    guidelines = read_text(FILE.format(gesture=gesture, budget=budget).encode(), "g").guidelines
    assert guidelines is not None
    return guidelines


CHOSEN = "amount: {from: 5.00, to: 300.00}"


@pytest.mark.parametrize(
    ("gesture", "budget", "most"),
    [
        ("amount: 8.00", "1000.00", Most(800)),
        ("amount: 8.00", "7.00", Most(0)),
        ("amount: 8.00, cost: 25%", "7.00", Most(800)),
        (CHOSEN, "1000.00", Most(30000)),
        (CHOSEN, "120.00", Most(12000)),
        (f"{CHOSEN}, cost: 50%", "100.00", Most(20001)),  # half of 200.01 rounds to the even 100.00
        (f"{CHOSEN}, authority: {{staff: 40.00}}", "1000.00", Most(4000)),
        (f"{CHOSEN}, authority: {{staff: 4.00}}", "1000.00", Most(0)),
        (f"{CHOSEN}, authority: {{lead: 40.00}}", "1000.00", Most(0)),
        (f"{CHOSEN}, limits: [{{up_to: 60.00, per: customer, within: ever}}]", "1000.00", Most(6000)),
        (f"{CHOSEN}, limits: [{{up_to: 0 times, per: customer, within: ever}}]", "1000.00", Most(0)),
        (f"{CHOSEN}, when: {{km: 3}}", "1000.00", Most(30000, sure=False)),
        (
            f"{CHOSEN}, limits: [{{up_to: 60.00, per: customer, within: ever, when: {{km: 3}}}}]",
            "1000.00",
            Most(30000, sure=False),
        ),
        ("amount: {percent_of: order.paid, from: 1%, to: 9%}", "1000.00", Most(100000, sure=False)),
        ("amount: {quantity: {from: 1, to: 10}, unit: GB}", "1000.00", Most(10000, is_quantity=True, unit="GB")),
        ("amount: {cases: [{when: {km: 1}, amount: 3.00}, {amount: 9.00}]}", "1000.00", Most(900, sure=False)),
        ("kind: words", "1000.00", None),
    ],
)
def test_every_figure_of_the_file_is_a_bound(gesture: str, budget: str, most: Most | None) -> None:
    assert most_at_once(read(gesture, budget), "it", "staff") == most


def test_a_fact_alone_sets_no_bound() -> None:
    guidelines = read("kind: owed, amount: {exactly: order.paid}")
    assert most_at_once(guidelines, "it", "staff") is None


@pytest.mark.parametrize("pack", packs.names())
def test_no_decision_goes_beyond_it(pack: str) -> None:
    guidelines = read_text(packs.text(pack).encode(), pack).guidelines
    assert guidelines is not None
    for example in guidelines.examples:
        role = str(example.given.get("role", guidelines.roles[0]))
        amount = example.expect.get("amount") or example.expect.get("at_most")
        most = most_at_once(guidelines, str(example.given["gesture"]), role)
        if amount is not None and most is not None and not most.is_quantity and example.expect.get("outcome") != "lead":
            assert int(str(amount).replace(".", "")) <= most.figure, example


def test_a_sure_bound_is_what_is_given() -> None:
    guidelines = read(CHOSEN + ", authority: {staff: 40.00}", "70.00")
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for role, figure in (("staff", 4000), ("lead", 4000)):
        moment = Moment(at=at, role=role, staff="anna", facts={}, scope={}, ticks=frozenset(TICKS))
        assert most_at_once(guidelines, "it", role) == Most(figure)
        answer = decide(guidelines, moment, "it", {}, 30000)
        assert not isinstance(answer, BadAsk) and answer.at_most_minor == figure
