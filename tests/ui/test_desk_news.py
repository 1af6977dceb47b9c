"""New guidelines while people work: they are said once, and nothing that was opened by older ones is given by them."""

from __future__ import annotations

from pathlib import Path

import pytest
import uidesk
from desk_driving import GUIDELINES, Hand, given, heard, hotel, on_screen, settled, shown, until

from frontdesk.desk.desk import Desk
from frontdesk.desk.rules import publishing
from frontdesk.guidelines.telling.differences import Difference
from frontdesk.ui.news import news_words
from frontdesk.ui.plain import width

SIX = ("up_to: 4 times", "up_to: 6 times")


@pytest.fixture
def hotel_folder(folder: Path) -> Path:
    hotel(folder)
    return folder


def publish(desk: Desk, *changes: tuple[str, str]) -> None:
    """Another terminal puts changed guidelines into force; the screen's desk knows nothing of it yet."""
    text = GUIDELINES
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = desk.folder / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    draft = publishing.drafted(path)
    assert draft.sound, draft.problems
    publishing.publish(desk, draft)


async def test_a_published_version_is_said_once_where_nothing_moves(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        before = shown(app).splitlines()
        publish(desk, SIX, ("amount: 30.00", "amount: 35.00"))
        app._look_at_guidelines()
        await until(pilot, lambda: "New guidelines since" in shown(app))
        after = shown(app).splitlines()
        said = next(line for line in after if "New guidelines" in line)
        assert said.strip() == "New guidelines since 14:32 · Free drink: 4 → 6 times per stay · 1 more"
        changed = [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
        assert "6 left this stay" in shown(app)
        assert len(changed) <= 3  # the notice and the lines whose figures changed
        await Hand(pilot).press("6", "escape")
        assert "New guidelines" not in shown(app)
        app._look_at_guidelines()
        await settled(pilot)
        assert "New guidelines" not in shown(app)
        assert screen.desk.in_force_number == 3


async def test_at_the_start_it_is_said_for_a_while_over_the_list(hotel_folder: Path) -> None:
    desk, _talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await uidesk.ready(pilot)
        publish(desk, SIX)
        app._look_at_guidelines()
        await settled(pilot)
        (said,) = app._notifications
        assert said.message == "New guidelines since 14:32 · Free drink: 4 → 6 times per stay"
        assert said.timeout < 60


async def test_an_open_preview_of_older_guidelines_is_opened_again_and_not_given(hotel_folder: Path) -> None:
    """The amount and the reason stay; what is possible now is shown; one more Enter gives it, once."""
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("3")
        await until(pilot, lambda: screen.panel is screen.fields)
        await hand.write("100")
        await hand.press("enter")
        await until(pilot, lambda: "Why, in one sentence" in shown(app))
        await hand.write("no heating")
        await hand.press("enter")
        await until(pilot, lambda: screen.panel is screen.preview)
        publish(desk, ("lead: 600.00}\n    judgement_above: 80.00", "lead: 600.00}\n    judgement_above: 60.00"))
        before = screen.preview.preview
        await hand.press("enter")
        await until(pilot, lambda: "this is what is possible now" in shown(app))
        await until(pilot, lambda: screen.preview.preview is not None and screen.preview.preview is not before)
        assert given(desk, talk.id) == []
        assert "the guidelines changed at 14:32 · this is what is possible now" in shown(app)
        assert "100.00" in shown(app)
        assert "no heating" in shown(app)
        await hand.press("enter")
        await until(pilot, lambda: given(desk, talk.id) != [])
        assert given(desk, talk.id) == [("part_of_bill", 10000, False)]


async def test_a_gesture_of_one_press_is_looked_at_first_when_the_guidelines_changed(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        publish(desk, ("amount: 8.00", "amount: 9.00"))
        await Hand(pilot).press("2")
        await until(pilot, lambda: screen.panel is screen.preview)
        assert given(desk, talk.id) == []
        assert "9.00" in shown(app)
        assert "the guidelines changed at 14:32" in shown(app)


async def test_a_limit_that_holds_from_now_on_shows_the_ways_forward(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("3")
        await until(pilot, lambda: screen.panel is screen.fields)
        await hand.write("70")
        await hand.press("enter")
        await until(pilot, lambda: screen.panel is screen.preview)
        publish(desk, ("authority: {staff: 150.00, lead: 600.00}", "authority: {staff: 50.00, lead: 600.00}"))
        await hand.press("enter")
        await until(pilot, lambda: screen.panel is screen.ways)
        assert given(desk, talk.id) == []
        assert "50.00" in shown(app)


async def test_reading_the_conversation_again_takes_the_new_guidelines_at_once(hotel_folder: Path) -> None:
    """Nothing has to be pressed: whatever is written in the conversation brings the bar up to date."""
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        publish(desk, SIX)
        screen.reload()
        await until(pilot, lambda: "6 left this stay" in shown(app))
        assert "New guidelines since" in shown(app)


async def test_a_file_that_cannot_be_replaced_is_said_in_one_line(hotel_folder: Path) -> None:
    """The file is a link to one beside which nothing can be made, as in a folder that may not be written."""
    desk, talk = heard(hotel_folder)
    whole = hotel_folder / ("g" * 250)
    (hotel_folder / "guidelines.yaml").rename(whole)
    (hotel_folder / "guidelines.yaml").symlink_to(whole)
    at = publishing.parse_moment(desk, "1 hour")
    assert at is not None
    publishing.publish(desk, publishing.drafted(_draft(hotel_folder)), at=at)
    app = uidesk.app_on(hotel_folder, uidesk.Clock(at))
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        assert "! guidelines.yaml is not version 3, which is in force (File name too long)." in shown(app)
        assert "6 left this stay" in shown(app)


def _draft(folder: Path) -> Path:
    path = folder / "draft.yaml"
    path.write_text(GUIDELINES.replace(*SIX), encoding="utf-8")
    return path


def test_the_news_fit_into_their_line_and_name_a_gesture_first(hotel_folder: Path) -> None:
    desk = uidesk.opened(hotel_folder)
    differences = (
        Difference("principle", "p", "Make it right", "", None, "", whole=True),
        Difference("gesture", "free_drink", "Free drink " + "and more " * 12, "", "4", "6 times per stay"),
        Difference("budget", "day", "day", "", "1", "2"),
    )
    for cells in (30, 44, 58, 78, 120):
        said = news_words(desk, differences, cells)
        assert width(said) <= cells
        assert said.startswith("New guidelines since")
        if cells >= 58:
            assert "Free drink" in said
            assert said.endswith("2 more")
    assert news_words(desk, (), 78).endswith("what may be given is the same")
