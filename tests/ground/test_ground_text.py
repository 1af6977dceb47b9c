"""The one gate for human text: nothing that passes it can act on a terminal, and nothing else is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ground import text

HOSTILE = {
    "colour": "\x1b[31mred\x1b[0m",
    "title": "\x1b]0;owned\x07",
    "hyperlink": "\x1b]8;;http://evil\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07",
    "C1 control": "\x9b31m\x85\x90",
    "backspace": "safe\b\b\b\bevil",
    "carriage return": "paid\rfree",
    "override": "\u202egpj.exe",
    "isolate": "\u2066\u2067\u2068\u2069",
    "marks": "\u200e\u200f\u061c",
    "separators": "a\u2028b\u2029c",
    "zero width": "\u200b\ufeff\u2060\u2064",
    "old directions": "\u206a\u206f",
    "notes between the lines": "\ufff9a\ufffab\ufffb",
    "letters that nobody sees": "Anna\U000e0001\U000e0068\U000e0069\U000e007f",
    "surrogate": "\ud800x\udfff",
    "delete": "\x7f",
    "nul": "a\x00b",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_leaves_without_anything_that_acts(kind: str) -> None:
    for cleaned in (text.clean(HOSTILE[kind]), text.clean_line(HOSTILE[kind]), text.visible(HOSTILE[kind])):
        assert not text.has_control(cleaned)
        assert not any(unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\t" for each in cleaned)
        cleaned.encode("utf-8")


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_nothing_that_passed_would_be_changed_by_passing_again(typed: str) -> None:
    once = text.clean(typed)
    assert text.clean(once) == once
    assert not text.has_control(once)
    line = text.clean_line(typed)
    assert "\n" not in line and line == line.strip(" ")


@pytest.mark.parametrize(
    "kept",
    [
        "Kristīne Bērziņa",
        "Олена Їжакевич-Ґонта",
        "Ёлка",
        "O'Brien",
        "李小龍",
        "محمد",
        "👩‍👧 family",
        "క్‌ష",
        "5 € – 10 €",
        "a\tb\nc",
        "བསྒྲུབས་",
        "สวัสดี ตี้",
        "❤️ 🏳️‍🌈",
    ],
)
def test_what_people_write_stays_as_it_is(kept: str) -> None:
    assert text.clean(kept) == kept


def test_decomposed_letters_are_composed() -> None:
    assert text.clean("Be\u0304rzin\u0327a") == "Bērziņa"


def test_a_tower_of_marks_is_cut_and_four_are_kept() -> None:
    tower = text.clean("Z" + "\u0323\u0331\u0324\u0325\u0326\u0327" * 30)
    assert sum(1 for each in tower if unicodedata.combining(each)) <= text.COMBINING_MARKS_MAX + 1
    assert text.clean("q\u0301\u0323\u0308\u0331") == unicodedata.normalize("NFC", "q\u0301\u0323\u0308\u0331")


@pytest.mark.parametrize("sign", ["\u200d", "\u20dd", "\ufe0f", "\u034f", "\u0f71", "\u00ad"])
def test_signs_without_a_width_do_not_stand_in_endless_rows(sign: str) -> None:
    """They have no place of their own in the order of marks, and no language has so many in a row."""
    once = text.clean("A" + sign * 1000 + "nna")
    assert once.startswith("A") and once.endswith("nna") and len(once) <= 24
    assert text.clean(once) == once


def test_lines_are_joined_and_spaces_made_single() -> None:
    assert text.clean_line("  one\r\ntwo \t\u00a0 three\n") == "one two three"
    assert text.clean("a\r\nb\rc") == "a\nb\nc"


def test_texts_are_cut_at_their_limit() -> None:
    assert len(text.clean("я" * 5000)) == text.NOTE_LENGTH_MAX
    assert len(text.clean_line("я" * 5000)) == text.LINE_LENGTH_MAX
    assert len(text.clean_line("a " * 5000, 10)) <= 10
    with pytest.raises(AssertionError):
        text.clean("x", 0)


def test_no_letter_is_shown_that_would_be_dropped_from_a_text() -> None:
    for code in range(0x110000):
        letter = chr(code)
        assert text.has_control(text.visible("a" + letter)) is False, hex(code)
