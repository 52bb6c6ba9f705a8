"""A person asks what is held about them, and to be forgotten."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from campaign.operations.erasing import erase, plan
from campaign.operations.personal_data import exported, find
from campaign.retention_commands import told
from coalition.models import AuditEntry
from errors import UserError
from mail.models import OutboxMessage
from mail.outbox import enqueue
from signatories.models import Signature, SignatureAct
from tests.tools.personal import ADA, EVERYWHERE, SECRETS, holding, letter_about_ada, rows, signatures
from tests.tools.signing import set_signature


@pytest.fixture
def full(campaigns, database):
    return letter_about_ada(campaigns, database)


@pytest.mark.parametrize("spelling", [ADA, "ADA@Friends.Example", " ada+letters@friends.example "])
def test_everything_is_found_under_every_spelling(full, campaigns, database, spelling):
    with database.read() as session:
        told_ = exported(session, find(session, spelling, None), campaigns.now)
    text = json.dumps(told_)
    for word in SECRETS:
        assert word.lower() in text.lower()
    assert {name: len(value) for name, value in told_.items() if isinstance(value, list)} == {
        "signatures": 1,
        "invitations": 1,
        "late_requests": 1,
        "directory": 0,
        "recipients": 0,
        "deliveries": 0,
        "messages": 2,
        "caught_mail": 1,
    }
    (signature,) = told_["signatures"]
    assert signature["campaign"] == "harbor"
    assert signature.keys() >= {column.key for column in Signature.__table__.columns}, "every column, also those that are new"
    assert signature["consents"][0]["how"] == "silence"
    assert any(act["reason"] == "left for the mountains" for act in signature["acts"])


def test_dots_are_one_mailbox_where_the_service_says_so(campaigns, database):
    campaigns.open()
    campaigns.sign(email="ada.okafor@gmail.com")
    with database.read() as session:
        assert find(session, "adaokafor@googlemail.com", None).signatures
        assert not find(session, "ada.o@gmail.com", None).signatures


def test_what_is_no_address_is_said(database):
    with database.write() as session, pytest.raises(UserError, match="not a complete"):
        erase(session, "ada", None, by="x", now=datetime(2026, 1, 1, tzinfo=UTC))


def test_a_dry_run_says_what_goes_and_what_stays_and_changes_nothing(full, campaigns, database):
    before = rows(database)
    with database.read() as session:
        lines = "\n".join(told(plan(session, find(session, ADA, None), campaigns.now)))
    assert rows(database) == before
    assert "The signature “Friends of the Harbor” of 2026-03-02, on “Keep the harbor clean”" in lines
    assert "stays: The line “Friends of the Harbor” and what was agreed to" in lines
    assert "the name of an organization, not of a person" in lines
    assert "Mail to this address: 3" in lines


def test_erasing_leaves_nothing_of_the_person_and_the_organization_on_the_letter(full, campaigns, clock, database):
    campaigns.sign("Reef", "ben@reef.example", contact_name="Ben Reef")
    with database.write() as session:
        done = erase(session, ADA, None, by="Owner", now=clock.now)
    assert holding(database) == set()
    assert (done.signatures, done.invitations, done.late, done.messages) == (1, 1, 1, 2)
    first, other = signatures(database)
    assert (first.line, first.status, first.confirmed_how) == ("Friends of the Harbor", "accepted", "mail")
    assert (other.contact_email, other.contact_name) == ("ben@reef.example", "Ben Reef")
    with database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "person.erased"))
        assert (entry.actor, entry.subject, entry.detail) == ("Owner", "", {})
    with database.write() as session:
        erase(session, ADA, None, by="Owner", now=clock.now)
    assert sum("person.erased" in line for line in rows(database)["audit_entry"]) == 1, "nothing was held, nothing is written"


def test_an_individual_is_taken_off_an_open_letter_first(campaigns, clock, database):
    campaigns.open(allow_individuals=True)
    who = {"kind": "individual", "contact_name": "Uma Berg", "contact_title": ""}
    uma = campaigns.sign("Uma Berg", "uma@home.example", title="Professor of Tides", affiliation="Tide College", **who).id
    set_signature(database, uma, line_wanted="Uma M. Berg")
    campaigns.sign("Reef", "ben@reef.example")
    with database.read() as session:
        (part, *_) = plan(session, find(session, "uma@home.example", None), clock.now)
    assert "taken off the letter (withdrawn) first" in part.goes
    with database.write() as session:
        erase(session, "uma@home.example", None, by="Owner", now=clock.now)
    assert holding(database, ["Uma", "Berg", "uma@home", "Tide College", "Professor"]) == set()
    assert [(one.line, one.status) for one in signatures(database)] == [("(removed)", "withdrawn"), ("Reef", "accepted")]
    campaigns.close()
    assert "(removed)" not in str(rows(database)["edition"])


def test_an_individual_in_a_frozen_edition_keeps_the_line_and_is_told_why(campaigns, clock, database):
    campaigns.open(allow_individuals=True)
    who = {"kind": "individual", "contact_name": "Uma Berg", "contact_title": ""}
    uma = campaigns.sign("Uma Berg", "uma@home.example", title="Professor of Tides", **who).id
    set_signature(database, uma, line_wanted="Uma M. Berg")
    campaigns.close()
    with database.read() as session:
        (part, *_) = plan(session, find(session, "uma@home.example", None), clock.now)
    assert part.stays.startswith("The line “Uma Berg”")
    assert "cannot be taken back" in part.why
    with database.write() as session:
        erase(session, "uma@home.example", None, by="Owner", now=clock.now)
    assert holding(database, ["uma@home", "Uma M."]) == set()
    assert [one.signed_by for one in signatures(database)] == [""]
    assert [(one.line, one.title, one.status) for one in signatures(database)] == [
        ("Uma Berg", "Professor of Tides", "accepted")
    ]


@pytest.mark.parametrize("status", ["held", "refused", "withdrawn", "dropped", "replaced"])
def test_an_individual_who_does_not_stand_loses_the_name_whatever_was_decided(campaigns, clock, database, status):
    campaigns.open(allow_individuals=True)
    who = {"kind": "individual", "contact_name": "Uma Berg", "contact_title": ""}
    one = campaigns.sign("Uma Berg", "uma@home.example", **who)
    with database.write() as session:
        row = session.get_one(Signature, one.id)
        row.status, row.status_reason = status, "Uma Berg telephoned"
        session.add(
            SignatureAct(
                signature_id=one.id, act=status, by="Owner", reason="Uma Berg telephoned", detail={"a": "Uma"}, at=clock.now
            )
        )
    with database.write() as session:
        erase(session, "uma@home.example", None, by="Owner", now=clock.now)
    assert holding(database, ["Uma", "uma@home"]) == set()
    assert signatures(database)[0].status not in ("accepted", "pending", "held")


def test_coordinators_words_about_a_contact_go_too(campaigns, clock, database):
    campaigns.open()
    one = campaigns.sign(email=ADA)
    with database.write() as session:
        row = session.get_one(Signature, one.id)
        row.status, row.status_reason = "held", "Ada Okafor was fired"
    with database.write() as session:
        erase(session, ADA, None, by="Owner", now=clock.now)
    assert holding(database, ["Ada Okafor"]) == set()
    assert (signatures(database)[0].status, signatures(database)[0].status_reason) == ("held", "(removed)")


def test_an_own_link_cannot_bring_a_contact_back(full, clock, database):
    before = signatures(database)[0].generation
    with database.write() as session:
        erase(session, ADA, None, by="Owner", now=clock.now)
    assert signatures(database)[0].generation == before + 1


def test_a_coordinators_account_stays_and_is_said(campaigns, signed_in, clock, database):
    owner = signed_in("owner")
    campaigns.open()
    with database.read() as session:
        found = find(session, "owner@rivers.example", owner.coalition_id)
        (part,) = plan(session, found, clock.now)
        assert (part.goes, part.stays) == ("", "All of it")
        assert "list of coordinators first" in part.why
        account = exported(session, found, clock.now)["account"]
    assert account["email"] == "owner@rivers.example"
    assert account["roles"][0]["role"] == "owner"
    assert "token_hash" not in json.dumps(account)


def test_a_coalition_sees_and_erases_only_its_own(full, campaigns, signed_in, clock, database):
    stranger = signed_in("owner", "Hills")
    with database.read() as session:
        found = find(session, ADA, stranger.coalition_id)
        assert (found.signatures, found.invitations, found.late, found.messages) == ([], [], [], [])
        assert found.empty, "that mail to her was caught would tell that another coalition writes to her"
    with database.write() as session:
        erase(session, ADA, stranger.coalition_id, by="Stranger", now=clock.now)
    assert {table for table, _ in holding(database)} == EVERYWHERE


def test_a_test_mail_with_the_persons_name_goes_too(full, campaigns, clock, database):
    """A coordinator sent themselves the invitation as the person would get it, and it waits for the mail server."""
    with database.write() as session:
        about = f"invitation-test:{campaigns.get().id}"
        context = {"subject": "S", "text": "Dear Ada Okafor, sign."}
        enqueue(session, "invitation_test", to="owner@rivers.example", about=about, context=context, now=clock.now)
        erase(session, ADA, None, by="Rosa", now=clock.now)
        assert not session.scalars(select(OutboxMessage).where(OutboxMessage.about == about)).all()


@pytest.fixture
def run(database, monkeypatch):
    from app import main

    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("UNDERSIGNED_SECRET_KEY", "0123456789abcdef")

    def invoke(*words, typed=""):
        return CliRunner().invoke(main, ["person", *words], input=typed)

    return invoke


def test_the_command_hands_everything_out(full, run):
    answer = run("export", ADA)
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["signatures"][0]["contact_name"] == "Ada Okafor"
    assert json.loads(run("export", ADA, "--coalition", "Rivers").stdout)["signatures"]


def test_the_command_erases_only_when_it_was_told_twice(full, run, database):
    before = rows(database)
    assert "goes:" in run("erase", ADA, "--dry-run").stdout
    assert run("erase", ADA, typed="n\n").exit_code == 1
    assert rows(database) == before
    answer = run("erase", ADA, "--yes")
    assert answer.exit_code == 0
    assert (
        "Erased: 1 signatures, 1 invitations, 1 late requests, 0 contacts in the directory, 0 recipients, 2 messages."
        in answer.stdout
    )
    assert holding(database) == set()
    assert "Nothing is held" in run("erase", ADA).stdout


@pytest.mark.parametrize(
    ("words", "said"), [(("ada",), "not a complete"), ((ADA, "--coalition", "None"), "There is no coalition")]
)
def test_the_command_says_what_is_wrong(database, run, words, said):
    answer = run("export", *words)
    assert answer.exit_code == 2
    assert said in answer.stderr
