"""The moment of each decision, the authority of one person, and when each version of the guidelines is in force."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Additive changes only; triggers are renewed by the store afterwards."""
    op.add_column("entries", sa.Column("moment_json", sa.String(), nullable=True))
    op.add_column("blocks", sa.Column("asked_thousandths", sa.Integer(), nullable=True))
    op.add_column("blocks", sa.Column("scope_json", sa.String(), nullable=True))
    op.add_column("blocks", sa.Column("moment_json", sa.String(), nullable=True))
    op.add_column("blocks", sa.Column("after_seq", sa.Integer(), nullable=True))
    op.create_table(
        "staff_authority",
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("gesture", sa.String(length=120), nullable=False),
        sa.Column("up_to_minor", sa.Integer(), nullable=False),
        sa.Column("set_by", sa.String(length=120), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("up_to_minor >= 0", name=op.f("ck_staff_authority_up_to")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_authority_staff_id_staff")),
        sa.PrimaryKeyConstraint("staff_id", "gesture", name=op.f("pk_staff_authority")),
    )
    op.create_table(
        "guidelines_in_force",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("put_by", sa.String(length=120), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how IN ('saved', 'published', 'rolled_back')", name=op.f("ck_guidelines_in_force_how")),
        sa.ForeignKeyConstraint(
            ["version"],
            ["guidelines_versions.version"],
            name=op.f("fk_guidelines_in_force_version_guidelines_versions"),
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_guidelines_in_force")),
    )
    op.create_index("ix_guidelines_in_force_at", "guidelines_in_force", ["in_force_at", "number"], unique=False)
    op.create_table(
        "guidelines_file",
        sa.Column("the_file", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.CheckConstraint("the_file = 1", name=op.f("ck_guidelines_file_one")),
        sa.ForeignKeyConstraint(
            ["version"],
            ["guidelines_versions.version"],
            name=op.f("fk_guidelines_file_version_guidelines_versions"),
        ),
        sa.PrimaryKeyConstraint("the_file", name=op.f("pk_guidelines_file")),
    )
    # What was in force before there were numbers: each version once, in the order of its moment.
    op.execute(
        "INSERT INTO guidelines_in_force (version, in_force_at, how, put_by, put_at, note)"
        " SELECT version, in_force_at, 'saved', '', in_force_at, '' FROM guidelines_versions"
        " ORDER BY in_force_at, version"
    )
    op.execute(
        "INSERT INTO guidelines_file (the_file, version)"
        " SELECT 1, version FROM guidelines_versions ORDER BY in_force_at DESC, version LIMIT 1"
    )


def downgrade() -> None:
    """There is no way back but a backup."""
    raise NotImplementedError
