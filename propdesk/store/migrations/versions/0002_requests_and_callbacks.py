"""Repairs, bookings, incidents, callbacks, reports and printed sheets; complaints in full; four more channels."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WIDENED = ("contact", "complaint")
"""Tables whose lists of allowed values grow: SQLite checks them in the table, so each is made anew."""


def upgrade() -> None:
    """Make the new tables, and the widened ones anew with their rows."""
    for table in WIDENED:
        op.rename_table(table, f"{table}_before")
    _contact()
    _complaint()
    for table in WIDENED:
        _take_over(table)
    _complaint_caller()
    _repair()
    _booking()
    _incident()
    _incident_caller()
    _callback()
    _callback_sheet()
    _report()
    _printout()
    op.create_index("ix_item_ledger_opened", "item", ["ledger", "opened"], unique=False)
    op.create_index("ix_item_ledger_closed", "item", ["ledger", "closed"], unique=False)


def _take_over(table: str) -> None:
    """Copy the rows; what the old table did not have gets the value of a complaint that nothing happened to yet."""
    kept = [str(column["name"]) for column in sa.inspect(op.get_bind()).get_columns(f"{table}_before")]
    fresh = {name: value for name, value in FRESH.items() if table == "complaint"}
    columns, values = ", ".join((*kept, *fresh)), ", ".join((*kept, *fresh.values()))
    op.execute(f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table}_before")  # noqa: S608  # names of ours
    op.drop_table(f"{table}_before")


FRESH = {
    "letter": "''", "relayed_by": "''", "collective": "0", "repeat": "0", "public": "0", "beyond": "0",
    "departments": "''", "follow_up": "''", "measures": "''", "plan": "''", "reply_letter": "''", "report": "''",
    "review": "''", "manager_opinion": "''",
}  # fmt: skip
"""The columns of a complaint that must hold something."""


def _contact() -> None:
    op.create_table(
        "contact",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "visit",
                "group",
                "hotline",
                "street",
                "letter",
                "online",
                "developer",
                "quality",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("their_number", sa.String(length=40), nullable=False),
        sa.Column("their_deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "capacity",
            sa.Enum(
                "owner",
                "family",
                "tenant",
                "agent",
                "decorator",
                "visitor",
                "neighbour",
                "outsider",
                "staff",
                "other",
                name="capacity",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "owner_knows",
            sa.Enum("yes", "no", "unknown", name="knows", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("name_refused", sa.Boolean(), nullable=False),
        sa.Column("no_phone", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "enquiry",
                "repair",
                "booking",
                "complaint",
                "emergency",
                "suggestion",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
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
        sa.Column("told_person", sa.String(length=80), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("customer_told", sa.DateTime(timezone=True), nullable=True),
        sa.Column("introduced_to", sa.String(length=80), nullable=False),
        sa.Column("linked_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_contact_item_id")),
        sa.ForeignKeyConstraint(["linked_id"], ["item.id"], name=op.f("fk_contact_linked_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_contact")),
    )


def _complaint() -> None:
    op.create_table(
        "complaint",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "visit",
                "group",
                "hotline",
                "street",
                "letter",
                "online",
                "developer",
                "quality",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("their_number", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("event_time", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("accused", sa.String(length=120), nullable=False),
        sa.Column("demand", sa.String(length=400), nullable=False),
        sa.Column("contact_way", sa.String(length=120), nullable=False),
        sa.Column(
            "validity",
            sa.Enum(
                "valid", "assist", "invalid", name="validity", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column(
            "cause",
            sa.Enum(
                "management",
                "developer",
                "outside",
                "neighbour",
                "other",
                name="cause",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "severity",
            sa.Enum(
                "minor", "important", "major", name="severity", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("claim_fen", sa.Integer(), nullable=False),
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
        sa.Column("received_by", sa.String(length=40), nullable=False),
        sa.Column("delivered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contacted", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("on_spot", sa.Boolean(), nullable=False),
        sa.Column("resolved", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "reply_how",
            sa.Enum(
                "phone",
                "visit",
                "letter",
                "message",
                name="replyhow",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("replied", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("rejections", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.Column("explained", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referred_to", sa.String(length=120), nullable=False),
        sa.Column("letter", sa.String(length=80), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("relayed_by", sa.String(length=80), nullable=False),
        sa.Column("heard", sa.DateTime(timezone=True), nullable=True),
        sa.Column("collective", sa.Boolean(), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("beyond", sa.Boolean(), nullable=False),
        sa.Column("departments", sa.String(length=120), nullable=False),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("follow_up", sa.String(length=80), nullable=False),
        sa.Column("taken_over", sa.DateTime(timezone=True), nullable=True),
        sa.Column("long_form", sa.DateTime(timezone=True), nullable=True),
        sa.Column("measures", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=False),
        sa.Column("plan_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_letter", sa.String(length=80), nullable=False),
        sa.Column("reported_back", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified", sa.DateTime(timezone=True), nullable=True),
        sa.Column("called_back", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("reviewed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("manager_opinion", sa.String(), nullable=False),
        sa.Column("signed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["coordinator_id"], ["operator.id"], name=op.f("fk_complaint_coordinator_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_complaint_item_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["item.id"], name=op.f("fk_complaint_merged_into_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["operator.id"], name=op.f("fk_complaint_reviewer_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_complaint")),
    )
    op.create_index(op.f("ix_complaint_merged_into_id"), "complaint", ["merged_into_id"], unique=False)


def _complaint_caller() -> None:
    op.create_table(
        "complaint_caller",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("complaint_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("visited", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion", sa.String(length=400), nullable=False),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("separated", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["item.id"], name=op.f("fk_complaint_caller_complaint_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_complaint_caller_item_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_complaint_caller_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_caller")),
    )
    op.create_index(op.f("ix_complaint_caller_complaint_id"), "complaint_caller", ["complaint_id"], unique=False)


def _repair() -> None:
    op.create_table(
        "repair",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "visit",
                "group",
                "hotline",
                "street",
                "letter",
                "online",
                "developer",
                "quality",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("their_number", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("agreed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("quote_fen", sa.Integer(), nullable=True),
        sa.Column("quote_accepted", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("told_person", sa.String(length=80), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keeps_time", sa.Boolean(), nullable=True),
        sa.Column("slip", sa.String(length=24), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=False),
        sa.Column("dispatched", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("slip_back", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("exception", sa.String(length=400), nullable=False),
        sa.Column("crossed_off", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.Column(
            "trade",
            sa.Enum(
                "civil",
                "water",
                "electrical",
                "doors",
                "public",
                "intelligent",
                "entrance",
                "other",
                name="trade",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "warranty",
            sa.Enum(
                "covered", "expired", "unknown", name="warranty", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("safe", sa.DateTime(timezone=True), nullable=True),
        sa.Column("measures", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_repair_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_repair")),
    )


def _booking() -> None:
    op.create_table(
        "booking",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "visit",
                "group",
                "hotline",
                "street",
                "letter",
                "online",
                "developer",
                "quality",
                "other",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("their_number", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column("agreed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid", sa.Boolean(), nullable=False),
        sa.Column("quote_fen", sa.Integer(), nullable=True),
        sa.Column("quote_accepted", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("told_person", sa.String(length=80), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keeps_time", sa.Boolean(), nullable=True),
        sa.Column("slip", sa.String(length=24), nullable=False),
        sa.Column("worker", sa.String(length=80), nullable=False),
        sa.Column("dispatched", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrived", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reported", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("slip_back", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("exception", sa.String(length=400), nullable=False),
        sa.Column("crossed_off", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.Column("alternative", sa.String(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_booking_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_booking")),
    )


def _incident() -> None:
    op.create_table(
        "incident",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "utility",
            sa.Enum(
                "power",
                "water",
                "lift",
                "riser",
                "gas",
                "heating",
                "network",
                "other",
                name="utility",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(length=400), nullable=False),
        sa.Column("expected", sa.DateTime(timezone=True), nullable=True),
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
        sa.Column("told_person", sa.String(length=80), nullable=False),
        sa.Column("callers", sa.Integer(), nullable=False),
        sa.Column("over", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(length=400), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_incident_building_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_incident_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_incident")),
    )
    op.create_index(op.f("ix_incident_building_id"), "incident", ["building_id"], unique=False)


def _incident_caller() -> None:
    op.create_table(
        "incident_caller",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("wants", sa.Boolean(), nullable=False),
        sa.Column("rung", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["item.id"], name=op.f("fk_incident_caller_incident_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_incident_caller_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_caller")),
    )
    op.create_index(op.f("ix_incident_caller_incident_id"), "incident_caller", ["incident_id"], unique=False)


def _callback() -> None:
    op.create_table(
        "callback",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "complaint",
                "developer",
                "repair",
                "service",
                "help",
                "culture",
                "renovation",
                "other",
                name="callbackkind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "severity",
            sa.Enum(
                "minor", "important", "major", name="severity", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("caller_id", sa.Integer(), nullable=True),
        sa.Column("attendant", sa.String(length=80), nullable=False),
        sa.Column("planned", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sheet", sa.String(length=24), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("given_up", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "how",
            sa.Enum("visit", "phone", name="callbackhow", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column(
            "quality",
            sa.Enum("good", "fair", "poor", name="rating", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "effect",
            sa.Enum("good", "fair", "poor", name="rating", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "timeliness",
            sa.Enum("good", "fair", "poor", name="rating", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column(
            "manner",
            sa.Enum("good", "fair", "poor", name="rating", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.String(), nullable=False),
        sa.Column("shortcomings", sa.String(), nullable=False),
        sa.Column("suggestions", sa.String(), nullable=False),
        sa.Column("signed_by", sa.String(length=80), nullable=False),
        sa.Column("done", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("review", sa.String(), nullable=False),
        sa.Column("reviewed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("nonconformity", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["caller_id"], ["operator.id"], name=op.f("fk_callback_caller_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_callback_item_id")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["operator.id"], name=op.f("fk_callback_reviewer_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_callback")),
    )
    op.create_index(op.f("ix_callback_since"), "callback", ["since"], unique=False)


def _callback_sheet() -> None:
    op.create_table(
        "callback_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=24), nullable=False),
        sa.Column("callback_id", sa.Integer(), nullable=False),
        sa.Column("operator_id", sa.Integer(), nullable=False),
        sa.Column("taken", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["callback_id"], ["item.id"], name=op.f("fk_callback_sheet_callback_id")),
        sa.ForeignKeyConstraint(["operator_id"], ["operator.id"], name=op.f("fk_callback_sheet_operator_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_sheet")),
        sa.UniqueConstraint("page", name=op.f("uq_callback_sheet_page")),
    )
    op.create_index(op.f("ix_callback_sheet_callback_id"), "callback_sheet", ["callback_id"], unique=False)


def _report() -> None:
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


def _printout() -> None:
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
    op.create_index(op.f("ix_printout_item_id"), "printout", ["item_id"], unique=False)
