"""After confirming: may the organization stand on the letter already, under another name? Asked, answered, taken back."""

from __future__ import annotations

import re

import pytest

from campaign import alike as asking
from campaign import name_index
from campaign.listing import groups_of
from campaign.operations.judging import judge, take_back
from campaign.queries import find
from coalition.models import Person
from coalition.permissions import Actor
from signatories.judgements import Judgement
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.directory import Directory
from tests.tools.invitations import Invitations, doors
from tests.tools.pages import parse, text_of
from tests.tools.signing import everything, mails, rows, set_signature, sign_on

LONG, SHORT = "Lamp and Kettle Workers", "LKW"
ASKED = "Your organization may already have signed as"
BY = Actor(1, "ana@rivers.example", "Ana", {1: "owner"}, 1)


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    with database.write() as session:
        session.add(Person(email=BY.email, name=BY.name, created_at=clock.now))
    return made


@pytest.fixture
def first(campaigns):
    """The line that stands already."""
    return campaigns.sign(LONG, "lee@lkw.example", contact_name="Lee Long", website="lkw.example").id


def enter(name, email, **more):
    return ENTRY | {"organization": name, "contact_email": email, "contact_name": "Sam Short"} | more


@pytest.fixture
def own(client, first, database):
    """The own page of somebody who signs with the short name, from elsewhere."""
    return sign_on(client, database, enter(SHORT, "sam@elsewhere.example"))


def options(page):
    """The values of the answers, in their order."""
    return [one.get("value") for one in parse(page).iter("input") if one.get("name") == "answer"]


def answer(client, own, verdict, place=0):
    page = client.get(own)
    (value, *_more) = [one for one in options(page) if one.startswith(verdict)][place:]
    done = client.submit(page, own, {"answer": value}, action="/alike")
    assert done.status_code == 303, text_of(done)
    return text_of(client.get(own))


def back(client, own):
    done = client.fill_in(own, {}, action="/alike/back")
    assert done.status_code == 303
    return text_of(client.get(own))


def printed(database):
    with database.read() as session:
        return [entry.name for group in groups_of(session, find(session, "harbor")) for entry in group.entries]


def live(database):
    return [(one.verdict, one.source, one.signer_id) for one in rows(database, Judgement) if one.revoked_at is None]


def asked(client, own):
    return ASKED in text_of(client.get(own))


# --- the question -------------------------------------------------------------------------------------------------------


def test_right_after_confirming_the_page_asks_and_nothing_is_chosen(client, own, database):
    page = client.get(own)
    said = text_of(page)
    assert f"You have signed Keep the harbor clean Your signature is safe. {ASKED} “{LONG}”." in said
    assert f"the letter prints one line for both, “{LONG}”; your own signature and its proof stay" in said
    assert [one.partition(":")[0] for one in options(page)] == ["same", "chapter", "different"]
    assert not [one for one in parse(page).iter("input") if one.get("checked") is not None]
    assert printed(database) == [LONG, SHORT]


def test_through_a_personal_link_as_well(client, first, database, clock, campaigns):
    invitation = Invitations(database, clock).one(SHORT, "sam@elsewhere.example")
    link = doors().to("invited", invitation.id)
    done = client.fill_in(link, {"organization": SHORT, "contact_name": "Sam", "authorized": "y"}, action="/sign")
    assert "/mine/" in done.location
    assert asked(client, done.location)


def test_it_is_asked_as_long_as_it_is_open_and_unanswered(client, own, clock, campaigns):
    clock.advance(days=1)
    assert asked(client, own)
    clock.advance(days=3)
    assert not asked(client, own)
    before = client.get(own)
    assert "It is a different organization" not in text_of(before)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_changes_nothing(client, own, database, method):
    before = everything(database)
    for path in (own, f"{own}/alike", f"{own}/alike/back"):
        assert client.open(path, method=method).status_code in (200, 405)
    assert everything(database) == before


