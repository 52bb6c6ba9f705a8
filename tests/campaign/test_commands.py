"""The commands for campaigns: what they print, how they end, and that a refused bundle changes nothing."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document
from sqlalchemy import select

from app import main
from campaign.bundles import read_bundle, write_bundle
from campaign.operations.links import watch
from campaign.queries import find
from database import Base, Database
from letters.models import Link

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "river-cities"

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command on a database file that does not exist yet."""
    for name in [name for name in os.environ if name.startswith("UNDERSIGNED_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", f"sqlite:///{tmp_path}/own.db")
    monkeypatch.chdir(tmp_path)

    def command(*words: str | Path) -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result

    return command


@pytest.fixture
def rows(tmp_path: Path) -> Callable[[], dict[str, int]]:
    """How many rows each table has."""

    def count() -> dict[str, int]:
        database = Database(f"sqlite:///{tmp_path}/own.db")
        with database.read() as session:
            counted = {table.name: len(session.execute(table.select()).all()) for table in Base.metadata.sorted_tables}
        database.dispose()
        return counted

    return count


def test_a_campaign_goes_in_by_folder_and_out_in_every_format(run: Run, tmp_path: Path) -> None:
    done = run("import", EXAMPLE)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "river-cities\n", "")
    heads = {"docx": b"PK", "pdf": b"%PDF-", "html": b"<!doctype html>", "md": b"---\n", "bundle": b"PK"}
    for name, head in heads.items():
        out = tmp_path / f"letter.{name}"
        done = run("export", "river-cities", "--format", name, "-o", out)
        assert (done.exit_code, done.stdout) == (0, ""), done.output
        assert out.read_bytes().startswith(head)
        marked = "The campaign is drafting, so this copy is marked DRAFT.\n"
        assert done.stderr == (marked if name in ("docx", "pdf", "html") else "")
    assert read_bundle(tmp_path / "letter.bundle").bundle == read_bundle(EXAMPLE).bundle


def test_rendering_needs_no_database_and_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    for name in ("docx", "pdf", "html", "md"):
        out = tmp_path / f"letter.{name}"
        first, second = (
            (run("render", EXAMPLE, "-o", out), out.read_bytes()),
            (run("render", EXAMPLE, "-o", out), out.read_bytes()),
        )
        assert first[0].exit_code == second[0].exit_code == 0, first[0].output
        assert first[1] == second[1]
    assert not (tmp_path / "own.db").exists()
    assert "DRAFT" not in (tmp_path / "letter.html").read_text(encoding="utf-8")
    assert run("render", EXAMPLE, "-o", tmp_path / "d.docx", "--draft").exit_code == 0
    header = Document(str(tmp_path / "d.docx")).sections[0].header
    assert any(paragraph.text.startswith("DRAFT · Signatories as of") for paragraph in header.paragraphs)


def test_a_second_import_is_refused_and_replace_takes_the_drafts_place(run: Run, rows: Callable[[], dict[str, int]]) -> None:
    run("import", EXAMPLE)
    before = rows()
    refused = run("import", EXAMPLE)
    assert refused.exit_code == 2
    assert refused.stderr == "There is already a campaign at “river-cities”; choose another address.\n"
    assert rows() == before
    assert run("import", EXAMPLE, "--replace").exit_code == 0
    assert rows()["campaign"] == 2


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {}


def bad(expected: str) -> Callable[[Callable[[Path], Path]], Callable[[Path], Path]]:
    def register(make: Callable[[Path], Path]) -> Callable[[Path], Path]:
        BAD[make.__name__.replace("_", " ").strip()] = (make, expected)
        return make

    return register


def _copy(tmp: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp / "copy"))


@bad("letter.md: the file is missing.")
def _missing_file(tmp: Path) -> Path:
    folder = _copy(tmp)
    (folder / "letter.md").unlink()
    return folder


@bad("campaign.toml: line 1: not valid TOML")
def _broken_toml(tmp: Path) -> Path:
    folder = _copy(tmp)
    (folder / "campaign.toml").write_text("title = ", encoding="utf-8")
    return folder


@bad("letter.md: line ")
def _missing_note(tmp: Path) -> Path:
    folder = _copy(tmp)
    text = (folder / "letter.md").read_text(encoding="utf-8")
    (folder / "letter.md").write_text(text.replace("[^authority]: ", "[^gone]: ", 1), encoding="utf-8")
    return folder


@bad("letter.md: Note 2 cites “ghost”, which is not in the library.")
def _missing_source(tmp: Path) -> Path:
    folder = _copy(tmp)
    text = (folder / "letter.md").read_text(encoding="utf-8")
    (folder / "letter.md").write_text(text.replace("[@basin-2025, pp. 8-11]", "[@ghost]", 1), encoding="utf-8")
    return folder


@bad("campaign.toml: timezone: is missing")
def _date_without_zone(tmp: Path) -> Path:
    folder = _copy(tmp)
    text = (folder / "campaign.toml").read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(text.replace('timezone = "America/Chicago"', ""), encoding="utf-8")
    return folder


@bad("signatories.csv: larger than 20 MB.")
def _name_of_50_megabytes(tmp: Path) -> Path:
    folder = _copy(tmp)
    (folder / "signatories.csv").write_bytes(b"organization\n" + b"x" * 50_000_000)
    return folder


def _zip(tmp: Path, name: str, data: bytes) -> Path:
    path = tmp / "bundle.zip"
    path.write_bytes(write_bundle(read_bundle(EXAMPLE).bundle))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return path


