"""Indexes that answer the status bar and the look-up alone; every row gets a twin (store/twins.py makes those)."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_RUNNING = sa.text("stopped IS NULL")


def upgrade() -> None:
    """Make the indexes anew, with what is read through them."""
    op.drop_index("ix_timer_running_due", "timer")
    op.create_index(
        "ix_timer_running_due", "timer", ["due", "warn", "paused"], sqlite_where=_RUNNING, postgresql_where=_RUNNING
    )
    op.drop_index("ix_lookup_key_key", "lookup_key")
    columns = ["key", "rank", "id", "kind", "unit_id", "person_id", "label"]
    op.create_index("ix_lookup_key_key", "lookup_key", columns)
