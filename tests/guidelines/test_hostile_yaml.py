"""Files made to hurt: each is refused, quickly and in little memory, by a process that stays alive."""

from __future__ import annotations

import gc
import resource
import subprocess
import sys

import pytest

from frontdesk.guidelines.reader import read_text

_CHILD = """
import resource, sys
from pathlib import Path
from frontdesk.guidelines.reader import read_text
def most_megabytes():
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would still hold what the parent used before the exec
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for file in map(Path, sys.argv[1:]):
    found = read_text(file.read_bytes(), "f")
    print(file.stem, found.guidelines is None, len(found.problems), most_megabytes(), sep="|", flush=True)
"""
FULL = 250_000

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
}  # fmt: skip


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What one process says about all of them, in turn; where it dies, the rest is missing."""
    folder = tmp_path_factory.mktemp("hostile")
    files = [folder / f"{name}.yaml" for name in HOSTILE]
    for file in files:
        file.write_text(HOSTILE[file.stem], encoding="utf-8")
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
    refused, problems, megabytes = answers[name]
    assert refused == "True"
    assert 1 <= int(problems) <= 200
    assert int(megabytes) < 100


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