@bad("letter.md: larger than 2 MB.")
def _zip_bomb(tmp: Path) -> Path:
    path = tmp / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("letter.md", b"x" * 100_000_000)
    return path


@bad("bundle.zip: “../outside.md” leads outside the bundle.")
def _path_that_leads_out(tmp: Path) -> Path:
    return _zip(tmp, "../outside.md", b"x")


@bad("nowhere: there is no such file or folder.")
def _nothing_there(tmp: Path) -> Path:
    return tmp / "nowhere"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_bundle_gives_one_line_and_changes_nothing(
    run: Run, rows: Callable[[], dict[str, int]], tmp_path: Path, name: str
) -> None:
    make, expected = BAD[name]
    bundle = make(tmp_path)
    run("upgrade")
    before = rows()
    for words in (("import", bundle), ("import", bundle, "--replace"), ("render", bundle, "-o", tmp_path / "out.docx")):
        done = run(*words)
        assert done.exit_code == 2
        assert done.stdout == ""
        lines = done.stderr.splitlines()
        assert len([line for line in lines if expected in line]) == 1, done.stderr
        # One reference that is gone leaves the note that it named without one; that is the same thing said from both ends.
        assert len(lines) == 1 or name == "missing note"
        assert "Traceback" not in done.output
    assert rows() == before
    assert not (tmp_path / "out.docx").exists()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("export", "ghost", "--format", "pdf", "-o", "x.pdf"), "There is no campaign “ghost”."),
        (("render", EXAMPLE, "-o", "letter.odt"), "letter.odt: the name must end with one of .docx, .pdf, .html, .md"),
        (("render", EXAMPLE, "-o", "no/such/folder.docx"), "cannot be written (No such file or directory)."),
        (("import", EXAMPLE, "--coalition", "Ghosts"), "There is no coalition “Ghosts”; make it with:"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run: Run, words: tuple[str | Path, ...], expected: str) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert expected in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_full_disk_leaves_the_file_that_was_there(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "letter.md"
    out.write_bytes(b"what was there")

    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("campaign.commands.os.fdopen", lambda handle, mode: Full())
    done = run("render", EXAMPLE, "-o", out)
    assert done.exit_code == 2
    assert done.stderr == f"{out}: cannot be written (No space left on device).\n"
    assert out.read_bytes() == b"what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.md"]


# --- notes ------------------------------------------------------------------------------------------------------------


def test_the_notes_of_a_bundle_print_without_a_database(run: Run, tmp_path: Path) -> None:
    done = run("notes", EXAMPLE)
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert len(lines) == 23
    assert lines[-1].startswith("23. Society of Service Line Engineers, supra note 21, ¶ 14; Brightwater, supra note 17, at 33")
    assert not list(tmp_path.iterdir())


def test_the_notes_of_a_campaign_are_those_of_its_bundle(run: Run) -> None:
    assert run("import", EXAMPLE).exit_code == 0
    assert run("notes", "river-cities", "--json").stdout == run("notes", EXAMPLE, "--json").stdout


def test_notes_as_json_hold_their_runs(run: Run) -> None:
    notes = json.loads(run("notes", EXAMPLE, "--json").stdout)
    assert [note["number"] for note in notes] == list(range(1, 24))
    for note in notes:
        assert "".join(part["text"] for part in note["runs"]) == note["text"]
        assert all(set(part) <= {"text", "italic", "bold", "underline", "href"} for part in note["runs"])
    marks = {name for note in notes for part in note["runs"] for name in part}
    assert {"text", "italic", "href"} <= marks


def test_warnings_go_to_the_error_output_and_a_hole_ends_with_1(run: Run, tmp_path: Path) -> None:
    bundle = tmp_path / "own"
    shutil.copytree(EXAMPLE, bundle)
    text = (bundle / "letter.md").read_text(encoding="utf-8")
    (bundle / "letter.md").write_text(
        text.replace("[@brightwater-2025, p. 31]", "[@ghost]").replace("See @rule", "See @ghost; @rule")
    )
    done = run("notes", bundle)
    assert done.exit_code == 1
    assert "[ghost?]" in done.stdout
    assert "Note 1 cites “ghost”, which is not in the library." in done.stderr
    assert "ghost”" not in done.stdout


@pytest.mark.parametrize("which", ["nothing-here", "no/such/folder"])
def test_notes_of_what_is_not_there_are_refused_in_a_line(run: Run, which: str) -> None:
    done = run("notes", which)
    assert (done.exit_code, done.stdout) == (2, "")
    assert which in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_is_known_of_links_is_warned_of_once_the_coalition_looks_after_them(run: Run, tmp_path: Path) -> None:
    run("import", EXAMPLE)
    assert run("notes", "river-cities").stderr == ""
    database = Database(f"sqlite:///{tmp_path}/own.db")
    with database.write() as session:
        campaign = find(session, "river-cities")
        assert campaign is not None
        campaign.coalition.outgoing = True
        watch(session, campaign, datetime.now(UTC))
        link = session.scalars(select(Link).where(Link.url == "https://psc.avonmere.example/rules/20-114")).one()
        link.state, link.checked_at = "dead", datetime.now(UTC)
    database.dispose()
    done = run("notes", "river-cities")
    assert done.exit_code == 0
    assert "Note 1: “Termination of Residential Water Service” (rule-114) leads nowhere any more." in done.stderr
    assert "no archive copy" in done.stderr
