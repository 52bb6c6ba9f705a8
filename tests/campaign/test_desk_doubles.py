"""The review queue at the desk: what it shows, what can be said, how it goes on, and how all of it is taken back."""

from __future__ import annotations

import csv
import io
import re
from collections import OrderedDict

import pytest

from campaign.desk.acts import told
from campaign.doubtful import doubts_of
from campaign.exports import export
from campaign.listing import counts
from campaign.operations.judging import judge, judge_as_signer
from campaign.queries import activity_of, find
from coalition.permissions import Actor
from signatories.judgements import Judgement
from signatories.matching import NameIndex
from signatories.models import Signature
from tests.tools.campaigns import Campaigns
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import everything, rows, set_signature

QUEUE = "/desk/harbor/doubles"
JUDGED = f"{QUEUE}/judged"
REPORT = f"{QUEUE}/report"
LIST = "/desk/harbor/signatures"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    return made


@pytest.fixture
def desk(campaigns, signed_in):
    return signed_in("editor")


@pytest.fixture
def pairs(campaigns):
    """Three pairs, the weightiest first, by number; and one that nobody doubts."""
    names = [
        ("Alpha League", "a@alpha.example"),
        ("The Alpha League, Inc.", "b@league.example"),
        ("Mill Street Workers Union", "c@mill.example"),
        ("Mill Street Worker’s Union of the Harbor", "d@harbor-mill.example"),
        ("Zebra Society", "e@stripes.example"),
        ("Quagga Circle", "f@stripes.example"),
        ("Nothing Like It", "g@nothing.example"),
    ]
    numbers = [campaigns.sign(name, address, website="", scope="local").id for name, address in names]
    return [tuple(numbers[:2]), tuple(numbers[2:4]), tuple(numbers[4:6])]


def opened(page):
    """The numbers of the pair that is open, smaller first; None where none is."""
    forms = [form for form in parse(page).iter("form") if form.get("id") == "judge"]
    if not forms:
        return None
    values = form_values(forms[0])
    return tuple(sorted((int(values["one"]), int(values["other"]))))


def judge_form(desk, page, verdict, **changed):
    """Press a button of the open pair."""
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "judge")
    return desk.post(QUEUE, data=form_values(form) | {"verdict": verdict} | changed)


def onwards(desk, page, verdict, **changed):
    """Press it; gives the page that it leads to."""
    answer = judge_form(desk, page, verdict, **changed)
    assert answer.status_code == 303, text_of(answer)
    return desk.get(answer.location)


def listed(page):
    return [
        re.sub(r"\s+\d+ of 100$", "", " ".join("".join(item.itertext()).split()))
        for one in parse(page).iter("ol")
        for item in one.iter("li")
    ]


def judgements(database):
    return [(one.pair, one.verdict, one.revoked_at is None) for one in rows(database, Judgement)]


def lines(database):
    with database.read() as session:
        campaign = find(session, "harbor")
        return counts(session, [campaign])[campaign.id]


# What it shows.


def test_the_weightiest_pair_is_open_and_the_others_are_listed(desk, pairs, database):
    page = desk.get(QUEUE)
    assert opened(page) == pairs[0]
    assert listed(page) == [
        "Alpha League and The Alpha League, Inc.",
        "Mill Street Workers Union and Mill Street Worker’s Union of the Harbor",
        "Quagga Circle and Zebra Society",
    ]
    words = text_of(page)
    assert "0 of 3 decided" in words
    assert "3 pairs to decide" in words
    assert "only here: The" in words
    assert "alpha.example" in words
    assert "by mail" in words or "through the link in the mail" in words


def test_reasons_and_what_is_known_stand_beside_it(desk, pairs):
    words = text_of(desk.get(QUEUE, query_string={"at": f"{pairs[2][1]}-{pairs[2][0]}"}))
    assert "Both have an address at stripes.example." in words
    assert "66 of 100" in words
    assert "e@stripes.example" not in words, "the domain tells enough"


def test_who_may_only_look_gets_no_buttons(pairs, signed_in):
    page = signed_in("viewer").get(QUEUE)
    assert "3 pairs to decide" in text_of(page)
    assert opened(page) is None
    assert not [form for form in parse(page).iter("form") if "doubles" in (form.get("action") or "")]


def test_only_what_stands_is_doubted(desk, pairs, database):
    set_signature(database, pairs[0][0], status="withdrawn")
    set_signature(database, pairs[1][0], status="held", status_reason="so")
    page = desk.get(QUEUE)
    assert len(listed(page)) == 2, "held stands, withdrawn does not"
    assert opened(page) == pairs[2], "and what prints twice comes before what waits"
    assert "held so" in text_of(desk.get(QUEUE, query_string={"at": "-".join(map(str, reversed(pairs[1])))}))


# What can be said, and how it goes on.


