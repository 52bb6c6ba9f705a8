"""The desk's pages about invitations, as a coordinator uses them."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mail.models import OutboxMessage
from signatories.models import Invitation, InvitationBatch
from tests.signatories.reading.lists import workbook
from tests.tools.invitations import Invitations
from tests.tools.pages import form_values, parse, text_of

HOME = "/desk/harbor/invitations"
LIST = """\
Organization,Name,Email
Reef,Ben,ben@reef.example
Mills,Cy,nobody
Reef,Ben,BEN@reef.example

Hills,Dee,dee@hills.example
"""


@pytest.fixture
def client(invitations, signed_in):
    return signed_in("editor")


def pressed(client, page, path, **buttons):
    """Press a button of the page's list form that stands outside of it."""
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "list-form")
    return client.post(path, data=form_values(form) | buttons)


def brought(client, text=LIST, **more):
    return client.fill_in(f"{HOME}/import", {"text": text}, action="import", **more)


def count(database, what=Invitation, **columns):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what).filter_by(**columns))


# --- bringing a list -----------------------------------------------------------------------------------------------------


def test_a_pasted_list_is_shown_row_by_row_before_anything_is_written(client, database):
    page = brought(client)
    assert page.status_code == 422
    said = text_of(page)
    assert "2 people would be added; nothing is written down yet" in said
    assert "2 new, 1 double, 1 with a problem, 1 blank, 1 above the people" in said
    assert "“nobody” is not an e-mail address." in said
    assert "The same as row 2." in said
    assert count(database) == 0
    done = pressed(client, page, f"{HOME}/import", write="yes")
    assert done.status_code == 303
    assert count(database) == 2
    assert "2 people were added. Nothing was mailed yet." in text_of(client.get(done.location))
    assert count(database, OutboxMessage, kind="invitation") == 0


def test_a_workbook_is_read_carried_along_as_text_and_stored_nowhere(client, database):
    data = workbook(["Organización", "Contacto", "Correo"], ["Amigos, S.A.", "José", "jose@amigos.example"])
    page = client.send(f"{HOME}/import", {"file": (io.BytesIO(data), "lista.xlsx")}, content_type="multipart/form-data")
    assert "an Excel workbook, sheet “Contacts”" in text_of(page)
    assert pressed(client, page, f"{HOME}/import", write="yes").status_code == 303
    with database.read() as session:
        one = session.scalars(select(Invitation)).one()
        batch = session.scalars(select(InvitationBatch)).one()
    assert (one.organization, one.contact_name, one.contact_email) == ("Amigos, S.A.", "José", "jose@amigos.example")
    assert batch.source == "lista.xlsx"
    assert "jose" not in repr(batch.mapping)


def test_a_workbook_with_gaps_and_formulas_is_added_at_the_first_press(client, database):
    rows = [["Organization", "Name", "Email"], ["Reef", "Ben", "ben@reef.example"], [], []]
    data = workbook(*rows, ['=A1&"x"', "=B1", "=C1"], ["Mills", "Cy", "cy@mills.example"])
    page = client.send(f"{HOME}/import", {"file": (io.BytesIO(data), "list.xlsx")}, content_type="multipart/form-data")
    for shown in (page, pressed(client, page, f"{HOME}/import")):
        assert "2 new, 0 double, 1 with a problem" in text_of(shown)
        assert "Cell A5 holds a formula whose result was not saved with the file." in text_of(shown)
    assert pressed(client, page, f"{HOME}/import", write="yes").status_code == 303
    assert count(database) == 2


def test_what_would_become_of_a_list_is_no_mistake(client):
    page = parse(brought(client))
    (panel,) = (one for one in page.iter() if "autofocus" in one.attrib)
    assert "errors" not in panel.get("class").split()
    assert panel.get("role") != "alert"


def test_columns_may_be_said_otherwise(client, database):
    page = brought(client, "Ann,Reef,ann@reef.example,old@reef.example\nBob,Hills,bob@hills.example,x@hills.example\n")
    page = pressed(
        client, page, f"{HOME}/import", column_0="contact_name", column_1="organization", column_2="", column_3="email"
    )
    assert pressed(client, page, f"{HOME}/import", write="yes").status_code == 303
    with database.read() as session:
        assert [(one.organization, one.contact_name, one.contact_email) for one in session.scalars(select(Invitation))] == [
            ("Reef", "Ann", "old@reef.example"),
            ("Hills", "Bob", "x@hills.example"),
        ]


