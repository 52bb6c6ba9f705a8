"""The galley: who is asked, what they see of the list, the three answers, and what the desk learns from them."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from campaign.models import Campaign
from campaign.operations.galley import around, default_until, to_ask
from campaign.operations.galley import ask as ask_signers
from campaign.queries import find
from mail.compose import compose
from mail.wanted import reason_to_skip
from signatories.models import Signature, SignatureAct
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import doors
from tests.tools.pages import parse, text_of
from tests.tools.signing import everything, mails, set_signature, signature_of

DESK = "/desk/harbor/galley"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def desk(campaigns, signed_in):
    return signed_in("editor")


def setting(campaigns, **values):
    with campaigns.database.write() as session:
        session.execute(update(Campaign).values(**values))


def path_of(campaigns, number):
    """The path behind the link in the mail."""
    return doors().to("galley", number, signature_of(campaigns.database, number).generation)


def acts(campaigns, number):
    with campaigns.database.read() as session:
        query = select(SignatureAct.act).where(SignatureAct.signature_id == number).order_by(SignatureAct.id)
        return list(session.scalars(query))


def said(page):
    (box,) = (one for one in parse(page).iter("div") if one.get("id") == "errors")
    return " ".join("".join(box.itertext()).split())


def ask(desk, until="2026-03-04T17:00"):
    answer = desk.fill_in(DESK, {"until": until}, action=DESK)
    assert answer.status_code == 303, said(answer)
    return text_of(desk.get(answer.location))


def shown(page):
    """What is listed on the signer's page, the own line between stars."""
    (found,) = (one for one in parse(page).iter("ul") if one.get("class") == "choices")
    return [f"*{item.findtext('strong')}*" if item.find("strong") is not None else item.text for item in found.iter("li")]


# Asking.


def test_everybody_on_the_letter_with_an_address_is_asked_once(campaigns, desk, database):
    asked = {campaigns.sign("Reef", "ben@reef.example").id, campaigns.sign("Mills", "mia@mills.example").id}
    campaigns.sign("Not Confirmed", "n@n.example", confirmed=False)
    set_signature(campaigns.database, campaigns.sign("Held", "h@h.example").id, status="held", status_reason="so")
    nobody = campaigns.sign("Purged", "p@p.example").id
    set_signature(campaigns.database, nobody, contact_email="", contact_purged_at=campaigns.now)
    assert "2 who stand on the letter have not been asked" in text_of(desk.get(DESK))
    words = ask(desk)
    assert "2 signers are asked by mail." in words
    assert "no answer yet 2" in words
    sent = mails(database, "galley")
    assert {mail.recipient for mail in sent} == {"ben@reef.example", "mia@mills.example"}
    assert {mail.about for mail in sent} == {f"signature:{number}" for number in asked}
    assert {signature_of(campaigns.database, number).galley for number in asked} == {"asked"}
    assert signature_of(campaigns.database, nobody).galley == ""
    assert all(acts(campaigns, number)[-1] == "galley asked" for number in asked)
    assert "asked 2 signers whether their line is right" in text_of(desk.get("/desk/harbor/history"))

    late = campaigns.sign("Late Comer", "l@l.example").id
    assert "1 signer is asked by mail." in ask(desk)
    assert [mail.about for mail in mails(database, "galley")[2:]] == [f"signature:{late}"]
    assert "Nobody new is to be asked" in ask(desk)
    assert len(mails(database, "galley")) == 3


def test_two_coordinators_who_press_at_once_ask_once(campaigns, database, clock):
    number = campaigns.sign().id
    with database.read() as session:
        seen_by_both = to_ask(session, find(session, "harbor"))
    counts = []
    for _ in range(2):
        clock.advance(seconds=1)  # another moment is another message for the outbox
        with database.write() as session:
            campaign = find(session, "harbor")
            counts.append(
                ask_signers(session, campaign, seen_by_both, "2026-03-04T17:00", doors=doors(), by="Rosa", now=clock.now)
            )
    assert (seen_by_both, counts) == ([number], [1, 0])
    assert len(mails(database, "galley")) == 1


