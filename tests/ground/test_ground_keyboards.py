"""Keyboard layouts: what was typed on the wrong one is read as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ground import keyboards


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rfnz", "катя"), ("Rfnz", "катя"), ("<jhbc {hbcnjd", "борис христов"), ("руддщ", "hello"), ("Бэ", ",'"),
     ("jktyf", "олена"), ("rfnz 12", "катя 12"), ("лфенф", "katya"), ("kfnsi", "латыш")],
)  # fmt: skip
def test_the_other_layouts_reading_is_among_them(typed: str, meant: str) -> None:
    assert meant in keyboards.retyped(typed)


def test_ukrainian_letters_have_keys_of_their_own() -> None:
    assert keyboards.retyped("jktyf scy") == ("олена ысн", "олена існ")
    assert keyboards.retyped("сіф") == ("csa",)


@pytest.mark.parametrize("typed", ["", "12 - 3", "王", "..."])
def test_what_has_no_letters_of_a_layout_has_no_other_reading(typed: str) -> None:
    assert keyboards.retyped(typed) == ()


@given(st.text(alphabet=keyboards.RUSSIAN + " 0123456789", min_size=1))
def test_there_and_back_is_what_was_typed(meant: str) -> None:
    for typed in keyboards.retyped(meant):
        assert (
            not typed.strip(" 0123456789")
            or any(again == meant for again in keyboards.retyped(typed))
            or not any(letter.isalpha() for letter in typed)
        )


def test_letters_that_share_a_key() -> None:
    assert keyboards.same_key("s") == ("s", "ы", "і")
    assert keyboards.same_key("k") == ("k", "л")
    with pytest.raises(ValueError):
        keyboards.same_key("ß")
