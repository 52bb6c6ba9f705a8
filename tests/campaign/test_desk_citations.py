"""The citation style at the desk: every switch, the notes in it before it is saved, and what is locked."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from campaign.desk.citations import StyleForm
from campaign.operations import style_of
from campaign.queries import find, newest_version
from letters.citations import Style
from tests.tools.pages import parse, text_of

STYLE = "/desk/harbor/citations"

BODY = "A.[^a] B.[^b] C.[^c]\n\n[^a]: [See @young, p. 3].\n\n[^b]: [@young, p. 4].\n\n[^c]: Only words.\n"
YOUNG = {
    "id": "young",
    "type": "report",
    "title": "Harbor Memo",
    "author": [{"family": "Young", "given": "Ada"}],
    "publisher": "Harbor Office",
    "issued": {"date-parts": [[2024, 3, 28]]},
    "accessed": {"date-parts": [[2025, 1, 2]]},
    "URL": "https://harbor.example/memo",
    "custom": {"archive": [{"url": "https://perma.cc/AAAA-1111"}]},
}


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft(text=BODY, sources=[YOUNG])
    return signed_in("editor")


def saved(database):
    with database.read() as session:
        version = newest_version(session, find(session, "harbor"))
        return version.number, style_of(version)


def example(page):
    """The notes of the example as text."""
    (section,) = (part for part in parse(page).iter("section") if part.get("id") == "example")
    return [" ".join("".join(item.itertext()).split()) for item in section.iter("li")]


def test_the_form_has_every_switch_under_its_own_name(app):
    with app.test_request_context():
        assert set(StyleForm()._fields) - {"csrf_token"} == {field.name for field in fields(Style)}


def test_the_page_shows_the_letters_own_notes(desk):
    page = desk.get(STYLE)
    assert example(page) == [
        "1 See Ada Young, Harbor Memo, Harbor Office (Mar. 28, 2024), at 3, https://harbor.example/memo.",
        "2 Young, supra note 1, at 4.",
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"months": "long"}, "March 28, 2024"),
        ({"angle": "y"}, "<https://harbor.example/memo>"),
        ({"archive": "y"}, "https://harbor.example/memo [https://perma.cc/AAAA-1111]"),
        ({"accessed": "always"}, "(last accessed Jan. 2, 2025)"),
        ({"id_form": "y"}, "2 Id. at 4."),
        ({"profile": "plain"}, "Ada Young"),
    ],
)
def test_a_switch_shows_before_it_is_saved(desk, database, typed, shown):
    before = " ".join(example(desk.get(STYLE)))
    page = desk.fill_in(STYLE, typed | {"preview": "1"}, action=STYLE)
    assert page.status_code == 200
    assert shown in " ".join(example(page))
    assert " ".join(example(page)) != before, "the control: the switch changes something"
    assert saved(database) == (1, Style())
    form = next(form for form in parse(page).iter("form") if form.get("id") == "style-form")
    for name, value in typed.items():
        (control,) = (one for one in form.iter("input") if one.get("name") == name and one.get("value", "y") == value)
        assert control.get("checked") is not None, "what was chosen stays chosen"


def test_every_switch_is_saved(desk, database):
    answer = desk.fill_in(
        STYLE,
        {
            "profile": "plain",
            "id_form": "y",
            "italic_signals": "y",
            "angle": "y",
            "accessed": "never",
            "months": "long",
            "et_al": "5",
            "et_al_everywhere": "y",
            "archive": "y",
        },
        action=STYLE,
    )
    assert (answer.status_code, answer.location) == (303, "/desk/harbor/notes")
    chosen = Style("plain", True, True, True, "never", "long", 5, True, True)
    assert saved(database) == (2, chosen)
    assert all(getattr(chosen, field.name) != getattr(Style(), field.name) for field in fields(Style))
    assert desk.fill_in(STYLE, {}, action=STYLE).status_code == 303
    assert saved(database) == (2, chosen), "the form shows what is saved, and saving that again changes nothing"


@pytest.mark.parametrize("wrong", [*({"et_al": typed} for typed in ("21", "-1", "many", "9" * 400, "")), {"profile": "apa"}])
def test_what_is_no_style_is_refused_and_kept(desk, database, wrong):
    page = desk.fill_in(STYLE, wrong | {"angle": "y"}, action=STYLE)
    assert page.status_code == 422
    assert "Nothing was changed" in text_of(page)
    (angle,) = (one for one in parse(page).iter("input") if one.get("name") == "angle")
    assert angle.get("checked") is not None
    assert saved(database)[0] == 1


def test_a_letter_that_is_closed_keeps_its_style(campaigns, signed_in, database):
    campaigns.open(text=BODY.join(["---\nrecipients: [Mayor]\n---\n", ""]), sources=[YOUNG])
    campaigns.close()
    client = signed_in("owner")
    page = client.get(STYLE)
    assert "locked" in text_of(page)
    assert not any(form.get("id") == "style-form" for form in parse(page).iter("form"))
    data = {"profile": "plain", "accessed": "never", "months": "long", "et_al": "3"}
    assert client.send(STYLE, data).status_code == 409
    assert saved(database) == (1, Style())


def test_a_letter_without_citations_shows_the_notes_it_has(campaigns, signed_in):
    campaigns.draft(text="A.[^a]\n\n[^a]: Only words.\n", sources=[])
    assert example(signed_in("editor").get(STYLE)) == ["1 Only words."]


def test_a_letter_without_notes_says_so(campaigns, signed_in):
    campaigns.draft(text="A.\n", sources=[])
    page = signed_in("editor").get(STYLE)
    assert example(page) == []
    assert "The letter has no notes yet." in text_of(page)


def test_the_style_of_a_version_is_shown_on_its_notes(desk, database):
    desk.fill_in(STYLE, {"months": "long"}, action=STYLE)
    assert saved(database) == (2, replace(Style(), months="long"))
    assert "(March 28, 2024)" in text_of(desk.get("/desk/harbor/notes"))
