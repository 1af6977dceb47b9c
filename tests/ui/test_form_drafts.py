"""What is typed in a form that keeps nothing before its end: a dropped line goes on where it stopped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import desk_driving
import uidesk
from desk_driving import Hand, shown, until
from textual.pilot import Pilot
from uidesk import Clock, app_on

from frontdesk.desk.conversations import drafting
from frontdesk.desk.learning import ideas, reviewing, storytelling
from frontdesk.desk.learning.learning_views import IdeaState
from frontdesk.desk.opening import open_desk
from frontdesk.desk.people import staffing
from frontdesk.ground import errors
from frontdesk.store.transaction import reading
from frontdesk.ui.app import DeskApp
from frontdesk.ui.screens.day_lists import ListScreen
from frontdesk.ui.screens.help import HelpScreen
from frontdesk.ui.screens.idea import IdeaScreen
from frontdesk.ui.screens.idea_sheet import IdeaSheet
from frontdesk.ui.screens.review import ReviewSheet
from frontdesk.ui.screens.review_begin import ReviewBeginScreen
from frontdesk.ui.screens.story import StoryScreen


async def at_once(app: DeskApp, pilot: Pilot[Any], form: type[Any], hand: Hand, keys: Sequence[str]) -> Any:
    """Press the keys until that form is in front and has looked for its draft."""
    await hand.press(*keys)
    await until(pilot, lambda: isinstance(app.screen, form))
    await until(pilot, lambda: app.screen._draft is not None)
    return app.screen


def drafts(folder: Path) -> list[tuple[str, ...]]:
    desk = uidesk.opened(folder)
    with reading(desk.store) as connection:
        found = connection.execute("SELECT form, words_json FROM drafts ORDER BY form").fetchall()
    desk.store.close()
    return [tuple(row) for row in found]


async def test_a_story_an_idea_and_a_review_are_there_again_after_the_line_dropped(folder: Path) -> None:
    """Each form is left in the middle of a word by a hang-up; the same key goes on in it; kept, it is no draft."""
    desk_driving.hotel(folder)
    desk, talk = desk_driving.heard(folder)
    typed = ((StoryScreen, ("s", "2"), "You saw it com"), (IdeaScreen, ("f12",), "let us lend blank"))
    for form, keys, words in typed:
        app = app_on(folder, Clock())
        async with app.run_test(size=(80, 24)) as pilot:
            hand = Hand(pilot)
            await desk_driving.on_screen(pilot, talk.id)
            await hand.press("f4")
            await at_once(app, pilot, form, hand, keys[:1])
            await hand.press(*keys[1:])
            await hand.write(words)
            app._hung_up(errors.DONE)
            await until(pilot, lambda app=app: app._exit)
    assert [each[0] for each in drafts(folder)] == ["idea", "story"]

    app = app_on(folder, Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await desk_driving.on_screen(pilot, talk.id)
        await hand.press("f4")
        story = await at_once(app, pilot, StoryScreen, hand, ("s",))
        await until(pilot, lambda: app.focused is story.words)
        assert "2 ✓ foreseen" in shown(app) and "as it stood when you left" in shown(app)
        await hand.write("ing")
        await hand.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        assert "A story of this conversation" in shown(app), "F1 works over a form"
        await hand.press("f1", "enter", "enter")
        await until(pilot, lambda: app.screen is not story)
        idea = await at_once(app, pilot, IdeaScreen, hand, ("f12",))
        assert idea.line.value == "let us lend blank"
        await hand.press("escape")
        assert app.screen is idea, "words are not lost with one Esc"
        await hand.write("e")
        await hand.press("escape")
        assert app.screen is idea, "newer words are warned about again"
        await hand.press("escape")
        await until(pilot, lambda: app.screen is not idea)
        await desk_driving.settled(pilot)
    assert [each.words for each in storytelling.stories_in(desk, talk.id)] == ["You saw it coming"]
    assert ideas.owed(desk) == ()
    assert drafts(folder) == [], "kept, or left for good"
    desk.store.close()


async def go_on(app: DeskApp, pilot: Pilot[Any], hand: Hand, form: Any) -> None:
    """The form as it was left; it is kept, and the first step of the answer is begun."""
    assert (form.kind.words, form.source.value, form.words.text) == ("letter", "by post", "Dear all,\n\nit was")
    await until(pilot, lambda: app.focused is form.words)
    await hand.write(" cold")
    await hand.press("enter", "enter")
    await until(pilot, lambda: isinstance(app.screen, ReviewSheet))
    await until(pilot, lambda: getattr(app.screen, "_draft", None) is not None)
    await hand.press("enter")
    await hand.write("I am so")


async def test_a_review_that_is_being_entered_and_the_step_that_is_being_written_come_back(folder: Path) -> None:
    for _drop in range(2):
        app = app_on(folder, Clock())
        async with app.run_test(size=(80, 24)) as pilot:
            hand = Hand(pilot)
            await uidesk.ready(pilot)
            form = await at_once(app, pilot, ReviewBeginScreen, hand, ("f8",))
            if form.source.value:
                await go_on(app, pilot, hand, form)
            else:
                await hand.press("2")
                await hand.write("by post")
                await hand.press("enter")
                form.words.load_text("Dear all,\n\nit was")
            app._hung_up(errors.DONE)
            await until(pilot, lambda app=app: app._exit)
    desk = uidesk.opened(folder)
    (owed,) = reviewing.owed(desk)
    assert owed.words == "Dear all,\n\nit was cold"
    assert drafting.draft(desk, "review") == {}
    assert drafting.draft(desk, "review_step", owed.id) == {"step": "apology", "text": "I am so"}
    app = app_on(folder, Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await uidesk.ready(pilot)
        app.open_conversation(owed.id)
        await until(pilot, lambda: isinstance(app.screen, ReviewSheet))
        sheet = app.screen
        assert isinstance(sheet, ReviewSheet)
        await until(pilot, lambda: app.focused is sheet.field)
        await hand.write("rry")
        await hand.press("enter")
        await until(pilot, lambda: "“I am sorry”" in shown(app))
        await desk_driving.settled(pilot)
    assert drafts(folder) == []
    desk.store.close()


async def test_an_answer_to_an_idea_goes_on_as_the_answer_it_was(folder: Path) -> None:
    """Later, in 30 days, in the middle of a word: after the line dropped it is still that."""
    desk_driving.hotel(folder)
    desk = uidesk.opened(folder)
    staffing.add(desk, "Ilze", "lead")
    idea = ideas.propose(desk, "a heater in every cupboard")
    said = "after the sea"
    for _drop in range(2):
        app = DeskApp(lambda: open_desk(folder, staff="Ilze", clock=Clock()))
        async with app.run_test(size=(80, 24)) as pilot:
            hand = Hand(pilot)
            await uidesk.ready(pilot)
            await hand.press("f6", "a")
            await until(pilot, lambda app=app: isinstance(app.screen, ListScreen))
            await hand.press("enter")
            await until(pilot, lambda app=app: getattr(app.screen, "_draft", None) is not None)
            sheet = app.screen
            assert isinstance(sheet, IdeaSheet)
            if said == "after the sea":
                await hand.press("3", "2")
                await until(pilot, lambda sheet=sheet: sheet.line.display)
                assert "later, by Mon 21 Dec: one sentence" in shown(app)
            if said == "son":
                await until(pilot, lambda app=app: "later: as it stood" in shown(app))
            await hand.write(said)
            if said == "son":
                await hand.press("enter")
                await until(pilot, lambda app=app, sheet=sheet: app.screen is not sheet)
            said = "son"
            app._hung_up(errors.DONE)
            await until(pilot, lambda app=app: app._exit)
    answered = ideas.idea(desk, idea.id)
    assert (answered.state, answered.answer_text) == (IdeaState.LATER, "after the season")
    assert answered.answer_due_on.isoformat() == "2026-12-21"
    desk.store.close()
