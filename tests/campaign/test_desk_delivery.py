"""The desk's pages about delivery, as a coordinator uses them: the mail, the log, delivered, the thanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from campaign.delivery_models import DeliveredEdition, Delivery, DeliveryWords
from tests.campaign.test_delivering import closed as closed
from tests.campaign.test_delivering import mark_sent
from tests.tools.pages import text_of
from tests.tools.signing import mails, rows

HOME = "/desk/harbor/delivery"
EDITOR = "editor@rivers.example"


@pytest.fixture
def client(closed: Any, signed_in: Any) -> Any:
    return signed_in("editor")


def step(client: Any) -> str:
    return text_of(client.get("/desk/harbor/"))


def test_the_mail_is_shown_tested_and_sent(client, closed, database, clock):
    page = text_of(client.get(f"{HOME}/mail"))
    assert f"answers go to {EDITOR}" in page
    assert "2 get it now" in page
    assert "Dear Representative Doe 1, attached is the letter" in page
    second = closed.all()[1].id
    assert "una carta con 2 firmantes" in text_of(client.get(f"{HOME}/mail?as={second}"))
    test = client.send(f"{HOME}/mail", {"subject": "S {count}", "text": "T", "test": "yes"})
    assert "A test is on its way" in text_of(test)
    (message,) = mails(database, "delivery_test")
    assert (message.recipient, message.context["subject"]) == (EDITOR, "S 2")
    assert client.send(f"{HOME}/send").status_code == 303
    assert {one.reply_to for one in mails(database, "delivery")} == {EDITOR}
    again = client.send(f"{HOME}/send")
    assert again.status_code == 422
    assert "has got it" in text_of(again)
    assert len(mails(database, "delivery")) == 2
    log = text_of(client.get(f"{HOME}/log"))
    assert log.count("on its way") == 2


def test_words_that_cannot_be_sent_come_back(client, database):
    page = client.send(f"{HOME}/mail", {"subject": "", "text": "{nonsense}", "save": "yes"})
    assert page.status_code == 422
    assert "{nonsense} stands for nothing" in text_of(page)
    assert client.send(f"{HOME}/mail", {"subject": "S", "text": "For {recipient}", "save": "yes"}).status_code == 303
    with database.read() as session:
        assert session.query(DeliveryWords).one().text == "For {recipient}"


def test_once_more_from_the_log(client, closed, database):
    client.send(f"{HOME}/send")
    number = closed.all()[0].id
    assert client.send(f"{HOME}/{number}/again", {"attempt": "2"}).status_code == 303
    assert client.send(f"{HOME}/{number}/again", {"attempt": "2"}).status_code == 303
    assert len(mails(database, "delivery", to="jo1@house.example")) == 2


def test_from_reached_to_delivered_to_thanked_step_by_step(client, closed, database, clock):
    assert "Deliver the letter: 0 of 2 reached" in step(client)
    assert "It was delivered to nobody yet" in text_of(client.get(client.send(f"{HOME}/delivered").location))
    client.send(f"{HOME}/send")
    mark_sent(database)
    assert "Deliver the letter: 2 of 2 reached" in step(client)
    assert client.send(f"{HOME}/delivered").location == f"{HOME}/thanks"
    assert "Delivered: thank those who signed" in step(client)
    page = text_of(client.get(f"{HOME}/thanks"))
    assert "2 mails go out" in page
    assert "/mine/…" in page
    assert client.send(f"{HOME}/thanks").status_code == 303
    assert len(mails(database, "delivered")) == 2
    assert "The signers were thanked." in text_of(client.get(f"{HOME}/thanks"))
    assert "It reached 2 recipients." in step(client)
    with database.read() as session:
        assert session.query(DeliveredEdition).one().thanks == "sent"


def test_no_thanks(client, closed, database):
    client.send(f"{HOME}/send")
    mark_sent(database)
    client.send(f"{HOME}/delivered")
    assert client.send(f"{HOME}/no-thanks").status_code == 303
    assert "It was decided to send no thanks." in text_of(client.get(f"{HOME}/thanks"))


def test_a_delivery_is_written_down_and_looked_after(client, closed, database, clock):
    number = closed.all()[0].id
    typed = {"channel": "hand", "receipt": "Stamped", "follow_up_on": "2026-03-04"}
    assert client.fill_in(f"{HOME}/{number}/record", typed, action="record").status_code == 303
    (row,) = rows(database, Delivery)
    assert (row.channel, row.receipt, row.by) == ("hand", "Stamped", EDITOR)
    assert "is to be looked after" not in step(client)
    clock.now += timedelta(days=3)
    assert "1 delivery is to be looked after" in step(client)
    assert "Look after it:" in text_of(client.get(f"{HOME}/log?show=due"))
    came = {"answer": "We will.", "answered_on": "2026-03-05"}
    assert client.fill_in(f"{HOME}/log/{row.id}", came, action="log").status_code == 303
    assert "is to be looked after" not in step(client)
    assert "“We will.”" in text_of(client.get(f"{HOME}/log"))


def test_a_moment_that_is_none_is_said_at_its_field(client, closed, database):
    number = closed.all()[0].id
    page = client.fill_in(f"{HOME}/{number}/record", {"channel": "post", "at": "yesterday"}, action="record")
    assert page.status_code == 422
    assert "Write a date and a time." in text_of(page)
    assert rows(database, Delivery) == []
