"""Whoever holds a file learns whether it is one of the letter's; nothing of it is kept; and nobody learns an address."""

from __future__ import annotations

import hashlib
import io
import os
from typing import Any

import pytest
import werkzeug.formparser
from werkzeug.datastructures import FileStorage

from campaign.editions.writing import kept
from campaign.public.checking import hash_in
from campaign.queries import edition_of, find
from hashed_uploads import HashedUpload
from tests.tools.pages import text_of
from tests.tools.recipients import BY_STATE, Recipients, member

PAGE = "/letters/harbor/check"


@pytest.fixture
def closed(campaigns, database, clock):
    """A closed letter with one recipient who has a copy of their own; all files are written."""
    campaigns.open(text=BY_STATE)
    campaigns.sign(state="Ohio")
    found = Recipients(database, clock)
    found.add(member(1))
    campaigns.close()
    found.want_copies()
    found.write_copies()
    return found


def final(database: Any, clock: Any, form: str = "docx") -> bytes:
    with database.read() as session:
        edition = edition_of(session, find(session, "harbor"))
    return kept(database, edition.id, form, clock.now).data


def own(client: Any, database: Any, closed: Recipients) -> bytes:
    from campaign.delivery_queries import copy_with_bytes

    with database.read() as session:
        return copy_with_bytes(session, closed.write_copies()[-1].id).data


def sent(client: Any, data: bytes, name: str = "letter.docx") -> Any:
    return client.send(PAGE, {"file": FileStorage(io.BytesIO(data), name)}, content_type="multipart/form-data")


def checked(client: Any, data: bytes) -> str:
    answer = sent(client, data)
    assert answer.status_code == 303
    assert answer.location.endswith(f"?sha256={hashlib.sha256(data).hexdigest()}")
    return text_of(client.get(answer.location))


def test_the_edition_is_known(closed, client, database, clock):
    said = checked(client, final(database, clock))
    assert "Yes, this is one of the letter’s files, unchanged" in said
    assert "It is edition 1 of the letter (DOCX)." in said
    assert "have not said yet that this edition is delivered" in said


def test_a_recipients_copy_is_known_by_their_name_and_nothing_else(closed, client, database):
    said = checked(client, own(client, database, closed))
    assert "It is the copy for The Honorable Jo Doe 1 of edition 1 (DOCX)." in said
    assert "house.example" not in said


@pytest.mark.parametrize("change", ["a byte more", "a byte less", "another byte"])
def test_a_changed_copy_is_not_ours(closed, client, database, clock, change):
    data = final(database, clock)
    other = {"a byte more": data + b" ", "a byte less": data[:-1], "another byte": b"X" + data[1:]}[change]
    said = checked(client, other)
    assert "No, this is none of the letter’s files" in said
    assert "saved it anew" in said


def test_the_file_of_another_letter_is_not_this_ones(closed, client, campaigns, database, clock):
    data = final(database, clock)
    campaigns.open("other", text=BY_STATE.replace("clean", "cleaner"))
    campaigns.sign(slug="other")
    campaigns.close("other")
    digest = hashlib.sha256(data).hexdigest()
    assert "Yes, " in text_of(client.get(f"{PAGE}?sha256={digest}"))
    assert "No, " in text_of(client.get(f"/letters/other/check?sha256={digest}"))


def test_a_hash_can_be_pasted_however_a_program_shows_it(closed, client, database, clock):
    digest = hashlib.sha256(final(database, clock)).hexdigest()
    shown = f"SHA256: {':'.join(digest[at : at + 2] for at in range(0, 64, 2)).upper()}"
    answer = client.fill_in(PAGE, {"sha256": shown}, action="check")
    assert "Yes, " in text_of(client.get(answer.location))
    wrong = client.fill_in(PAGE, {"sha256": digest[:-1]}, action="check")
    assert wrong.status_code == 422
    assert "A SHA-256 has 64 digits" in text_of(wrong)
    assert "Choose a file, or write its SHA-256." in text_of(client.fill_in(PAGE, {}, action="check"))
    assert client.get(f"{PAGE}?sha256=<script>").status_code == 422


def test_before_the_letter_is_closed_there_is_no_file(campaigns, client):
    campaigns.open()
    assert "has not been closed yet" in text_of(client.get(f"{PAGE}?sha256={'0' * 64}"))
    campaigns.draft("secret")
    assert client.get("/letters/secret/check").status_code == 404


def test_nothing_of_a_large_file_is_kept_even_for_a_moment(closed, client, monkeypatch):
    def never(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("something was written to a file")

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", never)
    data = os.urandom(3_000_000)
    assert "No, this is none" in checked(client, data)


def test_the_control_for_that(signed_in, monkeypatch, campaigns):
    """Elsewhere a large file does go through a temporary one: the test above can fail."""
    campaigns.open()
    real, seen = werkzeug.formparser.SpooledTemporaryFile, []

    def watched(*args: Any, **kwargs: Any) -> Any:
        seen.append(args)
        return real(*args, **kwargs)

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", watched)
    signed_in("editor").send(
        "/desk/harbor/delivery/import",
        {"file": FileStorage(io.BytesIO(b"x" * 3_000_000), "x.csv")},
        content_type="multipart/form-data",
    )
    assert seen


def test_what_is_larger_than_any_letter_is_refused(closed, client):
    assert sent(client, b"x" * (26 * 1024 * 1024)).status_code == 413


def test_somebody_who_keeps_sending_is_told_to_wait(closed, make_app, settings, clock):
    from dataclasses import replace as changed

    client = make_app(changed(settings, limits=True)).test_client()
    answers = [client.send(PAGE, {"sha256": "0" * 64}).status_code for _ in range(31)]
    assert answers[:30] == [303] * 30
    assert answers[30] == 429


def test_a_hash_is_what_hashlib_says():
    upload = HashedUpload()
    for start in range(0, 1000, 7):
        upload.write(bytes(range(256))[start % 256 :][:7])
    upload.seek(0)
    assert (upload.size > 0, upload.read(1) if upload.readable() else b"") == (True, b"")
    assert len(upload.sha256) == 64


@pytest.mark.parametrize("typed", ["", "x" * 64, "0" * 63, "0" * 65, "sha256", "0" * 100_000])
def test_what_is_no_hash(typed):
    assert hash_in(typed) == ""
