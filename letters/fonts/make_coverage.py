"""Write down what each shipped font can print: ``python -m letters.fonts.make_coverage``.

Makes ``coverage.txt`` (the characters of each face) and ``widths.txt`` (how wide the letters of Tinos are), so that the program
itself needs no font library. Run it after every change of a font; a test compares the files with the fonts. Needs fontTools.
"""

from __future__ import annotations

import struct
from itertools import pairwise

from fontTools.ttLib import TTFont

from letters.fonts.coverage import COVERAGE_FILE, WIDTHS_FILE, is_plain
from letters.fonts.shelf import SHELVES

PRIVATE = ((0xE000, 0xF8FF), (0xF0000, 0x10FFFF))


def speakable(code: int) -> bool:
    """Whether a character means the same to everyone: no control, surrogate, private use or noncharacter.

    PDF/A-2a (ISO 19005-2, 6.2.11.7) asks for a meaning of every glyph, so a private glyph does not count as printable.
    """
    control = code < 0x20 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF
    private = any(first <= code <= last for first, last in PRIVATE)
    return not (control or private or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF)


def ranges(codes: set[int]) -> list[tuple[int, int]]:
    """Sorted codes as closed ranges."""
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and code == found[-1][1] + 1:
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def coverage() -> str:
    """A line for each face in the order of trial: folder, family, room above and below, characters as hexadecimal ranges."""
    lines: list[str] = []
    for shelf in SHELVES:
        for face in shelf.faces:
            font = TTFont(shelf.path / face.file)
            cmap = font.getBestCmap()
            above, below = room(font)
            parts = [
                f"{first:X}-{last:X}" if last > first else f"{first:X}"
                for first, last in ranges({code for code in cmap if speakable(code)})
            ]
            lines.append(f"{shelf.folder}\t{face.family}\t{above:.2f}\t{below:.2f}\t{','.join(parts)}\n")
    return "".join(lines)


def room(font: TTFont) -> tuple[float, float]:
    """What the outlines take above and below the baseline, in em, but for the tallest fiftieth, which is rarely met.

    Nothing for a font without TrueType outlines: the CJK face, whose letters stand in the em square.
    """
    if "glyf" not in font:
        return 0.0, 0.0
    em = font["head"].unitsPerEm
    outlines = font.reader["glyf"]
    offsets = font["loca"].locations
    # The header of an outline (OpenType 1.9, "glyf"): number of contours, then the box.
    boxes = [struct.unpack_from(">5h", outlines, first) for first, last in pairwise(offsets) if last > first]
    tops = sorted(top for _, _, _, _, top in boxes)
    depths = sorted(-bottom for _, _, bottom, _, _ in boxes)
    place = len(boxes) * 98 // 100
    return max(tops[place] / em, 0.0), max(depths[place] / em, 0.0)


def widths() -> str:
    """How wide the letters of Tinos Regular are, in em: a line for each Latin character and general punctuation mark, and
    one for each two of them between which space is added or taken away (kerning)."""
    font = TTFont(SHELVES[0].path / SHELVES[0].faces[0].file)
    em = font["head"].unitsPerEm
    cmap = font.getBestCmap()
    codes = {code: cmap[code] for code in sorted(cmap) if speakable(code) and is_plain(chr(code))}
    lines = [f"{code:X}\t{font['hmtx'][glyph][0] / em:.6f}\n" for code, glyph in codes.items()]
    kerns = kerning(font)
    for first, left in codes.items():
        for second, right in codes.items():
            if kerns.get((left, right)):
                lines.append(f"{first:X} {second:X}\t{kerns[left, right] / em:.6f}\n")
    return "".join(lines)


def kerning(font: TTFont) -> dict[tuple[str, str], int]:
    """For pairs of glyphs what is added between them, in font units. Knows pairs only, not classes, which Tinos has not."""
    found: dict[tuple[str, str], int] = {}
    table = font["GPOS"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    for index in lookups:
        for subtable in table.LookupList.Lookup[index].SubTable:
            if subtable.Format != 1:
                raise SystemExit("Tinos has kerning classes now: teach kerning() to read them.")
            for left, pairs in zip(subtable.Coverage.glyphs, subtable.PairSet, strict=True):
                for pair in pairs.PairValueRecord:
                    found.setdefault((left, pair.SecondGlyph), getattr(pair.Value1, "XAdvance", 0) or 0)
    return found


if __name__ == "__main__":
    COVERAGE_FILE.write_text(coverage(), encoding="ascii")
    WIDTHS_FILE.write_text(widths(), encoding="ascii")
