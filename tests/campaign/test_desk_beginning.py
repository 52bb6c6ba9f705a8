"""Beginning a campaign, and the one next step from there to the final letter."""

from __future__ import annotations

import io
import zipfile

import pytest

from campaign.bundles import write_bundle
from campaign.desk.beginning import proposed_slug
from campaign.exports import bundle_of
from campaign.queries import find
from tests.tools.campaigns import DEADLINE, SOURCES, TEXT
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import ask

NEW = "/desk/campaigns/new"


def next_step(client, slug="harbor"):
    """The title of the next step on the overview."""
    (title,) = (element for element in parse(client.get(f"/desk/{slug}/")).iter("h2") if element.get("id") == "next-title")
    return "".join(title.itertext())


def first_form(page, action):
    (form,) = (form for form in parse(page).iter("form") if form.get("action") == action)
    return form_values(form)


def zip_of(campaigns, slug, **replaced):
    with campaigns.database.read() as session:
        data = write_bundle(bundle_of(session, find(session, slug)))
    files = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files |= {name.replace("__", "."): data for name, data in replaced.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def upload(client, data, **more):
    return client.send(
        "/desk/campaigns/upload", {"bundle": (io.BytesIO(data), "campaign.zip"), "coalition": str(client.coalition_id), **more}
    )


def test_from_nothing_to_the_final_letter_by_its_next_steps(signed_in, client, database, clock):
    desk = signed_in("editor")
    begun = desk.fill_in(NEW, {"title": "Keep the harbor clean", "hosts": "Harbor Watch\n\n Shore League "}, action="/new")
    assert (begun.status_code, begun.location) == (303, "/desk/keep-the-harbor-clean/")
    slug = "keep-the-harbor-clean"
    assert next_step(desk, slug) == "Write the letter"

    body = TEXT.partition("\n---\n")[2]
    fields = {"recipients": "Mayor Ana Ruiz\n1 City Hall", "subject": "Keep it", "closing": "Signed,", "body": body}
    assert desk.fill_in(f"/desk/{slug}/letter", fields, action="/letter").status_code == 303
    assert next_step(desk, slug) == "Set a deadline"

    assert desk.fill_in(f"/desk/{slug}/deadline", {"deadline": DEADLINE}, action="/deadline").status_code == 303
    assert next_step(desk, slug) == "Mend the letter", "a note cites a source that is not in the library"
    blocked = desk.get(f"/desk/{slug}/open")
    assert "report" in text_of(blocked)
    assert desk.send(f"/desk/{slug}/open").status_code == 409
    assert client.get(f"/letters/{slug}").status_code == 404

    assert desk.fill_in(f"/desk/{slug}/sources/import", {"items": _json(SOURCES)}, action="/sources/import").status_code == 303
    assert next_step(desk, slug) == "Open for signature"
    assert desk.fill_in(f"/desk/{slug}/open", {}, action="/open").status_code == 303
    assert next_step(desk, slug) == "Open until March 5, 2026, 5:00 PM EST: nobody has signed yet"

    confirm = ask(client, database, page=f"/letters/{slug}")
    assert next_step(desk, slug) == "Open until March 5, 2026, 5:00 PM EST: nobody has signed yet", "not confirmed yet"
    assert client.fill_in(confirm, {}, action="/confirm/").status_code == 303
    assert next_step(desk, slug) == "Open until March 5, 2026, 5:00 PM EST: 1 has signed"
    clock.advance(days=3, hours=7, seconds=1)
    assert next_step(desk, slug) == "The deadline has passed"
    clock.advance(minutes=1)
    assert next_step(desk, slug) == "Closed: download the final letter"


def _json(value):
    import json

    return json.dumps(value)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(signed_in, campaigns):
    campaigns.draft("taken")
    desk = signed_in("owner")
    typed = {"title": "A letter", "slug": "taken", "hosts": "A\nB", "deadline": "2026-05-01T09:30", "timezone": "Europe/Paris"}
    page = desk.fill_in(NEW, typed, action="/new")
    assert page.status_code == 422
    assert "There is already a campaign at “taken”" in text_of(page)
    kept = first_form(page, NEW)
    assert {name: kept[name] for name in typed} == typed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": " "}, "Give the campaign a title."),
        ({"slug": "Not A Slug"}, "cannot stand in an address"),
        ({"slug": "campaigns"}, "the program's own addresses"),
        ({"deadline": "2026-03-08T02:30"}, "does not exist in America/New_York"),
        ({"timezone": "Mars/Base"}, "is not a time zone"),
    ],
)
def test_each_mistake_has_its_sentence(signed_in, wrong, said):
    page = signed_in("owner").fill_in(NEW, {"title": "A letter"} | wrong, action="/new")
    assert page.status_code == 422
    assert said in text_of(page)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Keep the harbor clean", "keep-the-harbor-clean"),
        ("  Café & Co.: «lettre»! ", "cafe-co-lettre"),
        ("Campaigns", "campaigns-letter"),
        ("港", ""),
        ("a" * 59 + " b c", "a" * 59),
    ],
)
def test_an_address_is_proposed(title, slug):
    assert proposed_slug(title) == slug


