"""The library's verbs: what each changes, what it refuses, and that it can be undone. The letter's text is never touched."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from campaign.operations import TextLocked, resolution_of, save_letter
from campaign.operations.doubles import forget_apart, merge_sources, tell_apart, unmerge_source
from campaign.operations.library import (
    NoSource,
    SourceCited,
    SourceConflict,
    add_sources,
    edit_source,
    fingerprint,
    put_back,
    remove_source,
    removed_lately,
    taken_by,
)
from campaign.operations.writing import MOST_CHARACTERS, MOST_SOURCES
from campaign.queries import find, newest_version
from coalition.models import AuditEntry
from errors import UserError
from letters.document import markdown
from letters.document.walk import plain_text
from letters.library.doubles import doubles
from letters.models import Version
from tests.tools.campaigns import SOURCES, TEXT, Campaigns

DOUBLE = {"id": "report-2", "type": "report", "title": "Harbor Report", "issued": {"date-parts": [[2025]]}, "publisher": "City"}
SPARE = {"id": "spare", "type": "book", "title": "Spare", "x-kept": [1, 1.0]}


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.draft(sources=[*SOURCES, DOUBLE, SPARE])
    return made


@pytest.fixture
def do(campaigns, database, clock):
    """``do(verb, ...)``: the verb on the campaign, in a transaction of its own."""

    def run(verb, *args, **kwargs):
        with database.write() as session:
            return verb(session, find(session, "harbor"), *args, by="Ana", now=clock.now, **kwargs)

    return run


@pytest.fixture
def newest(database):
    """The newest version as it is now."""

    def look():
        with database.read() as session:
            version = newest_version(session, find(session, "harbor"))
            return session.get(Version, version.id)

    return look


def library(version):
    return {item["id"]: item for item in version.sources}


def first_note(version):
    return plain_text(resolution_of(version).notes[0].content)


def test_adding_leaves_the_text_and_says_what_it_did(do, newest):
    before = newest()
    made = do(add_sources, [SPARE, {"id": "a", "title": "A"}, {"id": "report", "title": "New"}])
    assert (made.added, made.replaced, made.same, dict(made.renamed or {})) == (("a",), ("report",), ("spare",), {})
    after = newest()
    assert (after.tree, after.style, after.number) == (before.tree, before.style, before.number + 1)
    assert [item["id"] for item in after.sources] == ["report", "report-2", "spare", "a"], "the old ones stay where they are"


def test_what_is_there_already_makes_no_version(do, newest):
    before = newest().number
    do(add_sources, [SPARE])
    assert newest().number == before


def test_replacing_keeps_what_only_we_know(do, newest):
    edited = {**SPARE, "custom": {"short": "Sp."}}
    do(edit_source, edited, seen=fingerprint(SPARE))
    do(add_sources, [{"id": "spare", "title": "From another program"}])
    assert library(newest())["spare"] == {"id": "spare", "title": "From another program", "custom": {"short": "Sp."}}
    do(add_sources, [{"id": "spare", "title": "T", "custom": {}}])
    assert library(newest())["spare"]["custom"] == {}, "a file that brings its own is believed"


def test_two_of_one_id_in_one_file_are_both_kept(do, newest):
    made = do(add_sources, [{"id": "n", "title": "One", "type": "book"}, {"id": "n", "title": "Two", "type": "book"}])
    assert made.added == ("n", "two")
    assert [library(newest())[key]["title"] for key in made.added] == ["One", "Two"]


def test_replacing_something_else_than_was_seen_is_a_conflict(do, newest):
    new = {"id": "spare", "title": "New"}
    assert taken_by(newest().sources, [new, SPARE, {"id": "z"}]) == {"spare": SPARE}
    with pytest.raises(SourceConflict):
        do(add_sources, [new], seen={"spare": "another"})
    with pytest.raises(SourceConflict):
        do(add_sources, [new], seen={})
    do(add_sources, [new], seen={"spare": fingerprint(SPARE)})
    assert library(newest())["spare"] == new


def test_a_library_has_an_end(do, newest):
    before = newest().sources
    with pytest.raises(UserError, match="holds at most"):
        do(add_sources, [{"id": f"k{number}"} for number in range(MOST_SOURCES)])
    with pytest.raises(UserError, match="too much text"):
        do(add_sources, [{"id": "big", "abstract": "x" * MOST_CHARACTERS}])
    assert newest().sources == before


def test_editing_on_top_of_anothers_edit_is_a_conflict_and_theirs_is_told(do, newest):
    theirs = {**SPARE, "title": "Theirs"}
    do(edit_source, theirs, seen=fingerprint(SPARE))
    with pytest.raises(SourceConflict) as refused:
        do(edit_source, {**SPARE, "title": "Mine"}, seen=fingerprint(SPARE))
    assert refused.value.theirs == theirs
    assert library(newest())["spare"] == theirs
    do(edit_source, theirs, seen=fingerprint(SPARE))  # both typed the same: nobody's words are lost
    with pytest.raises(NoSource):
        do(edit_source, {"id": "gone"}, seen="")


def test_a_fingerprint_knows_numbers_apart_and_not_the_order():
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 1.0})
    assert fingerprint({"a": 1}) != fingerprint({"a": True})


def test_a_cited_source_stays_and_its_notes_are_named(do):
    with pytest.raises(SourceCited) as refused:
        do(remove_source, "report")
    assert refused.value.notes == (1,)
    with pytest.raises(NoSource):
        do(remove_source, "nothing")


def test_a_removal_is_undone_to_the_byte(do, newest, database):
    before = json.dumps(newest().sources)
    do(remove_source, "report-2")
    with database.read() as session:
        campaign = find(session, "harbor")
        (entry,) = removed_lately(session, campaign, newest_version(session, campaign))
    assert entry.detail["item"] == DOUBLE, "the audit log keeps it whole"
    do(put_back, entry.id)
    assert json.dumps(newest().sources) == before
    with pytest.raises(UserError, match="again"):
        do(put_back, entry.id)
    with database.read() as session:
        campaign = find(session, "harbor")
        assert removed_lately(session, campaign, newest_version(session, campaign)) == []


def test_another_campaigns_removal_is_none_of_ours(do, campaigns, database, clock):
    campaigns.draft("other", sources=[SPARE])
    with database.write() as session:
        remove_source(session, find(session, "other"), "spare", by="Ana", now=clock.now)
        entry = session.scalars(select(AuditEntry.id).where(AuditEntry.act == "library.removed")).one()
    with pytest.raises(UserError, match="cannot be found"):
        do(put_back, entry)
    with database.read() as session:
        other = session.scalars(select(AuditEntry.id).where(AuditEntry.act != "library.removed").limit(1)).one()
    with pytest.raises(UserError, match="cannot be found"):
        do(put_back, other)


def test_citations_of_a_merged_double_print_the_one_that_is_kept(do, newest):
    tree, sources = newest().tree, json.dumps(newest().sources)
    do(merge_sources, "report-2", "report")
    merged = newest()
    assert merged.tree == tree, "the text is not touched"
    assert "Harbor Report, City (2025)" in first_note(merged)
    assert not [warning for warning in resolution_of(merged).warnings if warning.blocks]
    with pytest.raises(UserError, match="is merged into it"):
        do(remove_source, "report-2")
    with pytest.raises(UserError, match="merged already"):
        do(merge_sources, "spare", "report")
    do(unmerge_source, "report")
    assert json.dumps(newest().sources) == sources
    assert "City" not in first_note(newest())


def test_what_is_told_apart_is_offered_no_more_until_it_is_taken_back(do, newest):
    do(add_sources, [{"id": "a", "DOI": "10.1000/1", "title": "A"}, {"id": "b", "DOI": "https://doi.org/10.1000/1"}])
    sources = json.dumps(newest().sources)
    assert [{pair.a, pair.b} for pair in doubles(newest().sources)] == [{"a", "b"}]
    do(tell_apart, "a", "b")
    assert doubles(newest().sources) == ()
    do(forget_apart, "b", "a")
    assert json.dumps(newest().sources) == sources


@pytest.mark.parametrize("verb", [merge_sources, tell_apart, forget_apart])
def test_what_is_not_there_is_neither_merged_nor_told_apart(do, verb):
    for pair in (("report", "nothing"), ("nothing", "report")):
        with pytest.raises(UserError):
            do(verb, *pair)


def test_a_version_hash_follows_what_prints(do, newest):
    before = newest().content_hash
    do(add_sources, [{"id": "uncited", "title": "U"}])
    assert newest().content_hash == before, "what nothing cites is not what people sign"
    do(merge_sources, "report-2", "report")
    assert newest().content_hash != before


@pytest.mark.parametrize(
    ("verb", "args", "more"),
    [
        (add_sources, ([{"id": "a"}],), {}),
        (edit_source, ({"id": "spare", "title": "S"},), {"seen": fingerprint(SPARE)}),
        (remove_source, ("spare",), {}),
        (merge_sources, ("report", "report-2"), {}),
        (unmerge_source, ("report",), {}),
        (tell_apart, ("report", "report-2"), {}),
        (forget_apart, ("report", "report-2"), {}),
    ],
)
def test_a_closed_letters_library_is_locked(campaigns, database, clock, verb, args, more):
    campaigns.open("open", sources=[*SOURCES, DOUBLE, SPARE])
    campaigns.close("open")
    with database.read() as session:
        before = session.scalar(select(func.count()).select_from(Version))
    with pytest.raises(TextLocked), database.write() as session:
        verb(session, find(session, "open"), *args, by="Ana", now=clock.now, **more)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Version)) == before


def test_every_act_is_in_the_record(do, database):
    do(add_sources, [{"id": "a"}])
    do(edit_source, {**SPARE, "title": "S"}, seen=fingerprint(SPARE))
    do(merge_sources, "report", "report-2")
    do(unmerge_source, "report-2")
    do(tell_apart, "report", "report-2")
    do(forget_apart, "report", "report-2")
    do(remove_source, "a")
    with database.read() as session:
        acts = session.scalars(
            select(AuditEntry.act).where(AuditEntry.act.startswith("library.")).order_by(AuditEntry.id)
        ).all()
    assert acts == [
        f"library.{verb}" for verb in ("added", "edited", "merged", "unmerged", "distinct", "undistinct", "removed")
    ]


def test_the_text_and_the_library_are_saved_apart(do, newest, database, clock):
    base = newest().number
    do(add_sources, [{"id": "a"}])
    letter, _ = markdown.read(TEXT.replace("stop the dumping", "end the dumping"))
    with database.write() as session:
        save_letter(session, find(session, "harbor"), letter, base=base, by="Ben", now=clock.now)
    assert "a" in library(newest()), "who had the text open loses nothing of the library"
