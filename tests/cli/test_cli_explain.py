"""`frontdesk explain`: who may give how much, within which limits, and why; printed on 80 columns, or as data."""

from __future__ import annotations

from pathlib import Path

import pytest


def test_a_gesture_is_explained_on_a_page(cli, rules: Path) -> None:
    answer = cli("explain", "part_of_bill", "--folder", rules)
    assert answer.code == 0 and answer.err == ""
    assert answer.out == (
        "Part of the bill · part_of_bill · key 3\n" + "─" * 80 + "\n"
        "What it is         refund\n"
        "Amount             10 % to 100 % of night price, usually 50 %, at least 10.00\n"
        "Who by themselves  staff  up to 150.00; one sentence why above 80.00; above\n"
        "                     150.00 ask: lead\n"
        "                   lead   up to 600.00; one sentence why above 80.00\n"
        "Only when          what was paid more than 0.00\n"
        "Limits             never more than paid: at most what was paid, per stay; Make\n"
        "                     it right counts too\n"
        "Budgets            desk day: 1200.00 of cost per site and business day; for Free\n"
        "                     drink, Part of the bill and Make it right together\n"
        "Needed first       read the request back\n"
        "If not like this   Make it right\n"
        "                   ask: lead\n"
        "                   a promise within 24 hours\n"
        "Offered first in   Room fault or noise\n"
    )


def test_one_role_hears_the_most_it_could_give_at_once(cli, rules: Path) -> None:
    said = cli("explain", "make_it_right", "--role", "staff", "--folder", rules).out
    assert "staff  up to 300.00; one sentence why; above 300.00 ask: lead" in said
    assert "At once at most" in said and "300.00, when nothing was given yet" in said
    assert "lead   up to" not in said
    lead = cli("explain", "make_it_right", "--role", "LEAD", "--folder", rules, "--json").json
    assert [grant["role"] for grant in lead["authority"]] == ["lead"]
    assert lead["authority"][0]["up_to"] == "2000.00"
    assert lead["authority"][0]["at_once_at_most"] == "1200.00"  # the day's budget is smaller than the authority


@pytest.mark.parametrize("name", ["part_of_bill", "PART_OF_BILL", "Part of the bill", "daļa no rēķina", "3"])
def test_a_gesture_is_known_by_its_id_its_label_and_its_key(cli, rules: Path, name: str) -> None:
    assert cli("explain", name, "--folder", rules, "--json").json["gesture"] == "part_of_bill"


def test_all_gestures_stand_in_a_line_each(cli, rules: Path) -> None:
    answer = cli("explain", "--folder", rules)
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert lines[2].split() == ["Gesture", "staff", "/", "lead", "Limit"]
    assert lines[4] == "2  Free drink          8.00              4 times per stay"
    assert lines[5] == "3  Part of the bill    150.00 / 600.00   at most what was paid, per stay"
    assert len(lines) == 4 + 6 and all(len(line) <= 80 for line in lines)
    listed = cli("explain", "--folder", rules, "--json").json
    assert [each["key"] for each in listed] == [2, 3, 4, 5, 6, 7]
    only = cli("explain", "--role", "lead", "--folder", rules).out.splitlines()
    assert only[2].split() == ["Gesture", "lead", "Limit"]


@pytest.mark.parametrize("place", [("--lang", "lv", "explain", "2"), ("explain", "2", "--lang", "lv")])
def test_the_language_is_taken_before_and_after_the_command(cli, rules: Path, place: tuple[str, ...]) -> None:
    answer = cli("--folder", rules, *place)
    assert answer.code == 0 and answer.out.startswith("Dzēriens dāvanā · free_drink")


def test_a_draft_is_explained_without_a_desk(cli, rules: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    draft.write_text((rules / "guidelines.yaml").read_text(encoding="utf-8").replace("8.00", "9.00"), encoding="utf-8")
    assert "9.00" in cli("explain", "free_drink", "--guidelines", draft).out
    assert not (rules / "data").exists() and not (tmp_path / "data").exists()


def test_what_is_not_there_is_answered_with_what_is(cli, rules: Path, tmp_path: Path) -> None:
    answer = cli("explain", "part_of_bil", "--folder", rules)
    assert answer.code == 2 and answer.out == ""
    assert "There is no gesture part_of_bil." in answer.err and "Did you mean `part_of_bill`?" in answer.err
    assert "free_drink" in answer.err and "delay_credit" in answer.err
    answer = cli("explain", "free_drink", "--role", "leed", "--folder", rules)
    assert answer.code == 2 and "Did you mean `lead`?" in answer.err
    assert cli("explain", "--folder", tmp_path / "nowhere").code == 2
    (tmp_path / "guidelines.yaml").write_text("frontdesk: 2\n")
    broken = cli("explain", "--folder", tmp_path)
    assert broken.code == 2 and "frontdesk check" in broken.err
    assert cli("explain", "free\x1b[2Jdrink\n" + "x" * 5000, "--folder", rules).code == 2


def test_a_long_word_is_broken_at_eighty_columns(cli, rules: Path) -> None:
    file = rules / "guidelines.yaml"
    text = file.read_text(encoding="utf-8").replace("lv: Bagāža}", f"lv: Bagāža}}\n    why: {'ā' * 300} b")
    file.write_text(text, encoding="utf-8")
    said = cli("explain", "luggage", "--folder", rules).out
    assert said.count("ā" * 10) and all(len(line) <= 80 for line in said.splitlines())
