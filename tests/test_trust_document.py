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
PIECES = re.compile(
    r"\]\((?P<file>[^)\s]*test_[^)\s]*\.py)\)"
    r"|`(?P<words>\.\.\w+(?:\.\.)?|\w+\.\.|test_\w+)`"
    r"|\b(?P<there>there|the same file)\b"
)
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


def missing(text: str) -> list[str]:
    """What the document says keeps a promise and is not there.

    Words of a test's name stand before the file they are in ("`..words..` in [file](..)"), or before "there": the file
    that was named last, in this row or one above.
    """
    wrong = []
    last: Path | None = None
    for promise in promises(text):
        pieces = list(PIECES.finditer(promise.kept_by))
        waiting: list[str] = []
        for piece in pieces:
            if piece["words"]:
                waiting.append(piece["words"].strip("."))
                continue
            if piece["file"]:
                last = (DOCUMENT.parent / piece["file"]).resolve()
            wrong += [f"line {promise.line}: {each}" for each in not_in(last, waiting)]
            waiting = []
        if waiting:
            wrong += [f"line {promise.line}: {each}" for each in not_in(last, waiting)]
        if not pieces:
            wrong.append(f"line {promise.line}: nothing keeps it: {promise.kept_by}")
    return wrong


def not_in(file: Path | None, words: list[str]) -> list[str]:
    """What is wrong with a file and the words of names that are to be in it."""
    if file is None or not file.is_file():
        return [f"there is no file {file.name if file else ''}"]
    names = NAME.findall(file.read_text(encoding="utf-8"))
    return [f"no test of {file.name} is called ..{each}.." for each in words if not any(each in name for name in names)]


def test_every_promise_names_a_test_that_exists() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert len(list(promises(text))) >= 50
    assert missing(text) == []


@pytest.mark.parametrize(
    "kept_by",
    [
        "[tests/trust/test_nothing.py](../tests/trust/test_nothing.py)",
        "`..not_a_test_of_that_file` in [tests/trust/test_chain.py](../tests/trust/test_chain.py)",
        "[tests/trust/test_chain.py](../tests/trust/test_chain.py), `..not_a_test_of_that_file` there",
        "`..opening_finds..` there",
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


def test_the_readme_leads_to_what_is_promised_and_how_it_is_set_up() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("TRUST", "backups", "people", "deploy-ssh", "privacy"):
        assert f"(docs/{name}.md)" in readme


def test_every_test_of_the_night_is_started_by_its_script() -> None:
    """tests/nightly.sh looks for the mark in files called test_*.py: nothing else may carry it."""
    marked = re.compile(r"mark\.tier_[bc]\b")
    elsewhere = [
        path.name
        for path in (ROOT / "tests").rglob("*.py")
        if not path.name.startswith("test_") and marked.search(path.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []
    assert "--include='test_*.py' \"mark\\.$mark\" tests" in (ROOT / "tests" / "nightly.sh").read_text(encoding="utf-8")
