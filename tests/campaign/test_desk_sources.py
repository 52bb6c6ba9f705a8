"""The library at the desk: looked at, searched, brought along, taken away as files, emptied; locked, and under attack."""

from __future__ import annotations

import io
import json

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from campaign.operations.library import edit_source, fingerprint
from campaign.queries import find
from tests.campaign.sources import EDIT, IMPORT, NEW, PAGE, bring, form_to, keys_of, listed, sources_of
from tests.tools.campaigns import SOURCES
from tests.tools.pages import form_values, parse, text_of


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft()
    return signed_in("editor")


# --- the list ---------------------------------------------------------------------------------------------------------


def test_each_source_shows_how_it_prints_and_where_it_is_cited(desk):
    bring(desk, [{"id": "spare", "type": "book", "title": "Spare", "author": [{"family": "Ash", "given": "Jo"}]}])
    page = desk.get(PAGE)
    assert listed(page) == ["report", "spare"]
    words = text_of(page)
    assert "Harbor Report (2025)" in words
    assert "cited in note 1" in words
    assert "Jo Ash, Spare" in words
    assert "cited nowhere" in words
    (title,) = [element.text for element in parse(page).iter("em") if element.text == "Spare"]
    assert title == "Spare", "titles print in italics"
    links = {link.get("href") for link in parse(page).iter("a")}
    assert "/desk/harbor/notes#note-1" in links


def test_search_and_filters_need_no_script(desk):
    bring(desk, [{"id": "spare", "type": "book", "title": "Élan vital", "publisher": "Mill Press"}])
    assert listed(desk.get(f"{PAGE}?q=elan")) == ["spare"]
    assert listed(desk.get(f"{PAGE}?q=spare")) == ["spare"], "by its key"
    assert listed(desk.get(f"{PAGE}?q=nothing+of+it")) == []
    assert "No source fits." in text_of(desk.get(f"{PAGE}?q=nothing+of+it"))
    assert listed(desk.get(f"{PAGE}?show=uncited")) == ["spare"]
    assert listed(desk.get(f"{PAGE}?show=uncited&q=harbor")) == []
    assert listed(desk.get(f"{PAGE}?show=no-such-filter")) == ["report", "spare"]


def test_a_long_library_comes_in_pages(desk):
    bring(desk, [{"id": f"s{number}", "type": "book", "title": f"Book {number}"} for number in range(120)])
    first = desk.get(PAGE)
    assert len(listed(first)) == 100
    (further,) = [link.get("href") for link in parse(first).iter("a") if link.get("rel") == "next"]
    assert len(listed(desk.get(further))) == 21
    assert listed(desk.get(f"{PAGE}?page=99999")) == []
    assert len(listed(desk.get(f"{PAGE}?page=x"))) == 100


# --- bringing along ---------------------------------------------------------------------------------------------------


def test_every_format_is_recognized(desk, database):
    assert bring(desk, [{"id": "a", "type": "book", "title": "A"}]).status_code == 303
    assert bring(desk, "@book{b,\n title = {B},\n year = {2020}\n}").status_code == 303
    assert bring(desk, "TY  - BOOK\nID  - c\nTI  - C\nPY  - 2021\nER  - \n").status_code == 303
    assert keys_of(database) == ["report", "a", "b", "c"]
    assert sources_of(database)[2]["title"] == "B"


def test_one_source_alone_needs_no_brackets_and_a_file_will_do(desk, database):
    assert bring(desk, {"id": "a", "title": "A"}).status_code == 303
    file = (io.BytesIO(json.dumps([{"id": "b", "title": "B"}]).encode()), "library.json")
    assert desk.send(IMPORT, {"file": file}).status_code == 303
    assert keys_of(database) == ["report", "a", "b"]


def test_a_taken_id_is_told_before_anything_is_saved(desk, database):
    theirs = {"id": "report", "title": "Second printing"}
    page = bring(desk, [theirs, {"id": "b", "title": "B"}])
    assert page.status_code == 422
    assert "In the library already, and different there" in text_of(page)
    assert keys_of(database) == ["report"]
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "import-form")
    sent = form_values(form) | {"known": "replace"}
    assert desk.post(IMPORT, data=sent).status_code == 303
    assert sources_of(database) == [theirs, {"id": "b", "title": "B"}]
    assert "1 source added. 1 replaced." in text_of(desk.get(PAGE))


