"""The example campaign, read with the standard library alone: these tests hold the files, not the program that reads them."""

from __future__ import annotations

import csv
import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

EXAMPLES = Path(__file__).parents[2] / "examples"
BUNDLE = EXAMPLES / "river-cities"

_DEFINITION = re.compile(r"^\[\^([\w-]+)\]: (.+)$", re.MULTILINE)
_GROUP = re.compile(r"\[([^\[\]]*(?<!\w)@[^\[\]]*)\]")


@dataclass(frozen=True)
class LetterText:
    """``letter.md`` taken apart: its fields, its body without the notes, and each note's text by id, in the file's order."""

    fields: dict[str, Any]
    body: str
    notes: dict[str, str]
    definitions: tuple[str, ...]

    @property
    def references(self) -> list[str]:
        return re.findall(r"\[\^([\w-]+)\]", self.body)

    def groups(self, note: str) -> list[str]:
        """The citation groups of a note, without their brackets."""
        return _GROUP.findall(self.notes[note])

    def keys(self, note: str) -> list[str]:
        return [key for group in self.groups(note) for key in re.findall(r"(?<!\w)@([\w-]+)", group)]


@pytest.fixture(scope="session")
def letter() -> LetterText:
    text = (BUNDLE / "letter.md").read_text(encoding="utf-8")
    _, front, rest = text.split("---\n", 2)
    found = _DEFINITION.findall(rest)
    return LetterText(yaml.safe_load(front), _DEFINITION.sub("", rest), dict(found), tuple(name for name, _ in found))


@pytest.fixture(scope="session")
def sources() -> list[dict[str, Any]]:
    loaded: list[dict[str, Any]] = json.loads((BUNDLE / "sources.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def campaign() -> dict[str, Any]:
    return tomllib.loads((BUNDLE / "campaign.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def rows() -> list[dict[str, str]]:
    with (BUNDLE / "signatories.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture(scope="session")
def organizations(rows: list[dict[str, str]]) -> list[str]:
    return [row["organization"] for row in rows if row["organization"]]


@pytest.fixture(scope="session")
def files() -> dict[str, bytes]:
    """Every file of the examples by its name."""
    return {path.relative_to(EXAMPLES).as_posix(): path.read_bytes() for path in sorted(EXAMPLES.rglob("*")) if path.is_file()}


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real letters and name lists that stand beside the checkout, where they are at hand."""
    place = Path(__file__).parents[2].parent / "shared"
    if not place.is_dir():
        pytest.skip("the shared letters are not beside this checkout")
    return place
