"""The machine's clock jumps, an hour or a day, forwards and back: nothing is done twice, nothing that closed opens again."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st
from sqlalchemy import select

from campaign.models import Edition
from campaign.operations import circulating, set_deadline
from campaign.queries import find
from campaign.workers import closing
from coalition.models import AuditEntry
from mail.models import CaughtMessage
from mail.sender import CaughtSender
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.sending import send_due
from tests.tools.signing import PAGE, rows

JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1), timedelta(seconds=31)]


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    made.sign()
    Invitations(database, clock).one("Reef", "ben@reef.example")
    return made


class Round:
    """What the workers do, at whatever moment the clock shows."""

    def __init__(self, database, clock, app_settings):
        self.database, self.clock, self.close = database, clock, closing(app_settings)
        self.sender = CaughtSender(database, clock)

    def __call__(self):
        self.close(self.database, self.clock.now)
        send_due(self.database, self.sender, self.clock.now)


def closings(database):
    return Counter(one.act for one in rows(database, AuditEntry))["campaign.closed"]


@pytest.mark.parametrize("jump", JUMPS, ids=str)
def test_what_closed_stays_closed_whatever_the_clock_says(campaigns, client, database, clock, settings, jump):
    work = Round(database, clock, settings)
    clock.now = campaigns.get().deadline + timedelta(seconds=31)
    work()
    assert campaigns.get().state == "closed"
    for _ in range(3):
        clock.now += jump
        work()
        assert campaigns.get().state == "closed"
        answer = client.send(f"{PAGE}/sign", ENTRY | {"organization": "Latecomer", "contact_email": "lea@late.example"})
        assert answer.status_code == 409, "the list is frozen"
    assert closings(database) == 1
    assert len(rows(database, Edition)) == 1


@tried(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(jumps=st.lists(st.sampled_from(JUMPS), min_size=1, max_size=12))
def test_no_walk_of_the_clock_doubles_or_reopens(database_walk, jumps):
    campaigns, clock, work = database_walk()
    closed_before = False
    for jump in jumps:
        clock.now += jump
        work()
        state = campaigns.get(campaigns.made[-1]).state
        assert not (closed_before and state != "closed")
        closed_before = state == "closed"
    database = campaigns.database
    with database.read() as session:
        campaign = find(session, campaigns.made[-1])
        assert len(campaign.editions) == (1 if closed_before else 0)
        sent = Counter(tuple(row) for row in session.execute(select(CaughtMessage.recipient, CaughtMessage.subject)))
    assert all(count == 1 for count in sent.values()), "every mail goes once"


@pytest.fixture
def database_walk(database, clock, settings):
    """A fresh letter a day before its deadline, with mail about another date that waits."""
    numbers = iter(range(1000))
    start = clock.now

    def make():
        clock.now = start
        slug = f"walk{next(numbers)}"
        campaigns = Campaigns(database, clock)
        campaigns.made.append(campaigns.open(slug))
        campaigns.sign(email=f"ada@{slug}.example", slug=slug)
        with database.write() as session:
            set_deadline(
                session,
                find(session, slug),
                "2026-03-03T12:00",
                "America/New_York",
                by="Ana",
                now=clock.now,
                doors=doors(slug),
            )
        return campaigns, clock, Round(database, clock, settings)

    return make


def test_without_what_is_written_down_the_clock_would_open_it_again(campaigns, client, database, clock, settings, monkeypatch):
    """The control: a program that asks the clock alone."""
    monkeypatch.setattr(circulating, "after", lambda *_, **__: "circulating")
    clock.now = campaigns.get().deadline + timedelta(seconds=31)
    work = Round(database, clock, settings)
    work()
    clock.now -= timedelta(days=1)
    assert (
        client.send(f"{PAGE}/sign", ENTRY | {"organization": "Latecomer", "contact_email": "lea@late.example"}).status_code
        == 303
    )


def test_one_letter_that_cannot_be_closed_keeps_no_other_open(campaigns, database, clock, settings, monkeypatch):
    campaigns.open("second")
    campaigns.open("third")
    stuck = campaigns.get("second").id
    freeze = circulating.freeze

    def broken(session, campaign, **more):
        if campaign.id == stuck:
            raise RuntimeError("a list that cannot be made")
        return freeze(session, campaign, **more)

    monkeypatch.setattr(circulating, "freeze", broken)
    clock.now = campaigns.get().deadline + timedelta(seconds=31)
    with pytest.raises(RuntimeError):
        closing(settings)(database, clock.now)
    assert [campaigns.get(slug).state for slug in ("harbor", "second", "third")] == ["closed", "circulating", "closed"]


def test_a_slow_mail_server_keeps_no_letter_open(app):
    from campaign.workers import make_workers

    workers = make_workers(app)
    jobs = [[getattr(job, "__name__", "") for job in worker._jobs] for worker in workers]
    (alone,) = [names for names in jobs if "close_letters" in names]
    assert alone == ["beat", "close_letters"], "nothing else is done in the thread that closes letters"
