"""Giving, taking back, merging, households, choosing orders, importing and erasing, mixed on one small database.

After every act the counters are what the ledger adds up to, the sums of the day are what was given and not taken back,
nothing points to nowhere, and of who was erased no column says a word. When something is given, a plain model says
whether it was within the limits: what people are one, which household they are in, and what was given to whom.
"""

from __future__ import annotations

import contextlib
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
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

from a_desk import Clock, as_lead, at_another_desk, heard, make_desk, make_guest
from frontdesk.desk import opening
from frontdesk.desk.conversations import about_order, drafting, talking
from frontdesk.desk.customers import editing_card, noting, preferring, relating
from frontdesk.desk.day import leading
from frontdesk.desk.gestures import giving
from frontdesk.desk.imports import importing, undoing_imports
from frontdesk.desk.imports.importing import CUSTOMERS
from frontdesk.desk.merging import merging
from frontdesk.desk.privacy import privacy
from frontdesk.desk.promises import promising
from frontdesk.desk.rules.trying import try_draft
from frontdesk.desk.telephone import ringing
from frontdesk.desk.views import Attempt, Blocked, Given, Preview
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.ground.ids import new_id
from frontdesk.store import customers, entry_words, usage
from frontdesk.store.transaction import reading, writing
from harder import HARDER

TEXT = """\
frontdesk: 1
business: {name: House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
gestures:
  coffee: {label: Coffee, amount: 2.00, limits: [{id: each, up_to: 3 times, per: customer, within: ever}]}
  cake: {label: Cake, amount: 5.00, limits: [{id: a_stay, up_to: 1 time, per: [customer, order], within: ever}]}
  basket: {label: Basket, amount: 9.00, limits: [{id: a_home, up_to: 2 times, per: household, within: ever}]}
  lunch: {label: Lunch, amount: 7.00, limits: [{id: a_firm, up_to: 2 times, per: company, within: ever}]}
budgets:
  purse: {of: [coffee, cake, basket, lunch], up_to: 90.00, per: site, within: day, measure: value}
"""
AMOUNTS = {"coffee": 200, "cake": 500, "basket": 900, "lunch": 700}
NAMES = ("Abelone", "Brunhild", "Cunegund", "Dorothea")
PHONES = tuple(f"+371 29 {number}{number}{number} 4{number}7" for number in range(1, 5))
KEYS = tuple(f"GUEST-{name}" for name in NAMES)
FIRMS = ("Ogle", "Ogle", "Vilks", "Vilks")


@dataclass
class Line:
    """What was given, until it is taken back: to which card, when, as one of which households, for which company."""

    entry: str
    card: int
    order: str
    gesture: str
    homes: frozenset[str]
    firm: str
    number: int


@dataclass
class Belongs:
    """That whoever this card is belongs to a household; `left` is how much had been given when they left it."""

    card: int
    home: str
    left: int | None = None


