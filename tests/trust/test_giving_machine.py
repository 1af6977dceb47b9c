"""Random days at the desk against a plain model: the counters, the ledger and the model never part (T19).

By night in ten parts, each with a seed of its own, so that several processes can share them (`pytest -n 2`).
FRONTDESK_SEED=N plays other days.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from worlds import quick_folder

from a_desk import NOON, Clock, Guest, as_lead, make_desk, make_guest
from figures import TellFigures
from frontdesk.authority.values import BadAsk, GestureWay, UsageKey, Used
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.views import Attempt, Blocked, Given, Needed, Preview
from frontdesk.ground.ids import new_id
from frontdesk.ground.places import DATABASE
from frontdesk.ground.steady import Ends
from frontdesk.store import usage
from frontdesk.store.engine import Store
from frontdesk.store.transaction import reading
from harder import HARDER

SEED = int(os.environ.get("FRONTDESK_SEED", "20261122"))

TEXT = """\
frontdesk: 1
business: {name: B, currency: EUR, timezone: Europe/Riga, day_starts: "06:00"}
roles: [staff, lead]
gestures:
  drink:
    amount: 8.00
    label: Drink
    cost: 25%
    limits:
      - {id: per_customer, up_to: 2 times, per: customer, within: ever}
      - {id: per_hours, up_to: 3 times, per: site, within: 5 hours}
  money:
    label: Money
    amount: {from: 1.00, to: 100.00, usual: 20.00}
    authority: {staff: 40.00, lead: 100.00}
    limits: [{id: per_day, up_to: 60.00, per: site, within: day, across: [money, other]}]
    not_with: [flowers]
  other:
    label: Other
    amount: {from: 1.00, to: 30.00, usual: 5.00}
    limits: [{id: per_incident, up_to: 30.00, per: incident, within: ever}]
  flowers: {label: Flowers, amount: 10.00, promise: {text: Bring them, due: 1 hour}}
  words: {label: Words, kind: words, needs: []}
budgets:
  purse: {of: [drink, money, flowers], up_to: 100.00, per: site, within: day, measure: cost}
