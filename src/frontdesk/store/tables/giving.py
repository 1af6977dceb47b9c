"""The ledger, what is used of each limit, and the moments in which a limit said "not like this"."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlmodel import Field

from frontdesk.store.tables.naming import Table


class Entry(Table, table=True):
    """A ledger line: given or taken back. Never changed, never removed, only followed by another.

    What was said with it stands in `EntryWords`, so that a person can be forgotten and the line stays. `scope_json`
    holds ids only; `words_digest` is the keyed hash of the words. `clock_behind_seconds` says how far the clock stood
    before the line that came before: then its business date is the last one that is known.
    """

    __tablename__ = "entries"
    __table_args__ = (
        CheckConstraint("kind IN ('given', 'taken_back')", name="kind"),
        CheckConstraint("(kind = 'taken_back') = (reverses IS NOT NULL)", name="reverses"),
        CheckConstraint("value_minor IS NULL OR value_minor >= 0", name="value"),
        UniqueConstraint("attempt_id"),
        UniqueConstraint("reverses"),
        Index("ix_entries_business_date", "business_date", "seq"),
        Index("ix_entries_customer", "customer_id", "seq"),
        Index("ix_entries_conversation", "conversation_id", "seq"),
        Index("ix_entries_incident", "incident_id", "seq"),
    )

    seq: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=True))
    id: str = Field(unique=True)
    attempt_id: str
    kind: str = Field(max_length=12)
    reverses: str | None = Field(default=None, sa_column=Column(String, ForeignKey("entries.id"), nullable=True))
    conversation_id: str = Field(foreign_key="conversations.id")
    incident_id: str
    customer_id: str | None = None
    order_id: str | None = None
    gesture: str = Field(max_length=120)
    label: str = Field(max_length=240)
    value_minor: int | None = None
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0
    unit: str = Field(default="", max_length=60)
    currency: str = Field(max_length=3)
    needs_heard: bool = True
    bend: bool = False
    scope_json: str
    staff_id: str = Field(foreign_key="staff.id")
    role: str = Field(max_length=60)
    site: str = Field(max_length=120)
    desk: str = Field(max_length=120)
    guidelines_version: str = Field(max_length=64)
    at: datetime
    business_date: date
    approval_id: str | None = Field(default=None, index=True)
    grant_id: str | None = Field(default=None, index=True)
    event_id: str | None = Field(default=None, index=True)
    words_digest: str | None = Field(default=None, max_length=64)
    clock_behind_seconds: int | None = None


class EntryWords(Table, table=True):
    """What was said and known when a ledger line was written: written with it, removed only with the person.

    `scope_json` is the whole scope where it names more than ids. `salt` is the key of the line's `words_digest`:
    without it nobody can try whether a line was about some words.
    """

    __tablename__ = "entry_words"

    entry_seq: int = Field(sa_column=Column(Integer, ForeignKey("entries.seq"), primary_key=True, autoincrement=False))
    salt: str = Field(max_length=64)
    reason: str = ""
    scope_json: str | None = None
    moment_json: str | None = None


class Shape(Table, table=True):
    """A limit's shape whose counters are kept; a shape not yet here is counted from the ledger first."""

    __tablename__ = "shapes"

    id: int | None = Field(default=None, primary_key=True)
    shape: str = Field(unique=True)


class Usage(Table, table=True):
    """What is used of a limit within one calendar window (or ever). Moves with the entry, in its transaction."""

    __tablename__ = "usage"
    __table_args__ = ({"sqlite_with_rowid": False},)

    shape_id: int = Field(primary_key=True, foreign_key="shapes.id")
    scope: str = Field(primary_key=True)
    window: str = Field(primary_key=True)
    times: int = 0
    value_minor: int = 0
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0


class UsageMark(Table, table=True):
    """What one entry used of a rolling limit, and when; removed when the entry is taken back."""

    __tablename__ = "usage_marks"
    __table_args__ = ({"sqlite_with_rowid": False},)

    shape_id: int = Field(primary_key=True, foreign_key="shapes.id")
    scope: str = Field(primary_key=True)
    at: datetime = Field(primary_key=True)
    entry_seq: int = Field(primary_key=True)
    value_minor: int = 0
    cost_minor: int = 0
    exposure_minor: int = 0
    quantity_thousandths: int = 0


