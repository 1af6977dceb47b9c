"""The tables, defined once. Triggers that keep the ledger append-only stand in `triggers.py`.

Ids are UUIDv7 texts made by the program, instants are aware UTC, money is minor units, business dates are fixed
when a row is written. `*_json` columns hold what has no column of its own; they are never searched.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, MetaData, String, UniqueConstraint, text
from sqlmodel import Field, SQLModel

SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Staff(SQLModel, table=True):
    """A person who works at a desk."""

    __tablename__ = "staff"

    id: str = Field(primary_key=True)
    name: str = Field(max_length=120)
    folded: str = Field(unique=True, max_length=240)
    role: str = Field(max_length=60)
    os_user: str | None = Field(default=None, unique=True, max_length=60)
    active: bool = True
    created_at: datetime
    pin_hash: str | None = None


class StaffAuthority(SQLModel, table=True):
    """The most one person may give of one gesture by themselves, in place of what their role may."""

    __tablename__ = "staff_authority"
    __table_args__ = (CheckConstraint("up_to_minor >= 0", name="up_to"),)

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    gesture: str = Field(primary_key=True, max_length=120)
    up_to_minor: int
    set_by: str = Field(max_length=120)
    set_at: datetime


class Customer(SQLModel, table=True):
    """A customer's card: facts only, no label and no score."""

    __tablename__ = "customers"
    __table_args__ = (CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),)

    id: str = Field(primary_key=True)
    external_key: str | None = Field(default=None, unique=True, max_length=120)
    name: str = Field(max_length=120)
    tier: str = Field(default="", max_length=60)
    phone: str = Field(default="", max_length=60)
    email: str = Field(default="", max_length=240)
    card_number: str = Field(default="", max_length=60)
    languages: str = Field(default="", max_length=60)
    channel: str = Field(default="", max_length=60)
    standing: str = Field(default="", max_length=60)
    since: date | None = None
    visits: int = 0
    overdue_minor: int = 0
    likes_json: str = "[]"
    facts_json: str = "{}"
    created_at: datetime
    updated_at: datetime


class CustomerTerm(SQLModel, table=True):
    """One thing by which a customer is found, folded: a prefix of the index answers each keystroke."""

    __tablename__ = "customer_terms"
    __table_args__ = (Index("ix_customer_terms_customer", "customer_id", "term"), {"sqlite_with_rowid": False})

    term: str = Field(primary_key=True, max_length=240)
    customer_id: str = Field(primary_key=True, foreign_key="customers.id")


class Order(SQLModel, table=True):
    """An order, stay, membership, invoice or table: what the facts of source `order` come from."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_place", "place", "ends_on"),
        # Who is in the house now: small, however many orders there were.
        Index(
            "ix_orders_here",
            "ends_on",
            "starts_on",
            "customer_id",
            "place",
            "state",
            sqlite_where=text("place <> '' AND state = 'open'"),
            postgresql_where=text("place <> '' AND state = 'open'"),
        ),
    )

    id: str = Field(primary_key=True)
    external_key: str | None = Field(default=None, unique=True, max_length=120)
    customer_id: str | None = Field(default=None, foreign_key="customers.id", index=True)
    label: str = Field(max_length=120)
    place: str = Field(default="", max_length=60)
    state: str = Field(default="open", max_length=60)
    starts_on: date | None = None
    ends_on: date | None = None
    total_minor: int | None = None
    paid_minor: int | None = None
    facts_json: str = "{}"
    created_at: datetime
    updated_at: datetime


class HouseFact(SQLModel, table=True):
    """A fact about the house (occupancy, stock), as text in the form of the guidelines language."""

    __tablename__ = "house_facts"

    name: str = Field(primary_key=True, max_length=120)
    value: str = Field(max_length=240)
    set_at: datetime
    set_by: str = Field(max_length=120)


class Conversation(SQLModel, table=True):
    """One contact, from greeting to close. What is being typed stands here too: there is no other draft."""

    __tablename__ = "conversations"
    __table_args__ = (
        CheckConstraint("heard IN ('not_yet', 'agreed', 'skipped')", name="heard"),
        CheckConstraint("(heard = 'not_yet') = (heard_at IS NULL)", name="heard_at"),
        CheckConstraint("heard <> 'agreed' OR length(trim(request)) > 0", name="agreed_request"),
        CheckConstraint("length(request) <= 2000", name="request_length"),
        Index("ix_conversations_open", "closed_at", "opened_at"),
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


class Promise(SQLModel, table=True):
    """Who does what by when. It cannot be stored without an owner and a time."""

    __tablename__ = "promises"
    __table_args__ = (
        CheckConstraint("length(trim(text)) > 0", name="text"),
        Index("ix_promises_open", "kept_at", "withdrawn_at", "due_at"),
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


class PromiseMove(SQLModel, table=True):
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


class Entry(SQLModel, table=True):
    """A ledger line: given or taken back. Never changed, never removed, only followed by another."""

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
    reason: str = ""
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
    moment_json: str | None = None
    approval_id: str | None = Field(default=None, index=True)
    grant_id: str | None = Field(default=None, index=True)
    event_id: str | None = Field(default=None, index=True)


class Shape(SQLModel, table=True):
    """A limit's shape whose counters are kept; a shape not yet here is counted from the ledger first."""

    __tablename__ = "shapes"

    id: int | None = Field(default=None, primary_key=True)
    shape: str = Field(unique=True)


