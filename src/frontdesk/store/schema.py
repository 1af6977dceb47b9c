"""Bringing the schema to the newest revision: imported only when there is something to do."""

from __future__ import annotations

import logging
from contextlib import closing
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection as ReportConnection
from sqlalchemy.engine import Engine
from sqlalchemy.pool import StaticPool

from frontdesk.store import driver, driver_errors, transaction, triggers
from frontdesk.store.connections import Store
from frontdesk.store.revision import REVISION, revision_of

PATIENCE = 12
"""So many times as long as for a gesture somebody who starts waits for another who is bringing the schema up."""


def upgrade(store: Store) -> None:
    """Run what is missing, and renew the triggers, in one write transaction: the old schema or the new one."""
    # Alembic says on stderr what it does; the terminal belongs to the desk.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # SQLAlchemy tries a new connection out and rolls back: it is made before the transaction begins.
    with (
        driver_errors.translated(store.path),
        closing(driver.connect(store.path, busy_ms=store.busy_ms * PATIENCE)) as connection,
        report_engine(connection).connect() as report,
        transaction.committed(connection),
    ):
        if revision_of(connection) == REVISION:
            return  # another process did it while this one waited for the lock
        report.begin()  # so that alembic leaves beginning and ending to `committed`
        command.upgrade(configured(report), "head")
        triggers.renew(connection)
        if revision_of(connection) != REVISION:
            raise AssertionError("the newest revision is the one that this program speaks")


def report_engine(connection: driver.Connection) -> Engine:
    """A SQLAlchemy engine over one driver connection that somebody else opens, commits and closes."""

    class Borrowed(StaticPool):
        """Gives out the one connection and never resets it."""

    return create_engine(
        "sqlite://",
        module=driver.module,
        creator=lambda: connection,
        poolclass=Borrowed,
        pool_reset_on_return=None,
    )


def configured(report: ReportConnection) -> Config:
    """Alembic's configuration for this package's own migrations on an open connection."""
    config = Config()
    config.set_main_option("script_location", "frontdesk.store:migrations")
    config.set_main_option("path_separator", "os")
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = report
    return config
