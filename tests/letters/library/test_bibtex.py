from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from letters.library import bibtex
from letters.library.bibtex.encode import encode
from letters.library.bibtex.latex import decode
from letters.library.bibtex.names import read_names, write_name
from letters.library.bibtex.verbatim import verbatim, written
from tests.letters.library.items import addresses, people, words


def one(text: str) -> dict[str, Any]:
    found = bibtex.read(text)
    assert found.problems == ()
    assert len(found.items) == 1
    return found.items[0]


def value(field: str, typed: str, kind: str = "misc") -> Any:
    return one(f"@{kind}{{k, title = {{T}}, {typed}}}").get(field)


def test_an_institution_in_braces_stays_one_name_though_it_holds_and() -> None:
    names = value("author", "author = {{Office of Management and Budget} and Doe, Jane}")
    assert names == [{"literal": "Office of Management and Budget"}, {"family": "Doe", "given": "Jane"}]


def test_a_publisher_with_and_in_it_stays_one_publisher() -> None:
    assert value("publisher", "publisher = {Simon and Schuster}") == "Simon and Schuster"
    assert "{{Simon and Schuster}}" in bibtex.write([{"id": "k", "type": "book", "publisher": "Simon and Schuster"}]).text


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jan van der Berg", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"}),
        ("van der Berg, Jr, Jan", {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der", "suffix": "Jr"}),
        ("{van der Berg}, Jan", {"family": "van der Berg", "given": "Jan"}),
        ("Jean-Paul Sartre", {"family": "Sartre", "given": "Jean-Paul"}),
        (r"{\'E}mile Zola", {"family": "Zola", "given": "Émile"}),
        (
            r"Charles de la Vall{\'e}e Poussin",
            {"family": "Vallée Poussin", "given": "Charles", "non-dropping-particle": "de la"},
        ),
        ("Plato", {"family": "Plato"}),
        ("given=Hans, family=Harman, prefix=von", {"family": "Harman", "given": "Hans", "non-dropping-particle": "von"}),
        (
            "given=Hans, family=Harman, prefix=von, useprefix=false",
            {"family": "Harman", "given": "Hans", "dropping-particle": "von"},
        ),
    ],
)
def test_the_parts_of_a_name_are_found(typed: str, name: dict[str, str]) -> None:
    found = read_names(typed)
    assert found.names == (name,)
    assert found.losses == ()


def test_an_institution_without_braces_is_guessed_and_told() -> None:
    found = bibtex.read("@report{k, author = {World Health Organization}, title = {T}}")
    assert found.items[0]["author"] == [{"literal": "World Health Organization"}]
    assert found.losses == (
        "line 1: “k”: author: “World Health Organization” was taken for an institution; in braces it would be sure.",
    )


def test_and_others_is_noted_and_written_again() -> None:
    found = bibtex.read("@book{k, author = {Doe, Jane and others}, title = {T}}")
    assert found.items[0]["author"] == [{"family": "Doe", "given": "Jane"}]
    assert found.items[0]["custom"] == {"others": ["author"]}
    assert found.losses == ()
    assert "author = {Doe, Jane and others}" in bibtex.write(found.items).text


@settings(deadline=None)
@given(people())
def test_a_name_written_for_biblatex_reads_back(name: dict[str, str]) -> None:
    text, same = write_name(name, extended=True)
    assert same
    assert read_names(text).names == (name,)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        (r"caf\'e", "café"),
        (r"caf{\'e} and \'{\i}", "café and í"),
        (r"\c{c} \v s \H{o} \'{\^{e}} \k{a} \.z", "ç š ő ế ą ż"),
        (r"Stra{\ss}e, \o re, \L{}odz", "Straße, øre, Łodz"),
        (r"50\% of A\&B \#1 a\_b \$5", "50% of A&B #1 a_b $5"),
        ("``quoted'' a--b---c", "“quoted” a–b—c"),
        ("the `good' men don't", "the ‘good’ men don't"),
        (r"{DNA} in {the {USA}}", "DNA in the USA"),
        (r"\textquotedblleft{}x\textquotedblright{}~\S 5", "“x” §5"),
        (r"\LaTeX{} two", "LaTeX two"),
    ],
)
def test_latex_becomes_plain_text(typed: str, plain: str) -> None:
    found = decode(typed)
    assert (found.text, found.dropped) == (plain, ())


@pytest.mark.parametrize(
    ("typed", "plain", "told"),
    [
        (r"\emph{Roe} v. {\em Wade}", "Roe v. Wade", ("the emphasis",)),
        (r"\foo{kept} here", "kept here", ("the command \\foo",)),
        (r"$x^2$ grows", "$x^2$ grows", ("the setting of a formula",)),
        (r"\href{https://e.example}{text}", "text", ("the link to https://e.example",)),
    ],
)
def test_what_plain_text_cannot_hold_is_told(typed: str, plain: str, told: tuple[str, ...]) -> None:
    found = decode(typed)
    assert (found.text, found.dropped) == (plain, told)


