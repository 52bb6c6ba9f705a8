"""Editions keep their files: written once, whoever asks, and the same bytes for ever."""

from __future__ import annotations

import hashlib
import json
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from campaign import exports
from campaign.editions import file_of, files_of
from campaign.editions.freezing import packed, unpacked
from campaign.editions.writing import NoSuchFile, edition_file, kept, letter_file, unwritten, writing_files
from campaign.exports import NotWritten, export
from campaign.models import FORMS, Campaign, Edition, EditionFile, EditionTrouble, hash_of_list
from campaign.queries import find
from coalition.models import AuditEntry
from database import Database
from tests.tools.signing import rows


@pytest.fixture
def closed(campaigns):
    campaigns.open()
    campaigns.sign()
    campaigns.close()
    return campaigns


@pytest.fixture
def plain(monkeypatch):
    """Writers that are quick, and that say how often they wrote."""
    made = []

    def writer(kind):
        def write(rendition):
            made.append(kind)
            return f"{kind} {len(made)}: {rendition.title}, {rendition.signatories.count}".encode()

        return write

    monkeypatch.setattr(exports, "WRITERS", {kind: (writer(kind), exports.WRITERS[kind][1]) for kind in FORMS})
    return made


def edition_of(campaigns, number=1):
    return next(one for one in rows(campaigns.database, Edition) if one.number == number)


def work(campaigns, job=None):
    (job or writing_files())(campaigns.database, campaigns.now)


def test_the_worker_writes_them_right_after_the_freeze(closed, database, clock):
    assert rows(database, EditionFile) == []
    work(closed)
    with database.read() as session:
        edition = session.scalars(select(Edition)).one()
        files = files_of(session, edition)
        assert [file.form for file in files] == ["docx", "pdf", "html"]
        assert [file.file_name for file in files] == ["harbor.docx", "harbor.pdf", "harbor.html"]
        for file in files:
            whole = file_of(session, edition, file.form)
            assert hashlib.sha256(whole.data).hexdigest() == whole.sha256 == file.sha256
            assert (whole.size, whole.written_at) == (len(whole.data), clock.now)
        assert file_of(session, edition, "addendum-pdf") is None
        told = [entry.detail for entry in session.scalars(select(AuditEntry).where(AuditEntry.act == "edition.written"))]
    assert {one["sha256"] for one in told} == {file.sha256 for file in files}


def test_what_was_written_stays_when_the_writers_change(closed, database, clock, monkeypatch):
    work(closed)
    before = {form: letter_file(database, 1, form, now=clock.now).data for form in FORMS}
    monkeypatch.setattr(
        exports, "WRITERS", {form: (lambda _r: b"another version of the program", exports.WRITERS[form][1]) for form in FORMS}
    )
    clock.advance(days=400)
    assert {form: letter_file(database, 1, form, now=clock.now).data for form in FORMS} == before
    with database.read() as session:
        assert {form: export(session, find(session, "harbor"), form, now=clock.now).data for form in FORMS} == before
        draft = export(session, find(session, "harbor"), "html", now=clock.now, draft=True)
    assert draft.data == b"another version of the program", "the control: the writers were exchanged"


def test_a_download_before_the_worker_came_stores_what_it_hands_out(closed, plain, database, clock):
    first = letter_file(database, 1, "pdf", now=clock.now)
    assert letter_file(database, 1, "pdf", now=clock.now) == first
    assert edition_file(database, 1, 1, "pdf", now=clock.now) == first
    work(closed)
    assert plain == ["pdf", "docx", "html"], "the worker writes what is missing"


def test_an_open_letter_is_a_draft_and_stores_nothing(campaigns, database, clock, plain):
    campaigns.open()
    assert letter_file(database, 1, "html", now=clock.now).draft
    assert rows(database, EditionFile) == []


def test_a_public_copy_without_names_is_not_the_stored_file(campaigns, database, clock):
    campaigns.open(show_signatories=False)
    campaigns.sign("Zebra Fund")
    campaigns.close()
    work(campaigns)
    assert b"Zebra Fund" in letter_file(database, 1, "html", now=clock.now).data
    assert b"Zebra Fund" not in letter_file(database, 1, "html", now=clock.now, public=True).data


