"""The sign form with its guards on: who is asked once more, who has to wait, and that neither loses what was typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

import throttle
from signatories.guards import FASTEST
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import PAGE, door, mails, rows


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def machine(clock):
    """The machine's own time, by which forms age and budgets fill up again."""
    with time_machine.travel(clock.now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def guarded(settings, make_app, machine, campaigns):
    return make_app(replace(settings, limits=True))


@pytest.fixture
def client(guarded):
    return guarded.test_client()


def sign_form(page):
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "sign-form")
    return form_values(form)


def opened(client, machine, seconds=60.0):
    """The form as it was opened so many seconds ago."""
    values = sign_form(client.get(PAGE))
    machine.shift(seconds)
    return values


@pytest.mark.parametrize(("seconds", "asked"), [(0, True), (FASTEST - 1, True), (FASTEST, False), (86_400 * 3, False)])
def test_a_form_that_comes_back_too_fast_is_asked_once_more(client, machine, database, seconds, asked):
    answer = client.post(f"{PAGE}/sign", data=opened(client, machine, seconds) | ENTRY)
    assert answer.status_code == (422 if asked else 303)
    assert len(rows(database)) == (0 if asked else 1)


def test_the_trap_is_asked_about_too(client, machine, database):
    answer = client.post(f"{PAGE}/sign", data=opened(client, machine) | ENTRY | {"fax": "+1 555 0100"})
    assert answer.status_code == 422
    assert rows(database) == []


def test_a_person_presses_once_more_and_nothing_was_lost(client, machine, database):
    page = client.post(f"{PAGE}/sign", data=opened(client, machine, 0) | ENTRY)
    assert "You have not signed yet: please press once more" in text_of(page)
    kept = sign_form(page)
    assert {name: kept.get(name) for name in ENTRY} == ENTRY
    assert kept["fax"] == ""
    (button,) = (button for button in parse(page).iter("button") if button.get("name") == "person")
    again = client.post(f"{PAGE}/sign", data=kept | {"person": button.get("value")})
    assert again.status_code == 303
    assert len(rows(database)) == 1


def test_whoever_pressed_and_then_made_a_slip_is_not_asked_a_third_time(client, machine, database):
    kept = opened(client, machine, 0) | ENTRY | {"person": "yes"}
    page = client.post(f"{PAGE}/sign", data=kept | {"contact_email": "nonsense"})
    assert page.status_code == 422
    assert sign_form(page)["person"] == "yes"
    assert client.post(f"{PAGE}/sign", data=sign_form(page) | {"contact_email": "ada@friends.example"}).status_code == 303


def test_after_many_forms_one_waits_and_nothing_is_lost(client, machine, database):
    form = opened(client, machine)
    for number in range(30):
        sent = form | ENTRY | {"organization": f"Name {number}", "contact_email": f"a{number}@x{number}.example"}
        assert client.post(f"{PAGE}/sign", data=sent).status_code == 303
    page = client.post(f"{PAGE}/sign", data=form | ENTRY)
    assert page.status_code == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 60
    assert "Very many forms are coming in just now. Nothing you typed is lost" in text_of(page)
    kept = sign_form(page)
    assert {name: kept.get(name) for name in ENTRY} == ENTRY
    assert len(rows(database)) == 30
    machine.shift(int(page.headers["Retry-After"]) + 1)
    assert client.post(f"{PAGE}/sign", data=kept).status_code == 303
    assert len(rows(database)) == 31


def test_a_form_with_mistakes_and_a_preview_cost_nothing(client, machine, database):
    form = opened(client, machine)
    for _ in range(35):
        assert client.post(f"{PAGE}/sign", data=form | ENTRY | {"contact_email": "x"}).status_code == 422
        assert client.post(f"{PAGE}/sign", data=form | ENTRY | {"preview": "1"}).status_code == 200
        assert client.get(PAGE).status_code == 200
    assert client.post(f"{PAGE}/sign", data=form | ENTRY).status_code == 303


def test_a_flood_of_open_forms_does_not_shut_out_those_who_were_invited(client, machine, database, clock):
    invitation = Invitations(database, clock).one("Reef", "ben@reef.example")
    path = Invitations(database, clock).path(invitation)
    values = sign_form(client.get(path))
    form = opened(client, machine)
    for number in range(30):
        client.post(f"{PAGE}/sign", data=form | ENTRY | {"organization": f"Name {number}"})
    assert client.post(f"{PAGE}/sign", data=form | ENTRY).status_code == 429
    assert client.post(f"{PAGE}/sign", data=values | {"authorized": "y"}).status_code == 303


