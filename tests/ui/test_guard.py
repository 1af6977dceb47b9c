"""The burst guard, by tables of keys and the times at which their bytes were parsed."""

from __future__ import annotations

import pytest

from frontdesk.ui.guard import HOLD_SECONDS, PREVIEW_SECONDS, SETTLE_SECONDS, Guard, Verdict, counted, too_early

HOLD, BURST, DEAF, REPEAT = Verdict.HOLD, Verdict.BURST, Verdict.DEAF, Verdict.REPEAT


def acting(keys: list[tuple[str, float]]) -> list[str]:
    guard = Guard()
    presses = [guard.arrive(key, at) for key, at in keys]
    return [press.key for press in presses if press.may_act]


@pytest.mark.parametrize(
    ("keys", "act"),
    [
        ([("1", 0.0)], ["1"]),
        ([("1", 0.0), ("2", 0.0001)], []),
        ([("1", 0.0), ("enter", 0.029)], []),
        ([("1", 0.0), ("enter", 0.031)], ["1", "enter"]),
        ([("1", 0.0), ("a", 0.02)], []),
        # A burst with a straggler: a paste has gaps of up to 55 ms, so a lone digit in it stays ignored.
        ([("h", 0.0), ("i", 0.001), ("1", 0.056), ("2", 0.111), ("3", 0.35)], []),
        ([("h", 0.0), ("i", 0.001), ("1", 0.302)], ["1"]),
        ([("h", 0.0), ("i", 0.001), ("1", 0.3005)], []),
        # The ears open only after 300 ms of quiet, not 300 ms after the burst began.
        ([("h", 0.0), ("i", 0.001), ("1", 0.2), ("2", 0.4), ("3", 0.71)], ["3"]),
    ],
)
def test_a_key_acts_only_alone(keys: list[tuple[str, float]], act: list[str]) -> None:
    assert acting(keys) == act


def held(key: str, first_repeat: float, gap: float, times: int = 12) -> list[tuple[str, float]]:
    """A key that stays down: the press, and its repeats."""
    return [(key, 0.0), *((key, first_repeat + index * gap) for index in range(times))]


@pytest.mark.parametrize("first_repeat", [0.2, 0.25, 0.5, 0.66, 1.0, 1.8])
@pytest.mark.parametrize("gap", [0.016, 0.033, 0.04, 0.092])
def test_a_held_key_is_one_press(first_repeat: float, gap: float) -> None:
    """Every first delay and rate that keyboards and terminals are set to."""
    assert acting(held("enter", first_repeat, gap)) == ["enter"]


@pytest.mark.parametrize(
    ("keys", "act"),
    [
        # Let go and pressed again, as fast as a person can and means it.
        ([("enter", 0.0), ("enter", 0.2)], ["enter", "enter"]),
        ([("enter", 0.0), ("enter", 0.4), ("enter", 0.8)], ["enter", "enter", "enter"]),
        ([("1", 0.0), ("1", 0.5), ("1", 1.6)], ["1", "1", "1"]),
        # Sooner than anybody means both.
        ([("enter", 0.0), ("enter", 0.1)], ["enter"]),
        # A jittery line: the row's gaps are uneven, and its last one long.
        ([("1", at) for at in (0.0, 0.5, 0.68, 0.69, 0.85, 0.9, 1.6)], ["1"]),
        # After a row the key has to rest, then it is a press again.
        ([*held("1", 0.5, 0.033), ("1", 1.5)], ["1"]),
        ([*held("1", 0.5, 0.033), ("1", 2.0)], ["1", "1"]),
        # Another key ends the press: nothing repeats after it.
        ([("1", 0.0), ("2", 0.3), ("1", 0.6)], ["1", "2", "1"]),
    ],
)
def test_the_same_key_again_is_a_press_of_its_own_where_no_row_comes_of_it(
    keys: list[tuple[str, float]], act: list[str]
) -> None:
    assert acting(keys) == act


def test_the_same_key_soon_again_waits_for_a_row_before_it_acts() -> None:
    guard = Guard()
    first, second = guard.arrive("enter", 0.0), guard.arrive("enter", 0.5)
    assert (first.hold_seconds, second.hold_seconds) == (HOLD_SECONDS, SETTLE_SECONDS)
    assert guard.arrive("a", 9.0).hold_seconds == HOLD_SECONDS


def test_the_same_key_soon_again_is_marked_even_with_another_between() -> None:
    guard = Guard()
    first, _, third = (guard.arrive(key, at) for key, at in (("1", 0.0), ("2", 0.3), ("1", 0.6)))
    assert (first.again, third.again) == (False, True)
    assert guard.arrive("1", 2.0).again is False


def test_a_neighbour_after_the_key_spoils_it_before_the_hold_ends() -> None:
    guard = Guard()
    press = guard.arrive("1", 0.0)
    assert press.may_act
    guard.arrive("x", 0.025)
    assert not press.may_act


def test_two_rolled_letters_in_a_field_do_not_deafen_the_enter_after_them() -> None:
    guard = Guard()
    guard.arrive("a", 0.0, writing=True)
    guard.arrive("b", 0.02, writing=True)
    assert guard.arrive("enter", 0.15, writing=True).verdict is HOLD


def test_a_raw_paste_into_a_field_deafens_what_follows() -> None:
    guard = Guard()
    for index, key in enumerate("abcd"):
        guard.arrive(key, index * 0.001, writing=True)
    assert guard.arrive("enter", 0.05, writing=True).verdict is DEAF
    assert guard.arrive("1", 0.1).verdict is DEAF
    assert guard.arrive("1", 1.2).verdict is HOLD


def test_the_enter_that_opened_the_screen_does_not_act_in_it_while_held() -> None:
    guard = Guard()
    guard.prime("enter", 10.0)
    row = [guard.arrive("enter", 10.5 + index * 0.033) for index in range(9)]
    assert not any(press.may_act for press in row)
    assert guard.arrive("enter", 12.0).may_act


def test_the_enter_after_the_one_that_opened_the_screen_acts_in_it() -> None:
    guard = Guard()
    guard.prime("enter", 10.0)
    assert guard.arrive("enter", 10.4).may_act


@pytest.mark.parametrize(
    ("key", "character", "expected"),
    [
        ("1", "1", True),
        ("enter", "\r", True),
        ("space", " ", True),
        ("cyrillic_small_letter_ghe", "г", True),
        ("up", None, False),
        ("tab", "\t", False),
        ("escape", "\x1b", False),
        ("f4", None, False),
        ("pagedown", None, False),
        ("backspace", "\x7f", False),
    ],
)
def test_what_is_counted(key: str, character: str | None, expected: bool) -> None:
    assert counted(key, character) is expected


@pytest.mark.parametrize(
    ("at", "painted_at", "expected"),
    [(5.0, None, True), (5.0, 5.1, True), (5.0, 4.8, True), (PREVIEW_SECONDS, 0.0, False), (9.0, 5.0, False)],
)
def test_enter_waits_for_the_preview_to_be_seen(at: float, painted_at: float | None, expected: bool) -> None:
    assert too_early(at, painted_at) is expected
