"""A mail as its bytes: what Python's own reader makes of it."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.attachments import Attachment, MissingAttachmentError, attachments_of, source
from mail.compose import Composed
from mail.letter import BadLetterError, Letters
from mail.sealing import MailSeal

SEAL = MailSeal("a-secret-for-tests-only")
LETTERS = Letters("Undersigned <letters@example.org>", SEAL)
URL = "https://letters.example.org/unsubscribe/" + "A" * 120


def read(**changed):
    values = {"number": 7, "written_at": datetime(2026, 3, 2, tzinfo=UTC), "recipient": "ana@rivers.example"}
    values |= {"subject": "Hello", "text": "Text\n", "html": "<p>Text</p>\n"} | changed
    raw = LETTERS.letter(Composed(**values)).content
    assert all(len(line) <= 998 for line in raw.split(b"\r\n")), "RFC 5322, section 2.1.1"
    assert b"\n" not in raw.replace(b"\r\n", b"")
    made = email.message_from_bytes(raw, policy=email.policy.default)
    assert not made.defects
    return made


def part(made, kind):
    return made.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_two_parts_with_the_same_words_the_better_one_last():
    made = read(text="Naïve ✓\n.\nFrom here\n", html="<p>Naïve ✓</p>\n")
    assert made.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in made.iter_parts()] == ["text/plain", "text/html"]
    assert (part(made, "plain"), part(made, "html")) == ("Naïve ✓\n.\nFrom here\n", "<p>Naïve ✓</p>\n")


def test_what_it_says_of_itself():
    made = read(language="es", reply_to="ana@rivers.example", unsubscribe_url=URL, sender_name="Rivers")
    assert made["Auto-Submitted"] == "auto-generated"
    assert made["Content-Language"] == "es"
    assert made["Reply-To"] == "ana@rivers.example"
    assert made["List-Unsubscribe"] == f"<{URL}>", "one piece, however long"
    assert made["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert made["From"] == "Rivers via Undersigned <letters@example.org>", "the address for which others vouch"


def test_a_message_that_was_asked_for_has_no_way_out():
    made = read()
    assert made["List-Unsubscribe"] is None
    assert made["Reply-To"] is None
    assert made["From"] == "Undersigned <letters@example.org>"


@pytest.mark.parametrize(
    "name", ["Ríos y Mares", "Rivers, Lakes & “Seas”", 'The "Best" <Rivers>', "河川連盟" * 3, "a@b.example", "R" * 150]
)
def test_any_name_is_read_back(name):
    made = read(sender_name=name)
    (address,) = made["From"].addresses
    assert address.display_name == f"{name} via Undersigned"
    assert address.addr_spec == "letters@example.org"


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf"]), min_size=1, max_size=200))
def test_any_subject_is_read_back(subject):
    subject = " ".join(subject.split())
    if subject.isprintable():
        assert " ".join(str(read(subject=subject)["Subject"]).split()) == subject


@given(st.text(max_size=2000))
def test_any_text_is_read_back(text):
    text = "".join(mark for mark in text if mark.isprintable() or mark == "\n") + "\n"
    made = read(text=text, html="")
    assert made.get_content().replace("\r\n", "\n").rstrip("\n") == text.rstrip("\n")


@pytest.mark.parametrize(
    "wrong", [{"subject": "a\r\nBcc: x"}, {"recipient": "a@b.example\nBcc: x"}, {"reply_to": "a\r@b"}, {"sender_name": "a\nb"}]
)
def test_no_header_begins_another_one(wrong):
    with pytest.raises(BadLetterError):
        read(**wrong)


def test_files_go_with_it():
    files = (Attachment("letter.pdf", "application/pdf", b"%PDF" * 1000), Attachment("carta “ñ”.txt", "text/plain", b"hola"))
    made = read(attachments=files)
    assert made.get_content_type() == "multipart/mixed"
    assert part(made, "html") == "<p>Text</p>\n"
    found = list(made.iter_attachments())
    assert [one.get_filename() for one in found] == ["letter.pdf", "carta “ñ”.txt"]
    assert [one.get_payload(decode=True) for one in found] == [file.content for file in files]


def test_the_same_message_again_has_the_same_identifier():
    assert read()["Message-ID"] == read(subject="changed")["Message-ID"] != read(number=8)["Message-ID"]


def test_a_file_that_is_not_there_keeps_the_message_back(database):
    source("test-file")(lambda _session, number: Attachment("a.txt", "text/plain", b"a") if number == 1 else None)
    with database.read() as session:
        assert attachments_of(session, ["test-file:1"])[0].content == b"a"
        for wrong in ("test-file:2", "no-such:1", "test-file:x", ""):
            with pytest.raises(MissingAttachmentError):
                attachments_of(session, [wrong])
    with pytest.raises(ValueError, match="two sources"):
        source("test-file")(lambda *_: None)
