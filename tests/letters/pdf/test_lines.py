"""The number of lines that is foretold for a name is the number on which it is set."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters.pdf.lines import line_count
from letters.pdf.names import GAP, LEADING, NAME_SIZE
from tests.letters.pdf.typesetting import evaluated

MEASURE = """given.names.map(name => measure(width: given.width * 1pt, {
  set par(leading: 2.2pt, spacing: 4.62pt, hanging-indent: 1em, justify: false, linebreaks: "simple")
  set text(hyphenate: false)
  par(name)
}).height.pt())"""
WORDS = [
    "Action",
    "for",
    "the",
    "AVAILABLE",
    "Trust,",
    "(ACLU)",
    "of",
    "Wyoming",
    "Yakima",
    "AT&T",
    "Women’s",
    "L.A.",
    "Ta",
    "Ty",
    "Va",
    "We",
    "“Fifth”",
    "Ñandú",
    "Ärzte",
    "Łódź",
    "f’f",
    "Tool",
    "fjord",
    "Inc.",
    "11",
    "21st",
    "and",
    "to",
    "St.",
    "Organización",
    "Québec",
    "O'Brien",
    "VAVAVA",
    "WAWA",
    "iiii",
    "Massachusetts",
    "Interdenominational",
]
COLUMNS = (143.0, 144.0, 225.0, 468.0)


def lines_set(names: list[str], width: float, folder: Path) -> list[int]:
    heights = evaluated(MEASURE, {"names": names, "width": width}, folder)
    return [round((height + LEADING) / (NAME_SIZE + LEADING)) for height in heights]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 1 << 30), width=st.sampled_from(COLUMNS))
def test_what_is_foretold_is_what_is_set(tmp_path: Path, seed: int, width: float) -> None:
    chosen = random.Random(seed)
    names = [" ".join(chosen.choice(WORDS) for _ in range(chosen.randint(1, 14))) for _ in range(400)]
    foretold = [line_count(name, width / NAME_SIZE) for name in names]
    wrong = [
        (name, expected, lines)
        for name, expected, lines in zip(names, foretold, lines_set(names, width, tmp_path), strict=True)
        if expected not in (0, lines)
    ]
    assert not wrong
    assert foretold.count(0) < len(names) / 8, "too many are not sure"


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    names=st.lists(
        st.text(st.characters(max_codepoint=0x24F, categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60), min_size=50
    )
)
def test_any_latin_text_is_foretold_or_not_sure(tmp_path: Path, names: list[str]) -> None:
    stripped = [name.strip() or "x" for name in names]
    foretold = [line_count(name, 225 / NAME_SIZE) for name in stripped]
    for name, expected, lines in zip(stripped, foretold, lines_set(stripped, 225, tmp_path), strict=True):
        assert expected in (0, lines), name


def test_sizes_are_the_templates() -> None:
    assert (LEADING, round(GAP, 6)) == (2.2, 4.62)
