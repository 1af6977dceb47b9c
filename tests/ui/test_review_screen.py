"""A review: its words are kept, it is read before anything is given, and the answer is a person's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import uidesk
from desk_driving import Hand, shown, until
from uidesk import Clock, app_on

from frontdesk.desk.conversations import talking
from frontdesk.desk.learning import reviewing
from frontdesk.ui.screens.desk import DeskScreen
from frontdesk.ui.screens.review import ReviewSheet
from frontdesk.ui.screens.review_begin import ReviewBeginScreen

WORDS = "A cold room and nobody came. [/b] Never again."


async def test_002_11_a_review_goes_through_its_steps_to_an_answer_and_nothing_leaves_it_out(folder: Path) -> None:
    """F8 enters it; apology, what happened, what they ask for; F4 to the gestures; the answer and where it stands."""
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(pilot)
        await uidesk.ready(pilot)
        await hand.press("f8")
        await until(pilot, lambda: isinstance(app.screen, ReviewBeginScreen))
        await hand.press("1")
        form = app.screen
        assert isinstance(form, ReviewBeginScreen)
        await until(pilot, lambda: app.focused is form.source)
        await hand.write("travel site")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is form.words)
        form.words.load_text(WORDS)
        await hand.press("enter")
        await until(pilot, lambda: app.focused is form.due)
        await hand.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewSheet))
        (owed,) = reviewing.owed(desk)
        assert (owed.words, owed.answer_due_at) == (WORDS, clock.at + timedelta(hours=24))
        assert WORDS in shown(app) and "answer owed by" in shown(app)
        assert not any(word in shown(app).casefold() for word in ("delete", "ignore", "template"))

        sheet = app.screen
        assert isinstance(sheet, ReviewSheet)
        for text, step in (
            ("I am sorry", "✓ Apology"),
            ("the boiler", "✓ What happened"),
            ("a night", "✓ I have read"),
        ):
            await hand.press("enter")
            await until(pilot, lambda: app.focused is sheet.field)
            assert sheet.field.text == "", "no text is inserted"
            await hand.write(text)
            await hand.press("enter")
            await until(pilot, lambda step=step: step in shown(app))
        await hand.press("f4")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        room = app.screen
        assert isinstance(room, DeskScreen)
        await until(pilot, lambda: app.focused is room.bar)
        assert room.steps.request.text == "a night"

        await hand.press("r")
        await until(pilot, lambda: isinstance(app.screen, ReviewSheet))
        again = app.screen
        assert isinstance(again, ReviewSheet)
        await hand.press("end", "enter")
        await until(pilot, lambda: app.focused is again.field)
        await hand.write("We paid it back")
        await hand.press("enter")
        await until(pilot, lambda: app.focused is again.place)
        await hand.write("there")
        await hand.press("enter")
        await until(pilot, lambda: "answered Sat 21 Nov 14:32 by Anna" in shown(app))
    (line,) = reviewing.everything(desk)
    assert (line.answer, line.place, line.words) == ("We paid it back", "there", WORDS)
    assert reviewing.owed(desk) == () and talking.view(desk, line.id).request == "a night"
    desk.store.close()
