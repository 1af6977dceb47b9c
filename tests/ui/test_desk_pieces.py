"""The pieces of the conversation screen: columns of figures, digits of the bar, what stays in sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

import pytest
import uidesk
from desk_driving import GUIDELINES, Hand, begun, given, heard, hotel, on_screen, settled, shown, until
from rich.cells import cell_len
from textual import events
from textual._compositor import Compositor, LayoutUpdate

from frontdesk.authority.values import Decision, Outcome
from frontdesk.desk.conversations import talking
from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures import giving
from frontdesk.desk.promises import promising
from frontdesk.desk.views import Bar, BarLine, Given, Light, Preview, QueueKind, QueueLine
from frontdesk.ground.businessday import BusinessClock
from frontdesk.store.transaction import reading
from frontdesk.ui import times
from frontdesk.ui.widgets.figures import Figures, column, pair, shortened
from frontdesk.ui.widgets.gesture_bar import rows_of
from frontdesk.ui.widgets.key_line import KeyLine
from frontdesk.ui.widgets.queue import queue_row

FIGURES = Figures(2, BusinessClock(ZoneInfo("Europe/Riga"), time(6)))


@pytest.fixture
def hotel_folder(folder: Path) -> Path:
    hotel(folder)
    return folder


def line(gesture: str, key: int | None = None) -> BarLine:
    return BarLine(key, gesture, gesture, Light.CAN, "", "", "", False, Decision(gesture, Outcome.YES))


def test_amounts_stand_with_their_decimal_marks_in_one_column() -> None:
    lines = [FIGURES.column(amount, 10) for amount in ("8.00", "to 150.00", "-", "")]
    assert lines == ["      8.00", " to 150.00", "       -  ", "       -  "]
    assert {each.index(mark) for each, mark in zip(lines, "..--", strict=True)} == {7}


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("at most 540.00 paid", 19, "at most 540.00 paid"),
        ("at most 540.00 paid", 12, "at most…"),
        ("Room 412 until Mon", 7, "Room…"),
        ("Kristīne Bērziņa", 9, "Kristīne…"),
        ("Kristīne Bērziņa", 6, "Krist…"),
        ("张伟张伟", 5, "张伟…"),
    ],
)
def test_text_is_cut_at_the_cells_and_never_in_a_figure(text: str, cells: int, expected: str) -> None:
    assert shortened(text, cells) == expected
    assert cell_len(column(text, cells)) == cells


def test_the_right_end_of_a_pair_is_never_cut() -> None:
    left, right = pair("A very long label of an order", "1540.00", 16)
    assert (left + right).endswith(" 1540.00") and cell_len(left + right) == 16


def test_due_times_are_as_short_as_they_are_clear() -> None:
    now = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    assert FIGURES.due(datetime(2026, 11, 21, 14, 0, tzinfo=UTC), now) == "16:00"
    assert FIGURES.due(datetime(2026, 11, 22, 10, 0, tzinfo=UTC), now) == "tomorrow 12:00"
    assert FIGURES.due(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), now) == "24 Nov 12:00"
    assert FIGURES.day(date(2026, 10, 12)) == "12 Oct"


def test_a_digit_means_the_same_gesture_whatever_the_situation_puts_first() -> None:
    lines = (line("b"), line("a"), line("drink", 2), line("move", 1))
    first = {row.digit: row.line.gesture for row in rows_of(Bar(lines, (), True))[0]}
    other = {row.digit: row.line.gesture for row in rows_of(Bar(tuple(reversed(lines)), (), True))[0]}
    assert first == other == {"3": "a", "4": "b", "2": "drink", "1": "move"}


def test_more_than_nine_gestures_stand_on_further_pages() -> None:
    pages = rows_of(Bar(tuple(line(f"g{at:02}") for at in range(21)), (), True))
    assert [len(page) for page in pages] == [9, 9, 3]
    assert [row.digit for row in pages[2]] == ["1", "2", "3"]


async def test_zero_turns_the_page_and_the_digits_follow(hotel_folder: Path) -> None:
    more = "".join(f"  extra_{at}: {{label: Extra {at}, kind: item}}\n" for at in range(1, 7))
    (hotel_folder / "guidelines.yaml").write_text(GUIDELINES.replace("budgets:", more + "budgets:"), encoding="utf-8")
    _desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        assert "0 more" in shown(app)
        await hand.press("0", "1")
        await until(pilot, lambda: app.focused is screen.preview)
        assert "Extra 4" in shown(app)


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (120, 36)])
async def test_every_way_forward_is_in_sight_in_every_window(hotel_folder: Path, size: tuple[int, int]) -> None:
    _desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=size) as pilot:
        screen = await on_screen(pilot, talk.id)
        await Hand(pilot).press("5")
        await until(pilot, lambda: app.focused is screen.ways)
        text = shown(app)
        for at, way in enumerate(screen.ways.ways, 1):
            assert f" {at} {way.label[:12]}" in text


async def test_no_figure_of_a_gesture_is_seen_before_its_wish_was_asked(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        assert "300.00" not in shown(app)
        await hand.press("4")
        await until(pilot, lambda: screen.panel is screen.fields)
        assert "How much" not in shown(app) and "50.00" not in shown(app)
        await hand.press("enter")
        await until(pilot, lambda: "How much" in shown(app))
    assert talking.view(desk, talk.id).wish == ""


async def test_the_wish_has_the_focus_first_when_everything_needs_it(hotel_folder: Path) -> None:
    text = (
        GUIDELINES[: GUIDELINES.index("  free_drink:\n    key: 2")]
        + GUIDELINES[GUIDELINES.index("  make_it_right:\n") :]
    )
    text = text.replace("free_drink, part_of_bill, make_it_right", "make_it_right").replace(
        "first: [free_drink, part_of_bill]", "first: [make_it_right]"
    )
    (hotel_folder / "guidelines.yaml").write_text(text, encoding="utf-8")
    _desk, talk = begun(hotel_folder, request="It was our anniversary", situation="room_fault")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await Hand(pilot).press("enter", "enter")
        await until(pilot, lambda: screen.heard)
        assert app.focused is screen.steps.wish


async def test_function_keys_lead_out_of_every_field(hotel_folder: Path) -> None:
    _desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        assert app.focused is screen.steps.request
        await hand.press("f7")
        assert app.focused is screen.choices
        await hand.press("f3", "f6")
        assert app.screen is not screen


async def test_a_raw_paste_of_several_lines_stays_in_the_field(hotel_folder: Path) -> None:
    desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.burst(*"cold room", "enter", *"no heat", "enter")
        assert app.focused is screen.steps.request
        assert screen.steps.request.text == "cold room\nno heat\n"
        await hand.press("enter")
        assert app.focused is screen.readback
    assert talking.view(desk, talk.id).request == "cold room\nno heat"


async def test_a_conversation_of_nobody_finds_its_customer_where_a_limit_needs_one(hotel_folder: Path) -> None:
    desk = uidesk.opened(hotel_folder)
    talk = talking.start(desk, request="thirsty")
    talking.hear(desk, talk.id)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("2")
        await until(pilot, lambda: screen.panel is screen.fields)
        names = [field.name for field in screen.fields.needed.fields] if screen.fields.needed else []
        assert "scope:customer" in names
        await hand.write("berzina")
        await hand.press("enter")
        await until(pilot, lambda: "1 Kristīne" in shown(app))
        await hand.press("1")
        await until(pilot, lambda: talking.view(desk, talk.id).customer_name.startswith("Kristīne"))


def test_the_letters_that_act_are_the_same_key_on_cyrillic_layouts() -> None:
    from frontdesk.ui.keys import letter
    from frontdesk.ui.widgets.zone import LETTERS

    for latin in ("u", "w"):
        assert {each for each, means in LETTERS.items() if means == latin} == set(letter(latin).split(","))


async def test_a_refused_input_is_answered_and_nothing_counts_as_unsaved(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    talking.wish(desk, talk.id, "")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("4")
        await hand.write("a lot")
        await hand.press("enter")
        await hand.write("why")
        await hand.press("enter")
        await until(pilot, lambda: "is not an amount" in shown(app))
        assert "not saved" not in shown(app)
        await hand.press("escape", "f9", "1")
        await until(pilot, lambda: "Before the close" in shown(app))
        assert "✓ saved" in shown(app)


async def test_what_was_done_instead_is_noted_beside_the_block(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("5")
        await until(pilot, lambda: app.focused is screen.ways)
        await hand.press("1", "enter")
        await until(pilot, lambda: bool(talking.view(desk, talk.id).given))
        await until(pilot, lambda: instead(desk) == ["Luggage and lounge"])


def instead(desk: Desk) -> list[str | None]:
    with reading(desk.store) as connection:
        return [row[0] for row in connection.execute("SELECT done_instead FROM blocks").fetchall()]


async def test_a_click_that_only_brings_the_focus_is_not_the_customers_yes(hotel_folder: Path) -> None:
    desk, talk = begun(hotel_folder, request="cold")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        assert app.focused is screen.steps.request
        await pilot.click("#readback", offset=(5, 1))
        await until(pilot, lambda: app.focused is screen.readback)
        assert not screen.heard
    assert talking.view(desk, talk.id).heard == "not_yet"


async def test_a_button_that_is_held_down_while_the_focus_comes_is_not_the_customers_yes(hotel_folder: Path) -> None:
    """A slow hand or a busy machine: the click ends long after the focus came, and was meant for what stood before."""
    desk, talk = begun(hotel_folder, request="cold")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await pilot.mouse_down("#readback", offset=(5, 1))
        await until(pilot, lambda: app.focused is screen.readback)
        for says in ("not_yet", "agreed"):  # the next press is made on what can be read
            late = events.Click(screen.readback, 5, 1, 0, 0, 1, False, False, False)
            late.time += 5
            screen.readback.post_message(late)
            await settled(pilot)
            assert talking.view(desk, talk.id).heard == says
            screen.readback._focused_at = 0.0
            await pilot.mouse_down("#readback", offset=(5, 1))


async def test_an_enter_that_comes_with_the_one_of_the_request_is_not_the_customers_yes(hotel_folder: Path) -> None:
    """Two Enters in a row: nobody was asked in between."""
    desk, talk = begun(hotel_folder, request="cold")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        await hand.press("enter")
        await until(pilot, lambda: app.focused is screen.readback)
        hand.at = monotonic() + 5
        for early, says in ((0.1, "not_yet"), (0.4, "agreed")):
            screen.readback._focused_at = hand.at
            screen.guard.prime("enter", hand.at - 1)
            hand.send("enter", early)
            await settled(pilot)
            assert talking.view(desk, talk.id).heard == says


async def test_a_letter_and_a_moved_focus_send_only_what_changed(
    hotel_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole screen is ten kilobytes on somebody's slow line; Textual sends one for each of these by itself."""
    whole: list[object] = []
    render = Compositor.render_full_update

    def counted(self: Compositor, simplify: bool = False) -> LayoutUpdate:
        whole.append(self)
        return render(self, simplify)

    _desk, talk = begun(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        hand = Hand(pilot)
        monkeypatch.setattr(Compositor, "render_full_update", counted)
        await hand.write("cold")
        screen.save_draft()
        await uidesk.ready(pilot)
        await hand.press("escape", "f3", "enter", "enter", "6", "escape", "tab")
        assert whole == []


async def test_the_keys_that_work_stand_on_the_last_line_and_can_be_clicked(hotel_folder: Path) -> None:
    _desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        last = shown(app).splitlines()[-1]
        assert last.startswith("1-9 gesture") and "F5 promise" in last
        await pilot.click(KeyLine, offset=(last.index("F5"), 0))
        await until(pilot, lambda: screen.panel is screen.promising)
        assert not shown(app).splitlines()[-1].startswith("1-9")
        await pilot.click(KeyLine, offset=(1, 0))


async def test_a_large_window_says_the_reason_below_each_gesture_and_a_click_still_finds_its_row(
    hotel_folder: Path,
) -> None:
    desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await on_screen(pilot, talk.id)
        drawn = shown(app).splitlines()
        at = next(number for number, line in enumerate(drawn) if "Free drink" in line and " 2 " in line)
        assert "Cheap and immediate." in drawn[at + 1]
        row = next(number for number, row in enumerate(screen.bar.rows) if row.line.gesture == "free_drink")
        await pilot.click("#bar", offset=(5, row * 2 + 1))
        await until(pilot, lambda: given(desk, talk.id) == [("free_drink", 800, False)])


async def test_the_card_says_what_was_taken_back_and_when_a_promise_is_due(hotel_folder: Path) -> None:
    desk, talk = heard(hotel_folder)
    promising.promise(desk, talk.id, "answer about late checkout", promising.parse_due(desk, "tomorrow 12:00"))
    attempt = giving.open_gesture(desk, talk.id, "free_drink")
    assert isinstance(attempt, Preview)
    drink = giving.give(desk, attempt.attempt)
    assert isinstance(drink, Given)
    giving.take_back(desk, drink.entry_id, "taken back at once")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        left = [each[: screen.card.region.right] for each in shown(app).splitlines()]
        assert any("due tomorrow 12:00" in each for each in left), left
        assert any("Free" in each and "taken back" in each and "8.00" not in each for each in left), left


async def test_every_moment_is_shown_in_the_smallest_window(hotel_folder: Path) -> None:
    path = hotel_folder / "guidelines.yaml"
    more = "".join(f"  s{at}: {{label: Moment {at}, ask: []}}\n" for at in range(3, 7))
    path.write_text(path.read_text("utf-8").replace("gestures:\n", more + "gestures:\n", 1), encoding="utf-8")
    _desk, talk = begun(hotel_folder, request="Cold")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(60, 20)) as pilot:
        screen = await on_screen(pilot, talk.id)
        assert not screen.desk.problems
        await Hand(pilot).press("enter")
        await until(pilot, lambda: app.focused is screen.readback)
        drawn = shown(app)
        assert all(f"Moment {at}" in drawn for at in range(3, 7)), drawn
        assert all(f" {at} " in drawn.split("What kind of moment")[1] for at in range(1, 7)), drawn


