"""What the tests of the screens share: a small business, made once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import uidesk


@pytest.fixture(scope="session")
def small_business(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return uidesk.business(tmp_path_factory.mktemp("business"))


@pytest.fixture
def folder(small_business: Path, tmp_path: Path) -> Path:
    """A business folder of this test's own."""
    return Path(shutil.copytree(small_business, tmp_path / "business"))


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to the person's own folders."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