def test_the_mail_has_the_line_the_link_and_both_times(campaigns, desk, database):
    campaigns.sign("Reef", "ben@reef.example", contact_name="Ben Li")
    number = campaigns.sign("Arrecife", "eva@arrecife.example", contact_name="", language="es").id
    ask(desk, "2026-03-04T09:30")
    english, spanish = mails(database, "galley")
    text = compose(english).text
    flat = " ".join(text.split())
    assert flat.startswith("Hello Ben Li, the letter “Keep the harbor clean” closes soon.")
    assert "Reef" in flat
    assert "by Wednesday, March 4, 2026 at 9:30 AM Eastern Time" in flat
    assert "closes: Thursday, March 5, 2026 at 5:00 PM Eastern Time" in flat
    assert "If we do not hear from you, the line stays as it is" in flat
    text = " ".join(compose(spanish).text.split())
    assert text.startswith("Hola: La carta")
    assert "miércoles, 4 de marzo de 2026, 09:30" in text
    address = urlsplit(spanish.context["galley_url"])
    assert (address.path, address.query) == (path_of(campaigns, number), "lang=es")
    assert urlsplit(english.context["galley_url"]).query == ""


def test_a_persons_line_is_whole_in_the_mail(campaigns, desk, database):
    setting(campaigns, allow_individuals=True)
    campaigns.sign("Ada Okafor", kind="individual", title="Professor", affiliation="Harbor University")
    ask(desk)
    assert mails(database, "galley")[0].context["line"] == "Ada Okafor, Professor, Harbor University"


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-03-05T17:00", "before the letter closes"),
        ("2026-03-06T09:00", "before the letter closes"),
        ("2026-03-02T09:00", "already past"),
        ("soon", "is not a date and time"),
        ("2026-03-04", "time of day"),
        ("", "Choose a date and a time"),
        ("2026-03-04T17:00+01:00", "without an offset"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_nobody_is_asked(campaigns, desk, database, until, sentence):
    campaigns.sign()
    answer = desk.fill_in(DESK, {"until": until}, action=DESK)
    assert answer.status_code == 422
    assert sentence in said(answer)
    (field,) = (one for one in parse(answer).iter("input") if one.get("name") == "until")
    assert field.get("value") == until[:16]
    assert mails(database, "galley") == []
    assert campaigns.get().galley_until is None


def test_the_time_that_signers_were_told_moves_later_only(campaigns, desk):
    campaigns.sign()
    ask(desk, "2026-03-04T12:00")
    answer = desk.fill_in(DESK, {"until": "2026-03-04T11:59"}, action=DESK)
    assert "Signers were told that they have until Wednesday, March 4, 2026 at 12:00 PM" in said(answer)
    assert "The time is kept. Nobody new is to be asked." in ask(desk, "2026-03-04T18:00")
    assert "gave signers until 2026-03-04 18:00" in text_of(desk.get("/desk/harbor/history"))
    assert campaigns.get().galley_until.isoformat() == "2026-03-04T23:00:00+00:00"


def test_the_time_offered_is_a_day_before_the_deadline_or_half_of_what_is_left(campaigns, clock):
    assert default_until(campaigns.get(), clock.now) == "2026-03-04T17:00"
    clock.now = clock.now.replace(day=5, hour=20)  # two hours left
    assert default_until(campaigns.get(), clock.now) == "2026-03-05T16:00"
    clock.advance(days=1)
    assert default_until(campaigns.get(), clock.now) == ""


def test_there_is_nothing_to_ask_in_a_draft_or_a_closed_letter(campaigns, desk, database, signed_in):
    campaigns.sign()
    campaigns.draft("young")
    sent = {"until": "2026-03-04T17:00"}
    answer = desk.send("/desk/young/galley", sent)
    assert answer.status_code == 422
    assert "Open the letter for signature first" in said(answer)
    campaigns.close()
    answer = desk.send(DESK, sent)
    assert "has closed" in said(answer)
    assert "its list stands as it is" in text_of(desk.get(DESK))
    assert mails(database, "galley") == []


def test_who_may_only_look_sees_the_answers_and_no_form(campaigns, signed_in, desk):
    campaigns.sign()
    ask(desk)
    viewer = signed_in("viewer")
    page = viewer.get(DESK)
    assert "no answer yet 1" in text_of(page)
    assert [form.get("action") for form in parse(page).iter("form")] == ["/desk/sign-out"]
    assert viewer.send(DESK, {"until": "2026-03-04T17:00"}).status_code == 403


def test_mail_that_waits_is_not_sent_to_whom_it_does_not_concern_any_more(campaigns, desk, database, clock):
    numbers = [campaigns.sign(f"Reef {n}", f"{n}@reef.example").id for n in range(4)]
    ask(desk)
    set_signature(campaigns.database, numbers[1], status="withdrawn")
    set_signature(campaigns.database, numbers[2], galley="right")
    with database.read() as session:
        reasons = [reason_to_skip(session, mail, clock.now) for mail in mails(database, "galley")]
        assert reasons == [None, "the signature does not stand on the letter any more", "its signer has answered", None]
        clock.advance(days=4)
        assert reason_to_skip(session, mails(database, "galley")[0], clock.now) == "the letter has closed"


# The signer's page.


@pytest.fixture
def seven(campaigns):
    """Seven signers by name, the host first; the numbers by name."""
    names = ["Harbor Watch", "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir"]
    return {name: campaigns.sign(name, f"{name[0].lower()}@x.example").id for name in reversed(names)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbor Watch", ["*Harbor Watch*", "Alder", "Birch", "…"]),
        ("Alder", ["Harbor Watch", "*Alder*", "Birch", "Cedar", "…"]),
        ("Cedar", ["…", "Alder", "Birch", "*Cedar*", "Dogwood", "Elm", "…"]),
        ("Fir", ["…", "Dogwood", "Elm", "*Fir*"]),
    ],
)
def test_the_line_stands_among_its_neighbours_as_the_letter_prints_them(campaigns, seven, client, name, expected):
    assert shown(client.get(path_of(campaigns, seven[name]))) == expected