def test_every_answer_leads_to_the_next_pair_and_can_be_undone(desk, pairs, database):
    page = onwards(desk, desk.get(QUEUE), "same")
    assert opened(page) == pairs[1]
    assert lines(database) == 6
    words = text_of(page)
    assert "“Alpha League” and “The Alpha League, Inc.” are one organization." in words
    assert "1 of 3 decided" in words
    page = onwards(desk, page, "different")
    assert opened(page) == pairs[2]
    page = onwards(desk, page, "unsure")
    assert opened(page) is None
    assert "Nothing is left to decide" in text_of(page)
    assert "2 of 2 decided" in text_of(page)
    assert opened(desk.get(QUEUE, query_string={"show": "unsure"})) == pairs[2]
    page = desk.submit(page, QUEUE, {}, action="/take-back")
    assert opened(desk.get(page.location)) == pairs[2], "and back it is"
    assert judgements(database) == [(pairs[0], "same", True), (pairs[1], "different", True), (pairs[2], "unsure", False)]


def test_skipping_and_deciding_in_the_middle_goes_on_from_there(desk, pairs):
    page = desk.get(QUEUE, query_string={"at": "-".join(map(str, pairs[1]))})
    assert opened(page) == pairs[1]
    page = onwards(desk, page, "different")
    assert opened(page) == pairs[2]
    page = onwards(desk, page, "different")
    assert opened(page) == pairs[0], "from the last one back to what is left"


def test_the_chosen_words_print(desk, pairs, database, campaigns):
    page = desk.get(QUEUE)
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "judge")
    assert int(form_values(form)["prints"]) == pairs[0][0], "the rule's own choice is offered: it came first"
    onwards(desk, page, "same", prints=str(pairs[0][1]))
    with database.read() as session:
        text = export(session, find(session, "harbor"), "html", now=campaigns.now).data.decode()
    assert "The Alpha League, Inc." in text
    assert ">Alpha League<" not in text


def test_a_chapter_keeps_its_line(desk, pairs, database):
    page = desk.get(QUEUE)
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "judge")
    assert int(form_values(form)["part"]) == pairs[0][1], "the longer name is offered"
    onwards(desk, page, "chapter")
    assert lines(database) == 7
    (judgement,) = rows(database, Judgement)
    assert (judgement.verdict, judgement.part_id) == ("chapter", pairs[0][1])
    assert judgement.score > 0.9
    assert judgement.reasons


@pytest.mark.parametrize(
    "wrong",
    [{"verdict": ""}, {"verdict": "perhaps"}, {"verdict": "same", "prints": "999"}, {"verdict": "chapter", "part": "x"}],
)
def test_what_cannot_be_is_refused_and_the_choice_is_kept(desk, pairs, database, wrong):
    before = everything(database)
    answer = judge_form(desk, desk.get(QUEUE), **({"part": str(pairs[0][0])} | wrong))
    assert answer.status_code == 422
    assert "Nothing was decided" in text_of(answer)
    assert opened(answer) == pairs[0]
    assert everything(database) == before


def test_two_lines_are_decided_once(desk, pairs, campaigns, database):
    """Their other names are not asked about: neither after "same" nor after "different"."""
    campaigns.sign("ALPHA LEAGUE", "z@z.example")
    assert len(listed(desk.get(QUEUE))) == 5
    page = onwards(desk, desk.get(QUEUE), "same")
    assert len(listed(page)) == 3
    page = onwards(desk, page, "different")
    assert len(listed(page)) == 2


def test_what_a_signer_said_is_decided(desk, pairs, database, clock):
    with database.write() as session:
        one, other = (session.get_one(Signature, number) for number in pairs[0])
        judge_as_signer(session, find(session, "harbor"), one, other, "different", now=clock.now)
    page = desk.get(QUEUE)
    assert opened(page) == pairs[1]
    assert "1 of 3 decided" in text_of(page)


def test_a_contradiction_is_shown_first_and_taken_back_there(desk, pairs, database, clock, campaigns):
    third = campaigns.sign("ALPHA LEAGUE", "z@z.example").id
    by = Actor(desk.person_id, "editor@rivers.example", "Ed", {}, 1)
    with database.write() as session:
        campaign = find(session, "harbor")
        judge(session, campaign, pairs[0], "same", by=by, now=clock.now)
        judge(session, campaign, [pairs[0][1], third], "same", by=by, now=clock.now)
        judge(session, campaign, [pairs[0][0], third], "different", by=by, now=clock.now)
    assert lines(database) == 8
    page = desk.get(QUEUE)
    (section,) = (one for one in parse(page).iter("section") if one.get("class") == "found")
    assert len(list(section.iter("li"))) == 3
    assert opened(page) == pairs[1], "these wait for a word taken back, not for another one"
    (last,) = list(section.iter("form"))[2:]
    assert desk.post(last.get("action"), data=form_values(last)).status_code == 303
    assert lines(database) == 6
    assert "both one and apart" not in text_of(desk.get(QUEUE))