def test_without_a_choice_nothing_is_written(client, own, database):
    page = client.fill_in(own, {}, action="/alike")
    assert page.status_code == 422
    assert "Please choose one." in text_of(page)
    assert rows(database, Judgement) == []


@pytest.mark.parametrize("status", ["held", "refused", "withdrawn", "replaced", "dropped"])
def test_only_who_stands_is_asked(client, own, database, status):
    set_signature(database, 2, status=status, status_reason="so")
    assert not asked(client, own)
    answer = client.send(f"{own}/alike", {"answer": "different:", "shown": _key(LONG)})
    assert answer.status_code == 422
    assert rows(database, Judgement) == []


def test_who_waits_for_a_coordinator_is_asked(client, first, database, campaigns):
    with database.write() as session:
        find(session, "harbor").moderation = "all"
    assert asked(client, sign_on(client, database, enter(SHORT, "sam@elsewhere.example")))


def test_a_person_is_not_asked(client, first, database, campaigns):
    with database.write() as session:
        find(session, "harbor").allow_individuals = True
    number = campaigns.sign(SHORT, "sam@elsewhere.example", kind="individual").id
    assert not asked(client, doors().to("own", number))


def test_other_names_are_not_asked_about(client, first, database):
    assert not asked(client, sign_on(client, database, enter("Lamp Lighters", "sam@elsewhere.example")))


def test_at_most_three_names_the_likeliest_first_each_line_once(client, first, database, campaigns):
    more = [f"{LONG}, Inc.", f"The {LONG}", f"{LONG} ({SHORT})", "Lamp & Kettle Workers"]
    for number, name in enumerate(more):
        campaigns.sign(name, f"x@other{number}.example")
    own = sign_on(client, database, enter(SHORT, "sam@elsewhere.example"))
    page = client.get(own)
    assert len(options(page)) == 2 * asking.MOST + 1
    with database.write() as session:
        judge(session, find(session, "harbor"), [1, 2, 3, 4, 5], "same", prints=5, by=BY, now=campaigns.now)
    page = client.get(own)
    assert f"{ASKED} “Lamp & Kettle Workers”." in text_of(page)
    assert len(options(page)) == 3


def test_a_name_that_the_directory_knows_as_anothers_is_asked_about(client, first, database, campaigns):
    own = sign_on(client, database, enter("Kettle House", "sam@elsewhere.example"))
    assert not asked(client, own)
    with database.write() as session:
        Directory(session, 1, campaigns.now).add("KETTLE HOUSE", LONG)
    assert f"{ASKED} “{LONG}”." in text_of(client.get(own))
    with database.write() as session:
        Directory(session, 1, campaigns.now).add("Kettle House of Elsewhere", "Kettle House")
    assert not asked(client, own)  # two go by that name now


# --- the answers --------------------------------------------------------------------------------------------------------


def test_the_same_is_one_line_with_the_words_of_the_other_and_can_be_taken_back(client, own, database):
    said = answer(client, own, "same")
    assert f"Thank you. Both stand as one line: “{LONG}”." in said
    assert f"You said that you are the same as “{LONG}”: both stand as one line, “{LONG}”." in said
    assert f"So your line stands in the letter: {LONG} Your organization has more than one signature" in said
    assert f"You signed as “{SHORT}”." in said
    assert ASKED not in said
    assert printed(database) == [LONG]
    assert live(database) == [("same", "signer", 2)]
    (judgement,) = rows(database, Judgement)
    assert judgement.score >= 0.9
    assert judgement.reasons
    assert SHORT in text_of(client.get(own)), "their own signature stays"
    said = back(client, own)
    assert "Taken back: everything stands as before." in said
    assert ASKED in said
    assert printed(database) == [LONG, SHORT]


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("chapter", f"You said that you are a chapter or an affiliate of “{LONG}”: each has its own line."),
        ("different", f"You said that “{LONG}” is a different organization: each has its own line."),
    ],
)
def test_a_chapter_and_a_different_organization_keep_their_lines(client, own, database, verdict, words):
    said = answer(client, own, verdict)
    assert words in said
    assert "Thank you. Each keeps its own line." in said
    assert ASKED not in said
    assert printed(database) == [LONG, SHORT]
    assert live(database) == [(verdict, "signer", 2)]
    assert [one.part_id for one in rows(database, Judgement)] == [2 if verdict == "chapter" else None]
    assert ASKED in back(client, own)
    assert live(database) == []


