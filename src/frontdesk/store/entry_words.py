"""The words of ledger lines: what was said and known when each was written.

They stand beside the ledger and not in it, because a line is for ever and a person can be forgotten. A line keeps the
keyed hash of its words: changed words are found out, forgotten ones cannot be guessed.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from frontdesk.store.columns import packed, unpacked_map
from frontdesk.store.driver import Connection

IDS = frozenset({"customer", "order", "incident", "conversation", "staff", "role", "site", "business"})
"""What of a scope is an id or a word of the guidelines. Everything else (a company, a serial, a table) is a name."""
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one line as they are stored, and their digest."""

    salt: str
    reason: str
    scope_json: str | None
    moment_json: str | None

    @staticmethod
    def of(reason: str, scope: Mapping[str, str], moment: Mapping[str, Any] | None) -> Words:
        """The words of a line that is about to be written, with a salt of their own."""
        return Words(
            secrets.token_hex(32),
            reason,
            None if len(ids_of(scope)) == len(scope) else packed(scope),
            None if moment is None else packed(moment),
        )

    @property
    def digest(self) -> str:
        """HMAC-SHA256 of the words, keyed with the salt, in hexadecimal."""
        said = packed([self.reason, self.scope_json, self.moment_json]).encode()
        return hmac.digest(bytes.fromhex(self.salt), said, "sha256").hex()


def is_id(name: str, value: str) -> bool:
    """Whether what a scope says under a name is an id (that of a household, too), and not what something is called."""
    return name in IDS or _ID.fullmatch(value) is not None


def ids_of(scope: Mapping[str, str]) -> dict[str, str]:
    """What of a scope the line itself keeps."""
    return {name: value for name, value in scope.items() if is_id(name, value)}


def add(connection: Connection, seq: int, words: Words) -> None:
    """Write the words of the newest line, in the transaction that writes the line."""
    connection.execute(
        "INSERT INTO entry_words (entry_seq, salt, reason, scope_json, moment_json) VALUES (?, ?, ?, ?, ?)",
        (seq, words.salt, words.reason, words.scope_json, words.moment_json),
    )


def changed(connection: Connection) -> tuple[int, ...]:
    """The numbers of lines whose words are not those that they were written with, in order.

    Words that are missing are changed ones. Lines of forgotten conversations and of erased people have none, or what
    forgetting leaves: no reason, no moment, and of a scope the ids that stand in the line itself. What counters are
    made of hangs on the latter.
    """
    rows = connection.execute(
        "SELECT e.seq, e.words_digest, e.scope_json, c.forgotten_at IS NOT NULL"
        " OR EXISTS (SELECT 1 FROM erasures x WHERE x.customer_id = e.customer_id),"
        " w.salt, w.reason, w.scope_json, w.moment_json FROM entries e"
        " JOIN conversations c ON c.id = e.conversation_id LEFT JOIN entry_words w ON w.entry_seq = e.seq"
        " ORDER BY e.seq"
    )
    return tuple(
        int(seq)
        for seq, digest, ids, forgotten, salt, *said in rows
        if not (
            (salt is not None and hmac.compare_digest(Words(salt, *said).digest, str(digest or "")))
            or (forgotten and (salt is None or _is_left(ids, *said)))
        )
    )


def _is_left(ids: str, reason: str, scope_json: str | None, moment_json: str | None) -> bool:
    """Whether it is what forgetting leaves of the words of a line whose own scope is `ids`."""
    if reason or moment_json is not None or scope_json is None:
        return False
    line, left = unpacked_map(ids), unpacked_map(scope_json)
    # Lines of the first releases have the id of a household only here.
    return line.items() <= left.items() and IDS.intersection(left) <= line.keys()
