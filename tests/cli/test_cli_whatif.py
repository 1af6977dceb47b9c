"""`frontdesk whatif`: a draft tried on what the hotel really gave and stopped, with sums worked out by hand."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_driving import GUIDELINES, AtDesk, Runner, own_environment

from frontdesk.cli.manual import JSON_KEYS

WIDTH = 80


@pytest.fixture
def busy(anna: AtDesk, ilze: AtDesk) -> AtDesk:
    """A day at the desk: five drinks asked of which four fit, and part of a bill that was above Anna's authority."""
    first = anna.heard()
    for _time in range(4):
        anna("give", first, "free_drink")
    anna("give", first, "free_drink", code=4)
    second = anna.heard("berzina")
    anna("give", second, "part_of_bill", "--amount", "170", "--reason", "no sleep", code=4)
    anna("give", second, "part_of_bill", "--amount", "150", "--reason", "no sleep")
    anna("give", anna.heard("berzina"), "luggage")
    return anna


def draft(folder: Path, *changes: tuple[str, str]) -> Path:
    """A draft that says so much otherwise."""
    text = GUIDELINES
    for before, after in changes:
        assert before in text, before
        text = text.replace(before, after)
    path = folder / "draft.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def tried(desk: AtDesk, path: Path, *more: str) -> dict[str, Any]:
    return dict(desk("whatif", path, "--json", *more).json)


def test_the_file_in_force_changes_nothing(busy: AtDesk) -> None:
    told = tried(busy, busy.folder / "guidelines.yaml", "--since", "ever")
    assert (told["judged"], told["differences"], told["changes"]) == (8, 0, [])
    assert told["then"] == told["under_draft"]
    assert set(told) == set(JSON_KEYS["whatif (guidelines.md says more)"].split())
    assert told["then"] == {"times": 6, "value": "182.00", "cost": "158.00", "exposure": "0.00", "quantity": 0}
    page = busy("whatif", busy.folder / "guidelines.yaml").out
    assert "Nothing: the draft means the same as what is in force." in page
    assert "Everything that was judged would have gone as it went." in page


def test_a_raised_limit_and_more_authority_turn_blocks_into_gestures(busy: AtDesk, tmp_path: Path) -> None:
    path = draft(tmp_path, ("up_to: 4 times", "up_to: 6 times"), ("staff: 150.00", "staff: 250.00"))
    told = tried(busy, path)
    assert told["blocks"] == {"given": {"times": 2, "then": "178.00", "under_draft": "178.00"}}
    assert told["entries"]["replaced"] == {"times": 1, "then": "150.00", "under_draft": "0.00"}
    assert told["under_draft"] == {"times": 7, "value": "210.00", "cost": "180.00", "exposure": "0.00", "quantity": 0}
    assert told["changes"] == ["Free drink: 4 -> 6 times per stay", "Part of the bill, staff alone: 150.00 -> 250.00"]
    (day,) = told["days"]
    assert (day["then"]["cost"], day["under_draft"]["cost"]) == ("158.00", "180.00")
    assert (day["stopped_then"], day["stopped_under_draft"]) == (2, 0)
    assert day["budgets"][0]["used_then"] == "158.00" and day["budgets"][0]["used_under_draft"] == "180.00"
    page = busy("whatif", path).out
    assert "1 of the blocks given in full (170.00)" in page and "4 -> 6 times per stay" in page
    assert "+22.00" in page and "+28.00" in page
    assert max(map(len, page.splitlines())) <= WIDTH
    assert "Anna" not in page and "Ilze" not in page
    assert told["examples"][0]["conversation"] in page


def test_a_lowered_limit_turns_people_away_and_a_small_budget_runs_out(busy: AtDesk, tmp_path: Path) -> None:
    path = draft(tmp_path, ("up_to: 4 times", "up_to: 1 time"), ("up_to: 1200.00", "up_to: 100.00"))
    told = tried(busy, path)
    assert told["entries"]["turned_away"] == {"times": 3, "then": "24.00", "under_draft": "0.00"}
    assert told["entries"]["less"] == {"times": 1, "then": "150.00", "under_draft": "98.00"}
    assert told["under_draft"]["cost"] == "100.00"
    (budget,) = told["budgets"]
    assert (budget["up_to"], budget["most_used_then"], budget["most_used_under_draft"]) == (
        "100.00",
        "158.00",
        "100.00",
    )
    assert (budget["days_run_out_then"], budget["days_run_out_under_draft"]) == (1, 1)
    rules = {
        each["rule"]: (each["blocks_then"], each["blocks_under_draft"], each["entries_under_draft"])
        for each in told["rules"]
    }
    assert rules["four_drinks"] == (1, 1, 3)
    page = busy("whatif", path).out
    assert "3 turned away (24.00)" in page and "ran out on 1 -> 1 day" in page and "out" in page


