"""The desk's pages about lists of those who signed elsewhere, as a coordinator uses them."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from campaign.operations.batches import mapped_last_time
from mail.models import OutboxMessage
from signatories.models import ListMapping, Signature, SignatureAct, SignatureBatch
from signatories.reading import SIGNING, read_list
from tests.signatories.reading.lists import workbook
from tests.tools.consenting import publish, write
from tests.tools.pages import form_values, parse, text_of
from tests.tools.signing import rows, set_signature

HOME = "/desk/harbor/signatures/import"
LIST = """\
Organization,Contact,Email
Reef,Ben,ben@reef.example
Mills,Cy,nobody
REEF,Ben,bo@reef.example
,Dee,dee@dunes.example

Hills,Eve,eve@hills.example
The Hills,Eve,eve@other.example
"""


@pytest.fixture
def client(campaigns, signed_in):
    campaigns.open()
    return signed_in("editor")


def pressed(client, page, path=HOME, *, untick=(), tick=(), **buttons):
    """Press a button of the page's list form, whose ticks stand outside of it."""
    root = parse(page)
    (form,) = (form for form in root.iter("form") if form.get("id") == "list-form")
    boxes = [one for one in root.iter("input") if one.get("form") == "list-form" and one.get("name") == "own"]
    own = {one.get("value") for one in boxes if one.get("checked") is not None}
    values = form_values(form) | {"own": sorted((own | set(tick)) - set(untick))}
    return client.post(path, data=values | buttons)


def read(client, text=LIST, **more):
    return client.fill_in(HOME, {"text": text}, action="import", **more)


