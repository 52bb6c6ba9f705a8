"""The link in the mail: looking shows, pressing confirms, once, and nothing stands that its owner did not mean."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from campaign.doors import PATHS
from campaign.models import Edition
from campaign.operations import SignatureEntry, sign
from campaign.operations.acts import row_behind
from campaign.operations.confirming import confirm
from campaign.queries import campaign_for_signing, find, printing
from signatories.links import Opened
from signatories.models import Consent, Signature, SignatureAct
from tests.tools.campaigns import ENTRY, TEXT, Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import PAGE, ask, door, everything, mails, rows, sign_on
from tests.tools.waiting import at_once

BAY = ENTRY | {"organization": "Friends of the Bay"}


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def printed(database, slug="harbor"):
    with database.read() as session:
        return [signature.line for signature in printing(session, find(session, slug))]


def standing(database):
    """How each signature stands, by its line."""
    return [(one.line, one.status) for one in rows(database)]


def acts(database):
    return [(one.act, one.by) for one in rows(database, SignatureAct)]


# --- looking and pressing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_twice_changes_nothing_and_pressing_confirms(client, app, campaigns, database, clock, method):
    path = ask(client, database)
    before = everything(database)
    somebody = app.test_client()
    for _ in range(2):
        assert somebody.open(path, method=method).status_code == 200
    assert everything(database) == before
    page = client.get(path)
    assert "Is this your signature?" in text_of(page)
    assert "Friends of the Harbor" in text_of(page)
    assert "ada@friends.example" not in page.text
    assert page.headers["Cache-Control"] == "no-store"

    clock.advance(hours=1)
    answer = client.fill_in(path, {}, action="/confirm/")
    assert answer.status_code == 303
    (signature,) = rows(database)
    assert (signature.status, signature.confirmed_how, signature.confirmed_at) == ("accepted", "mail", clock.now)
    assert signature.signed_at == clock.now - timedelta(hours=1)
    assert acts(database) == [("confirmed", "the signer")]
    assert printed(database) == ["Friends of the Harbor"]
    assert "You have signed" in text_of(client.get(answer.location))


def test_pressing_without_our_mark_confirms_nothing(client, campaigns, database):
    path = ask(client, database)
    assert client.post(path).status_code == 400
    assert client.post(path, data={"csrf_token": "x"}).status_code == 400
    assert standing(database) == [("Friends of the Harbor", "unconfirmed")]


def test_pressing_again_leads_to_the_same_page_and_changes_nothing(client, campaigns, database, clock):
    path = ask(client, database)
    first = client.fill_in(path, {}, action="/confirm/").location
    before = everything(database)
    clock.advance(minutes=1)
    assert client.send(path).location == first
    looked = client.get(path)
    assert (looked.status_code, looked.location) == (303, first)
    assert everything(database) == before


def test_it_was_not_me(client, campaigns, database, clock):
    path = ask(client, database)
    page = client.send(path, {"not_me": "1"})
    assert page.status_code == 200
    assert "Thank you: nothing was signed" in text_of(page)
    (signature,) = rows(database)
    assert (signature.status, signature.prints) == ("refused", False)
    assert signature.status_reason == "the owner of the mail address did not sign"
    assert acts(database) == [("disowned", "the signer")]
    clock.advance(minutes=1)
    client.send(path)
    client.send(path, {"not_me": "1"})
    assert standing(database) == [("Friends of the Harbor", "refused")], "the link in the mail does not work any more"
    assert len(acts(database)) == 1


def test_not_me_takes_nothing_back_that_was_confirmed(client, campaigns, database):
    path = ask(client, database)
    client.fill_in(path, {}, action="/confirm/")
    client.send(path, {"not_me": "1"})
    assert printed(database) == ["Friends of the Harbor"]


# --- the same address once more -----------------------------------------------------------------------------------------


def test_the_same_line_again_stands_once_and_leads_to_the_first(client, campaigns, database, clock):
    first = sign_on(client, database)
    clock.advance(minutes=1)
    again = sign_on(client, database, ENTRY | {"contact_email": "ADA+news@friends.example"})
    assert again == first
    assert [status for _, status in standing(database)] == ["accepted", "replaced"]
    assert len(mails(database, "receipt")) == 1
    assert printed(database) == ["Friends of the Harbor"]
    clock.advance(minutes=1)
    link = door(mails(database, "confirm")[-1])
    assert client.send(link).location == first, "and so does pressing a third time"


def test_another_line_asks_which_is_meant_and_does_nothing_before_that(client, campaigns, database, clock):
    sign_on(client, database)
    clock.advance(minutes=1)
    path = ask(client, database, BAY)
    page = client.get(path)
    assert "You stand on this letter already, as “Friends of the Harbor”." in text_of(page)
    assert [radio.get("checked") for radio in parse(page).iter("input") if radio.get("type") == "radio"] == [None, None]
    before = everything(database)
    page = client.fill_in(path, {}, action="/confirm/")
    assert page.status_code == 422
    assert "Please choose one of the two." in text_of(page)
    assert client.send(path, {"choice": "both; replace"}).status_code == 422
    assert everything(database) == before


def test_one_replaces_the_other(client, campaigns, database, clock):
    old = sign_on(client, database)
    clock.advance(minutes=1)
    new = client.fill_in(ask(client, database, BAY), {"choice": "replace"}, action="/confirm/").location
    assert standing(database) == [("Friends of the Harbor", "replaced"), ("Friends of the Bay", "accepted")]
    assert printed(database) == ["Friends of the Bay"]
    assert "You have signed" in text_of(client.get(new))
    words = text_of(client.get(old))
    assert "Another signature of yours stands instead" in words
    assert "Correct the spelling" not in words
    assert client.send(f"{old}/withdraw").status_code == 422
    assert printed(database) == ["Friends of the Bay"]


def test_both_stand_once_a_coordinator_has_looked(client, campaigns, database, clock):
    sign_on(client, database)
    clock.advance(minutes=1)
    own = client.fill_in(ask(client, database, BAY), {"choice": "both"}, action="/confirm/").location
    second = rows(database)[1]
    assert (second.status, second.stands_beside) == ("pending", True)
    assert second.status_reason == "the same person signs for another organization as well"
    assert printed(database) == ["Friends of the Harbor"]
    assert "the coordinators look at it first" in text_of(client.get(own))
    assert mails(database, "receipt")[-1].context["pending"] is True


def test_another_address_may_sign_the_same_line(client, campaigns, database):
    sign_on(client, database)
    sign_on(client, database, ENTRY | {"contact_email": "bo@friends.example"})
    assert [status for _, status in standing(database)] == ["accepted", "accepted"]


@pytest.mark.parametrize(("rule", "status"), [("none", "accepted"), ("free-mail", "pending"), ("all", "pending")])
def test_moderation_comes_after_the_confirmation(client, campaigns, database, rule, status):
    campaigns.open("looked-at", moderation=rule)
    entry = ENTRY | {"contact_email": "ada.okafor@gmail.com"}
    path = ask(client, database, entry, page="/letters/looked-at")
    assert rows(database)[0].status == "unconfirmed"
    client.fill_in(path, {}, action="/confirm/")
    assert rows(database)[0].status == status


def test_a_domain_of_its_own_passes_where_free_mail_waits(client, campaigns, database):
    campaigns.open("looked-at", moderation="free-mail")
    sign_on(client, database, ENTRY | {"website": "www.friends.example"}, page="/letters/looked-at")
    (signature,) = rows(database)
    assert (signature.status, signature.trust, signature.website) == ("accepted", "domain", "https://www.friends.example")


# --- deadlines and changed texts ----------------------------------------------------------------------------------------


def test_the_last_second_confirms_and_the_next_is_for_the_coordinators(client, campaigns, database, clock):
    deadline = campaigns.get().deadline
    in_time, late = ask(client, database), ask(client, database, BAY | {"contact_email": "bo@bay.example"})
    clock.now = deadline
    client.fill_in(in_time, {}, action="/confirm/")
    clock.advance(seconds=1)
    page = client.get(late)
    assert "The letter has closed in the meantime." in text_of(page)
    own = client.submit(page, late, {}, action="/confirm/").location
    assert [status for _, status in standing(database)] == ["accepted", "pending"]
    assert rows(database)[1].status_reason == "it was confirmed after the deadline"
    assert "the coordinators look at it first" in text_of(client.get(own))
    clock.advance(minutes=2)
    campaigns.close()
    assert printed(database) == ["Friends of the Harbor"]
    assert [edition.count for edition in rows(database, Edition)] == [1]


def test_a_text_that_changed_before_the_mail_is_said_and_agreed_to(client, campaigns, database, clock):
    path = ask(client, database)
    clock.advance(hours=1)
    campaigns.circulate_another_text(TEXT.replace("harms", "harms, in new words,"))
    page = client.get(path)
    assert "The text of the letter was changed since you signed." in text_of(page)
    own = client.submit(page, path, {}, action="/confirm/").location
    (signature,), (consent,) = rows(database), rows(database, Consent)
    assert consent.signature_id == signature.id
    assert (consent.how, consent.by, consent.at) == ("confirmed", "Ada Okafor", clock.now)
    assert consent.attestation == signature.attestation
    assert consent.version_hash != signature.version_hash
    words = text_of(client.get(own))
    assert f"Version {consent.version_hash[:8]}, the one on the letter’s page" in words


def test_a_text_that_changed_while_the_button_was_in_sight_asks_again(client, campaigns, database, clock):
    path = ask(client, database)
    page = client.get(path)
    campaigns.circulate_another_text(TEXT.replace("harms", "harms, in new words,"))
    again = client.submit(page, path, {}, action="/confirm/")
    assert again.status_code == 409
    assert "The text of this letter has changed" in text_of(again)
    assert standing(database) == [("Friends of the Harbor", "unconfirmed")]
    assert client.submit(again, path, {}, action="/confirm/").status_code == 303
    assert standing(database) == [("Friends of the Harbor", "accepted")]


def test_without_a_change_there_is_one_consent_the_signature_itself(client, campaigns, database):
    sign_on(client, database)
    assert rows(database, Consent) == []


# --- tokens -------------------------------------------------------------------------------------------------------------


def test_the_middles_of_the_paths_are_those_of_the_routes(app):
    routes = {str(rule) for rule in app.url_map.iter_rules()}
    for purpose, middle in PATHS.items():
        assert f"/letters/<slug>/{middle}/<token>" in routes, purpose


def test_a_token_opens_nothing_that_it_was_not_made_for(client, campaigns, database, clock):
    own = sign_on(client, database)
    clock.advance(minutes=1)
    client.fill_in(own, {"contact_email": "new@friends.example"}, action="/contact")
    Invitations(database, clock).one()
    (contact,) = mails(database, "new_address")
    before = everything(database)
    good = {
        "waiting": doors().to("waiting", 1),
        "confirm": doors().to("confirm", 1),
        "own": own,
        "contact": door(contact, "contact_url"),
        "invited": doors().to("invited", 1),
        "review": doors().to("review", 1),
    }
    answers = {purpose: client.get(path).status_code for purpose, path in good.items()}
    assert answers == dict.fromkeys(good, 200) | {"confirm": 303}, "the control: each opens its own page"
    for purpose, path in good.items():
        for other, middle in PATHS.items():
            if other == purpose:
                continue
            wrong = f"/letters/harbor/{middle}/{path.rpartition('/')[2]}"
            for page in (client.get(wrong), client.send(wrong)):
                assert page.status_code in (404, 405), (purpose, other)
                if page.status_code == 404:
                    assert "This link opens nothing any more" in text_of(page), (purpose, other)
                    assert '/letters/harbor/links"' in page.text
    assert everything(database) == before


@pytest.mark.parametrize("purpose", ["waiting", "confirm", "own", "contact"])
def test_a_mangled_token_leads_on(client, campaigns, database, purpose):
    sign_on(client, database)
    good = doors().to(purpose, 1, 0).rpartition("/")[2]
    for token in (good[:-1], good + "A", good.swapcase(), "x" * 30, "é" * 30, "A" * 10_000, doors().seal.token(purpose, 99)):
        for suffix in {"waiting": ("", "/again"), "own": ("", "/text", "/letter.pdf", "/line")}.get(purpose, ("",)):
            path = f"/letters/harbor/{PATHS[purpose]}/{token}{suffix}"
            page = client.send(path) if suffix in ("/again", "/line") else client.get(path)
            assert page.status_code == 404, path
            assert "E-mail me my links" in text_of(page), path


def test_a_token_of_another_secret_or_another_letter_opens_nothing(client, campaigns, database):
    from signatories.links import Seal

    campaigns.open("other")
    path = ask(client, database)
    assert client.get(path).status_code == 200
    assert client.get(path.replace("harbor", "other")).status_code == 404
    assert client.send(path.replace("harbor", "other")).status_code == 404
    forged = Seal("another secret").token("confirm", 1)
    assert client.send(f"/letters/harbor/confirm/{forged}").status_code == 404
    assert standing(database) == [("Friends of the Harbor", "unconfirmed")]


def test_behind_an_archived_letter_nothing_opens(client, campaigns, database):
    path, own = ask(client, database), doors().to("own", 1)
    with database.write() as session:
        find(session, "harbor").state = "archived"
    for each in (path, own, f"{PAGE}/links", f"{PAGE}/deadline.ics", doors().to("waiting", 1)):
        assert client.get(each).status_code == 404


# --- through a personal link --------------------------------------------------------------------------------------------


def test_through_a_personal_link_it_stands_at_once_for_the_owner_of_the_address_only(campaigns, database, clock):
    invitation = Invitations(database, clock).one("Reef", "ben@reef.example")
    opened = Opened(invitation.id, invitation.generation)
    done = {}
    for email in ("ben@reef.example", "somebody@else.example"):
        with database.write() as session:
            campaign = find(session, "harbor")
            entry = SignatureEntry("Reef", "Ben", "", email, "I am authorized.", invitation=opened)
            done[email] = sign(session, campaign, entry, doors=doors(), now=clock.now)
    mine, foreign = done.values()
    assert (mine.confirmed, foreign.confirmed) == (True, False)
    with database.read() as session:
        assert session.get_one(Signature, mine.number).confirmed_how == "personal link"
        assert session.get_one(Signature, foreign.number).status == "unconfirmed"
    assert [mail.recipient for mail in mails(database, "confirm")] == ["somebody@else.example"]
    assert Invitations(database, clock).get(invitation).signed_at == clock.now


@pytest.mark.parametrize("spoiled", [{"revoked_at": True}, {"generation": 7}])
def test_a_revoked_personal_link_confirms_nothing(campaigns, database, clock, spoiled):
    invitation = Invitations(database, clock).one("Reef", "ben@reef.example")
    opened = Opened(invitation.id, invitation.generation)
    columns = {name: clock.now if value is True else value for name, value in spoiled.items()}
    with database.write() as session:
        row = session.merge(invitation)
        for name, value in columns.items():
            setattr(row, name, value)
        entry = SignatureEntry("Reef", "Ben", "", "ben@reef.example", "I am authorized.", invitation=opened)
        done = sign(session, find(session, "harbor"), entry, doors=doors(), now=clock.now)
        assert (done.confirmed, session.get_one(Signature, done.number).status) == (False, "unconfirmed")


# --- at once ------------------------------------------------------------------------------------------------------------


def pressed_at_once(database, clock, numbers, choice=""):
    """Confirm these signatures in as many threads at the same moment; gives what each came to."""
    outcomes: list[object] = []

    def press(number):
        def work(session):
            campaign = campaign_for_signing(session, "harbor")
            found = row_behind(session, campaign, Signature, Opened(number, 0), lock=True)
            return confirm(session, campaign, found, choice=choice, doors=doors(), now=clock.now)

        try:
            outcomes.append(type(database.together(work)).__name__)
        except Exception as error:
            outcomes.append(error)

    at_once(*(partial(press, number) for number in numbers))
    assert len(outcomes) == len(numbers)
    return sorted(map(str, outcomes))


@pytest.mark.parametrize("round_", range(5))
def test_two_lines_of_one_address_confirmed_at_once_give_one_that_stands(campaigns, database, clock, round_):
    one = campaigns.sign("Friends of the Harbor", confirmed=False)
    two = campaigns.sign("Friends of the Bay", "ada+bay@friends.example", confirmed=False)
    assert pressed_at_once(database, clock, [one.id, two.id]) == ["Choose", "Confirmed"]
    assert sorted(status for _, status in standing(database)) == ["accepted", "unconfirmed"]


@pytest.mark.parametrize("round_", range(5))
def test_one_signature_confirmed_four_times_at_once_is_confirmed_once(campaigns, database, clock, round_):
    one = campaigns.sign(confirmed=False)
    assert pressed_at_once(database, clock, [one.id] * 4) == ["Confirmed"] * 4
    assert acts(database) == [("confirmed", "the signer")]
    assert len(mails(database, "receipt")) == 1


def test_the_same_line_of_one_address_confirmed_at_once_stands_once(campaigns, database, clock):
    one = campaigns.sign(confirmed=False)
    with database.write() as session:
        kept = {column.name: getattr(one, column.name) for column in Signature.__table__.columns if column.name != "id"}
        twin = Signature(**kept)
        session.add(twin)
        session.flush()
        number = twin.id
    assert pressed_at_once(database, clock, [one.id, number]) == ["Confirmed", "Confirmed"]
    assert sorted(status for _, status in standing(database)) == ["accepted", "replaced"]


@pytest.mark.parametrize("round_", range(5))
def test_two_that_replace_the_same_one_at_once_leave_one_standing(campaigns, database, clock, round_):
    campaigns.sign("Friends of the Harbor")
    one = campaigns.sign("Friends of the Bay", confirmed=False)
    two = campaigns.sign("Friends of the Reef", confirmed=False)
    assert pressed_at_once(database, clock, [one.id, two.id], "replace") == ["Confirmed", "Confirmed"]
    assert sorted(status for _, status in standing(database)) == ["accepted", "replaced", "replaced"]


def test_the_database_itself_holds_one_confirmed_line_of_an_address(campaigns, database, clock):
    """The control for those above: what they rest on refuses the second row."""
    from sqlalchemy.exc import IntegrityError

    campaigns.sign()
    two = campaigns.sign("Friends of the Bay", confirmed=False)

    def force(**more):
        with database.write() as session:
            row = session.scalars(select(Signature).where(Signature.id == two.id)).one()
            row.status, row.confirmed_at, row.confirmed_how = "accepted", clock.now, "mail"
            for name, value in more.items():
                setattr(row, name, value)

    with pytest.raises(IntegrityError):
        force()
    force(stands_beside=True)
    assert [status for _, status in standing(database)] == ["accepted", "accepted"]


def test_the_page_of_a_form_mark_is_never_a_get(client, campaigns, database):
    """The button's form posts, and carries the text that was in sight."""
    path = ask(client, database)
    (form,) = (form for form in parse(client.get(path)).iter("form") if "/confirm/" in (form.get("action") or ""))
    assert form.get("method") == "post"
    assert form_values(form)["version"] == rows(database)[0].version_hash
