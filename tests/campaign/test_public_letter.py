"""The letter's page: what it shows, to whom, and what it never shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaign.bundles import read_bundle
from campaign.operations import circulate, import_bundle, set_deadline
from campaign.queries import find
from tests.tools.campaigns import DEADLINE, ENTRY, TEXT
from tests.tools.pages import parse, text_of
from tests.tools.signing import sign_on

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "river-cities"


def test_a_draft_an_archived_letter_and_none_at_all_look_alike(client, campaigns):
    campaigns.draft("draft")
    campaigns.draft("old", state="archived")
    answers = [client.get(f"/letters/{slug}") for slug in ("draft", "old", "nothing")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.data for answer in answers}) == 1


def test_the_page_shows_the_letter_its_hosts_and_its_deadline(client, campaigns):
    campaigns.open(hosts=["Harbor Watch", "Shore League"])
    page = client.get("/letters/harbor")
    words = text_of(page)
    assert "Keep the harbor clean" in words
    assert "Harbor Watch, Shore League" in words
    assert "Open for signature until Thursday, March 5, 2026 at 5:00 PM Eastern Time · in 3 days" in words
    assert "stop the dumping of waste" in words
    times = {element.get("datetime") for element in parse(page).iter("time")}
    assert "2026-03-05T22:00:00+00:00" in times


def test_the_article_speaks_the_letters_language(client, campaigns):
    campaigns.open(text=TEXT.replace("closing:", "language: es-MX\nclosing:"))
    (article,) = parse(client.get("/letters/harbor")).iter("article")
    assert article.get("lang") == "es-MX"


def test_names_show_only_where_the_campaign_shows_them(client, campaigns, database, clock):
    campaigns.open("shown")
    campaigns.open("hidden", show_signatories=False)
    for slug in ("shown", "hidden"):
        sign_on(client, database, page=f"/letters/{slug}")
    assert "Friends of the Harbor" in text_of(client.get("/letters/shown"))
    assert b"Friends of the Harbor" not in client.get("/letters/hidden").data
    clock.advance(days=4)
    campaigns.close("hidden")
    assert b"Friends of the Harbor" not in client.get("/letters/hidden").data, "closing makes nothing public"


def test_no_contact_is_on_any_page_but_the_signers_own(client, campaigns, database, clock):
    campaigns.open()
    own = sign_on(client, database)
    text = f"{own}/text"
    pages = [client.get("/letters/harbor"), client.get(text)]
    clock.advance(days=4)
    campaigns.close()
    pages += [client.get("/letters/harbor"), client.get(text), client.get("/"), client.get("/letters/harbor/links")]
    for page in pages:
        assert page.status_code == 200
        assert b"ada@friends.example" not in page.data
        assert b"Okafor" not in page.data
    assert b"ada@friends.example" in client.get(own).data, "the control: there it can be changed"


def test_what_signers_type_is_text(client, campaigns, database):
    campaigns.open()
    sign_on(client, database, ENTRY | {"organization": "<b>Tom</b> & <script>alert(1)</script>"})
    page = client.get("/letters/harbor")
    assert "<b>Tom</b> & <script>alert(1)</script>" in text_of(page)
    assert not [script for script in parse(page).iter("script") if script.text]


def test_after_the_deadline_the_form_is_gone(client, campaigns, clock):
    campaigns.open()
    clock.now = campaigns.get().deadline
    assert list(parse(client.get("/letters/harbor")).iter("form")), "the last second is in time"
    clock.advance(seconds=1)
    page = client.get("/letters/harbor")
    assert not list(parse(page).iter("form"))
    assert "This letter closed on Thursday, March 5, 2026 at 5:00 PM Eastern Time." in text_of(page)
    clock.advance(seconds=30)  # the last requests that were in time are on the disk
    campaigns.close()
    assert "stop the dumping of waste" in text_of(client.get("/letters/harbor"))


def test_a_letter_closed_early_says_when(client, campaigns, clock):
    campaigns.open()
    form = client.get("/letters/harbor")
    clock.advance(hours=1)
    campaigns.close()
    assert "This letter closed on Monday, March 2, 2026 at 11:00 AM Eastern Time." in text_of(client.get("/letters/harbor"))
    clock.advance(minutes=5)
    late = client.submit(form, "/letters/harbor", ENTRY)
    assert late.status_code == 409
    assert "It took signatures until Monday, March 2, 2026 at 11:00 AM Eastern Time." in text_of(late)


def test_the_page_leads_to_the_names_the_notes_and_the_form(client, campaigns):
    campaigns.open()
    campaigns.sign()
    root = parse(client.get("/letters/harbor"))
    (bar,) = (nav for nav in root.iter("nav") if nav.get("class") == "bar")
    links = {link.get("href"): " ".join(link.itertext()) for link in bar.iter("a")}
    # The page checker has seen that each of these exists on the page.
    assert list(links.values()) == ["Sign this letter", "1 signatory", "2 notes", "Deadline for your calendar"]


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example campaign is not here")
def test_a_whole_letter_is_light(client, campaigns, database, clock):
    campaigns.draft("first")
    with database.write() as session:
        bundle = read_bundle(EXAMPLE).bundle
        campaign = import_bundle(session, campaigns.get("first").coalition_id, bundle, by="the tests", now=clock.now)
        slug, names = campaign.slug, len(bundle.signatories)
    with database.write() as session:
        set_deadline(session, find(session, slug), DEADLINE, "America/New_York", by="the tests", now=clock.now)
    with database.write() as session:
        circulate(session, find(session, slug), by="the tests", now=clock.now)
    page = client.get(f"/letters/{slug}")
    root = parse(page)
    styles = [link.get("href") for link in root.iter("link") if link.get("rel") == "stylesheet"]
    scripts = [script.get("src") for script in root.iter("script")]
    assert len(styles) == 1
    weight = len(page.data) + sum(len(client.get(path).data) for path in (*styles, *scripts))
    assert names > 100
    assert weight < 60_000, f"{weight:,} bytes before fonts"


def test_the_front_page_says_what_this_is(client):
    page = client.get("/")
    assert "a coalition writes a letter" in text_of(page)
    assert [link for link in parse(page).iter("a") if link.get("href") == "/desk/"]
