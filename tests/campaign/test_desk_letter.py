"""Writing the letter at the desk: nothing is lost unseen, and nobody's words are overwritten unseen."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.desk.difference import Row, difference
from campaign.desk.letter_form import LetterForm, fields_of, read
from campaign.operations import letter_of
from campaign.queries import find, newest_version, versions_of
from letters.document import markdown
from letters.document.normal import normalize
from tests.letters.document.trees import letters
from tests.tools.campaigns import TEXT
from tests.tools.pages import form_values, parse, text_of

LETTER, PREVIEW = "/desk/harbor/letter", "/desk/harbor/letter/preview"


@pytest.fixture
def desk(campaigns, signed_in):
    campaigns.draft()
    return signed_in("editor")


def newest(database, slug="harbor"):
    with database.read() as session:
        return newest_version(session, find(session, slug))


def editor(page):
    """What the letter's form on a page holds."""
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "letter-form")
    return form_values(form)


def fill_in(client, typed):
    """Type into the letter's form, and press its first button."""
    return client.fill_in(LETTER, typed, action=LETTER)


def agreement(page):
    """The mark on the "Save anyway" button; None when there is no such button."""
    marks = [button.get("value") for button in parse(page).iter("button") if button.get("name") == "anyway"]
    return marks[0] if marks else None


@given(letter=letters())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_letter_comes_back_from_its_form(letter):
    """Whatever letter there is: what the form shows of it, sent back untouched, is the same letter."""
    fields = fields_of(normalize(letter))
    form = SimpleNamespace(**{name: SimpleNamespace(data=value.replace("\n", "\r\n")) for name, value in fields.items()})
    draft = read(form)
    assert draft.problems == ()
    assert draft.losses == ()
    assert draft.letter == normalize(letter)


@given(
    typed=st.dictionaries(
        st.sampled_from(["date", "delivery", "recipients", "subject", "cc", "language"]), st.text(max_size=40)
    )
)
@settings(max_examples=200, deadline=None)
def test_no_field_can_speak_for_another(typed):
    """Whatever is typed into a field, quotes and colons and line ends and all: the other fields stay as they are."""
    empty = dict.fromkeys(fields_of(markdown.read("x")[0]), "") | {"recipient_layout": "stacked", "body": "The body."}
    form = SimpleNamespace(**{name: SimpleNamespace(data=value) for name, value in (empty | typed).items()})
    draft = read(form)
    if draft.letter is None:
        assert draft.problems
        return
    assert markdown.write(draft.letter).rstrip().endswith("The body.")
    untouched = set(fields_of(draft.letter)) - typed.keys() - {"body", "recipient_layout", "language"}
    assert all(fields_of(draft.letter)[name] == "" for name in untouched)


def test_saving_makes_a_version(desk, database):
    answer = fill_in(desk, {"subject": "Cleaner still", "cc": "The Governor\n\n The Press "})
    assert (answer.status_code, answer.location) == (303, LETTER)
    version = newest(database)
    letter = letter_of(version)
    assert (version.number, letter.subject, letter.cc) == (2, "Cleaner still", ("The Governor", "The Press"))
    assert letter.body == markdown.read(TEXT)[0].body
    assert "Saved as version 2." in text_of(desk.get(LETTER))


def test_saving_what_is_there_already_makes_none(desk, database):
    assert fill_in(desk, {}).status_code == 303
    assert newest(database).number == 1


def test_a_loss_is_shown_and_left_out_only_with_ones_word(desk, database):
    body = editor(desk.get(LETTER))["body"] + "\n\n![a map](map.png)\n"
    shown = fill_in(desk, {"body": body})
    assert shown.status_code == 422
    assert "a letter cannot hold this" in text_of(shown)
    assert "map" in text_of(shown)
    assert editor(shown)["body"].strip() == body.strip()
    assert newest(database).number == 1

    other = editor(shown) | {"anyway": agreement(shown), "body": body + "\n<video>\n"}
    again = desk.post(LETTER, data=other)
    assert again.status_code == 422, "agreeing to lose the picture is not agreeing to lose the video"
    assert newest(database).number == 1

    assert desk.post(LETTER, data=editor(shown) | {"anyway": agreement(shown)}).status_code == 303
    assert newest(database).number == 2


def test_a_hole_is_refused_whatever_one_says(desk, database):
    body = "As said.[^nowhere]"
    page = fill_in(desk, {"body": body})
    assert page.status_code == 422
    assert "would print with a hole" in text_of(page)
    assert agreement(page) is None
    mark = read(_form(editor(page))).mark
    assert desk.post(LETTER, data=editor(page) | {"anyway": mark}).status_code == 422
    assert newest(database).number == 1
    assert editor(page)["body"] == body


def _form(values):
    return SimpleNamespace(
        **{name: SimpleNamespace(data=values.get(name, "")) for name in LetterForm.__dict__ if name[0] != "_"}
    )


def test_lines_are_counted_in_the_field(desk):
    page = fill_in(desk, {"recipients": "A\nB\n\nC", "body": "One.\n\nTwo.\n\n![x](y.png)"})
    assert "line 5: " in text_of(page)


def test_a_field_that_is_wrong_is_said_and_all_is_kept(desk, database):
    page = fill_in(desk, {"language": "klingon!", "subject": "Kept"})
    assert page.status_code == 422
    assert "“language”" in text_of(page)
    assert editor(page)["subject"] == "Kept"
    assert newest(database).number == 1


