"""Everything that is known of somebody, for themselves: as JSON whose names stay, and as a text that can be read.

Rows are found by the same walk as an erasure (`store.personal`). Who of the staff wrote or gave something is not said:
it is about them. Somebody who owes the person something is named, because that is what the person may ask about.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from frontdesk.desk.desk import Desk
from frontdesk.desk.gestures.saying import amount_in
from frontdesk.desk.privacy.privacy import cards_in, must_lead
from frontdesk.ground import language
from frontdesk.ground.language import LANGUAGES, N_, _
from frontdesk.ground.pages import wrapped
from frontdesk.store import erasing, personal
from frontdesk.store.columns import as_instant
from frontdesk.store.driver import Connection
from frontdesk.store.personal import PERSONAL, Of, Personal
from frontdesk.store.transaction import reading

FORM = 1
"""The version of the form of the JSON: names are only ever added to it."""

ABOUT: Mapping[str, str] = {
    "customers": N_("Your card"),
    "customer_terms": N_("What your card is found by"),
    "preferences": N_("What you like and need"),
    "notes": N_("What we noted so that it goes well"),
    "group_members": N_("Households and companies you belong to"),
    "groups": N_("Their names"),
    "homes": N_("Which household what we give you counts for"),
    "orders": N_("Orders and stays"),
    "conversations": N_("What you asked for, and what we said"),
    "promises": N_("What we promised"),
    "promise_moves": N_("Promises that got another time"),
    "entries": N_("What we gave"),
    "entry_words": N_("Why we gave it"),
    "blocks": N_("What we could not give as it was asked"),
    "approvals": N_("What a lead was asked about"),
    "ideas": N_("Ideas that your requests gave us"),
    "stories": N_("Stories that we tell of it"),
    "causes": N_("What was behind a trouble"),
    "event_members": N_("Things that touched many, and you"),
    "calls": N_("Calls"),
    "changes": N_("What changed on your card"),
    "merges": N_("Cards that were found to be yours, too"),
    "not_duplicates": N_("Cards that are not yours, as somebody looked"),
    "staff_customers": N_("That you work here, too"),
    "drafts": N_("What is being written about it"),
}
"""What each table is to the person; a test holds it against the list of what is personal."""


def export(desk: Desk, customer_id: str) -> dict[str, Any]:
    """Everything about a customer with all their cards, as plain values. Raises NotFound; BadInput unless one leads.

    Instants are UTC in ISO form, amounts are minor units, and a name is `table.column` of the database without `_json`.
    """
    must_lead(desk)
    at = desk.now()
    with reading(desk.store) as connection:
        people = cards_in(connection, customer_id)
        whose = Of(people)
        erased = erasing.erasure_of(connection, people[0])
        tables = {table.table: _rows(connection, table, whose) for table in PERSONAL}
        row = connection.execute("SELECT languages FROM customers WHERE id = ?", (people[0],)).fetchone()
    return {
        "frontdesk_export": FORM,
        "exported_at": _iso(at),
        "business": "" if desk.guidelines is None else desk.guidelines.business.name,
        "currency": "" if desk.guidelines is None else desk.guidelines.business.currency,
        "customer": people[0],
        "cards": list(people),
        "languages": [] if row is None else str(row[0]).split(),
        "erased_at": None if erased is None else _iso(erased[1]),
        "tables": tables,
    }


def _rows(connection: Connection, table: Personal, whose: Of) -> list[dict[str, Any]]:
    found = []
    names = _owed(connection) if table.owed else {}
    for row in personal.rows(connection, table, whose, (*table.told, *table.owed)):
        said = {name.removesuffix("_json"): _said(name, row[name]) for name in table.told}
        for column in table.owed:
            still = row.get("kept_at") is None and row.get("withdrawn_at") is None
            said[column.removesuffix("_id")] = names.get(row[column]) if still else None
        found.append(said)
    return found


def _owed(connection: Connection) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in connection.execute("SELECT id, name FROM staff")}


def _said(name: str, value: Any) -> Any:
    if name.endswith("_json") and isinstance(value, str):
        said = json.loads(value) if value else None
        return {key: each for key, each in said.items() if key != "staff_id"} if isinstance(said, dict) else said
    if name.endswith("_at") and isinstance(value, str):
        return _iso(as_instant(value))
    return value


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


# --- to be read ---------------------------------------------------------------------------------------------


def readable(desk: Desk, found: Mapping[str, Any]) -> str:
    """What `export` found as a text for the person, in the first of their languages that the desk speaks."""
    spoken = next((code for code in found["languages"] if code in LANGUAGES), language.current())
    with language.spoken(spoken):
        lines = list(_text(desk, found))
    return "\n".join(lines) + "\n"


def _text(desk: Desk, found: Mapping[str, Any]) -> Iterator[str]:
    yield _("What {business} knows about you").format(business=found["business"] or _("this business"))
    yield _("As of {when}.").format(when=_wall(desk, found["exported_at"]))
    if found["erased_at"]:
        yield ""
        yield _("You were erased on {day}. What follows stands for nobody any more.").format(
            day=found["erased_at"][:10]
        )
    reasons = {row["entry_seq"]: row["reason"] for row in found["tables"]["entry_words"]}
    for table, about in ABOUT.items():
        rows = found["tables"][table]
        if not rows or table in _NOT_READ:
            continue
        yield ""
        yield _(about)
        for row in rows:
            yield from wrapped(_line(desk, table, row, reasons), "- ", "  ")


_NOT_READ = frozenset({"customer_terms", "entry_words", "homes", "not_duplicates"})
"""In the JSON; in the text it says nothing that does not stand elsewhere."""
_SILENT = ("id", "seq", "folded", "updated_at", "created_at", "before", "after", "moved", "heard", "attempt", "ticks")


def _line(desk: Desk, table: str, row: Mapping[str, Any], reasons: Mapping[int, str]) -> str:
    """A row as one sentence of what it holds: its day, its words, its amounts."""
    dated, day = _dated(row)
    parts = [day]
    currency = "" if desk.guidelines is None else desk.guidelines.business.currency
    if table == "entries":
        amount = amount_in(row["currency"], row["value_minor"]) if row["value_minor"] else ""
        parts += [row["label"], f"{amount} {row['currency']}" if amount else "", reasons.get(row["seq"], "")]
        if row["kind"] == "taken_back":
            parts.insert(1, _("taken back"))
        return " · ".join(part for part in parts if part)
    for name, value in row.items():
        if (
            name == dated
            or name in _SILENT
            or name.endswith(("_id", "_at", "_on", "_date", "_seq", "_digest"))
            or not value
        ):
            continue
        if name.endswith("_minor"):
            value = f"{amount_in(currency, value)} {currency}" if currency else value
        parts.append(_value(value))
    if table == "promises":
        parts.append(_("by {when}").format(when=_wall(desk, row["due_at"])))
        parts.append(_("{who} owes it to you").format(who=row["owner"]) if row["owner"] else "")
        parts.append(_("kept") if row["kept_at"] else "")
    return " · ".join(part for part in parts if part)


def _dated(row: Mapping[str, Any]) -> tuple[str, str]:
    """The column that says of which day a row is, and that day; both "" for a row of no day."""
    for name in ("business_date", "at", "noted_at", "rang_at", "changed_at", "merged_at", "starts_on"):
        if row.get(name):
            return name, str(row[name])[:10]
    return "", ""


def _wall(desk: Desk, instant: str) -> str:
    """An instant of the export as the business's clock on the wall shows it."""
    return f"{desk.days().wall(datetime.fromisoformat(instant)):%Y-%m-%d %H:%M}"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {said}" for name, said in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(map(str, value))
    return "" if isinstance(value, (bool, int)) else str(value)
