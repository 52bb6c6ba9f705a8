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


def test_a_deadline_in_spanish_says_the_same() -> None:
    late = datetime(2024, 9, 4, 3, 59, tzinfo=UTC)
    assert long_moment(late, "America/New_York", "es") == "martes, 3 de septiembre de 2024, 23:59, hora del este"
    assert short_moment(late, "America/New_York", "es") == "3 de septiembre de 2024, 23:59 EDT"
    midnight = datetime(2024, 9, 4, 4, 0, tzinfo=UTC)
    assert long_moment(midnight, "America/New_York", "es-MX").startswith("miércoles, 4 de septiembre de 2024, 00:00, hora ")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de-DE", "1. September 2024, 17:00 EDT"),
        ("fr-CA", "1 septembre 2024, 17:00 EDT"),
        ("zh-Hant-TW", "2024年9月1日, 17:00 EDT"),
        ("pt-BR", "1 de setembro de 2024, 17:00 EDT"),
    ],
)
def test_a_draft_in_another_language_says_when_as_people_there_write_it(language: str, words: str) -> None:
    assert short_moment(NOW, "America/New_York", language) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Los_Angeles", "14:00, hora del Pacífico"),
        ("America/Denver", "15:00, hora de la montaña"),
        ("America/Phoenix", "14:00, hora estándar de la montaña"),
        ("America/Chicago", "16:00, hora central"),
        ("America/Jamaica", "16:00, hora estándar del este"),
        ("Europe/Bucharest", "00:00, hora de Europa oriental"),
        ("UTC", "21:00, hora universal coordinada"),
    ],
)
def test_zones_in_spanish_are_called_as_people_there_call_them(zone: str, words: str) -> None:
    assert long_moment(NOW, zone, "es").endswith(words)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "ahora mismo"), (59, "dentro de 59 segundos"), (47 * 3600, "dentro de 1 día"), (-90, "hace 1 minuto")],
)
def test_what_is_left_in_spanish(seconds: int, words: str) -> None:
    assert relative(NOW + timedelta(seconds=seconds), NOW, "es") == words


@given(st.text(max_size=12))
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    assert long_moment(NOW, "UTC", language)
    assert relative(NOW, NOW, language)