def test_both_are_kept_when_asked(desk, database):
    page = bring(desk, [{"id": "report", "title": "Another work", "issued": {"date-parts": [[2020]]}}])
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "import-form")
    assert desk.post(IMPORT, data=form_values(form) | {"known": "both"}).status_code == 303
    old, new = sources_of(database)
    assert old == SOURCES[0]
    assert new["title"] == "Another work"
    assert new["id"] not in ("report", "")
    assert f"report → {new['id']}" in text_of(desk.get(PAGE))


def test_what_is_there_already_just_so_asks_nothing(desk, database):
    assert bring(desk, SOURCES).status_code == 303
    assert sources_of(database) == SOURCES
    assert "1 was there already." in text_of(desk.get(PAGE))


def test_agreeing_is_not_agreeing_to_something_else(desk, database):
    page = bring(desk, [{"id": "report", "title": "Second printing"}])
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "import-form")
    agreed = form_values(form) | {"known": "replace"}
    other = agreed | {"items": json.dumps([{"id": "report", "title": "Third"}, {"id": "", "title": "No id"}])}
    assert desk.post(IMPORT, data=other).status_code == 422
    with database.write() as session:
        changed = SOURCES[0] | {"title": "Changed meanwhile"}
        campaign = find(session, "harbor")
        edit_source(session, campaign, changed, seen=fingerprint(SOURCES[0]), by="Ana", now=campaign.created_at)
    assert desk.post(IMPORT, data=agreed).status_code == 422, "what would be replaced is not what was shown"
    assert sources_of(database) == [changed]


def test_losses_are_shown_before_saving(desk, database):
    text = "@book{b,\n title = {B},\n totally-unknown = {x},\n year = {2020}\n}\n@book{broken,\n title = {never closed"
    page = bring(desk, text)
    assert page.status_code == 422
    assert "nothing is added yet" in text_of(page)
    assert "line" in text_of(page)
    assert keys_of(database) == ["report"]
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "import-form")
    assert desk.post(IMPORT, data=form_values(form) | {"known": "replace"}).status_code == 303
    assert keys_of(database) == ["report", "b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{]", "line 1"),
        ('[{"title": "x"}]', "has no id"),
        ("", "Paste sources"),
        ("Dear all,", "neither"),
        ("[]", "no source"),
    ],
)
def test_what_is_no_library_is_said_and_kept(desk, database, text, said):
    page = bring(desk, text)
    assert page.status_code == 422
    assert said in text_of(page)
    (area,) = (element for element in parse(page).iter("textarea") if element.get("id") == "items")
    assert (area.text or "").strip() == text
    assert sources_of(database) == SOURCES


def test_a_file_that_is_not_utf8_is_read_and_told(desk, database):
    data = "TY  - BOOK\nID  - c\nTI  - Café\nER  - \n".encode("cp1252")
    page = desk.send(IMPORT, {"file": (io.BytesIO(data), "x.ris")})
    assert page.status_code == 422
    assert "not UTF-8" in text_of(page)
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "import-form")
    assert desk.post(IMPORT, data=form_values(form) | {"known": "replace"}).status_code == 303
    assert sources_of(database)[1]["title"] == "Café"


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_library_as_files(desk):
    answer = desk.get(f"{PAGE}.json")
    assert json.loads(answer.text) == SOURCES
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "@report{report" in desk.get(f"{PAGE}.bib").text
    assert "TY  - RPRT" in desk.get(f"{PAGE}.ris").text
    assert desk.get(f"{PAGE}.exe").status_code == 404
    words = text_of(desk.get(f"{PAGE}/export"))
    assert "Everything is kept." in words, "CSL-JSON loses nothing"
    assert "What it cannot hold" in words, "the others do not know x-kept"


# --- removing ---------------------------------------------------------------------------------------------------------


def test_only_what_nothing_cites_can_be_removed_and_it_can_be_put_back(desk, database):
    bring(desk, [{"id": "a", "title": "A", "x": 1}, {"id": "b", "title": "B"}])
    before = sources_of(database)
    assert desk.send(f"{PAGE}/remove", {"key": "report"}).status_code == 303
    assert "“report” is still there: Note 1 cites it." in text_of(desk.get(PAGE))
    assert desk.send(f"{PAGE}/remove", {"key": "a"}).status_code == 303
    assert keys_of(database) == ["report", "b"]
    assert "Removed lately" in text_of(desk.get(PAGE))
    assert desk.fill_in(PAGE, {}, action="/put-back").status_code == 303
    assert sources_of(database) == before, "where it stood, as it was"
    assert "Removed lately" not in text_of(desk.get(PAGE))
    assert desk.send(f"{PAGE}/put-back", {"entry": "999"}).status_code == 303
    assert "cannot be found" in text_of(desk.get(PAGE))


