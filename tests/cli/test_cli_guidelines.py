"""`frontdesk guidelines`: put a file into force, see the history, compare, go back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from cli_driving import GUIDELINES, AtDesk

SIX = GUIDELINES.replace("up_to: 4 times", "up_to: 6 times")
CHANGE = "Free drink: 4 -> 6 times per stay"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_text(SIX, encoding="utf-8")
    return path


def history(ilze: AtDesk) -> list[Any]:
    return list(ilze("guidelines", "history", "--json").json)


def in_folder(ilze: AtDesk) -> str:
    return (ilze.folder / "guidelines.yaml").read_text(encoding="utf-8")


def test_publish_says_what_changes_and_gives_by_it_at_once(anna: AtDesk, ilze: AtDesk, draft: Path) -> None:
    conversation = anna.heard()
    for _drink in range(4):
        anna("give", conversation, "free_drink")
    anna("give", conversation, "free_drink", code=4)
    said = ilze("guidelines", "publish", draft, "--note", "more in winter")
    assert CHANGE in said.out
    assert "Against version 1:" in said.out
    assert (in_folder(ilze), said.err) == (SIX, "")
    anna("give", conversation, "free_drink")
    again = ilze("guidelines", "publish", draft, "--note", "again")
    assert "Nothing to do: this is version 2, in force since" in again.out
    assert "note was not kept" in again.out
    lines = [(each["number"], each["state"], each["how"], each["by"], each["note"]) for each in history(ilze)]
    assert lines == [(2, "in_force", "published", "Ilze", "more in winter"), (1, "was", "saved", "", "")]
    assert [(each["gestures"], each["blocks"]) for each in history(ilze)] == [(1, 0), (4, 1)]


def test_the_folders_file_is_published_with_its_note_and_not_taken_by_asking(ilze: AtDesk) -> None:
    (ilze.folder / "guidelines.yaml").write_text(SIX, encoding="utf-8")
    assert ilze("guidelines", "diff", ilze.folder / "guidelines.yaml").out.strip() == CHANGE
    assert len(history(ilze)) == 1
    ilze("guidelines", "publish", "--note", "more in winter")
    newest = history(ilze)[0]
    assert (newest["how"], newest["note"]) == ("published", "more in winter")


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        (GUIDELINES.replace("amount: 8.00", "amount: eight"), ":17:13: "),
        (GUIDELINES + "examples:\n  - given: {gesture: luggage}\n    expect: {outcome: no_fit}\n", ":64:1: "),
    ],
)
def test_a_problem_is_named_as_check_names_it_and_nothing_is_changed(
    ilze: AtDesk, draft: Path, wrong: str, place: str
) -> None:
    draft.write_text(wrong, encoding="utf-8")
    refused = ilze("guidelines", "publish", draft, code=1)
    assert refused.out.startswith(f"{draft}{place}")
    assert refused.out == ilze("check", draft, code=1).out
    assert "Nothing was changed" in refused.err
    as_json = ilze("guidelines", "publish", draft, "--json", code=1).json
    assert as_json["ok"] is False
    assert as_json["problems"]
    assert (len(history(ilze)), in_folder(ilze)) == (1, GUIDELINES)


def test_warnings_are_shown_and_do_not_refuse(ilze: AtDesk, draft: Path) -> None:
    draft.write_text(SIX.replace("key: 6", "key: 5"), encoding="utf-8")
    done = ilze("guidelines", "publish", draft)
    assert f"{draft}:" in done.err
    assert CHANGE in done.out
    assert ilze("guidelines", "rollback", "--json").json["problems"] == []


def test_a_later_moment_is_scheduled_mentioned_and_withdrawn(ilze: AtDesk, draft: Path) -> None:
    done = ilze("guidelines", "publish", draft, "--at", "tomorrow", "--json").json
    assert (done["state"], done["number"], done["before"]) == ("to_come", 2, 1)
    assert done["in_force_at"][11:19] == "06:00:00"
    assert done["in_force_at"] > done["put_at"]
    assert in_folder(ilze) == GUIDELINES
    other = ilze.folder / "other.yaml"
    other.write_text(GUIDELINES.replace("amount: 8.00", "amount: 9.00"), encoding="utf-8")
    assert "take it back with: frontdesk guidelines withdraw 2" in ilze("guidelines", "publish", other).said
    assert ilze("guidelines", "diff", "2", "now").out.count("\n") == 2
    assert "does not come into force" in ilze("guidelines", "withdraw", "2").out
    assert "was withdrawn before" in ilze("guidelines", "withdraw", "2").out
    assert [each["state"] for each in history(ilze)] == ["withdrawn", "in_force", "was"]


def test_a_past_moment_an_unknown_version_and_a_missing_file_are_answered(ilze: AtDesk, draft: Path) -> None:
    asked = {
        ("publish", draft, "--at", "2020-01-01"): "That moment is past",
        ("publish", draft, "--at", "soon"): "soon is not a time. Write it like",
        ("publish", "no.yaml"): "The file is not there",
        ("publish", ilze.folder): "This is not a file",
        ("diff", "9"): "There is no version 9 of the guidelines. Known here: 1;",
        ("diff", "1", "abcdef"): "There is no version abcdef",
        ("diff", "no.yaml"): "The file is not there",
        ("show", "7"): "There is no version 7",
        ("rollback",): "There is no version to go back to",
        ("rollback", "5"): "There is no version 5",
        ("withdraw", "1"): "came into force already",
        ("withdraw", "x"): "cannot be used",
    }
    for arguments, said in asked.items():
        answer = ilze("guidelines", *arguments, code=2)
        assert said in answer.said, arguments
        assert "Traceback" not in answer.said
    assert len(history(ilze)) == 1


def test_history_fits_into_eighty_columns_and_says_everything(ilze: AtDesk, draft: Path) -> None:
    ilze("guidelines", "publish", draft, "--at", "tomorrow", "--note", "more drinks in the winter " * 6)
    ilze("guidelines", "publish", draft)
    ilze("guidelines", "rollback", "--note", "on second thoughts")
    said = ilze("guidelines", "history").out
    assert max(len(line) for line in said.splitlines()) <= 80
    numbers = [line.split()[1] for line in said.splitlines() if line.startswith(("+ ", "▸ "))]
    assert numbers == ["2", "4"]
    for words in (
        "comes into force",
        "in force since",
        "gone back to, Ilze",
        "on second thoughts",
        "saved in the folder",
    ):
        assert words in said
    assert in_folder(ilze) == GUIDELINES


def test_diff_reads_numbers_files_and_now_and_no_difference_is_no_mistake(ilze: AtDesk, draft: Path) -> None:
    ilze("guidelines", "publish", draft)
    assert ilze("guidelines", "diff", "1").out.strip() == CHANGE
    assert ilze("guidelines", "diff", "1", draft).out.strip() == CHANGE
    same = ilze("guidelines", "diff", draft)
    assert (same.out, "No differences" in same.err) == ("", True)
    form = ilze("guidelines", "diff", "1", "2", "--json").json
    assert [each["sentence"] for each in form["differences"]] == [CHANGE]
    assert (form["before"]["number"], form["after"]["number"]) == (1, 2)


@pytest.mark.parametrize("text", [SIX, SIX.replace("\n", "\r\n"), "\ufeff" + SIX, SIX.rstrip("\n")])
def test_show_prints_the_exact_bytes(ilze: AtDesk, draft: Path, text: str) -> None:
    draft.write_bytes(text.encode("utf-8"))
    ilze("guidelines", "publish", draft)
    assert ilze("guidelines", "show").out == ilze("guidelines", "show", "2").out == text
    assert (ilze.folder / "guidelines.yaml").read_bytes() == draft.read_bytes()


def test_a_folder_whose_file_is_broken_can_still_look_and_go_back(ilze: AtDesk, draft: Path) -> None:
    ilze("guidelines", "publish", draft)
    (ilze.folder / "guidelines.yaml").write_text("gestures: [", encoding="utf-8")
    assert len(history(ilze)) == 2
    back = ilze("guidelines", "rollback")
    assert "it is kept in guidelines.set-aside-3.yaml" in back.err
    assert in_folder(ilze) == GUIDELINES
