"""Guidelines: every file that was put into force, and since when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, Index, Integer
from sqlmodel import Field

from frontdesk.store.tables.naming import Table


class GuidelinesVersion(Table, table=True):
    """A guidelines file that was put into force, whole; every entry and block names the one it was decided by.

    `in_force_at` is when it was first to be in force; when it was in force since then, `guidelines_in_force` says.
    """

    __tablename__ = "guidelines_versions"

    version: str = Field(primary_key=True, max_length=64)
    text: str
    in_force_at: datetime


class GuidelinesInForce(Table, table=True):
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


class GuidelinesFile(Table, table=True):
    """The version of guidelines.yaml in the folder as it was last seen and understood: one row, `the_file` 1."""

    __tablename__ = "guidelines_file"
    __table_args__ = (CheckConstraint("the_file = 1", name="one"),)

    the_file: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    version: str = Field(foreign_key="guidelines_versions.version", max_length=64)
