"""A deadline race: forms that reach the server just before, at, and just after the deadline, while the write lock is held.

What counts is when a form arrived. Its writing comes later, sometimes much later: after the deadline, or after the list was
frozen. No form may be decided wrongly, none may be on the list that came late, and none may be lost.

Each request has a clock of its own: the first look at it, as the request comes in, shows when it arrives; every later one shows
the present moment, which a test moves.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

import web
from app import create_app
from campaign.operations import circulating, close_due, signing
from campaign.queries import find, hold
from campaign.renditions import final_edition
from database import Database
from signatories.folding import name_key
from signatories.models import Invitation, LateRequest
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import doors
from tests.tools.waiting import ended, started, until

POSTS = min(1000, 150 * int(os.environ.get("UNDERSIGNED_FAULT_ROUNDS", "1")))
"""1,000 with `make faults`."""

AT_ONCE = 16
"""As many threads as the server has."""

OFFSETS = (timedelta(milliseconds=-100), timedelta(0), timedelta(milliseconds=100))


class Moments:
    """The clock of the application."""

    def __init__(self, present: datetime) -> None:
        self.present = present
        self._own = threading.local()

    def __call__(self) -> datetime:
        arrival, self._own.arrival = getattr(self._own, "arrival", None), None
        return arrival or self.present

    def arrive(self, moment: datetime) -> None:
        """The next request of this thread comes in at ``moment``."""
        self._own.arrival = moment


@dataclass
class Race:
    """The letter, and what each form was told: by its organization, whether it was in time, the status and where it led."""

    campaigns: Campaigns
    clock: Moments
    app: Any
    deadline: datetime
    tokens: list[str]
    told: dict[str, tuple[bool, int, str]] = field(default_factory=dict)
    begun: list[str] = field(default_factory=list)

    def post(self, numbers: Iterator[int]) -> None:
        """What one thread of the server does: one form after the other."""
        client = self.app.test_client()
        self.clock.arrive(self.clock.present)
        page = type(client).get.__get__(client)("/letters/harbor")
        mark = page.get_data(as_text=True).rpartition('value="')[2].partition('"')[0]
        for number in numbers:
            offset = OFFSETS[number % 3]
            name = f"Organization {number:04}"
            form = ENTRY | {
                "organization": name,
                "contact_email": f"ada@o{number}.example",
                "invitation": self.tokens[number],
                "csrf_token": mark,
            }
            self.begun.append(name)
            self.clock.arrive(self.deadline + offset)
            answer = client.post("/letters/harbor/sign", data=form)
            self.told[name] = (offset <= timedelta(0), answer.status_code, answer.headers.get("Location", ""))

    def run(self, during: Any) -> None:
        """All forms come; ``during`` lets them begin, and may hold the lock first."""
        numbers = iter(range(POSTS))
        guard = threading.Lock()

        def each() -> Iterator[int]:
            while True:
                with guard:
                    number = next(numbers, None)
                if number is None:
                    return
                yield number

        threads: list[threading.Thread] = []
        during(lambda: threads.extend(started(self.post, each()) for _ in range(AT_ONCE)))
        ended(threads)

    @property
    def database(self) -> Database:
        return self.campaigns.database

    def wrong(self) -> list[str]:
        """Forms that were decided otherwise than by when they came: taken although late, or late although the list was open."""
        marked = {one.name_typed: one.in_time for one in self.all(LateRequest)}
        found = []
        for name, (in_time, status, _where) in self.told.items():
            taken, kept = status == 303, marked.get(name)
            right = (in_time and (taken or kept is True)) or (not in_time and kept is False and not taken)
            if not right or (taken and kept is not None):
                found.append(f"{name}: in time {in_time}, status {status}, kept {kept}")
        return found

    def all(self, kind: Any) -> list[Any]:
        with self.database.read() as session:
            return list(session.scalars(select(kind)))

    def edition(self) -> set[str]:
        """Who is on the frozen list."""
        with self.database.read() as session:
            (edition,) = find(session, "harbor").editions  # type: ignore[union-attr]
            return {line[0] for group in edition.signatories["groups"] for line in group["lines"]}

    def taken(self) -> set[str]:
        """Who was told that they have signed."""
        return {name for name, (_, status, _where) in self.told.items() if status == 303}


@pytest.fixture
def race(database: Database, settings: Any, clock: Any) -> Iterator[Race]:
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaign = campaigns.get()
    assert campaign.deadline is not None
    rows = [
        {
            "campaign_id": campaign.id,
            "origin": "hand",
            "organization": f"Organization {number:04}",
            "organization_key": name_key(f"Organization {number:04}"),
            "contact_email": f"ada@o{number}.example",
            "address_key": f"ada@o{number}.example",
            "sent_at": clock.now,
            "created_at": clock.now,
        }
        for number in range(POSTS)
    ]
    with database.write() as session:
        session.execute(insert(Invitation), rows)
        numbers = list(session.scalars(select(Invitation.id).order_by(Invitation.id)))
    moments = Moments(campaign.deadline - timedelta(seconds=1))
    app = create_app(settings, clock=moments)
    app.testing = True
    seal = doors().seal
    yield Race(campaigns, moments, app, campaign.deadline, [seal.token("invited", number, 0) for number in numbers])
    web.surroundings(app).database.dispose()


@contextmanager
def lock_held(race: Race) -> Iterator[None]:
    """Nobody can write, or on PostgreSQL: sign this letter."""
    with race.database.write() as session:
        hold(session, find(session, "harbor"))  # type: ignore[arg-type]
        yield


def close(race: Race) -> None:
    with race.database.write() as session:
        close_due(session, race.clock.present)


def come(race: Race, begin: Any) -> None:
    """Let the forms come, and wait until every thread has one at the lock."""
    begin()
    until(lambda: len(race.begun) >= AT_ONCE, "the forms did not come")


def slow_disk(race: Race) -> Any:
    """The lock is held until twenty seconds after the deadline: all forms are written late, and before the list is frozen."""

    def during(begin: Any) -> None:
        with lock_held(race):
            come(race, begin)
            race.clock.present = race.deadline + timedelta(seconds=20)
            close_nothing(race)

    return during


def close_nothing(race: Race) -> None:
    with race.database.read() as session:
        assert circulating.due(session, race.clock.present) == []


def frozen_midway(race: Race) -> Any:
    """The lock is held beyond the settling time, and then the list is frozen while most forms are still on their way."""

    def during(begin: Any) -> None:
        with lock_held(race):
            come(race, begin)
            race.clock.present = race.deadline + timedelta(seconds=20)
        until(lambda: len(race.told) >= POSTS // 3, "the forms did not get through")
        race.clock.present = race.deadline + timedelta(seconds=31)
        close(race)

    return during


def test_what_arrived_in_time_counts_however_late_it_is_written(race: Race) -> None:
    race.run(slow_disk(race))
    assert len(race.told) == POSTS
    assert race.wrong() == []
    assert len(race.taken()) == POSTS - POSTS // 3
    race.clock.present = race.deadline + timedelta(seconds=31)
    close(race)
    assert race.edition() == race.taken()
    assert Counter(one.in_time for one in race.all(LateRequest)) == {False: POSTS // 3}


def test_what_comes_out_after_the_list_was_frozen_is_kept_and_marked(race: Race) -> None:
    race.run(frozen_midway(race))
    assert race.wrong() == []
    late = race.all(LateRequest)
    assert {one.in_time for one in late} == {True, False}, "the control: some were overtaken by the freeze"
    assert race.edition() == race.taken(), "whoever was told that they signed is on the list, and nobody else"
    assert len(race.taken()) + len(late) == POSTS, "nobody is lost"


def test_deciding_by_the_moment_of_writing_would_be_wrong(race: Race, monkeypatch: Any) -> None:
    """The control: a program that looks at the clock when it writes."""
    decide = signing.arrival
    monkeypatch.setattr(signing, "arrival", lambda campaign, _arrived, written, at: decide(campaign, written, written, at))
    race.run(slow_disk(race))
    assert len(race.wrong()) > POSTS // 3


def test_freezing_at_the_deadline_itself_would_leave_them_off(race: Race, monkeypatch: Any) -> None:
    """The control for the settling time: frozen twenty seconds after the deadline, nobody of those is on the list."""
    import campaign.deadlines.life

    monkeypatch.setattr(campaign.deadlines.life, "SETTLING", timedelta(0))
    monkeypatch.setattr(circulating, "SETTLING", timedelta(0))

    def during(begin: Any) -> None:
        with lock_held(race):
            come(race, begin)
            race.clock.present = race.deadline + timedelta(seconds=20)

    race.run(during)
    assert race.wrong() == [], "not even then is one lost or taken late"
    assert sum(one.in_time for one in race.all(LateRequest)) == POSTS - POSTS // 3


def test_a_file_made_before_the_worker_comes_has_the_list_that_is_frozen(race: Race, monkeypatch: Any) -> None:
    """No worker runs. A form that arrived in time comes out when the list is at its end: the file that a coordinator downloaded
    just before is the edition all the same."""

    def computed() -> Any:
        with race.database.read() as session:
            campaign = find(session, "harbor")
            assert campaign is not None
            edition = final_edition(session, campaign, race.clock.present)
            assert edition is not None
            return edition.signatories

    def during(begin: Any) -> None:
        with lock_held(race):
            come(race, begin)
            race.clock.present = race.deadline + timedelta(seconds=31)
            before.append(computed())

    before: list[Any] = []
    race.run(during)
    assert race.wrong() == []
    assert computed() == before[0]
    assert sum(one.in_time for one in race.all(LateRequest)) == POSTS - POSTS // 3
    # The control: taken by their arrival alone, they would change the list that was downloaded.
    decide = signing.arrival
    monkeypatch.setattr(signing, "arrival", lambda campaign, arrived, _written, at: decide(campaign, arrived, arrived, at))
    race.tokens.append(race.tokens[0])
    race.post(iter([0]))
    assert computed() != before[0]