@settings(deadline=None)
@given(words() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40), st.booleans())
def test_text_written_as_latex_reads_back(text: str, ascii_only: bool) -> None:
    kept = unicodedata.normalize("NFC", " ".join(text.split()))
    assert decode(encode(text, ascii_only=ascii_only)).text == kept or "<" in text


def test_accents_are_commands_for_bibtex_and_themselves_for_biblatex() -> None:
    item = {"id": "k", "type": "book", "title": "Élan “vital” — ß"}
    assert "{{Élan “vital” — ß}}" in bibtex.write([item]).text
    assert bibtex.write([item], biblatex=False).text.isascii()


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (r"\url{https://e.example/a\_b\%20c}", "https://e.example/a_b%20c"),
        ("{https://e.example/{x}}", "https://e.example/{x}"),
        ("https://e.example/a\n    b", "https://e.example/ab"),
        (r"https://e.example/{\textasciitilde}me\&x=1\#top", "https://e.example/~me&x=1#top"),
        ("Available at \\url{https://e.example/x}.", "https://e.example/x"),
        ("https://e.example/50%25?a=b&c#d~e", "https://e.example/50%25?a=b&c#d~e"),
    ],
)
def test_an_address_comes_over_character_by_character(typed: str, address: str) -> None:
    assert verbatim(typed) == address
    assert value("URL", f"url = {{{typed}}}") == address


@settings(deadline=None)
@given(addresses())
def test_an_address_reads_back_and_is_never_wrapped(address: str) -> None:
    long = address + "x" * 300
    assert verbatim(written(long)) == long
    assert long in bibtex.write([{"id": "k", "type": "webpage", "URL": long}]).text


@pytest.mark.parametrize(
    ("typed", "issued"),
    [
        ("date = {2024-03-28}", {"date-parts": [[2024, 3, 28]]}),
        ("date = {2024-03/2024-05}", {"date-parts": [[2024, 3], [2024, 5]]}),
        ("date = {2024-21}", {"date-parts": [[2024]], "season": 1}),
        ("date = {1850~}", {"date-parts": [[1850]], "circa": True}),
        ("date = {2024-02-30}", {"literal": "2024-02-30"}),
        ("year = 2024", {"date-parts": [[2024]]}),
        ("year = {2024}, month = mar, day = 28", {"date-parts": [[2024, 3, 28]]}),
        ('year = {2024}, month = "28~" # mar', {"date-parts": [[2024, 3, 28]]}),
        ('year = {2024}, month = mar # "~28"', {"date-parts": [[2024, 3, 28]]}),
        ("year = {2024}, month = {Sept.}", {"date-parts": [[2024, 9]]}),
        ("year = {2024}, month = {3}", {"date-parts": [[2024, 3]]}),
        ("year = {in press}", {"literal": "in press"}),
        ("year = {2024}, month = {Spring term}", {"literal": "Spring term 2024"}),
        ("date = {2024-03-28}, year = {1999}", {"date-parts": [[2024, 3, 28]]}),
    ],
)
def test_dates_are_read(typed: str, issued: dict[str, Any]) -> None:
    assert value("issued", typed) == issued


def test_strings_are_joined_and_macros_do_not_mind_case() -> None:
    text = '@STRING{who = "World " # {Health}}\n@misc{k, publisher = WHO # { } # "Org" # 1}'
    assert one(text)["publisher"] == "World Health Org1"


def test_a_chapter_takes_the_title_of_its_book_and_its_publisher() -> None:
    text = """
    @incollection{c, title = {Chapter}, author = {Doe, Jane}, crossref = {B}, xdata = {p}}
    @collection{B, title = {Book}, subtitle = {Sub}, editor = {Roe, Rick}, date = {2020}, shorttitle = {Bk}}
    @xdata{p, publisher = {Press}, location = {Here}}
    """
    found = bibtex.read(text)
    assert [item["id"] for item in found.items] == ["c", "B"]
    chapter = found.items[0]
    assert chapter["title"] == "Chapter"
    assert chapter["container-title"] == "Book: Sub"
    assert chapter["author"] == [{"family": "Doe", "given": "Jane"}]
    assert chapter["editor"] == [{"family": "Roe", "given": "Rick"}]
    assert (chapter["publisher"], chapter["publisher-place"]) == ("Press", "Here")
    assert chapter["issued"] == {"date-parts": [[2020]]}
    assert "title-short" not in chapter


