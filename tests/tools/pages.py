"""A client that checks every page it is given, and fills in forms as a browser would.

Whatever test fetches a page: the page must be valid, titled, labelled, and free of anything inline that the policy forbids.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

import html5lib
from flask.testing import FlaskClient
from html5lib.html5parser import ParseError
from itsdangerous import URLSafeTimedSerializer
from lxml.etree import _Element, _ElementTree
from werkzeug.test import TestResponse

UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


class Client(FlaskClient):
    """Flask's client, with eyes."""

    coalition_id: int = 0
    person_id: int = 0

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **{"buffered": True} | kwargs)
        response.request.environ["wsgi.input"].close()
        check_answer(response)
        return response

    def send(self, path: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """POST with a valid form mark, without fetching the page first."""
        return self.post(path, data={"csrf_token": self.mark(), **(data or {})}, **kwargs)

    def mark(self) -> str:
        """A form mark (CSRF token) that fits this client's cookie."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        return str(URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw))

    def fill_in(self, path: str, data: dict[str, str], *, action: str = "") -> TestResponse:
        """Fetch a page, type ``data`` into its form (the one whose address contains ``action``), press the button.

        Everything else goes as the page has it, hidden fields too. A name that the form does not have is a mistake.
        """
        page = self.get(path)
        assert page.status_code == 200, f"{path}: {page.status}"
        return self.submit(page, path, data, action=action)

    def submit(self, page: TestResponse, path: str, data: dict[str, str], *, action: str = "") -> TestResponse:
        """Send a form of a page that was fetched from ``path``; see :meth:`fill_in`."""
        forms = [
            form
            for form in parse(page).iter("form")
            if form.get("method", "get").lower() == "post" and action in urljoin(path, form.get("action") or path)
        ]
        assert len(forms) == 1, f"{path} has {len(forms)} such forms"
        values = form_values(forms[0])
        unknown = data.keys() - {control.get("name") for control in forms[0].iter("input", "select", "textarea", "button")}
        assert not unknown, f"the form has no {unknown}"
        return self.post(urljoin(path, forms[0].get("action") or path), data=values | data)


def parse(page: TestResponse) -> _Element:
    """The page's elements. Raises ParseError when it is not valid HTML."""
    # A copy: what one reader changes in it, the next must not find.
    return deepcopy(_tree(page.get_data(as_text=True))).getroot()


@lru_cache(maxsize=8)
def _tree(html: str) -> _ElementTree:
    """The checked tree of a page. Most pages are read twice, first when they come and then by the test, and reading is slow."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    return parser.parse(html)


def text_of(page: TestResponse) -> str:
    """What can be read on the page, white space in order."""
    body = parse(page).find("body")
    return " ".join("".join(body.itertext()).split())


def form_values(form: _Element) -> dict[str, str]:
    """What a form sends when nothing is typed into it."""
    values: dict[str, str] = {}
    for control in controls(form.getroottree().getroot(), form, "input", "textarea", "select"):
        name, kind = control.get("name"), control.get("type", "text")
        if not name or control.get("disabled") is not None or kind in ("submit", "button", "file", "reset"):
            continue
        if control.tag == "select":
            options = list(control.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            for option in chosen:
                values[name] = option.get("value", option.text or "")
        elif control.tag == "textarea":
            values[name] = control.text or ""
        elif kind not in ("checkbox", "radio") or control.get("checked") is not None:
            values[name] = control.get("value", "on" if kind in ("checkbox", "radio") else "")
    return values


def check_answer(response: TestResponse) -> None:
    """Assert what holds for every answer, and for every page."""
    where = f"{response.request.method} {response.request.path}"
    policy = response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy, f"{where}: no content security policy"
    assert "unsafe" not in policy, f"{where}: the policy allows {policy}"
    assert response.headers.get("X-Content-Type-Options") == "nosniff", where
    assert response.headers.get("Referrer-Policy") in ("same-origin", "no-referrer"), where
    if (
        response.mimetype == "text/html"
        and response.request.method not in ("HEAD", "OPTIONS")
        and not 300 <= response.status_code < 400
    ):
        problems = problems_of(response)
        assert not problems, f"{where}: " + "; ".join(problems)


def problems_of(page: TestResponse) -> list[str]:
    """What is wrong with a page, in words."""
    try:
        root = parse(page)
    except ParseError as error:
        return [f"not valid HTML: {error}"]
    return [*_of_the_whole(root), *_of_names(root), *_of_controls(root), *_of_inline(root)]


def _of_the_whole(root: _Element) -> list[str]:
    problems = []
    title = root.findtext("head/title") or ""
    if not title.strip() or title.strip().startswith("·"):
        problems.append("no title")
    if not root.get("lang"):
        problems.append("no language")
    if len(list(root.iter("h1"))) != 1:
        problems.append("not exactly one h1")
    problems += [f"an image without alt: {image.get('src')}" for image in root.iter("img") if image.get("alt") is None]
    return problems


def _of_names(root: _Element) -> list[str]:
    ids = Counter(element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id"))
    problems = [f"two elements are called {name}" for name, count in ids.items() if count > 1]
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        pointed = [*element.get("aria-describedby", "").split(), *element.get("aria-labelledby", "").split()]
        if element.tag == "label" and element.get("for"):
            pointed.append(element.get("for"))
        href = element.get("href", "")
        if element.tag == "a" and href.startswith("#") and len(href) > 1:
            pointed.append(href[1:])
        problems += [f"{element.tag} points at {name}, which is not there" for name in pointed if name not in ids]
    return problems


def _of_controls(root: _Element) -> list[str]:
    labelled = {label.get("for") for label in root.iter("label")}
    problems = []
    for control in root.iter("input", "select", "textarea"):
        if control.tag == "input" and control.get("type", "text").lower() in UNLABELLED:
            continue
        inside = any(parent.tag == "label" for parent in control.iterancestors())
        named = control.get("aria-label") or control.get("aria-labelledby")
        if not (inside or named or (control.get("id") and control.get("id") in labelled)):
            problems.append(f"{control.tag} {control.get('name')} has no label")
    for button in root.iter("button"):
        if not ("".join(button.itertext()).strip() or button.get("aria-label")):
            problems.append("a button says nothing")
    for form in root.iter("form"):
        names = [control.get("name", "") for control in controls(root, form, "input")]
        if form.get("method", "get").lower() == "post" and not any(name.endswith("csrf_token") for name in names):
            problems.append(f"the form to {form.get('action')} has no mark (csrf_token)")
    return problems


def controls(root: _Element, form: _Element, *tags: str) -> list[_Element]:
    """The controls of a form, with those that stand elsewhere and name it (the ``form`` attribute)."""
    inside = [control for control in form.iter(*tags) if control.get("form") in (None, form.get("id"))]
    named = [control for control in root.iter(*tags) if form.get("id") and control.get("form") == form.get("id")]
    return [*inside, *(control for control in named if control not in inside)]


def _of_inline(root: _Element) -> list[str]:
    problems = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or element.get("style") is not None:
            problems.append(f"inline style at {element.tag}")
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            problems.append("inline script")
        problems += [f"{name} at {element.tag}" for name in element.attrib if name.lower().startswith("on")]
        if element.get("href", "").lower().strip().startswith("javascript:"):
            problems.append("a link that is a script")
    return problems
