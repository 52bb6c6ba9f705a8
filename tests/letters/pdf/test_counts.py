"""The number of signatories in a PDF: that of the names beneath it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from letters.document import markdown
from letters.document.rendition import Rendition, Signatories, SignatoryGroup
from letters.document.resolve import resolve
from letters.pdf import write
from tests.letters.pdf.examples import MOMENT, names

pytestmark = pytest.mark.needs("pdftotext")
TEXT = "The **undersigned {organizations} organizations** ask.[^n]\n\n[^n]: All {signatories} of them.\n"


def written(count: int, folder: Path, language: str = "en-US") -> str:
    letter, losses = markdown.read(f"---\nlanguage: {language}\n---\n\n{TEXT}")
    assert losses == ()
    signatories = Signatories((SignatoryGroup(names(count)),) if count else (), columns=3)
    (folder / "letter.pdf").write_bytes(write(Rendition(resolve(letter).letter, "T", MOMENT, signatories)))
    read = subprocess.run(["pdftotext", str(folder / "letter.pdf"), "-"], check=True, capture_output=True, timeout=60)
    return re.sub(r"\s+", " ", read.stdout.decode())


def test_the_number_is_that_of_the_names(tmp_path: Path) -> None:
    listed = names(1103)
    whole = written(1103, tmp_path)
    assert "The undersigned 1,103 organizations ask." in whole
    assert "All 1,103 of them." in whole
    assert all(re.sub(r"\s+", " ", line.name) in whole for line in (listed[0], listed[-1]))


def test_numbers_of_other_languages_find_their_letters(tmp_path: Path) -> None:
    assert "undersigned 1 103 organizations" in written(1103, tmp_path, "fr-FR").replace("\u202f", " ")
    assert "undersigned ［数］ organizations" in written(0, tmp_path, "ja-JP")


def test_without_names_there_is_no_number(tmp_path: Path) -> None:
    assert "The undersigned [number] organizations ask." in written(0, tmp_path)
