"""Moments in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.wording import long_moment, relative, short_moment

NOW = datetime(2024, 9, 1, 21, 0, tzinfo=UTC)


def test_a_deadline_says_day_date_hour_and_zone() -> None:
    assert long_moment(NOW, "America/New_York").replace("\u202f", " ") == "Sunday, September 1, 2024 at 5:00 PM Eastern Time"
    assert short_moment(NOW, "America/New_York").replace("\u202f", " ") == "September 1, 2024, 5:00 PM EDT"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Phoenix", "2:00 PM Mountain Standard Time"),
        ("America/Denver", "3:00 PM Mountain Time"),
        ("Asia/Kolkata", "2:30 AM India Time"),
        ("UTC", "9:00 PM Coordinated Universal Time"),
    ],
)
def test_a_zone_whose_clocks_never_change_says_which_time_it_keeps(zone: str, words: str) -> None:
    assert long_moment(NOW, zone).replace("\u202f", " ").endswith(words)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (5, "in 5 seconds"),
        (59, "in 59 seconds"),
        (60, "in 1 minute"),
        (3599, "in 59 minutes"),
        (23 * 3600, "in 23 hours"),
        (47 * 3600, "in 1 day"),
        (20 * 86400, "in 20 days"),
        (400 * 86400, "in 400 days"),
        (-90, "1 minute ago"),
    ],
)
def test_what_is_left_is_never_rounded_up(seconds: int, words: str) -> None:
    assert relative(NOW + timedelta(seconds=seconds), NOW) == words


@given(st.text(max_size=12))
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    assert long_moment(NOW, "UTC", language)
    assert relative(NOW, NOW, language)
