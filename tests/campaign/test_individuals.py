"""People who sign in their own name: where the campaign takes them, and as what they print."""

from __future__ import annotations

import pytest

from campaign.listing import signatories_of
from campaign.queries import find
from tests.tools.campaigns import Campaigns
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import mails, rows, sign_on

PAGE = "/letters/harbor/individual"
ENTRY = {
    "contact_name": "Dr. Ida B. Marsh",
    "contact_title": "Professor of Hydrology",
    "affiliation": "Port Lorne University",
    "state": "Avonmere",
    "contact_email": "ida@lorne.example",
    "authorized": "y",
}


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open(allow_individuals=True)
    return made


def typed(page):
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "sign-form")
    return form_values(form)


def test_the_two_forms_lead_to_each_other_only_where_both_are_taken(client, campaigns):
    campaigns.open("closed-shop")
    links = {link.get("href") for link in parse(client.get("/letters/harbor")).iter("a")}
    assert f"{PAGE}#sign" in links
    assert "/letters/harbor#sign" in {link.get("href") for link in parse(client.get(PAGE)).iter("a")}
    assert "individual" not in client.get("/letters/closed-shop").text
    assert client.get("/letters/closed-shop/individual").status_code == 404
    assert client.send("/letters/closed-shop/individual", ENTRY).status_code == 404


def test_a_person_stands_with_title_and_affiliation_for_identification_only(client, campaigns, database):
    campaigns.sign()
    own = sign_on(client, database, ENTRY, page=PAGE)
    person = rows(database)[1]
    assert (person.kind, person.line, person.title) == ("individual", "Dr. Ida B. Marsh", "Professor of Hydrology")
    assert (person.affiliation, person.state, person.contact_name) == ("Port Lorne University", "Avonmere", "Dr. Ida B. Marsh")
    assert person.attestation == (
        "I sign this letter in my own name. My affiliation is listed for identification purposes only."
    )
    with database.read() as session:
        groups = signatories_of(session, find(session, "harbor")).groups
    assert [(group.title, group.note) for group in groups] == [
        ("Organizations", ""),
        ("Individuals", "Affiliations are listed for identification only."),
    ]
    assert [(line.name, line.detail) for line in groups[1].lines] == [
        ("Dr. Ida B. Marsh", "Professor of Hydrology, Port Lorne University")
    ]
    assert "Dr. Ida B. Marsh, Professor of Hydrology, Port Lorne University" in text_of(client.get(own))
    page = text_of(client.get("/letters/harbor"))
    assert "Affiliations are listed for identification only." in page
    assert mails(database, "confirm")[-1].context["line"] == "Dr. Ida B. Marsh, Professor of Hydrology, Port Lorne University"


def test_the_page_that_confirms_claims_no_authority(client, campaigns, database):
    client.fill_in(PAGE, ENTRY)
    page = text_of(client.get(mails(database, "confirm")[0].context["confirm_url"].removeprefix("http://localhost")))
    assert "I sign in my own name." in page
    assert "I am authorized" not in page


def test_title_and_affiliation_may_be_left_out(client, campaigns, database):
    entry = {name: value for name, value in ENTRY.items() if name not in ("contact_title", "affiliation", "state")}
    sign_on(client, database, entry, page=PAGE)
    (person,) = rows(database)
    assert (person.title, person.affiliation, person.status) == ("", "", "accepted")


@pytest.mark.parametrize("field", ["contact_name", "contact_title", "affiliation"])
def test_whatever_prints_must_be_printable(client, campaigns, database, field):
    sent = ENTRY | {field: "Harbor \U00013000"}
    page = client.fill_in(PAGE, sent)
    assert page.status_code == 422
    (box,) = (element for element in parse(page).iter("div") if element.get("id") == "errors")
    (link,) = box.iter("a")
    assert link.get("href") == f"#{field}"
    assert "U+13000 EGYPTIAN HIEROGLYPH A001" in "".join(link.itertext())
    kept = typed(page)
    assert {name: kept.get(name) for name in sent} == sent
    assert rows(database) == []


@pytest.mark.parametrize("wrong", [{"contact_name": " "}, {"contact_name": "\u200b"}, {"contact_email": "ida"}])
def test_what_is_missing_is_said(client, campaigns, database, wrong):
    page = client.fill_in(PAGE, ENTRY | wrong)
    assert page.status_code == 422
    kept = typed(page)
    assert {name: kept.get(name) for name in ENTRY} == ENTRY | wrong
    assert rows(database) == []


