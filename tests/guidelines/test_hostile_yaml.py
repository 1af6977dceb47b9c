"""Files made to hurt: each is refused, quickly and in little memory, by a process that stays alive."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys

import pytest

from frontdesk.guidelines.reader import read_text

_CHILD = """
import resource, sys, time
from pathlib import Path
from frontdesk.guidelines.reader import read_file
def most_megabytes():
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would still hold what the parent used before the exec
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for file in map(Path, sys.argv[1:]):
    took = 9.0
    for _ in range(3):  # other programs take time, too: the shortest of three says most
        began = time.process_time()
        found = read_file(file)
        took = min(took, time.process_time() - began)
        if took < 0.9:
            break
    print(file.stem, found.guidelines is None, len(found.problems), most_megabytes(), took, sep="|", flush=True)
"""
FULL = 250_000
HEAD = "frontdesk: 1\nbusiness: {name: A, currency: EUR, timezone: Europe/Riga}\n"
ASKED = "facts: {m: {type: number, from: asked}}\n"

HOSTILE = {
    "dashes": "- " * (FULL // 2),
    "flow lists": "[" * FULL,
    "flow maps": "{" * FULL,
    "flow maps with names": "{a: " * (FULL // 4),
    "question marks": "? " * (FULL // 2),
    "nested blocks": "".join(" " * depth + "a:\n" for depth in range(600)),
    "alias bomb": "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)),
    "recursion": "a: &a [*a]\n",
    "anchors": "".join(f"k{n}: &k{n} 1\n" for n in range(20_000)),
    "many items": "a: [" + "a," * (FULL // 2) + "]",
    "many names": "".join(f"k{n}:\n" for n in range(30_000)),
    "the same name": "a: 1\n" * 50_000,
    "unknown words": "".join(f"gesture{n}: 1\n" for n in range(16_000)),
    "gestures": "gestures:\n" + "".join(f"  g{n}: 1\n" for n in range(22_000)),
    "gestures with a mistake": "gestures:\n" + "".join(f"  g{n}: {{amont: 1}}\n" for n in range(11_000)),
    "conditions": "gestures:\n" + "".join(f"  g{n}: {{when: {{f{n}: 1}}}}\n" for n in range(9_000)),
    "one long line": "a" * FULL,
    "one long name": "a" * FULL + ": 1",
    "long number": "frontdesk: " + "9" * FULL,
    "colons": ":" * FULL,
    "quotes": '"' * FULL,
    "folded": "a: >\n" + " \n" * (FULL // 2),
    "comments": "#\n" * (FULL // 2),
    "tags": "!" * FULL,
    "ampersands": "&" * FULL,
    "directives": "%YAML 1.1\n" * 20_000,
    "documents": "---\n" * 60_000,
    "tower of marks": "name: a" + "\u0301" * (FULL // 3),
    "python": "!!python/object/apply:os.system ['touch hostile']\n",
    "nothing but NUL": "\0" * FULL,
    "names that are almost right": HEAD + "gestures:\n"
    + "".join(f"  gesture_{n}: {{otherwise: [{{gesture: gestune_{n}}}]}}\n" for n in range(4_000)),
    "facts that are almost right": HEAD + "facts:\n"
    + "".join(f"  fact_{n}: {{type: money, from: order}}\n" for n in range(2_000)) + "gestures:\n"
    + "".join(f"  g{n}: {{limits: [{{up_to: fact-{n}, per: site, within: day}}]}}\n" for n in range(2_000)),
    "choices that are none": HEAD + "facts: {t: {type: choice, from: card, of: ["
    + ", ".join(f"v{n}" for n in range(14_000)) + "]}}\ngestures:\n  g:\n    when: {t: ["
    + ", ".join(f"w{n}" for n in range(14_000)) + "]}\n",
    "roles that are none": HEAD + "roles: [" + ", ".join(f"r{n}" for n in range(25_000))
    + "]\ngestures: {g: {authority: {" + ", ".join(f"q{n}: 5.00" for n in range(300)) + "}}}\n",
    "examples with mistakes": HEAD + "gestures: {g: {amount: 5.00}}\nexamples:\n"
    + "".join(f"  - {{given: {{gesture: h{n}, rol: x}}, expect: {{outcom: x}}}}\n" for n in range(2_800)),
}  # fmt: skip

# Files without an error, which a desk reads as they are: they may be as slow and as large as the others, no more.
LARGE = {
    "limits of one gesture": HEAD + "gestures:\n  g:\n    limits:\n"
    + "".join(f"      - {{up_to: {n + 1} times, per: s{n}, within: day}}\n" for n in range(4_800)),
    "budgets of one gesture": HEAD + "gestures: {g: {amount: 5.00}}\nbudgets:\n"
    + "".join(f"  b{n}: {{of: [g], up_to: {n}.50, per: s{n}, within: day}}\n" for n in range(3_100)),
    "a budget for each gesture": HEAD + "gestures:\n"
    + "".join(f"  g{n}: {{amount: 5.00}}\n" for n in range(2_100)) + "budgets:\n"
    + "".join(f"  b{n}: {{of: [g{n}], up_to: {n}.50, per: site, within: day}}\n" for n in range(2_100)),
    "cases": HEAD + ASKED + "gestures:\n  g:\n    amount:\n      cases:\n"
    + "".join(f"        - {{when: {{m: {n}}}, amount: 1.00}}\n" for n in range(4_900)),
    "choices": HEAD + "facts: {t: {type: choice, from: card, of: [" + ", ".join(f"v{n}" for n in range(14_000))
    + "]}}\ngestures:\n  g:\n    when: {t: [" + ", ".join(f"v{n}" for n in range(14_000)) + "]}\n",
    "scopes of their own": HEAD + "gestures:\n  g: {limits: [{up_to: 1 time, within: day, per: ["
    + ", ".join(f"custmer{n}" for n in range(15_000)) + "]}]}\n",
    "everything across everything": HEAD + "gestures:\n  g: {limits: [{up_to: 1 time, per: site, within: day, across: ["
    + ", ".join(f"g{n}" for n in range(9_000)) + "]}]}\n" + "".join(f"  g{n}: {{}}\n" for n in range(9_000)),
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one process says about all of them, in turn; where it dies, the rest is missing."""
    folder = tmp_path_factory.mktemp("hostile")
    every = {**HOSTILE, **LARGE}
    files = [folder / f"{name}.yaml" for name in every]
    for file in files:
        file.write_text(every[file.stem], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, *map(str, files)],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=folder,
        preexec_fn=_little_of_everything,
        check=False,
    )
    assert sorted(folder.iterdir()) == sorted(files), "a file did something"
    return {line.split("|")[0]: line.split("|")[1:] for line in done.stdout.splitlines()}


@pytest.mark.xdist_group("hostile_yaml")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_a_process_that_lives(name: str, answers: dict[str, list[str]]) -> None:
    refused, problems, megabytes, seconds = answers[name]
    assert refused == "True"
    assert 1 <= int(problems) <= 200
    assert int(megabytes) < 100
    assert float(seconds) < 1


@pytest.mark.xdist_group("hostile_yaml")
@pytest.mark.parametrize("name", LARGE)
def test_a_file_that_is_only_large_is_read_in_the_same_bounds(name: str, answers: dict[str, list[str]]) -> None:
    refused, problems, megabytes, seconds = answers[name]
    assert refused == "False"
    assert int(problems) <= 200
    assert int(megabytes) < 100
    assert float(seconds) < 1


def _little_of_everything() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@pytest.mark.parametrize("data", [b"frontdesk: 1\n", b"a: [", b"\xff"])
def test_reading_leaves_the_looking_for_garbage_as_it_was(data: bytes) -> None:
    assert gc.isenabled()
    assert read_text(data, "guidelines.yaml").guidelines is None
    assert gc.isenabled()
    gc.disable()
    try:
        read_text(data, "guidelines.yaml")
        assert not gc.isenabled()
    finally:
        gc.enable()
