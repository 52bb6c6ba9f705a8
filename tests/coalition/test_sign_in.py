"""Signing in: by a mailed link, once, in the open for nobody."""

from __future__ import annotations

import threading
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from coalition.access import COOKIE_KEY
from coalition.models import DeskSession, SignInLink
from coalition.operations import people
from coalition.operations.sign_in import LinkSpent, new_link, open_session, request_sign_in
from mail.models import OutboxMessage
from tests.tools.pages import text_of
from tests.tools.waiting import PATIENCE, at_once
from web import local_path

MARIA = "maria@rivers.example"


@pytest.fixture
def maria(database, clock):
    with database.write() as session:
        coalition = people.create_coalition(session, "Rivers", by="the tests", now=clock.now)
        people.add_person(session, coalition, MARIA, "owner", by="the tests", now=clock.now)
        return people.person_at(session, MARIA, now=clock.now)


@pytest.fixture
def link(database, clock, maria):
    """The path of a fresh sign-in link for Maria."""
    with database.write() as session:
        return "/desk/sign-in/" + new_link(session, maria, clock.now)[1]


def mails(database):
    with database.read() as session:
        return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def count(database, model):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model))


def test_the_mailed_link_leads_in(client, database, maria):
    sent = client.fill_in("/desk/sign-in", {"email": f"  {MARIA.upper()} "})
    assert (sent.status_code, sent.location) == (303, "/desk/sign-in/sent")
    (mail,) = mails(database)
    assert (mail.kind, mail.recipient) == ("sign_in", MARIA)
    address = urlsplit(mail.context["url"])
    assert f"{address.scheme}://{address.netloc}" == "http://localhost"

    pressed = client.fill_in(address.path, {})
    assert (pressed.status_code, pressed.location) == (303, "/desk/")
    assert MARIA in text_of(client.get("/desk/you"))


def test_the_database_keeps_no_token(client, database, link):
    client.fill_in(link, {})
    with client.session_transaction() as cookie:
        token = cookie[COOKIE_KEY]
    with database.read() as session:
        kept = [*session.scalars(select(SignInLink.token_hash)), *session.scalars(select(DeskSession.token_hash))]
    assert len(kept) == 2
    assert token not in kept
    assert link.rpartition("/")[2] not in kept


def test_an_unknown_address_is_answered_alike(client, database, maria):
    known = client.fill_in("/desk/sign-in", {"email": MARIA})
    unknown = client.fill_in("/desk/sign-in", {"email": "nobody@rivers.example"})
    assert (known.status_code, known.location, known.data) == (unknown.status_code, unknown.location, unknown.data)
    assert [mail.recipient for mail in mails(database)] == [MARIA]


def test_what_is_no_address_is_said_at_the_field(client, database):
    page = client.fill_in("/desk/sign-in", {"email": "maria at rivers"})
    assert page.status_code == 200
    assert "This is not a mail address" in text_of(page)
    assert not mails(database)


def test_a_mailbox_is_not_flooded(client, database, clock, maria):
    for _ in range(5):
        clock.advance(seconds=10)
        assert client.fill_in("/desk/sign-in", {"email": MARIA}).status_code == 303
    assert len(mails(database)) == 3
    clock.advance(minutes=15)
    client.fill_in("/desk/sign-in", {"email": MARIA})
    assert len(mails(database)) == 4


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_the_link_does_nothing(client, database, link, method):
    for _ in range(3):
        assert client.open(link, method=method).status_code == 200
    assert count(database, DeskSession) == 0
    assert client.get("/desk/you").status_code == 302
    assert client.fill_in(link, {}).status_code == 303, "it still works"


def test_a_link_works_once(app, client, link):
    assert client.fill_in(link, {}).status_code == 303
    other = app.test_client()
    assert other.get(link).status_code == 410
    assert other.send(link).status_code == 410
    assert other.get("/desk/you").status_code == 302


