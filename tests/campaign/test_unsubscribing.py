"""No more mail: the page, the mail program's own POST, what still comes, and what the coordinators see."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaign.operations import inviting
from campaign.operations.letterhead import coalition_scope
from campaign.queries import find, subject
from errors import UserError
from mail.channels import MailChannel
from mail.models import OutboxMessage, Suppression
from mail.outbox import Draft, enqueue_all
from mail.sealing import MailSeal
from mail.worker import Postman
from signatories.models import Invitation
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import SECRET, Invitations, doors

SEAL = MailSeal(SECRET)
ADDRESS = "ben@reef.example"


class Post:
    def __init__(self):
        self.sent = []

    def send(self, message):
        self.sent.append(message)

    def close(self):
        pass


@pytest.fixture
def harbor(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def invitation(database, clock, harbor):
    return Invitations(database, clock).one()


def way_out(campaigns, address=ADDRESS, slug="harbor"):
    return f"/unsubscribe/{SEAL.unsubscribe_token(address, subject(campaigns.get(slug)))}"


def entries(database):
    with database.read() as session:
        return sorted(tuple(row) for row in session.execute(select(Suppression.reason, Suppression.scope)))


def status(database, number):
    with database.read() as session:
        return inviting.status_of(session, session.get_one(Invitation, number))


def deliver(database, clock, kind="invitation_note", about="invitation:1", scope="", to=ADDRESS, **context):
    """Put one message into the outbox and send what is due; gives what went, and the row."""
    clock.advance(minutes=1)
    with database.write() as session:
        words = {"subject": "Please sign", "lines": ["Here:"], "letter_url": "http://localhost/letters/harbor"} | context
        enqueue_all(session, kind, [Draft(to, about, words, scope=scope)], now=clock.now)
    post = Post()
    Postman(database, {"mail": MailChannel(post, SEAL, "https://letters.example.org")}).work(clock.now)
    with database.read() as session:
        return post.sent, session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc())).first()


def test_looking_changes_nothing_and_shows_a_button(client, database, harbor, invitation):
    page = client.get(way_out(harbor))
    assert page.status_code == 200
    assert "No more mail about this letter" in page.text
    assert ADDRESS not in page.text, "whoever it was forwarded to learns no address"
    assert entries(database) == []


def test_a_mail_program_unsubscribes_with_one_post(client, database, harbor, invitation):
    """RFC 8058: no cookie, no mark, no redirect."""
    for _ in range(2):
        answer = client.post(way_out(harbor), data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    assert entries(database) == [("unsubscribed", subject(harbor.get("harbor")))]
    assert status(database, invitation.id) == "unsubscribed"


@pytest.mark.parametrize("token", ["", "x", "A" * 80, "é", "A" * 5000])
def test_a_forged_link_does_nothing(client, database, harbor, token):
    for answer in (client.get(f"/unsubscribe/{token}"), client.post(f"/unsubscribe/{token}")):
        assert answer.status_code == 404
    assert entries(database) == []


def test_one_letter_is_told_from_the_next(client, database, clock, harbor, invitation):
    client.post(way_out(harbor), data={"what": "campaign"})
    mine = subject(harbor.get("harbor"))
    sent, row = deliver(database, clock, scope=mine, about=f"invitation:{invitation.id}")
    assert (sent, row.status) == ([], "skipped")
    harbor.open("creek")
    other = Invitations(database, clock, "creek").one()
    sent, row = deliver(database, clock, scope=subject(harbor.get("creek")), about=f"invitation:{other.id}")
    assert (len(sent), row.status) == (1, "sent")
    assert sent[0].unsubscribe_url.startswith("https://letters.example.org/unsubscribe/")


def test_nothing_more_from_the_coalition(client, database, clock, harbor, invitation):
    client.post(way_out(harbor), data={"what": "coalition"})
    harbor.open("creek")
    other = Invitations(database, clock, "creek").one()
    assert status(database, other.id) == "invited"
    sent, row = deliver(database, clock, scope=subject(harbor.get("creek")), about=f"invitation:{other.id}")
    assert (sent, row.reason) == ([], "its owner wants no more mail about this")
    assert status(database, other.id) == "unsubscribed", "its coordinators see why"
    with database.read() as session:
        campaign = find(session, "harbor")
        assert entries(database) == [("unsubscribed", coalition_scope(campaign.coalition_id))]


def test_every_spelling_of_the_mailbox_is_meant(client, database, clock, harbor, invitation):
    client.post(way_out(harbor, "Ben+letters@Reef.example"), data={"what": "campaign"})
    sent, _ = deliver(database, clock, scope=subject(harbor.get("harbor")), about=f"invitation:{invitation.id}")
    assert sent == []


def test_what_somebody_asks_for_still_comes(client, database, clock, harbor, invitation):
    client.post(way_out(harbor), data={"what": "coalition"})
    words = {"title": "T", "organization": "Reef", "contact": "", "deadline": "D"}
    words |= {"personal_url": "http://x.example/1", "review_url": "http://x.example/2"}
    scope = subject(harbor.get("harbor"))
    sent, row = deliver(database, clock, "personal_link", f"invitation:{invitation.id}", scope, **words)
    assert (len(sent), row.status) == (1, "sent")
    assert sent[0].unsubscribe_url == "", "they asked for it a moment ago"


def test_it_can_be_taken_back(client, database, clock, harbor, invitation):
    client.post(way_out(harbor), data={"what": "coalition"})
    assert "Undo" in client.get(way_out(harbor)).text
    assert client.post(way_out(harbor), data={"what": "again"}).status_code == 303
    assert entries(database) == []
    assert status(database, invitation.id) == "invited"
    sent, _ = deliver(database, clock, scope=subject(harbor.get("harbor")), about=f"invitation:{invitation.id}")
    assert len(sent) == 1


def test_the_coordinator_sees_it_and_cannot_write_past_it(client, database, clock, harbor, invitation, signed_in):
    client.post(way_out(harbor), data={"List-Unsubscribe": "One-Click"})
    desk = signed_in("owner", "Rivers")
    assert "wants no more mail" in desk.get("/desk/harbor/invitations").text
    by = Invitations(database, clock).by
    with database.write() as session:
        campaign, row = find(session, "harbor"), session.get_one(Invitation, invitation.id)
        with pytest.raises(UserError, match="wants no more mail"):
            inviting.send_again(session, campaign, row, doors=doors(), by=by, now=clock.now)


def test_answers_go_to_whom_the_settings_name_or_to_whoever_opened_it(database, clock, harbor, invitation, signed_in):
    desk = signed_in("editor", "Rivers")
    harbor.draft("creek")
    assert (
        desk.send("/desk/creek/deadline", {"deadline": "2026-03-09T17:00", "timezone": "America/New_York"}).status_code == 303
    )
    assert desk.send("/desk/creek/open").status_code == 303
    other = Invitations(database, clock, "creek").one()
    scope, about = subject(harbor.get("creek")), f"invitation:{other.id}"
    (message,), _ = deliver(database, clock, scope=scope, about=about)
    assert (message.sender_name, message.reply_to) == ("Rivers", "editor@rivers.example")
    with database.write() as session:
        find(session, "creek").reply_to = "letters@rivers.example"
    (message,), _ = deliver(database, clock, scope=scope, about=about)
    assert message.reply_to == "letters@rivers.example"


def test_where_answers_go_is_a_setting_also_when_the_letter_has_closed(database, clock, harbor, signed_in):
    desk = signed_in("editor", "Rivers")
    wrong = desk.send("/desk/harbor/settings", {"retention_days": "180", "reply_to": "nobody"})
    assert wrong.status_code == 422
    assert "This is not a complete e-mail address" in wrong.text
    clock.advance(days=60)
    desk = signed_in("editor", "Rivers")  # the session was over by then
    right = desk.send("/desk/harbor/settings", {"retention_days": "90", "reply_to": " letters@rivers.example "})
    assert right.status_code == 303
    with database.read() as session:
        assert find(session, "harbor").reply_to == "letters@rivers.example"
    assert desk.send("/desk/harbor/settings", {"retention_days": "90"}).status_code == 303, "a page from before it was there"
    with database.read() as session:
        assert find(session, "harbor").reply_to == "letters@rivers.example"
