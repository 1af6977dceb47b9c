"""Stories: the customer's words as they were typed, the people who are thanked, and never a culprit."""

from __future__ import annotations

from dataclasses import fields

import pytest

from a_desk import Clock, as_lead, given, heard, make_guest
from frontdesk.desk.conversations import talking
from frontdesk.desk.day.nameless import without_names
from frontdesk.desk.desk import Desk
from frontdesk.desk.learning import storytelling
from frontdesk.desk.learning.learning_views import StoryKind, StoryLine
from frontdesk.desk.people import staffing
from frontdesk.ground.errors import BadInput, NotFound
from frontdesk.store import ledger
from frontdesk.store.tables.learning import Story
from frontdesk.store.transaction import reading


def last_line(desk: Desk) -> int:
    with reading(desk.store) as connection:
        return ledger.last_number(connection)


def test_the_words_are_kept_as_they_were_typed_in_any_script(desk: Desk) -> None:
    words = 'Дякую! «Ваш офіціант»\nврятував   день\tмами — 100 % "так" 👩‍👧'
    told = storytelling.tell(desk, heard(desk), "rescued", words)
    assert told.words == words
    assert storytelling.stories_of(desk) == (told,)


def test_those_who_had_to_do_with_the_conversation_are_thanked_unless_others_are_named(desk: Desk) -> None:
    conversation = heard(desk, make_guest(desk))
    given(as_lead(desk), conversation, "drink")
    assert storytelling.thankable(desk, conversation).here == ("Anna", "Ilze")
    assert storytelling.thankable(desk, conversation).others == ("Janis",)
    assert storytelling.tell(desk, conversation, "rescued", "Thank you!").thanked == ("Anna", "Ilze")
    assert storytelling.tell(desk, conversation, "rescued", "Thank you!", ["jānis", "Janis"]).thanked == ("Janis",)
    assert storytelling.tell(desk, conversation, "rescued", "Thank you!", []).thanked == ()
    assert storytelling.tell(desk, None, "fixed", "It never broke again").thanked == ()


@pytest.mark.parametrize(
    ("kind", "words", "thanked", "wrong"),
    [
        ("rescued", "  \n ", None, BadInput),
        ("rescued", "x" * 2001, None, BadInput),
        ("blamed", "Thank you", None, BadInput),
        ("", "Thank you", None, BadInput),
        ("rescued", "Thank you", ["Nobody"], NotFound),
    ],
)
def test_a_story_without_words_a_kind_or_a_person_is_none(
    desk: Desk, kind: str, words: str, thanked: list[str] | None, wrong: type[Exception]
) -> None:
    with pytest.raises(wrong) as told:
        storytelling.tell(desk, None, kind, words, thanked)
    assert type(told.value) is wrong
    assert storytelling.stories_of(desk) == ()


def test_scenario_004_10_thanks_after_three_years(desk: Desk, clock: Clock) -> None:
    """A former customer thanks a former employee: a story is added to the old conversation; the ledger stays."""
    guest = make_guest(desk)
    conversation = heard(desk, guest)
    given(desk, conversation, "drink")
    talking.close(desk, conversation, nothing_owed=True)
    clock.forward(days=3 * 365)
    staffing.leave(as_lead(desk), "Anna")
    lead = as_lead(desk)
    before = last_line(lead)
    told = storytelling.tell(lead, conversation, "rescued", "Three years ago Anna saved our wedding day", ["Anna"])
    assert told.thanked == ("Anna",)
    assert last_line(lead) == before
    assert not talking.view(lead, conversation).open
    assert storytelling.stories_in(lead, conversation) == (told,)


def test_scenario_001_3_success_stories_not_witch_hunts(desk: Desk, clock: Clock) -> None:
    """One key makes a story; the next day opens with it; there is no field for a culprit, and no name when printed."""
    guest = make_guest(desk, "Marija Ozola")
    conversation = heard(desk, guest)
    told = storytelling.tell(desk, conversation, "rescued", "Thank your waiter, he saved Marija Ozola's mother's day")
    assert told.thanked == ("Anna",)
    clock.forward(days=1)
    opening = storytelling.stories_of(desk, days=2)
    assert [story.id for story in opening] == [told.id]
    assert storytelling.stories_of(desk) == ()
    assert "Marija" not in opening[0].printable and "Ozola" not in opening[0].printable
    assert opening[0].customer_name == "Marija Ozola"
    named = {"culprit", "blame", "blamed", "fault", "at_fault", "caused_by", "mistake_of", "responsible"}
    assert not named & ({field.name for field in fields(StoryLine)} | set(Story.model_fields))


def test_scenario_001_4_do_not_reward_only_the_fire_fighter(desk: Desk, clock: Clock) -> None:
    """Closing offers three kinds of story; the share that was foreseen or fixed is shown, over a period."""
    assert [kind.value for kind in StoryKind] == ["rescued", "foreseen", "fixed"]
    storytelling.tell(desk, None, "rescued", "long ago")
    clock.forward(days=40)
    for kind in ("rescued", "foreseen", "fixed", "foreseen"):
        storytelling.tell(desk, None, kind, "You told me before I noticed")
    share = storytelling.share(desk)
    assert (share.told, share.rescued, share.foreseen, share.fixed) == (4, 1, 2, 1)
    assert share.smooth_percent == 75
    assert storytelling.share(desk, desk.today().replace(year=2025), desk.today().replace(year=2025)).told == 0
    assert storytelling.share(desk, desk.today().replace(year=2020)).told == 5


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Kristīne Bērziņa was cold", "(the customer) was cold"),
        ("Paldies Kristīnei un BĒRZIŅAS kundzei!", "Paldies (the customer) un (the customer) kundzei!"),
        ("Спасибо, сказала Кристине Берзиня", "Спасибо, сказала (the customer)"),
        ("kristine berzina wrote in small letters, and More", "(the customer) wrote in small letters, and More"),
        ("kristine was happy", "(the customer) was happy"),
        ("Thank Anna: Berzina is happy", "Thank Anna: (the customer) is happy"),
        ("Christmas was warm", "Christmas was warm"),
        ("", ""),
    ],
)
def test_what_is_printed_does_not_name_the_customer(words: str, printed: str) -> None:
    assert without_names(words, ("Kristīne Bērziņa", ""), ("Anna",)) == printed


def test_a_word_that_is_also_a_name_stays_a_word() -> None:
    assert without_names("I will be back in may", ("Will May",)) == "I will be back in may"
    assert without_names("Thank you, Will", ("Will May",)) == "Thank you, (the customer)"


def test_whoever_is_thanked_keeps_their_name_where_the_customer_is_called_the_same() -> None:
    assert without_names("Anna was kind", ("Anna Ozola",), ("Anna",)) == "Anna was kind"
    assert without_names("Anna was kind to Anna Ozola", ("Anna Ozola",), ("Anna",)) == "Anna was kind to (the customer)"
