"""Lists of organizations brought to the directory and taken from it: the pages, the files, and that one reads the other."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import func, select

from campaign.directory_tables import directory_csv, directory_rows, directory_xlsx, letter_as_list
from coalition.operations import people
from database import Database
from signatories import directory
from signatories.batches import ListMapping
from signatories.organizations import Organization, OrganizationBatch, OrganizationContact
from signatories.reading import DIRECTORY, guess, read_list
from signatories.reading.directory_rows import plan
from tests.signatories.reading.lists import PRINTING, workbook
from tests.tools.directory import Directory
from tests.tools.pages import form_values, parse, text_of

LIST = """\
Organization,Aliases,State,Email
Reef Circle,RC,Ohio,new@reef.example
Shore League,SL,Utah,a@shore.example
Reef Circel,,,
Mills,,,nobody

"""


@pytest.fixture
def client(signed_in):
    return signed_in("editor")


@pytest.fixture
def home(client):
    return f"/desk/coalition/{client.coalition_id}/directory"


@pytest.fixture
def reef(client, database, clock):
    with database.write() as session:
        return Directory(session, client.coalition_id, clock.now).add("Reef Circle", email="ada@reef.example")


def pressed(client, page, path, **buttons):
    """Press a button of the page's list form that stands outside of it."""
    (form,) = (form for form in parse(page).iter("form") if form.get("id") == "list-form")
    return client.post(path, data=form_values(form) | buttons)


def brought(client, home, text=LIST):
    return client.fill_in(f"{home}/import", {"text": text}, action="import")


def count(database, table=Organization):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def names(database, client):
    with database.read() as session:
        return {one.name: set(one.names.values()) for one in directory.known(session, client.coalition_id)}


# --- the pages -----------------------------------------------------------------------------------------------------------


def test_each_row_is_shown_before_anything_is_written(client, home, reef, database):
    page = brought(client, home)
    assert page.status_code == 422
    said = text_of(page)
    assert "1 organization would be added; nothing is written down yet" in said
    assert "1 new, 1 adding to what is known, 0 known already, 1 likely doubles, 1 with a problem, 0 blank, 1 above" in said
    assert "In the directory as “Reef Circle”." in said
    assert "Likely the same as “Reef Circle”" in said
    assert "“nobody” is not an e-mail address." in said
    assert count(database) == 1
    done = pressed(client, page, f"{home}/import", write="yes")
    assert done.status_code == 303
    assert "1 organization was added. 1 was added to." in text_of(client.get(done.location))
    assert names(database, client) == {"Reef Circle": {"Reef Circle", "RC"}, "Shore League": {"Shore League", "SL"}}


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("same", {"Reef Circle": {"Reef Circle", "RC", "Reef Circel"}}),
        ("new", {"Reef Circle": {"Reef Circle", "RC"}, "Reef Circel": {"Reef Circel"}}),
        ("nonsense", {"Reef Circle": {"Reef Circle", "RC"}}),
    ],
)
def test_a_likely_double_is_what_the_coordinator_says(client, home, reef, database, word, known):
    page = brought(client, home)
    assert pressed(client, page, f"{home}/import", write="yes", double_4=word).status_code == 303
    assert names(database, client) == known | {"Shore League": {"Shore League", "SL"}}


def test_agreeing_to_one_list_is_not_agreeing_to_another(client, home, reef, database, clock):
    page = brought(client, home)
    changed = pressed(client, page, f"{home}/import", write="yes", text=LIST + "New,,,\n")
    assert changed.status_code == 422
    assert "this is not the list that you agreed to" in text_of(changed)
    with database.write() as session:
        Directory(session, client.coalition_id, clock.now).add("Shore League")
    meanwhile = pressed(client, page, f"{home}/import", write="yes")
    assert meanwhile.status_code == 422
    assert "this is not the list that you agreed to" in text_of(meanwhile)
    assert "0 organizations would be added" in text_of(meanwhile)
    assert count(database, OrganizationBatch) == 0


def test_columns_may_be_said_otherwise(client, home, database):
    page = brought(client, home, "Ohio;Reef\nUtah;Shore\n")
    page = pressed(client, page, f"{home}/import", separator=";", width="1", guess="yes")
    page = pressed(client, page, f"{home}/import", column_0="state", column_1="organization", heading="0")
    assert "2 organizations would be added" in text_of(page)
    twice = pressed(client, page, f"{home}/import", column_0="organization")
    assert "Two columns are said to be the same thing." in text_of(twice)
    none = pressed(client, page, f"{home}/import", column_1="")
    assert "Say which column holds the names of the organizations." in text_of(none)
    assert pressed(client, page, f"{home}/import", write="yes").status_code == 303
    assert set(names(database, client)) == {"Reef", "Shore"}


