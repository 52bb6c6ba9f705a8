"""A closed letter takes signatures again: the first edition stays, the list goes on, the next closing makes the next one."""

from __future__ import annotations

import pytest

from campaign.deadlines import NotNow
from campaign.exports import export
from campaign.operations import archive, close_due, reopen, set_deadline, take_back
from campaign.queries import edition_of, find, printing
from campaign.renditions import final_edition, final_of
from coalition.models import AuditEntry
from errors import UserError
from mail.compose import compose
from signatories.models import LateRequest
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import text_of
from tests.tools.signing import PAGE, door, mails, rows, sign_on

ZONE, AGAIN, WHY = "America/New_York", "2026-03-20T17:00", "Three member groups met only this week."


@pytest.fixture
def campaigns(database, clock):
    """A letter with one signature that closed at its deadline."""
    made = Campaigns(database, clock)
    made.open()
    made.sign()
    Invitations(database, clock).one("Reef", "ben@reef.example")
    clock.advance(days=4)
    with database.write() as session:
        close_due(session, clock.now)
    return made


def again(campaigns, local=AGAIN, reason=WHY, **more):
    with campaigns.database.write() as session:
        return reopen(
            session, find(session, "harbor"), local, ZONE, reason=reason, doors=doors(), by="Ana", now=campaigns.now, **more
        )


def files(campaigns):
    with campaigns.database.read() as session:
        campaign = find(session, "harbor")
        made = export(session, campaign, "html", now=campaigns.now)
        return made.filename, made.data.decode()


def test_the_list_lives_again_and_the_edition_stays(campaigns, client, clock, database):
    first_name, first = files(campaigns)
    assert first_name == "harbor.html"
    again(campaigns)
    sign_on(client, database, ENTRY | {"organization": "Reef Watch", "contact_email": "rae@watch.example"})
    name, text = files(campaigns)
    assert name == "harbor-DRAFT.html"
    assert "Reef Watch" in text
    assert "DRAFT" in text
    page = text_of(client.get(PAGE))
    assert "2 signatories" in page
    assert f"It had closed, and was reopened on Friday, March 6, 2026 at 10:00 AM Eastern Time: {WHY}" in page
    with database.read() as session:
        campaign = find(session, "harbor")
        assert edition_of(session, campaign) is None
        assert final_edition(session, campaign, clock.now) is None
        (kept,) = campaign.editions
        assert (kept.number, kept.count) == (1, 1)
        from letters.document import html

        assert html.write(final_of(kept), standalone=True) == first, "the first edition gives the same bytes"


def test_when_it_closes_again_that_is_the_next_edition(campaigns, client, clock, database):
    again(campaigns)
    sign_on(client, database, ENTRY | {"organization": "Reef Watch", "contact_email": "rae@watch.example"})
    clock.advance(days=20)
    with database.read() as session:  # before anything is written down, the files are final already
        computed = final_edition(session, find(session, "harbor"), clock.now)
    with database.write() as session:
        (edition,) = close_due(session, clock.now)
    assert (edition.number, edition.count, computed.number) == (2, 2, 2)
    assert edition.signatories == computed.signatories
    assert edition.closed_at == campaigns.get().deadline
    with database.read() as session:
        assert [one.number for one in find(session, "harbor").editions] == [1, 2]
    page = text_of(client.get(PAGE))
    assert "This letter closed on Friday, March 20, 2026 at 5:00 PM Eastern Time." in page
    assert WHY in page


def test_it_says_why_everywhere(campaigns, database, clock, signed_in):
    again(campaigns)
    (circulation,) = [one for one in campaigns_circulations(campaigns) if one.reason]
    assert circulation.reason == WHY
    (entry,) = [one for one in rows(database, AuditEntry) if one.act == "campaign.reopened"]
    assert entry.detail["reason"] == WHY
    assert f"reopened the letter until 2026-03-20 17:00, {ZONE}: {WHY}" in text_of(
        signed_in("viewer").get("/desk/harbor/history")
    )
    told = {mail.recipient: compose(mail) for mail in mails(database, "deadline_moved")}
    assert set(told) == {"ada@friends.example", "ben@reef.example"}
    assert WHY in " ".join(told["ben@reef.example"].text.split())
    assert told["ben@reef.example"].subject.startswith("Open again: Keep the harbor clean")


def campaigns_circulations(campaigns):
    with campaigns.database.read() as session:
        return list(find(session, "harbor").circulations)


@pytest.mark.parametrize(
    ("local", "reason", "field"), [("2026-03-06T09:59", WHY, "deadline"), ("soon", WHY, "deadline"), (AGAIN, "  ", "reason")]
)
def test_without_a_time_or_a_reason_it_stays_closed(campaigns, local, reason, field):
    with pytest.raises(UserError) as refused:
        again(campaigns, local, reason)
    assert refused.value.field == field
    assert campaigns.get().state == "closed"


def test_what_was_delivered_is_not_reopened(campaigns, database, clock):
    with database.write() as session:
        find(session, "harbor").state = "delivered"
    with pytest.raises(NotNow, match="delivered as it stands"):
        again(campaigns)


def test_a_letter_at_its_deadline_is_not_reopened_before_it_is_frozen(database, clock):
    campaigns = Campaigns(database, clock)
    campaigns.open()
    clock.now = campaigns.get().deadline
    for seconds in (1, 60):
        clock.advance(seconds=seconds)
        with pytest.raises(NotNow, match="being taken in"):
            again(campaigns)
        with pytest.raises(NotNow, match="closed"), database.write() as session:
            set_deadline(session, find(session, "harbor"), AGAIN, ZONE, by="Ana", now=clock.now)