class Everybody(RuleBasedStateMachine):
    """Four people: two households may be made of them, any two may be one person, each may be erased or imported."""

    people = st.integers(0, 3)

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="frontdesk-everybody-")
        self.clock = Clock()
        self.desk = make_desk(Path(self.folder.name), self.clock, TEXT)
        self.lead = as_lead(self.desk)
        self.elsewhere = at_another_desk(self.desk)
        self.guests = [make_guest(self.desk, f"{name} Kalna") for name in NAMES]
        with writing(self.desk.store) as connection:
            for number, guest in enumerate(self.guests):
                card = customers.get(connection, guest.customer)
                assert card is not None
                told = replace(card, external_key=KEYS[number], phone=PHONES[number], facts={"company": FIRMS[number]})
                customers.update(connection, [told], self.clock.at)
        self.into: dict[int, int] = {}
        self.erased: set[int] = set()
        self.belongs: dict[str, Belongs] = {}
        self.number = 0
        self.lines: list[Line] = []
        self.talks: dict[str, int] = {}
        self.previewed: list[Attempt] = []

    def teardown(self) -> None:
        if not hasattr(self, "desk"):
            return
        found = try_draft(self.desk, self.desk.rules())
        assert found.effect.differences == 0, found.effect.examples
        self.elsewhere.store.close()
        self.desk.store.close()
        self.folder.cleanup()

    # --- the model ---

    def root(self, card: int) -> int:
        while card in self.into:
            card = self.into[card]
        return card

    def cards(self, card: int) -> list[int]:
        return [each for each in range(4) if self.root(each) == self.root(card)]

    def gone(self, card: int) -> bool:
        return any(each in self.erased for each in self.cards(card))

    def firm(self, number: int) -> str:
        """The company that counts, as the database has it for the card that stands."""
        with reading(self.desk.store) as connection:
            known = customers.get(connection, self.guests[self.root(number)].customer)
        assert known is not None
        return str(known.facts.get("company", ""))

    def homes(self, number: int) -> frozenset[str]:
        mine = (each for each in self.belongs.values() if self.root(each.card) == self.root(number))
        return frozenset(each.home for each in mine if each.left is None)

    def brings(self, person: int, line: Line) -> bool:
        """Whether it is part of a person's own past: given to them, or to a household before they left it."""
        if self.root(line.card) == person:
            return True
        left = [each for each in self.belongs.values() if each.left is not None and self.root(each.card) == person]
        return any(each.home in line.homes and line.number < (each.left or 0) for each in left)

    def of_home(self, home: str, line: Line) -> bool:
        members = {self.root(each.card) for each in self.belongs.values() if each.home == home and each.left is None}
        return home in line.homes or any(self.brings(person, line) for person in members)

    def write_down(self, entry: str, card: int, order: str, gesture: str) -> None:
        self.number += 1
        line = Line(entry, card, order, gesture, self.homes(card), self.firm(card), self.number)
        self.lines.append(line)

    def allows(self, gesture: str, card: int, order: str) -> bool:
        mine = [each for each in self.lines if each.gesture == gesture]
        if sum(AMOUNTS[each.gesture] for each in self.lines) + AMOUNTS[gesture] > 9000:
            return False
        if gesture == "coffee":
            return sum(self.root(each.card) == self.root(card) for each in mine) < 3
        if gesture == "cake":
            return not any(self.root(each.card) == self.root(card) and each.order == order for each in mine)
        if gesture == "basket":
            if not self.homes(card):
                return sum(self.brings(self.root(card), each) for each in mine) < 2
            return all(sum(self.of_home(home, each) for each in mine) < 2 for home in self.homes(card))
        return sum(each.firm == self.firm(card) for each in mine) < 2

    # --- the acts ---

    @rule(card=people, whose=people, gestures=st.lists(st.sampled_from(sorted(AMOUNTS)), max_size=2))
    def begin(self, card: int, whose: int, gestures: list[str]) -> None:
        if self.gone(card):
            return
        talk = heard(self.desk, self.guests[card])
        order = self.guests[whose].order if self.root(whose) == self.root(card) else self.guests[card].order
        talking.choose_order(self.desk, talk, order)
        self.talks[talk] = self.root(card)
        for gesture in gestures:
            self.give(sorted(self.talks).index(talk), gesture, False)

    @precondition(lambda self: self.talks)
    @rule(which=st.integers(0, 99), gesture=st.sampled_from(sorted(AMOUNTS)), other_desk=st.booleans())
    def give(self, which: int, gesture: str, other_desk: bool) -> None:
        talk = sorted(self.talks)[which % len(self.talks)]
        desk = self.elsewhere if other_desk else self.desk
        seen = talking.view(desk, talk)
        if seen.customer_id is None:
            return
        card = next(number for number in range(4) if self.guests[number].customer == seen.customer_id)
        assert card == self.root(card), "a conversation is with the card that stands"
        reason = f"{NAMES[card]} asked"
        answer = giving.give(desk, Attempt(new_id(), talk, gesture, reason=reason))
        if gesture == "cake" and seen.order_id is None:
            assert not isinstance(answer, Given), answer
            return
        if not self.allows(gesture, card, str(seen.order_id)):
            assert isinstance(answer, Blocked), (answer, self.lines)
            return
        assert isinstance(answer, Given), (answer, self.lines, self.belongs)
        self.write_down(answer.entry_id, card, str(seen.order_id), gesture)

    @precondition(lambda self: self.previewed)
    @rule(drafted=st.booleans())
    def give_what_was_previewed_long_ago(self, drafted: bool) -> None:
        attempt = self.previewed.pop()
        seen = talking.view(self.elsewhere, attempt.conversation_id)
        if drafted:
            drafting.write(self.elsewhere, "story", attempt.conversation_id, {"words": attempt.reason})
        try:
            answer = giving.give(opening.as_person(self.elsewhere, "Anna"), attempt)
        except BadInput:
            assert not seen.open
            return
        if isinstance(answer, Given) and answer.already:
            return  # it was meant once: two previews of one intention are one attempt
        card = next(number for number in range(4) if self.guests[number].customer == seen.customer_id)
        fits = self.allows("coffee", card, str(seen.order_id))
        assert isinstance(answer, Given if fits else Blocked), (answer, self.lines)
        if isinstance(answer, Given):
            self.write_down(answer.entry_id, card, str(seen.order_id), "coffee")

    @precondition(lambda self: self.lines)
    @rule(which=st.integers(0, 99))
    def take_back(self, which: int) -> None:
        line = self.lines.pop(which % len(self.lines))
        giving.take_back(self.lead, line.entry, "it was the wrong one")

    @precondition(lambda self: self.talks)
    @rule(which=st.integers(0, 99), card=people)
    def say_it_is_somebody_else(self, which: int, card: int) -> None:
        talk = sorted(self.talks)[which % len(self.talks)]
        try:
            talking.write(self.desk, talk, customer_id=self.guests[card].customer)
        except (BadInput, NotFound):
            return
        assert not self.gone(card)

    @precondition(lambda self: self.talks)
    @rule(
        which=st.integers(0, 99),
        words=st.sampled_from(("promise", "close", "preview", "wish", "order", "order", "draft")),
    )
    def go_on(self, which: int, words: str) -> None:
        talk = sorted(self.talks)[which % len(self.talks)]
        name = talking.view(self.desk, talk).customer_name
        if words == "promise":
            kept = promising.promise(self.desk, talk, f"tea for {name}", self.clock.at.replace(year=2027))
            if which % 2:
                promising.keep(self.desk, kept.id)
        elif words == "close":
            talking.close(self.desk, talk, nothing_owed=True)
            del self.talks[talk]
        elif words == "preview":
            seen = giving.open_gesture(self.desk, talk, "coffee", reason="waits")
            self.previewed += [seen.attempt] if isinstance(seen, Preview) else []
        elif words == "order":
            mine = about_order.orders_of(self.desk, talk)
            if mine:
                talking.choose_order(self.desk, talk, mine[which % len(mine)].id)
        elif words == "draft":
            drafting.write(self.elsewhere, "story", talk, {"words": "a smile"})
        else:
            talking.wish(self.desk, talk, "a window")

    @rule(kept=people, merged=people)
    def merge(self, kept: int, merged: int) -> None:
        first, second = self.root(kept), self.root(merged)
        if kept == merged or self.gone(kept) or self.gone(merged):
            return
        merging.merge(self.elsewhere, self.guests[kept].customer, self.guests[merged].customer)
        if first != second:
            self.into[second] = first

    @precondition(lambda self: self.into)
    @rule(which=st.integers(0, 99))
    def take_apart(self, which: int) -> None:
        merged = sorted(self.into)[which % len(self.into)]
        if self.gone(merged):
            return
        merging.unmerge(self.lead, self.guests[merged].customer)
        del self.into[merged]

    @rule(card=people, other=people, leave=st.booleans())
    def live_together(self, card: int, other: int, leave: bool) -> None:
        try:
            if leave:
                for each in relating.of_customer(self.desk, self.guests[card].customer):
                    relating.leave(self.lead, self.guests[card].customer, each.id)
            else:
                relating.join_with(self.desk, self.guests[card].customer, self.guests[other].customer)
        except (BadInput, NotFound):
            pass
        self.see_who_belongs()

    def see_who_belongs(self) -> None:
        """Who came and who left just now; what counts for whom is the model's own."""
        numbers = {guest.customer: number for number, guest in enumerate(self.guests)}
        with reading(self.desk.store) as connection:
            rows = connection.execute("SELECT id, customer_id, group_id, ended_at FROM group_members").fetchall()
        for row_id, customer, home, ended in rows:
            known = self.belongs.setdefault(row_id, Belongs(numbers[customer], home))
            if ended is not None and known.left is None:
                known.left = self.number + 1

    @rule(card=people, what=st.sampled_from(("note", "preference", "phone", "undo", "ring")))
    def write(self, card: int, what: str) -> None:
        customer, name = self.guests[card].customer, NAMES[self.root(card)]  # whose card it is written on
        if self.gone(card):
            return
        if what == "note":
            noting.note(self.desk, customer, f"{name} hears badly on the left")
        elif what == "preference":
            preferring.prefer(self.desk, customer, f"a pillow for {name}")
        elif what == "phone":
            editing_card.edit(self.desk, customer, {"phone": PHONES[self.root(card)]})
        elif what == "ring":
            rung = ringing.ring(self.desk, PHONES[card])
            if rung.call is not None and card % 2:
                ringing.take(self.desk, rung.call.id)
        else:
            for change in editing_card.history(self.desk, customer)[:1]:
                with contextlib.suppress(BadInput):
                    editing_card.undo(self.lead, change.id)

    @rule(cards=st.sets(people, min_size=1), meanwhile=st.sampled_from(("", "", "merge", "erase")))
    def import_file(self, cards: set[int], meanwhile: str) -> None:
        path = self.desk.folder / "in.csv"
        rows = [
            f"{KEYS[each]},{NAMES[each]} Kalna,{NAMES[each]}@example.org,tea for {NAMES[self.root(each)]}"
            for each in cards
            if not self.gone(each)
        ]
        if not rows:
            return
        path.write_text("id,name,email,likes\n" + "\n".join(rows) + "\n", encoding="utf-8")
        with importing.prepared(self.desk, CUSTOMERS, path) as ready:
            card = min(cards)
            if meanwhile == "merge":
                self.merge((card + 1) % 4, card)
            elif meanwhile == "erase":
                self.erase(card)
            try:
                ready.take_over()
            except importing.CardsChanged:
                assert meanwhile
        path.unlink()

    @rule()
    def take_the_import_back(self) -> None:
        try:
            last = undoing_imports.look(self.desk, CUSTOMERS)
        except NotFound:
            return
        undoing_imports.undo(self.desk, CUSTOMERS, last.done.id)

    @rule(card=people, often=st.integers(0, 5))
    def erase_at_times(self, card: int, often: int) -> None:
        if not often:
            self.erase(card)

    def erase(self, card: int) -> None:
        if self.gone(card) or len(self.erased) > 2:
            return
        mine = self.cards(card)
        privacy.erase(self.lead, self.guests[card].customer, end=True)
        self.erased.update(mine)
        self.belongs = {row: each for row, each in self.belongs.items() if each.card not in mine}
        for talk in list(self.talks):
            if not talking.view(self.desk, talk).open:
                del self.talks[talk]

    # --- what holds ---

    @invariant()
    def it_adds_up(self) -> None:
        if not hasattr(self, "desk"):
            return
        self.clock.forward(microseconds=1)
        with reading(self.desk.store) as connection:
            assert usage.stored(connection) == usage.recount(connection, self.desk.days())
            assert entry_words.changed(connection) == ()
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        day = leading.day(self.desk)
        assert sum(each.value_minor or 0 for each in day.given) == sum(AMOUNTS[each.gesture] for each in self.lines)

    @invariant()
    def who_is_erased_is_nowhere(self) -> None:
        if not hasattr(self, "desk") or not self.erased:
            return
        with reading(self.desk.store) as connection:
            tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                    said = " ".join(str(each) for each in row).lower()
                    for card in self.erased:
                        assert NAMES[card].lower() not in said, (table, said)
                        assert PHONES[card] not in said, (table, said)

    @invariant()
    def nothing_hangs_on_nobody(self) -> None:
        if not hasattr(self, "desk"):
            return
        with reading(self.desk.store) as connection:
            for table in ("conversations", "orders", "promises", "notes", "preferences", "customer_terms", "calls"):
                lost = connection.execute(
                    f"SELECT customer_id FROM {table} WHERE customer_id IS NOT NULL"
                    " AND customer_id NOT IN (SELECT id FROM customers)"
                ).fetchall()
                assert lost == [], table
            owners = {row[0]: row[1] for row in connection.execute("SELECT id, customer_id FROM orders").fetchall()}
        for number, guest in enumerate(self.guests):
            assert owners[guest.order] == self.guests[self.root(number)].customer


@pytest.mark.parametrize("stories", [30, pytest.param(600, marks=pytest.mark.tier_b)])
def test_everybody_at_once(stories: int) -> None:
    run_state_machine_as_test(
        Everybody,
        settings=settings(
            max_examples=stories * HARDER,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
