"""Deadlines: wall time in a zone, compared in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.deadlines import Deadline, DeadlineError, deadline, happens_twice, parse_local, zone
from campaign.wording import clock_time, long_moment

EASTERN = "America/New_York"


def test_a_deadline_is_wall_time_where_the_coalition_lives() -> None:
    assert deadline(datetime(2024, 9, 3, 23, 59), EASTERN).moment == datetime(2024, 9, 4, 3, 59, tzinfo=UTC)
    assert deadline(datetime(2024, 12, 3, 23, 59), EASTERN).moment == datetime(2024, 12, 4, 4, 59, tzinfo=UTC)


def test_the_deadline_itself_is_in_time_and_one_second_later_is_not() -> None:
    until = deadline(datetime(2024, 9, 3, 23, 59), EASTERN)
    assert not until.passed(until.moment)
    assert until.passed(until.moment + timedelta(seconds=1))


def test_a_wall_time_that_happens_twice_means_the_later_one() -> None:
    # In the night of November 3, 2024, New York's clocks show 01:30 at 05:30 and again at 06:30 UTC.
    assert deadline(datetime(2024, 11, 3, 1, 30), EASTERN).moment == datetime(2024, 11, 3, 6, 30, tzinfo=UTC)


def test_a_wall_time_that_the_clocks_skip_is_refused() -> None:
    with pytest.raises(DeadlineError, match=r"02:30 on March 10, 2024 does not exist in America/New_York"):
        deadline(datetime(2024, 3, 10, 2, 30), EASTERN)


@pytest.mark.parametrize(
    "name", ["", "New York", "../../etc/passwd", "/etc/localtime", "EST5EDT/x", "Mars/Olympus", "America/New\0York"]
)
def test_only_a_zone_by_its_name_is_a_zone(name: str) -> None:
    with pytest.raises(DeadlineError):
        zone(name)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2024-09-03T23:59", datetime(2024, 9, 3, 23, 59)),
        (" 2024-09-03 23:59:30 ", datetime(2024, 9, 3, 23, 59, 30)),
    ],
)
def test_wall_time_is_read_as_forms_and_people_write_it(typed: str, expected: datetime) -> None:
    assert parse_local(typed) == expected


@pytest.mark.parametrize(
    "typed", ["", "2024-09-03", "tomorrow", "2024-13-03T10:00", "2024-09-03T23:59+02:00", "2024-09-03T23:59Z"]
)
def test_anything_else_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(DeadlineError) as caught:
        parse_local(typed)
    assert caught.value.sentence.endswith(".")
    assert caught.value.field == "deadline"


def test_a_time_with_an_offset_of_its_own_is_refused() -> None:
    with pytest.raises(DeadlineError):
        deadline(datetime(2024, 9, 3, 23, 59, tzinfo=UTC), EASTERN)


@given(
    st.datetimes(datetime(2001, 1, 1), datetime(2100, 1, 1)),
    st.sampled_from(["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]),
)
def test_every_deadline_reads_on_the_wall_as_it_was_set(local: datetime, name: str) -> None:
    try:
        until = deadline(local, name)
    except DeadlineError:
        return  # the clocks skip it
    assert until == Deadline(local.replace(microsecond=0), name)
    assert until.moment.astimezone(ZoneInfo(name)).replace(tzinfo=None) == local.replace(microsecond=0)


def changes(name: str, year: int) -> Iterator[tuple[datetime, timedelta]]:
    """When the clocks of a zone are set in a year: the first moment of the new time, in UTC, and by how much."""
    place, day = ZoneInfo(name), timedelta(days=1)

    def offset(moment: datetime) -> timedelta:
        found = moment.astimezone(place).utcoffset()
        assert found is not None
        return found

    start = datetime(year, 1, 1, tzinfo=UTC)
    for number in range(365):
        before, after = start + number * day, start + (number + 1) * day
        old, new = offset(before), offset(after)
        if old == new:
            continue
        while after - before > timedelta(seconds=1):
            middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
            before, after = (middle, after) if offset(middle) == old else (before, middle)
        yield after, new - old


def test_in_every_zone_what_is_skipped_is_refused_and_what_comes_twice_is_known() -> None:
    skipped = twice = 0
    for name in sorted(available_timezones()):
        place = ZoneInfo(name)
        for moment, by in changes(name, 2027):
            wall = moment.astimezone(place).replace(tzinfo=None)  # what the clock shows once it was set
            second = timedelta(seconds=1)
            if by > timedelta(0):
                skipped += 1
                for gone in (wall - by, wall - by / 2, wall - second):
                    with pytest.raises(DeadlineError, match="does not exist") as refused:
                        deadline(gone, name)
                    assert f"The next time that exists is {wall:%H:%M} on {wall:%B} {wall.day}, " in refused.value.sentence
                    assert not happens_twice(gone, name)
                assert deadline(wall, name).moment == moment
                assert deadline(wall - by - second, name).moment == moment - second
            else:
                twice += 1
                for again in (wall, wall - by / 2, wall - by - second):
                    assert happens_twice(again, name)
                    assert deadline(again, name).twice
                    assert deadline(again, name).moment >= moment, "the later of the two counts"
                assert not happens_twice(wall - second, name)
                assert not happens_twice(wall - by, name)
    assert min(skipped, twice) > 100, "the control: many zones set their clocks"


def test_on_the_night_on_which_it_comes_twice_the_exact_name_is_said() -> None:
    until = deadline(datetime(2026, 11, 1, 1, 30), EASTERN)
    assert long_moment(until.moment, EASTERN).endswith("1:30 AM Eastern Standard Time")
    assert long_moment(until.moment - timedelta(hours=1), EASTERN).endswith("1:30 AM Eastern Daylight Time")
    assert long_moment(until.moment, EASTERN, "es").endswith("01:30, hora estándar del este")
    assert long_moment(until.moment + timedelta(hours=1), EASTERN).endswith("2:30 AM Eastern Time")


@pytest.mark.parametrize(
    ("zone_name", "language", "words"),
    [
        (EASTERN, "en", "11:59 PM Eastern"),
        ("America/Los_Angeles", "en", "8:59 PM Pacific"),
        ("America/Phoenix", "en", "8:59 PM Mountain Standard Time"),
        ("Europe/Berlin", "en", "5:59 AM Central European Time"),
        (EASTERN, "es", "23:59, hora del este"),
    ],
)
def test_a_time_of_day_is_said_as_people_say_it(zone_name: str, language: str, words: str) -> None:
    assert clock_time(datetime(2024, 9, 4, 3, 59, tzinfo=UTC), zone_name, language) == words
