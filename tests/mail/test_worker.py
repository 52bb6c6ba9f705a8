"""Sending what is due: once, in time, and never in the way of the next message."""

from __future__ import annotations

import itertools
import smtplib
import threading
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

import mail.wanted
import mail.worker
from coalition.models import SignInLink
from coalition.operations import people
from coalition.operations.sign_in import new_link
from database import Database
from errors import StorageFullError
from mail.channels import MailChannel
from mail.leases import LEASE, Leases
from mail.models import OutboxMessage
from mail.outbox import enqueue
from mail.pace import Pace
from mail.refusals import BusyError, PermanentError, UnreachableError
from mail.retries import GIVE_UP, LEAST, MOST_CUT_OFF, PAUSES, next_try
from mail.worker import Postman, Report
from tests.tools.sending import send_due
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
        assert (row.status, row.context, row.claimed_by) == ("sent", {}, "")
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


def test_a_failure_is_tried_again_later_and_later(database, clock, put, postman):
    """After 1, 5, 15 and 60 minutes, then every hour, until a day is over since the first attempt."""
    put()
    first, tried = clock.now, [clock.now]
    while True:
        report = postman(Post(smtplib.SMTPException("451 later"))).work(clock.now)
        (row,) = rows(database)
        if report == Report(failed=1):
            break
        assert report == Report(postponed=1)
        assert (row.status, row.first_tried_at, row.attempts) == ("waiting", tried[0], len(tried))
        assert row.context
        assert send_due(database, Post(), row.next_at - timedelta(seconds=1)) == Report(), "not before"
        clock.now = row.next_at
        tried.append(clock.now)
    pauses = [(later - earlier) / timedelta(minutes=1) for earlier, later in itertools.pairwise(tried)]
    assert pauses[:4] == [1, 5, 15, 60]
    assert set(pauses[4:]) == {60}
    assert GIVE_UP - timedelta(hours=1) < tried[-1] - first <= GIVE_UP
    assert (row.status, row.attempts, row.context) == ("failed", len(tried), {})
    assert "451 later" in row.reason
    assert send_due(database, Post(), clock.advance(days=30)) == Report()


@given(st.integers(1, 60), st.timedeltas(timedelta(0), timedelta(days=3)))
def test_no_message_is_given_up_before_its_day_is_over(attempts, since):
    now = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    later = next_try(now, now - since, attempts)
    if later is None:
        assert attempts >= LEAST
        assert since > GIVE_UP - PAUSES[-1]
    else:
        assert PAUSES[0] <= later - now <= PAUSES[-1]
        assert attempts < LEAST or later - (now - since) <= GIVE_UP


def test_a_clock_that_jumps_a_day_gives_nothing_up(database, clock, put):
    put()
    send_due(database, Post(smtplib.SMTPException("451 later")), clock.now)
    assert send_due(database, Post(smtplib.SMTPException("451 later")), clock.advance(days=2)) == Report(postponed=1)
    assert send_due(database, Post(), clock.advance(hours=1)) == Report(sent=1)


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
    assert [(row.status, row.attempts, row.claimed_by) for row in rows(database)] == [("waiting", n == 0, "") for n in range(5)]


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


class Crashing(Post):
    """Its whole process ends right after the server said yes."""

    def send(self, message):
        super().send(message)
        raise PowerCut


