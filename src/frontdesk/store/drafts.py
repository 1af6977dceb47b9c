"""What is being typed in forms that keep nothing before their end, so that a dropped line loses none of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from frontdesk.store.columns import instant
from frontdesk.store.driver import Connection


def put(
    connection: Connection, staff_id: str, form: str, about: str, words: Mapping[str, str], typed_at: datetime
) -> None:
    """Keep what stands in a form now, in place of what stood there before; nothing about who was forgotten."""
    connection.execute(
        "INSERT INTO drafts (staff_id, form, about, words_json, typed_at) SELECT ?1, ?2, ?3, ?4, ?5"
        " WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE customer_id = ?3)"
        " AND NOT EXISTS (SELECT 1 FROM conversations WHERE id = ?3 AND forgotten_at IS NOT NULL)"
        " ON CONFLICT (staff_id, form, about) DO UPDATE SET words_json = excluded.words_json,"
        " typed_at = excluded.typed_at",
        (staff_id, form, about, json.dumps(dict(words), ensure_ascii=False, sort_keys=True), instant(typed_at)),
    )


def get(connection: Connection, staff_id: str, form: str, about: str) -> dict[str, str]:
    """What somebody typed in a form and neither kept nor left, by field; empty for nothing."""
    row = connection.execute(
        "SELECT words_json FROM drafts WHERE staff_id = ? AND form = ? AND about = ?", (staff_id, form, about)
    ).fetchone()
    return {} if row is None else {str(name): str(text) for name, text in json.loads(row[0]).items()}


def forget(connection: Connection, staff_id: str, form: str, about: str) -> None:
    """The form was kept, or left for good."""
    connection.execute("DELETE FROM drafts WHERE staff_id = ? AND form = ? AND about = ?", (staff_id, form, about))
