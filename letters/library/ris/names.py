"""Names in RIS files: "Family, Given, Suffix"; without a comma, an institution.

A comma inside an institution's name is doubled, and one at its end marks it, as EndNote has it ("University of California,,
Berkeley").
"""

from __future__ import annotations

from collections.abc import Mapping


def read_name(text: str) -> dict[str, object]:
    """The CSL name in ``text``; empty if it holds none."""
    text = " ".join(text.split())
    if ",," in text:
        return {"literal": text.replace(",,", ",")}
    pieces = [piece.strip() for piece in text.split(",")]
    if len(pieces) == 1 or not any(pieces[1:]):
        return {"literal": pieces[0]} if pieces[0] else {}
    name: dict[str, object] = {"family": pieces[0], "given": pieces[1], "suffix": ", ".join(pieces[2:])}
    return {part: value for part, value in name.items() if value}


def write_name(name: Mapping[str, object]) -> tuple[str, bool]:
    """``name`` as RIS, and whether it reads back as the same name."""
    parts = {
        part: " ".join(value.split())
        for part in ("literal", "family", "given", "suffix", "dropping-particle", "non-dropping-particle")
        if isinstance(value := name.get(part), str) and value.strip()
    }
    if "literal" in parts:
        text = parts["literal"].replace(",", ",,")
    else:
        lead = (parts.get(kind, "") for kind in ("dropping-particle", "non-dropping-particle", "family"))
        family = " ".join(part for part in lead if part)
        text = ", ".join([family, parts.get("given", ""), *([parts["suffix"]] if "suffix" in parts else [])])
        text = family if text == f"{family}, " else text
    return text, read_name(text) == {part: value for part, value in name.items() if value not in ("", None)}
