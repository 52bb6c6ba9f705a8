"""A letter on its way: the campaign, its circulations, and the editions it ends in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    event,
    text,
    true,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from coalition.models import Coalition
from database import WHERE, Base, UTCDateTime
from letters.models import LetterRecord, Version

ORDERS = ("as listed", "by name")
GROUPINGS = ("", "scope", "state", "type")
NUMERALS = ("by value", "as words")
MODERATIONS = ("none", "free-mail", "all")
SILENCES = ("keep", "drop")
FORMS = ("docx", "pdf", "html")
"""The forms of an edition's letter."""
ADDENDA = ("addendum-docx", "addendum-pdf", "addendum-html")
"""The forms of the short document that says only what an edition adds to the one before."""


class Campaign(Base):
    """One letter on its way: drafting, circulating, closed, delivered, archived."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("state IN ('drafting', 'circulating', 'closed', 'delivered', 'archived')", name="state_known"),
        CheckConstraint("state IN ('drafting', 'archived') OR deadline IS NOT NULL", name="circulates_until_a_deadline"),
        CheckConstraint("(deadline IS NULL) = (deadline_local IS NULL)", name="deadline_whole"),
        CheckConstraint("signature_order IN ('as listed', 'by name')", name="order_known"),
        CheckConstraint("group_by IN ('', 'scope', 'state', 'type')", name="grouping_known"),
        CheckConstraint("numerals IN ('by value', 'as words')", name="numerals_known"),
        CheckConstraint("columns BETWEEN 1 AND 3", name="columns_fit"),
        CheckConstraint("slug <> ''", name="slug_not_empty"),
        CheckConstraint("moderation IN ('none', 'free-mail', 'all')", name="moderation_known"),
        CheckConstraint("silence IN ('keep', 'drop')", name="silence_known"),
        CheckConstraint("retention_days BETWEEN 1 AND 3650", name="retention_fits"),
        CheckConstraint("(announced IS NULL) = (announced_local IS NULL)", name="announced_whole"),
        CheckConstraint(
            "announced IS NULL OR (deadline IS NOT NULL AND announced <= deadline)", name="announced_before_deadline"
        ),
        CheckConstraint("(embargo IS NULL) = (embargo_local IS NULL)", name="embargo_whole"),
        CheckConstraint("archived_from IN ('', 'drafting', 'closed', 'delivered')", name="archived_from_known"),
        CheckConstraint("state = 'archived' OR archived_from = ''", name="archived_from_the_archive"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    coalition_id: Mapped[int] = mapped_column(ForeignKey("coalition.id"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    hosts: Mapped[list[str]] = mapped_column(JSON, default=list)
    """Lead organizations, listed first."""
    state: Mapped[str] = mapped_column(String(12), default="drafting")
    timezone: Mapped[str] = mapped_column(String(60))
    """IANA name; the deadline is meant, shown and moved in this zone."""
    deadline_local: Mapped[str | None] = mapped_column(String(19))
    """The wall time as the coordinator meant it, ISO 8601 without zone."""
    deadline: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The same moment in UTC, for comparing."""
    announced_local: Mapped[str | None] = mapped_column(String(19))
    """By when people are asked to sign, if that is before the deadline: wall time in the campaign's zone, as the deadline."""
    announced: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The same moment in UTC. Signatures are taken after it, until the deadline."""
    deadline_named: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether people are told the deadline once the announced date is past; else only that signatures are still taken."""
    embargo_local: Mapped[str | None] = mapped_column(String(19))
    """Until when the letter is private, as wall time in the campaign's zone; None for a letter that anybody may read."""
    embargo: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """The same moment in UTC. It ends by itself."""
    archived_from: Mapped[str] = mapped_column(String(12), default="", server_default=text("''"))
    """The state from which the campaign was put into the archive; empty for one that is not there."""
    show_signatories: Mapped[bool] = mapped_column(default=True)
    allow_individuals: Mapped[bool] = mapped_column(default=False)
    signature_order: Mapped[str] = mapped_column(String(12), default="by name")
    ignore_the: Mapped[bool] = mapped_column(default=True)
    numerals: Mapped[str] = mapped_column(String(10), default="by value", server_default="by value")
    """How numbers in names are looked up: by their value before all letters, or as the words that they are read as."""
    columns: Mapped[int] = mapped_column(default=2)
    group_by: Mapped[str] = mapped_column(String(10), default="")
    types: Mapped[list[str]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    """The types of organizations to choose from, in the order in which their groups print; empty when nobody is asked."""
    moderation: Mapped[str] = mapped_column(String(10), default="none", server_default="none")
    """Which confirmed signatures wait for a coordinator before they print: none, those from free-mail addresses, or all."""
    silence: Mapped[str] = mapped_column(String(4), default="drop", server_default="drop")
    """What becomes of signers who do not answer when the text changes in substance. Fixed once the letter is open, because
    every signer is told."""
    questions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    """What this campaign asks signers beyond the usual (:mod:`signatories.questions`)."""
    invitation_subject: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    invitation_text: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """The coordinator's own words to those invited; empty for ours."""
    retention_days: Mapped[int] = mapped_column(default=180, server_default="180")
    """How long after delivery the contacts of signers are kept."""
    reply_to: Mapped[str] = mapped_column(String(320), default="", server_default=text("''"))
    """Where answers to the campaign's mail go; "" for the coordinator who opened the letter."""
    galley_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """Until when signers may answer whether their line is right; None before they were asked."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    coalition: Mapped[Coalition] = relationship()
    letter: Mapped[LetterRecord] = relationship()
    circulations: Mapped[list[Circulation]] = relationship(back_populates="campaign", order_by="Circulation.id")
    editions: Mapped[list[Edition]] = relationship(back_populates="campaign", order_by="Edition.number")


class Circulation(Base):
    """A version opened for signature. At most one is open at a time in a campaign; the database sees to it."""

    __tablename__ = "circulation"
    __table_args__ = (
        Index(
            "uq_circulation_one_open",
            "campaign_id",
            unique=True,
            info={WHERE: text("closed_at IS NULL")},
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """Why the letter was reopened, in the coordinator's words, where this circulation began so. Its page says it."""
    campaign: Mapped[Campaign] = relationship(back_populates="circulations")
    version: Mapped[Version] = relationship()


class TextChange(Base):
    """The circulating text gave way to another one. Editorial: signers were told. Substantive: each was asked again."""

    __tablename__ = "text_change"
    __table_args__ = (
        CheckConstraint("kind IN ('editorial', 'substantive')", name="kind_known"),
        CheckConstraint("silence IN ('keep', 'drop')", name="silence_known"),
        CheckConstraint("(kind = 'substantive') = (reconfirm_by IS NOT NULL)", name="asks_until_a_moment"),
        CheckConstraint("(reconfirm_by IS NULL) = (reconfirm_local IS NULL)", name="moment_whole"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    kind: Mapped[str] = mapped_column(String(12))
    words: Mapped[str] = mapped_column(Text, default="")
    """What the coordinator says about it to the signers."""
    silence: Mapped[str] = mapped_column(String(4))
    """The rule as it was announced when they signed."""
    reconfirm_local: Mapped[str | None] = mapped_column(String(19))
    """Wall time in the campaign's zone, ISO 8601 without zone."""
    reconfirm_by: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_by: Mapped[str] = mapped_column(String(320))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    """When silence was taken as announced; an editorial change is settled at once."""
    from_version: Mapped[Version] = relationship(foreign_keys=[from_version_id])
    to_version: Mapped[Version] = relationship(foreign_keys=[to_version_id])


class Edition(Base):
    """The frozen result of closing: version and signatories as they stood. The same edition exports the same bytes."""

    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("campaign_id", "number"),
        CheckConstraint("number >= 1", name="number_positive"),
        CheckConstraint("count >= 0", name="count_not_negative"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    title: Mapped[str] = mapped_column(String(300))
    author: Mapped[str] = mapped_column(String(300), default="")
    signatories: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The list as it prints, group by group (:mod:`campaign.editions` writes and reads it)."""
    count: Mapped[int]
    closed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closed_by: Mapped[str] = mapped_column(String(320), default="", server_default=text("''"))
    """Whose act it was: a coordinator's name, "the deadline"; empty for editions of before it was written down."""
    left_open: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default=text("'[]'"))
    """What the checklist still had when it was frozen: each its "key" and its "count" (:mod:`campaign.checklist`)."""
    mark: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    """What prints under the list about the edition before ("Added since edition 1 …"); empty for nothing."""
    campaign: Mapped[Campaign] = relationship(back_populates="editions")
    version: Mapped[Version] = relationship()

    @property
    def list_hash(self) -> str:
        """The hash of its list, see :func:`hash_of_list`."""
        return hash_of_list(self.signatories)


def hash_of_list(packed: Mapping[str, Any]) -> str:
    """The SHA-256 of a list in the shape that an edition keeps, as canonical JSON: keys in order, no spaces, UTF-8."""
    plain = json.dumps(packed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


class EditionFile(Base):
    """A file of an edition as it was written once. What is exported later are these bytes, whatever our writers do by then."""

    __tablename__ = "edition_file"
    __table_args__ = (
        UniqueConstraint("edition_id", "form"),
        CheckConstraint("form IN ('docx', 'pdf', 'html', 'addendum-docx', 'addendum-pdf', 'addendum-html')", name="form_known"),
        CheckConstraint("length(sha256) = 64", name="hash_whole"),
        CheckConstraint("size > 0", name="not_empty"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    form: Mapped[str] = mapped_column(String(20))
    """One of :data:`FORMS`."""
    media_type: Mapped[str] = mapped_column(String(100))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    """How many bytes."""
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """The file itself: loaded only where it is asked for (:func:`campaign.editions.file_of`)."""
    written_at: Mapped[datetime] = mapped_column(UTCDateTime)
    edition: Mapped[Edition] = relationship()


class EditionTrouble(Base):
    """A file of an edition that could not be written: what was wrong, how often it was tried, when last. Gone once it is."""

    __tablename__ = "edition_trouble"
    __table_args__ = (
        UniqueConstraint("edition_id", "form"),
        CheckConstraint("tries >= 1", name="was_tried"),
        CheckConstraint("problem <> ''", name="problem_said"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    form: Mapped[str] = mapped_column(String(20))
    problem: Mapped[str] = mapped_column(Text)
    tries: Mapped[int] = mapped_column(default=1)
    tried_at: Mapped[datetime] = mapped_column(UTCDateTime)


def _keep_as_frozen(_mapper: Mapper[Any], _connection: Connection, row: Edition | EditionFile) -> None:
    """Refuse to save an edition, or a file of one, that was changed: a mistake of ours then stops at once."""
    session = object_session(row)
    if session is None or session.is_modified(row, include_collections=False):
        raise ValueError(f"what was frozen is never changed: {type(row).__name__} {row.id}")


def _never_delete(_mapper: Mapper[Any], _connection: Connection, row: Edition | EditionFile) -> None:
    raise ValueError(f"what was frozen is never deleted: {type(row).__name__} {row.id}")


for _frozen in (Edition, EditionFile):
    event.listen(_frozen, "before_update", _keep_as_frozen)
    event.listen(_frozen, "before_delete", _never_delete)