def test_different_is_said_of_each_name_that_was_shown(client, first, database, campaigns):
    second = campaigns.sign(f"{LONG}, Inc.", "x@other.example").id
    own = sign_on(client, database, enter(SHORT, "sam@elsewhere.example"))
    assert "All of these are different organizations" in text_of(client.get(own))
    said = answer(client, own, "different")
    assert [(one.one_id, one.other_id, one.verdict) for one in rows(database, Judgement)] == [
        (first, 3, "different"),
        (second, 3, "different"),
    ]
    assert "may already have signed" not in said


def test_of_several_names_one_is_chosen(client, first, database, campaigns):
    campaigns.sign(f"{LONG}, Inc.", "x@other.example")
    own = sign_on(client, database, enter(SHORT, "sam@elsewhere.example"))
    said = answer(client, own, "same", place=1)
    chosen = re.search("Both stand as one line: “(.*?)”", said)[1]
    assert sorted([*printed(database), SHORT]) == sorted([LONG, f"{LONG}, Inc.", SHORT])
    (judgement,) = rows(database, Judgement)
    assert judgement.one_name == chosen
    assert "may already have signed" not in said


def test_two_organizations_of_one_name_are_one_choice(client, first, database, campaigns):
    second = campaigns.sign(LONG, "x@other.example").id
    own = sign_on(client, database, enter(SHORT, "sam@elsewhere.example"))
    assert len(options(client.get(own))) == 3
    answer(client, own, "different")
    assert [one.one_id for one in rows(database, Judgement)] == [first, second]


def test_after_closing_the_answer_is_shown_as_it_is(client, own, database, clock):
    answer(client, own, "same")
    page = client.get(own)
    clock.advance(days=4)
    said = text_of(client.get(own))
    assert "both stand as one line" in said
    assert "Take this back" not in said
    assert client.submit(page, own, {}, action="/alike/back").status_code == 422
    assert len(live(database)) == 1


def test_after_closing_nothing_is_answered(client, own, database, clock):
    page = client.get(own)
    clock.advance(days=4)
    assert client.submit(page, own, {"answer": options(page)[0]}, action="/alike").status_code == 422
    assert rows(database, Judgement) == []


def test_what_a_coordinator_judged_is_not_asked(client, own, database, campaigns):
    page = client.get(own)
    with database.write() as session:
        judge(session, find(session, "harbor"), [1, 2], "unsure", by=BY, now=campaigns.now)
    assert not asked(client, own)
    late = client.submit(page, own, {"answer": options(page)[0]}, action="/alike")
    assert late.status_code == 422
    assert "What you were asked has changed meanwhile." in text_of(late)
    assert live(database) == [("unsure", "coordinator", None)]


def test_what_a_coordinator_undid_is_not_asked(client, campaigns, database):
    campaigns.sign("Harbor", "lee@lkw.example")
    number = campaigns.sign("HARBOR", "sam@lkw.example").id
    own = doors().to("own", number)
    assert "Harbor Your organization has more than one signature on this letter" in text_of(client.get(own))
    with database.write() as session:
        (judgement,) = session.query(Judgement)
        take_back(session, find(session, "harbor"), judgement, by=BY, now=campaigns.now)
    assert not asked(client, own)


def test_taking_back_what_is_not_theirs_is_nothing(client, own, database, campaigns):
    with database.write() as session:
        judge(session, find(session, "harbor"), [1, 2], "same", prints=1, by=BY, now=campaigns.now)
    assert client.send(f"{own}/alike/back", {"judgement": "1"}).status_code == 303
    assert "That was taken back already." in text_of(client.get(own))
    assert live(database) == [("same", "coordinator", None)]