def test_neighbours_are_of_the_same_group_under_its_heading(campaigns, client):
    setting(campaigns, group_by="scope", allow_individuals=True)
    local = campaigns.sign("Alder", "a@x.example", scope="local").id
    campaigns.sign("Birch", "b@x.example", scope="national")
    campaigns.sign("Cedar", "c@x.example", scope="local")
    person = campaigns.sign("Ada Okafor", kind="individual", title="Professor", affiliation="University").id
    page = client.get(path_of(campaigns, local))
    assert shown(page) == ["*Alder*", "Cedar"]
    assert "Local organizations" in text_of(page)
    page = client.get(path_of(campaigns, person))
    assert shown(page) == ["*Ada Okafor, Professor, University*"]
    assert "Individuals" in text_of(page)


def test_where_nobody_is_shown_one_sees_oneself_alone(campaigns, seven, client):
    setting(campaigns, show_signatories=False)
    page = client.get(path_of(campaigns, seven["Cedar"]))
    assert shown(page) == ["*Cedar*"]
    assert not [name for name in seven if name not in ("Cedar", "Harbor Watch") and name in page.text]


@pytest.mark.parametrize("values", [{"status": "pending"}, {"status": "held", "status_reason": "so"}])
def test_a_line_that_does_not_print_now_has_no_neighbours(campaigns, seven, client, values):
    set_signature(campaigns.database, seven["Cedar"], **values)
    page = client.get(path_of(campaigns, seven["Cedar"]))
    assert shown(page) == ["*Cedar*"]
    assert "The coordinators look at your line" in text_of(page)


def test_the_page_shows_nobodys_address(campaigns, seven, client):
    assert "@x.example" not in client.get(path_of(campaigns, seven["Cedar"])).text


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=9, unique=True), st.booleans())
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_shown_is_always_a_piece_of_the_list(campaigns, database, names, by_name):
    """Whatever the list: two lines on each side where there are two, and the ends are known as ends."""
    setting(campaigns, signature_order="by name" if by_name else "as listed")
    with database.write() as session:
        for table in (SignatureAct, Signature):
            session.execute(table.__table__.delete())
    numbers = {name: campaigns.sign(name, f"{name}@x.example").id for name in names}
    whole = sorted(names) if by_name else names
    with database.read() as session:
        campaign = find(session, "harbor")
        for index, name in enumerate(whole):
            place = around(session, campaign, session.get_one(Signature, numbers[name]), campaigns.now)
            assert place.own.name == name
            assert [one.name for one in place.before] == whole[max(0, index - 2) : index]
            assert [one.name for one in place.after] == whole[index + 1 : index + 3]
            assert (place.first, place.last) == (index <= 2, index >= len(whole) - 3)


def test_the_page_leads_to_the_signers_own(campaigns, seven, client):
    page = client.get(path_of(campaigns, seven["Cedar"]))
    (link,) = (one.get("href") for one in parse(page).iter("a") if "/mine/" in one.get("href"))
    assert "Cedar" in text_of(client.get(link))


