"""What trust stands on: the chain over the ledger, its daily heads, backups, and who was at which desk when."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, UniqueConstraint
from sqlmodel import Field

from frontdesk.store.tables.naming import Table


class ChainLink(Table, table=True):
    """The hash of one ledger line and of the link before it: what was changed around the program breaks it."""

    __tablename__ = "chain"

    entry_seq: int = Field(sa_column=Column(Integer, ForeignKey("entries.seq"), primary_key=True, autoincrement=False))
    hash: str = Field(max_length=64)


class Head(Table, table=True):
    """How long the ledger was and what its last link was at one moment; printed and kept elsewhere, too, as words."""

    __tablename__ = "heads"
    __table_args__ = (Index("ix_heads_business_date", "business_date"),)

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=True))
    business_date: date
    site: str = Field(max_length=120)
    entry_seq: int
    hash: str = Field(max_length=64)
    words: str = Field(max_length=120)
    made_at: datetime


class ClockWord(Table, table=True):
    """That somebody who leads said: the clock is right now, and this line, the newest then, was ahead of it."""

    __tablename__ = "clock_words"

    entry_seq: int = Field(sa_column=Column(Integer, ForeignKey("entries.seq"), primary_key=True, autoincrement=False))
    staff_id: str = Field(foreign_key="staff.id")
    said_at: datetime
    behind_seconds: int


class Backup(Table, table=True):
    """A copy of the database, where it lies, and when it was last proven to restore.

    `problem` says in a sentence why it did not prove right; "" while nothing is known against it.
    """

    __tablename__ = "backups"
    __table_args__ = (CheckConstraint("how IN ('hourly', 'day', 'upgrade', 'asked')", name="how"),)

    id: str = Field(primary_key=True)
    file_name: str = Field(max_length=240)
    how: str = Field(max_length=12)
    entry_seq: int
    hash: str = Field(max_length=64)
    size_bytes: int
    made_at: datetime
    proven_at: datetime | None = None
    problem: str = ""
    gone_at: datetime | None = None


class StaffKey(Table, table=True):
    """A person's public SSH key: who comes in with it is that person."""

    __tablename__ = "staff_keys"

    fingerprint: str = Field(primary_key=True, max_length=120)
    staff_id: str = Field(foreign_key="staff.id", index=True)
    public_key: str
    added_by: str | None = Field(default=None, foreign_key="staff.id")
    added_at: datetime
    removed_at: datetime | None = None


class StaffCustomer(Table, table=True):
    """That somebody who works here is a customer, too: nobody gives anything to themselves."""

    __tablename__ = "staff_customers"
    __table_args__ = (UniqueConstraint("customer_id"),)

    staff_id: str = Field(primary_key=True, foreign_key="staff.id")
    customer_id: str = Field(foreign_key="customers.id")
    linked_by: str | None = Field(default=None, foreign_key="staff.id")
    linked_at: datetime


class Session(Table, table=True):
    """Somebody at a desk, from signing in to the end. `ended_how`: left, switched, idle, disabled, lost."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_open", "ended_at", "staff_id"),)

    id: str = Field(primary_key=True)
    staff_id: str = Field(foreign_key="staff.id")
    how: str = Field(max_length=12)
    site: str = Field(max_length=120)
    desk: str = Field(max_length=120)
    os_user: str = Field(default="", max_length=60)
    began_at: datetime
    seen_at: datetime
    locked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_how: str = Field(default="", max_length=12)


class SignIn(Table, table=True):
    """Each signing in and each try that was refused: who, where, by what, and how it ended. Never what was typed."""

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_at", "at"),)

    id: str = Field(primary_key=True)
    staff_id: str | None = Field(default=None, foreign_key="staff.id")
    how: str = Field(max_length=12)
    result: str = Field(max_length=12)
    site: str = Field(max_length=120)
    desk: str = Field(max_length=120)
    os_user: str = Field(default="", max_length=60)
    at: datetime


class Secret(Table, table=True):
    """A random key of this database, for what is kept only as a keyed hash."""

    __tablename__ = "secrets"

    name: str = Field(primary_key=True, max_length=60)
    value: str = Field(max_length=64)
    made_at: datetime


class ForgottenKey(Table, table=True):
    """The keyed hash of a key by which files know a person who was erased: a file does not bring them back unasked."""

    __tablename__ = "forgotten_keys"

    digest: str = Field(primary_key=True, max_length=64)
    erased_on: date
