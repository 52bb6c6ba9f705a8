"""Doubles at the desk: shown side by side, merged, told apart, and all of it undone by a button."""

from __future__ import annotations

import json

import pytest

from campaign.queries import find, newest_version
from tests.tools.campaigns import SOURCES, Campaigns
from tests.tools.pages import parse, text_of

PAGE = "/desk/harbor/sources/doubles"
COMPARE = "/desk/harbor/sources/compare"
ONE = SOURCES[0] | {"DOI": "10.1000/harbor", "author": [{"family": "Ash", "given": "Jo"}]}
TWO = {"id": "twin", "type": "report", "title": "Harbor Report", "DOI": "doi:10.1000/HARBOR", "publisher": "City Press"}
OTHER = {"id": "other", "type": "book", "title": "<script>alert(1)</script>"}


@pytest.fixture
def desk(database, clock, signed_in):
    Campaigns(database, clock).draft(sources=[ONE, TWO, OTHER])
    return signed_in("editor")


def sources_of(database):
    with database.read() as session:
        return newest_version(session, find(session, "harbor")).sources


def press(desk, page, action, **wanted):
    """Press the button that sends ``wanted`` to ``action``."""
    for form in parse(page).iter("form"):
        sent = {control.get("name"): control.get("value") for control in form.iter("input")}
        if (form.get("action") or "").endswith(action) and wanted.items() <= sent.items():
            return desk.post(form.get("action"), data=sent)
    raise AssertionError(f"no button for {action} with {wanted}")


def test_likely_doubles_stand_side_by_side_with_the_reason(desk):
    assert "1 likely double" in text_of(desk.get("/desk/harbor/sources"))
    page = desk.get(PAGE)
    rows = [["".join(cell.itertext()).strip() for cell in row.iter("th", "td")] for row in parse(page).iter("tr")]
    assert rows[0] == ["Field", "report", "twin"]
    assert ["Institution", "–", "City Press"] in rows
    assert ["Authors", "Ash, Jo", "–"] in rows
    assert not [row for row in rows if row[0] == "Title"], "what is alike is only named"
    words = text_of(page)
    assert "Alike: Type, Title" in words
    assert "DOI" in words


def test_merged_and_undone(desk, database):
    before = json.dumps(sources_of(database))
    assert press(desk, desk.get(PAGE), "/merge", keep="twin", away="report").status_code == 303
    page = desk.get(PAGE)
    assert "citations of “report” print “twin” now" in text_of(page)
    assert "No two sources look like the same work." in text_of(page)
    listing = text_of(desk.get("/desk/harbor/sources"))
    assert "2 sources" in listing
    assert "Harbor Report, City Press" in listing
    assert "cited in note 1" in listing, "the note cites the one that was merged away"
    away = text_of(desk.get("/desk/harbor/sources/edit?key=report"))
    assert "twin prints in its place" in away
    assert press(desk, page, "/unmerge", away="report").status_code == 303
    assert json.dumps(sources_of(database)) == before


def test_told_apart_and_undone(desk, database):
    before = json.dumps(sources_of(database))
    assert press(desk, desk.get(PAGE), "/apart", one="report", other="twin").status_code == 303
    page = desk.get(PAGE)
    assert "No two sources look like the same work." in text_of(page)
    assert "Different works, as somebody said" in text_of(page)
    assert press(desk, page, "/not-apart", one="report", other="twin").status_code == 303
    assert json.dumps(sources_of(database)) == before


def test_any_two_sources_can_be_compared_and_merged_by_hand(desk, database):
    page = desk.get(f"{COMPARE}?key=other")
    assert [option.get("value") for option in parse(page).iter("option")] == ["report", "twin"]
    page = desk.get(f"{COMPARE}?key=other&other=twin")
    assert OTHER["title"] in text_of(page)
    assert press(desk, page, "/merge", keep="twin", away="other").status_code == 303
    assert sources_of(database)[2]["custom"]["merged"]["into"] == "twin"


@pytest.mark.parametrize(
    ("query", "code"),
    [("key=nothing", 404), ("", 404), ("key=%00", 400), ("key=other&other=nothing", 200), ("key=other&other=other", 200)],
)
def test_a_source_is_compared_with_another_one_that_is_there(desk, query, code):
    page = desk.get(f"{COMPARE}?{query}")
    assert page.status_code == code
    assert not list(parse(page).iter("table"))


def test_the_reason_is_told_when_the_other_is_a_likely_double(desk):
    assert "DOI" in text_of(desk.get(f"{COMPARE}?key=report"))
    assert "DOI" in text_of(desk.get(f"{COMPARE}?key=twin&other=report"))
    assert list(parse(desk.get(f"{COMPARE}?key=twin&other=other")).iter("tr"))


def test_what_cannot_be_merged_is_said(desk, database):
    for keep, away, said in [
        ("report", "report", "cannot be merged into itself"),
        ("report", "nothing", "no source “nothing”"),
        ("nothing", "report", "no source “nothing”"),
    ]:
        assert desk.send("/desk/harbor/sources/merge", {"keep": keep, "away": away}).status_code == 303
        assert said in text_of(desk.get(PAGE)), (keep, away)
    assert sources_of(database) == [ONE, TWO, OTHER]
