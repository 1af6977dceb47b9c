"""How constraints and indexes are called, for every table; imported before any table is defined."""

from sqlalchemy import MetaData
from sqlmodel import SQLModel

NAMES = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Table(SQLModel):
    """The ground of every table."""

    metadata = NAMES