def test_both_forms_want_their_mark(client, own, database):
    page = client.get(own)
    assert client.post(f"{own}/alike", data={"answer": options(page)[0]}).status_code in (400, 422)
    answer(client, own, "same")
    assert client.post(f"{own}/alike/back", data={"judgement": "1"}).status_code in (400, 422)
    assert len(live(database)) == 1


def test_in_spanish_it_says_the_same_things(client, own):
    assert client.get(f"{own}?lang=es").status_code == 200


# --- what may be told ---------------------------------------------------------------------------------------------------


def _key(name):
    from campaign.public.alike import _key as key

    return key(name)


@pytest.fixture
def hidden(campaigns, database):
    """A letter that does not show who has signed."""
    with database.write() as session:
        find(session, "harbor").show_signatories = False


def own_of(campaigns, email, name=SHORT, **more):
    return doors().to("own", campaigns.sign(name, email, **more).id)


def test_a_name_that_is_not_public_is_not_told_to_another_domain(client, campaigns, hidden, first, database):
    own = own_of(campaigns, "sam@elsewhere.example")
    assert LONG not in client.get(own).text
    done = client.send(f"{own}/alike", {"answer": f"same:{_key(LONG)}", "shown": _key(LONG)})
    assert done.status_code == 422
    assert LONG not in done.text
    assert rows(database, Judgement) == []


def test_it_is_told_to_the_same_domain(client, campaigns, hidden, first, database):
    own = own_of(campaigns, "sam@lkw.example")
    assert asked(client, own)
    assert f"both stand as one line, “{LONG}”" in answer(client, own, "same")


@pytest.mark.parametrize(
    ("theirs", "website", "ours"),
    [
        ("lee@gmail.com", "gmail.com", "sam@gmail.com"),
        ("lee@unheard-of-mail.example", "", "sam@unheard-of-mail.example"),
        ("lee@unheard-of-mail.example", "lkw.example", "sam@unheard-of-mail.example"),
        ("lee@lkw.example", "lkw.example", "sam@mail.lkw.example"),
        ("lee@lkw.example", "lkw.example", "sam@xlkw.example"),
    ],
)
def test_a_domain_that_is_not_surely_their_own_is_nobodys(client, campaigns, hidden, theirs, website, ours):
    campaigns.sign(LONG, theirs, website=website)
    assert LONG not in client.get(own_of(campaigns, ours)).text


@pytest.mark.parametrize("how", ["coordinator", "import", "earlier"])
@pytest.mark.parametrize("whose", ["the signer's", "the other's"])
@pytest.mark.parametrize("shown", [True, False], ids=["public", "not public"])
def test_who_has_not_shown_that_the_address_is_theirs(client, campaigns, database, first, how, whose, shown):
    """A signer of whom nobody knows is told nothing; of an unproven one only what is public."""
    own = own_of(campaigns, "sam@lkw.example")
    with database.write() as session:
        find(session, "harbor").show_signatories = shown
    assert asked(client, own), "the control"
    set_signature(database, 2 if whose == "the signer's" else first, confirmed_how=how)
    assert (LONG in client.get(own).text) is (shown and whose == "the other's")


@pytest.mark.parametrize("status", ["unconfirmed", "held", "refused", "withdrawn", "dropped", "replaced"])
@pytest.mark.parametrize("ours", ["sam@elsewhere.example", "sam@lkw.example"])
def test_what_does_not_print_is_not_told(client, campaigns, database, first, status, ours):
    own = own_of(campaigns, ours)
    set_signature(database, first, status=status, status_reason="so")
    assert LONG not in client.get(own).text


@pytest.mark.parametrize(("ours", "told"), [("sam@elsewhere.example", False), ("sam@lkw.example", True)])
def test_what_waits_for_a_coordinator_is_told_to_its_own_domain(client, campaigns, database, first, ours, told):
    set_signature(database, first, status="pending")
    assert asked(client, own_of(campaigns, ours)) is told


