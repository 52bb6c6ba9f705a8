"""A letter that is private until a time: before it no stranger learns that there is one, afterwards it is there by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from campaign.operations import set_embargo
from campaign.queries import find
from errors import UserError
from signatories.models import Invitation, Signature
from tests.campaign.test_leaks import words_of
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import doors
from tests.tools.pages import parse, text_of
from tests.tools.signing import PAGE, rows
from tests.tools.world import World, public_addresses

UNTIL = datetime(2026, 3, 4, 14, tzinfo=UTC)
"""Nine in the morning in New York."""

SECRETS = ("Keep the harbor clean", "Harbor Watch", "Ana Ruiz", "dumping of waste", "Harbor Report", "Friends of the Harbor")


def private(campaigns, local="2026-03-04T09:00"):
    with campaigns.database.write() as session:
        return set_embargo(session, find(session, "harbor"), local, by="Ana", now=campaigns.now)


@pytest.fixture
def world(database, clock, client, signed_in):
    """Ada has signed, and Iris is invited, while anybody could read the letter; then it is made private."""
    campaigns = Campaigns(database, clock)
    campaigns.open(allow_individuals=True)
    made = World(campaigns, client, signed_in("owner"))
    made.sign("Friends of the Harbor", "ada@friends.example")
    made.invitation = made.invite("Invited Isle", "iris@isle.example")
    private(campaigns)
    return made


def addresses(world, app):
    with world.campaigns.database.read() as session:
        ada = session.scalars(select(Signature)).one()
        iris = session.get_one(Invitation, world.invitation.id)
    return public_addresses(app, defaultdict(lambda: ada, i=iris, review=iris))


def holds_token(app, endpoint):
    return any("token" in rule.arguments for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)


def found_in(answer):
    text = words_of(answer.data, answer.mimetype) + str(answer.headers)
    return {secret for secret in SECRETS if secret.lower() in text.lower()}


@pytest.mark.needs("pdftotext")
def test_no_answer_to_a_stranger_holds_a_word_of_it(world, app):
    nowhere = {}
    for endpoint, path in addresses(world, app):
        if holds_token(app, endpoint) or "/letters/" not in path:
            continue
        for query in ("", "?lang=es"):
            answer = app.test_client().get(path + query, follow_redirects=True)
            assert answer.status_code == 404, path
            assert found_in(answer) == set(), path
            elsewhere = app.test_client().get(path.replace("/harbor", "/nowhere") + query)
            assert bare(answer) == bare(elsewhere), "the same as where there is no letter"
            nowhere[endpoint] = answer
    assert {
        "public.letter",
        "public.individual",
        "public.brief",
        "public.public_copy",
        "public.deadline_entry",
    } <= nowhere.keys()
    assert "public.links" in nowhere


def bare(answer):
    return re.sub(rb'value="[^"]+"', b"", answer.data), sorted(answer.headers.keys())


@pytest.mark.needs("pdftotext")
def test_the_walk_can_find_something(world, app, clock):
    """The control: the same walk, a second after the embargo."""
    clock.now = UNTIL
    found = set()
    for endpoint, path in addresses(world, app):
        if not holds_token(app, endpoint) and "/letters/" in path:
            found |= found_in(app.test_client().get(path, follow_redirects=True))
    assert found >= {"Keep the harbor clean", "Harbor Watch", "dumping of waste"}


@pytest.mark.parametrize("kind", ["sign", "individual", "line", "brief", "links"])
def test_no_form_of_a_stranger_is_taken(world, app, client, kind, database):
    before = len(rows(database, Signature))
    page = client.get("/desk/sign-in")
    token = re.search(rb'name="csrf_token"[^>]* value="([^"]+)"', page.data)
    mark = {"csrf_token": token[1].decode()} if token else {}
    forged = {"": {}, "forged": {"invitation": "x" + doors().seal.token("invited", world.invitation.id, 0)}}
    for more in forged.values():
        answer = client.post(f"{PAGE}/{kind}", data=ENTRY | {"email": "x@y.example", "kind": "organization"} | mark | more)
        assert answer.status_code == 404
        assert found_in(answer) == set()
    assert len(rows(database, Signature)) == before


def test_whoever_holds_a_link_sees_all_but_in_the_title(world, app):
    seen = set()
    for endpoint, path in addresses(world, app):
        if not holds_token(app, endpoint) or path.endswith(".pdf") or endpoint.startswith("coalition."):
            continue
        answer = app.test_client().get(path, follow_redirects=True)
        if answer.status_code != 200:
            continue
        assert answer.headers["X-Robots-Tag"] == "noindex", path
        assert answer.headers["Cache-Control"] == "no-store", path
        root = parse(answer)
        assert root.findtext("head/title") == "A private letter · Undersigned", path
        head = root.find("head")
        assert not any(secret in " ".join(head.itertext()) for secret in SECRETS), path
        assert not [meta for meta in head.iter("meta") if "Keep" in (meta.get("content") or "")]
        for link in root.iter("a"):
            target = link.get("href") or ""
            assert target not in (PAGE, f"{PAGE}/links", f"{PAGE}/deadline.ics", f"{PAGE}/individual#sign"), (
                f"{path} leads to {target}, which is not there"
            )
        seen.add(endpoint)
    assert {"public.invited", "public.own", "public.review", "public.galley", "public.changed", "public.board"} <= seen


def test_the_invited_read_and_sign(world, app, client, database):
    path = doors().to("invited", world.invitation.id, 0)
    page = client.get(path)
    words = text_of(page)
    assert "dumping of waste" in words
    assert "This letter is private until Wednesday, March 4, 2026 at 9:00 AM Eastern Time." in words
    wrong = client.submit(page, path, {"organization": ""}, action="/sign")
    assert wrong.status_code == 422
    assert "dumping of waste" in text_of(wrong), "with a link that is good the form comes back"
    signed = client.submit(page, path, {"organization": "Invited Isle", "authorized": "y"}, action="/sign")
    assert signed.status_code == 303
    assert "Invited Isle" in text_of(client.get(signed.location))


def test_whose_link_was_taken_back_is_a_stranger(world, client, database, clock):
    path = doors().to("invited", world.invitation.id, 0)
    page = client.get(path)
    with database.write() as session:
        session.get_one(Invitation, world.invitation.id).revoked_at = clock.now
    for answer in (client.get(path), client.submit(page, path, {"organization": "Isle", "authorized": "y"}, action="/sign")):
        assert answer.status_code == 404
        assert found_in(answer) == set()
    assert len(rows(database)) == 1


def test_a_made_up_link_tells_nothing(world, client):
    for middle in ("i", "mine", "confirm", "review", "galley", "changed", "contact", "waiting"):
        answer = client.get(f"{PAGE}/{middle}/made-up")
        assert answer.status_code == 404
        assert found_in(answer) == set()
        assert b"/letters/harbor/links" not in answer.data


def test_it_ends_by_itself_to_the_second_and_no_page_is_kept_past_it(world, client, clock):
    for moment, status in ((UNTIL - timedelta(seconds=1), 404), (UNTIL, 200), (UNTIL - timedelta(hours=1), 404)):
        clock.now = moment
        if status == 404:
            world.campaigns.get()
            from web import surroundings

            surroundings(client.application).pages.clear()
        assert client.get(PAGE).status_code == status
    clock.now = UNTIL
    assert "Keep the harbor clean" in parse(client.get(PAGE)).findtext("head/title")


def test_a_page_that_was_kept_is_not_told_once_the_letter_is_private(world, client, signed_in, clock):
    private(world.campaigns, "")
    assert client.get(PAGE).status_code == 200
    owner = signed_in("owner")
    page = owner.get("/desk/harbor/deadline")
    assert owner.submit(page, "/desk/harbor/deadline", {"until": "2026-03-04T10:00"}, action="/embargo").status_code == 303
    assert client.get(PAGE).status_code == 404, "what a coordinator did shows at once"


def test_moving_and_lifting_it(world, client, signed_in, clock):
    owner = signed_in("owner")
    assert "Private until Wednesday, March 4, 2026 at 9:00 AM Eastern Time (in 1 day)" in text_of(owner.get("/desk/harbor/"))
    page = owner.get("/desk/harbor/deadline")
    past = owner.submit(page, "/desk/harbor/deadline", {"until": "2026-03-01T10:00"}, action="/embargo")
    assert past.status_code == 422
    assert "That time is already past." in text_of(past)
    assert owner.submit(page, "/desk/harbor/deadline", {"until": ""}, action="/embargo").status_code == 303
    assert client.get(PAGE).status_code == 200
    assert "made the letter public" in text_of(owner.get("/desk/harbor/history"))


def test_what_went_out_cannot_be_made_private(world):
    private(world.campaigns, "")
    with world.campaigns.database.write() as session:
        find(session, "harbor").state = "delivered"
    with pytest.raises(UserError, match="cannot be made private"):
        private(world.campaigns)
