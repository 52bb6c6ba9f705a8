"""What a changed text asks of signers, as decisions without any database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.consent import LATEST_ARRIVAL, LEAST_NOTICE, outcome_of_silence, reconfirm_until, was_asked, way_of
from errors import UserError

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
CLOSES = datetime(2026, 3, 5, 22, 0, tzinfo=UTC)
ZONE = "America/New_York"


@given(st.sampled_from(["editorial", "substantive"]), st.booleans())
def test_nobody_is_asked_about_a_text_that_they_agreed_to(kind, asked):
    assert way_of(kind, agreed=True, asked=asked) == "agreed"


def test_a_change_in_substance_asks_and_an_editorial_one_tells():
    assert way_of("substantive", agreed=False, asked=False) == "ask"
    assert way_of("substantive", agreed=False, asked=True) == "ask"
    assert way_of("editorial", agreed=False, asked=False) == "tell"
    assert way_of("editorial", agreed=False, asked=True) == "waits", "the question that is open is about substance"


def test_silence_means_what_was_announced_and_only_of_those_who_were_asked():
    assert outcome_of_silence("keep", reachable=True) == "keep"
    assert outcome_of_silence("drop", reachable=True) == "drop"
    assert {outcome_of_silence(rule, reachable=False) for rule in ("keep", "drop")} == {"hold"}


def test_a_question_was_asked_when_its_mail_went_out_in_time_and_was_about_the_newest_text():
    """Each mail as (written, went out), in minutes from now; the time is over after an hour."""
    until, last = NOW + LEAST_NOTICE, LEAST_NOTICE - LATEST_ARRIVAL

    def asked(*sent, since=timedelta()):
        return was_asked([(NOW + written, NOW + went_out) for written, went_out in sent], until, NOW + since)

    at_once, later = (timedelta(), timedelta()), timedelta(minutes=50)
    assert asked(at_once)
    assert asked((timedelta(), last)), "the last moment that is in time"
    assert not asked()
    assert not asked((timedelta(), last + timedelta(seconds=1)))
    assert not asked(at_once, since=later), "another text circulates since"
    assert asked(at_once, (later, later), since=later), "which they were told of; when they were asked is another matter"


def test_the_time_to_answer_is_wall_time_where_the_campaign_lives():
    until = reconfirm_until("2026-03-04T12:00", ZONE, CLOSES, NOW)
    assert until.moment == datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
    assert reconfirm_until("2026-03-05T17:00", ZONE, CLOSES, NOW).moment == CLOSES, "up to the deadline itself"


@pytest.mark.parametrize(
    ("local", "words"),
    [
        ("", "until when"),
        ("soon", "not a date"),
        ("2026-03-04", "time of day"),
        ("2026-03-02T10:59", "at least an hour"),
        ("2026-03-01T12:00", "at least an hour"),
        ("2026-03-05T17:01", "closes before"),
    ],
)
def test_other_times_are_refused_at_their_field(local, words):
    with pytest.raises(UserError, match=words) as caught:
        reconfirm_until(local, ZONE, CLOSES, NOW)
    assert caught.value.field == "reconfirm_local"


def test_an_hour_is_enough():
    assert reconfirm_until("2026-03-02T11:00", ZONE, CLOSES, NOW).moment == NOW + LEAST_NOTICE
