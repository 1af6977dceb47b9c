"""Looking back from the day: how it was settled, what was bent and what recurs, counted only when somebody looks."""

from __future__ import annotations

from pathlib import Path

import uidesk
from uidesk import Clock, app_on, drawn, ready

from frontdesk.desk.conversations import talking
from frontdesk.desk.day import leading
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.learning import ideas
from frontdesk.desk.views import Given, Preview
from frontdesk.ui.screens.day import DayScreen
from frontdesk.ui.screens.day_looking_back import LookingBackScreen
from frontdesk.ui.screens.idea import IdeaScreen

RULES = """\
frontdesk: 1
business: {name: Shop, currency: EUR, timezone: Europe/Riga, day_starts: "06:00", languages: [en]}
roles: [staff, lead]
facts:
  order_age_days: {type: number, from: asked, label: "How old is the order (days)?"}
situations:
  late: {label: Late, first: [drink]}
gestures:
  drink: {label: Free drink, kind: item, amount: 8.00}
  make_it_right:
    label: Make it right
    kind: open
    amount: {from: 5.00, to: 300.00, usual: 50.00}
  return_it:
    label: Return of goods
    amount: 20.00
    when: {order_age_days: {at_most: 30}}
    bend: {by: staff, when: {order_age_days: {at_most: 45}}}
"""


def settled(desk: Desk, gesture: str, *, age: str = "", ask: str | None = None) -> None:
    """A conversation that was settled by a gesture and closed."""
    talk = talking.start(desk, situation="late")
    talking.hear(desk, talk.id, "it is not what I ordered")
    if age:
        talking.answer(desk, talk.id, "order_age_days", age)
    opened = giving.open_gesture(desk, talk.id, gesture, ask=ask, reason="I was ill yesterday", answers={})
    assert isinstance(opened, Preview), opened
    assert isinstance(giving.give(desk, opened.attempt), Given)
    talking.close(desk, talk.id, nothing_owed=True)


async def test_004_4_and_003_7_the_share_the_bend_and_the_judgement_that_recurs_become_ideas(folder: Path) -> None:
    (folder / "guidelines.yaml").write_text(RULES, encoding="utf-8")
    clock = Clock()
    desk = uidesk.opened(folder, clock)
    for _time in range(6):
        settled(desk, "drink")
    for _time in range(3):
        settled(desk, "make_it_right", ask="50")
    settled(desk, "return_it", age="31")
    app = app_on(folder, clock)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await pilot.press("f6")
        await ready(pilot)
        day = app.screen
        assert isinstance(day, DayScreen) and "BENT" not in day.owed.text
        await pilot.press("m")
        await ready(pilot)
        screen = app.screen
        assert isinstance(screen, LookingBackScreen)
        text = screen.rows.text
        assert "inside guidelines 60 %: fewer than 70 to 80" in text and "10 conversations" in drawn(app)
        assert "Return of goods" in text and "31, 1 outside" in text
        assert "without a complaint: 0 of 10 gestures (0 %)" in text
        assert "Make it right · Late" in text and "“I was ill yesterday”" in text
        screen.rows.mark("bend:return_it")
        await pilot.press("enter")
        await ready(pilot)
        assert isinstance(app.screen, IdeaScreen) and "about: Return of goods" in drawn(app)
        await pilot.press(*"45 days", "enter")
        await ready(pilot)
        assert app.screen is screen
        await pilot.press("left")
        await ready(pilot)
        assert "the last 7 days" in drawn(app)
        await pilot.press("right", "right", "right")
        await ready(pilot)
        assert "the month before" in drawn(app) and "no conversation was closed" in screen.rows.text
        await pilot.press("escape")
        assert app.screen is day
    (idea,) = ideas.owed(desk)
    assert idea.gesture == "return_it" and idea.entry_id is not None
    assert leading.day(desk).ideas == (idea,)
    desk.store.close()