def test_a_list_without_addresses_asks_for_the_column_and_keeps_what_was_pasted(client):
    page = brought(client, "a;b\nc;d\n")
    assert "Say below which column holds the e-mail addresses" in text_of(page)
    page = pressed(client, page, f"{HOME}/import", column_0="email")
    assert "2 with a problem" in text_of(page)
    page = pressed(client, page, f"{HOME}/import", column_0="", column_1="organization")
    assert "Say which column holds the e-mail addresses." in text_of(page)
    assert "a;b\nc;d" in page.get_data(as_text=True).replace("\r", "")


def test_agreeing_to_one_list_is_not_agreeing_to_another(client, database):
    page = brought(client)
    changed = pressed(client, page, f"{HOME}/import", write="yes", text=LIST + "New,Eve,eve@new.example\n")
    assert changed.status_code == 422
    assert "3 people would be added" in text_of(changed)
    assert "this is not the list that you agreed to" in text_of(changed)
    assert "this is not the list that you agreed to" not in text_of(page)
    assert count(database) == 0


def test_a_list_that_cannot_be_read_says_why(client):
    for text, word in (("", "Paste a list"), ("  \n ", "Paste a list"), ("x,a@b.example\n" * 20_001, "20,000 rows")):
        page = client.send(f"{HOME}/import", {"text": text}, content_type="multipart/form-data")
        assert page.status_code == 422
        assert word in text_of(page)
    page = client.send(f"{HOME}/import", {"file": (io.BytesIO(b"%PDF-1"), "a.pdf")}, content_type="multipart/form-data")
    assert "no list that can be read" in text_of(page)
    for typed in ("x", "9" * 400):
        assert client.send(f"{HOME}/import", {"text": "a@b.example", "heading": typed, "width": "1"}).status_code == 422
    page = client.send(f"{HOME}/import", {"text": "a@b.example", "heading": "x", "width": "1"})
    assert page.status_code == 422


def test_every_row_can_be_downloaded_with_its_verdict_and_no_formula(client):
    page = brought(client, "Organization,Email\n=1+1,ben@reef.example\nMills,nobody\n")
    file = pressed(client, page, f"{HOME}/import", report="yes")
    assert file.mimetype == "text/csv"
    lines = file.get_data().decode("utf-8-sig").splitlines()
    assert lines[2] == "2,new,'=1+1,,,ben@reef.example,"
    assert lines[3] == "3,problem,Mills,,,nobody,“nobody” is not an e-mail address."
    assert len(lines) == 4


def test_what_is_typed_into_a_list_is_text_on_the_page(client):
    page = brought(client, 'Organization,Email\n<script>alert("x")</script>,ben@reef.example\n')
    assert "<script>alert" not in page.get_data(as_text=True)
    assert '<script>alert("x")</script>' in text_of(page)


def test_a_list_is_taken_back_behind_a_page_that_says_what_happens(client, database, invitations, clock):
    batch = invitations.listed("Organization,Email\nReef,ben@reef.example\nMills,cy@mills.example\n")
    with database.write() as session:
        first = session.scalars(select(Invitation).order_by(Invitation.id).limit(1)).one()
        first.declined_at = first.sent_at = clock.now
    said = text_of(client.get(f"{HOME}/lists/{batch.id}/undo"))
    assert "1 link opens nothing any more." in said
    assert "1 stays, because they answered." in said
    done = client.fill_in(f"{HOME}/lists/{batch.id}/undo", {}, action="undo")
    said = text_of(client.get(done.location))
    assert "1 invitation was taken back. 1 stays: they answered." in said
    assert "taken back" in said
    assert "There is nothing left to take back." in text_of(client.get(f"{HOME}/lists/{batch.id}/undo"))


# --- the table -----------------------------------------------------------------------------------------------------------


