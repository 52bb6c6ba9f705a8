"""The catalogs: every public sentence has its words, and they say the same."""

from __future__ import annotations

import ast
import gettext
import importlib
import inspect
import pkgutil
import re

import pytest
from babel.messages.pofile import read_po
from babel.util import pathmatch

import campaign.public
from errors import UserError
from languages import LANGUAGES
from translations import catalogs

PLACE = re.compile(r"%\((\w+)\)")


def translations(language):
    """Pairs of a sentence and its words; plural forms one by one. Those that have no words yet fail a test of their own."""
    for message in catalogs.catalog_of(language):
        if isinstance(message.id, str):
            pairs = [(message.id, message.string)]
        else:
            pairs = [(message.id[min(number, 1)], words) for number, words in enumerate(message.string)]
        yield from ((sentence, words) for sentence, words in pairs if sentence and words)


def covered(path):
    return any(pathmatch(pattern, str(path)) for pattern, _ in catalogs.PUBLIC)


def test_each_language_that_is_offered_has_a_catalog():
    assert {*catalogs.LANGUAGES, "en"} == {*LANGUAGES}


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_every_public_sentence_has_its_words(language):
    kept, now = catalogs.catalog_of(language), catalogs.extracted()
    sentences, known = {message.id for message in now if message.id}, {message.id for message in kept if message.id}
    assert not sentences - known, "run: make translations"
    assert not known - sentences, "run: make translations"
    assert not catalogs.waiting(kept), f"write their words into {catalogs.po_of(language)}"


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_words_have_the_places_of_their_sentence(language):
    for sentence, words in translations(language):
        assert set(PLACE.findall(sentence)) == set(PLACE.findall(words)), sentence
    for message in catalogs.catalog_of(language):
        assert not list(message.check()), message.id


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_words_begin_and_end_as_their_sentence_does(language):
    """Sentences are put one after the other: a lost space or stop shows."""
    for sentence, words in translations(language):
        assert (sentence[:1].isspace(), sentence[-1:].isspace()) == (words[:1].isspace(), words[-1:].isspace()), sentence
        mark = sentence.rstrip()[-1]
        assert not (mark in ".:?!" or words.rstrip()[-1] in ".:?!") or words.rstrip().endswith(mark), sentence


def test_spanish_opens_its_questions_and_speaks_politely():
    for sentence, words in translations("es"):
        assert words.count("?") == words.count("¿"), sentence
        assert words.count("!") == words.count("¡"), sentence
        assert not re.search(r"\b(tú|tu|tus|ti|te|vosotros|vuestr[ao]s?)\b", words, re.IGNORECASE), sentence


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_the_program_reads_what_the_translators_wrote(language):
    with catalogs.mo_of(language).open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogs.catalog_of(language):
        if message.pluralizable and all(message.string):
            for count, form in ((1, 0), (0, 1), (2, 1), (100, 1)):
                assert compiled.ngettext(*message.id, count) == message.string[form], "run: make translations"
        elif message.id and message.string:
            assert compiled.gettext(message.id) == message.string, "run: make translations"


def test_the_template_for_further_languages_is_of_today():
    with catalogs.TEMPLATE.open("rb") as file:
        kept = {message.id for message in read_po(file)}
    assert kept == {message.id for message in catalogs.extracted()}, "run: make translations"


def test_bringing_up_to_date_what_is_so_already_changes_no_byte(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogs, "HERE", tmp_path)
    monkeypatch.setattr(catalogs, "TEMPLATE", tmp_path / "messages.pot")
    assert len(list(catalogs.bring_up_to_date())) == len(catalogs.waiting(catalogs.catalog_of("es"))) > 20
    once = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    assert len(once) == 3
    list(catalogs.bring_up_to_date())
    assert once == {path: path.read_bytes() for path in tmp_path.rglob("*.*")}


def test_a_sentence_whose_english_changed_waits_for_new_words(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogs, "HERE", tmp_path)
    monkeypatch.setattr(catalogs, "TEMPLATE", tmp_path / "messages.pot")
    list(catalogs.bring_up_to_date())
    po = catalogs.po_of("es")
    po.write_text(po.read_text().replace('msgid "optional"\nmsgstr ""', 'msgid "optionale"\nmsgstr "opcional"'))
    assert "optional" not in catalogs.waiting(catalogs.catalog_of("es"))
    list(catalogs.bring_up_to_date())
    assert "optional" in catalogs.waiting(catalogs.catalog_of("es"))
    assert "optionale" not in po.read_text()


