"""Reading a bundle: all its files, every problem at once, nothing half taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from campaign.bundles.bundle import FILES, KNOWN, Bundle, BundleError, Listed, Reading
from campaign.bundles.containers import Files
from campaign.bundles.listed import read_listed
from campaign.bundles.recipients import read_recipients
from campaign.bundles.settings import SettingsFile
from campaign.printing import unprintable_places
from letters.citations import resolved
from letters.document.markdown import MarkdownError
from letters.document.markdown import read as read_markdown
from letters.document.nodes import Letter
from letters.document.schema import SchemaError, check
from letters.library.csl_json import parse_sources

_HINTS = {
    "sources.json": " If the letter cites nothing, add one that holds only [].",
    "signatories.csv": " If nobody has signed, add one with the line “organization” alone.",
}


def read(files: Files, *, holes: bool = False) -> Reading:
    """The bundle that ``files`` make up; see :func:`campaign.bundles.read_bundle`."""
    contents, others = files
    missing = [f"{name}: the file is missing.{_HINTS.get(name, '')}" for name in FILES if name not in contents]
    if missing:
        raise BundleError(missing)
    problems: list[str] = []
    losses = [f"{name[:80]}: not part of a bundle, left out." for name in others]
    texts = {name: _decoded(name, contents[name], problems) for name in KNOWN if name in contents}
    if problems:
        raise BundleError(problems)

    settings = SettingsFile(texts["campaign.toml"])
    problems.extend(settings.problems)
    losses.extend(settings.losses)
    sources = _sources(texts["sources.json"], problems)
    letter = _letter(texts["letter.md"], problems, losses)
    if letter is not None and not holes:
        resolution = resolved(letter, sources, settings.style)
        problems.extend(f"letter.md: {warning}" for warning in resolution.warnings if warning.blocks)
        problems.extend(f"letter.md: {place}" for place in unprintable_places(letter, sources, settings.style))
    listed, list_problems, list_losses = read_listed(texts["signatories.csv"])
    problems.extend(list_problems)
    losses.extend(list_losses)
    recipients, recipient_problems, recipient_losses = read_recipients(texts.get("recipients.csv", ""))
    problems.extend(recipient_problems)
    losses.extend(recipient_losses)
    if problems or letter is None:
        raise BundleError(problems)
    if settings.language and letter.language == Letter(()).language:
        letter = _in_language(letter, settings.language, problems)
    if problems:
        raise BundleError(problems)
    return Reading(replace(_bundle(settings, letter, sources, listed), recipients=recipients), tuple(losses))


def _bundle(
    settings: SettingsFile, letter: Letter, sources: tuple[Mapping[str, object], ...], listed: tuple[Listed, ...]
) -> Bundle:
    return Bundle(
        title=settings.title,
        slug=settings.slug,
        timezone=settings.timezone,
        letter=letter,
        deadline=settings.deadline,
        announced=settings.announced,
        deadline_named=settings.deadline_named,
        private_until=settings.private_until,
        reminding=settings.reminding,
        hosts=settings.hosts,
        order=settings.order,
        ignore_the=settings.ignore_the,
        numerals=settings.numerals,
        columns=settings.columns,
        group_by=settings.group_by,
        types=settings.types,
        show=settings.show,
        individuals=settings.individuals,
        sources=sources,
        style=settings.style,
        signatories=listed,
    )


def _decoded(name: str, data: bytes, problems: list[str]) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(f"{name}: line {line}: not UTF-8 text.")
        return ""
    if "\0" in text:
        problems.append(f"{name}: line {text.count(chr(10), 0, text.index(chr(0))) + 1}: holds a NUL character.")
        return ""
    return text


def _sources(text: str, problems: list[str]) -> tuple[Mapping[str, object], ...]:
    items, found = parse_sources(text)
    problems.extend(f"sources.json: {problem}" for problem in found)
    return items


def _letter(text: str, problems: list[str], losses: list[str]) -> Letter | None:
    try:
        letter, lost = read_markdown(text)
        check(letter)
    except MarkdownError as error:
        problems.append(f"letter.md: {error}")
        return None
    except SchemaError as error:
        problems.extend(f"letter.md: {problem}" for problem in error.problems)
        return None
    for loss in lost:
        (problems if loss.fatal else losses).append(f"letter.md: {loss}")
    return letter


def _in_language(letter: Letter, language: str, problems: list[str]) -> Letter:
    spoken = replace(letter, language=language)
    try:
        check(spoken)
    except SchemaError as error:
        problems.extend(f"campaign.toml: language: {problem}" for problem in error.problems)
    return spoken
