"""One file that is PDF/UA-1 and PDF/A-2a, and the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from letters.document.nodes import NumberedNote
from letters.document.rendition import Rendition
from letters.document.walk import inlines_of
from letters.pdf import write
from tests.letters.pdf.examples import MOMENT, rendition, rich_letter
from tests.tools.verapdf import failures


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The rich letter in all its kinds: with and without names, draft and final, and from right to left."""
    folder = tmp_path_factory.mktemp("valid")
    kinds: dict[str, Rendition] = {
        "final": rendition(150, 2),
        "draft": rendition(150, 3, draft=True),
        "nobody": rendition(0, 1),
        "arabic": rendition(40, 2, letter=rich_letter("ar-EG")),
    }
    paths = {}
    for name, copy in kinds.items():
        paths[name] = folder / f"{name}.pdf"
        paths[name].write_bytes(write(copy))
    return paths


@pytest.mark.needs("java")
@pytest.mark.parametrize("kind", ["final", "draft", "nobody", "arabic"])
def test_the_engine_passes_both_standards_on_the_same_file(made: dict[str, Path], kind: str) -> None:
    assert failures(made[kind], "ua1", "2a") == []


@pytest.mark.needs("java")
def test_the_engine_sees_a_file_that_keeps_to_neither(tmp_path: Path) -> None:
    import typst

    plain = typst.Compiler(b"= Heading\n\n" + b"Some text. " * 300).compile(format="pdf", pdf_tags=False)
    assert isinstance(plain, bytes)
    path = tmp_path / "plain.pdf"
    path.write_bytes(plain)
    assert failures(path, "ua1")
    assert failures(path, "2a")


def test_the_same_letter_gives_the_same_bytes_in_another_process_and_time_zone() -> None:
    code = (
        "import hashlib; from letters.pdf import write; from tests.letters.pdf.examples import rendition;"
        "print(hashlib.sha256(write(rendition(20, 2))).hexdigest())"
    )
    environments = [{"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "1"}, {"TZ": "America/Lima", "PYTHONHASHSEED": "2"}]
    sums = []
    for environment in environments:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | environment,
            check=True,
            capture_output=True,
            cwd=Path(__file__).parents[3],
        )
        sums.append(done.stdout)
        time.sleep(1.1)  # a clock that was read would show another second
    assert sums[0] == sums[1]


@pytest.mark.needs("pdftotext")
def test_the_file_says_what_it_is(made: dict[str, Path]) -> None:
    done = subprocess.run(["pdfinfo", "-isodates", made["final"]], check=True, capture_output=True, text=True)
    facts = dict(line.split(":", 1) for line in done.stdout.splitlines() if ":" in line)
    facts = {name: value.strip() for name, value in facts.items()}
    assert facts["Title"] == rendition(0, 1).title
    assert facts["Tagged"] == "yes"
    assert facts["CreationDate"].startswith(MOMENT.strftime("%Y-%m-%dT%H:%M:%S"))


@pytest.mark.needs("pdftotext")
def test_notes_and_their_references_lead_to_one_another(made: dict[str, Path]) -> None:
    """Each number in the text leads to the page of its note, and each note's number back to the page of its reference."""
    command = ["pdftohtml", "-xml", "-stdout", "-i", made["final"]]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    forward: dict[int, tuple[int, int]] = {}
    back: dict[int, tuple[int, int]] = {}
    for number, page in enumerate(done.stdout.split("<page ")[1:], start=1):
        for target, text in re.findall(r'<a href="[^"]*#(\d+)">([^<]*)</a>', page):
            if re.fullmatch(r"\d+", text.strip()):
                forward.setdefault(int(text), (number, int(target)))
            elif re.fullmatch(r"\d+\.", text.strip()):
                back[int(text.strip()[:-1])] = (number, int(target))
    notes = [node for node in inlines_of(rich_letter().body) if isinstance(node, NumberedNote)]
    assert sorted(back) == list(range(1, len(notes) + 1))
    for number, (page, target) in back.items():
        assert forward[number] == (target, page)
