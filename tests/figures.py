"""Figures that tests tell: each is one line, and all of them stand at the end of every run, also of one in parts.

A test asks for `tell_figures` and calls it with a line. It goes with the test's report (as a property, so that it
reaches a file of reports too), because what a test writes is swallowed where several processes run the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import pytest

TellFigures: TypeAlias = Callable[[str], None]
_PROPERTY = "figures"


@pytest.fixture
def tell_figures(request: pytest.FixtureRequest, record_property: Callable[[str, object], None]) -> TellFigures:
    """Takes one line of figures; at the end it stands behind the name of the test's file."""
    file = request.node.path.stem.removeprefix("test_")

    def tell(line: str) -> None:
        assert "\n" not in line, f"one line of figures: {line!r}"
        record_property(_PROPERTY, f"{file}: {line}")

    return tell


class Figures:
    """What all tests of the run told, in this process and in others."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """The last report of a test has everything that it told, also when it failed."""
        if report.when == "teardown":
            self.lines += [str(value) for name, value in report.user_properties if name == _PROPERTY]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """A part of its own at the end, in the order of the letters."""
        if self.lines:
            terminalreporter.section("figures")
            for line in sorted(self.lines):
                terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    """The process that reports collects; the others send it what their tests told."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Figures(), "figures of the run")
