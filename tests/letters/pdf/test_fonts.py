"""The shelf: every file is what README.md says, free to ship, and as the committed tables describe it."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from letters.fonts import coverage
from letters.fonts.make_coverage import coverage as coverage_text
from letters.fonts.make_coverage import widths as widths_text
from letters.fonts.shelf import HERE, SHELVES

FILES = sorted(path for shelf in SHELVES for path in shelf.path.glob("*.[ot]tf"))
SILENT = {"NotoSansHanifiRohingya-Regular"}
"""Its name table has no licence; its package's copyright file has, as README.md says."""
STATIC = HERE.parents[1] / "static" / "fonts"


def test_the_tables_are_what_the_fonts_say() -> None:
    assert coverage.COVERAGE_FILE.read_text(encoding="ascii") == coverage_text()
    assert coverage.WIDTHS_FILE.read_text(encoding="ascii") == widths_text()


def test_no_file_lies_about_unused() -> None:
    named = {shelf.path / face.file for shelf in SHELVES for face in shelf.faces}
    named |= {SHELVES[0].path / f"Tinos-{cut}.ttf" for cut in ("Italic", "Bold", "BoldItalic")}
    assert set(HERE.rglob("*.*tf")) == named


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_font_is_under_the_open_font_license_and_listed(path: Path) -> None:
    font = TTFont(path)
    names = font["name"]
    if path.stem not in SILENT:
        assert "SIL Open Font License" in names.getDebugName(13)
    assert font["OS/2"].fsType == 0, "embedding is restricted"
    version = names.getDebugName(5).split(";")[0].removeprefix("Version ")
    assert f"| `{path.parent.name}/{path.name}` | {version} |" in (HERE / "README.md").read_text(encoding="utf-8")
    assert path.stem in " ".join((HERE / "OFL.txt").read_text(encoding="utf-8").split())


def test_the_shelf_is_not_too_heavy() -> None:
    assert sum(path.stat().st_size for path in FILES) < 45e6


@pytest.mark.parametrize("cut", ["regular", "italic", "bold", "bolditalic"])
def test_the_web_pages_have_the_letters_of_the_latin_alphabets(cut: str) -> None:
    font = TTFont(STATIC / f"tinos-{cut}.woff2")
    wanted = (
        set(range(0x20, 0x7F)) | set(range(0xA0, 0x180)) | set(range(0x1EA0, 0x1EFA)) | {ord(letter) for letter in "“”‘’–—…€"}
    )
    assert wanted <= set(font.getBestCmap()), "a letter is missing"
    assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_plain_text_is_what_the_first_face_has() -> None:
    plain = {chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and coverage.is_plain(chr(code))}
    assert len(plain) > 500
    assert all(letter in coverage.faces()[0] for letter in plain)
    assert plain == set(coverage.widths())


def test_the_quick_search_finds_what_the_slow_one_finds() -> None:
    texts = ["Plain", "", "é", "中", "two\n中 lines", "x" * 50, "a 🌻 b"]
    lines = [line for text in texts for line in text.split("\n")]
    assert coverage.not_plain(texts) == [line for line in lines if not coverage.is_plain(line)]
