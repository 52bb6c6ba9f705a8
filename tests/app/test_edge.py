"""What stands between the outside and the views: headers, text that cannot be stored, hosts, sizes, errors."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace

import pytest
from flask import abort, request
from werkzeug.exceptions import Conflict

import web
from database import Base
from errors import StorageFullError, UserError
from tests.tools.pages import text_of
from web import access


def everything(database):
    """All rows of all tables."""
    with database.read() as session:
        return {table.name: [tuple(row) for row in session.execute(table.select())] for table in Base.metadata.sorted_tables}


@pytest.fixture
def app(app):
    """The application with a few views that do as they are told."""

    def fail():
        raise RuntimeError("ana@rivers.example")

    def refuse():
        raise UserError("This letter is closed.")

    def give_up(code):
        abort(code)

    def faster():
        raise Conflict("Ben saved a minute ago.")

    def echo():
        return {"form": request.form.to_dict(), "files": len(request.files)}

    app.add_url_rule("/t/fail", "fail", access("public")(fail))
    app.add_url_rule("/t/refuse", "refuse", access("public")(refuse))
    app.add_url_rule("/t/give-up/<int:code>", "give_up", access("public")(give_up))
    app.add_url_rule("/t/faster", "faster", access("public")(faster))
    app.add_url_rule("/t/echo", "echo", access("public")(echo), methods=["GET", "POST"])
    app.add_url_rule("/t/desk", "desk_echo", access("self")(lambda: echo()), methods=["GET", "POST"])
    app.add_url_rule("/t/page/<token>", "token_page", access("public")(lambda token: "x"))
    return app


def test_the_policy_to_the_letter(client):
    policy = client.get("/desk/sign-in").headers["Content-Security-Policy"]
    assert dict(part.split(" ", 1) for part in policy.split("; ")) == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "font-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }


def test_headers_are_on_every_answer(client):
    for path in ("/desk/sign-in", "/nowhere", "/t/refuse", "/desk/you", "/static/icon.svg"):
        headers = client.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers, "this one is not served over https"


@pytest.mark.parametrize("path", ["/t/page/" + "x" * 43, "/desk/sign-in/" + "x" * 43])
def test_a_token_page_tells_nobody_where_it_was(client, path):
    headers = client.open(path, method="HEAD").headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("bad", ["\0", "a\0b"])
@pytest.mark.parametrize("where", ["query", "query name", "form", "form name", "file name", "multipart", "json", "path"])
def test_a_nul_goes_no_further(client, where, bad):
    answers = {
        "query": lambda: client.get("/t/echo", query_string={"q": bad}),
        "query name": lambda: client.get("/t/echo", query_string={bad: "q"}),
        "form": lambda: client.send("/t/echo", {"name": bad}),
        "form name": lambda: client.send("/t/echo", {bad: "name"}),
        "file name": lambda: client.send("/t/echo", {"f": (io.BytesIO(b"x"), f"{bad}.txt")}),
        "multipart": lambda: client.send("/t/echo", {"n": bad, "f": (io.BytesIO(b"x\0y"), "f.txt")}),
        "json": lambda: client.post("/t/echo", json={"deep": [{"er": bad}]}),
        "path": lambda: client.get(f"/t/page/{bad}"),
    }
    page = answers[where]()
    assert page.status_code == 400
    assert "a character that no text can hold" in text_of(page)


@pytest.mark.parametrize("raw", [b"name=a\0b", b"na\0me=a", b"name=a%00b", b"na%00me=a", b"a=b&c=d&%00"])
def test_a_nul_in_whatever_spelling_goes_no_further(client, raw):
    data = raw + b"&csrf_token=" + client.mark().encode()
    page = client.post("/t/echo", data=data, content_type="application/x-www-form-urlencoded")
    assert page.status_code == 400
    assert "a character that no text can hold" in text_of(page)


@pytest.mark.parametrize("raw", ['{"a": "\\ud800"}', '{"\\udfff": 1}', '["\\u0000"]', '{"a": [[["x\\ud83d"]]]}'])
def test_half_a_character_goes_no_further(client, raw):
    page = client.post("/t/echo", data=raw, content_type="application/json")
    assert page.status_code == 400
    assert "a character that no text can hold" in text_of(page)


def test_whole_characters_do(client):
    typed = "Ωmega 🌊 عربي\r\nsecond line\ttab"
    assert client.send("/t/echo", {"name": typed}).get_json()["form"]["name"] == typed
    assert client.send("/t/echo", {"name": "x", "f": (io.BytesIO(b"\0\1\2"), "f.docx")}).get_json()["files"] == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"name=%ed%a0%80",
        b"name=%ED%A0%BD%ED%B8%80",
        b"name=%ff%fe",
        b"\xed\xa0\x80=x",
        b"%c3=x",
        b"name=%c3%28",
        b"name=%c3&x=%a9",
        b"name=\xc3%a9",
    ],
)
def test_bytes_that_are_no_text_go_no_further(client, raw):
    data = raw + b"&csrf_token=" + client.mark().encode()
    pages = [
        client.post("/t/echo", data=data, content_type="application/x-www-form-urlencoded"),
        client.get("/t/echo", environ_overrides={"QUERY_STRING": raw.decode("latin-1")}),
    ]
    for page in pages:
        assert page.status_code == 400
        assert "a character that no text can hold" in text_of(page)


@pytest.mark.parametrize("raw", [b"name=%c3%a9%F0%9F%8C%8A", b"name=\xc3\xa9\xf0\x9f\x8c\x8a", b"name=\xc3\xa9%f0%9f%8c%8a"])
def test_characters_in_whatever_spelling_do(client, raw):
    data = raw + b"&csrf_token=" + client.mark().encode()
    answer = client.post("/t/echo", data=data, content_type="application/x-www-form-urlencoded")
    assert answer.get_json()["form"]["name"] == "é🌊"


def test_a_file_may_hold_any_bytes(client):
    assert client.send("/t/echo", {"f": (io.BytesIO(b"\xed\xa0\x80%ff"), "f.docx")}).get_json()["files"] == 1


def test_nesting_without_end_is_refused(client):
    page = client.post("/t/echo", data="[" * 200_000, content_type="application/json")
    assert page.status_code == 400


def test_another_hosts_name_is_refused(client):
    page = client.get("/desk/sign-in", base_url="http://evil.example")
    assert page.status_code == 400
    assert "only under the address it was set up with" in text_of(page)
    assert "evil.example" not in page.text
    for host in ("http://localhost", "http://127.0.0.1:8000", "http://localhost:99"):
        assert client.get("/desk/sign-in", base_url=host).status_code == 200


def test_what_is_too_large_is_refused(signed_in):
    client = signed_in()
    page = client.send("/t/desk", {"f": (io.BytesIO(b"x" * (5 * 1024 * 1024 + 1)), "f.zip")})
    assert page.status_code == 413
    assert "5 megabytes" in text_of(page)
    assert client.send("/t/desk", {"f": (io.BytesIO(b"x" * (4 * 1024 * 1024)), "f.zip")}).status_code == 200
    long = "x" * (3 * 1024 * 1024)
    assert client.send("/t/desk", {"letter": long}).status_code == 413
    assert client.send("/t/desk", {"letter": long, "f": (io.BytesIO(b"x"), "f.txt")}).status_code == 413
    assert client.post("/t/desk", json=long).status_code == 413
    assert client.send("/t/desk", {"letter": "x" * (1024 * 1024)}).status_code == 200


def test_too_many_fields_are_refused(signed_in):
    client = signed_in()
    data = {f"n{n}": "x" for n in range(1100)} | {"f": (io.BytesIO(b"x"), "f.txt")}
    assert client.send("/t/desk", data).status_code == 413
    assert client.send("/t/desk", {f"n{n}": "x" for n in range(9_000)}).status_code == 200
    assert client.send("/t/desk", {f"n{n}": "x" for n in range(10_001)}).status_code == 413
    assert client.post("/t/desk", data=b"&" * 10_000, content_type="application/x-www-form-urlencoded").status_code == 413


def test_a_public_page_takes_no_more_than_its_form(client):
    assert client.send("/t/echo", {"name": "x" * 200_000}).status_code == 200
    page = client.send("/t/echo", {"name": "x" * 300_000})
    assert page.status_code == 413
    assert "more text than this form takes" in text_of(page)
    assert client.send("/t/echo", {"f": (io.BytesIO(b"x" * 300_000), "f.txt")}).status_code == 413
    assert client.post("/t/echo", json="x" * 300_000).status_code == 413


@pytest.mark.parametrize("size", [200_000, 300_000])
def test_a_size_that_is_not_said_is_found_out(client, size):
    form = b"csrf_token=" + client.mark().encode() + b"&name=" + b"x" * size
    answer = client.post(
        "/t/echo",
        input_stream=io.BytesIO(form),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert answer.status_code == (200 if size == 200_000 else 413)


def test_of_parameters_given_twice_the_first_counts(client):
    data = {"csrf_token": [client.mark(), "forged"], "name": ["first", "second"]}
    assert client.post("/t/echo", data=data).get_json()["form"]["name"] == "first"
    data = {"csrf_token": ["forged", client.mark()], "name": "x"}
    assert client.post("/t/echo", data=data).status_code == 400
    assert client.post(f"/t/echo?csrf_token={client.mark()}", data={"name": "x"}).status_code == 400


def addresses(app):
    """Every address that the application has, with something made up in its places. Those of this file only do as told."""
    made_up = {"int": "1", "string": "made-up", "default": "made-up", "path": "made-up", "uuid": "made-up"}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/t/"):
            continue
        yield "".join(
            made_up.get(part.split(":")[0] if ":" in part else "string", "made-up") if index % 2 else part
            for index, part in enumerate(re.split("[<>]", rule.rule))
        )


@pytest.mark.parametrize("who", ["owner", "signed out"])
def test_every_address_says_what_it_takes_and_does_nothing(app, client, signed_in, database, who):
    visitor = signed_in("owner") if who == "owner" else client
    paths = sorted(set(addresses(app)))
    assert len(paths) > 60, "the control: these are the addresses"
    before = everything(database)
    for path in paths:
        answer = visitor.open(path, method="OPTIONS")
        assert answer.status_code == 200, path
        assert answer.data == b"", path
        assert "OPTIONS" in answer.headers["Allow"], path
        for method in ("TRACE", "CONNECT", "PROPFIND", "PATCH", "DELETE"):
            assert visitor.open(path, method=method).status_code == 405, path
        assert visitor.open(path, method="HEAD").data == b"", path
    assert everything(database) == before


def test_what_a_link_opens_is_kept_out_of_searches(client):
    assert client.get("/desk/sign-in/" + "x" * 43).headers["X-Robots-Tag"] == "noindex"
    assert client.get("/desk/").headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get("/").headers


@pytest.mark.parametrize("code", [400, 403, 404, 405, 409, 410, 413, 415, 418, 429])
def test_every_error_has_a_page(client, code):
    page = client.get(f"/t/give-up/{code}")
    assert page.status_code == code
    assert f"Error {code}" in text_of(page)


def test_the_view_that_gave_up_knows_better(client):
    page = client.get("/t/faster")
    assert page.status_code == 409
    assert "Ben saved a minute ago." in text_of(page)


def test_what_a_person_can_do_something_about_is_said(client):
    page = client.get("/t/refuse")
    assert page.status_code == 400
    assert "This letter is closed." in text_of(page)


def test_a_wrong_method_says_which_are_right(client):
    page = client.post("/t/refuse", data={"csrf_token": client.mark()})
    assert page.status_code == 405
    assert "GET" in page.headers["Allow"]


def test_a_form_without_its_mark_gets_a_helpful_page(client):
    page = client.post("/t/echo", data={"name": "x"})
    assert page.status_code == 400
    assert "copy what you typed" in text_of(page)


@pytest.mark.parametrize("layout_works", [True, False])
def test_our_own_mistakes_show_nothing(app, client, caplog, monkeypatch, layout_works):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    if not layout_works:
        app.jinja_env.globals["url_for"] = None
    with caplog.at_level(logging.ERROR):
        page = client.get("/t/fail")
    assert page.status_code == 500
    assert "This is our mistake" in text_of(page)
    assert "Traceback" not in page.text
    assert "ana@" not in page.text
    assert "GET fail failed" in caplog.text


def test_the_log_does_not_name_tokens(app, client, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["token_page"] = access("public")(lambda token: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        assert client.get("/t/page/secret-token").status_code == 500
    assert "secret-token" not in caplog.text


def test_the_moment_of_a_request_is_one(app, clock):
    with app.test_request_context():
        app.preprocess_request()
        first = web.now()
        clock.advance(hours=1)
        assert web.now() == first


@pytest.mark.parametrize(
    ("proxies", "header", "seen"),
    [(0, "203.0.113.9", "127.0.0.1"), (1, "203.0.113.9", "203.0.113.9"), (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
     (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9")],
)  # fmt: skip
def test_a_forwarded_address_is_believed_only_from_known_proxies(settings, make_app, proxies, header, seen):
    app = make_app(replace(settings, trusted_proxies=proxies))
    app.add_url_rule("/t/me", "me", access("public")(lambda: {"address": request.remote_addr}))
    assert app.test_client().get("/t/me", headers={"X-Forwarded-For": header}).get_json() == {"address": seen}


def test_static_files_are_public(client):
    assert client.get("/static/icon.svg").status_code == 200
    assert client.get("/static/../app.py").status_code == 404


def test_scanners_do_not_fill_the_log(client, caplog):
    with caplog.at_level(logging.INFO):
        client.get("/", base_url="http://evil.example")
        client.get("/nowhere")
    assert not [record for record in caplog.records if record.name.startswith(("undersigned", "app"))]


def test_a_full_disk_asks_to_come_back(app, client):
    def full():
        raise StorageFullError

    app.add_url_rule("/t/full", "full", access("public")(full))
    answer = client.get("/t/full")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "was not saved" in text_of(answer)
