"""Letters as files that a person can read: what the program makes of them is laid down next to them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from letters.document.losses import Loss
from letters.document.markdown import read, write
from letters.document.nodes import BulletList, Letter, Note, Paragraph, Text
from letters.document.schema import from_json, to_json
from letters.document.walk import inlines_of

GOLDEN = Path(__file__).parent / "golden"
EXAMPLE = Path(__file__).parents[4] / "shared" / "letters" / "dhs-ai" / "letter.md"


def golden(name: str) -> str:
    return (GOLDEN / name).read_text(encoding="utf-8")


def test_everything_reads_as_the_tree_beside_it() -> None:
    letter, losses = read(golden("everything.md"))
    assert losses == ()
    assert to_json(letter) == json.loads(golden("everything.json"))


def test_everything_is_written_to_the_letter() -> None:
    assert write(from_json(json.loads(golden("everything.json")))) == golden("everything.md")


def test_losses_are_told_one_by_one() -> None:
    _, losses = read(golden("losses.md"))
    told = "".join(f"{loss.kind}{' FATAL' if loss.fatal else ''}: {loss}\n" for loss in losses)
    assert told == golden("losses.txt")


def test_what_was_not_lost_is_kept() -> None:
    letter, _ = read(golden("losses.md"))
    assert write(letter) == golden("losses.kept.md")


@pytest.fixture
def example() -> tuple[Letter, tuple[Loss, ...]]:
    if not EXAMPLE.exists():
        pytest.skip("the example bundle is not there")
    return read(EXAMPLE.read_text(encoding="utf-8"))


def test_the_real_letter_reads_without_a_loss(example: tuple[Letter, tuple[Loss, ...]]) -> None:
    letter, losses = example
    assert losses == ()
    assert [type(block) for block in letter.body] == [Paragraph, Paragraph, Paragraph, BulletList, Paragraph]
    bullets = letter.body[3]
    assert isinstance(bullets, BulletList)
    leads = [item[0].content[0] for item in bullets.items if isinstance(item[0], Paragraph)]
    assert [isinstance(lead, Text) and lead.strong for lead in leads] == [True, True, True]
    assert sum(isinstance(node, Note) for node in inlines_of(letter.body)) == 10
    assert len(letter.cc) == 4
    assert letter.recipients == (
        ("Secretary Alejandro Mayorkas", "Department of Homeland Security", "Washington, DC 20528, USA"),
    )


def test_the_real_letter_is_written_as_it_was_typed(example: tuple[Letter, tuple[Loss, ...]]) -> None:
    assert write(example[0]) == EXAMPLE.read_text(encoding="utf-8")
