"""The clock that is read without the rest says the same as the guidelines do, and never guesses."""

from __future__ import annotations

import pytest

from frontdesk.guidelines import packs, reader
from frontdesk.guidelines.clock import clock_of


@pytest.mark.parametrize("pack", packs.names())
def test_it_is_the_clock_of_the_whole_file(pack: str) -> None:
    whole = reader.read_text(packs.text(pack).encode(), pack).guidelines
    assert whole is not None and clock_of(packs.text(pack)) == whole.business.clock


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "business: 1",
        "business: {timezone: Nowhere/Land}",
        "business: {timezone: ../../etc/passwd}",
        "business: {timezone: Europe/Riga, day_starts: soon}",
        "business: {timezone: [Europe/Riga]}",
        "{{{",
        "business: {day_starts: '06:00'}",
    ],
)
def test_a_clock_that_cannot_be_read_is_none(text: str) -> None:
    assert clock_of(text) is None
