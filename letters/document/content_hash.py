"""The name of a version: a hash of everything that a signer of it consents to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from letters.document.nodes import Cite, Letter, Note
from letters.document.normal import normalize
from letters.document.schema import to_json
from letters.document.walk import inlines_of


def content_hash(letter: Letter, sources: Mapping[str, Mapping[str, object]], style: Mapping[str, object] | None = None) -> str:
    """SHA-256, in hex, of the normal form of ``letter``, of the sources it cites, and of how its citations are written.

    ``sources`` maps keys to CSL-JSON items; those that no note cites do not count, and a cited one that is missing counts as
    null, so that supplying it is a change. ``style`` holds the switches that differ from the usual; without any, the hash is
    that of a letter from before there were switches. The bytes hashed are canonical JSON: UTF-8, members sorted by name, no
    white space. Raises ``ValueError`` for sources that JSON cannot hold.
    """
    letter = normalize(letter)
    cited = {
        citation.source: sources.get(citation.source)
        for note in inlines_of(letter.body)
        if isinstance(note, Note)
        for node in note.content
        if isinstance(node, Cite)
        for citation in node.citations
    }
    try:
        text = json.dumps(
            {"letter": to_json(letter), "sources": cited, **({"style": dict(style)} if style else {})},
            sort_keys=True,
            ensure_ascii=False,
            allow_nan=False,
            separators=(",", ":"),
            default=_plain,
        )
    except TypeError as error:
        raise ValueError(f"A source holds what JSON cannot: {error}") from error
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)