async def test_a_broken_file_is_said_without_moving_anything(hotel_folder: Path) -> None:
    _desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        before = shown(app).splitlines()
        path = hotel_folder / "guidelines.yaml"
        path.write_text(path.read_text("utf-8") + "xx: [\n", encoding="utf-8")
        app._look_at_guidelines()
        await until(pilot, lambda: "stays in force" in shown(app))
        after = shown(app).splitlines()
        assert after[2:-2] == before[2:-2]
        assert screen.bar.hidden == 0


async def test_a_line_about_another_gesture_does_not_stay_over_an_open_panel(hotel_folder: Path) -> None:
    _desk, talk = heard(hotel_folder)
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await on_screen(pilot, talk.id)
        for key, panel in (("f5", screen.promising), ("f9", screen.closing), ("f7", screen.choices)):
            screen.say("said before")
            await Hand(pilot).press(key)
            await until(pilot, lambda panel=panel: screen.panel is panel)
            assert "said before" not in shown(app)


def test_a_promise_of_this_night_is_shown_by_its_time(hotel_folder: Path) -> None:
    desk = uidesk.opened(hotel_folder)
    night = desk.now().replace(hour=23, minute=40)  # 01:40 in Riga, still the same business day
    assert times.short_words(desk, night) == "01:40"
    assert times.short_words(desk, night.replace(day=night.day + 1)) == "23 Nov"