def test_a_ring_of_entries_ends_and_is_told() -> None:
    found = bibtex.read("@book{a, title={A}, crossref={b}}\n@book{b, title={B}, crossref={a}}\n@book{c, crossref={gone}}")
    assert [item["id"] for item in found.items] == ["a", "b", "c"]
    assert any("“c” takes fields from “gone”, which is not there" in loss for loss in found.losses)
    assert sum("and that from it" in loss for loss in found.losses) == 2


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ("@article{k, title={T}}", "article-journal"),
        ("@article{k, title={T}, entrysubtype={newspaper}}", "article-newspaper"),
        ("@techreport{k, title={T}}", "report"),
        ("@mastersthesis{k, title={T}}", "thesis"),
        ("@online{k, title={T}}", "webpage"),
        ("@misc{k, title={T}, howpublished={\\url{https://e.example}}}", "webpage"),
        ("@misc{k, title={T}}", "document"),
        ("@jurisdiction{k, title={T}}", "legal_case"),
        ("@legislation{k, title={T}, entrysubtype={bill}}", "bill"),
        ("@dataset{k, title={T}}", "dataset"),
        ("@patent{k, title={T}}", "patent"),
        ("@inbook{k, title={T}}", "chapter"),
        ("@unpublished{k, title={T}}", "manuscript"),
        ("@InProceedings(k, title={T})", "paper-conference"),
    ],
)
def test_entry_types_are_understood(entry: str, kind: str) -> None:
    assert one(entry)["type"] == kind


def test_a_type_that_nobody_knows_is_told() -> None:
    found = bibtex.read("\n@hologram{k, title = {T}}")
    assert found.items[0]["type"] == "document"
    assert found.losses == ("line 2: “k”: @hologram is no type of source that is known; it became “document”.",)


def test_the_number_of_a_journal_is_its_issue_and_that_of_a_report_its_number() -> None:
    assert value("issue", "number = {3}", "article") == "3"
    assert value("number", "number = {M-24-10}", "report") == "M-24-10"
    assert value("collection-number", "number = {7}, series = {S}", "book") == "7"
    report = [{"id": "r", "type": "report", "title": "T", "number": "M-24-10"}]
    for biblatex in (True, False):
        assert "\n  number = {M-24-10}," in bibtex.write(report, biblatex=biblatex).text


def test_fields_without_a_place_are_kept_and_written_again_as_they_were() -> None:
    text = "@misc{k, title = {T}, x-strange = {a {\\foo} b}, eprint = {2401.00001}, eprinttype = {arXiv}}"
    item = one(text)
    assert item["custom"]["bibtex"] == {"x-strange": "a {\\foo} b", "eprint": "2401.00001", "eprinttype": "arXiv"}
    assert item["URL"] == "https://arxiv.org/abs/2401.00001"
    assert "x-strange = {a {\\foo} b}" in bibtex.write([item]).text


def test_a_field_that_a_person_broke_does_not_break_the_file() -> None:
    written_text = bibtex.write([{"id": "k", "type": "book", "title": "T", "custom": {"bibtex": {"x": "}}@book{evil,"}}}])
    assert [item["id"] for item in bibtex.read(written_text.text).items] == ["k"]
    assert any("custom.bibtex.x" in loss for loss in written_text.losses)


def test_names_of_files_on_a_computer_are_left_out_and_told() -> None:
    found = bibtex.read("@misc{k, title={T}, file={/home/jane/secret.pdf}}")
    assert "secret" not in str(found.items)
    assert found.losses == ("“file” was left out: it names a file on somebody's computer (k)",)


def test_keys_are_kept_where_a_citation_can_name_them_and_told_where_not() -> None:
    found = bibtex.read(
        "@misc{doe:2024/a, title={A}}\n@misc{doe:2024/a, title={Second Thing}, year=2020}\n@misc{, title={The Third}}"
    )
    assert [item["id"] for item in found.items] == ["doe:2024/a", "second-thing-2020", "third"]
    assert found.losses == (
        "line 2: The key “doe:2024/a” is there twice; this entry is now called “second-thing-2020”.",
        "line 3: This entry has no key; it is now called “third”.",
    )


def test_a_key_that_bibtex_cannot_hold_is_changed_and_told() -> None:
    found = bibtex.write([{"id": "Smith, 50%", "type": "book", "title": "Some Book"}])
    assert "@book{some-book," in found.text
    assert "some-book" in found.losses[0]


def test_comments_and_stray_text_are_told() -> None:
    found = bibtex.read("% Encoding: UTF-8\nstray words\n@comment{jabref-meta: x;}\n@misc{k, title={T}}\n")
    assert len(found.items) == 1
    assert len(found.losses) == 2
    assert found.losses[1] == "line 3: @comment was left out."


def test_a_particle_that_an_entry_does_not_use_is_a_dropping_one() -> None:
    names = value("author", "author = {von Brandt, Ahasver}, options = {useprefix=false}")
    assert names == [{"family": "Brandt", "given": "Ahasver", "dropping-particle": "von"}]


def test_a_book_is_not_published_in_itself_and_a_set_is_no_work() -> None:
    found = bibtex.read("@collection{k, title={T}, booktitle={T}}\n@set{s, entryset={k}}")
    assert [item["id"] for item in found.items] == ["k"]
    assert "container-title" not in found.items[0]
    assert found.losses == ("line 2: @set “s” was left out: it names no work of its own.",)


def test_a_file_without_an_entry_is_a_problem() -> None:
    assert bibtex.read("@comment{nothing}\n@string{a = {b}}").problems == ("There is no entry in it that names a source.",)
