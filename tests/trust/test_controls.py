"""Each defence taken away turns a named test red: a test that stays green without it would be worth nothing.

Others stand beside what they control: the filter of the terminal in tests/ui/test_plain.py, the handlers of signals in
tests/terminal/test_terminal_drops.py, `synchronous` in test_power_cuts.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent
WITHOUT = Path(__file__).with_name("without")
MACHINE = "trust/test_giving_machine.py"

CONTROLS = {
    "begin_immediate": ("store/test_store_opening.py", "a_write_begins_as_a_write", "DID NOT RAISE"),
    "transaction": ("trust/test_many_desks.py", "fifty_desks_press_for_the_last_unit_of_a_budget", "assert"),
    "attempt_once": ("trust/test_many_desks.py", "eight_desks_make_the_same_attempt", "{'Given': 4} != {'Given': 8}"),
    "taken_back_once": (MACHINE, "TestDesks", "AssertionError"),
    "last_one": (MACHINE, "TestDesks", "AssertionError"),
    "limit": (MACHINE, "TestDesks", "AssertionError"),
    "throttle": ("desk/test_signing_in.py", "many_tries_at_once_are_no_way_around_the_waiting", " == 5"),
    "idle_lock": ("ui/test_sharing_a_desk.py", "five_idle_minutes_hide_the_desk", "SignInScreen'> never came"),
    "sent_away": ("desk/test_signing_in.py", "who_leaves_the_house_loses_every_desk_at_once", "DID NOT RAISE"),
    "own_card": ("desk/test_own_card.py", "a_colleague_gives_what_somebody_who_works_here", "OwnCard"),
    "gate": ("trust/test_gate.py", "whoever_was_sent_away_writes_nothing_more_anywhere", "DID NOT RAISE"),
    "ends": ("trust/test_clock_ends.py", "is_not_revived or shortens_no_wait or given_ahead", "4 failed"),
    "cap": ("ui/test_capped_fields.py", "takes_what_fits_and_says_what_it_left_out", "AssertionError"),
}
"""The defence that is taken away, the test that must turn red, and what it says then."""
BY_NIGHT = ("taken_back_once", "last_one")
"""More of the same: these two turn the same test red as `limit` does."""


def without(defence: str, file: str, words: str) -> tuple[int, str]:
    """How the named test ends, and what it says, in a process and its children that lack a defence."""
    path = os.pathsep.join(filter(None, (str(WITHOUT), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "FRONTDESK_WITHOUT": defence}
    options = f"-p no:xdist -p no:cacheprovider -q --hypothesis-profile=anything {TESTS / file}"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-o", "addopts=", *options.split(), "-k", words],
        env=environment,
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.mark.parametrize(
    "defence",
    [pytest.param(each, marks=pytest.mark.tier_b) if each in BY_NIGHT else each for each in CONTROLS],
)
def test_without_its_defence_the_named_test_is_red(defence: str) -> None:
    file, words, says = CONTROLS[defence]
    ended, said = without(defence, file, words)
    assert ended == 1, said[-4000:]
    assert says in said, said[-4000:]


def test_an_attempt_that_is_not_looked_up_is_refused_by_the_database_itself() -> None:
    """Two defences stand behind each other: without the first, the second still lets nothing be given twice."""
    ended, said = without("attempt_looked_up", "trust/test_many_desks.py", "eight_desks_make_the_same_attempt")
    assert ended == 1
    assert "a line is never replaced" in said and "{'Given': 4}" not in said


READING = """
import sys
from frontdesk.guidelines import reader
if sys.argv[1] == "without":
    reader.guard = lambda _text, _name: ()
found = reader.read_text(b"- " * 30_000, "guidelines.yaml")
assert found.guidelines is None and found.problems
"""


@pytest.mark.parametrize("guarded", [True, False])
def test_without_the_guard_a_file_of_dashes_ends_the_process(guarded: bool) -> None:
    """The reader behind the guard never ends well with it: it dies, or reads on for longer than anybody waits."""
    child = [sys.executable, "-c", READING, "with" if guarded else "without"]
    try:
        ended = subprocess.run(child, capture_output=True, timeout=300 if guarded else 20, check=False).returncode
    except subprocess.TimeoutExpired:
        ended = -1
    assert (ended == 0) is guarded
