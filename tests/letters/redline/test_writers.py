"""What a reader sees and hears of a redline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from hypothesis import given, settings

from letters.document import markdown
from letters.document.nodes import (
    BulletList,
    Count,
    Heading,
    Inline,
    Letter,
    Note,
    NoteInline,
    NoteLink,
    NumberedList,
    NumberedNote,
    Paragraph,
    SignatoryBlock,
    Table,
    Text,
    XRef,
)
from letters.document.normal import normalize
from letters.document.resolve import resolve
from letters.document.walk import runs_of
from letters.redline import Labels, as_html, as_text, labels_in, redline
from letters.redline.tree import Redline
from tests.letters.redline.test_properties import PAIRS
from tests.tools.html import fragment

UNSEEN = {"unseen", "was", "field-name", "setting", "place", "back", "note-number", "unchanged"}


def paragraphs(*lines: str) -> Letter:
    return Letter(tuple(Paragraph((Text(line),)) for line in lines))


def compared(old: Letter, new: Letter) -> Redline:
    return redline(resolve(old).letter, resolve(new).letter)


def texts(element: Element, leave_out: frozenset[str]) -> Iterator[str]:
    """The text in ``element`` but for what stands in elements of these tags or classes."""
    if element.tag in leave_out or leave_out & set(element.get("class", "").split()):
        return
    if element.get("role") == "doc-endnotes":
        element.remove(element[0])
    yield element.text or ""
    for child in element:
        yield from texts(child, leave_out)
        yield child.tail or ""


def read(letter: Letter) -> str:
    """Everything that a whole letter says, without its white space, notes at the end."""
    said = [letter.date, *letter.delivery, *("".join(lines) for lines in letter.recipients), letter.subject, letter.salutation]
    notes: list[str] = []
    for run in runs_of(letter.body):
        for node in run:
            match node:
                case NumberedNote(number=number, content=content):
                    said.append(str(number))
                    notes += map(words_in, content)
                case _:
                    said.append(words_in(node))
    said += [letter.closing, *letter.cc, *letter.attachments, *notes]
    return "".join("".join(said).split())


def words_in(node: Inline | NoteInline) -> str:
    match node:
        case Text(text=text):
            return text
        case Count(of=of):
            return f"[number of {of.replace('_in_state', ' from the recipient’s state')}]"
        case NoteLink(number=number):
            return str(number)
        case _:
            return ""


@settings(max_examples=60)
@given(PAIRS)
def test_without_its_deletions_a_redline_reads_as_the_new_letter(pair: tuple[Letter, Letter]) -> None:
    old, new = pair
    root = fragment(as_html(redline(old, new), whole=True))
    # Text of notes that went stands in <del> too: their number alone is left, and it is in "note-number".
    left = "".join("".join(texts(root, frozenset(UNSEEN | {"del"}))).split())
    assert left == read(normalize(new))


@settings(max_examples=60)
@given(PAIRS)
def test_any_redline_is_valid_html_that_leads_only_to_itself(pair: tuple[Letter, Letter]) -> None:
    for whole in (False, True):
        root = fragment(as_html(redline(*pair), whole=whole))
        ids = [element.get("id", "") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        inner = {element.get("href", "")[1:] for element in root.iter("a") if element.get("href", "").startswith("#")}
        assert inner <= set(ids)
        assert not any(element.get("style") or element.tag in ("style", "script") for element in root.iter())


@settings(max_examples=60)
@given(PAIRS)
def test_every_change_is_heard(pair: tuple[Letter, Letter]) -> None:
    root = fragment(as_html(redline(*pair)))
    for tag, word in (("del", "deleted:"), ("ins", "inserted:")):
        assert all((change[0].text or "").strip() == word for change in root.iter(tag))


@settings(max_examples=60)
@given(PAIRS)
def test_mail_has_no_line_breaks_and_nothing_about_letters_that_are_the_same(pair: tuple[Letter, Letter]) -> None:
    old, new = pair
    assert not any("\n" in line for line in as_text(redline(old, new)))
    assert as_text(redline(new, new)) == []


def test_words_are_shown_where_they_changed() -> None:
    made = redline(
        paragraphs("We ask for action by May 3, in every city."), paragraphs("We ask for action by June 3, in every big city.")
    )
    assert as_text(made) == ["We ask for action by [-May-]{+June+} 3, in every {+big +}city."]
    html = as_html(made)
    assert '<del><span class="unseen"> deleted: </span>May</del>' in html
    assert '<ins><span class="unseen"> inserted: </span>June<span class="unseen"> end of change. </span></ins> 3' in html


def test_words_change_whole() -> None:
    def told(old: str, new: str) -> list[str]:
        return as_text(redline(paragraphs(f"The city has {old} of them now"), paragraphs(f"The city has {new} of them now")))

    assert told("1,200.50", "1,300.50") == ["The city has [-1,200.50-]{+1,300.50+} of them now"]
    assert told("Mary’s", "Marys") == ["The city has [-Mary’s-]{+Marys+} of them now"]
    assert told("re\u0301sume", "resume") == ["The city has [-re\u0301sume-]{+resume+} of them now"]
    assert told("水が来る", "水は来る") == ["The city has 水[-が-]{+は+}来る of them now"]


def test_exchanged_words_are_one_exchange() -> None:
    made = redline(paragraphs("To the old mill in the far valley we go"), paragraphs("To a new dam in the far valley we go"))
    assert as_text(made) == ["To [-the old mill-]{+a new dam+} in the far valley we go"]


def test_emphasis_and_links_are_changes() -> None:
    old = Letter((Paragraph((Text("Read it now in full please", em=False),)),))
    new = Letter(
        (Paragraph((Text("Read it "), Text("now", em=True), Text(" in full "), Text("please", href="https://x.org/"))),)
    )
    assert as_text(redline(old, new)) == ["Read it [-now-]{+*now*+} in full [-please-]{+please <https://x.org/>+}"]
    assert "<em>now</em>" in as_html(redline(old, new))


def test_paragraphs_far_from_a_change_are_counted() -> None:
    lines = [f"This is paragraph {number} of the letter." for number in range(1, 9)]
    html = as_html(redline(paragraphs(*lines), paragraphs(*lines[:4], "This is paragraph V of the letter.", *lines[5:])))
    assert html.count("<p>This is paragraph") == 3
    assert re.findall('<p class="unchanged">(.*)</p>', html) == ["3 paragraphs unchanged", "2 paragraphs unchanged"]
    whole = as_html(redline(paragraphs(*lines), paragraphs(*lines[:4], *lines[5:])), whole=True)
    assert whole.count("<p>") == 8
    assert "unchanged" not in whole


def test_a_note_between_is_listed_and_the_others_show_their_new_numbers() -> None:
    def note(name: str) -> Note:
        return Note(name, (Text(f"About {name}."),))

    old = Letter((Paragraph((Text("A claim"), note("mills"), Text(" and more"), XRef("mills"))),))
    new = Letter((Paragraph((Text("A claim"), note("water"), note("mills"), Text(" and more"), XRef("mills"))),))
    made = compared(old, new)
    assert as_text(made) == ["A claim{+[1]+}[2 (was 1)] and more2 (was 1)", "Note 1: {+About water.+}"]
    root = fragment(as_html(made))
    assert [item.get("id") for item in root.iter("li")] == ["change-note-1"]
    renumbered = [sup for sup in root.iter("sup") if sup.find(".//*[@class='was']") is not None]
    assert ["".join(sup.itertext()) for sup in renumbered] == ["2 (was 1)"]


def test_a_change_in_a_note_is_shown_in_its_place() -> None:
    def letter(words: str, name: str = "n") -> Letter:
        return Letter((Paragraph((Text("A claim that stands"), Note(name, (Text(f"See the {words} on water, at 3."),)))),))

    made = compared(letter("first report"), letter("last report"))
    assert as_text(made) == ["A claim that stands[1]", "Note 1: See the [-first-]{+last+} report on water, at 3."]
    assert as_text(compared(letter("first report"), letter("first report", "renamed"))) == []


def test_numbered_items_keep_the_numbers_they_have() -> None:
    def letter(*items: str) -> Letter:
        return Letter((NumberedList(tuple((Paragraph((Text(item),)),) for item in items), 3),))

    root = fragment(as_html(redline(letter("one", "two", "three"), letter("one", "three", "four")), whole=True))
    assert [(item.get("value"), "".join(texts(item, frozenset({"unseen"}))).strip()) for item in root.iter("li")] == [
        ("3", "one"),
        ("4", "two"),
        ("4", "three"),
        ("5", "four"),
    ]


def test_levels_alignments_and_places_are_told() -> None:
    table = Table(((Text("h"),),), (((Text("c"),),),), ("left",))
    old = Letter((Heading(1, (Text("Title"),)), table, SignatoryBlock(), BulletList(((Paragraph((Text("x"),)),),))))
    new = Letter(
        (Heading(2, (Text("Title"),)), Table(table.header, table.rows, ("right",)), BulletList(((Paragraph((Text("x"),)),),)))
    )
    labels = Labels(layout="SET", fields={**Labels().fields, "signatories": "NAMES"})
    html = as_html(redline(old, new), labels)
    assert html.count("SET") == 2
    assert "[NAMES]" in html
    assert as_text(redline(old, new), labels) == ["SET"]


def test_fields_are_named() -> None:
    old = Letter((), subject="Water", cc=("A", "B"), recipients=(("The Clerk", "Port Lorne"),), language="en-US")
    new = Letter((), subject="Clean water", cc=("A", "C"), recipients=(("The Clerk", "Old Quarry"),), language="es-MX")
    made = redline(old, new)
    assert as_text(made) == [
        "The letter’s language was en-US, and is es-MX now.",
        "Recipient: [-Port Lorne-]",
        "Recipient: {+Old Quarry+}",
        "Subject: [-Water-]{+Clean water+}",
        "CC: [-B-]",
        "CC: {+C+}",
    ]
    html = as_html(made)
    assert '<span class="field-name" lang="en">Subject:</span>' in html, "spoken in the reader's language"
    assert 'lang="es-MX"' in html


def test_words_of_the_reader_are_used() -> None:
    spanish = Labels(tongue="es", deleted="eliminado:", inserted="añadido:", end="fin.", unchanged="{} párrafos iguales".format)
    lines = ["uno", "dos", "tres", "cuatro"]
    html = as_html(redline(paragraphs(*lines), paragraphs(*lines, "cinco")), spanish)
    assert (
        '<ins><span class="unseen" lang="es"> añadido: </span>cinco<span class="unseen" lang="es"> fin. </span></ins>' in html
    )
    assert "3 párrafos iguales" in html


def test_the_example_letter_with_an_edit() -> None:
    example = Path(__file__).parents[3] / "examples" / "river-cities" / "letter.md"
    source = example.read_text(encoding="utf-8")
    old, _ = markdown.read(source)
    new, _ = markdown.read(source.replace("**within ninety days of this letter**", "**within sixty days of this letter**", 1))
    (line,) = as_text(compared(old, new))
    assert "be done within [-**ninety**-]{+**sixty**+} days of this letter." in line


def test_a_count_is_named_by_what_it_counts() -> None:
    olds, news = (
        markdown.read(text)[0]
        for text in ("The **142** groups, {organizations}", "The **{signatories}** groups, {organizations}")
    )
    made = compared(olds, news)
    assert as_text(made) == ["The [-**142**-]{+**[number of signatories]**+} groups, [number of organizations]"]
    written = as_html(made, labels_in("es"))
    assert "<strong>142</strong>" in written
    assert '<span lang="es"><strong>[número de firmantes]</strong></span>' in written
    assert '<span lang="es">[número de organizaciones]</span>' in written
    other = compared(*(markdown.read(f"All the {{{of}}} ask.")[0] for of in ("organizations", "individuals")))
    assert as_text(other) == ["All the [-[number of organizations]-]{+[number of individuals]+} ask."]
