"""Duty rosters: the roster of a month and its turns; the sheets of a shift and of a day can be printed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables."""
    _duty()
    _duty_turn()
    _printout()


def _duty() -> None:
    op.create_table(
        "duty",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("clerks", sa.String(), nullable=False),
        sa.Column("drawn", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publisher", sa.String(length=80), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_duty_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_duty")),
    )
    op.create_index(op.f("ix_duty_month"), "duty", ["month"], unique=False)


def _duty_turn() -> None:
    op.create_table(
        "duty_turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=True),
        sa.Column("original_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["duty_id"], ["item.id"], name=op.f("fk_duty_turn_duty_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_duty_turn_operator_id")),
        sa.ForeignKeyConstraint(["original_id"], ["operator.id"], name=op.f("fk_duty_turn_original_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_turn")),
        sa.UniqueConstraint("day", "kind", name=op.f("uq_duty_turn_day_kind")),
    )
    op.create_index(op.f("ix_duty_turn_duty_id"), "duty_turn", ["duty_id"], unique=False)


def _printout() -> None:
    op.drop_index("ix_printout_item_id", "printout")
    op.rename_table("printout", "printout_before")
    op.create_table(
        "printout",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "document",
            sa.Enum(
                "dispatch",
                "complaint",
                "callback",
                "mandate",
                "key_label",
                "key_memo",
                "loan",
                "stocktake",
                "movein_notice",
                "movein_course",
                "movein_goods",
                "inspection",
                "key_receipt",
                "file_cover",
                "patrol_log",
                "problem_sheet",
                "patrol_month",
                "handover",
                "day_sheet",
                name="document",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_printout_item_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_printout_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printout")),
        sa.UniqueConstraint(
            "item_id", "document", "number", "edition", name=op.f("uq_printout_item_id_document_number_edition")
        ),
    )
    op.execute(
        "INSERT INTO printout SELECT id, item_id, document, number, edition, at, operator_id FROM printout_before"
    )
    op.drop_table("printout_before")
    op.create_index(op.f("ix_printout_item_id"), "printout", ["item_id"], unique=False)
