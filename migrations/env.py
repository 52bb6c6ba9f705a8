"""What alembic runs for each upgrade: our connection, our metadata."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

import signatories.models  # noqa: F401  (every table must be known before metadata is compared)
from database import Base

connection: Connection | None = context.config.attributes["connection"]
if connection is None:
    raise RuntimeError("run migrations with the `undersigned upgrade` command")
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
context.run_migrations()
