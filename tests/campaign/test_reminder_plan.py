"""The plan of reminders: properties over all zones, and simulated campaigns around every change of every clock."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.deadlines import Deadline, DeadlineError, deadline
from campaign.reminders import APART, LEAD, STEPS, Hours, Rules, RulesError, Sent, hours_of, last_morning, plan, rules
from tests.tools.zones import ZONES, edges

NEW_YORK = "America/New_York"
EVERY = tuple(step.id for step in STEPS)

zones = st.sampled_from(ZONES)
walls = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda wall: wall.replace(second=0, microsecond=0))
clock_times = st.times().map(lambda one: one.replace(minute=one.minute // 15 * 15, second=0, microsecond=0))


@st.composite
def deadlines(draw):
    try:
        return deadline(draw(walls), draw(zones))
    except DeadlineError:  # the clock skips it
        return deadline(datetime(2026, 3, 8, 1, 30), draw(zones))


@st.composite
def any_rules(draw):
    begins, ends = draw(clock_times), draw(clock_times)
    if (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute) % 1440 > 22 * 60:
        begins, ends = time(20), time(8)
    return Rules(tuple(sorted(draw(st.sets(st.sampled_from(EVERY))), key=EVERY.index)), begins, ends, draw(st.booleans()))


def before(until, **duration):
    return until.moment - timedelta(**duration)


def quiet(moment, until, wanted):
    """Whether a clock on the wall shows quiet hours: written anew, in minutes, so that it can contradict."""
    local = moment.astimezone(ZoneInfo(until.zone))
    minute = local.hour * 60 + local.minute
    begins, ends = (one.hour * 60 + one.minute for one in (wanted.quiet_from, wanted.quiet_until))
    return minute in {number % 1440 for number in range(begins, begins + (ends - begins) % 1440)}


def weekend(moment, until):
    return moment.astimezone(ZoneInfo(until.zone)).strftime("%a") in ("Sat", "Sun")


@given(deadlines(), any_rules(), st.integers(1, 40 * 24), st.integers(0, 40 * 24))
def test_what_is_planned_can_be_sent(until, wanted, opened, made):
    opened_at, now = before(until, hours=opened), before(until, hours=opened) + timedelta(hours=made)
    found = plan(until, wanted, opened_at=opened_at, now=now)
    assert [one.step for one in found] == list(wanted.steps)
    moments = [one.at for one in found if one.at is not None]
    assert all(later - earlier >= APART for earlier, later in itertools.pairwise(moments))
    for one in found:
        assert (one.at is None) == bool(one.dropped)
        if one.at is None:
            continue
        assert now < one.at <= before(until, hours=1)
        assert one.at >= opened_at + APART
        assert not quiet(one.at, until, wanted)
        assert bool(one.moved) == (one.at != one.wanted)
        if weekend(one.at, until) and not wanted.weekends:
            assert one.step in ("24-hours", "last-day")


@given(deadlines(), any_rules(), st.integers(1, 30 * 24), st.integers(0, 30 * 24))
def test_made_later_it_is_the_same_as_far_as_it_lies_ahead(until, wanted, opened, later):
    opened_at = before(until, hours=opened)
    first = plan(until, wanted, opened_at=opened_at, now=opened_at)
    assert plan(until, wanted, opened_at=opened_at, now=opened_at) == first
    now = opened_at + timedelta(hours=later)
    assert {one.step: one.at for one in plan(until, wanted, opened_at=opened_at, now=now) if one.at} == {
        one.step: one.at for one in first if one.at and one.at > now
    }


@given(deadlines(), any_rules(), st.integers(1, 30 * 24), st.integers(1, 20 * 24))
def test_an_extension_moves_what_was_not_sent_and_repeats_only_from_two_days_on(until, wanted, passed, more):
    opened_at = before(until, days=32)
    now = opened_at + timedelta(hours=passed)
    first = plan(until, wanted, opened_at=opened_at, now=opened_at)
    sent = {one.step: Sent(one.at, until.moment) for one in first if one.at and one.at <= now}
    wall = (until.moment + timedelta(hours=more)).astimezone(ZoneInfo(until.zone)).replace(tzinfo=None)
    moved = Deadline(wall, until.zone)
    place, newest = ZoneInfo(until.zone), max((one.at for one in sent.values()), default=None)
    for one in plan(moved, wanted, opened_at=opened_at, now=now, sent=sent):
        if one.sent:
            assert one.step in sent
        if one.at is None or newest is None:
            continue
        assert one.at >= newest + APART
        if one.step in sent:
            assert (one.at.astimezone(place).date() - newest.astimezone(place).date()).days >= 2


@given(zones, walls, any_rules())
def test_an_allowed_moment_is_one_by_the_clock_on_the_wall(zone, wall, wanted):
    moment = wall.replace(tzinfo=UTC)
    hours = Hours(zone, wanted.quiet_from, wanted.quiet_until, wanted.weekends)
    until = Deadline(wall, zone)
    for room in (timedelta(0), timedelta(hours=1)):
        after, earlier = hours.next(moment, room), hours.previous(moment, room)
        assert earlier is not None
        assert after is not None
        assert earlier <= moment <= after
        for one in (earlier, after):
            assert hours.allow(one)
            assert not quiet(one, until, wanted)
            assert wanted.weekends or not weekend(one, until)


def test_nothing_is_allowed_that_the_clock_says_twice():
    """The night of November 1, 2026: 1:30 comes twice. Whoever is left alone until 1:30 is, until the second one."""
    hours = Hours(NEW_YORK, time(20), time(1, 30), weekends=True)
    found = hours.next(datetime(2026, 11, 1, 5, 0, tzinfo=UTC))
    assert found == datetime(2026, 11, 1, 6, 30, tzinfo=UTC)


def shown(found, zone=NEW_YORK):
    place = ZoneInfo(zone)
    return {one.step: one.at and one.at.astimezone(place).strftime("%a %H:%M") for one in found}


@pytest.mark.parametrize(
    ("wall", "expected"),
    [
        ("2026-10-09T17:00", ["Fri 17:00", "Tue 17:00", "Thu 17:00", "Fri 09:00"]),
        ("2026-10-08T23:59", ["Fri 08:00", "Tue 08:00", "Wed 19:00", "Thu 09:00"]),
        # A Monday: nobody is written to on Sunday, and Friday's two would be one too many.
        ("2026-10-12T17:00", ["Mon 17:00", None, "Fri 19:00", "Mon 09:00"]),
        # So early on a Monday that only the weekend is left.
        ("2026-10-12T06:00", ["Mon 08:00", "Fri 08:00", "Sun 08:00", "Sun 19:00"]),
        ("2026-10-11T23:59", ["Mon 08:00", "Fri 08:00", "Sat 19:00", "Sun 09:00"]),
        ("2026-11-04T09:30", ["Wed 09:30", "Mon 08:00", "Tue 09:30", "Wed 08:30"]),
    ],
)
def test_a_plan_as_a_coordinator_would_make_it(wall, expected):
    until = deadline(datetime.fromisoformat(wall), NEW_YORK)
    opened_at = before(until, days=20)
    assert [*shown(plan(until, Rules(), opened_at=opened_at, now=opened_at)).values()] == expected


def test_days_are_days_on_the_wall_when_the_clocks_change_in_between():
    until = deadline(datetime(2026, 3, 10, 12, 0), NEW_YORK)
    found = plan(until, Rules(weekends=True), opened_at=before(until, days=20), now=before(until, days=20))
    assert [*shown(found).values()] == ["Tue 12:00", "Sat 12:00", "Mon 12:00", "Tue 09:00"]
    assert until.moment - found[1].at == timedelta(hours=71)


def test_a_letter_that_is_open_for_two_days_has_no_reminder_a_week_before():
    until = deadline(datetime(2026, 10, 9, 17, 0), NEW_YORK)
    opened_at = before(until, hours=26)
    found = plan(until, Rules(), opened_at=opened_at, now=opened_at)
    assert [one.dropped for one in found] == [
        "the letter was not open yet",
        "the letter was not open yet",
        "the letter had been open for less than 8 hours",
        "",
    ]


def test_the_last_morning_is_there_whether_or_not_that_step_is():
    until = deadline(datetime(2026, 10, 9, 17, 0), NEW_YORK)
    assert last_morning(until, Rules(steps=())) == datetime(2026, 10, 9, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ((["never"], "20:00", "08:00"), "steps"),
        (([], "late", "08:00"), "quiet_from"),
        (([], "20:00", "08:00+02:00"), "quiet_until"),
        (([], "08:00", "07:00"), "quiet_from"),
    ],
)
def test_rules_that_are_none_are_refused(typed, field):
    with pytest.raises(RulesError) as refused:
        rules(*typed, weekends=False)
    assert refused.value.field == field


# --- every zone, both edges --------------------------------------------------------------------------------------------------


def simulated(until, wanted, opened_at):
    """What goes out when somebody looks every half hour, with the plan made anew each day: (step, moment)."""
    sent, moment = [], opened_at
    made = plan(until, wanted, opened_at=opened_at, now=moment)
    waiting = {one.step: one.at for one in made if one.at}
    while moment < until.moment:
        moment += timedelta(minutes=30)
        for step, at in sorted(waiting.items(), key=lambda item: item[1]):
            if at <= moment and hours_of(until, wanted, last=step in ("24-hours", "last-day")).allow(moment):
                sent.append((step, moment))
        done = dict(sent)
        waiting = {step: at for step, at in waiting.items() if step not in done}
        if moment.minute == opened_at.minute and moment.hour == opened_at.hour:
            again = plan(
                until, wanted, opened_at=opened_at, now=moment, sent={step: Sent(at, until.moment) for step, at in sent}
            )
            assert {one.step: one.at for one in again if one.at} == {s: at for s, at in waiting.items() if at > moment}
    return sent


def around(zone):
    """Deadlines on the day of each change of the clocks and on the three days after it, at hours that matter."""
    place = ZoneInfo(zone)
    for number, edge in enumerate(edges(zone)):
        day = edge.astimezone(place).replace(tzinfo=None, minute=0)
        for days, hour, minute in ((0, 23, 59), (1, 6, 0), (3, day.hour, 30)):
            wall = (day + timedelta(days=days)).replace(hour=hour, minute=minute)
            try:
                yield number, deadline(wall, zone)
            except DeadlineError:
                yield number, deadline(wall.replace(hour=(hour + 4) % 24), zone)


@pytest.mark.parametrize("part", range(8))
def test_around_every_change_of_every_clock_each_reminder_goes_out_once_and_at_a_decent_hour(part):
    wanted, campaigns = Rules(), 0
    for zone in ZONES[part::8]:
        for _, until in around(zone):
            opened_at = before(until, days=9)
            planned = {one.step: one.at for one in plan(until, wanted, opened_at=opened_at, now=opened_at) if one.at}
            sent = simulated(until, wanted, opened_at)
            assert sorted(step for step, _ in sent) == sorted(planned), (zone, until)
            assert len(planned) >= 3, (zone, until)
            for step, moment in sent:
                assert moment < until.moment, (zone, until)
                assert not quiet(moment, until, wanted), (zone, until, step)
                assert moment - planned[step] < timedelta(minutes=30), (zone, until, step)
            campaigns += 1
    assert campaigns >= 6 * len(ZONES[part::8])


def test_the_simulation_can_fail():
    """The control: without quiet hours in the rules, the clock on the wall sees mail at night."""
    until = deadline(datetime(2026, 10, 8, 23, 59), NEW_YORK)
    sent = simulated(until, Rules(quiet_from=time(0), quiet_until=time(0)), before(until, days=9))
    assert any(quiet(moment, until, Rules()) for _, moment in sent)
    assert LEAD < APART


def test_what_was_sent_before_its_time_is_not_sent_at_it():
    until = deadline(datetime(2026, 10, 9, 17, 0), NEW_YORK)
    opened_at = before(until, days=20)
    sent = {"7-days": Sent(before(until, days=12), until.moment)}
    found = plan(until, Rules(), opened_at=opened_at, now=before(until, days=12), sent=sent)
    assert [one.sent for one in found] == [True, False, False, False]
    later = deadline(datetime(2026, 10, 16, 17, 0), NEW_YORK)
    assert not any(one.sent for one in plan(later, Rules(), opened_at=opened_at, now=before(until, days=12), sent=sent))
