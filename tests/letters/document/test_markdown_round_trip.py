"""What is written as Markdown reads back as the same letter, whatever stands in it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from letters.document.markdown import read, write
from letters.document.nodes import Letter
from tests.letters.document.trees import letters


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(letters())
def test_round_trip(letter: Letter) -> None:
    assert read(write(letter)) == (letter, ())
