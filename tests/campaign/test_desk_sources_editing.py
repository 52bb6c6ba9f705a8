"""A source at the desk: added and edited by hand, without a script, with a conflict told; and the history of it all."""

from __future__ import annotations

import json

import pytest

from tests.campaign.sources import EDIT, NEW, PAGE, bring, form_to, keys_of, sources_of
from tests.tools.campaigns import SOURCES
from tests.tools.pages import form_values, parse, text_of


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft()
    return signed_in("editor")


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_a_source_is_added_by_its_type(desk, database):
    page = desk.get(NEW)
    assert ("report", "Report") in [(o.get("value"), o.text) for o in parse(page).iter("option")]
    typed = {"author": "Ash, Jo", "title": "On Tides", "issued": "March 2024", "URL": "https://tides.example/on"}
    answer = desk.fill_in(f"{NEW}?type=report", typed, action="/new")
    assert answer.status_code == 303
    made = sources_of(database)[1]
    assert made == {
        "id": "ash-2024",
        "type": "report",
        "author": [{"family": "Ash", "given": "Jo"}],
        "title": "On Tides",
        "issued": {"date-parts": [[2024, 3]]},
        "URL": "https://tides.example/on",
    }
    words = text_of(desk.get(answer.location))
    assert "Added. In a note it is cited as [@ash-2024]." in words
    assert "Jo Ash, On Tides (Mar. 2024), https://tides.example/on" in words


def test_it_shows_how_it_prints_before_anything_is_saved(desk, database):
    page = desk.fill_in(f"{NEW}?type=book", {"title": "On Tides", "preview": "1"}, action="/new")
    assert page.status_code == 200
    (print_,) = (element for element in parse(page).iter("dd") if element.get("class") == "print")
    assert "".join(print_.itertext()) == "On Tides"
    assert keys_of(database) == ["report"]


def test_a_new_source_that_says_nothing_is_refused(desk, database):
    page = desk.fill_in(f"{NEW}?type=book", {}, action="/new")
    assert page.status_code == 422
    assert "Fill in at least one field." in text_of(page)
    for key, said in [("report", "Another source is called so"), ("a\\b]", "can have letters")]:
        page = desk.fill_in(f"{NEW}?type=book", {"title": "T", "key": key}, action="/new")
        assert page.status_code == 422
        assert said in text_of(page)
        assert form_values(form_to(page, NEW))["title"] == "T", "what was typed stays"
    assert desk.fill_in(f"{NEW}?type=book", {"title": "T", "key": "my-key"}, action="/new").status_code == 303
    assert keys_of(database) == ["report", "my-key"]


def test_another_type_shows_other_fields_and_keeps_every_word(desk, database):
    typed = {"title": "On Tides", "publisher": "Mill Press", "issued": "2024", "own-short": "Tides"}
    page = desk.fill_in(f"{NEW}?type=book", typed | {"type": "legislation", "retype": "1"}, action="/new")
    sent = form_values(form_to(page, NEW))
    assert {name: sent[name].strip() for name in typed} == typed
    assert sent["type"] == "legislation"
    assert desk.post(NEW, data=sent).status_code == 303
    made = sources_of(database)[1]
    assert (made["type"], made["publisher"], made["custom"]) == ("legislation", "Mill Press", {"short": "Tides"})


# --- editing ----------------------------------------------------------------------------------------------------------


def test_saving_what_is_there_changes_not_a_byte(desk, database):
    item = {
        "id": "odd",
        "type": "report",
        "title": "  Two  spaces ",
        "author": [{"family": "Ash", "given": "Jo", "x-orcid": "1"}, {"literal": "Office of Management and Budget"}],
        "issued": {"date-parts": [["2024", 3]], "x": 1},
        "x-unknown": {"deep": [1, 1.0, None]},
        "custom": {
            "short": "Odd",
            "full": [{"text": "Ash, "}, {"text": "Odd", "italic": True, "x": 1}, {"text": "h", "href": "https://a.example/"}],
            "archive": [{"url": "https://perma.cc/AB-CD", "date": "2024-01-01", "service": "perma"}],
            "mine": 1,
        },
    }
    bring(desk, [item])
    before = json.dumps(sources_of(database)[1])
    assert desk.fill_in(f"{EDIT}?key=odd", {}, action="/edit").status_code == 303
    assert json.dumps(sources_of(database)[1]) == before
    assert desk.fill_in(f"{EDIT}?key=odd", {"publisher": "Mill Press"}, action="/edit").status_code == 303
    after = sources_of(database)[1]
    assert {name: value for name, value in after.items() if name != "publisher"} == item


@pytest.mark.parametrize("copy", ["http://[::1", "https://[", "javascript:alert(1)", "perma.cc/AB-CD"])
def test_a_copy_at_what_is_no_web_address_is_refused_and_kept(desk, database, copy):
    before = sources_of(database)
    page = desk.fill_in(f"{EDIT}?key=report", {"own-archive": copy}, action="/edit")
    assert page.status_code == 422
    assert "is not a web address" in text_of(page)
    assert form_values(form_to(page, EDIT))["own-archive"].strip() == copy
    assert sources_of(database) == before


