"""Fill the shelf from the published font packages: ``python -m letters.fonts.make_fonts FOLDER``.

FOLDER holds the unpacked packages that README.md names; files are found by their name. Most faces are copied as they are. Two
are made: the CJK face loses hints and vertical forms, which no letter uses (26 MB to 19 MB; every character and every regional
form stays), and the last-resort face is GNU Unifont's two planes in one font, because a character and its accent must come from
the same face. Needs fontTools. Takes about three minutes, nearly all of it for the CJK face.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont

from letters.fonts.shelf import HERE, SHELVES

STATIC = HERE.parents[1] / "static" / "fonts"
EPOCH = 3_786_825_600
"""The time written into made fonts, in seconds since 1904 (1 January 2024): the same input gives the same bytes."""

WEB_CHARACTERS = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x0259, 0x0259), (0x02B9, 0x02DD), (0x0300, 0x0331), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x208E), (0x20A0, 0x20BF), (0x2113, 0x2122), (0x2190, 0x2193), (0x2212, 0x2215),
)  # fmt: skip
"""What the web pages' Tinos has: Latin, Latin Extended-A and B, Vietnamese, accents, punctuation, currency."""


def found(source: Path, name: str) -> Path:
    """The one file called ``name`` under ``source``; the newest package wins if there are several."""
    files = sorted(source.rglob(name))
    if not files:
        raise SystemExit(f"{name} is not under {source}")
    return files[-1]


def slim_cjk(source: Path, target: Path) -> None:
    """The Simplified Chinese face of Noto Serif CJK with the regional forms (``locl``) of the other languages."""
    options = Options()
    options.font_number = 2
    options.layout_features = ["locl", "ccmp", "ljmo", "vjmo", "tjmo", "mark", "mkmk"]
    options.hinting = False
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    font = load_font(str(source), options)
    for table in ("vmtx", "vhea", "VORG"):
        del font[table]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap().keys())
    subsetter.subset(font)
    save_font(font, str(target), options)


def _outline(font: TTFont, name: str) -> tuple[Any, int, int]:
    pen = TTGlyphPen(None)
    font.getGlyphSet()[name].draw(Cu2QuPen(pen, max_err=0.5, reverse_direction=True))
    glyph = pen.glyph()
    width, bearing = font["hmtx"][name]
    return glyph, width, bearing


def join_unifont(lower: Path, upper: Path, cjk: Path, target: Path) -> None:
    """One TrueType font of both Unifont planes, without the ideographs and Hangul that the CJK face has."""
    drawn: dict[int, tuple[TTFont, str]] = {}
    spared = {code for code in TTFont(cjk).getBestCmap() if 0x3400 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3}
    fonts = (TTFont(lower), TTFont(upper))
    for font in fonts:
        for code, name in font.getBestCmap().items():
            private = 0xE000 <= code <= 0xF8FF or code >= 0xF0000
            if code not in spared and not private:
                drawn.setdefault(code, (font, name))
    glyphs: dict[str, Any] = {".notdef": _outline(fonts[0], ".notdef")}
    cmap: dict[int, str] = {}
    for code, (font, name) in sorted(drawn.items()):
        cmap[code] = f"u{code:04X}"
        glyphs[cmap[code]] = _outline(font, name)
    em = fonts[0]["head"].unitsPerEm
    builder = FontBuilder(em, isTTF=True)
    builder.setupHead(unitsPerEm=em, created=EPOCH, modified=EPOCH)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(cmap)
    builder.setupGlyf({name: glyph for name, (glyph, _, _) in glyphs.items()})
    builder.setupHorizontalMetrics({name: (width, bearing) for name, (_, width, bearing) in glyphs.items()})
    builder.setupHorizontalHeader(ascent=fonts[0]["hhea"].ascent, descent=fonts[0]["hhea"].descent)
    names = fonts[0]["name"]
    builder.setupNameTable(
        {
            "copyright": names.getDebugName(0),
            "familyName": "Undersigned Last Resort",
            "styleName": "Regular",
            "uniqueFontIdentifier": "Undersigned Last Resort, from GNU Unifont " + names.getDebugName(5),
            "fullName": "Undersigned Last Resort",
            "psName": "UndersignedLastResort-Regular",
            "version": names.getDebugName(5),
            "licenseDescription": "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
            "licenseInfoURL": "https://scripts.sil.org/OFL",
        }
    )
    builder.setupOS2(sTypoAscender=56, sTypoDescender=-8, usWinAscent=56, usWinDescent=8, fsType=0)
    builder.setupPost(keepGlyphNames=False)
    builder.font.recalcTimestamp = False
    builder.save(target)


def web_tinos(source: Path, target: Path) -> None:
    """A woff2 of one cut of Tinos with the letters that the pages need."""
    options = Options()
    options.flavor = "woff2"
    options.name_IDs = ["*"]
    options.layout_features = ["*"]
    options.recalc_timestamp = False
    font = load_font(str(source), options)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in WEB_CHARACTERS for code in range(first, last + 1)])
    subsetter.subset(font)
    save_font(font, str(target), options)


def main(source: Path) -> None:
    """Make every file of the shelf and of the web pages anew."""
    STATIC.mkdir(parents=True, exist_ok=True)
    for shelf in SHELVES:
        shelf.path.mkdir(exist_ok=True)
        for face in shelf.faces:
            if face.family.startswith("Noto Serif CJK"):
                slim_cjk(found(source, "NotoSerifCJK-Regular.ttc"), shelf.path / face.file)
            elif face.family == "Noto Emoji":
                shutil.copyfile(found(source, "NotoEmoji_400Regular.ttf"), shelf.path / face.file)
            elif face.family.startswith("Noto"):
                shutil.copyfile(found(source, face.file), shelf.path / face.file)
    for cut in ("Regular", "Italic", "Bold", "BoldItalic"):
        name = f"Tinos-{cut}.ttf"
        shutil.copyfile(found(source, name), SHELVES[0].path / name)
        web_tinos(SHELVES[0].path / name, STATIC / f"tinos-{cut.lower()}.woff2")
    last = SHELVES[-1]
    join_unifont(
        found(source, "unifont.otf"),
        found(source, "unifont_upper.otf"),
        HERE / "cjk" / "NotoSerifCJK-Regular.otf",
        last.path / last.faces[0].file,
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
