"""Lists: ``word/numbering.xml``, filled as lists are met (ECMA-376 Part 1, 17.9).

All bullet lists share one instance. Every numbered list has its own, with its own first number, or Word would go on
counting where the list before it ended. A numbered list inside bullets begins with "1." as one outside does, so there is a
pattern of levels for each depth at which numbering can begin.
"""

from __future__ import annotations

from docx.opc.constants import CONTENT_TYPE as CT

from letters.docx.package import XmlPart
from letters.docx.paragraphs import Indent, Marker
from letters.docx.xml import child, root

DEEPEST = 8
"""Word knows nine levels. What is nested deeper stays on the ninth."""
STEP = 720
_BULLETS = ("\u2022", "\u2013", "\u25e6")
_NUMBERS = (("decimal", "%{}."), ("lowerLetter", "%{}."), ("lowerRoman", "%{}."))
_BULLET_WIDTH, _NUMBER_WIDTH = 360, 432
_BULLET_PATTERN = 0


def list_indent(level: int, numbered: bool) -> Indent:
    """Where the text of an item stands, and how far its marker hangs before it."""
    return Indent(left=STEP * (min(level, DEEPEST) + 1), hanging=_NUMBER_WIDTH if numbered else _BULLET_WIDTH)


class Numbering:
    """The list instances of one document."""

    def __init__(self) -> None:
        self._patterns: list[int] = []
        self._instances: list[tuple[int, int, int]] = []
        self._bullets = 0

    def bullets(self, level: int) -> Marker:
        """The marker of an item of a bullet list, ``level`` lists deep (0: not nested)."""
        if not self._bullets:
            self._bullets = self._instance(_BULLET_PATTERN, -1, 0)
        return Marker(self._bullets, min(level, DEEPEST))

    def numbers(self, level: int, bullets_above: int, start: int) -> Marker:
        """The marker for the items of one new numbered list, ``bullets_above`` of whose outer lists are bullet lists."""
        at = min(level, DEEPEST)
        return Marker(self._instance(1 + min(bullets_above, DEEPEST), at, start), at)

    def _instance(self, pattern: int, level: int, start: int) -> int:
        if pattern not in self._patterns:
            self._patterns.append(pattern)
        self._instances.append((pattern, level, start))
        return len(self._instances)

    def part(self) -> XmlPart | None:
        """``word/numbering.xml``, or ``None`` for a letter without lists."""
        if not self._instances:
            return None
        numbering = root("numbering")
        for pattern in sorted(self._patterns):
            abstract = child(numbering, "abstractNum", abstractNumId=pattern)
            child(abstract, "nsid", val=f"5C0A1E{pattern:02X}")  # Word joins patterns that share this number
            child(abstract, "multiLevelType", val="hybridMultilevel")
            for level in range(DEEPEST + 1):
                one = child(abstract, "lvl", ilvl=level)
                numbered = pattern != _BULLET_PATTERN
                kind, text = _NUMBERS[(level - pattern + 1) % len(_NUMBERS)] if numbered else ("bullet", _BULLETS[level % 3])
                child(one, "start", val=1)
                child(one, "numFmt", val=kind)
                child(one, "lvlText", val=text.format(level + 1))
                child(one, "lvlJc", val="left")
                indent = list_indent(level, numbered)
                child(child(one, "pPr"), "ind", left=indent.left, hanging=indent.hanging)
        for number, (pattern, level, start) in enumerate(self._instances, 1):
            instance = child(numbering, "num", numId=number)
            child(instance, "abstractNumId", val=pattern)
            if level >= 0:
                child(child(instance, "lvlOverride", ilvl=level), "startOverride", val=start)
        return XmlPart("/word/numbering.xml", CT.WML_NUMBERING, numbering)