def test_short_name_wording_and_copies(desk, database):
    typed = {
        "own-short": "OMB Report",
        "own-hereinafter": "y",
        "own-full": "Harbor Report, *Second Printing* (2025), https://harbor.example/r.pdf.",
        "own-archive": "https://perma.cc/AB-CD\nhttps://web.archive.org/web/2025/https://harbor.example/r.pdf",
    }
    assert desk.fill_in(f"{EDIT}?key=report", typed, action="/edit").status_code == 303
    own = sources_of(database)[0]["custom"]
    assert own == {
        "short": "OMB Report",
        "hereinafter": True,
        "full": [
            {"text": "Harbor Report, "},
            {"text": "Second Printing", "italic": True},
            {"text": " (2025), "},
            {"text": "https://harbor.example/r.pdf", "href": "https://harbor.example/r.pdf"},
            {"text": "."},
        ],
        "archive": [
            {"url": "https://perma.cc/AB-CD", "service": "perma"},
            {"url": "https://web.archive.org/web/2025/https://harbor.example/r.pdf", "service": "wayback"},
        ],
    }
    page = desk.get(f"{EDIT}?key=report")
    values = form_values(form_to(page, EDIT))
    assert values["own-full"].strip() == typed["own-full"]
    assert values["own-hereinafter"] == "y"
    (print_,) = (element for element in parse(page).iter("dd") if element.get("class") == "print")
    assert "".join(print_.itertext()) == "Harbor Report, Second Printing (2025), https://harbor.example/r.pdf."
    cleared = values | dict.fromkeys(("own-short", "own-full", "own-archive"), "")
    cleared.pop("own-hereinafter")
    assert desk.post(EDIT, data=cleared).status_code == 303
    assert sources_of(database) == SOURCES


def test_what_a_wording_cannot_hold_is_said(desk, database):
    page = desk.fill_in(f"{EDIT}?key=report", {"own-full": "**Bold** words [@report]"}, action="/edit")
    assert page.status_code == 422
    assert "bold" in text_of(page)
    page = desk.fill_in(f"{EDIT}?key=report", {"own-archive": "javascript:alert(1)"}, action="/edit")
    assert page.status_code == 422
    assert "is not a web address" in text_of(page)
    assert sources_of(database) == SOURCES


def test_somebody_elses_change_of_that_source_is_shown_beside_mine(desk, signed_in, database):
    first = desk.get(f"{EDIT}?key=report")
    other = signed_in("owner")
    assert other.fill_in(f"{EDIT}?key=report", {"title": "Theirs"}, action="/edit").status_code == 303
    sent = form_values(form_to(first, EDIT)) | {"title": "Mine"}
    page = desk.post(EDIT, data=sent)
    assert page.status_code == 409
    words = text_of(page)
    assert "somebody was faster" in words
    assert "Theirs" in words
    again = form_values(form_to(page, EDIT))
    assert again["title"] == "Mine"
    assert sources_of(database)[0]["title"] == "Theirs"
    assert desk.post(EDIT, data=again).status_code == 303, "sent again, it is a decision"
    assert sources_of(database)[0]["title"] == "Mine"


def test_a_change_of_another_source_or_of_the_text_is_no_conflict(desk, database):
    page = desk.get(f"{EDIT}?key=report")
    bring(desk, [{"id": "b", "title": "B"}])
    assert desk.fill_in("/desk/harbor/letter", {"subject": "Newer"}, action="/letter").status_code == 303
    sent = form_values(form_to(page, EDIT)) | {"title": "Mine"}
    assert desk.post(EDIT, data=sent).status_code == 303
    assert [item["title"] for item in sources_of(database)] == ["Mine", "B"]


def test_a_source_that_is_gone_is_no_page(desk):
    assert desk.get(f"{EDIT}?key=nothing").status_code == 404
    assert desk.get(EDIT).status_code == 404
    assert desk.send(EDIT, {"key": "nothing", "type": "book"}).status_code == 404


def test_what_was_not_understood_is_told_before_it_is_saved(desk, database):
    page = desk.fill_in(f"{EDIT}?key=report", {"issued": "3/4/2024"}, action="/edit")
    assert page.status_code == 422
    assert "not understood as a date" in text_of(page)
    assert sources_of(database) == SOURCES
    (button,) = (element for element in parse(page).iter("button") if element.get("name") == "anyway")
    sent = form_values(form_to(page, EDIT)) | {"anyway": button.get("value")}
    assert desk.post(EDIT, data=sent | {"issued": "5/6/2024"}).status_code == 422, "that was not agreed to"
    assert desk.post(EDIT, data=sent).status_code == 303
    assert sources_of(database)[0]["issued"] == {"literal": "3/4/2024"}
    assert desk.fill_in(f"{EDIT}?key=report", {"title": "T"}, action="/edit").status_code == 303, "asked once only"


def test_the_history_tells_each_act_in_words(desk, database):
    bring(desk, [{"id": "a", "title": "A"}, {"id": "b", "title": "B"}])
    desk.fill_in(f"{EDIT}?key=a", {"title": "AA"}, action="/edit")
    desk.send(f"{PAGE}/merge", {"keep": "a", "away": "b"})
    desk.send(f"{PAGE}/unmerge", {"away": "b"})
    desk.send(f"{PAGE}/apart", {"one": "a", "other": "b"})
    desk.send(f"{PAGE}/not-apart", {"one": "a", "other": "b"})
    desk.send(f"{PAGE}/remove", {"key": "b"})
    desk.fill_in(PAGE, {}, action="/put-back")
    words = text_of(desk.get("/desk/harbor/history"))
    for sentence in (
        "put the source b back",
        "removed the source b",
        "took back that a and b are different works",
        "said that a and b are different works",
        "undid the merge of the source b",
        "merged the source b into a",
        "edited the source a",
        "added 2 sources",
    ):
        assert sentence in words, sentence
    assert "library." not in words, "no verb is left without its sentence"
