"""Drafts of forms: what somebody types in a story, an idea or a review stands on disk before the form is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from frontdesk.ground.text import clean
from frontdesk.store import drafts
from frontdesk.store.transaction import reading, writing

if TYPE_CHECKING:
    from frontdesk.desk.desk import Desk

LENGTH_MAX = 20_000
"""A review may be that long; no form takes more."""


def draft(desk: Desk, form: str, about: str = "") -> dict[str, str]:
    """What the person who is signed in typed in a form and neither kept nor left, by field; empty for nothing."""
    person = desk.signed_in()
    with reading(desk.store) as connection:
        return drafts.get(connection, person.id, form, about)


def write(desk: Desk, form: str, about: str, words: Mapping[str, str]) -> None:
    """Keep what stands in a form now; nothing in any field forgets it. `about` is a conversation or a customer."""
    person = desk.signed_in()
    kept = {name: clean(text, LENGTH_MAX) for name, text in words.items() if text.strip()}
    with writing(desk.store) as connection:
        if kept:
            drafts.put(connection, person.id, form, about, kept, desk.now())
        else:
            drafts.forget(connection, person.id, form, about)


def forget(desk: Desk, form: str, about: str = "") -> None:
    """The form was kept, or left for good."""
    write(desk, form, about, {})
