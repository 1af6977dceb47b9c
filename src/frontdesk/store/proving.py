"""What `verify` asks the database: whether the file is sound, and whether what stands in it can be so."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from frontdesk.store.driver import Connection

MESSAGES_MAX = 20
_MIRRORED = (
    *("gesture", "conversation_id", "incident_id", "customer_id", "currency", "scope_json", "value_minor"),
    *("cost_minor", "exposure_minor", "quantity_thousandths", "unit"),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A version of the guidelines that ledger lines name, the first of them, and the gestures that they gave by it.

    `text` is None for one that is not kept here; `as_kept` whether the text is the one that the version stands for.
    """

    version: str
    first_seq: int
    gestures: dict[str, int]
    text: str | None
    as_kept: bool


def integrity(connection: Connection) -> tuple[str, ...]:
    """What SQLite itself finds wrong with the file; nothing when it is sound."""
    rows = connection.execute(f"PRAGMA integrity_check({MESSAGES_MAX})").fetchall()
    return tuple(str(row[0]) for row in rows if row[0] != "ok")


def not_mirrored(connection: Connection) -> tuple[int, ...]:
    """The numbers of takings back that do not mirror a given line before them, in order."""
    differing = " OR ".join(f"g.{name} IS NOT t.{name}" for name in _MIRRORED)
    rows = connection.execute(
        "SELECT t.seq FROM entries t LEFT JOIN entries g ON g.id = t.reverses WHERE t.kind <> 'given'"
        f" AND (g.id IS NULL OR g.kind <> 'given' OR g.seq >= t.seq OR {differing}) ORDER BY t.seq"
    ).fetchall()
    return tuple(int(row[0]) for row in rows)


def named_versions(connection: Connection) -> tuple[Named, ...]:
    """Every version of the guidelines that the ledger names, by the first line that names it."""
    rows = connection.execute(
        "SELECT guidelines_version, gesture, min(seq) FROM entries GROUP BY guidelines_version, gesture ORDER BY 3"
    ).fetchall()
    gestures: dict[str, dict[str, int]] = {}
    for version, gesture, seq in rows:
        gestures.setdefault(str(version), {})[str(gesture)] = int(seq)
    found = []
    for version, given in gestures.items():
        row = connection.execute("SELECT text FROM guidelines_versions WHERE version = ?", (version,)).fetchone()
        text = None if row is None else str(row[0])
        same = text is not None and hashlib.sha256(text.encode()).hexdigest() == version
        found.append(Named(version, min(given.values()), given, text, same))
    return tuple(found)


def newest_backup(connection: Connection) -> str | None:
    """The file name of the newest copy that is still there, one that was proven before one that was not."""
    row = connection.execute(
        "SELECT file_name FROM backups WHERE gone_at IS NULL AND problem = ''"
        " ORDER BY proven_at IS NULL, made_at DESC LIMIT 1"
    ).fetchone()
    return None if row is None else str(row[0])
