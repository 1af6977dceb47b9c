"""Guidelines that a slip, a broken disk or an attacker changed: refused at the line, by a process that lives (T13)."""

from __future__ import annotations

import os
import random
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from guidelines_with_mistakes import BASE

from figures import TellFigures
from frontdesk.guidelines import packs
from frontdesk.guidelines.reader import read_text

SEED = os.environ.get("FRONTDESK_SEED", "20261122")
DANGEROUS = {
    "an alias": "*x",
    "an anchor": "&x 1",
    "a tag": "!!python/object/apply:os.system ['touch hostile']",
    "an own tag": "!secret 1",
    "an escape": "\x1b[31m",
    "a C1 control": "\x9b31m",
    "a direction": "\u202egnp",
    "an isolate": "\u2066x\u2069",
    "a NUL": "\x00",
    "letters that nobody sees": "a\U000e0068",
    "a sign that nobody sees": "a\u200bb",
    "infinity": ".inf",
    "no number": ".nan",
    "a power": "1e3",
    "an octal": "0o17",
    "a sexagesimal": "12:30:00",
}
NEVER = frozenset(list(DANGEROUS)[:11])
"""What no value may be, whichever it is; the others are wrong where a number, a time or a name is wanted."""
LINES = BASE.splitlines()
VALUE = re.compile(r"^( *[a-z_]+: )([^\[{>|].*)$")


def hand_made() -> Iterator[tuple[int, str, str]]:
    """Line, kind, file: each value of each line in turn becomes each of what is dangerous."""
    for number, line in enumerate(LINES, 1):
        found = VALUE.match(line)
        for kind, value in DANGEROUS.items() if found else ():
            if kind in NEVER:
                changed = [*LINES[: number - 1], f"{found[1]}{value}" if found else "", *LINES[number:]]
                yield number, kind, "\n".join(changed) + "\n"


def test_whatever_is_dangerous_is_refused_at_its_very_line() -> None:
    files = list(hand_made())
    assert len({text for _line, _kind, text in files}) >= 200
    wrong = [
        (line, kind, [str(each) for each in found.problems][:3])
        for line, kind, text in files
        for found in [read_text(text.encode(), "guidelines.yaml")]
        if found.guidelines is not None or line not in {each.line for each in found.problems}
    ]
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("kind", [kind for kind in DANGEROUS if kind not in NEVER])
def test_a_number_that_is_none_is_refused_where_a_number_stands(kind: str) -> None:
    for piece in ("amount: 8.00", "judgement_above: 80.00", "at_least: 10.00", "each: 250.00", "up_to: 1200.00"):
        text = BASE.replace(piece, f"{piece.split(': ')[0]}: {DANGEROUS[kind]}", 1)
        found = read_text(text.encode(), "guidelines.yaml")
        line = BASE[: BASE.index(piece)].count("\n") + 1
        assert found.guidelines is None and line in {each.line for each in found.problems}, (piece, found.problems)


_CHILD = """
import random, resource, sys, time
from frontdesk.guidelines import packs
from frontdesk.guidelines.reader import read_text
sys.path[:0] = sys.argv[3:]
from guidelines_with_mistakes import BASE
from test_mutated_guidelines import mutated
chance = random.Random(int(sys.argv[1]))
files = [BASE, *(packs.text(name) for name in packs.names())]
refused = accepted = 0
slowest = 0.0
for number in range(int(sys.argv[2])):
    text = mutated(chance.choice(files) if number % 4 == 0 else BASE, chance)
    began = time.process_time()
    found = read_text(text.encode("utf-8", "surrogatepass"), "guidelines.yaml")
    slowest = max(slowest, time.process_time() - began)
    last = len(text.splitlines()) + 2
    errors = [each for each in found.problems if each.severity == "error"]
    assert (found.guidelines is None) == bool(errors), (number, text)
    assert all(1 <= each.line <= last and each.column >= 1 and each.text and each.remedy for each in found.problems), (
        number, [str(each) for each in found.problems])
    refused, accepted = refused + bool(errors), accepted + (not errors)
megabytes = next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(refused, accepted, megabytes, round(slowest, 3))
"""
SLIPS = (
    "",
    " ",
    "  ",
    "\t",
    "\n",
    ":",
    "- ",
    "#",
    "{",
    "}",
    "[",
    "]",
    "'",
    '"',
    "|",
    ">",
    "&a ",
    "*a",
    "!",
    "%",
    "0",
    "-",
    "é",
    "\x00",
    "\u202e",
)


def mutated(text: str, chance: random.Random) -> str:
    """The text after one to three slips: something lost, doubled, moved, mistyped or put in."""
    for _slip in range(chance.randrange(1, 4)):
        at, lines = chance.randrange(len(text) or 1), text.splitlines(keepends=True) or [""]
        row = chance.randrange(len(lines))
        kind = chance.randrange(6)
        if kind == 0:
            text = text[:at] + text[at + chance.randrange(1, 12) :]
        elif kind == 1:
            text = text[:at] + chance.choice(SLIPS) + text[at:]
        elif kind == 2:
            text = text[:at] + chr(ord(text[at : at + 1] or "a") ^ (1 << chance.randrange(7))) + text[at + 1 :]
        elif kind == 3:
            text = "".join([*lines[:row], lines[row], *lines[row:]])
        elif kind == 4:
            text = "".join([*lines[:row], *lines[row + 1 :]])
        else:
            other = chance.randrange(len(lines))
            lines[row], lines[other] = lines[other], lines[row]
            text = "".join(lines)
    return text


def child(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run it in a process of its own, with so much processor time and no core file."""

    def bounds() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (3_000, 3_000))

    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, preexec_fn=bounds, check=False
    )


@pytest.mark.parametrize("count", [200, pytest.param(20_000, marks=pytest.mark.tier_b)])
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to read the memory from")
def test_no_changed_file_ends_the_process_or_is_refused_without_a_place(count: int, tell_figures: TellFigures) -> None:
    done = child(_CHILD, SEED, str(count), *map(str, Path(__file__).parents[:2]))
    assert done.returncode == 0, done.stderr[-2000:]
    refused, accepted, megabytes, slowest = done.stdout.split()
    judged = f"{refused} refused, {accepted} still good"
    most = f"at most {megabytes} MB, the slowest {slowest} s of processor time"
    tell_figures(f"seed {SEED}, {count} changed files: {judged}; {most}")
    assert int(refused) + int(accepted) == count and int(refused) > count // 3
    assert int(megabytes) < 100


def test_without_the_guard_a_hostile_file_ends_the_process() -> None:
    """The pair of the tests here: what the guard keeps away from the composer is what kills it."""
    hostile = "from frontdesk.guidelines.reader import read_text\nread_text(b'- ' * 125_000, 'f')\nprint('alive')"
    bare = "import frontdesk.guidelines.reader as reader\nreader.guard = lambda text, name: ()\n"
    assert child(hostile).stdout == "alive\n"
    assert child(bare + hostile).returncode != 0


def test_the_files_that_are_changed_are_good() -> None:
    for text in (BASE, *(packs.text(name) for name in packs.names())):
        assert read_text(text.encode(), "guidelines.yaml").guidelines is not None
