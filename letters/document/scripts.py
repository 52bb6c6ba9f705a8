"""Small questions about one character's script, for cleaning names and for choosing type. Each takes one character or ""."""

from __future__ import annotations

import re
import unicodedata

_JOINING = re.compile(
    "[\u0600-\u07ff\u0840-\u085f\u0860-\u08ff\u0900-\u0dff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\u1a20-\u1aaf"
    "\u1b00-\u1bff\ua800-\ua82f\ua840-\ua8ff\ua930-\ua9ff\uaa00-\uaaff\uabc0-\uabff\U00010d00-\U00010d3f\U00011000-\U000118ff"
    "\U0001e900-\U0001e95f]"
)
"""Scripts whose spelling uses the zero-width joiner and non-joiner: Arabic and its kin, the Brahmic scripts, Mongolian."""
_NO_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\uaa80-\uaadf]")
_PICTOGRAPH = re.compile(
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d"
    "\u3297\u3299\U0001f000-\U0001fbff\ufe0f]"
)
"""Emoji and their kin, with the skin tones and the selector that may end one (close to Extended_Pictographic, UTS #51)."""
_IDEOGRAPH = re.compile("[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_TAG = re.compile("[\U000e0020-\U000e007f]")
_ACCENT = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")


def joins(character: str) -> bool:
    """Whether it is a letter or a mark of a script in whose words joiners have a place."""
    return _JOINING.match(character) is not None and unicodedata.category(character)[0] in "LM"


def has_no_spaces(character: str) -> bool:
    """Whether it belongs to a script that is written without spaces, where U+200B marks the ends of words."""
    return _NO_SPACES.match(character) is not None


def is_pictograph(character: str) -> bool:
    """Whether it is an emoji or a sign that can be shown as one, or what ends one."""
    return _PICTOGRAPH.match(character) is not None


def is_ideograph(character: str) -> bool:
    """Whether it is a Han character."""
    return _IDEOGRAPH.match(character) is not None


def is_mongolian(character: str) -> bool:
    """Whether it is a Mongolian letter, the base of a free variation selector."""
    return "\u1820" <= character <= "\u18aa"


def is_variation_selector(character: str) -> bool:
    """Whether it chooses a shape of the character before it."""
    return _SELECTOR.match(character) is not None


def is_tag(character: str) -> bool:
    """Whether it is one of the invisible letters of a regional flag."""
    return _TAG.match(character) is not None


def is_accent(character: str) -> bool:
    """Whether it is a combining accent that any letter may bear, as opposed to a mark of one script."""
    return _ACCENT.match(character) is not None
