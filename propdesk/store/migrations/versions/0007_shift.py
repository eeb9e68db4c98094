"""Handovers of shifts, what is counted and taken over at them, the seals of signed days, readers of log entries."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables."""
    _handover()
    _shift_count()
    _shift_take()
    _day_seal()
    _log_reader()


def _handover() -> None:
    op.create_table(
        "handover",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("rostered", sa.String(length=40), nullable=False),
        sa.Column("replacement", sa.String(length=400), nullable=False),
        sa.Column("named_by", sa.String(length=80), nullable=False),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_to", sa.Integer(), nullable=False),
        sa.Column("read", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("damaged", sa.String(length=400), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("area", sa.String(length=400), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tidied", sa.DateTime(timezone=True), nullable=True),
        sa.Column("goods", sa.String(length=400), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("release_reason", sa.String(length=400), nullable=False),
        sa.Column("released_by", sa.String(length=80), nullable=False),
        sa.Column("released_how", sa.String(length=10), nullable=False),
        sa.Column("release_said", sa.DateTime(timezone=True), nullable=True),
        sa.Column("countersigned", sa.DateTime(timezone=True), nullable=True),
        sa.Column("countersigned_by", sa.String(length=40), nullable=False),
        sa.Column("handed_over", sa.DateTime(timezone=True), nullable=True),
        sa.Column("relieved_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=False),
        sa.Column("ended_reason", sa.String(length=400), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("oral_report", sa.DateTime(timezone=True), nullable=True),
        sa.Column("oral_to", sa.String(length=80), nullable=False),
        sa.Column("signed_off", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["operator.id"], name=op.f("fk_handover_clerk_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_handover_item_id")),
        sa.ForeignKeyConstraint(["relieved_by_id"], ["operator.id"], name=op.f("fk_handover_relieved_by_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_handover")),
        sa.UniqueConstraint("starts", name=op.f("uq_handover_starts")),
    )
    op.create_index(op.f("ix_handover_day"), "handover", ["day"], unique=False)


def _shift_count() -> None:
    op.create_table(
        "shift_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column(
            "what",
            sa.Enum("property", "keys", name="counted", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["handover_id"], ["item.id"], name=op.f("fk_shift_count_handover_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_count")),
    )
    op.create_index(op.f("ix_shift_count_handover_id"), "shift_count", ["handover_id"], unique=False)


def _shift_take() -> None:
    op.create_table(
        "shift_take",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handover_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["operator.id"], name=op.f("fk_shift_take_from_id")),
        sa.ForeignKeyConstraint(["handover_id"], ["item.id"], name=op.f("fk_shift_take_handover_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_shift_take_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift_take")),
        sa.UniqueConstraint("handover_id", "item_id", name=op.f("uq_shift_take_handover_id_item_id")),
    )
    op.create_index(op.f("ix_shift_take_handover_id"), "shift_take", ["handover_id"], unique=False)


def _day_seal() -> None:
    op.create_table(
        "day_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.Column("last", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("signed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entry"], ["entry.seq"], name=op.f("fk_day_seal_entry")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_day_seal_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_seal")),
        sa.UniqueConstraint("day", name=op.f("uq_day_seal_day")),
    )


def _log_reader() -> None:
    op.create_table(
        "log_reader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("read", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_log_reader_operator_id")),
        sa.ForeignKeyConstraint(["seq"], ["entry.seq"], name=op.f("fk_log_reader_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_reader")),
        sa.UniqueConstraint("seq", "operator_id", name=op.f("uq_log_reader_seq_operator_id")),
    )
    op.create_index(
        "ix_log_reader_unread",
        "log_reader",
        ["operator_id"],
        unique=False,
        sqlite_where=sa.text("read IS NULL"),
        postgresql_where=sa.text("read IS NULL"),
    )
