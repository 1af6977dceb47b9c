"""The guidelines from outside: checked, tried, described; without a database and without a screen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

QUESTION = {
    "id": "1",
    "gesture": "part_of_bill",
    "ask": "120.00",
    "role": "staff",
    "at": "2026-11-21T14:00:00+02:00",
    "facts": {"order.paid": "540.00", "order.night_price": "180.00"},
    "scope": {"customer": "c1", "order": "o1", "incident": "i1"},
    "ticks": ["request_heard", "reason"],
}


def test_a_good_file_is_in_order(cli, rules: Path) -> None:
    answer = cli("check", rules / "guidelines.yaml", "--json")
    assert answer.code == 0 and answer.json["ok"] is True
    assert not [problem for problem in answer.json["problems"] if problem["severity"] == "error"]
    assert cli("check", "--folder", rules).code == 0


def test_every_problem_has_a_place_and_a_remedy(cli, tmp_path: Path) -> None:
    file = tmp_path / "guidelines.yaml"
    file.write_text(
        "frontdesk: 1\nbusiness: {name: X, currency: EUR, timezone: Europe/Rga, day_starts: '06:00'}\n"
        "roles: [staff]\ngestures:\n  drink: {label: Drink, amuont: 8.00}\n",
        encoding="utf-8",
    )
    answer = cli("check", file, "--json")
    assert answer.code == 1 and answer.json["ok"] is False
    problems = answer.json["problems"]
    assert {(problem["line"], problem["severity"]) for problem in problems} >= {(2, "error"), (5, "error")}
    for problem in problems:
        assert {"file", "line", "column", "severity", "text", "remedy"} <= problem.keys()
        assert problem["text"] and problem["remedy"] and problem["column"] >= 1
    assert "amount" in next(problem["remedy"] + problem["text"] for problem in problems if problem["line"] == 5)
    read = cli("check", file)
    assert f"{file}:5:" in read.out or "guidelines.yaml:5:" in read.out
    assert "2 problems" in read.err


def test_a_file_that_is_not_there_is_a_usage_problem(cli, tmp_path: Path) -> None:
    answer = cli("check", tmp_path / "nowhere.yaml", "--json")
    assert answer.code == 2 and answer.json["ok"] is False and answer.json["problems"][0]["remedy"]
    assert cli("check", "--folder", tmp_path).code == 2
    assert cli("check", tmp_path).code == 2


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00", b"- " * 60000, b"a: &x [*x]", b"[" * 5000, b"frontdesk: 2\n"]
)
def test_no_file_brings_the_check_down(cli, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "guidelines.yaml"
    file.write_bytes(content)
    answer = cli("check", file, "--json")
    assert answer.code == 1 and answer.json["problems"] and "went wrong" not in answer.err


def test_examples_of_the_file_are_run(cli, rules: Path) -> None:
    file = rules / "guidelines.yaml"
    good = (
        "\nexamples:\n  - given: {gesture: part_of_bill, ask: 120.00, role: staff, ticks: [request_heard],"
        " facts: {order.paid: 540.00, order.night_price: 180.00}}\n    expect: {outcome: ticks, missing: [reason]}\n"
    )
    text = file.read_text(encoding="utf-8")
    file.write_text(text + good, encoding="utf-8")
    assert cli("check", file).code == 0
    file.write_text(text + good.replace("missing: [reason]", "missing: [wish]"), encoding="utf-8")
    answer = cli("check", file, "--json")
    assert answer.code == 1
    assert answer.json["problems"][0]["line"] >= text.count("\n")


def test_decide_answers_line_by_line(cli, rules: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [QUESTION, QUESTION | {"id": "2", "ask": "170"}, {"gesture": "free_drink"}]
    questions.write_text("\n".join(json.dumps(line) for line in lines) + "\nnot json\n\n", encoding="utf-8")
    answer = cli("decide", questions, "--folder", rules)
    answers = [json.loads(line) for line in answer.out.splitlines()]
    assert answer.code == 1 and len(answers) == 4
    assert (answers[0]["outcome"], answers[0]["amount"]) == ("yes", "120.00")
    assert (answers[1]["outcome"], answers[1]["at_most"]) == ("less", "150.00")
    assert answers[2]["error"] and answers[3]["error"]
    assert not (tmp_path / "data").exists()


def test_decide_reads_standard_input_and_another_file(cli, rules: Path) -> None:
    line = json.dumps(QUESTION)
    answer = cli("decide", "-", "--guidelines", rules / "guidelines.yaml", stdin=line)
    assert answer.code == 0 and json.loads(answer.out)["outcome"] == "yes"


def test_decide_without_good_guidelines_says_so(cli, tmp_path: Path) -> None:
    (tmp_path / "guidelines.yaml").write_text("frontdesk: 1\nbusiness: 3\n")
    answer = cli("decide", "-", "--folder", tmp_path, stdin="{}")
    assert answer.code == 2 and "frontdesk check" in answer.err and answer.out == ""
    assert cli("decide", tmp_path / "nowhere.jsonl", "--folder", tmp_path).code == 2


def test_the_schema_is_json_and_takes_the_packs(cli) -> None:
    schema = cli("schema").json
    assert schema["$schema"].startswith("https://json-schema.org/") or "properties" in schema