# What is known from other letters.


@pytest.fixture
def elsewhere(campaigns, database, clock, desk):
    """``elsewhere(verdict, names, coalition)``: another letter of this or of another coalition, on which that was said."""

    def say(verdict, names=("Alpha League", "The Alpha League, Inc."), coalition="Rivers", slug="second"):
        campaigns.open(slug, title="The second letter", coalition=coalition)
        numbers = [campaigns.sign(name, f"{at}@x{at}.example", slug=slug).id for at, name in enumerate(names)]
        by = Actor(desk.person_id, "editor@rivers.example", "Ed", {}, 1)
        part = numbers[1] if verdict == "chapter" else None
        with database.write() as session:
            judge(session, find(session, slug), numbers, verdict, part=part, by=by, now=clock.now)

    return say


@pytest.mark.parametrize("verdict", ["different", "chapter"])
def test_what_was_told_apart_on_another_letter_waits_aside(desk, pairs, elsewhere, verdict):
    elsewhere(verdict)
    page = desk.get(QUEUE)
    assert opened(page) == pairs[1]
    page = desk.get(QUEUE, query_string={"show": "before"})
    assert opened(page) == pairs[0]
    assert "on “The second letter” by Ed." in text_of(page)
    assert "The second letter" in text_of(page)


def test_what_was_the_same_on_another_letter_is_likely_here(desk, pairs, elsewhere, database):
    elsewhere("same", ("Nothing Like It", "Quagga Circle"))
    page = desk.get(QUEUE)
    assert listed(page)[1] == "Nothing Like It and Quagga Circle"
    page = desk.get(QUEUE, query_string={"at": re.search(r"at=(\d+-\d+)[^>]*><span[^>]*>Nothing", page.text)[1]})
    assert "Judged the same on “The second letter” by Ed." in text_of(page)
    assert "90 of 100" in text_of(page)


def test_another_coalitions_word_is_not_known(desk, pairs, elsewhere):
    elsewhere("different", coalition="Mills")
    assert opened(desk.get(QUEUE)) == pairs[0]
    assert "The second letter" not in text_of(desk.get(QUEUE))


# What was judged, and taking it back.


def test_every_judgement_is_listed_and_can_be_taken_back(desk, pairs, database, campaigns):
    with database.read() as session:
        before = export(session, find(session, "harbor"), "html", now=campaigns.now).data
    onwards(desk, onwards(desk, desk.get(QUEUE), "same"), "different")
    page = desk.get(JUDGED)
    words = text_of(page)
    assert "2 judgements" in words
    assert "are one organization" in words
    assert "are two" in words
    for form in [form for form in parse(page).iter("form") if "take-back" in (form.get("action") or "")]:
        answer = desk.post(form.get("action"), data=form_values(form))
        assert answer.location == JUDGED
    words = text_of(desk.get(JUDGED))
    assert words.count("taken back") >= 2
    assert all(not live for _, _, live in judgements(database))
    with database.read() as session:
        assert export(session, find(session, "harbor"), "html", now=campaigns.now).data == before


def test_another_letters_judgement_is_not_there(desk, pairs, database, campaigns):
    onwards(desk, desk.get(QUEUE), "same")
    campaigns.open("second")
    assert desk.send("/desk/second/doubles/judged/1/take-back").status_code == 404
    assert judgements(database)[0][2]


def test_the_history_tells_it(desk, pairs, database):
    page = desk.get(QUEUE)
    for verdict in ("same", "different", "unsure"):
        page = onwards(desk, page, verdict)
    for verdict in ("unsure", "chapter"):
        desk.send(QUEUE, {"one": pairs[2][0], "other": pairs[2][1], "verdict": verdict, "part": pairs[2][0]})
    with database.read() as session:
        said = {entry.act: told(entry) for entry in activity_of(session, find(session, "harbor"))}
    acts = {act for act in said if act.startswith("judgement.")}
    assert acts == {f"judgement.{verdict}" for verdict in ("same", "different", "chapter", "unsure", "taken_back")}
    for act in acts:
        assert "“" in said[act], said[act]


# Several at once.


def test_those_that_are_ticked_share_a_line(desk, pairs, database):
    answer = desk.send(f"{QUEUE}/join", {"number": [*pairs[0], pairs[1][0]]})
    assert answer.status_code == 303
    assert lines(database) == 5
    page = desk.get(answer.location)
    assert "3 names share one line now." in text_of(page)
    (undo,) = (form for form in parse(page).iter("form") if form_values(form).get("whole"))
    assert desk.post(undo.get("action"), data=form_values(undo)).status_code == 303
    assert lines(database) == 7


