"""How alembic runs here: always on a connection that the store opened, inside the store's own transaction."""

from alembic import context

from frontdesk.store import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.Staff.metadata,
    compare_type=True,
    compare_server_default=True,
    # Batch mode copies the table and loses its triggers: only additive changes are made (SD9).
    render_as_batch=False,
)
with context.begin_transaction():
    context.run_migrations()
