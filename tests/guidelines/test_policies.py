"""Published policies as files of the language, each with a sequence of questions at its edges.

`policies/NAME.yaml` is the policy, `policies/NAME.jsonl` what is asked of it: lines as `frontdesk decide` reads them,
each with `expect`, which holds what the answer must hold, part for part and in order (of `binding` a text is the
name alone, of `error` a part of the sentence). What is expected was worked out from the language, not from an answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from frontdesk.authority.examples import failures
from frontdesk.authority.lines import Run
from frontdesk.guidelines.model import Guidelines
from frontdesk.guidelines.reader import read_file

FOLDER = Path(__file__).parent / "policies"
NAMES = sorted(file.stem for file in FOLDER.glob("*.yaml"))
EVERY = pytest.mark.parametrize("name", NAMES)
PARTS = {"outcome", "amount", "at_most", "quantity", "cost", "exposure", "missing", "binding", "ways", "of", "error"}
THROUGH_A_PROCESS = "goodwill"


def policy(name: str) -> Guidelines:
    reading = read_file(FOLDER / f"{name}.yaml")
    assert reading.problems == (), "\n".join(map(str, reading.problems))
    assert reading.guidelines is not None
    return reading.guidelines


def sequence(name: str) -> list[str]:
    return (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()


def differences(name: str, answers: list[Mapping[str, object]]) -> Iterator[str]:
    """A sentence for each part of an answer that is not what its line expects."""
    lines = sequence(name)
    assert len(answers) == len(lines)
    for number, (text, answer) in enumerate(zip(lines, answers, strict=True), 1):
        line = json.loads(text)
        for part, expected in line["expect"].items():
            came = answer.get(part, answer.get("error"))
            if not same(part, expected, came):
                said = json.dumps(came, ensure_ascii=False)
                wanted = json.dumps(expected, ensure_ascii=False)
                note = line.get("note", line["id"])
                yield f"{name}.jsonl:{number} ({note}) {part}: expected {wanted}, came {said}"


def same(part: str, expected: object, came: object) -> bool:
    if part == "error":
        return isinstance(came, str) and isinstance(expected, str) and expected in came
    if part == "binding" and isinstance(expected, list) and isinstance(came, list):
        named = [each["limit"] if isinstance(other, str) else each for each, other in zip(came, expected, strict=False)]
        return named == expected and len(came) == len(expected)
    return expected == came


@EVERY
def test_a_policy_loads_without_a_problem_or_a_warning_and_its_own_examples_hold(name: str) -> None:
    assert failures(policy(name)) == ()


@EVERY
def test_a_sequence_of_questions_is_answered_as_the_policy_says(name: str) -> None:
    run = Run(policy(name))
    wrong = list(differences(name, [run.answer_text(text) for text in sequence(name)]))
    assert wrong == [], "\n" + "\n".join(wrong)


@EVERY
def test_every_line_of_a_sequence_expects_something_that_an_answer_has(name: str) -> None:
    lines = [json.loads(text) for text in sequence(name)]
    assert len(lines) >= 12
    for line in lines:
        assert line["expect"].keys() <= PARTS and {"outcome", "error"} & line["expect"].keys(), line["id"]
    ids = [line["id"] for line in lines]
    assert len(set(ids)) == len(ids)
    outcomes = {line["expect"].get("outcome") for line in lines}
    assert {"yes", "no_fit"} <= outcomes, outcomes


def test_every_policy_has_a_sequence_and_every_sequence_a_policy() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.jsonl")) == NAMES
    assert len(NAMES) >= 15


def test_all_outcomes_and_kinds_of_ways_are_met_somewhere() -> None:
    expected = [json.loads(text)["expect"] for name in NAMES for text in sequence(name)]
    outcomes = {each["outcome"] for each in expected if "outcome" in each}
    assert outcomes == {"yes", "ticks", "less", "lead", "no_fit", "reversed"}
    ways = {key for each in expected for way in each.get("ways", ()) for key in way}
    assert ways == {"gesture", "ask", "promise", "say"}
    bindings = [rule for each in expected for rule in each.get("binding", ())]
    rules = {rule if isinstance(rule, str) else rule["limit"] for rule in bindings}
    assert {"authority", "condition", "excluded", "gestures_at_most", "valid"} <= rules
    freed = [rule for rule in bindings if isinstance(rule, dict) and rule["frees_at"]]
    assert len(freed) > 40


def test_the_program_decides_a_sequence_as_the_run_does() -> None:
    name = THROUGH_A_PROCESS
    decided = subprocess.run(
        [sys.executable, "-m", "frontdesk", "decide", f"{name}.jsonl", "--guidelines", f"{name}.yaml"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=FOLDER,
        timeout=60,
        check=False,
    )
    answers = [json.loads(text) for text in decided.stdout.splitlines()]
    wrong = list(differences(name, answers))
    assert wrong == [], "\n" + "\n".join(wrong)
    assert decided.returncode == (1 if any("error" in answer for answer in answers) else 0), decided.stderr
