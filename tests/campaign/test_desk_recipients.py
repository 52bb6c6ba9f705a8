"""The desk's page of delivery: recipients by hand and from a list, and their copies, as a coordinator uses them."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from campaign.delivery_models import DeliveryRecipient
from tests.campaign.test_recipient_lists import CONGRESS
from tests.tools.pages import form_values, parse, text_of
from tests.tools.recipients import BY_STATE, Recipients, member
from tests.tools.signing import rows

HOME = "/desk/harbor/delivery"
TYPED = {
    "name": "The Honorable Jo Doe",
    "own_copy": "y",
    "lines": "The Honorable Jo Doe\nHouse of Representatives\nWashington, DC 20515",
    "salutation": "Dear Representative Doe,",
    "state": "OH",
    "channels": "mail",
    "email": "jo@house.example",
    "language": "en",
}


@pytest.fixture
def client(campaigns, signed_in):
    campaigns.open(text=BY_STATE)
    return signed_in("editor")


@pytest.fixture
def listed(database, clock):
    return Recipients(database, clock)


def test_the_page_begins_with_those_whom_the_letter_names(client, database):
    page = client.get(HOME)
    assert "Begin with those whom the letter names" in text_of(page)
    assert client.send(f"{HOME}/take-over").status_code == 303
    page = client.get(HOME)
    assert "2 recipients were added." in text_of(page)
    assert "The letter goes to 2 recipients" in text_of(page)
    assert "it would read “[number by state]” for: “Mayor Ana Ruiz”, “Governor Farrow”" in text_of(page)


def test_one_is_added_changed_and_taken_off(client, database):
    assert client.fill_in(f"{HOME}/new", TYPED, action="new").status_code == 303
    (one,) = rows(database, DeliveryRecipient)
    assert (one.state, one.own_copy, one.channels, one.email) == ("Ohio", True, ["mail"], "jo@house.example")
    page = client.get(f"{HOME}/{one.id}")
    assert typed_in(page)["salutation"] == "Dear Representative Doe,"
    assert (
        client.fill_in(f"{HOME}/{one.id}", TYPED | {"salutation": "Dear Jo,", "channels": "hand"}, action="change").status_code
        == 303
    )
    (one,) = rows(database, DeliveryRecipient)
    assert (one.salutation, one.channels) == ("Dear Jo,", ["hand"])
    assert client.send(f"{HOME}/{one.id}/remove").status_code == 303
    assert "Dear" not in text_of(client.get(HOME))
    assert client.get(f"{HOME}/{one.id}").status_code == 404


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, database):
    page = client.fill_in(f"{HOME}/new", TYPED | {"email": "nobody"}, action="new")
    assert page.status_code == 422
    assert "not a complete e-mail address" in text_of(page)
    assert typed_in(page)["lines"].endswith("20515")
    assert rows(database, DeliveryRecipient) == []


def test_a_block_of_the_letter_is_changed_in_the_letter(client, listed, database):
    listed.take_over()
    mayor = listed.all()[0]
    typed = TYPED | {"name": "The Mayor", "lines": "Another block"}
    del typed["own_copy"]
    assert client.fill_in(f"{HOME}/{mayor.id}", typed, action="change").status_code == 303
    assert (listed.all()[0].name, listed.all()[0].lines) == ("The Mayor", ["Mayor Ana Ruiz", "1 City Hall"])
    assert client.fill_in(f"{HOME}/{mayor.id}", typed | {"own_copy": "y"}, action="change").status_code == 303
    assert listed.all()[0].lines == ["Another block"]
    assert "differ" not in text_of(client.get(HOME))


def test_a_list_is_shown_before_it_is_written(client, database):
    page = client.fill_in(f"{HOME}/import", {"text": CONGRESS}, action="import")
    assert page.status_code == 422
    said = text_of(page)
    assert "3 recipients would be added; nothing is written down yet" in said
    assert "The same as row 2." in said
    assert "“pigeon” is no way of delivery that we know; it would go by post." in said
    assert rows(database, DeliveryRecipient) == []
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "list-form")
    report = client.post(f"{HOME}/import", data=form_values(form) | {"report": "yes"})
    assert report.data.count(b"double") == 1
    assert client.post(f"{HOME}/import", data=form_values(form) | {"write": "yes"}).status_code == 303
    assert [one.name for one in rows(database, DeliveryRecipient)] == ["Jo Doe", "Ana Ruiz", "Bo Chen"]
    again = client.fill_in(f"{HOME}/import", {"text": CONGRESS}, action="import")
    assert "0 new, 4 double" in text_of(again)


def test_agreeing_to_one_list_is_not_agreeing_to_another(client, database):
    page = client.fill_in(f"{HOME}/import", {"text": CONGRESS}, action="import")
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "list-form")
    values = form_values(form)
    changed = values | {"text": values["text"].replace("Bo Chen", "Bo Chan"), "write": "yes"}
    assert "not the list that you agreed to" in text_of(client.post(f"{HOME}/import", data=changed))
    assert rows(database, DeliveryRecipient) == []


def typed_in(page: Any) -> dict[str, str]:
    return form_values(next(form for form in parse(page).iter("form") if "/delivery/" in form.get("action", "")))


def names_in(answer: Any) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return archive.namelist()


def test_drafts_come_in_one_archive_while_the_letter_is_open(client, listed):
    listed.add(member(1), member(2, "TX"))
    answer = client.get(f"{HOME}/copies-docx.zip")
    assert names_in(answer) == [
        "harbor-001-the-honorable-jo-doe-1-DRAFT.docx",
        "harbor-002-the-honorable-jo-doe-2-DRAFT.docx",
    ]
    one = client.get(f"{HOME}/{listed.all()[0].id}/copy.docx")
    with zipfile.ZipFile(io.BytesIO(one.data)) as archive:
        assert "Dear Representative Doe 1," in archive.read("word/document.xml").decode()
    assert client.get(f"{HOME}/copies-html.zip").status_code == 404
    refused = client.send(f"{HOME}/copies", follow_redirects=True)
    assert "written for good once the letter is closed" in text_of(refused)


def test_a_draft_that_cannot_be_written_does_not_break_the_archive(client, listed, database):
    listed.add(member(1), member(2))
    with database.write() as session:
        session.get_one(DeliveryRecipient, listed.all()[0].id).lines = ["\U00020000"]
    assert names_in(client.get(f"{HOME}/copies-pdf.zip")) == [
        "harbor-001-the-honorable-jo-doe-1-DRAFT.pdf.not-written.txt",
        "harbor-002-the-honorable-jo-doe-2-DRAFT.pdf",
    ]


def test_final_copies_are_asked_for_written_and_the_same_ever_after(client, campaigns, listed):
    campaigns.sign(state="Ohio")
    listed.add(member(1), member(2, "TX"))
    campaigns.close()
    assert "0 of 4 files are written." in text_of(client.get(HOME))
    assert client.get(f"{HOME}/copies-docx.zip").status_code == 303
    assert client.send(f"{HOME}/copies").status_code == 303
    assert "4 files are being written." in text_of(client.get(HOME))
    listed.write_copies()
    page = text_of(client.get(HOME))
    assert "Edition 1, all in one archive" in page
    assert "Ohio: 1 signed from there" in page
    assert "Nobody signed from their state, and their copy says 0: “The Honorable Jo Doe 2”." in page
    first = client.get(f"{HOME}/copies-docx.zip")
    assert names_in(first) == [
        "harbor-1-001-the-honorable-jo-doe-1.docx",
        "harbor-1-002-the-honorable-jo-doe-2.docx",
    ]
    assert client.get(f"{HOME}/copies-docx.zip").data == first.data
    with zipfile.ZipFile(io.BytesIO(first.data)) as archive:
        alone = client.get(f"{HOME}/{listed.all()[0].id}/copy.docx")
        assert archive.read("harbor-1-001-the-honorable-jo-doe-1.docx") == alone.data


def test_hundreds_are_shown_page_by_page(client, listed):
    listed.add(*(member(number) for number in range(1, 206)))
    assert "Doe 100" in text_of(client.get(HOME))
    assert "Doe 101" not in text_of(client.get(HOME))
    assert "Doe 205" in text_of(client.get(f"{HOME}?page=3"))
    assert client.get(f"{HOME}?page=99").status_code == 200
