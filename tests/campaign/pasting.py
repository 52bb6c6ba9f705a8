"""Pasting a footnote at the desk: a letter to paste into, the steps, and what is kept."""

from __future__ import annotations

from campaign.operations import letter_of
from campaign.queries import find, newest_version
from letters.citations import resolved
from letters.document.walk import plain_text
from tests.tools.pages import form_values, parse

PASTE, CONFIRM = "/desk/harbor/paste", "/desk/harbor/paste/confirm"

YOUNG = {
    "id": "young-2024",
    "type": "report",
    "title": "Harbor Memo",
    "author": [{"family": "Young", "given": "Ada"}],
    "issued": {"date-parts": [[2024, 3, 28]]},
    "URL": "https://harbor.example/memo",
}
BODY = """\
---
recipients: [Mayor]
---

The dumping must stop. The memo says so.[^a] So do the mills.

The shore is for everyone.[^b]

[^a]: [@young-2024, p. 3].

[^b]: An old note.
"""
MIXED = (
    "See Young, supra note 1, at 15; Alice Ortiz, Tides and Mills, Harbor Gazette (June 3, 2023), "
    "https://gazette.example/tides. The mills deny it."
)


def newest(database):
    with database.read() as session:
        return newest_version(session, find(session, "harbor"))


def printed(database):
    """The notes of the newest version as they print."""
    version = newest(database)
    return [plain_text(note.content) for note in resolved(letter_of(version), version.sources).notes]


def paste(client, text=MIXED):
    return client.fill_in(PASTE, {"text": text}, action=PASTE)


def review(page):
    """What the review's form holds."""
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "review-form")
    return form_values(form)


def confirm(client, page, data=None):
    return client.submit(page, PASTE, data or {}, action=CONFIRM)


def index_of(page, words):
    """The index of the citation whose text contains ``words``."""
    for part in parse(page).iter("fieldset"):
        if "card" in part.get("class", "") and words in "".join(part.itertext()):
            return int(part.get("id").removeprefix("card-"))
    raise AssertionError(f"no citation with {words}")
