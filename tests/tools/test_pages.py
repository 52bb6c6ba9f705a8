"""The checks of the checking client can fail: each is shown a page that is wrong in one way."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.tools.pages import Client, problems_of

HEAD = '<!doctype html><html lang="en"><head><title>A page</title></head><body><h1>A page</h1>'
MARK = '<input type="hidden" name="csrf_token" value="x">'


def shown(html, **headers):
    app = Flask("bare", static_folder=None)
    app.test_client_class = Client
    sound = {
        "Content-Security-Policy": "default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }
    app.add_url_rule("/", "page", lambda: (html, sound | headers))
    return app.test_client()


def problems(html):
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/", "page", lambda: html)
    return problems_of(app.test_client().get("/"))


def test_a_sound_page_has_no_problem():
    form = f'<form method="post">{MARK}<label for="a">A</label><input id="a" name="a"><button>Go</button></form>'
    assert problems(HEAD + form + '<label><input type="checkbox" name="b"> B</label></body></html>') == []


@pytest.mark.parametrize(
    ("html", "word"),
    [
        ("<p>no doctype", "not valid HTML"),
        (HEAD + "<p><div></p></div>", "not valid HTML"),
        (HEAD.replace("A page</title>", "</title>"), "no title"),
        (HEAD.replace(' lang="en"', ""), "no language"),
        (HEAD.replace("<h1>A page</h1>", ""), "h1"),
        (HEAD + "<h1>Another</h1>", "h1"),
        (HEAD + '<img src="x.png">', "without alt"),
        (HEAD + '<p id="a">x</p><p id="a">y</p>', "two elements are called a"),
        (HEAD + '<a href="#gone">x</a>', "points at gone"),
        (HEAD + '<p aria-describedby="gone">x</p>', "points at gone"),
        (HEAD + '<label for="gone">x</label>', "points at gone"),
        (HEAD + '<form><input name="a"></form>', "input a has no label"),
        (HEAD + '<form><select name="a"></select></form>', "select a has no label"),
        (HEAD + '<form><textarea name="a"></textarea></form>', "textarea a has no label"),
        (HEAD + "<button> </button>", "says nothing"),
        (HEAD + '<form method="POST"></form>', "no mark"),
        (HEAD + "<style>p {}</style>", "inline style"),
        (HEAD + '<p style="color: red">x</p>', "inline style"),
        (HEAD + "<script>1</script>", "inline script"),
        (HEAD + '<p onclick="x()">x</p>', "onclick"),
        (HEAD + '<a href="javascript:x()">x</a>', "a link that is a script"),
    ],
)
def test_a_wrong_page_has_one(html, word):
    assert any(word in problem for problem in problems(html))


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Security-Policy": ""},
        {"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'"},
        {"X-Content-Type-Options": ""},
        {"Referrer-Policy": "unsafe-url"},
    ],
)
def test_missing_headers_are_noticed(headers):
    client = shown(HEAD, **headers)
    with pytest.raises(AssertionError):
        client.get("/")


def test_the_client_itself_looks():
    client = shown(HEAD + "<style></style>")
    with pytest.raises(AssertionError, match="inline style"):
        client.get("/")
    assert shown(HEAD).get("/").status_code == 200
