"""The number of signatories in the letter's text: that of the list, wherever the letter shows, and hidden where the list is."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from html import unescape

import pytest
from sqlalchemy import select

from campaign.editions import packed, unpacked
from campaign.exports import export
from campaign.listing import signatories_of
from campaign.queries import current_version, find
from letters.models import Version
from tests.tools.campaigns import TEXT
from tests.tools.pages import parse, text_of
from tests.tools.signing import sign_on

SAID = "The undersigned {organizations} organizations and {individuals} people, {signatories} in all, ask."
COUNTED = TEXT.replace("We ask", f"{SAID}\n\nWe ask").replace("The city's own", "All {signatories} know it. The city's own")


def said(organizations: object, individuals: object, signatories: object) -> str:
    return SAID.format(organizations=organizations, individuals=individuals, signatories=signatories)


NOTHING = said("[number]", "[number]", "[number]")
SECRET = said(3, 1, 4)


def filled(campaigns, slug: str = "harbor", **settings) -> None:
    """Three organizations, one of which sent its form twice, one individual, and one that has not confirmed."""
    campaigns.open(slug, text=COUNTED, allow_individuals=True, **settings)
    for number in (0, 1, 2, 2):
        campaigns.sign(f"Organization {number}", f"a@org-{number}.example", slug=slug)
    campaigns.sign("Ann Example", "ann@x.example", slug=slug, kind="individual")
    campaigns.sign("Late Lake", "late@lake.example", slug=slug, confirmed=False)


def words_of(data: bytes) -> str:
    """The words of a file, whatever its format, on one line."""
    if data.startswith(b"%PDF"):
        data = subprocess.run(["pdftotext", "-", "-"], input=data, check=True, capture_output=True, timeout=60).stdout
    elif data.startswith(b"PK"):
        data = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    return " ".join(unescape(re.sub(r"<[^>]*>", "", data.decode())).split())


def test_the_page_and_the_brief_count_who_is_on_the_list(client, campaigns, database):
    filled(campaigns)
    page = client.get("/letters/harbor")
    assert SECRET in text_of(page)
    assert "All 4 know it." in text_of(page)
    assert len([line for line in parse(page).iter("li") if line.get("dir") == "auto"]) == 4
    assert SECRET in text_of(client.get("/letters/harbor/brief"))
    sign_on(client, database)
    assert said(4, 1, 5) in text_of(client.get("/letters/harbor")), "a page that is kept is made anew"


def test_before_anybody_has_signed_there_is_no_number(client, campaigns):
    campaigns.open(text=COUNTED)
    assert NOTHING in text_of(client.get("/letters/harbor"))
    assert NOTHING in text_of(client.get("/letters/harbor/brief"))


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("file_format", ["pdf", "docx", "html"])
def test_every_file_counts_its_own_list(campaigns, database, clock, file_format):
    filled(campaigns)
    filled(campaigns, "hidden", show_signatories=False)
    for _stage in ("draft", "final"):
        with database.read() as session:
            shown, hidden = find(session, "harbor"), find(session, "hidden")
            assert shown is not None
            assert hidden is not None
            assert SECRET in words_of(export(session, shown, file_format, now=clock.now).data)
            assert SECRET in words_of(export(session, shown, file_format, now=clock.now, public=True).data)
            assert SECRET in words_of(export(session, hidden, file_format, now=clock.now).data), "the coordinators know it"
            assert NOTHING in words_of(export(session, hidden, file_format, now=clock.now, public=True).data)
        clock.advance(days=4)
        for slug in ("harbor", "hidden"):
            campaigns.close(slug)


def test_a_page_that_hides_its_list_hides_the_number(client, campaigns, clock):
    filled(campaigns, show_signatories=False)
    for _stage in ("open", "closed"):
        for path in ("/letters/harbor", "/letters/harbor/brief"):
            words = text_of(client.get(path))
            assert NOTHING in words
            assert SECRET not in words
        clock.advance(days=4)
        campaigns.close()


def test_a_signers_own_copy_of_the_text_has_no_number(client, campaigns, database):
    campaigns.open(text=COUNTED)
    own = sign_on(client, database)
    assert NOTHING in text_of(client.get(f"{own}/text"))


def test_the_number_grows_and_the_text_stays_what_was_signed(campaigns, database, clock):
    campaigns.open(text=COUNTED)
    with database.read() as session:
        before = current_version(session, find(session, "harbor")).content_hash
    signature = campaigns.sign()
    with database.read() as session:
        assert signature.version_id == session.scalars(select(Version.id)).one()
        assert current_version(session, find(session, "harbor")).content_hash == before


def test_an_edition_keeps_who_is_an_individual(campaigns, database):
    filled(campaigns)
    with database.read() as session:
        listed = signatories_of(session, find(session, "harbor"))
    assert listed.counts == {"organizations": 3, "individuals": 1, "signatories": 4}
    assert unpacked(packed(listed)) == listed
    old = packed(listed)
    for group in old["groups"]:
        del group["individuals"]
    assert unpacked(old).count == 4, "an edition of before is read"


def test_a_state_called_individuals_is_a_state(campaigns, database):
    campaigns.open(group_by="state")
    campaigns.sign(state="individuals")
    with database.read() as session:
        listed = signatories_of(session, find(session, "harbor"))
    assert listed.counts == {"organizations": 1, "individuals": 0, "signatories": 1}


def test_the_desk_shows_where_a_count_stands(signed_in, campaigns, database):
    filled(campaigns)
    desk = signed_in("owner")
    page = desk.get("/desk/harbor/letter")
    assert NOTHING in text_of(page)
    assert "{organizations}, {individuals} or {signatories} for how many have signed" in text_of(page)
    (typed,) = (field.text for field in parse(page).iter("textarea") if field.get("name") == "body")
    assert SAID in (typed or "")
    assert "All {signatories} know it." in text_of(desk.get("/desk/harbor/notes"))


def test_a_typed_number_is_made_a_count_by_one_button(signed_in, campaigns, database):
    campaigns.draft(text=TEXT.replace("We ask", "The undersigned 142 organizations ask.\n\nWe ask"))
    desk = signed_in("owner")
    page = desk.get("/desk/harbor/notes")
    (form,) = (form for form in parse(page).iter("form") if "Let the number follow the list" in "".join(form.itertext()))
    sent = {field.get("name"): field.get("value") for field in form.iter("input")}
    assert desk.post("/desk/harbor/notes/mend", data=sent | {"count": "individuals"}).status_code == 409
    assert desk.post("/desk/harbor/notes/mend", data=sent).status_code == 303
    assert "The undersigned {organizations} organizations ask." in text_of(desk.get("/desk/harbor/letter"))
