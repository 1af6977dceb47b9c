"""By what files know a person who was erased, kept as keyed hashes only: no file brings them back unasked.

A hash is HMAC-SHA256 under a random key of this database, of a number of another system, an e-mail or a telephone in
its plain form. Nobody can tell from it who it was; whoever has the number can ask whether it is one of them. A copy of
all of it stands beside the database (`store.forgotten_file`); what came back from there may have been made with
another key, so there may be several.
"""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import chain

from frontdesk.ground import folding
from frontdesk.store import columns, customers
from frontdesk.store.driver import Connection

_NAME, _MORE = "forgotten_keys", "forgotten_keys:%"
_KEY, _EMAIL, _PHONE, _TAIL = "k", "e", "p", "t"
DIGITS_MIN = 7
"""So many digits at least are a telephone that somebody is known by."""
_NO_DIGITS = re.compile(r"[^0-9\n]+")


@dataclass(frozen=True, slots=True)
class Forgotten:
    """The hashes that are kept, each with the day of the erasure, and what they were made with."""

    secrets: tuple[bytes, ...]
    days: dict[str, date]

    def any_of(self, keys: Sequence[str], emails: Sequence[str], phones: Sequence[str]) -> bool:
        """Whether one of many rows may be of somebody who was erased; columns, "" for what a row does not say.

        False is certain. True may be somebody whose telephone only ends alike: ask for the `day` of each then. Of a
        telephone only the end is asked for, which all ways of writing it have; that is a third of the work.
        """
        ends = (number[-DIGITS_MIN:] for number in _numbers(phones) if len(number.lstrip("0")) >= DIGITS_MIN)
        said = chain(
            map(_KEY.__add__, filter(None, keys)),
            map(_EMAIL.__add__, map(customers.email_term, filter(None, emails))),
            map(_TAIL.__add__, ends),
        )
        *others, newest = self.secrets
        if others:
            said = chain(texts := list(said))
            if any(not self.days.keys().isdisjoint(_digests(secret, texts)) for secret in others):
                return True
        return not self.days.keys().isdisjoint(_digests(newest, said))

    def day(self, kind: str, text: str) -> date | None:
        """When the person was erased whose `key`, `email` or `phone` this is; None for anybody else."""
        for said in _asked(kind, text):
            for secret in self.secrets:
                found = self.days.get(_digest(secret, said))
                if found is not None:
                    return found
        return None


def read(connection: Connection) -> Forgotten | None:
    """All that is kept; None when nobody was erased that files could know."""
    secrets_of, days = everything(connection)
    if not days or not secrets_of:
        return None
    return Forgotten(tuple(map(bytes.fromhex, secrets_of)), days)


def everything(connection: Connection) -> tuple[list[str], dict[str, date]]:
    """The random keys, in hexadecimal, that of this database first; and the hashes with their days."""
    rows = connection.execute("SELECT digest, erased_on FROM forgotten_keys").fetchall()
    found = connection.execute("SELECT value FROM secrets WHERE name = ? OR name LIKE ? ORDER BY name", (_NAME, _MORE))
    return [str(row[0]) for row in found], {str(row[0]): columns.as_day(row[1]) for row in rows}


def count(connection: Connection) -> int:
    """How many keys and hashes there are."""
    row = connection.execute(
        "SELECT (SELECT count(*) FROM forgotten_keys) + count(*) FROM secrets WHERE name = ? OR name LIKE ?",
        (_NAME, _MORE),
    ).fetchone()
    return 0 if row is None else int(row[0])


def has(connection: Connection, said: str) -> bool:
    """Whether a hash, or a random key, is one of them."""
    row = connection.execute(
        "SELECT 1 FROM forgotten_keys WHERE digest = ? UNION ALL SELECT 1 FROM secrets WHERE value = ?", (said, said)
    ).fetchone()
    return row is not None


def take_over(connection: Connection, keys: Iterable[str], days: Mapping[str, date], at: datetime) -> None:
    """Keep what was kept elsewhere, too: random keys in hexadecimal, and hashes with their days."""
    for key in keys:
        name = _NAME if _secret(connection) is None else f"{_NAME}:{sha256(key.encode()).hexdigest()[:16]}"
        connection.execute(
            "INSERT INTO secrets (name, value, made_at) SELECT ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM secrets WHERE value = ?)",
            (name, key, columns.instant(at), key),
        )
    _write(connection, ((digest, columns.day(day)) for digest, day in days.items()))