@pytest.mark.parametrize("locked", [True, False])
def test_two_who_write_at_once_store_one_and_hand_out_the_same(closed, database, clock, plain, monkeypatch, locked):
    """Both look, both find nothing, both write; then they store. Without the second look in the transaction the database itself
    refuses the second one, which is the control."""
    from campaign.editions import writing

    meeting = threading.Barrier(2, timeout=30)
    real = writing.written

    def together(rendition, form):
        meeting.wait()
        return real(rendition, form)

    monkeypatch.setattr(writing, "written", together)
    if not locked:
        looks = iter([None, None, None, None])
        monkeypatch.setattr(writing, "file_of", lambda *_: next(looks))
    got, errors = [], []

    def ask():
        try:
            got.append(kept(database, 1, "docx", clock.now).data)
        except IntegrityError as error:
            errors.append(error)

    both = [threading.Thread(target=ask) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert plain == ["docx", "docx"], "both wrote"
    (stored,) = rows(database, EditionFile)
    if locked:
        assert errors == []
        assert [hashlib.sha256(data).hexdigest() for data in got] == [stored.sha256] * 2
    else:
        assert len(errors) == 1


def test_killed_between_freezing_and_writing_it_is_written_by_the_next(closed, database, clock, plain, monkeypatch):
    """What a kill leaves is a frozen edition with some of its files, or none."""
    from campaign.editions import writing

    class Killed(BaseException):
        pass

    real = writing._store

    def dying(*args):
        if len(plain) == 2:
            raise Killed
        return real(*args)

    monkeypatch.setattr(writing, "_store", dying)
    with pytest.raises(Killed):
        work(closed)
    assert [file.form for file in rows(database, EditionFile)] == ["docx"]
    assert rows(database, EditionTrouble) == [], "nobody lived to say so"
    monkeypatch.setattr(writing, "_store", real)
    first = hashlib.sha256(letter_file(database, 1, "docx", now=clock.now).data).hexdigest()
    work(closed)
    files = rows(database, EditionFile)
    assert {file.form for file in files} == set(FORMS)
    assert first == files[0].sha256


def test_what_cannot_be_written_is_said_tried_again_and_loses_nothing(closed, database, clock, plain, monkeypatch, signed_in):
    good = exports.WRITERS

    def failing(_rendition):
        raise NotWritten("The PDF has no letter shape for it.")

    monkeypatch.setattr(exports, "WRITERS", {**good, "pdf": (failing, "application/pdf")})
    job = writing_files()
    work(closed, job)
    assert {file.form for file in rows(database, EditionFile)} == {"docx", "html"}, "the others are written"
    (trouble,) = rows(database, EditionTrouble)
    assert (trouble.form, trouble.problem, trouble.tries) == ("pdf", "The PDF has no letter shape for it.", 1)
    assert "could not be written" in signed_in("viewer").get("/desk/harbor/editions").text
    clock.advance(seconds=59)
    work(closed, job)
    assert rows(database, EditionTrouble)[0].tries == 1, "not before its time"
    clock.advance(seconds=2)
    work(closed, job)
    assert rows(database, EditionTrouble)[0].tries == 2
    monkeypatch.setattr(exports, "WRITERS", good)
    clock.advance(minutes=5)
    work(closed, job)
    assert rows(database, EditionTrouble) == []
    assert len(rows(database, EditionFile)) == 3


def test_what_a_program_says_of_itself_is_not_repeated(closed, database, clock, monkeypatch):
    def failing(_rendition):
        raise RuntimeError("ada@friends.example")

    monkeypatch.setattr(exports, "WRITERS", dict.fromkeys(FORMS, (failing, "x/y")))
    work(closed)
    assert {one.problem for one in rows(database, EditionTrouble)} == {"The program failed (RuntimeError)."}


def test_editions_of_before_are_written_when_asked_for(closed, database, clock, plain):
    with database.engine.begin() as connection:
        connection.execute(Edition.__table__.update().values(closed_by=""))
    work(closed)
    assert plain == []
    letter_file(database, 1, "html", now=clock.now)
    assert plain == ["html"]


def test_a_first_edition_has_no_addendum(closed, database, clock):
    with pytest.raises(NoSuchFile):
        kept(database, 1, "addendum-pdf", clock.now)


def test_nothing_is_left_when_all_is_written(closed, database, clock, plain):
    whole = set()
    with database.read() as session:
        assert unwritten(session, clock.now, whole) == [(1, "docx"), (1, "pdf"), (1, "html")]
    work(closed)
    with database.read() as session:
        assert unwritten(session, clock.now, whole) == []


# What is frozen is never changed.


@pytest.mark.parametrize("change", ["count", "signatories", "title", "left_open", "delete"])
def test_an_edition_cannot_be_changed(closed, database, change):
    values = {"count": 7, "signatories": {"columns": 1, "groups": []}, "title": "Another", "left_open": [{}]}

    def spoil():
        with database.write() as session:
            edition = session.scalars(select(Edition)).one()
            if change == "delete":
                session.delete(edition)
            else:
                setattr(edition, change, values[change])

    with pytest.raises(ValueError, match="frozen"):
        spoil()
    assert edition_of(closed).count == 1


def test_nor_can_a_file_of_it(closed, database, plain):
    work(closed)
    with pytest.raises(ValueError, match="frozen"), database.write() as session:
        session.scalars(select(EditionFile)).first().data = b"another"
    with pytest.raises(ValueError, match="frozen"), database.write() as session:
        session.delete(session.scalars(select(EditionFile)).first())
    assert len(rows(database, EditionFile)) == 3


def test_looking_at_one_and_saving_it_as_it_is_is_no_change(closed, database):
    with database.write() as session:
        edition = session.scalars(select(Edition)).one()
        edition.title = str(edition.title)
        session.get_one(Campaign, 1).title = "Another title"
    assert closed.get().title == "Another title"


def test_the_hash_of_a_list_is_that_of_its_canonical_json(closed):
    edition = edition_of(closed)
    shuffled = json.loads(json.dumps(edition.signatories, indent=3, sort_keys=True))
    assert edition.list_hash == hash_of_list(shuffled) == hash_of_list(packed(unpacked(edition.signatories)))
    plain = json.dumps(edition.signatories, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert edition.list_hash == hashlib.sha256(plain.encode()).hexdigest()


def test_on_a_database_that_is_opened_anew_the_bytes_are_there(closed, database_url, database, clock):
    work(closed)
    data = letter_file(database, 1, "pdf", now=clock.now).data
    other = Database(database_url)
    assert letter_file(other, 1, "pdf", now=clock.now).data == data
    other.dispose()
