"""What the business learns from its days: ideas, stories, causes, mass events."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from frontdesk.store.tables.naming import Table


class Idea(Table, table=True):
    """A proposal for the guidelines, with the request or the gesture that caused it; it is owed an answer."""

    __tablename__ = "ideas"
    __table_args__ = (CheckConstraint("length(trim(text)) > 0", name="text"),)

    id: str = Field(primary_key=True)
    conversation_id: str | None = Field(default=None, foreign_key="conversations.id", index=True)
    entry_id: str | None = Field(default=None, index=True)
    gesture: str = Field(default="", max_length=120)
    text: str = Field(max_length=2000)
    staff_id: str = Field(foreign_key="staff.id")
    at: datetime
    business_date: date = Field(index=True)
    block_id: str | None = Field(default=None, index=True)
    approval_id: str | None = None
    answer_due_on: date | None = None
    answer: str | None = Field(default=None, max_length=12)
    answer_text: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    adopted_number: int | None = None


class Story(Table, table=True):
    """Something that went well: in the customer's words, with the people who are thanked for it."""

    __tablename__ = "stories"
    __table_args__ = (
        CheckConstraint("kind IN ('rescued', 'foreseen', 'fixed')", name="kind"),
        CheckConstraint("length(trim(words)) > 0", name="words"),
    )

    id: str = Field(primary_key=True)
    conversation_id: str | None = Field(default=None, foreign_key="conversations.id", index=True)
    kind: str = Field(max_length=12)
    words: str
    thanked_json: str = "[]"
    told_by: str = Field(foreign_key="staff.id")
    at: datetime
    business_date: date = Field(index=True)
    lined_up_on: date | None = None


class Cause(Table, table=True):
    """The thing behind a trouble, written down after a solution or a promise; `folded` is how the same one meets."""

    __tablename__ = "causes"
    __table_args__ = (
        CheckConstraint("length(trim(thing)) > 0", name="thing"),
        Index("ix_causes_folded", "folded", "at"),
    )

    id: str = Field(primary_key=True)
    conversation_id: str = Field(foreign_key="conversations.id", unique=True)
    thing: str = Field(max_length=240)
    folded: str = Field(max_length=480)
    at: datetime
    business_date: date = Field(index=True)


class CauseToFix(Table, table=True):
    """A cause that came back three times in seven days: something to fix, with an owner and an end."""

    __tablename__ = "causes_to_fix"
    __table_args__ = (
        Index("ix_causes_to_fix_open", "fixed_at", "raised_at"),
        # However many desks see the third case at once: a thing waits to be fixed once.
        Index(
            "ix_causes_to_fix_once",
            "folded",
            unique=True,
            sqlite_where=text("fixed_at IS NULL"),
            postgresql_where=text("fixed_at IS NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    thing: str = Field(max_length=240)
    folded: str = Field(max_length=480)
    owner_id: str = Field(foreign_key="staff.id")
    raised_at: datetime
    business_date: date
    fixed_by: str | None = Field(default=None, foreign_key="staff.id")
    fixed_at: datetime | None = None
    fixed_how: str = Field(default="", max_length=2000)


class Event(Table, table=True):
    """One cause, many customers: a recalled batch, an outage; with a gesture owed to each and a budget of its own."""

    __tablename__ = "events"
    __table_args__ = (CheckConstraint("length(trim(name)) > 0", name="name"),)

    id: str = Field(primary_key=True)
    name: str = Field(max_length=120)
    cause: str = Field(max_length=2000)
    gesture: str | None = Field(default=None, max_length=120)
    budget_minor: int | None = None
    promise: str = Field(max_length=2000)
    due_at: datetime
    owner_id: str = Field(foreign_key="staff.id")
    opened_by: str = Field(foreign_key="staff.id")
    opened_at: datetime
    business_date: date
    site: str = Field(max_length=120)
    closed_at: datetime | None = None


class EventMember(Table, table=True):
    """A customer whom a mass event touches, once for each order or serial, and what was done for them.

    `call` is what came of the last call: 'reached', 'left_word' or 'not_reached'; None while nobody called.
    """

    __tablename__ = "event_members"
    __table_args__ = ({"sqlite_with_rowid": False},)

    event_id: str = Field(primary_key=True, foreign_key="events.id")
    what: str = Field(primary_key=True, max_length=120)
    customer_id: str | None = Field(default=None, foreign_key="customers.id", index=True)
    order_id: str | None = Field(default=None, foreign_key="orders.id")
    conversation_id: str | None = None
    promise_id: str | None = None
    entry_id: str | None = None
    called_at: datetime | None = None
    note: str = Field(default="", max_length=2000)
    serial: str | None = Field(default=None, max_length=120)
    call: str | None = Field(default=None, max_length=12)
