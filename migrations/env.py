"""What alembic runs for each upgrade: our connection, our metadata."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

# Every table must be known before metadata is compared; these imports do nothing else.
import campaign.delivery_models
import campaign.models
import campaign.reminder_models
import coalition.models
import letters.models
import mail.models
import signatories.judgements
import signatories.models
import signatories.organizations
from database import Base

TABLES = (
    campaign.delivery_models,
    campaign.models,
    campaign.reminder_models,
    coalition.models,
    letters.models,
    mail.models,
    signatories.judgements,
    signatories.models,
    signatories.organizations,
)

connection: Connection | None = context.config.attributes["connection"]
if connection is None:
    raise RuntimeError("run migrations with the `undersigned upgrade` command")
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
context.run_migrations()
