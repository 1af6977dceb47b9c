"""What people notice: a story and an idea are one key from where they are, and an idea gets an answer on the day."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import desk_driving
import pytest
import uidesk
from desk_driving import Hand, hotel, on_screen, shown, until
from textual.pilot import Pilot
from uidesk import Clock, app_on

from frontdesk.desk.conversations import talking
from frontdesk.desk.customers import cards, finding
from frontdesk.desk.imports import importing
from frontdesk.desk.learning import causing, ideas, storytelling
from frontdesk.desk.learning.learning_views import IdeaState, StoryKind
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import staffing
from frontdesk.desk.promises import promising
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.cause_sheet import CauseSheet
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.day_lists import ListScreen
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.screens.form import Form
from frontdesk.ui.screens.idea import IdeaScreen
from frontdesk.ui.screens.idea_sheet import IdeaSheet
from frontdesk.ui.screens.story import StoryScreen


@pytest.fixture(scope="module")
def master(small_business: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(small_business, tmp_path_factory.mktemp("noticing") / "business"))
    hotel(folder)
    desk = uidesk.opened(folder)
    staffing.add(desk, "Ilze", "lead")
    staffing.add(desk, "Marta Ozola")
    staffing.leave(desk, "Marta Ozola")
    desk.store.close()
    return folder


@pytest.fixture
def house(master: Path, tmp_path: Path) -> Path:
    """A hotel in which Ilze leads, and Marta does not work any more."""
    return Path(shutil.copytree(master, tmp_path / "house"))


async def form(pilot: Pilot[Any], kind: type[Form[Any]]) -> Any:
    """Wait for a form over the room."""
    await until(pilot, lambda: isinstance(pilot.app.screen, kind))
    await rest(pilot)
    return pilot.app.screen


async def rest(pilot: Pilot[Any]) -> None:
    """Wait until no held key waits, in the room or in a form over it."""
    await desk_driving.settled(pilot)


async def press(pilot: Pilot[Any], hand: Hand, *keys: str) -> None:
    for key in keys:
        await hand.press(key)
        await rest(pilot)


async def test_001_3_and_004_10_a_story_of_an_old_conversation_thanks_somebody_who_left(house: Path) -> None:
    """`h` leads to the closed conversation, `s` tells its story: kind, words nobody filled in, names; once."""
    desk, old = desk_driving.heard(house)
    promising.promise(desk, old.id, "a heater", desk.now() + timedelta(hours=1))
    talking.close(desk, old.id)
    entries = cards.card(desk, old.customer_id or "").given
    talk = talking.start(desk, customer_id=old.customer_id, request="Thanks from three years ago")
    talking.hear(desk, talk.id)
    app = app_on(house)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await on_screen(pilot, talk.id)
        await press(pilot, hand, "h")
        await until(pilot, lambda: isinstance(app.screen, ListScreen))
        assert "The heating is dead" in shown(app)
        await press(pilot, hand, "enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen) and app.screen.closed)
        await press(pilot, hand, "s")
        screen = await form(pilot, StoryScreen)
        assert "1 rescued  2 foreseen  3 fixed for good" in shown(app)
        assert screen.words.text == "", "nothing is filled in"
        assert screen.thanked.chosen == ["Anna"], "whoever had to do with it is chosen already"
        assert not any(word in shown(app).casefold() for word in ("fault", "culprit", "mistake", "blame"))
        await press(pilot, hand, "2")
        await press(pilot, hand, "enter")
        assert app.focused is screen.words, "without words there is no story"
        await hand.write("Marta found me a room on Christmas Eve")
        await press(pilot, hand, "enter", "m", "a", "r", "t", "1", "enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        await rest(pilot)
        assert "story kept: foreseen · thanks to Anna, Marta Ozola" in shown(app)
    told = storytelling.stories_in(desk, old.id)
    assert [(each.kind, each.words) for each in told] == [
        (StoryKind.FORESEEN, "Marta found me a room on Christmas Eve")
    ]
    assert set(told[0].thanked) == {"Anna", "Marta Ozola"}
    assert cards.card(desk, old.customer_id or "").given == entries, "the ledger is not touched"
    desk.store.close()


async def test_001_1_an_idea_is_tied_to_the_block_that_caused_it_and_gets_its_answer_on_the_day(house: Path) -> None:
    """`i` over the ways forward; the lead answers on the day, sees the draft and what it would have meant."""
    desk, talk = desk_driving.heard(house)
    app = app_on(house)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        screen = await on_screen(pilot, talk.id)
        await hand.burst("s", "o", "r", "r", "y")
        await rest(pilot)
        assert app.screen is screen, "letters that come at once open nothing"
        await press(pilot, hand, "5")
        await until(pilot, lambda: screen.panel is screen.ways)
        await press(pilot, hand, "i")
        idea = await form(pilot, IdeaScreen)
        assert "about: Late checkout" in shown(app)
        assert "you get an answer by Sat 28 Nov" in shown(app)
        await press(pilot, hand, "enter")
        assert isinstance(app.screen, IdeaScreen), "an empty line is no idea"
        await hand.write("once a stay is fair")
        await press(pilot, hand, "escape")
        assert app.screen is idea, "words are not lost with one Esc"
        await press(pilot, hand, "enter")
        await until(pilot, lambda: app.screen is screen)
        await rest(pilot)
        assert "idea kept · you get an answer by Sat 28 Nov" in shown(app)
    (kept,) = ideas.owed(desk)
    assert (kept.author, kept.gesture, kept.conversation_id) == ("Anna", "late_checkout", talk.id)
    assert kept.block_id is not None and kept.blocks == 1

    lead = DeskApp(lambda: open_desk(house, staff="Ilze", clock=Clock(), create=True))
    async with lead.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await uidesk.ready(pilot)
        await press(pilot, hand, "f6")
        await until(pilot, lambda: isinstance(lead.screen, DayScreen) and lead.screen.day is not None)
        assert isinstance(lead.screen, DayScreen)
        lead.screen.rows.mark("idea:" + kept.id)
        await press(pilot, hand, "enter")
        sheet = await form(pilot, IdeaSheet)
        await until(pilot, lambda: "1 yes  2 not now  3 later" in shown(lead))
        assert "stopped us once" in shown(lead) and desk_driving.WORDS in shown(lead)
        await press(pilot, hand, "1")
        await hand.write("once a stay it is")
        await press(pilot, hand, "enter")
        await until(pilot, lambda: "1 draft it" in shown(lead))
        await press(pilot, hand, "1")
        await until(pilot, lambda: "1 put it into force" in shown(lead) or "1 look again" in shown(lead))
        assert "1 of 1 block would have been given" in shown(lead)
        assert ideas.idea(desk, kept.id).state is IdeaState.YES, "nothing goes into force by looking"
        await press(pilot, hand, "1")
        await until(pilot, lambda: "Put the idea of Anna into force?" in shown(lead))
        await press(pilot, hand, "enter")
        await until(pilot, lambda: lead.screen is not sheet)
    adopted = ideas.idea(desk, kept.id)
    assert adopted.state is IdeaState.ADOPTED and adopted.answered_by == "Ilze" and adopted.took is not None
    assert "idea of Anna" in (house / "guidelines.yaml").read_text(encoding="utf-8")
    desk.store.close()


async def test_004_1_what_was_sold_and_what_they_say_stand_on_the_card_apart_from_promises(house: Path) -> None:
    """The sale's promise with its name and day; a claim, typed with `c`, stays said by the customer."""
    orders = house / "sold.csv"
    orders.write_text(
        "order_id,customer_id,label,from,to,total,promised,promised_by,promised_at\n"
        "s9,g1,Mast 6 m,2026-11-20,2026-11-23,900.00,mast included,Pēteris,2026-10-03\n",
        encoding="utf-8",
    )
    desk = uidesk.opened(house)
    importing.import_orders(desk, orders)
    guest = finding.find(desk, desk_driving.NAME)[0]
    order = next(each for each in cards.card(desk, guest.id).orders if each.promised)
    talk = talking.start(desk, customer_id=guest.id, order_id=order.id, request="My mast is missing")
    talking.hear(desk, talk.id)
    app = app_on(house)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await on_screen(pilot, talk.id)
        assert "sold with: mast included" in shown(app)
        assert "promised by Pēteris 3 Oct" in shown(app)
        await press(pilot, hand, "c")
        await until(pilot, lambda: app.focused is not None and app.focused.id == "claim")
        await hand.write("sails too")
        await press(pilot, hand, "enter")
        await until(pilot, lambda: "says: “sails too”" in shown(app))
    after = talking.view(desk, talk.id)
    assert after.claim == "sails too" and after.promises == ()
    desk.store.close()