class Usage(SQLModel, table=True):
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


class UsageMark(SQLModel, table=True):
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


class Block(SQLModel, table=True):
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


class Idea(SQLModel, table=True):
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


class Approval(SQLModel, table=True):
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


class Grant(SQLModel, table=True):
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


class Story(SQLModel, table=True):
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


class Cause(SQLModel, table=True):
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


class CauseToFix(SQLModel, table=True):
    """A cause that came back three times in seven days: something to fix, with an owner and an end."""

    __tablename__ = "causes_to_fix"
    __table_args__ = (Index("ix_causes_to_fix_open", "fixed_at", "raised_at"),)

    id: str = Field(primary_key=True)
    thing: str = Field(max_length=240)
    folded: str = Field(max_length=480)
    owner_id: str = Field(foreign_key="staff.id")
    raised_at: datetime
    business_date: date
    fixed_by: str | None = Field(default=None, foreign_key="staff.id")
    fixed_at: datetime | None = None
    fixed_how: str = Field(default="", max_length=2000)


class Event(SQLModel, table=True):
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


class EventMember(SQLModel, table=True):
    """A customer whom a mass event touches, once for each order or serial, and what was done for them."""

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


class GuidelinesVersion(SQLModel, table=True):
    """A guidelines file that was put into force, whole; every entry and block names the one it was decided by.

    `in_force_at` is when it was first to be in force; when it was in force since then, `guidelines_in_force` says.
    """

    __tablename__ = "guidelines_versions"

    version: str = Field(primary_key=True, max_length=64)
    text: str
    in_force_at: datetime


class GuidelinesInForce(SQLModel, table=True):
    """That a version is in force from a moment on, until the next one: by whom, how, and why."""

    __tablename__ = "guidelines_in_force"
    __table_args__ = (
        CheckConstraint("how IN ('saved', 'published', 'rolled_back')", name="how"),
        Index("ix_guidelines_in_force_at", "in_force_at", "number"),
    )

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=True))
    version: str = Field(foreign_key="guidelines_versions.version", max_length=64)
    in_force_at: datetime
    how: str = Field(max_length=12)
    put_by: str = Field(max_length=120)
    put_at: datetime
    note: str = Field(default="", max_length=2000)
    withdrawn_at: datetime | None = None


class GuidelinesFile(SQLModel, table=True):
    """The version of guidelines.yaml in the folder as it was last seen and understood: one row, `the_file` 1."""

    __tablename__ = "guidelines_file"
    __table_args__ = (CheckConstraint("the_file = 1", name="one"),)

    the_file: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: str = Field(foreign_key="guidelines_versions.version", max_length=64)