async def test_the_smallest_window_hides_no_gesture_in_silence(hotel_folder: Path) -> None:
    _desk, talk = begun(hotel_folder, request="Cold")
    app = uidesk.app_on(hotel_folder)
    async with app.run_test(size=(60, 18)) as pilot:
        screen = await on_screen(pilot, talk.id)
        await Hand(pilot).press("enter", "enter")
        await until(pilot, lambda: app.focused is screen.bar)
        assert screen.bar.hidden
        await until(pilot, lambda: f"↓ {screen.bar.hidden} more" in shown(app))


def test_outside_their_hours_a_promise_says_from_when_and_no_column_moves(folder: Path) -> None:
    desk = uidesk.opened(folder)
    opens = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
    due = QueueLine(QueueKind.DUE, "p", "call about the boiler, every word of it", None, "Ieva", "Anna", opens, "c")
    for cells in (78, 118):
        plain, said = (
            queue_row(desk, each).make(cells).plain for each in (due, replace(due, fits_now=False, fits_from=opens))
        )
        assert "not before 17:00" in said and "not before" not in plain
        assert [said.index(each) for each in ("Ieva", "call", "Anna")] == [
            plain.index(each) for each in ("Ieva", "call", "Anna")
        ]
        assert cell_len(said) == cell_len(plain) == cells
    desk.store.close()
