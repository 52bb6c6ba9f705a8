"""Promises that cross every package, each tried from the outside."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.printing import printed_line
from letters import docx, pdf
from letters.document import html
from letters.document.nodes import Letter, Paragraph, Text
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine

SCRIPTS = st.sampled_from(
    [
        "\u0900-\u097f",
        "\u0600-\u06ff",
        "\u0590-\u05ff",
        "\u4e00-\u9fff",
        "\uac00-\ud7a3",
        "\u0e00-\u0e7f",
        "\u1200-\u137f",
        " -~",
    ]
)
NAMES = st.one_of(
    st.text(min_size=1, max_size=40),
    SCRIPTS.flatmap(lambda pair: st.text(st.characters(min_codepoint=ord(pair[0]), max_codepoint=ord(pair[-1])), min_size=1)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(NAMES, min_size=20, max_size=60), st.sampled_from([1, 2, 3]))
def test_any_name_that_the_form_accepts_exports_to_every_format(typed: list[str], columns: int) -> None:
    lines = [printed_line(name) for name in typed]
    accepted = [SignatoryLine(line.text) for line in lines if line.text and not line.unprintable]
    rendition = Rendition(
        Letter((Paragraph((Text("We ask."),)),), subject="Names", closing="Signed,"),
        "Names",
        datetime(2026, 1, 1, tzinfo=UTC),
        Signatories((SignatoryGroup(tuple(accepted)),), columns),
    )
    assert pdf.write(rendition).startswith(b"%PDF-")
    assert docx.write(rendition).startswith(b"PK")
    assert html.write(rendition).count("<li dir=") == len(accepted)
