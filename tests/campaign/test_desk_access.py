"""Who may open which page of the desk: every endpoint of it, for every role."""

from __future__ import annotations

import pytest

from tests.tools.campaigns import Campaigns
from tests.tools.pages import parse

NEW = "/desk/campaigns/new"
ANY, EDITING = {"owner", "editor", "viewer"}, {"owner", "editor"}

PAGES = {
    ("GET", "campaigns", "/desk/"): ANY | {"stranger"},
    ("GET", "new", "/desk/campaigns/new"): EDITING | {"stranger"},
    ("POST", "create", "/desk/campaigns/new"): EDITING | {"stranger"},
    ("POST", "upload", "/desk/campaigns/upload"): EDITING | {"stranger"},
    ("GET", "overview", "/desk/harbor/"): ANY,
    ("GET", "open", "/desk/harbor/open"): EDITING,
    ("POST", "circulate_letter", "/desk/harbor/open"): EDITING,
    ("GET", "confirm_closing", "/desk/harbor/close"): EDITING,
    ("POST", "close_letter", "/desk/harbor/close"): EDITING,
    ("GET", "letter", "/desk/harbor/letter"): ANY,
    ("POST", "save", "/desk/harbor/letter"): EDITING,
    ("POST", "preview", "/desk/harbor/letter/preview"): EDITING,
    ("GET", "sources", "/desk/harbor/sources"): ANY,
    ("POST", "add_sources", "/desk/harbor/sources"): EDITING,
    ("POST", "remove_source", "/desk/harbor/sources/remove"): EDITING,
    ("GET", "export_sources", "/desk/harbor/sources.json"): ANY,
    ("GET", "deadline", "/desk/harbor/deadline"): EDITING,
    ("POST", "save_deadline", "/desk/harbor/deadline"): EDITING,
    ("GET", "settings", "/desk/harbor/settings"): EDITING,
    ("POST", "save_settings", "/desk/harbor/settings"): EDITING,
    ("GET", "signatures", "/desk/harbor/signatures"): ANY,
    ("GET", "signature_table", "/desk/harbor/signatures.csv"): EDITING,
    ("GET", "download", "/desk/harbor/download/md"): ANY,
    ("GET", "bundle", "/desk/harbor/download/bundle"): EDITING,
    ("GET", "history", "/desk/harbor/history"): ANY,
}
"""Each endpoint, and who gets through. Strangers own another coalition; they may begin campaigns of their own."""


@pytest.fixture
def campaigns(database, clock):
    return Campaigns(database, clock)


def test_the_table_names_every_endpoint(app):
    served = {
        (method, rule.endpoint.removeprefix("desk."))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.")
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }
    assert served == {(method, endpoint) for method, endpoint, _ in PAGES}


@pytest.mark.parametrize("role", ["owner", "editor", "viewer", "stranger", "nobody", "signed out"])
def test_every_page_for_every_role(app, campaigns, signed_in, role):
    campaigns.draft()
    client = {
        "stranger": lambda: signed_in("owner", "Hills"),
        "nobody": lambda: signed_in("", email="nobody@example.org"),
        "signed out": app.test_client,
    }.get(role, lambda: signed_in(role, "Rivers"))()
    for (method, _, path), allowed in PAGES.items():
        answer = client.get(path) if method == "GET" else client.send(path, {"coalition": str(client.coalition_id)})
        if role == "signed out":
            assert (answer.status_code, answer.location.startswith("/desk/sign-in")) == (302 if method == "GET" else 303, True)
        elif role in allowed or path == "/desk/":
            assert answer.status_code not in (302, 401, 403, 404, 500), f"{role} {method} {path}: {answer.status}"
        else:
            refused = 404 if role in ("stranger", "nobody") and (method, path) != ("GET", NEW) else 403
            assert answer.status_code == refused, f"{role} {method} {path}: {answer.status}"


def test_a_viewer_sees_no_button_that_would_refuse(campaigns, signed_in, clock):
    campaigns.draft()
    viewer = signed_in("viewer")
    refused = {(method, path) for (method, _, path), allowed in PAGES.items() if "viewer" not in allowed}
    for page in ("/desk/", "/desk/harbor/", "/desk/harbor/letter", "/desk/harbor/sources", "/desk/harbor/signatures"):
        assert not _offered(viewer.get(page), page) & refused, page
    editor = signed_in("editor")
    offered = {act for page in ("/desk/", "/desk/harbor/", "/desk/harbor/letter") for act in _offered(editor.get(page), page)}
    assert {("GET", "/desk/campaigns/new"), ("POST", "/desk/harbor/letter")} <= offered, (
        "the control: an editor is offered them"
    )


def _offered(answer, path):
    root = parse(answer)
    links = {("GET", link.get("href")) for link in root.iter("a")}
    return links | {("POST", form.get("action") or path) for form in root.iter("form")}


def test_a_word_for_another_coalition_is_refused_in_the_form_too(campaigns, signed_in):
    campaigns.draft("first", coalition="Hills")
    client = signed_in("owner", "Rivers")
    hills = campaigns.get("first").coalition_id
    sent = {"coalition": str(hills), "title": "T", "slug": "t", "timezone": "UTC"}
    answer = client.send("/desk/campaigns/new", sent)
    assert answer.status_code == 404
    assert client.get("/desk/t/").status_code == 404
