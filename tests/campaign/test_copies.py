"""Recipients' copies of an edition: one body, each with its block, its salutation and its count; the same bytes for ever."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from campaign.copies import StateCounts, copy_of, without_their_count, zipped
from campaign.delivery_models import DeliveryFile, DeliveryRecipient
from campaign.operations.delivering import copies
from campaign.operations.delivering import recipients as operations
from campaign.queries import edition_of, find
from campaign.renditions import final_of
from database import Database
from errors import UserError
from letters.document import html
from letters.document.rendition import Rendition
from tests.tools.campaigns import Campaigns
from tests.tools.recipients import BY_STATE, Recipients, member


@pytest.fixture
def closed(database: Database, clock: Any, campaigns: Campaigns) -> Recipients:
    """A closed letter with three signatories, two of them from Ohio, and a recipient from there and one from Texas."""
    campaigns.open(text=BY_STATE)
    for number, state in enumerate(("OH", "Ohio", "Tex.")):
        campaigns.sign(f"Group {number}", f"ada@group{number}.example", state=state)
    campaigns.close()
    found = Recipients(database, clock)
    found.add(member(1), member(2, "TX"))
    return found


def edition(database: Database) -> Rendition:
    with database.read() as session:
        campaign = find(session, "harbor")
        found = edition_of(session, campaign)
        return final_of(found)


def test_each_reads_the_number_of_their_state(closed: Recipients, database: Database) -> None:
    whole = edition(database)
    ohio, texas = closed.all()
    assert "3 organizations, 2 of them from your state" in html.write(copy_of(whole, ohio))
    assert "3 organizations, 1 of them from your state" in html.write(copy_of(whole, texas))
    assert "3 organizations, [number by state] of them" in html.write(whole)
    assert (StateCounts(whole).told(ohio), StateCounts(whole).told(texas)) == (2, 1)
    assert "Dear Representative Doe 1," in html.write(copy_of(whole, ohio))
    assert "City Hall" not in html.write(copy_of(whole, ohio))


def test_nothing_but_block_salutation_and_count_is_another(closed: Recipients, database: Database) -> None:
    whole = edition(database)
    for one in closed.all():
        copy = copy_of(whole, one)
        assert copy.resolved.body == whole.resolved.body
        assert copy.signatories == whole.signatories
        restored = replace(
            copy.resolved,
            recipients=whole.resolved.recipients,
            recipient_layout=whole.resolved.recipient_layout,
            salutation=whole.resolved.salutation,
        )
        assert replace(copy, resolved=restored, state="") == whole


def test_who_has_no_copy_gets_the_letter_as_it_is(closed: Recipients, database: Database) -> None:
    whole = edition(database)
    closed.take_over()
    mayor = next(one for one in closed.all() if one.kind == "block")
    assert copy_of(whole, mayor) is whole
    assert [one.name for one in without_their_count(whole, closed.all())] == ["Mayor Ana Ruiz", "Governor Farrow"]


def test_a_copy_without_a_number_is_refused(closed: Recipients) -> None:
    closed.add(member(3, state=""))
    with pytest.raises(UserError, match="“The Honorable Jo Doe 3” would read"):
        closed.want_copies()


def test_copies_are_written_once_and_kept(closed: Recipients, database: Database) -> None:
    assert closed.want_copies() == 4
    assert closed.want_copies() == 0
    files = closed.write_copies()
    assert [(file.form, file.file_name) for file in files] == [
        ("pdf", "harbor-1-001-the-honorable-jo-doe-1.pdf"),
        ("docx", "harbor-1-001-the-honorable-jo-doe-1.docx"),
        ("pdf", "harbor-1-002-the-honorable-jo-doe-2.pdf"),
        ("docx", "harbor-1-002-the-honorable-jo-doe-2.docx"),
    ]
    assert len({file.sha256 for file in files}) == 4
    whole = edition(database)
    for file, one in zip(files[1::2], closed.all(), strict=True):
        with database.read() as session:
            data = session.get_one(DeliveryFile, file.id).data
        assert data == copies.written(copy_of(whole, one), "docx")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert one.salutation in archive.read("word/document.xml").decode()
    assert [file.sha256 for file in closed.write_copies()] == [file.sha256 for file in files]


def test_a_changed_block_is_another_copy_and_the_first_stays_known(closed: Recipients, database: Database, clock: Any) -> None:
    closed.want_copies()
    before = {file.sha256 for file in closed.write_copies()}
    with database.write() as session:
        campaign = find(session, "harbor")
        one = session.get_one(DeliveryRecipient, closed.all()[0].id)
        entry = replace(operations.entry_of(one), lines=("The Honorable Jo Doe 1", "New office"))
        operations.change(session, campaign, one, entry, by="the tests", now=clock.now)
    with database.read() as session:
        campaign = find(session, "harbor")
        assert copies.progress(session, campaign, edition_of(session, campaign)) == copies.Progress(4, 2, 0)
    assert closed.want_copies() == 2
    after = {file.sha256 for file in closed.write_copies()}
    assert before < after
    assert len(after) == 6


def test_what_was_changed_before_it_was_written_is_not_written(closed: Recipients, database: Database, clock: Any) -> None:
    closed.want_copies()
    with database.write() as session:
        campaign = find(session, "harbor")
        one = session.get_one(DeliveryRecipient, closed.all()[0].id)
        entry = replace(operations.entry_of(one), salutation="Dear friend,")
        operations.change(session, campaign, one, entry, by="the tests", now=clock.now)
    assert {file.recipient_id for file in closed.write_copies()} == {closed.all()[1].id}


def test_one_that_cannot_be_written_keeps_no_other_waiting(
    closed: Recipients, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = closed.all()[0]
    with database.write() as session:
        # Past the form, which takes no such character.
        session.get_one(DeliveryRecipient, first.id).lines = ["\U00020000"]
    closed.want_copies()
    files = closed.write_copies()
    troubled = {(file.recipient_id, file.form) for file in files if file.problem}
    assert troubled == {(first.id, "pdf")}
    with database.read() as session:
        campaign = find(session, "harbor")
        done = copies.progress(session, campaign, edition_of(session, campaign))
    assert (done.wanted, done.written, done.failed, done.waiting) == (4, 3, 1, 0)
    assert closed.want_copies() == 1  # asking again tries again


def test_an_archive_is_the_same_bytes_and_comes_in_pieces() -> None:
    files = [(f"a-{number}.pdf", bytes([number]) * 100_000) for number in range(5)]
    pieces = list(zipped(files))
    assert len(pieces) == 6
    assert max(map(len, pieces)) < 101_000
    assert b"".join(pieces) == b"".join(zipped(files))
    with zipfile.ZipFile(io.BytesIO(b"".join(pieces))) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == files
