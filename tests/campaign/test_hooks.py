"""Hooks: every act is told once, signed, until it is taken; nothing of a contact is in it, and nobody waits for a receiver."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from campaign.hooks import operations
from campaign.hooks.channel import HookChannel
from campaign.hooks.events import ACTS, EVENTS
from campaign.hooks.models import Hook
from campaign.hooks.queue import LOOK_BACK, queue_events
from campaign.hooks.seal import genuine, secret_of
from campaign.operations import close, set_deadline
from campaign.queries import find
from coalition.models import AuditEntry, Coalition
from database import Database
from errors import UserError
from letters.links.outcomes import Answer, Failure
from mail.models import OutboxMessage
from mail.worker import Postman
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors
from tests.tools.pages import text_of

URL = "https://hooks.example.org/letters?key=x"
SECRET = "the tests' secret key"


@dataclass
class Receiver:
    """What a server far away gets, and what it answers: a status for each message, 200 when it has said all."""

    answers: list[object] = field(default_factory=list)
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def send(self, method, url, headers, body):
        assert method == "POST"
        self.got.append((url, dict(headers), body))
        answer = self.answers.pop(0) if self.answers else 200
        return answer if isinstance(answer, Failure) else Answer(url, answer)

    @property
    def told(self):
        return [json.loads(body) for _url, _headers, body in self.got]


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def receiver():
    return Receiver()


@pytest.fixture
def hook(database, campaigns, clock):
    with database.write() as session:
        coalition = session.scalars(select(Coalition)).one()
        made = operations.add(session, coalition.id, URL, list(EVENTS), by="the tests", now=clock.now)
        number = made.id
    clock.advance(minutes=1)
    return number


def work(database, receiver, clock):
    """A round of the workers: read the log, then tell."""
    queue_events(database, clock.now)
    channel = HookChannel(receiver, SECRET, doors, clock)
    return Postman(database, {"hook": channel}).work(clock.now)


def rows(database: Database):
    with database.read() as session:
        return session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "hook").order_by(OutboxMessage.id)).all()


def the(database, hook):
    with database.read() as session:
        return session.get_one(Hook, hook)


def test_a_signature_is_told_as_it_prints_and_without_its_contact(database, campaigns, hook, receiver, clock):
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    work(database, receiver, clock)
    (told,) = receiver.told
    assert (told["event"], told["act"]) == ("signature", "signature.confirmed")
    assert told["letter"]["signatories"] == 1
    assert told["letter"]["address"].endswith("/letters/harbor")
    assert (told["signature"]["line"], told["signature"]["prints"]) == ("Friends of the Harbor", True)
    assert b"ada" not in receiver.got[0][2].lower(), "neither the address nor the name of a contact"
    url, headers, body = receiver.got[0]
    assert url == URL
    assert genuine(secret_of(SECRET, hook, 0), headers, body)


def test_each_act_is_told_once_however_often_the_log_is_read(database, campaigns, hook, receiver, clock):
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    campaigns.sign("Shore League", "cy@shore.example")
    for _ in range(5):
        work(database, receiver, clock)
        clock.advance(minutes=20)
    assert [told["signature"]["line"] for told in receiver.told] == ["Friends of the Harbor", "Shore League"]
    assert len({told["id"] for told in receiver.told}) == 2


def test_without_the_unique_key_they_would_be_told_again(database, campaigns, hook, receiver, clock):
    """The control: the log is read an hour back each time, and only the outbox knows what is in it already."""
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    for _ in range(3):
        work(database, receiver, clock)
        clock.advance(minutes=5)
        with database.write() as session:
            session.execute(update(OutboxMessage).where(OutboxMessage.kind == "hook").values(about="lost"))
            session.execute(OutboxMessage.__table__.delete().where(OutboxMessage.kind == "hook"))
    assert len(receiver.told) == 3


def test_what_was_written_late_is_told_as_well(database, campaigns, hook, receiver, clock):
    """On PostgreSQL an entry may be committed after its neighbours that arrived later."""
    work(database, receiver, clock)
    slow = clock.now - LOOK_BACK / 2
    clock.advance(minutes=1)
    work(database, receiver, clock)
    with database.write() as session:
        session.execute(update(Hook).values(made_at=slow - timedelta(hours=1)))
        campaign = find(session, "harbor")
        set_deadline(session, campaign, "2026-03-09T17:00", "America/New_York", by="the tests", now=slow)
    work(database, receiver, clock)
    assert "deadline.moved" in [told["event"] for told in receiver.told]


def test_nothing_that_happened_before_the_hook_is_told(database, campaigns, receiver, clock):
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    clock.advance(seconds=1)
    with database.write() as session:
        operations.add(session, session.scalars(select(Coalition.id)).one(), URL, list(EVENTS), by="the tests", now=clock.now)
    work(database, receiver, clock)
    assert receiver.got == []


def test_only_the_events_that_were_chosen_are_told(database, campaigns, receiver, clock):
    with database.write() as session:
        number = session.scalars(select(Coalition.id)).one()
        operations.add(session, number, URL, ["letter.closed", "no such event"], by="the tests", now=clock.now)
    clock.advance(minutes=1)
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    with database.write() as session:
        close(session, find(session, "harbor"), by="the tests", now=clock.now)
    work(database, receiver, clock)
    (told,) = receiver.told
    assert (told["event"], told["letter"]["state"]) == ("letter.closed", "closed")


def test_another_coalition_is_told_nothing(database, campaigns, hook, receiver, clock):
    campaigns.open("forest", coalition="Woods")
    campaigns.sign("Friends of the Woods", "bo@woods.example", slug="forest")
    work(database, receiver, clock)
    assert receiver.got == []


@pytest.mark.parametrize("answer", [500, 404, 302, 429, Failure("timeout", "The site took too long to answer.", URL)])
def test_what_is_not_taken_is_tried_again_with_the_same_id_and_the_newest_state(
    database, campaigns, hook, receiver, clock, answer
):
    receiver.answers = [answer]
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    work(database, receiver, clock)
    campaigns.sign("Shore League", "cy@shore.example")
    clock.advance(minutes=2)
    work(database, receiver, clock)
    first, *others = receiver.told
    again = next(told for told in others if told["id"] == first["id"])
    assert (first["letter"]["signatories"], again["letter"]["signatories"]) == (1, 2)
    assert {row.status for row in rows(database)} == {"sent"}


def test_a_receiver_that_fails_for_a_day_is_paused_and_told_everything_when_it_is_back(
    database, campaigns, hook, receiver, clock
):
    receiver.answers = [500] * 200
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    for _ in range(60):
        work(database, receiver, clock)
        clock.advance(minutes=30)
    assert the(database, hook).pause_reason
    receiver.answers, receiver.got = [], []
    with database.write() as session:
        find(session, "harbor").deadline += timedelta(days=9)
        find(session, "harbor").deadline_local = "2026-03-14T17:00:00"
    campaigns.sign("Shore League", "cy@shore.example")
    work(database, receiver, clock)
    assert receiver.got == [], "it is left alone"
    clock.advance(days=2)
    with database.write() as session:
        operations.resume(session, session.get_one(Hook, hook), by="the tests", now=clock.now)
    work(database, receiver, clock)
    assert [told["signature"]["line"] for told in receiver.told] == ["Friends of the Harbor", "Shore League"]


def test_one_that_says_it_is_gone_is_paused_at_once(database, campaigns, hook, receiver, clock):
    receiver.answers = [410]
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    work(database, receiver, clock)
    assert "410" in the(database, hook).pause_reason


def test_one_that_was_taken_away_is_told_nothing_any_more(database, campaigns, hook, receiver, clock):
    campaigns.sign("Friends of the Harbor", "ada@friends.example")
    queue_events(database, clock.now)
    with database.write() as session:
        operations.remove(session, session.get_one(Hook, hook), by="the tests", now=clock.now)
    work(database, receiver, clock)
    assert receiver.got == []
    (row,) = rows(database)
    assert (row.status, row.reason) == ("skipped", "the hook was taken away")


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.8/x",
        "https://[::1]/",
        "https://user:secret@hooks.example.org/",
        "https://hooks.example.org:8443/",
        "ftp://hooks.example.org/",
        "",
        "nonsense",
    ],
)
def test_where_no_hook_may_lead(database, campaigns, clock, url):
    with database.write() as session, pytest.raises(UserError) as refusal:
        operations.add(session, session.scalars(select(Coalition.id)).one(), url, ["signature"], by="the tests", now=clock.now)
    assert refusal.value.field == "url"


def test_every_act_that_is_told_is_one_that_is_written(database):
    """An act that nothing writes would be a promise that nobody keeps."""
    from campaign.desk.acts import _SENTENCES

    assert set(ACTS) - set(_SENTENCES) == set()


# --- at the desk --------------------------------------------------------------------------------------------------------


@pytest.fixture
def owner(signed_in, campaigns):
    return signed_in("owner")


def page(client):
    return f"/desk/coalition/{client.coalition_id}/hooks"


def test_an_owner_adds_one_tests_it_and_sees_that_it_arrived(owner, database, receiver, clock):
    wanted = {"url": URL, "events": ["signature", "letter.closed"]}
    assert owner.fill_in(page(owner), wanted, action="/add").status_code == 303
    shown = text_of(owner.get(page(owner)))
    assert URL in shown
    assert "whsec_" in shown
    owner.fill_in(page(owner), {}, action="/ping")
    work(database, receiver, clock)
    assert [told["event"] for told in receiver.told] == ["ping"]
    clock.advance(minutes=3, seconds=5)
    assert "3 minutes ago" in text_of(owner.get(page(owner)))
    with database.read() as session:
        details = [str(entry.detail) for entry in session.scalars(select(AuditEntry).where(AuditEntry.act.startswith("hook.")))]
    assert all("hooks.example.org" in detail and "key=x" not in detail for detail in details), "the rest may be a key"


def test_what_is_wrong_comes_back_as_it_was_typed(owner, database):
    answer = owner.fill_in(page(owner), {"url": "http://hooks.example.org/x", "events": ["signature"]}, action="/add")
    assert answer.status_code == 422
    assert "over https only" in text_of(answer)
    assert 'value="http://hooks.example.org/x"' in answer.text
    answer = owner.fill_in(page(owner), {"url": URL, "events": []}, action="/add")
    assert "Choose at least one event." in text_of(answer)


def test_a_paused_one_says_why_and_can_be_resumed(owner, database):
    owner.fill_in(page(owner), {"url": URL, "events": ["signature"]}, action="/add")
    owner.fill_in(page(owner), {}, action="/pause")
    assert "Paused: paused by hand" in text_of(owner.get(page(owner)))
    owner.fill_in(page(owner), {}, action="/resume")
    assert "Paused:" not in text_of(owner.get(page(owner)))
    owner.fill_in(page(owner), {}, action="/renew_secret")
    owner.fill_in(page(owner), {}, action="/remove")
    assert URL not in text_of(owner.get(page(owner)))


def test_nobody_but_the_owners_sees_them(signed_in, campaigns):
    for role in ("editor", "viewer"):
        assert signed_in(role).get(page(signed_in(role))).status_code == 403
