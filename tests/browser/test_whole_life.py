"""The whole life of a letter as people live it: asked, reminded, given more time, closed, delivered, thanked, joined late.

The clock is the test's, and so are the workers: every hour of the letter's life each of them has one turn.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from campaign.models import EditionFile
from mail.attachments import attachments_of
from mail.background import Worker
from mail.models import CaughtMessage, OutboxMessage
from tests.browser.conftest import DESKTOP, PHONE, Site, workers_of
from tests.tools.campaigns import TEXT
from tests.tools.signing import mails, rows

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.needs("pdftotext")]

ZONE = ZoneInfo("America/New_York")
REEF, TIDES, MILLS = "ben@reef.example", "dee@tides.example", "cy@mills.example"
HILLS, FENS = "eve@hills.example", "fay@fens.example"
LATE = "board@fens.example"
LIST = f"""\
Organization,Name,Title,Email
Friends of the Reef,Ben Li,Chair,{REEF}
Tides Clinic,Dee Nolan,Director,{TIDES}
The Mill Owners,Cy Duarte,Secretary,{MILLS}
Hill Farmers,Eve Stone,President,{HILLS}
Fen Society,Fay Hale,Warden,{FENS}
"""
MAYOR, GOVERNOR = "Mayor Ana Ruiz", "Governor Farrow"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 on the letter's clock; it goes forward on the 8th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@dataclass
class Life:
    """A letter's life: time that passes, and those who work meanwhile."""

    site: Site
    workers: list[Worker]

    def work(self, turns: int = 2) -> None:
        """Turns of each worker; two, because what the last of them puts into the outbox another one sends."""
        for worker in self.workers * turns:
            worker.once()

    def until(self, moment: datetime) -> None:
        """Hour by hour to that moment, day and night."""
        while self.site.clock.now < moment:
            self.site.clock.now = min(moment, self.site.clock.now + timedelta(hours=1))
            self.work(turns=1)

    def sent(self, kind: str) -> Counter[tuple[str, datetime]]:
        """The mails of a kind that went out: to whom, and when, to the minute on the letter's clock."""
        gone = [(one.recipient, one.sent_at) for one in mails(self.site.database, kind) if one.sent_at]
        return Counter((who, when.astimezone(ZONE).replace(second=0, microsecond=0)) for who, when in gone)

    def told(self, kind: str) -> Counter[str]:
        """How many mails of a kind went to whom."""
        return Counter(recipient for recipient, _ in self.sent(kind).elements())


@pytest.fixture
def life(served: Site) -> Life:
    """A letter in drafting, to close on a Thursday in two and a half weeks; owner@rivers.example coordinates."""
    served.campaigns.draft(text=TEXT.replace("subject:", f"cc:\n  - {GOVERNOR}\nsubject:"), deadline="2026-03-19T17:00")
    return Life(served, workers_of(served.app))


@pytest.fixture
def desk(life: Life, new_page: Callable[..., Page]) -> Page:
    """The coordinator's window."""
    return new_page(viewport=DESKTOP)


def test_the_whole_life_of_a_letter(life: Life, desk: Page, new_page: Callable[..., Page], tmp_path: Path, caplog: Any) -> None:
    circulate_and_invite(life, desk)
    they_answer(life, new_page)
    life.until(at(17, 11))
    first = [at(12, 17), at(16, 17)]
    assert life.sent("reminder") == reminders(first), "exactly the two who have not answered, once at each step"

    extend(life, desk)
    assert life.told("deadline_moved") == Counter([REEF, TIDES, HILLS, FENS])
    # Of the new date they are told seven days before it, so that step is done; what fell on Saturday comes on Monday morning.
    second = [at(23, 8), at(23, 17), at(24, 9)]
    life.until(at(24, 17))
    assert life.sent("reminder") == reminders(first + second), "the plan moved, and no step came twice for one date"
    life.until(at(24, 17, 1))
    assert life.site.campaigns.get().state == "closed"

    files = first_edition(life, desk)
    posted = deliver(life, desk)
    assert posted == files["PDF"]
    assert life.told("delivered") == Counter([REEF, TIDES])
    delivered_page(new_page, posted, tmp_path)
    come_late(life, desk, new_page)
    second_edition(life, desk, files)

    life.until(at(27, 17))
    assert life.sent("reminder") == reminders(first + second), "nobody is reminded of a letter that has closed"
    assert life.told("delivered") == Counter([REEF, TIDES]), "thanked once"
    digests = [when for _, when in life.sent("digest").elements()]
    assert len(digests) == len({when.date() for when in digests}) >= 5
    assert {when.hour for when in digests} == {8}
    assert not [one.recipient for one in rows(life.site.database, OutboxMessage) if one.status in ("waiting", "failed")]
    assert len(rows(life.site.database, CaughtMessage)) == len([m for m in mails(life.site.database) if m.sent_at])
    assert not [record.message for record in caplog.records if record.name == "undersigned.worker"], "a job failed"


