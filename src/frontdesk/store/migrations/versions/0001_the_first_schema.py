"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Additive changes only; triggers are renewed by the store afterwards."""
    op.create_table(
        "customers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("external_key", sa.String(length=120), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("tier", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("email", sa.String(length=240), nullable=False),
        sa.Column("card_number", sa.String(length=60), nullable=False),
        sa.Column("languages", sa.String(length=60), nullable=False),
        sa.Column("channel", sa.String(length=60), nullable=False),
        sa.Column("standing", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("overdue_minor", sa.Integer(), nullable=False),
        sa.Column("likes_json", sa.String(), nullable=False),
        sa.Column("facts_json", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) BETWEEN 1 AND 120", name=op.f("ck_customers_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("external_key", name=op.f("uq_customers_external_key")),
    )
    op.create_table(
        "guidelines_versions",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_guidelines_versions")),
    )
    op.create_table(
        "house_facts",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("value", sa.String(length=240), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_house_facts")),
    )
    op.create_table(
        "shapes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shapes")),
        sa.UniqueConstraint("shape", name=op.f("uq_shapes_shape")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("folded", sa.String(length=240), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("os_user", sa.String(length=60), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("folded", name=op.f("uq_staff_folded")),
        sa.UniqueConstraint("os_user", name=op.f("uq_staff_os_user")),
    )
    op.create_table(
        "customer_terms",
        sa.Column("term", sa.String(length=240), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_terms_customer_id_customers")
        ),
        sa.PrimaryKeyConstraint("term", "customer_id", name=op.f("pk_customer_terms")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("external_key", sa.String(length=120), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("total_minor", sa.Integer(), nullable=True),
        sa.Column("paid_minor", sa.Integer(), nullable=True),
        sa.Column("facts_json", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("external_key", name=op.f("uq_orders_external_key")),
    )
    op.create_index(op.f("ix_orders_customer_id"), "orders", ["customer_id"], unique=False)
    op.create_index("ix_orders_place", "orders", ["place", "ends_on"], unique=False)
    op.create_index(
        "ix_orders_here",
        "orders",
        ["ends_on", "starts_on", "customer_id", "place", "state"],
        unique=False,
        sqlite_where=sa.text("place <> '' AND state = 'open'"),
        postgresql_where=sa.text("place <> '' AND state = 'open'"),
    )
    op.create_index("ix_customer_terms_customer", "customer_terms", ["customer_id", "term"], unique=False)
    op.create_table(
        "usage",
        sa.Column("shape_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("window", sa.String(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("value_minor", sa.Integer(), nullable=False),
        sa.Column("cost_minor", sa.Integer(), nullable=False),
        sa.Column("exposure_minor", sa.Integer(), nullable=False),
        sa.Column("quantity_thousandths", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shape_id"], ["shapes.id"], name=op.f("fk_usage_shape_id_shapes")),
        sa.PrimaryKeyConstraint("shape_id", "scope", "window", name=op.f("pk_usage")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "usage_marks",
        sa.Column("shape_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_seq", sa.Integer(), nullable=False),
        sa.Column("value_minor", sa.Integer(), nullable=False),
        sa.Column("cost_minor", sa.Integer(), nullable=False),
        sa.Column("exposure_minor", sa.Integer(), nullable=False),
        sa.Column("quantity_thousandths", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["shape_id"], ["shapes.id"], name=op.f("fk_usage_marks_shape_id_shapes")),
        sa.PrimaryKeyConstraint("shape_id", "scope", "at", "entry_seq", name=op.f("pk_usage_marks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("customer_name", sa.String(length=120), nullable=False),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("situation", sa.String(length=120), nullable=True),
        sa.Column("channel", sa.String(length=60), nullable=True),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("heard", sa.String(length=12), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wish", sa.String(), nullable=True),
        sa.Column("answers_json", sa.String(), nullable=False),
        sa.Column("ticks_json", sa.String(), nullable=False),
        sa.Column("now_text", sa.String(), nullable=False),
        sa.Column("next_text", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("nothing_owed", sa.Boolean(), nullable=False),
        sa.Column("anything_else", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("attempt_json", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(heard = 'not_yet') = (heard_at IS NULL)", name=op.f("ck_conversations_heard_at")),
        sa.CheckConstraint(
            "heard <> 'agreed' OR length(trim(request)) > 0", name=op.f("ck_conversations_agreed_request")
        ),
        sa.CheckConstraint("heard IN ('not_yet', 'agreed', 'skipped')", name=op.f("ck_conversations_heard")),
        sa.CheckConstraint("length(request) <= 2000", name=op.f("ck_conversations_request_length")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_conversations_customer_id_customers")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_conversations_order_id_orders")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_conversations_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
    )
    op.create_index(op.f("ix_conversations_customer_id"), "conversations", ["customer_id"], unique=False)
    op.create_index(op.f("ix_conversations_incident_id"), "conversations", ["incident_id"], unique=False)
    op.create_index("ix_conversations_open", "conversations", ["closed_at", "opened_at"], unique=False)
    op.create_table(
        "blocks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("gesture", sa.String(length=120), nullable=False),
        sa.Column("rules_json", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("asked_minor", sa.Integer(), nullable=True),
        sa.Column("possible_minor", sa.Integer(), nullable=True),
        sa.Column("ways_json", sa.String(), nullable=False),
        sa.Column("done_instead", sa.String(length=240), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("guidelines_version", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_blocks_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
    )
    op.create_index(op.f("ix_blocks_business_date"), "blocks", ["business_date"], unique=False)
    op.create_index(op.f("ix_blocks_conversation_id"), "blocks", ["conversation_id"], unique=False)
    op.create_table(
        "entries",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reverses", sa.String(), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("incident_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("gesture", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=240), nullable=False),
        sa.Column("value_minor", sa.Integer(), nullable=True),
        sa.Column("cost_minor", sa.Integer(), nullable=False),
        sa.Column("exposure_minor", sa.Integer(), nullable=False),
        sa.Column("quantity_thousandths", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("needs_heard", sa.Boolean(), nullable=False),
        sa.Column("bend", sa.Boolean(), nullable=False),
        sa.Column("scope_json", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("guidelines_version", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("(kind = 'taken_back') = (reverses IS NOT NULL)", name=op.f("ck_entries_reverses")),
        sa.CheckConstraint("kind IN ('given', 'taken_back')", name=op.f("ck_entries_kind")),
        sa.CheckConstraint("value_minor IS NULL OR value_minor >= 0", name=op.f("ck_entries_value")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_entries_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["reverses"], ["entries.id"], name=op.f("fk_entries_reverses_entries")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_entries_staff_id_staff")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_entries")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_entries_attempt_id")),
        sa.UniqueConstraint("id", name=op.f("uq_entries_id")),
        sa.UniqueConstraint("reverses", name=op.f("uq_entries_reverses")),
    )
    op.create_index("ix_entries_business_date", "entries", ["business_date", "seq"], unique=False)
    op.create_index("ix_entries_conversation", "entries", ["conversation_id", "seq"], unique=False)
    op.create_index("ix_entries_customer", "entries", ["customer_id", "seq"], unique=False)
    op.create_index("ix_entries_incident", "entries", ["incident_id", "seq"], unique=False)
    op.create_table(
        "ideas",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("entry_id", sa.String(), nullable=True),
        sa.Column("gesture", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_ideas_text")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_ideas_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_ideas_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
    )
    op.create_index(op.f("ix_ideas_business_date"), "ideas", ["business_date"], unique=False)
    op.create_index(op.f("ix_ideas_conversation_id"), "ideas", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_ideas_entry_id"), "ideas", ["entry_id"], unique=False)
    op.create_table(
        "promises",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.String(), nullable=True),
        sa.Column("kept_by", sa.String(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(trim(text)) > 0", name=op.f("ck_promises_text")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_promises_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_promises_customer_id_customers")),
        sa.ForeignKeyConstraint(["kept_by"], ["staff.id"], name=op.f("fk_promises_kept_by_staff")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_promises_made_by_staff")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_promises_owner_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(op.f("ix_promises_conversation_id"), "promises", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_promises_customer_id"), "promises", ["customer_id"], unique=False)
    op.create_index(op.f("ix_promises_entry_id"), "promises", ["entry_id"], unique=False)
    op.create_index("ix_promises_open", "promises", ["kept_at", "withdrawn_at", "due_at"], unique=False)


def downgrade() -> None:
    """There is no way back but a backup."""
    raise NotImplementedError
