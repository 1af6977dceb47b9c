"""Printable text: never wider than the page, never a character that acts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ground.pages import COLUMNS, cut, padded, page, paragraphs, titled, width, wrapped
from frontdesk.ground.text import has_control

ANY_TEXT = st.text(max_size=400)


@given(ANY_TEXT, st.integers(min_value=0, max_value=20), st.integers(min_value=0, max_value=4))
def test_no_line_is_wider_than_the_page_and_none_acts(text: str, indent: int, most: int) -> None:
    lines = wrapped(text, " " * indent, most=most) + paragraphs(text, " " * indent, most=most)
    assert all(width(line) <= COLUMNS for line in lines)
    assert not any(has_control(line) or "\n" in line or "\t" in line for line in lines)
    assert not most or len(lines) <= 2 * most


@given(ANY_TEXT, st.integers(min_value=0, max_value=90))
def test_a_column_is_exactly_as_wide_as_it_is(text: str, columns: int) -> None:
    assert width(padded(text, columns)) == columns
    assert width(cut(text, columns)) <= columns


@given(st.lists(st.text(alphabet="abcж漢é", min_size=1, max_size=30), max_size=40))
def test_wrapping_keeps_every_word_in_order(words: list[str]) -> None:
    assert " ".join(" ".join(wrapped(" ".join(words), "  ")).split()) == " ".join(words)


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("👩\u200d🍳", 4), ("Ķīnā", 4), ("", 0)]
)
def test_columns_are_those_of_a_terminal(text: str, columns: int) -> None:
    assert width(text) == columns


def test_what_is_left_out_is_said() -> None:
    assert wrapped("one two three " * 20, most=2)[-1].endswith(" …")
    assert cut("a very long name", 6) == "a ver…"
    assert paragraphs("first\nsecond", "- ") == ["- first", "  second"]
    assert wrapped("", "- ") == []


def test_a_page_has_no_blanks_at_its_ends_and_its_head_fills_it() -> None:
    head, line = titled("Hotel " * 30, "LINE-UP")
    assert (width(head), width(line)) == (80, 80) and head.endswith("LINE-UP")
    assert page(["a  ", ""]) == "a\n\n"
