"""Behind a personal link, and the brief for a board: what somebody who was invited can do, and what nobody can."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import throttle
from campaign.models import Campaign
from campaign.operations import inviting
from campaign.queries import find
from mail.models import OutboxMessage
from signatories.models import Invitation, Signature
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import everything


def sign_form(page):
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "sign-form")
    return form_values(form)


def mails(database, kind):
    with database.read() as session:
        return list(session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))


# --- the letter's page ---------------------------------------------------------------------------------------------------


def test_the_form_is_filled_in_and_signing_needs_no_further_mail(client, database, invitations):
    one = invitations.one("Friends of the Reef", "ben@reef.example")
    path = invitations.path(one)
    page = client.get(path)
    values = sign_form(page)
    assert (values["organization"], values["contact_name"], values["contact_title"], values["contact_email"]) == (
        "Friends of the Reef",
        "Ben Li",
        "Chair",
        "ben@reef.example",
    )
    done = client.fill_in(path, {"authorized": "y"}, action="sign")
    assert done.status_code == 303
    assert "/mine/" in done.location
    with database.read() as session:
        signature = session.scalars(select(Signature)).one()
    assert (signature.status, signature.confirmed_how, signature.invitation_id) == ("accepted", "personal link", one.id)
    assert mails(database, "confirm") == []
    assert invitations.status(one) == "signed"


def test_another_address_has_to_be_confirmed_by_mail_all_the_same(client, database, invitations):
    one = invitations.one()
    done = client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "else@where.example"}, action="sign")
    assert "/waiting/" in done.location
    assert [row.recipient for row in mails(database, "confirm")] == ["else@where.example"]
    assert invitations.status(one) == "confirming"


def test_a_form_that_comes_back_still_knows_the_invitation(client, invitations):
    one = invitations.one()
    page = client.fill_in(invitations.path(one), {"organization": "", "authorized": "y"}, action="sign")
    assert page.status_code == 422
    assert "My board has to decide first" in text_of(page)
    values = sign_form(page) | {"organization": "Reef", "authorized": "y"}
    mark = next(box.get("value") for box in parse(page).iter("input") if box.get("name") == "csrf_token")
    done = client.post("/letters/harbor/sign", data=values | {"csrf_token": mark})
    assert "/mine/" in done.location


def test_looking_marks_nothing_and_a_persons_first_act_marks_once(client, database, clock, invitations):
    one = invitations.one()
    path = invitations.path(one)
    before = everything(database)
    for look in ("GET", "HEAD", "OPTIONS"):
        for place in ("", "/opened", "/board", "/decline"):
            client.open(path + place, method=look)
    assert everything(database) == before
    assert client.post(path + "/opened").status_code == 400, "a form without our mark"
    assert everything(database) == before
    assert client.send(path + "/opened").status_code == 204
    first = invitations.get(one).opened_at
    assert first == clock.now
    clock.advance(hours=1)
    assert client.send(path + "/opened").status_code == 204
    assert invitations.get(one).opened_at == first
    assert invitations.status(one) == "opened"


def test_the_page_tells_its_script_where_to_say_so(client, invitations):
    path = invitations.path(invitations.one())
    root = parse(client.get(path))
    (place,) = (box for box in root.iter("div") if box.get("data-opened"))
    assert place.get("data-opened") == path + "/opened"
    assert any("js/invited.js" in (script.get("src") or "") for script in root.iter("script"))


def test_without_a_script_every_answer_marks_it_opened(client, invitations, clock):
    one, other = invitations.one("Reef", "a@x.example"), invitations.one("Mills", "b@x.example")
    client.fill_in(invitations.path(one) + "/board", {}, action="board")
    client.fill_in(invitations.path(other) + "/decline", {}, action="decline")
    assert invitations.get(one).opened_at == invitations.get(other).opened_at == clock.now


# --- links that open nothing ---------------------------------------------------------------------------------------------


def test_a_link_that_is_none_leads_on(client, campaigns, database, clock, invitations):
    one = invitations.one()
    good = invitations.path(one)
    campaigns.open("other", title="Other")
    theirs = Invitations(database, clock, "other").one()
    token = good.rsplit("/", 1)[1]
    forged = good[:-1] + ("A" if good[-1] != "A" else "B")
    outworn = doors().to("invited", one.id, 7)
    review_as_invited = "/letters/harbor/i/" + invitations.path(one, "review").rsplit("/", 1)[1]
    foreign = "/letters/harbor/i/" + doors("other").to("invited", theirs.id).rsplit("/", 1)[1]
    for path in (forged, outworn, review_as_invited, foreign, "/letters/harbor/i/x", f"/letters/other/i/{token[:-1]}"):
        page = client.get(path)
        assert page.status_code == 404, path
        assert any("/letters/" in (link.get("href") or "") for link in parse(page).iter("a"))
        for act in ("opened", "board", "decline"):
            assert client.send(f"{path}/{act}").status_code == 404
    assert invitations.get(one).opened_at is None


def test_a_revoked_link_says_so_and_signs_by_mail_only(client, database, clock, invitations):
    one = invitations.one()
    path = invitations.path(one)
    values = sign_form(client.get(path)) | {"authorized": "y"}
    with database.write() as session:
        session.get_one(Invitation, one.id).revoked_at = clock.now
    page = client.get(path)
    assert page.status_code == 410
    assert "This link is not valid any more" in text_of(page)
    for act in ("opened", "board", "decline"):
        assert client.send(f"{path}/{act}").status_code == 410
    for path in (invitations.path(one, "review"), invitations.path(one, "review") + "/letter.pdf"):
        page = client.get(path)
        assert page.status_code == 410
        assert "The coordinators took it back." in text_of(page), "no riddle about an address that was cut off"
    done = client.send("/letters/harbor/sign", values)
    assert "/waiting/" in done.location, "a page that was open before the link was taken back"


def test_after_the_deadline_the_link_says_that_the_letter_closed(client, clock, invitations):
    one = invitations.one()
    clock.advance(days=4)
    page = client.get(invitations.path(one))
    assert page.status_code == 410
    assert "This letter has closed" in text_of(page)
    assert "Thursday, March 5, 2026 at 5:00 PM Eastern Time" in text_of(page)
    assert client.send(invitations.path(one) + "/decline").status_code == 410


def test_after_signing_the_link_mails_the_own_page_to_the_contact_and_shows_it_to_nobody(
    client, app, database, clock, invitations
):
    path = invitations.path(invitations.one("Reef", "ben@reef.example"))
    own = client.fill_in(path, {"authorized": "y"}, action="sign").location
    forwarded = app.test_client()
    for asked in (1, 2):
        page = forwarded.get(path)
        assert page.status_code == 410
        assert "/mine/" not in page.text
        assert own.rpartition("/")[2] not in page.text
        done = forwarded.submit(page, path, {}, action="/page")
        assert done.location == f"{path}/links/sent"
        (*_, mail) = sent = mails(database, "my_links")
        assert (len(sent), mail.recipient) == (asked, "ben@reef.example")
        assert [link["url"] for link in mail.context["links"]] == [f"http://localhost{own}"]
        clock.advance(days=4)  # closed or not


def test_where_the_contact_signed_nothing_their_page_is_not_offered(client, database, invitations):
    one = invitations.one("Reef", "ben@reef.example")
    client.fill_in(invitations.path(one), {"authorized": "y", "contact_email": "cy@reef.example"}, action="sign")
    client.fill_in(mails(database, "confirm")[0].context["confirm_url"].removeprefix("http://localhost"), {}, action="confirm")
    page = client.get(invitations.path(one))
    assert "Your organization has signed" in text_of(page)
    assert not list(parse(page).iter("form"))
    assert "E-mail me my links" in text_of(page)


def test_a_link_that_is_none_mails_nobody(client, database, invitations):
    path = invitations.path(invitations.one())
    client.fill_in(path, {"authorized": "y"}, action="sign")
    for dead in (path[:-1] + "x", "/letters/harbor/i/x"):
        assert client.send(f"{dead}/page").status_code == 404
    assert mails(database, "my_links") == []


# --- other answers -------------------------------------------------------------------------------------------------------


def test_the_board_is_told_of_and_gets_a_page_to_pass_on(client, invitations, signed_in):
    one = invitations.one("Friends of the Reef")
    path = invitations.path(one) + "/board"
    done = client.fill_in(
        path, {"leaning": "likely", "until": "2026-03-04", "remark": "They meet on Wednesday"}, action="board"
    )
    assert done.status_code == 303
    page = client.get(done.location)
    assert "The coordinators know that you need time" in text_of(page)
    review = "http://localhost" + invitations.path(one, "review")
    assert review in text_of(page)
    values = form_values(next(form for form in parse(page).iter("form")))
    assert (values["leaning"], values["until"], values["remark"]) == ("likely", "2026-03-04", "They meet on Wednesday")
    desk = text_of(signed_in("viewer").get("/desk/harbor/invitations?status=reviewing"))
    assert "likely, needs until Wednesday, March 4“They meet on Wednesday”" in desk


def test_a_day_that_is_none_comes_back_with_everything_typed(client, invitations):
    one = invitations.one()
    for until, word in (
        ("2026-04-01", "after the letter closes"),
        ("soon", "Write the day like"),
        ("2026-02-01", "has passed"),
    ):
        page = client.fill_in(
            invitations.path(one) + "/board", {"until": until, "remark": "R", "leaning": "unsure"}, action="board"
        )
        assert page.status_code == 422
        assert word in text_of(page)
        values = form_values(next(form for form in parse(page).iter("form")))
        assert (values["until"], values["remark"], values["leaning"]) == (until, "R", "unsure")
    assert invitations.status(one) == "invited"


def test_declining_is_shown_at_the_desk_and_taken_back_by_signing(client, invitations, signed_in):
    one = invitations.one()
    done = client.fill_in(invitations.path(one) + "/decline", {"reason": "Not our field"}, action="decline")
    assert "Thank you for telling us" in text_of(client.get(done.location))
    assert "“Not our field”" in text_of(signed_in("viewer").get("/desk/harbor/invitations"))
    page = client.get(invitations.path(one))
    assert "You told us that your organization does not sign." in text_of(page)
    assert client.fill_in(invitations.path(one), {"authorized": "y"}, action="sign").status_code == 303
    assert invitations.status(one) == "signed"


def test_a_reason_that_is_too_long_comes_back(client, invitations):
    one = invitations.one()
    page = client.fill_in(invitations.path(one) + "/decline", {"reason": "x" * 1001}, action="decline")
    assert page.status_code == 422
    assert "Use at most 1000 characters." in text_of(page)
    assert "x" * 1001 in page.get_data(as_text=True)


def test_the_answers_are_in_spanish_for_whoever_reads_spanish(client, invitations):
    page = client.get(invitations.path(invitations.one()) + "/board?lang=es")
    assert 'lang="es"' in page.get_data(as_text=True)


# --- the brief -----------------------------------------------------------------------------------------------------------


def test_the_brief_says_what_is_asked_of_whom_by_when_and_who_is_on(client, campaigns, database, invitations):
    first = invitations.one("Friends of the Harbor", "ada@friends.example")
    client.fill_in(invitations.path(first), {"authorized": "y"}, action="sign")
    one = invitations.one("Friends of the Reef")
    page = client.get(invitations.path(one, "review"))
    said = text_of(page)
    for words in (
        "Friends of the Reef is asked to sign this letter.",
        "Harbor Watch",
        "Mayor Ana Ruiz",
        "Thursday, March 5, 2026 at 5:00 PM Eastern Time",
        "Friends of the Harbor",
        "We ask the city to stop the dumping of waste.",
        "This page signs nothing.",
    ):
        assert words in said, words
    assert not list(parse(page).iter("form")), "nothing can be sent from it"
    assert "ada@friends.example" not in page.get_data(as_text=True)
    token = invitations.path(one).rsplit("/", 1)[1]
    assert token not in page.get_data(as_text=True), "whoever gets the brief cannot answer"


def test_the_brief_says_that_the_organization_has_signed_once_everybody_can_read_it(client, invitations, database, clock):
    one = invitations.one("Friends of the Reef")
    path = invitations.path(one, "review")
    client.fill_in(invitations.path(one), {"authorized": "y"}, action="sign")
    said = text_of(client.get(path))
    assert "Friends of the Reef has signed this letter." in said
    assert "is asked to sign" not in said
    assert "they have the link to sign" not in said
    with database.write() as session:
        session.scalars(select(Campaign)).one().show_signatories = False
    said = text_of(client.get(path))
    assert "Friends of the Reef was asked to sign this letter, and has answered." in said, "it may be passed on to anybody"
    assert "has signed" not in said


HEADED = """\
---
recipients:
  - Mayor