class Block(Table, table=True):
    """A moment in which a limit said "not like this": read as a defect of the guideline, never of a person."""

    __tablename__ = "blocks"

    id: str = Field(primary_key=True)
    conversation_id: str = Field(foreign_key="conversations.id", index=True)
    gesture: str = Field(max_length=120)
    rules_json: str
    outcome: str = Field(max_length=12)
    asked_minor: int | None = None
    possible_minor: int | None = None
    ways_json: str
    done_instead: str = Field(default="", max_length=240)
    role: str = Field(max_length=60)
    guidelines_version: str = Field(max_length=64)
    at: datetime
    business_date: date = Field(index=True)
    asked_thousandths: int | None = None
    scope_json: str | None = None
    moment_json: str | None = None
    after_seq: int | None = None


class Approval(Table, table=True):
    """Somebody asked a higher role whether something above their own authority may be given; and the answer.

    `answer` is 'yes' (then `approved_*` is how much) or 'other' (then `alternative` says what instead: an answer
    without a way forward cannot be stored). One that nobody answered by `expires_at` has lapsed. Nobody answers
    their own. Which entry used a yes, the entry says.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        CheckConstraint("answer IS NULL OR answer IN ('yes', 'other')", name="answer"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at"),
        CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name="answered_by"),
        CheckConstraint("answered_by IS NULL OR answered_by <> asked_by", name="somebody_else"),
        CheckConstraint("answer IS NULL OR answer = 'yes' OR length(trim(alternative)) > 0", name="alternative"),
        Index("ix_approvals_open", "answered_at", "withdrawn_at", "expires_at"),
    )

    id: str = Field(primary_key=True)
    conversation_id: str = Field(foreign_key="conversations.id", index=True)
    block_id: str | None = Field(default=None, foreign_key="blocks.id")
    gesture: str = Field(max_length=120)
    label: str = Field(max_length=240)
    ask_minor: int | None = None
    ask_thousandths: int | None = None
    reason: str = ""
    ticks_json: str = "[]"
    role: str = Field(max_length=60)
    asked_by: str = Field(foreign_key="staff.id")
    asked_at: datetime
    business_date: date = Field(index=True)
    site: str = Field(max_length=120)
    desk: str = Field(max_length=120)
    guidelines_version: str = Field(max_length=64)
    expires_at: datetime
    answer: str | None = Field(default=None, max_length=12)
    approved_minor: int | None = None
    approved_thousandths: int | None = None
    alternative: str = Field(default="", max_length=2000)
    alternative_gesture: str | None = Field(default=None, max_length=120)
    words: str = Field(default="", max_length=2000)
    answered_by: str | None = Field(default=None, foreign_key="staff.id")
    answered_role: str | None = Field(default=None, max_length=60)
    answered_at: datetime | None = None
    one_off: bool | None = None
    withdrawn_at: datetime | None = None


class Grant(Table, table=True):
    """More authority for one gesture, given ahead: so many times, or until a moment; what is not used lapses.

    It is for one person, or for whoever works at one desk, or (neither named) for everybody. How often it was used,
    the entries say.
    """

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("times IS NULL OR times >= 1", name="times"),
        CheckConstraint("up_to_minor >= 1", name="up_to"),
        CheckConstraint("staff_id IS NULL OR desk IS NULL", name="one_or_the_other"),
        Index("ix_grants_open", "until_at", "withdrawn_at"),
    )

    id: str = Field(primary_key=True)
    gesture: str = Field(max_length=120)
    staff_id: str | None = Field(default=None, foreign_key="staff.id")
    desk: str | None = Field(default=None, max_length=120)
    up_to_minor: int
    times: int | None = None
    until_at: datetime
    reason: str = Field(default="", max_length=2000)
    made_by: str = Field(foreign_key="staff.id")
    made_at: datetime
    business_date: date
    site: str = Field(max_length=120)
    withdrawn_at: datetime | None = None