def reminders(moments: list[datetime]) -> Counter[tuple[str, datetime]]:
    return Counter((one, moment) for one in (HILLS, FENS) for moment in moments)


def overview(life: Life, desk: Page, tab: str = "") -> None:
    """The coordinator comes to the desk, signed in anew after days elsewhere, and goes to a tab."""
    desk.context.add_cookies([life.site.desk_cookie()])
    desk.goto("/desk/harbor/")
    if tab:
        desk.get_by_role("navigation", name="This campaign").get_by_role("link", name=tab).click()


def circulate_and_invite(life: Life, desk: Page) -> None:
    overview(life, desk)
    desk.get_by_role("link", name="Open for signature").click()
    desk.get_by_role("button", name="Open for signature").click()
    overview(life, desk, "Invitations")
    desk.get_by_role("link", name="Bring a list").click()
    desk.get_by_label("Paste the list").fill(LIST)
    desk.get_by_role("button", name="Read the list").click()
    desk.get_by_role("button", name="Add 5 people").click()
    desk.get_by_role("link", name="Send them").click()
    desk.get_by_role("button", name="Send 5 invitations").click()
    life.work()
    assert life.told("invitation") == Counter([REEF, TIDES, MILLS, HILLS, FENS])


def they_answer(life: Life, new_page: Callable[..., Page]) -> None:
    """Two sign on their phones, one of them without scripts, and one declines."""
    for address, organization, scripts in ((REEF, "Friends of the Reef", True), (TIDES, "Tides Clinic", False)):
        phone = new_page(viewport=PHONE, java_script_enabled=scripts)
        phone.goto(personal(life, address))
        expect(phone.get_by_role("textbox", name="Organization")).to_have_value(organization)
        phone.get_by_label("I am authorized").check()
        phone.get_by_role("button", name="Sign this letter").click()
        expect(phone.get_by_role("heading", level=1)).to_contain_text("You have signed")
    phone = new_page(viewport=PHONE)
    phone.goto(personal(life, MILLS))
    phone.get_by_role("link", name="We would rather not sign").click()
    phone.locator("#reason").fill("It is our waste.")
    phone.get_by_role("button", name="We decline").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you for telling us")
    life.work()
    assert life.told("receipt") == Counter([REEF, TIDES])


def personal(life: Life, address: str) -> str:
    return life.site.link("Keep the harbor clean", "/i/", to=address)


def extend(life: Life, desk: Page) -> None:
    overview(life, desk, "Deadline")
    expect(desk.get_by_label("Tell the 4 people")).to_be_checked()
    desk.locator("#deadline").fill("2026-03-24T17:00")
    desk.get_by_role("button", name="Move the deadline").click()
    expect(desk.get_by_text("The deadline is set: Tuesday, March 24, 2026 at 5:00")).to_be_visible()
    life.until(at(17, 12))


def first_edition(life: Life, desk: Page) -> dict[str, bytes]:
    """The files as the desk gives them, each with the hash that is shown beside it."""
    overview(life, desk, "Editions")
    return {form: downloaded(desk, 1, form) for form in ("DOCX", "PDF")}


def downloaded(desk: Page, number: int, form: str) -> bytes:
    row = desk.get_by_role("table", name=f"Files of edition {number}").get_by_role("row").filter(has_text=form).first
    with desk.expect_download() as waiting:
        row.get_by_role("link", name=form).click()
    data = Path(waiting.value.path()).read_bytes()
    assert row.locator(".hash").inner_text() == hashlib.sha256(data).hexdigest()
    return data


