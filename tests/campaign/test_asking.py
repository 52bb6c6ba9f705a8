"""Asking signers about a changed text: whom the question reaches, where it goes, and what it says of whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from campaign.listing import signatories_of
from campaign.operations import galley
from campaign.operations.moderating import decide
from campaign.operations.own_page import change_contact, confirm_contact
from campaign.operations.settling import settle_due
from campaign.queries import circulating_text, find
from mail.compose import compose
from mail.models import OutboxMessage
from mail.sender import PermanentError
from mail.wanted import reason_to_skip
from signatories.models import Consent, Signature, SignatureAct
from tests.tools.consenting import add, arrive, bring, get, publish, write
from tests.tools.invitations import doors
from tests.tools.pages import text_of
from tests.tools.sending import send_due
from tests.tools.signing import mails

OVER = datetime(2026, 3, 4, 17, 1, tzinfo=UTC)
"""A minute after the time to answer."""


def settle(campaigns):
    campaigns.clock.now = OVER
    with campaigns.database.write() as session:
        assert settle_due(session, campaigns.now, doors)


def printed(campaigns):
    with campaigns.database.read() as session:
        return [line.name for group in signatories_of(session, find(session, "harbor")).groups for line in group.lines]


def mark(campaigns, number, **values):
    """Write what became of the question to a signer."""
    about = update(OutboxMessage).where(OutboxMessage.kind == "reconfirm", OutboxMessage.about == f"signature:{number}")
    with campaigns.database.write() as session:
        session.execute(about.values(**values))


def words(message):
    return " ".join(compose(message).text.split())


def move(campaigns, number, email="ben@friends.example"):
    """The contact's address is changed, and the owner of the new one confirms it."""
    with campaigns.database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, number)
        more = {"doors": doors(base_url="http://localhost"), "now": campaigns.now}
        change_contact(session, campaign, signature, name="Ben", title="", email=email, **more)
        confirm_contact(session, campaign, signature, **more)


# --- whom no mail reached ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["keep", "drop"])
@pytest.mark.parametrize(
    "became",
    [
        {"status": "waiting"},
        {"status": "claimed", "claimed_by": "somebody"},
        {"status": "failed", "reason": "550 no such user"},
        {"status": "skipped", "reason": "nothing is asked any more"},
        {"status": "sent", "sent_at": OVER - timedelta(minutes=10)},
        {"status": "sent", "sent_at": OVER - timedelta(days=1), "recipient": "another@friends.example"},
    ],
)
def test_whom_the_question_did_not_reach_in_time_was_not_silent(campaigns, rule, became):
    campaigns.open(silence=rule)
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns)
    publish(campaigns, "substantive", arrives=False)
    mark(campaigns, ada, status="sent", sent_at=campaigns.now)
    mark(campaigns, ben, **became)
    settle(campaigns)
    assert get(campaigns, ada).status == ("accepted" if rule == "keep" else "dropped")
    held = get(campaigns, ben)
    assert (held.status, held.asked) == ("held", None)
    assert held.status_reason == "the text changed in substance, and no mail that asks about it reached the signer in time"


def test_a_mail_about_an_earlier_question_is_none_about_this_one(campaigns, clock):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns, "First.")
    publish(campaigns, "substantive")
    clock.advance(minutes=5)
    write(campaigns, "Second.")
    publish(campaigns, "substantive", arrives=False)
    settle(campaigns)
    assert get(campaigns, ada).status == "held"


class Refusing:
    """A mail server that knows nobody."""

    def send(self, message):
        raise PermanentError(f"550 <{message.recipient}> no such user")

    def close(self):
        pass


def test_coordinators_see_whom_the_mail_server_will_not_take_a_question_for(campaigns, database, signed_in):
    campaigns.open()
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    write(campaigns)
    publish(campaigns, "substantive", arrives=False)
    mark(campaigns, ben, status="sent", sent_at=campaigns.now)
    send_due(database, Refusing(), campaigns.now)
    desk = signed_in("editor")
    assert text_of(desk.get("/desk/harbor/consent")).count("the mail did not arrive") == 1
    page = text_of(desk.get(f"/desk/harbor/signatures/{ada}"))
    assert "the mail server will not take the mail that asks about the changed text" in page
    assert "will not take" in text_of(desk.get("/desk/harbor/history"))
    with database.read() as session:
        (act,) = session.scalars(select(SignatureAct).where(SignatureAct.act == "unreachable")).all()
    assert (act.signature_id, act.by) == (ada, "the mail server")
    assert "@" not in act.reason + str(act.detail)


# --- another address -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["waiting", "sent"])
def test_an_open_question_follows_the_contact_to_another_address(campaigns, client, clock, database, status):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive", words="We saw new facts.", arrives=status == "sent")
    clock.advance(hours=1)
    move(campaigns, ada)
    old, new = mails(database, "reconfirm")
    assert new.recipient == "ben@friends.example"
    assert "We saw new facts." in words(new)
    assert "{+We ask the city to end the dumping of waste.+}" in words(new)
    assert "Please answer by Wednesday, March 4" in words(new)
    assert "Do you agree" in text_of(client.get(new.context["changed_url"].removeprefix("http://localhost")))
    with database.read() as session:
        assert reason_to_skip(session, old, clock.now) == "the contact has another address now, and is asked there"
        assert reason_to_skip(session, new, clock.now) is None
    settle(campaigns)
    assert get(campaigns, ada).status == "held", "the question to the new address never went out"