subject: Clean water
salutation: Dear Mayor,
closing: Signed,
---

## Introduction

We ask the city to stop.

- First, the *boats*.
- Second, the mills.

3. Third

> As the report says.
"""


def test_the_brief_begins_with_the_words_of_the_letter_whatever_stands_above_them(client, campaigns):
    campaigns.open(text=HEADED, sources=[])
    said = text_of(client.get("/letters/harbor/brief"))
    begins = "How it begins We ask the city to stop.• First, the boats.• Second, the mills.3. ThirdAs the report says."
    assert begins in said
    assert "Introduction" not in said


def test_too_many_copies_of_the_letter_are_refused_on_the_page_they_were_asked_from(client, invitations, monkeypatch):
    monkeypatch.setattr(throttle, "allow", lambda *_, **__: throttle.Refusal(60))
    page = client.get(invitations.path(invitations.one(), "review") + "/letter.pdf")
    assert page.status_code == 429
    assert throttle.Refusal(60).sentence in text_of(page)
    assert "Reef is asked to sign this letter." in text_of(page)
    assert not list(parse(page).iter("form")), "the board is offered no link of its own"


def test_a_campaign_that_hides_its_signatories_hides_them_in_the_brief_too(client, campaigns, database, clock):
    campaigns.open(show_signatories=False)
    made = Invitations(database, clock)
    client.fill_in(made.path(made.one("Hidden Organization", "a@x.example")), {"authorized": "y"}, action="sign")
    one = made.one("Friends of the Reef")
    for path in (made.path(one, "review"), "/letters/harbor/brief"):
        assert "Hidden Organization" not in client.get(path).get_data(as_text=True)


def test_the_text_comes_as_a_pdf(client, invitations):
    for path in (invitations.path(invitations.one(), "review"), "/letters/harbor/brief"):
        file = client.get(path + "/letter.pdf")
        assert file.mimetype == "application/pdf"
        assert file.get_data().startswith(b"%PDF-")
        assert file.headers["Content-Disposition"] == "attachment; filename=harbor-DRAFT.pdf"


def test_the_brief_stays_readable_after_the_deadline_and_offers_no_link(client, clock, invitations):
    one = invitations.one()
    clock.advance(days=4)
    assert "Closed since" in text_of(client.get(invitations.path(one, "review")))
    page = client.get("/letters/harbor/brief")
    assert page.status_code == 200
    assert not list(parse(page).iter("form"))


def test_a_letter_nobody_may_see_has_no_brief(client, campaigns):
    campaigns.draft("secret")
    for path in ("brief", "brief/letter.pdf", "brief/sent", "review/x", "i/x"):
        assert client.get(f"/letters/secret/{path}").status_code == 404


# --- a link of one's own -------------------------------------------------------------------------------------------------

TYPED = {"organization": "Mills", "contact_name": "Cy", "email": "cy@mills.example"}


def test_the_letters_page_leads_there(client, invitations):
    assert any(link.get("href") == "/letters/harbor/brief" for link in parse(client.get("/letters/harbor")).iter("a"))


def test_whoever_was_not_invited_gets_a_link_by_mail_that_counts_as_confirmed(client, database, invitations):
    done = client.fill_in("/letters/harbor/brief", TYPED, action="brief")
    assert done.location == "/letters/harbor/brief/sent"
    (message,) = mails(database, "personal_link")
    assert message.recipient == "cy@mills.example"
    link = message.context["personal_url"].removeprefix("http://localhost")
    assert client.fill_in(link, {"authorized": "y"}, action="sign").location.startswith("/letters/harbor/mine/")


def test_the_answer_is_the_same_for_every_address(client, database, clock, invitations):
    invitations.one("Mills", "cy@mills.example")
    signer = invitations.one("Hills", "dee@hills.example")
    client.fill_in(invitations.path(signer), {"authorized": "y"}, action="sign")
    answers = set()
    for email in ("new@x.example", "cy@mills.example", "dee@hills.example", *["often@x.example"] * 5):
        clock.advance(minutes=1)
        done = client.send("/letters/harbor/brief", TYPED | {"email": email})
        answers.add((done.status_code, done.location, text_of(client.get(done.location))))
    assert len(answers) == 1
    assert sum(row.recipient == "often@x.example" for row in mails(database, "personal_link")) == 3


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"email": "nobody"}, "This is not a complete e-mail address"),
        ({"organization": ""}, "Write the name of your organization."),
        ({"organization": "Mi\ufffdlls"}, "The letter cannot print U+FFFD"),
        ({"contact_name": "x" * 201}, "Use at most 200 characters."),
    ],
)
def test_a_form_that_cannot_be_mailed_comes_back_with_everything_typed(client, database, invitations, changed, word):
    page = client.send("/letters/harbor/brief", TYPED | changed)
    assert page.status_code == 422
    assert word in text_of(page)
    values = form_values(next(form for form in parse(page).iter("form")))
    assert {name: values[name] for name in TYPED} == TYPED | changed
    assert mails(database, "personal_link") == []


def test_every_link_in_every_mail_about_an_invitation_is_harmless_to_fetch(client, database, clock, invitations):
    invitations.listed("Organization,Email\nReef,ben@reef.example\n")
    by = invitations.by
    with database.write() as session:
        campaign = find(session, "harbor")
        waiting = inviting.sendable(session, campaign, inviting.standing(session, campaign)).recipients
        inviting.send(session, campaign, waiting, doors=doors(base_url="http://localhost"), by=by, now=clock.now)
    client.send("/letters/harbor/brief", TYPED)
    words = [
        word
        for kind in ("invitation", "personal_link")
        for row in mails(database, kind)
        for text in (*row.context.get("lines", ()), *(value for value in row.context.values() if isinstance(value, str)))
        for word in text.split()
    ]
    links = {word.removeprefix("http://localhost") for word in words if word.startswith("http://localhost/")}
    assert len(links) == 4
    before = everything(database)
    for link in links:
        for look in ("GET", "HEAD", "OPTIONS", "GET"):
            assert client.open(link, method=look).status_code == 200
    assert everything(database) == before
