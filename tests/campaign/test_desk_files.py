"""What the desk hands out and keeps: files, tables, signatures, history, settings, deadline, opening and closing."""

from __future__ import annotations

import csv
import io

import docx
import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from campaign.queries import find, newest_version
from letters.models import Version
from signatories.models import Signature
from tests.tools.campaigns import ENTRY, SOURCES
from tests.tools.pages import form_values, parse, text_of


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft()
    return signed_in("editor")


def cells(page):
    return [[" ".join("".join(cell.itertext()).split()) for cell in row.iter("th", "td")] for row in parse(page).iter("tr")]


def paragraphs(answer):
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(answer.data)).paragraphs]


def headers_of(answer):
    parts = docx.Document(io.BytesIO(answer.data)).sections
    return " ".join(paragraph.text for part in parts for paragraph in part.header.paragraphs)


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_word_file_is_a_draft_until_the_letter_is_closed(desk, campaigns, clock):
    assert desk.fill_in("/desk/harbor/open", {}, action="/open").status_code == 303
    campaigns.sign()
    campaigns.sign("Never Confirmed", "bo@never.example", confirmed=False)
    draft = desk.get("/desk/harbor/download/docx")
    assert draft.headers["Content-Disposition"] == "attachment; filename=harbor-DRAFT.docx"
    assert "DRAFT" in headers_of(draft)
    assert "Files, marked DRAFT" in text_of(desk.get("/desk/harbor/"))

    clock.advance(days=4)
    final = desk.get("/desk/harbor/download/docx")
    assert final.headers["Content-Disposition"] == "attachment; filename=harbor.docx"
    assert "DRAFT" not in headers_of(final)
    assert any("Friends of the Harbor" in text for text in paragraphs(final))
    assert not any("Never Confirmed" in text for text in paragraphs(final))
    assert "Final files" in text_of(desk.get("/desk/harbor/"))
    campaigns.close()
    assert desk.get("/desk/harbor/download/docx").data == final.data, "written down or not, the same bytes"


@pytest.mark.parametrize(
    ("file_format", "content_type", "begins"),
    [
        ("pdf", "application/pdf", b"%PDF"),
        ("html", "text/html; charset=utf-8", b"<!doctype html>"),
        ("md", "text/markdown; charset=utf-8", b"---"),
    ],
)
def test_the_other_formats(app, desk, file_format, content_type, begins):
    # A plain client: the checking one reads every HTML answer as a page of ours, and this is a file to keep, with its style.
    plain = FlaskClient(app, use_cookies=True)
    with desk.session_transaction() as cookie, plain.session_transaction() as other:
        other.update(cookie)
    answer = plain.get(f"/desk/harbor/download/{file_format}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.data.lower().startswith(begins.lower())


def test_a_format_that_does_not_exist(desk):
    assert desk.get("/desk/harbor/download/exe").status_code == 404
    assert desk.get("/desk/harbor/signatures.exe").status_code == 404


def test_the_bundle_comes_back_as_the_same_campaign(desk, signed_in, campaigns):
    answer = desk.get("/desk/harbor/download/bundle")
    assert answer.headers["Content-Type"] == "application/zip"
    other = signed_in("owner", "Hills")
    taken = {"coalition": str(other.coalition_id), "bundle": (io.BytesIO(answer.data), "harbor.zip")}
    assert "already a campaign" in text_of(other.send("/desk/campaigns/upload", taken))


# --- signatures ---------------------------------------------------------------------------------------------------------


def test_signatures_with_contact_moment_and_version(desk, campaigns):
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    campaigns.sign()
    campaigns.sign("Bay Keepers", "b@keepers.example")
    rows = cells(desk.get("/desk/harbor/signatures"))
    assert [row[1] for row in rows[1:]] == ["Bay Keepers", "Friends of the Harbor"], "in the order of the letter"
    moment = "March 2, 2026, 10:00 AM ESTversion 1"
    assert rows[2][2:] == ["Ada Okafor, Directorada@friends.example", "on the letter", moment]


def test_a_signature_on_another_text_is_marked(desk, campaigns, database):
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    campaigns.sign()
    assert "not the circulated one" not in text_of(desk.get("/desk/harbor/signatures"))
    with database.write() as session:
        version = newest_version(session, find(session, "harbor"))
        older = Version(
            letter_id=version.letter_id,
            number=9,
            content_hash="0" * 64,
            tree=version.tree,
            sources=[],
            saved_at=version.saved_at,
            saved_by="x",
        )
        session.add(older)
        session.flush()
        session.execute(update(Signature).values(version_id=older.id, version_hash=older.content_hash))
    assert "version 9 not the circulated one" in text_of(desk.get("/desk/harbor/signatures"))


def test_who_came_too_late_is_listed_apart(desk, client, clock):
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    (form,) = parse(client.get("/letters/harbor")).iter("form")
    clock.advance(days=4)
    assert client.post("/letters/harbor/sign", data=form_values(form) | ENTRY).status_code == 409
    words = text_of(desk.get("/desk/harbor/signatures"))
    assert "Too late: 1 asked after the deadline" in words
    assert "Friends of the Harbor" in text_of(desk.get("/desk/harbor/late"))
    assert "Nobody has signed yet." in words


def test_the_tables(desk, client):
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    client.fill_in("/letters/harbor", ENTRY | {"organization": "=1+1"})
    answer = desk.get("/desk/harbor/signatures.csv")
    assert answer.headers["Content-Disposition"] == "attachment; filename=harbor-signatories.csv"
    (row,) = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))
    assert row["contact e-mail"] == "ada@friends.example"
    assert row["printed line"] == "'=1+1", "a spreadsheet must not run it"
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/desk/harbor/signatures.xlsx").data))
    assert book.active["A2"].value == "'=1+1"


