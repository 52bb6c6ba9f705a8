"""Pasting a footnote: whatever is pasted, and the pure part, which knows no page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.bundles import read_bundle
from campaign.desk.paste_cards import cards, decisions
from campaign.desk.paste_original import LONGEST, MOST_CITATIONS, Original, carried, typed
from campaign.desk.standing import standings
from campaign.operations import letter_of
from campaign.operations.filing import Place, PlaceGone, filed
from campaign.operations.writing import Content
from letters.citations import resolved
from letters.document import markdown
from letters.document.nodes import NumberedNote, Text
from letters.document.schema import check
from letters.document.walk import plain_text
from tests.campaign.pasting import BODY, CONFIRM, MIXED, PASTE, YOUNG, confirm, newest, paste, review
from tests.tools.effort import at_most
from tests.tools.pages import parse, text_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft(text=BODY, sources=[YOUNG])
    return signed_in("editor")


# --- hostile pastes ---------------------------------------------------------------------------------------------------


def test_markup_in_a_paste_stays_text(desk, database):
    evil = (
        '<script>alert(1)</script> See Young, supra note 1; "><img src=x onerror=alert(1)>, https://x.example/"onmouseover=1.'
    )
    page = paste(desk, evil)
    assert page.status_code == 200
    root = parse(page)
    assert not [script for script in root.iter("script") if not script.get("src")]
    assert not list(root.iter("img"))
    assert review(page)["text"] == evil
    assert confirm(desk, page, {"place": "note:2"}).status_code == 303
    assert desk.get("/desk/harbor/notes").status_code == 200


@pytest.mark.parametrize(
    "text", ["x" * 100_000, "a; See " * 15_000, "https://a.b/" + "%" * 100_000, "(" * 100_000, "supra note 1; " * 8_000]
)
def test_a_huge_paste_is_refused_at_once(desk, database, text):
    pages = []
    at_most(10, lambda: pages.append(paste(desk, text)))
    (page,) = pages
    assert page.status_code == 422
    assert "longer than a footnote can be" in text_of(page)
    assert newest(database).number == 1


def test_the_longest_paste_is_read_in_time(desk):
    text = ("Ann Lee, A Title, Some Body (May 3, 2020), https://x.example/a. Some prose follows here. " * 300)[:LONGEST]
    pages = []
    at_most(20, lambda: pages.append(paste(desk, text)))
    (page,) = pages
    assert page.status_code == 422
    assert f"more than {MOST_CITATIONS} citations" in text_of(page)


def test_a_nul_is_refused_at_the_edge(desk):
    assert desk.send(PASTE, {"text": "See\0Young"}).status_code == 400


def test_what_cannot_stand_in_a_letter_is_left_out_and_told(desk, database):
    page = paste(desk, "See \u202eYoung, supra note 1\u2069, at 4.\x07")
    assert page.status_code == 200
    assert "RIGHT-TO-LEFT OVERRIDE" in text_of(page)
    assert review(page)["text"] == "See Young, supra note 1, at 4."
    assert confirm(desk, page, {"place": "note:2"}).status_code == 303
    check(letter_of(newest(database)))


@pytest.mark.parametrize("text", ["", "   \r\n ", "\u202e"])
def test_nothing_is_told_to_be_nothing(desk, text):
    page = paste(desk, text)
    assert page.status_code == 422
    assert "Paste a footnote first." in text_of(page)


def test_windows_line_ends_keep_the_places_of_italics(app):
    html = "<p>See <i>The Title</i>,<br>Some Body.</p>"
    with app.test_request_context():
        original, removed = typed({"html": html, "text": "ignored"})
        back = carried({"text": original.text.replace("\n", "\r\n"), "marks": original.marks})
    assert removed == ()
    assert [original.text[start:end] for start, end in original.italics] == ["The Title"]
    assert back == original


@pytest.mark.parametrize(
    "marks",
    [
        "",
        "x",
        "[]",
        "{",
        '{"italics": 3}',
        '{"italics": [[0, 99999]]}',
        '{"links": [[0]]}',
        "[" * 5000,
        '{"italics": [[true, 1]]}',
    ],
)
def test_marks_that_were_tampered_with_are_dropped(app, marks):
    with app.test_request_context():
        assert carried({"text": "See Young.", "marks": marks}) == Original("See Young.")


def test_a_form_that_is_made_up_does_no_harm(desk, database):
    made_up = {
        "text": MIXED,
        "base": "1",
        "place": "note:2",
        "choice-0": "source:" + "x" * 500,
        "choice-99": "new",
        "new-0-title": "x",
    }
    assert desk.send(CONFIRM, made_up).status_code == 422
    assert desk.send(CONFIRM, made_up | {"choice-0": "typed", "place": "note:77"}).status_code == 422
    assert desk.send(CONFIRM, made_up | {"choice-0": "typed", "place": "paragraph:99"}).status_code == 422
    assert desk.send(CONFIRM, {"text": "", "base": "1"}).status_code == 422
    assert desk.send(CONFIRM, made_up | {"choice-0": "typed", "place": "note:2", "base": "99"}).status_code == 409
    assert newest(database).number == 1


# --- the pure part ----------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "See ",
        "Young, supra note 1, at 4",
        "; ",
        "Id. at 3",
        ". ",
        "A. Lee, A Title, Body (2020), https://x.example/a",
        "words ",
        "\n",
        "“",
        "(",
        "§ 4",
    ]
)


@given(
    text=st.lists(PIECES, min_size=1, max_size=12).map("".join), choice=st.sampled_from(["typed", "new", "source:young-2024"])
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_paste_with_any_choice_becomes_a_note_that_can_be_kept(app, text, choice):
    letter, _ = markdown.read(BODY)
    content = content_of_letter(letter)
    with app.test_request_context():
        segments = Original(text).segments
        assert "".join(segment.text for segment in segments) == text
        form = {f"choice-{index}": choice for index, segment in enumerate(segments) if choice != "new" or segment.item}
        decided = decisions(segments, form)
        if decided.problems or not text.strip():
            return
        done = filed(content, decided.segments, decided.choices, Place("paragraph", 0))
    check(done.content.letter)
    assert markdown.read(markdown.write(done.content.letter))[1] == ()
    assert done.number == 2
    assert len(resolved(done.content.letter, done.content.sources).notes) == 3
    again = filed(done.content, decided.segments, decided.choices, Place())
    assert again.added == (), "the same sources are not added twice"
    assert again.content.sources == done.content.sources


def content_of_letter(letter):
    return Content(letter, [YOUNG])


def test_a_place_that_is_not_there_is_refused():
    letter, _ = markdown.read(BODY)
    segments = Original("Some words.").segments
    for place in (Place("note", 0), Place("note", 3), Place("paragraph", 2), Place("paragraph", -1)):
        with pytest.raises(PlaceGone):
            filed(content_of_letter(letter), segments, [None] * len(segments), place)


def test_italics_of_prose_stay():
    letter, _ = markdown.read(BODY)
    original = Original("They said never again.", ((10, 15),))
    done = filed(content_of_letter(letter), original.segments, [None], Place("note", 2), original.italics)
    assert done.note == (Text("They said "), Text("never", em=True), Text(" again."))


def as_pasted(note):
    """A resolved note as somebody would copy it: its text and where it is italic."""
    text, italics = "", []
    for node in note.content:
        words = node.text if isinstance(node, Text) else str(node.number)
        if isinstance(node, Text) and node.em:
            italics.append((len(text), len(text) + len(words)))
        text += words
    return Original(text, tuple(italics))


@pytest.mark.parametrize(
    "bundle",
    [ROOT / "examples" / "river-cities", ROOT.parent / "shared" / "letters" / "dhs-ai"],
    ids=["river-cities", "dhs-ai"],
)
def test_what_prints_can_be_pasted_and_prints_again(app, bundle):
    """Every note of a letter, copied as it prints and pasted into its own place: what is proposed is confirmed unseen (but
    for new sources, which stay as typed), and the note prints as before."""
    if not bundle.is_dir():
        pytest.skip("the example is not here")
    read = read_bundle(bundle).bundle
    content = Content(read.letter, read.sources, read.style)
    stored = [NumberedNote(one.note.id, one.number, one.note.content) for one in standings(content.letter)]
    notes = resolved(content.letter, content.sources, content.style).notes
    linked = 0
    for note in notes:
        original = as_pasted(note)
        with app.test_request_context():
            shown = cards(original.segments, content.sources, stored, {}, {})
            form = {f"choice-{card.index}": "typed" if card.choice == "new" else card.choice for card in shown}
            decided = decisions(original.segments, form)
        done = filed(content, decided.segments, decided.choices, Place("note", note.number), original.italics)
        printed_again = resolved(done.content.letter, done.content.sources, content.style).notes[note.number - 1]
        assert plain_text(printed_again.content) == plain_text(note.content)
        linked += done.note == stored[note.number - 1].content
    assert linked >= len(notes) / 2, "half of the notes come back as the very citations that they were"


def test_marks_travel_as_json():
    original = Original("a b", ((0, 1),), ((2, 3, "https://x.example/"),))
    assert json.loads(original.marks) == {"italics": [[0, 1]], "links": [[2, 3, "https://x.example/"]]}
