"""What the desk offers to whom. What it answers to whom, route by route, stands in tests/app/test_routes.py."""

from __future__ import annotations

import pytest

from tests.tools.pages import parse

PAGES = [
    "/desk/",
    "/desk/harbor/",
    "/desk/harbor/letter",
    "/desk/harbor/notes",
    "/desk/harbor/versions",
    "/desk/harbor/versions/1",
    "/desk/harbor/sources",
    "/desk/harbor/sources/edit?key=report",
    "/desk/harbor/sources/doubles",
    "/desk/harbor/sources/export",
    "/desk/harbor/invitations",
    "/desk/harbor/reminders",
    "/desk/harbor/signatures",
    "/desk/harbor/signatures?show=all",
    "/desk/harbor/galley",
    "/desk/harbor/consent",
    "/desk/harbor/delivery",
    "/desk/harbor/delivery/log",
    "/desk/harbor/history",
]


def offered(client):
    """Every link and form on the desk's pages, as (method, path)."""
    found = set()
    for path in PAGES:
        root = parse(client.get(path))
        links = {link.get("href") for link in root.iter("a")}
        found |= {("GET", link) for link in links if link.startswith(("/desk/harbor/", "/desk/campaigns"))}
        found |= {(form.get("method", "get").upper(), form.get("action") or path) for form in root.iter("form")} - {
            ("POST", "/desk/sign-out"),
            ("POST", "/desk/harbor/digest"),  # everybody's own
        }
    return found


@pytest.mark.parametrize("opened", [False, True], ids=["a draft", "an open letter"])
def test_nobody_is_offered_what_would_be_refused(campaigns, signed_in, opened):
    (campaigns.open if opened else campaigns.draft)()
    owner, viewer = signed_in("owner"), signed_in("viewer")
    for method, path in offered(viewer):
        assert method == "GET", f"a viewer is offered the form {path}"
        # HEAD for the file that is HTML: the checking client would read it as a page of ours.
        assert viewer.open(path, method="HEAD" if path.endswith("/html") else "GET").status_code == 200, path
    more = offered(owner) - offered(viewer)
    assert ("GET", "/desk/campaigns/new") in more, "the control: an owner is offered things that a viewer is not"
    for method, path in more:
        if method == "GET":
            assert viewer.get(path).status_code == 403, path


def test_a_word_for_another_coalition_is_refused_in_the_form_too(campaigns, signed_in):
    campaigns.draft("first", coalition="Hills")
    client = signed_in("owner", "Rivers")
    sent = {"coalition": str(campaigns.get("first").coalition_id), "title": "T", "slug": "t", "timezone": "UTC"}
    assert client.send("/desk/campaigns/new", sent).status_code == 404
    assert client.send("/desk/campaigns/new", sent | {"coalition": "x"}).status_code == 404
    assert client.get("/desk/t/").status_code == 404
    assert client.send("/desk/campaigns/new", sent | {"coalition": str(client.coalition_id)}).status_code == 303
