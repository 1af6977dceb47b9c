"""What the tests of the command line share: the real `run` on real folders, and real processes where it matters."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_driving import CUSTOMERS, GUIDELINES, ORDERS, Answer, AtDesk, Runner, own_environment
from click.testing import CliRunner

from frontdesk.cli.main import run
from frontdesk.ground import language


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Runner]:
    """Run `frontdesk ARGUMENTS` in this process, in English and without the person's own environment."""
    for name in [name for name in os.environ if name.startswith(("FRONTDESK_", "LC_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    language.use("en")

    def answered(*arguments: str | Path, stdin: str = "") -> Answer:
        with CliRunner().isolation(stdin) as (out, err, _both):
            code = run([str(argument) for argument in arguments])
            return Answer(code, out.getvalue().decode(), err.getvalue().decode())

    yield answered
    language.use("en")  # what a command was told with --lang is no word to the tests after it


@pytest.fixture
def process(tmp_path: Path) -> Runner:
    """Run `python -m frontdesk ARGUMENTS` as a process of its own."""
    environment = own_environment() | {"XDG_STATE_HOME": str(tmp_path / "state")}

    def answered(*arguments: str | Path, cwd: Path | None = None, **also: Any) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "frontdesk", *map(str, arguments)],
            cwd=cwd or tmp_path,
            env=environment | also.pop("environment", {}),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=300,
            check=False,
            **also,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return answered


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder with guidelines and nothing else."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def ready_business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A hotel with three customers, two orders and two people, made once through the commands themselves."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield _made(tmp_path_factory)


def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("business") / "hotel"
    files = tmp_path_factory.mktemp("files")
    (files / "customers.csv").write_text(CUSTOMERS, encoding="utf-8")
    (files / "orders.csv").write_text(ORDERS, encoding="utf-8")
    folder.mkdir(mode=0o700)
    (folder / "guidelines.yaml").write_text(GUIDELINES, encoding="utf-8")
    for line in (
        ["--folder", str(folder), "staff", "add", "Anna"],
        ["--folder", str(folder), "staff", "add", "Ilze", "--role", "lead"],
        ["--folder", str(folder), "--staff", "Ilze", "customers", "import", str(files / "customers.csv")],
        ["--folder", str(folder), "--staff", "Ilze", "orders", "import", str(files / "orders.csv")],
    ):
        with CliRunner().isolation() as (out, err, _both):
            code = run(line)
            assert code == 0, (line, out.getvalue().decode(), err.getvalue().decode())
    return folder


@pytest.fixture
def hotel(ready_business: Path, tmp_path: Path) -> Path:
    """A copy of the hotel for one test."""
    folder = tmp_path / "hotel"
    shutil.copytree(ready_business, folder)
    return folder


@pytest.fixture
def anna(cli: Runner, hotel: Path) -> AtDesk:
    """Anna, whose role is the lowest."""
    return AtDesk(cli, hotel)


@pytest.fixture
def ilze(cli: Runner, hotel: Path) -> AtDesk:
    """Ilze, the lead, at the same hotel."""
    return AtDesk(cli, hotel, "Ilze")
