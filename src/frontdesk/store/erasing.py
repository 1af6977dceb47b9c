"""Forgetting: a person, or the words of conversations that are over. Ledger lines, sums and counters stay as they are.

What is emptied stands in `store.personal`. It happens in the caller's one transaction, so that a person is there or
gone and never between; what the file itself still holds of freed words is `store.cleaning`'s.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from frontdesk.ground import folding
from frontdesk.store import calls, changes, forgotten_keys, forgotten_scopes, personal
from frontdesk.store.columns import as_instant, instant, unpacked_map
from frontdesk.store.driver import Connection, Value
from frontdesk.store.ledger import Entry
from frontdesk.store.personal import PERSONAL, Of, Personal
from frontdesk.store.triggers import GONE

_CARD = "customer_id IN (SELECT id FROM people)"
ASKED, RETENTION = "asked", "retention"
"""Why somebody is erased: they asked for it, or the time was over for which the business keeps people."""

CONVERSATION, PROMISE, APPROVAL, REVIEW = "conversation", "promise", "approval", "review"


@dataclass(frozen=True, slots=True)
class Open:
    """Something that is not over yet: an open conversation, promise or question to a lead, or an answer that is owed.

    `who` has it in hand, `due_at` is when it is due where it is; `since` is when it began.
    """

    kind: str
    id: str
    conversation_id: str
    words: str
    who: str
    since: datetime
    due_at: datetime | None = None


def still_open(connection: Connection, whose: Of) -> tuple[Open, ...]:
    """What is not over between the business and the person, the oldest first."""
    statement, parameters = whose.of(
        "SELECT 'conversation', c.id, c.id, c.request, s.name, c.opened_at, NULL FROM conversations c"
        " JOIN staff s ON s.id = c.staff_id WHERE c.id IN (SELECT id FROM talks) AND c.closed_at IS NULL"
        " AND coalesce(c.kind, '') = ''"
        " UNION ALL SELECT 'promise', p.id, p.conversation_id, p.text, s.name, p.made_at, p.due_at FROM promises p"
        " JOIN staff s ON s.id = p.owner_id WHERE (p.conversation_id IN (SELECT id FROM talks)"
        " OR p.customer_id IN (SELECT id FROM people)) AND p.kept_at IS NULL AND p.withdrawn_at IS NULL"
        " UNION ALL SELECT 'approval', a.id, a.conversation_id, a.label, s.name, a.asked_at, a.expires_at"
        " FROM approvals a JOIN staff s ON s.id = a.asked_by WHERE a.conversation_id IN (SELECT id FROM talks)"
        " AND a.answered_at IS NULL AND a.withdrawn_at IS NULL"
        " UNION ALL SELECT 'review', c.id, c.id, coalesce(c.source, ''), s.name, c.opened_at, c.answer_due_at"
        " FROM conversations c JOIN staff s ON s.id = c.staff_id WHERE c.id IN (SELECT id FROM talks)"
        " AND c.answer_due_at IS NOT NULL AND c.answered_at IS NULL ORDER BY 6, 2"
    )
    return tuple(
        Open(row[0], row[1], row[2], row[3], row[4], as_instant(row[5]), None if row[6] is None else as_instant(row[6]))
        for row in connection.execute(statement, parameters)
    )


def end(connection: Connection, whose: Of, at: datetime, by: str | None) -> None:
    """End what is still open: conversations close, promises and questions are withdrawn, answers are owed no more."""
    now = instant(at)
    _run(
        connection,
        whose,
        "UPDATE promises SET withdrawn_at = ? WHERE (conversation_id IN (SELECT id FROM talks)"
        " OR customer_id IN (SELECT id FROM people)) AND kept_at IS NULL AND withdrawn_at IS NULL",
        (now,),
    )
    _run(
        connection,
        whose,
        "UPDATE approvals SET withdrawn_at = ? WHERE conversation_id IN (SELECT id FROM talks)"
        " AND answered_at IS NULL AND withdrawn_at IS NULL",
        (now,),
    )
    _run(
        connection,
        whose,
        "UPDATE conversations SET answered_at = ?, answered_by = ?, answer_text = '' WHERE id IN (SELECT id FROM talks)"
        " AND answer_due_at IS NOT NULL AND answered_at IS NULL",
        (now, by),
    )
    _run(
        connection,
        whose,
        "UPDATE conversations SET closed_at = ? WHERE id IN (SELECT id FROM talks) AND closed_at IS NULL",
        (now,),
    )


def erase(connection: Connection, whose: Of, how: str, at: datetime, by: str | None, on: date | None = None) -> None:
    """Empty everything that says something about a person, in the caller's transaction; nothing of theirs is open.

    `whose` names all their cards (`personal.cards_of`), and conversations that had no card. Ids stay, with what the
    ledger adds up to. Of somebody who asked for it, files do not bring the card back (`forgotten_keys`); `on` is the
    day that is said of it, when it is not that of `at`.
    """
    now = instant(at)
    people = whose.people
    for customer_id in (*people, *whose.talks):
        connection.execute(
            "INSERT INTO erasures (customer_id, how, erased_by, erased_at) SELECT ?, ?, ?, ?"
            " WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE customer_id = ?)",
            (customer_id, how, by, now, customer_id),
        )
    if how == ASKED and people:
        forgotten_keys.keep(connection, people, _own_numbers(connection, people), at, on)
    _forget_calls_of_the_same_number(connection, people)
    _forget_file_names(connection, people)
    _forget_what_stands_with_others(connection, people)
    _empty(connection, whose, now, PERSONAL)
    connection.executemany(
        "UPDATE customers SET erased_at = ? WHERE id = ? AND erased_at IS NULL", [(now, each) for each in people]
    )


def forget_talks(connection: Connection, talks: Iterable[str], at: datetime) -> None:
    """Empty the words of conversations that are over, with everything that was written about them; cards stay."""
    reached = [each for each in PERSONAL if each.table in _OF_TALKS]
    _empty(connection, Of((), tuple(talks)), instant(at), reached)


_OF_TALKS = frozenset(
    {
        *("promise_moves", "promises", "entry_words", "blocks", "approvals", "ideas", "stories", "causes"),
        *("event_members", "conversations", "drafts"),
    }
)


def _empty(connection: Connection, whose: Of, now: str, tables: Iterable[Personal]) -> None:
    # The triggers let words go only where the conversation was forgotten: said first.
    _run(
        connection,
        whose,
        "UPDATE conversations SET forgotten_at = ? WHERE id IN (SELECT id FROM talks) AND forgotten_at IS NULL",
        (now,),
    )
    scopes = forgotten_scopes.of(connection, whose)
    by_name = {each.table: each for each in tables}
    if "groups" in by_name:
        _forget_groups(connection, whose)
    for table in tables:
        if table.table in _ONE_BY_ONE:
            _one_by_one(connection, whose, table)
        elif table.table != "groups":
            _all_at_once(connection, whose, table)
    forgotten_scopes.keep_counting(connection, scopes)


_ONE_BY_ONE: dict[str, tuple[str, str]] = {"event_members": ("event_id", "what"), "causes": ("id", "folded")}
"""Tables in which a column must tell rows apart after it was emptied, too: key columns, and the one of them."""


def _all_at_once(connection: Connection, whose: Of, table: Personal) -> None:
    if table.goes:
        _run(connection, whose, f'DELETE FROM "{table.table}" WHERE {table.reached}')
        return
    if not table.words:
        return
    put = ", ".join(  # what is empty stays so: nothing was done instead, nothing was asked
        f'"{name}" = CASE WHEN coalesce("{name}", \'\') = \'\' THEN "{name}" ELSE ? END'
        if isinstance(said, str)
        else f'"{name}" = ?'
        for name, said in table.words.items()
    )
    _run(connection, whose, f'UPDATE "{table.table}" SET {put} WHERE {table.reached}', tuple(table.words.values()))


def _one_by_one(connection: Connection, whose: Of, table: Personal) -> None:
    own, distinct = _ONE_BY_ONE[table.table]
    key = dict.fromkeys((own, distinct))
    put = ", ".join(f'"{name}" = ?' for name in table.words)
    for row in list(personal.rows(connection, table, whose, tuple(key))):
        values = [f"{GONE}{secrets.token_hex(8)}" if name == distinct else said for name, said in table.words.items()]
        connection.execute(
            f'UPDATE "{table.table}" SET {put} WHERE "{own}" = ? AND "{distinct}" = ?',
            (*values, row[own], row[distinct]),
        )


def _forget_groups(connection: Connection, whose: Of) -> None:
    """A group in which nobody else is loses its name; one that others belong to keeps it, as it is theirs.

    A household called by the person's whole name is called by who is left in it.
    """
    statement, parameters = whose.of(
        "SELECT g.id, g.name, c.name FROM groups g JOIN group_members m ON m.group_id = g.id"
        " JOIN customers c ON c.id = m.customer_id WHERE g.kind = 'household' AND c.id IN (SELECT id FROM people)"
    )
    for group_id, name, person in connection.execute(statement, parameters).fetchall():
        called = folding.words(person)
        if called and set(folding.words(name)).issuperset(called):
            connection.execute("UPDATE groups SET name = '', folded = '' WHERE id = ?", (group_id,))
    _run(
        connection,
        whose,
        "UPDATE groups SET name = ?, folded = ? WHERE id IN (SELECT group_id FROM group_members"
        " WHERE customer_id IN (SELECT id FROM people)) AND NOT EXISTS (SELECT 1 FROM group_members m"
        " JOIN customers c ON c.id = m.customer_id WHERE m.group_id = groups.id AND c.erased_at IS NULL"
        " AND c.id NOT IN (SELECT id FROM people))",
        (GONE, ""),
    )


def _forget_calls_of_the_same_number(connection: Connection, people: tuple[str, ...]) -> None:
    """Calls that nobody took yet have no customer: they are known by the number.

    A call that was taken for another card (cards that were one for a while, a borrowed telephone) stays that card's,
    without the number. Of a telephone that somebody else has, too, calls stay: it may be the other who waits.
    """
    for number in _numbers(connection, people):
        others = {each.id for each in calls.callers(connection, number)} - set(people)
        if len(number) < PHONE_DIGITS_MIN or others:
            continue
        tail = (PHONE_DIGITS_MIN, number[-PHONE_DIGITS_MIN:])
        connection.execute("DELETE FROM calls WHERE customer_id IS NULL AND substr(digits, -?) = ?", tail)
        _run(
            connection,
            Of(people),
            "UPDATE calls SET number = '', digits = '' WHERE substr(digits, -?) = ?"
            " AND customer_id NOT IN (SELECT id FROM people)",
            tail,
        )


def _numbers(connection: Connection, people: tuple[str, ...]) -> set[str]:
    """The digits of every telephone that the person's cards have, or had before somebody changed it."""
    statement, parameters = Of(people).of("SELECT phone FROM customers WHERE id IN (SELECT id FROM people)")
    said = [phone for (phone,) in connection.execute(statement, parameters)]
    statement, parameters = Of(people).of(f"SELECT before_json, after_json FROM changes WHERE {_CARD} AND how = ?")
    for row in connection.execute(statement, (*parameters, changes.EDIT)):
        said += [str(unpacked_map(each).get("phone") or "") for each in row]
    return {folding.digits(phone) for phone in said} - {""}


