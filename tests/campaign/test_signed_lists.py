"""Lists of those who signed elsewhere, written down and taken back: the operations."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import pytest

from campaign.bundles import write_bundle
from campaign.bundles.listed import COLUMNS, FILE
from campaign.exports import bundle_of, signatory_table
from campaign.operations.erasing import erase
from campaign.operations.retention import purge_due
from campaign.queries import circulating_text, find
from coalition.models import AuditEntry
from errors import UserError
from signatories.models import Consent, Signature, SignatureAct, SignatureBatch
from tests.tools.campaigns import Campaigns
from tests.tools.consenting import publish, write
from tests.tools.deciding import word
from tests.tools.signed_lists import SignedLists
from tests.tools.signing import rows, set_signature

FORM = (
    "Timestamp,Email Address,Name of your organization,Your name,Your title,Website\n"
    "2026/02/27 3:15:07 PM EST,ada@friends.example,Friends of the Harbor,Ada Okafor,Director,friends.example\n"
    "2026/02/28 9:00:00 AM EST,ben@reef.example,Reef,Ben Li,Chair,\n"
)


@pytest.fixture
def lists(database, clock, campaigns):
    campaigns.open(allow_individuals=True)
    return SignedLists(database, clock)


def by_line(database):
    return {one.line: one for one in rows(database)}


def test_a_list_stands_on_the_letter_on_the_word_of_whoever_brought_it(lists, database, campaigns, clock):
    brought = lists.brought(FORM, "form.csv")
    assert (brought.count, brought.passed_by) == (2, 0)
    friends, reef = rows(database)
    assert (friends.status, friends.origin, friends.confirmed_how, friends.confirmed_at) == (
        "accepted",
        "import",
        "import",
        clock.now,
    )
    assert (friends.line, friends.signed_by, friends.signed_title) == ("Friends of the Harbor", "Ada Okafor", "Director")
    assert (friends.contact_email, friends.website, friends.trust) == ("ada@friends.example", "friends.example", "domain")
    assert friends.signed_at == datetime(2026, 2, 27, 20, 15, 7, tzinfo=UTC)
    assert friends.attestation == "They signed this text (version 1). On the word of Coordinator."
    assert friends.batch_id == reef.batch_id == brought.batch.id
    with database.read() as session:
        text = circulating_text(session, campaigns.get())
    assert (friends.version_id, friends.version_hash) == (text.id, text.content_hash)
    assert friends.address_key is None, "nobody has shown that the mailbox is theirs"
    (entry,) = (one for one in rows(database, AuditEntry) if one.act == "signatures.brought")
    assert entry.detail == {"count": 2, "batch": brought.batch.id, "version": 1}
    assert not rows(database, SignatureAct)


def test_positions_continue_the_list(lists, database):
    lists.brought("Reef\nMills\n")
    lists.brought("Hills\nDunes\n")
    assert [(one.line, one.position) for one in rows(database)] == [("Reef", 1), ("Mills", 2), ("Hills", 3), ("Dunes", 4)]


def test_another_text_than_the_one_that_counts_is_not_vouched_for(lists, database):
    with pytest.raises(UserError, match="The text has changed meanwhile: version 1 counts now"):
        lists.brought(FORM, text_hash="0" * 64)
    assert not rows(database)


def test_a_closed_letter_takes_no_list_and_gives_none_back(lists, database, campaigns, clock):
    batch = lists.brought(FORM).batch
    clock.advance(days=4)
    with pytest.raises(UserError, match="The letter has closed; nobody can be added"):
        lists.brought("Hills\n")
    with pytest.raises(UserError, match="The letter has closed; its list stands"):
        lists.taken_back(batch)
    assert {one.status for one in rows(database)} == {"accepted"}


def test_nothing_to_bring_is_refused_and_leaves_no_list_behind(lists, database):
    with pytest.raises(UserError, match="No row"):
        lists.brought("", rows=[])
    assert not rows(database, SignatureBatch)


def test_who_came_to_stand_after_the_page_was_shown_is_passed_over(lists, database, campaigns):
    seen = lists.rows(FORM)[1:]
    campaigns.sign("Friends of the Harbor", "other@harbor.example")
    brought = lists.brought("", rows=seen)
    assert (brought.count, brought.passed_by) == (1, 1)
    assert sorted(one.line for one in rows(database)) == ["Friends of the Harbor", "Reef"]


def test_what_stands_is_told_and_what_was_withdrawn_is_not(lists, campaigns, database):
    signature = campaigns.sign("Friends of the Harbor", "bo@friends.example")
    said = [(row.verdict, row.sentence) for row in lists.rows(FORM)[1:]]
    assert said == [("double", "The same name as “Friends of the Harbor” on the letter, from the same domain."), ("new", "")]
    set_signature(database, signature.id, status="withdrawn")
    assert [row.verdict for row in lists.rows(FORM)[1:]] == ["new", "new"]


def test_people_come_in_only_where_the_letter_takes_them(lists, database, clock, campaigns):
    people = "Individual,Title,Affiliation,Email\nAna Ruiz,Nurse,St. Anne,ana@p.example\n"
    campaigns.open("strict")
    (strict,) = SignedLists(database, clock, "strict").rows(people)[1:]
    assert (strict.verdict, strict.sentence) == (
        "problem",
        "It is a person, and this letter is for organizations; its settings say so.",
    )
    lists.brought(people)
    (one,) = rows(database)
    assert (one.kind, one.whole_line, one.signed_by) == ("individual", "Ana Ruiz, Nurse, St. Anne", "Ana Ruiz")


# --- taking back --------------------------------------------------------------------------------------------------------


def test_a_list_taken_back_is_withdrawn_and_nothing_is_deleted(lists, database, clock):
    batch = lists.brought(FORM).batch
    clock.advance(hours=1)
    done = lists.taken_back(batch)
    assert (done.going, list(done.staying)) == (2, [])
    assert {(one.status, one.status_reason) for one in rows(database)} == {("withdrawn", "the list was taken back")}
    assert [(act.act, act.by, act.reason) for act in rows(database, SignatureAct)] == [
        ("withdrawn", "Coordinator", "the list was taken back")
    ] * 2
    (entry,) = (one for one in rows(database, AuditEntry) if one.act == "signatures.taken_back")
    assert entry.detail == {"batch": batch.id, "count": 2, "kept": 0}
    (kept,) = rows(database, SignatureBatch)
    assert kept.undone_at == clock.now


def test_the_same_list_can_be_brought_again(lists, database):
    lists.taken_back(lists.brought(FORM).batch)
    assert lists.brought(FORM).count == 2
    assert [one.status for one in rows(database)] == ["withdrawn", "withdrawn", "accepted", "accepted"]


@pytest.mark.parametrize("act", ["corrected", "contact changed", "galley right", "kept", "accepted", "correction asked"])
def test_whatever_somebody_acted_upon_stays(lists, database, clock, act):
    batch = lists.brought(FORM).batch
    with database.write() as session:
        session.add(SignatureAct(signature_id=1, act=act, by="the signer", at=clock.now))
    done = lists.taken_back(batch)
    assert (done.going, [one.line for one in done.staying]) == (1, ["Friends of the Harbor"])
    assert {line: one.status for line, one in by_line(database).items()} == {
        "Friends of the Harbor": "accepted",
        "Reef": "withdrawn",
    }


def test_what_the_signer_withdrew_stays_withdrawn_by_them(lists, database, clock):
    batch = lists.brought(FORM).batch
    with database.write() as session:
        session.add(SignatureAct(signature_id=1, act="withdrawn", by="the signer", at=clock.now))
    set_signature(database, 1, status="withdrawn")
    done = lists.taken_back(batch)
    assert (done.going, [one.line for one in done.staying]) == (1, ["Friends of the Harbor"])
    assert by_line(database)["Friends of the Harbor"].status_reason == ""


def test_asking_about_the_line_is_no_act_of_anybodys(lists, database, clock):
    batch = lists.brought(FORM).batch
    with database.write() as session:
        session.add(SignatureAct(signature_id=1, act="galley asked", by="Ana", at=clock.now))
    assert lists.taken_back(batch).going == 2


def test_other_lists_and_other_signatures_stay(lists, database, campaigns):
    campaigns.sign("Hills", "h@hills.example")
    first = lists.brought("Reef\n").batch
    lists.brought("Mills\n")
    lists.taken_back(first)
    assert {one.line: one.status for one in rows(database)} == {"Hills": "accepted", "Reef": "withdrawn", "Mills": "accepted"}


# --- texts that change --------------------------------------------------------------------------------------------------


def test_a_list_that_came_after_a_change_knows_the_text_it_came_with(lists, database, campaigns):
    write(campaigns)
    publish(campaigns, "substantive")
    lists.brought(FORM)
    write(campaigns, "We ask the city to end the dumping of waste now.")
    assert word(campaigns, [1], "withdraw", reason="by mistake")[0]
    publish(campaigns, "editorial")
    mended = "only words were mended since: nobody has to vouch for it again"
    assert word(campaigns, [1], "accept") == (["Friends of the Harbor"], {}), mended
    assert [(one.signature_id, one.how) for one in rows(database, Consent)] == [(2, "editorial"), (1, "editorial")]


def test_a_change_in_substance_asks_them_like_all_others(lists, database, campaigns):
    lists.brought(FORM)
    write(campaigns)
    change = publish(campaigns, "substantive")
    assert {one.asked for one in rows(database)} == {change}


# --- personal data ------------------------------------------------------------------------------------------------------


def test_contacts_of_a_list_go_after_their_time_and_the_lines_stay(lists, database, campaigns, clock):
    lists.brought(FORM, "form.csv")
    campaigns.close()
    clock.advance(days=200)
    assert purge_due(database, clock.now) == 1
    for one in rows(database):
        assert (one.contact_name, one.contact_email, one.signed_by, one.signed_title) == ("", "", "", "")
    assert [one.line for one in rows(database)] == ["Friends of the Harbor", "Reef"]
    kept = repr([(one.source, one.mapping, one.made_by) for one in rows(database, SignatureBatch)])
    assert "ada" not in kept.casefold()


def test_whoever_asks_to_be_forgotten_is_found_in_a_list(lists, database, campaigns, clock):
    lists.brought(FORM)
    with database.write() as session:
        assert erase(session, "Ada@Friends.example", None, by="Ana", now=clock.now).signatures == 1
    friends, reef = rows(database)
    assert (friends.line, friends.contact_name, friends.contact_email, friends.signed_by) == (
        "Friends of the Harbor",
        "",
        "",
        "",
    )
    assert reef.contact_email == "ben@reef.example"


# --- round trips --------------------------------------------------------------------------------------------------------

NAMED = ["Friends of the Harbor", '=HYPERLINK("x")', "@Home", "-dash", "Ñandú, S.A.", 'O’Brien "Bo" Fund']


@pytest.fixture
def full(lists, database, campaigns, clock):
    """A letter with organizations whose names spreadsheets would run, a person, one held and one withdrawn."""
    for number, name in enumerate(NAMED):
        campaigns.sign(name, f"a{number}@x{number}.example", scope="state", state="Ohio", website=f"https://x{number}.example")
        set_signature(database, number + 1, type=("Faith", "=Labor", "")[number % 3])
    person = {"kind": "individual", "title": "Nurse", "affiliation": "St. Anne"}
    campaigns.sign("Ana Ruiz", "ana@p.example", **person)
    gone = campaigns.sign("Gone Away", "g@gone.example")
    set_signature(database, gone.id, status="withdrawn")
    return Campaigns(database, clock)


KEPT = (
    "kind",
    "line",
    "title",
    "affiliation",
    "scope",
    "state",
    "type",
    "website",
    "contact_name",
    "contact_title",
    "contact_email",
)


def prints(database, campaign_id):
    found = [one for one in rows(database) if one.campaign_id == campaign_id and one.status == "accepted"]
    return sorted(tuple(getattr(one, name) for name in KEPT) for one in found)


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_our_own_table_comes_back_as_it_went(full, database, clock, file_format):
    full.open("other", allow_individuals=True)
    with database.read() as session:
        file = signatory_table(session, find(session, "harbor"), file_format)
    other = SignedLists(database, clock, "other")
    counted = other.rows(file.data, file.filename)
    assert [(row.name, row.sentence) for row in counted if row.verdict == "problem"] == [
        ("Gone Away", "It did not stand where this list comes from (“no: withdrawn”).")
    ]
    assert other.brought(file.data, file.filename).count == len(NAMED) + 1
    assert prints(database, full.get("other").id) == prints(database, full.get().id)
    signed = {one.line: one.signed_at for one in rows(database, Signature) if one.campaign_id == full.get().id}
    assert all(one.signed_at == signed[one.line] for one in rows(database) if one.batch_id)


def test_the_list_of_a_bundle_comes_back_too(full, database, clock):
    full.open("other", allow_individuals=True)
    with database.read() as session:
        data = write_bundle(bundle_of(session, find(session, "harbor")))
    archive = zipfile.ZipFile(io.BytesIO(data))
    (name,) = (name for name in archive.namelist() if name.endswith(FILE))
    listed = archive.read(name)
    assert listed.decode("utf-8-sig").splitlines()[0].split(",") == list(COLUMNS)
    assert SignedLists(database, clock, "other").brought(listed, FILE).count == len(NAMED) + 1
    assert prints(database, full.get("other").id) == prints(database, full.get().id)