class Ticking:
    """A clock that nobody can set, as ``time.monotonic``; tests turn it on."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def ticking():
    return Ticking()


@pytest.fixture
def postman(database, ticking):
    """A worker that comes again and again; all of them have one clock, and each its own memory."""

    def make(post, **more):
        leases = Leases(more.pop("lease", LEASE), ticking)
        return Postman(database, {"mail": MailChannel(post)}, leases=leases, pace=Pace(monotonic=ticking), **more)

    return make


def crash(database, clock, post=None):
    with pytest.raises(PowerCut):
        send_due(database, post or Crashing(), clock.now)


def test_a_crash_after_sending_sends_again_after_the_lease(database, clock, put, postman, ticking):
    """At least once: the server said yes, the record was never written. The second copy has the same identifier."""
    put()
    first, second = Crashing(), Post()
    crash(database, clock, first)
    other = postman(second)
    assert other.work(clock.now) == Report()
    ticking.seconds += LEASE.total_seconds() - 1
    assert other.work(clock.now) == Report(), "whoever claimed it may still be at work"
    ticking.seconds += 1
    assert other.work(clock.now) == Report(sent=1)
    assert (first.sent[0].number, first.sent[0].written_at) == (second.sent[0].number, second.sent[0].written_at)
    assert rows(database)[0].cut_off == 1


def test_what_was_claimed_with_it_goes_on_by_itself(database, clock, put, postman, ticking):
    """A worker is killed in the middle of a batch: the rest is sent by others, after a lease, once each."""
    put(10)
    first, second = Crashing(), Post()
    with database.write() as session:
        session.execute(update(OutboxMessage).values(status="claimed", claimed_by="killed"))
    other = postman(second)
    other.work(clock.now)
    ticking.seconds += LEASE.total_seconds()
    assert other.work(clock.now) == Report(sent=10)
    assert not first.sent
    assert len({message.number for message in second.sent}) == 10


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(days=1), -timedelta(hours=1), -timedelta(days=1)])
def test_a_clock_that_jumps_while_a_message_is_sent_doubles_nothing(database, clock, put, postman, ticking, jump):
    """A lease is not a time of day. Were it one, an hour ahead would end it while the message is on its way."""
    put(3)
    post = Post()
    other = postman(post)

    class During(Post):
        def send(self, message):
            super().send(message)
            other.work(clock.now + jump)
            ticking.seconds += 60
            other.work(clock.now + jump)

    during = During()
    postman(during).work(clock.now)
    sent = Counter(message.recipient for message in during.sent + post.sent)
    assert set(sent.values()) == {1}
    assert len(sent) == 3
    ticking.seconds += 10 * LEASE.total_seconds()
    assert other.work(clock.now + jump + timedelta(days=2)) == Report()


def test_a_slow_batch_gives_signs_of_life(database, clock, put, postman, ticking):
    """Each message takes long, all of them longer than a lease: nobody else takes what is still waiting in the batch."""
    put(10)
    other_post = Post()
    other = postman(other_post)

    class Slow(Post):
        def send(self, message):
            super().send(message)
            for _ in range(5):
                ticking.seconds += LEASE.total_seconds() / 8
                other.work(clock.now)

    slow = Slow()
    worker = postman(slow)
    for _ in range(10):
        worker.work(clock.now)
    assert Counter(message.number for message in slow.sent + other_post.sent) == Counter(range(1, 11))


def test_without_signs_of_life_others_take_it(database, clock, put, postman, ticking, monkeypatch):
    """The control for the one above."""
    put(10)
    other_post = Post()
    other = postman(other_post)
    monkeypatch.setattr("mail.leases.Held.growing_old", False)

    class Slow(Post):
        def send(self, message):
            super().send(message)
            for _ in range(5):
                ticking.seconds += LEASE.total_seconds() / 8
                other.work(clock.now)

    slow = Slow()
    postman(slow).work(clock.now)
    assert max(Counter(message.number for message in slow.sent + other_post.sent).values()) > 1


def test_a_message_that_kills_the_worker_each_time_is_given_up_and_takes_no_other_with_it(
    database, clock, put, postman, ticking
):
    put(3)

    class Deadly(Post):
        def send(self, message):
            if message.number == 2:
                raise PowerCut
            super().send(message)

    sent = []
    for _ in range(MOST_CUT_OFF + 3):
        post = Deadly()
        worker = postman(post)  # a new process, which has seen nothing yet
        worker.work(clock.now) if sent else crash(database, clock, post)
        ticking.seconds += LEASE.total_seconds()
        with suppress(PowerCut):
            worker.work(clock.now)
        sent += [message.number for message in post.sent]
    assert sorted(sent) == [1, 3], "each once"
    assert [row.status for row in rows(database)] == ["sent", "failed", "sent"]
    assert rows(database)[1].reason == "every attempt was cut off before it ended"


def test_a_worker_that_comes_late_does_not_overwrite(database, clock, put, postman, ticking):
    """It slept for longer than its lease, and somebody else sent the message: what the other one recorded stays."""
    put()
    other = postman(Post())

    class Slow(Post):
        def send(self, message):
            other.work(clock.now)
            ticking.seconds += LEASE.total_seconds()
            assert other.work(clock.now) == Report(sent=1)
            raise smtplib.SMTPException("451 at last")

    postman(Slow()).work(clock.now)
    (row,) = rows(database)
    assert (row.status, row.attempts, row.reason) == ("sent", 1, "")


def test_what_the_database_could_not_take_down_is_taken_down_later(database, clock, put, postman, monkeypatch):
    """The disk is full when the server says yes. Nothing is sent twice for it."""
    put(3)
    post = Post()
    worker = postman(post)
    full = [True] * 4
    real = mail.worker.record_sent

    def record_sent(*given):
        if full:
            raise StorageFullError
        real(*given)

    monkeypatch.setattr("mail.worker.record_sent", record_sent)
    with pytest.raises(StorageFullError):
        worker.work(clock.now)
    assert rows(database)[0].status == "claimed"
    assert [message.number for message in post.sent] == [1], "nothing more goes while it cannot be recorded"
    full.clear()
    worker.work(clock.advance(minutes=2))
    assert [row.status for row in rows(database)] == ["sent"] * 3
    assert sorted(message.number for message in post.sent) == [1, 2, 3]


def test_a_busy_server_is_left_alone_and_then_asked_with_little(database, clock, put, postman, ticking):
    put(30)
    post = Post(BusyError("421 too many connections"))
    worker = postman(post)
    assert worker.work(clock.now) == Report(postponed=1)
    assert worker.work(clock.now) == Report(), "it rests"
    assert Counter(row.status for row in rows(database)) == {"waiting": 30}
    ticking.seconds += 5
    post.failures.append(BusyError("421 still"))
    assert worker.work(clock.now) == Report(postponed=1), "one, no more"
    ticking.seconds += 5
    assert worker.work(clock.now) == Report(), "it rests twice as long"
    ticking.seconds += 5
    assert worker.work(clock.now) == Report(sent=28)


def test_it_stops_in_the_middle_and_gives_back_the_rest(database, clock, put, postman):
    put(10)
    stop = []

    class Told(Post):
        def send(self, message):
            super().send(message)
            stop.append(1)

    assert postman(Told(), stopping=lambda: bool(stop)).work(clock.now) == Report(sent=1)
    assert Counter(row.status for row in rows(database)) == {"sent": 1, "waiting": 9}


def test_a_channel_that_a_worker_does_not_have_waits_for_one_that_has(database, clock, put):
    """Whoever sends mail leaves what goes another way."""
    put(2)
    with database.write() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == 1).values(channel="hook"))
    assert send_due(database, Post(), clock.now) == Report(sent=1)
    assert [row.status for row in rows(database)] == ["waiting", "sent"]


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
    assert (row.status, row.attempts, row.next_at) == ("waiting", 0, morning)
    assert post.sent == []
    clock.now = morning
    assert send_due(database, post, clock.now) == Report(sent=1)
    assert send_due(database, post, clock.now) == Report()
    assert rows(database)[0].reason == ""
