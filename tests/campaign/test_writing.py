"""Text, library and style are saved apart, each on top of what is there, and all three are what people sign."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.exports import export
from campaign.models import Campaign
from campaign.operations import (
    EditConflict,
    TextLocked,
    change_library,
    change_style,
    letter_of,
    resolution_of,
    save_letter,
    style_of,
)
from campaign.queries import find, newest_version
from coalition.models import AuditEntry
from database import Database
from letters.citations import LinkFact, Style
from letters.document.nodes import Letter, Paragraph, Text
from letters.document.walk import plain_text
from letters.models import Version
from tests.tools.campaigns import Campaigns

OTHER = {"id": "other", "type": "book", "title": "Other"}


@pytest.fixture
def campaigns(database: Database, clock: Any) -> Campaigns:
    return Campaigns(database, clock)


def one(session: Session) -> Campaign:
    found = find(session, "harbor")
    assert found is not None
    return found


def mine(words: str) -> Letter:
    return Letter((Paragraph((Text(words),)),), recipients=(("Mayor",),))


def added(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [*items, OTHER]


@pytest.fixture
def harbor(database: Database, campaigns: Campaigns) -> Callable[[], Version]:
    """A draft, and a way to its newest version."""
    campaigns.draft()

    def newest() -> Version:
        with database.read() as session:
            return newest_version(session, one(session))

    return newest


def test_a_source_added_meanwhile_is_no_conflict_for_who_has_the_text_open(
    database: Database, harbor: Callable[[], Version], clock: Any
) -> None:
    with database.write() as session:
        change_library(session, one(session), added, by="Ann", now=clock.now)
    with database.write() as session:
        version = save_letter(session, one(session), mine("Mine."), base=1, by="Ben", now=clock.now)
        assert version.number == 3
    assert letter_of(harbor()) == mine("Mine.")
    assert [item["id"] for item in harbor().sources] == ["report", "other"]


def test_a_text_changed_meanwhile_still_is_one(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft()
    with database.write() as session:
        save_letter(session, one(session), mine("Mine."), base=1, by="Ann", now=clock.now)
        change_library(session, one(session), added, by="Ann", now=clock.now)
        with pytest.raises(EditConflict):
            save_letter(session, one(session), mine("Yours."), base=1, by="Ben", now=clock.now)
        with pytest.raises(EditConflict):
            save_letter(session, one(session), mine("Yours."), base=99, by="Ben", now=clock.now)


def test_a_change_of_the_library_leaves_text_and_style(database: Database, harbor: Callable[[], Version], clock: Any) -> None:
    before = harbor()
    with database.write() as session:
        change_style(session, one(session), Style(angle=True), by="Ann", now=clock.now)
        change_library(session, one(session), added, by="Ann", now=clock.now, source="other")
    after = harbor()
    assert (after.tree, style_of(after)) == (before.tree, Style(angle=True))
    with database.read() as session:
        acts = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        assert [entry.act for entry in acts[-2:]] == ["style.changed", "library.changed"]
        assert acts[-2].detail["style"] == {"angle": True}
        assert acts[-1].detail["source"] == "other"


def test_what_changes_nothing_makes_no_version(database: Database, harbor: Callable[[], Version], clock: Any) -> None:
    with database.write() as session:
        change_style(session, one(session), Style(), by="Ann", now=clock.now)
        change_library(session, one(session), list, by="Ann", now=clock.now)
    assert harbor().number == 1


def test_another_style_and_a_merge_that_changes_what_prints_are_other_versions_to_sign(
    database: Database, harbor: Callable[[], Version], clock: Any
) -> None:
    hashes = [harbor().content_hash]

    def merged(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{**items[0], "custom": {"merged": {"into": "other"}}}, *items[1:]]

    with database.write() as session:
        for change in (added, merged, lambda items: [items[0], {**OTHER, "title": "Another title"}]):
            hashes.append(change_library(session, one(session), change, by="Ann", now=clock.now).content_hash)
        hashes.append(change_style(session, one(session), Style("plain"), by="Ann", now=clock.now).content_hash)
    assert hashes[0] == hashes[1], "a source that nothing cites prints nowhere"
    assert len(set(hashes[1:])) == 4


def test_all_three_are_locked_once_the_letter_is_closed(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    campaigns.close()
    with database.write() as session:
        for change in (
            lambda: save_letter(session, one(session), mine("Other."), base=1, by="Ann", now=clock.now),
            lambda: change_library(session, one(session), added, by="Ann", now=clock.now),
            lambda: change_style(session, one(session), Style(angle=True), by="Ann", now=clock.now),
        ):
            with pytest.raises(TextLocked):
                change()


def test_every_file_and_page_is_written_in_the_style(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft()
    with database.write() as session:
        change_style(session, one(session), Style("plain"), by="Ann", now=clock.now)
    with database.read() as session:
        campaign = one(session)
        resolution = resolution_of(newest_version(session, campaign), {"x": LinkFact()})
        assert "Harbor Report, 2025, p. 4" in plain_text(resolution.notes[0].content)
        page = export(session, campaign, "html", now=clock.now).data.decode()
        assert "p. 4" in page
        assert "at 4" not in page
