"""From a list to a signature through a personal link, in a browser, with and without scripts; and the pages before axe-core."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import expect

from campaign.queries import circulating_text, find
from signatories.models import Signature
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.tools.campaigns import TEXT
from tests.tools.invitations import Invitations

pytestmark = pytest.mark.needs("chromium")


def overflows(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def after_all_that_was_sent(page):
    """Let the page's script have its turn, and then ask for something: what the script sent was sent before that."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))))")
    with page.expect_response("**/letters/harbor?after"):
        page.evaluate("void fetch('/letters/harbor?after')")


@pytest.fixture
def made(site):
    site.campaigns.open()
    return Invitations(site.database, site.clock)


def test_a_first_touch_tells_that_the_page_was_opened_and_looking_does_not(made, new_page):
    one = made.one()
    page = new_page()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/opened") else None)
    page.goto(made.path(one))
    after_all_that_was_sent(page)
    assert not sent
    assert made.status(one) == "invited"
    with page.expect_response("**/opened") as answer:
        page.keyboard.press("Tab")
    assert answer.value.status == 204
    assert made.status(one) == "opened"
    page.mouse.wheel(0, 500)
    page.keyboard.press("Tab")
    after_all_that_was_sent(page)
    assert len(sent) == 1, "once is enough"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_signing_through_the_link_on_a_phone(made, new_page, scripts, site):
    one = made.one("Friends of the Reef")
    page = new_page(viewport=PHONE, java_script_enabled=scripts)
    page.goto(made.path(one))
    expect(page.locator("#organization")).to_have_value("Friends of the Reef")
    page.locator("#authorized").check()
    page.locator("#sign-form .actions .primary").click()
    expect(page.locator("h1")).to_contain_text("You have signed")
    assert made.status(one) == "signed"
    assert "Friends of the Reef" in site.mail("Signed").text


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_way_through_the_board_on_a_phone(made, new_page, scripts):
    one = made.one("Friends of the Reef")
    page = new_page(viewport=PHONE, java_script_enabled=scripts)
    page.goto(made.path(one))
    page.get_by_role("link", name="My board has to decide first").click()
    page.get_by_label("We are likely to sign").check()
    page.get_by_label("Until which day").fill("2026-03-04")
    page.get_by_role("button", name="Tell the coordinators").click()
    expect(page.locator("h1")).to_have_text("The coordinators know that you need time")
    assert made.status(one) == "reviewing"
    page.get_by_role("link", name="See the page for your board").click()
    expect(page.get_by_text("Friends of the Reef is asked to sign this letter.")).to_be_visible()
    assert page.locator("form").count() == 0


def test_the_brief_of_a_long_letter_with_many_names_prints_on_one_page(site, new_page):
    paragraph = "We ask the city to stop the dumping of waste, which harms everyone on the shore and in the mills. " * 4
    site.campaigns.open(text=TEXT.replace("We ask the city", "\n\n".join([paragraph] * 30) + "\n\nWe ask the city"))
    made = Invitations(site.database, site.clock)
    with site.database.write() as session:
        campaign = find(session, "harbor")
        text = circulating_text(session, campaign)
        for number in range(200):
            session.add(
                Signature(
                    campaign_id=campaign.id,
                    version_id=text.id,
                    version_hash=text.content_hash,
                    name_typed="x",
                    line=f"Organization number {number} for the Harbor and the Reef",
                    origin="import",
                    position=number + 1,
                    status="accepted",
                    confirmed_at=site.clock.now,
                    confirmed_how="import",
                    signed_at=site.clock.now,
                )
            )
    page = new_page(viewport=DESKTOP)

    def printed(path):
        page.goto(path)
        return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter", prefer_css_page_size=True)))

    assert printed(made.path(made.one(), "review")) == 1
    expect(
        page.get_by_text(re.compile(r"; Organization number \d+ for the Harbor and the Reef and 1[89]\d more"))
    ).to_be_attached()
    assert printed("/letters/harbor/brief") == 1
    assert printed("/letters/harbor") > 3, "the control: the letter itself takes more"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_public_pages_of_an_invitation_have_nothing_that_axe_finds(made, new_page, site, size):
    one = made.one("Friends of the Reef")
    waiting = made.one("Mills", "cy@mills.example", reviewing_at=site.clock.now)
    declined = made.one("Hills", "dee@hills.example", declined_at=site.clock.now)
    revoked = made.one("Fens", "eve@fens.example", revoked_at=site.clock.now)
    page = new_page(viewport=size)
    found = []
    for path in (
        made.path(one),
        made.path(one) + "/board",
        made.path(waiting) + "/board",
        made.path(one) + "/decline",
        made.path(declined) + "/decline",
        made.path(revoked),
        made.path(one, "review"),
        "/letters/harbor/brief",
        "/letters/harbor/brief/sent",
    ):
        page.goto(path)
        found += violations(page)
        assert not overflows(page), path
    assert found == []


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_desks_pages_of_invitations_have_nothing_that_axe_finds(made, new_page, site, size):
    batch = made.listed(
        "Organization,Name,Email\nA very long name of an organization for the harbor and the reef,Ada,ada@x.example\n"
    )
    made.one("Mills", "cy@mills.example", reviewing_at=site.clock.now, leaning="likely", needs_until=site.clock.now.date())
    made.one("Hills", "dee@hills.example", declined_at=site.clock.now, decline_reason="Not our field at all")
    made.one("Coast", "eve@coast.example", revoked_at=site.clock.now, bounced_at=site.clock.now, bounce_reason="550 gone")
    made.one("Fens", "fay@fens.example", sent=False)
    site.campaigns.sign("Fens", "somebody@elsewhere.example")
    page = new_page(viewport=size)
    page.context.add_cookies([site.desk_cookie()])
    found = []
    home = "/desk/harbor/invitations"
    for path in (
        "",
        "/new",
        "/import",
        "/text",
        "/send",
        "/write",
        f"/lists/{batch.id}/undo",
        "/2",
        "?status=reviewing",
        "/write?status=reviewing",
    ):
        page.goto(home + path)
        found += violations(page)
        assert not overflows(page), path
    page.goto(home + "/import")
    page.locator("#text").fill(
        "Organization,Name,Email\nReef,Ben,ben@reef.example\nFens,Eve,nobody\nReef,Ben,ben@reef.example\n"
    )
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_role("heading", name="1 person would be added")).to_be_visible()
    expect(page.locator(".found")).to_be_focused()
    found += violations(page)
    assert not overflows(page)
    assert found == []


def test_a_coordinator_brings_a_list_and_sends_it_without_scripts(made, new_page, site):
    page = new_page(viewport=DESKTOP, java_script_enabled=False)
    page.context.add_cookies([site.desk_cookie()])
    page.goto("/desk/harbor/invitations/import")
    data = io.BytesIO("Organización;Contacto;Correo\nAmigos de la Bahía;José;jose@bahia.example\n".encode("cp1252"))
    page.locator("#file").set_input_files({"name": "lista.csv", "mimeType": "text/csv", "buffer": data.getvalue()})
    page.get_by_role("button", name="Read the list").click()
    page.get_by_role("button", name="Add 1 person").click()
    page.get_by_role("link", name="Send them").click()
    page.get_by_role("button", name="Send 1 invitation").click()
    expect(page.get_by_role("status")).to_contain_text("1 invitation is on its way.")
    assert "Dear José," in site.mail("Please sign on").text
