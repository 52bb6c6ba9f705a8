"""After the close: late requests, the next edition, its addendum. The first edition stays as it is."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess

import pytest
from click.testing import CliRunner
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app import main
from campaign.editions import unpacked
from campaign.editions.changes import changes
from campaign.editions.writing import edition_file, writing_files
from campaign.models import Edition, EditionFile
from campaign.operations.erasing import erase
from campaign.operations.late import AlreadyDecided, accept_late, decline_late, late_lines, undo_late
from campaign.operations.moderating import decide
from campaign.operations.next_edition import ListMoved, NothingNew, make_next, preview
from campaign.operations.own_page import withdraw
from campaign.queries import circulating_text, find
from coalition.models import AuditEntry
from errors import UserError
from letters.document.rendition import Signatories, SignatoryGroup, SignatoryLine
from mail.wanted import reason_to_skip
from signatories.models import Invitation, LateRequest, Signature, SignatureAct
from tests.tools.campaigns import ENTRY
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import text_of
from tests.tools.signing import PAGE, door, mails, rows, signature_of

LATE = ENTRY | {"organization": "Late League", "contact_email": "lea@late.example", "contact_name": "Lea Late"}


@pytest.fixture
def closed(campaigns, clock):
    campaigns.open()
    campaigns.sign()
    campaigns.sign("Reef", "ben@reef.example")
    campaigns.close()
    clock.advance(hours=1)
    return campaigns


def decided(campaigns, act, number=1, **more):
    """Run one of the operations on the late request of that number."""
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        request = session.get_one(LateRequest, number)
        return act(session, campaign, request, doors=doors(), by="Ana", now=campaigns.now, **more)


def made(campaigns, **more):
    with campaigns.database.write() as session:
        return make_next(session, find(session, "harbor"), by="Ana", now=campaigns.now, **more)


def names(edition):
    return [line.name for group in unpacked(edition.signatories).groups for line in group.lines]


# Late requests.


def test_whoever_is_accepted_confirms_and_stands_in_the_next_edition(client, closed, database, clock):
    client.send(f"{PAGE}/sign", LATE)
    signature = decided(closed, accept_late)
    assert signature.status == "unconfirmed"
    (mail,) = mails(database, "late_accepted")
    assert mail.recipient == "lea@late.example"
    (first,) = rows(database, Edition)
    path = door(mail)
    assert "its coordinators have agreed to add your line" in text_of(client.get(path))
    assert client.fill_in(path, {}, action="/confirm/").status_code == 303
    signature = signature_of(database, signature.id)
    assert (signature.status, signature.confirmed_how) == ("accepted", "mail")
    (receipt,) = mails(database, "receipt", "lea@late.example")
    assert receipt.context["next_edition"] is True
    clock.advance(hours=1)
    second = made(closed)
    assert (second.number, second.closed_at) == (2, clock.now)
    assert names(second) == ["Friends of the Harbor", "Late League", "Reef"]
    (again, _) = rows(database, Edition)
    assert names(again) == ["Friends of the Harbor", "Reef"]
    assert (again.closed_at, again.list_hash) == (first.closed_at, first.list_hash)


def test_it_names_the_text_that_was_seen(client, campaigns, database, clock):
    campaigns.open()
    with database.read() as session:
        text = circulating_text(session, find(session, "harbor"))
    campaigns.close()
    clock.advance(hours=1)
    client.send(f"{PAGE}/sign", LATE | {"version": text.content_hash})
    signature = decided(campaigns, accept_late)
    assert (signature.version_id, signature.version_hash) == (text.id, text.content_hash)
    assert signature.attestation == "I am authorized to sign this letter for the organization named above."
    assert (signature.signed_by, signature.name_typed) == ("Lea Late", "Late League")
    assert signature.signed_at == clock.now


def test_on_a_coordinators_word_it_stands_at_once(client, closed, database):
    client.send(f"{PAGE}/sign", LATE)
    signature = decided(closed, accept_late, reason="Lea called me")
    assert (signature.status, signature.confirmed_how) == ("accepted", "coordinator")
    assert mails(database, "late_accepted") == []


def test_through_a_personal_link_nothing_is_left_to_confirm(client, campaigns, database, clock):
    campaigns.open()
    invitations = Invitations(database, clock)
    one = invitations.one("Reef", "ben@reef.example")
    campaigns.close()
    clock.advance(hours=1)
    over = client.get(invitations.path(one))
    assert over.status_code == 410
    assert f"{invitations.path(one)}/late" in over.text
    answer = client.fill_in(f"{invitations.path(one)}/late", {"authorized": "y"}, action="/sign")
    assert answer.status_code == 409
    assert "They have what you typed" in text_of(answer)
    (request,) = rows(database, LateRequest)
    assert (request.invitation_id, request.name_typed) == (one.id, "Reef")
    signature = decided(campaigns, accept_late)
    assert (signature.status, signature.confirmed_how) == ("accepted", "personal link")
    assert invitations.status(one) == "signed"


@pytest.mark.parametrize("changed", ["address", "text", "revoked"])
def test_a_personal_link_is_no_proof_of_another_mailbox_or_another_text(client, campaigns, database, clock, changed):
    campaigns.open()
    invitations = Invitations(database, clock)
    one = invitations.one("Reef", "ben@reef.example")
    campaigns.close()
    clock.advance(hours=1)
    typed = {"authorized": "y"} | ({"contact_email": "eve@else.example"} if changed == "address" else {})
    client.fill_in(f"{invitations.path(one)}/late", typed, action="/sign")
    with database.write() as session:
        request = session.scalars(select(LateRequest)).one()
        if changed == "text":
            request.typed = {**request.typed, "version_hash": "0" * 64}
        if changed == "revoked":
            session.get_one(Invitation, one.id).revoked_at = clock.now
    assert decided(campaigns, accept_late).status == "unconfirmed"


def test_declining_needs_a_reason_and_tells_it_when_asked_to(client, closed, database):
    client.send(f"{PAGE}/sign", LATE)
    with pytest.raises(UserError, match="Say why"):
        decided(closed, decline_late, reason=" ")
    decided(closed, decline_late, reason="The letter is at the printer’s.", tell=True)
    (mail,) = mails(database, "late_declined")
    assert mail.context["reason"] == "The letter is at the printer’s."
    with pytest.raises(AlreadyDecided):
        decided(closed, accept_late)
    assert rows(database, Signature)[2:] == []


def test_what_was_decided_is_taken_back_until_the_next_edition(client, closed, database, clock):
    client.send(f"{PAGE}/sign", LATE)
    signature = decided(closed, accept_late, reason="by telephone")
    decided(closed, undo_late)
    assert signature_of(database, signature.id).status == "withdrawn"
    assert rows(database, LateRequest)[0].status == "new"
    with pytest.raises(NothingNew):
        made(closed)
    again = decided(closed, accept_late, reason="they called again")
    assert again.id == signature.id, "taken up, not doubled"
    assert signature_of(database, signature.id).status == "accepted"
    clock.advance(hours=1)
    made(closed)
    with pytest.raises(UserError, match="An edition was made since"):
        decided(closed, undo_late)


def test_a_link_of_before_the_undoing_confirms_nothing_and_the_new_one_does(client, closed, database, clock):
    client.send(f"{PAGE}/sign", LATE)
    number = decided(closed, accept_late).id
    old = door(mails(database, "late_accepted")[0])
    decided(closed, undo_late)
    clock.advance(minutes=1)
    decided(closed, accept_late)
    assert client.get(old).status_code == 404
    new = door(mails(database, "late_accepted")[1])
    assert client.fill_in(new, {}, action="/confirm/").status_code == 303
    assert signature_of(database, number).status == "accepted"
    assert "put forward" in {act.act for act in rows(database, SignatureAct)}


def test_a_mail_about_a_decision_that_was_taken_back_is_not_sent(client, closed, database, clock, settings):
    client.send(f"{PAGE}/sign", LATE)
    decided(closed, accept_late)
    decided(closed, undo_late)
    decided(closed, decline_late, reason="no", tell=True)
    decided(closed, undo_late)
    with database.read() as session:
        reasons = [
            reason_to_skip(session, message, clock.now)
            for message in mails(database)
            if message.kind in ("late_accepted", "late_declined")
        ]
    assert reasons == ["the signature was answered meanwhile", "the decision was changed meanwhile"]


def test_whoever_disowned_it_is_not_asked_again(client, closed, database):
    client.send(f"{PAGE}/sign", LATE)
    decided(closed, accept_late)
    client.fill_in(door(mails(database, "late_accepted")[0]), {"not_me": "1"}, action="/confirm/")
    decided(closed, undo_late)
    with pytest.raises(UserError, match="Its signer has ended"):
        decided(closed, accept_late)


def test_the_matchers_word_and_the_mailbox_are_told(client, closed, database):
    client.send(f"{PAGE}/sign", LATE | {"organization": "Friends of the Harbour, Inc."})
    client.send(f"{PAGE}/sign", LATE | {"organization": "Zebra Fund", "contact_email": "BEN@reef.example"})
    with database.read() as session:
        one, two = late_lines(session, find(session, "harbor"))
    assert (list(one.alike), one.mailbox) == (["Friends of the Harbor"], "")
    assert (list(two.alike), two.mailbox) == ([], "Reef")


def test_the_desk_shows_each_and_decides(client, closed, database, signed_in):
    client.send(f"{PAGE}/sign", LATE)
    client.send(f"{PAGE}/sign", LATE | {"organization": "Zebra Fund", "contact_email": "zed@zebra.example"})
    desk = signed_in("editor")
    page = desk.get("/desk/harbor/late")
    assert "lea@late.example" in page.text
    assert "2 asked to sign late" in text_of(desk.get("/desk/harbor/"))
    assert desk.send("/desk/harbor/late/1", {"act": "vouch", "reason": ""}).status_code == 422
    assert desk.send("/desk/harbor/late/1", {"act": "decline"}).status_code == 422
    assert desk.send("/desk/harbor/late/1", {"act": "accept"}).status_code == 303
    assert desk.send("/desk/harbor/late/2", {"act": "decline", "reason": "a stranger"}).status_code == 303
    words = text_of(desk.get("/desk/harbor/late"))
    assert "“Zebra Fund” is declined." in words
    assert "a stranger" in words
    assert [one.status for one in rows(database, LateRequest)] == ["accepted", "declined"]
    assert desk.send("/desk/harbor/late/2", {"act": "undo"}).status_code == 303
    assert rows(database, LateRequest)[1].status == "new"
    assert "Take that back" not in text_of(signed_in("viewer").get("/desk/harbor/late"))


# The next edition.


def test_without_a_change_there_is_none(closed):
    with pytest.raises(NothingNew):
        made(closed)


def test_an_open_letter_has_none(campaigns):
    campaigns.open()
    with pytest.raises(UserError, match="Only a letter that is closed"):
        made(campaigns)


def test_what_was_not_shown_is_not_frozen(client, closed):
    client.send(f"{PAGE}/sign", LATE)
    decided(closed, accept_late, reason="by telephone")
    with closed.database.read() as session:
        seen = preview(session, find(session, "harbor")).seen
    client.send(f"{PAGE}/sign", LATE | {"organization": "Zebra Fund", "contact_email": "zed@zebra.example"})
    decided(closed, accept_late, 2, reason="by telephone")
    with pytest.raises(ListMoved):
        made(closed, seen=seen)


def test_whoever_asks_to_be_taken_off_is_off_the_next_and_on_the_first(closed, database, clock):
    with database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, 2)
        assert withdraw(session, campaign, signature, reason="our board", doors=doors(), now=clock.now) == "asked"
    with database.write() as session:
        decide(session, find(session, "harbor"), [2], "withdraw", doors=doors(), by="Ana", now=clock.now)
    clock.advance(hours=1)
    second = made(closed, marked=True)
    assert names(second) == ["Friends of the Harbor"]
    assert second.mark == "Edition 2. No longer listed: Reef."
    first, _ = rows(database, Edition)
    assert names(first) == ["Friends of the Harbor", "Reef"]


@pytest.fixture
def second(client, closed, clock):
    """A closed letter with a second edition, one late signer richer, marked so; all files are written."""
    writing_files()(closed.database, clock.now)
    client.send(f"{PAGE}/sign", LATE)
    decided(closed, accept_late, reason="by telephone")
    clock.advance(days=4)
    made(closed, marked=True)
    writing_files()(closed.database, clock.now)
    return closed


def words_of(data):
    if data[:2] == b"PK":
        return " ".join(part.text for part in Document(io.BytesIO(data)).paragraphs)
    if data[:4] == b"%PDF":
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
        return " ".join(done.stdout.decode().split())
    return data.decode()


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("form", ["docx", "pdf", "html"])
def test_the_whole_letter_and_the_addendum_say_what_changed(second, database, clock, form):
    whole = words_of(edition_file(database, 1, None, form, now=clock.now).data)
    assert "Edition 2. Added since edition 1 of March 2, 2026: Late League." in whole
    assert "stop the dumping" in whole
    addendum = words_of(edition_file(database, 1, 2, f"addendum-{form}", now=clock.now).data)
    assert "Addendum to the letter “Keep the harbor clean”" in addendum
    assert "organized by Harbor Watch, which had 2 signatories when its edition 1 was closed on March 2, 2026." in addendum
    assert "Since then, the following organization has signed the same letter, unchanged. It now has 3 signatories:" in addendum
    assert "Late League" in addendum
    assert "Reef" not in addendum, "who stood before is in the letter"
    assert "stop the dumping" not in addendum
    assert "Mayor Ana Ruiz" in addendum
    pdf = edition_file(database, 1, 1, "pdf", now=clock.now).data
    sha256 = hashlib.sha256(pdf).hexdigest()
    assert " ".join(sha256[at : at + 8] for at in range(0, 64, 8)) in addendum.replace("\n", " ")
    first = words_of(edition_file(database, 1, 1, form, now=clock.now).data)
    assert "Late League" not in first
    assert "Edition" not in first


def test_six_files_are_kept_of_the_second(second, database):
    kept = [(one.edition_id, one.form) for one in rows(database, EditionFile)]
    assert kept == [
        *((1, form) for form in ("docx", "pdf", "html")),
        *((2, form) for form in ("docx", "pdf", "html", "addendum-docx", "addendum-pdf", "addendum-html")),
    ]
    assert {one.file_name for one in rows(database, EditionFile)} >= {
        "harbor.pdf",
        "harbor-edition-2.pdf",
        "harbor-edition-2-addendum.pdf",
    }


def test_the_pages_show_the_newest_and_lead_to_the_earlier(second, client, signed_in):
    page = client.get("/letters/harbor")
    assert "Late League" in page.text
    assert "This is edition 2." in text_of(page)
    earlier = client.get("/letters/harbor/editions/1")
    assert "There is a newer edition of this letter." in text_of(earlier)
    assert "Late League" not in earlier.text
    assert client.get("/letters/harbor/editions/3").status_code == 404
    desk = signed_in("viewer").get("/desk/harbor/editions")
    words = text_of(desk)
    assert "added: Late League" in words
    for file in rows(second.database, EditionFile):
        assert file.sha256 in words
    assert signed_in("viewer").get("/desk/harbor/editions/2/addendum-pdf").data[:4] == b"%PDF"
    assert signed_in("viewer").get("/desk/harbor/editions/1/addendum-pdf").status_code == 404


def test_a_list_that_is_not_shown_shows_no_editions_either(client, campaigns, clock):
    campaigns.open(show_signatories=False)
    campaigns.sign()
    campaigns.close()
    clock.advance(hours=1)
    client.send(f"{PAGE}/sign", LATE)
    decided(campaigns, accept_late, reason="by telephone")
    made(campaigns, marked=True)
    page = client.get("/letters/harbor").text
    assert "Late League" not in page
    assert "Friends of the Harbor" not in page
    assert client.get("/letters/harbor/editions/1").status_code == 404


def test_the_button_makes_what_was_shown(client, closed, database, signed_in):
    client.send(f"{PAGE}/sign", LATE)
    decided(closed, accept_late, reason="by telephone")
    desk = signed_in("editor")
    assert "The list has changed since edition 1" in text_of(desk.get("/desk/harbor/"))
    page = desk.get("/desk/harbor/editions/next")
    assert "Late League" in page.text
    refused = desk.send("/desk/harbor/editions/next", {"seen": "another"})
    assert refused.status_code == 409
    assert desk.fill_in("/desk/harbor/editions/next", {"marked": "y"}, action="/next").status_code == 303
    assert [one.number for one in rows(database, Edition)] == [1, 2]
    assert "Added since edition 1" in rows(database, Edition)[1].mark


def test_the_command_writes_any_edition(second, database_url, monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", database_url)
    monkeypatch.setenv("UNDERSIGNED_SECRET_KEY", "a secret for tests only, and long enough")

    def export(*words):
        out = tmp_path / "out"
        done = CliRunner().invoke(main, ["export", "harbor", "--format", "html", "-o", str(out), *words])
        return out.read_text() if done.exit_code == 0 else done.output

    assert "Late League" in export()
    assert export("--edition", "2") == export()
    assert "Late League" not in export("--edition", "1")
    assert "This is an addendum" in export("--addendum")
    assert "no such edition" in export("--edition", "3")
    assert "There is no such file" in export("--edition", "1", "--addendum")
    assert "never marked DRAFT" in export("--edition", "1", "--draft")


# The difference of two lists: pure.

NAMES = st.sampled_from(["A", "B", "C", "D"])
LISTS = st.lists(st.tuples(st.booleans(), st.lists(st.tuples(NAMES, st.sampled_from(["", "x"])), max_size=5)), max_size=4).map(
    lambda groups: Signatories(
        tuple(SignatoryGroup(tuple(SignatoryLine(*one) for one in lines), individuals=kind) for kind, lines in groups)
    )
)


def bag(listed):
    return sorted((group.individuals, line.name, line.detail) for group in listed.groups for line in group.lines)


@given(LISTS, LISTS)
def test_what_was_before_without_the_gone_and_with_the_new_is_what_is_there(before, after):
    found = changes(before, after)
    left = bag(before)
    for gone in bag(found.removed):
        left.remove(gone)
    assert sorted([*left, *bag(found.added)]) == bag(after)
    assert not set(bag(found.added)) & set(bag(found.removed)), "nobody both came and went"
    assert found.any == (bag(before) != bag(after))
    assert not changes(before, before).any


# Whoever asks to be forgotten.


def test_erasing_leaves_the_files_as_they_were_and_takes_the_late_words(second, client, database, clock):
    client.send(f"{PAGE}/sign", LATE | {"organization": "Zebra Fund", "contact_email": "zed@zebra.example"})
    decided(second, decline_late, 2, reason="Zed was rude", tell=True)
    before = {(one.edition_id, one.form): one.sha256 for one in rows(database, EditionFile)}
    for address in ("zed@zebra.example", "lea@late.example"):
        with database.write() as session:
            erase(session, address, None, by="Ana", now=clock.now)
    assert {(one.edition_id, one.form): one.sha256 for one in rows(database, EditionFile)} == before
    late = rows(database, LateRequest)[1]
    assert (late.reason, late.contact_email, late.name_typed) == ("(removed)", "", "Zebra Fund")
    assert mails(database, "late_declined") == []
    with database.read() as session:
        words = " ".join(str(entry.detail) for entry in session.scalars(select(AuditEntry)))
    assert "rude" not in words
    for number in (1, 2):
        page = edition_file(database, 1, number, "html", now=clock.now).data.decode()
        assert "Friends of the Harbor" in page, "the control: this is read"
        assert "friends.example" not in page, "what is stored is what printed"


@pytest.mark.parametrize("made_first", [False, True])
def test_an_individual_who_is_in_no_edition_yet_is_taken_off(client, campaigns, database, clock, made_first):
    campaigns.open(allow_individuals=True)
    campaigns.sign()
    campaigns.close()
    clock.advance(hours=1)
    person = {"contact_name": "Jane Roe", "contact_email": "jane@roe.example", "authorized": "y"}
    client.send(f"{PAGE}/individual", person)
    number = decided(campaigns, accept_late, reason="by telephone").id
    clock.advance(hours=1)
    if made_first:
        made(campaigns)
    with database.write() as session:
        erase(session, "jane@roe.example", None, by="Ana", now=clock.now)
    signature = signature_of(database, number)
    assert (signature.status, signature.line) == (("accepted", "Jane Roe") if made_first else ("withdrawn", "(removed)"))
    if not made_first:
        with pytest.raises(NothingNew):
            made(campaigns)