def test_somebody_with_two_coalitions_chooses(signed_in, campaigns):
    desk = signed_in("owner", "Rivers", email="two@example.org")
    signed_in("editor", "Hills", email="two@example.org")
    signed_in("viewer", "Lakes", email="two@example.org")
    root = parse(desk.get(NEW))
    (select,) = (element for element in root.iter("select") if element.get("id") == "coalition")
    assert [option.text for option in select.iter("option")] == ["Hills", "Rivers"]


def test_a_bundle_becomes_a_draft(signed_in, campaigns):
    campaigns.draft("harbor")
    data = zip_of(campaigns, "harbor", signatories__csv=b"organization\nShore League\nBay Keepers\n")
    desk = signed_in("owner", "Hills")
    campaigns.database.dispose()
    refused = upload(desk, data)
    assert refused.status_code == 422
    assert "There is already a campaign at “harbor”" in text_of(refused)
    renamed = data.replace(b"slug = ", b"slug = ")
    assert renamed == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        settings = archive.read("campaign.toml").replace(b'"harbor"', b'"harbor-two"')
    answer = upload(
        desk, zip_of(campaigns, "harbor", campaign__toml=settings, signatories__csv=b"organization\nShore League\n")
    )
    assert (answer.status_code, answer.location) == (303, "/desk/harbor-two/")
    assert "Shore League" in text_of(desk.get("/desk/harbor-two/signatures"))


def test_a_broken_bundle_gives_a_line_for_each_problem(signed_in, campaigns):
    campaigns.draft("harbor")
    desk = signed_in("owner")
    page = upload(desk, zip_of(campaigns, "harbor", campaign__toml=b'title = "x"\n', signatories__csv=b"\xff"))
    assert page.status_code == 422
    (box,) = (element for element in parse(page).iter("div") if element.get("id") == "errors")
    lines = ["".join(item.itertext()) for item in box.iter("li")]
    assert any(line.startswith("signatories.csv:") for line in lines), lines
    assert "not a zip" in text_of(upload(desk, b"nothing")).lower() or "zip" in text_of(upload(desk, b"nothing"))


def test_what_a_bundle_cannot_keep_is_shown_before_it_is_left_out(signed_in, campaigns):
    campaigns.draft("harbor")
    with zipfile.ZipFile(io.BytesIO(zip_of(campaigns, "harbor"))) as archive:
        settings = archive.read("campaign.toml").replace(b'"harbor"', b'"second"')
    data = zip_of(campaigns, "harbor", campaign__toml=settings, photo__png=b"x")
    desk = signed_in("owner")
    page = upload(desk, data)
    assert page.status_code == 422
    assert "photo.png: not part of a bundle, left out." in text_of(page)
    assert desk.get("/desk/second/").status_code == 404
    assert upload(desk, data, accepted="y").status_code == 303
    assert desk.get("/desk/second/").status_code == 200


def test_a_draft_gives_way_only_when_told_to(signed_in, campaigns):
    campaigns.draft("harbor")
    desk = signed_in("owner")
    data = zip_of(campaigns, "harbor")
    assert upload(desk, data).status_code == 422
    assert upload(desk, data, replace="y").status_code == 303
    assert campaigns.get("harbor-replaced-1").state == "archived"


def test_the_list_shows_each_coalitions_campaigns_with_state_deadline_count_and_next_step(signed_in, campaigns):
    campaigns.open("harbor")
    campaigns.draft("quiet", title="A quiet one", deadline="", text="")
    campaigns.draft("foreign", coalition="Hills", title="Not yours")
    campaigns.sign()
    campaigns.sign("Not Yet League", "bo@notyet.example", confirmed=False)
    page = signed_in("viewer").get("/desk/")
    rows = [" ".join("".join(row.itertext()).split()) for row in parse(page).iter("tr")][1:]
    assert len(rows) == 2
    assert rows[0].startswith("A quiet one Draft none yet 0 Write the letter")
    assert rows[1].startswith("Keep the harbor clean Open for signature March 5, 2026, 5:00 PM EST")
    assert rows[1].endswith("1 Gather signatures")
    assert "Not yours" not in text_of(page)


def test_somebody_without_a_coalition_is_told_what_to_do(signed_in):
    page = signed_in("", email="new@example.org").get("/desk/")
    assert "ask them to use the address new@example.org" in text_of(page)
