"""Asking typesetting itself, for tests that compare what the program foretells with what is set."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typst

from letters.fonts.shelf import SHELVES

TEMPLATES = Path(__file__).parents[3] / "letters" / "pdf"


def evaluated(code: str, value: Any, folder: Path) -> Any:
    """What the expression ``code`` gives for ``value``, which it finds as ``given``. It may import from the templates."""
    main = TEMPLATES / "letter.typ"
    source = f"""#set text(font: "Tinos", size: 11pt, lang: "en", region: "US", top-edge: 0.75em, bottom-edge: -0.25em)
#let given = json(bytes(sys.inputs.given))
#import "signatories.typ": balance, fill
#context [#metadata({code})<answer>]"""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(SHELVES[0].path)])
    copy = folder / "question.typ"
    for path in main.parent.glob("*.typ"):
        (folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    copy.write_text(source, encoding="utf-8")
    compiler = typst.Compiler(str(copy), root=str(folder), font_paths=fonts, sys_inputs={"given": json.dumps(value)})
    return json.loads(compiler.query("<answer>", field="value", one=True))
