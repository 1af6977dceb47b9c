"""Conversations and promises: what is said, who does what by when, and what is being typed in a form."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from frontdesk.store.tables.naming import Table


class Conversation(Table, table=True):
    """One contact, from greeting to close. What is being typed stands here too: there is no other draft."""

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint("heard IN ('not_yet', 'agreed', 'skipped')", name="heard"),
        CheckConstraint("(heard = 'not_yet') = (heard_at IS NULL)", name="heard_at"),
        CheckConstraint("heard <> 'agreed' OR length(trim(request)) > 0", name="agreed_request"),
        CheckConstraint("length(request) <= 2000", name="request_length"),
        Index("ix_conversations_open", "closed_at", "opened_at"),
        Index(
            "ix_conversations_answer_owed",
            "answer_due_at",
            sqlite_where=text("answer_due_at IS NOT NULL AND answered_at IS NULL"),
            postgresql_where=text("answer_due_at IS NOT NULL AND answered_at IS NULL"),
        ),
        Index("ix_conversations_day", "business_date", "closed_at"),
        # What may have to be forgotten one day: whatever still has words.
        Index(
            "ix_conversations_words",
            "closed_at",
            sqlite_where=text("forgotten_at IS NULL"),
            postgresql_where=text("forgotten_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    incident_id: str = Field(index=True)
    customer_id: str | None = Field(default=None, foreign_key="customers.id", index=True)
    customer_name: str = Field(default="", max_length=120)
    order_id: str | None = Field(default=None, foreign_key="orders.id")
    situation: str | None = Field(default=None, max_length=120)
    channel: str | None = Field(default=None, max_length=60)
    request: str = ""
    heard: str = Field(default="not_yet", max_length=12)
    heard_at: datetime | None = None
    wish: str | None = None
    answers_json: str = "{}"
    ticks_json: str = "[]"
    now_text: str = ""
    next_text: str = ""
    due_at: datetime | None = None
    nothing_owed: bool = False
    anything_else: bool = False
    cause: str = ""
    attempt_json: str = ""
    staff_id: str = Field(foreign_key="staff.id")
    site: str = Field(max_length=120)
    desk: str = Field(max_length=120)
    opened_at: datetime
    closed_at: datetime | None = None
    business_date: date
    updated_at: datetime
    kind: str | None = Field(default=None, max_length=12)
    source: str | None = Field(default=None, max_length=240)
    apology: str | None = None
    happened: str | None = None
    answer_due_at: datetime | None = None
    written: str | None = None
    answer_text: str | None = None
    answer_place: str | None = Field(default=None, max_length=500)
    answered_by: str | None = None
    answered_at: datetime | None = None
    forgotten_at: datetime | None = None


class Promise(Table, table=True):
    """Who does what by when. It cannot be stored without an owner and a time."""

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint("length(trim(text)) > 0", name="text"),
        Index("ix_promises_open", "kept_at", "withdrawn_at", "due_at"),
        Index("ix_promises_due", "due_at"),
    )

    id: str = Field(primary_key=True)
    conversation_id: str = Field(foreign_key="conversations.id", index=True)
    customer_id: str | None = Field(default=None, foreign_key="customers.id", index=True)
    text: str = Field(max_length=2000)
    owner_id: str = Field(foreign_key="staff.id")
    due_at: datetime
    made_by: str = Field(foreign_key="staff.id")
    made_at: datetime
    business_date: date
    entry_id: str | None = Field(default=None, index=True)
    kept_by: str | None = Field(default=None, foreign_key="staff.id")
    kept_at: datetime | None = None
    withdrawn_at: datetime | None = None
    now_text: str | None = None
    next_text: str | None = None
    channel: str | None = Field(default=None, max_length=60)
    hours: str | None = Field(default=None, max_length=60)
    event_id: str | None = Field(default=None, index=True)


class PromiseMove(Table, table=True):
    """That a promise got another time or another owner, and why: what was promised before stays to be read."""

    __tablename__ = "promise_moves"

    id: str = Field(primary_key=True)
    promise_id: str = Field(foreign_key="promises.id", index=True)
    from_due_at: datetime
    to_due_at: datetime
    from_owner_id: str = Field(foreign_key="staff.id")
    to_owner_id: str = Field(foreign_key="staff.id")
    reason: str = Field(default="", max_length=2000)
    moved_by: str = Field(foreign_key="staff.id")
    moved_at: datetime


class Draft(Table, table=True):
    """What somebody is typing in a form that keeps nothing before its end: a story, an idea, a review.

    `about` is the conversation or the customer it is about, "" for none. It is removed when the form is kept or left.
    """

    __tablename__ = "drafts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    form: str = Field(primary_key=True, max_length=24)
    about: str = Field(primary_key=True, index=True)
    words_json: str
    typed_at: datetime
