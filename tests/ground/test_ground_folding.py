"""Folding: what people spell differently is found, and what is typed letter by letter stays a beginning."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.ground import folding

GUESTS = Path(__file__).parent.parent.parent / "data" / "demo" / "guests.csv"
SAME = [
    "Екатерина Ekaterina Yekaterina Jekaterina Jekaterīna Iekaterina",
    "Щербаков Scherbakov Shcherbakov Ščerbakovs Scerbakovs",
    "Щербакова Shcherbakova Ščerbakova Scherbakova",
    "Юлия Юлія Yulia Julija Iuliia Julia Yuliya",
    "Гриценко Gritsenko Hrytsenko Gricenko Hrycenko",
    "Хохлов Khokhlov Hohlovs Hokhlov",
    "Фёдоров Федоров Fyodorov Fedorov Fjodorovs",
    "Софья София Sofia Sofiya Sofija Софія",
    "Сергей Sergey Sergei Sergejs",
    "Евгений Yevgeny Evgenii Jevgeņijs",
    "Чайковский Tchaikovsky Čaikovskis Chaykovskiy",
    "Виктор Viktor Victor Viktors",
    "Кравцов Kravtsov Kravcovs",
    "Жуков Zhukov Žukovs",
    "Мюллер Müller Mueller Muller",
    "Наталья Natalia Natālija Natalya",
    "Артём Artyom Artem Artjoms",
    "Bērziņš Berzins BĒRZIŅŠ",
    "Õunapuu Ounapuu",
    "Łukasz Lukasz",
    "Kowalski Ковальський Ковальский Kovalsky Kovaļskis",
    "Szymon Шимон Šimons Shimon",
    "Christina Kristina Kristīna Кристина",
    "Јован Jovan Йован",
    "Đurić Djurić Ђурић",
    "Größe Grosse",
]


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_name_sound_the_same(spellings: str) -> None:
    assert len({folding.fold(each) for each in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("Anna", "Inna"), ("Olga", "Oleg"), ("Berzina", "Ozolina"), ("Marks", "Mare")]
)
def test_other_names_stay_other_names(one: str, other: str) -> None:
    assert folding.fold(one) != folding.fold(other)


def names() -> list[str]:
    with GUESTS.open(encoding="utf-8", newline="") as file:
        return [word for row in csv.DictReader(file) for word in folding.words(row["name"])]


def test_what_is_typed_so_far_is_a_beginning_of_nearly_every_name() -> None:
    """Some letters begin another sound (k of kh); the plain beginning finds the name then."""
    tried = lost = 0
    for word in names():
        for end in range(2, len(word) + 1):
            tried += 1
            lost += not folding.skeleton(word).startswith(folding.skeleton_start(word[:end]))
    assert tried > 20_000
    assert lost / tried < 0.02


@given(st.text())
def test_any_text_becomes_plain_words(typed: str) -> None:
    for word in folding.words(typed):
        assert word.isascii() and word.isalnum() and word == word.lower() and len(word) <= folding.WORD_LENGTH_MAX
        assert folding.skeleton(word).isascii()
        assert folding.skeleton_start(word)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_skeleton_is_never_empty_but_for_letters_that_have_no_sound(word: str) -> None:
    assert folding.skeleton(word)


def test_words_come_apart_where_people_see_it() -> None:
    assert folding.words("O'Brien-Smith, Anna  (412)") == ("obrien", "smith", "anna", "412")
    assert folding.words("Прокоп’єв Об'їзд") == ("prokopiev", "obizd")
    assert folding.words("… — !") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [("王小明", ("wang", "xiao", "ming")), ("Ōta 一郎", ("ota", "yi", "lang")), ("김 민수", ("gim", "min", "su")),
     ("Bēr\u00adzi\u200bņa", ("berzina",)), ("İbrahim Yıldız", ("ibrahim", "yildiz")), ("ＡＢＣ", ("abc",)),
     ("Anna\u00a0Ozola", ("anna", "ozola")), ("a" + "\u0301\u0323" * 900, ("a",))],
)  # fmt: skip
def test_signs_syllables_and_what_is_not_seen(text: str, words: tuple[str, ...]) -> None:
    assert folding.words(text) == words


def test_a_text_without_end_is_folded_in_bounded_time() -> None:
    assert folding.words("a\u0301\u0323" * 200_000)
    assert len(folding.words("ab " * 200_000)) <= folding.TEXT_LENGTH_MAX


def test_digits_and_telephone_numbers() -> None:
    assert folding.digits("+371 26 123-456") == "37126123456"
    assert folding.digits("٣٤٥") == "345"
    assert folding.looks_like_phone("+371 (26) 123-456")
    assert not folding.looks_like_phone("12")
    assert not folding.looks_like_phone("room 412")


def test_folded_is_one_string_and_never_empty_for_a_text() -> None:
    assert folding.folded("  Kristīne   BĒRZIŅA ") == "kristine berzina"
    assert folding.folded("…") == "…"