def uploaded(client, data, name):
    return client.send(HOME, {"file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def lines(database):
    return [(one.line, one.status) for one in rows(database)]


def count(database, what):
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(what))


# --- bringing a list in --------------------------------------------------------------------------------------------------


def test_a_list_is_shown_row_by_row_before_anything_is_written(client, database):
    page = read(client)
    assert page.status_code == 422
    said = text_of(page)
    assert "4 lines would come in; nothing is written down yet" in said
    assert "8 rows. 3 new, 1 double, 1 likely double, 1 with a problem, 1 blank, 1 above the names." in said
    assert "“nobody” is not an e-mail address. The line comes in without one." in said
    assert "The same name as row 2, from the same domain." in said
    assert "No organization is named." in said
    assert "Likely the same as row 7" in said
    assert not rows(database)
    done = pressed(client, page, write="yes", vouched="y")
    assert done.status_code == 303
    assert "4 lines were brought in. Nothing was mailed." in text_of(client.get(done.location))
    assert lines(database) == [("Reef", "accepted"), ("Mills", "accepted"), ("Hills", "accepted"), ("The Hills", "accepted")]
    assert count(database, OutboxMessage) == 0


def test_nobody_stands_unless_somebody_says_that_they_signed(client, database):
    page = pressed(client, read(client), write="yes")
    assert page.status_code == 422
    assert "Tick this if it is so" in text_of(page)
    assert "They signed this text (version 1)." in text_of(page)
    assert not rows(database)
    assert pressed(client, page, write="yes", vouched="y").status_code == 303


def test_rows_in_doubt_come_in_as_they_are_ticked(client, database):
    page = read(client)
    assert pressed(client, page, write="yes", vouched="y", tick=["4"], untick=["8"]).status_code == 303
    assert [line for line, _ in lines(database)] == ["Reef", "Mills", "REEF", "Hills"]


def test_what_was_ticked_stays_when_the_page_comes_back(client, database):
    page = pressed(client, read(client), write="yes", tick=["4"], untick=["8"])
    assert pressed(client, page, write="yes", vouched="y").status_code == 303
    assert [line for line, _ in lines(database)] == ["Reef", "Mills", "REEF", "Hills"]


def test_ticks_of_another_reading_are_none_of_this_one(client, database):
    page = pressed(client, read(client), untick=["8"], text=LIST + "Dunes,Fay,fay@dunes.example\n")
    assert "5 lines would come in" in text_of(page), "row 8 is in again"


def test_agreeing_to_one_list_is_not_agreeing_to_another(client, database):
    page = read(client)
    changed = pressed(client, page, write="yes", vouched="y", text=LIST + "New,Eve,eve@new.example\n")
    assert changed.status_code == 422
    assert "this is not what you agreed to" in text_of(changed)
    (box,) = (one for one in parse(changed).iter("input") if one.get("name") == "vouched")
    assert box.get("checked") is None, "what was ticked was ticked for the other list"
    assert not rows(database)


def test_somebody_who_signs_meanwhile_is_seen_first(client, database, campaigns):
    page = read(client)
    campaigns.sign("Hills", "eve@hills.example")
    assert "this is not what you agreed to" in text_of(pressed(client, page, write="yes", vouched="y"))
    assert len(rows(database)) == 1


def test_a_text_that_changes_meanwhile_has_to_be_vouched_for_anew(client, database, campaigns):
    page = read(client)
    write(campaigns)
    publish(campaigns, "editorial")
    again = pressed(client, page, write="yes", vouched="y")
    assert "They signed this text (version 2)." in text_of(again)
    assert not rows(database)
    assert pressed(client, again, write="yes", vouched="y").status_code == 303
    assert {one.attestation for one in rows(database)} == {
        "They signed this text (version 2). On the word of editor@rivers.example."
    }


def test_a_workbook_and_a_text_are_read_too(client, database):
    data = workbook(["Organización", "Contacto", "Correo"], ["Amigos, S.A.", "José", "jose@amigos.example"])
    page = uploaded(client, data, "lista.xlsx")
    assert "an Excel workbook, sheet “Contacts”" in text_of(page)
    assert pressed(client, page, write="yes", vouched="y").status_code == 303
    page = read(client, "Friends of the Harbor, Inc.\nMill Workers, Local 5\n")
    assert "Read as a name on each line" in text_of(page)
    assert pressed(client, page, write="yes", vouched="y").status_code == 303
    assert [line for line, _ in lines(database)] == ["Amigos, S.A.", "Friends of the Harbor, Inc.", "Mill Workers, Local 5"]
    assert [one.source for one in rows(database, SignatureBatch)] == ["lista.xlsx", "pasted"]
    assert "jose" not in repr([one.mapping for one in rows(database, SignatureBatch)])


def test_every_row_can_be_downloaded_with_its_verdict_and_no_formula(client):
    page = read(client, LIST + "=1+1,Fay,fay@x.example\n")
    file = pressed(client, page, report="yes")
    table = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert [(row["row"], row["verdict"], row["comes in"]) for row in table] == [
        ("1", "heading", "no"),
        ("2", "new", "yes"),
        ("3", "new", "yes"),
        ("4", "double", "no"),
        ("5", "problem", "no"),
        ("6", "empty", "no"),
        ("7", "new", "yes"),
        ("8", "likely", "yes"),
        ("9", "new", "yes"),
    ]
    assert table[-1]["name"] == "'=1+1"


def test_a_closed_letter_says_so(client, database, clock):
    page = read(client)
    clock.advance(days=4)
    assert "nobody can be added to it any more" in text_of(client.get(HOME))
    assert "nobody can be added to it any more" in text_of(pressed(client, page, write="yes", vouched="y"))
    assert not rows(database)


def test_what_is_typed_into_a_list_is_text_on_the_page(client):
    page = read(client, "Organization,Contact\n<script>alert(1)</script>,<b>Bo</b>\n")
    assert "<script>alert" not in page.get_data(as_text=True)
    assert "<script>alert(1)</script>" in text_of(page)


# --- remembering what the columns are ------------------------------------------------------------------------------------

ODD = "Quién,Nombre del grupo o colectivo,Contacto\n{},{},{}\n"


def test_the_next_download_opens_as_the_last_one_was_mapped(client, database, clock):
    page = read(client, ODD.format("Reef", "x", "Ben"))
    page = pressed(client, page, column_0="organization", column_1="", column_2="contact_name")
    assert "mapped it last time" not in text_of(page)
    assert pressed(client, page, write="yes", vouched="y").status_code == 303
    clock.advance(days=1)
    page = read(client, ODD.format("Mills", "y", "Cy"))
    assert "As editor@rivers.example mapped it last time, 1 day ago." in text_of(page)
    assert pressed(client, page, write="yes", vouched="y").status_code == 303
    assert [(one.line, one.contact_name) for one in rows(database)] == [("Reef", "Ben"), ("Mills", "Cy")]
    (kept,) = rows(database, ListMapping)
    assert (kept.columns, kept.said_at) == (["organization", "", "contact_name"], clock.now)
    assert "Reef" not in repr(vars(kept))


def test_a_mapping_can_be_made_anew(client, database):
    page = pressed(client, read(client, ODD.format("Reef", "x", "Ben")), column_0="organization", column_1="")
    pressed(client, page, write="yes", vouched="y")
    page = pressed(client, read(client, ODD.format("Mills", "y", "Cy")), guess="yes")
    assert "mapped it last time" not in text_of(page)
    (first,) = (one for one in parse(page).iter("select") if one.get("name") == "column_0")
    assert [one.get("value") for one in first.iter("option") if one.get("selected") is not None] == [""]


def test_another_coalition_and_another_purpose_remember_nothing_of_it(client, database, campaigns, signed_in):
    page = pressed(client, read(client, ODD.format("Reef", "x", "Ben")), column_0="organization", column_1="")
    pressed(client, page, write="yes", vouched="y")
    campaigns.open("mill", coalition="Mills")
    other = signed_in("editor", "Mills")
    page = other.fill_in("/desk/mill/signatures/import", {"text": ODD.format("A", "b", "C")}, action="import")
    assert "mapped it last time" not in text_of(page)
    text = ODD.format("A", "b", "c@x.example")
    page = client.fill_in("/desk/harbor/invitations/import", {"text": text}, action="import")
    assert "mapped it last time" not in text_of(page)


def test_invitations_remember_as_well(client, database):
    where = "/desk/harbor/invitations/import"
    text = "Wer,Gruppe,Post\nBen,Reef,{}\n"
    page = client.fill_in(where, {"text": text.format("ben@reef.example")}, action="import")
    page = pressed(client, page, where, column_0="contact_name", column_1="organization", column_2="email", heading="1")
    assert pressed(client, page, where, write="yes").status_code == 303
    page = client.fill_in(where, {"text": text.format("cy@mills.example")}, action="import")
    assert "As editor@rivers.example mapped it last time" in text_of(page)
    assert "1 person would be added" in text_of(page)


def test_a_list_without_headings_is_like_no_other(client, database, campaigns):
    pressed(client, read(client, "Reef\nMills\n"), write="yes", vouched="y")
    assert not rows(database, ListMapping)
    with database.read() as session:
        assert (
            mapped_last_time(session, campaigns.get().coalition_id, SIGNING, read_list("Reef\nMills\n", purpose=SIGNING))
            is None
        )


# --- taking a list back ---------------------------------------------------------------------------------------------------


def test_a_list_is_taken_back_behind_a_page_that_says_what_happens(client, database, clock):
    pressed(client, read(client), write="yes", vouched="y")
    with database.write() as session:
        session.add(SignatureAct(signature_id=2, act="corrected", by="the signer", at=clock.now))
    path = re.search(r"/desk/harbor/signatures/lists/\d+/undo", client.get(HOME).get_data(as_text=True)).group()
    page = client.get(path)
    said = text_of(page)
    assert "3 lines go off the letter" in said
    assert "1 stays as it is, because somebody acted upon it since: Mills on the letter" in said
    assert {status for _, status in lines(database)} == {"accepted"}, "looking changes nothing"
    done = client.fill_in(path, {}, action="undo")
    assert done.status_code == 303
    assert "3 lines were taken off the letter. 1 stays as it is." in text_of(client.get(done.location))
    assert lines(database) == [("Reef", "withdrawn"), ("Mills", "accepted"), ("Hills", "withdrawn"), ("The Hills", "withdrawn")]
    assert "taken back" in text_of(client.get(HOME))
    assert "took a list of signatures back: 3 are withdrawn" in text_of(client.get("/desk/harbor/history"))
    assert "took it off: “the list was taken back”" in text_of(client.get("/desk/harbor/signatures/1"))


def test_another_campaigns_list_is_not_there(client, database, campaigns):
    pressed(client, read(client), write="yes", vouched="y")
    campaigns.open("other")
    assert client.get("/desk/other/signatures/lists/1/undo").status_code == 404
    assert client.send("/desk/other/signatures/lists/1/undo", {}).status_code == 404
    assert {status for _, status in lines(database)} == {"accepted"}


def test_a_signature_names_its_list(client):
    pressed(client, read(client), write="yes", vouched="y")
    assert "editor@rivers.example brought it in with the list “pasted”" in text_of(client.get("/desk/harbor/signatures/1"))


# --- lists out -------------------------------------------------------------------------------------------------------------


def test_the_list_as_plain_text_has_what_prints_and_nothing_else(client, database, campaigns):
    campaigns.open("groups", group_by="scope", allow_individuals=True)
    for name, scope in (("Reef", "local"), ("The Dunes", "national"), ("Ångström Fund", "national")):
        campaigns.sign(name, f"{name[0]}@x.example".lower().replace("å", "a"), slug="groups", scope=scope)
    person = {"kind": "individual", "title": "Nurse", "affiliation": "St. Anne"}
    campaigns.sign("Ana Ruiz", "ana@p.example", slug="groups", **person)
    held = campaigns.sign("Held Back", "h@held.example", slug="groups")
    set_signature(database, held.id, status="held", status_reason="who?")
    expected = (
        "National organizations\n\nÅngström Fund\nThe Dunes\n\n"
        "Local organizations\n\nReef\n\n"
        "Individuals\nAffiliations are listed for identification only.\n\nAna Ruiz, Nurse, St. Anne\n"
    )
    file = client.get("/desk/groups/signatures.txt")
    assert file.data.decode() == expected
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert file.headers["Content-Disposition"] == "attachment; filename=groups-signatories.txt"
    (area,) = (one for one in parse(client.get("/desk/groups/signatures/lists")).iter("textarea"))
    assert area.text == expected


def test_a_closed_letter_gives_the_list_that_was_frozen(client, database, campaigns):
    campaigns.sign("Reef", "ben@reef.example")
    campaigns.close()
    set_signature(database, 1, line="Another Name")
    assert client.get("/desk/harbor/signatures.txt").data == b"Reef\n"


# --- ten thousand rows, as ugly as they come --------------------------------------------------------------------------------


def ugly():
    """A Latin-1 file with a byte order mark in front of it, semicolons, a title over the heading, blank rows, formulas, long
    names, doubles and broken addresses: 10,000 rows in all, and how many of each verdict there must be."""
    made = ["Adhesiones a la carta;;;;", "Marca temporal;Nombre de la organización;Nombre;Cargo;Correo electrónico"]
    expected = Counter(heading=2)
    number = 0
    while len(made) < 10_000:
        number += 1
        match number % 10:
            case 0:
                made.append("" if number % 20 else ";;;;")
                expected["empty"] += 1
            case 1:
                made.append(f"1/3/2026 10:00:00;{'Z' * 292}{number:08};Ana;Directora;a{number}@x{number}.example")
                expected["new"] += 1
            case 2:
                made.append(f"1/3/2026 10:00:00;{'Z' * 293}{number:08};Ana;Directora;a{number}@x{number}.example")
                expected["problem"] += 1
            case 3:
                made.append(f"1/3/2026 10:00:00;=SUMA(A1:A{number});Ana;Directora;a{number}@x{number}.example")
                expected["new"] += 1
            case 4:
                made.append(f"1/3/2026 10:00:00;#REF!;Ana;Directora;a{number}@x{number}.example")
                expected["problem"] += 1
            case 5:
                made.append(f"31/2/2026;Peña {word(number)};José;Coordinador;jose arroba {number}")
                expected["new"] += 1
            case 6:
                made.append(f"1/3/2026 10:00:00;PEÑA {word(number - 1).upper()};José;;")
                expected["double"] += 1
            case 7:
                made.append(f"1/3/2026 10:00:00;;;;a{number}@x{number}.example")
                expected["problem"] += 1
            case 8:
                made.append(f'1/3/2026 10:00:00;"Comillas ""{word(number)}""; S.A.";Ana;;')
                expected["new"] += 1
            case 9:
                made.append(f"1/3/2026 10:00:00;Comillas {word(number - 1)} SA;Ana;;eva@x{number}.example;;")
                expected["likely"] += 1
    return b"\xef\xbb\xbf" + "\r\n".join(made).encode("latin-1") + b"\r\n", expected


def word(number):
    """A word that no other number has, and that is no slip of the finger away from another."""
    return "".join("bcdfghjklmnpqrstvwxz"[int(digit)] + "aeiou"[int(digit) // 2] * 2 for digit in f"{number:05}")


def test_of_ten_thousand_ugly_rows_every_one_is_accounted_for(app, client, database):
    # A plain client: the checking one reads a page with a megabyte of text in it for a minute.
    plain = FlaskClient(app, use_cookies=True)
    mark = client.mark()
    with client.session_transaction() as cookie, plain.session_transaction() as other:
        other.update(cookie)
    data, expected = ugly()
    assert data.count(b"\r\n") == 10_000

    def sent(**buttons):
        values = {"csrf_token": mark, "file": (io.BytesIO(data), "adhesiones.csv")} | buttons
        answer = plain.post(HOME, data=values, content_type="multipart/form-data", buffered=True)
        answer.request.environ["wsgi.input"].close()
        return answer

    page = sent().get_data(as_text=True)
    assert "Windows-1252, marked as UTF-8: 10000 rows." in page
    numbers = r"(\d+) new, (\d+) double, (\d+) likely double, (\d+) with a problem, (\d+) blank, (\d+) above the names"
    names = ("new", "double", "likely", "problem", "empty", "heading")
    shown = dict(zip(names, map(int, re.search(numbers, page).groups()), strict=True))
    assert sum(shown.values()) == 10_000
    assert shown == dict(expected)
    table = list(csv.DictReader(io.StringIO(sent(report="yes").data.decode("utf-8-sig"))))
    assert [int(row["row"]) for row in table] == list(range(1, 10_001))
    assert Counter(row["verdict"] for row in table) == expected
    agreed = re.search(r'name="agreed" value="(\w+)"', page).group(1)
    assert sent(write="yes", vouched="y", agreed=agreed).status_code == 303
    assert count(database, Signature) == shown["new"] + shown["likely"]
