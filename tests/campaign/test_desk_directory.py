"""The desk's pages about the organizations that a coalition knows."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from coalition.models import AuditEntry
from signatories import directory
from signatories.organizations import Organization, OrganizationContact, OrganizationName
from tests.tools.directory import Directory
from tests.tools.pages import parse, text_of


@pytest.fixture
def client(signed_in):
    return signed_in("editor")


@pytest.fixture
def home(client):
    return f"/desk/coalition/{client.coalition_id}/directory"


@pytest.fixture
def kept(client, database, clock):
    """Do something with the coalition's directory, in a transaction of its own."""

    def do(work):
        with database.write() as session:
            return work(Directory(session, client.coalition_id, clock.now))

    return do


@pytest.fixture
def reef(kept, home):
    made = kept(lambda one: one.add("Reef Circle", "RC", email="ada@reef.example", state="Ohio"))
    return f"{home}/{made.id}"


def first(database, table):
    with database.read() as session:
        return session.scalars(select(table).order_by(table.id)).first()


def known(database, client):
    with database.read() as session:
        return directory.known(session, client.coalition_id)


def test_the_way_there_is_on_the_first_page(client, home, signed_in):
    for role in ("owner", "editor", "viewer"):
        assert f'href="{home}"' in signed_in(role).get("/desk/").text


def test_an_empty_directory_says_what_to_do_next(client, home, signed_in):
    page = client.get(home)
    assert "No organization is here yet" in text_of(page)
    assert parse(page).xpath(f"//a[contains(@class, 'primary')][@href='{home}/import']")
    assert not parse(signed_in("viewer").get(home)).xpath("//a[contains(@class, 'primary')]")


def test_one_is_added_and_found_by_any_name(client, home, database):
    done = client.fill_in(f"{home}/new", {"name": " Ámbar  Clinic", "website": "ambar.example", "scope": "local"}, action="new")
    assert done.status_code == 303
    client.fill_in(done.location, {"name": "Harbor Aid", "kind": "former"}, action="names/add")
    page = text_of(client.get(home, query_string={"q": "HARBOR aid"}))
    assert "Ámbar Clinic" in page
    assert "formerly Harbor Aid" in page
    assert "No organization fits." in text_of(client.get(home, query_string={"q": "reef"}))
    assert first(database, Organization).website == "https://ambar.example"


@pytest.mark.parametrize("values", [{"name": ""}, {"name": "Re\ufffdef"}, {"name": "Reef", "website": "no site"}])
def test_what_is_refused_comes_back_as_typed(client, home, values, database):
    page = client.fill_in(f"{home}/new", values | {"notes": "Ask in June."}, action="new")
    assert page.status_code == 422
    assert parse(page).xpath("//*[@id='errors']")
    assert "Ask in June." in text_of(page)
    assert parse(page).xpath("//input[@name='name']")[0].get("value") == values["name"]
    assert first(database, Organization) is None


def test_the_list_narrows_by_scope_and_state_and_goes_page_by_page(client, home, kept, monkeypatch):
    kept(lambda one: [one.add(f"Reef {n:03}", scope="local" if n % 2 else "national", state="Ohio") for n in range(103)])
    page = client.get(home)
    assert len(parse(page).xpath("//tbody/tr")) == 100
    (further,) = parse(page).xpath("//a[@rel='next']/@href")
    assert [row.text for row in parse(client.get(further)).xpath("//tbody/tr//a[@class='whole']")] == [
        "Reef 100",
        "Reef 101",
        "Reef 102",
    ]
    local = client.get(home, query_string={"scope": "local", "state": "Ohio"})
    assert len(parse(local).xpath("//tbody/tr")) == 51
    assert client.get(home, query_string={"state": "Utah"}).status_code == 200
    assert client.get(home, query_string={"scope": "galactic"}).status_code == 404


def test_it_is_changed_and_keeps_its_old_name(client, reef, database):
    done = client.send(reef, {"name": "Reef League", "type": "club", "state": "Ohio"})
    assert done.status_code == 303
    assert "Reef Circle former name, by hand" in text_of(client.get(reef))
    with database.read() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.act == "organization.changed"))
    assert entry.detail == {"fields": ["name", "type"], "name": "Reef League", "before": "Reef Circle"}


def test_names_are_taken_off_and_back(client, reef, database):
    name = first(database, OrganizationName).id
    client.send(f"{reef}/names/{name}/remove")
    assert "1 name was taken off" in text_of(client.get(reef))
    client.send(f"{reef}/names/{name}/restore")
    assert "taken off" not in text_of(client.get(reef))
    again = client.fill_in(reef, {"name": "rc"}, action="names/add")
    assert again.status_code == 422
    assert "goes by this name already" in text_of(again)
    for path in (f"{reef}/names/{name}/burn", f"{reef}/names/999/remove"):
        assert client.send(path).status_code == 404


