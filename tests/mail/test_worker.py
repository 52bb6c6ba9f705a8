"""Sending what is due: once, in time, and never in the way of the next message."""

from __future__ import annotations

import smtplib
import threading
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

import mail.wanted
from coalition.models import SignInLink
from coalition.operations import people
from coalition.operations.sign_in import new_link
from database import Database
from mail.models import OutboxMessage
from mail.outbox import enqueue
from mail.sender import PermanentError, UnreachableError
from mail.worker import BACKOFF, LEASE, Report, send_due
from tests.tools.waiting import PATIENCE, at_once


class Post:
    """A sender that remembers, and fails as it is told."""

    def __init__(self, *failures):
        self.sent = []
        self.failures = list(failures)
        self.closed = 0

    def send(self, message):
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure
        self.sent.append(message)

    def close(self):
        self.closed += 1


@pytest.fixture
def put(database, clock):
    def put(number=1, **other):
        context = {"coalition": "Rivers", "role": "editor", "added_by": "", "sign_in_url": "http://localhost/desk/sign-in"}
        with database.write() as session:
            for n in range(number):
                enqueue(
                    session,
                    "welcome",
                    **({"to": f"p{n}@rivers.example", "about": "c:1", "context": context, "now": clock.now} | other),
                )

    return put


def rows(database):
    with database.read() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def test_what_is_due_is_sent_once(database, clock, put):
    put(3)
    post = Post()
    assert send_due(database, post, clock.now) == Report(sent=3)
    assert send_due(database, post, clock.now) == Report()
    assert [message.recipient for message in post.sent] == [f"p{n}@rivers.example" for n in range(3)]
    assert post.closed == 2
    for row in rows(database):
        assert (row.status, row.context, row.claimed_until) == ("sent", {}, None)
        assert clock.now <= row.sent_at < clock.now + timedelta(minutes=1)


def test_what_is_not_due_waits(database, clock, put):
    put(due_at=clock.now + timedelta(hours=1))
    post = Post()
    assert send_due(database, post, clock.now) == Report()
    assert send_due(database, post, clock.advance(hours=1)) == Report(sent=1)


def test_the_limit_holds(database, clock, put):
    put(5)
    assert send_due(database, Post(), clock.now, limit=2) == Report(sent=2)


def test_one_bad_message_does_not_hold_up_the_others(database, clock, put):
    put(3)
    with database.write() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == 1).values(context={}))
    assert send_due(database, Post(), clock.now) == Report(sent=2, postponed=1)
    assert "Undefined" in rows(database)[0].reason


def test_a_failure_is_tried_again_later_and_later(database, clock, put):
    put()
    for pause in BACKOFF:
        assert send_due(database, Post(smtplib.SMTPException("451 later")), clock.now) == Report(postponed=1)
        assert rows(database)[0].context
        assert send_due(database, Post(), clock.advance(seconds=pause.total_seconds() - 5)) == Report()
        clock.advance(seconds=6)
    assert send_due(database, Post(smtplib.SMTPException("451 later")), clock.now) == Report(failed=1)
    (row,) = rows(database)
    assert (row.status, row.attempts, row.context) == ("failed", 6, {})
    assert "451 later" in row.reason
    assert send_due(database, Post(), clock.advance(days=30)) == Report()


def test_the_pauses_are_those_announced():
    assert [pause.total_seconds() / 60 for pause in BACKOFF] == [1, 5, 30, 120, 480]


def test_a_second_attempt_may_succeed(database, clock, put):
    put()
    post = Post(smtplib.SMTPException("451 later"))
    send_due(database, post, clock.now)
    assert send_due(database, post, clock.advance(minutes=2)) == Report(sent=1)
    (row,) = rows(database)
    assert (row.status, row.attempts, row.reason) == ("sent", 2, "")


def test_a_refusal_for_good_fails_at_once(database, clock, put):
    put()
    assert send_due(database, Post(PermanentError("550 no such mailbox")), clock.now) == Report(failed=1)
    (row,) = rows(database)
    assert (row.status, row.reason, row.context) == ("failed", "550 no such mailbox", {})


def test_an_unreachable_server_ends_the_pass(database, clock, put):
    put(5)
    post = Post(UnreachableError("refused"))
    assert send_due(database, post, clock.now) == Report(postponed=1)
    assert Counter(row.status for row in rows(database)) == {"waiting": 4, "claimed": 1}


