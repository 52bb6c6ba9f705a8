"""A bundle carries the announced date, the embargo and the rules of reminders; what is wrong with one names file and key."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.bundles import Bundle, BundleError, Reminding, read_bundle, read_zip, write_bundle
from campaign.deadlines import deadline, private_at
from campaign.exports import bundle_of
from campaign.operations import circulate, import_bundle, reminding, set_deadline, set_embargo
from campaign.queries import find
from campaign.reminders import STEPS, Rules, RulesError, rules
from database import Database
from letters.document.nodes import Letter, Paragraph, Text
from tests.campaign.test_bundles import EXAMPLE, bundle, problems, rewrite
from tests.tools.campaigns import Campaigns

__all__ = ["bundle"]

LETTER = Letter((Paragraph((Text("x"),)),))
LAST = "deadline = 2025-10-10T17:00:00"


def at(local: str, zone: str = "America/New_York") -> Any:
    return deadline(datetime.fromisoformat(local), zone)


WHOLE = Bundle(
    "T",
    "t",
    "America/New_York",
    LETTER,
    deadline=at("2026-03-05T17:00:00"),
    announced=at("2026-03-04T12:00:30"),
    deadline_named=False,
    private_until=at("2026-03-03T09:00:00"),
    reminding=Reminding(True, False, Rules(("3-days",), time(19, 30), time(7), weekends=True)),
)


def test_dates_and_reminders_come_back_as_they_were_written() -> None:
    reading = read_zip(write_bundle(WHOLE), "t.zip")
    assert (reading.bundle, reading.losses) == (WHOLE, ())


_TIMES = st.times(max_value=time(23, 59)).map(lambda one: one.replace(second=0, microsecond=0))


@given(
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from([one.id for one in STEPS])),
    _TIMES,
    _TIMES,
    st.booleans(),
)
def test_all_rules_of_reminders_come_back(active: bool, nudging: bool, steps: set[str], one: time, other: time, weekends: bool):
    try:
        when = rules(sorted(steps), f"{one:%H:%M}", f"{other:%H:%M}", weekends=weekends)
    except RulesError:
        return
    made = replace(WHOLE, reminding=Reminding(active, nudging, when))
    assert read_zip(write_bundle(made), "t.zip").bundle == made


def test_a_bundle_without_them_is_as_it_was() -> None:
    text = write_bundle(Bundle("T", "t", "UTC", LETTER))
    back = read_zip(text, "t.zip").bundle
    assert (back.announced, back.deadline_named, back.private_until, back.reminding) == (None, True, None, None)
    assert read_bundle(EXAMPLE).bundle.reminding is None


def test_an_announced_date_that_is_the_deadline_is_none_of_its_own() -> None:
    made = replace(WHOLE, announced=WHOLE.deadline)
    assert read_zip(write_bundle(made), "t.zip").bundle.announced is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("announced = 2025-10-09", "campaign.toml: announced: needs a time of day, like 2026-09-03T23:59:00."),
        ('announced = "tomorrow"', "campaign.toml: announced: must be a date and time without quotes"),
        ("announced = 2025-10-11T17:00:00", "campaign.toml: announced: must come before the deadline."),
        (
            "announced = 2025-10-09T17:00:00Z",
            "campaign.toml: announced: The announced date must be local time, without an offset",
        ),
        ("private_until = 2025-10-09", "campaign.toml: private_until: needs a time of day"),
        ("private_until = 2025-03-09T02:30:00", "campaign.toml: private_until: 02:30 on March 9, 2025 does not exist"),
        ("private_until = true", "campaign.toml: private_until: must be a date and time without quotes"),
        ('deadline_named = "no"', "campaign.toml: deadline_named: must be true or false."),
        ("reminders = 3", "campaign.toml: reminders: must be a table."),
    ],
)
def test_what_is_wrong_with_a_date_names_file_and_key(bundle: Path, line: str, expected: str) -> None:
    rewrite(bundle / "campaign.toml", LAST, f"{LAST}\n{line}")
    found = problems(bundle)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_an_announced_date_needs_a_deadline_and_a_zone(bundle: Path) -> None:
    rewrite(bundle / "campaign.toml", LAST, "announced = 2025-10-09T17:00:00")
    assert problems(bundle) == ["campaign.toml: announced: comes before a deadline, and there is none."]
    rewrite(bundle / "campaign.toml", 'timezone = "America/Chicago"', "")
    assert problems(bundle) == ["campaign.toml: timezone: is missing: “announced” needs one, because its hour is local."]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("active = 1", "reminders.active: must be true or false."),
        ("nudging = 1", "reminders.nudging: must be true or false."),
        ("weekends = 1", "reminders.weekends: must be true or false."),
        ('steps = "3-days"', "reminders.steps: must be a list of steps in quotes."),
        ('steps = ["5-days"]', "reminders.steps: Choose among the reminders that are offered."),
        ("quiet_from = 20:00:00", 'reminders.quiet_from: must be a time of day in quotes, like "20:00".'),
        ('quiet_until = "late"', "reminders.quiet_until: Write a time of day like 20:00."),
        ('quiet_from = "08:00"\nquiet_until = "07:30"', "reminders.quiet_from: Leave at least two hours of the day"),
    ],
)
def test_what_is_wrong_with_reminders_names_file_and_key(bundle: Path, line: str, expected: str) -> None:
    text = (bundle / "campaign.toml").read_text()
    (bundle / "campaign.toml").write_text(f"{text}\n[reminders]\n{line}\n")
    found = problems(bundle)
    assert len(found) == 1
    assert found[0].startswith(f"campaign.toml: {expected}")


def test_an_unknown_key_of_reminders_is_told(bundle: Path) -> None:
    text = (bundle / "campaign.toml").read_text()
    (bundle / "campaign.toml").write_text(f"{text}\n[reminders]\nactive = false\nhour = 9\n")
    reading = read_bundle(bundle)
    assert reading.losses == ("campaign.toml: unknown key “reminders.hour” was left out.",)
    assert reading.bundle.reminding == Reminding(active=False)


def test_a_campaign_goes_out_and_comes_in_with_its_dates(database: Database, clock: Any, campaigns: Campaigns) -> None:
    campaigns.draft()
    with database.write() as session:
        campaign = find(session, "harbor")
        dates = {"announced": "2026-03-04T12:00", "named": False}
        set_deadline(session, campaign, "2026-03-05T17:00", "America/New_York", **dates, by="x", now=clock.now)
        set_embargo(session, campaign, "2026-03-04T09:00", by="x", now=clock.now)
        reminding.bundled.take_reminding(session, campaign, Reminding(active=False))
        whole = bundle_of(session, campaign)
        coalition = campaign.coalition_id
    assert read_zip(write_bundle(whole), "harbor.zip").bundle == whole
    with database.write() as session:
        copy = import_bundle(session, coalition, replace(whole, slug="copy"), by="x", now=clock.now)
        assert bundle_of(session, copy) == replace(whole, slug="copy")
        assert copy.announced == datetime(2026, 3, 4, 17, tzinfo=UTC)
        assert not reminding.rules_of(session, copy).active


def test_a_letter_that_comes_with_an_embargo_is_not_public_when_it_is_opened(
    database: Database, clock: Any, campaigns: Campaigns, client: Any
) -> None:
    campaigns.draft()
    with database.write() as session:
        campaign = find(session, "harbor")
        whole = replace(bundle_of(session, campaign), slug="copy", private_until=at("2026-03-04T09:00:00"))
        copy = import_bundle(session, campaign.coalition_id, whole, by="x", now=clock.now)
        circulate(session, copy, by="x", now=clock.now)
    assert client.get("/letters/copy").status_code == 404
    clock.now = datetime(2026, 3, 4, 14, tzinfo=UTC)
    assert client.get("/letters/copy").status_code == 200


@pytest.mark.parametrize(("own", "until"), [(None, "2026-03-04T09:00"), (at("2026-03-05T09:00:00"), "2026-03-05T09:00:00")])
def test_an_embargo_of_the_draft_that_gives_way_goes_over_to_a_bundle_that_has_none(
    database: Database, clock: Any, campaigns: Campaigns, own: Any, until: str
) -> None:
    campaigns.draft()
    with database.write() as session:
        campaign = find(session, "harbor")
        earlier_file = replace(bundle_of(session, campaign), private_until=own)
        set_embargo(session, campaign, "2026-03-04T09:00", by="x", now=clock.now)
        coalition = campaign.coalition_id
    with database.write() as session:
        made = import_bundle(session, coalition, earlier_file, replace=True, by="x", now=clock.now)
        assert made.embargo_local == until
        assert private_at(made, clock.now)


def test_a_broken_date_takes_nothing_in(bundle: Path) -> None:
    rewrite(bundle / "campaign.toml", LAST, f"{LAST}\nprivate_until = 2025-10-09")
    with pytest.raises(BundleError):
        read_bundle(bundle)