def test_the_line_is_shown_before_signing(client, campaigns, database):
    page = client.fill_in(PAGE, ENTRY | {"contact_name": " Ida\u200b  Marsh ", "preview": "1"})
    assert page.status_code == 200
    (line,) = parse(page).iter("output")
    assert "".join(line.itertext()) == "Ida Marsh, Professor of Hydrology, Port Lorne University"
    assert rows(database) == []
    asked = client.send("/letters/harbor/line", {"kind": "individual", "contact_name": " Ida\u200b  Marsh "})
    assert asked.json["line"] == "Ida Marsh"
    assert "U+200B" in asked.json["removed"]


def test_title_and_affiliation_are_shown_as_they_print_wherever_the_line_is(client, campaigns, database):
    hidden = ENTRY | {"contact_title": "Profes\u00adsor", "affiliation": "Port\u202e Lorne"}
    whole = "Dr. Ida B. Marsh, Professor, Port Lorne"
    page = client.fill_in(PAGE, hidden | {"preview": "1"})
    (line,) = parse(page).iter("output")
    assert "".join(line.itertext()) == whole
    assert line.get("for").split() == ["contact_name", "contact_title", "affiliation"]
    asked = client.send("/letters/harbor/line", hidden | {"kind": "individual"}).json
    assert asked["line"] == whole
    for sentence in (text_of(page), asked["removed"]):
        assert "U+00AD" in sentence
        assert "U+202E" in sentence
    waiting = client.fill_in(PAGE, hidden).location
    (mail,) = mails(database, "confirm")
    confirm = mail.context["confirm_url"].removeprefix("http://localhost")
    for where in (waiting, confirm):
        assert whole in text_of(client.get(where))
    assert mail.context["line"] == whole
    client.fill_in(confirm, {}, action="/confirm/")
    assert mails(database, "receipt")[0].context["line"] == whole
    client.fill_in("/letters/harbor/links", {"email": "ida@lorne.example"}, action="/links")
    assert [link["line"] for link in mails(database, "my_links")[0].context["links"]] == [whole]


def test_the_own_page_of_a_person_leads_to_another_title(client, campaigns, database):
    client.fill_in(PAGE, ENTRY)
    own = client.fill_in(mails(database, "confirm")[0].context["confirm_url"], {}, action="/confirm/").location
    page = parse(client.get(own))
    assert [link.get("href") for link in page.iter("a") if "".join(link.itertext()) == "Sign again"] == [f"{PAGE}#sign"]
    campaigns.sign("Mills", "cy@mills.example")
    theirs = mails(database, "receipt")[-1].context["own_url"]
    assert "Sign again" not in text_of(client.get(theirs))


def test_a_person_and_an_organization_at_one_address_are_asked_which_is_meant(client, campaigns, database):
    campaigns.sign("Marsh Research", "ida@lorne.example")
    client.fill_in(PAGE, ENTRY)
    path = mails(database, "confirm")[-1].context["confirm_url"].removeprefix("http://localhost")
    assert "as “Marsh Research”" in text_of(client.get(path))
    assert client.fill_in(path, {"choice": "both"}, action="/confirm/").status_code == 303
    assert [(row.kind, row.status) for row in rows(database)] == [("organization", "accepted"), ("individual", "pending")]


def test_late_is_late_for_people_too(client, campaigns, database, clock):
    form = typed(client.get(PAGE))
    clock.advance(days=4)
    page = client.post(PAGE, data=form | ENTRY)
    assert page.status_code == 409
    for value in ("Dr. Ida B. Marsh", "Professor of Hydrology", "ida@lorne.example"):
        assert value in text_of(page)
    assert rows(database) == []


def test_the_affiliation_changes_no_identity_two_people_of_one_name_both_stand(client, campaigns, database):
    sign_on(client, database, ENTRY, page=PAGE)
    sign_on(client, database, ENTRY | {"contact_email": "other@lorne.example", "affiliation": "Elsewhere"}, page=PAGE)
    with database.read() as session:
        (group,) = signatories_of(session, find(session, "harbor")).groups
    assert [line.detail for line in group.lines] == [
        "Professor of Hydrology, Port Lorne University",
        "Professor of Hydrology, Elsewhere",
    ]
