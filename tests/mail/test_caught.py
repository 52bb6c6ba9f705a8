"""The page of caught mail holds sign-in links: it opens on this machine only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from configuration import MailSettings
from mail.models import CaughtMessage
from mail.views import pieces
from tests.tools.pages import parse, text_of


@pytest.fixture
def caught(database, clock):
    with database.write() as session:
        for n in range(3):
            text = f"Hello,\n\nhttp://localhost/desk/sign-in/token-{n}\n\n<b>not bold</b>\n"
            session.add(
                CaughtMessage(
                    recipient=f"p{n}@rivers.example", subject=f"Mail {n}", text=text, caught_at=clock.advance(minutes=1)
                )
            )


def test_the_newest_comes_first_and_links_are_links(client, caught):
    page = client.get("/mail")
    assert [heading.text for heading in parse(page).iter("h2")] == ["Mail 2", "Mail 1", "Mail 0"]
    links = [link.get("href") for link in parse(page).iter("a")]
    assert "http://localhost/desk/sign-in/token-2" in links
    assert "<b>not bold</b>" in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_an_empty_page_says_so(client):
    assert "Nothing yet." in text_of(client.get("/mail"))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_may_look(client, caught, address):
    assert client.get("/mail", environ_base={"REMOTE_ADDR": address}).status_code == 200


@pytest.mark.parametrize(
    "address", ["192.168.1.5", "10.0.0.1", "203.0.113.9", "2001:db8::1", "::ffff:203.0.113.9", "", "unix:"]
)
def test_another_machine_may_not(client, caught, address):
    assert client.get("/mail", environ_base={"REMOTE_ADDR": address}).status_code == 404


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto", "Via"]
)
def test_nobody_may_through_a_proxy(client, caught, header):
    assert client.get("/mail", headers={header: "127.0.0.1"}).status_code == 404


def test_a_trusted_proxy_cannot_lend_its_own_address(settings, make_app, caught):
    client = make_app(replace(settings, trusted_proxies=1)).test_client()
    assert client.get("/mail", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404
    assert client.get("/mail").status_code == 200


def test_an_app_with_a_public_address_shows_none(settings, make_app, caught):
    """A proxy on the same machine that adds no header looks like this machine; the public base address gives it away."""
    client = make_app(replace(settings, base_url="https://letters.example.org")).test_client()
    for host in ("https://letters.example.org", "http://localhost"):
        assert client.get("/mail", base_url=host).status_code == 404


def test_with_a_mail_server_there_is_no_such_page(settings, make_app, caught):
    client = make_app(replace(settings, mail=MailSettings("smtp.example.org"))).test_client()
    assert client.get("/mail").status_code == 404


def test_a_strangers_name_for_this_machine_is_refused(client, caught):
    """DNS rebinding: a page on evil.example whose name suddenly means 127.0.0.1 reads what the browser can reach."""
    assert client.get("/mail", base_url="http://evil.example").status_code == 400


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see http://a.example/x?y=1&z=2 now", ["http://a.example/x?y=1&z=2"]),
        ("javascript:alert(1) ftp://x", []),
        ("https://a https://b", ["https://a", "https://b"]),
        ("", []),
    ],
)
def test_pieces(text, links):
    assert [piece.text for piece in pieces(text) if piece.link] == links
    assert "".join(piece.text for piece in pieces(text)) == text
