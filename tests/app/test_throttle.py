"""How often forms are taken, and who is counted as one sender."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import time_machine
from flask import request
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import func, select

import throttle
from mail.models import OutboxMessage
from signatories.guards import FASTEST, suspicious
from tests.tools.pages import parse, text_of
from throttle import BUDGETS, allow
from web import access

HERE = "203.0.113.7"


@pytest.fixture
def counting(settings, make_app):
    """``counting(proxies=0)``: an application that counts, with a form that asks a budget and says how it went."""

    def make(*, proxies=0, limits=True):
        app = make_app(replace(settings, limits=limits, trusted_proxies=proxies))

        def act(name):
            refusal = allow(name, campaign=request.args.get("campaign", ""), mailbox=request.form.get("mailbox", ""))
            return {"took": True} if refusal is None else ({"wait": refusal.retry_after}, refusal.status, refusal.headers)

        app.add_url_rule("/t/<name>", "act", access("public")(act), methods=["POST"])
        app.add_url_rule("/t/look", "look", access("public")(lambda: {"counted": throttle.client_address()}))
        app.add_url_rule("/t/age", "age", access("public")(lambda: {"age": throttle.form_age()}), methods=["POST"])
        return app

    return make


@pytest.fixture
def still():
    """Time stands still, so that a bound is met exactly; ``still.shift(seconds)`` moves it."""
    with time_machine.travel("2026-03-02T15:00:00Z", tick=False) as traveller:
        yield traveller


def send(client, name="sign", address=HERE, **extra):
    query = "?campaign=" + extra.pop("campaign") if "campaign" in extra else ""
    data = {"mailbox": extra.pop("mailbox")} if "mailbox" in extra else {}
    return client.send(f"/t/{name}{query}", data, environ_base={"REMOTE_ADDR": address}, **extra)


def taken(client, count, name="sign", **where):
    """How many of ``count`` forms were taken."""
    return sum(send(client, name, **where).status_code == 200 for _ in range(count))


def test_an_office_signs_thirty_times_a_minute_and_then_waits(counting, still):
    client = counting().test_client()
    assert taken(client, 30) == 30
    refused = send(client)
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert send(client, address="203.0.113.8").status_code == 200, "the neighbour does not wait"
    still.shift(59)
    assert send(client).status_code == 429
    still.shift(2)
    assert send(client).status_code == 200


def test_what_was_refused_does_not_count(counting, still):
    client = counting().test_client()
    taken(client, 30)
    for _ in range(5):
        still.shift(10)
        assert send(client).headers["Retry-After"] == str(60 - 10 * (_ + 1))
    still.shift(11)
    assert taken(client, 31) == 30


def test_the_longer_bound_holds_too(counting, still):
    client = counting().test_client()
    for _ in range(10):
        assert taken(client, 30) == 30
        still.shift(61)
    refused = send(client)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == 3600 - 610


def test_a_campaign_counts_across_addresses_and_another_campaign_does_not(counting, still):
    client = counting().test_client()
    addresses = [f"203.0.113.{number}" for number in range(21)]
    assert sum(taken(client, 30, address=address, campaign="harbor") for address in addresses) == 600
    assert send(client, address="198.51.100.1", campaign="harbor").status_code == 429
    assert send(client, address="198.51.100.1", campaign="hills").status_code == 200
    assert send(client, "sign_invited", address="198.51.100.2", campaign="harbor").status_code == 200, "who was invited gets in"


def test_a_mailbox_counts_from_wherever_it_is_asked_for(counting, still):
    client = counting().test_client()
    answers = [send(client, "links", f"203.0.113.{n}", mailbox="ana@reef.example").status_code for n in range(7)]
    assert answers == [200] * 5 + [429] * 2
    assert send(client, "links", "203.0.113.99", mailbox="ben@reef.example").status_code == 200


@pytest.mark.parametrize("name", ["links", "resend"])
def test_mail_to_whatever_was_typed_is_bounded_for_a_campaign_as_well(counting, still, name):
    """Somebody with many addresses types many mailboxes; an office of signers behind one address is let through."""
    client = counting().test_client()

    def one(number, campaign):
        mailbox = f"n{number}@{campaign}.example"
        return send(client, name, f"203.0.{number // 30}.1", campaign=campaign, mailbox=mailbox).status_code

    assert [one(number, "harbor") for number in range(601)] == [200] * 600 + [429]
    assert one(700, "hills") == 200


def test_a_mailbox_is_counted_without_being_written_down(counting):
    app = counting()
    send(app.test_client(), "links", mailbox="ana@reef.example")
    kept = str(vars(app.extensions["undersigned.throttle"]._shared.storage))
    assert HERE in kept, "the control: this is where it is counted"
    assert "ana" not in kept
    assert "reef" not in kept


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP"])
def test_a_stranger_cannot_say_that_they_are_somebody_else(counting, still, header):
    client = counting().test_client()
    answers = [send(client, headers={header: f"198.51.100.{number}"}).status_code for number in range(32)]
    assert answers == [200] * 30 + [429] * 2


def test_behind_one_proxy_its_own_word_counts_and_nothing_before_it(counting, still):
    client = counting(proxies=1).test_client()
    forged = [send(client, headers={"X-Forwarded-For": f"198.51.100.{n}, {HERE}"}).status_code for n in range(32)]
    assert forged == [200] * 30 + [429] * 2
    two_lines = [("X-Forwarded-For", "198.51.100.77"), ("X-Forwarded-For", HERE)]
    assert send(client, headers=two_lines).status_code == 429
    assert send(client, headers={"X-Forwarded-For": "198.51.100.77"}).status_code == 200, "the control: another visitor"


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:0DB8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
        ("203.0.113.7, 1.2.3.4", "unknown"),
    ],
)
def test_who_is_one_sender(counting, address, counted):
    assert counting().test_client().get("/t/look", environ_base={"REMOTE_ADDR": address}).get_json() == {"counted": counted}


def test_many_addresses_of_one_network_are_one_sender(counting, still):
    client = counting().test_client()
    answers = [send(client, address=f"2001:db8:1:2::{number:x}").status_code for number in range(32)]
    assert answers == [200] * 30 + [429] * 2


def test_looking_neither_costs_nor_gets_past(counting, still):
    client = counting().test_client()
    around = {"environ_base": {"REMOTE_ADDR": HERE}}
    for _ in range(40):
        assert client.open("/t/sign", method="OPTIONS", **around).status_code == 200
        assert client.open("/t/sign", method="HEAD", **around).status_code == 405
    assert taken(client, 31) == 30
    for method in ("OPTIONS", "HEAD", "GET", "PUT"):
        assert b"took" not in client.open("/t/sign", method=method, **around).data
    for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert b"took" not in client.get("/t/sign", headers={header: "POST"}, **around).data


def test_parameters_given_twice_are_one_form(counting, still):
    client = counting().test_client()
    twice = {"csrf_token": client.mark(), "mailbox": ["a@reef.example", "b@reef.example"]}
    answers = [
        client.post("/t/links", data=twice, environ_base={"REMOTE_ADDR": f"203.0.113.{number}"}).status_code
        for number in range(6)
    ]
    assert answers == [200] * 5 + [429], "the first is the one that counts, and a second does not refresh it"


def test_at_the_same_moment_no_more_get_in(counting, still):
    app = counting()
    clients = [app.test_client() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda client: taken(client, 8), clients)) == 30


def test_a_counter_that_is_away_stops_nobody_and_does_not_open_the_gate(counting, still, caplog, monkeypatch):
    app = counting()

    class Away:
        def test(self, *_):
            raise ConnectionError("redis://user:password@counters.example")

    monkeypatch.setattr(app.extensions["undersigned.throttle"], "_shared", Away())
    assert taken(app.test_client(), 32) == 30
    assert "this process counts alone" in caplog.text
    assert "password" not in caplog.text


def test_limits_can_be_turned_off(counting, still):
    app = counting(limits=False)
    assert taken(app.test_client(), 100) == 100
    assert app.test_client().send("/t/age").get_json() == {"age": None}


def test_every_budget_bounds_the_address(counting):
    client = counting().test_client()
    for name in BUDGETS:
        assert BUDGETS[name].address
        assert send(client, name).status_code == 200


def test_signing_in_too_often_keeps_what_was_typed_and_sends_nothing(counting, database, signed_in, still):
    signed_in("owner")
    client = counting().test_client()
    path = "/desk/sign-in"
    for _ in range(10):
        assert client.fill_in(path, {"email": "nobody@reef.example"}).status_code == 303
    refused = client.fill_in(path, {"email": "owner@rivers.example"})
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    assert "press the button again in 60 seconds" in text_of(refused)
    assert parse(refused).xpath("//input[@name='email']")[0].get("value") == "owner@rivers.example"
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
    still.shift(61)
    assert client.fill_in(path, {"email": "owner@rivers.example"}).status_code == 303
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_guessing_sign_in_links_is_slowed_down(counting, still):
    client = counting().test_client()
    answers = [client.send(f"/desk/sign-in/{number:043}").status_code for number in range(32)]
    assert answers == [410] * 30 + [429] * 2


def test_long_waits_are_said_in_minutes(app):
    with app.test_request_context():
        assert "in 119 seconds" in throttle.Refusal(119).sentence
        assert "in 3 minutes" in throttle.Refusal(121).sentence


@pytest.mark.parametrize(
    ("trap", "age", "person", "doubt"),
    [
        ("", 60.0, False, False),
        ("", FASTEST, False, False),
        ("", FASTEST - 0.01, False, True),
        ("", -5.0, False, True),
        ("", None, False, False),
        ("x", 60.0, False, True),
        ("x", None, False, True),
        ("x", 0.0, True, False),
        ("", 0.0, True, False),
    ],
)
def test_what_makes_a_form_doubtful(trap, age, person, doubt):
    assert suspicious(trap, age, person) is doubt


def test_the_age_of_a_form_is_the_age_of_its_mark(counting, still):
    client = counting().test_client()
    mark = client.mark()
    still.shift(12)
    assert client.post("/t/age", data={"csrf_token": mark}).get_json() == {"age": 12.0}


def test_the_age_of_somebody_elses_mark_is_unknown(counting):
    app = counting()
    with app.test_request_context():
        forged = str(URLSafeTimedSerializer("another secret", salt="wtf-csrf-token").dumps("0" * 40))
        assert throttle.form_age(forged) is None
        assert throttle.form_age("") is None
        assert throttle.form_age("é") is None
        ours = str(URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps("0" * 40))
        age = throttle.form_age(ours)
        assert age is not None
        assert 0 <= age <= time.time()
