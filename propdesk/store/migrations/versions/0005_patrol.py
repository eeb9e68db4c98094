"""Patrols: rounds with their areas, findings; three more printed documents, one more periodical report."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables; reports and printed sheets are made anew with their rows, since their kinds are checked."""
    _round()
    _round_area()
    _finding()
    _report()
    _printout()


def _round() -> None:
    op.create_table(
        "round",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grace_ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.Integer(), nullable=False),
        sa.Column("stops", sa.String(), nullable=False),
        sa.Column("begun", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("walker", sa.String(length=80), nullable=False),
        sa.Column("partner", sa.String(length=80), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("on_time", "late", "missed", name="judged", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("countersigned_by", sa.String(length=80), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_round_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_round")),
        sa.UniqueConstraint("route", "planned_for", name=op.f("uq_round_route_planned_for")),
    )
    op.create_index(op.f("ix_round_starts"), "round", ["starts"], unique=False)


def _round_area() -> None:
    op.create_table(
        "round_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=1), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "grade",
            sa.Enum(
                "scanned",
                "photo",
                "radio",
                "written",
                name="grade",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("too_fast", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["item.id"], name=op.f("fk_round_area_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_area")),
    )
    op.create_index(op.f("ix_round_area_round_id"), "round_area", ["round_id"], unique=False)


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("check_id", sa.String(length=8), nullable=False),
        sa.Column("area", sa.String(length=1), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "defect",
                "smell",
                "violation",
                "vacant",
                "renovation",
                name="findingkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("sheet", sa.String(length=24), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("how", sa.String(length=400), nullable=False),
        sa.Column(
            "persuaded",
            sa.Enum(
                "stopped",
                "promised",
                "refused",
                "absent",
                name="persuaded",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("told", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_to", sa.String(length=80), nullable=False),
        sa.Column("asked_unit", sa.DateTime(timezone=True), nullable=True),
        sa.Column("unit_answer", sa.String(length=400), nullable=False),
        sa.Column("security_called", sa.DateTime(timezone=True), nullable=True),
        sa.Column("security_name", sa.String(length=80), nullable=False),
        sa.Column(
            "department",
            sa.Enum(
                "engineering",
                "security",
                "cleaning",
                "finance",
                "service",
                "office",
                "developer",
                name="department",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("handler", sa.String(length=80), nullable=False),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("handled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=400), nullable=False),
        sa.Column("verified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_by", sa.String(length=80), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_finding_item_id")),
        sa.ForeignKeyConstraint(["round_id"], ["item.id"], name=op.f("fk_finding_round_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_finding")),
    )
    op.create_index("ix_finding_check_id_place", "finding", ["check_id", "place"], unique=False)
    op.create_index(op.f("ix_finding_round_id"), "finding", ["round_id"], unique=False)


def _report() -> None:
    op.rename_table("report", "report_before")
    op.create_table(
        "report",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "daily",
                "half_month",
                "summary",
                "handling",
                "quality",
                "owners",
                "quarter_analysis",
                "quarter_owners",
                "slip_sample",
                "callbacks",
                "callback_filing",
                "patrol_month",
                name="reportkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("figures", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("compiled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compiler_id", sa.Integer(), nullable=True),
        sa.Column("reviewed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["compiler_id"], ["operator.id"], name=op.f("fk_report_compiler_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_report_item_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["operator.id"], name=op.f("fk_report_reviewer_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_report")),
        sa.UniqueConstraint("kind", "starts", name=op.f("uq_report_kind_starts")),
    )
    op.execute(
        "INSERT INTO report SELECT item_id, kind, starts, ends, edition, figures, comment, plan, compiled, "
        "compiler_id, reviewed, reviewer_id, recipient, sent FROM report_before"
    )
    op.drop_table("report_before")


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
