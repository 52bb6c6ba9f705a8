"""The command that prints likely doubles."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import main


def match(path: Path, *words: str) -> Result:
    result = CliRunner().invoke(main, ["match", str(path), *words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def names(tmp_path: Path) -> Path:
    path = tmp_path / "names.txt"
    path.write_text("Harbor League (HL)\nKite Club\nThe Harbor League\nHarbor League Action Fund\nHarbor Leauge Network\n")
    return path


def test_it_prints_the_pairs_as_csv_the_likeliest_first(names: Path) -> None:
    done = match(names)
    assert (done.exit_code, done.stderr) == (0, "")
    first, *rows = csv.DictReader(done.stdout.splitlines())
    assert (first["a"], first["b"], first["score"], first["tier"]) == (
        "Harbor League (HL)",
        "The Harbor League",
        "0.975",
        "ask",
    )
    assert first["reasons"].startswith("Only one gives its acronym: HL. ")
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)
    assert all("Action Fund" not in row["a"] + row["b"] for row in rows)


def test_the_least_score_can_be_lowered(names: Path) -> None:
    assert "Action Fund" in match(names, "--minimum", "0.5").stdout


def test_a_list_without_doubles_prints_its_header_alone(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Harbor League\nKite Club\n")
    assert match(path).stdout == "a,b,score,tier,reasons\n"


def test_a_name_like_a_formula_is_made_harmless(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("organization,state\n=Kite Club,Ohio\n=KITE CLUB,Iowa\n")
    assert match(path).stdout.splitlines()[1].startswith("'=Kite Club,'=KITE CLUB,1.000,same,")


def test_bad_input_is_told_of_in_a_line(tmp_path: Path, names: Path) -> None:
    empty = tmp_path / "empty.csv"
    empty.touch()
    for path, words, said in (
        (tmp_path / "none.csv", (), "cannot be read (No such file or directory)"),
        (tmp_path, (), "cannot be read"),
        (empty, (), "There is nothing in this list."),
        (names, ("--column", "Group"), "has no columns"),
    ):
        done = match(path, *words)
        assert (done.exit_code, done.stdout) == (2, "")
        assert len(done.stderr.strip().splitlines()) == 1
        assert said in done.stderr