def _own_numbers(connection: Connection, people: tuple[str, ...]) -> set[str]:
    """Those of them that nobody else has, too."""
    numbers = _numbers(connection, people)
    return {each for each in numbers if not {one.id for one in calls.callers(connection, each)}.difference(people)}


PHONE_DIGITS_MIN = 7
"""So many last digits of two numbers make them the same telephone, whatever stands before them."""


def _forget_what_stands_with_others(connection: Connection, people: tuple[str, ...]) -> None:
    """What merges that were undone wrote of the person on another's card, and took away again.

    It stands in what became of that card (also by way of a third), in the merges that are over, and in a conversation
    that became another's after something was given in it.
    """
    once, waiting = set(people), list(people)
    while waiting:
        rows = connection.execute("SELECT kept_id FROM merges WHERE merged_id = ?", (waiting.pop(),)).fetchall()
        new = {str(row[0]) for row in rows} - once
        once |= new
        waiting += new
    _run(  # why something was given to them stands in the conversation as it was last meant
        connection,
        Of(people),
        "UPDATE conversations SET attempt_json = '' WHERE attempt_json <> '' AND id NOT IN (SELECT id FROM talks)"
        f" AND id IN (SELECT conversation_id FROM entries WHERE {_CARD}) AND EXISTS (SELECT 1 FROM entries e"
        f" WHERE e.conversation_id = conversations.id AND e.{_CARD} AND instr(attempt_json, e.attempt_id) > 0)",
    )
    theirs = _own_words(connection, people)
    for other in sorted(once.difference(people)):
        connection.execute(
            "UPDATE merges SET before_json = '{}', moved_json = '{}' WHERE kept_id = ? AND undone_at IS NOT NULL",
            (other,),
        )
        rows = connection.execute(
            "SELECT id, how, before_json, after_json FROM changes WHERE customer_id = ?", (other,)
        ).fetchall()
        gone = [
            (change_id,)
            for change_id, how, *said in rows
            if how in (changes.MERGE, changes.UNDO)
            or any(theirs.intersection(map(str, unpacked_map(each).values())) for each in said)
        ]
        connection.executemany("DELETE FROM changes WHERE id = ?", gone)


