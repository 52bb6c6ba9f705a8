"""Signed-in browsers: the row decides, and its word counts at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from coalition.access import COOKIE_KEY
from coalition.browsers import browser_name
from coalition.models import DeskSession
from coalition.operations import sessions
from tests.tools.pages import parse, text_of

YOU = "/desk/you"


def is_in(client):
    return client.get(YOU).status_code == 200


def row(database, client):
    with database.read() as session:
        return session.scalars(
            select(DeskSession).where(DeskSession.person_id == client.person_id).order_by(DeskSession.id.desc())
        ).first()


def test_a_revoked_session_ends_at_once(database, clock, signed_in):
    client = signed_in()
    assert is_in(client)
    with database.write() as session:
        assert sessions.revoke_session(session, client.person_id, row(database, client).id, clock.now)
    assert client.get(YOU).status_code == 302


def test_signing_out_kills_the_cookie_for_good(app, signed_in):
    client = signed_in()
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    assert client.send("/desk/sign-out").status_code == 303
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(kept)
    assert thief.get(YOU).status_code == 302, "the old cookie opens nothing"


def test_an_idle_session_ends_after_two_weeks(clock, signed_in):
    client = signed_in()
    clock.advance(days=13, hours=23)
    assert is_in(client), "and was used now"
    clock.advance(days=13, hours=23)
    assert is_in(client)
    clock.advance(days=14)
    assert not is_in(client)


def test_a_busy_session_ends_after_sixty_days(clock, signed_in):
    client = signed_in()
    for _ in range(59):
        clock.advance(days=1)
        assert is_in(client)
    clock.advance(days=1)
    assert not is_in(client)


def test_last_seen_is_written_every_five_minutes(database, clock, signed_in):
    client = signed_in()
    start = clock.now
    clock.advance(minutes=4)
    is_in(client)
    assert row(database, client).last_seen_at == start
    clock.advance(minutes=1)
    is_in(client)
    assert row(database, client).last_seen_at == start + timedelta(minutes=5)


def test_one_ends_another_browser_of_ones_own(signed_in):
    here, there = signed_in(), signed_in()
    assert is_in(there)
    page = here.get(YOU)
    (action,) = [form.get("action") for form in parse(page).iter("form") if form.get("action").endswith("/end")]
    assert here.submit(page, YOU, {}, action=action).status_code == 303
    assert is_in(here)
    assert not is_in(there)


def test_one_ends_all_others(signed_in):
    here, there, elsewhere = signed_in(), signed_in(), signed_in()
    stranger = signed_in("viewer", "Hills")
    assert here.fill_in(YOU, {}, action="/sessions/end-others").status_code == 303
    assert [is_in(client) for client in (here, there, elsewhere, stranger)] == [True, False, False, True]


def test_another_persons_session_does_not_exist(database, signed_in):
    client, other = signed_in(), signed_in("viewer")
    assert client.send(f"/desk/you/sessions/{row(database, other).id}/end").status_code == 404
    assert is_in(other)
    assert client.send("/desk/you/sessions/99999999999999999999999/end").status_code == 404


def test_a_garbled_cookie_is_nobody(client):
    for value in ("nonsense", 7, None, "\ud800"):
        with client.session_transaction() as cookie:
            cookie[COOKIE_KEY] = value
        assert client.get(YOU).status_code == 302


def test_ones_own_name(signed_in):
    client = signed_in()
    page = client.get(YOU)
    assert client.submit(page, YOU, {"name": "  Maria   López "}, action=YOU + "/name").status_code == 303
    assert "Maria López" in text_of(client.get(YOU))
    refused = client.send(YOU + "/name", {"name": "Maria\u202eLópez"})
    assert "no invisible ones" in text_of(refused)


@pytest.mark.parametrize("secure", [False, True])
def test_the_cookies_flags(settings, make_app, secure):
    from dataclasses import replace

    base = "https://letters.example.org" if secure else "http://localhost"
    app = make_app(replace(settings, base_url=base))
    answer = app.test_client().get("/desk/sign-in", base_url=base)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    flags = {part.strip() for part in cookie.split(";")[1:]}
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags
    assert ("Secure" in flags) == secure
    assert cookie.startswith("__Host-undersigned=" if secure else "undersigned=")
    assert ("Strict-Transport-Security" in answer.headers) == secure


def test_a_form_works_over_https_without_a_referrer(settings, make_app):
    """Pages with a token send no Referer, and Flask-WTF would ask for one on https: a signer could never press the button."""
    from dataclasses import replace

    app = make_app(replace(settings, base_url="https://letters.example.org"))
    client = app.test_client()
    page = client.get("/desk/sign-in", base_url="https://letters.example.org")
    mark = next(field.get("value") for field in parse(page).iter("input") if field.get("name") == "csrf_token")
    data = {"csrf_token": mark, "email": "nobody@rivers.example"}
    assert client.post("/desk/sign-in", data=data, base_url="https://letters.example.org").status_code == 303
    data["csrf_token"] = mark.swapcase()
    assert client.post("/desk/sign-in", data=data, base_url="https://letters.example.org").status_code == 400


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36", "Chrome, Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605.1 Version/18.0 Safari/605.1", "Safari, Mac"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.1", "curl/8.1"),
        ("", ""),
    ],
)
def test_browsers_have_names(user_agent, name):
    assert browser_name(user_agent) == name
