"""In which language a page speaks: who decides, what carries the choice on, and that nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import languages
from campaign.doors import Doors
from campaign.wording import locale_of
from errors import ProblemsError, UserError
from signatories.links import Seal
from tests.tools.pages import parse, text_of
from web import access, external_url

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}


@pytest.fixture
def app(app):
    """The application with a view that goes wrong in the words it was given."""

    def refuse():
        raise UserError("This letter is not open for signature.")

    app.add_url_rule("/t/refuse", "refuse", access("public")(refuse), methods=["GET", "POST"])
    return app


def language_of(page):
    return parse(page).get("lang")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("es", "es"),
        ("es-MX", "es"),
        ("ES-419", "es"),
        ("es_US", "es"),
        ("es-MX,en;q=0.5", "es"),
        ("en-US,en;q=0.9,es;q=0.8", "en"),
        ("es;q=0.7,en;q=0.7", "es"),
        ("en,es", "en"),
        ("fr-CA,fr;q=0.9,es;q=0.3,en;q=0.2", "es"),
        ("fr,de", "en"),
        ("fr,*;q=0.1", "en"),
        ("*", "en"),
        ("*,en;q=0", "es"),
        ("es;q=0", "en"),
        ("es;q=0,*", "en"),
        ("est,esu;q=0.9", "en"),
        (";;;=,q", "en"),
        ("es;q=banana,en;q=0.1", "en"),
    ],
)
def test_the_language_that_the_browser_likes_best(header, language):
    assert languages.preferred(header) == language


@given(st.text(alphabet=st.characters(codec="latin-1"), max_size=80))
def test_any_header_gives_a_language_of_ours(header):
    assert languages.preferred(header) in languages.LANGUAGES


@given(st.lists(st.tuples(st.sampled_from(["en", "es", "es-MX", "en-GB", "fr", "*"]), st.integers(0, 10)), max_size=6))
def test_nothing_that_is_liked_less_wins(ranges):
    header = ", ".join(f"{tag};q={weight / 10}" for tag, weight in ranges)
    named = {language: max((w for tag, w in ranges if tag.startswith(language)), default=None) for language in ("en", "es")}
    anything = max((weight for tag, weight in ranges if tag == "*"), default=0)
    liked = {language: anything if weight is None else weight for language, weight in named.items()}
    assert liked[languages.preferred(header)] == max(liked.values())


def test_the_address_decides_before_the_browser(client):
    assert language_of(client.get("/", headers=SPANISH)) == "es"
    assert language_of(client.get("/?lang=en", headers=SPANISH)) == "en"
    assert language_of(client.get("/?lang=es")) == "es"
    assert language_of(client.get("/")) == "en"


@pytest.mark.parametrize("named", ["fr", "", "ES", "es-MX", "../es", "es\r", "<b>", "e" * 5000])
def test_a_language_that_we_do_not_speak_is_passed_over(client, named):
    page = client.get("/", query_string={"lang": named}, headers=SPANISH)
    assert page.status_code == 200
    assert language_of(page) == "es"
    assert "lang=" not in "".join(link.get("href") for link in parse(page).iter("a") if not link.get("hreflang"))


def test_a_header_without_end_is_read_to_where_browsers_end(client):
    assert language_of(client.get("/", headers={"Accept-Language": "es-MX," + "fr;q=0.1," * 5000 + "en"})) == "es"


def test_of_two_languages_the_first_counts(client):
    assert language_of(client.get("/?lang=es&lang=en")) == "es"


def test_headers_say_the_language_and_what_decided_it(client):
    by_browser, by_address = client.get("/", headers=SPANISH), client.get("/?lang=es")
    assert by_browser.headers["Content-Language"] == by_address.headers["Content-Language"] == "es"
    assert "Accept-Language" in by_browser.headers["Vary"]
    assert "Accept-Language" not in by_address.headers.get("Vary", "")


def test_each_page_offers_the_other_language_and_leads_there(client):
    for path, offered, called in (("/", "es", "Español"), ("/?lang=es", "en", "English"), ("/nowhere", "es", "Español")):
        link = next(link for link in parse(client.get(path)).iter("a") if link.get("hreflang"))
        assert (link.get("hreflang"), link.get("lang"), link.text) == (offered, offered, called)
        assert link.get("href") == f"?lang={offered}", "relative: the page keeps its address, wherever it is"
        assert language_of(client.get(path.split("?")[0] + link.get("href"))) == offered


def test_a_page_that_answers_a_form_offers_no_link_that_would_lose_what_was_typed(client):
    assert 'hreflang="' not in client.send("/t/refuse").text


def test_the_choice_goes_on_through_the_links_of_public_pages_and_no_others(client):
    links = {link.get("href") for link in parse(client.get("/?lang=es")).iter("a")}
    assert "/?lang=es" in links
    assert "/desk/" in links
    links = {link.get("href") for link in parse(client.get("/", headers=SPANISH)).iter("a")}
    assert "/" in links, "what the browser asks for need not be said again"


@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk/nowhere", "/desk", "/mail"])
def test_the_desk_speaks_english(client, path):
    page = client.get(path, query_string={"lang": "es"}, headers=SPANISH, follow_redirects=True)
    assert language_of(page) == "en"
    assert "Español" not in page.text


def test_a_path_that_only_begins_like_the_desk_is_not_the_desk(client):
    assert language_of(client.get("/desktop?lang=es")) == "es"


def test_error_pages_speak_spanish(client):
    page = client.get("/nowhere", headers=SPANISH)
    assert page.status_code == 404
    assert "Esta página no existe" in text_of(page)
    assert page.headers["Content-Language"] == "es"
    assert "cookies" in text_of(client.post("/t/refuse?lang=es"))
    assert "Vuelva" in text_of(client.post("/t/refuse?lang=es"))
    foreign = client.get("/?lang=es", base_url="http://evil.example")
    assert language_of(foreign) == "es"
    assert "Esta no es la dirección" in text_of(foreign)


def test_what_an_operation_says_in_english_the_page_says_in_spanish(client):
    assert "This letter is not open for signature." in text_of(client.get("/t/refuse"))
    assert "Esta carta no está abierta a la firma." in text_of(client.get("/t/refuse?lang=es"))


def test_an_error_keeps_its_values_in_every_language(app):
    template = "Use at most %(max)d characters."
    error = UserError(template, field="name", max=300)
    assert (error.sentence, str(error), error.field) == ("Use at most 300 characters.",) * 2 + ("name",)
    assert UserError("100% of %(nothing)s").sentence == "100% of %(nothing)s", "without values, a sentence is what it is"
    with app.test_request_context("/?lang=es"):
        assert languages.translated(error) == "Use como máximo 300 caracteres."
        assert languages.translated(UserError("Nobody has translated this.")) == "Nobody has translated this."
        assert languages.translated(UserError("")) == ""
        assert languages.translated(ProblemsError(["Write your name.", "Other."])) == "Escriba su nombre.\nOther."
    with app.test_request_context("/desk/?lang=es"):
        assert languages.translated(error) == error.sentence


def test_outside_of_a_request_everything_is_english(app):
    assert (languages.chosen(), languages.explicit(), languages.others()) == ("en", "", [])
    with app.app_context():
        assert languages.translated(UserError("Write your name.")) == "Write your name."


def test_a_cached_page_is_kept_apart_by_all_that_it_depends_on(app):
    def variant(path, **headers):
        with app.test_request_context(path, headers=headers):
            return languages.variant()

    apart = [variant("/"), variant("/?lang=en"), variant("/?lang=es"), variant("/", **SPANISH)]
    assert len(set(apart)) == 4
    assert variant("/?lang=fr&x=1") == variant("/")
    assert variant("/?lang=es&x=1", **SPANISH) == variant("/?lang=es")


def test_an_address_for_a_mail_can_name_the_language_of_the_mail(app):
    with app.test_request_context("/desk/"):
        assert external_url("public.letter", slug="x", lang="es") == "http://localhost/letters/x?lang=es"
    with app.test_request_context("/?lang=en"):
        assert external_url("public.letter", slug="x", lang="es").endswith("?lang=es")
        assert external_url("public.letter", slug="x").endswith("?lang=en")


@pytest.mark.parametrize(("language", "query"), [("es", "?lang=es"), ("en", ""), ("", "")])
def test_a_spanish_mail_leads_to_spanish_pages(client, language, query):
    doors = Doors("https://letters.example.org", Seal("secret"), "harbor").speaking(language)
    for address in (doors.letter, doors.recovery, doors.to("own", 7), doors.to("invited", 7, 2)):
        assert address.startswith("https://letters.example.org/letters/harbor")
        assert address.partition("?")[1:] == ("?" if query else "", query[1:])
    assert doors.opened("own", doors.to("own", 7).partition("?")[0].rpartition("/")[2]) is not None
    assert language_of(client.get("/" + query)) == (language or "en")


def test_every_language_is_known_to_whoever_writes_dates():
    assert [locale_of(tag).language for tag in languages.LANGUAGES] == list(languages.LANGUAGES)
