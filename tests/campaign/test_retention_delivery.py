"""Contacts are kept for their days after delivery, and not only after closing."""

from __future__ import annotations

from datetime import timedelta

from campaign.delivery_models import Delivery
from campaign.operations.delivering import finishing
from campaign.operations.retention import contacts_go_at, purge_due
from campaign.queries import edition_of, find
from signatories.models import Signature
from tests.campaign.test_delivering import BY, acting, mark_sent, record, send
from tests.campaign.test_delivering import closed as closed
from tests.tools.signing import rows

KEPT = timedelta(days=180)


def goes_at(database):
    with database.read() as session:
        return contacts_go_at(session, find(session, "harbor"))


def frozen_at(database):
    with database.read() as session:
        return edition_of(session, find(session, "harbor")).closed_at


def test_without_a_delivery_the_days_count_from_closing(closed, database):
    assert goes_at(database) == frozen_at(database) + KEPT


def test_they_count_from_the_newest_delivery(closed, database, clock):
    clock.now += timedelta(days=100)
    record(database, clock, closed.all()[0].id)
    first = clock.now
    assert goes_at(database) == first + KEPT
    clock.now += timedelta(days=30)
    record(database, clock, closed.all()[1].id)
    assert goes_at(database) == clock.now + KEPT
    clock.now = frozen_at(database) + KEPT + timedelta(hours=1)
    assert purge_due(database, clock.now) == 0, "closing was longer ago, and the delivery was not"
    clock.now = first + timedelta(days=30) + KEPT
    assert purge_due(database, clock.now) == 1


def test_a_mail_that_did_not_arrive_is_no_delivery(closed, database, clock):
    clock.now += timedelta(days=100)
    send(database, clock)
    mark_sent(database, "failed", "no such mailbox")
    assert goes_at(database) == frozen_at(database) + KEPT
    mark_sent(database)
    assert goes_at(database) == clock.now + KEPT


def test_the_word_that_it_is_delivered_counts_when_it_comes_later(closed, database, clock):
    clock.now += timedelta(days=10)
    record(database, clock, closed.all()[0].id)
    clock.now += timedelta(days=20)
    acting(database, finishing.deliver, by=BY, now=clock.now)
    assert goes_at(database) == clock.now + KEPT


def test_they_never_count_from_before_the_freeze(closed, database, clock):
    at = clock.now
    record(database, clock, closed.all()[0].id)
    with database.write() as session:
        for one in session.query(Delivery):
            one.at = frozen_at(database) - timedelta(days=50)
    assert rows(database, Delivery)[0].at < at
    assert goes_at(database) == frozen_at(database) + KEPT


def test_what_went_does_not_come_back_with_a_later_delivery(closed, database, clock):
    clock.now += KEPT
    assert purge_due(database, clock.now) == 1
    record(database, clock, closed.all()[0].id)
    assert goes_at(database) == clock.now + KEPT
    assert {one.contact_email for one in rows(database, Signature)} == {""}
