"""Merges against a slow model: whatever is given, taken back, merged and taken apart, limits count each person once.

The model keeps nothing but what was given to which card and which cards are one person, and sums it anew each time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from a_desk import GUIDELINES, NOON, Clock, Guest, as_lead, given, heard, make_desk, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.merging import merging
from frontdesk.desk.rules.trying import try_draft
from frontdesk.desk.views import Attempt, Blocked, Given
from frontdesk.ground.businessday import calendar_key
from frontdesk.ground.ids import new_id
from frontdesk.store import usage
from frontdesk.store.transaction import reading, writing
from harder import HARDER

LIMITED = """\
frontdesk: 1
business: {name: House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
gestures:
  coffee:
    label: Coffee
    amount: 2.00
    limits: [{id: a_week, up_to: 2 times, per: customer, within: week}]
  cake:
    label: Cake
    amount: 5.00
    limits: [{id: per_order, up_to: 1 time, per: [customer, order], within: ever}]
  refund:
    label: Refund
    kind: refund
    amount: {from: 5.00, to: 50.00, usual: 20.00}
    authority: {staff: 50.00, lead: 50.00}
    limits: [{id: a_month, up_to: 40.00, per: customer, within: 30 days}]
"""
AMOUNTS = {"coffee": 200, "cake": 500, "refund": 2000}
RACING = Path(__file__).with_name("merging_at_once.py")


@dataclass
class Line:
    """What was given to a card, until it is taken back."""

    entry: str
    card: int
    order: str
    gesture: str
    at: datetime
    week: str


class Merges(RuleBasedStateMachine):
    """Three cards; any two may become one person, and any of them two again."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="frontdesk-merges-")
        self.clock = Clock()
        self.desk = make_desk(Path(self.folder.name), self.clock, LIMITED)
        self.guests = [make_guest(self.desk, f"Anna {number}") for number in range(3)]
        with writing(self.desk.store) as connection:
            for number, guest in enumerate(self.guests):
                card = (10**number, "+371 26 123 456" if number == 1 else "", f"en {('lv', 'ru', 'lv')[number]}")
                connection.execute(
                    "UPDATE customers SET visits = ?, phone = ?, languages = ? WHERE id = ?", (*card, guest.customer)
                )
        self.cards = self.as_they_are()
        self.into: dict[int, int] = {}
        self.lines: list[Line] = []

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        found = try_draft(self.desk, self.desk.rules())
        assert found.effect.differences == 0 and found.effect.then == found.effect.draft, found.effect.examples
        self.desk.store.close()
        self.folder.cleanup()

    def as_they_are(self) -> list[tuple[Any, ...]]:
        with reading(self.desk.store) as connection:
            rows = connection.execute("SELECT id, visits, phone, languages FROM customers").fetchall()
        return [next(row[1:] for row in rows if row[0] == guest.customer) for guest in self.guests]

    def root(self, card: int) -> int:
        while card in self.into:
            card = self.into[card]
        return card

    def used(self, card: int, gesture: str, order: str) -> int:
        """What is used of the gesture's limit, summed from every line of the person."""
        mine = [each for each in self.lines if each.gesture == gesture and self.root(each.card) == self.root(card)]
        if gesture == "coffee":
            return sum(each.week == self.week() for each in mine)
        if gesture == "cake":
            return sum(each.order == order for each in mine)
        return sum(AMOUNTS[gesture] for each in mine if self.clock.at < each.at + timedelta(days=30))

    def week(self) -> str:
        return calendar_key("week", self.desk.days().date_of(self.clock.at))

    @rule(card=st.integers(0, 2), orders_of=st.integers(0, 2), gesture=st.sampled_from(sorted(AMOUNTS)))
    def give(self, card: int, orders_of: int, gesture: str) -> None:
        same = self.root(card) == self.root(orders_of)
        order = self.guests[orders_of if same else card].order
        conversation = heard(self.desk, self.guests[card])
        talking.choose_order(self.desk, conversation, order)
        used = self.used(card, gesture, order)
        most = {"coffee": used < 2, "cake": used < 1, "refund": used + 2000 <= 4000}[gesture]
        minor = AMOUNTS[gesture] if gesture == "refund" else None
        answer = giving.give(self.desk, Attempt(new_id(), conversation, gesture, minor))
        assert isinstance(answer, Given if most else Blocked), (answer, used)
        if isinstance(answer, Given):
            week = self.week()
            self.lines.append(Line(answer.entry_id, self.root(card), order, gesture, self.clock.at, week))

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99))
    def take_back(self, which: int) -> None:
        line = self.lines.pop(which % len(self.lines))
        giving.take_back(as_lead(self.desk), line.entry, "it was the wrong one")

    @rule(kept=st.integers(0, 2), merged=st.integers(0, 2))
    def merge(self, kept: int, merged: int) -> None:
        if kept == merged:
            return
        first, second = self.root(kept), self.root(merged)
        done = merging.merge(self.desk, self.guests[kept].customer, self.guests[merged].customer)
        assert done.already == (first == second)
        if first != second:
            self.into[second] = first

    @precondition(lambda self: self.into)
    @rule(which=st.integers(0, 99))
    def take_apart(self, which: int) -> None:
        merged = sorted(self.into)[which % len(self.into)]
        merging.unmerge(as_lead(self.desk), self.guests[merged].customer)
        del self.into[merged]

    @rule(hours=st.sampled_from((0, 0, 1, 60, 400)))
    def wait(self, hours: int) -> None:
        self.clock.forward(hours=hours)

    @invariant()
    def time_passes(self) -> None:
        """What lies between the same two lines of the ledger is put in order by the clock."""
        if hasattr(self, "desk"):
            self.clock.forward(microseconds=1)

    @invariant()
    def counters_say_what_the_ledger_says(self) -> None:
        if hasattr(self, "desk"):
            with reading(self.desk.store) as connection:
                assert usage.stored(connection) == usage.recount(connection, self.desk.days())

    @invariant()
    def every_card_names_the_one_that_stands_for_it(self) -> None:
        if not hasattr(self, "desk"):
            return
        with reading(self.desk.store) as connection:
            found = dict(connection.execute("SELECT id, merged_into_id FROM customers").fetchall())
            owners = dict(connection.execute("SELECT id, customer_id FROM orders").fetchall())
        for number, guest in enumerate(self.guests):
            root = self.root(number)
            assert found[guest.customer] == (None if root == number else self.guests[root].customer)
            assert owners[guest.order] == self.guests[root].customer

    @invariant()
    def a_card_says_what_the_cards_of_its_person_said(self) -> None:
        if not hasattr(self, "desk"):
            return
        for number, (visits, phone, languages) in enumerate(self.as_they_are()):
            mine = [self.cards[each] for each in range(3) if self.root(each) == number]
            if mine:  # it stands for somebody
                assert visits == sum(each[0] for each in mine)
                assert phone == next((each[1] for each in mine if each[1]), "")
                assert set(languages.split()) == {word for each in mine for word in each[2].split()}
        if not self.into:
            assert self.as_they_are() == self.cards


