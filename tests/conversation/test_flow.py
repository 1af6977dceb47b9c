"""The request-first flow: which step is next, what is earned, what the end lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from frontdesk.conversation import flow
from frontdesk.conversation.flow import (
    Stage,
    may_record_cause,
    request_heard,
    steps,
    ticks,
    what_closing_lacks,
)
from frontdesk.guidelines.model import STEPS

DUE = datetime(2026, 11, 21, 16, tzinfo=UTC)


@dataclass(frozen=True)
class Talk:
    situation: str | None = None
    request: str = ""
    heard: str = "not_yet"
    wish: str | None = None
    given: tuple[str, ...] = ()
    promises: tuple[str, ...] = ()
    now: str = ""
    next: str = ""
    due_at: datetime | None = None
    anything_else: bool = False

    @property
    def cause_open(self) -> bool:
        return may_record_cause(self.given, self.promises)


def current(talk: Talk, names: tuple[str, ...] = STEPS) -> str | None:
    found = [step.name for step in steps(names, talk) if step.stage is Stage.CURRENT]
    assert len(found) <= 1
    return found[0] if found else None


def done(talk: Talk) -> list[str]:
    return [step.name for step in steps(STEPS, talk) if step.stage is Stage.DONE]


@pytest.mark.parametrize(
    ("talk", "step"),
    [
        (Talk(), "moment"),
        (Talk(situation="noise"), "request"),
        (Talk(request="The heating is dead"), "heard"),  # the moment may stay open behind
        (Talk(request="The heating is dead", heard="agreed"), "wish"),
        (Talk(heard="skipped"), "wish"),
        (Talk(request="R", heard="agreed", wish=""), "solution"),
        (Talk(request="R", heard="agreed", given=("drink",)), "next"),
        (Talk(request="R", heard="agreed", promises=("call",)), "next"),
        (Talk(request="R", heard="agreed", given=("drink",), now="N", next="X", due_at=DUE), "anything_else"),
        (Talk("noise", "R", "agreed", "", ("d",), (), "N", "X", DUE, True), None),
        (Talk(request="R", wish="heat", now="N", next="X", due_at=DUE), "heard"),  # never passed over
        (Talk(heard="not_yet", wish="heat"), "request"),
    ],
)
def test_what_is_next(talk, step):
    assert current(talk) == step


def test_the_order_is_the_file_s_and_steps_may_be_left_out():
    talk = Talk(request="R", heard="agreed")
    assert current(talk, ("heard", "solution")) == "solution"
    assert [step.name for step in steps(("solution", "request"), talk)] == ["solution", "request"]
    assert steps((), talk) == ()


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (STEPS, STEPS),
        (("request", "heard", "solution"), ("request", "heard", "solution", "next", "anything_else")),
        (("moment", "wish"), ("moment", "request", "heard", "wish", "solution", "next", "anything_else")),
        (("next", "solution", "next"), ("request", "heard", "next", "solution", "anything_else")),
        ((), ("request", "heard", "solution", "next", "anything_else")),
    ],
)
def test_no_step_is_hidden_without_which_nothing_is_offered_or_ended(names, shown):
    assert flow.shown(names) == shown


def test_spaces_are_no_request_and_no_answer():
    assert done(Talk(request="  \n", now=" ", next=" ", due_at=DUE)) == []
    assert current(replace(Talk(situation="s"), request="  ")) == "request"


@pytest.mark.parametrize(
    ("heard", "wish", "stored", "earned"),
    [
        ("not_yet", None, (), set()),
        ("agreed", None, (), {"request_heard"}),
        ("skipped", "", (), {"request_heard", "wish"}),
        ("not_yet", "heat", ("customer_asked",), {"wish", "customer_asked"}),
        ("not_yet", None, ("request_heard", "wish", "reason", "hacked"), set()),  # not to be had by a list
    ],
)
def test_ticks_are_earned_by_the_conversation(heard, wish, stored, earned):
    assert ticks(heard, wish, stored) == earned
    assert request_heard(heard) is ("request_heard" in earned)


def test_the_cause_comes_after_a_solution_or_a_promise():
    assert not may_record_cause((), ())
    assert may_record_cause(("drink",), ())
    assert may_record_cause((), ("call",))


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({}, ("now", "next", "when")),
        ({"now": "heater brought", "next": " "}, ("next", "when")),
        ({"now": "heater brought", "next": "technician"}, ("when",)),
        ({"now": "heater brought", "next": "technician", "due_at": DUE}, ()),
        ({"promised": True}, ()),
        ({"nothing_owed": True}, ()),
    ],
)
def test_nobody_leaves_without_now_next_and_when(said, lacks):
    assert what_closing_lacks(**{"now": "", "next": "", "due_at": None, **said}) == lacks
