"""Tables beside those of the customers, in which a large import waits as it will stand, and is exchanged at once.

They are filled stretch by stretch while everybody works on, each tree in its own order; nobody reads them. At the end
the customers' tables and these have each other's rows: that changes a few numbers in the schema, takes no longer for
a million than for one, and is true for everybody in the same moment or for nobody. Only where few customers stand
there already: those are taken along inside that moment. What stood there before is then removed stretch by stretch.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from frontdesk.store import driver
from frontdesk.store.driver import Connection, Value
from frontdesk.store.stretches import ROWS_AT_ONCE, Stretches

FEW = 1000
"""So many customers are taken along while everybody waits."""
CUSTOMERS, TERMS, BY_CUSTOMER = "coming_customers", "coming_terms", "coming_by_customer"
PAIR = ("term", "customer_id")
_INDEX = "ix_customer_terms_customer"
_PREFIX = "coming_"
_TREES = {CUSTOMERS: "rowid", TERMS: "term, customer_id", BY_CUSTOMER: "customer_id, term"}


def make(connection: Connection) -> None:
    """Make the tables, empty, in the transaction in which it is called."""
    for (sql,) in connection.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'customers' AND type IN ('table', 'index') AND sql IS NOT NULL"
        " ORDER BY type DESC"
    ).fetchall():
        if "INDEX" in sql.split(" ")[:3]:
            made = sql.replace("INDEX ", f"INDEX {_PREFIX}", 1).replace(" ON customers", f" ON {CUSTOMERS}", 1)
        else:
            made = sql.replace("TABLE customers", f"TABLE {CUSTOMERS}", 1)
        connection.execute(made)
    for table in (TERMS, BY_CUSTOMER):
        key = _TREES[table]
        connection.execute(f"CREATE TABLE {table} ({key}, PRIMARY KEY ({key})) WITHOUT ROWID")


def there(connection: Connection) -> bool:
    """Whether there are such tables."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (BY_CUSTOMER,)).fetchone()
    return found is not None


def few_stand(connection: Connection) -> bool:
    """Whether so few customers stand in the table that they may be taken along."""
    row = connection.execute(f"SELECT count(*) FROM (SELECT 1 FROM customers LIMIT {FEW + 1})").fetchone()
    return row is not None and int(row[0]) <= FEW


def take_along(connection: Connection, whom: str = "SELECT id FROM customers") -> None:
    """Put those who stay, by the statement that says their ids, beside those who come."""
    names = ", ".join(str(row[0]) for row in connection.execute("SELECT name FROM pragma_table_info('customers')"))
    connection.execute(
        f"INSERT OR ROLLBACK INTO {CUSTOMERS} ({names}) SELECT {names} FROM customers WHERE id IN ({whom})"
        " ORDER BY rowid"
    )
    for table in (TERMS, BY_CUSTOMER):
        connection.execute(
            f"INSERT OR ROLLBACK INTO {table} (term, customer_id) SELECT t.term, t.customer_id FROM ({whom}) s"
            " CROSS JOIN customer_terms t ON t.customer_id = s.id"
        )


def exchange(connection: Connection) -> None:
    """Let the customers and what they are found by have these rows, and these tables theirs; as `driver.exchanged`."""
    pairs = (*_pairs_of_customers(connection), ("customer_terms", TERMS), (_INDEX, BY_CUSTOMER))
    driver.exchanged(connection, pairs)


def _pairs_of_customers(connection: Connection) -> Iterator[tuple[str, str]]:
    yield "customers", CUSTOMERS
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'customers'")
    for (name,) in rows.fetchall():
        if name.startswith("sqlite_autoindex_"):
            yield name, name.replace("_customers_", f"_{CUSTOMERS}_")
        else:
            yield name, _PREFIX + name


def remove(stretches: Stretches) -> None:
    """Remove the tables and what is in them, stretch by stretch."""
    connection = stretches.connection
    for table, key in _TREES.items():
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone() is not None:
            stretches.write(_parts(connection, table, key), partial(_remove_part, table, key))
    with stretches.one():
        drop(connection)


def drop(connection: Connection) -> None:
    """Remove the tables with the few rows that are in them, in the transaction in which it is called."""
    for table in _TREES:
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _parts(connection: Connection, table: str, key: str) -> Iterator[tuple[Value, ...]]:
    """The last key of each part of a table, in their order."""
    at: tuple[Value, ...] = ()
    places = ", ".join("?" * len(key.split(", ")))
    while True:
        behind = f"WHERE ({key}) > ({places})" if at else ""
        found = connection.execute(
            f"SELECT {key} FROM (SELECT {key} FROM {table} {behind} ORDER BY {key} LIMIT {ROWS_AT_ONCE})"
            f" ORDER BY {', '.join(f'{each} DESC' for each in key.split(', '))} LIMIT 1",
            at,
        ).fetchone()
        if found is None:
            return
        at = tuple(found)
        yield at


def _remove_part(table: str, key: str, connection: Connection, last: tuple[Value, ...]) -> int:
    places = ", ".join("?" * len(last))
    return connection.execute(f"DELETE FROM {table} WHERE ({key}) <= ({places})", last).rowcount
