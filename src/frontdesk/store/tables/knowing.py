"""What is known of customers besides their card: whose words, since when, from which file, and who belongs to whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Integer, UniqueConstraint, text
from sqlmodel import Field

from frontdesk.store.tables.naming import Table


class Preference(Table, table=True):
    """Something a customer likes or needs, in somebody's words. Struck out, it stays to be read by nobody but export.

    `whose` is empty for the customer's own words, else who said it; `lasting` false means this time only, until
    `expires_on` or the end of the conversation or stay it was noted in.
    """

    __tablename__ = "preferences"
    __table_args__ = (
        CheckConstraint("length(trim(text)) > 0", name="text"),
        Index("ix_preferences_customer", "customer_id", "struck_at"),
    )

    id: str = Field(primary_key=True)
    customer_id: str = Field(foreign_key="customers.id")
    text: str = Field(max_length=240)
    whose: str = Field(default="", max_length=120)
    lasting: bool = True
    expires_on: date | None = None
    conversation_id: str | None = Field(default=None, foreign_key="conversations.id")
    noted_by: str | None = Field(default=None, foreign_key="staff.id")
    noted_at: datetime
    struck_by: str | None = Field(default=None, foreign_key="staff.id")
    struck_at: datetime | None = None


class Note(Table, table=True):
    """What a customer needs and what works, as somebody at a desk observed it; never what they are like."""

    __tablename__ = "notes"
    __table_args__ = (
        CheckConstraint("length(trim(text)) > 0", name="text"),
        Index("ix_notes_customer", "customer_id", "struck_at"),
    )

    id: str = Field(primary_key=True)
    customer_id: str = Field(foreign_key="customers.id")
    text: str = Field(max_length=2000)
    conversation_id: str | None = Field(default=None, foreign_key="conversations.id")
    noted_by: str = Field(foreign_key="staff.id")
    noted_at: datetime
    struck_by: str | None = Field(default=None, foreign_key="staff.id")
    struck_at: datetime | None = None


class Import(Table, table=True):
    """One file that was taken over: what it did, and by which columns, so that the next of its kind is known."""

    __tablename__ = "imports"
    __table_args__ = (CheckConstraint("what IN ('customers', 'orders')", name="what"),)

    id: str = Field(primary_key=True)
    what: str = Field(max_length=12)
    file_name: str = Field(max_length=240)
    headers_digest: str = Field(max_length=64, index=True)
    mapping_json: str = "{}"
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    taken_by: str | None = Field(default=None, foreign_key="staff.id")
    taken_at: datetime
    undone_by: str | None = Field(default=None, foreign_key="staff.id")
    undone_at: datetime | None = None


class Change(Table, table=True):
    """What a card or an order said before and after somebody or something changed it: only the fields that changed."""

    __tablename__ = "changes"
    __table_args__ = (
        CheckConstraint("how IN ('edit', 'import', 'merge', 'undo')", name="how"),
        CheckConstraint("(customer_id IS NULL) <> (order_id IS NULL)", name="one_thing"),
        Index("ix_changes_customer", "customer_id", "changed_at"),
        Index(
            "ix_changes_order",
            "order_id",
            "changed_at",
            sqlite_where=text("order_id IS NOT NULL"),
            postgresql_where=text("order_id IS NOT NULL"),
        ),
        Index(
            "ix_changes_import",
            "import_id",
            sqlite_where=text("import_id IS NOT NULL"),
            postgresql_where=text("import_id IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    customer_id: str | None = Field(default=None, foreign_key="customers.id")
    order_id: str | None = Field(default=None, foreign_key="orders.id")
    how: str = Field(max_length=12)
    import_id: str | None = Field(default=None, foreign_key="imports.id")
    before_json: str
    after_json: str
    changed_by: str | None = Field(default=None, foreign_key="staff.id")
    changed_at: datetime
    undone_by: str | None = Field(default=None, foreign_key="staff.id")
    undone_at: datetime | None = None


class Group(Table, table=True):
    """People who belong together: a household, or a company and who speaks for it."""

    __tablename__ = "groups"
    __table_args__ = (CheckConstraint("kind IN ('household', 'company')", name="kind"),)

    id: str = Field(primary_key=True)
    kind: str = Field(max_length=12)
    name: str = Field(max_length=120)
    folded: str = Field(max_length=240, index=True)
    made_by: str | None = Field(default=None, foreign_key="staff.id")
    made_at: datetime


class GroupMember(Table, table=True):
    """That a customer belongs to a group, and as what ("daughter", "orders for them")."""

    __tablename__ = "group_members"
    __table_args__ = (Index("ix_group_members_customer", "customer_id", "ended_at"),)

    id: str = Field(primary_key=True)
    group_id: str = Field(foreign_key="groups.id", index=True)
    customer_id: str = Field(foreign_key="customers.id")
    role: str = Field(default="", max_length=120)
    joined_by: str | None = Field(default=None, foreign_key="staff.id")
    joined_at: datetime
    ended_by: str | None = Field(default=None, foreign_key="staff.id")
    ended_at: datetime | None = None
    import_id: str | None = None
    ended_after_home: int | None = None


class Home(Table, table=True):
    """A name under which is counted what a card is given while its person is in a household (`store.homes`).

    Never changed, never removed. `group_id` is no group where the card only names a household.
    `GroupMember.ended_after_home` is the newest of these numbers when somebody left.
    """

    __tablename__ = "homes"
    __table_args__ = (UniqueConstraint("value", "group_id"),)

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=True))
    value: str
    group_id: str = Field(index=True)
    customer_id: str = Field(foreign_key="customers.id", index=True)


class Merge(Table, table=True):
    """That two cards are one person: what the kept card said before, and what came over to it.

    `after_seq` and `undone_after_seq` are the numbers of the newest ledger line then: so the past can be decided again
    in the order in which it happened.
    """

    __tablename__ = "merges"
    __table_args__ = (CheckConstraint("kept_id <> merged_id", name="two"),)

    id: str = Field(primary_key=True)
    kept_id: str = Field(foreign_key="customers.id", index=True)
    merged_id: str = Field(foreign_key="customers.id", index=True)
    before_json: str
    moved_json: str
    merged_by: str = Field(foreign_key="staff.id")
    merged_at: datetime
    undone_by: str | None = Field(default=None, foreign_key="staff.id")
    undone_at: datetime | None = None
    after_seq: int | None = None
    undone_after_seq: int | None = None


class NotDuplicate(Table, table=True):
    """That somebody looked at two cards and said they are two people; the smaller id stands first."""

    __tablename__ = "not_duplicates"
    __table_args__ = (CheckConstraint("first_id < second_id", name="order"),)

    first_id: str = Field(primary_key=True, foreign_key="customers.id")
    second_id: str = Field(primary_key=True, foreign_key="customers.id")
    said_by: str = Field(foreign_key="staff.id")
    said_at: datetime


class Erasure(Table, table=True):
    """That a person was erased: an id and nothing else, by which a backup that is restored forgets them again.

    `cleaned_at` is when nothing of the person was left in what the database file had freed; None while that waits.
    """

    __tablename__ = "erasures"
    __table_args__ = (CheckConstraint("how IN ('asked', 'retention')", name="how"),)

    customer_id: str = Field(primary_key=True)
    how: str = Field(max_length=12)
    erased_by: str | None = Field(default=None, foreign_key="staff.id")
    erased_at: datetime
    cleaned_at: datetime | None = None


class Call(Table, table=True):
    """A telephone that rang. Nobody took it: it stays in the queue until somebody called back or let it go."""

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_customer", "customer_id", "rang_at"),
        Index(
            "ix_calls_open",
            "rang_at",
            sqlite_where=text("taken_at IS NULL AND let_go_at IS NULL"),
            postgresql_where=text("taken_at IS NULL AND let_go_at IS NULL"),
        ),
        Index("ix_calls_number", "digits", "rang_at"),
        Index("ix_calls_day", "business_date"),
        Index(
            "ix_calls_conversation",
            "conversation_id",
            sqlite_where=text("conversation_id IS NOT NULL"),
            postgresql_where=text("conversation_id IS NOT NULL"),
        ),
    )

    id: str = Field(primary_key=True)
    number: str = Field(max_length=60)
    digits: str = Field(max_length=60)
    line: str = Field(default="", max_length=60)
    desk: str = Field(default="", max_length=120)
    site: str = Field(max_length=120)
    customer_id: str | None = Field(default=None, foreign_key="customers.id")
    rang_at: datetime
    ended_at: datetime | None = None
    taken_by: str | None = Field(default=None, foreign_key="staff.id")
    taken_at: datetime | None = None
    conversation_id: str | None = Field(default=None, foreign_key="conversations.id")
    let_go_by: str | None = Field(default=None, foreign_key="staff.id")
    let_go_at: datetime | None = None
    let_go_why: str = Field(default="", max_length=240)
    business_date: date