def deliver(life: Life, desk: Page) -> bytes:
    """By mail to the mayor and by post to the governor; then it is said, and the signers are thanked. Gives what was mailed."""
    overview(life, desk, "Delivery")
    desk.get_by_role("button", name="Take over from the letter").click()
    for name, way, address in ((MAYOR, "e-mail", "mayor@city.example"), (GOVERNOR, "post", "")):
        desk.get_by_role("link", name=name, exact=True).click()
        desk.get_by_role("checkbox", name=way).check()
        desk.get_by_label("E-mail address").fill(address)
        desk.get_by_role("button", name="Save the recipient").click()
    desk.get_by_role("link", name="Send it by e-mail").click()
    desk.get_by_role("button", name="Send edition 1 to 1").click()
    life.work()
    assert life.told("delivery") == Counter(["mayor@city.example"])
    desk.goto("/desk/harbor/delivery")
    desk.get_by_role("link", name=f"Write a delivery down for {GOVERNOR}").click()
    desk.get_by_role("radio", name="post").check()
    desk.get_by_label("Receipt").fill("RR 123 456 785 US")
    desk.get_by_role("button", name="Write it down").click()
    desk.goto("/desk/harbor/delivery")
    desk.get_by_role("button", name="Mark as delivered").click()
    desk.get_by_role("button", name="Thank 2 signers").click()
    life.work()
    (row,) = mails(life.site.database, "delivery")
    with life.site.database.read() as session:
        (file,) = attachments_of(session, row.attach)
    return file.content


def delivered_page(new_page: Callable[..., Page], posted: bytes, folder: Path) -> None:
    """Everybody reads that it went out, and can tell the file that came with the mail from another one."""
    phone = new_page(viewport=PHONE)
    phone.goto("/letters/harbor")
    expect(phone.locator(".opening")).to_contain_text("Delivered on Tuesday, March 24, 2026")
    expect(phone.locator("#delivery")).to_contain_text("The letter went to 2 recipients.")
    phone.get_by_role("link", name="Is the file that you hold the delivered letter?").click()
    changed = bytearray(posted)
    changed[len(changed) // 2] ^= 1
    for data, answer in ((posted, "Yes, this is one of the letter’s files"), (bytes(changed), "No, this is none of")):
        (folder / "letter.pdf").write_bytes(data)
        phone.set_input_files("input[type=file]", folder / "letter.pdf")
        phone.get_by_role("button", name="Check it").click()
        expect(phone.get_by_role("heading", name=answer)).to_be_visible()


def come_late(life: Life, desk: Page, new_page: Callable[..., Page]) -> None:
    """The fens' board has met; a coordinator accepts, and the board's own mailbox confirms."""
    life.until(at(25, 10))
    phone = new_page(viewport=PHONE)
    phone.goto(personal(life, FENS))
    phone.get_by_role("link", name="Ask to be added").click()
    phone.get_by_label("Your e-mail address").fill(LATE)
    phone.get_by_label("I am authorized").check()
    phone.get_by_role("button", name="Send to the coordinators").click()
    expect(phone.get_by_text("They have what you typed")).to_be_visible()
    overview(life, desk)
    desk.get_by_role("link", name="Look at it").click()
    desk.get_by_role("button", name="Accept, and ask them to confirm Fen Society").click()
    life.work()
    phone.goto(life.site.link("Please confirm, to be added", "/confirm/", to=LATE))
    phone.get_by_role("button", name="Yes, put this line on the letter").click()
    expect(phone.get_by_text("will be in the next one")).to_be_visible()


def second_edition(life: Life, desk: Page, before: dict[str, bytes]) -> None:
    """All three names in the whole letter, the new one alone in the addendum, and edition 1 as it was, byte for byte."""
    overview(life, desk)
    desk.get_by_role("link", name="See what changes").click()
    desk.get_by_role("button", name="Make edition 2").click()
    life.work()
    assert len(rows(life.site.database, EditionFile)) == 3 + 6
    desk.reload()
    names = ["Fen Society", "Friends of the Reef", "Tides Clinic"]
    assert listed(downloaded(desk, 2, "PDF"), names) == names
    assert listed(downloaded(desk, 2, "Addendum, PDF"), names) == ["Fen Society"]
    assert {form: downloaded(desk, 1, form) for form in before} == before


def listed(pdf: bytes, names: list[str]) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [name for name in names if re.search(name, told)]
