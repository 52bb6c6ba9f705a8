"""Deciding how signatures stand: what each decision does, whom it passes by and why, and that every one can be taken back."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from campaign.listing import counts, groups_of
from campaign.models import Edition, TextChange
from campaign.operations.acts import acted
from campaign.operations.blanks import REMOVED
from campaign.operations.confirming import confirm
from campaign.operations.moderating import APPLIES
from campaign.operations.own_page import withdraw
from campaign.queries import activity_of, circulating_text, find
from errors import UserError
from mail.wanted import reason_to_skip
from signatories.models import STANDING, STATUSES, Consent, Invitation, Signature, SignatureAct
from tests.tools.campaigns import TEXT, Campaigns
from tests.tools.deciding import acts, word
from tests.tools.invitations import Invitations, doors
from tests.tools.signing import mails, signature_of


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


def standing(campaigns, status, **entry):
    """A signature that came to stand as ``status`` on the road that leads there."""
    number = campaigns.sign(confirmed=status not in ("unconfirmed",), **entry).id
    if status in ("held", "refused"):
        word(campaigns, [number], {"held": "hold", "refused": "refuse"}[status], reason="why not")
    if status == "withdrawn":
        word(campaigns, [number], "withdraw", reason="by mistake")
    if status in ("pending", "dropped", "replaced"):
        with campaigns.database.write() as session:
            session.execute(update(Signature).where(Signature.id == number).values(status=status))
    assert signature_of(campaigns.database, number).status == status
    return number


BECOMES = {"accept": "accepted", "hold": "held", "refuse": "refused", "withdraw": "withdrawn"}


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("decision", BECOMES)
def test_a_decision_changes_what_it_applies_to_and_says_why_it_passes_by_the_rest(campaigns, status, decision):
    number = standing(campaigns, status)
    before = len(acts(campaigns, number))
    changed, passed_by = word(campaigns, [number], decision, reason="as they said")
    if status in APPLIES[decision]:
        assert (changed, passed_by) == (["Friends of the Harbor"], {})
        assert signature_of(campaigns.database, number).status == BECOMES[decision]
        assert acts(campaigns, number)[before:] == [(BECOMES[decision], "Rosa", "as they said")]
    else:
        assert changed == []
        assert len(passed_by["Friends of the Harbor"].split()) > 2
        assert signature_of(campaigns.database, number).status == status
        assert len(acts(campaigns, number)) == before


@pytest.mark.parametrize("status", ["pending", "accepted", "held"])
@pytest.mark.parametrize("decision", ["hold", "refuse", "withdraw"])
def test_every_decision_is_taken_back_by_another_one(campaigns, status, decision):
    number = standing(campaigns, status)
    if status in APPLIES[decision]:
        word(campaigns, [number], decision, reason="by mistake")
    assert word(campaigns, [number], "accept")[0] == ["Friends of the Harbor"]
    assert signature_of(campaigns.database, number).prints
    assert signature_of(campaigns.database, number).status_reason == ""


def test_a_decision_is_in_the_audit_log_with_who_why_and_how_it_stood(campaigns):
    number = standing(campaigns, "accepted")
    word(campaigns, [number], "hold", reason="  whose \n board? ")
    with campaigns.database.read() as session:
        entry = activity_of(session, find(session, "harbor"), 1)[0]
    assert (entry.act, entry.actor) == ("signature.held", "Rosa")
    assert entry.detail == {
        "signature": number,
        "line": "Friends of the Harbor",
        "reason": "whose board?",
        "was": "accepted",
    }


@pytest.mark.parametrize("decision", ["hold", "refuse", "keep"])
def test_some_decisions_need_a_reason(campaigns, decision):
    number = standing(campaigns, "accepted")
    with pytest.raises(UserError) as refused:
        word(campaigns, [number], decision, reason=" \n ")
    assert refused.value.field == "reason"
    with pytest.raises(UserError) as refused:
        word(campaigns, [number], decision, reason="x" * 501)
    assert "500" in refused.value.sentence
    assert signature_of(campaigns.database, number).status == "accepted"


def test_what_is_not_accepted_prints_and_counts_nowhere(campaigns):
    kept = campaigns.sign("Mill Workers", "mia@mills.example").id
    for status in STATUSES:
        if status != "accepted":
            standing(campaigns, status, organization=f"Those {status}", email=f"{status}@x.example")
    with campaigns.database.read() as session:
        campaign = find(session, "harbor")
        printed = [entry.number for group in groups_of(session, campaign) for entry in group.entries]
        assert printed == [kept]
        assert counts(session, [campaign]) == {campaign.id: 1}
        assert session.scalar(select(func.count()).select_from(Signature)) == len(STATUSES)


# Taking something on one's word.


def test_what_nobody_confirmed_is_accepted_only_with_the_proof_in_words(campaigns):
    number = standing(campaigns, "unconfirmed")
    changed, passed_by = word(campaigns, [number], "accept")
    assert changed == []
    assert "how you know that they signed" in passed_by["Friends of the Harbor"]
    assert word(campaigns, [number], "accept", reason="Ada telephoned")[0] == ["Friends of the Harbor"]
    signature = signature_of(campaigns.database, number)
    assert (signature.status, signature.confirmed_how, signature.confirmed_at) == ("accepted", "coordinator", campaigns.now)
    assert acts(campaigns, number)[-1] == ("accepted", "Rosa", "Ada telephoned")


def test_what_was_refused_unconfirmed_is_not_held_nor_accepted_without_proof(campaigns):
    number = standing(campaigns, "unconfirmed")
    word(campaigns, [number], "refuse", reason="unknown")
    assert "nothing to set aside" in word(campaigns, [number], "hold", reason="later")[1]["Friends of the Harbor"]
    assert "how you know" in word(campaigns, [number], "accept")[1]["Friends of the Harbor"]
    assert signature_of(campaigns.database, number).status == "refused"


def test_whose_owner_said_that_they_did_not_sign_is_never_accepted(campaigns):
    number = standing(campaigns, "unconfirmed")
    with campaigns.database.write() as session:
        signature = session.get_one(Signature, number)
        signature.status, signature.status_reason = "refused", "the owner of the mail address did not sign"
        acted(session, find(session, "harbor"), signature, "disowned", by="the signer", now=campaigns.now)
    changed, passed_by = word(campaigns, [number], "accept", reason="I am sure")
    assert changed == []
    assert "did not sign" in passed_by["Friends of the Harbor"]


def test_what_its_signer_withdrew_only_the_signer_brings_back(campaigns):
    number = standing(campaigns, "accepted")
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, number), doors=doors(), now=campaigns.now)
    changed, passed_by = word(campaigns, [number], "accept", reason="they should")
    assert (changed, signature_of(campaigns.database, number).status) == ([], "withdrawn")
    assert "only they can sign again" in passed_by["Friends of the Harbor"]


def test_a_signer_who_withdrew_after_a_coordinator_put_them_back_stays_off(campaigns):
    number = standing(campaigns, "withdrawn")
    word(campaigns, [number], "accept")
    with campaigns.database.write() as session:
        withdraw(session, find(session, "harbor"), session.get_one(Signature, number), doors=doors(), now=campaigns.now)
    assert word(campaigns, [number], "accept")[0] == []


def test_whom_was_erased_nobody_brings_back(campaigns):
    number = standing(campaigns, "withdrawn")
    with campaigns.database.write() as session:
        session.execute(update(Signature).where(Signature.id == number).values(line=REMOVED))
    assert "erased" in word(campaigns, [number], "accept", reason="x")[1][REMOVED]


# Texts.


def test_what_was_signed_under_an_earlier_text_needs_a_word_and_leaves_a_consent(campaigns):
    number = standing(campaigns, "refused")
    campaigns.circulate_another_text(TEXT.replace("the mills", "the old mills"))
    changed, passed_by = word(campaigns, [number], "accept")
    assert changed == []
    assert "earlier text" in passed_by["Friends of the Harbor"]
    assert word(campaigns, [number], "accept", reason="Ada read it to me")[0]
    with campaigns.database.read() as session:
        (consent,) = session.scalars(select(Consent))
        text = circulating_text(session, find(session, "harbor"))
    assert (consent.version_id, consent.version_hash) == (text.id, text.content_hash)
    assert (consent.how, consent.by, consent.attestation) == ("confirmed", "Rosa", "Ada read it to me")
    word(campaigns, [number], "hold", reason="wait")
    assert word(campaigns, [number], "accept")[0], "who has agreed once need not be vouched for again"


def test_a_list_that_was_brought_in_stands_on_the_coordinators_word_until_the_text_changes(campaigns):
    number = standing(campaigns, "held")
    with campaigns.database.write() as session:
        session.execute(update(Signature).where(Signature.id == number).values(origin="import"))
    campaigns.circulate_another_text(TEXT.replace("the mills", "the old mills"))
    assert word(campaigns, [number], "accept")[0]
    word(campaigns, [number], "hold", reason="x")
    ask_again(campaigns, campaigns.sign("Reef", "ben@reef.example").id)
    assert "earlier text" in word(campaigns, [number], "accept")[1]["Friends of the Harbor"]


def ask_again(campaigns, number):
    with campaigns.database.write() as session:
        signature = session.get_one(Signature, number)
        change = TextChange(
            campaign_id=signature.campaign_id,
            from_version_id=signature.version_id,
            to_version_id=signature.version_id,
            kind="substantive",
            silence="drop",
            reconfirm_local="2026-03-04T12:00:00",
            reconfirm_by=campaigns.now,
            published_at=campaigns.now,
            published_by="Rosa",
        )
        session.add(change)
        session.flush()
        signature.asked = change.id


def test_who_is_asked_about_a_changed_text_still_answers_for_themselves(campaigns):
    number = standing(campaigns, "pending")
    ask_again(campaigns, number)
    assert word(campaigns, [number], "accept", tell=True)[0]
    signature = signature_of(campaigns.database, number)
    assert signature.status == "accepted"
    assert not signature.prints
    assert mails(campaigns.database, "accepted") == []


def test_who_is_taken_off_is_not_asked_any_more(campaigns):
    number = standing(campaigns, "accepted")
    ask_again(campaigns, number)
    word(campaigns, [number], "refuse", reason="spam")
    assert signature_of(campaigns.database, number).asked is None


# One address.


def test_a_second_signature_of_one_address_is_passed_by_naming_the_first(campaigns):
    first = standing(campaigns, "refused", organization="Friends of the Harbor")
    campaigns.sign("Mill Workers")
    changed, passed_by = word(campaigns, [first], "accept")
    assert changed == []
    assert "“Mill Workers” stands from the same mail address" in passed_by["Friends of the Harbor"]
    assert signature_of(campaigns.database, first).status == "refused"
    assert word(campaigns, [first], "accept", beside=True)[0] == ["Friends of the Harbor"]
    kept = signature_of(campaigns.database, first)
    assert (kept.prints, kept.stands_beside) == (True, True)


def test_the_database_itself_refuses_two_of_one_address(campaigns):
    """The control of the test above: without the check, the index holds."""
    first = standing(campaigns, "refused", organization="Friends of the Harbor")
    campaigns.sign("Mill Workers")
    with pytest.raises(IntegrityError), campaigns.database.write() as session:
        session.execute(update(Signature).where(Signature.id == first).values(status="accepted"))


def test_letting_both_stand_marks_nothing_where_there_is_only_one(campaigns):
    number = standing(campaigns, "held")
    word(campaigns, [number], "accept", beside=True)
    assert not signature_of(campaigns.database, number).stands_beside


def test_signatures_without_an_address_are_of_nobody_and_not_of_one_mailbox(campaigns):
    numbers = [campaigns.sign(name, f"{name}@reef.example").id for name in ("Reef", "Mill", "Pier")]
    with campaigns.database.write() as session:
        session.execute(update(Signature).values(address_key=None))
        session.execute(update(Signature).where(Signature.id == numbers[0]).values(status="held", status_reason="x"))
    assert word(campaigns, numbers[:1], "accept", beside=True)[0] == ["Reef"]
    assert not signature_of(campaigns.database, numbers[0]).stands_beside


def test_what_the_signer_wants_beside_another_is_accepted_like_any(campaigns):
    campaigns.sign("Friends of the Harbor")
    second = campaigns.sign("Mill Workers", confirmed=False).id
    with campaigns.database.write() as session:
        signature = session.get_one(Signature, second)
        confirm(session, find(session, "harbor"), signature, choice="both", doors=doors(), now=campaigns.now)
    assert signature_of(campaigns.database, second).status == "pending"
    assert word(campaigns, [second], "accept")[0] == ["Mill Workers"]
    assert signature_of(campaigns.database, second).prints


def test_a_bulk_never_fails_for_one(campaigns):
    first = standing(campaigns, "refused", organization="Friends of the Harbor")
    campaigns.sign("Mill Workers")
    others = [standing(campaigns, "pending", organization=f"No. {n}", email=f"n{n}@x.example") for n in range(3)]
    changed, passed_by = word(campaigns, [others[0], first, *others, 999_999], "accept")
    assert changed == ["No. 0", "No. 1", "No. 2"]
    assert list(passed_by) == ["Friends of the Harbor"]


def test_another_campaigns_signatures_are_as_if_they_were_not_there(campaigns):
    campaigns.open("other", coalition="Mills")
    number = campaigns.sign(slug="other").id
    assert word(campaigns, [number], "refuse", reason="x") == ([], {})
    assert signature_of(campaigns.database, number).status == "accepted"


# Asking to be taken off.


def asked_off(campaigns):
    number = standing(campaigns, "accepted")
    with campaigns.database.write() as session:
        signature = session.get_one(Signature, number)
        campaigns.clock.advance(days=4)
        withdraw(session, find(session, "harbor"), signature, reason="a new board", doors=doors(), now=campaigns.now)
    assert signature_of(campaigns.database, number).withdrawal_asked_at == campaigns.now
    return number


def test_a_wish_to_be_taken_off_is_granted_or_settled(campaigns):
    number = asked_off(campaigns)
    assert word(campaigns, [number], "withdraw")[0]
    assert signature_of(campaigns.database, number).status == "withdrawn"
    assert word(campaigns, [number], "accept")[0], "by mistake: the wish is still open then"
    assert signature_of(campaigns.database, number).withdrawal_asked_at is not None
    assert word(campaigns, [number], "keep", reason="Ada wrote: leave it")[0]
    signature = signature_of(campaigns.database, number)
    assert (signature.status, signature.withdrawal_asked_at) == ("accepted", None)
    assert acts(campaigns, number)[-1] == ("kept", "Rosa", "Ada wrote: leave it")
    assert "did not ask" in word(campaigns, [number], "keep", reason="x")[1]["Friends of the Harbor"]


def test_a_closed_list_stays_as_it_was(campaigns):
    number = standing(campaigns, "accepted")
    campaigns.close()
    with campaigns.database.read() as session:
        frozen = session.scalars(select(Edition)).one()
    assert word(campaigns, [number], "withdraw", reason="Ada telephoned", tell=True)[0]
    with campaigns.database.read() as session:
        assert session.scalars(select(Edition)).one().signatories == frozen.signatories
        assert "Friends of the Harbor" in str(frozen.signatories)
    (mail,) = mails(campaigns.database, "taken_off")
    assert mail.context["frozen"] is True


# Telling, and invitations.


@pytest.mark.parametrize(
    ("status", "decision", "kind"),
    [("pending", "accept", "accepted"), ("accepted", "refuse", "refused"), ("accepted", "withdraw", "taken_off")],
)
def test_the_contact_is_told_if_the_coordinator_wants_it(campaigns, status, decision, kind):
    number = standing(campaigns, status)
    silent = standing(campaigns, status, organization="Silent", email="silent@x.example")
    word(campaigns, [silent], decision, reason="because")
    assert mails(campaigns.database, kind) == []
    word(campaigns, [number], decision, reason="because", tell=True)
    (mail,) = mails(campaigns.database, kind)
    assert (mail.recipient, mail.context["reason"]) == ("ada@friends.example", "because")
    assert mail.context["frozen"] is False
    with campaigns.database.read() as session:
        assert reason_to_skip(session, mail, campaigns.now) is None


def test_holding_is_never_told_and_nobody_unconfirmed_is_written_to(campaigns):
    before = len(mails(campaigns.database))
    held = standing(campaigns, "accepted")
    receipt = 2  # the mail that asks to confirm, and the receipt
    word(campaigns, [held], "hold", reason="x", tell=True)
    word(campaigns, [standing(campaigns, "unconfirmed", email="b@b.example")], "refuse", reason="x", tell=True)
    assert len(mails(campaigns.database)) == before + receipt + 1


def test_a_decision_that_was_taken_back_is_not_told(campaigns):
    number = standing(campaigns, "accepted")
    word(campaigns, [number], "refuse", reason="by mistake", tell=True)
    word(campaigns, [number], "accept")
    (mail,) = mails(campaigns.database, "refused")
    with campaigns.database.read() as session:
        assert reason_to_skip(session, mail, campaigns.now) == "the decision was changed meanwhile"


def test_who_was_refused_has_answered_and_who_was_taken_off_may_sign_again(campaigns):
    number = standing(campaigns, "accepted")
    invited = Invitations(campaigns.database, campaigns.clock, "harbor").one()
    with campaigns.database.write() as session:
        session.get_one(Signature, number).invitation_id = invited.id
        session.get_one(Invitation, invited.id).signed_at = campaigns.now
    signed_at = campaigns.now

    def answered():
        with campaigns.database.read() as session:
            return session.get_one(Invitation, invited.id).signed_at

    campaigns.clock.advance(hours=1)
    word(campaigns, [number], "refuse", reason="x")
    assert answered() == signed_at
    word(campaigns, [number], "accept")
    assert answered() == signed_at
    word(campaigns, [number], "withdraw", reason="x")
    assert answered() is None
    word(campaigns, [number], "accept")
    assert answered() == campaigns.now


# Whatever coordinators do, in whatever order.

_slugs = (f"walk{number}" for number in count())
_step = st.tuples(st.sampled_from([*BECOMES, "keep"]), st.sets(st.integers(0, 3), min_size=1), st.booleans(), st.booleans())


@given(st.lists(_step, min_size=1, max_size=8))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_is_lost_and_one_address_stands_once(campaigns, steps):
    slug = next(_slugs)
    campaigns.open(slug)
    numbers = [
        campaigns.sign("One", "a@a.example", slug=slug).id,
        campaigns.sign("Two", "b@b.example", slug=slug).id,
        campaigns.sign("Three", "a+three@a.example", slug=slug, confirmed=False).id,
        campaigns.sign("Four", "c@c.example", slug=slug, confirmed=False).id,
    ]
    changes = 0
    for decision, chosen, reasoned, beside in steps:
        if decision in ("hold", "refuse", "keep") and not reasoned:
            continue
        picked = [numbers[index] for index in chosen]
        changed, passed_by = word(campaigns, picked, decision, slug, reason="x" if reasoned else "", beside=beside)
        assert len(changed) + len(passed_by) == len(picked)
        changes += len(changed)
    with campaigns.database.read() as session:
        campaign = find(session, slug)
        rows = list(session.scalars(select(Signature).where(Signature.campaign_id == campaign.id).order_by(Signature.id)))
        done = (
            select(func.count())
            .select_from(SignatureAct)
            .where(SignatureAct.signature_id.in_(numbers), SignatureAct.by == "Rosa")
        )
        printed = {entry.number for group in groups_of(session, campaign) for entry in group.entries}
        assert session.scalar(done) == changes
    assert [row.id for row in rows] == numbers
    alone = [row.address_key for row in rows if row.status in STANDING and not row.stands_beside]
    assert len(alone) == len(set(alone))
    assert printed == {row.id for row in rows if row.status == "accepted"}
