"""Every promise in docs/TRUST.md names a test that exists: a promise without a test is not made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "TRUST.md"
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")
FRAGMENT = re.compile(r"`(?:\.\.[a-z0-9_]+(?:\.\.)?|test_[a-z0-9_]+(?:…|\.\.)?|[a-z0-9_]+(?:\.\.|…))`")
FILE = re.compile(r"`((?:tests/[a-z_]+/)?test_[a-z0-9_]+\.py)`")
NAME = re.compile(r"^\s*(?:async )?def (test_\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Promise:
    """A row of a table of promises: where it stands, what is promised, and what keeps it."""

    line: int
    words: str
    kept_by: str


def promises(text: str) -> Iterator[Promise]:
    """Every row under `| promise | kept by |`."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if cells == ["promise", "kept by"]:
            inside = True
        elif not cells:
            inside = False
        elif inside and not set(cells[0]) <= {"-"}:
            assert len(cells) == 2, f"line {number}: a promise and what keeps it are two cells"
            yield Promise(number, *cells)


def files_named(cell: str) -> list[Path]:
    """The test files that a cell names, by link or by name."""
    by_link = [(DOCUMENT.parent / path).resolve() for path in LINK.findall(cell) if "test_" in path]
    by_name = [
        found
        for name in FILE.findall(LINK.sub("", cell))
        for found in ([ROOT / name] if "/" in name else sorted((ROOT / "tests").rglob(name)) or [ROOT / "tests" / name])
    ]
    return by_link + by_name


def missing(text: str) -> list[str]:
    """What the document says keeps a promise and is not there."""
    wrong = []
    last: list[Path] = []
    for promise in promises(text):
        named = files_named(promise.kept_by)
        wrong += [f"line {promise.line}: no file {path.name}" for path in named if not path.is_file()]
        files = [path for path in named or last if path.is_file()]
        if not named and not any(word in promise.kept_by for word in ("there", "the same file", "`test_")):
            wrong.append(f"line {promise.line}: nothing keeps it: {promise.kept_by}")
        # "there" and "the same file" are the file of the row before.
        where = {path for path in (*files, *last) if path.is_file()}
        names = [name for path in where for name in NAME.findall(path.read_text(encoding="utf-8"))]
        for fragment in FRAGMENT.findall(promise.kept_by):
            words = fragment.strip("`.…")
            if not any(words in name for name in names):
                wrong.append(f"line {promise.line}: no test is called {fragment} in {sorted(p.name for p in where)}")
        last = files or last
    return wrong


def test_every_promise_names_a_test_that_exists() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert len(list(promises(text))) >= 50
    assert missing(text) == []


@pytest.mark.parametrize(
    "kept_by",
    [
        "[tests/trust/test_nothing.py](../tests/trust/test_nothing.py)",
        "`..not_a_test_of_that_file` in [tests/trust/test_chain.py](../tests/trust/test_chain.py)",
        "`tests/trust/test_no_such.py`",
        "somebody who is careful",
    ],
)
def test_a_promise_that_nothing_keeps_is_found(kept_by: str) -> None:
    assert len(missing(f"| promise | kept by |\n|---|---|\n| All is well. | {kept_by} |\n")) == 1


def test_every_link_between_the_documents_leads_somewhere() -> None:
    wrong = []
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:") and not (path.parent / target).exists():
                wrong.append(f"{path.name}: {target}")
    assert wrong == []
