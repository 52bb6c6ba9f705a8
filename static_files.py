"""Style sheets, scripts and fonts: kept in memory, compressed once, and addressed by what is in them.

``url_for("static", …)`` names the file's version, so a browser may keep it for a year and still has the new one at once when it
changes. A file asked for without a version (a font in a style sheet) is asked for again and mostly answered with 304.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import brotli
from flask import Flask, Response, abort, request
from werkzeug.security import safe_join

from precompressed import Encoding, best_encoding

YEAR = 31_536_000
"""Seconds: as long as a file may be kept whose address says what is in it."""

TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".map": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
"""The kinds of files that we have. The system's list differs from one system to the next, and takes half a megabyte."""

TEXTS = ("text/", "image/svg+xml", "application/json")
"""What compressing makes smaller; pictures and WOFF2 fonts are compressed already."""


_COMMENT = re.compile(rb"/\*.*?\*/\s*", re.DOTALL)


class StaticFile:
    """One file as it was on the disk. Its compressed forms are made when first asked for."""

    def __init__(self, name: str, data: bytes) -> None:
        if name.endswith(".css"):
            data = _COMMENT.sub(b"", data)  # they are for us; a phone on a bad line need not carry them
        self.content_type = TYPES.get(Path(name).suffix, "application/octet-stream")
        self.is_text = self.content_type.startswith(TEXTS)
        self.version = hashlib.sha256(data).hexdigest()[:12]
        self._data = data

    def data(self, encoding: Encoding) -> bytes:
        """The bytes in ``encoding``."""
        return self._brotli if encoding == "br" else self._gzip if encoding == "gzip" else self._data

    @cached_property
    def _brotli(self) -> bytes:
        return cast(bytes, brotli.compress(self._data, mode=brotli.MODE_TEXT, quality=11))

    @cached_property
    def _gzip(self) -> bytes:
        return gzip.compress(self._data, 9, mtime=0)


class StaticFiles:
    """The files under a folder. A file that changes on the disk is read anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._known: dict[str, tuple[tuple[int, int], StaticFile]] = {}

    def find(self, name: str) -> StaticFile | None:
        """The file of that name; None for what is none, and for names that lead out of the folder."""
        path = safe_join(self._folder, name)
        try:
            found = os.stat(path or "")
            stamp = (found.st_mtime_ns, found.st_size)
            known = self._known.get(name)
            if known is not None and known[0] == stamp:
                return known[1]
            file = StaticFile(name, Path(path or "").read_bytes())
        except (OSError, ValueError):
            self._known.pop(name, None)
            return None
        self._known[name] = (stamp, file)
        return file


def serve_static(app: Flask, folder: Path) -> None:
    """Answer the application's ``static`` endpoint from ``folder``, and put versions into the addresses that it makes."""
    files = StaticFiles(folder)

    def static(filename: str) -> Response:
        file = files.find(filename)
        if file is None:
            abort(404)
        return _answer(file)

    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            file = files.find(str(values.get("filename", "")))
            if file is not None:
                values["v"] = file.version

    app.view_functions["static"] = static
    app.url_defaults(add_version)


def _answer(file: StaticFile) -> Response:
    encoding = best_encoding(request.headers.get("Accept-Encoding", "")) if file.is_text else ""
    response = Response(file.data(encoding), mimetype=file.content_type)
    if file.is_text:
        response.vary.add("Accept-Encoding")
    if encoding:
        response.content_encoding = encoding
    response.set_etag(f"{file.version}-{encoding or 'plain'}")  # RFC 9110, section 8.8.3.3: each coding has a tag of its own
    cache = response.cache_control
    if request.args.get("v") == file.version:
        cache.public, cache.max_age, cache.immutable = True, YEAR, True
    else:
        cache.no_cache = True
    response.make_conditional(request)
    return response
