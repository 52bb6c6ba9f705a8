"""Mail that comes back: what each shape says, what is done about it, and that nothing hostile gets anywhere."""

from __future__ import annotations

import os
import random
from datetime import timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from mail.bounces.mailbox import mails_in
from mail.bounces.reading import MOST_BYTES, read
from mail.bounces.recording import Recorded, record_returned
from mail.models import OutboxMessage, Suppression
from mail.outbox import enqueue
from mail.sealing import MailSeal
from tests.mail.returned import SHAPES
from tests.mail.test_worker import Post
from tests.tools.sending import send_due

SEAL = MailSeal("a-secret-for-tests-only")
TO = "ana@rivers.example"


def filled(name, *, path=True, message_id=True, number=1, seal=SEAL):
    """A mail that came back about the message of that number, as bytes."""
    mark = seal.mark(number)
    words = {"{to}": TO}
    words["{path}"] = f"bounce+{mark}@example.org" if path else "letters@example.org"
    words["{id}"] = f"<outbox-{mark}.1772463600@example.org>" if message_id else "<somebody@else.example>"
    text = SHAPES[name].text
    for place, word in words.items():
        text = text.replace(place, word)
    return text.replace("\n", "\r\n").encode()


@pytest.fixture
def sent(database, clock):
    """One message that was sent, number 1."""
    context = {"coalition": "R", "role": "owner", "added_by": "", "sign_in_url": "http://localhost/"}
    with database.write() as session:
        enqueue(session, "welcome", to=TO, about="coordinator:1", context=context, now=clock.now)
    send_due(database, Post(), clock.now)


def take(database, clock, raw):
    with database.write() as session:
        return record_returned(session, SEAL, raw, clock.now)


def row(database):
    with database.read() as session:
        return session.scalars(select(OutboxMessage)).one()


def suppressed(database):
    with database.read() as session:
        return [(one.address_key, one.reason, one.detail) for one in session.scalars(select(Suppression))]


@pytest.mark.parametrize("name", SHAPES)
def test_what_each_shape_says(name):
    found, shape = read(filled(name)), SHAPES[name]
    assert (found.what, found.status, found.mailbox) == (shape.what, shape.status, shape.mailbox)
    assert SEAL.mark(1) in found.marks


@pytest.mark.parametrize("name", SHAPES)
def test_whose_it_is_is_found_by_either_mark(name):
    assert SEAL.mark(1) in read(filled(name, message_id=False)).marks, "by the address it came back to"
    if name != "exim, a warning":  # which has nothing of ours in it
        assert SEAL.mark(1) in read(filled(name, path=False)).marks, "by the Message-ID of ours inside"


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_done_about_it_and_that_twice_is_once(database, clock, sent, name):
    shape = SHAPES[name]
    first = take(database, clock, filled(name))
    assert first == Recorded(shape.what, 1)
    after = (row(database).status, row(database).returned_at, row(database).reason), suppressed(database)
    clock.advance(hours=1)
    take(database, clock, filled(name))
    assert after == ((row(database).status, row(database).returned_at, row(database).reason), suppressed(database))
    returned = shape.what in ("failed", "complaint")
    assert row(database).returned_at == (clock.now - timedelta(hours=1) if returned else None)
    if shape.what == "complaint":
        assert [reason for _, reason, _ in suppressed(database)] == ["complained"]
    else:
        expected = [(SEAL.key(TO), "bounced", shape.status)] if shape.mailbox else []
        assert suppressed(database) == expected
    assert row(database).status == "sent"
    assert TO not in row(database).reason


@pytest.mark.parametrize("name", SHAPES)
def test_a_forged_one_does_nothing(database, clock, sent, name):
    """Anybody can write such a mail, and knows how our addresses look."""
    forged = filled(name, seal=MailSeal("guessed it, didn't I"))
    assert take(database, clock, forged).message is None
    assert (row(database).returned_at, row(database).reason, suppressed(database)) == (None, "", [])


def test_a_mark_is_of_one_row():
    mark = SEAL.mark(12)
    assert SEAL.marked(mark) == SEAL.marked(mark.upper()) == 12
    assert SEAL.marked(mark.replace("12-", "13-")) is None
    for wrong in ("", "-", "12", "12-", "١٢-aaaaaaaaaaaaaaaa", "9" * 40 + "-aaaaaaaaaaaaaaaa", mark + "a"):
        assert SEAL.marked(wrong) is None


@given(st.binary(max_size=3000))
def test_no_bytes_make_it_raise(raw):
    read(raw)


@given(st.sampled_from(sorted(SHAPES)), st.integers(0, 2**32))
def test_no_broken_bounce_makes_it_raise(name, seed):
    """Cut, doubled, with bytes changed: what is left of it says something or nothing."""
    chance, raw = random.Random(seed), bytearray(filled(name))
    for _ in range(chance.randint(1, 20)):
        place = chance.randrange(len(raw))
        if chance.random() < 0.3:
            raw[place : place + chance.randint(1, 200)] = b""
        else:
            raw[place : place + 1] = chance.choice([b"\x00", b"\xff", b"\r\n\r\n", b"--b1--", b"=?utf-8?b?", b":", b"\n "])
        if not raw:
            break
    read(bytes(raw))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00" * 1000,
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n" * 2000,
        b"Content-Type: text/plain; charset=no-such-charset\nReturn-Path: <>\n\n\xff\xfe550 5.1.1",
        b"Content-Type: multipart/mixed; boundary=\n\n",
        b"From: mailer-daemon\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Subject: " + b"=?utf-8?q?x?= " * 20_000,
        b"From: mailer-daemon@x\n\n" + b"5.1.1 " * 100_000,
        b"From: mailer-daemon@x\n\n" + b"a" * (3 * MOST_BYTES),
        b"To: " + b"1-" + b"a" * 1_000_000 + b"\n\n",
    ],
    ids=range(10),
)
def test_hostile_mail_says_nothing_of_ours(raw):
    assert read(raw).marks == ()


def test_mbox_and_maildir(tmp_path):
    mails = [filled("postfix"), filled("qmail"), b"Subject: x\r\n\r\n>From here on\r\n"]
    mbox = tmp_path / "mbox"
    mbox.write_bytes(b"".join(b"From MAILER-DAEMON Mon Mar  2 15:00:00 2026\n" + mail + b"\n" for mail in mails))
    assert [read(mail).what for mail in mails_in(mbox)] == ["failed", "failed", "reply"]
    for folder, mail in zip(("new", "cur", "cur"), mails, strict=True):
        (tmp_path / "Maildir" / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / "Maildir" / folder / str(hash(mail))).write_bytes(mail)
    assert sorted(read(mail).what for mail in mails_in(tmp_path / "Maildir")) == ["failed", "failed", "reply"]


@pytest.mark.parametrize("way", ["pipe", "mailbox"])
def test_the_command(database, database_url, clock, sent, monkeypatch, tmp_path, way):
    from app import main

    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", database_url)
    monkeypatch.setenv("UNDERSIGNED_SECRET_KEY", "a-secret-for-tests-only")
    if way == "pipe":
        done = CliRunner().invoke(main, ["bounce"], input=filled("postfix"))
    else:
        (tmp_path / "mbox").write_bytes(b"From x\n" + filled("postfix") + b"\nFrom y\n" + b"Subject: hello\n\nhello\n")
        done = CliRunner().invoke(main, ["bounce", "--mailbox", str(tmp_path / "mbox")])
        assert "1: not about a message of ours" in done.output
    assert done.exit_code == 0, done.output
    assert "1: could not be delivered" in done.output
    assert [reason for _, reason, _ in suppressed(database)] == ["bounced"]
