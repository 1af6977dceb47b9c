"""The burst guard, by tables of keys and the times at which their bytes were parsed."""

from __future__ import annotations

import pytest

from frontdesk.ui.guard import PREVIEW_SECONDS, Guard, Verdict, counted, too_early

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


@pytest.mark.parametrize(
    ("keys", "act"),
    [
        # X11 and most terminals: first repeat after 250 to 1000 ms, then every 33 ms.
        ([("1", 0.0), ("1", 0.5), ("1", 0.533), ("1", 0.566), ("1", 1.6)], ["1", "1"]),
        ([("enter", 0.0), ("enter", 0.999)], ["enter"]),
        ([("enter", 0.0), ("enter", 1.001)], ["enter", "enter"]),
        # The gap counts from the last arrival, however long the key is held.
        ([("1", index * 0.9) for index in range(10)], ["1"]),
        # Another key ends the press: nothing repeats after it.
        ([("1", 0.0), ("2", 0.3), ("1", 0.6)], ["1", "2", "1"]),
    ],
)
def test_a_held_key_is_one_press(keys: list[tuple[str, float]], act: list[str]) -> None:
    assert acting(keys) == act


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
    assert guard.arrive("enter", 10.5).verdict is REPEAT
    assert guard.arrive("enter", 11.6).verdict is HOLD


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