def test_the_table_shows_how_each_stands_and_filters_by_links(client, invitations, clock):
    invitations.one("Reef", "ben@reef.example", opened_at=clock.now)
    invitations.one("Mills", "cy@mills.example", declined_at=clock.now, decline_reason="not now")
    invitations.one("Hills", "dee@hills.example", reviewing_at=clock.now, leaning="likely", needs_until=clock.now.date())
    page = client.get(HOME)
    said = text_of(page)
    for words in ("opened", "declined", "“not now”", "with the board", "likely, needs until Monday, March 2"):
        assert words in said
    links = {link.get("href") for link in parse(page).iter("a")}
    assert f"{HOME}?status=declined" in links
    filtered = text_of(client.get(f"{HOME}?status=declined"))
    assert "Mills" in filtered
    assert "Reef" not in filtered
    assert "Hills" not in text_of(client.get(f"{HOME}?q=reef"))
    assert "No invitation fits." in text_of(client.get(f"{HOME}?q=nothing"))
    assert client.get(f"{HOME}?status=unheard").status_code == 404
    assert client.get(f"{HOME}?page=x").status_code == 200


def test_a_long_list_comes_in_pages(client, invitations):
    invitations.listed("Organization,Email\n" + "".join(f"Organization {n},p{n}@o{n}.example\n" for n in range(130)))
    first, second = client.get(HOME), client.get(f"{HOME}?page=2")
    assert len(list(parse(first).iter("tr"))) == 101
    assert len(list(parse(second).iter("tr"))) == 31
    assert "Organization 129" in text_of(second)


def test_no_desk_page_holds_a_personal_link(client, invitations):
    one = invitations.one()
    token = invitations.path(one).rsplit("/", 1)[1]
    for path in ("", "/new", "/text", "/send", "/write", "/import"):
        assert token not in client.get(HOME + path).get_data(as_text=True)


def test_a_link_is_revoked_and_sent_again(client, invitations, database):
    one = invitations.one()
    page = client.post(f"{HOME}/{one.id}/again", data={"csrf_token": client.mark()})
    assert "on its way again" in text_of(client.get(page.location))
    client.send(f"{HOME}/{one.id}/revoke")
    assert invitations.status(one) == "revoked"
    page = client.send(f"{HOME}/{one.id}/again")
    assert "Nothing was sent: the link was revoked." in text_of(client.get(page.location))
    assert count(database, OutboxMessage, kind="invitation") == 1


def test_one_is_added_by_hand_and_a_problem_keeps_what_was_typed(client, database):
    typed = {"organization": "Reef", "contact_name": "Ben", "contact_title": "Chair", "email": "nobody"}
    page = client.fill_in(f"{HOME}/new", typed, action="new")
    assert page.status_code == 422
    assert "is not an e-mail address" in text_of(page)
    done = client.submit(page, f"{HOME}/new", {"email": " ben@reef.example "}, action="new")
    assert done.status_code == 303
    with database.read() as session:
        one = session.scalars(select(Invitation)).one()
    assert (one.organization, one.contact_title, one.contact_email, one.origin) == ("Reef", "Chair", "ben@reef.example", "hand")


# --- mail ----------------------------------------------------------------------------------------------------------------


def test_sending_shows_a_mail_as_somebody_gets_it_and_then_sends_all(client, invitations, database):
    invitations.listed("Organization,Name,Email\n" + "".join(f"O{n},Person {n},p{n}@o{n}.example\n" for n in range(3)))
    said = text_of(client.get(f"{HOME}/send"))
    assert "3 mails go out" in said
    assert "Dear Person 0," in said
    done = client.fill_in(f"{HOME}/send", {}, action="send")
    assert "3 invitations are on their way." in text_of(client.get(done.location))
    assert count(database, OutboxMessage, kind="invitation") == 3
    assert "Everybody on the list has an invitation already." in text_of(client.get(f"{HOME}/send"))


def test_a_draft_and_a_closed_letter_send_nothing(signed_in, campaigns, database, clock):
    campaigns.draft()
    client = signed_in("editor")
    Invitations(database, clock).one(sent=False)
    page = client.send(f"{HOME}/send")
    assert page.status_code == 409
    assert "Open the letter for signature first" in text_of(page)
    campaigns.open("other", title="Other")
    Invitations(database, clock, "other").one(sent=False)
    clock.advance(days=4)
    assert client.send("/desk/other/invitations/send").status_code == 409
    assert count(database, OutboxMessage, kind="invitation") == 0


