"""Above one's own authority on the screens: it waits and blocks nothing, is answered anywhere, and comes back."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import uidesk
from desk_driving import Hand, given, heard, hotel, on_screen, settled, shown, until
from textual import events
from textual.pilot import Pilot

from frontdesk.conversation.approvals import ApprovalState
from frontdesk.desk.approvals import approving, granting, standing
from frontdesk.desk.approvals.approval_views import ApprovalLine
from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import ideas
from frontdesk.desk.opening import as_person
from frontdesk.desk.people import pins, staffing
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Preview
from frontdesk.ui import working
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.approval import ApprovalScreen
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.screens.grant import GrantScreen
from frontdesk.ui.screens.lead_here import LeadHereScreen
from frontdesk.ui.screens.start import StartScreen

WHY = "no heat for a night"
CODE = "271828"
BARE = re.compile(r"\b(no|impossible|not possible)\b", re.IGNORECASE)


@pytest.fixture
def clock() -> uidesk.Clock:
    return uidesk.Clock()


@pytest.fixture
def hotel_folder(folder: Path) -> Path:
    """Anna and Jānis at the desk, Ilze leads and has no code yet."""
    hotel(folder)
    desk = uidesk.opened(folder)
    staffing.add(desk, "Ilze", "lead")
    desk.store.close()
    return folder


def beside(folder: Path, clock: uidesk.Clock, name: str = "Ilze") -> Desk:
    """The desk as somebody else has it, with the same clock."""
    return uidesk.opened(folder, clock, name)


def asked(folder: Path, clock: uidesk.Clock, conversation: str, amount: str = "170", who: str = "Anna") -> ApprovalLine:
    line = approving.ask(beside(folder, clock, who), conversation, "part_of_bill", amount, WHY)
    assert isinstance(line, ApprovalLine), line
    return line


async def looked(pilot: Pilot[Any]) -> None:
    """The program looks now, as it does four times a second, and shows what it found."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    await uidesk.ready(pilot)
    app.look_now()
    await uidesk.ready(pilot)


def row(app: DeskApp, label: str = "Part of the bill") -> str:
    """The line of a gesture on the bar."""
    lines = uidesk.drawn(app).splitlines()
    return next(line for line in lines if re.match(rf" \d {label}", line))


# --- asking -------------------------------------------------------------------------------------------------


async def test_asking_waits_in_its_place_and_the_work_goes_on(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("3")
        await hand.write("170")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.ways)
        kinds = [type(each.way).__name__ for each in screen.ways.ways]
        assert kinds == sorted(kinds, key=["GestureWay", "SayWay", "AskWay", "PromiseWay"].index)
        assert screen.ways.ways[0].amount_minor == 15000, "what fits stands first"
        await hand.press(str(kinds.index("AskWay") + 1))
        await until(pilot, lambda: "Why, in one sentence?" in shown(app))
        assert "then it is asked of: lead" in shown(app)
        await hand.press("enter")
        assert "this is needed" in shown(app)
        await hand.write(WHY)
        await hand.press("enter")
        await until(pilot, lambda: "ASKED" in shown(app))
        assert "asked: Part of the bill · lead · 170.00 · until 14:42" in shown(app).splitlines()[1]
        assert "lead · 170.00 · until 14:42" in row(app)
        assert app.focused is screen.bar
        await hand.press("2")
        await until(pilot, lambda: given(desk, talk.id) == [("free_drink", 800, False)])
        (line,) = approving.of_conversation(desk, talk.id)
        assert (line.asked, line.reason, line.role, line.state) == ("170.00", WHY, "lead", ApprovalState.WAITING)
        await hand.press("u")
        await until(pilot, lambda: given(desk, talk.id) == [("free_drink", 800, True)])
        (line,) = approving.of_conversation(desk, talk.id)
        assert line.state is ApprovalState.WAITING, "u took back what was done last"


