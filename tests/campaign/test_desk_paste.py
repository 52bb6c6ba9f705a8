"""Pasting a footnote: read, looked at, confirmed; before that nothing is saved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from campaign.desk.paste_cards import cards
from campaign.desk.paste_original import Original
from campaign.operations import circulate, letter_of, save_letter
from campaign.operations.filing import Place
from campaign.operations.notes import file_note
from campaign.operations.writing import EditConflict, TextLocked, change_library, content_of
from campaign.queries import activity_of, find, newest_version, versions_of
from letters.document import markdown
from letters.document.nodes import Cite, Note
from letters.document.walk import inlines_of
from tests.campaign.pasting import BODY, MIXED, PASTE, YOUNG, confirm, index_of, newest, paste, printed, review
from tests.tools.pages import parse, text_of


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft(text=BODY, sources=[YOUNG])
    return signed_in("editor")


def test_the_whole_way_from_a_paste_to_a_note_in_the_letter(desk, database):
    page = paste(desk)
    assert page.status_code == 200
    young, ortiz = index_of(page, "Young, supra"), index_of(page, "Ortiz")
    values = review(page)
    assert values[f"choice-{young}"] == "source:young-2024"
    assert values[f"locator-{young}"] == "15"
    assert values[f"signal-{young}"] == "See"
    assert values[f"choice-{ortiz}"] == "new"
    assert values[f"new-{ortiz}-URL"] == "https://gazette.example/tides"
    assert values[f"new-{ortiz}-title"] == "Tides and Mills"
    assert newest(database).number == 1, "reading saves nothing"

    answer = confirm(desk, page, {"place": "note:2"})
    assert (answer.status_code, answer.location) == (303, "/desk/harbor/notes?undo=2#note-2")
    version = newest(database)
    assert version.number == 2, "library and text are one save"
    added = version.sources[1]
    assert (added["title"], added["URL"]) == ("Tides and Mills", "https://gazette.example/tides")
    notes = [node for node in inlines_of(letter_of(version).body) if isinstance(node, Note)]
    assert notes[1].id == "b", "the note keeps its name"
    (cite,) = (node for node in notes[1].content if isinstance(node, Cite))
    assert [citation.source for citation in cite.citations] == ["young-2024", added["id"]]
    assert printed(database)[1].startswith("See Young, supra note 1, at 15; Alice Ortiz, Tides and Mills, ")
    assert printed(database)[1].endswith("https://gazette.example/tides. The mills deny it.")
    with database.read() as session:
        assert activity_of(session, find(session, "harbor"))[0].act == "note.filed"
    assert "Note 2 is saved as version 2." in text_of(desk.get(answer.location))


def test_a_new_note_goes_to_the_end_of_its_paragraph_and_numbers_follow(desk, database):
    page = paste(desk, "Young, supra note 1, at 9.")
    options = [
        option.get("value") for option in parse(page).iter("option") if (option.get("value") or "").startswith("paragraph:")
    ]
    assert options == ["paragraph:0", "paragraph:1"]
    answer = confirm(desk, page, {"place": "paragraph:0"})
    assert answer.location.endswith("#note-2")
    assert [note.split(".")[0][:24] for note in printed(database)] == [
        "Ada Young, Harbor Memo (",
        "Young, supra note 1, at ",
        "An old note",
    ]
    body = markdown.write(letter_of(newest(database)))
    assert "So do the mills.[^young-2024]" in body


def test_without_a_place_the_sources_are_kept_and_the_note_is_given(desk, database):
    page = paste(desk)
    answer = confirm(desk, page, {"place": ""})
    assert answer.status_code == 200
    assert "1 source was added" in text_of(answer)
    (given_text,) = (area.text for area in parse(answer).iter("textarea") if area.get("id") == "definition")
    assert given_text.strip().startswith("[^young-2024]: [See @young-2024, p. 15; @")
    version = newest(database)
    assert (version.number, len(version.sources)) == (2, 2)
    assert letter_of(version) == letter_of(first(database)), "the text is as it was"
    again = confirm(desk, page, {"place": ""})
    assert again.status_code == 200
    assert "has all its sources already" in text_of(again)
    assert newest(database).number == 2, "loading the page again adds nothing"


def first(database):
    with database.read() as session:
        return versions_of(session, find(session, "harbor"))[-1]


def test_the_given_note_reads_as_the_note_it_is(desk, database):
    answer = confirm(desk, paste(desk), {"place": ""})
    (given_text,) = (area.text for area in parse(answer).iter("textarea") if area.get("id") == "definition")
    letter, losses = markdown.read("A.[^young-2024]\n\n" + given_text)
    assert not losses
    placed = confirm(desk, paste(desk), {"place": "note:2"})
    assert placed.status_code == 303
    notes = [node for node in inlines_of(letter_of(newest(database)).body) if isinstance(node, Note)]
    assert next(node for node in inlines_of(letter.body) if isinstance(node, Note)).content == notes[1].content


def test_looking_at_the_print_saves_nothing(desk, database):
    page = paste(desk)
    shown = confirm(desk, page, {"place": "note:2", "preview": "1"})
    assert shown.status_code == 200
    assert "As it will print: note 2" in text_of(shown)
    assert "See Young, supra note 1, at 15; Alice Ortiz" in text_of(shown)
    assert newest(database).number == 1
    assert review(shown)["place"] == "note:2"
    nowhere = confirm(desk, page, {"place": "", "preview": "1"})
    assert "See Young, supra note 1, at 15; Alice Ortiz" in text_of(nowhere)
    assert newest(database).number == 1
    assert confirm(desk, shown).status_code == 303
    assert newest(database).number == 2


def test_what_a_person_corrects_is_what_is_saved(desk, database):
    page = paste(desk)
    young, ortiz = index_of(page, "Young, supra"), index_of(page, "Ortiz")
    corrected = {
        "place": "note:2",
        f"signal-{young}": "But see",
        f"label-{young}": "section",
        f"locator-{young}": "4(b)",
        f"new-{ortiz}-title": "Tides & Mills",
        f"new-{ortiz}-type": "article-newspaper",
        f"new-{ortiz}-issued": "2023",
    }
    assert confirm(desk, page, corrected).status_code == 303
    added = newest(database).sources[1]
    assert (added["title"], added["type"]) == ("Tides & Mills", "article-newspaper")
    assert added["issued"] == {"date-parts": [[2023]]}
    assert printed(database)[1].startswith("But see Young, supra note 1, § 4(b); Alice Ortiz")


def test_a_citation_can_stay_as_typed(desk, database):
    page = paste(desk)
    young, ortiz = index_of(page, "Young, supra"), index_of(page, "Ortiz")
    chosen = {"place": "note:2", f"choice-{young}": "typed", f"choice-{ortiz}": "typed"}
    assert confirm(desk, page, chosen).status_code == 303
    assert len(newest(database).sources) == 1
    assert printed(database)[1] == MIXED
    warned = text_of(desk.get("/desk/harbor/notes"))
    assert "“supra note 1” is typed by hand" in warned


def test_another_source_can_be_named_for_a_short_citation(campaigns, signed_in, database):
    other = {"id": "mills", "type": "book", "title": "All Mills", "author": [{"family": "Reed", "given": "Bo"}]}
    campaigns.draft(text=BODY, sources=[YOUNG, other])
    client = signed_in("editor")
    page = paste(client, "Nobody, supra note 77, at 2.")
    (index,) = (int(name.removeprefix("locator-")) for name in review(page) if name.startswith("locator-"))
    unsaid = confirm(client, page, {"place": "note:2", f"choice-{index}": "other"})
    assert unsaid.status_code == 422
    assert "Choose the source." in text_of(unsaid)
    assert confirm(client, unsaid, {f"other-{index}": "mills"}).status_code == 303
    assert printed(database)[1] == "Bo Reed, All Mills, at 2."


def test_wrong_values_are_told_at_their_field_and_everything_stays_typed(desk, database):
    page = paste(desk)
    ortiz = index_of(page, "Ortiz")
    emptied = {f"new-{ortiz}-{name}": "" for name in ("title", "container-title", "URL")}
    wrong = confirm(desk, page, {"place": "note:2", f"new-{ortiz}-author": "Reed, Bo"} | emptied)
    assert wrong.status_code == 422
    assert "Give it a title, or leave the citation as typed." in text_of(wrong)
    values = review(wrong)
    assert (values["place"], values[f"new-{ortiz}-author"].strip()) == ("note:2", "Reed, Bo")
    assert newest(database).number == 1


def test_what_is_kept_otherwise_than_meant_is_told_once_before(desk, database):
    page = paste(desk)
    ortiz = index_of(page, "Ortiz")
    first_time = confirm(desk, page, {"place": "note:2", f"new-{ortiz}-issued": "the day after"})
    assert first_time.status_code == 422
    assert "not understood as a date; it is kept as words" in text_of(first_time)
    assert newest(database).number == 1
    other = confirm(desk, first_time, {f"new-{ortiz}-issued": "some other day"})
    assert other.status_code == 422, "having seen the one is not having seen the other"
    assert confirm(desk, other).status_code == 303
    assert newest(database).sources[1]["issued"] == {"literal": "some other day"}


def test_id_means_the_citation_before_it(desk, database):
    page = paste(desk, "Alice Ortiz, Tides and Mills, Harbor Gazette (June 3, 2023), https://gazette.example/tides; Id. at 5.")
    ortiz, again = index_of(page, "Ortiz"), index_of(page, "Id. at 5")
    assert review(page)[f"choice-{again}"] == "again"
    refused = confirm(desk, page, {"place": "note:2", f"choice-{ortiz}": "typed"})
    assert refused.status_code == 422
    assert "The citation before it is no source of the library." in text_of(refused)
    assert confirm(desk, page, {"place": "note:2"}).status_code == 303
    assert len(newest(database).sources) == 2, "one source, cited twice"
    assert printed(database)[1].endswith("https://gazette.example/tides; Ortiz, supra note 2, at 5.")


def test_id_at_the_head_of_a_note_is_left_to_the_person(desk):
    page = paste(desk, "Id. at 5.")
    assert review(page)[f"choice-{index_of(page, 'Id. at 5')}"] == "typed"


def test_the_original_is_shown_untouched_with_its_italics(desk):
    html = "<p>See <i>Tides</i> and <em>Mills</em>, as <a href='https://x.example/hidden'>they say</a>.</p>"
    page = desk.send(PASTE, {"html": html, "text": "the plain text of it"})
    (shown,) = (part for part in parse(page).iter("p") if "pasted" in part.get("class", ""))
    assert [em.text for em in shown.iter("em")] == ["Tides", "Mills"]
    for mark in list(shown.iter("span")):
        mark.text = ""
    assert "".join(shown.itertext()) == "See Tides and Mills, as they say."
    assert "The address behind “they say” is in no citation" in text_of(page)
    assert "https://x.example/hidden" in text_of(page)


def test_low_confidence_is_said_in_words(app):
    segment = next(segment for segment in Original("Ann Lee, A Title, Some Body (2020).").segments if segment.item)
    sure = replace(segment, confidence=dict.fromkeys(segment.item, 0.99))
    unsure = replace(segment, confidence=dict.fromkeys(segment.item, 0.3))
    with app.test_request_context():
        (certain,) = cards([sure], [], [], {}, {})
        (doubtful,) = cards([unsure], [], [], {}, {})
    assert not any(line.unsure for line in certain.fields)
    assert [line.name for line in doubtful.fields if line.unsure] == [line.name for line in doubtful.fields if line.value]
    assert any(line.unsure for line in doubtful.fields)


def test_a_text_that_changed_meanwhile_asks_for_the_place_again(desk, database, clock):
    page = paste(desk)
    with database.write() as session:
        campaign = find(session, "harbor")
        letter, _ = markdown.read(BODY.replace("must stop.", "must stop.[^z]") + "\n[^z]: A first note.\n")
        save_letter(session, campaign, letter, base=1, by="Zoe", now=clock.now)
    for extra in ({}, {"preview": "1"}):
        answer = confirm(desk, page, {"place": "note:2"} | extra)
        assert answer.status_code == 409
        assert "Zoe changed the letter meanwhile." in text_of(answer)
        assert review(answer)["place"] == "", "note 2 is another note now"
        assert newest(database).number == 2
    assert confirm(desk, answer, {"place": "note:3"}).status_code == 303
    assert printed(database)[2].startswith("See Young, supra note 2, at 15")


def test_a_library_that_changed_meanwhile_is_looked_at_anew(desk, database, clock):
    page = paste(desk)
    young = index_of(page, "Young, supra")
    with database.write() as session:
        change_library(session, find(session, "harbor"), lambda _: [{"id": "else", "type": "book"}], by="Zoe", now=clock.now)
    answer = confirm(desk, page, {"place": "note:2"})
    assert answer.status_code == 422
    assert "“young-2024” is not in the library any more." in text_of(answer)
    assert newest(database).number == 2
    assert confirm(desk, answer, {f"choice-{young}": "typed"}).status_code == 303
    assert [item["id"] for item in newest(database).sources][:1] == ["else"]


def test_a_new_source_never_takes_a_key_that_is_taken(desk, database, clock):
    taken = newest_key(desk, database)
    with database.write() as session:
        change_library(
            session, find(session, "harbor"), lambda _: [YOUNG, {"id": taken, "type": "book"}], by="Z", now=clock.now
        )
    assert confirm(desk, paste(desk), {"place": ""}).status_code == 200
    keys = [item["id"] for item in newest(database).sources]
    assert len(keys) == len(set(keys)) == 3


def newest_key(client, database):
    shown = confirm(client, paste(client), {"place": "", "preview": "1"})
    words = text_of(shown)
    return words[words.index("1 new source:") :].split()[3].rstrip(".")


def test_a_locked_letter_takes_no_paste(campaigns, signed_in, database):
    campaigns.draft(text=BODY, sources=[YOUNG])
    client = signed_in("owner")
    page = paste(client)
    with database.write() as session:
        circulate(session, find(session, "harbor"), by="Zoe", now=campaigns.now)
    campaigns.close()
    assert "locked" in text_of(client.get(PASTE))
    assert client.send(PASTE, {"text": MIXED}).status_code == 422
    assert confirm(client, page, {"place": "note:2"}).status_code == 409
    assert newest(database).number == 1


def test_a_note_alone_in_an_empty_letter_can_be_shown_but_not_placed(campaigns, signed_in):
    campaigns.draft(text="", sources=[])
    client = signed_in("editor")
    page = paste(client, "Some words.")
    values = [option.get("value") or "" for option in parse(page).iter("option")]
    assert not [value for value in values if value.startswith(("note:", "paragraph:"))]
    assert "Some words." in text_of(confirm(client, page, {"preview": "1"}))


def test_two_who_file_at_once_do_not_overwrite_each_other(campaigns, database, clock):
    campaigns.draft(text=BODY, sources=[YOUNG])
    segments = Original("Some words.").segments
    with database.write() as session:
        campaign = find(session, "harbor")
        file_note(session, campaign, segments, [None], Place("note", 2), base=1, by="A", now=clock.now)
    with database.write() as session, pytest.raises(EditConflict):
        file_note(session, find(session, "harbor"), segments, [None], Place("note", 1), base=1, by="B", now=clock.now)
    with database.write() as session:
        circulate(session, find(session, "harbor"), by="A", now=clock.now)
    campaigns.close()
    with database.write() as session, pytest.raises(TextLocked):
        file_note(session, find(session, "harbor"), segments, [None], Place(), base=2, by="B", now=clock.now)
    with database.read() as session:
        assert len(content_of(newest_version(session, find(session, "harbor"))).sources) == 1