def _own_words(connection: Connection, people: tuple[str, ...]) -> set[str]:
    """By what the person's cards can be told from others'."""
    statement, parameters = Of(people).of(
        "SELECT name, phone, email, card_number FROM customers WHERE id IN (SELECT id FROM people)"
    )
    return {str(each) for row in connection.execute(statement, parameters) for each in row if each}


def _forget_file_names(connection: Connection, people: tuple[str, ...]) -> None:
    """A file that was called after the person ("Kristine Berzina.vcf") loses its name."""
    statement, parameters = Of(people).of("SELECT name FROM customers WHERE id IN (SELECT id FROM people)")
    names = [folding.words(row[0]) for row in connection.execute(statement, parameters)]
    for import_id, file_name in connection.execute("SELECT id, file_name FROM imports").fetchall():
        said = set(folding.words(file_name))
        if any(name and said.issuperset(name) for name in names):
            connection.execute("UPDATE imports SET file_name = '' WHERE id = ?", (import_id,))


def _run(connection: Connection, whose: Of, statement: str, values: tuple[Value, ...] = ()) -> None:
    sql, parameters = whose.of(statement)
    connection.execute(sql, (*parameters, *values))


def is_forgotten(connection: Connection, conversation_id: str) -> bool:
    """Whether the words of a conversation are forgotten."""
    row = connection.execute("SELECT forgotten_at FROM conversations WHERE id = ?", (conversation_id,)).fetchone()
    return row is not None and row[0] is not None


def is_line_forgotten(connection: Connection, entry: Entry) -> bool:
    """Whether the words of a ledger line are forgotten, with its conversation or with its person."""
    if is_forgotten(connection, entry.conversation_id):
        return True
    return entry.customer_id is not None and erasure_of(connection, entry.customer_id) is not None


def erasure_of(connection: Connection, customer_id: str) -> tuple[str, datetime] | None:
    """How and when the person was erased; None for somebody who was not."""
    row = connection.execute("SELECT how, erased_at FROM erasures WHERE customer_id = ?", (customer_id,)).fetchone()
    return None if row is None else (str(row[0]), as_instant(row[1]))