def test_what_is_not_wanted_any_more_is_skipped(database, clock):
    with database.write() as session:
        person = people.person_at(session, "ana@rivers.example", now=clock.now)
        for _ in range(3):
            link, token = new_link(session, person, clock.now)
            context = {"url": f"http://localhost/{token}", "minutes": 30}
            enqueue(session, "sign_in", to=person.email, about=f"sign-in:{link.id}", context=context, now=clock.now)
        session.execute(update(SignInLink).where(SignInLink.id == 1).values(used_at=clock.now))
        session.execute(update(SignInLink).where(SignInLink.id == 2).values(expires_at=clock.now))
    post = Post()
    assert send_due(database, post, clock.now) == Report(sent=1, skipped=2)
    assert [row.status for row in rows(database)] == ["skipped", "skipped", "sent"]
    assert [row.reason for row in rows(database)][:2] == [
        "the link was used already",
        "the link expired before it could be sent",
    ]
    assert all(row.context == {} for row in rows(database))


def test_a_check_that_breaks_does_not_stop_the_mail(database, clock, put, monkeypatch):
    def broken(*_):
        raise KeyError("ana@rivers.example")

    monkeypatch.setitem(mail.wanted._checks, "welcome", broken)
    put(2)
    assert send_due(database, Post(), clock.now) == Report(postponed=2)


def test_two_checks_for_one_kind_are_a_mistake():
    with pytest.raises(ValueError, match="sign_in"):
        mail.wanted.still_wanted("sign_in")(lambda *_: None)


class PowerCut(BaseException):
    pass


def test_a_crash_after_sending_sends_again_after_the_lease(database, clock, put):
    """At least once: the server said yes, the record was never written. The second copy has the same identifier."""

    class Crashing(Post):
        def send(self, message):
            super().send(message)
            raise PowerCut

    put()
    first = Crashing()
    with pytest.raises(PowerCut):
        send_due(database, first, clock.now)
    second = Post()
    assert send_due(database, second, clock.now + LEASE - timedelta(seconds=1)) == Report()
    assert send_due(database, second, clock.now + LEASE + timedelta(seconds=5)) == Report(sent=1)
    assert (first.sent[0].number, first.sent[0].written_at) == (second.sent[0].number, second.sent[0].written_at)


def test_a_message_that_kills_the_worker_each_time_is_given_up(database, clock, put):
    put()
    for _ in range(len(BACKOFF) + 1):
        with pytest.raises(PowerCut):
            send_due(database, Post(PowerCut()), clock.now)
        clock.advance(seconds=LEASE.total_seconds() + 5)
    assert send_due(database, Post(PowerCut()), clock.now) == Report(failed=1)
    assert rows(database)[0].status == "failed"


def test_a_worker_that_comes_late_does_not_overwrite(database, clock, put):
    """Its lease ended and somebody else sent the message: what the other one recorded stays."""
    put()

    class Slow(Post):
        def send(self, message):
            assert send_due(database, Post(), clock.now + LEASE + timedelta(seconds=5)) == Report(sent=1)
            raise smtplib.SMTPException("451 at last")

    send_due(database, Slow(), clock.now)
    (row,) = rows(database)
    assert (row.status, row.attempts, row.reason) == ("sent", 2, "")


def naive_send(database, post, clock, looked):
    """The control: select, send, update, as one would write it first. Both have looked before one sends."""
    with database.read() as session:
        waiting = session.scalars(select(OutboxMessage).where(OutboxMessage.status == "waiting")).all()
    looked.wait()
    for message in waiting:
        post.send(message)
        with database.write() as session:
            session.execute(
                update(OutboxMessage).where(OutboxMessage.id == message.id).values(status="sent", sent_at=clock.now)
            )


def two_workers(url, clock, work):
    """Two workers that share nothing but the database, like two processes; gives how often each recipient was written to."""
    post = Post()

    def go():
        database = Database(url)
        work(database, post, clock)
        database.dispose()

    at_once(go, go)
    return Counter(message.recipient for message in post.sent)


def test_two_workers_send_nothing_twice(database_url, clock, put):
    put(60)
    ours = two_workers(database_url, clock, lambda database, post, clock: send_due(database, post, clock.now))
    assert len(ours) == 60
    assert set(ours.values()) == {1}


def test_without_a_claim_two_workers_double(database_url, clock, put):
    put(60)
    looked = threading.Barrier(2, timeout=PATIENCE)
    naive = two_workers(database_url, clock, partial(naive_send, looked=looked))
    assert set(naive.values()) == {2}


def test_what_its_check_puts_off_waits_without_that_being_an_attempt(database, clock, put, monkeypatch):
    put()
    morning = clock.now + timedelta(hours=9)
    monkeypatch.setitem(
        mail.wanted._checks,
        "welcome",
        lambda _session, _message, now: mail.wanted.Later(morning) if now < morning else None,
    )
    post = Post()
    for _ in range(20):
        send_due(database, post, clock.now)
        clock.advance(minutes=20)
    (row,) = rows(database)
    assert (row.status, row.attempts, row.claimed_until) == ("claimed", 0, morning)
    assert post.sent == []
    clock.now = morning
    assert send_due(database, post, clock.now) == Report(sent=1)
    assert send_due(database, post, clock.now) == Report()
    assert rows(database)[0].reason == ""
