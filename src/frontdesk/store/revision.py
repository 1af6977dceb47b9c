"""Which schema a database has, and which one this program speaks."""

from __future__ import annotations

from frontdesk.store.driver import Connection

REVISION = "0005"  # the newest revision in migrations/versions; a test holds the two together


def revision_of(connection: Connection) -> str | None:
    """The schema revision of the database, None when it has none."""
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE type='table' AND name='alembic_version'").fetchone()
    if known is None:
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])
