"""The steps beside a conversation are those of the guidelines, in their order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import uidesk
from desk_driving import GUIDELINES, Hand, heard, hotel, on_screen, shown, until

from frontdesk.ui.widgets.steps import StepLine

STEPS = "\nconversation: {steps: [request, heard, next, solution]}\n"


def lines(app: Any) -> list[str]:
    """The steps that are shown, from top to bottom."""
    return [each.step for each in app.screen.query(StepLine) if each.display]


async def test_every_step_stands_in_the_order_of_the_language_when_the_file_says_nothing(folder: Path) -> None:
    hotel(folder)
    _desk, talk = heard(folder)
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        assert lines(app) == ["moment", "request", "heard", "wish", "solution", "next", "close"]


async def test_the_file_s_steps_stand_in_its_order_and_what_it_leaves_out_comes_when_it_is_asked_for(
    folder: Path,
) -> None:
    hotel(folder)
    (folder / "guidelines.yaml").write_text(GUIDELINES + STEPS, encoding="utf-8")
    desk, talk = heard(folder)
    assert not desk.problems, [str(problem) for problem in desk.problems]
    app = uidesk.app_on(folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        assert lines(app) == ["request", "heard", "next", "solution", "close"]
        assert "What would make it right?" not in shown(app)
        hand = Hand(pilot)
        await hand.press("f3")
        await until(pilot, lambda: screen.steps.request.has_focus)
        await hand.press("f4")
        await until(pilot, lambda: screen.bar.has_focus)
        await hand.press("w")
        await until(pilot, lambda: screen.steps.wish.has_focus and "What would make it right?" in shown(app))
