"""The letter's page from memory: the same page to everybody but for the form's mark, never older than what changed it."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest

from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.signing import PAGE, ask, rows, sign_on

MARK = re.compile(rb'name="csrf_token"[^>]* value="([^"]+)"')


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def mark(page):
    (found,) = MARK.findall(page.data)
    return found.decode()


def bare(data):
    return MARK.sub(b"", data)


def test_whoever_has_the_page_is_told_that_nothing_changed(client, app, campaigns):
    first = client.get(PAGE)
    etag = first.headers["ETag"]
    again = client.get(PAGE, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert {"Accept-Encoding", "Cookie", "Accept-Language"} <= set(first.vary)
    stranger = app.test_client().get(PAGE, headers={"If-None-Match": etag})
    assert stranger.status_code == 200, "another browser's page holds a mark that is not theirs"
    assert client.get(PAGE, headers={"If-None-Match": '"something"'}).status_code == 200


@pytest.mark.parametrize(("coding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_compressed_it_is_the_same_page(app, campaigns, coding, decode):
    client = app.test_client()
    plain = client.get(PAGE)
    assert "Content-Encoding" not in plain.headers
    packed = super(type(client), client).open(PAGE, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert packed.headers["ETag"] != plain.headers["ETag"], "RFC 9110, section 8.8.3.3"
    assert bare(decode(packed.data)) == bare(plain.data)
    assert len(packed.data) < len(plain.data) / 2
    (found,) = MARK.findall(decode(packed.data))
    assert client.post(f"{PAGE}/line", data={"csrf_token": found.decode(), "organization": "X"}).status_code == 200


def test_a_mark_is_good_for_its_own_browser_only(app, campaigns, database):
    one, other = app.test_client(), app.test_client()
    theirs = mark(one.get(PAGE))
    mine = mark(other.get(PAGE))
    assert theirs != mine
    assert other.post(f"{PAGE}/sign", data=ENTRY | {"csrf_token": theirs}).status_code == 400
    assert rows(database) == []
    assert other.post(f"{PAGE}/sign", data=ENTRY | {"csrf_token": mine}).status_code == 303
    assert len(rows(database)) == 1


def test_the_form_that_is_kept_holds_nobodys_words(client, app, campaigns):
    refused = client.fill_in(PAGE, ENTRY | {"contact_email": "nonsense"})
    assert b"Friends of the Harbor" in refused.data
    for somebody in (client, app.test_client()):
        page = somebody.get(PAGE)
        assert b"Friends of the Harbor" not in page.data
        assert b"Okafor" not in page.data


def test_a_confirmation_shows_at_once_and_a_form_alone_changes_nothing(client, app, campaigns, database):
    reader = app.test_client()
    before = reader.get(PAGE)
    path = ask(client, database)
    assert bare(reader.get(PAGE).data) == bare(before.data)
    assert reader.get(PAGE, headers={"If-None-Match": before.headers["ETag"]}).status_code == 304
    client.fill_in(path, {}, action="/confirm/")
    after = reader.get(PAGE, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert b"Friends of the Harbor" in after.data


def test_a_withdrawal_shows_at_once(client, campaigns, database):
    own = sign_on(client, database)
    assert b"Friends of the Harbor" in client.get(PAGE).data
    client.fill_in(own, {}, action="/withdraw")
    assert b"Friends of the Harbor" not in client.get(PAGE).data


def test_what_another_process_changed_shows_within_five_seconds(client, campaigns, clock):
    client.get(PAGE)
    campaigns.sign()
    assert b"Friends of the Harbor" not in client.get(PAGE).data, "the control: it is told from memory"
    clock.advance(seconds=5)
    assert b"Friends of the Harbor" in client.get(PAGE).data


def test_the_page_turns_at_the_deadline_to_the_second(client, campaigns, clock):
    deadline = campaigns.get().deadline
    clock.now = deadline
    clock.advance(seconds=-2)
    assert b'id="sign-form"' in client.get(PAGE).data
    clock.now = deadline
    assert b'id="sign-form"' in client.get(PAGE).data
    clock.advance(microseconds=1)
    page = client.get(PAGE)
    assert b'id="sign-form"' not in page.data
    assert b"This letter closed on" in page.data


def test_each_language_has_a_page_of_its_own(client, app, campaigns):
    english = client.get(PAGE)
    spanish = app.test_client().get(PAGE, headers={"Accept-Language": "es-MX, en;q=0.5"})
    asked = app.test_client().get(f"{PAGE}?lang=es")
    assert (english.headers["Content-Language"], spanish.headers["Content-Language"]) == ("en", "es")
    assert asked.headers["Content-Language"] == "es"
    assert b'<html lang="en"' in english.data
    assert b'<html lang="es"' in spanish.data
    assert b'<html lang="es"' in asked.data
    assert b"/links?lang=es" in asked.data, "whoever chose a language keeps it"
    assert b"/links?lang=es" not in spanish.data
    assert b'<html lang="en"' in client.get(PAGE).data


def test_organizations_and_people_have_pages_of_their_own(client, campaigns):
    campaigns.open("both", allow_individuals=True)
    assert b'id="organization"' in client.get("/letters/both").data
    assert b'id="organization"' not in client.get("/letters/both/individual").data
    assert b'id="organization"' in client.get("/letters/both").data


def test_a_letter_that_is_taken_away_is_gone_within_five_seconds(client, campaigns, database, clock):
    from campaign.queries import find

    assert client.get(PAGE).status_code == 200
    with database.write() as session:
        find(session, "harbor").state = "archived"
    clock.advance(seconds=5)
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_other_ways_of_looking_are_harmless(client, campaigns, method):
    answer = client.open(PAGE, method=method)
    assert (answer.status_code, answer.data) == (200, b"")
