"""What the lead's day needs: approvals, grants, stories, answers to ideas, causes, moved promises, mass events."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Additive changes only; triggers are renewed by the store afterwards."""
    op.create_table(
        "causes_to_fix",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("thing", sa.String(length=240), nullable=False),
        sa.Column("folded", sa.String(length=480), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("fixed_by", sa.String(), nullable=True),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fixed_how", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(["fixed_by"], ["staff.id"], name=op.f("fk_causes_to_fix_fixed_by_staff")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_causes_to_fix_owner_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_causes_to_fix")),
    )
    op.create_index("ix_causes_to_fix_open", "causes_to_fix", ["fixed_at", "raised_at"], unique=False)
    op.create_index(
        "ix_causes_to_fix_once",
        "causes_to_fix",
        ["folded"],
        unique=True,
        sqlite_where=sa.text("fixed_at IS NULL"),
        postgresql_where=sa.text("fixed_at IS NULL"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("cause", sa.String(length=2000), nullable=False),
        sa.Column("gesture", sa.String(length=120), nullable=True),
        sa.Column("budget_minor", sa.Integer(), nullable=True),
        sa.Column("promise", sa.String(length=2000), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(trim(name)) > 0", name=op.f("ck_events_name")),
        sa.ForeignKeyConstraint(["opened_by"], ["staff.id"], name=op.f("fk_events_opened_by_staff")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_events_owner_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("gesture", sa.String(length=120), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("desk", sa.String(length=120), nullable=True),
        sa.Column("up_to_minor", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("staff_id IS NULL OR desk IS NULL", name=op.f("ck_grants_one_or_the_other")),
        sa.CheckConstraint("times IS NULL OR times >= 1", name=op.f("ck_grants_times")),
        sa.CheckConstraint("up_to_minor >= 1", name=op.f("ck_grants_up_to")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_grants_made_by_staff")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_grants_staff_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index("ix_grants_open", "grants", ["until_at", "withdrawn_at"], unique=False)
    op.create_table(
        "event_members",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(length=120), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("order_id", sa.String(), nullable=True),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("promise_id", sa.String(), nullable=True),
        sa.Column("entry_id", sa.String(), nullable=True),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("serial", sa.String(length=120), nullable=True),
        sa.Column("call", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_event_members_customer_id_customers")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_members_event_id_events")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_event_members_order_id_orders")),
        sa.PrimaryKeyConstraint("event_id", "what", name=op.f("pk_event_members")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_members_customer_id"), "event_members", ["customer_id"], unique=False)
    op.create_table(
        "causes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("thing", sa.String(length=240), nullable=False),
        sa.Column("folded", sa.String(length=480), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("length(trim(thing)) > 0", name=op.f("ck_causes_thing")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_causes_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_causes")),
        sa.UniqueConstraint("conversation_id", name=op.f("uq_causes_conversation_id")),
    )
    op.create_index(op.f("ix_causes_business_date"), "causes", ["business_date"], unique=False)
    op.create_index("ix_causes_folded", "causes", ["folded", "at"], unique=False)
    op.create_table(
        "stories",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("thanked_json", sa.String(), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("lined_up_on", sa.Date(), nullable=True),
        sa.CheckConstraint("kind IN ('rescued', 'foreseen', 'fixed')", name=op.f("ck_stories_kind")),
        sa.CheckConstraint("length(trim(words)) > 0", name=op.f("ck_stories_words")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_stories_conversation_id_conversations")
        ),
        sa.ForeignKeyConstraint(["told_by"], ["staff.id"], name=op.f("fk_stories_told_by_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_business_date"), "stories", ["business_date"], unique=False)
    op.create_index(op.f("ix_stories_conversation_id"), "stories", ["conversation_id"], unique=False)
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("block_id", sa.String(), nullable=True),
        sa.Column("gesture", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=240), nullable=False),
        sa.Column("ask_minor", sa.Integer(), nullable=True),
        sa.Column("ask_thousandths", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("ticks_json", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("site", sa.String(length=120), nullable=False),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("guidelines_version", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=12), nullable=True),
        sa.Column("approved_minor", sa.Integer(), nullable=True),
        sa.Column("approved_thousandths", sa.Integer(), nullable=True),
        sa.Column("alternative", sa.String(length=2000), nullable=False),
        sa.Column("alternative_gesture", sa.String(length=120), nullable=True),
        sa.Column("words", sa.String(length=2000), nullable=False),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.Column("answered_role", sa.String(length=60), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("one_off", sa.Boolean(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answer IS NULL OR answer = 'yes' OR length(trim(alternative)) > 0", name=op.f("ck_approvals_alternative")
        ),
        sa.CheckConstraint("answer IS NULL OR answer IN ('yes', 'other')", name=op.f("ck_approvals_answer")),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_approvals_answered_at")),
        sa.CheckConstraint("(answer IS NULL) = (answered_by IS NULL)", name=op.f("ck_approvals_answered_by")),
        sa.CheckConstraint("answered_by IS NULL OR answered_by <> asked_by", name=op.f("ck_approvals_somebody_else")),
        sa.ForeignKeyConstraint(["answered_by"], ["staff.id"], name=op.f("fk_approvals_answered_by_staff")),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_approvals_asked_by_staff")),
        sa.ForeignKeyConstraint(["block_id"], ["blocks.id"], name=op.f("fk_approvals_block_id_blocks")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_approvals_conversation_id_conversations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index(op.f("ix_approvals_business_date"), "approvals", ["business_date"], unique=False)
    op.create_index(op.f("ix_approvals_conversation_id"), "approvals", ["conversation_id"], unique=False)
    op.create_index("ix_approvals_open", "approvals", ["answered_at", "withdrawn_at", "expires_at"], unique=False)
    op.create_table(
        "promise_moves",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("promise_id", sa.String(), nullable=False),
        sa.Column("from_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_owner_id", sa.String(), nullable=False),
        sa.Column("to_owner_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("moved_by", sa.String(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["from_owner_id"], ["staff.id"], name=op.f("fk_promise_moves_from_owner_id_staff")),
        sa.ForeignKeyConstraint(["moved_by"], ["staff.id"], name=op.f("fk_promise_moves_moved_by_staff")),
        sa.ForeignKeyConstraint(["promise_id"], ["promises.id"], name=op.f("fk_promise_moves_promise_id_promises")),
        sa.ForeignKeyConstraint(["to_owner_id"], ["staff.id"], name=op.f("fk_promise_moves_to_owner_id_staff")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_moves")),
    )
    op.create_index(op.f("ix_promise_moves_promise_id"), "promise_moves", ["promise_id"], unique=False)
    op.add_column("conversations", sa.Column("kind", sa.String(length=12), nullable=True))
    op.add_column("conversations", sa.Column("source", sa.String(length=240), nullable=True))
    op.add_column("conversations", sa.Column("apology", sa.String(), nullable=True))
    op.add_column("conversations", sa.Column("happened", sa.String(), nullable=True))
    op.add_column("conversations", sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("conversations", sa.Column("written", sa.String(), nullable=True))
    op.add_column("conversations", sa.Column("answer_text", sa.String(), nullable=True))
    op.add_column("conversations", sa.Column("answer_place", sa.String(length=500), nullable=True))
    op.add_column("conversations", sa.Column("answered_by", sa.String(), nullable=True))
    op.add_column("conversations", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_conversations_answer_owed",
        "conversations",
        ["answer_due_at"],
        unique=False,
        sqlite_where=sa.text("answer_due_at IS NOT NULL AND answered_at IS NULL"),
        postgresql_where=sa.text("answer_due_at IS NOT NULL AND answered_at IS NULL"),
    )
    op.add_column("entries", sa.Column("approval_id", sa.String(), nullable=True))
    op.add_column("entries", sa.Column("grant_id", sa.String(), nullable=True))
    op.add_column("entries", sa.Column("event_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_entries_approval_id"), "entries", ["approval_id"], unique=False)
    op.create_index(op.f("ix_entries_event_id"), "entries", ["event_id"], unique=False)
    op.create_index(op.f("ix_entries_grant_id"), "entries", ["grant_id"], unique=False)
    op.add_column("ideas", sa.Column("block_id", sa.String(), nullable=True))
    op.add_column("ideas", sa.Column("approval_id", sa.String(), nullable=True))
    op.add_column("ideas", sa.Column("answer_due_on", sa.Date(), nullable=True))
    op.add_column("ideas", sa.Column("answer", sa.String(length=12), nullable=True))
    op.add_column("ideas", sa.Column("answer_text", sa.String(), nullable=True))
    op.add_column("ideas", sa.Column("answered_by", sa.String(), nullable=True))
    op.add_column("ideas", sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ideas", sa.Column("adopted_number", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_ideas_block_id"), "ideas", ["block_id"], unique=False)
    op.add_column("orders", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("orders", sa.Column("trouble", sa.String(length=12), nullable=True))
    op.add_column("orders", sa.Column("promised_json", sa.String(), nullable=True))
    op.add_column("promises", sa.Column("now_text", sa.String(), nullable=True))
    op.add_column("promises", sa.Column("next_text", sa.String(), nullable=True))
    op.add_column("promises", sa.Column("channel", sa.String(length=60), nullable=True))
    op.add_column("promises", sa.Column("hours", sa.String(length=60), nullable=True))
    op.add_column("promises", sa.Column("event_id", sa.String(), nullable=True))
    op.create_index(op.f("ix_promises_event_id"), "promises", ["event_id"], unique=False)
    op.create_index("ix_promises_due", "promises", ["due_at"], unique=False)
    op.create_index("ix_conversations_day", "conversations", ["business_date", "closed_at"], unique=False)
    op.add_column("staff", sa.Column("pin_hash", sa.String(), nullable=True))
    op.create_table(
        "staff_pin_tries",
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("not_before_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("wrong >= 1", name=op.f("ck_staff_pin_tries_wrong")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_pin_tries_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_staff_pin_tries")),
    )


def downgrade() -> None:
    """There is no way back but a backup."""
    raise NotImplementedError
