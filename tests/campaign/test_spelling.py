"""Another spelling of a line that a coordinator accepted: asked for, taken, left, and each taken back. It prints so long."""

from __future__ import annotations

import pytest

from campaign.operations import close_due
from campaign.operations.own_page import correct_line
from campaign.queries import activity_of, find, printing
from errors import UserError
from mail.compose import compose
from mail.wanted import reason_to_skip
from signatories.models import Signature
from tests.tools.campaigns import Campaigns
from tests.tools.consenting import bring
from tests.tools.deciding import acts, word
from tests.tools.invitations import doors
from tests.tools.pages import parse, text_of
from tests.tools.signing import mails, set_signature, signature_of

WRONG, RIGHT = "Freinds of the Harbor", "Friends of the Harbor"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open(moderation="all")
    return made


@pytest.fixture
def number(campaigns):
    """An accepted line with a slip in it."""
    signed = campaigns.sign(WRONG).id
    word(campaigns, [signed], "accept")
    return signed


def ask(campaigns, number, typed=RIGHT):
    with campaigns.database.write() as session:
        campaign, signature = find(session, "harbor"), session.get_one(Signature, number)
        return correct_line(session, campaign, signature, typed, now=campaigns.now)


def printed(campaigns):
    with campaigns.database.read() as session:
        return [one.line for one in printing(session, find(session, "harbor"))]


def test_whoever_mends_their_line_stays_on_the_letter_as_it_was_accepted(campaigns, number, clock):
    assert ask(campaigns, number) == "asked"
    signature = signature_of(campaigns.database, number)
    assert (signature.status, signature.line, signature.line_wanted) == ("accepted", WRONG, RIGHT)
    assert acts(campaigns, number)[-1][:2] == ("correction asked", "the signer")
    clock.advance(days=4)
    with campaigns.database.write() as session:
        (edition,) = close_due(session, clock.now)
        assert [line[0] for group in edition.signatories["groups"] for line in group["lines"]] == [WRONG]


def test_asking_again_is_asking_once_and_one_may_think_better_of_it(campaigns, number):
    ask(campaigns, number)
    assert ask(campaigns, number) == "asked"
    assert [act for act, *_ in acts(campaigns, number)].count("correction asked") == 1
    assert ask(campaigns, number, WRONG) == "dropped"
    assert ask(campaigns, number, WRONG) == "same"
    assert signature_of(campaigns.database, number).line_wanted == ""
    assert acts(campaigns, number)[-1][0] == "correction dropped"


def test_what_nobody_has_accepted_yet_is_mended_at_once(campaigns, number):
    waiting = campaigns.sign("Mil Workers", "mia@mills.example").id
    assert ask(campaigns, waiting, "Mill Workers") == "changed"
    assert signature_of(campaigns.database, waiting).line == "Mill Workers"
    ask(campaigns, number)
    word(campaigns, [number], "hold", reason="which harbor?")
    assert ask(campaigns, number, "Friends of the Bay") == "changed"
    assert signature_of(campaigns.database, number).line_wanted == "", "the newest words count"


def test_a_coordinator_takes_the_wish_and_goes_back_and_takes_it_again(campaigns, number):
    ask(campaigns, number)
    assert word(campaigns, [number], "spell") == ([RIGHT], {})
    signature = signature_of(campaigns.database, number)
    assert (signature.line, signature.line_wanted, signature.prints) == (RIGHT, "", True)
    assert word(campaigns, [number], "leave", reason="by mistake") == ([WRONG], {})
    assert printed(campaigns) == [WRONG]
    assert word(campaigns, [number], "spell") == ([RIGHT], {})
    assert [act for act, *_ in acts(campaigns, number)][-3:] == ["correction taken", "correction left", "correction taken"]
    assert "does not ask" in word(campaigns, [number], "spell")[1][RIGHT]


def test_a_coordinator_leaves_the_line_and_says_why(campaigns, number):
    ask(campaigns, number)
    with pytest.raises(UserError) as refused:
        word(campaigns, [number], "leave")
    assert refused.value.field == "reason"
    assert word(campaigns, [number], "leave", reason="that is another society") == ([WRONG], {})
    signature = signature_of(campaigns.database, number)
    assert (signature.line, signature.line_wanted, signature.prints) == (WRONG, "", True)
    assert "no other spelling" in word(campaigns, [number], "leave", reason="x")[1][WRONG]
    with campaigns.database.read() as session:
        entry = activity_of(session, find(session, "harbor"), 1)[0]
    assert entry.act == "signature.correction left"
    assert (entry.detail["before"], entry.detail["after"]) == (WRONG, RIGHT)


