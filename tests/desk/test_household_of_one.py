"""What a limit per household counts: for who lives alone, who joins, who leaves, and who is found to be in two.

Each story is a list of acts on a few people. The household's limit is two baskets; after every act the counters are
what the ledger adds up to, and at the end the past decided again says what was said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from a_desk import Clock, Guest, as_lead, given, heard, make_desk, make_guest
from frontdesk.authority.effects import Would
from frontdesk.authority.lines import Run
from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, relating
from frontdesk.desk.customers.card_views import Card
from frontdesk.desk.gestures import giving
from frontdesk.desk.merging import merging
from frontdesk.desk.privacy import privacy
from frontdesk.desk.rules.trying import try_draft
from frontdesk.desk.views import Blocked, Given, Needed, Preview
from frontdesk.ground.errors import BadInput
from frontdesk.guidelines import reader
from frontdesk.store import customers, usage
from frontdesk.store.transaction import reading, writing

TEXT = """\
frontdesk: 1
business: {name: House, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  customer.company: {type: text, from: card}
gestures:
  basket: {label: Basket, amount: 9.00, limits: [{id: a_home, up_to: 2 times, per: household, within: WINDOW}]}
  lunch: {label: Lunch, amount: 7.00, limits: [{id: a_firm, up_to: 1 time, per: company, within: ever}]}
  tea: {label: Tea, amount: 3.00, limits: [{id: a_guest, up_to: 9 times, per: customer, within: ever}]}
"""
EVER = TEXT.replace("WINDOW", "ever")


class Street:
    """People at one desk, by their first letters: `acts("a+ b+ ab-join a!")` reads as a sentence."""

    def __init__(self, folder: Path, text: str = EVER) -> None:
        self.clock = Clock()
        self.desk = make_desk(folder, self.clock, text)
        self.lead = as_lead(self.desk)
        self.guests: dict[str, Guest] = {}

    def guest(self, name: str) -> Guest:
        if name not in self.guests:
            self.guests[name] = make_guest(self.desk, f"{name.upper()}elone Kalna")
        return self.guests[name]

    def basket(self, name: str) -> str:
        seen = giving.open_gesture(self.desk, heard(self.desk, self.guest(name)), "basket")
        return type(giving.give(self.desk, seen.attempt) if isinstance(seen, Preview) else seen).__name__

    def do(self, act: str) -> None:
        """`a+` is given one, `a!` is stopped, `a-b` joins b's household, `a>` leaves, `a=b` is merged into b's card.

        `a/` is taken out of it again, `a*` is erased, `~` lets a day pass.
        """
        self.clock.forward(seconds=1)
        name, what, other = act[0], act[1:2], act[2:]
        if act == "~":
            self.clock.forward(days=1)
        elif what == "+":
            assert self.basket(name) == "Given", act
        elif what == "!":
            assert self.basket(name) == "Blocked", act
        elif what == "-":
            relating.join_with(self.desk, self.guest(name).customer, self.guest(other).customer)
        elif what == ">":
            for each in relating.of_customer(self.desk, self.guest(name).customer):
                relating.leave(self.lead, self.guest(name).customer, each.id)
        elif what == "=":
            merging.merge(self.desk, self.guest(other).customer, self.guest(name).customer)
        elif what == "/":
            merging.unmerge(self.lead, self.guest(name).customer)
        elif what == "*":
            privacy.erase(self.lead, self.guest(name).customer, end=True)
        else:
            raise AssertionError(act)
        self.adds_up()

    def adds_up(self) -> None:
        with reading(self.desk.store) as connection:
            assert usage.stored(connection) == usage.recount(connection, self.desk.days())

    def acts(self, acts: str) -> None:
        for number, act in enumerate(acts.split()):
            try:
                self.do(act)
            except AssertionError as wrong:
                raise AssertionError(f"act {number + 1} of {acts}: {wrong}") from wrong
        assert try_draft(self.desk, self.desk.rules()).effect.differences == 0, acts


STORIES = {
    "who lives alone is a household of one": "a+ a+ a! b+ b+ b!",
    "a household is one": "a-b a+ b+ a! b!",
    "who joins brings along what they were given": "a+ a+ a-b a! b!",
    "both bring it along": "a+ b+ a-b a! b!",
    "who joins later brings it along": "a-b a+ c+ c-a c! a! b!",
    "a third who was given nothing brings nothing": "a+ a-b c-a b+ c! a! b!",
    "who leaves takes along what the household was given": "a-b b+ b+ a> a! b!",
    "also what only the others were given": "a-b c-a b+ c+ a> a! b! c!",
    "what comes after they left is not theirs": "a-b b+ a> b+ b! a+ a! b!",
    "what they are given after they left is not the household's": "a-b a+ a> a+ a! b+ b!",
    "what was given while they were there stays with the household": "a-b a+ a+ a> b! a!",
    "who leaves takes along what they brought": "a+ a-b b+ a> a! b+ b!",
    "going and coming back is no way round": "a-b a+ b+ a> a! a-b a! b! a> a! b!",
    "nor is another household": "a-b b+ b+ a> a-c a! c! d+ d+ d!",
    "nor leaving it for one's own again and again": "a-b a+ a> a+ a! a-c a! c! a> a! c+ c+ c!",
    "everybody leaves and they meet again": "a-b a+ b+ a> b> a! b! c-d a-b a! b! c+",
    "two leave one after the other": "a-b c-a a+ a> b+ c! b> b! c! a+ a!",
    "two leave, and what was given between is the later one's": "a-b c-a b+ a> a+ a! b+ c> c! b!",
    "a merge of two who live alone": "a+ b+ a=b a! b!",
    "and apart again": "a+ b+ a=b a! a/ a+ b+ a! b!",
    "a merged card is of the household of the other": "a-c c+ c+ a=b b! a/ a! b+",
    "a person in two households fits in both": "a-c b-d c+ d+ a=b b+ b! c! d!",
    "the fuller one decides": "a-c b-d c+ c+ a=b b! a! d+ d+ d!",
    "what they were given counts in each of both": "a-c b-d a=b b+ c+ c! d+ d! b!",
    "each after the merge was undone, too": "a-c b-d a=b b+ b+ a/ b! c! d! a!",
    "and of the one whose card was kept": "b-d a=b b+ b+ a/ b! d! a+ a+ a!",
    "the card that had none keeps what it was given": "a-c a=b b+ b+ a/ b! a! c!",
    "leaving both after a merge": "a-c b-d a=b c+ d+ b> b! c+ d+ c! d!",
    "who brings two households' past to a third": "a-c b-d c+ d+ a=b b> b-e e! b! f+",
    "what the others were given is each household's own": "a-c b-d c+ d+ a=b a/ c+ d+ c! d!",
    "a merge inside one household": "a-b a+ b+ a=b a! b! a/ a! b!",
    "a household with two cards of one person": "a-c b-c a=b a+ c+ b! a/ a! b! c!",
    "who is erased leaves what was given": "a-b a+ b+ a* b! c+",
    "a household of one who was erased": "a+ a+ a* b+ b+ b!",
    "erased after leaving": "a-b c-a a+ b> a* b+ b! c+ c!",
}


@pytest.fixture(scope="module")
def street_of_all(tmp_path_factory: pytest.TempPathFactory) -> Street:
    """One desk for all stories: each has people of its own."""
    return Street(tmp_path_factory.mktemp("street"))


@pytest.mark.parametrize("name", STORIES)
def test_whatever_people_do_the_household_has_what_the_limit_says(street_of_all: Street, name: str) -> None:
    street_of_all.guests.clear()
    street_of_all.acts(STORIES[name])


ROLLING = TEXT.replace("WINDOW", "2 days")


def test_a_window_that_passes_frees_every_household_and_a_block_says_when(tmp_path: Path) -> None:
    street = Street(tmp_path, ROLLING)
    street.acts("a-c b-d c+ d+ ~ c+ a=b")
    seen = giving.open_gesture(street.desk, heard(street.desk, street.guest("b")), "basket")
    assert isinstance(seen, Blocked)
    (binding,) = seen.decision.binding
    first = datetime(2026, 11, 23, 12, 0, 3, tzinfo=UTC)
    assert (binding.used, binding.up_to, binding.frees_at) == (2, 2, first), "the fuller of both"
    street.acts("d+")
    seen = giving.open_gesture(street.desk, heard(street.desk, street.guest("b")), "basket")
    assert isinstance(seen, Blocked) and seen.decision.binding[0].frees_at == first + timedelta(seconds=1), "both"
    street.acts("~ ~ b+ b+ b! c! d!")


def test_taking_back_frees_it_for_everybody_it_counted_for(tmp_path: Path) -> None:
    street = Street(tmp_path)
    street.acts("a-b b+ b+ a> a! b!")
    card = cards.card(street.desk, street.guest("b").customer)
    giving.take_back(street.lead, card.given[0].entry_id, "it was the wrong one")
    street.acts("a+ a! b+ b!")


def test_a_limit_per_household_and_something_else_counts_the_same_people(tmp_path: Path) -> None:
    street = Street(tmp_path, EVER.replace("per: household", "per: [household, customer]"))
    street.acts("a-b a+ a+ a! b+ b+ b! c+ a=c c!")


def test_nobody_is_asked_which_household_and_nobody_can_say_it(tmp_path: Path) -> None:
    street = Street(tmp_path)
    talk = heard(street.desk, street.guest("a"))
    with pytest.raises(BadInput, match="the desk knows it"):
        talking.answer(street.desk, talk, "scope:household", "another one")
    with pytest.raises(BadInput, match="the desk knows it"):
        giving.open_gesture(street.desk, talk, "basket", answers={"scope:household": "another one"})
    nobody = giving.open_gesture(street.desk, heard(street.desk), "basket")
    assert isinstance(nobody, Needed) and [each.name for each in nobody.fields] == ["scope:customer"]


def test_a_household_that_a_card_only_names_is_shared_and_retyping_it_keeps_ones_own_past(tmp_path: Path) -> None:
    street = Street(tmp_path)

    def names(name: str, household: str) -> None:
        guest = street.guest(name)
        with writing(street.desk.store) as connection:
            card = customers.get(connection, guest.customer)
            assert card is not None
            customers.update(connection, [replace(card, facts={"customer.household": household})], street.clock.at)

    names("a", "Kalna 12")
    names("b", "KALNA  12")
    street.acts("a+ b+ a! b!")
    names("b", "Another street 3")
    street.acts("b+ b! a!")
    names("b", "")
    street.acts("b! c-b c! a!")


def test_a_company_is_one_however_it_is_typed(tmp_path: Path) -> None:
    street = Street(tmp_path)
    said = ("Ogle SIA", "ogle sia", "OGLE  SIA", "Оглe SIA")
    answers = []
    for name, company in zip("abcd", said, strict=True):
        talk = heard(street.desk, street.guest(name))
        answers.append(giving.open_gesture(street.desk, talk, "lunch", answers={"scope:company": company}))
        if isinstance(answers[-1], Preview):
            assert isinstance(giving.give(street.desk, answers[-1].attempt), Given)
    assert [type(each).__name__ for each in answers] == ["Preview", "Blocked", "Blocked", "Blocked"]
    relating.join_company(street.desk, street.guest("e").customer, "OGLE sia")
    assert isinstance(giving.open_gesture(street.desk, heard(street.desk, street.guest("e")), "lunch"), Blocked)
    street.adds_up()


def test_a_draft_that_counts_per_household_for_the_first_time_takes_everybody_for_one_of_one(tmp_path: Path) -> None:
    street = Street(tmp_path, EVER.replace("per: household", "per: customer"))
    street.acts("a+ a+ b+ b+")
    text = EVER.replace("up_to: 2 times, per: household", "up_to: 1 time, per: household")
    draft = reader.read_text(text.encode(), "draft.yaml").guidelines
    assert draft is not None
    effect = try_draft(street.desk, draft).effect
    assert (effect.asked_first, effect.entries[Would.TURNED_AWAY].times) == ({}, 2)


def test_the_card_says_what_the_household_used(tmp_path: Path) -> None:
    street = Street(tmp_path)
    street.acts("a+ b+")
    assert [each.limits[0].words for each in card_of(street, "a").given] == ["1 of 2, 1 left for this household"]
    street.acts("a-b")
    assert [each.limits[0].words for each in card_of(street, "a").given] == ["2 of 2, 0 left for this household"]


def card_of(street: Street, name: str) -> Card:
    return cards.card(street.desk, street.guest(name).customer)


def test_a_replay_says_how_much_of_a_budget_per_household_was_used(tmp_path: Path) -> None:
    budget = "budgets: {a_home_has: {of: [tea], up_to: 9.00, per: household, within: ever}}\n"
    street = Street(tmp_path, EVER + budget)
    tea = [heard(street.desk, street.guest(name)) for name in "aab"]
    given(street.desk, tea[0], "tea")
    given(street.desk, tea[1], "tea")
    street.acts("a-b")
    given(street.desk, tea[2], "tea")
    assert isinstance(giving.open_gesture(street.desk, tea[0], "tea"), Blocked)
    (used,) = try_draft(street.desk, street.desk.rules()).effect.budgets
    assert used.then_most == used.draft_most == 900


def test_decide_knows_no_cards_and_names_the_household_that_a_line_leaves_out() -> None:
    guidelines = reader.read_text(EVER.encode(), "guidelines.yaml").guidelines
    assert guidelines is not None
    run = Run(guidelines)
    line = {"gesture": "basket", "role": "staff", "at": "2026-11-21T14:00:00+02:00", "ticks": ["request_heard"]}
    scopes: list[dict[str, str]] = [{"customer": "c1"}, {"customer": "c1", "household": "h1"}]
    answers = [run.answer(line | {"id": str(number), "scope": scope}) for number, scope in enumerate(scopes)]
    assert [(each["outcome"], each["missing"]) for each in answers] == [("ticks", ["scope:household"]), ("yes", [])]
