"""The customer's story: preferences, notes, files that were taken over, what changed, who belongs together, calls.

Words leave the ledger lines for a table of their own, so that a person can be forgotten.
"""

import hashlib
import hmac
import json
import secrets

import sqlalchemy as sa
import uuid6
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Additive changes only; triggers are renewed by the store afterwards."""
    op.create_table(
        "erasures",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("erased_by", sa.String(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cleaned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('asked', 'retention')", name=op.f("ck_erasures_how")),
        sa.ForeignKeyConstraint(["erased_by"], ["staff.id"], name=op.f("fk_erasures_erased_by_staff")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_erasures")),
    )
    op.create_table(
        "groups",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=240), nullable=False),
        sa.Column("made_by", sa.String(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('household', 'company')", name=op.f("ck_groups_kind")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_groups_made_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    op.create_index(op.f("ix_groups_folded"), "groups", ["folded"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("file_name", sa.String(length=240), nullable=False),
        sa.Column("headers_digest", sa.String(length=64), nullable=False),
        sa.Column("mapping_json", sa.String(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("what IN ('customers', 'orders')", name=op.f("ck_imports_what")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_imports_taken_by_staff")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_imports_undone_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_headers_digest"), "imports", ["headers_digest"], unique=False)
    op.create_table(
        "merges",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kept_id", sa.String(), nullable=False),
        sa.Column("merged_id", sa.String(), nullable=False),
        sa.Column("before_json", sa.String(), nullable=False),
        sa.Column("moved_json", sa.String(), nullable=False),
        sa.Column("merged_by", sa.String(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("after_seq", sa.Integer(), nullable=True),
        sa.Column("undone_after_seq", sa.Integer(), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_merges_two")),
        sa.ForeignKeyConstraint(["kept_id"], ["customers.id"], name=op.f("fk_merges_kept_id_customers")),
        sa.ForeignKeyConstraint(["merged_by"], ["staff.id"], name=op.f("fk_merges_merged_by_staff")),
        sa.ForeignKeyConstraint(["merged_id"], ["customers.id"], name=op.f("fk_merges_merged_id_customers")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_merges_undone_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index(op.f("ix_merges_kept_id"), "merges", ["kept_id"], unique=False)
    op.create_index(op.f("ix_merges_merged_id"), "merges", ["merged_id"], unique=False)
    op.create_table(
        "not_duplicates",
        sa.Column("first_id", sa.String(), nullable=False),
        sa.Column("second_id", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_not_duplicates_order")),
        sa.ForeignKeyConstraint(["first_id"], ["customers.id"], name=op.f("fk_not_duplicates_first_id_customers")),
        sa.ForeignKeyConstraint(["said_by"], ["staff.id"], name=op.f("fk_not_duplicates_said_by_staff")),
        sa.ForeignKeyConstraint(["second_id"], ["customers.id"], name=op.f("fk_not_duplicates_second_id_customers")),
        sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_not_duplicates")),
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("import_id", sa.String(), nullable=True),
        sa.Column("before_json", sa.String(), nullable=False),
        sa.Column("after_json", sa.String(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('edit', 'import', 'merge', 'undo')", name=op.f("ck_changes_how")),
        sa.CheckConstraint("(customer_id IS NULL) <> (order_id IS NULL)", name=op.f("ck_changes_one_thing")),
        sa.ForeignKeyConstraint(["changed_by"], ["staff.id"], name=op.f("fk_changes_changed_by_staff")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_changes_customer_id_customers")),
        sa.ForeignKeyConstraint(["import_id"], ["imports.id"], name=op.f("fk_changes_import_id_imports")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_changes_order_id_orders")),
        sa.ForeignKeyConstraint(["undone_by"], ["staff.id"], name=op.f("fk_changes_undone_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index("ix_changes_customer", "changes", ["customer_id", "changed_at"], unique=False)
    op.create_index(
        "ix_changes_import",
        "changes",
        ["import_id"],
        unique=False,
        sqlite_where=sa.text("import_id IS NOT NULL"),
        postgresql_where=sa.text("import_id IS NOT NULL"),
    )
    op.create_index(
        "ix_changes_order",
        "changes",
        ["order_id", "changed_at"],
        unique=False,
        sqlite_where=sa.text("order_id IS NOT NULL"),
        postgresql_where=sa.text("order_id IS NOT NULL"),
    )
    op.create_table(
        "group_members",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=120), nullable=False),
        sa.Column("joined_by", sa.String(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_group_members_customer_id_customers")),
        sa.ForeignKeyConstraint(["ended_by"], ["staff.id"], name=op.f("fk_group_members_ended_by_staff")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_group_members_group_id_groups")),
        sa.ForeignKeyConstraint(["joined_by"], ["staff.id"], name=op.f("fk_group_members_joined_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_members")),
    )
    op.create_index("ix_group_members_customer", "group_members", ["customer_id", "ended_at"], unique=False)
    op.create_index(op.f("ix_group_members_group_id"), "group_members", ["group_id"], unique=False)
    op.create_table(
        "calls",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("digits", sa.String(length=60), nullable=False),
        sa.Column("line", sa.String(length=60), nullable=False),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("rang_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("let_go_by", sa.String(), nullable=True),
        sa.Column("let_go_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("let_go_why", sa.String(length=240), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_calls_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_calls_customer_id_customers")),
        sa.ForeignKeyConstraint(["let_go_by"], ["staff.id"], name=op.f("fk_calls_let_go_by_staff")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_calls_taken_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    op.create_index("ix_calls_customer", "calls", ["customer_id", "rang_at"], unique=False)
    op.create_index(
        "ix_calls_open",
        "calls",
        ["rang_at"],
        unique=False,
        sqlite_where=sa.text("taken_at IS NULL AND let_go_at IS NULL"),
        postgresql_where=sa.text("taken_at IS NULL AND let_go_at IS NULL"),
    )
    op.create_index("ix_calls_number", "calls", ["digits", "rang_at"], unique=False)
    op.create_index("ix_calls_day", "calls", ["business_date"], unique=False)
    op.create_index(
        "ix_calls_conversation",
        "calls",
        ["conversation_id"],
        unique=False,
        sqlite_where=sa.text("conversation_id IS NOT NULL"),
        postgresql_where=sa.text("conversation_id IS NOT NULL"),
    )
    op.create_table(
        "notes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_notes_text")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_notes_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_notes_customer_id_customers")),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name=op.f("fk_notes_noted_by_staff")),
        sa.ForeignKeyConstraint(["struck_by"], ["staff.id"], name=op.f("fk_notes_struck_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_customer", "notes", ["customer_id", "struck_at"], unique=False)
    op.create_table(
        "preferences",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(length=240), nullable=False),
        sa.Column("whose", sa.String(length=120), nullable=False),
        sa.Column("lasting", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("noted_by", sa.String(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_by", sa.String(), nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_preferences_text")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_preferences_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_preferences_customer_id_customers")),
        sa.ForeignKeyConstraint(["noted_by"], ["staff.id"], name=op.f("fk_preferences_noted_by_staff")),
        sa.ForeignKeyConstraint(["struck_by"], ["staff.id"], name=op.f("fk_preferences_struck_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preferences")),
    )
    op.create_index("ix_preferences_customer", "preferences", ["customer_id", "struck_at"], unique=False)
    op.create_table(
        "drafts",
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("words_json", sa.String(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_drafts_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "form", "about", name=op.f("pk_drafts")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_drafts_about"), "drafts", ["about"], unique=False)
    op.add_column("customers", sa.Column("hours", sa.String(length=60), nullable=True))
    op.add_column("customers", sa.Column("balance_minor", sa.Integer(), nullable=True))
    op.add_column("customers", sa.Column("import_id", sa.String(), nullable=True))
    op.add_column("customers", sa.Column("merged_into_id", sa.String(), nullable=True))
    op.add_column("customers", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_customers_import_id"), "customers", ["import_id"], unique=False)
    op.create_index(
        "ix_customers_merged_into_id",
        "customers",
        ["merged_into_id"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL"),
    )
    op.create_index(
        "ix_customers_gone",
        "customers",
        ["id", "merged_into_id", "erased_at", "name"],
        unique=False,
        sqlite_where=sa.text("merged_into_id IS NOT NULL OR erased_at IS NOT NULL"),
        postgresql_where=sa.text("merged_into_id IS NOT NULL OR erased_at IS NOT NULL"),
    )
    op.add_column("orders", sa.Column("import_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_orders_import_id"), "orders", ["import_id"], unique=False)
    op.create_index(
        "ix_orders_at_place",
        "orders",
        ["place", "starts_on"],
        unique=False,
        sqlite_where=sa.text("place <> '' AND state = 'open'"),
        postgresql_where=sa.text("place <> '' AND state = 'open'"),
    )
    op.add_column("conversations", sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True))
    _likes_become_preferences()
    op.create_index(
        "ix_conversations_words",
        "conversations",
        ["closed_at"],
        unique=False,
        sqlite_where=sa.text("forgotten_at IS NULL"),
        postgresql_where=sa.text("forgotten_at IS NULL"),
    )
    _words_leave_the_ledger()


_IDS = frozenset({"customer", "order", "incident", "conversation", "staff", "role", "site", "business"})
_AT_ONCE = 1000


def _likes_become_preferences() -> None:
    """What stood in one column of the card has a line of its own, so that it can be struck out alone."""
    connection = op.get_bind()
    after = ""
    while rows := connection.execute(
        sa.text(
            "SELECT id, likes_json, updated_at FROM customers WHERE id > :after AND likes_json <> '[]'"
            " ORDER BY id LIMIT :most"
        ),
        {"after": after, "most": _AT_ONCE},
    ).fetchall():
        after = rows[-1][0]
        liked = [
            {"id": str(uuid6.uuid7()), "customer": customer_id, "text": text, "at": at}
            for customer_id, likes, at in rows
            for text in dict.fromkeys(str(like).strip()[:240] for like in json.loads(likes or "[]"))
            if text
        ]
        if liked:
            connection.execute(
                sa.text(
                    "INSERT INTO preferences (id, customer_id, text, whose, lasting, noted_at)"
                    " VALUES (:id, :customer, :text, '', TRUE, :at)"
                ),
                liked,
            )
    connection.execute(sa.text("UPDATE customers SET likes_json = '[]' WHERE likes_json <> '[]'"))


def _words_leave_the_ledger() -> None:
    """Every reason and every moment goes over, with its keyed hash: what a line said before, it says after."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":  # the old triggers would refuse it; the store makes the new ones
        for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    op.create_table(
        "entry_words",
        sa.Column("entry_seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("scope_json", sa.String(), nullable=True),
        sa.Column("moment_json", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["entry_seq"], ["entries.seq"], name=op.f("fk_entry_words_entry_seq_entries")),
        sa.PrimaryKeyConstraint("entry_seq", name=op.f("pk_entry_words")),
    )
    op.add_column("entries", sa.Column("words_digest", sa.String(length=64), nullable=True))
    after = 0
    while rows := connection.execute(
        sa.text("SELECT seq, reason, scope_json, moment_json FROM entries WHERE seq > :after ORDER BY seq LIMIT :most"),
        {"after": after, "most": _AT_ONCE},
    ).fetchall():
        after = rows[-1][0]
        moved = [_moved(*row) for row in rows]
        connection.execute(
            sa.text(
                "INSERT INTO entry_words (entry_seq, salt, reason, scope_json, moment_json)"
                " VALUES (:seq, :salt, :reason, :scope, :moment)"
            ),
            moved,
        )
        connection.execute(
            sa.text("UPDATE entries SET scope_json = :ids, words_digest = :digest WHERE seq = :seq"), moved
        )
    op.drop_column("entries", "reason")
    op.drop_column("entries", "moment_json")


def _moved(seq: int, reason: str, scope_json: str, moment_json: str | None) -> dict[str, object]:
    scope = json.loads(scope_json or "{}")
    ids = {name: value for name, value in scope.items() if name in _IDS}
    salt = secrets.token_hex(32)
    named = None if ids == scope else scope_json
    return {
        "seq": seq,
        "salt": salt,
        "reason": reason,
        "ids": scope_json if named is None else _packed(ids),
        "scope": named,
        "moment": moment_json,
        "digest": hmac.new(
            bytes.fromhex(salt), _packed([reason, named, moment_json]).encode(), hashlib.sha256
        ).hexdigest(),
    }


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def downgrade() -> None:
    """There is no way back but a backup."""
    raise NotImplementedError
