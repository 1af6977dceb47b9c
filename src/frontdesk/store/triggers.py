"""What the database itself refuses, whoever writes: the other half of the assertions that the program makes.

The ledger only grows; nothing is given before the request was heard; a taking back mirrors what it takes back.
They are dropped and made anew with every upgrade, because a changed table silently loses its triggers.
"""

from __future__ import annotations

from frontdesk.store.driver import Connection

_BODIES: dict[str, str] = {}

GONE = "—"
"""What stands in place of words that a table does not let be empty, once they are forgotten."""


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in columns)


def _forgotten(conversation_id: str) -> str:
    """Whether the words of a conversation were forgotten: the one thing for which what stands may be emptied."""
    return f"EXISTS (SELECT 1 FROM conversations WHERE id = {conversation_id} AND forgotten_at IS NOT NULL)"


def _erased(customer_id: str) -> str:
    """Whether a person was erased: what they were given and promised may stand in a conversation that is another's."""
    return f"EXISTS (SELECT 1 FROM erasures WHERE customer_id = {customer_id})"


def _emptied(column: str, *to: str) -> str:
    """The column is as it was, or empty."""
    return f"(NEW.{column} IS OLD.{column} OR NEW.{column} IN ({', '.join(repr(each) for each in to)}))"


for _table in (
    "entries",
    "guidelines_versions",
    "guidelines_in_force",
    "blocks",
    "shapes",
    "approvals",
    "grants",
    "promise_moves",
    "events",
    "event_members",
    "chain",
    "heads",
    "sign_ins",
):
    _BODIES[f"{_table}_never_removed"] = (
        f"BEFORE DELETE ON {_table} BEGIN SELECT RAISE(ABORT, '{_table}: a line is never removed'); END"
    )

_BODIES["entries_never_changed"] = (
    "BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'entries: a line is never changed'); END"
)
for _table in ("chain", "heads", "sign_ins"):
    _BODIES[f"{_table}_never_changed"] = (
        f"BEFORE UPDATE ON {_table} BEGIN SELECT RAISE(ABORT, '{_table}: a line is never changed'); END"
    )
# The words of a line come with it and stay as they are, until the person or the conversation is forgotten.
_BODIES["entry_words_never_changed"] = (
    "BEFORE UPDATE ON entry_words BEGIN SELECT RAISE(ABORT, 'entry_words: what was said is never changed'); END"
)
_OF_FORGOTTEN = (
    "EXISTS (SELECT 1 FROM entries e JOIN conversations c ON c.id = e.conversation_id"
    f" WHERE e.seq = {{row}}.entry_seq AND (c.forgotten_at IS NOT NULL OR {_erased('e.customer_id')}))"
)
_BODIES["entry_words_removed_when_forgotten"] = (
    f"BEFORE DELETE ON entry_words WHEN NOT {_OF_FORGOTTEN.format(row='OLD')}"
    " BEGIN SELECT RAISE(ABORT, 'entry_words: only what is forgotten is removed'); END"
)
_BODIES["entry_words_come_with_their_line"] = (
    "BEFORE INSERT ON entry_words WHEN EXISTS (SELECT 1 FROM entry_words WHERE entry_seq = NEW.entry_seq)"
    " OR NOT (NEW.entry_seq = (SELECT max(seq) FROM entries)"
    f" OR (NEW.reason = '' AND NEW.moment_json IS NULL AND {_OF_FORGOTTEN.format(row='NEW')}))"
    " BEGIN SELECT RAISE(ABORT, 'entry_words: words come with their line'); END"
)
_BODIES["conversations_stay_forgotten"] = (
    "BEFORE UPDATE OF forgotten_at ON conversations WHEN NEW.forgotten_at IS NOT OLD.forgotten_at"
    " AND (OLD.forgotten_at IS NOT NULL OR NEW.closed_at IS NULL)"
    " BEGIN SELECT RAISE(ABORT, 'conversations: what is over is forgotten, once'); END"
)
_BODIES["guidelines_versions_never_changed"] = (
    "BEFORE UPDATE ON guidelines_versions"
    " BEGIN SELECT RAISE(ABORT, 'guidelines_versions: a line is never changed'); END"
)
# What was to come into force may be withdrawn, once; everything else of a line stands.
_BODIES["guidelines_in_force_never_changed"] = (
    "BEFORE UPDATE ON guidelines_in_force WHEN OLD.withdrawn_at IS NOT NULL OR OLD.number IS NOT NEW.number"
    " OR OLD.version IS NOT NEW.version OR OLD.in_force_at IS NOT NEW.in_force_at OR OLD.how IS NOT NEW.how"
    " OR OLD.put_by IS NOT NEW.put_by OR OLD.put_at IS NOT NEW.put_at OR OLD.note IS NOT NEW.note"
    " BEGIN SELECT RAISE(ABORT, 'guidelines_in_force: only what is still to come is withdrawn, once'); END"
)

