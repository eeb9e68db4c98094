"""Move-in: conditions of buildings, move-ins with their findings; owner files with readings, changes, census."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables."""
    _building_condition()
    _movein()
    _movein_defect()
    _file()
    _file_reading()
    _file_change()
    _file_census()
    _printout()


def _building_condition() -> None:
    op.create_table(
        "building_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column(
            "condition",
            sa.Enum(
                "accepted",
                "supplies",
                "facilities",
                "office",
                "contract",
                name="condition",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("checked_by", sa.String(length=80), nullable=False),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_building_condition_building_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_building_condition")),
    )
    op.create_index(op.f("ix_building_condition_building_id"), "building_condition", ["building_id"], unique=False)


def _movein() -> None:
    op.create_table(
        "movein",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("campaign", sa.String(length=60), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "sent_how",
            sa.Enum(
                "letter",
                "courier",
                "hand",
                "phone",
                name="senthow",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded", sa.DateTime(timezone=True), nullable=True),
        sa.Column("appointed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("overdue", sa.DateTime(timezone=True), nullable=True),
        sa.Column("newspaper", sa.Boolean(), nullable=True),
        sa.Column("deemed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visitor", sa.String(length=80), nullable=False),
        sa.Column("proxy", sa.Boolean(), nullable=False),
        sa.Column("checked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreements", sa.String(), nullable=False),
        sa.Column("copies", sa.String(), nullable=False),
        sa.Column("refused", sa.String(length=400), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=False),
        sa.Column("id_copies", sa.Boolean(), nullable=False),
        sa.Column("card_missing", sa.String(length=400), nullable=False),
        sa.Column("signed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("goods", sa.String(), nullable=False),
        sa.Column("amount_fen", sa.Integer(), nullable=True),
        sa.Column("receipt", sa.String(length=40), nullable=False),
        sa.Column("paid_by", sa.String(length=80), nullable=False),
        sa.Column("deputy_reason", sa.String(length=400), nullable=False),
        sa.Column("paid", sa.DateTime(timezone=True), nullable=True),
        sa.Column("keys", sa.String(length=200), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("key_kept", sa.Boolean(), nullable=False),
        sa.Column("keyed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("inspector", sa.String(length=80), nullable=False),
        sa.Column("inspected", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("both_signed", sa.Boolean(), nullable=False),
        sa.Column("invited", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reinspections", sa.Integer(), nullable=False),
        sa.Column("pursued", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_movein_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_movein")),
    )
    op.create_index(op.f("ix_movein_appointed"), "movein", ["appointed"], unique=False)
    op.create_index(op.f("ix_movein_deemed"), "movein", ["deemed"], unique=False)
    op.create_index(op.f("ix_movein_keyed"), "movein", ["keyed"], unique=False)


def _movein_defect() -> None:
    op.create_table(
        "movein_defect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("movein_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("text", sa.String(length=400), nullable=False),
        sa.Column("term", sa.DateTime(timezone=True), nullable=True),
        sa.Column("postponed", sa.Integer(), nullable=False),
        sa.Column("fixed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=400), nullable=False),
        sa.Column("passed", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["movein_id"], ["item.id"], name=op.f("fk_movein_defect_movein_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movein_defect")),
        sa.UniqueConstraint("movein_id", "number", name=op.f("uq_movein_defect_movein_id_number")),
    )
    op.create_index(op.f("ix_movein_defect_movein_id"), "movein_defect", ["movein_id"], unique=False)


def _file() -> None:
    op.create_table(
        "file",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("shelf", sa.String(length=40), nullable=False),
        sa.Column("documents", sa.String(), nullable=False),
        sa.Column("missing", sa.String(), nullable=False),
        sa.Column("censused", sa.DateTime(timezone=True), nullable=True),
        sa.Column("arrears_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contact_checks", sa.Integer(), nullable=False),
        sa.Column("transferred", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certificate", sa.String(length=60), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("approved", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lent", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_file_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_file")),
    )
    op.create_index(op.f("ix_file_arrears_since"), "file", ["arrears_since"], unique=False)
    op.create_index(op.f("ix_file_censused"), "file", ["censused"], unique=False)


def _file_reading() -> None:
    op.create_table(
        "file_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("purpose", sa.String(length=400), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("approved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back", sa.DateTime(timezone=True), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["item.id"], name=op.f("fk_file_reading_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_reading")),
    )
    op.create_index(op.f("ix_file_reading_file_id"), "file_reading", ["file_id"], unique=False)


def _file_change() -> None:
    op.create_table(
        "file_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "phone",
                "contact",
                "family",
                "name",
                "other",
                name="changekind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("before", sa.String(length=400), nullable=False),
        sa.Column("after", sa.String(length=400), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["item.id"], name=op.f("fk_file_change_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_change")),
    )
    op.create_index(op.f("ix_file_change_file_id"), "file_change", ["file_id"], unique=False)


def _file_census() -> None:
    op.create_table(
        "file_census",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.String(length=7), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "same",
                "changed",
                "not_reached",
                name="censusresult",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["item.id"], name=op.f("fk_file_census_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_census")),
    )
    op.create_index(op.f("ix_file_census_file_id"), "file_census", ["file_id"], unique=False)
    op.create_index(op.f("ix_file_census_quarter"), "file_census", ["quarter"], unique=False)


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
