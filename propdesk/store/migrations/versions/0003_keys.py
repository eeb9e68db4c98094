"""Keys in custody, their loans, stock-takes, owner's cards; five more printed documents."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the new tables; the list of printed sheets is made anew with its rows, since its documents are checked."""
    _item()
    _key()
    _loan()
    _stocktake()
    _stock_line()
    _owner_card()
    _printout()


def _item() -> None:
    """Open items that rest stay out of the worklist and its index."""
    op.add_column("item", sa.Column("resting", sa.Boolean(), server_default=sa.text("0"), nullable=False))
    op.create_index(
        "ix_item_at_work",
        "item",
        ["id"],
        unique=False,
        sqlite_where=sa.text("closed IS NULL AND resting IS 0"),
        postgresql_where=sa.text("closed IS NULL AND resting IS FALSE"),
    )


def _key() -> None:
    op.create_table(
        "key",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "developer",
                "entrusted",
                "vacant",
                "plant",
                "master",
                name="keyclass",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("tag", sa.String(length=20), nullable=False),
        sa.Column("cabinet", sa.String(length=10), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(length=80), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("out", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("departments", sa.String(length=120), nullable=False),
        sa.Column(
            "authority",
            sa.Enum(
                "nobody",
                "supervisor",
                "manager",
                name="authority",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("ask_owner", sa.Boolean(), nullable=False),
        sa.Column("longest_hours", sa.Integer(), nullable=False),
        sa.Column("may_leave", sa.Boolean(), nullable=False),
        sa.Column("instruction", sa.String(length=400), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("condition", sa.String(length=400), nullable=False),
        sa.Column("collector", sa.String(length=80), nullable=False),
        sa.Column("card", sa.String(length=40), nullable=False),
        sa.Column("mandate", sa.String(length=24), nullable=False),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("copy_given", sa.Boolean(), nullable=False),
        sa.Column("outdated", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "proof",
            sa.Enum("card", "identity", "none", name="proof", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("handed_to", sa.String(length=80), nullable=False),
        sa.Column("memo", sa.String(length=24), nullable=False),
        sa.Column(
            "harm",
            sa.Enum("lost", "damaged", name="harm", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("harmed", sa.Integer(), nullable=False),
        sa.Column("discovered", sa.DateTime(timezone=True), nullable=True),
        sa.Column("course", sa.String(), nullable=False),
        sa.Column("memo_told", sa.String(length=80), nullable=False),
        sa.Column("memo_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consent_by", sa.String(length=80), nullable=False),
        sa.Column("consent_how", sa.String(length=80), nullable=False),
        sa.Column("consented", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "remedy",
            sa.Enum(
                "new_key", "new_lock", "nothing", name="remedy", native_enum=False, create_constraint=True, length=24
            ),
            nullable=True,
        ),
        sa.Column("replaced", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cost_fen", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.CheckConstraint("out >= 0 AND lost >= 0 AND out + lost <= pieces", name=op.f("ck_key_adds_up")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_key_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_key")),
    )
    op.create_index(
        "uq_key_hook",
        "key",
        ["cabinet", "slot"],
        unique=True,
        sqlite_where=sa.text("gone IS NULL"),
        postgresql_where=sa.text("gone IS NULL"),
    )
    op.create_index(
        "uq_key_tag",
        "key",
        ["tag"],
        unique=True,
        sqlite_where=sa.text("gone IS NULL"),
        postgresql_where=sa.text("gone IS NULL"),
    )


def _loan() -> None:
    op.create_table(
        "loan",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("back", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "repair", "vacant", "emergency", name="keypurpose", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column(
            "borrower_kind",
            sa.Enum(
                "department",
                "contractor",
                "resident",
                name="borrower",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
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
        sa.Column("company", sa.String(length=80), nullable=False),
        sa.Column(
            "proof",
            sa.Enum("card", "identity", "none", name="proof", native_enum=False, create_constraint=True, length=24),
            nullable=True,
        ),
        sa.Column("authorised_by", sa.String(length=80), nullable=False),
        sa.Column("owner_agreed", sa.String(length=120), nullable=False),
        sa.Column("second_person", sa.String(length=80), nullable=False),
        sa.Column("supervisor_told", sa.String(length=80), nullable=False),
        sa.Column("leaves", sa.Boolean(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chased", sa.Integer(), nullable=False),
        sa.Column("returned", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.String(length=80), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("back >= 0 AND lost >= 0 AND back + lost <= pieces", name=op.f("ck_loan_adds_up")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_loan_item_id")),
        sa.ForeignKeyConstraint(["key_id"], ["item.id"], name=op.f("fk_loan_key_id")),
        sa.ForeignKeyConstraint(["order_id"], ["item.id"], name=op.f("fk_loan_order_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_loan")),
    )
    op.create_index(op.f("ix_loan_key_id"), "loan", ["key_id"], unique=False)


def _stocktake() -> None:
    op.create_table(
        "stocktake",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("cabinet", sa.String(length=10), nullable=True),
        sa.Column("counter_name", sa.String(length=80), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("surplus", sa.Integer(), nullable=False),
        sa.Column("doubled", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("misplaced", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_stocktake_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_stocktake")),
    )


def _stock_line() -> None:
    op.create_table(
        "stock_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stocktake_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("cabinet", sa.String(length=10), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=20), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["stocktake_id"], ["item.id"], name=op.f("fk_stock_line_stocktake_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_line")),
    )
    op.create_index(op.f("ix_stock_line_stocktake_id"), "stock_line", ["stocktake_id"], unique=False)


def _owner_card() -> None:
    op.create_table(
        "owner_card",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("issued", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_owner_card_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner_card")),
        sa.UniqueConstraint("number", name=op.f("uq_owner_card_number")),
    )
    op.create_index(op.f("ix_owner_card_unit_id"), "owner_card", ["unit_id"], unique=False)


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