def test_whoever_took_a_signature_over_and_was_asked_is_dropped_by_silence(campaigns, clock):
    campaigns.open()
    ada = add(campaigns)
    write(campaigns)
    publish(campaigns, "substantive")
    move(campaigns, ada)
    arrive(campaigns)
    settle(campaigns)
    assert get(campaigns, ada).status == "dropped"


def test_where_nothing_is_asked_another_address_is_asked_nothing(campaigns, database):
    campaigns.open()
    move(campaigns, add(campaigns))
    assert mails(database, "reconfirm") == mails(database, "galley") == []


def test_an_unanswered_galley_follows_the_contact_too(campaigns, client, clock, database):
    campaigns.open()
    ada, ben = add(campaigns), add(campaigns, "Mill Town")
    with database.write() as session:
        campaign = find(session, "harbor")
        until = galley.default_until(campaign, clock.now)
        more = {"doors": doors(base_url="http://localhost"), "now": clock.now}
        galley.ask(session, campaign, galley.to_ask(session, campaign), until, by="Ana", **more)
        galley.say_right(session, campaign, session.get_one(Signature, ben), now=clock.now)
    move(campaigns, ada)
    move(campaigns, ben, "cy@mills.example")
    old, _, new = mails(database, "galley")
    assert new.recipient == "ben@friends.example"
    assert "Is your line right?" in text_of(client.get(new.context["galley_url"].removeprefix("http://localhost")))
    with database.read() as session:
        assert reason_to_skip(session, old, clock.now) == "the contact has another address now, and is asked there"
        assert reason_to_skip(session, new, clock.now) is None


# --- an editorial change while a question is open ------------------------------------------------------------------------


def asked_about_two(campaigns, clock, **more):
    """Asked about a change in substance, which an editorial one followed."""
    campaigns.open(silence="keep")
    ada = add(campaigns)
    write(campaigns, "First.")
    publish(campaigns, "substantive")
    clock.advance(minutes=5)
    write(campaigns, "Second!")
    publish(campaigns, "editorial", words="A word was missing.", **more)
    return ada


def test_whoever_is_asked_is_told_that_the_question_covers_the_newest_text(campaigns, clock, database):
    ada = asked_about_two(campaigns, clock)
    first, second = mails(database, "reconfirm")
    assert mails(database, "text_changed") == []
    assert "We have asked you before." not in words(first)
    said = words(second)
    assert "We have asked you before." in said
    assert "Please answer by Wednesday, March 4, 2026 at 12:00 PM" in said
    assert "A word was missing." in said
    assert "{+Second!+}" in said, "from what they agreed to, not from the text between"
    assert "First." not in said
    with database.read() as session:
        assert [reason_to_skip(session, mail, clock.now) for mail in (first, second)] == [None, None]
    settle(campaigns)
    with database.read() as session:
        (kept,) = session.scalars(select(Consent)).all()
        assert (kept.version_id, kept.how) == (circulating_text(session, find(session, "harbor")).id, "silence")
    assert get(campaigns, ada).prints


def test_silence_carries_nobody_to_a_text_that_they_were_not_shown(campaigns, clock):
    ada = asked_about_two(campaigns, clock, arrives=False)
    settle(campaigns)
    assert get(campaigns, ada).status == "held"
    assert printed(campaigns) == []


# --- what is said of whom ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("decision", "english", "spanish"),
    [
        ("", "the coordinators look at it first", "la revisan primero"),
        ("accept", "Your line stands on it as before", "sigue en ella como antes"),
        ("hold", "have set it aside for now", "la han apartado por ahora"),
    ],
)
def test_whoever_is_told_of_a_change_is_told_how_their_line_stands(campaigns, database, language, decision, english, spanish):
    campaigns.open(moderation="all")
    ada = add(campaigns, language=language)
    if decision:
        with database.write() as session:
            campaign = find(session, "harbor")
            decide(session, campaign, [ada], decision, reason="as said", doors=doors(), by="Rosa", now=campaigns.now)
    write(campaigns)
    publish(campaigns)
    (mail,) = mails(database, "text_changed")
    assert (english if language == "en" else spanish) in words(mail)
    assert ("as before:" in words(mail) or "como antes:" in words(mail)) == (decision == "accept")


@pytest.mark.parametrize("language", ["en", "es"])
def test_whoever_is_asked_while_a_coordinator_has_to_decide_is_told_so(campaigns, client, database, language):
    campaigns.open(moderation="all", silence="keep")
    add(campaigns, language=language)
    write(campaigns)
    publish(campaigns, "substantive")
    (mail,) = mails(database, "reconfirm")
    said = words(mail)
    english = ("still have to decide about this line", "your signature stays as it is", "about to stand", "stays on the letter")
    spanish = ("todavía tienen que decidir", "su firma queda como está", "Así figuraría", "se queda en la carta")
    *there, gone, gone_too = english if language == "en" else spanish
    assert all(part in said for part in there)
    assert gone not in said
    assert gone_too not in said
    page = text_of(client.get(mail.context["changed_url"].removeprefix("http://localhost").partition("?")[0]))
    assert "The coordinators still have to decide about your line:" in page


def test_whoever_has_no_address_is_in_no_outbox(campaigns, clock, database):
    campaigns.open()
    bring(campaigns, "Old Member")
    write(campaigns, "First.")
    publish(campaigns, "substantive")
    clock.advance(minutes=5)
    write(campaigns, "Second!")
    publish(campaigns, "editorial")
    assert mails(database) == []