def test_a_line_that_is_asked_for_too_often_is_refused_quietly(client, machine):
    mark = {"csrf_token": opened(client, machine)["csrf_token"], "organization": "X"}
    answers = [client.post(f"{PAGE}/line", data=mark) for _ in range(185)]
    assert [answer.status_code for answer in answers] == [200] * 180 + [429] * 5
    assert answers[-1].json == {"line": "", "removed": "", "problems": []}


@pytest.mark.parametrize("act", ["again", "address"])
def test_a_mailbox_is_written_to_five_times_an_hour_whoever_asks(guarded, client, machine, database, clock, act):
    waiting = client.post(f"{PAGE}/sign", data=opened(client, machine) | ENTRY).location
    answers = []
    for number in range(7):
        clock.advance(minutes=1)
        somebody = guarded.test_client()
        sent = {"email": f"other+{number}@friends.example"} if act == "address" else {}
        network = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answers.append(somebody.send(f"{waiting}/{act}", sent, environ_base=network))
    assert [answer.status_code for answer in answers] == [303] * 5 + [429] * 2
    assert "Nothing you typed is lost" in text_of(answers[-1])
    assert int(answers[-1].headers["Retry-After"]) > 60
    (email,) = (field for field in parse(answers[-1]).iter("input") if field.get("name") == "email")
    assert email.get("value") == ("other+6@friends.example" if act == "address" else rows(database)[0].contact_email)


def test_links_by_mail_wait_and_keep_the_address(client, machine):
    for number in range(30):
        assert client.send(f"{PAGE}/links", {"email": f"a{number}@x.example"}).status_code == 303
    page = client.send(f"{PAGE}/links", {"email": "ada@friends.example"})
    assert page.status_code == 429
    (email,) = (field for field in parse(page).iter("input") if field.get("name") == "email")
    assert email.get("value") == "ada@friends.example"
    assert "Retry-After" in page.headers


def test_buttons_behind_links_wait_too_and_say_so(client, machine, database, monkeypatch):
    waiting = client.post(f"{PAGE}/sign", data=opened(client, machine) | ENTRY).location
    confirm = door(mails(database, "confirm")[0])
    refusal = throttle.Refusal(90)
    monkeypatch.setattr(throttle, "allow", lambda *_, **__: refusal)
    page = client.send(confirm)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "90")
    assert "Not confirmed yet" in text_of(page)
    assert rows(database)[0].status == "unconfirmed"
    assert client.send(f"{waiting}/again").status_code == 429
    monkeypatch.undo()
    own = client.send(confirm).location
    monkeypatch.setattr(throttle, "allow", lambda *_, **__: refusal)
    page = client.send(f"{own}/withdraw", {"reason": "Kept words"})
    assert page.status_code == 429
    assert "Kept words" in page.text
    assert client.get(f"{own}/letter.pdf").status_code == 429
    assert rows(database)[0].status == "accepted"


def test_a_mailbox_is_written_to_five_times_whoever_gives_it_as_their_new_address(client, machine, campaigns, database, clock):
    answers = []
    for number in range(7):
        own = doors().to("own", campaigns.sign(f"Org {number}", f"me{number}@evil.example").id)
        sent = {"contact_name": "M", "contact_email": f"victim+{number}@x.example"}
        network = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answers.append(client.send(f"{own}/contact", sent, environ_base=network))
    assert [answer.status_code for answer in answers] == [303] * 5 + [429] * 2
    assert "victim+6@x.example" in answers[-1].text
    assert len(mails(database, "new_address")) == 5
    assert client.send(f"{own}/contact", {"contact_name": "Mo", "contact_email": "me6@evil.example"}).status_code == 303


def test_the_button_that_takes_a_new_address_waits_too(client, machine, campaigns, database, monkeypatch):
    own = doors().to("own", campaigns.sign().id)
    client.send(f"{own}/contact", {"contact_name": "Ada", "contact_email": "new@friends.example"})
    path = door(mails(database, "new_address")[0], "contact_url")
    monkeypatch.setattr(throttle, "allow", lambda *_, **__: throttle.Refusal(90))
    page = client.send(path)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "90")
    assert "Nothing you typed is lost" in text_of(page)
    assert rows(database)[0].contact_email == "ada@friends.example"
