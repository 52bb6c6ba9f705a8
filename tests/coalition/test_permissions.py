"""The table of who may do what, cell by cell, and that nothing is served without it."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask

from coalition.access import check
from coalition.permissions import PERMISSIONS, may
from web import access

ALLOWED = {
    "public": "owner editor viewer none",
    "caught_mail.view": "owner editor viewer none",
    "self": "owner editor viewer none",
    "coalition.view": "owner editor viewer",
    "coalition.people": "owner",
    "coalition.settings": "owner",
    "campaign.view": "owner editor viewer",
    "campaign.create": "owner editor",
    "campaign.edit": "owner editor",
    "campaign.close": "owner editor",
    "letter.edit": "owner editor",
    "signatures.view": "owner editor viewer",
    "signatures.export": "owner editor",
    "signatures.moderate": "owner editor",
    "invitations.view": "owner editor viewer",
    "invitations.send": "owner editor",
    "delivery.view": "owner editor viewer",
    "delivery.edit": "owner editor",
    "delivery.send": "owner editor",
    "mail.view": "owner",
    "consent.view": "owner editor viewer",
    "directory.view": "owner editor viewer",
    "directory.edit": "owner editor",
    "directory.export": "owner editor",
    "privacy.manage": "owner",
    "audit.view": "owner editor viewer",
}


@pytest.mark.parametrize("permission", sorted(ALLOWED.keys() | PERMISSIONS.keys()))
@pytest.mark.parametrize("role", ["owner", "editor", "viewer", None])
def test_the_table(permission, role):
    assert may(role, permission) == ((role or "none") in ALLOWED[permission].split())


def test_an_endpoint_without_a_permission_keeps_the_app_from_starting():
    app = Flask("bare", static_folder=None)
    app.add_url_rule("/open", "open", access("public")(lambda: "x"))
    check(app)
    app.add_url_rule("/forgotten", "forgotten", lambda: "x")
    app.add_url_rule("/misspelt", "misspelt", access("campaign.edti")(lambda: "x"))
    with pytest.raises(RuntimeError, match="forgotten, misspelt"):
        check(app)


def test_create_app_looks(settings, make_app, monkeypatch):
    forgotten = Blueprint("forgotten", __name__)
    forgotten.add_url_rule("/forgotten", "page", lambda: "x")
    monkeypatch.setattr("mail.views.bp", forgotten)
    with pytest.raises(RuntimeError, match=r"forgotten\.page"):
        make_app(settings)


PAGES = ["/desk/you", "/desk/coalition/1/people", "/desk/coalition/1/audit"]


@pytest.mark.parametrize("path", PAGES)
def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client, path):
    for method in ("GET", "HEAD"):
        answer = client.open(path, method=method)
        assert answer.status_code == 302
        assert answer.location.startswith("/desk/sign-in?next=/desk/")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/desk/sign-out", "/desk/you/sessions/1/end", "/desk/coalition/1/people/1/remove"])
def test_a_form_of_somebody_signed_out_leads_there_too(client, path):
    answer = client.post(path)
    assert (answer.status_code, answer.location) == (303, "/desk/sign-in")


@pytest.mark.parametrize("path", PAGES[1:])
def test_another_coalitions_pages_do_not_exist(signed_in, path):
    signed_in("owner", "Rivers")
    stranger = signed_in("owner", "Hills")
    nobody = signed_in("", email="nobody@example.org")
    assert [client.get(path).status_code for client in (stranger, nobody)] == [404, 404]
    assert nobody.get(path.replace("1", "99999999999999999999")).status_code == 404


def test_desk_pages_are_kept_by_no_browser(signed_in):
    client = signed_in()
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
