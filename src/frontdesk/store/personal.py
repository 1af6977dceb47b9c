"""Every table, and what of it is about a customer: how a person's rows are reached, and what becomes of their words.

Export and erasure walk this list and nothing else, and a test holds it against the schema, column by column: a table
or a column that is added later is either said here, or the test names it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from frontdesk.store.driver import Connection, Value
from frontdesk.store.triggers import GONE

# What a condition may name: the person's cards, their conversations, their orders.
_CARD = "customer_id IN (SELECT id FROM people)"
_TALK = "conversation_id IN (SELECT id FROM talks)"
_PROMISES = f"SELECT id FROM promises WHERE {_TALK} OR {_CARD}"
_LINES = f"{_CARD} OR {_TALK}"


@dataclass(frozen=True, slots=True)
class Personal:
    """A table that knows something about customers.

    `reached` is the condition by which a row is a person's. `words` are the columns that say something about them,
    with what stands there afterwards; `kept` are ids, times, amounts and words of the guidelines, which say nothing
    without a name beside them; `unsaid` are columns that an export leaves out (who of the staff it was, keys).
    `goes` means that the whole row is removed. `owed` are columns whose staff a person is told by name.
    """

    table: str
    reached: str
    words: Mapping[str, Value] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    goes: bool = False
    owed: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """The columns of an export."""
        return (*self.kept, *self.words)


def _gone(*columns: str) -> dict[str, Value]:
    """Columns of a row that goes as a whole."""
    return dict.fromkeys(columns)


PERSONAL: tuple[Personal, ...] = (
    Personal(
        "customers",
        "id IN (SELECT id FROM people)",
        {
            "external_key": None,
            "name": GONE,
            "tier": "",
            "phone": "",
            "email": "",
            "card_number": "",
            "languages": "",
            "channel": "",
            "standing": "",
            "since": None,
            "visits": 0,
            "overdue_minor": 0,
            "likes_json": "[]",
            "facts_json": "{}",
            "hours": None,
            "balance_minor": None,
            "import_id": None,
        },
        kept=("id", "created_at", "updated_at", "merged_into_id", "erased_at"),
    ),
    Personal("customer_terms", _CARD, _gone("term"), kept=("customer_id",), goes=True),
    Personal(
        "preferences",
        _CARD,
        _gone("text", "whose"),
        kept=("id", "customer_id", "lasting", "expires_on", "conversation_id", "noted_at", "struck_at"),
        unsaid=("noted_by", "struck_by"),
        goes=True,
    ),
    Personal(
        "notes",
        _CARD,
        _gone("text"),
        kept=("id", "customer_id", "conversation_id", "noted_at", "struck_at"),
        unsaid=("noted_by", "struck_by"),
        goes=True,
    ),
    Personal(
        "changes",
        f"{_CARD} OR order_id IN (SELECT id FROM stays)",
        _gone("before_json", "after_json"),
        kept=("id", "customer_id", "order_id", "how", "import_id", "changed_at", "undone_at"),
        unsaid=("changed_by", "undone_by"),
        goes=True,
    ),
    Personal(
        "group_members",
        _CARD,
        _gone("role"),
        kept=("id", "group_id", "customer_id", "joined_at", "ended_at", "ended_after_home"),
        unsaid=("joined_by", "ended_by", "import_id"),
        goes=True,
    ),
    # Names of counters, made of ids: what was given to the household stays counted for who is left in it.
    Personal("homes", _CARD, {}, kept=("id", "value", "group_id", "customer_id")),
    Personal(
        "staff_customers",
        _CARD,
        {},
        kept=("staff_id", "customer_id", "linked_at"),
        unsaid=("linked_by",),
        goes=True,
    ),
    Personal(
        "groups",
        # A group that somebody else belongs to keeps its name: it is theirs as well.
        f"id IN (SELECT group_id FROM group_members WHERE {_CARD})",
        {"name": GONE, "folded": ""},
        kept=("id", "kind", "made_at"),
        unsaid=("made_by",),
    ),
    Personal(
        "merges",
        "kept_id IN (SELECT id FROM people) OR merged_id IN (SELECT id FROM people)",
        {"before_json": "{}", "moved_json": "{}"},
        kept=("id", "kept_id", "merged_id", "merged_at", "undone_at", "after_seq", "undone_after_seq"),
        unsaid=("merged_by", "undone_by"),
    ),
    Personal(
        "not_duplicates",
        "first_id IN (SELECT id FROM people) OR second_id IN (SELECT id FROM people)",
        kept=("first_id", "second_id", "said_at"),
        unsaid=("said_by",),
        goes=True,
    ),
    Personal(
        "calls",
        f"{_CARD} OR {_TALK}",
        _gone("number", "digits", "let_go_why"),
        kept=(
            *("id", "customer_id", "conversation_id", "line", "desk", "site", "rang_at", "ended_at", "taken_at"),
            *("let_go_at", "business_date"),
        ),
        unsaid=("taken_by", "let_go_by"),
        goes=True,
    ),
    Personal(
        "drafts",
        "about IN (SELECT id FROM people) OR about IN (SELECT id FROM talks)",
        _gone("words_json"),
        kept=("form", "about", "typed_at"),
        unsaid=("staff_id",),
        goes=True,
    ),
    Personal(
        "orders",
        _CARD,
        {
            "external_key": None,
            "label": GONE,
            "place": "",
            "state": "closed",
            "total_minor": None,
            "paid_minor": None,
            "facts_json": "{}",
            "trouble": None,
            "promised_json": None,
            "import_id": None,
        },
        kept=("id", "customer_id", "starts_on", "ends_on", "due_on", "created_at", "updated_at"),
    ),
    Personal(
        "promise_moves",
        f"promise_id IN ({_PROMISES})",
        {"reason": ""},
        kept=("id", "promise_id", "from_due_at", "to_due_at", "moved_at"),
        unsaid=("from_owner_id", "to_owner_id", "moved_by"),
    ),
    Personal(
        "promises",
        f"{_TALK} OR {_CARD}",
        {"text": GONE, "now_text": None, "next_text": None, "channel": None, "hours": None},
        kept=(
            *("id", "conversation_id", "customer_id", "due_at", "made_at", "business_date", "entry_id", "kept_at"),
            *("withdrawn_at", "event_id"),
        ),
        unsaid=("owner_id", "made_by", "kept_by"),
        owed=("owner_id",),
    ),
    Personal(
        "entry_words",
        f"entry_seq IN (SELECT seq FROM entries WHERE {_LINES})",
        _gone("reason", "scope_json", "moment_json"),
        kept=("entry_seq",),
        unsaid=("salt",),
        goes=True,
    ),
    Personal(
        "entries",
        _LINES,
        kept=(
            *("seq", "id", "kind", "reverses", "conversation_id", "incident_id", "customer_id", "order_id", "gesture"),
            *("label", "value_minor", "quantity_thousandths", "unit", "currency", "at", "business_date", "event_id"),
        ),
        unsaid=(
            *("attempt_id", "cost_minor", "exposure_minor", "needs_heard", "bend", "scope_json", "staff_id", "role"),
            *("site", "desk", "guidelines_version", "approval_id", "grant_id", "words_digest"),
            "clock_behind_seconds",
        ),
    ),
    Personal(
        "blocks",
        _TALK,
        {"done_instead": GONE, "scope_json": None, "moment_json": None},
        kept=(
            *("id", "conversation_id", "gesture", "outcome", "asked_minor", "possible_minor", "at", "business_date"),
            "asked_thousandths",
        ),
        unsaid=("rules_json", "ways_json", "role", "guidelines_version", "after_seq"),
    ),
    Personal(
        "approvals",
        _TALK,
        {"reason": "", "alternative": GONE, "words": "", "ticks_json": "[]"},
        kept=(
            *("id", "conversation_id", "block_id", "gesture", "label", "ask_minor", "ask_thousandths", "asked_at"),
            *("business_date", "expires_at", "answer", "approved_minor", "approved_thousandths"),
            *("alternative_gesture", "answered_at", "withdrawn_at"),
        ),
        unsaid=("role", "asked_by", "site", "desk", "guidelines_version", "answered_by", "answered_role", "one_off"),
    ),
    Personal(
        "ideas",
        f"{_TALK} OR entry_id IN (SELECT id FROM entries WHERE {_LINES})"
        f" OR block_id IN (SELECT id FROM blocks WHERE {_TALK})"
        f" OR approval_id IN (SELECT id FROM approvals WHERE {_TALK})",
        {"text": GONE, "answer_text": ""},
        kept=(
            *("id", "conversation_id", "entry_id", "gesture", "at", "business_date", "block_id", "approval_id"),
            *("answer_due_on", "answer", "answered_at", "adopted_number"),
        ),
        unsaid=("staff_id", "answered_by"),
    ),
    Personal(
        "stories",
        _TALK,
        {"words": GONE},
        kept=("id", "conversation_id", "kind", "at", "business_date", "lined_up_on"),
        unsaid=("told_by", "thanked_json"),
    ),
    Personal(
        "causes",
        _TALK,
        {"thing": GONE, "folded": ""},
        kept=("id", "conversation_id", "at", "business_date"),
    ),
    Personal(
        "event_members",
        f"{_CARD} OR {_TALK} OR order_id IN (SELECT id FROM stays)",
        {"what": GONE, "note": "", "serial": None},
        kept=("event_id", "customer_id", "order_id", "conversation_id", "promise_id", "entry_id", "called_at", "call"),
    ),
    Personal(
        "conversations",
        "id IN (SELECT id FROM talks)",
        {
            "customer_name": "",
            "request": GONE,
            "wish": None,
            "answers_json": "{}",
            "now_text": "",
            "next_text": "",
            "cause": "",
            "attempt_json": "",
            "source": "",
            "apology": None,
            "happened": None,
            "written": "",
            "answer_text": "",
            "answer_place": "",
        },
        kept=(
            *("id", "incident_id", "customer_id", "order_id", "situation", "channel", "heard", "heard_at"),
            *("ticks_json", "due_at", "nothing_owed", "anything_else", "opened_at", "closed_at", "business_date"),
            *("updated_at", "kind", "answer_due_at", "answered_at", "forgotten_at"),
        ),
        unsaid=("staff_id", "site", "desk", "answered_by"),
    ),
)
"""In the order in which they are emptied: what others are reached by comes last."""

NOT_PERSONAL: Mapping[str, str] = {
    "backups": "which copies of the database there are; what is in them is forgotten when they are put back",
    "chain": "the hash of each ledger line",
    "clock_words": "who of the people who work here said that the clock is right again",
    "causes_to_fix": "a thing that breaks, and who mends it; the cases it came from are in causes",
    "erasures": "that an id was erased, and when: it is what makes a restored backup forget again",
    "events": "a cause that touches many; whom it touches is in event_members",
    "forgotten_keys": "keyed hashes of keys in files, so that an erased person is not brought back unasked",
    "grants": "authority that a lead gave to staff ahead of any customer",
    "guidelines_file": "which version of the business's own rules the folder holds",
    "guidelines_in_force": "since when which rules are in force",
    "guidelines_versions": "the text of the business's own rules",
    "heads": "how long the ledger was on a day, and the hash of its end",
    "house_facts": "how the house stands",
    "imports": "which file was taken over and how many rows; what came of a row is in changes",
    "secrets": "random keys of this database",
    "sessions": "who of the people who work here was at which desk",
    "shapes": "what limits count",
    "sign_ins": "when the people who work here signed in, and what was refused",
    "staff": "the people who work here",
    "staff_authority": "what the people who work here may give",
    "staff_keys": "public keys of the people who work here",
    "staff_pin_tries": "wrong codes of the people who work here",
    "usage": "sums of the ledger by id: counters that must stay what the ledger adds up to",
    "usage_marks": "sums of the ledger by id: counters that must stay what the ledger adds up to",
}
"""The tables that hold nothing of customers, and why."""


def cards_of(connection: Connection, customer_id: str) -> tuple[str, ...]:
    """All cards of the person: this one, those merged with it, and those merged with them; none when there is none."""
    rows = connection.execute(
        "WITH RECURSIVE same(id) AS (SELECT id FROM customers WHERE id = ?"
        " UNION SELECT c.id FROM customers c JOIN same s ON c.merged_into_id = s.id"
        " UNION SELECT c.merged_into_id FROM customers c JOIN same s ON c.id = s.id"
        " WHERE c.merged_into_id IS NOT NULL) SELECT id FROM same ORDER BY id = ? DESC, id",
        (customer_id, customer_id),
    )
    return tuple(str(row[0]) for row in rows)


@dataclass(frozen=True, slots=True)
class Of:
    """Whose rows are meant: the cards of a person, or the words of some conversations."""

    people: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()

    def of(self, sql: str) -> tuple[str, tuple[Value, ...]]:
        """A statement in which `people`, `talks` and `stays` can be named, and its parameters."""
        people = _listed(len(self.people))
        return (
            f"WITH people(id) AS ({people}), talks(id) AS ({_listed(len(self.talks))}"
            " UNION SELECT id FROM conversations WHERE customer_id IN (SELECT id FROM people)),"
            f" stays(id) AS (SELECT id FROM orders WHERE {_CARD}) {sql}",
            (*self.people, *self.talks),
        )


def _listed(count: int) -> str:
    return f"VALUES {', '.join(['(?)'] * count)}" if count else "SELECT id FROM customers WHERE 1 = 0"


def rows(connection: Connection, table: Personal, whose: Of, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The person's rows of a table, in the order in which they were written."""
    listed = ", ".join(f'"{name}"' for name in columns)
    statement, parameters = whose.of(f'SELECT {listed} FROM "{table.table}" WHERE {table.reached} ORDER BY 1')
    for row in connection.execute(statement, parameters):
        yield dict(zip(columns, row, strict=True))


def count(connection: Connection, table: Personal, whose: Of) -> int:
    """How many rows of a table are the person's."""
    statement, parameters = whose.of(f'SELECT count(*) FROM "{table.table}" WHERE {table.reached}')
    row = connection.execute(statement, parameters).fetchone()
    return 0 if row is None else int(row[0])


def named(tables: Iterable[Personal] = PERSONAL) -> dict[str, Personal]:
    """The personal tables by name."""
    return {each.table: each for each in tables}


def texts(connection: Connection, whose: Of) -> dict[str, set[str]]:
    """Everything that the person's rows say in words, by `table.column`: what no file may say afterwards."""
    found: dict[str, set[str]] = {}
    for table in PERSONAL:
        for row in rows(connection, table, whose, tuple(table.words)) if table.words else ():
            for name, value in row.items():
                if isinstance(value, str) and value:
                    found.setdefault(f"{table.table}.{name}", set()).add(value)
    return found