def test_another_letters_lines_are_not_told(client, campaigns, database, first):
    campaigns.open("second")
    number = campaigns.sign(SHORT, "sam@elsewhere.example", slug="second").id
    assert LONG not in client.get(doors("second").to("own", number)).text


def test_words_that_are_not_public_do_not_show_on_a_line_that_is_shared(client, campaigns, database, hidden, first):
    """A coordinator joined two; the letter does not show who has signed, and it may be a mistake."""
    own = own_of(campaigns, "sam@elsewhere.example")
    with database.write() as session:
        judge(session, find(session, "harbor"), [1, 2], "same", prints=1, by=BY, now=campaigns.now)
    page = client.get(own)
    assert LONG not in page.text
    assert "the words may be those of the other one" in text_of(page)
    galley = client.get(doors().to("galley", 2))
    assert LONG not in galley.text
    assert "the words may be those of the other one" in text_of(galley)


def test_nothing_in_the_form_tells_more_than_the_name(client, own):
    """No number of a row: it would tell how many have signed."""
    (form,) = [one for one in parse(client.get(own)).iter("form") if one.get("action", "").endswith("/alike")]
    told = {one.get("name"): one.get("value") for one in form.iter("input")}
    del told["csrf_token"]
    assert set(told) == {"shown", "answer"}
    assert told["shown"] == _key(LONG)


# --- the words that print, wherever a signer is told how the line stands ------------------------------------------------


def test_the_receipt_and_the_galley_say_the_words_that_print(client, campaigns, database):
    campaigns.sign("Harbor League", "lee@lkw.example", website="lkw.example")
    own = sign_on(client, database, enter("HARBOR LEAGUE", "sam@lkw.example", website="lkw.example"))
    receipt = mails(database, "receipt", "sam@lkw.example")[0]
    assert (receipt.context["line"], receipt.context["shared"]) == ("Harbor League", "seen")
    assert "stands in the letter: Harbor League Your organization has more" in text_of(client.get(own))
    assert "Harbor League" in text_of(client.get(doors().to("galley", 2)))
    assert "You signed as “HARBOR LEAGUE”." in text_of(client.get(doors().to("galley", 2)))


# --- the index ----------------------------------------------------------------------------------------------------------


def test_the_index_is_kept_and_knows_who_came_since(monkeypatch):
    made = []
    from signatories import matching

    class Counted(matching.NameIndex):
        def __init__(self, names):
            made.append(len(names))
            super().__init__(names)

    monkeypatch.setattr(matching, "NameIndex", Counted)
    monkeypatch.setattr(name_index, "_kept", type(name_index._kept)())
    names = {number: f"Guild {number} of Plumbers" for number in range(1, 201)} | {900: LONG}
    assert [number for number, _match in name_index.searched(1, names, SHORT)] == [900]
    names |= {901: f"{LONG}, Inc."}
    assert sorted(number for number, _match in name_index.searched(1, names, SHORT)) == [900, 901]
    del names[900]
    names[1] = LONG
    assert sorted(number for number, _match in name_index.searched(1, names, SHORT)) == [1, 901]
    assert made == [201], "none was made anew"
    names |= {number: f"Band {number}" for number in range(300, 320)}
    name_index.searched(1, names, SHORT)
    assert made == [201, 221]
    for campaign in (2, 3):
        name_index.searched(campaign, names, SHORT)
    name_index.searched(1, names, SHORT)
    assert len(made) == 5, "few are kept"
    assert len(name_index._kept) == name_index.MOST_INDEXES


def test_what_a_search_says_does_not_hang_on_whether_the_index_is_new(campaigns, client, database, own):
    """Three names: the index is made anew with each."""
    assert asked(client, own)
    set_signature(database, 1, line="Somebody Else")
    assert not asked(client, own)
