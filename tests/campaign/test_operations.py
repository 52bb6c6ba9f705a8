"""What can be done to a campaign, and what cannot: signing, closing, importing, setting up."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select

from campaign.bundles import read_bundle, read_zip
from campaign.deadlines import SETTLING, settled, state_at
from campaign.doors import PATHS
from campaign.editions import packed, unpacked
from campaign.exports import export, signatory_table
from campaign.models import Campaign, Edition
from campaign.operations import (
    EditConflict,
    Late,
    SignatureEntry,
    Signed,
    TextChanged,
    change_settings,
    circulate,
    close,
    close_due,
    create_campaign,
    import_bundle,
    letter_of,
    save_letter,
    set_deadline,
    sign,
)
from campaign.operations.circulating import NotReady
from campaign.operations.confirming import Confirmed, confirm
from campaign.operations.recognizing import recognize
from campaign.operations.writing import TextLocked
from campaign.queries import current_version, newest_version
from campaign.renditions import final_edition, page_of
from coalition.models import AuditEntry, Coalition
from database import Database
from errors import UserError
from letters.document.nodes import Letter, Paragraph, Text
from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine
from mail.models import OutboxMessage
from signatories.models import LateRequest, Signature
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "river-cities"
ENTRY = SignatureEntry("Friends of the Harbor", "Ada Okafor", "Director", "ada@friends.example", "I am authorized.")
DOORS = doors("harbor", "https://x.example")


@pytest.fixture
def campaigns(database: Database, clock: Any) -> Campaigns:
    return Campaigns(database, clock)


def one(session: Any, slug: str = "harbor") -> Campaign:
    found = session.scalars(select(Campaign).where(Campaign.slug == slug)).one()
    assert isinstance(found, Campaign)
    return found


def put(database: Database, now: datetime, entry: SignatureEntry = ENTRY) -> Signed | Late:
    with database.write() as session:
        return sign(session, one(session), entry, doors=DOORS, now=now)


def standing(database: Database, now: datetime, entry: SignatureEntry = ENTRY) -> Signature:
    """Sign, and press the button in the mail."""
    with database.write() as session:
        return stands(session, now, entry)


def stands(session: Any, now: datetime, entry: SignatureEntry = ENTRY) -> Signature:
    signed = sign(session, one(session), entry, doors=DOORS, now=now)
    assert isinstance(signed, Signed)
    done = confirm(session, one(session), session.get_one(Signature, signed.number), doors=DOORS, now=now)
    assert isinstance(done, Confirmed)
    return done.signature


# --- signing ----------------------------------------------------------------------------------------------------------


def test_a_signature_keeps_what_was_typed_and_names_the_text(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    typed = "  Cafe\u0301\u200b  Mu\u0308nchen "
    done = put(database, clock.now, replace(ENTRY, name=typed))
    assert isinstance(done, Signed)
    with database.read() as session:
        row = session.get_one(Signature, done.number)
        assert row.name_typed == typed
        assert row.line == "Caf\u00e9 M\u00fcnchen"
        assert row.version_hash == current_version(session, one(session)).content_hash
        assert row.signed_at == clock.now
        assert row.attestation == "I am authorized."
        assert (row.status, row.confirmed_at, row.confirmed_how) == ("unconfirmed", None, "")
        for purpose in PATHS:
            assert DOORS.to(purpose, row.id).rpartition("/")[2] not in repr(vars(row)), "a token is kept nowhere"


def test_the_mail_is_in_the_outbox_with_the_signature_or_not_at_all(
    database: Database, campaigns: Campaigns, clock: Any
) -> None:
    campaigns.open()

    def fail() -> None:
        with database.write() as session:
            sign(session, one(session), ENTRY, doors=DOORS, now=clock.now)
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        fail()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Signature)) == 0
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    done = put(database, clock.now)
    assert isinstance(done, Signed)
    with database.read() as session:
        message = session.scalars(select(OutboxMessage)).one()
        assert (message.kind, message.recipient) == ("confirm", "ada@friends.example")
        assert message.context["confirm_url"] == DOORS.to("confirm", done.number)


def test_the_receipt_is_in_the_outbox_with_the_confirmation_or_not_at_all(
    database: Database, campaigns: Campaigns, clock: Any
) -> None:
    campaigns.open()

    def fail() -> None:
        with database.write() as session:
            stands(session, clock.now)
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        fail()
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    row = standing(database, clock.now)
    with database.read() as session:
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "receipt")).one()
        assert message.context["own_url"] == DOORS.to("own", row.id)
        assert (row.status, row.confirmed_at, row.confirmed_how) == ("accepted", clock.now, "mail")


def test_in_time_is_until_the_deadline_and_late_is_one_second_after(
    database: Database, campaigns: Campaigns, clock: Any
) -> None:
    campaigns.open()
    deadline = campaigns.get().deadline
    assert deadline is not None
    assert isinstance(put(database, deadline), Signed)
    late = put(database, deadline + timedelta(seconds=1), replace(ENTRY, name="Too Late Inc."))
    assert isinstance(late, Late)
    with database.read() as session:
        assert session.scalars(select(Signature.line)).all() == ["Friends of the Harbor"]
        request = session.scalars(select(LateRequest)).one()
        assert (request.name_typed, request.contact_email) == ("Too Late Inc.", "ada@friends.example")


def test_a_text_that_was_not_on_the_page_is_not_signed(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    with pytest.raises(TextChanged):
        put(database, clock.now, replace(ENTRY, version_hash="0" * 64))
    with database.read() as session:
        current = current_version(session, one(session)).content_hash
    assert isinstance(put(database, clock.now, replace(ENTRY, version_hash=current)), Signed)


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "\ufffd"])
def test_what_cannot_print_cannot_sign(database: Database, campaigns: Campaigns, clock: Any, name: str) -> None:
    campaigns.open()
    with pytest.raises(UserError):
        put(database, clock.now, replace(ENTRY, name=name))


def test_a_draft_takes_no_signature(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft()
    with pytest.raises(UserError, match="not open"):
        put(database, clock.now)


# --- circulating and closing ------------------------------------------------------------------------------------------


def test_what_is_missing_is_said_all_at_once(database: Database, clock: Any) -> None:
    with database.write() as session:
        session.add(Coalition(id=1, name="C", created_at=clock.now))
        session.flush()
        campaign = create_campaign(session, by="t", coalition_id=1, title="T", slug="harbor", timezone="UTC", now=clock.now)
        with pytest.raises(NotReady) as caught:
            circulate(session, campaign, by="t", now=clock.now)
        assert caught.value.problems == [
            "The letter has no text yet.",
            "The letter is addressed to nobody yet.",
            "There is no deadline yet.",
        ]
        assert campaign.state == "drafting"


def test_a_broken_reference_keeps_a_letter_from_circulating(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft(sources=[])
    with database.write() as session, pytest.raises(NotReady, match=r"Note 1 cites “report”, which is not in the library\."):
        circulate(session, one(session), by="t", now=clock.now)


def test_a_letter_is_closed_for_everybody_at_once_and_frozen_when_the_last_request_is_in(
    database: Database, campaigns: Campaigns, clock: Any
) -> None:
    campaigns.open()
    standing(database, clock.now)
    put(database, clock.now, replace(ENTRY, name="Never Confirmed", contact_email="bo@never.example"))
    deadline = campaigns.get().deadline
    assert deadline is not None
    just_after = deadline + timedelta(seconds=1)
    with database.write() as session:
        campaign = one(session)
        assert state_at(campaign, deadline) == "circulating"
        assert state_at(campaign, just_after) == "closed"
        assert not settled(campaign, just_after)
        assert close_due(session, just_after) == []
        assert final_edition(session, campaign, just_after) is None
        # A request that arrived in time and was slow is still taken.
        slow = stands(session, deadline, replace(ENTRY, name="Slow", contact_email="slow@slow.example"))
        assert slow.status == "accepted"
        after = deadline + SETTLING + timedelta(seconds=1)
        before_writing = final_edition(session, campaign, after)
        assert before_writing is not None
        assert session.scalar(select(func.count()).select_from(Edition)) == 0
        (edition,) = close_due(session, after)
        assert edition.closed_at == deadline
        assert edition.count == 2
        assert (before_writing.signatories, before_writing.closed_at) == (edition.signatories, edition.closed_at)
        assert close_due(session, after) == []
        assert campaign.state == "closed"


def test_closing_twice_gives_the_edition_that_is_there(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    with database.write() as session:
        first = close(session, one(session), by="t", now=clock.now)
        assert close(session, one(session), by="t", now=clock.advance(hours=1)).id == first.id
        assert isinstance(sign(session, one(session), ENTRY, doors=DOORS, now=clock.now), Late)


def test_a_draft_cannot_be_closed(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft()
    with database.write() as session, pytest.raises(UserError, match="Only a letter that is open"):
        close(session, one(session), by="t", now=clock.now)


def test_the_same_edition_exports_the_same_bytes_whenever(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    standing(database, clock.now)
    campaigns.close()
    made = []
    for hours in (1, 500):
        with database.read() as session:
            exports = [
                export(session, one(session), f, now=clock.now + timedelta(hours=hours)) for f in ("docx", "pdf", "html")
            ]
        assert not any(copy.draft for copy in exports)
        made.append([copy.data for copy in exports])
    assert made[0] == made[1]


def test_an_open_letter_exports_as_a_draft_that_says_so(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    with database.read() as session:
        made = export(session, one(session), "html", now=clock.now)
    assert made.draft
    assert made.filename == "harbor-DRAFT.html"
    assert "DRAFT · Signatories as of March 2, 2026" in made.data.decode()


def test_a_list_that_is_packed_comes_back() -> None:
    lines = (SignatoryLine("A", "B"), SignatoryLine("C"))
    listed = Signatories((SignatoryGroup(lines, "T", "N"), SignatoryGroup((SignatoryLine("D"),))), 3)
    assert unpacked(packed(listed)) == listed


def test_names_stay_off_the_page_where_the_campaign_says_so(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open(show_signatories=False)
    standing(database, clock.now)
    with database.read() as session:
        assert page_of(session, one(session), clock.now).signatories.count == 0
    campaigns.open("shown")
    campaigns.sign(slug="shown")
    with database.read() as session:
        assert page_of(session, one(session, "shown"), clock.now).signatories.count == 1


# --- the text ---------------------------------------------------------------------------------------------------------


def saved(text: str) -> Letter:
    return Letter((Paragraph((Text(text),)),), recipients=(("Mayor",),))


def test_the_second_to_save_sees_the_first_and_overwrites_nothing(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft()
    with database.write() as session:
        save_letter(session, one(session), saved("Mine."), base=1, by="Ann", now=clock.now)
    with database.write() as session:
        with pytest.raises(EditConflict) as caught:
            save_letter(session, one(session), saved("Yours."), base=1, by="Ben", now=clock.now)
        assert caught.value.theirs.saved_by == "Ann"
        assert letter_of(caught.value.theirs) == saved("Mine.")
        assert newest_version(session, one(session)).number == 2


def test_saving_what_is_there_makes_no_version(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft()
    with database.write() as session:
        first = save_letter(session, one(session), saved("Mine."), base=1, by="Ann", now=clock.now)
        again = save_letter(session, one(session), saved("Mine."), base=1, by="Ben", now=clock.now)
        assert again.id == first.id


def test_the_next_text_is_written_while_the_letter_circulates_and_none_after(
    database: Database, campaigns: Campaigns, clock: Any
) -> None:
    campaigns.open()
    with database.write() as session:
        circulating = current_version(session, one(session)).id
        assert save_letter(session, one(session), saved("Other."), base=1, by="Ann", now=clock.now).number == 2
        assert current_version(session, one(session)).id == circulating, "people go on signing the one that was opened"
    campaigns.close()
    with database.write() as session, pytest.raises(TextLocked):
        save_letter(session, one(session), saved("Another."), base=2, by="Ann", now=clock.now)


# --- setting up -------------------------------------------------------------------------------------------------------


def test_a_deadline_moves_while_open_and_never_into_the_past(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    with database.write() as session:
        until = set_deadline(session, one(session), "2026-03-20 09:30", "Europe/Paris", by="t", now=clock.now)
        assert until.moment == datetime(2026, 3, 20, 8, 30, tzinfo=UTC)
        assert (one(session).deadline, one(session).timezone) == (until.moment, "Europe/Paris")
        with pytest.raises(UserError, match="already past"):
            set_deadline(session, one(session), "2026-03-01 09:30", "Europe/Paris", by="t", now=clock.now)
        with pytest.raises(UserError, match="closed"):
            set_deadline(session, one(session), "2027-03-20 09:30", "UTC", by="t", now=until.moment + timedelta(seconds=1))


def test_settings_are_checked_and_written_down(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.draft()
    with database.write() as session:
        change_settings(session, one(session), by="t", now=clock.now, columns=3, title="  New\u200b title ")
        assert (one(session).columns, one(session).title) == (3, "New title")
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "campaign.settings")).one()
        assert entry.detail == {"changed": {"columns": 3, "title": "New title"}}
        for wrong in ({"columns": 4}, {"group_by": "size"}, {"title": " "}):
            with pytest.raises(UserError):
                change_settings(session, one(session), by="t", now=clock.now, **wrong)
        with pytest.raises(ValueError, match="not settings"):
            change_settings(session, one(session), by="t", now=clock.now, state="closed")


# --- bundles ----------------------------------------------------------------------------------------------------------


def test_a_bundle_comes_in_and_goes_out_as_it_was(database: Database, clock: Any) -> None:
    bundle = read_bundle(EXAMPLE).bundle
    with database.write() as session:
        session.add(Coalition(id=1, name="C", created_at=clock.now))
        session.flush()
        import_bundle(session, 1, bundle, by="t", now=clock.now)
    with database.read() as session:
        out = export(session, one(session, "river-cities"), "bundle", now=clock.now)
    assert read_zip(out.data, "b.zip").bundle == bundle
    assert zipfile.ZipFile(io.BytesIO(out.data)).testzip() is None


def test_importing_again_is_refused_and_replacing_keeps_the_earlier_draft(database: Database, clock: Any) -> None:
    bundle = read_bundle(EXAMPLE).bundle
    with database.write() as session:
        session.add_all([Coalition(id=1, name="C", created_at=clock.now), Coalition(id=2, name="D", created_at=clock.now)])
        session.flush()
        import_bundle(session, 1, bundle, by="t", now=clock.now)
        for replacing, coalition in ((False, 1), (True, 2)):
            with pytest.raises(UserError, match="already a campaign at “river-cities”"):
                import_bundle(session, coalition, bundle, replace=replacing, by="t", now=clock.now)
        smaller = replace(bundle, signatories=bundle.signatories[:3])
        import_bundle(session, 1, smaller, replace=True, by="t", now=clock.now)
        earlier = one(session, "river-cities-replaced-1")
        assert earlier.state == "archived"
        there = Counter(session.scalars(select(Signature.campaign_id)))
        assert there == {earlier.id: len(bundle.signatories), one(session, "river-cities").id: 3}
        import_bundle(session, 1, bundle, replace=True, by="t", now=clock.now)
        assert one(session, "river-cities-replaced-2").state == "archived"


def test_what_circulates_is_never_replaced(database: Database, clock: Any) -> None:
    bundle = read_bundle(EXAMPLE).bundle
    with database.write() as session:
        session.add(Coalition(id=1, name="C", created_at=clock.now))
        session.flush()
        campaign = import_bundle(session, 1, bundle, by="t", now=clock.now)
        assert campaign.state == "drafting"
        set_deadline(session, campaign, "2026-04-01 12:00", "UTC", by="t", now=clock.now)
        circulate(session, campaign, by="t", now=clock.now)
        with pytest.raises(UserError, match="circulating, not a draft"):
            import_bundle(session, 1, bundle, replace=True, by="t", now=clock.now)


# --- tables -----------------------------------------------------------------------------------------------------------

WICKED = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\ry", "＝1"]


def test_no_cell_is_a_formula_and_nobody_is_left_out(database: Database, campaigns: Campaigns, clock: Any) -> None:
    campaigns.open()
    for number, name in enumerate(WICKED):
        entry = replace(ENTRY, name=name, contact_name=name, contact_title=name, contact_email=f"ada@w{number}.example")
        standing(database, clock.now, entry)
    put(database, clock.now, replace(ENTRY, name="=1+2"))
    with database.write() as session:
        # The same line from the same address once more: a list that was brought in may hold it twice.
        first = session.scalars(select(Signature).order_by(Signature.id)).first()
        assert first is not None
        again = {column.name: getattr(first, column.name) for column in Signature.__table__.columns if column.name != "id"}
        brought = Signature(**again | {"origin": "import", "address_key": None, "confirmed_how": "import"})
        session.add(brought)
        recognize(session, one(session), [brought], now=clock.now)
    with database.read() as session:
        campaign = one(session)
        rows = list(csv.reader(io.StringIO(signatory_table(session, campaign, "csv").data.decode("utf-8-sig"))))
        book = load_workbook(io.BytesIO(signatory_table(session, campaign, "xlsx").data))
    cells = [[cell.value or "" for cell in row] for row in book.active.iter_rows()]
    assert len(rows) == len(cells) == 1 + len(WICKED) + 2
    risky = ("=", "+", "-", "@", "\t", "\r", "\n", "＝")
    assert not any(cell.startswith(risky) for row in rows for cell in row)
    assert not any(str(cell).startswith(risky) for row in cells for cell in row)
    assert all(cell.data_type == "s" or cell.value is None for row in book.active.iter_rows() for cell in row)
    printed = [row[1] for row in rows[1:]]
    assert printed.count("same as above") == 1
    assert printed[printed.index("same as above") - 1] == "yes"
    assert (printed.count("yes"), printed[-1]) == (len(WICKED), "no: unconfirmed")
