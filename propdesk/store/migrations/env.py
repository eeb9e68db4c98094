"""Runs the migrations on the connection that `propdesk.store.migrate` opened; that transaction is not ours to end."""

from alembic import context
from sqlalchemy import MetaData

from propdesk.models import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=MetaData(naming_convention=tables.metadata().naming_convention),
    render_as_batch=True,
)
context.run_migrations()