"""
COSTS = {"drink": 200, "flowers": 1000, "words": 0}


@dataclass
class Line:
    """What the model remembers of one given gesture."""

    gesture: str
    customer: str
    incident: str
    day: str
    at: datetime
    value: int
    cost: int
    back: bool = False


@dataclass
class Model:
    """The rules of TEXT in the plainest words."""

    lines: dict[str, Line] = field(default_factory=dict)

    def kept(self) -> list[Line]:
        return [line for line in self.lines.values() if not line.back]

    def allows(self, gesture: str, customer: str, incident: str, day: str, at: datetime, value: int) -> bool:
        kept = self.kept()
        cost = COSTS.get(gesture, value)
        here = {line.gesture for line in kept if line.incident == incident}
        purse = sum(line.cost for line in kept if line.day == day and line.gesture in ("drink", "money", "flowers"))
        if gesture in ("drink", "money", "flowers") and purse + cost > 10000:
            return False
        if gesture == "drink":
            drinks = [line for line in kept if line.gesture == "drink"]
            mine = sum(line.customer == customer for line in drinks)
            lately = sum(at < line.at + timedelta(hours=5) for line in drinks)
            return mine < 2 and lately < 3
        if gesture == "money":
            used = sum(line.value for line in kept if line.day == day and line.gesture in ("money", "other"))
            return "flowers" not in here and used + value <= 6000
        if gesture == "other":
            return (
                sum(line.value for line in kept if line.gesture == "other" and line.incident == incident) + value
                <= 3000
            )
        return not (gesture == "flowers" and "money" in here)


@dataclass(frozen=True)
class Morning:
    """A desk before its first conversation, closed; every day begins with a copy of it."""

    desk: Desk
    guests: tuple[Guest, Guest]
    database: bytes

    def begun(self, folder: Path, clock: Clock) -> Desk:
        """The same desk on a file of its own, by a clock of its own."""
        (folder / DATABASE).parent.mkdir(mode=0o700)
        (folder / DATABASE).write_bytes(self.database)
        (folder / DATABASE).chmod(0o600)
        desk = replace(self.desk, store=Store(folder / DATABASE), folder=folder, clock=clock, ends=Ends())
        desk.begin_watching()
        return desk


@cache
def morning() -> Morning:
    """Made once by the program itself: reading the guidelines and adding people is not what these days are about."""
    with tempfile.TemporaryDirectory(prefix="frontdesk-machine-") as folder:
        desk = make_desk(Path(folder), Clock(NOON), TEXT)
        guests = (make_guest(desk), make_guest(desk))
        desk.store.close()
        assert not list((Path(folder) / DATABASE).parent.glob("frontdesk.db-[wj]*")), "the whole of it is in one file"
        return Morning(desk, guests, (Path(folder) / DATABASE).read_bytes())


@cache
def caps() -> dict[str, tuple[str, int]]:
    """What a counter of each shape may say at most, where every gesture that it counts asks it: field and number."""
    rules = morning().desk.rules()
    drink, other = rules.gestures["drink"], rules.gestures["other"]
    return {
        rules.budgets[0].shape: ("cost_minor", 10_000),
        drink.limits[0].shape: ("times", 2),
        other.limits[0].shape: ("value_minor", 3_000),
    }


def must_be_within(stored: Mapping[UsageKey, Used]) -> None:
    """No budget and no limit is below nothing, and none that is asked by all it counts is above its cap."""
    for key, used in stored.items():
        amounts = (used.times, used.value_minor, used.cost_minor, used.exposure_minor, used.quantity_thousandths)
        assert min(amounts) >= 0, (key, used)
        what, most = caps().get(key.shape, ("times", 10**9))
        assert getattr(used, what) <= most, (key, used)


class Desks(RuleBasedStateMachine):
    """Two people, a few customers, any order of things."""

    conversations = Bundle("conversations")
    entries = Bundle("entries")
    attempts = Bundle("attempts")
    played: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.left = ExitStack()
        folder = self.left.enter_context(quick_folder())
        self.clock = Clock(NOON)
        self.desk = morning().begun(folder, self.clock)
        self.left.callback(self.desk.store.close)
        self.lead = as_lead(self.desk)
        self.guests = morning().guests
        self.model = Model()
        self.heard: dict[str, bool] = {}
        self.talks: dict[str, tuple[str, str]] = {}
        self.played["days"] += 1

    @initialize(target=conversations)
    def people(self) -> MultipleResults[str]:
        return multiple(*(self.begin(guest, "cold", True) for guest in (0, 0, 1)))

    @rule(
        target=conversations,
        guest=st.integers(0, 1),
        request=st.sampled_from(["", "cold", "loud"]),
        agreed=st.sampled_from([True, True, False]),
    )
    def start(self, guest: int, request: str, agreed: bool) -> str:
        return self.begin(guest, request, agreed)

    def begin(self, guest: int, request: str, agreed: bool) -> str:
        talk = talking.start(self.desk, customer_id=self.guests[guest].customer, request=request)
        self.heard[talk.id] = False
        self.talks[talk.id] = (self.guests[guest].customer, talk.incident_id)
        if agreed:
            self.hear(talk.id, request == "")
        return talk.id

    @rule(conversation=conversations, skip=st.booleans())
    def read_back(self, conversation: str, skip: bool) -> None:
        self.hear(conversation, skip)

    def hear(self, conversation: str, skip: bool) -> None:
        talking.hear(self.desk, conversation, "cold", skip=skip)
        self.heard[conversation] = True

    @rule(conversation=conversations, words=st.sampled_from(["cold", "loud", "wet"]))
    def change_the_request(self, conversation: str, words: str) -> None:
        self.heard[conversation] = str(talking.write(self.desk, conversation, request=words).heard) != "not_yet"

    @rule(hours=st.sampled_from([0.5, 2, 5, 9, 24]))
    def wait(self, hours: float) -> None:
        self.clock.forward(hours=hours)

    @rule(
        target=attempts,
        conversation=conversations,
        gesture=st.sampled_from(["drink", "drink", "money", "money", "other", "flowers", "words"]),
        ask=st.sampled_from([None, 100, 500, 2000, 2000, 4000, 5000, 9000]),
        lead=st.booleans(),
    )
    def give(self, conversation: str, gesture: str, ask: int | None, lead: bool) -> Attempt:
        fixed = gesture in ("drink", "flowers", "words")
        attempt = Attempt(new_id(), conversation, gesture, None if fixed else ask or 500, None, "")
        self._give(attempt, lead)
        return attempt

    @rule(
        conversation=conversations,
        asked=st.lists(
            st.tuples(st.sampled_from(["drink", "money", "other"]), st.sampled_from([1000, 2000, 2001])), min_size=2
        ),
        lead=st.booleans(),
    )
    def give_in_a_row(self, conversation: str, asked: list[tuple[str, int]], lead: bool) -> None:
        for gesture, ask in asked[:5]:
            self._give(Attempt(new_id(), conversation, gesture, None if gesture == "drink" else ask), lead)

    def _give(self, attempt: Attempt, lead: bool) -> None:
        answer = giving.give(self.lead if lead else self.desk, attempt)
        customer, incident = self.talks[attempt.conversation_id]
        day = self.desk.today().isoformat()
        value = {"drink": 800, "flowers": 1000}.get(attempt.gesture, attempt.ask_minor or 0)
        heard = self.heard[attempt.conversation_id] or attempt.gesture == "words"
        ceiling = {"money": 10000 if lead else 4000, "other": 3000}.get(attempt.gesture, value)
        fits = self.model.allows(attempt.gesture, customer, incident, day, self.clock(), value) and value <= ceiling
        assert not isinstance(answer, BadAsk)
        if not fits:
            assert isinstance(answer, Blocked), answer
            assert answer.ways
        elif not heard:
            assert isinstance(answer, Needed), answer
            assert answer.decision.missing == ("request_heard",)
        else:
            assert isinstance(answer, Given), answer
            assert not answer.already
            self.model.lines[answer.entry_id] = Line(
                attempt.gesture, customer, incident, day, self.clock(), value, COSTS.get(attempt.gesture, value)
            )

    @rule(attempt=attempts, lead=st.booleans())
    def make_the_same_attempt_again(self, attempt: Attempt, lead: bool) -> None:
        fate = giving.fate(self.desk, attempt.id)
        if fate is None:
            return
        again = giving.give(self.lead if lead else self.desk, attempt)
        assert isinstance(again, Given)
        assert again.already
        assert again.entry_id == fate.entry_id

    @rule(conversation=conversations, gesture=st.sampled_from(["drink", "money", "other", "flowers"]))
    def take_a_way_forward(self, conversation: str, gesture: str) -> None:
        opened = giving.open_gesture(self.desk, conversation, gesture)
        if not isinstance(opened, Blocked) or not self.heard[conversation]:
            return
        for line in opened.ways:
            if isinstance(line.way, GestureWay):
                ask = None if line.amount_minor is None else f"{line.amount_minor / 100:.2f}"
                assert isinstance(giving.open_gesture(self.desk, conversation, line.way.gesture, ask=ask), Preview)

    @rule(place=st.integers(0, 200))
    def take_back(self, place: int) -> None:
        if not self.model.lines:
            return
        entry = list(self.model.lines)[place % len(self.model.lines)]
        back = giving.take_back(self.lead, entry, "oops")
        assert back.already is self.model.lines[entry].back
        self.model.lines[entry].back = True

    @invariant()
    def the_counters_are_what_the_ledger_says(self) -> None:
        self.played["looks"] += 1
        with reading(self.desk.store) as connection:
            stored = usage.stored(connection)
            assert stored == usage.recount(connection, self.desk.days())
        must_be_within(stored)

    @invariant()
    def the_ledger_is_what_the_model_says(self) -> None:
        with reading(self.desk.store) as connection:
            kept = connection.execute(
                "SELECT id, coalesce(value_minor, 0), cost_minor FROM entries e WHERE kind = 'given'"
                " AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id)"
            ).fetchall()
        model = {entry: (line.value, line.cost) for entry, line in self.model.lines.items() if not line.back}
        assert {row[0]: (row[1], row[2]) for row in kept} == model

    @invariant()
    def nothing_was_given_before_the_request(self) -> None:
        with reading(self.desk.store) as connection:
            early = connection.execute(
                "SELECT e.gesture FROM entries e JOIN conversations c ON c.id = e.conversation_id"
                " WHERE e.kind = 'given' AND e.gesture <> 'words' AND (c.heard = 'not_yet' OR c.heard_at > e.at)"
            ).fetchall()
        assert early == []

    def teardown(self) -> None:
        self.left.close()
        self.played["given"] += len(self.model.lines)
        self.played["taken back"] += sum(line.back for line in self.model.lines.values())


TestDesks = Desks.TestCase
TestDesks.settings = settings(
    max_examples=60 * HARDER, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

PARTS = 10
DAYS = 500
LONGEST = 45 * 60 * HARDER
"""Seconds of the processor after which no further part is begun: far above what they take, so that a night ends."""
LONGER = settings(
    TestDesks.settings,
    max_examples=DAYS * HARDER,
    stateful_step_count=50,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    derandomize=False,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.tier_b
@pytest.mark.parametrize("part", range(1, PARTS + 1))
def test_five_thousand_random_days_of_fifty_steps(part: int, tell_figures: TellFigures) -> None:
    """What is given less what is taken back is what counts, no limit is passed, and no counter parts from it."""
    begun = time.process_time()
    if begun > LONGEST:
        pytest.skip(f"not tried: part {part} of {PARTS}; the parts before took {begun:.0f} s of the processor")

    @seed(SEED * 100 + part)
    class Days(Desks):
        played = Counter()

    run_state_machine_as_test(Days, settings=LONGER)
    assert Days.played["days"] >= DAYS * HARDER
    tell_figures(
        f"part {part:>2} of {PARTS}: {Days.played['days']} random days of at most 50 steps, looked at"
        f" {Days.played['looks']} times, {Days.played['given']} gestures given, {Days.played['taken back']} taken back,"
        f" 0 false; {time.process_time() - begun:.0f} s of the processor"
    )