async def test_a_sentence_that_was_written_is_not_asked_for_again_and_an_amount_is_asked_first(
    hotel_folder: Path,
) -> None:
    desk, talk = heard(hotel_folder)
    talking.wish(desk, talk.id, "the night back")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("4")
        await hand.write("900")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.ways)
        ask = next(at for at, each in enumerate(screen.ways.ways, 1) if "lead" in each.label)
        await hand.press(str(ask))
        await until(pilot, lambda: screen.writing)
        await hand.write(WHY)
        await hand.press("enter")
        await until(pilot, lambda: "lead · 900.00" in shown(app))
        await hand.press("г")
        await until(pilot, lambda: "withdrawn: Make it right 900.00" in shown(app))
        assert "ASKED" not in shown(app)


# --- what comes back ----------------------------------------------------------------------------------------


async def test_the_yes_stands_on_the_gesture_and_its_key_opens_the_preview(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await looked(pilot)
        approving.answer_yes(beside(hotel_folder, clock), line.id, "160", "she has stayed 23 times")
        await looked(pilot)
        await until(pilot, lambda: "YES" in row(app))
        assert "Ilze · to 160.00 · until 15:12" in row(app)
        assert "YES · Ilze · Part of the bill to 160.00" in shown(app).splitlines()[1]
        assert "3 opens it" in shown(app)
        hand = Hand(pilot)
        await hand.press("3")
        await until(pilot, lambda: app.focused is screen.preview)
        assert "160.00" in shown(app) and "“she has stayed 23 times”" in shown(app)
        assert given(desk, talk.id) == []
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("part_of_bill", 16000, False)])
        assert approving.of_conversation(desk, talk.id)[0].state is ApprovalState.USED
        await until(pilot, lambda: "YES" not in shown(app))


