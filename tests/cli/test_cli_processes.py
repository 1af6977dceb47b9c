"""Real processes: what scripts and several desks at once meet."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli_driving import GUIDELINES, own_environment

ATTEMPT = "0199f0c3-11aa-7b52-8c7d-3e2f6a9d5c21"


def _give(folder: Path, *line: str, staff: str = "Anna") -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "frontdesk", "--folder", str(folder), "--staff", staff, "give", *line, "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=own_environment(),
    )


def test_the_heating_story_in_processes(hotel: Path, process) -> None:
    place = ("--folder", hotel, "--staff", "Anna")
    customer = process(*place, "customers", "find", "Bērziņa", "--json").json[0]["id"]
    request = "The heating is dead and my daughter is cold"
    start = process(*place, "start", "--customer", customer, "--request", request, "--json").json
    conversation = start["conversation"]
    early = process(*place, "give", conversation, "free_drink", "--json")
    assert (early.code, early.json["missing"]) == (4, ["request_heard"])
    assert process(*place, "hear", conversation).code == 0
    given = process(*place, "give", conversation, "free_drink", "--json")
    assert given.code == 0 and given.json["entry"] and given.err == ""
    assert process(*place, "close", conversation, "--nothing-owed").code == 0


def test_desks_that_send_the_same_attempt_at_once_give_once(anna) -> None:
    conversation = anna.heard("berzina")
    desks = [_give(anna.folder, conversation, "free_drink", "--attempt", ATTEMPT) for _desk in range(4)]
    answers = [json.loads(desk.communicate(timeout=180)[0]) for desk in desks]
    assert [desk.returncode for desk in desks] == [0] * 4
    assert len({answer["entry"] for answer in answers}) == 1
    assert sorted(answer["already"] for answer in answers) == [False, True, True, True]
    assert len(anna("show", conversation, "--json").json["given"]) == 1


def test_desks_that_press_for_the_last_one_give_one(anna) -> None:
    conversation = anna.heard("berzina")
    people = ["Anna", "Bruno", "Ciara", "Dace"]
    for person in people[1:]:
        assert anna("staff", "add", person).code == 0
    for _count in range(3):
        assert anna("give", conversation, "free_drink").code == 0
    desks = [_give(anna.folder, conversation, "free_drink", staff=person) for person in people]
    answers = [json.loads(desk.communicate(timeout=180)[0]) for desk in desks]
    assert sorted(desk.returncode for desk in desks) == [0, 4, 4, 4]
    assert all(answer["ways"] for answer in answers if answer["outcome"] != "yes")
    assert len(anna("show", conversation, "--json").json["given"]) == 4


def test_one_person_who_sends_the_same_line_four_times_at_once_never_hears_of_one_entry_as_two(anna) -> None:
    """Lines that meet before one of them was given are one intention; each says which entry it speaks of."""
    conversation = anna.heard("berzina")
    lines = [_give(anna.folder, conversation, "free_drink") for _line in range(4)]
    answers = [json.loads(line.communicate(timeout=180)[0]) for line in lines]
    assert [line.returncode for line in lines] == [0] * 4
    newly = [answer["entry"] for answer in answers if not answer["already"]]
    recorded = [given["entry"] for given in anna("show", conversation, "--json").json["given"]]
    assert sorted(newly) == sorted(recorded)
    assert {answer["entry"] for answer in answers} == set(newly)


def test_an_interrupt_ends_with_130_and_without_a_traceback(rules: Path) -> None:
    waiting = subprocess.Popen(
        [sys.executable, "-m", "frontdesk", "decide", "-", "--folder", str(rules)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=own_environment(),
    )
    assert waiting.stdin is not None and waiting.stdout is not None
    waiting.stdin.write(b"{}\n")
    waiting.stdin.flush()
    assert b"error" in waiting.stdout.readline(), "an answer comes as soon as its question, so the run is under way"
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(timeout=180) == 130  # its input stays open: an end of the input would be another way to end
    _rest, said = waiting.communicate()
    assert b"Traceback" not in said


def test_a_reader_of_json_that_stops_early_is_not_worth_a_word(rules: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    questions.write_text("{}\n" * 20000)
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m frontdesk decide {questions} --folder {rules} | head -1'],
        capture_output=True,
        timeout=180,
        check=False,
        env=own_environment(),
    )
    assert done.stderr == b"" and done.stdout.count(b"\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full here")
def test_an_answer_that_cannot_be_written_is_never_taken_for_nothing_done(anna) -> None:
    """The gesture is recorded before its answer is printed: the sentence must not ask for it again."""
    conversation = anna.heard("berzina")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "frontdesk", "--folder", str(anna.folder), "give", conversation, "luggage"],
            stdout=full,
            stderr=subprocess.PIPE,
            env=own_environment(),
            check=False,
        )
    said = done.stderr.decode()
    assert done.returncode == 1, "2 says that nothing was changed"
    assert "frontdesk day" in said and "run the same command again" not in said
    assert len(anna("show", conversation, "--json").json["given"]) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_in_the_place_of_the_guidelines_is_a_problem_and_no_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "guidelines.yaml")
    done = subprocess.run(
        [sys.executable, "-m", "frontdesk", "--folder", str(tmp_path), "day"],
        capture_output=True,
        env=own_environment(),
        timeout=180,
        check=False,
    )
    assert b"not a file" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name folders in letters only")
def test_a_folder_whose_name_is_no_text_holds_a_desk_too(tmp_path: Path, process) -> None:
    folder = tmp_path / os.fsdecode(b"h\xf4tel")
    folder.mkdir()
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    assert process("--folder", folder, "staff", "add", "Anna").code == 0
    assert process("--folder", folder, "start", "--name", "a lady", "--json").code == 0


@pytest.mark.parametrize(
    "line",
    [
        ("staff", "pin", "Anna"),
        ("staff", "pin", "Anna", "--stdin"),
        ("staff", "ssh-key", "Anna", "--add", "-"),
        ("review", "begin", "--source", "post", "-"),
        ("customers", "erase", "{customer}"),
        ("decide", "-"),
    ],
    ids=" ".join,
)
def test_an_input_that_was_closed_is_an_empty_one(ilze, line: tuple[str, ...]) -> None:
    words = [ilze.customer("berzina") if word == "{customer}" else word for word in line]
    started = [sys.executable, "-m", "frontdesk", "--folder", str(ilze.folder), "--staff", "Ilze", *words]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *started], capture_output=True, env=own_environment(), check=False
    )
    said = done.stderr.decode()
    assert "went wrong" not in said, said
    assert done.returncode == (0 if line[0] == "decide" else 2), said


def test_a_folder_that_was_removed_under_ones_feet_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        [
            "/bin/sh",
            "-c",
            'rmdir "$1" && shift && exec "$@"',
            "sh",
            str(gone),
            sys.executable,
            "-m",
            "frontdesk",
            "day",
        ],
        cwd=gone,
        capture_output=True,
        env=own_environment(),
        check=False,
    )
    assert done.returncode == 2
    assert "there no more" in done.stderr.decode()


def test_a_kiosk_whose_folder_is_a_link_to_itself_is_answered(tmp_path: Path, process) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    answer = process("kiosk", "--folder", loop)
    assert answer.code == 2
    assert "There is no folder" in answer.err