def test_the_preview_is_the_letter_as_it_prints(desk, database):
    page = fill_in(desk, {"body": "Quite *new*.[^a]\n\n[^a]: A note.", "preview": "1"})
    assert page.status_code == 200
    answer = desk.post(PREVIEW, data=editor(page))
    assert answer.status_code == 200
    (sheet,) = (element for element in parse(page).iter("article"))
    assert "Quite new." in "".join(sheet.itertext())
    assert answer.json["html"] in page.get_data(as_text=True), "with and without script the same"
    assert answer.json["losses"] == answer.json["problems"] == []
    assert newest(database).number == 1


def test_the_preview_tells_what_is_wrong(desk):
    form = editor(desk.get(LETTER))
    broken = desk.post(PREVIEW, data=form | {"body": "See.[^a]\n\n[^a]: [@unknown]."}).json
    assert "unknown" in broken["warnings"]
    lost = desk.post(PREVIEW, data=form | {"body": "![x](y.png)"}).json
    assert lost["losses"]
    wrong = desk.post(PREVIEW, data=form | {"language": "klingon!"}).json
    assert wrong["problems"]
    assert wrong["html"] == ""


def test_typed_markup_stays_text_in_the_preview(desk):
    form = editor(desk.get(LETTER))
    answer = desk.post(
        PREVIEW, data=form | {"subject": "<script>alert(1)</script>", "body": "a & b < c <script>x</script>"}
    ).json
    assert "<script" not in answer["html"]


def test_two_people_save_and_neither_loses_a_word(desk, signed_in, database):
    owner = signed_in("owner")
    hers, his = editor(desk.get(LETTER)), editor(owner.get(LETTER))
    first = hers["body"].replace("dumping of waste", "dumping of chemicals")
    second = his["body"].replace("everyone", "every one of us")
    assert desk.post(LETTER, data=hers | {"body": first}).status_code == 303
    conflict = owner.post(LETTER, data=his | {"body": second, "subject": "Mine"})
    assert conflict.status_code == 409
    words = text_of(conflict)
    assert "version 2 came in between" in words
    assert "chemicals" in words
    marked = {mark: [" ".join(element.itertext()) for element in parse(conflict).iter(mark)] for mark in ("del", "ins")}
    assert any("chemicals" in text for text in marked["del"])
    assert any("one of us" in text for text in marked["ins"])
    kept = editor(conflict)
    assert kept["body"].strip() == second.replace("\r\n", "\n").strip()
    assert (kept["subject"], kept["base"]) == ("Mine", "2")
    assert newest(database).number == 2, "nothing was written"

    assert owner.post(LETTER, data=kept).status_code == 303
    with database.read() as session:
        texts = [markdown.write(letter_of(version)) for version in versions_of(session, find(session, "harbor"))]
    assert len(texts) == 3
    assert "every one of us" in texts[0]
    assert "chemicals" in texts[1], "theirs is still in the history"


def test_the_text_is_locked_once_the_letter_is_closed(desk, campaigns, database, signed_in):
    form = editor(desk.get(LETTER))
    assert desk.fill_in("/desk/harbor/open", {}, action="/open").status_code == 303
    campaigns.close()
    page = desk.get(LETTER)
    assert "The text is locked" in text_of(page)
    assert "stop the dumping" in text_of(page)
    assert not list(parse(page).iter("textarea"))
    refused = desk.post(LETTER, data=form | {"subject": "Too late"})
    assert refused.status_code == 409
    assert "people signed what they read" in text_of(refused)
    assert newest(database).number == 1


def test_the_difference_marks_words_and_folds_what_is_equal():
    theirs = "\n\n".join(["One is here.", *[f"Line {n}." for n in range(10)], "Last line of theirs."])
    yours = "\n\n".join(["One was here.", *[f"Line {n}." for n in range(10)], "Last line of yours.", "And one more."])
    rows = difference(theirs, yours)
    assert [row.kind for row in rows] == ["theirs", "yours", "same", "gap", "same", "theirs", "yours", "yours"]
    assert [piece.text for piece in rows[0].pieces if piece.changed] == ["is"]
    assert [piece.text for piece in rows[1].pieces if piece.changed] == ["was"]
    assert next(row for row in rows if row.kind == "gap").count == 8


@given(theirs=st.text(alphabet="ab .\n", max_size=60), yours=st.text(alphabet="ab .\n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_the_difference_drops_nothing(theirs, yours):
    rows = difference(theirs, yours)

    def side(kind):
        return [_text(row) if row.kind != "gap" else row.count for row in rows if row.kind in ("same", "gap", kind)]

    for text, kind in ((theirs, "theirs"), (yours, "yours")):
        lines = [line for line in text.splitlines() if line.strip()]
        shown = side(kind)
        assert not rows or len(lines) == sum(item if isinstance(item, int) else 1 for item in shown)
        assert [item for item in shown if isinstance(item, str) and item not in lines] == []
    same = [line for line in theirs.splitlines() if line.strip()] == [line for line in yours.splitlines() if line.strip()]
    assert (rows == ()) == same


def _text(row: Row) -> str:
    return "".join(piece.text for piece in row.pieces)
