"""The pages of a month are found by their codes."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index(op.f("ix_finding_sheet"), "finding", ["sheet"], unique=False)
