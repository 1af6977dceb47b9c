"""Ids, languages and errors: small things that everything leans on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest

from frontdesk.ground import errors, ids, language


def test_ids_are_uuid7_and_grow() -> None:
    made = [ids.new_id() for _ in range(2000)]
    assert made == sorted(made) and len(set(made)) == 2000
    assert {UUID(each).version for each in made} == {7}


def test_an_id_is_taken_in_any_usual_form() -> None:
    made = ids.new_id()
    for form in (made.upper(), made.replace("-", ""), f"{{{made}}}", f"urn:uuid:{made}"):
        assert ids.as_id(form) == made
    for wrong in ("", "1", "not an id", made + "0", made[:-1] + "g"):
        with pytest.raises(ValueError):
            ids.as_id(wrong)


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "lv_LV.UTF-8"}, "lv"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "uk_UA.UTF-8"}, "uk"),
        ({"FRONTDESK_LANG": "ru", "LC_ALL": "lv_LV"}, "ru"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": ""}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "xx", "LANG": "lv_LV"}, "lv"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], code: str) -> None:
    assert language.preferred(environment) == code


@pytest.mark.parametrize("code", ["lv", "ru", "uk", "en", "xx", "../../etc"])
def test_a_language_without_words_speaks_english(code: str) -> None:
    try:
        taken = language.use(code)
        assert taken == (code if code in language.LANGUAGES else "en")
        assert language.current() == taken
        assert language._("a sentence nobody translated") == "a sentence nobody translated"
        assert language.ngettext("{count} chair", "{count} chairs", 2) == "{count} chairs"
    finally:
        language.use("en")


def test_a_paper_in_another_language_changes_no_screen() -> None:
    with language.spoken("lv"), ThreadPoolExecutor(1) as beside:
        assert language.current() == "lv"
        assert beside.submit(language.current).result() == "en"
        assert language._("a sentence nobody translated") == "a sentence nobody translated"
    assert language.current() == "en"


def test_an_error_for_people_has_a_sentence_and_a_remedy() -> None:
    said = errors.StoreUnavailable("The database is locked.", "Try again.", retryable=True)
    assert str(said) == "The database is locked. Try again." and said.retryable and said.exit_code == 3
    assert issubclass(errors.NotFound, errors.BadInput) and errors.BadInput.exit_code == 2
    for sentence, remedy in (("", "x"), ("x", "")):
        with pytest.raises(AssertionError):
            errors.DeskError(sentence, remedy)