def test_limits_count_each_person_once_whatever_is_merged() -> None:
    run_state_machine_as_test(
        Merges,
        settings=settings(
            max_examples=40 * HARDER,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a story on a real database shrinks for minutes
        ),
    )


# --- many desks at once -------------------------------------------------------------------------------------


def at_once(desk: Desk, plan: dict[str, Any]) -> list[dict[str, Any]]:
    result = subprocess.run(
        [sys.executable, str(RACING), str(desk.folder)],
        input=json.dumps(plan | {"at": NOON.isoformat()}),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    answers = list(json.loads(result.stdout))
    assert [each for each in answers if each["kind"] in ("error", "crash", "died")] == []
    return answers


def given_in_order(desk: Desk) -> list[tuple[int, str]]:
    with reading(desk.store) as connection:
        rows = connection.execute("SELECT seq, customer_id FROM entries WHERE kind = 'given' ORDER BY seq").fetchall()
    return [(int(row[0]), str(row[1])) for row in rows]


def test_fifty_desks_press_while_two_cards_are_merged_and_taken_apart(tmp_path: Path) -> None:
    most = 12
    for turn in range(3):
        text = GUIDELINES.replace("up_to: 4 times, per: [customer, order]", f"up_to: {most} times, per: customer")
        desk = make_desk(
            tmp_path / str(turn), text=text.replace("up_to: 20 times, per: staff", "up_to: 999 times, per: staff")
        )
        one, other = make_guest(desk), make_guest(desk)
        for guest in (one, other):  # both have a part already: together they are near the limit
            for _drink in range(3):
                given(desk, heard(desk, guest), "drink")
        presses = [Attempt(new_id(), heard(desk, (one, other)[n % 2]), "drink", 800) for n in range(50)]
        plan = {
            "attempts": [asdict(each) for each in presses],
            "merge": [one.customer, other.customer],
            "after": turn * 10,
            "unmerge": turn == 2,
        }
        at_once(desk, plan)
        with reading(desk.store) as connection:
            row = connection.execute("SELECT after_seq, undone_after_seq FROM merges").fetchone()
            assert usage.stored(connection) == usage.recount(connection, desk.days())
        assert row is not None
        check_each_was_within(given_in_order(desk), one, other, most, int(row[0]), row[1])
        found = try_draft(desk, desk.rules())
        assert found.effect.differences == 0, found.effect.examples
        desk.store.close()


def check_each_was_within(
    given_lines: list[tuple[int, str]], one: Guest, other: Guest, most: int, joined_after: int, parted_after: int | None
) -> None:
    """Each line, by what was one person when it was given."""
    counts = {one.customer: 0, other.customer: 0}
    for seq, customer in given_lines:
        together = seq > joined_after and (parted_after is None or seq <= parted_after)
        used = sum(counts.values()) if together else counts[customer]
        assert used < most, (seq, customer, counts, joined_after, parted_after)
        if together:
            assert customer == one.customer
        counts[customer] += 1