def test_an_amount_that_changed_and_a_gesture_that_is_gone(busy: AtDesk, tmp_path: Path) -> None:
    path = draft(
        tmp_path,
        ("amount: 8.00", "amount: 10.00"),
        ("  luggage:\n    key: 6\n", "  bags:\n    key: 6\n"),
        ("gesture: luggage", "gesture: bags"),
    )
    told = tried(busy, path)
    assert told["entries"]["other_amount"] == {"times": 4, "then": "32.00", "under_draft": "40.00"}
    assert told["entries"]["gone"]["times"] == 1 and told["not_in_draft"]["gestures"] == ["luggage"]
    page = busy("whatif", path, "--lang", "en").out
    assert "4 with another amount (32.00 -> 40.00)" in page
    assert "Gestures that the draft does not have: Luggage + lounge." in page


def test_a_draft_that_cannot_be_used_is_answered_as_check_does(busy: AtDesk, tmp_path: Path) -> None:
    path = draft(tmp_path, ("up_to: 4 times", "upto: 4 times"))
    refused = busy("whatif", path, code=1)
    assert refused.out == busy("check", path, code=1).out and f"{path}:21:" in refused.out
    assert busy("whatif", path, "--json", code=1).json["ok"] is False
    assert busy("whatif", tmp_path / "none.yaml", code=2).out.startswith(str(tmp_path / "none.yaml"))
    examples = "examples:\n  - given: {gesture: luggage, ticks: [request_heard]}\n    expect: {outcome: no_fit}\n"
    path.write_text(GUIDELINES + examples, encoding="utf-8")
    answer = busy("whatif", path)  # an example that does not come out is no reason not to try it
    assert "This example expects outcome no_fit" in answer.err


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--since", "soon"), "neither a date nor a number of days"),
        (("--until", "2026-02-30"), "neither a date nor a number of days"),
        (("--examples", "-1"), "--examples"),
    ],
)
def test_a_time_that_is_none_is_answered(busy: AtDesk, tmp_path: Path, more: tuple[str, ...], said: str) -> None:
    assert said in busy("whatif", draft(tmp_path), *more, code=2).err


def test_a_time_in_which_nothing_happened(busy: AtDesk, tmp_path: Path) -> None:
    told = tried(busy, draft(tmp_path), "--since", "2020-01-01", "--until", "2020-01-31")
    assert (told["judged"], told["days"], told["since"]) == (0, [], "2020-01-01T06:00:00+02:00")
    assert (
        "0 gestures given, 0 blocks"
        in busy("whatif", draft(tmp_path), "--since", "2020-01-01", "--until", "2020-02-01").out
    )


def test_a_draft_is_not_put_into_force_by_trying_it(busy: AtDesk, tmp_path: Path) -> None:
    before = busy("guidelines", "history", "--json").json
    (busy.folder / "guidelines.yaml").write_text(draft(tmp_path, ("amount: 8.00", "amount: 9.00")).read_text())
    assert tried(busy, busy.folder / "guidelines.yaml")["differences"] == 4
    assert busy("guidelines", "history", "--json").json == before


def test_progress_is_drawn_on_a_terminal_and_erased(busy: AtDesk, tmp_path: Path, cli: Runner) -> None:
    ours, theirs = pty.openpty()
    line = [sys.executable, "-m", "frontdesk", "--folder", str(busy.folder), "whatif", str(draft(tmp_path)), "--json"]
    environment = own_environment() | {"XDG_STATE_HOME": str(tmp_path / "state")}
    done = subprocess.run(line, env=environment, stdout=subprocess.PIPE, stderr=theirs, check=False, timeout=300)
    os.close(theirs)
    drawn = os.read(ours, 4096).decode()
    os.close(ours)
    assert done.returncode == 0 and b'"judged": 8' in done.stdout
    assert drawn.startswith("\r") and drawn.endswith("\r") and not drawn.rsplit("\r", 2)[1].strip()
