"""The shelf of shipped fonts: which files there are, in which folder, and in which order they are tried.

A compile is handed only the folders that its letter needs, because reading the CJK face alone takes longer than setting an
English letter. The order of :data:`SHELVES` is the order of trial: the first face that has a character prints it, and the
last-resort face stands last because it is drawn in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface: the ``family`` by which typesetting asks for it, and the ``file`` of its regular cut in its folder."""

    family: str
    file: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """A ``folder`` of faces that are loaded together, in the order in which they are tried."""

    folder: str
    faces: tuple[Face, ...]

    @property
    def path(self) -> Path:
        """Where the folder is."""
        return HERE / self.folder


_OWN_NAMES = {
    "Noto Sans Canadian Aboriginal": "Noto Sans CanAborig",
    "Noto Sans Meetei Mayek": "Noto Sans MeeteiMayek",
    "Noto Sans New Tai Lue": "Noto Sans NewTaiLue",
    "Noto Sans Warang Citi": "Noto Sans WarangCiti",
    "Noto Serif Nyiakeng Puachue Hmong": "Noto Serif Hmong Nyiakeng",
}
"""What a few faces call themselves, where it is not what their file is called."""


def _noto(*names: str) -> tuple[Face, ...]:
    return tuple(Face(_OWN_NAMES.get(name, name), name.replace(" ", "") + "-Regular.ttf") for name in names)


SHELVES = (
    Shelf("latin", (Face("Tinos", "Tinos-Regular.ttf"),)),
    Shelf("arabic", _noto("Noto Naskh Arabic")),
    Shelf("cjk", (Face("Noto Serif CJK SC", "NotoSerifCJK-Regular.otf"),)),
    Shelf(
        "indic",
        _noto(
            "Noto Serif Devanagari",
            "Noto Serif Bengali",
            "Noto Serif Gurmukhi",
            "Noto Serif Gujarati",
            "Noto Sans Oriya",
            "Noto Serif Tamil",
            "Noto Serif Telugu",
            "Noto Serif Kannada",
            "Noto Serif Malayalam",
            "Noto Serif Sinhala",
        ),
    ),
    Shelf(
        "southeast",
        _noto("Noto Serif Thai", "Noto Serif Lao", "Noto Serif Khmer", "Noto Sans Myanmar", "Noto Serif Tibetan"),
    ),
    Shelf(
        "world",
        _noto(
            "Noto Serif Armenian",
            "Noto Serif Georgian",
            "Noto Serif Ethiopic",
            "Noto Sans Canadian Aboriginal",
            "Noto Sans Cherokee",
            "Noto Sans Osage",
            "Noto Sans Deseret",
            "Noto Sans NKo",
            "Noto Sans Adlam",
            "Noto Sans Vai",
            "Noto Sans Osmanya",
            "Noto Sans Bassa Vah",
            "Noto Sans Mende Kikakui",
            "Noto Sans Medefaidrin",
            "Noto Sans Bamum",
            "Noto Sans Tifinagh",
            "Noto Sans Coptic",
            "Noto Sans Syriac",
            "Noto Sans Thaana",
            "Noto Sans Mandaic",
            "Noto Sans Samaritan",
            "Noto Serif Yezidi",
            "Noto Sans Hanifi Rohingya",
            "Noto Sans Mongolian",
            "Noto Sans Yi",
            "Noto Sans Lisu",
            "Noto Sans Miao",
            "Noto Serif Nyiakeng Puachue Hmong",
            "Noto Sans Pahawh Hmong",
            "Noto Sans Tai Le",
            "Noto Sans New Tai Lue",
            "Noto Sans Tai Tham",
            "Noto Sans Tai Viet",
            "Noto Serif Ahom",
            "Noto Sans Chakma",
            "Noto Sans Meetei Mayek",
            "Noto Sans Ol Chiki",
            "Noto Sans Sora Sompeng",
            "Noto Sans Warang Citi",
            "Noto Sans Wancho",
            "Noto Sans Syloti Nagri",
            "Noto Sans Saurashtra",
            "Noto Sans Newa",
            "Noto Sans Lepcha",
            "Noto Sans Limbu",
            "Noto Sans Kayah Li",
            "Noto Sans Cham",
            "Noto Sans Javanese",
            "Noto Serif Balinese",
            "Noto Sans Sundanese",
            "Noto Sans Buginese",
            "Noto Sans Batak",
            "Noto Sans Rejang",
            "Noto Sans Tagalog",
            "Noto Sans Hanunoo",
            "Noto Sans Buhid",
            "Noto Sans Tagbanwa",
            "Noto Sans Runic",
            "Noto Sans Ogham",
            "Noto Sans Gothic",
            "Noto Sans Glagolitic",
        ),
    ),
    Shelf("symbols", (*_noto("Noto Emoji", "Noto Sans Symbols2", "Noto Sans Symbols", "Noto Sans Math"),)),
    Shelf("last-resort", (Face("Undersigned Last Resort", "UndersignedLastResort-Regular.ttf"),)),
)
"""Every shipped face, in the order of trial."""
