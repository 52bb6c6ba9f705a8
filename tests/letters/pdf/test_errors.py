"""Every way in which a PDF can fail to be written has its own error, with a sentence."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from letters.document.nodes import Letter, Paragraph, Text
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.pdf import (
    EmptyTitleError,
    MissingGlyphError,
    PdfError,
    PdfMemoryError,
    PdfTimeoutError,
    TooLongError,
    UnsafeLinkError,
    write,
)
from letters.pdf.child import Child
from letters.pdf.errors import CompileError
from tests.letters.pdf.examples import MOMENT, names, rendition


def small(*content: Text, title: str = "A letter", **fields: Any) -> Rendition:
    return Rendition(Letter(body=(Paragraph(content),), **fields), title, MOMENT)


def test_a_title_of_nothing_but_space_is_none() -> None:
    with pytest.raises(EmptyTitleError):
        write(small(Text("x"), title=" \u2028 "))


def test_the_missing_character_and_its_place_are_named() -> None:
    with pytest.raises(MissingGlyphError, match=r"U\+20000 CJK UNIFIED IDEOGRAPH-20000 in “before 𠀀 after”") as caught:
        write(small(Text("before 𠀀 after")))
    assert caught.value.characters == ("𠀀",)


@pytest.mark.parametrize("field", ["date", "subject", "salutation", "closing"])
def test_fields_are_looked_through_too(field: str) -> None:
    with pytest.raises(MissingGlyphError):
        write(small(Text("x"), **{field: "\ue000"}))


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "file:///etc/passwd", "//example.org", "https://a b", "ftp://example.org", ""]
)
def test_an_unsafe_link_stops_the_export(href: str) -> None:
    with pytest.raises(UnsafeLinkError):
        write(small(Text("x", href=href)))


def test_a_name_without_end_is_too_long() -> None:
    group = SignatoryGroup((SignatoryLine("long " * 400),))
    with pytest.raises(TooLongError, match="1,500"):
        write(replace(small(Text("x")), signatories=Signatories((group,))))


def test_time_is_limited() -> None:
    with pytest.raises(PdfTimeoutError, match=r"0\.05 seconds"):
        write(rendition(150), timeout=0.05)


def test_memory_is_limited() -> None:
    big = Signatories((SignatoryGroup(names(3000)),))
    with pytest.raises(PdfMemoryError, match="40 MB"):
        write(replace(rendition(0), signatories=big), memory_mb=40)
    assert write(replace(rendition(0), signatories=big), memory_mb=1024)


def test_what_typesetting_refuses_is_passed_on() -> None:
    order = {"template": "/nowhere/letter.typ", "root": "/nowhere", "folders": [], "inputs": {}, "timestamp": 0}
    with Child(20, 512) as child, pytest.raises(CompileError, match="The PDF could not be set"):
        child.pdf(order)


def test_no_process_stays_behind_when_the_letter_is_refused() -> None:
    with pytest.raises(RuntimeError), Child(20, 512) as child:
        raise RuntimeError
    assert child._process.returncode is not None


def test_every_error_is_a_sentence() -> None:
    for error in (
        EmptyTitleError(),
        MissingGlyphError(("𠀀",), "x"),
        UnsafeLinkError("x"),
        TooLongError("x", 5),
        PdfTimeoutError(1),
    ):
        assert isinstance(error, PdfError)
        assert str(error).endswith(".")


def test_the_child_imports_nothing_of_the_program() -> None:
    """It starts in a tenth of a second because of that."""
    code = (
        "import runpy, sys; runpy.run_path('letters/pdf/compile.py');print([m for m in sys.modules if m.startswith('letters')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
