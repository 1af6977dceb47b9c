"""Somebody who is found to be in two companies: what they are given counts in each of both, and must fit in each.

Each story is a list of acts on a few people; a lunch is once a company. After every act the counters are what the
ledger adds up to and what an own sum over every line says, and at the end the past decided again says what was said.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from a_desk import Clock, Guest, as_lead, heard, make_desk, make_guest
from frontdesk.authority.joined import companies_in
from frontdesk.desk.customers import cards, relating
from frontdesk.desk.gestures import giving
from frontdesk.desk.merging import merging
from frontdesk.desk.merging.merge_preview import preview
from frontdesk.desk.privacy import privacy
from frontdesk.desk.rules.trying import try_draft
from frontdesk.desk.trust import verifying
from frontdesk.desk.views import Given, Preview
from frontdesk.store import ledger, usage
from frontdesk.store.transaction import reading

TEXT = """\
frontdesk: 1
business: {name: House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  customer.company: {type: text, from: card}
gestures:
  lunch: {label: Lunch, amount: 7.00, limits: [{id: a_firm, up_to: 2 times, per: company, within: WINDOW}]}
  basket: {label: Basket, amount: 9.00, limits: [{id: a_home, up_to: 1 time, per: household, within: ever}]}
"""
FIRMS = {"A": "Ogle SIA", "B": "Kalns & Co", "C": "Liepa"}
STORIES = {
    "a company is one for everybody in it": "a@A b@A a+ b+ a! b!",
    "what both brought counts in its own company only": "a@A b@B a+ b+ a=b a+ a! b!",
    "what comes after the merge counts in both": "a@A b@B c@A d@B a=b b+ c+ d+ c! d! b!",
    "the fuller one decides": "a@A b@B c@A c+ c+ a=b b! a! d@B d+ d+ d!",
    "taking the cards apart leaves what was given in both": "a@A b@B a=b b+ b+ a/ a! b! c@A c! d@B d!",
    "three companies": "a@A b@B c@C a=b b=c c+ c+ d@A d! e@B e! f@C f!",
    "who leaves one counts in the other alone": "a@A b@B a=b b+ b>A b+ b! c@A c+ c! d@B d!",
    "one company under two cards is one": "a@A b@A a=b b+ b+ b! c@A c!",
    "who is erased leaves what was given": "a@A b@B c@A d@B a=b b+ b* c+ d+ c! d!",
    "where nobody else is of the company its name goes as well": "a@A b@B d@B a=b b+ b* c@A c+ c+ c! d+ d!",
    "what is taken back is free in both": "a@A b@B c@A d@B a=b b+ b+ b- c+ d+ c! d!",
}


class Town:
    """People of companies at one desk: `acts("a@A b@B a=b a+ a!")` reads as a sentence."""

    def __init__(self, folder: Path, window: str) -> None:
        self.clock = Clock()
        self.desk = make_desk(folder, self.clock, TEXT.replace("WINDOW", window))
        self.lead = as_lead(self.desk)
        self.guests: dict[str, Guest] = {}
        self.given: list[str] = []
        self.counted: dict[str, frozenset[str]] = {}
        self.of: dict[str, set[str]] = {}
        self.into: dict[str, str] = {}

    def guest(self, name: str) -> Guest:
        if name not in self.guests:
            self.guests[name] = make_guest(self.desk, f"{name.upper()}elone Kalna")
        return self.guests[name]

    def lunch(self, name: str, gesture: str = "lunch") -> str:
        seen = giving.open_gesture(self.desk, heard(self.desk, self.guest(name)), gesture)
        answer = giving.give(self.desk, seen.attempt) if isinstance(seen, Preview) else seen
        if isinstance(answer, Given):
            self.given.append(answer.entry_id)
            self.counted[answer.entry_id] = frozenset(self.companies(name))
        return type(answer).__name__

    def companies(self, name: str) -> set[str]:
        """The companies of everybody who is this person, kept by hand."""
        return {firm for each in self.guests if self.root(each) == self.root(name) for firm in self.of.get(each, ())}

    def root(self, name: str) -> str:
        while name in self.into:
            name = self.into[name]
        return name

    def do(self, act: str) -> None:
        """`a@A` joins a company, `a>A` leaves it, `a+` is given one, `a!` is stopped, `a-` gives the last one back.

        `a=b` is merged into b's card, `a/` is taken out of it again, `a*` is erased.
        """
        self.clock.forward(seconds=1)
        name, what, other = act[0], act[1], act[2:]
        customer = self.guest(name).customer
        if what == "@":
            relating.join_company(self.desk, customer, FIRMS[other])
            self.of.setdefault(name, set()).add(other)
        elif what == ">":
            group = next(each for each in relating.of_customer(self.desk, customer) if each.name == FIRMS[other])
            relating.leave(self.lead, customer, group.id)
            for each in self.guests:
                if self.root(each) == self.root(name):
                    self.of.get(each, set()).discard(other)
        elif what == "+":
            assert self.lunch(name) == "Given", act
        elif what == "!":
            assert self.lunch(name) == "Blocked", act
        elif what == "-":
            giving.take_back(self.lead, self.given[-1], "it was a mistake of ours")
            self.counted.pop(self.given.pop())
        elif what == "=":
            merging.merge(self.desk, self.guest(other).customer, customer)
            self.into[name] = other
        elif what == "/":
            merging.unmerge(self.lead, customer)
            del self.into[name]
        elif what == "*":
            privacy.erase(self.lead, customer, end=True)
            others = {firm for each in self.guests if self.root(each) != name for firm in self.of.get(each, ())}
            for entry, firms in self.counted.items():
                self.counted[entry] = frozenset(firm if firm in others else f"{firm}, forgotten" for firm in firms)
        else:
            raise AssertionError(act)
        self.adds_up()

    def adds_up(self) -> None:
        """The counters, the ledger counted anew, and a sum that knows neither."""
        with reading(self.desk.store) as connection:
            stored = usage.stored(connection)
            assert stored == usage.recount(connection, self.desk.days())
        wanted = Counter(firm for firms in self.counted.values() for firm in firms)
        found = [used.times or len(used.marks) for key, used in stored.items() if "company" in key.shape]
        assert sorted(found) == sorted(wanted.values())

    def acts(self, acts: str) -> None:
        for number, act in enumerate(acts.split()):
            try:
                self.do(act)
            except AssertionError as wrong:
                raise AssertionError(f"act {number + 1} of {acts}: {wrong}") from wrong
        assert try_draft(self.desk, self.desk.rules()).effect.differences == 0, acts
        assert verifying.verify(self.desk.store).whole


@pytest.mark.parametrize("window", ["ever", "week", "30 days"])
@pytest.mark.parametrize("story", STORIES)
def test_a_lunch_counts_in_each_company(story: str, window: str, tmp_path: Path) -> None:
    town = Town(tmp_path, window)
    town.acts(STORIES[story])
    town.desk.store.close()


def test_the_ledger_says_every_company_and_the_card_what_is_left_in_the_fuller_one(tmp_path: Path) -> None:
    town = Town(tmp_path, "ever")
    town.acts("a@A b@B c@A c+ a=b b+")
    with reading(town.desk.store) as connection:
        entry = ledger.by_id(connection, town.given[-1])
    assert entry is not None and set(companies_in(entry[1].scope)) == {FIRMS["A"], FIRMS["B"]}
    card = cards.card(town.desk, town.guest("b").customer)
    assert [limit.words for line in card.given for limit in line.limits] == ["2 of 2, 0 left for this company"]
    town.desk.store.close()


def test_a_merge_says_before_what_it_changes_in_limits_per_household_and_per_company(tmp_path: Path) -> None:
    town = Town(tmp_path, "ever")
    town.acts("a@A b@B a+ b+ b+")
    assert town.lunch("a", "basket") == "Given"
    stranger, at_home, beside = (town.guest(each).customer for each in "cde")
    relating.join_with(town.desk, at_home, beside)
    assert preview(town.desk, town.guest("a").customer, stranger).limits == (
        "Lunch: counts for Ogle SIA from now on, 1 of 2 used there",
    )
    assert preview(town.desk, stranger, at_home).limits == (), "nothing was given, and nothing changes"
    assert preview(town.desk, town.guest("a").customer, at_home).limits[0] == (
        "Basket: 1 of 1 used together for this household"
    ), "those who live there have less than before"
    seen = preview(town.desk, town.guest("b").customer, town.guest("a").customer)
    assert seen.limits == (
        "Basket: 1 of 1 used together for this household",
        "Lunch: counts for Ogle SIA from now on, 1 of 2 used there",
        "Lunch: counts for Kalns & Co from now on, 2 of 2 used there",
    )
    town.desk.store.close()