# --- who and when -----------------------------------------------------------------------------------------------------


def test_a_viewer_looks_and_is_offered_nothing(campaigns, signed_in):
    campaigns.draft()
    viewer = signed_in("viewer")
    for path in (PAGE, f"{EDIT}?key=report", f"{PAGE}/doubles", f"{PAGE}/export"):
        page = viewer.get(path)
        assert page.status_code == 200
        posts = [form.get("action") for form in parse(page).iter("form") if form.get("method") == "post"]
        assert posts == ["/desk/sign-out"], path
    assert "Harbor Report" in text_of(viewer.get(f"{EDIT}?key=report"))


def test_a_closed_letters_library_is_locked(campaigns, signed_in, database):
    campaigns.open()
    campaigns.close()
    desk = signed_in("editor")
    for path in (PAGE, NEW, IMPORT, f"{EDIT}?key=report", f"{PAGE}/doubles"):
        page = desk.get(path)
        assert "The library is locked with the text" in text_of(page), path
        assert [form.get("action") for form in parse(page).iter("form") if form.get("method") == "post"] == ["/desk/sign-out"]
    assert bring(desk, [{"id": "b", "title": "B"}]).status_code == 422
    assert desk.send(NEW, {"type": "book", "title": "T"}).status_code == 422
    seen = fingerprint(SOURCES[0])
    page = desk.send(EDIT, {"key": "report", "type": "report", "title": "Other", "seen": seen})
    assert page.status_code == 409
    assert "cannot be changed" in text_of(page)
    assert form_values(form_to(page, EDIT))["title"] == "Other", "what was typed can still be copied"
    for path, data in [
        ("remove", {"key": "report"}),
        ("merge", {"keep": "report", "away": "report"}),
        ("apart", {"one": "report", "other": "report"}),
    ]:
        assert desk.send(f"{PAGE}/{path}", data).status_code == 303
    assert sources_of(database) == SOURCES


# --- hostile ----------------------------------------------------------------------------------------------------------


def test_a_script_in_a_title_is_text(desk):
    evil = "<script>alert(1)</script>"
    assert (
        bring(
            desk, [{"id": "evil", "type": evil, "title": evil, "URL": "javascript:alert(1)", "publisher": f'"{evil}'}]
        ).status_code
        == 303
    )
    for path in (PAGE, f"{EDIT}?key=evil", f"{PAGE}/compare?key=evil&other=report", f"{PAGE}?q=%3Cscript%3E"):
        page = desk.get(path)  # the client finds inline scripts and links that are scripts
        assert evil in text_of(page)


def test_ten_thousand_sources_are_refused_in_a_sentence(app, desk, database):
    # A plain client: the checking one takes minutes to parse a text field of 400 kB.
    plain, mark = FlaskClient(app, use_cookies=True), desk.mark()
    with desk.session_transaction() as cookie, plain.session_transaction() as other:
        other.update(cookie)
    text = json.dumps([{"id": f"s{number}", "type": "book", "title": f"T {number}"} for number in range(10_000)])
    page = plain.post(IMPORT, data={"csrf_token": mark, "items": text})
    assert page.status_code == 422
    assert "a library holds at most 5,000" in page.text
    assert escape(text[-200:]) in page.text, "what was pasted stays"
    assert keys_of(database) == ["report"]


def test_two_megabytes_in_one_field(desk, database):
    assert desk.send(IMPORT, {"items": "x" * 2_200_000}).status_code == 413
    assert desk.send(EDIT, {"key": "report", "type": "report", "title": "x" * 2_200_000}).status_code == 413
    huge = (io.BytesIO(b'[{"id":"a","title":"' + b"x" * 4_000_000 + b'"}]'), "a.json")
    page = desk.send(IMPORT, {"file": huge})
    assert page.status_code == 422
    assert "more than 2 megabytes" in text_of(page)
    assert keys_of(database) == ["report"]
