"""Links at the desk: how they were found, what a person can say and ask for; nothing is offered while requests are off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from campaign.models import Campaign
from campaign.queries import find, newest_version
from coalition.models import AuditEntry, Coalition
from configuration import ArchiveSettings
from letters.models import ArchiveCopy, Link
from tests.tools.campaigns import SOURCES
from tests.tools.pages import form_values, parse, text_of

LIST = "/desk/harbor/sources"
PAGE = f"{LIST}/edit?key=report"
URL = "https://www.whitehouse.gov/omb/2023/05/harbor"
SOURCE = SOURCES[0] | {"URL": URL}


@pytest.fixture
def desk(campaigns, database, signed_in):
    campaigns.draft(sources=[SOURCE])
    client = signed_in("editor")
    with database.write() as session:
        session.get_one(Coalition, client.coalition_id).outgoing = True
    return client


@pytest.fixture
def found(database, clock):
    """``found(state)``: the link was looked at three days ago, and this is what came of it."""

    def put(state, **columns):
        with database.write() as session:
            campaign = find(session, "harbor")
            link = Link(letter_id=campaign.letter_id, url=URL, state=state, checked_at=clock.now, due_at=clock.now, **columns)
            session.add(link)
        clock.advance(days=3)

    return put


def link_of(database):
    with database.read() as session:
        return session.scalars(select(Link)).one()


def actions(page):
    return [form.get("action") for form in parse(page).iter("form") if "/sources/link/" in (form.get("action") or "")]


def source(database):
    with database.read() as session:
        return newest_version(session, find(session, "harbor")).sources[0]


@pytest.mark.parametrize(
    ("state", "said", "doubtful"),
    [
        ("ok", "works", False),
        ("retry", "trouble just now", False),
        ("dead", "gone", True),
        ("bot-wall", "a wall against robots", True),
        ("home-page", "leads to a start page", True),
        ("unreachable", "no answer", True),
        ("uncertain", "uncertain", True),
        ("blocked", "not opened from here", True),
    ],
)
def test_the_list_says_how_each_link_was_found(desk, found, state, said, doubtful):
    found(state)
    page = desk.get(LIST)
    assert f"Link: {said}, checked 3 days ago" in text_of(page)
    assert ("I saw it working today" in text_of(page)) == doubtful
    assert ("Links to look at 1" in text_of(page)) == doubtful
    assert ("Harbor Report" in text_of(desk.get(f"{LIST}?show=links"))) == doubtful


def test_a_persons_word_outweighs_the_machines(desk, found, database):
    found("bot-wall", reason="The site does not let programs in (403).")
    assert "does not let programs in" in text_of(desk.get(PAGE))
    answer = desk.fill_in(LIST, {}, action="/link/seen")
    assert (answer.status_code, answer.location) == (303, LIST)
    page = desk.get(LIST)
    assert "saw it working on March 5, 2026" in text_of(page)
    assert "Links to look at" not in text_of(page)
    assert link_of(database).seen_on == date(2026, 3, 5)


def test_seen_working_on_another_day(desk, database):
    assert desk.fill_in(PAGE, {"on": "2026-02-27"}, action="/link/seen").status_code == 303
    assert link_of(database).seen_on == date(2026, 2, 27)
    for wrong, said in [("2026-03-09", "yet to come"), ("soon", "not a date"), ("2026-02-30", "not a date")]:
        desk.send(f"{LIST}/link/seen", {"key": "report", "url": URL, "on": wrong})
        assert said in text_of(desk.get(PAGE))
    desk.send(f"{LIST}/link/seen", {"key": "report", "url": "https://elsewhere.example/"})
    assert "does not name this address" in text_of(desk.get(PAGE))
    assert link_of(database).seen_on == date(2026, 2, 27)


def test_look_again_makes_it_due(desk, found, database, clock):
    found("ok")
    assert desk.fill_in(PAGE, {}, action="/link/check").status_code == 303
    assert link_of(database).due_at == clock.now


def test_a_copy_is_asked_for_once(desk, database):
    page = desk.get(PAGE)
    assert "No archive copy is known." in text_of(page)
    assert "Perma.cc" not in text_of(page), "without a key it is not offered"
    assert desk.fill_in(PAGE, {}, action="/link/archive").status_code == 303
    with database.read() as session:
        copy = session.scalars(select(ArchiveCopy)).one()
    assert (copy.url, copy.service, copy.state) == (URL, "wayback", "wanted")
    page = desk.get(PAGE)
    assert "Wayback Machine: asked for" in text_of(page)
    assert f"{LIST}/link/archive" not in actions(page)
    with database.write() as session:
        copy = session.scalars(select(ArchiveCopy)).one()
        copy.state, copy.address = "kept", "https://web.archive.org/web/2026/x"
    assert "https://web.archive.org/web/2026/x" in [link.get("href") for link in parse(desk.get(LIST)).iter("a")]
    assert "Without an archive copy" not in text_of(desk.get(LIST))


def test_perma_is_offered_with_a_key(settings, make_app, desk):
    keyed = make_app(replace(settings, archives=ArchiveSettings(perma_key="k")))
    client = keyed.test_client()
    with desk.session_transaction() as cookie, client.session_transaction() as other:
        other.update(cookie)
    assert "Ask Perma.cc for a copy" in text_of(client.get(PAGE))


def test_where_a_page_may_be_now_is_offered_and_used(desk, database):
    page = desk.get(PAGE)
    forms = [form for form in parse(page).iter("form") if (form.get("action") or "").endswith("/use-address")]
    offered = [form_values_of(form)["url"] for form in forms]
    assert offered == ["https://bidenwhitehouse.archives.gov/omb/2023/05/harbor"]
    assert source(database)["URL"] == URL, "never by itself"
    assert desk.post(forms[0].get("action"), data=form_values_of(forms[0])).status_code == 303
    assert source(database) == SOURCE | {"URL": offered[0]}
    assert desk.post(forms[0].get("action"), data=form_values_of(forms[0]) | {"url": URL}).status_code == 303
    assert "while you had this page open" in text_of(desk.get(PAGE))
    assert source(database)["URL"] == offered[0]


def form_values_of(form):
    return {control.get("name"): control.get("value") for control in form.iter("input")}


@pytest.mark.parametrize("url", ["javascript:alert(1)", "mailto:a@b.example", "", "https://", "x" * 5000])
def test_only_a_web_address_is_used(desk, database, url):
    page = desk.get(PAGE)
    (form,) = (form for form in parse(page).iter("form") if (form.get("action") or "").endswith("/sources/edit"))
    sent = {"key": "report", "seen": form_values(form)["seen"], "url": url}
    assert desk.send(f"{LIST}/link/use-address", sent).status_code == 303
    assert "not a web address" in text_of(desk.get(PAGE))
    assert source(database)["URL"] == URL


def test_while_requests_are_off_nothing_is_offered_and_nothing_goes_out(desk, found, database):
    found("dead")
    with database.write() as session:
        session.get_one(Coalition, desk.coalition_id).outgoing = False
    for path in (LIST, PAGE):
        page = desk.get(path)
        assert actions(page) == []
        assert "an owner can turn that on" in text_of(page)
        assert f"/desk/coalition/{desk.coalition_id}/people#outgoing" in [link.get("href") for link in parse(page).iter("a")]
    for act in ("check", "archive"):
        desk.send(f"{LIST}/link/{act}", {"key": "report", "url": URL, "service": "wayback"})
        assert "turned off" in text_of(desk.get(PAGE))
    with database.read() as session:
        assert session.scalars(select(ArchiveCopy)).all() == []


def test_links_are_cared_for_while_the_letter_is_open(campaigns, signed_in, database):
    campaigns.open(sources=[SOURCE])
    desk = signed_in("editor")
    with database.write() as session:
        session.get_one(Coalition, desk.coalition_id).outgoing = True
    page = desk.get(PAGE)
    assert f"{LIST}/link/seen" in actions(page)
    assert desk.fill_in(PAGE, {}, action="/link/seen").status_code == 303
    assert link_of(database).seen_on is not None
    assert f"{LIST}/link/use-address" in actions(page), "the next text is worked on"
    campaigns.close()
    assert f"{LIST}/link/use-address" not in actions(desk.get(PAGE)), "what was signed stays what was read"


def test_a_viewer_sees_the_state_and_no_button(desk, found, signed_in):
    found("dead")
    viewer = signed_in("viewer")
    for path in (LIST, PAGE):
        page = viewer.get(path)
        assert "gone" in text_of(page)
        assert actions(page) == []


def test_only_an_owner_turns_requests_on_and_it_is_written_down(campaigns, signed_in, database):
    campaigns.draft()
    owner, editor = signed_in("owner"), signed_in("editor")
    page = f"/desk/coalition/{owner.coalition_id}/people"
    assert "An owner can change that." in text_of(editor.get(page))
    assert editor.send(f"/desk/coalition/{owner.coalition_id}/outgoing", {"on": "yes"}).status_code == 403
    with database.read() as session:
        assert not session.get_one(Coalition, owner.coalition_id).outgoing, "off until somebody decides"
    for on in (True, False):
        form = next(form for form in parse(owner.get(page)).iter("form") if (form.get("action") or "").endswith("/outgoing"))
        (button,) = form.iter("button")
        sent = form_values(form) | {button.get("name"): button.get("value")}
        assert owner.post(form.get("action"), data=sent).status_code == 303
        with database.read() as session:
            assert session.get_one(Coalition, owner.coalition_id).outgoing == on
    with database.read() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.act == "coalition.outgoing").order_by(AuditEntry.id)).all()
        assert [entry.detail for entry in told] == [{"on": True}, {"on": False}]
        assert session.scalars(select(Campaign)).one().coalition_id == told[0].coalition_id