def test_looking_changes_nothing(campaigns, seven, client, desk, database):
    ask(desk)
    before = everything(database)
    for number in seven.values():
        for method in ("GET", "HEAD", "OPTIONS", "GET"):
            assert client.open(path_of(campaigns, number), method=method).status_code == 200
    assert everything(database) == before


def test_a_link_for_something_else_opens_nothing_here(campaigns, seven, client):
    number = seven["Cedar"]
    good = path_of(campaigns, number).rpartition("/")[2]
    wrong = [
        doors().seal.token("own", number),
        doors().seal.token("galley", number, 1),
        good[:-1] + ("A" if good[-1] != "A" else "B"),
    ]
    for token in wrong:
        page = client.get(f"/letters/harbor/galley/{token}")
        assert page.status_code == 404
        assert "This link opens nothing any more" in text_of(page)
        assert client.send(f"/letters/harbor/galley/{token}/right").status_code == 404
    campaigns.open("other")
    assert client.get(f"/letters/other/galley/{good}").status_code == 404


# The answers.


def test_it_is_right(campaigns, seven, client, desk):
    ask(desk)
    number = seven["Cedar"]
    path = path_of(campaigns, number)
    page = client.get(path)
    assert "Please answer by Wednesday, March 4, 2026 at 5:00 PM Eastern Time. If we do not hear from you" in text_of(page)
    answer = client.submit(page, path, {}, action="/right")
    assert (answer.status_code, answer.location) == (303, path)
    assert signature_of(campaigns.database, number).galley == "right"
    assert "Thank you, your line is right" in text_of(client.get(path))
    client.send(f"{path}/right")
    assert acts(campaigns, number).count("galley right") == 1
    assert "right 1" in text_of(desk.get(DESK))


def test_a_corrected_line_is_right_and_prints_at_once(campaigns, seven, client, desk):
    ask(desk)
    number = seven["Cedar"]
    path = path_of(campaigns, number)
    assert "Cedar" in text_of(client.get("/letters/harbor"))
    assert client.fill_in(path, {"line": "Red Cedar"}, action="/line").status_code == 303
    signature = signature_of(campaigns.database, number)
    assert (signature.line, signature.galley, signature.name_typed) == ("Red Cedar", "right", "Cedar")
    assert "Red Cedar" in text_of(client.get("/letters/harbor"))
    assert shown(client.get(path)) == ["…", "Elm", "Fir", "*Red Cedar*"]
    words = text_of(desk.get(f"{DESK}?show=corrected"))
    assert "Red Cedar" in words
    assert "was “Cedar”" in words


def test_sending_the_same_spelling_says_that_it_is_right(campaigns, seven, client, desk):
    ask(desk)
    number = seven["Cedar"]
    client.fill_in(path_of(campaigns, number), {}, action="/line")
    assert signature_of(campaigns.database, number).galley == "right"
    assert acts(campaigns, number)[-1] == "galley right"
    assert "corrected" not in acts(campaigns, number)


@pytest.mark.parametrize(
    ("typed", "sentence"), [("Cedar \U00013000", "U+13000"), (" ", "Write the name"), ("x" * 301, "longer")]
)
def test_what_cannot_print_is_refused_and_kept(campaigns, seven, client, desk, typed, sentence):
    ask(desk)
    path = path_of(campaigns, seven["Cedar"])
    answer = client.fill_in(path, {"line": typed}, action="/line")
    assert answer.status_code == 422
    assert sentence in said(answer)
    (field,) = (one for one in parse(answer).iter("input") if one.get("name") == "line")
    assert field.get("value") == typed
    assert (parse(answer).findtext("head/title") or "").startswith("Not changed")
    signature = signature_of(campaigns.database, seven["Cedar"])
    assert (signature.line, signature.galley) == ("Cedar", "asked")


