"""The life of a campaign as a table of moves: nothing comes about by any other way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.deadlines import MOVES, SETTLING, NotNow, after, arrival, moves, settled, state_at, told, why_not
from campaign.deadlines.life import PHASES, STATES, phase_at
from campaign.deadlines.moves import Cause, Name
from coalition.permissions import PERMISSIONS

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@dataclass
class Row:
    """As much of a campaign as moves."""

    state: str = "drafting"
    deadline: datetime | None = START
    archived_from: str = ""
    announced: datetime | None = None


def make(name, row, now, by="person"):
    """Make a move as the operations do."""
    state = after(name, row, now, by=by)
    row.archived_from = row.state if state == "archived" else ""
    row.state = state


moments = st.integers(-100_000, 100_000).map(lambda seconds: START + timedelta(seconds=seconds))
causes = st.sampled_from(get_args(Cause))
names = st.sampled_from(get_args(Name))
steps = st.lists(st.tuples(st.integers(0, 50), moments, moments), max_size=40)
"""Which of the moves that can be made is made, when, and what the deadline is by then."""


def walked(row, steps):
    """Walk: before each step, and after the last, the row; with the name of the move that led there."""
    yield "", row
    for pick, now, deadline in steps:
        row.deadline = deadline  # the clock and the deadline may be anything, also go back
        possible = [name for name in moves.MOVES if why_not(name, row, now) is None]
        if not possible:
            continue
        name = possible[pick % len(possible)]
        make(name, row, now, sorted(moves.MOVES[name].by)[0])
        yield name, row


def test_the_table_is_whole():
    assert set(MOVES) == set(get_args(Name))
    for name, move in MOVES.items():
        assert move.of, name
        assert move.of <= set(PHASES)
        assert set(move.why_not) <= set(PHASES) - move.of, f"{name}: a reason for a phase in which it can be made"
        assert move.to in {*STATES, "", "before"}
        assert move.permission in PERMISSIONS
        assert all(sentence.endswith(".") for sentence in (move.otherwise, *move.why_not.values()))


def test_every_state_is_reached_and_can_be_left_or_is_the_end():
    reached = {"drafting"} | {move.to for move in MOVES.values()}
    assert set(STATES) <= reached
    left = set().union(*(move.of for move in MOVES.values()))
    assert left == set(PHASES) - {"ending"}, "while the last requests are taken in, nothing is done to the letter"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", get_args(Name))
@pytest.mark.parametrize("offset", [-1, 0, 1, 30, 31])
def test_a_move_is_made_or_says_why_not(state, name, offset):
    row, now = Row(state), START + timedelta(seconds=offset)
    sentence = why_not(name, row, now)
    if sentence is None:
        assert after(name, row, now, by=sorted(MOVES[name].by)[0]) in STATES
        return
    with pytest.raises(NotNow) as refused:
        after(name, row, now, by=sorted(MOVES[name].by)[0], field="deadline")
    assert (refused.value.sentence, refused.value.field) == (sentence, "deadline")


@given(names, causes)
def test_nobody_makes_a_move_that_is_not_theirs(name, by):
    if by in MOVES[name].by:
        return
    for state in STATES:
        with pytest.raises(ValueError, match="does not"):
            after(name, Row(state), START, by=by)


@given(steps)
def test_what_was_delivered_never_circulates_again(walk):
    delivered = False
    for _name, row in walked(Row(), walk):
        delivered = delivered or row.state == "delivered"
        if delivered:
            assert row.state in ("delivered", "archived")
            assert row.archived_from in ("", "delivered")


@given(steps)
def test_a_letter_opens_only_by_being_opened_or_reopened(walk):
    before = "drafting"
    for name, row in walked(Row(), walk):
        if row.state == "circulating" != before:
            assert name in ("open", "reopen")
        if before == "archived" != row.state:
            assert name == "take back"
        before = row.state


def test_a_table_that_reopens_what_was_delivered_is_caught(monkeypatch):
    """The control for the two above: one wrong word in the table."""
    wrong = dict(MOVES)
    wrong["reopen"] = type(wrong["reopen"])(
        of=frozenset({"closed", "delivered"}), to="circulating", by=frozenset({"person"}), permission="x", otherwise="."
    )
    monkeypatch.setattr("campaign.deadlines.moves.MOVES", wrong)
    with pytest.raises(AssertionError):
        test_what_was_delivered_never_circulates_again()


@given(st.sampled_from(STATES), moments, moments)
def test_a_clock_that_goes_back_opens_nothing_that_was_written_down(state, one, other):
    row = Row(state)
    if state != "circulating":
        assert state_at(row, one) == state_at(row, other) == state


@given(moments, moments)
def test_a_letter_is_closed_from_the_second_after_its_deadline_and_settled_later(one, other):
    row = Row("circulating")
    assert (state_at(row, one) == "closed") == (one > START)
    assert settled(row, one) == (one > START + SETTLING)
    assert phase_at(row, one) == ("circulating" if one <= START else "due" if settled(row, one) else "ending")
    first, last = sorted((one, other))
    assert not (settled(row, first) and not settled(row, last)), "time alone settles, and unsettles nothing"


@given(moments, st.integers(0, 100_000), st.sampled_from(STATES), st.none() | moments)
def test_an_arrival_is_open_only_while_the_list_can_grow_and_late_only_when_it_came_late(arrived, took, state, closed_at):
    row, written = Row(state), arrived + took * SECOND
    said = arrival(row, arrived, written, closed_at)
    if said == "open":
        assert state == "circulating"
        assert arrived <= START
        assert not settled(row, written), "what is taken is taken before the list is frozen"
    if state == "circulating":
        assert (said == "late") == (arrived > START)
    if state == "closed":
        assert (said == "in time") == (arrived <= (closed_at or START))


@given(st.none() | moments, moments)
def test_the_date_that_people_are_told_is_the_announced_one_until_it_is_past(announced, now):
    row = Row("circulating", announced=min(announced, START) if announced else None)
    assert told(row, now) == (row.announced if row.announced and now <= row.announced else START)
