"""Signing on a phone, with and without JavaScript: the form, the mail, the button, the signer's own page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from signatories.models import Signature
from tests.tools.campaigns import ENTRY

pytestmark = pytest.mark.needs("chromium")

scripts = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])


def status(site):
    with site.database.read() as session:
        return [(one.line, one.status) for one in session.scalars(select(Signature).order_by(Signature.id))]


def headline(page):
    return expect(page.get_by_role("heading", level=1))


def fill_in(page, **changed):
    """The fields of the form for an organization, found by what stands beside them."""
    entry = ENTRY | changed
    page.get_by_role("textbox", name="Organization").fill(entry["organization"])
    page.get_by_label("Your name").fill(entry["contact_name"])
    page.get_by_label("Your title").fill(entry["contact_title"])
    page.get_by_label("Your e-mail address").fill(entry["contact_email"])
    page.get_by_label("I am authorized").check()


def sign_on(site, page, **changed):
    """Sign, open the mail, press its button."""
    page.goto("/letters/harbor")
    fill_in(page, **changed)
    page.get_by_role("button", name="Sign this letter").click()
    headline(page).to_have_text("Look into your mailbox")
    page.goto(site.link("Please confirm", "/confirm/"))
    page.get_by_role("button", name="Yes, put this line on the letter").click()
    headline(page).to_have_text("You have signed")


@scripts
def test_the_open_form_the_mail_and_one_large_button(site, new_page, scripts):
    site.campaigns.open()
    page = new_page(java_script_enabled=scripts)
    page.goto("/letters/harbor")
    page.get_by_role("link", name="Sign this letter").click()
    fill_in(page, contact_email="ada@freinds.example")
    page.get_by_role("button", name="Sign this letter").click()
    headline(page).to_have_text("Look into your mailbox")
    expect(page.locator("main")).to_contain_text("ada@freinds.example")
    wrong = site.link("Please confirm", "/confirm/")

    page.get_by_label("E-mail address").fill("ada@friends.example")
    site.clock.advance(minutes=1)
    page.get_by_role("button", name="Send it to this address").click()
    expect(page.locator("main")).to_contain_text("We wrote to ada@friends.example")
    page.goto(wrong)
    headline(page).to_have_text("This link opens nothing any more")

    site.clock.advance(minutes=1)
    link = site.link("Please confirm", "/confirm/", "ada@friends.example")
    page.goto("/mail")
    page.get_by_role("link", name=link).click()
    headline(page).to_have_text("Is this your signature?")
    button = page.get_by_role("button", name="Yes, put this line on the letter")
    expect(button).to_be_in_viewport()
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    assert status(site) == [("Friends of the Harbor", "unconfirmed")], "looking confirms nothing"
    button.click()
    headline(page).to_have_text("You have signed")
    expect(page.locator(".line")).to_have_text("Friends of the Harbor")
    assert status(site) == [("Friends of the Harbor", "accepted")]
    page.goto("/letters/harbor")
    expect(page.locator("#signatories")).to_contain_text("Friends of the Harbor")


@scripts
def test_spelling_corrected_contact_changed_withdrawn(site, new_page, scripts):
    site.campaigns.open()
    page = new_page(java_script_enabled=scripts)
    sign_on(site, page)
    field = page.get_by_label("Your line in the letter")
    expect(field).not_to_be_visible()
    page.get_by_text("Correct the spelling of your line").click()
    field.fill("Friends of the Harbour, Inc.")
    page.get_by_role("button", name="Correct the line").click()
    expect(page.locator(".line")).to_have_text("Friends of the Harbour, Inc.")
    page.get_by_text("Correct the spelling of your line").click()
    field.fill("Harbour \U00013000")
    page.get_by_role("button", name="Correct the line").click()
    expect(page.locator("#errors").first).to_be_focused()
    expect(field).to_have_value("Harbour \U00013000")

    page.get_by_text("Change the contact").click()
    page.get_by_label("E-mail address").fill("bo@friends.example")
    page.get_by_role("button", name="Keep the contact").click()
    expect(page.locator("main")).to_contain_text("You have signed")
    page.goto(site.link("", "/contact/", "bo@friends.example"))
    page.get_by_role("button", name="Yes, write to this address").click()
    headline(page).to_have_text("You have signed")

    page.get_by_text("Withdraw your signature").click()
    page.get_by_label("Why?").fill("The board said no.")
    page.get_by_role("button", name="Withdraw now").click()
    headline(page).to_have_text("You have withdrawn")
    assert status(site) == [("Friends of the Harbour, Inc.", "withdrawn")]
    page.goto("/letters/harbor")
    expect(page.locator("article")).not_to_contain_text("Harbour, Inc.")


@scripts
def test_in_ones_own_name(site, new_page, scripts):
    site.campaigns.open(allow_individuals=True)
    page = new_page(java_script_enabled=scripts)
    page.goto("/letters/harbor")
    page.get_by_role("link", name="Sign in your own name instead").click()
    expect(page).to_have_url(re.compile("/individual"))
    page.wait_for_load_state()  # the script comes after what is seen
    page.get_by_label("Your name, as it should stand in the letter").fill(" Ida  B. Marsh\u200b")
    if not scripts:
        page.get_by_role("button", name="Show my line").click()
    expect(page.locator("output.line")).to_have_text("Ida B. Marsh")
    page.get_by_label("Your title").fill("Professor")
    page.get_by_label("Your affiliation").fill("Port\u202e Lorne University")
    if not scripts:
        page.get_by_role("button", name="Show my line").click()
    expect(page.locator("output.line")).to_have_text("Ida B. Marsh, Professor, Port Lorne University")
    expect(page.locator(".left-out")).to_contain_text("U+202E")
    page.get_by_label("Your e-mail address").fill("ida@lorne.example")
    page.get_by_label("I sign this letter in my own name").check()
    page.get_by_role("button", name="Sign this letter").click()
    page.goto(site.link("Please confirm", "/confirm/"))
    expect(page.locator("main")).to_contain_text("I sign in my own name.")
    page.get_by_role("button", name="Yes, put this line on the letter").click()
    expect(page.locator(".line")).to_have_text("Ida B. Marsh, Professor, Port Lorne University")
    page.goto("/letters/harbor")
    expect(page.locator("#signatories")).to_contain_text("Affiliations are listed for identification only.")


@scripts
def test_a_second_name_at_one_address_is_a_choice(site, new_page, scripts):
    site.campaigns.open()
    site.campaigns.sign("Friends of the Bay")
    site.clock.advance(minutes=1)
    page = new_page(java_script_enabled=scripts)
    page.goto("/letters/harbor")
    fill_in(page, contact_email="ada+letters@friends.example")
    page.get_by_role("button", name="Sign this letter").click()
    headline(page).to_have_text("Look into your mailbox")
    page.goto(site.link("Please confirm", "/confirm/", "ada+letters@friends.example"))
    page.get_by_role("button", name="Yes, put this line on the letter").click()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("The line above replaces it").check()
    page.get_by_role("button", name="Yes, put this line on the letter").click()
    headline(page).to_have_text("You have signed")
    assert status(site) == [("Friends of the Bay", "replaced"), ("Friends of the Harbor", "accepted")]


@scripts
def test_it_was_not_me_and_lost_links(site, new_page, scripts):
    site.campaigns.open()
    site.campaigns.sign("Friends of the Harbor", confirmed=False)
    page = new_page(java_script_enabled=scripts)
    page.goto("/letters/harbor")
    page.get_by_role("link", name="E-mail me my links").click()
    page.get_by_label("E-mail address").fill("ADA@friends.example")
    page.get_by_role("button", name="E-mail me my links").click()
    headline(page).to_have_text("Look into your mailbox")
    page.goto(site.link("Your links", "/confirm/"))
    page.get_by_role("button", name="That was not me").click()
    headline(page).to_have_text("Thank you: nothing was signed")
    assert status(site) == [("Friends of the Harbor", "refused")]
