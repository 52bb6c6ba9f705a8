"""The notes at the desk: as they print, with what is to be mended, and the way back from every change."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from sqlalchemy import select, text

from campaign.desk.remarks import TITLES, grouped
from campaign.desk.standing import paragraphs, standings
from campaign.operations import change_library, change_style, circulate, letter_of, save_letter, style_of
from campaign.operations.notes import OfferGone, mend, offers_in, restore_version
from campaign.operations.writing import EditConflict, TextLocked, content_of
from campaign.queries import activity_of, find, newest_version, versions_of
from letters.citations import Style
from letters.document import markdown
from letters.document.losses import LetterWarning, Offer, WarningKind
from letters.document.nodes import Letter, Note
from letters.document.walk import inlines_of
from letters.models import Link, Version
from tests.tools.campaigns import TEXT
from tests.tools.pages import parse, text_of

NOTES, MEND, RESTORE = "/desk/harbor/notes", "/desk/harbor/notes/mend", "/desk/harbor/versions/restore"

SOURCES = [
    {
        "id": "young",
        "type": "report",
        "title": "Harbor Memo",
        "author": [{"family": "Young", "given": "Ada"}],
        "issued": {"date-parts": [[2024, 3, 28]]},
        "URL": "https://harbor.example/memo",
    },
    {"id": "report", "type": "report", "title": "Harbor Report", "issued": {"date-parts": [[2025]]}},
]

TYPED = """\
---
recipients: [Mayor Ana Ruiz]
subject: Keep the harbor clean
---

We ask the city to stop the dumping. The memo says so.[^a] The mills know it, as note 1 above tells.[^b]

> The shore is for **everyone**.[^c]

[^a]: [@young, p. 3].

[^b]: Young, supra note 3, at 15. And [@report].