def _write(connection: Connection, lines: Iterable[tuple[str, str]]) -> None:
    connection.executemany(
        "INSERT INTO forgotten_keys (digest, erased_on) SELECT ?, ?"
        " WHERE NOT EXISTS (SELECT 1 FROM forgotten_keys WHERE digest = ?)",
        [(digest, day, digest) for digest, day in lines],
    )


def keep(
    connection: Connection, people: tuple[str, ...], phones: Iterable[str], at: datetime, on: date | None = None
) -> None:
    """Keep the hashes of what files know these cards (one person's) by, before the cards are emptied.

    `phones` are the digits of the telephones that only they have. An e-mail that somebody else's card says as well is
    theirs, and not kept.
    `on` is the day of the erasure, that of `at` where nothing else is said.
    """
    said: set[str] = set()
    rows = connection.execute(
        f"SELECT external_key, email FROM customers WHERE id IN ({', '.join('?' * len(people))})", people
    )
    for key, email in rows.fetchall():
        if key:
            said.add(_KEY + str(key))
        if email and not _others(connection, people, customers.EMAIL + customers.email_term(email)):
            said.add(_EMAIL + customers.email_term(email))
    for digits in phones:
        if len(digits) >= DIGITS_MIN:
            said.update(_kept_of_phone(digits))
    if not said:
        return
    secret = _secret(connection)
    if secret is None:
        secret = secrets.token_bytes(32)
        connection.execute(
            "INSERT INTO secrets (name, value, made_at) VALUES (?, ?, ?)", (_NAME, secret.hex(), columns.instant(at))
        )
    day = columns.day(on or at.date())
    _write(connection, ((digest, day) for digest in sorted(_digest(secret, each) for each in said)))


def _others(connection: Connection, people: tuple[str, ...], term: str) -> bool:
    row = connection.execute(
        f"SELECT 1 FROM customer_terms WHERE term = ? AND customer_id NOT IN ({', '.join('?' * len(people))}) LIMIT 1",
        (term, *people),
    ).fetchone()
    return row is not None


def _kept_of_phone(digits: str) -> Iterator[str]:
    """The whole number, and its ends: a file may write it without what stands before the subscriber's."""
    number = digits.lstrip("0")
    yield _PHONE + number
    yield from (_TAIL + number[start:] for start in range(len(number) - DIGITS_MIN + 1))


def _asked(kind: str, text: str) -> Iterator[str]:
    if kind == "key":
        yield _KEY + text
    elif kind == "email":
        yield _EMAIL + customers.email_term(text)
    else:
        number = folding.digits(text).lstrip("0")
        if len(number) >= DIGITS_MIN:
            yield _PHONE + number
            yield _TAIL + number
            yield from (_PHONE + number[start:] for start in range(1, len(number) - DIGITS_MIN + 1))


def _numbers(phones: Sequence[str]) -> Iterable[str]:
    """The digits of each (`folding.digits`)."""
    text = "\n".join(phones)
    plain = text.isascii() and text.count("\n") < len(phones)
    return _NO_DIGITS.sub("", text).split("\n") if plain else map(folding.digits, phones)


def _secret(connection: Connection) -> bytes | None:
    row = connection.execute("SELECT value FROM secrets WHERE name = ?", (_NAME,)).fetchone()
    return None if row is None else bytes.fromhex(str(row[0]))


def _digest(secret: bytes, said: str) -> str:
    return hmac.digest(secret, said.encode(), "sha256").hex()


def _digests(secret: bytes, said: Iterable[str]) -> Iterator[str]:
    """`_digest` of many: what is the same for all is worked out once (RFC 2104), which takes a third of the time."""
    padded = secret.ljust(sha256().block_size, b"\0")
    inner, outer = sha256(bytes(byte ^ 0x36 for byte in padded)), sha256(bytes(byte ^ 0x5C for byte in padded))
    for text in said:
        begun, ended = inner.copy(), outer.copy()
        begun.update(text.encode())
        ended.update(begun.digest())
        yield ended.hexdigest()
