"""What is public of delivery, and what is forgotten: recipients' names are on the letter's page, where mail goes never is."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from campaign.delivery_models import Delivery, DeliveryRecipient
from campaign.delivery_standing import standings
from campaign.models import Campaign
from campaign.operations.delivering import finishing
from campaign.operations.delivering.forgetting import keep_outcomes
from campaign.operations.erasing import erase, plan
from campaign.operations.personal_data import exported, find
from campaign.operations.retention import purge_due
from mail.models import OutboxMessage
from tests.campaign.test_delivering import BY, acting, follow, mark_sent, record, send
from tests.campaign.test_delivering import closed as closed
from tests.campaign.test_delivering import done as done
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.recipients import member
from tests.tools.signing import mails, rows

JO = "jo1@house.example"
PAGE = "/letters/harbor"


def test_the_page_says_to_whom_and_no_more(closed, client, database, clock):
    said = text_of(client.get(PAGE))
    assert "To whom this letter goes" in said
    assert "It goes to 2 recipients." in said
    assert "Each gets a copy of their own" in said
    assert "The Honorable Jo Doe 1" in said
    assert "[number by state] of them" in said
    record(database, clock, closed.all()[0].id, receipt="Stamped by Sam")
    said = text_of(client.get(PAGE))
    assert "Delivered" not in said  # nobody has said so yet
    assert "March" not in said.partition("Who they are")[2].partition("Signed already")[0]


def test_a_delivered_letter_says_when_with_files_and_hashes(done, client, database, clock):
    send(database, clock)
    page = client.get(PAGE)
    said = text_of(page)
    assert "Delivered on Monday, March 2, 2026" in said
    assert "The letter went to 1 recipient." in said
    for secret in ("house.example", "mail", "Box", "ada@rivers.example"):
        assert secret not in said.partition("Who they are")[2].partition("Edition 1")[0]
    for form in ("pdf", "docx"):
        file = client.get(f"{PAGE}/edition-1.{form}")
        assert file.status_code == 200
        assert hashlib.sha256(file.data).hexdigest() in said
    assert client.get(f"{PAGE}/edition-1.html").status_code == 404
    assert client.get(f"{PAGE}/edition-2.pdf").status_code == 404


def test_before_it_is_delivered_nobody_has_the_files(closed, client):
    assert client.get(f"{PAGE}/edition-1.pdf").status_code == 404


def test_where_the_list_is_not_shown_neither_are_the_files(done, client, database):
    with database.write() as session:
        session.execute(update(Campaign).values(show_signatories=False))
    page = client.get(PAGE)
    assert "Delivered on" in text_of(page)
    assert "edition-1" not in page.text
    assert "SHA-256" not in text_of(page)
    assert client.get(f"{PAGE}/edition-1.pdf").status_code == 404


def test_an_answer_is_public_only_if_somebody_publishes_it(done, client, database, clock):
    row = rows(database, Delivery)[0]
    follow(database, clock, row, answer="We shall act.", answer_public=False)
    assert "We shall act." not in text_of(client.get(PAGE))
    follow(database, clock, row, answer="We shall act.", answer_public=True)
    clock.now += timedelta(minutes=1)  # the page is kept for a few seconds
    assert "The Honorable Jo Doe 1 answered We shall act." in text_of(client.get(PAGE))


def test_a_recipient_that_was_taken_off_is_not_shown(closed, client, database, clock):
    with database.write() as session:
        session.get_one(DeliveryRecipient, closed.all()[0].id).removed_at = clock.now
    assert "Jo Doe 1" not in text_of(client.get(PAGE))


@pytest.mark.parametrize("path", ["", "/check", "/check?sha256=" + "0" * 64, "/links", "/brief"])
def test_no_public_page_tells_where_mail_goes(done, client, database, clock, path):
    done.add(member(9, note="Ask for Sam Secret", email="sam@staff.example", portal="https://inside.example/form"))
    page = client.get(PAGE + path).text
    for secret in ("house.example", "staff.example", "Sam Secret", "inside.example"):
        assert secret not in page


def test_a_person_is_found_and_forgotten(closed, database, clock, campaigns):
    send(database, clock)
    mark_sent(database)
    with database.write() as session:
        session.get_one(DeliveryRecipient, closed.all()[0].id).note = "Ask for Jo"
    with database.read() as session:
        holdings = find(session, "JO1@house.example", None)
        told: Any = exported(session, holdings, clock.now)
        assert [one["name"] for one in told["recipients"]] == ["The Honorable Jo Doe 1"]
        assert [one["address"] for one in told["deliveries"]] == [JO]
        assert len(plan(session, holdings, clock.now)) == 3
        assert find(session, JO, 10_000).empty
    with database.write() as session:
        assert erase(session, JO, campaigns.get().coalition_id, by="Rosa", now=clock.now).recipients == 1
    first, second = closed.all()
    assert (first.email, first.note, first.channels, first.name) == ("", "", [], "The Honorable Jo Doe 1")
    assert second.email == "jo2@house.example"
    assert [(one.address, one.words is None) for one in rows(database, Delivery)] == [
        ("(removed)", True),
        ("jo2@house.example", False),
    ]
    assert mails(database, to=JO) == []


def test_addresses_go_with_the_other_contacts(done, database, clock):
    send(database, clock)
    mark_sent(database)
    clock.now += timedelta(days=181)
    assert purge_due(database, clock.now) == 1
    assert {one.email for one in done.all()} == {""}
    assert {one.address for one in rows(database, Delivery) if one.channel == "mail"} == {"(removed)"}
    assert mails(database, "delivery") == []
    assert purge_due(database, clock.now) == 0


def test_what_was_skipped_is_remembered_when_the_outbox_forgets(closed, database, clock):
    send(database, clock)
    mark_sent(database, "skipped", "earlier mail came back")
    with database.write() as session:
        keep_outcomes(session)
        session.query(OutboxMessage).delete()
    deliveries = rows(database, Delivery)
    with database.read() as session:
        assert set(standings(session, deliveries).values()) == {("not delivered", "earlier mail came back")}


def test_thanks_are_no_way_to_learn_who_else_signed(done, database, clock):
    acting(database, finishing.thank, doors=doors("harbor"), by=BY, now=clock.now)
    for message in mails(database, "delivered"):
        other = "Reef League" if message.recipient.startswith("ada") else "Friends of the Harbor"
        assert other not in str(message.context)