def test_a_line_that_its_signer_changed_meanwhile_is_not_gone_back_from(campaigns, number):
    ask(campaigns, number)
    word(campaigns, [number], "spell")
    word(campaigns, [number], "hold", reason="x")
    ask(campaigns, number, "Friends of the Bay")
    assert "no other spelling" in word(campaigns, [number], "leave", reason="x")[1]["Friends of the Bay"]


@pytest.mark.parametrize(("decision", "said"), [("spell", "have taken it"), ("leave", "have left the line as it is")])
def test_the_signer_is_told_without_a_tick_and_without_a_link_to_anything(campaigns, number, decision, said):
    ask(campaigns, number)
    word(campaigns, [number], decision, reason="as the register has it")
    (mail,) = mails(campaigns.database, "spelling")
    text = " ".join(compose(mail).text.split())
    for words in (said, f"“{RIGHT}”", "as the register has it", RIGHT if decision == "spell" else WRONG):
        assert words in text
    assert "/mine/" not in text
    assert signature_of(campaigns.database, number).language == "en"
    with campaigns.database.read() as session:
        assert reason_to_skip(session, mail, campaigns.now) is None
    campaigns.clock.advance(minutes=1)
    word(campaigns, [number], "leave" if decision == "spell" else "spell", reason="by mistake")
    with campaigns.database.read() as session:
        assert reason_to_skip(session, mail, campaigns.now) == "the decision was changed meanwhile"
        assert reason_to_skip(session, mails(campaigns.database, "spelling")[1], campaigns.now) is None


def test_until_the_list_is_frozen_a_wish_can_be_taken_and_then_no_more(campaigns, number, clock, signed_in):
    ask(campaigns, number)
    clock.advance(days=3, hours=7, seconds=5)
    assert word(campaigns, [number], "spell")[0] == [RIGHT]
    word(campaigns, [number], "leave", reason="x")
    clock.advance(seconds=30)
    campaigns.close()
    assert "frozen" in word(campaigns, [number], "spell")[1][WRONG]
    page = signed_in("editor").get(f"/desk/harbor/signatures/{number}")
    assert "spell" not in [one.get("value") for one in parse(page).iter("input") if one.get("name") == "decision"]


def test_both_spellings_are_on_the_signers_page(campaigns, number, client):
    own = doors().to("own", number)
    answer = client.fill_in(own, {"line": RIGHT}, action="/line")
    page = client.get(answer.location)
    assert "A coordinator looks at it first" in text_of(page)
    assert f"You asked for “{RIGHT}”." in text_of(page)
    assert WRONG in text_of(page)
    (field,) = (one for one in parse(page).iter("input") if one.get("name") == "line")
    assert field.get("value") == RIGHT, "what was typed is still there to be mended"
    client.fill_in(own, {"line": WRONG}, action="/line")
    assert "Your line stays as it is." in text_of(client.get(own))


def test_wishes_are_a_list_of_their_own_and_taken_together(campaigns, number, signed_in):
    listed = bring(campaigns, "Mil Town")
    ask(campaigns, number)
    set_signature(campaigns.database, listed, line_wanted="Mill Town")
    desk = signed_in("editor")
    assert "2 signers ask for another spelling" in text_of(desk.get("/desk/harbor/"))
    page = desk.get("/desk/harbor/signatures?show=line-wanted")
    assert f"{WRONG} asks for: {RIGHT}" in text_of(page)
    offered = [one.get("value") for one in parse(page).iter("input") if one.get("name") == "decision"]
    assert offered == ["spell", "leave"]
    sent = {"number": [str(number), str(listed)], "decision": "spell"}
    answer = desk.send("/desk/harbor/signatures?show=line-wanted", sent)
    assert "2 lines are spelled as asked." in text_of(desk.get(answer.location))
    assert sorted(printed(campaigns)) == [RIGHT, "Mill Town"]


def test_the_page_of_one_names_both_spellings_and_its_chronicle_tells_it(campaigns, number, signed_in):
    ask(campaigns, number)
    desk = signed_in("editor")
    path = f"/desk/harbor/signatures/{number}"
    page = text_of(desk.get(path))
    assert f"Spell it “{RIGHT}”" in page
    assert f"Leave it as “{WRONG}”" in page
    desk.send(path, {"decision": "spell"})
    page = text_of(desk.get(path))
    assert f"spelled it “{RIGHT}”, as its signer asked; it was “{WRONG}”" in page
    assert f"Leave it as “{WRONG}”" in page, "which takes it back"
    assert f"the signer asked to spell it “{RIGHT}”" in page