# INSERT OR REPLACE removes rows without asking DELETE triggers where recursive_triggers is off: refused by itself.
_BODIES["entries_never_replaced"] = (
    "BEFORE INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq)"
    " OR EXISTS (SELECT 1 FROM entries WHERE id = NEW.id)"
    " OR EXISTS (SELECT 1 FROM entries WHERE attempt_id = NEW.attempt_id)"
    " OR EXISTS (SELECT 1 FROM entries WHERE reverses = NEW.reverses)"
    " BEGIN SELECT RAISE(ABORT, 'entries: a line is never replaced'); END"
)
_BODIES["guidelines_versions_never_replaced"] = (
    "BEFORE INSERT ON guidelines_versions"
    " WHEN EXISTS (SELECT 1 FROM guidelines_versions WHERE version = NEW.version)"
    " BEGIN SELECT RAISE(ABORT, 'guidelines_versions: a line is never replaced'); END"
)
for _table in ("approvals", "grants"):
    _BODIES[f"{_table}_never_replaced"] = (
        f"BEFORE INSERT ON {_table} WHEN EXISTS (SELECT 1 FROM {_table} WHERE id = NEW.id)"
        f" BEGIN SELECT RAISE(ABORT, '{_table}: a line is never replaced'); END"
    )
_BODIES["entries_without_gaps"] = (
    "AFTER INSERT ON entries"
    " WHEN NEW.seq < 1 OR (NEW.seq > 1 AND NOT EXISTS (SELECT 1 FROM entries WHERE seq = NEW.seq - 1))"
    " BEGIN SELECT RAISE(ABORT, 'entries: the numbers have no gaps'); END"
)
# A link comes with its line and is the only one of it; a head says what the chain says.
_BODIES["chain_comes_with_its_line"] = (
    "BEFORE INSERT ON chain WHEN NEW.entry_seq IS NOT (SELECT max(seq) FROM entries)"
    " OR EXISTS (SELECT 1 FROM chain WHERE entry_seq = NEW.entry_seq)"
    " BEGIN SELECT RAISE(ABORT, 'chain: a link comes with its line'); END"
)
_BODIES["heads_never_replaced"] = (
    "BEFORE INSERT ON heads WHEN EXISTS (SELECT 1 FROM heads WHERE number = NEW.number)"
    " OR (NEW.entry_seq <> 0 AND NOT EXISTS ("
    "SELECT 1 FROM chain WHERE entry_seq = NEW.entry_seq AND hash = NEW.hash))"
    " BEGIN SELECT RAISE(ABORT, 'heads: a head is what the chain says'); END"
)
_BODIES["entries_request_first"] = (
    "BEFORE INSERT ON entries WHEN NEW.kind = 'given' AND NEW.needs_heard <> 0"
    " AND NOT EXISTS (SELECT 1 FROM conversations WHERE id = NEW.conversation_id AND heard <> 'not_yet')"
    " BEGIN SELECT RAISE(ABORT, 'entries: the request comes first'); END"
)
_BODIES["entries_taken_back_mirrors"] = (
    "BEFORE INSERT ON entries WHEN NEW.kind = 'taken_back' AND NOT EXISTS ("
    "SELECT 1 FROM entries WHERE id = NEW.reverses AND kind = 'given'"
    " AND gesture = NEW.gesture AND conversation_id = NEW.conversation_id AND incident_id = NEW.incident_id"
    " AND customer_id IS NEW.customer_id AND currency = NEW.currency AND scope_json = NEW.scope_json"
    " AND value_minor IS NEW.value_minor AND cost_minor = NEW.cost_minor AND exposure_minor = NEW.exposure_minor"
    " AND quantity_thousandths = NEW.quantity_thousandths AND unit = NEW.unit)"
    " BEGIN SELECT RAISE(ABORT, 'entries: a taking back mirrors a given line'); END"
)
_BODIES["conversations_stay_heard"] = (
    "BEFORE UPDATE OF heard, heard_at ON conversations WHEN OLD.heard <> 'not_yet'"
    " AND (NEW.heard IS NOT OLD.heard OR NEW.heard_at IS NOT OLD.heard_at)"
    " AND EXISTS (SELECT 1 FROM entries WHERE conversation_id = OLD.id AND kind = 'given' AND needs_heard <> 0)"
    " BEGIN SELECT RAISE(ABORT, 'conversations: what was given was given for a heard request'); END"
)
_BODIES["conversations_with_entries_stay"] = (
    "BEFORE DELETE ON conversations WHEN EXISTS (SELECT 1 FROM entries WHERE conversation_id = OLD.id)"
    " BEGIN SELECT RAISE(ABORT, 'conversations: the ledger names this one'); END"
)
# A review or a letter is never removed, what was written stays, and the answer that was given, too; only the right of a
# person to be forgotten empties words.
_BODIES["reviews_never_removed"] = (
    "BEFORE DELETE ON conversations WHEN OLD.kind IS NOT NULL"
    " BEGIN SELECT RAISE(ABORT, 'conversations: what was written is never removed'); END"
)
_BODIES["reviews_keep_their_words"] = (
    "BEFORE UPDATE OF kind, written, answer_due_at, answer_text, answered_at ON conversations WHEN OLD.kind IS NOT NULL"
    " AND (NEW.kind IS NOT OLD.kind OR NEW.answer_due_at IS NOT OLD.answer_due_at"
    " OR (NEW.written IS NOT OLD.written AND (NEW.written IS NOT '' OR NEW.forgotten_at IS NULL))"
    " OR (OLD.answered_at IS NOT NULL AND (NEW.answered_at IS NOT OLD.answered_at"
    " OR (NEW.answer_text IS NOT OLD.answer_text"
    " AND (NEW.answer_text IS NOT '' OR NEW.forgotten_at IS NULL)))))"
    " BEGIN SELECT RAISE(ABORT, 'conversations: what was written keeps its words'); END"
)
# What was done instead of a blocked gesture is known only afterwards (that somebody was asked is not the end of it);
# everything else of a block stands.
_BODIES["blocks_never_changed"] = (
    "BEFORE UPDATE ON blocks WHEN "
    + _changed("id", "conversation_id", "gesture", "rules_json", "outcome", "asked_minor", "possible_minor")
    + " OR "
    + _changed("ways_json", "role", "guidelines_version", "at", "business_date", "asked_thousandths", "after_seq")
    + " OR ((OLD.done_instead NOT IN ('', 'asked') OR "
    + _changed("scope_json", "moment_json")
    + f") AND NOT ({_forgotten('OLD.conversation_id')} AND NEW.scope_json IS NULL AND NEW.moment_json IS NULL AND "
    + _emptied("done_instead", GONE)
    + ")) BEGIN SELECT RAISE(ABORT, 'blocks: only what was done instead is added, once'); END"
)
_BODIES["promises_once_settled"] = (
    "BEFORE UPDATE ON promises WHEN (OLD.kept_at IS NOT NULL AND NEW.kept_at IS NOT OLD.kept_at)"
    f" OR (NEW.text IS NOT OLD.text AND NOT (NEW.text = '{GONE}' AND ({_forgotten('OLD.conversation_id')}"
    f" OR {_erased('OLD.customer_id')})))"
    " OR NEW.made_at IS NOT OLD.made_at"
    " OR ((NEW.due_at IS NOT OLD.due_at OR NEW.owner_id IS NOT OLD.owner_id) AND NOT EXISTS ("
    "SELECT 1 FROM promise_moves WHERE id = (SELECT id FROM promise_moves WHERE promise_id = OLD.id"
    " ORDER BY moved_at DESC, id DESC LIMIT 1) AND from_due_at = OLD.due_at AND to_due_at = NEW.due_at"
    " AND from_owner_id = OLD.owner_id AND to_owner_id = NEW.owner_id))"
    " BEGIN SELECT RAISE(ABORT, 'promises: what was promised is not rewritten'); END"
)
_BODIES["promise_moves_never_changed"] = (
    "BEFORE UPDATE ON promise_moves WHEN "
    + _changed("id", "promise_id", "from_due_at", "to_due_at", "from_owner_id", "to_owner_id", "moved_by", "moved_at")
    + " OR (NEW.reason IS NOT OLD.reason AND NOT (NEW.reason = '' AND ("
    + _forgotten("(SELECT conversation_id FROM promises WHERE id = OLD.promise_id)")
    + " OR "
    + _erased("(SELECT customer_id FROM promises WHERE id = OLD.promise_id)")
    + "))) BEGIN SELECT RAISE(ABORT, 'promise_moves: what was promised before stays to be read'); END"
)

