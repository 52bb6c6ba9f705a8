"""The pages of a letter's library: their addresses, what they show, and what is kept."""

from __future__ import annotations

import json

from campaign.queries import find, newest_version
from tests.tools.pages import parse

PAGE = "/desk/harbor/sources"
NEW = f"{PAGE}/new"
EDIT = f"{PAGE}/edit"
IMPORT = f"{PAGE}/import"


def sources_of(database):
    with database.read() as session:
        return newest_version(session, find(session, "harbor")).sources


def keys_of(database):
    return [item["id"] for item in sources_of(database)]


def listed(page):
    """The keys on the list, in order."""
    return [
        "".join(entry.iter("code").__next__().itertext())
        for entry in parse(page).iter("li")
        if entry.find("div/p[@class='print']") is not None
    ]


def bring(desk, text, **more):
    """Import ``text``, agreeing to nothing."""
    return desk.send(IMPORT, {"items": text if isinstance(text, str) else json.dumps(text), **more})


def form_to(page, path):
    (form,) = (form for form in parse(page).iter("form") if form.get("action") == path)
    return form