def test_the_next_list_with_the_same_headings_opens_as_the_last_one_was_mapped(client, home, database):
    """For the directory alone, and for this coalition."""
    text = "Wer,Wo,Wann\n{},Ohio,2020\n"
    page = brought(client, home, text.format("Reef"))
    page = pressed(client, page, f"{home}/import", column_0="organization", column_1="state", heading="1")
    assert "mapped it last time" not in text_of(page)
    assert pressed(client, page, f"{home}/import", write="yes").status_code == 303
    page = brought(client, home, text.format("Shore"))
    assert "As editor@rivers.example mapped it last time" in text_of(page)
    assert pressed(client, page, f"{home}/import", write="yes").status_code == 303
    assert set(names(database, client)) == {"Reef", "Shore"}
    with database.read() as session:
        (kept,) = session.scalars(select(ListMapping))
    assert (kept.purpose, kept.columns) == ("organizations", ["organization", "state", ""])


def test_a_workbook_is_read_and_carried_along_as_text(client, home, database):
    data = workbook(["Organización", "Siglas"], ["Amigos, S.A.", "ASA"])
    page = client.send(f"{home}/import", {"file": (io.BytesIO(data), "lista.xlsx")}, content_type="multipart/form-data")
    assert "an Excel workbook, sheet “Contacts”" in text_of(page)
    assert pressed(client, page, f"{home}/import", write="yes").status_code == 303
    assert names(database, client) == {"Amigos, S.A.": {"Amigos, S.A.", "ASA"}}
    with database.read() as session:
        assert session.scalars(select(OrganizationBatch.source)).one() == "lista.xlsx"


@pytest.mark.parametrize(
    ("text", "word"), [("", "Paste a list"), ("x\n" * 5_002, "more than 5,000 rows"), (" \n", "Paste a list")]
)
def test_a_list_that_cannot_be_read_says_why(client, home, text, word):
    page = client.send(f"{home}/import", {"text": text}, content_type="multipart/form-data")
    assert page.status_code == 422
    assert word in text_of(page)
    assert not parse(page).xpath("//button[@name='write']")


def test_every_row_is_in_the_file_to_download(client, home, reef, database):
    answer = pressed(client, brought(client, home, LIST + '"=cmd|x",,,\n'), f"{home}/import", report="yes")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert [(row[0], row[1]) for row in rows[1:]] == [
        ("1", "heading"),
        ("2", "adds"),
        ("3", "new"),
        ("4", "double"),
        ("5", "problem"),
        ("6", "empty"),
        ("7", "new"),
    ]
    assert rows[-1][2] == "'=cmd|x"
    assert rows[3][3:6] == ["SL", "state", "a@shore.example"]
    assert count(database) == 1


def test_a_list_is_taken_back(client, home, reef, database):
    with database.read() as session:
        before = directory.known(session, client.coalition_id)
    pressed(client, brought(client, home), f"{home}/import", write="yes")
    (path,) = parse(client.get(home)).xpath("//a[contains(@href, '/undo')]/@href")
    page = client.get(path)
    assert "1 organization that it made is taken out of the directory." in text_of(page)
    assert "From 1 organization that was there before" in text_of(page)
    done = client.submit(page, path, {}, action="undo")
    assert "1 organization was taken out. 1 is as it was before." in text_of(client.get(done.location))
    with database.read() as session:
        assert directory.known(session, client.coalition_id) == before
    assert client.get(f"{home}/lists/999/undo").status_code == 404


# --- from a letter -------------------------------------------------------------------------------------------------------


def test_those_on_a_letter_are_brought_without_their_contacts(client, home, campaigns, database):
    campaigns.open(allow_individuals=True)
    campaigns.sign("Reef, Shore & Co.", "ada@reef.example", website="https://reef.example", state="Ohio")
    campaigns.sign("=Risky", "cy@risky.example")
    campaigns.sign("Waiting", "dee@mills.example", confirmed=False)
    campaigns.sign("Uma Berg", "uma@home.example", kind="individual", contact_name="Uma Berg")
    page = client.get(f"{home}/import", query_string={"campaign": "harbor"})
    assert "2 organizations would be added" in text_of(page)
    for secret in ("ada@", "Ada Okafor", "Uma Berg", "Waiting"):
        assert secret not in page.text
    assert pressed(client, page, f"{home}/import", write="yes").status_code == 303
    assert set(names(database, client)) == {"Reef, Shore & Co.", "=Risky"}
    assert count(database, OrganizationContact) == 0
    with database.read() as session:
        assert session.scalars(select(OrganizationBatch.source)).one() == "Keep the harbor clean"
        reef = session.scalars(select(Organization).where(Organization.name.like("Reef%"))).one()
    assert (reef.state, reef.website) == ("Ohio", "https://reef.example")