# Who asked for what is fixed when it is asked, and an answer stands once it is given.
_BODIES["approvals_once_answered"] = (
    "BEFORE UPDATE ON approvals WHEN "
    + _changed("id", "conversation_id", "gesture", "ask_minor", "ask_thousandths", "asked_by", "asked_at", "role")
    + " OR "
    + _changed("expires_at")
    + " OR ((OLD.answered_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL OR NEW.reason IS NOT OLD.reason) AND NOT ("
    + _forgotten("OLD.conversation_id")
    + " AND NOT ("
    + _changed("answer", "answered_at", "answered_by", "answered_role", "approved_minor", "approved_thousandths")
    + " OR "
    + _changed("alternative_gesture", "withdrawn_at", "one_off")
    + ") AND "
    + " AND ".join(
        (
            _emptied("reason", "", GONE),
            _emptied("alternative", "", GONE),
            _emptied("words", ""),
            _emptied("ticks_json", "[]"),
        )
    )
    + ")) BEGIN SELECT RAISE(ABORT, 'approvals: what was asked and answered stands'); END"
)
_BODIES["grants_once_made"] = (
    "BEFORE UPDATE ON grants WHEN OLD.withdrawn_at IS NOT NULL OR NEW.id IS NOT OLD.id"
    " OR NEW.gesture IS NOT OLD.gesture OR NEW.up_to_minor IS NOT OLD.up_to_minor OR NEW.times IS NOT OLD.times"
    " OR NEW.until_at IS NOT OLD.until_at OR NEW.staff_id IS NOT OLD.staff_id OR NEW.desk IS NOT OLD.desk"
    " OR NEW.made_by IS NOT OLD.made_by OR NEW.made_at IS NOT OLD.made_at"
    " BEGIN SELECT RAISE(ABORT, 'grants: a grant is only withdrawn, once'); END"
)
# A yes is used once, by the gesture and the conversation it was given for, and never by whoever gave it.
_BODIES["entries_by_approval"] = (
    "BEFORE INSERT ON entries WHEN NEW.approval_id IS NOT NULL AND NEW.kind = 'given' AND ("
    "EXISTS (SELECT 1 FROM entries WHERE approval_id = NEW.approval_id AND kind = 'given')"
    " OR NOT EXISTS (SELECT 1 FROM approvals WHERE id = NEW.approval_id AND answer = 'yes'"
    " AND gesture = NEW.gesture AND conversation_id = NEW.conversation_id AND answered_by <> NEW.staff_id"
    " AND coalesce(NEW.value_minor, 0) <= coalesce(approved_minor, 0)"
    " AND NEW.quantity_thousandths <= coalesce(approved_thousandths, 0)))"
    " BEGIN SELECT RAISE(ABORT, 'entries: a yes is used once, for what was asked'); END"
)
# Authority given ahead is used by the gesture it was given for, and no more often than it was given.
_BODIES["entries_by_grant"] = (
    "BEFORE INSERT ON entries WHEN NEW.grant_id IS NOT NULL AND NEW.kind = 'given' AND NOT EXISTS ("
    "SELECT 1 FROM grants g WHERE g.id = NEW.grant_id AND g.gesture = NEW.gesture AND g.site = NEW.site"
    " AND (g.staff_id IS NULL OR g.staff_id = NEW.staff_id) AND (g.desk IS NULL OR g.desk = NEW.desk)"
    " AND g.withdrawn_at IS NULL AND g.until_at > NEW.at AND coalesce(NEW.value_minor, 0) <= g.up_to_minor"
    " AND (g.times IS NULL OR g.times > (SELECT count(*) FROM entries e WHERE e.grant_id = NEW.grant_id"
    " AND e.kind = 'given' AND NOT EXISTS (SELECT 1 FROM entries r WHERE r.reverses = e.id))))"
    " BEGIN SELECT RAISE(ABORT, 'entries: what was given ahead is used as often as it was given'); END"
)
# Nobody gives to their own card or household, nor says the yes by which a colleague does.
_ROOT = "(SELECT coalesce(merged_into_id, id) FROM customers WHERE id = {card})"
_BODIES["entries_not_to_oneself"] = (
    "BEFORE INSERT ON entries WHEN NEW.kind = 'given' AND NEW.customer_id IS NOT NULL AND EXISTS ("
    "SELECT 1 FROM staff_customers s WHERE (s.staff_id = NEW.staff_id"
    " OR s.staff_id = (SELECT answered_by FROM approvals WHERE id = NEW.approval_id)) AND ("
    f"{_ROOT.format(card='s.customer_id')} = {_ROOT.format(card='NEW.customer_id')} OR EXISTS ("
    "SELECT 1 FROM group_members a JOIN groups g ON g.id = a.group_id AND g.kind = 'household'"
    " JOIN group_members b ON b.group_id = a.group_id AND b.ended_at IS NULL"
    f" WHERE a.ended_at IS NULL AND a.customer_id = {_ROOT.format(card='s.customer_id')}"
    f" AND b.customer_id = {_ROOT.format(card='NEW.customer_id')})))"
    " BEGIN SELECT RAISE(ABORT, 'entries: nobody gives to themselves'); END"
)
# What a mass event owes is given as it was opened, and what it was opened for is not rewritten; it is closed once.
_BODIES["entries_of_event"] = (
    "BEFORE INSERT ON entries WHEN NEW.event_id IS NOT NULL AND NEW.kind = 'given' AND NOT EXISTS ("
    "SELECT 1 FROM events WHERE id = NEW.event_id AND gesture = NEW.gesture AND site = NEW.site)"
    " BEGIN SELECT RAISE(ABORT, 'entries: a mass event gives what it owes'); END"
)
_BODIES["events_once_opened"] = (
    "BEFORE UPDATE ON events WHEN NEW.id IS NOT OLD.id OR NEW.gesture IS NOT OLD.gesture"
    " OR NEW.cause IS NOT OLD.cause OR NEW.promise IS NOT OLD.promise OR NEW.site IS NOT OLD.site"
    " OR NEW.opened_by IS NOT OLD.opened_by OR NEW.opened_at IS NOT OLD.opened_at"
    " OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS NOT OLD.closed_at)"
    " BEGIN SELECT RAISE(ABORT, 'events: what a mass event is stands'); END"
)

TRIGGERS: dict[str, str] = {name: f"CREATE TRIGGER {name} {body}" for name, body in _BODIES.items()}
"""Every trigger of the schema: its name and the statement that makes it."""


def renew(connection: Connection) -> None:
    """Drop every trigger of the database and make those of this module; call it inside a write transaction."""
    if not connection.in_transaction:
        raise AssertionError("triggers are renewed inside the upgrade's transaction")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in TRIGGERS.values():
        connection.execute(statement)


def differing(connection: Connection) -> tuple[str, ...]:
    """The names of triggers that are missing, foreign or not as this module writes them."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    found = {str(name): str(sql) for name, sql in rows}
    return tuple(sorted(name for name in TRIGGERS.keys() | found.keys() if TRIGGERS.get(name) != found.get(name)))