[^c]: See supra note 1.
"""


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft(text=TYPED, sources=SOURCES)
    return signed_in("editor")


def newest(database, slug="harbor"):
    with database.read() as session:
        return newest_version(session, find(session, slug))


def note_lines(page):
    """The text of each note on the page, by its number."""
    return {
        int(item.get("id").removeprefix("note-")): " ".join("".join(item.itertext()).split())
        for item in parse(page).iter("li")
        if re.fullmatch(r"note-\d+", item.get("id") or "")
    }


def buttons(page):
    """Every form that a mend hangs on: what its button says, and what it sends."""
    found = {}
    for form in parse(page).iter("form"):
        if form.get("action") == MEND:
            (button,) = form.iter("button")
            found[button.text] = {field.get("name"): field.get("value") for field in form.iter("input")}
    return found


def test_notes_stand_as_they_will_print(desk):
    page = desk.get(NOTES)
    lines = note_lines(page)
    assert list(lines) == [1, 2, 3]
    assert "Ada Young, Harbor Memo (Mar. 28, 2024), at 3, https://harbor.example/memo." in lines[1]
    assert "After: The memo says so." in lines[1]
    assert "After: The mills know it, as note 1 above tells." in lines[2]
    assert "After: The shore is for everyone." in lines[3]
    root = parse(page)
    (first,) = (item for item in root.iter("li") if item.get("id") == "note-1")
    assert [em.text for em in first.iter("em")] == ["Harbor Memo"]
    assert "https://harbor.example/memo" in [link.get("href") for link in first.iter("a")]
    assert "/desk/harbor/sources?q=young" in [link.get("href") for link in first.iter("a")]


def test_a_supra_number_leads_to_its_note(campaigns, signed_in):
    campaigns.draft(text="A.[^a] B.[^b]\n\n[^a]: [@young].\n\n[^b]: [@young, p. 9].\n", sources=SOURCES)
    page = signed_in("viewer").get(NOTES)
    assert "Young, supra note 1, at 9." in note_lines(page)[2]
    (second,) = (item for item in parse(page).iter("li") if item.get("id") == "note-2")
    assert [link.get("href") for link in second.iter("a") if link.text == "1"] == ["#note-1"]


def test_warnings_are_grouped_and_what_blocks_comes_first(campaigns, signed_in):
    body = "A.[^a] B.[^b]\n\n[^a]: [@gone].\n\n[^b]: See supra note 1.\n"
    campaigns.draft(text=body, sources=SOURCES)
    root = parse(signed_in("editor").get(NOTES))
    groups = [part for part in root.iter("details") if "remark" in part.get("class", "")]
    assert [part.get("data-kind") for part in groups] == ["broken-source", "hand-typed", "uncited-source"]
    assert [part.get("open") is not None for part in groups] == [True, False, False]
    titles = [" ".join("".join(part.find("summary").itertext()).split()) for part in groups]
    assert titles[0].startswith("1 citation of a source that is not in the library")
    assert titles[2] == "2 sources that no note cites"


def test_every_kind_of_warning_has_a_title():
    assert set(TITLES) == set(get_args(WarningKind))


def test_groups_hold_every_warning_once(app):
    warnings = [
        LetterWarning("undated", "b", 2),
        LetterWarning("uncited-source", "c"),
        LetterWarning("undated", "a", 1),
        LetterWarning("empty-note", "d", 3, True),
    ]
    with app.test_request_context():
        groups = grouped(warnings)
    assert [group.kind for group in groups] == ["empty-note", "undated", "uncited-source"]
    assert sorted(str(warning) for group in groups for warning in group.warnings) == ["a", "b", "c", "d"]
    assert [warning.note for warning in groups[1].warnings] == [1, 2]


def test_a_number_typed_by_hand_becomes_a_citation_at_one_press(desk, database):
    offered = buttons(desk.get(NOTES))
    assert set(offered) == {"Cite Young instead", "Let the number follow note 1"}
    answer = desk.post(MEND, data=offered["Cite Young instead"])
    assert (answer.status_code, answer.location) == (303, f"{NOTES}?undo=2")
    page = desk.get(answer.location)
    assert "Mended, and saved as version 2." in text_of(page)
    assert "Young, supra note 1, at 15. And" in note_lines(page)[2]
    assert "Cite Young instead" not in buttons(page)
    with database.read() as session:
        campaign = find(session, "harbor")
        assert activity_of(session, campaign)[0].act == "note.mended"


def test_undo_is_offered_after_a_mend_and_gives_the_same_bytes(desk, database):
    before = raw(database)
    mended = desk.post(MEND, data=buttons(desk.get(NOTES))["Cite Young instead"])
    page = desk.get(mended.location)
    undone = desk.submit(page, NOTES, {}, action=RESTORE)
    assert (undone.status_code, undone.location) == (303, NOTES)
    assert raw(database) == [before[0], raw(database)[1], before[0]]
    assert raw(database)[1] != before[0], "the control: the mend did change the bytes"
    assert "undo" not in desk.get(NOTES).get_data(as_text=True).lower(), "nothing to undo on a page that came without a mend"


def raw(database):
    """Tree, sources and style of every version, as the database holds them."""
    with database.read() as session:
        query = "SELECT CAST(tree AS TEXT), CAST(sources AS TEXT), CAST(style AS TEXT) FROM version ORDER BY number"
        return [tuple(row) for row in session.execute(text(query))]


def test_numbers_in_the_text_are_mended_too(desk, database):
    root = parse(desk.get(NOTES))
    forms = [form for form in root.iter("form") if form.get("action") == MEND]
    values = [{field.get("name"): field.get("value") for field in form.iter("input")} for form in forms]
    (body,) = (value for value in values if value["note"] == "0")
    assert desk.post(MEND, data=body).status_code == 303
    assert "as note [#a] above tells" in markdown.write(letter_of(newest(database)))


def test_an_offer_is_looked_for_in_the_newest_text(desk, database, clock):
    offered = buttons(desk.get(NOTES))["Cite Young instead"]
    with database.write() as session:
        campaign = find(session, "harbor")
        letter, _ = markdown.read(TYPED.replace("Young, supra note 3, at 15", "As Young, supra note 3, at 15"))
        save_letter(session, campaign, letter, base=1, by="Zoe", now=clock.now)
    answer = desk.post(MEND, data=offered)
    assert answer.status_code == 409
    assert "those words do not stand there any more" in text_of(answer)
    assert newest(database).number == 2
    assert desk.post(MEND, data=buttons(answer)["Cite Young instead"]).status_code == 303, "the page offers what is there now"


@pytest.mark.parametrize(
    "change",
    [
        {"source": "report"},
        {"words": "x"},
        {"start": "1"},
        {"note": "-1"},
        {"note": "9" * 30},
        {"label": "nonsense"},
        {"end": ""},
    ],
)
def test_what_no_button_sends_is_no_offer(desk, database, change):
    offered = buttons(desk.get(NOTES))["Cite Young instead"]
    assert desk.post(MEND, data=offered | change).status_code == 409
    assert newest(database).number == 1


def test_a_letter_that_is_closed_is_looked_at_only(campaigns, signed_in, database):
    campaigns.draft(text=TYPED, sources=SOURCES)
    client = signed_in("owner")
    offered = buttons(client.get(NOTES))
    with database.write() as session:
        circulate(session, find(session, "harbor"), by="Zoe", now=campaigns.now)
    campaigns.close()
    page = client.get(NOTES)
    assert len(note_lines(page)) == 3
    assert buttons(page) == {}
    assert client.post(MEND, data=offered["Cite Young instead"]).status_code == 409
    assert client.send(RESTORE, {"number": "1", "base": "1"}).status_code == 409
    assert newest(database).number == 1
    listing = client.get("/desk/harbor/versions")
    assert "Restore" not in text_of(listing)
    with database.write() as session, pytest.raises(TextLocked):
        restore_version(session, find(session, "harbor"), 1, base=1, by="Zoe", now=campaigns.now)


def test_links_are_warned_of_where_somebody_looks_after_them(desk, database, clock):
    assert "no archive copy" not in text_of(desk.get(NOTES)), "nobody looks after links yet"
    with database.write() as session:
        campaign = find(session, "harbor")
        campaign.coalition.outgoing = True
        session.add(
            Link(
                letter_id=campaign.letter_id,
                url="https://harbor.example/memo",
                state="dead",
                status=404,
                checked_at=clock.now,
            )
        )
    for path in (NOTES, "/desk/harbor/letter"):
        groups = {part.get("data-kind"): part for part in parse(desk.get(path)).iter("details") if part.get("data-kind")}
        assert "1 cited page has no archive copy" in "".join(groups["unarchived"].find("summary").itertext())
        assert "leads nowhere any more" in "".join(groups["link"].itertext())


def test_the_history_tells_what_was_done(desk, database):
    desk.post(MEND, data=buttons(desk.get(NOTES))["Cite Young instead"])
    desk.send(RESTORE, {"number": "1", "base": "2"})
    desk.fill_in("/desk/harbor/citations", {"months": "long"}, action="/desk/harbor/citations")
    told = text_of(desk.get("/desk/harbor/history"))
    assert "let “Young, supra note 3, at 15” follow its note, in version 2" in told
    assert "went back to version 1, which is version 3 now" in told
    assert "changed the citation style, in version 4" in told


# --- versions ---------------------------------------------------------------------------------------------------------


def change_everything(database, clock):
    """Versions 2, 3 and 4 of the campaign: another text, another library, another style."""
    with database.write() as session:
        campaign = find(session, "harbor")
        letter, _ = markdown.read(TEXT.replace("@report", "@young"))
        save_letter(session, campaign, letter, base=1, by="Zoe", now=clock.now)
        change_library(session, campaign, lambda items: [items[0], {"id": "new", "type": "book"}], by="Zoe", now=clock.now)
        change_style(session, campaign, Style(id_form=True), by="Zoe", now=clock.now)


def test_restoring_gives_the_same_tree_sources_and_style(desk, database, clock):
    change_everything(database, clock)
    answer = desk.send(RESTORE, {"number": "1", "base": "4"})
    assert (answer.status_code, answer.location) == (303, "/desk/harbor/versions")
    saved = raw(database)
    assert len(saved) == 5
    assert saved[4] == saved[0]
    assert all(saved[3][part] != saved[0][part] for part in range(3)), "the control: all three were different"
    with database.read() as session:
        first, last = session.scalars(select(Version).where(Version.number.in_([1, 5])).order_by(Version.number))
        assert first.content_hash == last.content_hash
    assert desk.send(RESTORE, {"number": "4", "base": "5"}).status_code == 303
    assert raw(database)[5] == saved[3], "and the restoring can be undone the same way"


def test_the_list_tells_what_each_version_changed(desk, database, clock):
    change_everything(database, clock)
    rows = [" ".join("".join(row.itertext()).split()) for row in parse(desk.get("/desk/harbor/versions")).iter("tr")]
    assert ["Version 4" in rows[1], "the citation style" in rows[1]] == [True, True]
    assert "1 source more, 1 source less" in rows[2]
    assert "the text" in rows[3]
    assert "the beginning" in rows[4]
    assert sum("Restore" in row for row in rows[1:]) == 3, "the newest needs no restoring"


def test_a_version_can_be_looked_at_before(desk, database, clock):
    change_everything(database, clock)
    page = desk.get("/desk/harbor/versions/1")
    assert "Differs from version 4, the newest, in the text, 1 source more, 1 source less, the citation style." in text_of(page)
    (sheet,) = parse(page).iter("article")
    assert "The memo says so." in "".join(sheet.itertext())
    assert desk.submit(page, "/desk/harbor/versions/1", {}, action=RESTORE).status_code == 303
    assert desk.get("/desk/harbor/versions/99").status_code == 404


def test_restoring_over_something_unseen_is_refused(desk, database, clock):
    change_everything(database, clock)
    answer = desk.send(RESTORE, {"number": "1", "base": "3"})
    assert answer.status_code == 409
    assert "Zoe saved version 4 meanwhile." in text_of(answer)
    assert newest(database).number == 4
    assert desk.send(RESTORE, {"number": "77", "base": "4"}).status_code == 409
    assert newest(database).number == 4
    with database.write() as session, pytest.raises(EditConflict):
        restore_version(session, find(session, "harbor"), 1, base=2, by="Zoe", now=clock.now)


def test_restoring_what_is_there_makes_no_version(desk, database):
    assert desk.send(RESTORE, {"number": "1", "base": "1"}).status_code == 303
    with database.read() as session:
        assert len(versions_of(session, find(session, "harbor"))) == 1


def test_mending_everything_leaves_nothing_to_offer(desk, database, clock):
    with database.write() as session:
        campaign = find(session, "harbor")
        for _round in range(10):
            offers = offers_in(content_of(newest_version(session, campaign)))
            if not offers:
                break
            mend(session, campaign, offers[0], by="Zoe", now=clock.now)
        assert newest_version(session, campaign).number == 4, "three numbers were typed by hand"
        assert offers_in(content_of(newest_version(session, campaign))) == ()
        assert style_of(newest_version(session, campaign)) == Style()
    gone = Offer(2, 0, 19, "Young, supra note 3", source="young")
    with database.write() as session, pytest.raises(OfferGone):
        mend(session, find(session, "harbor"), gone, by="Zoe", now=clock.now)


# --- where things stand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("One two. Three four.[^a]\n\n[^a]: x", "Three four."),
        ("[^a] At the start.\n\n[^a]: x", ""),
        ("Mr. Ruiz said so[^a] again.\n\n[^a]: x", "Ruiz said so"),
        ("a b c d e f g h i j k l m n o[^a]\n\n[^a]: x", "… d e f g h i j k l m n o"),
        ("He “said so.” *Then* left,[^a] he did.\n\n[^a]: x", "Then left,"),
    ],
)
def test_a_note_is_placed_by_the_words_before_it(body, words):
    letter, _ = markdown.read(body)
    assert [standing.words for standing in standings(letter)] == [words]


def test_standings_are_as_many_as_notes():
    letter, _ = markdown.read(TYPED)
    notes = [node for node in inlines_of(letter.body) if isinstance(node, Note)]
    assert [standing.note for standing in standings(letter)] == notes
    assert standings(Letter(())) == ()


def test_paragraphs_are_told_by_their_first_words():
    letter, _ = markdown.read("# Head\n\nOne two three four five six seven eight nine ten eleven.\n\n- item[^a]\n\n[^a]: x")
    assert paragraphs(letter) == ((0, "Head"), (1, "One two three four five six seven eight nine ten …"), (2, "item"))