def test_a_letter_of_another_coalition_is_none(client, home, campaigns):
    campaigns.open("foreign", coalition="Hills")
    for slug in ("foreign", "no-such-letter"):
        assert client.get(f"{home}/import", query_string={"campaign": slug}).status_code == 404


def test_a_letter_as_a_list_never_has_an_address(campaigns, database):
    campaigns.open()
    campaigns.sign("Reef", "ada@reef.example")
    with database.read() as session:
        assert letter_as_list(session, campaigns.get()).splitlines() == [
            "organization,sort name,scope,state,website,type",
            "Reef,,,,,",
        ]


# --- there and back ------------------------------------------------------------------------------------------------------


def test_the_files_have_every_organization_and_run_nothing(client, home, reef, database, clock):
    with database.write() as session:
        kept = Directory(session, client.coalition_id, clock.now)
        risky = kept.add("=HYPERLINK(1)", "+1", "a | b", former=("@old",), notes="one\ntwo")
        gone = kept.add("Gone")
        directory.retire(session, gone, by="x", now=clock.now)
        kept.add("Reef Two", email="b@reef.example")
    answer = client.get(f"{home}.csv")
    assert "organizations.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(client.get(f"{home}.xlsx").data)).active
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert [row[0] for row in rows] == ["organization", "'=HYPERLINK(1)", "Reef Circle", "Reef Two"]
    assert rows[1][2:4] == [r"'+1 | a \| b", "'@old"]
    assert rows[1][8] == "one two"
    assert rows[2][9:] == ["Ada Okafor", "Director", "ada@reef.example"]
    assert client.get(f"{home}.pdf").status_code == 404
    assert risky.id


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")) | st.sampled_from(" |=+-@'\",;\\"), max_size=8)
ENTRY = st.tuples(TEXT, st.lists(TEXT, max_size=2), st.lists(TEXT, max_size=1), TEXT, st.sampled_from(["", "local"]), TEXT)
CONTACTS = st.lists(st.sampled_from(["ada@reef.example", "ben@reef.example"]), unique=True, max_size=2)


def picture(session, coalition_id):
    """What a directory holds, without numbers and moments."""
    return [tuple(row) for row in directory_rows(session, coalition_id)]


@pytest.mark.parametrize(("write", "name"), [(directory_csv, "d.csv"), (directory_xlsx, "d.xlsx")])
@given(st.lists(st.tuples(ENTRY, CONTACTS), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_what_is_written_is_read_back(tmp_path_factory, migrated, clock, write, name, entries):
    """Into an empty directory it gives the same one; into its own it changes nothing."""
    import shutil

    path = tmp_path_factory.mktemp("directory") / "one.db"
    shutil.copy(migrated, path)
    database = Database(f"sqlite:///{path}")
    try:
        with database.write() as session:
            one, other = (people.create_coalition(session, called, by="x", now=clock.now).id for called in ("One", "Other"))
            _fill(Directory(session, one, clock.now), entries)
            data = write(session, one)
            read = read_list(data, name, purpose=DIRECTORY)
            columns = guess(read, DIRECTORY)
            seen = directory.known(session, one)
            rows = plan(read, columns, seen, printing=PRINTING)
            assert {row.verdict for row in rows} <= {"heading", "nothing"}, rows
            rows = plan(read, columns, [], printing=PRINTING)
            doubles = {row.place: "new" for row in rows if row.verdict == "double"}
            rows = plan(read, columns, [], choices=doubles, printing=PRINTING)
            assert {row.verdict for row in rows} <= {"heading", "new", "adds"}, rows
            if len(rows) > 1:
                directory.bring(session, other, rows, seen=[], source="x", by="x", now=clock.now)
            assert picture(session, other) == picture(session, one)
    finally:
        database.dispose()


def _fill(kept, entries):
    """Organizations that have no name in common: of two that have, a person decides."""
    from campaign.printing import printed_line
    from signatories.folding import name_key

    taken: set[str] = set()
    how = {"printing": PRINTING, "by": "x", "now": kept.now}
    for (name, aliases, former, state, scope, kind), contacts in entries:
        wanted = [printed_line(text) for text in (name, *aliases, *former, state, kind)]
        keys = [name_key(line.text) for line in wanted[: len(aliases) + len(former) + 1]]
        if any(line.unprintable for line in wanted) or not all(keys) or len(set(keys)) < len(keys) or taken & set(keys):
            continue
        taken |= set(keys)
        made = kept.add(name, *aliases, former=tuple(former), state=state, scope=scope, type=kind)
        for address in contacts:
            contact = directory.Contact("Ada" if "ada" in address else "", "", address)
            directory.add_contact(kept.session, made, contact, **how)