async def test_001_4_the_third_case_goes_to_somebody_who_fixes_it_and_a_name_is_no_cause(house: Path) -> None:
    """A person's name is refused in a sentence; with the third case it is said who fixes it; the lead says how."""
    desk, talk = desk_driving.heard(house)
    promising.promise(desk, talk.id, "a heater", desk.now() + timedelta(hours=1))
    for name in ("Walter", "Vera"):
        other = talking.start(desk, name=name, request="It is cold")
        talking.hear(desk, other.id)
        promising.promise(desk, other.id, "a heater", desk.now() + timedelta(hours=1))
        talking.cause(desk, other.id, "the old boiler")
    app = DeskApp(lambda: open_desk(house, staff="Ilze", clock=Clock(), create=True))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        hand = Hand(pilot)
        screen = await on_screen(pilot, talk.id)
        await press(pilot, hand, "f9", "4")
        await hand.write("Jānis")
        await press(pilot, hand, "enter")
        await until(pilot, lambda: "A cause is a thing, not a person." in shown(app))
        screen.closing.cause.value = "the old boiler"
        await press(pilot, hand, "enter")
        await until(pilot, lambda: "3 times in seven days: goes to Ilze to fix" in shown(app))
        await press(pilot, hand, "f6")
        (again,) = causing.causes_to_fix(desk)
        await until(pilot, lambda: isinstance(app.screen, DayScreen) and app.screen.day is not None)
        assert isinstance(app.screen, DayScreen)
        app.screen.rows.mark("cause:" + again.id)
        await press(pilot, hand, "enter")
        sheet = await form(pilot, CauseSheet)
        await press(pilot, hand, "1")
        await hand.write("a new boiler")
        await press(pilot, hand, "enter")
        await until(pilot, lambda: app.screen is not sheet)
    assert causing.causes_to_fix(desk) == ()
    assert causing.causes_to_fix(desk, fixed_too=True)[0].fixed_how == "a new boiler"
    desk.store.close()
