"""Trust: the chain over the ledger and its heads, backups, sessions and signing in, keys that are not brought back."""

import hashlib
import json
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Additive changes only; triggers are renewed by the store afterwards."""
    op.create_table(
        "chain",
        sa.Column("entry_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["entry_seq"], ["entries.seq"], name=op.f("fk_chain_entry_seq_entries")),
        sa.PrimaryKeyConstraint("entry_seq", name=op.f("pk_chain")),
    )
    op.create_table(
        "heads",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_heads")),
    )
    op.create_index("ix_heads_business_date", "heads", ["business_date"], unique=False)
    op.create_table(
        "backups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(length=240), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('hourly', 'day', 'upgrade', 'asked')", name=op.f("ck_backups_how")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backups")),
    )
    op.create_table(
        "staff_keys",
        sa.Column("fingerprint", sa.String(length=120), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.Column("added_by", sa.String(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_keys_staff_id_staff")),
        sa.ForeignKeyConstraint(["added_by"], ["staff.id"], name=op.f("fk_staff_keys_added_by_staff")),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_staff_keys")),
    )
    op.create_index(op.f("ix_staff_keys_staff_id"), "staff_keys", ["staff_id"], unique=False)
    op.create_table(
        "staff_customers",
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=True),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_customers_staff_id_staff")),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_staff_customers_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(["linked_by"], ["staff.id"], name=op.f("fk_staff_customers_linked_by_staff")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_customers")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_staff_customers_customer_id")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("os_user", sa.String(length=60), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_how", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sessions_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
    )
    op.create_index("ix_sessions_open", "sessions", ["ended_at", "staff_id"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("os_user", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_ins_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
    )
    op.create_index("ix_sign_ins_at", "sign_ins", ["at"], unique=False)
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secrets")),
    )
    op.create_table(
        "forgotten_keys",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_forgotten_keys")),
    )
    op.create_table(
        "homes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_homes_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homes")),
        sa.UniqueConstraint("value", "group_id", name=op.f("uq_homes_value")),
    )
    op.create_index(op.f("ix_homes_group_id"), "homes", ["group_id"], unique=False)
    op.create_index(op.f("ix_homes_customer_id"), "homes", ["customer_id"], unique=False)
    op.create_table(
        "clock_words",
        sa.Column("entry_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("behind_seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry_seq"], ["entries.seq"], name=op.f("fk_clock_words_entry_seq_entries")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_clock_words_staff_id_staff")),
        sa.PrimaryKeyConstraint("entry_seq", name=op.f("pk_clock_words")),
    )
    op.add_column("group_members", sa.Column("import_id", sa.String(), nullable=True))
    op.add_column("group_members", sa.Column("ended_after_home", sa.Integer(), nullable=True))
    op.add_column("entries", sa.Column("clock_behind_seconds", sa.Integer(), nullable=True))
    _lines_that_are_there_get_their_links()


_AT_ONCE = 1000
_COLUMNS = (
    *("seq", "id", "attempt_id", "kind", "reverses", "conversation_id", "incident_id", "customer_id", "order_id"),
    *("gesture", "label", "value_minor", "cost_minor", "exposure_minor", "quantity_thousandths", "unit", "currency"),
    *("needs_heard", "bend", "scope_json", "staff_id", "role", "site", "desk", "guidelines_version", "at"),
    *("business_date", "approval_id", "grant_id", "event_id", "words_digest", "clock_behind_seconds"),
)


def _lines_that_are_there_get_their_links() -> None:
    """As the ledger stands now: what was changed in it before cannot be found out any more."""
    connection = op.get_bind()
    after, before = 0, "0" * 64
    read = sa.text(f"SELECT {', '.join(_COLUMNS)} FROM entries WHERE seq > :after ORDER BY seq LIMIT :most")
    while rows := connection.execute(read, {"after": after, "most": _AT_ONCE}).fetchall():
        links = []
        for row in rows:
            before = _link(before, row)
            links.append({"seq": row[0], "hash": before})
        after = int(rows[-1][0])
        connection.execute(sa.text("INSERT INTO chain (entry_seq, hash) VALUES (:seq, :hash)"), links)


def _link(before: str, row: Sequence[object]) -> str:
    said = {name: value for name, value in zip(_COLUMNS, row, strict=True) if value is not None}
    packed = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{before}\nfrontdesk line 1\n{packed}".encode()).hexdigest()
