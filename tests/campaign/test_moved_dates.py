"""Another date: who hears of it, once, and with both; and the date that is announced before the deadline."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from icalendar import Calendar
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from campaign.models import Campaign
from campaign.operations import circulate, set_deadline
from campaign.queries import find
from errors import UserError
from mail.compose import compose
from mail.wanted import reason_to_skip
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import text_of
from tests.tools.signing import PAGE, mails

ZONE = "America/New_York"
LATER, LAST = "2026-03-12T17:00", "2026-03-19T12:00"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def people(campaigns, database, clock):
    """One who signed; and invited: one without an answer, one whose board decides, one who declined, one not written to yet."""
    campaigns.sign()
    invitations = Invitations(database, clock)
    invitations.one("Reef", "ben@reef.example")
    invitations.one("Bay", "bea@bay.example", reviewing_at=clock.now, language="es")
    invitations.one("Cove", "cai@cove.example", declined_at=clock.now)
    invitations.one("Dune", "dan@dune.example", sent=False)
    campaigns.sign("Maybe", "eve@maybe.example", confirmed=False)
    return campaigns


def move(campaigns, local=LATER, **more):
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        return set_deadline(session, campaign, local, ZONE, by="Ana", now=campaigns.now, doors=doors(), **more)


def waiting(campaigns, status="waiting"):
    return [mail for mail in mails(campaigns.database, "deadline_moved") if mail.status == status]


def wanted(campaigns, mail):
    with campaigns.database.read() as session:
        return reason_to_skip(session, mail, campaigns.now)


def test_signers_and_who_has_not_answered_hear_of_both_dates_once(people, clock):
    move(people)
    sent = waiting(people)
    assert {mail.recipient for mail in sent} == {"ada@friends.example", "ben@reef.example", "bea@bay.example"}
    clock.advance(minutes=10)
    assert all(mail.due_at == clock.now and wanted(people, mail) is None for mail in sent)
    by = {mail.recipient: compose(mail) for mail in sent}
    ada, ben, bea = by["ada@friends.example"], by["ben@reef.example"], by["bea@bay.example"]
    for part in ("March 5, 2026 at 5:00 PM Eastern Time", "March 12, 2026 at 5:00 PM Eastern Time"):
        assert part in ada.text
        assert part in ben.text
    assert "There is more time." in ben.text
    assert "/letters/harbor/mine/" in ada.text
    assert "/letters/harbor/i/" in ben.text
    assert "Thursday, March 12, 2026" in ben.subject
    assert "12 de marzo de 2026, 17:00, hora del este" in bea.text
    assert "lang=es" in bea.text


def test_of_two_quick_moves_only_the_last_is_told_and_from_the_date_that_was_known(people, clock):
    move(people)
    clock.advance(minutes=2)
    move(people, LAST)
    assert len(waiting(people, "skipped")) == 3
    sent = waiting(people)
    assert len(sent) == 3
    text = compose(sent[0]).text
    assert "March 5, 2026 at 5:00 PM" in text, "nobody was ever told of the twelfth"
    assert "March 19, 2026 at 12:00 PM" in text
    assert "March 12" not in text


def test_moved_and_moved_back_nobody_hears_of_it(people, clock):
    move(people)
    clock.advance(minutes=2)
    move(people, "2026-03-05T17:00")
    assert waiting(people) == []
    assert len(waiting(people, "skipped")) == 3


def test_after_a_mail_that_went_out_the_next_one_counts_from_its_date(people, clock, database):
    move(people)
    with database.write() as session:
        for mail in mails(database, "deadline_moved"):
            row = session.merge(mail)
            row.status, row.sent_at, row.context = "sent", clock.now, {}
    clock.advance(hours=1)
    move(people, LAST)
    assert "March 12, 2026" in compose(waiting(people)[0]).text


def test_a_mail_of_a_date_that_counts_no_more_is_not_sent(people, clock):
    move(people)
    first = waiting(people)
    with people.database.write() as session:  # a worker has it already, so the second move does not find it waiting
        row = session.merge(first[0])
        row.status, row.claimed_by = "claimed", "a worker"
    clock.advance(minutes=2)
    move(people, LAST)
    assert wanted(people, first[0]) == "another date counts now"
    assert {wanted(people, mail) for mail in waiting(people)} == {None}


def test_who_answers_meanwhile_is_not_written_to(people, clock, database):
    move(people)
    clock.advance(minutes=1)
    with database.write() as session:
        from campaign.operations.own_page import withdraw
        from signatories.models import Signature

        withdraw(session, find(session, "harbor"), session.get_one(Signature, 1), doors=doors(), now=clock.now)
    (ada,) = [mail for mail in waiting(people) if mail.recipient == "ada@friends.example"]
    assert wanted(people, ada) == "the signature does not stand on the letter any more"
    clock.advance(days=20)
    (ben,) = [mail for mail in waiting(people) if mail.recipient == "ben@reef.example"]
    assert wanted(people, ben) == "the letter has closed"


def test_who_signed_and_was_invited_hears_once(campaigns, database, clock):
    campaigns.sign()
    Invitations(database, clock).one("Others", "Ada@friends.example")
    move(campaigns)
    assert [mail.about for mail in waiting(campaigns)] == ["signature:1"]


def test_later_dates_may_be_kept_quiet_and_earlier_ones_may_not(people, clock):
    move(people, tell=False)
    assert waiting(people) == []
    clock.advance(minutes=20)
    move(people, "2026-03-04T12:00", tell=False)
    text = " ".join(compose(waiting(people)[0]).text.split())
    assert "It comes sooner than you were told." in text
    assert "March 5" in text, "of the twelfth they heard nothing"


def test_an_earlier_date_leaves_time_to_hear_of_it(people):
    with pytest.raises(UserError, match="leave at least six hours") as refused:
        move(people, "2026-03-02T15:59")  # it is 10 in the morning there
    assert refused.value.field == "deadline"
    move(people, "2026-03-02T16:00")


def test_before_the_letter_is_open_nobody_is_told(database, clock):
    campaigns = Campaigns(database, clock)
    campaigns.draft()
    move(campaigns)
    move(campaigns, "2026-03-02T11:00")
    assert mails(database, "deadline_moved") == []


def test_the_announced_date_is_told_until_it_is_past(client, campaigns, clock):
    move(campaigns, LATER, announced="2026-03-10T17:00")
    page = text_of(client.get(PAGE))
    assert "Please sign by Tuesday, March 10, 2026 at 5:00 PM Eastern Time" in page
    assert "March 12" not in page
    entry = Calendar.from_ical(client.get(f"{PAGE}/deadline.ics").data).events[0]
    assert (entry.end, entry["sequence"]) == (datetime(2026, 3, 10, 21, tzinfo=UTC), 1)
    clock.now = datetime(2026, 3, 10, 21, tzinfo=UTC)
    assert "Please sign by" in text_of(client.get(PAGE)), "the minute itself is in time"
    clock.advance(seconds=1)
    page = text_of(client.get(PAGE))
    assert "Signatures were asked for by Tuesday, March 10, 2026 at 5:00 PM Eastern Time." in page
    assert "They are still taken until Thursday, March 12, 2026 at 5:00 PM Eastern Time" in page
    entry = Calendar.from_ical(client.get(f"{PAGE}/deadline.ics").data).events[0]
    assert (entry.end, entry["sequence"]) == (datetime(2026, 3, 12, 21, tzinfo=UTC), 2)
    assert client.send(f"{PAGE}/sign", ENTRY).status_code == 303
    assert "closes Thursday, March 12" in compose(mails(campaigns.database, "confirm")[0]).subject


def test_the_page_may_keep_the_deadline_to_itself(client, campaigns, clock):
    move(campaigns, LATER, announced="2026-03-10T17:00", named=False)
    clock.now = datetime(2026, 3, 11, 12, tzinfo=UTC)
    page = client.get(PAGE)
    assert "Signatures are still taken." in text_of(page)
    assert b"2026-03-12" not in page.data
    assert "March 12" not in text_of(page)
    assert client.get(f"{PAGE}/deadline.ics").status_code == 404
    assert client.send(f"{PAGE}/sign", ENTRY).status_code == 303


def test_an_announced_date_before_the_deadline_alone_changes_what_is_told(people, clock):
    move(people, "2026-03-05T17:00", announced="2026-03-04T17:00")
    text = compose(waiting(people)[0]).text
    assert "March 5" in text
    assert "March 4" in text
    clock.advance(minutes=30)
    move(people, LATER, announced="2026-03-04T17:00")  # people are still told the fourth
    assert len(waiting(people)) == 3


@pytest.mark.parametrize(
    ("announced", "sentence"),
    [
        ("2026-03-12T17:01", "must come before the deadline"),
        ("2026-03-02T09:00", "already past"),
        ("2026-03-02T11:00", "leave at least six hours"),
        ("2026-03-08T02:30", "The next time that exists is 03:00 on March 8, 2026."),
        ("tomorrow", "not a date and time"),
    ],
)
def test_what_is_no_announced_date_is_refused_at_its_field(campaigns, announced, sentence):
    with pytest.raises(UserError, match=sentence) as refused:
        move(campaigns, LATER, announced=announced)
    assert refused.value.field == "announced"


def test_the_database_keeps_the_order_of_the_dates(campaigns, database):
    move(campaigns, LATER, announced="2026-03-10T17:00")
    for wrong in ({"announced": datetime(2026, 4, 1, tzinfo=UTC)}, {"announced_local": None}, {"archived_from": "closed"}):
        with database.read() as session, pytest.raises(IntegrityError):
            session.execute(update(Campaign).values(**wrong))


def test_the_deadline_page_counts_who_is_told_and_says_what_the_clock_does(people, signed_in, client):
    owner = signed_in("owner")
    page = owner.get("/desk/harbor/deadline")
    assert "Tell the 3 people who signed, or were invited and have not answered" in text_of(page)
    assert "The letter closes 5:00 PM Eastern, in 3 days." in text_of(page)
    answer = owner.submit(page, "/desk/harbor/deadline", {"deadline": "2026-11-01T01:30"}, action="/deadline")
    assert answer.status_code == 303
    shown = text_of(owner.get("/desk/harbor/"))
    assert "this time happens twice; the later one counts" in shown
    assert "Sunday, November 1, 2026 at 1:30 AM Eastern Standard Time" in shown
    assert len(waiting(people)) == 3
    skipped = owner.submit(page, "/desk/harbor/deadline", {"deadline": "2026-03-08T02:30"}, action="/deadline")
    assert "The next time that exists is 03:00 on March 8, 2026." in text_of(skipped)
    quiet = {"deadline": "2026-11-02T01:30", "tell": None}
    assert owner.submit(page, "/desk/harbor/deadline", quiet, action="/deadline").status_code == 303
    assert waiting(people) == [], "who leaves the box empty has the last word"


def test_a_draft_can_have_an_announced_date(database, clock):
    campaigns = Campaigns(database, clock)
    campaigns.draft()
    move(campaigns, LATER, announced="2026-03-10T17:00")
    with database.write() as session:
        circulate(session, find(session, "harbor"), by="Ana", now=clock.now)
    move(campaigns, LAST)  # not mentioned: it stays
    assert campaigns.get().announced_local == "2026-03-10T17:00:00"
    move(campaigns, LAST, announced="")
    assert campaigns.get().announced is None
