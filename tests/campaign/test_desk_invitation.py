"""One invitation at the desk: put right, told of elsewhere, its link taken back and given back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from campaign.operations import inviting
from coalition.models import AuditEntry
from errors import UserError
from mail.wanted import reason_to_skip
from signatories.models import Invitation
from tests.campaign.asked import in_campaign, mails, send
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import form_values, parse, text_of

HOME = "/desk/harbor/invitations"


@pytest.fixture
def desk(invitations, signed_in):
    return signed_in("editor")


def mended(desk, one, **typed):
    path = f"{HOME}/{one.id}"
    (form,) = (form for form in parse(desk.get(path)).iter("form") if form.get("action") == path)
    return desk.post(path, data=form_values(form) | typed)


def told(desk, one, **typed):
    return desk.fill_in(f"{HOME}/{one.id}", typed, action="/told")


def entries(database, act):
    with database.read() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


def changed(database, one, **columns):
    with database.write() as session:
        for name, value in columns.items():
            setattr(session.get_one(Invitation, one.id), name, value)


# --- who is asked --------------------------------------------------------------------------------------------------------


def test_a_corrected_address_gets_a_new_link_and_the_old_one_is_dead(desk, invitations, database, clock):
    one = invitations.one("Reef", "bne@reef.example", bounced_at=clock.now, bounce_reason="550", opened_at=clock.now)
    old = invitations.path(one)
    done = mended(desk, one, email="ben@reef.example")
    assert "The link that went to the old address opens nothing any more" in text_of(desk.get(done.location))
    kept = invitations.get(one)
    assert (kept.contact_email, kept.address_key, kept.bounced_at, kept.bounce_reason) == (
        "ben@reef.example",
        "ben@reef.example",
        None,
        "",
    )
    assert invitations.status(one) == "not sent", "nothing was mailed to that address yet"
    assert desk.get(old).status_code == 404
    assert desk.get(invitations.path(kept)).status_code == 200
    assert send(database, clock, invitations.by) == 1
    assert [row.recipient for row in mails(database, "invitation")] == ["ben@reef.example"]


def test_a_mail_that_waits_for_the_old_address_stays_at_home(desk, invitations, database, clock):
    one = invitations.one("Reef", "bne@reef.example", sent=False)
    send(database, clock, invitations.by)
    mended(desk, one, email="ben@reef.example")
    with database.read() as session:
        (message,) = mails(database, "invitation")
        assert reason_to_skip(session, message, clock.now) == "the address was corrected"


def test_another_spelling_of_the_same_mailbox_keeps_the_link(desk, invitations):
    one = invitations.one("Reef", "ben@reef.example")
    path = invitations.path(one)
    mended(desk, one, email="Ben+letters@reef.example", organization="The Reef", contact_name="Benjamin", contact_title="")
    kept = invitations.get(one)
    assert (kept.contact_email, kept.organization, kept.organization_key, kept.contact_name, kept.contact_title) == (
        "Ben+letters@reef.example",
        "The Reef",
        "thereef",
        "Benjamin",
        "",
    )
    assert desk.get(path).status_code == 200
    assert invitations.status(one) == "invited"


def test_the_log_names_who_corrected_what_and_no_address(desk, invitations, database):
    one = invitations.one("Reef", "bne@reef.example")
    mended(desk, one, email="ben@reef.example", contact_title="President")
    (entry,) = entries(database, "invitation.mended")
    assert entry.actor == "editor@rivers.example"
    assert entry.detail["fields"] == ["contact_title", "contact_email"]
    assert "@" not in repr(entry.detail)
    assert "corrected an invitation: Reef" in text_of(desk.get("/desk/harbor/history"))
    mended(desk, one)
    assert len(entries(database, "invitation.mended")) == 1, "nothing was changed"


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"email": "nobody"}, "is not an e-mail address"),
        ({"email": ""}, "Write an e-mail address."),
        ({"organization": "Mills", "email": "cy@mills.example"}, "Is invited already."),
        ({"organization": "Mi\ufffdlls"}, "The letter cannot print"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_what_was_typed(desk, invitations, typed, word):
    one = invitations.one("Reef", "ben@reef.example")
    invitations.one("Mills", "cy@mills.example")
    page = mended(desk, one, **typed)
    assert page.status_code == 422
    assert word in text_of(page)
    assert invitations.get(one).contact_email == "ben@reef.example"


def test_a_namesakes_signature_keeps_nobody_from_correcting_an_address(desk, invitations, campaigns):
    one = invitations.one("Reef", "bne@reef.example")
    campaigns.sign("Reef", "somebody@elsewhere.example")
    assert mended(desk, one, email="ben@reef.example").status_code == 303


def test_whoever_is_found_to_stand_on_the_letter_has_signed(desk, invitations, campaigns):
    one = invitations.one("Reef", "bne@reef.example")
    campaigns.sign("Reef", "ben@reef.example")
    mended(desk, one, email="ben@reef.example")
    assert invitations.status(one) == "signed"


def test_a_link_that_was_asked_for_and_never_used_gives_way(desk, invitations, database, client):
    typed = {"organization": "Reef", "contact_name": "Ben", "email": "ben@reef.example"}
    client.fill_in("/letters/harbor/brief", typed, action="brief")
    one = invitations.one("Reef", "bne@reef.example")
    assert mended(desk, one, email="ben@reef.example").status_code == 303
    with database.read() as session:
        assert [
            (row.contact_email, row.revoked_at is None) for row in session.scalars(select(Invitation).order_by(Invitation.id))
        ] == [("ben@reef.example", False), ("ben@reef.example", True)]


# --- they told me --------------------------------------------------------------------------------------------------------


def test_what_was_said_on_the_telephone_counts_like_an_answer(desk, invitations, database):
    one = invitations.one("Reef", "ben@reef.example")
    done = told(desk, one, answer="declined", words="Not this year, says ben@reef.example")
    assert "What Reef said is written down." in text_of(desk.get(done.location))
    kept = invitations.get(one)
    assert (invitations.status(one), kept.decline_reason) == ("declined", "Not this year, says ben@reef.example")
    assert kept.opened_at is None, "nobody opened anything"
    (entry,) = entries(database, "invitation.declined")
    assert entry.actor == "editor@rivers.example"
    assert "@" not in repr(entry.detail)
    told(desk, one, answer="board", until="2026-03-04", words="Board on Wednesday")
    kept = invitations.get(one)
    assert invitations.status(one) == "reviewing"
    assert (kept.needs_until, kept.review_note, kept.declined_at) == (date(2026, 3, 4), "Board on Wednesday", None)
    assert entries(database, "invitation.reviewing")[0].actor == "editor@rivers.example"


def test_a_mail_that_came_back_to_the_coordinator_is_a_bounce(desk, invitations, database):
    one = invitations.one("Reef", "ben@reef.example")
    told(desk, one, answer="bounced")
    assert (invitations.status(one), invitations.get(one).bounce_reason) == ("bounced", "the mail came back")
    assert "wrote down that the mail came back: Reef" in text_of(desk.get("/desk/harbor/history"))
    assert len(entries(database, "invitation.bounced")) == 1


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({}, "Choose what you were told."),
        ({"answer": "sued"}, "Choose what you were told."),
        ({"answer": "board", "until": "2026-03-01"}, "That day has passed."),
        ({"answer": "board", "until": "2026-04-01"}, "after the letter closes"),
        ({"answer": "bounced", "words": "x" * 501}, "Use at most 500 characters."),
        ({"answer": "declined", "words": "x" * 1001}, "1000"),
    ],
)
def test_what_cannot_be_written_down_says_why_at_its_field(desk, invitations, typed, word):
    one = invitations.one()
    page = told(desk, one, **typed)
    assert page.status_code == 422
    assert word in text_of(page)
    assert "This was not written down" in text_of(page)
    assert invitations.status(one) == "invited"


def test_nothing_is_told_of_who_has_signed_or_before_the_letter_is_open(desk, invitations, campaigns, clock, database):
    one = invitations.one(signed_at=clock.now)
    assert "They told me" not in text_of(desk.get(f"{HOME}/{one.id}"))
    assert "has signed already" in text_of(desk.send(f"{HOME}/{one.id}/told", {"answer": "declined"}))
    campaigns.draft("early", title="Early")
    early = Invitations(database, clock, "early").one(sent=False)
    page = desk.send(f"/desk/early/invitations/{early.id}/told", {"answer": "declined"})
    assert "not open for signature yet" in text_of(page)


def test_after_the_deadline_nothing_can_be_changed(desk, invitations, clock):
    one = invitations.one()
    clock.advance(days=4)
    assert "The letter has closed; nothing can be changed here." in text_of(desk.get(f"{HOME}/{one.id}"))
    page = desk.send(f"{HOME}/{one.id}", {"email": "new@reef.example"})
    assert page.status_code == 422
    assert desk.send(f"{HOME}/{one.id}/told", {"answer": "declined"}).status_code == 422
    assert invitations.get(one).contact_email == "ben@reef.example"


# --- the link ------------------------------------------------------------------------------------------------------------


def test_a_revoked_link_is_made_valid_again_with_everything_behind_it(desk, invitations, database):
    one = invitations.one("Reef", "ben@reef.example")
    board = invitations.path(one, "review")
    desk.send(f"{HOME}/{one.id}/revoke")
    assert desk.get(board).status_code == 410
    page = desk.get(HOME)
    assert "Make the link valid again" in text_of(page)
    done = desk.fill_in(HOME, {}, action=f"{one.id}/restore")
    assert "The link of Reef is valid again." in text_of(desk.get(done.location))
    assert desk.get(board).status_code == desk.get(invitations.path(one)).status_code == 200
    assert invitations.status(one) == "invited"
    assert [entry.actor for entry in entries(database, "invitation.restored")] == ["editor@rivers.example"]
    desk.send(f"{HOME}/{one.id}/restore")
    assert len(entries(database, "invitation.restored")) == 1, "what is valid is left alone"


def test_a_link_stays_revoked_where_another_took_its_place(desk, invitations):
    one = invitations.one("Reef", "ben@reef.example")
    desk.send(f"{HOME}/{one.id}/revoke")
    invitations.one("reef", "Ben@reef.example")
    page = desk.get(desk.send(f"{HOME}/{one.id}/restore").location)
    assert "invited anew for the same organization" in text_of(page)
    assert invitations.status(one) == "revoked"


def test_whoever_signed_meanwhile_is_found_signed_when_the_link_lives_again(desk, invitations, campaigns):
    one = invitations.one("Reef", "ben@reef.example")
    desk.send(f"{HOME}/{one.id}/revoke")
    campaigns.sign("Reef", "ben@reef.example")
    assert invitations.status(one) == "revoked"
    desk.send(f"{HOME}/{one.id}/restore")
    assert invitations.status(one) == "signed"


def test_a_revoked_invitation_is_not_mended(desk, invitations):
    one = invitations.one()
    desk.send(f"{HOME}/{one.id}/revoke")
    assert "Make it valid again first." in text_of(desk.get(f"{HOME}/{one.id}"))
    for path in ("", "/told"):
        page = desk.send(f"{HOME}/{one.id}{path}", {"email": "a@b.example", "answer": "declined"})
        assert page.status_code == 422


def test_an_erased_contact_gets_no_link_back(database, clock, desk, invitations):
    one = invitations.one()
    gone = {"contact_email": "", "contact_purged_at": clock.now, "address_key": None, "revoked_at": clock.now}
    changed(database, one, **gone)
    assert "nothing can be changed here" in text_of(desk.get(f"{HOME}/{one.id}"))
    assert "Make the link valid again" not in text_of(desk.get(HOME))
    by = invitations.by

    def restore(session, campaign):
        inviting.restore(session, campaign, session.get_one(Invitation, one.id), by=by, now=clock.now)

    with pytest.raises(UserError, match="was erased"):
        in_campaign(database, restore)


def test_a_viewer_cannot_open_it_and_a_stranger_does_not_find_it(invitations, signed_in, campaigns):
    one = invitations.one()
    assert signed_in("viewer").get(f"{HOME}/{one.id}").status_code == 403
    campaigns.open("theirs", coalition="Mills", title="Theirs")
    stranger = signed_in("owner", "Mills")
    for path in (f"{HOME}/{one.id}", f"/desk/theirs/invitations/{one.id}"):
        assert stranger.get(path).status_code == 404
        for act in ("", "/told", "/restore"):
            assert stranger.send(path + act).status_code == 404
    assert doors().to("invited", one.id) not in signed_in("editor").get(f"{HOME}/{one.id}").get_data(as_text=True)
