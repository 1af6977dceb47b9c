"""What the tests of the screens share: a small business, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uidesk
from textual.css import stylesheet
from textual.css.model import RuleSet
from textual.css.tokenizer import Token
from textual.notifications import Notification
from textual.pilot import Pilot


@pytest.fixture(scope="session")
def small_business(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return uidesk.business(tmp_path_factory.mktemp("business"))


@pytest.fixture
def folder(small_business: Path, tmp_path: Path) -> Path:
    """A business folder of this test's own."""
    return Path(shutil.copytree(small_business, tmp_path / "business"))


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_read_once() -> Iterator[None]:
    """Every style sheet is read anew in each app, which is much of what an app costs here. One text with the same
    variables always gives the same rules, and nothing writes to them."""
    read = stylesheet.parse
    known: dict[tuple[Any, ...], list[RuleSet]] = {}

    def read_once(
        scope: str, css: str, read_from: Any, variable_tokens: dict[str, list[Token]] | None = None, **how: Any
    ) -> list[RuleSet]:
        variables = tuple(
            (name, *(token.value for token in tokens)) for name, tokens in (variable_tokens or {}).items()
        )
        key = (scope, css, read_from, variables, *sorted(how.items()))
        if key not in known:
            known[key] = list(read(scope, css, read_from, variable_tokens=variable_tokens, **how))
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(stylesheet, "parse", read_once)
        yield


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written to the person's own folders."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(autouse=True)
def keys_are_dealt_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Textual's own pilot goes on when the process had no processor for 20 ms, which is every process where others
    burn; here each key, click and resize is dealt with before the next."""

    def and_handled(act: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def acted(pilot: Pilot[Any], *what: Any, **how: Any) -> Any:
            done = await act(pilot, *what, **how)
            await uidesk.handled(pilot)
            return done

        return acted

    press = and_handled(Pilot.press)

    async def one_by_one(pilot: Pilot[Any], *keys: str) -> None:
        for key in keys:
            await press(pilot, key)

    monkeypatch.setattr(Pilot, "press", one_by_one)
    for name in ("pause", "click", "resize_terminal"):
        monkeypatch.setattr(Pilot, name, and_handled(getattr(Pilot, name)))


@pytest.fixture(autouse=True)
def what_is_said_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message in the corner does not end while a busy machine is still on its way to look at it."""
    monkeypatch.setattr(Notification, "time_left", property(lambda said: said.timeout + 3600))


@pytest.fixture(autouse=True)
def guidelines_are_looked_at_when_the_test_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """By itself the program looks every 15 seconds, which a busy machine may be over in the middle of any test."""
    monkeypatch.setattr("frontdesk.ui.app.GUIDELINES_SECONDS", 86_400)
