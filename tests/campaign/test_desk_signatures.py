"""The pages about signatures: finding them, seeing everything about one, and deciding about one or many."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select, update

from campaign.desk.acts import told
from campaign.desk.signatures.chronicle import ACTS, done
from campaign.desk.signatures.finding import PER_PAGE, SHOWS
from campaign.operations import sign
from campaign.operations.acts import acted
from campaign.operations.signing import SignatureEntry
from campaign.queries import find
from coalition.models import AuditEntry
from signatories.models import Signature, SignatureAct
from tests.tools.campaigns import Campaigns
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import mails, set_signature, signature_of

LIST = "/desk/harbor/signatures"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def desk(campaigns, signed_in):
    return signed_in("editor")


def lines(page):
    """The lines of the first table, in its order."""
    table = next(parse(page).iter("table"))
    return [" ".join("".join(cell.itertext()).split()) for cell in table.iter("th") if cell.get("scope") == "row"]


def filters(page):
    """The filters with their counts, and which one is chosen."""
    (nav,) = (one for one in parse(page).iter("nav") if one.get("class") == "filters")
    found = {"".join(link.itertext()).rpartition(" ")[0]: int(link.findtext("span")) for link in nav.iter("a")}
    (chosen,) = ("".join(link.itertext()).rpartition(" ")[0] for link in nav.iter("a") if link.get("aria-current"))
    return found, chosen


def said(page):
    """What the error summary says."""
    (box,) = (one for one in parse(page).iter("div") if one.get("id") == "errors")
    return ["".join(item.itertext()) for item in box.iter("li")]


def notice(page):
    return " ".join("".join(one.itertext()) for one in parse(page).iter("p") if one.get("role") == "status")


# The list.


def test_what_stands_on_the_letter_is_listed_in_its_order(campaigns, desk):
    campaigns.sign("The Zebra Society", "z@z.example")
    campaigns.sign("Harbor Watch", "h@h.example")
    campaigns.sign("Alder Club", "a@a.example")
    campaigns.sign("Not Confirmed", "n@n.example", confirmed=False)
    assert lines(desk.get(LIST)) == ["Harbor Watch", "Alder Club", "The Zebra Society"], "hosts first, then by name"


def test_filters_leave_what_they_say_and_count_it(campaigns, desk):
    for status in ("pending", "held", "refused", "withdrawn", "dropped", "replaced"):
        set_signature(campaigns.database, campaigns.sign(status, f"{status}@x.example").id, status=status, status_reason="so")
    campaigns.sign("unconfirmed", "u@x.example", confirmed=False)
    campaigns.sign("accepted", "a@x.example")
    asking = campaigns.sign("withdrawal-asked", "w@x.example").id
    set_signature(campaigns.database, asking, withdrawal_asked_at=campaigns.now)
    set_signature(campaigns.database, campaigns.sign("line-wanted", "l@x.example").id, line_wanted="Line, wanted")
    for show in SHOWS:
        page = desk.get(f"{LIST}?show={show}")
        counts, chosen = filters(page)
        listed = lines(page)
        assert counts[chosen] == len(listed)
        if show == "accepted":
            assert listed == ["accepted", "line-wanted asks for: Line, wanted", "withdrawal-asked"]
        elif show == "all":
            assert len(listed) == 10
        else:
            assert [line.partition(" asks")[0] for line in listed] == [show]
    assert sum(counts.values()) == 10 + 10 + 2, "each once by how it stands, once in all, and two ask for something"
    assert desk.get(f"{LIST}?show=nonsense").status_code == 404


def test_words_find_lines_contacts_addresses_and_websites(campaigns, desk):
    campaigns.sign("Mill Workers", "mia@mills.example", contact_name="Mia Moss", website="https://looms.example")
    campaigns.sign("Reef", "ben@reef.example")
    campaigns.sign("100% Clean", "c@c.example")
    for words, expected in {
        "mill": ["Mill Workers"],
        "moss mia": ["Mill Workers"],
        "looms": ["Mill Workers"],
        "ben@reef": ["Reef"],
        "0%": ["100% Clean"],
    }.items():
        assert lines(desk.get(LIST, query_string={"q": words})) == expected
    page = desk.get(LIST, query_string={"q": "nobody has this"})
    assert "No signature fits" in text_of(page)
    assert filters(page)[0]["all"] == 3, "counts are of the campaign, whatever is searched"


def test_a_long_list_has_pages_and_no_signature_is_on_none(campaigns, desk):
    names = [f"Organization {number:03}" for number in range(PER_PAGE + 3)]
    with campaigns.database.write() as session:
        campaign = find(session, "harbor")
        for name in names:
            entry = SignatureEntry(name, "Ada", "", f"{name[-3:]}@x.example", "I am authorized.")
            sign(session, campaign, entry, doors=doors(), now=campaigns.now)
        session.execute(update(Signature).values(status="accepted", confirmed_at=campaigns.now, confirmed_how="mail"))
    first, second = desk.get(LIST), desk.get(f"{LIST}?page=2")
    assert lines(first) + lines(second) == names
    assert [link.get("href") for link in parse(first).iter("a") if link.get("rel") == "next"] == [
        f"{LIST}?show=accepted&page=2"
    ]
    assert lines(desk.get(f"{LIST}?page=99")) == lines(second)


def test_who_shares_a_line_is_marked(campaigns, desk):
    campaigns.sign("Reef", "ben@reef.example")
    campaigns.sign("REEF", "cy@reef.example")
    assert lines(desk.get(LIST)) == ["Reef", "REEF printed once, with another"]


def test_who_came_too_late_stays_listed(campaigns, desk, clock):
    clock.advance(days=4)
    with campaigns.database.write() as session:
        entry = SignatureEntry("Too Late", "Ada", "", "late@x.example", "I am authorized.")
        sign(session, find(session, "harbor"), entry, doors=doors(), now=clock.now)
    assert "Too late: 1 asked after the deadline" in text_of(desk.get(LIST))
    assert "late@x.example" in text_of(desk.get("/desk/harbor/late"))


# One signature.


def test_everything_about_one_signature_is_on_its_page(campaigns, desk, database, clock):
    invited = Invitations(database, clock).one("Reef & Sons", "ben@reef.example")
    number = campaigns.sign(
        "Re\u200bef & Sons",
        "ben@reef.example",
        website="https://www.reef.example/about",
        state="Maine",
        scope="local",
        answers=[("How many members?", "<b>40</b>")],
    ).id
    set_signature(campaigns.database, number, invitation_id=invited.id, status_reason="")
    campaigns.sign("Reef Juniors", "ben+juniors@reef.example", confirmed=False)
    desk.send(f"{LIST}/{number}", {"decision": "hold", "reason": "whose <board>?"})
    page = desk.get(f"{LIST}/{number}")
    words = text_of(page)
    for expected in (
        "Reef & Sons",
        "Taken out, because it cannot be seen: U+200B ZERO WIDTH SPACE",
        "local, Maine",
        "ben@reef.example",
        "at the domain of the website that they gave",
        "How many members?<b>40</b>",
        "Version 1",
        signature_of(campaigns.database, number).version_hash[:8],
        "I am authorized.",
        "through the link in the mail",
        "the signer confirmed it through the link in the mail",
        "editor@rivers.example set it aside: “whose <board>?”",
        "Reef Juniors not confirmed",
    ):
        assert expected in words, expected
    assert any("/desk/harbor/invitations?q=Reef" in link.get("href") for link in parse(page).iter("a"))


@pytest.mark.parametrize(
    ("address", "website", "expected"),
    [
        ("a@gmail.com", "https://reef.example", "free-mail service"),
        ("a@other.example", "https://reef.example", "at another domain"),
        ("a@other.example", "", "no website to compare"),
        ("a@mail.reef.example", "reef.example", "at the domain of the website"),
    ],
)
def test_the_page_says_what_the_address_tells(campaigns, desk, address, website, expected):
    number = campaigns.sign("Reef", address, website=website).id
    assert expected in text_of(desk.get(f"{LIST}/{number}"))


def test_another_campaigns_signature_is_not_found_here(campaigns, desk, signed_in):
    campaigns.open("other")
    number = campaigns.sign(slug="other").id
    assert desk.get(f"{LIST}/{number}").status_code == 404
    assert desk.send(f"{LIST}/{number}", {"decision": "refuse", "reason": "x"}).status_code == 404
    assert signed_in("owner", "Mills").get(f"/desk/other/signatures/{number}").status_code == 404
    assert signature_of(campaigns.database, number).status == "accepted"


# Deciding.


def test_those_ticked_are_decided_and_the_list_comes_back_as_it_was(campaigns, desk):
    numbers = [campaigns.sign(f"Reef {n}", f"{n}@reef.example").id for n in range(3)]
    for number in numbers:
        set_signature(campaigns.database, number, status="pending", status_reason="the address is at a free-mail service")
    path = f"{LIST}?show=pending&q=reef"
    chosen = [str(numbers[0]), str(numbers[2])]
    answer = desk.send(path, {"number": chosen, "decision": "accept"})
    assert (answer.status_code, answer.location) == (303, path)
    page = desk.get(answer.location)
    assert notice(page) == "2 signatures are accepted."
    assert lines(page) == ["Reef 1"]
    assert [signature_of(campaigns.database, number).status for number in numbers] == ["accepted", "pending", "accepted"]


def test_pressing_twice_is_deciding_once(campaigns, desk):
    number = campaigns.sign().id
    sent = {"number": [str(number)], "decision": "hold", "reason": "x"}
    desk.send(LIST, sent)
    answer = desk.send(LIST, sent)
    assert "held already" in " ".join(said(answer))
    with campaigns.database.read() as session:
        assert len(session.scalars(select(SignatureAct).where(SignatureAct.act == "held")).all()) == 1


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"decision": "refuse", "reason": ""}, "Say why: the reason stays with the signature."),
        ({"decision": "refuse", "reason": "x" * 501}, "Keep the reason under 500 characters."),
        ({"reason": "because <it> is so"}, "Choose what to do."),
        ({"decision": "explode", "reason": "because"}, "Choose what to do."),
    ],
)
def test_what_is_missing_is_said_and_ticks_and_words_are_kept(campaigns, desk, sent, sentence):
    first, second = campaigns.sign().id, campaigns.sign("Reef", "ben@reef.example").id
    answer = desk.send(LIST, {"number": [str(second)], "tell": "y"} | sent)
    assert answer.status_code == 422
    assert said(answer) == [sentence]
    root = parse(answer)
    ticked = [box.get("value") for box in root.iter("input") if box.get("name") == "number" and box.get("checked") is not None]
    assert ticked == [str(second)]
    (form,) = (one for one in root.iter("form") if one.get("id") == "decide")
    kept = form_values(form)
    assert kept["reason"] == sent["reason"]
    assert kept["tell"] == "y"
    assert kept.get("decision") == (sent.get("decision") if sent.get("decision") != "explode" else None)
    assert [signature_of(campaigns.database, number).status for number in (first, second)] == ["accepted", "accepted"]


def test_ticking_nothing_is_said(campaigns, desk):
    campaigns.sign()
    assert said(desk.send(LIST, {"decision": "hold", "reason": "x"})) == ["Tick the signatures that you mean."]
    odd = {"decision": "hold", "reason": "x", "number": ["", "-1", "1e9", "٣", "9" * 30]}
    assert said(desk.send(LIST, odd)) == ["Tick the signatures that you mean."]


def test_those_passed_by_are_named_with_the_reason(campaigns, desk):
    numbers = [campaigns.sign(f"Reef {n} <i>", f"{n}@reef.example", confirmed=False).id for n in range(6)]
    good = campaigns.sign("Good", "good@x.example").id
    set_signature(campaigns.database, good, status="pending")
    sent = {"number": [str(number) for number in [*numbers, good]], "decision": "accept"}
    page = desk.get(desk.send(f"{LIST}?show=all", sent).location)
    words = notice(page)
    assert words.startswith("1 signature is accepted. 6 were passed by. “Reef 0 <i>”: nobody has confirmed it yet")
    assert "Reef 3" in words
    assert "Reef 4" not in words
    assert "The others have reasons of their own" in words


def test_a_notice_with_the_longest_lines_fits_into_a_cookie(campaigns, desk):
    def name(n):
        return "".join(chr(0x4E00 + (n * 250 + place) * 7 % 20_000) for place in range(250))  # nothing that would shrink

    numbers = []
    for n in range(6):
        campaigns.sign(name(n), f"{n}@reef.example")
        numbers.append(campaigns.sign(name(n + 6), f"{n}@reef.example", confirmed=False).id)
    answer = desk.send(f"{LIST}?show=all", {"number": [str(number) for number in numbers], "decision": "accept", "reason": "x"})
    assert all(len(value) < 4000 for name, value in answer.headers if name == "Set-Cookie")
    assert "6 were passed by" in notice(desk.get(answer.location))


def test_the_page_of_one_offers_what_applies_and_lets_two_of_one_person_stand(campaigns, desk):
    campaigns.sign("Reef", "ben@reef.example")
    second = campaigns.sign("Reef Juniors", "ben@reef.example", confirmed=False).id
    path = f"{LIST}/{second}"
    offered = [box.get("value") for box in parse(desk.get(path)).iter("input") if box.get("name") == "decision"]
    assert offered == ["accept", "refuse", "withdraw"]
    answer = desk.fill_in(path, {"decision": "accept", "reason": "Ben telephoned"}, action=path)
    assert answer.status_code == 422
    assert "“Reef” stands from the same mail address" in " ".join(said(answer))
    answer = desk.submit(answer, path, {"beside": "y"}, action=path)
    assert answer.location == path
    assert signature_of(campaigns.database, second).prints
    assert notice(desk.get(path)) == "1 signature is accepted."


def test_a_refused_signer_is_told_the_reason_when_the_box_is_ticked(campaigns, desk, database):
    number = campaigns.sign("Reef", "ben@reef.example").id
    desk.fill_in(
        f"{LIST}/{number}", {"decision": "refuse", "reason": "not an organization", "tell": "y"}, action=f"{LIST}/{number}"
    )
    (mail,) = mails(database, "refused")
    assert (mail.recipient, mail.context["reason"]) == ("ben@reef.example", "not an organization")


def test_the_public_page_follows_at_once(campaigns, desk, client):
    number = campaigns.sign("Reef", "ben@reef.example").id
    assert "Reef" in text_of(client.get("/letters/harbor"))
    desk.send(LIST, {"number": [str(number)], "decision": "hold", "reason": "x"})
    assert "Reef" not in text_of(client.get("/letters/harbor"))
    desk.send(f"{LIST}/{number}", {"decision": "accept"})
    assert "Reef" in text_of(client.get("/letters/harbor"))


def test_who_may_only_look_is_shown_no_form_and_refused_one(campaigns, signed_in):
    number = campaigns.sign().id
    viewer = signed_in("viewer")
    for path in (LIST, f"{LIST}/{number}"):
        page = viewer.get(path)
        forms = {form.get("action") for form in parse(page).iter("form") if form.get("method") == "post"}
        assert forms == {"/desk/sign-out"}
        assert not [box for box in parse(page).iter("input") if box.get("type") == "checkbox"]
        assert viewer.send(path, {"number": [str(number)], "decision": "hold", "reason": "x"}).status_code == 403
    assert signature_of(campaigns.database, number).status == "accepted"


def test_after_closing_the_page_says_what_a_decision_reaches(campaigns, desk):
    number = campaigns.sign().id
    assert "counts for a later edition" not in text_of(desk.get(LIST))
    campaigns.close()
    for path in (LIST, f"{LIST}/{number}"):
        assert "counts for a later edition" in text_of(desk.get(path))


# The next step, and the record.


def test_what_waits_is_the_next_step(campaigns, desk):
    number = campaigns.sign().id
    campaigns.sign("Reef", "ben@reef.example", confirmed=False)
    assert "1 has not confirmed yet." in text_of(desk.get("/desk/harbor/"))
    set_signature(campaigns.database, number, status="pending")
    page = desk.get("/desk/harbor/")
    assert "1 signature waits for you" in text_of(page)
    links = [link.get("href") for link in parse(page).iter("a") if "primary" in (link.get("class") or "")]
    assert links == [f"{LIST}?show=pending"]
    assert "1 waits for you" in text_of(desk.get("/desk/"))


def test_who_asks_to_be_taken_off_is_the_next_step_after_closing(campaigns, desk, clock):
    number = campaigns.sign().id
    campaigns.close()
    assert "Closed: download the final letter" in text_of(desk.get("/desk/harbor/"))
    set_signature(campaigns.database, number, withdrawal_asked_at=clock.now)
    assert "1 signer asks to be taken off" in text_of(desk.get("/desk/harbor/"))
    desk.send(f"{LIST}/{number}", {"decision": "withdraw"})
    page = desk.get("/desk/harbor/")
    assert "The list has changed since edition 1" in text_of(page), "the frozen one still has it"
    assert 'href="/desk/harbor/editions/next"' in page.text


def test_every_act_has_a_sentence_at_the_signature_and_in_the_record(campaigns, desk, app):
    number = campaigns.sign("Reef", "ben@reef.example").id
    with campaigns.database.write() as session:
        signature = session.get_one(Signature, number)
        for act in ACTS:
            acted(
                session, find(session, "harbor"), signature, act, by="somebody", now=campaigns.now, reason="so", before="Rief"
            )
    with campaigns.database.read() as session, app.test_request_context("/desk/harbor/"):
        entries = session.scalars(select(AuditEntry).where(AuditEntry.actor == "somebody")).all()
        sentences = [told(entry) for entry in entries]
    assert len(sentences) == len(ACTS) > 12
    assert all(re.fullmatch(r"\w.+: Reef \(“so”\)", sentence) for sentence in sentences), sentences
    words = text_of(desk.get("/desk/harbor/history"))
    assert all(f"somebody {sentence}" in words for sentence in sentences)
    assert "signature." not in words
    page = text_of(desk.get(f"{LIST}/{number}"))
    assert "somebody corrected the line, which was “Rief”: “so”" in page


def test_an_act_from_elsewhere_is_shown_as_it_is(app):
    with app.test_request_context("/desk/"):
        assert done("enchanted", {}) == "enchanted"
