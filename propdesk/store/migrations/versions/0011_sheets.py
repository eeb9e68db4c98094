"""More can be printed: the emergency handling record, the duty roster, vacant units."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the list of printed sheets anew with its rows, since its documents are checked."""
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
                "emergency",
                "duty_roster",
                "vacancy_record",
                "vacancy_month",
                "vacancy_half",
                "vacancy_plan",
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