def test_the_words_are_looked_at_tested_and_kept(client, invitations, database, campaigns):
    invitations.one("Reef", sent=False)
    typed = {"subject": "Sign, {organization}", "text": "Dear {contact},\n\nhere: {link}"}
    page = client.send(f"{HOME}/text", typed | {"preview": "yes"})
    assert "Sign, Reef" in text_of(page)
    assert "Dear Ben Li," in text_of(page)
    assert campaigns.get().invitation_text == ""
    page = client.send(f"{HOME}/text", typed | {"test": "yes"})
    assert "A test is on its way to editor@rivers.example" in text_of(page)
    assert count(database, OutboxMessage, kind="invitation_test", recipient="editor@rivers.example") == 1
    assert client.send(f"{HOME}/text", typed).status_code == 303
    assert campaigns.get().invitation_text == "Dear {contact},\n\nhere: {link}"
    page = client.send(f"{HOME}/text", {"subject": "S", "text": "Dear {kontact}"})
    assert page.status_code == 422
    assert "{kontact} stands for nothing" in text_of(page)
    assert "Dear {kontact}" in page.get_data(as_text=True)


def test_a_note_is_written_to_those_chosen_and_shown_before(client, invitations, database, clock):
    reef = invitations.one("Reef", "ben@reef.example")
    mills = invitations.one("Mills", "cy@mills.example", declined_at=clock.now)
    hills = invitations.one("Hills", "dee@hills.example")
    page = client.post(f"{HOME}/write", data={"csrf_token": client.mark(), "number": [reef.id, mills.id]})
    said = text_of(page)
    assert "1 gets the note." in said
    assert "Mills, Ben Li: has declined" in said
    typed = {"subject": "Still time, {contact}", "text": "Here: {link}"}
    page = client.submit(page, f"{HOME}/write", typed | {"step": "look"}, action="write")
    assert "Still time, Ben Li" in text_of(page)
    assert count(database, OutboxMessage, kind="invitation_note") == 0
    done = client.submit(page, f"{HOME}/write", {"step": "send"}, action="write")
    assert "1 note is on its way. 1 were left out" in text_of(client.get(done.location))
    with database.read() as session:
        (message,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "invitation_note")).all()
    assert message.recipient == "ben@reef.example"
    assert message.context["subject"] == "Still time, Ben Li"
    client.submit(page, f"{HOME}/write", {"step": "send"}, action="write")
    assert count(database, OutboxMessage, kind="invitation_note") == 1, "the same page pressed twice"
    assert "2 get the note." in text_of(client.get(f"{HOME}/write?status=waiting")), hills.id


def test_words_that_cannot_be_sent_keep_page_and_choice(client, invitations):
    one = invitations.one()
    page = client.send(f"{HOME}/write", {"numbers": str(one.id), "step": "send", "subject": "S", "text": "no place"})
    assert page.status_code == 422
    assert "Put {link} where the personal link should stand" in text_of(page)
    assert "1 gets the note." in text_of(page)
    assert "no place" in page.get_data(as_text=True)


@pytest.mark.parametrize(
    "opened", ["", "yesterday", "2026-03-02T15:00:00", "2031-01-01T00:00:00+00:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_page_that_lies_about_its_age_is_from_now(client, invitations, database, clock, opened):
    one = invitations.one()
    sent = {"numbers": f"{one.id},x,99999999999", "step": "send", "subject": "S", "text": "{link}", "opened": opened}
    assert client.send(f"{HOME}/write", sent).status_code == 303
    with database.read() as session:
        due = session.scalars(select(OutboxMessage.due_at).where(OutboxMessage.kind == "invitation_note")).one()
    assert clock.now - timedelta(seconds=1) <= due <= clock.now


def test_a_viewer_sees_the_table_and_is_offered_nothing(invitations, signed_in):
    invitations.one()
    viewer = signed_in("viewer")
    page = viewer.get(HOME)
    assert "Reef" in text_of(page)
    assert [form.get("action") for form in parse(page).iter("form") if form.get("method") == "post"] == ["/desk/sign-out"]
    for path in ("/import", "/new", "/text", "/send", "/write"):
        assert viewer.get(HOME + path).status_code == 403


def test_another_coalitions_invitations_are_not_there(invitations, signed_in, campaigns, database, clock):
    one = invitations.one()
    batch = invitations.listed("Organization,Email\nHills,dee@hills.example\n")
    campaigns.open("theirs", coalition="Mills", title="Theirs")
    stranger = signed_in("owner", "Mills")
    for path in (f"{one.id}/revoke", f"{one.id}/again", f"lists/{batch.id}/undo"):
        assert stranger.send(f"/desk/theirs/invitations/{path}").status_code == 404
        assert stranger.send(f"{HOME}/{path}").status_code == 404
    assert invitations.status(one) == "invited"
