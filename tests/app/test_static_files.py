"""Style sheets and scripts: small on the wire, kept by browsers, and never out of date."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for

import static_files
from static_files import TYPES, StaticFiles, serve_static

SHEET = b"body { color: black; }\n" * 100


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "page.css").write_bytes(SHEET)
    (tmp_path / "static" / "font.woff2").write_bytes(b"wOF2" + bytes(100))
    (tmp_path / "secret.txt").write_text("no")
    return tmp_path / "static"


@pytest.fixture
def site(folder):
    app = Flask(__name__, static_folder=folder)
    serve_static(app, folder)
    return app


@pytest.fixture
def visitor(site):
    return site.test_client()


def address(site, name="css/page.css"):
    with site.test_request_context():
        return url_for("static", filename=name)


def get(visitor, path, encoding=None, **headers):
    return visitor.get(path, headers=headers | ({"Accept-Encoding": encoding} if encoding else {}))


@pytest.mark.parametrize(("encoding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress), (None, bytes)])
def test_each_coding_holds_the_file(visitor, encoding, decode):
    answer = get(visitor, "/static/css/page.css", encoding)
    assert decode(answer.data) == SHEET
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert encoding is None or len(answer.data) < len(SHEET) / 10


def test_a_font_is_not_compressed_again(visitor):
    answer = get(visitor, "/static/font.woff2", "br, gzip")
    assert answer.data == b"wOF2" + bytes(100)
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Type"] == "font/woff2"


def test_an_address_with_the_version_may_be_kept_for_a_year(site, visitor):
    answer = get(visitor, address(site))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for other in ("/static/css/page.css", "/static/css/page.css?v=123456789abc"):
        assert get(visitor, other).headers["Cache-Control"] == "no-cache", "no promise about what may be another file tomorrow"


def test_a_changed_file_has_another_address_and_is_served_at_once(site, visitor, folder):
    before = address(site)
    get(visitor, before)
    (folder / "css" / "page.css").write_bytes(b"body { color: red; }")
    assert address(site) != before
    assert get(visitor, address(site)).data == b"body { color: red; }"
    assert get(visitor, before).headers["Cache-Control"] == "no-cache"


def test_what_the_browser_has_is_not_sent_again(visitor):
    tags = set()
    for encoding in ("br", "gzip", None):
        tag = get(visitor, "/static/css/page.css", encoding).headers["ETag"]
        again = get(visitor, "/static/css/page.css", encoding, **{"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Vary"] == "Accept-Encoding"
        tags.add(tag)
    assert len(tags) == 3
    assert get(visitor, "/static/css/page.css", "br", **{"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("name", ["../secret.txt", "css/../../secret.txt", "css", "", "/etc/passwd", "none.css", "a\0b"])
def test_what_is_no_file_of_the_folder_is_not_found(folder, name):
    assert StaticFiles(folder).find(name) is None


def test_a_missing_file_is_a_missing_page(site, visitor):
    assert get(visitor, "/static/none.css").status_code == 404
    assert address(site, "none.css") == "/static/none.css"


def test_the_sites_own_files_are_served_like_this(client):
    answer = client.get("/static/css/page.css", headers={"Accept-Encoding": "br"})
    assert b"{" in brotli.decompress(answer.data)
    assert "Cookie" not in answer.headers["Vary"]
    assert "Set-Cookie" not in answer.headers
    assert "/static/css/page.css?v=" in client.get("/").get_data(as_text=True)


def test_comments_of_style_sheets_stay_at_home(site, folder):
    (folder / "css" / "page.css").write_bytes(b"/* why\n it is red */\nbody { color: red; }\n/* end */")
    assert get(site.test_client(), "/static/css/page.css").data == b"body { color: red; }\n"


def test_the_kind_of_every_file_of_ours_is_known():
    files = [path for path in (Path(static_files.__file__).parent / "static").rglob("*") if path.is_file()]
    assert files
    assert {path.suffix for path in files} <= TYPES.keys()
