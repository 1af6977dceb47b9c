"""Who works here, and the customers with their orders: what the desk knows before anybody speaks."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from frontdesk.store.tables.naming import Table


class Staff(Table, table=True):
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


class StaffAuthority(Table, table=True):
    """The most one person may give of one gesture by themselves, in place of what their role may."""

    __tablename__ = "staff_authority"
    __table_args__ = (CheckConstraint("up_to_minor >= 0", name="up_to"),)

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    gesture: str = Field(primary_key=True, max_length=120)
    up_to_minor: int
    set_by: str = Field(max_length=120)
    set_at: datetime


class StaffPinTries(Table, table=True):
    """Wrong tries of one person's code since the last right one: counted over all desks and sessions."""

    __tablename__ = "staff_pin_tries"
    __table_args__ = (CheckConstraint("wrong >= 1", name="wrong"),)

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    wrong: int
    not_before_at: datetime | None = None
    tried_at: datetime


class Customer(Table, table=True):
    """A customer's card: facts only, no label and no score."""

    __tablename__ = "customers"
    __table_args__ = (
        CheckConstraint("length(name) BETWEEN 1 AND 120", name="name_length"),
        Index(
            "ix_customers_merged_into_id",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        # Every answer of the search asks it whether a card is still one: small, however many customers there are.
        Index(
            "ix_customers_gone",
            "id",
            "merged_into_id",
            "erased_at",
            "name",
            sqlite_where=text("merged_into_id IS NOT NULL OR erased_at IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL OR erased_at IS NOT NULL"),
        ),
    )

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
    hours: str | None = Field(default=None, max_length=60)
    balance_minor: int | None = None
    import_id: str | None = Field(default=None, index=True)
    merged_into_id: str | None = None
    erased_at: datetime | None = None


class CustomerTerm(Table, table=True):
    """One thing by which a customer is found, folded: a prefix of the index answers each keystroke."""

    __tablename__ = "customer_terms"
    __table_args__ = (Index("ix_customer_terms_customer", "customer_id", "term"), {"sqlite_with_rowid": False})

    term: str = Field(primary_key=True, max_length=240)
    customer_id: str = Field(primary_key=True, foreign_key="customers.id")


class Order(Table, table=True):
    """An order, stay, membership, invoice or table: what the facts of source `order` come from."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_place", "place", "ends_on"),
        # Who is at a table now: one seek, however many sat there before.
        Index(
            "ix_orders_at_place",
            "place",
            "starts_on",
            sqlite_where=text("place <> '' AND state = 'open'"),
            postgresql_where=text("place <> '' AND state = 'open'"),
        ),
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
    due_on: date | None = None
    trouble: str | None = Field(default=None, max_length=12)
    promised_json: str | None = None
    import_id: str | None = Field(default=None, index=True)


class HouseFact(Table, table=True):
    """A fact about the house (occupancy, stock), as text in the form of the guidelines language."""

    __tablename__ = "house_facts"

    name: str = Field(primary_key=True, max_length=120)
    value: str = Field(max_length=240)
    set_at: datetime
    set_by: str = Field(max_length=120)
