"""The hash that names a version: it changes with what a signer reads, and with nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest

from letters.document.content_hash import content_hash
from letters.document.nodes import Citation, Cite, Letter, Note, Paragraph, Text

NOTE = Note("n", (Cite((Citation("k"),)),))
LETTER = Letter((Paragraph((Text("Straße"), NOTE)),), subject="a")
SOURCES: Mapping[str, Mapping[str, object]] = {"k": {"title": "K", "author": [{"family": "B"}]}, "other": {"title": "O"}}
CANONICAL = (
    '{"letter":{"attrs":{"attachments":[],"cc":[],"closing":"","date":"","delivery":[],"language":"en-US",'
    '"recipient_layout":"stacked","recipients":[],"salutation":"","subject":"a"},"content":[{"content":['
    '{"text":"Straße","type":"text"},{"attrs":{"id":"n"},"content":[{"content":[{"attrs":{"source":"k"},"type":"citation"}],'
    '"type":"cite"}],"type":"note"}],"type":"paragraph"}],"schema":1,"type":"letter"},'
    '"sources":{"k":{"author":[{"family":"B"}],"title":"K"}}}'
)
HASH = hashlib.sha256(CANONICAL.encode("utf-8")).hexdigest()


def test_it_is_of_these_very_bytes() -> None:
    assert content_hash(LETTER, SOURCES) == HASH


def test_what_does_not_print_does_not_count() -> None:
    cut = Letter((Paragraph((Text(" Str"), Text("aße"), NOTE)), Paragraph(())), subject="a ")
    assert content_hash(cut, SOURCES) == HASH
    assert content_hash(LETTER, {"k": SOURCES["k"]}) == HASH
    turned = MappingProxyType({"author": [MappingProxyType({"family": "B"})], "title": "K"})
    assert content_hash(LETTER, MappingProxyType({"k": turned})) == HASH


def test_what_prints_counts() -> None:
    others = [
        content_hash(replace(LETTER, subject="b"), SOURCES),
        content_hash(replace(LETTER, body=(*LETTER.body, Paragraph((Text("b"),)))), SOURCES),
        content_hash(LETTER, {"k": {"title": "L", "author": [{"family": "B"}]}}),
        content_hash(LETTER, {}),
        content_hash(LETTER, {"k": {}}),
    ]
    assert len({HASH, *others}) == 6


@pytest.mark.parametrize("value", [float("nan"), object(), {1, 2}, "\ud800"])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each says what it is in words of its own
        content_hash(LETTER, {"k": {"title": value}})