# --- history ------------------------------------------------------------------------------------------------------------


def test_history_tells_what_was_done_in_words(desk, campaigns, clock):
    assert desk.fill_in("/desk/harbor/letter", {"subject": "Other"}, action="/letter").status_code == 303
    assert desk.fill_in("/desk/harbor/deadline", {"deadline": "2026-03-06T12:00"}, action="/deadline").status_code == 303
    assert desk.fill_in("/desk/harbor/settings", {"columns": "3"}, action="/settings").status_code == 303
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    desk.fill_in("/desk/harbor/close", {}, action="/close")
    words = text_of(desk.get("/desk/harbor/history"))
    told = [
        "closed the letter with 0 on the list",
        "opened version 2 for signature",
        "changed the settings: columns",
        "set the deadline to 2026-03-06 12:00, America/New_York",
        "saved version 2",
        "began the campaign",
    ]
    places = [words.index(sentence) for sentence in told]
    assert places == sorted(places), "the newest first"
    assert "Version 2" in words
    assert "circulated" in words


# --- deadline, settings, opening, closing ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"deadline": "2026-03-01T10:00"}, "already past"),
        ({"deadline": "2026-03-08T02:30"}, "does not exist"),
        ({"deadline": "soon"}, "is not a date and time"),
        ({"deadline": ""}, "Choose a date and a time."),
        ({"timezone": "Nowhere/Land"}, "is not a time zone"),
    ],
)
def test_a_deadline_that_cannot_be(desk, campaigns, wrong, said):
    page = desk.fill_in("/desk/harbor/deadline", wrong, action="/deadline")
    assert page.status_code == 422
    assert said in text_of(page)
    assert campaigns.get().deadline_local == "2026-03-05T17:00:00"


def test_a_moved_deadline_counts_at_once(desk, client, campaigns, clock):
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    moved = {"deadline": "2026-03-07T09:00", "timezone": "America/Los_Angeles"}
    assert desk.fill_in("/desk/harbor/deadline", moved, action="/deadline").status_code == 303
    clock.advance(days=4)
    page = client.get("/letters/harbor")
    assert "Saturday, March 7, 2026 at 9:00 AM Pacific Time" in text_of(page)
    assert client.fill_in("/letters/harbor", ENTRY).status_code == 303


def test_a_closed_letter_has_no_deadline_to_move(desk, clock):
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    clock.advance(days=4)
    assert "cannot be moved any more" in text_of(desk.get("/desk/harbor/deadline"))
    page = desk.send("/desk/harbor/deadline", {"deadline": "2026-04-01T10:00", "timezone": "UTC"})
    assert page.status_code == 422


def test_settings_show_what_is_set_and_change_it(desk, client, campaigns):
    (form,) = (form for form in parse(desk.get("/desk/harbor/settings")).iter("form") if not form.get("action"))
    before = form_values(form)
    assert (before["title"], before["hosts"].strip(), before["columns"]) == ("Keep the harbor clean", "Harbor Watch", "2")
    changed = {"title": "New title", "hosts": "One\nTwo", "columns": "1", "signature_order": "as listed", "group_by": "state"}
    sent = {name: value for name, value in (before | changed).items() if name != "show_signatories"}
    assert desk.post("/desk/harbor/settings", data=sent).status_code == 303
    campaign = campaigns.get()
    assert (campaign.title, campaign.hosts, campaign.columns) == ("New title", ["One", "Two"], 1)
    assert (campaign.signature_order, campaign.group_by, campaign.show_signatories) == ("as listed", "state", False)
    page = desk.post("/desk/harbor/settings", data=sent | {"columns": "7"})
    assert page.status_code == 422
    assert campaigns.get().columns == 1


def test_opening_lists_what_is_missing_and_what_is_worth_a_look(campaigns, signed_in, client):
    campaigns.draft("bare", text="", deadline="", sources=[])
    campaigns.draft("spare", sources=[*SOURCES, {"id": "spare", "type": "book", "title": "Spare"}])
    desk = signed_in("owner")
    words = text_of(desk.get("/desk/bare/open"))
    for sentence in ("has no text yet", "addressed to nobody", "no deadline yet"):
        assert sentence in words
    assert not [form for form in parse(desk.get("/desk/bare/open")).iter("form") if not form.get("action")]
    assert desk.send("/desk/bare/open").status_code == 409
    words = text_of(desk.get("/desk/spare/open"))
    assert "Worth a look before" in words
    assert "spare" in words
    assert desk.send("/desk/spare/open").status_code == 303
    assert desk.send("/desk/spare/open").status_code == 409, "twice is once"
    assert client.get("/letters/spare").status_code == 200


def test_closing_freezes_the_list_at_once(desk, client, campaigns, clock):
    refused = desk.send("/desk/harbor/close")
    assert refused.status_code == 409
    assert "Only a letter that is open" in text_of(refused)
    desk.fill_in("/desk/harbor/open", {}, action="/open")
    (form,) = parse(client.get("/letters/harbor")).iter("form")
    assert "whoever was told of that deadline" in text_of(desk.get("/desk/harbor/close"))
    assert campaigns.get().state == "circulating", "looking closes nothing"
    assert desk.fill_in("/desk/harbor/close", {}, action="/close").status_code == 303
    assert campaigns.get().state == "closed"
    assert client.post("/letters/harbor/sign", data=form_values(form) | ENTRY).status_code == 409
