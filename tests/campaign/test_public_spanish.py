"""A signer who reads Spanish: from the letter's page to the last mail nothing speaks English but the letter and its names."""

from __future__ import annotations

import re
from functools import cache

import pytest

from letters.pdf import TooLongError
from mail.compose import compose
from mail.models import OutboxMessage
from signatories.models import Signature
from tests.tools.campaigns import ENTRY, Campaigns
from tests.tools.pages import parse, text_of
from tests.tools.signing import PAGE, rows
from translations import catalogs

BROWSER = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}
CHOSEN = PAGE + "?lang=es"


@pytest.fixture
def campaigns(database, clock):
    made = Campaigns(database, clock)
    made.open(allow_individuals=True)
    return made


def english_on(page):
    """The sentences of the catalog that a page says in English: those long enough to be no name and no part of another word."""
    root = parse(page)
    for letter in list(root.iter("article")):
        letter.getparent().remove(letter)
    words = " ".join(" ".join(root.itertext()).split())
    return [
        sentence
        for sentence, parts, whole in sentences()
        if all(part in words for part in parts) and whole.search(words)  # the search alone takes a second on a long page
    ]


@cache
def sentences():
    """Those of the catalog that have other words in Spanish: each with what stands between its places, and as it is found."""
    found = []
    for message in catalogs.catalog_of("es"):
        for sentence in [message.id] if isinstance(message.id, str) else message.id:
            if len(sentence) > 12 and sentence != message.string:
                parts = [part.strip() for part in re.split(r"%\(\w+\)[sd]", sentence)]
                found.append((sentence, parts, re.compile(r"\b" + r"\s*\S+?.*?\s*".join(map(re.escape, parts)))))
    return found


def last_mail(database):
    return compose(rows(database, OutboxMessage)[-1])


def test_the_search_for_english_finds_it(client, campaigns):
    assert "Sign this letter" in english_on(client.get(PAGE))
    assert any("version %(hash)s" in sentence for sentence in english_on(client.get(PAGE)))


def test_the_page_is_spanish_and_the_letter_stays_what_it_is(client, campaigns):
    page = client.get(CHOSEN)
    assert parse(page).get("lang") == "es"
    assert [article.get("lang") for article in parse(page).iter("article")] == ["en-US"]
    assert "Abierta a la firma hasta el jueves, 5 de marzo de 2026, 17:00, hora del este" in text_of(page)
    assert "Se cierra dentro de 3 días" in text_of(page)
    assert not english_on(page)


@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}/individual", f"{PAGE}/links", f"{PAGE}/links/sent", "/", f"{PAGE}/mine/{'x' * 30}"]
)
def test_public_pages_say_nothing_in_english(client, campaigns, path):
    page = client.get(path, headers=BROWSER)
    assert parse(page).get("lang") == "es"
    assert not english_on(page)


def test_a_form_that_comes_back_says_so_in_spanish(client, campaigns):
    page = client.fill_in(CHOSEN, ENTRY | {"contact_email": "ada", "contact_name": "", "website": "x y"})
    assert page.status_code == 422
    assert "Esta no es una dirección de correo completa, como nombre@example.org." in text_of(page)
    assert "Escriba su nombre." in text_of(page)
    assert not english_on(page)


def test_the_whole_way_in_spanish(client, campaigns, database, clock):
    answer = client.fill_in(CHOSEN, ENTRY)
    assert answer.status_code == 303
    assert answer.location.endswith("?lang=es"), "what was chosen goes on"
    assert not english_on(client.get(answer.location))
    (signature,) = rows(database, Signature)
    assert signature.language == "es"
    assert signature.attestation == "Tengo autorización para firmar esta carta en nombre de la organización indicada arriba."

    mail = last_mail(database)
    assert (
        mail.subject
        == "Por favor, confirme: Keep the harbor clean (se cierra: jueves, 5 de marzo de 2026, 17:00, hora del este)"
    )
    links = re.findall(r"http://localhost(/letters/harbor\S*)", mail.text)
    assert links
    assert all(link.endswith("?lang=es") for link in links), "on whatever device the mail is read"
    confirm = next(link for link in links if "/confirm/" in link)
    another = client.application.test_client()
    assert not english_on(another.get(confirm))
    own = another.fill_in(confirm, {}, action="/confirm/").location
    assert own.endswith("?lang=es")
    page = another.get(own)
    assert "Usted ha firmado" in text_of(page)
    assert not english_on(page)
    receipt = last_mail(database)
    assert receipt.subject.startswith("Firmada: ")
    assert signature.attestation in " ".join(receipt.text.split())

    page = another.fill_in(own, {"line": ""}, action="/line")
    assert page.status_code == 422
    assert not english_on(page)
    clock.advance(days=30)
    late = another.submit(page, own, {"line": "Amigos de la Bahía"}, action="/line")
    assert "Esta carta ya se cerró y su lista queda como está." in text_of(late)
    assert not english_on(late)


def test_a_reader_whose_browser_asks_for_spanish_gets_spanish_mail(client, campaigns, database):
    client.post(f"{PAGE}/sign", data={"csrf_token": client.mark(), "person": "yes"} | ENTRY, headers=BROWSER)
    assert rows(database, Signature)[0].language == "es"
    assert last_mail(database).subject.startswith("Por favor, confirme")


def test_two_readers_of_one_kept_page_each_get_their_language(client, campaigns):
    for _ in range(2):
        assert parse(client.get(PAGE)).get("lang") == "en"
        assert parse(client.get(PAGE, headers=BROWSER)).get("lang") == "es"
        assert parse(client.get(CHOSEN)).get("lang") == "es"
        assert "?lang=es" in client.get(CHOSEN).text.split("<form")[1].split(">")[0]
        assert "?lang=" not in client.get(PAGE, headers=BROWSER).text.split("<form")[1].split(">")[0]


def test_why_there_is_no_pdf_is_told_in_spanish(client, campaigns, database, monkeypatch):
    def refuse(_rendition):
        raise TooLongError("Arrecife " * 200, 1_500)

    monkeypatch.setattr("letters.pdf.write", refuse)
    page = client.get("/letters/harbor/brief/letter.pdf?lang=es")
    assert page.status_code == 409
    assert "tiene más de 1,500 caracteres y no cabría en la lista. Acórtelo." in text_of(page)
    assert not english_on(page)
    assert "has more than 1,500 characters" in text_of(client.get("/letters/harbor/brief/letter.pdf"))
