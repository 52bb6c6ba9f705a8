"""The doctor: each check finds what is wrong and nothing else; the command's status says so; owners see it at the desk."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from campaign import doctor, examining
from campaign.hooks.models import Hook
from campaign.models import Campaign, EditionTrouble
from campaign.queries import subject
from configuration import MailSettings, Settings
from mail.beats import ALIVE, EVERY, alive, beating
from mail.health import Health, Waiting, health
from mail.models import OutboxMessage
from mail.outbox import enqueue
from mail.records import wanted
from tests.tools.campaigns import Campaigns

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
MAIL = MailSettings("smtp.example.org", sender="Letters <letters@rivers.org>", bounces="bounce+*@rivers.org")
GOOD = Settings("sqlite:///x.db", "k" * 20, "https://letters.rivers.org", MAIL)
FLOWS = Health(alive=3, last_sent=NOW)
STUCK = Health(due=[Waiting("invitation", 7, NOW - timedelta(hours=2))], last_trouble="451 later", retried=7)


def set_(**changed):
    return replace(GOOD, mail=replace(MAIL, **changed))


CHECKS = {
    "no server": (doctor.server_set(set_(server="")), "warn", "UNDERSIGNED_MAIL_SERVER"),
    "nobody's address": (doctor.sender_good(set_(sender="x <letters@localhost>")), "wrong", "UNDERSIGNED_MAIL_SENDER"),
    "nobody's address, nothing sent": (doctor.sender_good(set_(sender="l@localhost", server="")), "warn", "SENDER"),
    "returns": (doctor.returns_known(set_(bounces="")), "warn", "UNDERSIGNED_MAIL_BOUNCES"),
    "this machine": (doctor.address_public(replace(GOOD, base_url="http://localhost:8000")), "wrong", "BASE_URL"),
    "without https": (doctor.address_public(replace(GOOD, base_url="http://letters.rivers.org")), "wrong", "https"),
    "no worker": (doctor.somebody_works(Health()), "wrong", "undersigned work"),
    "stuck": (doctor.mail_flows(STUCK, NOW), "wrong", "mail server"),
    "tried in vain": (doctor.server_takes(STUCK), "warn", "mail server"),
    "came back": (doctor.mail_arrives(Health(returned=2)), "warn", "invitations"),
    "overdue": (doctor.reminders_on_time(2, NOW - timedelta(hours=3), NOW), "wrong", "worker"),
    "hook": (doctor.hooks_awake([("hooks.rivers.org", "410 Gone")]), "warn", "Hooks"),
    "edition": (doctor.edition_files_written([("harbor, edition 1, pdf", "No such glyph.")]), "wrong", "Editions"),
    "old tables": (doctor.database_new("0009", "0011"), "wrong", "upgrade"),
    "no tables": (doctor.database_new(None, "0011"), "wrong", "upgrade"),
    "journal": (doctor.database_safe("delete"), "wrong", "disk"),
    "full disk": (doctor.room_left(1024), "wrong", "room"),
    "clocks": (doctor.clocks_agree(-timedelta(hours=1)), "wrong", "NTP"),
    "fonts": (doctor.fonts_there(["Tinos-Regular.ttf"]), "wrong", "Install"),
}

FINE = [
    doctor.server_set(GOOD),
    doctor.sender_good(GOOD),
    doctor.returns_known(GOOD),
    doctor.returns_known(set_(bounces="", server="")),
    doctor.reminders_on_time(0, None, NOW),
    doctor.hooks_awake([]),
    doctor.edition_files_written([]),
    doctor.address_public(GOOD),
    doctor.somebody_works(FLOWS),
    doctor.mail_flows(FLOWS, NOW),
    doctor.mail_flows(Health(due=[Waiting("confirm", 1, NOW - timedelta(minutes=1))]), NOW),
    doctor.server_takes(FLOWS),
    doctor.mail_arrives(FLOWS),
    doctor.database_new("0011", "0011"),
    doctor.database_safe("wal"),
    doctor.database_safe(None),
    doctor.room_left(10**10),
    doctor.room_left(None),
    doctor.clocks_agree(timedelta(seconds=2)),
    doctor.fonts_there([]),
]


@pytest.mark.parametrize("name", CHECKS)
def test_what_is_wrong_is_said_with_what_to_do(name):
    finding, level, advice = CHECKS[name]
    assert finding.level == level
    assert advice in finding.advice


def test_what_is_well_is_well():
    assert {finding.level for finding in FINE} == {"ok"}
    assert not any(finding.advice for finding in FINE)


def test_records_are_named_exactly_and_looked_up_when_asked():
    answers = {"rivers.org": ["v=spf1 mx -all"], "_dmarc.rivers.org": []}
    spf, dkim, dmarc = wanted("rivers.org", "smtp.example.org", ask=answers.get)
    assert (spf.is_there, dkim.is_there, dmarc.is_there) == (True, None, False)
    assert (spf.name, dkim.name, dmarc.name) == ("rivers.org", "SELECTOR._domainkey.rivers.org", "_dmarc.rivers.org")
    levels = [finding.level for finding in doctor.records_set([spf, dkim, dmarc])]
    assert levels == ["ok", "warn", "wrong"]
    assert all(record.is_there is None for record in wanted("rivers.org", "", ask=lambda _name: None)), "nobody answers"


def put(database, clock, kind="welcome", scope="", **columns):
    context = {"coalition": "R", "role": "owner", "added_by": "", "sign_in_url": "http://localhost/"}
    with database.write() as session:
        about = f"coordinator:{clock.now.timestamp()}{scope}"
        enqueue(session, kind, to="ana@rivers.example", about=about, context=context, now=clock.now, scope=scope)
        session.execute(update(OutboxMessage).where(OutboxMessage.about == about).values(**(columns or {"attempts": 0})))


def test_what_waits_is_counted_for_whose_it_is(database, clock):
    put(database, clock, scope="campaign:1")
    put(database, clock, scope="campaign:2", attempts=2, reason="451 later", next_at=clock.now + timedelta(hours=1))
    clock.advance(minutes=1)
    with database.read() as session:
        whole, mine, other = (health(session, clock.now, scopes) for scopes in (None, ["campaign:1"], []))
    assert [(one.kind, one.count) for one in whole.due] == [("welcome", 1)]
    assert (whole.later, whole.retried, whole.last_trouble) == (1, 1, "451 later")
    assert (len(mine.due), mine.later, mine.last_trouble) == (1, 0, "")
    assert (other.due, other.later) == ([], 0)


def test_a_worker_that_lives_says_so_and_one_that_is_gone_is_forgotten(database, clock):
    ticking = [0.0]
    beat = beating("mail", lambda: ticking[0])
    beat(database, clock.now)
    assert len(alive(database, clock.now)) == 1
    beat(database, clock.advance(hours=1))
    assert alive(database, clock.now) == [], "it does not write each time it comes round"
    ticking[0] += EVERY
    beat(database, clock.now)
    assert len(alive(database, clock.now)) == 1
    assert alive(database, clock.now + ALIVE) == []
    beating("links")(database, clock.advance(days=2))
    assert [name.rpartition(" ")[2] for name in alive(database, clock.now)] == ["links"]


@pytest.mark.parametrize(("living", "status"), [(True, 0), (False, 1)])
def test_the_command_says_it_with_its_status(database, database_url, monkeypatch, living, status):
    from app import main

    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    for name, value in {
        "DATABASE_URL": database_url,
        "SECRET_KEY": "k" * 20,
        "BASE_URL": "https://letters.rivers.org",
        "MAIL_SERVER": "smtp.rivers.org",
        "MAIL_SENDER": "l@rivers.org",
    }.items():
        monkeypatch.setenv(f"UNDERSIGNED_{name}", value)
    if living:
        beating("mail")(database, datetime.now(UTC))
    done = CliRunner().invoke(main, ["doctor"])
    assert done.exit_code == status, done.output
    assert ("WRONG  No worker" in done.output) is not living
    assert "Set a TXT record at _dmarc.rivers.org" in done.output


def test_a_database_of_another_version_is_said_and_nothing_else_is_asked(database, settings, clock):
    import migrations

    migrations.downgrade(database.engine, "0010")
    try:
        found = examining.examine(settings, database, clock.now)
    finally:
        migrations.upgrade(database.engine)
    assert found[0].level == "wrong"
    assert not any("worker" in finding.sentence for finding in found)


def test_owners_see_their_own_mail_and_no_word_of_another_coalitions(database, clock, signed_in):
    owner, other = signed_in("owner", "Rivers"), signed_in("owner", "Hills")
    campaigns = Campaigns(database, clock)
    campaigns.open()
    put(database, clock, scope=subject(campaigns.get("harbor")), attempts=1, reason="451 <ana@rivers.example> later")
    clock.advance(hours=1)
    page = owner.get(f"/desk/coalition/{owner.coalition_id}/mail")
    assert "451 &lt;ana@rivers.example&gt; later" in page.text
    assert "No worker has given a sign of life" in page.text
    theirs = other.get(f"/desk/coalition/{other.coalition_id}/mail")
    assert theirs.status_code == 200
    assert "ana@" not in theirs.text
    assert "Nothing waits that is due." in theirs.text
    assert other.get(f"/desk/coalition/{owner.coalition_id}/mail").status_code == 404


def examined(database, settings, clock):
    return {finding.sentence: finding.level for finding in examining.examine(settings, database, clock.now)}


def test_sentences_are_about_one_or_many():
    assert doctor.somebody_works(Health(alive=1)).sentence == "1 worker is alive."
    assert doctor.mail_arrives(Health(failed=1)).sentence == "Within the last day 1 message was given up or came back."
    assert doctor.hooks_awake([("a.example", "x"), ("b.example", "y")]).sentence == (
        "2 hooks are paused: a.example (x); b.example (y)."
    )
    assert doctor.server_takes(Health(retried=1)).sentence.endswith("kept back"), "at the desk of another coalition"


def test_a_step_that_nobody_did_for_an_hour_is_named_and_one_that_waits_for_the_morning_is_not(database, settings, clock):
    clock.now = datetime(2026, 3, 2, 15, tzinfo=UTC)
    Campaigns(database, clock).open(deadline="2026-03-13T17:00")
    clock.now = datetime(2026, 3, 6, 22, 30, tzinfo=UTC)  # Friday 17:30: the step of 17:00 is due
    assert examined(database, settings, clock)["No reminder is overdue."] == "ok"
    clock.now = datetime(2026, 3, 7, 0, 59, tzinfo=UTC)  # 19:59, just before it gets quiet
    assert examined(database, settings, clock)["1 step of reminders should have been done, the oldest 2 hours ago."] == "wrong"
    clock.now = datetime(2026, 3, 7, 3, tzinfo=UTC)
    assert examined(database, settings, clock)["No reminder is overdue."] == "ok"


def test_hooks_and_files_of_editions_are_named_without_keys(database, settings, clock):
    campaigns = Campaigns(database, clock)
    campaigns.open()
    campaigns.sign()
    campaigns.close()
    with database.write() as session:
        campaign = session.get_one(Campaign, 1)
        session.add(
            Hook(
                coalition_id=campaign.coalition_id,
                url="https://hooks.rivers.org/a-secret",
                events=["ping"],
                seen_until=clock.now,
                paused_at=clock.now,
                pause_reason="It answered 500 for a day.",
                made_by="x",
                made_at=clock.now,
            )
        )
        session.add(EditionTrouble(edition_id=1, form="pdf", problem="No typeface has U+12345.", tried_at=clock.now))
    found = examined(database, settings, clock)
    assert found["1 hook is paused: hooks.rivers.org (It answered 500 for a day.)."] == "warn"
    assert found["1 file of an edition could not be written: harbor, edition 1, pdf: No typeface has U+12345."] == "wrong"
