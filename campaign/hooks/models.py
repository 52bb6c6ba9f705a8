"""Where a coalition wants to be told what happens."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from coalition.models import Coalition
from database import Base, UTCDateTime


class Hook(Base):
    """A web address that is told of events. What it is signed with follows from number and generation (:mod:`.seal`)."""

    __tablename__ = "hook"
    __table_args__ = (
        CheckConstraint("substr(url, 1, 8) = 'https://'", name="goes_sealed"),
        CheckConstraint("(paused_at IS NULL) = (pause_reason = '')", name="paused_for_a_reason"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"), index=True)
    url: Mapped[str] = mapped_column(Text)
    events: Mapped[list[str]] = mapped_column(JSON)
    """Which events it is told of (:data:`campaign.hooks.events.EVENTS`)."""
    generation: Mapped[int] = mapped_column(default=0)
    seen_until: Mapped[datetime] = mapped_column(UTCDateTime)
    """Up to which moment the audit log was read for it."""
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    pause_reason: Mapped[str] = mapped_column(Text, default="")
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    made_by: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    coalition: Mapped[Coalition] = relationship()