def test_contacts_are_added_taken_off_and_back(client, reef, database):
    wrong = client.fill_in(reef, {"email": "nobody"}, action="contacts/add")
    assert wrong.status_code == 422
    assert parse(wrong).xpath("//input[@name='email']")[0].get("value") == "nobody"
    assert client.fill_in(reef, {"name": "Ben Reef"}, action="contacts/add").status_code == 303
    contact = first(database, OrganizationContact).id
    client.send(f"{reef}/contacts/{contact}/remove")
    assert "1 contact was taken off" in text_of(client.get(reef))
    client.send(f"{reef}/contacts/{contact}/restore")
    assert "ada@reef.example" in text_of(client.get(reef))
    assert client.send(f"{reef}/contacts/999/remove").status_code == 404


def test_a_viewer_sees_and_changes_nothing(reef, signed_in, database):
    viewer = signed_in("viewer")
    page = viewer.get(reef)
    assert "Ohio" in text_of(page)
    assert "ada@reef.example" in text_of(page), "as with the contacts of signatures"
    assert not parse(page).xpath("//main//form")
    assert viewer.send(f"{reef}/retire").status_code == 403
    assert first(database, Organization).retired_at is None


def test_another_coalition_sees_none_of_it(reef, signed_in):
    stranger = signed_in("owner", "Hills")
    own = f"/desk/coalition/{stranger.coalition_id}/directory"
    number = reef.rpartition("/")[2]
    assert stranger.get(reef).status_code == 404
    assert stranger.get(f"{own}/{number}").status_code == 404
    assert stranger.send(f"{own}/{number}/names/add", {"name": "X", "kind": "alias"}).status_code == 404
    assert "Reef" not in text_of(stranger.get(own))
    assert b"Reef" not in stranger.get(f"{own}.csv").data


def test_it_is_retired_and_taken_back(client, home, reef):
    client.send(f"{reef}/retire")
    assert "Reef Circle" not in [row.text for row in parse(client.get(home)).xpath("//tbody//a")]
    assert "Reef Circle" in text_of(client.get(home, query_string={"show": "retired"}))
    page = client.get(reef)
    assert "does not stand in the directory any more" in text_of(page)
    assert client.submit(page, reef, {}, action="restore").status_code == 303
    assert "Reef Circle" in text_of(client.get(home))


def test_two_are_joined_and_taken_apart(client, home, reef, kept, database):
    other = kept(lambda one: one.add("Reef Circel of Ohio", "RCO"))
    before = known(database, client)
    page = client.get(f"{reef}/join")
    (row,) = parse(page).xpath("//tbody/tr")
    said = " ".join("".join(row.itertext()).split())
    assert "Reef Circel of Ohio" in said
    assert "It has the words" not in said, "the matcher's reason is told"
    assert client.send(f"{reef}/join", {"other": str(other.id)}).status_code == 303
    page = client.get(reef)
    assert "RCO" in text_of(page)
    assert "Reef Circel of Ohio joined into it" in text_of(page)
    assert "It was joined into" in text_of(client.get(f"{home}/{other.id}"))
    assert client.submit(page, reef, {}, action="part").status_code == 303
    assert known(database, client) == before


def test_the_other_one_is_searched_for(client, reef, kept):
    kept(lambda one: one.add("Something Else", "Quite Another"))
    assert "No name in the directory is like it" in text_of(client.get(f"{reef}/join"))
    page = client.get(f"{reef}/join", query_string={"q": "quite"})
    assert "Something Else" in text_of(page)
    assert "Reef Circle" not in "".join(parse(page).xpath("//tbody//a/text()")), "not itself"
    assert client.send(f"{reef}/join", {"other": "999"}).status_code == 404
    assert client.send(f"{reef}/join", {"other": "x"}).status_code == 404


def test_a_name_that_two_have_is_pointed_out(client, reef, kept, home):
    other = kept(lambda one: one.add("Westmark Circle", "R.C.", state="Westmark"))
    assert "“R.C.” is also a name of Westmark Circle (Westmark)" in text_of(client.get(reef))
    assert "“RC” is also a name of Reef Circle (Ohio)" in text_of(client.get(f"{home}/{other.id}"))


def test_it_says_on_which_letters_it_stands(client, reef, campaigns):
    campaigns.open()
    campaigns.open("second", title="The second letter")
    campaigns.open("foreign", coalition="Hills")
    campaigns.sign("R.C.", "ada@reef.example")
    campaigns.sign("REEF circle", "ben@reef.example", slug="second")
    campaigns.sign("Reef Circle", "ben@reef.example", slug="foreign")
    campaigns.sign("Reef Circles", "cy@reef.example")
    campaigns.sign("RC", "dee@reef.example", confirmed=False)
    rows = parse(client.get(reef)).xpath("//section[@aria-labelledby='signed-title']//tbody/tr")
    assert {" ".join("".join(row.itertext()).split()).partition("March")[0] for row in rows} == {
        "Keep the harbor cleanR.C.",
        "The second letterREEF circle",
    }


def test_nothing_that_is_typed_runs_on_the_page(client, home, kept):
    made = kept(lambda one: one.add("<b>Reef</b>", "<i>RC</i>", notes="<script>x</script>", type="'\"<"))
    page = client.get(f"{home}/{made.id}")
    assert not parse(page).xpath("//main//b | //main//i | //main//script")
    assert "<i>RC</i>" in text_of(client.get(home))