# What the extraction must not miss.


ONLY_READ = {"resolution_of", "told_why"}
"""Operations that raise nothing that a person reads, among others that only the desk calls."""


def operations_of_the_public():
    """The files of the operations that public views call, and of the errors that they raise."""
    files = set()
    for module in pkgutil.walk_packages(campaign.public.__path__, "campaign.public."):
        for name, thing in vars(importlib.import_module(module.name)).items():
            if getattr(thing, "__module__", "").startswith("campaign.operations") and name not in ONLY_READ:
                files.add(inspect.getsourcefile(thing))
    return sorted(files)


def test_the_operations_of_public_pages_are_looked_through():
    files = operations_of_the_public()
    assert any(file.endswith("campaign/operations/signing.py") for file in files)
    assert not [file for file in files if not covered(file[len(str(catalogs.ROOT)) + 1 :])], "add these to catalogs.PUBLIC"


def families():
    """The names of all error classes of ours: what is raised under one of these is shown to somebody."""
    waiting, names = [UserError], set()
    while waiting:
        family = waiting.pop()
        names.add(family.__name__)
        waiting += family.__subclasses__()
    return names


def test_what_an_operation_of_the_public_says_can_be_found_in_a_catalog():
    """A sentence that is put together while the program runs is in no catalog: what differs goes in by name."""
    names = families()
    for file in operations_of_the_public():
        with open(file, encoding="utf-8") as source:
            tree = ast.parse(source.read())
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if called in names and call.args and called != "ProblemsError":
                assert isinstance(call.args[0], ast.Constant), f"{file}:{call.lineno}"


TRANSLATING = {"_", "_l", "gettext", "lazy_gettext", "ngettext"}

UNSAID = {
    "the owner of the mail address did not sign",  # the reason that the record keeps, which the desk reads
    "-//Undersigned//Letters that many sign//EN",
    "text/calendar; charset=utf-8",
    "private, no-cache",
    "Accept-Encoding, Cookie",
    "too often",  # what an operation answers
}
"""What public views write that no reader of a page reads."""


def untranslated(source):
    """The words in a module that a page could show and no catalog can hold: sentences, and whatever a flash says."""
    tree = ast.parse(source)
    quiet, translating = set(), TRANSLATING | families()
    for node in ast.walk(tree):
        called = getattr(node, "func", None)
        name = getattr(called, "id", getattr(called, "attr", ""))
        if name in translating or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            quiet.update(ast.walk(node))  # what is said by a catalog, and docstrings
        if name == "flash" and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
            yield ast.unparse(node.args[0])
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in quiet:
            said = re.sub(r"<[^>]*>?", "", node.value)
            if re.search(r"[^\W\d_]{2,}\W*\s\W*[^\W\d_]{2,}", said) and node.value not in UNSAID:
                yield node.value


def test_no_word_of_a_public_view_stands_outside_of_the_catalog():
    for path in sorted(catalogs.ROOT.glob("campaign/public/*.py")):
        assert not list(untranslated(path.read_text(encoding="utf-8"))), path


@pytest.mark.parametrize(
    "said",
    [
        'flash("Done")',
        'flash(f"Done, {name}")',
        'flash(_("All of it is done") if well else "Something went wrong.")',
        'refusal("That day has passed.", 422)',
        'render("page.html", told=f"{name} has signed already")',
        'done = "It is done."',
    ],
)
def test_a_word_outside_of_the_catalog_is_found(said):
    """The control."""
    assert len(list(untranslated(said))) >= 1
    assert not list(untranslated('"""A module of its own."""\nflash(_("It is done.") if done else _too_many())'))


def templates():
    return sorted(
        path
        for pattern, method in catalogs.PUBLIC
        if method == "jinja2"
        for path in catalogs.ROOT.glob(pattern.replace("**.html", "**/*.html"))
    )


SAID = re.compile(r'\b(?:aria-label|placeholder|title|alt)="([^"]*)"')
OURS = {"Undersigned"}


def test_no_word_of_a_public_template_stands_outside_of_the_catalog():
    assert len(templates()) > 5
    for path in templates():
        text = re.sub(r"\{% block kind %\}\w+", "", path.read_text(encoding="utf-8"))  # the name of a style
        text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "\0", text, flags=re.DOTALL)
        said = " ".join(SAID.findall(text))
        text = re.sub(r"<[^>]*>", " ", text)
        words = set(re.findall(r"[^\W\d_]{2,}", f"{text} {said}")) - OURS
        assert not words, f"{path}: {words}"
