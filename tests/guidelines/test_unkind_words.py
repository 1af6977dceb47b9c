"""Words that no card may hold: listed in the guidelines by language, found in whatever script they are typed."""

from __future__ import annotations

import pytest

from frontdesk.guidelines import packs
from frontdesk.guidelines.reader import read_text
from frontdesk.guidelines.telling.differences import differences
from frontdesk.guidelines.unkind import unkind_word

HEAD = "frontdesk: 1\nbusiness: {name: H, currency: EUR, timezone: Europe/Riga}\ngestures: {g: {kind: words}}\n"
SAID = (
    ("He is unbearable.", "unbearable"), ("what an IDIOT!", "IDIOT"), ("total scumbag, this one", "scumbag"),
    ("šis muļķis", "muļķis"), ("SIS MULKIS", "MULKIS"), ("neciešama sieviete", "neciešama"),
    ("он невыносимый", "невыносимый"), ("nevynosimyj klient", "nevynosimyj"), ("Идиотка", "Идиотка"),
    ("вона нестерпна", "нестерпна"), ("nesterpna", "nesterpna"), ("жлоби", "жлоби"), ("zhloby", "zhloby"),
    ("полный дурак-человек", "дурак-человек"), ("idi\u200dot\u0301ka", "idi\u200dot\u0301ka"),
)  # fmt: skip
KIND = (
    "No ham, allergic to nuts", "Mai Tai without sugar", "psychologist at 10", "debilitating pain in the knee",
    "dumplings", "lopsided table", "Moroni, surname",
    "Waited 40 minutes and raised his voice; water and a chair helped",
    "Лучше звонить после десяти", "Просить говорити повільно", "Kluss numurs augšējā stāvā", "", "🙂", "-", "'",
)  # fmt: skip


@pytest.mark.parametrize("name", packs.names())
def test_every_pack_refuses_the_same_words_in_four_languages(name: str) -> None:
    found = read_text(packs.text(name).encode(), name).guidelines
    assert found is not None and set(found.unkind_words) == {"en", "lv", "ru", "uk"}
    assert all(10 <= len(words) <= 16 for words in found.unkind_words.values())
    assert [unkind_word(found.unkind_words, text) for text, _word in SAID] == [word for _text, word in SAID]
    assert [text for text in KIND if unkind_word(found.unkind_words, text)] == []
    for words in found.unkind_words.values():
        assert [word for word in words if unkind_word(found.unkind_words, f"a {word.rstrip('*')} b") is None] == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("unkind_words: {en: [two words]}", "not one word"),
        ("unkind_words: {en: [ab*]}", "too many words"),
        ("unkind_words: {en: [id*iot]}", "not one word"),
        ("unkind_words: {en: [Idiot, idiot]}", "given twice"),
        ("unkind_words: {English: [idiot]}", "not a language"),
        ("unkind_words: [idiot]", "lines with names"),
        ("unkind_words: {en: idiot}", "a list belongs here"),
    ],
)
def test_a_mistake_in_the_list_is_named(line: str, problem: str) -> None:
    reading = read_text((HEAD + line + "\n").encode(), "guidelines.yaml")
    assert reading.guidelines is None
    assert [problem in str(each) for each in reading.problems] == [True], [str(each) for each in reading.problems]


def test_without_a_list_every_word_is_written_and_a_new_one_is_told() -> None:
    before = read_text(HEAD.encode(), "a").guidelines
    after = read_text((HEAD + "unkind_words: {en: [idiot*]}\n").encode(), "b").guidelines
    assert before is not None and after is not None
    assert unkind_word(before.unkind_words, "idiot") is None
    assert [each.sentence() for each in differences(before, after)] == [
        "Guidelines, words that no card may hold (en) (new): idiot*"
    ]
