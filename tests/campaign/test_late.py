"""Too late: nothing that was typed is lost, and nobody is told that it was kept when it was not."""

from __future__ import annotations

from dataclasses import replace

import pytest

import throttle
from campaign.operations.retention import purge
from campaign.queries import find
from signatories.models import LateRequest, Signature
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import PAGE, rows

WHOLE = ENTRY | {"scope": "national", "state": "Avonmere", "website": "friends.example", "question_0": "12,000"}
PERSON = {
    "contact_name": "Jane Roe",
    "contact_title": "Nurse",
    "affiliation": "Port Lorne Clinic",
    "state": "Avonmere",
    "contact_email": "jane@lorne.example",
    "authorized": "y",
}


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open(allow_individuals=True, questions=[{"label": "Members?", "choices": [], "required": False}])
    return made


@pytest.fixture
def closed(campaigns, clock):
    clock.advance(days=4)
    return campaigns


def passed_on(client, page, kind="sign"):
    """Press the one button of the page that says that it is too late."""
    (form,) = parse(page).iter("form")
    return client.post(f"{PAGE}/{kind}", data=form_values(form))


def test_all_that_was_typed_is_kept_and_shown_to_the_coordinators(client, closed, database, signed_in):
    late = client.send(f"{PAGE}/sign", WHOLE)
    assert late.status_code == 409
    (request,) = rows(database, LateRequest)
    assert (request.name_typed, request.contact_name) == ("Friends of the Harbor", "Ada Okafor")
    assert request.typed == {
        "kind": "organization",
        "scope": "national",
        "state": "Avonmere",
        "website": "https://friends.example",
        "answers": [["Members?", "12,000"]],
        "attestation": "I am authorized to sign this letter for the organization named above.",
        "language": "en",
    }
    words, desk = text_of(late), text_of(signed_in("viewer").get("/desk/harbor/late"))
    assert "Where it worksNational" in words
    for value in ("Avonmere", "https://friends.example", "12,000"):
        assert value in words
        assert value in desk
    assert "They have what you typed" in words


def test_a_person_is_spoken_to_as_a_person(client, closed, database, signed_in):
    words = text_of(client.send(f"{PAGE}/individual", PERSON))
    assert "You have not signed." in words
    assert "organization" not in words
    (request,) = rows(database, LateRequest)
    assert (request.typed["kind"], request.typed["affiliation"]) == ("individual", "Port Lorne Clinic")
    desk = text_of(signed_in("viewer").get("/desk/harbor/late"))
    assert "Jane Roe in their own name" in desk
    assert "AffiliationPort Lorne Clinic" in desk


def test_it_goes_when_the_contact_goes(client, closed, database, clock):
    client.send(f"{PAGE}/sign", WHOLE)
    closed.close()
    with database.write() as session:
        purge(session, find(session, "harbor"), clock.now)
    (request,) = rows(database, LateRequest)
    assert (request.name_typed, request.contact_email, request.typed) == ("Friends of the Harbor", "", {})


@pytest.mark.parametrize(("kind", "entry"), [("sign", WHOLE), ("individual", PERSON)])
@pytest.mark.parametrize("guard", ["trap", "preview"])
def test_a_complete_form_that_a_guard_stopped_is_passed_on_with_one_button(client, closed, database, kind, entry, guard):
    sent = entry | ({"fax": "555"} if guard == "trap" else {"preview": "1"})
    page = client.send(f"{PAGE}/{kind}", sent)
    assert page.status_code == 409
    assert "not complete" not in text_of(page)
    assert "They do not have what you typed yet" in text_of(page)
    assert not rows(database, LateRequest)
    done = passed_on(client, page, kind)
    assert "They have what you typed" in text_of(done)
    (request,) = rows(database, LateRequest)
    assert request.contact_email == entry["contact_email"]
    assert request.typed["state"] == "Avonmere"
    assert not rows(database, Signature)


def test_so_is_one_that_came_among_very_many(client, closed, database, monkeypatch):
    monkeypatch.setattr(throttle, "allow", lambda *_, **__: throttle.Refusal(30))
    page = client.send(f"{PAGE}/sign", WHOLE)
    assert page.headers["Retry-After"] == "30"
    assert "press the button again in 30 seconds" in text_of(page)
    assert "not complete" not in text_of(page)
    monkeypatch.undo()
    passed_on(client, page)
    assert len(rows(database, LateRequest)) == 1


def test_a_form_that_came_too_fast_too(settings, make_app, campaigns, database, clock):
    client = make_app(replace(settings, limits=True)).test_client()
    clock.advance(days=4)
    page = client.send(f"{PAGE}/sign", WHOLE)
    assert "not complete" not in text_of(page)
    assert not rows(database, LateRequest), "the control: its mark was made just now"
    passed_on(client, page)
    assert len(rows(database, LateRequest)) == 1


def test_a_form_that_is_not_complete_says_so_and_has_no_button(client, closed, database):
    for sent in (ENTRY | {"contact_email": "nonsense"}, {"organization": "Reef", "preview": "1"}):
        page = client.send(f"{PAGE}/sign", sent)
        assert "What you typed was not complete" in text_of(page)
        assert not list(parse(page).iter("form"))
    assert not rows(database, LateRequest)