def test_what_was_judged_apart_is_not_joined_and_the_ticks_stay(desk, pairs, database):
    desk.send(QUEUE, {"one": pairs[0][0], "other": pairs[1][0], "verdict": "different"})
    answer = desk.send(f"{QUEUE}/join?show=all&q=l", {"number": [*pairs[0], pairs[1][0]]})
    assert answer.status_code == 422
    assert "judged to be two" in text_of(answer)
    boxes = [box for box in parse(answer).iter("input") if box.get("name") == "number"]
    assert {int(box.get("value")) for box in boxes if box.get("checked") is not None} == {*pairs[0], pairs[1][0]}
    assert lines(database) == 7
    answer = desk.send(f"{QUEUE}/join", {"number": [pairs[0][0]]})
    assert "Tick two or more" in text_of(answer)


def test_a_signature_says_whom_it_shares_its_line_with_and_finds_another(desk, pairs):
    onwards(desk, desk.get(QUEUE), "same")
    page = desk.get(f"{LIST}/{pairs[0][1]}")
    words = text_of(page)
    assert "Shared with: Alpha League" in words
    assert "its words print" in words
    assert "are one organization" in words
    found = desk.get(f"{QUEUE}/compare?one={pairs[2][0]}&q=quagga")
    (link,) = [link for link in parse(found).iter("a") if "pair=" in (link.get("href") or "")]
    assert opened(desk.get(link.get("href"))) == pairs[2]
    other = desk.get(f"{QUEUE}?pair={pairs[0][0]}-{pairs[2][0]}")
    assert opened(other) == (pairs[0][0], pairs[2][0]), "any two can be put side by side"
    assert desk.get(f"{QUEUE}?pair={pairs[0][0]}-999").status_code == 404


# The report before closing.


def test_the_report_counts_names_and_lines_and_lists_who_is_on_them(desk, pairs, database):
    onwards(desk, desk.get(QUEUE), "same", prints=str(pairs[0][1]))
    page = desk.get(REPORT)
    words = text_of(page)
    assert "7 names typed, 6 lines" in words
    assert "2 pairs are still to be decided." in words
    assert "The Alpha League, Inc. prints: chosen by editor@rivers.example Alpha League" in words
    table = list(csv.DictReader(io.StringIO(desk.get(f"{REPORT}.csv").get_data().decode("utf-8-sig"))))
    assert len(table) == 7
    (row,) = [row for row in table if row["how"] == "shares the line"]
    assert (row["line that prints"], row["name"]) == ("The Alpha League, Inc.", "Alpha League")
    assert row["judged by"] == "editor@rivers.example"
    assert row["judged at (UTC)"] == "2026-03-02 15:00:00"
    assert signed_rows(table) == 6


def signed_rows(table):
    return sum(row["how"] != "shares the line" for row in table)


def test_a_spreadsheet_runs_none_of_it(desk, campaigns):
    campaigns.sign("=HYPERLINK(1)", "x@x.example")
    assert "'=HYPERLINK(1)" in desk.get(f"{REPORT}.csv").get_data(as_text=True)


def test_closing_and_the_next_step_lead_to_what_is_open(signed_in, pairs):
    owner = signed_in("owner")
    assert "1 pair may be a double" in text_of(owner.get("/desk/harbor/"))
    page = owner.get("/desk/harbor/close")
    assert "3 pairs of names may be one organization" in text_of(page)
    assert any(link.get("href") == REPORT for link in parse(page).iter("a"))


def test_a_long_list_is_not_compared_again_at_every_key(desk, pairs, monkeypatch, campaigns, database):
    monkeypatch.setattr("campaign.doubtful.FEW", 3)
    compared = []

    class Counting:
        def __class_getitem__(cls, _):
            return cls

        def __init__(self, names):
            compared.append(len(names))
            self.names = names

        def pairs(self):
            return NameIndex(self.names).pairs()

    monkeypatch.setattr("signatories.matching.NameIndex", Counting)
    monkeypatch.setattr("campaign.doubtful._kept", OrderedDict())
    monkeypatch.setattr("campaign.doubtful._told", {})
    assert "may be" not in text_of(desk.get("/desk/harbor/")), "no page waits for a hint"
    assert compared == []
    page = desk.get(QUEUE)
    campaigns.sign("ALPHA LEAGUE", "z@z.example")
    page = onwards(desk, page, "different")
    assert compared == [7]
    assert opened(page) == pairs[1]
    desk.get(QUEUE)
    assert compared == [7, 8], "whoever comes anew sees who came meanwhile"
    assert "may be" in text_of(desk.get("/desk/harbor/")), "and then the overview knows, too"
    assert compared == [7, 8]
    with database.read() as session:
        assert doubts_of(session, find(session, "harbor")).likely