def test_where_everything_is_looked_at_the_line_stays_until_a_coordinator_takes_the_other_spelling(
    campaigns, seven, client, desk
):
    ask(desk)
    setting(campaigns, moderation="all")
    path = path_of(campaigns, seven["Cedar"])
    client.fill_in(path, {"line": "Red Cedar"}, action="/line")
    assert signature_of(campaigns.database, seven["Cedar"]).prints
    page = client.get(path)
    assert "Thank you, you asked for another spelling" in text_of(page)
    assert "You asked for “Red Cedar”." in text_of(page)
    assert "*Cedar*" in shown(page)
    assert "asked for “Red Cedar”" in text_of(desk.get(f"{DESK}?show=wished"))
    decide_about = f"/desk/harbor/signatures/{seven['Cedar']}"
    desk.send(decide_about, {"decision": "leave", "reason": "the register says so"})
    assert "left as it is" in text_of(desk.get(f"{DESK}?show=wished"))
    desk.send(decide_about, {"decision": "spell"})
    assert "was “Cedar”" in text_of(desk.get(f"{DESK}?show=corrected"))
    assert "*Red Cedar*" in shown(client.get(path))


def test_withdrawing_takes_the_line_off_at_once(campaigns, seven, client, desk, database):
    ask(desk)
    number = seven["Cedar"]
    path = path_of(campaigns, number)
    client.fill_in(path, {"reason": "a new board"}, action="/withdraw")
    signature = signature_of(campaigns.database, number)
    assert (signature.status, signature.status_reason) == ("withdrawn", "a new board")
    assert "Cedar" not in text_of(client.get("/letters/harbor"))
    page = client.get(path)
    assert "You have withdrawn" in text_of(page)
    assert not [form for form in parse(page).iter("form") if form.get("method") == "post"]
    answer = client.send(f"{path}/right")
    assert answer.status_code == 422
    assert "does not stand any more" in said(answer)
    assert "withdrawn 1" in text_of(desk.get(DESK))
    assert mails(database, "withdrawn")


def test_after_closing_the_page_says_so_and_takes_no_answer(campaigns, seven, client, desk, clock):
    ask(desk)
    number = seven["Cedar"]
    path = path_of(campaigns, number)
    opened = client.get(path)
    clock.advance(days=4)
    page = client.get(path)
    assert "The letter closed on Thursday, March 5, 2026 at 5:00 PM Eastern Time" in text_of(page)
    assert not [form for form in parse(page).iter("form") if form.get("method") == "post"]
    for action, data in (("/right", {}), ("/line", {"line": "Red Cedar"})):
        answer = client.submit(opened, path, data, action=action)
        assert answer.status_code == 422
        assert "This letter has closed" in said(answer)
    left = signature_of(campaigns.database, number)
    assert (left.line, left.galley) == ("Cedar", "asked")
    assert client.submit(opened, path, {}, action="/withdraw").status_code == 303
    assert signature_of(campaigns.database, number).withdrawal_asked_at == clock.now
    assert "Your wish was passed on to the coordinators" in text_of(client.get(path))


def test_after_the_time_that_was_asked_for_an_answer_still_counts(campaigns, seven, client, desk, clock):
    ask(desk)
    clock.advance(days=2, hours=12)
    path = path_of(campaigns, seven["Cedar"])
    page = client.get(path)
    assert "Please answer by" not in text_of(page)
    client.submit(page, path, {}, action="/right")
    assert signature_of(campaigns.database, seven["Cedar"]).galley == "right"


def test_the_desk_tells_every_answer_apart(campaigns, seven, client, desk):
    ask(desk)
    client.fill_in(path_of(campaigns, seven["Alder"]), {}, action="/right")
    client.fill_in(path_of(campaigns, seven["Birch"]), {"line": "White Birch"}, action="/line")
    client.fill_in(path_of(campaigns, seven["Cedar"]), {}, action="/withdraw")
    desk.send(f"/desk/harbor/signatures/{seven['Dogwood']}", {"decision": "refuse", "reason": "x"})
    counts = {"": 7, "right": 1, "corrected": 1, "withdrawn": 1, "off": 1, "silent": 3}
    for show, count in counts.items():
        page = desk.get(f"{DESK}?show={show}")
        rows = list(next(parse(page).iter("tbody")).iter("tr"))
        assert len(rows) == count, show
        (chosen,) = (link for link in parse(page).iter("a") if link.get("aria-current") == "true")
        assert int(chosen.findtext("span")) == count
    assert desk.get(f"{DESK}?show=nonsense").status_code == 404


def test_a_line_corrected_before_the_asking_is_not_an_answer(campaigns, seven, client, desk):
    client.fill_in(doors().to("own", seven["Elm"]), {"line": "Old Elm"}, action="/line")
    assert signature_of(campaigns.database, seven["Elm"]).line == "Old Elm"
    ask(desk)
    assert "no answer yet 7" in text_of(desk.get(DESK))