def test_a_link_expires_after_half_an_hour(client, clock, link):
    clock.advance(minutes=29, seconds=59)
    assert client.get(link).status_code == 200
    clock.advance(seconds=1)
    assert client.get(link).status_code == 410
    assert client.send(link).status_code == 410


def test_an_invented_link_does_not_work(client, maria):
    assert client.get("/desk/sign-in/" + "x" * 43).status_code == 410
    assert client.send("/desk/sign-in/" + "x" * 43).status_code == 410


def test_pressing_needs_the_forms_mark(client, database, link):
    assert client.post(link).status_code == 400
    assert count(database, DeskSession) == 0


def test_two_browsers_press_at_once(database, clock, maria):
    """One gets in. The control looks first and marks afterwards, as one would without thinking, and lets several in."""

    def race(use):
        with database.write() as session:
            token = new_link(session, maria, clock.now)[1]
        entered = []

        def press():
            try:
                use(token)
                entered.append(1)
            except LinkSpent:
                pass

        at_once(*[press] * 4)
        return len(entered)

    def ours(token):
        with database.write() as session:
            open_session(session, token, clock.now, "test")

    looked = threading.Barrier(4, timeout=PATIENCE)

    def naive(token):
        from coalition.operations.tokens import token_hash

        with database.read() as session:
            link = session.scalars(select(SignInLink).where(SignInLink.token_hash == token_hash(token))).one()
        looked.wait()
        if link.used_at is not None:
            raise LinkSpent
        with database.write() as session:
            session.get_one(SignInLink, link.id).used_at = clock.now

    assert race(ours) == 1
    assert race(naive) == 4


def test_the_token_is_new_at_every_sign_in(client, database, clock, maria, link):
    client.fill_in(link, {})
    with client.session_transaction() as cookie:
        first = cookie[COOKIE_KEY]
        cookie["planted"] = "by an earlier visitor"
    with database.write() as session:
        second_link = "/desk/sign-in/" + new_link(session, maria, clock.now)[1]
    client.fill_in(second_link, {})
    with client.session_transaction() as cookie:
        assert cookie[COOKIE_KEY] != first
        assert "planted" not in cookie
    with database.read() as session:
        revoked = session.scalars(select(DeskSession.revoked_at).order_by(DeskSession.id)).all()
    assert revoked == [clock.now, None]


def test_one_comes_back_to_where_one_was_going(client, database, maria):
    refused = client.get("/desk/coalition/1/people?a=b&c=d")
    assert refused.status_code == 302
    client.fill_in(refused.location, {"email": MARIA})
    url = mails(database)[-1].context["url"].removeprefix("http://localhost")
    assert client.fill_in(url, {}).location == "/desk/coalition/1/people?a=b&c=d"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(client, link, target):
    page = client.get(link, query_string={"next": target})
    pressed = client.submit(page, link, {})
    assert pressed.location == "/desk/"
    assert client.post(f"{link}", query_string={"next": target}).status_code == 400


@given(st.text(alphabet=st.sampled_from("/\\.:@?#evil%2f\t\r\n \u2028a"), max_size=12))
def test_a_local_path_never_leaves_the_site(target):
    """Judged by what a browser does with it: tabs and line ends go, back slashes turn (WHATWG URL, section 4.4)."""
    path = local_path(target)
    if path is not None:
        as_browsers_read = "".join(c for c in path if c not in "\t\r\n").strip().replace("\\", "/")
        assert urlsplit(urljoin("https://here.example/desk/x", as_browsers_read)).netloc == "here.example"


def test_the_mail_goes_with_the_link_or_not_at_all(database, clock, maria):
    """The link's row and the mail are one transaction: a crash between them must not leave a mail with a dead link."""

    def broken_off():
        with database.write() as session:
            request_sign_in(session, MARIA, clock.now, lambda token: f"http://localhost/{token}")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken_off()
    assert count(database, SignInLink) == 0
    assert not mails(database)
