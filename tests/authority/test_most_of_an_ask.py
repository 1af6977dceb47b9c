"""An ask that nobody could give whole: who could give the most of it is a way forward."""

from __future__ import annotations

from datetime import datetime

import pytest
from asking import NOON, rules

from frontdesk.authority.answers import decision_dict
from frontdesk.authority.decision import decide
from frontdesk.authority.values import AskWay, Decision, Moment

SHORT = """
g:
  amount: {from: 10.00, to: 500.00, usual: 20.00}
  authority: {staff: 50.00, lead: 400.00, manager: 450.00}
  limits: [{id: day, up_to: 180.00, per: staff, within: day}]
"""


def decided(text: str, ask_minor: int, own: dict[str, int], role: str = "staff") -> Decision:
    """The decision about the gesture `g` at noon, on a day on which nothing was given yet."""
    heard = frozenset({"request_heard"})
    moment = Moment(datetime.fromisoformat(NOON), role, "anna", ticks=heard, scope={"customer": "c1"}, authority=own)
    answer = decide(rules(text), moment, "g", {}, ask_minor)
    assert isinstance(answer, Decision)
    return answer


@pytest.mark.parametrize(
    ("ask_minor", "own", "asked_of"),
    [
        (30000, {}, [("lead", 18000)]),  # the limit stops everybody at 180: who is above the lead gives no more
        (15000, {}, [("lead", None)]),  # the lead can give all of it
        (30000, {"g": 18000}, []),  # who may give as much alone asks nobody
        (30000, {"g": 500}, [("lead", 18000)]),  # nothing alone
    ],
)
def test_an_ask_above_what_anybody_may_give_names_who_could_give_the_most(
    ask_minor: int, own: dict[str, int], asked_of: list[tuple[str, int | None]]
) -> None:
    ways = decided(SHORT, ask_minor, own).ways
    assert [(way.role, way.amount_minor) for way in ways if isinstance(way, AskWay)] == asked_of


def test_what_decide_prints_names_only_a_role_that_could_give_all_of_it() -> None:
    assert decision_dict(decided(SHORT, 30000, {}), rules(SHORT))["ways"] == [{"promise": "24 hours"}]


def test_the_role_that_gives_the_most_is_named_even_where_a_lower_one_gives_some() -> None:
    text = SHORT.replace("180.00", "420.00")
    ways = decided(text, 50000, {}).ways
    assert AskWay("manager", 42000) in ways and AskWay("lead", 40000) not in ways
