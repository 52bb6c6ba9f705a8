"""The list stands in one order in every format: accents, scripts, numbers, hosts, groups, individuals."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile

import pytest
from sqlalchemy import select

from campaign.bundles import read_zip
from campaign.exports import export, signatory_table
from campaign.listing import signatories_in, signatories_of
from campaign.operations.galley.answering import around
from campaign.queries import find
from signatories.models import Signature
from tests.tools.campaigns import TEXT

TYPES = ["Labor", "Faith"]
ORGANIZATIONS = [
    # name, type, state
    ("Zebra Fund", "faith", "CA"),
    ("zebra fund", "Labor", "Calif."),
    ("The Álamo Trust", "Labor", "Texas"),
    ("Alamo Trust", "Labor", "TX"),
    ("Ørsted Circle", "", "D.C."),
    ("Oslo Circle", "Faith", "Washington, DC"),
    ("100 Black Men", "Labor", "N.Y."),
    ("9 to 5", "Labor", "New York"),
    ("A.C.L.U. of Ohio", "Legal services", "Ohio"),
    ("ACLU of Maine", "legal services", "Me."),
    ("O’Neill House", "Faith", "ohio"),
    ("Onward", "Faith", ""),
    ("Ζωή Ελλάδα", "Árbol", "Greece"),
    ("Союз защиты прав", "", "france"),
    ("שלום עכשיו", "Faith", "France"),
    ("مؤسسة العدالة", "Labor", "Jordan"),
    ("中华法律援助中心", "", "CA"),
    ("한국인권재단", "Faith", "VA"),
    ("Harbor Watch", "Faith", "Maine"),
    ("The Second Host", "", "Utah"),
]
PEOPLE = [("Zoe Abel", "Professor of Law", "Shore College"), ("Ann The", "", ""), ("Bo Young Jr.", "", "Mills")]
GROUPINGS = ["", "scope", "state", "type"]


def tagged(number):
    """A mark of its own for each line, found in every format, however that writes the name before it."""
    return f"Q{number:02}Q"


@pytest.fixture
def long_list(campaigns, database):
    campaigns.open(allow_individuals=True, hosts=[f"The Second Host {tagged(19)}", f"HARBOR WATCH {tagged(18)}"], types=TYPES)
    scopes = ["national", "state", "local", "", "international"]
    for number, (name, kind, state) in enumerate(ORGANIZATIONS):
        more = {"type": kind, "state": state, "scope": scopes[number % len(scopes)]}
        campaigns.sign(f"{name} {tagged(number)}", f"a@org{number}.example", **more)
    for number, (name, title, affiliation) in enumerate(PEOPLE, start=len(ORGANIZATIONS)):
        more = {"kind": "individual", "title": title, "affiliation": f"{affiliation} {tagged(number)}".strip()}
        campaigns.sign(name, f"a@person{number}.example", **more)
    return campaigns


def marks(text):
    return re.findall(r"Q\d\dQ", text)


def of_docx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())


def of_pdf(data):
    read = subprocess.run(["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    return read.stdout.decode()


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("by", GROUPINGS)
@pytest.mark.parametrize(
    ("order", "numerals", "columns"), [("by name", "by value", 2), ("by name", "as words", 3), ("as listed", "by value", 1)]
)
def test_the_order_is_the_same_in_every_format(long_list, database, by, order, numerals, columns):
    with database.write() as session:
        campaign = find(session, "harbor")
        campaign.group_by, campaign.signature_order, campaign.numerals, campaign.columns = by, order, numerals, columns
    with database.read() as session:
        campaign = find(session, "harbor")
        listed = signatories_of(session, campaign)
        files = {name: export(session, campaign, name, now=long_list.now).data for name in ("docx", "pdf", "html", "bundle")}
        table = signatory_table(session, campaign, "csv").data
    expected = [mark for group in listed.groups for line in group.lines for mark in marks(f"{line.name} {line.detail}")]
    assert len(expected) == len(set(expected)) == len(ORGANIZATIONS) + len(PEOPLE)
    assert marks(of_docx(files["docx"])) == expected
    assert marks(files["html"].decode().partition("<body")[2]) == expected
    assert marks(of_pdf(files["pdf"])) == expected
    rows = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    assert [mark for row in rows for mark in marks(f"{row[0]} {row[5]}")] == expected
    assert signatories_in(read_zip(files["bundle"], "harbor.zip").bundle) == listed


def test_groups_by_type_print_under_their_names_with_the_hosts_before(long_list, database):
    with database.write() as session:
        find(session, "harbor").group_by = "type"
    with database.read() as session:
        listed = signatories_of(session, find(session, "harbor"))
    assert [group.title for group in listed.groups] == [
        "Host organizations",
        "Labor",
        "Faith",
        "Árbol",
        "Legal services",
        "Other organizations",
        "Individuals",
    ]
    names = [[line.name.rpartition(" ")[0] for line in group.lines] for group in listed.groups]
    assert names[0] == ["The Second Host", "Harbor Watch"]
    assert names[1] == ["9 to 5", "100 Black Men", "The Álamo Trust", "Alamo Trust", "zebra fund", "مؤسسة العدالة"]
    assert names[2] == ["O’Neill House", "Onward", "Oslo Circle", "Zebra Fund", "שלום עכשיו", "한국인권재단"]
    assert names[5] == ["Ørsted Circle", "Союз защиты прав", "中华法律援助中心"]
    assert [line.name for line in listed.groups[-1].lines] == ["Zoe Abel", "Ann The", "Bo Young Jr."]
    assert listed.groups[-1].note
    assert not any(group.note for group in listed.groups[:-1])


@pytest.mark.needs("pdftotext")
def test_a_spanish_letter_says_it_in_spanish(campaigns, database):
    """On the list, on the draft's pages, and over the neighbours that a signer is shown."""
    spanish = TEXT.replace("---\n", "---\nlanguage: es-US\n", 1)
    campaigns.open(text=spanish, allow_individuals=True, hosts=["Harbor Watch"], group_by="scope")
    scopes = {"Harbor Watch": "", "Reef": "national", "Bay": "local", "Shore": "", "World": "international", "Ohio": "state"}
    for number, (name, scope) in enumerate(scopes.items()):
        campaigns.sign(name, f"a@org{number}.example", scope=scope)
    campaigns.sign("Ana Ruiz", "ana@person.example", kind="individual", title="Nurse")
    titles = [
        "Organizaciones convocantes",
        "Organizaciones internacionales",
        "Organizaciones nacionales",
        "Organizaciones estatales",
        "Organizaciones locales",
        "Otras organizaciones",
        "Personas",
    ]
    with database.read() as session:
        campaign = find(session, "harbor")
        listed = signatories_of(session, campaign)
        draft = export(session, campaign, "pdf", now=campaigns.now).data
        reef = session.scalars(select(Signature).where(Signature.line == "Reef")).one()
        shown = around(session, campaign, reef, campaigns.now)
        kept = signatories_in(read_zip(export(session, campaign, "bundle", now=campaigns.now).data, "harbor.zip").bundle)
    assert [group.title for group in listed.groups] == titles
    assert listed.groups[-1].note == "La afiliación se indica solo a efectos de identificación."
    assert kept == listed
    assert shown.heading == "Organizaciones nacionales"
    printed = of_pdf(draft)
    assert "BORRADOR · Firmantes al 2 de marzo de 2026, 10:00 EST" in printed
    assert all(title in printed for title in titles)


def test_groups_by_state_bear_its_full_name(long_list, database):
    with database.write() as session:
        find(session, "harbor").group_by = "state"
    with database.read() as session:
        listed = signatories_of(session, find(session, "harbor"))
    assert [(group.title, len(group.lines)) for group in listed.groups] == [
        ("Host organizations", 2),
        ("California", 3),
        ("District of Columbia", 2),
        ("France", 2),
        ("Greece", 1),
        ("Jordan", 1),
        ("Maine", 1),
        ("New York", 2),
        ("Ohio", 2),
        ("Texas", 2),
        ("Virginia", 1),
        ("Other organizations", 1),
        ("Individuals", 3),
    ]
