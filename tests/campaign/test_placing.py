"""A coordinator says where a line stands on the list; signers say of which type they are, where the campaign asks."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from campaign.listing import signatories_of
from campaign.operations.acts import TooLate
from campaign.operations.erasing import erase
from campaign.operations.moderating import place
from campaign.queries import find
from coalition.models import AuditEntry
from signatories.models import LateRequest, Signature
from tests.tools.campaigns import ENTRY
from tests.tools.deciding import acts
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import rows, signature_of

PAGE = "/desk/harbor/signatures/{}"


@pytest.fixture
def number(campaigns):
    campaigns.open(types=["Labor", "Faith"], allow_individuals=True)
    return campaigns.sign("北京社区", "ada@community.example", state="CA").id


@pytest.fixture
def desk(signed_in, number):
    return signed_in("editor")


def save(desk, number, **fields):
    return desk.fill_in(PAGE.format(number), fields, action="/place/")


def titles(campaigns):
    with campaigns.database.read() as session:
        return [group.title for group in signatories_of(session, find(session, "harbor")).groups]


def test_it_stands_where_the_coordinator_put_it_and_everybody_can_see_who_did(desk, campaigns, database, number):
    campaigns.sign("Avon", "a@avon.example", type="Labor")
    campaigns.sign("Cove", "c@cove.example", type="Faith")
    fields = {"sort_name": "  Beijing ", "scope": "local", "state": "California", "type": "Faith"}
    assert save(desk, number, **fields).status_code == 303
    signature = signature_of(database, number)
    assert (signature.sort_name, signature.scope, signature.state, signature.type) == (
        "Beijing",
        "local",
        "California",
        "Faith",
    )
    assert (signature.line, signature.name_typed) == ("北京社区", "北京社区")
    with database.write() as session:
        find(session, "harbor").group_by = "type"
    with database.read() as session:
        groups = signatories_of(session, find(session, "harbor")).groups
    assert [[line.name for line in group.lines] for group in groups] == [["Avon"], ["北京社区", "Cove"]]
    assert acts(campaigns, number)[-1][0] == "placed"
    for page in (PAGE.format(number), "/desk/harbor/"):
        assert "changed where it stands on the list" in text_of(desk.get(page))
    assert "state or country “CA” → “California”" in text_of(desk.get(PAGE.format(number)))


def test_saving_what_is_so_already_writes_nothing_down(desk, campaigns, number):
    before = acts(campaigns, number)
    assert save(desk, number).status_code == 303
    assert acts(campaigns, number) == before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("state", "x" * 61, "at most 60"),
        ("type", "x" * 61, "at most 60"),
        ("sort_name", "x" * 301, "at most 300"),
        ("type", "Faith \U00013000", "cannot be printed"),
        ("scope", "galactic", "one of those offered"),
    ],
)
def test_what_cannot_stand_over_a_group_is_refused_and_kept_in_the_form(desk, database, number, field, typed, said):
    page = save(desk, number, **{field: typed})
    assert page.status_code == 422
    assert said in text_of(page)
    assert getattr(signature_of(database, number), field) in ("", "CA")
    (form,) = (form for form in parse(page).iter("form") if "/place/" in (form.get("action") or ""))
    assert field == "scope" or form_values(form)[field] == typed


def test_a_person_has_a_sort_name_only(desk, campaigns, database, number):
    person = campaigns.sign("Luz Hernández Ortiz", "luz@x.example", kind="individual").id
    sent = {"sort_name": "Hernández", "type": "Faith", "csrf_token": ""}
    assert desk.fill_in(PAGE.format(person), {"sort_name": "Hernández"}, action="/place/").status_code == 303
    page = text_of(desk.get(PAGE.format(person)))
    assert "Save its place" in page
    desk.send(f"/desk/harbor/place/{person}", sent)
    assert (signature_of(database, person).sort_name, signature_of(database, person).type) == ("Hernández", "")


def test_nothing_moves_on_a_frozen_list(desk, campaigns, database, number):
    campaigns.close()
    assert "Save its place" not in text_of(desk.get(PAGE.format(number)))
    page = desk.send(f"/desk/harbor/place/{number}", {"sort_name": "Beijing"})
    assert page.status_code == 422
    assert signature_of(database, number).sort_name == ""
    with database.write() as session, pytest.raises(TooLate):
        place(session, find(session, "harbor"), session.get_one(Signature, number), sort_name="B", by="t", now=campaigns.now)


def test_a_viewer_sees_no_form_and_may_not_save(signed_in, number, database):
    viewer = signed_in("viewer")
    assert "Save its place" not in text_of(viewer.get(PAGE.format(number)))
    assert viewer.send(f"/desk/harbor/place/{number}", {"sort_name": "B"}).status_code == 403
    assert signature_of(database, number).sort_name == ""


def test_another_letters_signature_is_not_there(desk, campaigns, number):
    campaigns.open("other")
    strange = campaigns.sign(slug="other").id
    assert desk.send(f"/desk/harbor/place/{strange}", {"sort_name": "B"}).status_code == 404


def test_signers_choose_a_type_where_the_campaign_names_some(client, campaigns, database, number):
    page = client.get("/letters/harbor")
    (choice,) = parse(page).xpath("//select[@name='type']")
    assert [option.get("value") for option in choice.iter("option")] == ["", "Labor", "Faith"]
    assert client.fill_in("/letters/harbor", ENTRY | {"type": "Faith"}).status_code == 303
    assert rows(database)[-1].type == "Faith"
    page = client.fill_in("/letters/harbor", ENTRY | {"organization": "Other", "type": "Sports"})
    assert page.status_code == 422
    assert not parse(client.get("/letters/harbor/individual")).xpath("//select[@name='type']")


def test_nobody_is_asked_where_there_are_no_types(client, campaigns, database):
    campaigns.open()
    assert not parse(client.get("/letters/harbor")).xpath("//*[@name='type']")
    assert client.fill_in("/letters/harbor", ENTRY).status_code == 303
    assert client.send("/letters/harbor/sign", ENTRY | {"contact_email": "b@x.example", "type": "Faith"}).status_code == 303
    assert [one.type for one in rows(database)] == ["", ""]


def test_whoever_comes_too_late_is_kept_with_the_type(client, campaigns, database, number, clock):
    page = client.get("/letters/harbor")
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "sign-form")
    clock.advance(days=4)
    assert client.send("/letters/harbor/sign", form_values(form) | ENTRY | {"type": "Faith"}).status_code == 409
    (request,) = rows(database, LateRequest)
    assert request.typed["type"] == "Faith"


def test_a_state_that_cannot_print_over_a_group_is_refused(client, campaigns, database, number):
    page = client.fill_in("/letters/harbor", ENTRY | {"state": "Ohio \U00013000"})
    assert page.status_code == 422
    assert len(rows(database)) == 1
    assert client.fill_in("/letters/harbor", ENTRY | {"state": "Oh\u202eio"}).status_code == 303
    assert rows(database)[-1].state == "Ohio"


def test_the_settings_take_types_and_the_rule_for_numbers(desk, campaigns):
    page = desk.get("/desk/harbor/settings")
    (form,) = (form for form in parse(page).iter("form") if not form.get("action"))
    values = form_values(form)
    assert (values["types"].split(), values["numerals"]) == (["Labor", "Faith"], "by value")
    sent = values | {"types": "Faith\n\n Legal  services \nFaith", "numerals": "as words", "group_by": "type"}
    assert desk.post("/desk/harbor/settings", data=sent).status_code == 303
    campaign = campaigns.get()
    assert (campaign.types, campaign.numerals, campaign.group_by) == (["Faith", "Legal services"], "as words", "type")
    for wrong in ({"types": "\n".join(map(str, range(51)))}, {"numerals": "roman"}, {"types": "x" * 61}):
        assert desk.post("/desk/harbor/settings", data=sent | wrong).status_code == 422
    assert campaigns.get().types == ["Faith", "Legal services"]


def test_what_is_typed_about_a_person_goes_when_they_are_erased(desk, campaigns, database, number):
    person = campaigns.sign("Luz Hernández Ortiz", "luz@x.example", kind="individual").id
    save(desk, person, sort_name="Hernández")
    with database.write() as session:
        erase(session, "luz@x.example", None, by="t", now=campaigns.now)
    with database.read() as session:
        said = [str(entry.detail) for entry in session.scalars(select(AuditEntry))]
    assert not any("Hern" in words for words in said)
    assert "changed where it stands on the list" in text_of(desk.get("/desk/harbor/"))
