"""From the closed letter to its recipients: mail with the right file, once; the log; delivered; and the thanks, once each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from campaign.deadlines import NotNow
from campaign.delivery_models import Delivery, DeliveryFile, DeliveryRecipient
from campaign.delivery_queries import deliveries_of, follow_ups, recipients_of
from campaign.delivery_standing import standings
from campaign.editions.writing import kept
from campaign.models import EditionFile
from campaign.operations.delivering import copies, finishing, log, sending, wording
from campaign.operations.inviting.wording import Words
from campaign.queries import edition_of, find
from coalition.models import Person
from coalition.permissions import Actor
from errors import ProblemsError, UserError
from mail.attachments import attachments_of
from mail.models import OutboxMessage
from mail.undeliverable import Trouble, follow_up
from mail.wanted import reason_to_skip
from signatories.models import Signature
from tests.tools.invitations import doors
from tests.tools.recipients import BY_STATE, Recipients, member
from tests.tools.signing import mails, rows

BY = Actor(1, "ada@rivers.example", "Ada Okafor", {}, 1)


@pytest.fixture
def closed(database, clock, campaigns):
    """A closed letter that counts by state; two members with copies of their own, all files written; the mayor by post."""
    campaigns.open(text=BY_STATE)
    coordinator(database, clock)
    campaigns.sign("Friends of the Harbor", "ada@friends.example", state="OH")
    campaigns.sign("Reef League", "bo@reef.example", state="Texas")
    found = Recipients(database, clock)
    found.add(member(1), member(2, "TX", language="es"))
    campaigns.close()
    clock.now += timedelta(minutes=5)
    found.want_copies()
    found.write_copies()
    write_edition(database, clock)
    return found


def coordinator(database: Any, clock: Any) -> None:
    with database.write() as session:
        session.add(Person(email=BY.email, name=BY.name, created_at=clock.now))


def write_edition(database: Any, clock: Any) -> None:
    with database.read() as session:
        edition = edition_of(session, find(session, "harbor"))
    for form in ("pdf", "docx"):
        kept(database, edition.id, form, clock.now)


def acting(database: Any, verb: Any, *args: Any, **kwargs: Any) -> Any:
    with database.write() as session:
        return verb(session, find(session, "harbor"), *args, **kwargs)


def send(database: Any, clock: Any, slug: str = "harbor") -> int:
    with database.write() as session:
        campaign = find(session, slug)
        people = recipients_of(session, campaign)
        return sending.send(session, campaign, people, doors=doors(slug), by=BY, now=clock.now)


def record(database: Any, clock: Any, number: int, **more: Any) -> Delivery | None:
    with database.write() as session:
        campaign = find(session, "harbor")
        one = session.get_one(DeliveryRecipient, number)
        told = {"attempt": 1, "at": clock.now, "by": BY, "now": clock.now} | more
        return log.record(session, campaign, one, told.pop("channel", "post"), **told)


def follow(database: Any, clock: Any, row: Delivery, **more: Any) -> None:
    told = {"receipt": "", "answer": "", "answered_on": None, "answer_public": False, "follow_up_on": None} | more
    with database.write() as session:
        log.follow(session, find(session, "harbor"), session.get_one(Delivery, row.id), **told, by=BY, now=clock.now)


def mark_sent(database: Any, status: str = "sent", reason: str = "") -> None:
    with database.write() as session:
        values = {"status": status, "reason": reason, "sent_at": func.now() if status == "sent" else None}
        session.execute(update(OutboxMessage).where(OutboxMessage.kind == "delivery").values(**values))


# --- mail


def test_each_gets_their_own_copy_from_the_coordinator(closed, database, clock):
    assert send(database, clock) == 2
    first, second = mails(database, "delivery")
    assert (first.recipient, first.reply_to, first.sender_name) == (
        "jo1@house.example",
        "ada@rivers.example",
        "Ada Okafor",
    )
    assert first.context["subject"] == "Keep the harbor clean: a letter with 2 signatories"
    assert second.context["subject"] == "Keep the harbor clean: una carta con 2 firmantes"
    assert (second.language, second.context["check_url"]) == (
        "es",
        "/letters/harbor/check?lang=es",
    )
    files = {file.recipient_id: file for file in rows(database, DeliveryFile) if file.form == "pdf"}
    for message, one in zip((first, second), closed.all(), strict=True):
        with database.read() as session:
            (attached,) = attachments_of(session, message.attach)
        assert attached.filename == files[one.id].file_name == message.context["file_name"]
        assert (attached.media_type, attached.content[:5]) == ("application/pdf", b"%PDF-")
        assert message.context["sha256"] == files[one.id].sha256
    logged = rows(database, Delivery)
    assert [(one.channel, one.attempt, one.by, one.delivery_file_id) for one in logged] == [
        ("mail", 1, "Ada Okafor", files[closed.all()[0].id].id),
        ("mail", 1, "Ada Okafor", files[closed.all()[1].id].id),
    ]
    assert logged[0].words["text"].startswith("Dear Representative Doe 1,")


def test_pressing_twice_sends_once_and_the_key_holds_by_itself(closed, database, clock):
    assert send(database, clock) == 2
    assert send(database, clock) == 0
    assert len(mails(database, "delivery")) == 2
    row = rows(database, Delivery)[0]
    values = {"campaign_id": row.campaign_id, "edition_id": row.edition_id, "recipient_id": row.recipient_id}
    double = Delivery(**values, channel="mail", attempt=1, address="x@x.example", at=clock.now, by="x")
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(double)


def test_once_more_is_a_deliberate_act(closed, database, clock):
    send(database, clock)
    (one, _) = closed.all()

    def again(attempt: int) -> bool:
        with database.write() as session:
            campaign = find(session, "harbor")
            recipient = session.get_one(DeliveryRecipient, one.id)
            return sending.send_again(session, campaign, recipient, attempt, doors=doors("harbor"), by=BY, now=clock.now)

    assert again(2)
    assert not again(2)  # the same button, pressed twice
    assert len(mails(database, "delivery", to="jo1@house.example")) == 2
    assert again(3)


def test_who_gets_the_letter_as_it_is_gets_the_editions_file(database, clock, campaigns):
    campaigns.open()
    coordinator(database, clock)
    campaigns.sign()
    found = Recipients(database, clock)
    found.add(member(1, own_copy=False))
    campaigns.close()
    with pytest.raises(UserError, match="not written yet"):
        send(database, clock)
    write_edition(database, clock)
    assert send(database, clock) == 1
    (message,) = mails(database, "delivery")
    (file,) = (file for file in rows(database, EditionFile) if file.form == "pdf")
    with database.read() as session:
        (attached,) = attachments_of(session, message.attach)
        assert attached.content == kept(database, file.edition_id, "pdf", clock.now).data
    assert rows(database, Delivery)[0].edition_file_id == file.id


def test_nothing_goes_out_before_the_letter_is_closed_or_with_a_gap(closed, database, clock, campaigns):
    campaigns.open("other", text=BY_STATE)
    other = Recipients(database, clock, "other")
    other.add(member(1))
    with pytest.raises(UserError, match="Close the letter first"):
        send(database, clock, "other")
    closed.add(member(3))
    with pytest.raises(UserError, match="The file is not written yet"):
        send(database, clock)
    closed.add(member(4, own_copy=False))
    with pytest.raises(UserError, match="“The Honorable Jo Doe 4” would read"):
        send(database, clock)
    assert mails(database, "delivery") == []


def test_a_mail_that_comes_back_stands_in_the_log(closed, database, clock):
    send(database, clock)
    message = mails(database, "delivery")[0]
    with database.write() as session:
        follow_up(session, message, Trouble("550 5.1.1 no such user", mailbox=True), clock.now)
    mark_sent(database)
    with database.read() as session:
        standing = standings(session, deliveries_of(session, find(session, "harbor")))
    first, second = rows(database, Delivery)
    assert standing[first.id] == ("not delivered", "550 5.1.1 no such user")
    assert standing[second.id] == ("delivered", "")


@pytest.mark.parametrize(
    ("status", "expected"),
    [("waiting", "on its way"), ("sent", "delivered"), ("failed", "not delivered"), ("skipped", "not delivered")],
)
def test_how_a_mail_stands_is_what_the_outbox_says(closed, database, clock, status, expected):
    send(database, clock)
    mark_sent(database, status, "a reason")
    with database.read() as session:
        rows_ = deliveries_of(session, find(session, "harbor"))
        assert {found[0] for found in standings(session, rows_).values()} == {expected}


# --- the words


def test_words_with_an_unknown_place_are_refused(closed, database, clock):
    with pytest.raises(ProblemsError, match=r"\{organization\} stands for nothing"):
        acting(database, wording.keep_words, Words("For {recipient}", "{organization}"), by=BY, now=clock.now)


def test_own_words_are_kept_filled_in_and_given_up_again(closed, database, clock):
    own = Words("{count} for {recipient}", "{title}: {link} {coordinator} {title}")
    acting(database, wording.keep_words, own, by=BY, now=clock.now)
    send(database, clock)
    first = mails(database, "delivery")[0]
    assert first.context["subject"] == "2 for The Honorable Jo Doe 1"
    assert first.context["lines"] == ["Keep the harbor clean: /letters/harbor Ada Okafor Keep the harbor clean"]
    acting(database, wording.keep_words, wording.ours("es"), by=BY, now=clock.now)
    assert acting(database, wording.own_words) is None


def test_a_name_that_is_a_place_gets_no_second_filling():
    one = DeliveryRecipient(name="{coordinator}", language="en")

    class Titled:
        title = "{link}"

    shown = wording.filled(Words("{recipient}", "{title}"), Titled(), 1, one, link="L", coordinator="C")  # type: ignore[arg-type]
    assert shown == Words("{coordinator}", "{link}")


def test_a_test_goes_to_oneself_alone(closed, database, clock):
    with database.write() as session:
        campaign = find(session, "harbor")
        one = recipients_of(session, campaign)[0]
        sending.send_test(session, campaign, one, wording.ours("en"), doors=doors("harbor"), by=BY, now=clock.now)
    (message,) = mails(database, "delivery_test")
    assert (message.recipient, message.context["name"], len(message.attach)) == (
        "ada@rivers.example",
        "The Honorable Jo Doe 1",
        1,
    )
    assert rows(database, Delivery) == []


# --- by other ways


def test_a_delivery_by_hand_is_written_down_once_for_each_time(closed, database, clock):
    number = closed.all()[0].id
    assert record(database, clock, number, channel="hand", receipt=" Given to Sam. ")
    assert record(database, clock, number, channel="hand") is None
    assert record(database, clock, number, channel="hand", attempt=2)
    assert [(one.channel, one.attempt, one.receipt) for one in rows(database, Delivery)] == [
        ("hand", 1, "Given to Sam."),
        ("hand", 2, ""),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": "mail"}, "channel"),
        ({"channel": "pigeon"}, "channel"),
        ({"at": "later"}, "at"),
        ({"at": "before"}, "at"),
        ({"receipt": "x" * 501}, "receipt"),
    ],
)
def test_what_cannot_have_been_is_refused(closed, database, clock, wrong, field):
    moments = {"later": clock.now + timedelta(minutes=1), "before": clock.now - timedelta(hours=1)}
    wrong = {name: moments.get(value, value) for name, value in wrong.items()}
    with pytest.raises(UserError) as caught:
        record(database, clock, closed.all()[0].id, **wrong)
    assert caught.value.field == field


def test_what_is_to_be_looked_after_is_due_until_an_answer_came(closed, database, clock):
    row = record(database, clock, closed.all()[0].id, follow_up_on=date(2026, 3, 4))

    def due(day: int) -> int:
        with database.read() as session:
            return follow_ups(session, find(session, "harbor"), date(2026, 3, day))

    assert [due(day) for day in (3, 4, 9)] == [0, 1, 1]
    follow(database, clock, row, answer="We will.", answered_on=date(2026, 3, 5), follow_up_on=date(2026, 3, 4))
    assert due(9) == 0


def test_nothing_is_published_that_nobody_answered(closed, database, clock):
    row = record(database, clock, closed.all()[0].id)
    with pytest.raises(UserError, match="before you publish"):
        follow(database, clock, row, answer=" ", answer_public=True)


# --- delivered


def test_it_is_delivered_once_it_reached_somebody_and_somebody_says_so(closed, database, clock, campaigns):
    with pytest.raises(UserError, match="delivered to nobody yet"):
        acting(database, finishing.deliver, by=BY, now=clock.now)
    send(database, clock)
    with pytest.raises(UserError, match="delivered to nobody yet"):  # it is only on its way
        acting(database, finishing.deliver, by=BY, now=clock.now)
    mark_sent(database)
    said = acting(database, finishing.deliver, by=BY, now=clock.now)
    assert (campaigns.get().state, said.delivered_by) == ("delivered", "Ada Okafor")
    clock.now += timedelta(days=1)
    assert acting(database, finishing.deliver, by=BY, now=clock.now).delivered_at == said.delivered_at


def test_an_open_letter_is_not_delivered(campaigns, database, clock):
    campaigns.open()
    with pytest.raises(NotNow):
        acting(database, finishing.deliver, by=BY, now=clock.now)


@pytest.fixture
def done(closed, database, clock):
    """A delivered letter."""
    record(database, clock, closed.all()[0].id)
    acting(database, finishing.deliver, by=BY, now=clock.now)
    return closed


def thank(database: Any, clock: Any) -> int:
    return acting(database, finishing.thank, doors=doors("harbor"), by=BY, now=clock.now)


def test_every_signer_is_thanked_once(done, database, clock):
    assert thank(database, clock) == 2
    first = mails(database, "delivered")[0]
    assert first.recipient == "ada@friends.example"
    assert first.context["recipients"] == "The Honorable Jo Doe 1"
    assert first.context["line"] == "Friends of the Harbor"
    assert "/mine/" in first.context["own_url"]
    assert first.scope.startswith("campaign:")
    clock.now += timedelta(hours=1)
    with pytest.raises(UserError, match="thanked already"):
        thank(database, clock)
    with database.write() as session:  # even without that word the outbox keeps the second from going
        campaign = find(session, "harbor")
        edition = edition_of(session, campaign)
        finishing.delivered(session, edition).thanks, finishing.delivered(session, edition).thanked_at = "", None
    assert thank(database, clock) == 0


def test_who_left_the_letter_is_not_thanked(done, database, clock, campaigns):
    with database.write() as session:
        session.execute(update(Signature).where(Signature.contact_email == "bo@reef.example").values(status="withdrawn"))
    assert thank(database, clock) == 1
    message = mails(database, "delivered")[0]
    with database.read() as session:
        assert reason_to_skip(session, message, clock.now) is None
    with database.write() as session:
        session.execute(update(Signature).values(status="withdrawn"))
    with database.read() as session:
        assert reason_to_skip(session, message, clock.now) == "the signature does not stand any more"


def test_who_came_after_the_edition_is_not_thanked_for_it(done, database, clock):
    with database.write() as session:
        first = session.scalars(select(Signature)).first()
        late = {column.key: getattr(first, column.key) for column in Signature.__table__.columns if column.key != "id"}
        late |= {"contact_email": "late@late.example", "address_key": "late@late.example", "line": "Too Late"}
        session.add(Signature(**late))  # confirmed in time, accepted by a coordinator only afterwards
    assert thank(database, clock) == 2
    assert mails(database, "delivered", to="late@late.example") == []


def test_a_coordinator_may_decide_against_thanks(done, database, clock):
    acting(database, finishing.thank_nobody, by=BY, now=clock.now)
    with pytest.raises(UserError, match="decided to send no thanks"):
        thank(database, clock)
    assert mails(database, "delivered") == []


def test_many_recipients_are_counted_and_not_listed(closed, database, clock):
    people = [DeliveryRecipient(name=f"Jo {number}") for number in range(1, 6)]
    assert finishing._named(people, "en") == "5 recipients"
    assert finishing._named(people, "es") == "5 destinatarios"
    assert finishing._named(people[:3], "en") == "Jo 1, Jo 2 and Jo 3"
    assert finishing._named(people[:2], "es-MX") == "Jo 1 y Jo 2"
    assert finishing._named([], "en") == ""


def test_a_worker_writes_what_is_wanted(closed, database, clock):
    closed.add(member(3))
    closed.want_copies()
    copies.writing(lambda: clock.now)(database, clock.now)
    assert all(file.written_at for file in rows(database, DeliveryFile))
