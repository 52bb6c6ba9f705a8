"""What one mailbox signs: nobody's words stand for somebody else's, and neither page nor time tells who was here before."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

import web
from campaign.listing import signatories_of
from campaign.operations.acts import MAIL_WINDOW, MOST_MAILS
from campaign.operations.mailbox import LONGEST_WAIT, mail_due
from campaign.queries import find
from mail.wanted import reason_to_skip
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import text_of
from tests.tools.signing import PAGE, ask, door, mails, rows, set_signature

PERSON = {
    "contact_name": "Jane Roe",
    "contact_title": "Nurse",
    "affiliation": "Port Lorne Clinic",
    "contact_email": "jane@lorne.example",
    "authorized": "y",
}
INDIVIDUAL = f"{PAGE}/individual"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open(allow_individuals=True, questions=[{"label": "Members?", "choices": [], "required": False}])
    return made


def printed(database):
    with database.read() as session:
        groups = signatories_of(session, find(session, "harbor")).groups
    return [(line.name, line.detail) for group in groups for line in group.lines]


# --- a stranger's words --------------------------------------------------------------------------------------------------


def test_a_strangers_words_beside_the_same_name_never_stand_for_the_signers(client, app, campaigns, database, clock):
    stranger = PERSON | {"contact_title": "Grand Wizard", "affiliation": "Society of Frauds"}
    app.test_client().fill_in(INDIVIDUAL, stranger)
    clock.advance(minutes=5)
    path = ask(client, database, PERSON, page=INDIVIDUAL)
    assert [row.title for row in rows(database)] == ["Grand Wizard", "Nurse"]
    page = text_of(client.get(path))
    assert "Jane Roe, Nurse, Port Lorne Clinic" in page
    assert "Wizard" not in page
    client.fill_in(path, {}, action="/confirm/")
    assert printed(database) == [("Jane Roe", "Nurse, Port Lorne Clinic")]
    assert [row.status for row in rows(database)] == ["unconfirmed", "accepted"], "the other one was not ended by anybody"


@pytest.mark.parametrize(
    "other",
    [
        {"contact_name": "Mallory Fox"},
        {"contact_title": "Intern"},
        {"website": "https://evil.example"},
        {"scope": "local"},
        {"state": "Nowhere"},
        {"question_0": "None"},
        {"organization": "Friends  of the Harbor"},
        {"contact_email": "ada+harbor@friends.example"},
    ],
)
def test_whatever_differs_makes_it_another_signature_with_a_mail_of_its_own(client, campaigns, database, clock, other):
    first = ask(client, database, ENTRY | other)
    clock.advance(minutes=5)
    second = ask(client, database, ENTRY)
    assert first != second
    assert len(rows(database)) == 2
    name, value = next(iter(other.items()))
    shown = {"contact_email": "", "organization": "", "scope": "Local"}.get(name, value)
    assert shown in text_of(client.get(first)), "whoever confirms sees all of what they say yes to"
    if shown:
        assert shown not in text_of(client.get(second))


def test_the_very_same_form_is_one_signature(client, campaigns, database, clock):
    whole = ENTRY | {"website": "https://friends.example", "scope": "local", "state": "Avonmere", "question_0": "12"}
    paths = {client.fill_in(PAGE, whole).location for _ in range(2)}
    assert len(paths) == len(rows(database)) == 1


def test_a_person_who_signs_again_with_another_title_is_asked_and_prints_with_it(client, campaigns, database, clock):
    client.fill_in(ask(client, database, PERSON, page=INDIVIDUAL), {}, action="/confirm/")
    clock.advance(minutes=5)
    again = ask(client, database, PERSON | {"contact_title": "Head Nurse"}, page=INDIVIDUAL)
    assert "You stand on this letter already, as “Jane Roe, Nurse, Port Lorne Clinic”" in text_of(client.get(again))
    client.fill_in(again, {"choice": "replace"}, action="/confirm/")
    assert printed(database) == [("Jane Roe", "Head Nurse, Port Lorne Clinic")]


def test_whoever_signs_the_very_same_line_again_is_asked_nothing(client, campaigns, database, clock):
    client.fill_in(ask(client, database, PERSON, page=INDIVIDUAL), {}, action="/confirm/")
    clock.advance(minutes=5)
    again = ask(client, database, PERSON | {"contact_email": "Jane@lorne.example"}, page=INDIVIDUAL)
    assert "already" not in text_of(client.get(again))
    client.fill_in(again, {}, action="/confirm/")
    assert printed(database) == [("Jane Roe", "Nurse, Port Lorne Clinic")]


# --- which one stands ----------------------------------------------------------------------------------------------------


def beside(campaigns, client, database, clock):
    """B stands beside A, which came later and stands by itself."""
    second = campaigns.sign("B Bay", "ada@friends.example", confirmed=False)
    clock.advance(minutes=1)
    first = campaigns.sign("A Harbor", "ada@friends.example")
    client.fill_in(doors().to("confirm", second.id), {"choice": "both"}, action="/confirm/")
    set_signature(database, second.id, status="accepted")
    return first


def test_page_and_mail_name_the_signature_that_would_be_replaced(client, campaigns, database, clock):
    beside(campaigns, client, database, clock)
    path = ask(client, database, ENTRY | {"organization": "C Creek"})
    assert mails(database, "confirm")[-1].context["stands"] == "A Harbor"
    assert "You stand on this letter already, as “A Harbor”" in text_of(client.get(path))
    client.fill_in(path, {"choice": "replace"}, action="/confirm/")
    assert [(row.line, row.status) for row in rows(database)] == [
        ("B Bay", "accepted"),
        ("A Harbor", "replaced"),
        ("C Creek", "accepted"),
    ]


def test_where_only_one_beside_is_left_nothing_is_asked(client, campaigns, database, clock):
    first = beside(campaigns, client, database, clock)
    client.fill_in(doors().to("own", first.id), {}, action="/withdraw")
    path = ask(client, database, ENTRY | {"organization": "C Creek"})
    assert mails(database, "confirm")[-1].context["stands"] == ""
    assert "You stand on this letter already" not in text_of(client.get(path))
    assert client.fill_in(path, {}, action="/confirm/").status_code == 303
    assert [row.status for row in rows(database)] == ["accepted", "withdrawn", "accepted"]


# --- through a personal link ---------------------------------------------------------------------------------------------

REEF = ENTRY | {"organization": "Reef", "contact_name": "Ben Li", "contact_title": "", "contact_email": "ben@reef.example"}


def test_a_form_sent_before_without_the_link_counts_as_its_own(client, campaigns, database, clock):
    invitations = Invitations(database, clock)
    one = invitations.one("Reef", "ben@reef.example")
    client.fill_in(PAGE, REEF)
    clock.advance(minutes=5)
    client.fill_in(invitations.path(one), REEF, action="/sign")
    assert [(row.status, row.confirmed_how, row.invitation_id) for row in rows(database)] == [
        ("accepted", "personal link", one.id)
    ]
    assert invitations.status(one) == "signed"


@pytest.mark.parametrize("aside", [False, True])
def test_a_personal_link_confirms_nothing_beside_what_stands_already(client, campaigns, database, clock, aside):
    standing = campaigns.sign("Reef Fund", "ben@reef.example")
    set_signature(database, standing.id, stands_beside=aside)
    invitations = Invitations(database, clock)
    one = invitations.one("Reef", "ben@reef.example")
    done = client.fill_in(invitations.path(one), REEF, action="/sign")
    assert "/waiting/" in done.location
    (mail,) = [mail for mail in mails(database, "confirm") if mail.context["line"] == "Reef"]
    assert mail.recipient == "ben@reef.example"
    assert [row.status for row in rows(database)] == ["accepted", "unconfirmed"]


def test_a_button_pressed_twice_leads_to_the_own_page_and_the_link_of_yesterday_does_not(client, campaigns, database, clock):
    invitations = Invitations(database, clock)
    path = invitations.path(invitations.one("Reef", "ben@reef.example"))
    page = client.get(path)
    first = client.submit(page, path, REEF, action="/sign").location
    clock.advance(seconds=2)
    assert client.submit(page, path, REEF, action="/sign").location == first
    assert "/mine/" in first
    clock.advance(hours=1)
    assert "/waiting/" in client.submit(page, path, REEF, action="/sign").location


# --- how much mail -------------------------------------------------------------------------------------------------------


def test_when_the_mail_of_one_more_signature_goes(clock):
    now = clock.now
    at = [now - timedelta(minutes=minutes) for minutes in (90, 50, 40, 30, 20, 10)]
    assert mail_due([], now) == now
    assert mail_due(at[:5], now) == now, "the first is long gone"
    assert mail_due(at, now) == at[1] + MAIL_WINDOW
    assert mail_due([*at, at[-1], at[-1]], now) == at[3] + MAIL_WINDOW
    assert mail_due([now] * 14, now) == now + LONGEST_WAIT
    assert mail_due([now] * 15, now) is None
    assert mail_due([now - LONGEST_WAIT - MAIL_WINDOW] * 500, now) == now, "what was never mailed counts for nothing"


def test_the_sixth_line_of_a_mailbox_is_mailed_when_the_hour_is_over_and_the_page_says_so(client, campaigns, database, clock):
    first = clock.now
    for number in range(MOST_MAILS + 1):
        waiting = client.fill_in(PAGE, ENTRY | {"organization": f"Chapter {number}"}).location
        clock.advance(minutes=1)
    *sent, put_off = mails(database, "confirm")
    assert (len(sent), put_off.due_at) == (MOST_MAILS, first + MAIL_WINDOW)
    said = text_of(client.get(waiting))
    assert "We wrote to" not in said
    assert "the mail about this one goes to ada@friends.example on Monday, March 2, 2026 at 11:00 AM Eastern Time" in said
    clock.now = put_off.due_at
    assert "We wrote to ada@friends.example" in text_of(client.get(waiting))
    assert client.fill_in(door(put_off), {}, action="/confirm/").status_code == 303
    with database.read() as session:
        assert reason_to_skip(session, put_off, clock.now) == "the signature was answered meanwhile"
        assert reason_to_skip(session, sent[0], clock.now) is None


def test_beyond_two_hours_no_mail_is_promised(client, campaigns, database, clock):
    for number in range(3 * MOST_MAILS + 1):
        waiting = client.fill_in(PAGE, ENTRY | {"organization": f"Chapter {number}"}).location
    assert len(mails(database, "confirm")) == 3 * MOST_MAILS
    said = text_of(client.get(waiting))
    assert "We wrote to" not in said
    assert "no mail about this one is on its way" in said
    clock.advance(hours=4)
    client.fill_in(waiting, {}, action="/again")
    assert mails(database, "confirm")[-1].context["line"] == f"Chapter {3 * MOST_MAILS}"
    assert "We wrote to ada@friends.example" in text_of(client.get(waiting))


def test_a_mail_put_off_does_not_go_to_an_address_that_was_corrected(client, campaigns, database, clock):
    for number in range(MOST_MAILS + 1):
        waiting = client.fill_in(PAGE, ENTRY | {"organization": f"Chapter {number}"}).location
    put_off = mails(database, "confirm")[-1]
    clock.advance(minutes=1)
    client.fill_in(waiting, {"email": "right@friends.example"}, action="/address")
    with database.read() as session:
        assert reason_to_skip(session, put_off, clock.now) == "the address was corrected meanwhile"
        assert reason_to_skip(session, mails(database, "confirm")[-1], clock.now) is None
    assert "We wrote to right@friends.example" in text_of(client.get(waiting))


# --- nothing tells who was here ------------------------------------------------------------------------------------------


@contextmanager
def statements(client):
    """Collects every statement that the application runs inside."""
    engine = web.surroundings(client.application).database.engine
    seen: list[str] = []

    def see(_connection, _cursor, statement, *_rest):
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", see)
    yield seen
    event.remove(engine, "before_cursor_execute", see)


def test_the_same_statements_run_whether_or_not_the_mailbox_was_here(client, campaigns, database, clock):
    campaigns.sign("Shore League", "cy@shore.example")
    campaigns.sign("Mill Street Tenants", "dee@mill.example", confirmed=False)
    form = client.get(PAGE)
    client.submit(form, PAGE, ENTRY | {"contact_email": "bo@first.example"})  # reads the form's own questions, for all of them
    ran = {}
    for email in ("new@voices.example", "cy@shore.example", "dee@mill.example", "eve@else.example"):
        with statements(client) as seen:
            answer = client.submit(form, PAGE, ENTRY | {"organization": "New Voices", "contact_email": email})
        assert answer.status_code == 303
        ran[email] = seen
    assert len(ran["new@voices.example"]) > 4, "the control: they are seen"
    assert all(seen == ran["new@voices.example"] for seen in ran.values()), {email: len(seen) for email, seen in ran.items()}
    told = {mail.recipient: mail.context["stands"] for mail in mails(database, "confirm")}
    assert (told["cy@shore.example"], told["dee@mill.example"]) == ("Shore League", ""), "only the mail says it"


def test_so_it_is_where_links_are_asked_for(client, campaigns, database, clock):
    campaigns.sign("Shore League", "cy@shore.example")
    form = client.get(f"{PAGE}/links")
    ran = []
    for email in ("new@voices.example", "cy@shore.example"):
        with statements(client) as seen:
            assert client.submit(form, f"{PAGE}/links", {"email": email}, action="/links").status_code == 303
        ran.append(seen)
    assert len(ran[0]) > 4
    assert ran[0] == ran[1]
    nobody, somebody = mails(database, "my_links")
    assert (nobody.status, somebody.status) == ("skipped", "waiting")
    assert "voices" not in f"{nobody.recipient}{nobody.about}{nobody.context}", "who is not known here is not remembered"