def test_who_came_late_is_offered_to_the_coordinator(campaigns, client, signed_in, clock, database):
    assert (
        client.send(f"{PAGE}/sign", ENTRY | {"organization": "Latecomer", "contact_email": "lea@late.example"}).status_code
        == 409
    )
    owner = signed_in("owner")
    page = owner.get("/desk/harbor/reopen")
    words = text_of(page)
    assert "1 asked to sign after it had closed" in words
    assert "Edition 1, with 1 signatory, stays as it is." in words
    assert "Tell the 2 people" in words
    answer = owner.submit(page, "/desk/harbor/reopen", {"deadline": AGAIN, "reason": WHY}, action="/reopen")
    assert answer.status_code == 303
    assert "Latecomer" in text_of(owner.get("/desk/harbor/late"))
    assert len(rows(database, LateRequest)) == 1
    twice = owner.submit(page, "/desk/harbor/reopen", {"deadline": AGAIN, "reason": WHY}, action="/reopen")
    assert twice.status_code == 422
    assert "Only a letter that is closed can be reopened." in text_of(twice)


def test_confirming_after_it_reopened_prints_at_once(campaigns, client, clock, database):
    again(campaigns)
    own = sign_on(client, database, ENTRY | {"organization": "Reef Watch", "contact_email": "rae@watch.example"})
    assert "Reef Watch" in text_of(client.get(own))
    with database.read() as session:
        assert len(printing(session, find(session, "harbor"))) == 2


def test_the_archive_and_back(campaigns, client, signed_in, clock, database):
    owner = signed_in("owner")
    page = owner.get("/desk/harbor/archive")
    assert owner.submit(page, "/desk/harbor/archive", {}, action="/archive").status_code == 303
    assert campaigns.get().state == "archived"
    assert client.get(PAGE).status_code == 404
    back = owner.get("/desk/harbor/archive")
    assert owner.submit(back, "/desk/harbor/archive", {}, action="/back").status_code == 303
    assert (campaigns.get().state, campaigns.get().archived_from) == ("closed", "")
    assert client.get(PAGE).status_code == 200


def test_a_draft_comes_back_as_a_draft_and_an_open_letter_is_not_put_away(database, clock):
    campaigns = Campaigns(database, clock)
    campaigns.draft("one")
    campaigns.open("two")
    with database.write() as session:
        archive(session, find(session, "one"), by="Ana", now=clock.now)
        take_back(session, find(session, "one"), by="Ana", now=clock.now)
    assert campaigns.get("one").state == "drafting"
    with pytest.raises(NotNow, match="people are signing it"), database.write() as session:
        archive(session, find(session, "two"), by="Ana", now=clock.now)


# --- who came late, while it circulates again -----------------------------------------------------


def came_late(client, *names):
    for name in names:
        entry = ENTRY | {"organization": name, "contact_email": f"lea@{name.split()[0].lower()}.example"}
        assert client.send(f"{PAGE}/sign", entry).status_code == 409


def test_one_button_takes_them_in_and_their_mail_says_that_it_is_open(campaigns, client, signed_in, clock, database):
    came_late(client, "Latecomer", "Tardy Trust", "Friends of the Harbor")
    again(campaigns)
    owner = signed_in("owner")
    page = owner.get("/desk/harbor/late")
    assert "The letter takes signatures again" in text_of(page)
    assert owner.submit(page, "/desk/harbor/late", {}, action="/all").status_code == 303
    assert owner.submit(page, "/desk/harbor/late", {}, action="/all").status_code == 303
    told = mails(database, "late_accepted")
    assert [one.recipient for one in told] == ["lea@latecomer.example", "lea@tardy.example"]
    assert {one.status for one in rows(database, LateRequest)} == {"accepted", "new"}, "the namesake is looked at"
    text = " ".join(compose(told[0]).text.split())
    assert "takes signatures again" in text
    assert "Please confirm before the letter closes again: Friday, March 20, 2026" in text
    assert "next edition" not in text
    path = door(told[0])
    assert "next edition" not in text_of(client.get(path))
    assert client.fill_in(path, {}, action="/confirm/").status_code == 303
    with database.read() as session:
        assert "Latecomer" in [one.line for one in printing(session, find(session, "harbor"))]
    (receipt,) = mails(database, "receipt", "lea@latecomer.example")
    assert (receipt.context["late"], receipt.context["next_edition"]) == (False, False)
    assert "Latecomer" in text_of(client.get(PAGE))


def test_one_of_them_on_a_coordinators_word_stands_at_once(campaigns, client, signed_in, database):
    came_late(client, "Latecomer")
    again(campaigns)
    owner = signed_in("owner")
    page = owner.get("/desk/harbor/late")
    answer = owner.send("/desk/harbor/late/1", {"act": "vouch", "reason": "they telephoned"})
    assert answer.status_code == 303
    assert "stands on the letter" in text_of(owner.get(answer.location))
    assert "/all" not in page.text, "one is accepted by its own button"
    with database.read() as session:
        assert "Latecomer" in [one.line for one in printing(session, find(session, "harbor"))]


def test_in_a_letter_that_is_closed_the_button_is_for_the_next_edition(campaigns, client, signed_in, database):
    came_late(client, "Latecomer", "Tardy Trust")
    owner = signed_in("owner")
    page = owner.get("/desk/harbor/late")
    assert owner.submit(page, "/desk/harbor/late", {}, action="/all").status_code == 303
    assert "next edition" in compose(mails(database, "late_accepted")[0]).text
