"""Vacant units with visits, lettings, reports and a plan to approve; renovation sites with their daily progress."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables; the reports are made anew with their rows, since their kinds are checked."""
    _vacancy()
    _vacancy_visit()
    _vacancy_letting()
    _renovation()
    _renovation_entry()
    _report()


def _vacancy() -> None:
    op.create_table(
        "vacancy",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("taken_over", sa.Date(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("furnished", sa.Boolean(), nullable=False),
        sa.Column("west_sun", sa.Boolean(), nullable=False),
        sa.Column("appliances", sa.Boolean(), nullable=False),
        sa.Column("valves_closed", sa.Boolean(), nullable=False),
        sa.Column("power_off", sa.Boolean(), nullable=False),
        sa.Column("keys", sa.String(length=200), nullable=False),
        sa.Column("fees", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=400), nullable=False),
        sa.Column("visited", sa.DateTime(timezone=True), nullable=True),
        sa.Column("let_to", sa.String(length=80), nullable=False),
        sa.Column("consent", sa.String(length=200), nullable=False),
        sa.Column("let_from", sa.Date(), nullable=True),
        sa.Column("let_until", sa.Date(), nullable=True),
        sa.Column("buyer", sa.String(length=80), nullable=False),
        sa.Column("sold", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_vacancy_item_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_vacancy_unit_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_vacancy")),
    )
    for column in ("unit_id", "taken_over", "let_from", "sold"):
        op.create_index(op.f(f"ix_vacancy_{column}"), "vacancy", [column], unique=False)


def _vacancy_visit() -> None:
    op.create_table(
        "vacancy_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("loan_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=400), nullable=False),
        sa.Column("valves_closed", sa.Boolean(), nullable=True),
        sa.Column("power_off", sa.Boolean(), nullable=True),
        sa.Column("work", sa.String(length=80), nullable=False),
        sa.Column("anomaly", sa.String(length=400), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["item.id"], name=op.f("fk_vacancy_visit_vacancy_id")),
        sa.ForeignKeyConstraint(["round_id"], ["item.id"], name=op.f("fk_vacancy_visit_round_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["item.id"], name=op.f("fk_vacancy_visit_loan_id")),
        sa.ForeignKeyConstraint(["seq"], ["entry.seq"], name=op.f("fk_vacancy_visit_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_visit")),
    )
    for column in ("vacancy_id", "round_id", "loan_id", "at"):
        op.create_index(op.f(f"ix_vacancy_visit_{column}"), "vacancy_visit", [column], unique=False)


def _vacancy_letting() -> None:
    op.create_table(
        "vacancy_letting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vacancy_id", sa.Integer(), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("consent", sa.String(length=200), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["vacancy_id"], ["item.id"], name=op.f("fk_vacancy_letting_vacancy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_letting")),
    )
    for column in ("vacancy_id", "begins", "ends"):
        op.create_index(op.f(f"ix_vacancy_letting_{column}"), "vacancy_letting", [column], unique=False)


def _renovation() -> None:
    op.create_table(
        "renovation",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column(
            "before",
            sa.Enum(
                "occupied",
                "delivered",
                "renovating",
                "let",
                "vacant",
                name="unitstate",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("contractor", sa.String(length=80), nullable=False),
        sa.Column("progress", sa.String(length=400), nullable=False),
        sa.Column("entered", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_renovation_item_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_renovation_unit_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_renovation")),
    )
    op.create_index(op.f("ix_renovation_unit_id"), "renovation", ["unit_id"], unique=False)


def _renovation_entry() -> None:
    op.create_table(
        "renovation_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("renovation_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("progress", sa.String(length=400), nullable=False),
        sa.Column("finding", sa.String(length=400), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["renovation_id"], ["item.id"], name=op.f("fk_renovation_entry_renovation_id")),
        sa.ForeignKeyConstraint(["round_id"], ["item.id"], name=op.f("fk_renovation_entry_round_id")),
        sa.ForeignKeyConstraint(["seq"], ["entry.seq"], name=op.f("fk_renovation_entry_seq")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renovation_entry")),
        sa.UniqueConstraint("renovation_id", "day", name=op.f("uq_renovation_entry_renovation_id_day")),
    )
    for column in ("renovation_id", "round_id"):
        op.create_index(op.f(f"ix_renovation_entry_{column}"), "renovation_entry", [column], unique=False)


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
                "vacancy_month",
                "vacancy_half",
                "vacancy_plan",
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
        sa.Column("approved", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("budget_fen", sa.Integer(), nullable=True),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["compiler_id"], ["operator.id"], name=op.f("fk_report_compiler_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_report_item_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["operator.id"], name=op.f("fk_report_reviewer_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_report")),
        sa.UniqueConstraint("kind", "starts", name=op.f("uq_report_kind_starts")),
    )
    op.execute(
        "INSERT INTO report (item_id, kind, starts, ends, edition, figures, comment, plan, compiled, compiler_id, "
        "reviewed, reviewer_id, approved_by, recipient, sent) SELECT item_id, kind, starts, ends, edition, figures, "
        "comment, plan, compiled, compiler_id, reviewed, reviewer_id, '', recipient, sent FROM report_before"
    )
    op.drop_table("report_before")
