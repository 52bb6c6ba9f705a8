"""The sign form's fields: what each takes, refuses and keeps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.printing import printed_line
from signatories.forms import NAME_LIMIT, web_address
from signatories.questions import parse, to_json
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import doors
from tests.tools.pages import form_values, text_of
from tests.tools.pages import parse as parsed
from tests.tools.signing import PAGE, ask, mails, rows, sign_on

QUESTIONS = to_json(parse(["How many members?", "Region: North | South *"]))
ANSWERED = ENTRY | {"question_0": " 1,200 ", "question_1": "South"}


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def typed(page):
    (form,) = (form for form in parsed(page).iter("form") if form.get("id") == "sign-form")
    return form_values(form)


def problems(page):
    """What the summary says, by the field that each line leads to."""
    (box,) = (element for element in parsed(page).iter("div") if element.get("id") == "errors")
    return {link.get("href"): "".join(link.itertext()) for link in box.iter("a")}


# --- names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("x" * NAME_LIMIT, "x" * NAME_LIMIT),
        ("ñ" * NAME_LIMIT, "ñ" * NAME_LIMIT),
        ("Word " * 59 + "Words", ("Word " * 59 + "Words")),
        ("Cafe\u0301 & <b>Söhne</b> “gGmbH”", "Café & <b>Söhne</b> “gGmbH”"),
        ("جمعية الميناء", "جمعية الميناء"),
        ("港の会 · 항구 모임", "港の会 · 항구 모임"),
        ("Harbor\tWatch\n", "Harbor Watch"),
        ("A\u202eB\u2066C\u0007D", "ABCD"),
    ],
)
def test_a_name_stands_as_it_was_typed_but_for_what_cannot_be_seen(client, campaigns, database, name, line):
    client.send(f"{PAGE}/sign", ENTRY | {"organization": name})
    (signature,) = rows(database)
    assert (signature.name_typed, signature.line) == (name, line)
    assert line == printed_line(name).text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("x" * (NAME_LIMIT + 1), "longer than 300 characters"),
        ("Harbor \U00013000", "U+13000 EGYPTIAN HIEROGLYPH A001"),
        ("Harbor \ufffd", "U+FFFD REPLACEMENT CHARACTER"),
        ("\u200b\u202e\u2060", "Write the name of your organization."),
        ("\u00a0\u3000", "Write the name of your organization."),
    ],
)
def test_a_name_that_cannot_stand_is_refused_with_its_reason(client, campaigns, database, name, said):
    page = client.fill_in(PAGE, ENTRY | {"organization": name})
    assert page.status_code == 422
    assert said in problems(page)["#organization"]
    assert typed(page)["organization"] == name
    assert rows(database) == []


@pytest.mark.parametrize(
    ("name", "mark"), [("A\u202eB", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("A\u0007B", "U+0007"), ("A\u200bB", "U+200B")]
)
def test_what_is_left_out_is_said_before_signing(client, campaigns, name, mark):
    sentence = f"Left out, because it cannot be seen in print: {mark}"
    answer = client.send(f"{PAGE}/line", {"organization": name}).json
    assert (answer["line"], answer["problems"]) == ("AB", [])
    assert sentence in answer["removed"]
    if "\u0007" not in name:  # a page with a bell in it is no valid HTML, whatever the field
        assert sentence in text_of(client.fill_in(PAGE, ENTRY | {"organization": name, "preview": "1"}))


def test_what_was_left_out_is_said_on_the_way_too(client, campaigns, database):
    """Whoever does not look at the preview sees the line itself, on the next page and in the mail."""
    answer = client.fill_in(PAGE, ENTRY | {"organization": "Harbor\u202e Watch"})
    assert "Harbor Watch" in text_of(client.get(answer.location))
    assert mails(database, "confirm")[0].context["line"] == "Harbor Watch"


# --- scope, place, website ----------------------------------------------------------------------------------------------


def test_scope_and_place_are_kept_and_nobody_is_made_to_say(client, campaigns, database):
    sign_on(client, database, ENTRY | {"scope": "international", "state": " Avonmere "})
    sign_on(client, database, ENTRY | {"contact_email": "bo@bay.example"})
    assert [(one.scope, one.state, one.website) for one in rows(database)] == [("international", "Avonmere", ""), ("", "", "")]


@pytest.mark.parametrize(("field", "value"), [("scope", "galactic"), ("state", "x" * 61), ("website", "x" * 301)])
def test_what_does_not_fit_is_said_at_its_field_in_sight(client, campaigns, database, field, value):
    page = client.send(f"{PAGE}/sign", ENTRY | {field: value})
    assert page.status_code == 422
    assert list(problems(page)) == [f"#{field}"]
    (fold,) = (element for element in parsed(page).iter("details") if any(c.get("id") == field for c in element.iter()))
    assert fold.get("open") is not None, "what is wrong is not folded away"
    assert rows(database) == []


@pytest.mark.parametrize(
    ("typed_address", "kept"),
    [
        ("reef.example", "https://reef.example"),
        ("http://www.reef.example/a?b=c", "http://www.reef.example/a?b=c"),
        ("https://bücher.example", "https://bücher.example"),
        ("https://reef.example:8443", "https://reef.example:8443"),
    ],
)
def test_a_website_is_taken_with_and_without_its_beginning(client, campaigns, database, typed_address, kept):
    ask(client, database, ENTRY | {"website": typed_address})
    assert rows(database)[0].website == kept


@pytest.mark.parametrize(
    "wrong",
    [
        "javascript:alert(1)",
        "javascript://reef.example/%0aalert(1)",
        "ftp://reef.example",
        "data:text/html,x",
        "https://ada:secret@reef.example",
        "https://reef",
        "https://",
        "https://reef.example/a b",
        "https://[::1",
        "https://reef.example/\u202egpj",
        "not a site",
    ],
)
def test_what_is_no_website_is_refused_and_kept(client, campaigns, database, wrong):
    assert web_address(wrong) is None
    page = client.fill_in(PAGE, ENTRY | {"website": wrong})
    assert page.status_code == 422
    assert list(problems(page)) == ["#website"]
    assert typed(page)["website"] == wrong
    assert rows(database) == []


@given(st.text(max_size=60))
def test_a_web_address_is_a_link_that_is_safe_to_follow(text):
    address = web_address(text)
    if address is not None:
        assert address.lower().startswith(("http://", "https://"))
        assert not any(mark.isspace() or not mark.isprintable() for mark in address)


# --- the campaign's own questions ---------------------------------------------------------------------------------------


def test_answers_stay_with_the_words_that_were_asked(client, campaigns, database):
    campaigns.open("asked", questions=QUESTIONS)
    sign_on(client, database, ANSWERED, page="/letters/asked")
    (signature,) = rows(database)
    assert signature.answers == [["How many members?", "1,200"], ["Region", "South"]]


def test_a_question_without_a_star_may_stay_open(client, campaigns, database):
    campaigns.open("asked", questions=QUESTIONS)
    sign_on(client, database, ANSWERED | {"question_0": " "}, page="/letters/asked")
    assert rows(database)[0].answers == [["Region", "South"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"question_1": ""}, "#question_1"), ({"question_1": "West"}, "#question_1"), ({"question_0": "x" * 501}, "#question_0")],
)
def test_an_answer_that_does_not_fit_is_said_and_everything_kept(client, campaigns, database, wrong, field):
    campaigns.open("asked", questions=QUESTIONS)
    page = client.send("/letters/asked/sign", ANSWERED | wrong)
    assert page.status_code == 422
    assert list(problems(page)) == [field]
    kept = typed(page)
    expected = {name: value for name, value in (ANSWERED | wrong).items() if value != "West"}
    assert {name: kept.get(name) for name in expected} == expected
    assert rows(database) == []


def test_the_questions_of_another_letter_are_not_asked(client, campaigns):
    campaigns.open("asked", questions=QUESTIONS)
    assert "question_0" in client.get("/letters/asked").text
    assert "question_0" not in client.get(PAGE).text


def test_a_question_is_text_and_no_markup(client, campaigns):
    campaigns.open("asked", questions=to_json(parse(["<script>alert(1)</script>: <b>a</b> | b"])))
    page = client.get("/letters/asked")
    assert "<script>alert" not in page.text
    assert "<script>alert(1)</script>" in text_of(page)


# --- nothing is lost ----------------------------------------------------------------------------------------------------

FIELDS = ("organization", "contact_name", "contact_title", "contact_email", "website", "state")
STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r\n\x0b\x0c")


@settings(max_examples=25)
@given(st.fixed_dictionaries({name: st.text(STORABLE, max_size=80) for name in FIELDS}))
def test_a_form_that_comes_back_holds_what_was_typed(entry):
    """The form itself, without a database: what it refuses, it shows again to the letter."""
    from flask import Flask

    from campaign.printing import named
    from languages import attach
    from signatories.forms import OrganizationForm

    app = Flask("bare")
    app.config.update(WTF_CSRF_ENABLED=False)
    attach(app)
    with app.test_request_context("/letters/x/sign", method="POST", data=entry):
        form = OrganizationForm(print_line=printed_line, name_marks=named)
        valid = form.validate()
        assert not valid, "the box is not ticked"
        assert "authorized" in form.errors
        kept = {name: form[name].data for name in entry}
    trimmed = {"contact_email", "website", "state"}
    for name, value in entry.items():
        expected = value.strip() if name in trimmed else value
        assert kept[name] in (expected, f"https://{expected}")


def test_the_sign_forms_fields_stand_in_the_order_of_the_page(client, campaigns):
    """So that the list of what is wrong leads down the page."""
    page = client.send(f"{PAGE}/sign", {})
    root = parsed(page)
    shown = [element.get("id") for element in root.iter("input", "select", "textarea")]
    said = [target[1:] for target in problems(page)]
    assert said == ["organization", "contact_name", "contact_email", "authorized"]
    assert sorted(said, key=shown.index) == said


def test_a_token_that_is_none_in_the_form_signs_by_mail_all_the_same(client, campaigns, database):
    token = doors().to("waiting", 1).rpartition("/")[2]
    for number, invitation in enumerate(("x" * 30, token, "é", "x" * 64)):
        answer = client.send(f"{PAGE}/sign", ENTRY | {"invitation": invitation, "organization": f"Name {number}"})
        assert answer.status_code == 303, invitation
        assert "/waiting/" in answer.location
    assert {one.status for one in rows(database)} == {"unconfirmed"}
