"""Bundles: what is read comes back, and each broken one gives one clear line and changes nothing."""

from __future__ import annotations

import io
import shutil
import stat
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from campaign.bundles import Bundle, BundleError, Listed, read_bundle, read_zip, write_bundle
from campaign.deadlines import Deadline, deadline
from campaign.printing import unprintable_places
from letters.citations import Style, citer
from letters.document.nodes import Cite, Letter, Note
from letters.document.resolve import resolve
from letters.document.walk import inlines_of
from tests.letters.document.trees import letters

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "river-cities"
REAL = Path(__file__).resolve().parents[3] / "shared" / "letters" / "dhs-ai"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle"
    shutil.copytree(EXAMPLE, folder)
    return folder


def problems(path: Path) -> list[str]:
    with pytest.raises(BundleError) as caught:
        read_bundle(path)
    return caught.value.problems


def rewrite(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text, f"the example no longer holds {before!r}"
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def zipped(files: dict[str, bytes], prefix: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(prefix + name, data)
    return buffer.getvalue()


def example_files() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in EXAMPLE.iterdir()}


def test_the_example_is_read_without_loss() -> None:
    reading = read_bundle(EXAMPLE)
    assert reading.losses == ()
    bundle = reading.bundle
    assert bundle.slug == "river-cities"
    assert len(bundle.hosts) == 2
    assert bundle.deadline is not None
    assert bundle.deadline.zone == "America/Chicago"
    assert len(bundle.letter.recipients) == 2
    assert sum(isinstance(node, Note) for node in inlines_of(bundle.letter.body)) == 23
    assert sum(row.kind == "organization" for row in bundle.signatories) == 160
    assert sum(row.kind == "individual" for row in bundle.signatories) == 8


@pytest.mark.skipif(not REAL.is_dir(), reason="the real letter is not beside the checkout")
def test_the_real_letter_is_read_without_loss() -> None:
    reading = read_bundle(REAL)
    assert reading.losses == ("expected_endnotes.json: not part of a bundle, left out.",)
    assert len(reading.bundle.signatories) == 142
    assert reading.bundle.order == "as listed"
    assert len(reading.bundle.letter.cc) == 4


def test_a_zip_reads_like_its_folder_also_when_the_folder_itself_was_zipped() -> None:
    expected = read_bundle(EXAMPLE)
    assert read_zip(zipped(example_files()), "b.zip") == expected
    litter = {"__MACOSX/river/._letter.md": b"x"}
    data = zipped({**{f"river/{name}": data for name, data in example_files().items()}, **litter})
    assert read_zip(data, "b.zip") == expected


def _missing(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _line(name: str, before: str, after: str) -> Callable[[Path], None]:
    return lambda folder: rewrite(folder / name, before, after)


def _put(name: str, data: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return write


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "no settings": (_missing("campaign.toml"), "campaign.toml: the file is missing."),
    "no letter": (_missing("letter.md"), "letter.md: the file is missing."),
    "no sources": (_missing("sources.json"), "sources.json: the file is missing. If the letter cites nothing"),
    "no list": (_missing("signatories.csv"), "signatories.csv: the file is missing. If nobody has signed"),
    "broken TOML": (_put("campaign.toml", b'title = "x"\nslug = '), "campaign.toml: line 2: not valid TOML"),
    "no title": (_line("campaign.toml", "title = ", "# title = "), "campaign.toml: title: is missing."),
    "title is a number": (_line("campaign.toml", "title = ", "title = 4 # "), "campaign.toml: title: must be text in quotes."),
    "slug with a slash": (
        _line("campaign.toml", '"river-cities"', '"river/cities"'),
        "campaign.toml: slug: “river/cities” cannot",
    ),
    "slug of the desk": (_line("campaign.toml", '"river-cities"', '"you"'), "campaign.toml: slug: “you” is a word that"),
    "date without zone": (
        _line("campaign.toml", 'timezone = "America/Chicago"', ""),
        "campaign.toml: timezone: is missing: the deadline needs one",
    ),
    "zone that is none": (
        _line("campaign.toml", "America/Chicago", "Chicago"),
        "campaign.toml: timezone: “Chicago” is not a time",
    ),
    "date without time": (
        _line("campaign.toml", "2025-10-10T17:00:00", "2025-10-10"),
        "campaign.toml: deadline: needs a time of day",
    ),
    "date with offset": (
        _line("campaign.toml", "2025-10-10T17:00:00", "2025-10-10T17:00:00Z"),
        "campaign.toml: deadline: The deadline must be local time",
    ),
    "unknown order": (
        _line("campaign.toml", '"by name"', '"random"'),
        'campaign.toml: signatures.order: must be one of "as listed"',
    ),
    "nine columns": (
        _line("campaign.toml", "columns = 2", "columns = 9"),
        "campaign.toml: signatures.columns: must be 1, 2 or 3.",
    ),
    "broken front matter": (_put("letter.md", b"---\ncc: [a\n---\nText.\n"), "letter.md: line "),
    "note that is not there": (_line("letter.md", "[^authority]: ", "[^other]: "), "letter.md: line "),
    "source that is not there": (
        _line("letter.md", "[@basin-2025, pp. 8-11]", "[@ghost]"),
        "letter.md: Note 2 cites “ghost”, which",
    ),
    "broken JSON": (_put("sources.json", b'[\n{"id": }]'), "sources.json: line 2: not valid JSON"),
    "sources no list": (_put("sources.json", b"{}"), "sources.json: must be a list of sources"),
    "source without id": (_line("sources.json", '"id": ', '"key": '), "sources.json: source 1: has no id."),
    "not UTF-8": (_put("signatories.csv", b"organization\nCaf\xe9\n"), "signatories.csv: line 2: not UTF-8 text."),
    "no header": (
        _put("signatories.csv", b"Just Us\nOthers\n"),
        "signatories.csv: line 1: the first line must name the columns",
    ),
    "nameless row": (_put("signatories.csv", b"organization,scope\n,local\n"), "signatories.csv: line 2: has no name."),
    "too many cells": (
        _put("signatories.csv", b"organization\nA,B\n"),
        "signatories.csv: line 2: has 2 columns, the first line",
    ),
    "open quote": (_put("signatories.csv", b'organization\n"A\nB\n'), "signatories.csv: line "),
    "50 MB name": (_put("signatories.csv", b"organization\n" + b"x" * 50_000_000), "signatories.csv: larger than 20 MB."),
    "long name": (
        _put("signatories.csv", b"organization\n" + b"x" * 400),
        "signatories.csv: line 2: organization has 400 characters",
    ),
    "huge field": (_put("signatories.csv", b"organization\n" + b"x" * 200_000), "signatories.csv: line "),
    "50 MB title": (_put("campaign.toml", b'title = "' + b"x" * 50_000_000 + b'"'), "campaign.toml: larger than 0.1 MB."),
    "two people in one": (
        _put("signatories.csv", b"organization,individual\nA,B\n"),
        "signatories.csv: line 2: names an organization and an individual",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_bundle_gives_one_clear_line(bundle: Path, name: str) -> None:
    damage, expected = BROKEN[name]
    damage(bundle)
    found = [problem for problem in problems(bundle) if expected in problem]
    assert len(found) == 1, problems(bundle)
    assert "\n" not in found[0]
    assert len(found[0]) < 400


def test_every_problem_is_told_at_once(bundle: Path) -> None:
    rewrite(bundle / "campaign.toml", "title = ", "# title = ")
    rewrite(bundle / "campaign.toml", "columns = 2", "columns = 9")
    (bundle / "signatories.csv").write_text("organization,scope\n,local\n,state\n", encoding="utf-8")
    assert len(problems(bundle)) == 4


def test_what_can_be_taken_but_not_kept_is_told(bundle: Path) -> None:
    rewrite(bundle / "campaign.toml", "title = ", 'colour = "red"\ntitle = ')
    (bundle / "logo.png").write_bytes(b"x")
    (bundle / "signatories.csv").write_text("organization,phone\nA\u200bB\u202e,555\n", encoding="utf-8")
    reading = read_bundle(bundle)
    assert "campaign.toml: unknown key “colour” was left out." in reading.losses
    assert "logo.png: not part of a bundle, left out." in reading.losses
    assert "signatories.csv: the column “phone” was left out." in reading.losses
    assert any("line 2: organization: left out U+" in loss for loss in reading.losses)


def test_a_zip_bomb_costs_no_more_than_its_limit() -> None:
    files = {**example_files(), "letter.md": b"x" * 60_000_000}
    data = zipped(files)
    assert len(data) < 200_000
    with pytest.raises(BundleError, match=r"^letter\.md: larger than 2 MB\.$"):
        read_zip(data, "b.zip")


def test_a_zip_that_lies_about_its_sizes_is_stopped_all_the_same() -> None:
    data = zipped({**example_files(), "letter.md": b"x" * 60_000_000})
    size = (60_000_000).to_bytes(4, "little")
    assert data.count(size) == 2
    with pytest.raises(BundleError):
        read_zip(data.replace(size, (10).to_bytes(4, "little")), "b.zip")


@pytest.mark.parametrize("path", ["../letter.md", "a/../../letter.md", "/etc/letter.md", "..\\letter.md", "C:letter.md"])
def test_a_path_that_leads_out_is_refused(path: str) -> None:
    with pytest.raises(BundleError, match="leads outside the bundle"):
        read_zip(zipped({**example_files(), path: b"x"}), "b.zip")


def test_a_link_in_a_zip_is_refused() -> None:
    buffer = io.BytesIO(zipped(example_files()))
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = zipfile.ZipInfo("more.md")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(BundleError, match="is a link"):
        read_zip(buffer.getvalue(), "b.zip")


def test_a_link_in_a_folder_is_refused(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text("secret", encoding="utf-8")
    (bundle / "letter.md").unlink()
    (bundle / "letter.md").symlink_to(tmp_path / "elsewhere.md")
    assert problems(bundle) == ["letter.md: must be a plain file, not a link or folder."]


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"PK\x03\x04 nonsense", b"no zip at all"])
def test_what_is_no_zip_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(BundleError, match="neither a folder nor a readable zip file"):
        read_zip(data, "b.zip")


@given(st.binary(max_size=400), st.integers(0, 200))
def test_no_damaged_zip_raises_anything_else(noise: bytes, place: int) -> None:
    data = bytearray(zipped({"campaign.toml": b"title = 1", "letter.md": b"x"}))
    data[place : place + len(noise) // 8] = noise[: len(noise) // 8]
    with pytest.raises(BundleError):
        read_zip(bytes(data), "b.zip")


def test_writing_gives_the_same_bytes_and_reads_back_as_the_same_campaign() -> None:
    bundle = read_bundle(EXAMPLE).bundle
    data = write_bundle(bundle)
    assert data == write_bundle(bundle)
    assert read_zip(data, "b.zip").bundle == bundle
    assert read_zip(data, "b.zip").losses == ()


WORDS = st.text(st.sampled_from("abcXYZ äé北ب \"'\\#=[],;\t%"), min_size=1, max_size=20).map(
    lambda text: " ".join(text.split())
)
NAMES = WORDS.filter(bool)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(
    letters(max_blocks=2, depth=1),
    NAMES,
    st.lists(NAMES, max_size=3),
    st.lists(st.builds(Listed, name=NAMES, scope=WORDS, contact_title=WORDS, sort_name=WORDS), max_size=4),
    st.lists(st.builds(Listed, name=NAMES, kind=st.just("individual"), title=WORDS, affiliation=WORDS), max_size=2),
    st.sampled_from([None, deadline(datetime(2030, 1, 2, 3, 4), "UTC")]),
    st.sampled_from([Style(), Style("plain", et_al=0), Style(id_form=True, accessed="never", months="long", archive=True)]),
)
def test_every_bundle_survives_being_written(
    letter: Letter,
    title: str,
    hosts: list[str],
    organizations: list[Listed],
    people: list[Listed],
    until: Deadline | None,
    style: Style,
) -> None:
    sources = tuple({"id": key, "title": "T", "unknown": [1, {"kept": None}]} for key in sorted(cited(letter)))
    assume(not unprintable_places(letter, sources))
    assume(not resolve(letter, citer(sources)).blocked)  # a note of nothing but a line break, say
    bundle = Bundle(
        title=title,
        slug="a-1",
        timezone="UTC",
        letter=letter,
        deadline=until,
        hosts=tuple(hosts),
        order="as listed",
        columns=3,
        group_by="state",
        show=False,
        sources=sources,
        style=style,
        signatories=(*organizations, *people),
    )
    assert read_zip(write_bundle(bundle), "b.zip").bundle == bundle


def cited(letter: Letter) -> set[str]:
    notes = [node for node in inlines_of(letter.body) if isinstance(node, Note)]
    return {citation.source for note in notes for node in note.content if isinstance(node, Cite) for citation in node.citations}


def test_the_style_of_the_citations_is_read_and_each_wrong_switch_named(bundle: Path) -> None:
    settings = (bundle / "campaign.toml").read_text(encoding="utf-8")
    (bundle / "campaign.toml").write_text(settings + '\n[citations]\nprofile = "plain"\nid_form = true\ncolour = 1\n')
    reading = read_bundle(bundle)
    assert reading.bundle.style == Style("plain", id_form=True)
    assert reading.losses == ("campaign.toml: unknown key “citations.colour” was left out.",)
    (bundle / "campaign.toml").write_text(settings + '\n[citations]\nprofile = "apa"\net_al = -1\nangle = "no"\n')
    assert problems(bundle) == [
        'campaign.toml: citations.profile: must be one of "law-review", "plain".',
        "campaign.toml: citations.et_al: must be a whole number from 0 to 20.",
        "campaign.toml: citations.angle: must be true or false.",
    ]


def test_a_bundle_with_holes_can_be_looked_at(bundle: Path) -> None:
    (bundle / "sources.json").write_text("[]")
    assert any("which is not in the library" in problem for problem in problems(bundle))
    assert read_bundle(bundle, holes=True).bundle.sources == ()
