"""The real letter from its files to finished ones: everything is there, once, in its order."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from app import main
from tests.letters.citations.test_real_letter import expected, overridden
from tests.tools.ooxml import Opened, W, structure_faults, validate_audit, validate_sdk

REAL = Path(__file__).resolve().parents[3] / "shared" / "letters" / "dhs-ai"

pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real letter is not beside the checkout")

THEIR_OWN_STYLE = {3: "Jul. 22", 9: "PNAS Vol. 119"}
"""Notes with a citation in which the letter breaks its own style: without an override they print by the rules."""


def names() -> list[str]:
    with (REAL / "signatories.csv").open(encoding="utf-8", newline="") as file:
        return [row["organization"] for row in csv.DictReader(file)]


def notes() -> dict[int, str]:
    listed = json.loads((REAL / "expected_endnotes.json").read_text(encoding="utf-8"))["notes"]
    return {note["note"]: note["text"] for note in listed}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    for name in ("letter.docx", "letter.pdf", "letter.html"):
        done = CliRunner().invoke(main, ["render", str(REAL), "-o", str(folder / name)])
        assert done.exit_code == 0, done.output
    return folder


def test_the_word_file_holds_the_whole_letter_in_order(rendered: Path) -> None:
    document = Document(str(rendered / "letter.docx"))
    styled = [(paragraph.style.style_id, paragraph.text) for paragraph in document.paragraphs if paragraph.style is not None]
    by_style: dict[str, list[str]] = {}
    for style, text in styled:
        by_style.setdefault(style, []).append(text)
    assert by_style["InsideAddress"] == [
        "Secretary Alejandro Mayorkas\nDepartment of Homeland Security\nWashington, DC 20528, USA"
    ]
    assert by_style["SubjectLine"][0].startswith("Re:\tCancel DHS Use of AI Technologies")
    assert by_style["Salutation"] == ["Dear Secretary Mayorkas,"]
    # Four paragraphs of prose, of which the third leads into three bullets; with those in one, five parts.
    assert len(by_style["BodyText"]) == 4
    assert len(by_style["ListParagraph"]) == 3
    assert by_style["Closing"] == ["Signed,"]
    assert by_style["Signatory"] == names()
    assert len(by_style["CopyLine"]) == 4
    bullets = [
        paragraph
        for paragraph in document.paragraphs
        if paragraph.style is not None and paragraph.style.style_id == "ListParagraph"
    ]
    assert all(bullet.runs[0].bold for bullet in bullets)
    order = [style for style, _ in styled]
    wanted = ["InsideAddress", "SubjectLine", "Salutation", "BodyText", "ListParagraph", "Closing", "Signatory", "CopyLine"]
    assert [order.index(style) for style in wanted] == sorted(order.index(style) for style in wanted)


def test_the_word_files_notes_are_word_for_word(rendered: Path) -> None:
    opened = Opened((rendered / "letter.docx").read_bytes())
    found = {
        number: "".join(node.text or "" for node in note.iter(f"{W}t")).strip()
        for number, note in enumerate(opened.endnotes.values(), start=1)
    }
    assert len(found) == 10
    for number, text in notes().items():
        if number not in THEIR_OWN_STYLE:
            assert found[number] == text


def test_the_word_file_has_no_fault_of_structure(rendered: Path) -> None:
    assert structure_faults((rendered / "letter.docx").read_bytes()) == []
    assert validate_audit(rendered / "letter.docx") == []


@pytest.mark.needs("node")
def test_the_open_xml_sdk_finds_nothing(rendered: Path) -> None:
    assert validate_sdk(rendered / "letter.docx") == []


def squeezed(text: str) -> str:
    """Without white space and hyphens: pdftotext takes a hyphen at a line's end for one that the typesetter put there."""
    return re.sub(r"[\s-]+", "", text)


@pytest.mark.needs("pdftotext")
def test_the_pdf_holds_every_name_in_order_and_every_note(rendered: Path) -> None:
    done = subprocess.run(["pdftotext", rendered / "letter.pdf", "-"], check=True, capture_output=True, text=True)
    text = squeezed(re.sub(r"Page \d+ of \d+", "", done.stdout))
    place = text.index("Signed,")
    for name in names():
        place = text.index(squeezed(name), place) + len(squeezed(name))
    for line in ("EricHysen", "ShobaSivaprasadWadhia", "MasonClutter", "JenniferAtala"):
        place = text.index(line, place)
    for number, note in notes().items():
        if number not in THEIR_OWN_STYLE:
            place = text.index(squeezed(note), place)


def test_the_page_holds_every_name_in_order(rendered: Path) -> None:
    html = (rendered / "letter.html").read_text(encoding="utf-8")
    listed = re.findall(r'<li dir="auto">(.*?)</li>', html)
    assert len(listed) == len(names()) == 142


def test_the_notes_command_prints_all_ten_notes_as_they_were_printed(tmp_path: Path) -> None:
    """17 of the 20 citations by rule; the three that break the letter's own style by an override in the bundle."""
    bundle = tmp_path / "dhs-ai"
    shutil.copytree(REAL, bundle)
    (bundle / "sources.json").write_text(json.dumps(overridden()), encoding="utf-8")
    done = CliRunner().invoke(main, ["notes", str(bundle), "--json"])
    assert done.exit_code == 0
    printed = json.loads(done.stdout)
    assert [note["number"] for note in printed] == list(range(1, 11))
    for note, wanted in zip(printed, expected(), strict=True):
        assert note["text"] == wanted["text"]
        assert note["runs"] == [{key: value for key, value in run.items() if key != "angle"} for run in wanted["runs"]]
