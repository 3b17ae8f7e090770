"""Alembic's entry: runs the migrations on the connection that `bot.storage.migrate` holds."""

from alembic import context

# Their tables belong to the same metadata.
from bot.storage import desk_tables, mail, project_tables  # noqa: F401
from bot.storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
)
with context.begin_transaction():
    context.run_migrations()
