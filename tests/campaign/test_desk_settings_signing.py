"""The settings of a campaign that signers feel: who may sign, what waits, what is asked, and what becomes of silence."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from campaign.models import Campaign
from campaign.operations import change_settings, circulate
from campaign.queries import find
from errors import UserError
from signatories.questions import from_json
from tests.tools.pages import form_values, parse, text_of

SETTINGS = "/desk/harbor/settings"


@pytest.fixture
def desk(signed_in):
    return signed_in("editor")


def said(page):
    (box,) = (one for one in parse(page).iter("div") if one.get("id") == "errors")
    return ["".join(item.itertext()) for item in box.iter("li")]


def form_of(page):
    (form,) = (one for one in parse(page).iter("form") if one.get("action") != "/desk/sign-out")
    return form_values(form)


def test_what_is_set_is_kept_and_shown_again(campaigns, desk):
    campaigns.draft()
    wanted = {
        "allow_individuals": "y",
        "moderation": "free-mail",
        "silence": "keep",
        "questions": "How many members do you have?\n\nRegion: North | South *\n",
        "retention_days": "30",
    }
    assert desk.fill_in(SETTINGS, wanted, action=SETTINGS).status_code == 303
    campaign = campaigns.get()
    assert (campaign.allow_individuals, campaign.moderation, campaign.silence, campaign.retention_days) == (
        True,
        "free-mail",
        "keep",
        30,
    )
    assert [(one.label, one.choices, one.required) for one in from_json(campaign.questions)] == [
        ("How many members do you have?", (), False),
        ("Region", ("North", "South"), True),
    ]
    shown = form_of(desk.get(SETTINGS))
    assert {name: shown[name] for name in wanted} == wanted | {
        "questions": "How many members do you have?\nRegion: North | South *",
    }
    words = text_of(desk.get("/desk/harbor/history"))
    assert "changed the settings" in words
    for name in (
        "whether individuals may sign",
        "which signatures wait",
        "the rule for silence",
        "questions to signers",
        "how long contacts are kept",
    ):
        assert name in words


def test_saving_what_is_there_changes_nothing(campaigns, desk):
    campaigns.draft(questions=[{"label": "Members?", "choices": [], "required": False}])
    assert desk.fill_in(SETTINGS, {}, action=SETTINGS).status_code == 303
    assert "changed the settings" not in text_of(desk.get("/desk/harbor/history"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"questions": "Region: North | North"}, "The choices of “Region” must all be different"),
        ({"questions": "\n".join(f"Question {n}?" for n in range(9))}, "more than 8 questions"),
        ({"questions": "One?\none?"}, "Two questions have the same words."),
        ({"questions": "x" * 201}, "longer than 200"),
        ({"questions": "*"}, "no words"),
        ({"retention_days": "0"}, "from 1 to 3,650"),
        ({"retention_days": "3651"}, "from 1 to 3,650"),
        ({"retention_days": "a while"}, "from 1 to 3,650"),
        ({"retention_days": ""}, "from 1 to 3,650"),
        ({"title": ""}, "Give the campaign a title."),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_everything_typed_is_kept(campaigns, desk, wrong, sentence):
    campaigns.draft()
    sent = {"hosts": "Reef", "allow_individuals": "y", "moderation": "all", "questions": "Members?"} | wrong
    answer = desk.fill_in(SETTINGS, sent, action=SETTINGS)
    assert answer.status_code == 422
    assert sentence in " ".join(said(answer))
    (field,) = wrong
    links = [link.get("href") for link in parse(answer).iter("a") if (link.get("href") or "").startswith("#")]
    assert f"#{field}" in links
    kept = form_of(answer)
    assert {name: kept.get(name) for name in sent} == sent
    assert (campaigns.get().moderation, campaigns.get().questions) == ("none", [])


@pytest.mark.parametrize("field", ["moderation", "silence"])
def test_a_choice_that_is_not_offered_is_refused(campaigns, desk, field):
    campaigns.draft()
    assert desk.fill_in(SETTINGS, {field: "whatever"}, action=SETTINGS).status_code == 422
    with campaigns.database.write() as session, pytest.raises(UserError) as refused:
        change_settings(session, find(session, "harbor"), by="t", now=campaigns.now, **{field: "whatever"})
    assert refused.value.field == field


def test_characters_that_cannot_be_seen_do_not_get_into_questions(campaigns, desk):
    campaigns.draft()
    desk.fill_in(SETTINGS, {"questions": "How\u202e many\u200b?"}, action=SETTINGS)
    assert campaigns.get().questions[0]["label"] == "How many?"


# The rule for silence.


def test_once_the_letter_is_open_the_rule_for_silence_is_a_sentence(campaigns, desk):
    campaigns.open(silence="keep")
    page = desk.get(SETTINGS)
    assert "They stay on the letter. Signers were told this rule, so it cannot be changed any more." in text_of(page)
    assert "silence" not in form_of(page)
    assert desk.fill_in(SETTINGS, {"moderation": "all"}, action=SETTINGS).status_code == 303
    assert (campaigns.get().silence, campaigns.get().moderation) == ("keep", "all")


def test_a_page_that_was_open_before_the_letter_was_cannot_change_the_rule(campaigns, desk, database):
    campaigns.draft()
    page = desk.get(SETTINGS)
    with database.write() as session:
        circulate(session, find(session, "harbor"), by="t", now=campaigns.now)
    answer = desk.submit(page, SETTINGS, {"silence": "keep", "title": "Another title"}, action=SETTINGS)
    assert answer.status_code == 422
    assert "its signers were told this rule" in " ".join(said(answer))
    assert form_of(answer)["title"] == "Another title"
    assert (campaigns.get().silence, campaigns.get().title) == ("drop", "Keep the harbor clean")
    answer = desk.submit(page, SETTINGS, {"title": "Another title"}, action=SETTINGS)
    assert answer.status_code == 303, "the rule as it is may be sent along"
    assert campaigns.get().title == "Another title"


def test_the_public_page_says_the_rule_and_asks_what_is_set(campaigns, desk, client):
    campaigns.draft(silence="keep")
    desk.fill_in(SETTINGS, {"questions": "How many members?", "allow_individuals": "y"}, action=SETTINGS)
    with campaigns.database.write() as session:
        circulate(session, find(session, "harbor"), by="t", now=campaigns.now)
    page = client.get("/letters/harbor")
    assert "How many members?" in text_of(page)
    desk.fill_in(SETTINGS, {"questions": "How many boats?"}, action=SETTINGS)
    assert "How many boats?" in text_of(client.get("/letters/harbor")), "the page that is kept is made anew at once"


# After closing.


def test_after_closing_only_what_comes_afterwards_can_be_set(campaigns, desk):
    campaigns.open()
    campaigns.close()
    page = desk.get(SETTINGS)
    assert set(form_of(page)) == {"csrf_token", "retention_days", "reply_to"}
    assert desk.fill_in(SETTINGS, {"retention_days": "14"}, action=SETTINGS).status_code == 303
    assert campaigns.get().retention_days == 14
    answer = desk.fill_in(SETTINGS, {"retention_days": "x"}, action=SETTINGS)
    assert answer.status_code == 422
    assert form_of(answer)["retention_days"] == "x"
    with campaigns.database.write() as session, pytest.raises(UserError):
        change_settings(session, find(session, "harbor"), by="t", now=campaigns.now, retention_days=9, title="X")
    assert campaigns.get().retention_days == 14


def test_a_page_that_was_open_before_the_letter_closed_is_told(campaigns, desk):
    campaigns.open()
    page = desk.get(SETTINGS)
    campaigns.close()
    answer = desk.submit(page, SETTINGS, {"title": "Another title"}, action=SETTINGS)
    assert answer.status_code == 422
    assert "has closed since you opened the page" in " ".join(said(answer))
    assert campaigns.get().title == "Keep the harbor clean"


def test_days_are_bounded_by_the_database_too(campaigns, database):
    """The control: what the form refuses, a table would as well."""
    campaigns.draft()
    with pytest.raises(Exception, match="retention_fits"), database.write() as session:
        session.execute(update(Campaign).values(retention_days=0))
