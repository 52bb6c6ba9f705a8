"""What a signer does in the last second, and what comes of it when it is so long on its way that the list is at its end."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest

from campaign.queries import find
from campaign.renditions import final_edition
from database import Database
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.pages import text_of
from tests.tools.signing import ask, rows, sign_on


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def slow(campaigns, clock, monkeypatch):
    """``slow(seconds)``: from now on it is the deadline, and whoever wants to write waits for that long."""

    def make(seconds):
        clock.now = campaigns.get().deadline
        write, together = Database.write, Database.together

        @contextmanager
        def waiting(self):
            with write(self) as session:
                clock.now = campaigns.get().deadline + timedelta(seconds=seconds)
                yield session

        def queued(self, work):
            clock.now = campaigns.get().deadline + timedelta(seconds=seconds)
            return together(self, work)

        monkeypatch.setattr(Database, "write", waiting)
        monkeypatch.setattr(Database, "together", queued)

    return make


def final(campaigns, clock):
    with campaigns.database.read() as session:
        edition = final_edition(session, find(session, "harbor"), clock.now)
        return [line[0] for group in edition.signatories["groups"] for line in group["lines"]] if edition else None


@pytest.mark.parametrize(("seconds", "status", "on_list"), [(20, "withdrawn", None), (31, "accepted", [ENTRY["organization"]])])
def test_withdrawing(campaigns, client, database, clock, slow, seconds, status, on_list):
    own = sign_on(client, database, ENTRY)
    page = client.get(own)
    slow(seconds)
    assert client.submit(page, own, {}, action="/withdraw").status_code == 303
    (signature,) = rows(database)
    assert signature.status == status
    assert (signature.withdrawal_asked_at is not None) == (seconds > 30), "it is a wish for the coordinators"
    assert final(campaigns, clock) == on_list


@pytest.mark.parametrize(("seconds", "status"), [(20, "accepted"), (31, "pending")])
def test_confirming(campaigns, client, database, clock, slow, seconds, status):
    path = ask(client, database, ENTRY)
    page = client.get(path)
    slow(seconds)
    assert client.submit(page, path, {}, action="/confirm/").status_code == 303
    assert rows(database)[0].status == status
    assert final(campaigns, clock) == (None if seconds < 30 else [])


@pytest.mark.parametrize(("seconds", "line"), [(20, "Friends of the Bay"), (31, ENTRY["organization"])])
def test_correcting(campaigns, client, database, slow, seconds, line):
    own = sign_on(client, database, ENTRY)
    page = client.get(own)
    slow(seconds)
    answer = client.submit(page, own, {"line": "Friends of the Bay"}, action="/line")
    assert rows(database)[0].line == line
    if seconds > 30:
        assert "This letter has closed, and its list stands as it is." in text_of(answer)