async def test_a_yes_that_carries_less_by_now_says_so_and_what_it_carries_is_one_key_away(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    approving.answer_yes(beside(hotel_folder, clock), line.id)
    talking.wish(desk, talk.id, "the night back")
    for amount in ("260", "260", "260", "260"):  # the day's budget is used up but for 160.00
        opened = giving.open_gesture(desk, talk.id, "make_it_right", ask=amount, reason=WHY)
        assert isinstance(opened, Preview)
        giving.give(desk, opened.attempt)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await until(pilot, lambda: "YES" in row(app))
        hand = Hand(pilot)
        await hand.press("3")
        await until(pilot, lambda: app.focused is screen.ways)
        assert screen.ways.ways[0].amount_minor == 16000, "by the yes; alone it were 150.00"
        await hand.press("1")
        await until(pilot, lambda: app.focused is screen.preview and screen.preview.painted_at is not None)
        assert "160.00" in shown(app) and "Ilze · to 170.00" in shown(app)
        await hand.press("enter")
        await until(pilot, lambda: ("part_of_bill", 16000, False) in given(desk, talk.id))
    assert approving.of_conversation(desk, talk.id)[0].state is ApprovalState.USED


async def test_the_yes_reaches_whoever_asked_wherever_they_are_and_after_a_restart(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    _desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await looked(pilot)
        assert re.search(r"YOU ASKED\n.*asked +14:42 +Kristīne.*Part of the bill 170.00 +lead", shown(app))
        await pilot.press("f6")
        await looked(pilot)
        approving.answer_yes(beside(hotel_folder, clock), line.id)
        await looked(pilot)
        assert "✓ YES · Ilze · F2" in shown(app).splitlines()[0]
        await pilot.press("f2")
        await uidesk.ready(pilot)
        assert isinstance(app.screen, StartScreen)
        assert re.search(r"▸ ✓ YES +15:12 +Kristīne", shown(app))
    again = uidesk.app_on(hotel_folder, clock)
    async with again.run_test(size=(60, 20)) as pilot:
        await looked(pilot)
        first = shown(again).splitlines()[0]
        assert "✓ YES" in first and "F2" in first and "14:32" in first and len(first) <= 60
        await pilot.press("enter")
        await uidesk.ready(pilot)
        assert isinstance(again.screen, DeskScreen)
        await until(pilot, lambda: "YES" in row(again))


async def test_something_else_stands_in_the_leads_words_and_is_one_key_away(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    hostile = "the [b]suite[/b] [@click=app.quit]x[/] tonight"
    first = asked(hotel_folder, clock, talk.id)
    approving.answer_other(beside(hotel_folder, clock), first.id, hostile, gesture="luggage")
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await until(pilot, lambda: app.focused is screen.ways)
        assert f"Ilze offers instead: {hostile}" in shown(app)
        assert "INSTEAD" not in shown(app) and screen.ways.ways[0].label == "Luggage and lounge"
        hand = Hand(pilot)
        hand.at = 0.0
        await hand.press("1", gap=0.0)
        assert app.focused is screen.ways, "a panel that opened by itself takes no key for a moment"
        await hand.press("escape", "2")
        await until(pilot, lambda: given(desk, talk.id) == [("free_drink", 800, False)])
        await until(pilot, lambda: "offers instead" not in shown(app))


async def test_what_was_offered_in_words_alone_is_done_by_its_key_and_noted(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    approving.answer_other(beside(hotel_folder, clock), line.id, "the suite tonight")
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await until(pilot, lambda: app.focused is screen.ways)
        assert screen.ways.ways[0].label == "We do this: the suite tonight"
        await Hand(pilot).press("escape", "3", "1")
        await until(pilot, lambda: "INSTEAD" not in shown(app) and app.focused is screen.bar)
        assert standing.unsettled(desk, talk.id) == ()


async def test_no_answer_in_time_falls_back_by_itself_to_what_fits_and_a_promise(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    """Scenario 000-5: what fits plus a promise; in the conversation the panel opens, never under somebody's hands."""
    desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await looked(pilot)
        hand = Hand(pilot)
        await hand.press("f3")
        assert screen.writing
        clock.at = line.expires_at
        await looked(pilot)
        assert screen.panel is None and screen.writing, "it does not open under somebody who is writing"
        assert "unanswered at 14:42" in shown(app).splitlines()[1]
        await hand.press("escape")
        await until(pilot, lambda: app.focused is screen.ways)
        text = shown(app)
        assert "Nobody answered by 14:42" in text and not BARE.search(text), text
        assert screen.ways.ways[0].amount_minor == 15000
        promise = next(at for at, each in enumerate(screen.ways.ways, 1) if "Promise" in each.label)
        await hand.press(str(promise))
        await until(pilot, lambda: screen.panel is screen.promising)
        await hand.press("1")
        await until(pilot, lambda: "promised: Part of the bill 170.00" in shown(app))
        await until(pilot, lambda: "unanswered" not in shown(app))
    assert talking.view(desk, talk.id).promises


async def test_what_lapsed_while_somebody_was_elsewhere_waits_for_them(hotel_folder: Path, clock: uidesk.Clock) -> None:
    _desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await looked(pilot)
        clock.at = line.expires_at
        await looked(pilot)
        assert "unanswered · F2" in shown(app).splitlines()[0]
        await pilot.press("enter")
        await uidesk.ready(pilot)
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        await until(pilot, lambda: app.focused is screen.ways)
        assert screen.ways.ways[0].amount_minor == 15000


async def test_settled_is_what_was_given_or_promised_since(hotel_folder: Path, clock: uidesk.Clock) -> None:
    desk, talk = heard(hotel_folder)
    desk = beside(hotel_folder, clock, "Anna")
    line = asked(hotel_folder, clock, talk.id)
    clock.at += timedelta(minutes=1)
    promising.promise(desk, talk.id, "an answer", clock.at + timedelta(hours=2))
    assert [each.id for each in standing.unsettled(desk, talk.id)] == [line.id], "it still waits"
    clock.at = line.expires_at
    assert standing.unsettled(desk, talk.id) == (), "a promise was made meanwhile: nobody is in the dark"
    second = asked(hotel_folder, clock, talk.id, "165")
    approving.answer_other(beside(hotel_folder, clock), second.id, "a bath")
    assert [each.id for each in standing.standing(desk).mine] == [second.id]
    clock.at += timedelta(minutes=1)
    opened = giving.open_gesture(desk, talk.id, "luggage")
    assert isinstance(opened, Preview)
    giving.give(desk, opened.attempt)
    assert standing.unsettled(desk, talk.id) == ()


# --- answering ----------------------------------------------------------------------------------------------


async def to_the_question(pilot: Pilot[Any], key: str = "y") -> ApprovalScreen:
    await looked(pilot)
    await pilot.press("f6")
    await uidesk.ready(pilot)
    await pilot.press(key)
    await uidesk.ready(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, ApprovalScreen)
    await until(pilot, lambda: screen.keys._painted_at is not None)
    return screen


def lead_app(folder: Path, clock: uidesk.Clock) -> DeskApp:
    return DeskApp(lambda: beside(folder, clock))


async def test_the_lead_is_told_on_every_screen_and_says_yes_to_part_of_it(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    app = lead_app(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await looked(pilot)
        assert "F6" not in shown(app).splitlines()[0]
        line = asked(hotel_folder, clock, talk.id)
        await looked(pilot)
        assert "⚑ 1 waits for a yes · F6" in shown(app).splitlines()[0]
        screen = await to_the_question(pilot)
        assert "waits for a yes · F6" not in shown(app), "the day itself says it"
        text = shown(app)
        for said in (
            "Kristīne",
            "The heating is dead",
            "Anna: Part of the bill 170.00",
            WHY,
            "150.00 alone",
            "all of it",
        ):
            assert said in text, said
        hand = Hand(pilot)
        await hand.press("1")
        await hand.press("6", "5", gap=0.2)
        assert screen.amount.value == "165" and "yes, to 165" in shown(app)
        await hand.press("enter")
        await until(pilot, lambda: "Only this once, or should the guidelines change?" in shown(app))
        assert approving.of_conversation(desk, talk.id)[0].approved == "165.00", "the desk need not wait for the rest"
        await hand.press("2")
        await until(pilot, lambda: not isinstance(app.screen, ApprovalScreen))
    (idea,) = [each for each in ideas.owed(desk) if each.author == "Ilze"]
    assert idea.gesture == "part_of_bill" and "165.00" in idea.text
    approving.should_change(beside(hotel_folder, clock), line.id)
    assert len([each for each in ideas.owed(desk) if each.author == "Ilze"]) == 1


async def test_bursts_held_keys_pastes_and_an_early_enter_answer_nothing(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    asked(hotel_folder, clock, talk.id)
    app = lead_app(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_the_question(pilot)
        hand = Hand(pilot, at=(screen.keys._painted_at or 0.0) + 0.05)
        event = events.Key("enter", "\r")
        event.time = (screen.keys._painted_at or 0.0) + 0.1
        screen.guard._last = None
        app.post_message(event)
        await settled(pilot)
        await hand.burst("1", "6", "0", "enter")
        assert "several keys at once" in shown(app)
        await hand.burst("o", "enter")
        app.post_message(events.Paste("160\n"))
        await settled(pilot)
        assert "pasted text answers nothing" in shown(app)
        await hand.press("9")
        for _ in range(10):
            await hand.press("9", gap=0.04)
        assert screen.amount.value == "9" * len(screen.amount.value), "figures in a field are text"
        await hand.press("escape")
        assert approving.of_conversation(desk, talk.id)[0].state is ApprovalState.WAITING


async def test_more_than_the_lead_can_give_is_answered_with_what_fits(hotel_folder: Path, clock: uidesk.Clock) -> None:
    desk, talk = heard(hotel_folder)
    talking.wish(desk, talk.id, "the trip back")
    asker = beside(hotel_folder, clock, "Anna")
    line = approving.ask(asker, talk.id, "make_it_right", "900", WHY)
    assert isinstance(line, ApprovalLine)
    for _each in range(2):  # the day's budget is used up meanwhile
        opened = giving.open_gesture(asker, talk.id, "make_it_right", ask="250", reason=WHY)
        assert isinstance(opened, Preview)
        giving.give(asker, opened.attempt)
    app = lead_app(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await to_the_question(pilot)
        assert screen.line.fits and screen.amount.value == screen.line.fits, "what fits stands in the field"
        screen.amount.value = "900"
        hand = Hand(pilot)
        await hand.press("enter")
        await until(pilot, lambda: "Enter says yes to" in shown(app))
        assert approving.of_conversation(desk, talk.id)[0].state is ApprovalState.WAITING
        await hand.press("enter")
        await until(pilot, lambda: approving.of_conversation(desk, talk.id)[0].state is ApprovalState.YES)


async def test_something_else_needs_words_or_a_gesture(hotel_folder: Path, clock: uidesk.Clock) -> None:
    desk, talk = heard(hotel_folder)
    asked(hotel_folder, clock, talk.id)
    app = lead_app(hotel_folder, clock)
    async with app.run_test(size=(60, 18)) as pilot:
        screen = await to_the_question(pilot, "щ")
        await until(pilot, lambda: bool(screen.instead.ways))
        hand = Hand(pilot)
        await hand.press("enter")
        await until(pilot, lambda: "what is possible instead?" in shown(app))
        await hand.press("escape", "2", "enter")
        await until(pilot, lambda: approving.of_conversation(desk, talk.id)[0].state is ApprovalState.OTHER)
    (line,) = approving.of_conversation(desk, talk.id)
    assert (line.alternative_gesture, line.answered_by) == ("make_it_right", "Ilze")
    assert line.alternative == "Make it right 50.00", "with its amount"


async def test_what_somebody_else_answered_meanwhile_is_said_in_the_question(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    _desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    app = lead_app(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_the_question(pilot)
        approving.withdraw(beside(hotel_folder, clock, "Anna"), line.id)
        await Hand(pilot).press("enter")
        await until(pilot, lambda: "This was withdrawn" in shown(app))
        assert working.saved(app) is working.Saved.SAVED


# --- on the spot --------------------------------------------------------------------------------------------


async def test_the_lead_answers_at_the_askers_desk_with_a_code_and_the_preview_opens(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    staffing.add(desk, "Otto", "lead")
    pins.set_pin(desk, "Ilze", CODE)
    asked(hotel_folder, clock, talk.id)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await looked(pilot)
        hand = Hand(pilot)
        await hand.press("д")
        await until(pilot, lambda: isinstance(app.screen, LeadHereScreen))
        assert "Code of Ilze" in shown(app) and "Without a code yet: Otto" in shown(app)
        for wrong in ("314159", "12ab34"):
            await hand.write(wrong)
            assert wrong not in shown(app)
            await hand.press("enter")
        await until(pilot, lambda: "six digits" in shown(app))
        app.screen.query_one("#code").value = ""  # type: ignore[attr-defined]  # an Input
        await hand.write(CODE)
        await hand.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ApprovalScreen))
        await until(pilot, lambda: app.screen.keys._painted_at is not None)  # type: ignore[attr-defined]  # its keys
        await hand.press("enter")
        await until(pilot, lambda: "Only this once" in shown(app))
        await until(pilot, lambda: app.screen.keys._painted_at is not None)  # type: ignore[attr-defined]  # deaf till then
        await hand.press("1")
        await until(pilot, lambda: app.focused is screen.preview)
        assert "Ilze · to 170.00" in shown(app)
        await until(pilot, lambda: screen.preview.painted_at is not None)
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("part_of_bill", 17000, False)])
        assert app.desk is not None and app.desk.person.name == "Anna"


async def test_without_any_code_it_says_how_to_set_one_and_waits_on(hotel_folder: Path, clock: uidesk.Clock) -> None:
    desk, talk = heard(hotel_folder)
    asked(hotel_folder, clock, talk.id)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        await looked(pilot)
        hand = Hand(pilot)
        await hand.press("l")
        await until(pilot, lambda: isinstance(app.screen, LeadHereScreen))
        assert "Without a code yet: Ilze" in shown(app) and "frontdesk staff pin" in shown(app)
        await hand.press("escape")
        assert approving.of_conversation(desk, talk.id)[0].state is ApprovalState.WAITING


def test_nobody_is_offered_to_answer_their_own(hotel_folder: Path, clock: uidesk.Clock) -> None:
    desk, talk = heard(hotel_folder)
    for name in ("Otto", "Ilze"):
        if name == "Otto":
            staffing.add(desk, name, "lead")
        pins.set_pin(as_person(desk, name), name, CODE)
    line = asked(hotel_folder, clock, talk.id)
    assert standing.answerers(desk, line.id).with_code == ("Ilze", "Otto")
    assert standing.answerers(as_person(desk, "Ilze"), line.id).with_code == ("Otto",)
    assert standing.answerers(as_person(desk, "Jānis"), line.id).with_code == ("Ilze", "Otto")


# --- authority given ahead ----------------------------------------------------------------------------------


async def test_a_lead_gives_ahead_from_the_day_and_the_desk_sees_and_uses_it(
    hotel_folder: Path, clock: uidesk.Clock
) -> None:
    desk, talk = heard(hotel_folder)
    app = lead_app(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await looked(pilot)
        await pilot.press("f6")
        await uidesk.ready(pilot)
        assert "g ahead" in shown(app).splitlines()[-1]
        await pilot.press("п")
        await uidesk.ready(pilot)
        assert isinstance(app.screen, GrantScreen)
        hand = Hand(pilot)
        for key in ("1", "3"):  # part of the bill, for the first by name
            await until(pilot, lambda: app.screen.query_one("#grant-lines")._painted_at is not None)  # type: ignore[attr-defined]  # our rows
            await hand.press(key)
        await until(pilot, lambda: app.focused is app.screen.query_one("#up-to"))
        await hand.write("175")
        await hand.press("tab")
        await hand.write("2")
        await hand.press("tab")
        await hand.write("20:00")
        await hand.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, GrantScreen))
    (grant,) = granting.open_grants(beside(hotel_folder, clock))
    assert (grant.for_whom, grant.up_to, grant.left) == ("Anna", "175.00", 2)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        assert "to 175.00" in row(app) and "Ilze gave ahead: 2 times, until 20:00" in row(app)
        assert "g ahead" not in shown(app)
        hand = Hand(pilot)
        await hand.press("3")
        await hand.write("170")
        await hand.press("enter")
        await hand.write(WHY)
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.preview)
        assert "Ilze gave ahead: to 175.00, 2 times, until 20:00" in shown(app)
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) == [("part_of_bill", 17000, False)])
        await until(pilot, lambda: "1 time, until 20:00" in row(app))


# --- an idle desk -------------------------------------------------------------------------------------------


async def test_the_database_is_read_only_when_a_desk_wrote_or_the_clock_ended_something(
    hotel_folder: Path, clock: uidesk.Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    _desk, talk = heard(hotel_folder)
    line = asked(hotel_folder, clock, talk.id)
    reads: list[str | None] = []
    real = standing.standing

    def counted(desk: Desk, conversation: str | None = None) -> standing.Standing:
        reads.append(conversation)
        return real(desk, conversation)

    monkeypatch.setattr(standing, "standing", counted)
    app = uidesk.app_on(hotel_folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await read_while_nobody_wrote(pilot, reads) == 0
        before = len(reads)
        clock.at = line.expires_at
        await looked(pilot)
        assert len(reads) > before
        assert await read_while_nobody_wrote(pilot, reads) == 0


async def read_while_nobody_wrote(pilot: Pilot[Any], reads: list[str | None]) -> int:
    """How often five looks read, of which none found that something was written (a session, a backup, a head)."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    for _ in range(20):
        await looked(pilot)
        assert app.desk is not None
        stamp = leading.stamp(app.desk)
        await looked(pilot)
        await looked(pilot)
        before = len(reads)
        for _ in range(5):
            await looked(pilot)
        if leading.stamp(app.desk) == stamp:
            return len(reads) - before
    raise AssertionError("somebody writes all the time")
