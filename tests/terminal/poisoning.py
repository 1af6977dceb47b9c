"""A house whose every word was written by somebody who wants it to act: put in around the gate, as old files are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

INSIDE = "\x1b\x9b\x07\u202e\u2066\x7f\u200b\x00\u2060"
"""Put behind the first letter: what stands on the screen without it is the text as it was."""
BEHIND = " \x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[2J\x9b31m\x90q\x9c[@click=app.save_and_quit]"

WORDS: dict[str, tuple[str, ...]] = {
    "approvals": ("label", "reason", "alternative", "words"),
    "blocks": ("done_instead",),
    "calls": ("number", "let_go_why"),
    "causes": ("thing",),
    "causes_to_fix": ("thing", "fixed_how"),
    "conversations": (
        *("customer_name", "request", "wish", "now_text", "next_text", "cause", "source", "happened", "written"),
        *("answer_text", "answer_place", "apology", "claim"),
    ),
    "customers": ("name", "phone", "email", "languages", "standing"),
    "entries": ("label",),
    "entry_words": ("reason",),
    "event_members": ("note", "serial"),
    "events": ("name", "cause", "promise"),
    "grants": ("reason",),
    "group_members": ("role",),
    "groups": ("name",),
    "ideas": ("text", "answer_text"),
    "imports": ("file_name",),
    "notes": ("text",),
    "orders": ("label", "place", "trouble"),
    "preferences": ("text", "whose"),
    "promise_moves": ("reason",),
    "promises": ("text", "now_text", "next_text", "channel"),
    "staff": ("name",),
    "stories": ("words",),
}


def poisoned(text: str) -> str:
    """The text with signs in it that must never reach a terminal."""
    return text[:1] + INSIDE + text[1:] + BEHIND


def poison(folder: Path, *, but: tuple[str, ...] = ()) -> int:
    """Write into every word of the house's database; how many columns were hit. `but` names stay as they are.

    The rules of the database are taken away for it, as somebody does who has the file.
    """
    hit = 0
    with closing(sqlite3.connect(folder / "data" / "frontdesk.db")) as database:
        database.create_function("poisoned", 1, poisoned)
        database.execute("PRAGMA ignore_check_constraints=ON")
        rules = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in rules:
            database.execute(f'DROP TRIGGER "{name}"')
        for table, column in _columns(database):
            kept = " AND ".join(f"{column} <> ?" for _each in but) or "1"
            done = database.execute(
                f"UPDATE {table} SET {column} = poisoned({column}) WHERE {column} <> '' AND {kept}", but
            )
            hit += done.rowcount > 0
        for _name, sql in rules:
            database.execute(sql)
        database.commit()
    return hit


def _columns(database: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for table, columns in WORDS.items():
        there = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
        yield from ((table, column) for column in columns if column in there)
