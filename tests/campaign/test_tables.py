"""The signature table: in the letter's order, piece by piece, harmless in every cell."""

from __future__ import annotations

import csv
import io
from contextlib import contextmanager

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select, update

from campaign import table_rows
from campaign.listing import groups_of
from campaign.operations.recognizing import recognize
from campaign.queries import find
from campaign.table_rows import END, cells_of, listed, record_of
from campaign.tables import HEADER, _lines, csv_pieces, table_of
from signatories.formulas import harmless
from signatories.models import Signature
from tests.tools.campaigns import Campaigns

NAMES = ("The Zebra Fund", "zebra", "Åland Alliance", "Alliance", '“Quoted” "Org"', "Women’s Health, Inc.", "Zebra", "=1+2")
CELLS = st.text(
    st.one_of(st.sampled_from("=+-@\t\r\n\"',;＝ab "), st.characters(codec="utf-8", exclude_characters="\0")), max_size=6
)


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open()
    for number, name in enumerate(NAMES):
        made.sign(name, f"ada@org{number}.example", scope="state" if number % 2 else "national")
        clock.advance(seconds=1)
    return made


def repeat(database, clock):
    """A list that was brought in holds a line once more, from the address that signed it."""
    with database.write() as session:
        first = session.scalars(select(Signature).where(Signature.line == "Alliance")).one()
        again = {column.name: getattr(first, column.name) for column in Signature.__table__.columns if column.name != "id"}
        brought = Signature(**again | {"origin": "import", "address_key": None, "confirmed_how": "import"})
        session.add(brought)
        assert recognize(session, find(session, "harbor"), [brought], now=clock.now)


def read(pieces):
    return list(csv.reader(io.StringIO(b"".join(pieces).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("order", ["by name", "as listed"])
@pytest.mark.parametrize("by", ["", "scope"])
@pytest.mark.parametrize("at_once", [1, 3, 500])
def test_the_rows_stand_in_the_order_of_the_letter(campaigns, database, monkeypatch, order, by, at_once, clock):
    monkeypatch.setattr(table_rows, "AT_ONCE", at_once)
    repeat(database, clock)
    campaigns.sign("Not confirmed", "eve@elsewhere.example", confirmed=False)
    with database.write() as session:
        campaign = find(session, "harbor")
        campaign.signature_order, campaign.group_by, campaign.hosts = order, by, ["Zebra"]
        session.execute(update(Signature).where(Signature.line == "zebra").values(status="held", status_reason="a doubt"))
    with database.read() as session:
        letter = [entry.name for group in groups_of(session, find(session, "harbor")) for entry in group.entries]
    header, *rows = read(csv_pieces(database.read, campaign.id))
    assert tuple(header) == HEADER
    assert [row[0].removeprefix("'") for row in rows if row[1] == "yes"] == letter
    assert [row[:2] for row in rows[-2:]] == [["zebra", "no: held"], ["Not confirmed", "no: unconfirmed"]]
    places = [place for place, row in enumerate(rows) if row[0] == "Alliance"]
    assert [rows[place][1] for place in places] == ["yes", "same as above"]
    assert places[1] == places[0] + 1


def test_each_cell_is_where_its_header_says(campaigns, database, clock):
    with database.read() as session:
        campaign = find(session, "harbor")
        signature = session.scalars(select(Signature).where(Signature.line == "Women’s Health, Inc.")).one()
    header, *rows = read(csv_pieces(database.read, campaign.id))
    row = dict(zip(header, next(row for row in rows if row[0] == signature.line), strict=True))
    assert row["contact e-mail"] == signature.contact_email
    assert row["contact name"] == "Ada Okafor"
    assert row["signed at (UTC)"] == signature.signed_at.strftime("%Y-%m-%d %H:%M:%S")
    assert row["text version"] == "1"
    assert row["text hash"] == signature.version_hash
    assert (row["scope"], row["came by"], row["kind"]) == ("state", "form", "organization")


def test_the_header_comes_before_anything_is_read(campaigns, database):
    """A long list begins to arrive at once; and nothing is held open between two pieces."""
    looks = []

    @contextmanager
    def reading():
        with database.read() as session:
            looks.append("open")
            yield session
            looks.append("closed")

    pieces = csv_pieces(reading, campaigns.get().id)
    assert next(pieces).startswith(b"\xef\xbb\xbf")
    assert looks == []
    for _ in pieces:
        assert looks[-1] == "closed"
    assert looks.count("open") == 2


def test_only_the_few_keys_are_held(campaigns, database):
    with database.read() as session:
        order = listed(session, find(session, "harbor"))
    assert order.ids.itemsize * len(order.ids) == 8 * len(NAMES)
    assert order.repeats == frozenset()


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4))
@example([("\r\n", "", "")])
@example([("a", "\r", "b"), ("=1", '"', "\n")])
@example([("plain", "cells", "only")])
def test_written_at_once_or_cell_by_cell_every_cell_comes_back_harmless(rows):
    text = _lines(END.join(map(record_of, rows)))
    assert list(csv.reader(io.StringIO(text, newline=""))) == [[harmless(cell) for cell in row] for row in rows]


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_records_give_their_cells_back(rows):
    assert cells_of(END.join(map(record_of, rows))) == rows


def test_the_file_holds_the_rows_of_the_table(campaigns, database, clock):
    """The database writes the records of the one, and the cells of the other."""
    repeat(database, clock)
    campaigns.sign('=A "quote", a comma', "eve@elsewhere.example", website="https://eve.example")
    with database.read() as session:
        table = table_of(session, find(session, "harbor"))
    _, *rows = read(csv_pieces(database.read, campaigns.get().id))
    assert rows == [[harmless(cell) for cell in row] for row in table.rows]
