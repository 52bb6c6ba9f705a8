"""The whole job as people do it, on a phone, with and without JavaScript: read, sign, close, sign in, download the letter."""

from __future__ import annotations

import io
import re
import subprocess

import docx
import pytest
from playwright.sync_api import expect

from tests.tools.campaigns import ENTRY
from tests.tools.waiting import until

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("pdftotext")]

LINE = "Friends of the Harbor & Bay"


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_letters_page_to_the_final_files(site, new_page, scripted, tmp_path):
    site.campaigns.open()
    site.desk_cookie("owner")  # owner@rivers.example coordinates; signing in comes later, by mail
    page = new_page(java_script_enabled=scripted)

    page.goto("/letters/harbor")
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep the harbor clean")
    to_form = page.get_by_role("link", name="Sign this letter")
    expect(to_form).to_be_in_viewport()
    to_form.click()
    expect(page.get_by_role("heading", name="Sign for your organization")).to_be_in_viewport()

    page.get_by_role("textbox", name="Organization").fill(f"  {LINE}\u200b ")
    if not scripted:
        page.get_by_role("button", name="Show my line").click()
    else:
        expect(page.get_by_role("button", name="Show my line")).to_have_count(0)
    expect(page.locator("output.line")).to_have_text(LINE)
    expect(page.locator(".left-out")).to_contain_text("U+200B")
    page.get_by_label("Your name").fill(ENTRY["contact_name"])
    page.get_by_label("Your e-mail address").fill(ENTRY["contact_email"])
    page.get_by_label("I am authorized").check()
    page.get_by_role("button", name="Sign this letter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    expect(page.locator(".line")).to_have_text(LINE)
    page.goto(site.link("Please confirm", "/confirm/"))
    page.get_by_role("button", name="Yes, put this line on the letter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have signed")
    expect(page.locator(".line")).to_have_text(LINE)
    assert "harbor" in site.mail("Signed:").subject.lower()

    page.goto("/letters/harbor")
    expect(page.locator("#signatories")).to_contain_text(LINE)
    site.clock.advance(days=3, hours=7, minutes=1)
    page.goto("/letters/harbor")
    expect(page.locator(".status")).to_contain_text("This letter closed on")
    expect(page.locator("form")).to_have_count(0)

    page.goto("/desk/harbor/")
    page.get_by_label("mail address").fill("owner@rivers.example")
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mailbox")
    link = re.search(r"http\S+", site.mail("sign-in").text)
    assert link is not None
    page.goto(link[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url(re.compile("sign-in"))
    page.goto("/desk/harbor/")
    expect(page.locator(".next")).to_contain_text("Closed: download the final letter")
    _wait_until_closed(site)

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the letter (DOCX)").click()
    assert waiting.value.suggested_filename == "harbor.docx"
    words = [paragraph.text for paragraph in docx.Document(io.BytesIO(waiting.value.path().read_bytes())).paragraphs]
    assert LINE in [text.strip() for text in words]
    assert words.index(next(text for text in words if "Signed," in text)) < words.index(
        next(text for text in words if LINE in text)
    )
    assert not any("DRAFT" in text for text in words)

    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF").click()
    assert waiting.value.suggested_filename == "harbor.pdf"
    told = subprocess.run(["pdftotext", "-layout", str(waiting.value.path()), "-"], capture_output=True, check=True, text=True)
    assert LINE in told.stdout
    assert told.stdout.index("Signed,") < told.stdout.index(LINE)
    assert "DRAFT" not in told.stdout


def _wait_until_closed(site):
    """The worker closes what is due within moments."""
    until(lambda: site.campaigns.get().state == "closed", "the worker did not close the letter")


def test_a_draft_downloads_as_a_draft(site, new_page):
    site.campaigns.open()
    page = new_page()
    page.context.add_cookies([site.desk_cookie()])
    page.goto("/desk/harbor/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF").click()
    assert waiting.value.suggested_filename == "harbor-DRAFT.pdf"
    told = subprocess.run(["pdftotext", str(waiting.value.path()), "-"], capture_output=True, check=True, text=True)
    assert "DRAFT" in told.stdout
