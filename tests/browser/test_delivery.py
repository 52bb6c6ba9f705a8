"""Delivery in a real browser: from the list of recipients to the page where anybody checks the file that they were sent."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from campaign.delivery_models import DeliveryFile
from campaign.delivery_queries import copy_with_bytes
from mail.models import OutboxMessage
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, Site
from tests.tools.recipients import BY_STATE, Recipients, member
from tests.tools.signing import rows
from tests.tools.waiting import until

pytestmark = pytest.mark.needs("chromium")

HOME = "/desk/harbor/delivery"
CHECK = "/letters/harbor/check"


@pytest.fixture
def closed(site: Site) -> Recipients:
    """A closed letter, signed from Ohio and from Texas, that goes to two members and to the mayor."""
    site.campaigns.open(text=BY_STATE)
    site.campaigns.sign("Friends of the Harbor", "ada@friends.example", state="Ohio")
    site.campaigns.sign("Reef League", "bo@reef.example", state="Texas")
    found = Recipients(site.database, site.clock)
    found.add(
        member(1),
        member(2, "Texas"),
        member(3, "Texas", name="The Clerk", channels=("hand",)),
    )
    site.campaigns.close()
    site.clock.now += timedelta(minutes=5)
    return found


@pytest.fixture
def files(closed: Recipients, site: Site, tmp_path: Path) -> list[Path]:
    """The copies as they were written, as files to choose."""
    closed.want_copies()
    until(lambda: all(one.written_at for one in rows(site.database, DeliveryFile)), "the copies were not written")
    made = []
    for one in rows(site.database, DeliveryFile):
        with site.database.read() as session:
            file = copy_with_bytes(session, one.id)
        path = tmp_path / file.file_name
        path.write_bytes(file.data)
        made.append(path)
    return made


def narrow(page: Page) -> bool:
    """Whether nothing on the page is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_the_browser_computes_the_hash_and_the_file_stays_there(site: Site, new_page: Any, files: list[Path]) -> None:
    page = new_page(viewport=PHONE)
    sent: list[int] = []
    page.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")) if request.method == "POST" else None)
    page.goto(CHECK)
    page.set_input_files("input[type=file]", files[0])
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="Yes, this is one of the letter’s files, unchanged")).to_be_visible()
    expect(page.locator("#answer")).to_contain_text("the copy for The Honorable Jo Doe 1 of edition 1")
    expect(page.locator("#answer")).to_contain_text(hashlib.sha256(files[0].read_bytes()).hexdigest())
    assert max(sent) < 3_000 < files[0].stat().st_size
    assert narrow(page)
    assert violations(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with its script", "without"])
def test_a_changed_file_is_told_so(site: Site, new_page: Any, files: list[Path], tmp_path: Path, scripts: bool) -> None:
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(files[0].read_bytes() + b"\n")
    page = new_page(viewport=PHONE, java_script_enabled=scripts)
    page.goto(CHECK)
    page.set_input_files("input[type=file]", changed)
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="No, this is none of the letter’s files")).to_be_visible()
    expect(page.locator("#answer")).to_contain_text("saved it anew")


def test_it_works_without_its_script(site: Site, new_page: Any, files: list[Path]) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(CHECK)
    page.set_input_files("input[type=file]", files[-1])
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="Yes, this is one of the letter’s files, unchanged")).to_be_visible()
    page.goto(CHECK)
    page.get_by_label("Or its SHA-256").fill("nonsense")
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("alert")).to_contain_text("64 digits")


def test_a_file_may_be_dropped_anywhere(site: Site, new_page: Any, files: list[Path]) -> None:
    page = new_page(viewport=DESKTOP)
    page.goto(CHECK)
    data = list(files[1].read_bytes())
    page.evaluate(
        """(data) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(data)], "letter.docx"));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }""",
        data,
    )
    expect(page.get_by_role("heading", name="Yes, this is one of the letter’s files, unchanged")).to_be_visible()


def test_from_the_list_to_delivered_and_thanked(site: Site, new_page: Any, closed: Recipients) -> None:
    page = new_page(viewport=DESKTOP)
    page.context.add_cookies([site.desk_cookie("editor")])
    page.goto("/desk/harbor/")
    expect(page.locator(".next")).to_contain_text("Deliver the letter: 0 of 3 reached")
    page.get_by_role("link", name="Go to the delivery").click()
    assert violations(page) == []
    page.get_by_role("button", name="Write the copies").click()
    until(lambda: all(one.written_at for one in rows(site.database, DeliveryFile)), "the copies were not written")
    page.reload()
    expect(page.get_by_text("Edition 1, all in one archive:")).to_be_visible()
    page.get_by_role("link", name="Send it by e-mail").click()
    assert violations(page) == []
    page.get_by_role("button", name="Send edition 1 to 2").click()
    expect(page.get_by_text("2 mails are on their way.")).to_be_visible()
    mail = site.mail("a letter with 2 signatories", to="jo1@house.example")
    assert "Dear Representative Doe 1," in mail.text
    until(
        lambda: {one.status for one in rows(site.database, OutboxMessage) if one.kind == "delivery"} == {"sent"},
        "the mails did not go out",
    )
    page.reload()
    assert violations(page) == []

    page.goto(HOME)
    page.get_by_role("link", name="Write a delivery down for The Clerk").click()
    assert violations(page) == []
    page.get_by_label("by hand").check()
    page.get_by_label("Receipt").fill("Stamped by the clerk.")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Stamped by the clerk.")).to_be_visible()
    page.get_by_role("link", name="The Clerk").click()
    page.get_by_label("What they answered").fill("Thank you for the letter.")
    page.get_by_label("Publish the answer on the letter’s page").check()
    page.get_by_role("button", name="Save it").click()

    page.goto(HOME)
    page.get_by_role("button", name="Mark as delivered").click()
    expect(page.get_by_role("heading", name="Thank the signers")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Thank 2 signers").click()
    thanks = site.mail("Delivered: Keep the harbor clean", to="ada@friends.example")
    assert "Friends of the Harbor" in thanks.text

    phone = new_page(viewport=PHONE)
    phone.goto("/letters/harbor")
    expect(phone.get_by_text("Delivered on").first).to_be_visible()
    expect(phone.locator("#delivery")).to_contain_text("The letter went to 3 recipients.")
    expect(phone.locator("#delivery")).to_contain_text("Thank you for the letter.")
    assert "house.example" not in phone.content()
    assert "Stamped" not in phone.content()
    assert narrow(phone)
    assert violations(phone) == []
    with phone.expect_download() as download:
        phone.locator("#delivery").get_by_role("link", name="PDF").click()
    got = Path(download.value.path())
    phone.goto(CHECK)
    phone.set_input_files("input[type=file]", got)
    phone.get_by_role("button", name="Check it").click()
    expect(phone.locator("#answer")).to_contain_text("It is edition 1 of the letter (PDF).")
    expect(phone.locator("#answer")).to_contain_text("the coordinators said so on")
