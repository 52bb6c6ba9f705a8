"""Taking sentences out of the code, into the catalogs, and compiling those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).parent
ROOT = HERE.parent
TEMPLATE = HERE / "messages.pot"

LANGUAGES = ("es",)
"""The languages besides English, which needs no catalog."""

PUBLIC = (
    ("edge.py", "python"),
    ("throttle.py", "python"),
    ("web.py", "python"),
    ("campaign/public/**.py", "python"),
    ("campaign/operations/acts.py", "python"),
    ("campaign/operations/answering.py", "python"),
    ("campaign/operations/answering_alike.py", "python"),
    ("campaign/operations/confirming.py", "python"),
    ("campaign/operations/galley/answering.py", "python"),
    ("campaign/operations/inviting/answering.py", "python"),
    ("campaign/operations/inviting/status.py", "python"),
    ("campaign/operations/mailbox.py", "python"),
    ("campaign/operations/own_page.py", "python"),
    ("campaign/operations/signing.py", "python"),
    ("campaign/operations/unsubscribing.py", "python"),
    ("letters/pdf/errors.py", "python"),
    ("signatories/*.py", "python"),
    ("signatories/forms/**.py", "python"),
    ("templates/base.html", "jinja2"),
    ("templates/macros.html", "jinja2"),
    ("templates/errors/**.html", "jinja2"),
    ("campaign/public/templates/**.html", "jinja2"),
)
"""The files whose sentences the public reads. What only the desk says is not here: it speaks English."""

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "UserError": (1,), "__init__": (1,)}
"""Whose first argument is a sentence: gettext and its kin, an error as it is raised, and an error class that says its own
sentence with ``super().__init__("...")``."""

_CLOSED = ("tests", "node_modules", "fonts", "static", "examples", "build")
"""Folders without any sentence of ours: not worth the walk."""


def extracted() -> Catalog:
    """Every public sentence as it stands in the code now. Pure but for reading the files."""
    catalog = _empty()
    for path, _line, message, comments, context in extract_from_dir(
        ROOT, PUBLIC, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True, directory_filter=_open
    ):
        # Without line numbers: they change with every edit above, and each change would be one more conflict to solve.
        catalog.add(message, None, [(path, 0)], auto_comments=comments, context=context)
    return catalog


def catalog_of(language: str) -> Catalog:
    """The catalog of ``language`` as it is kept. Raises FileNotFoundError when there is none."""
    with po_of(language).open("rb") as file:
        return read_po(file, locale=language, domain="messages")


def po_of(language: str) -> Path:
    """Where translators write."""
    return HERE / language / "LC_MESSAGES" / "messages.po"


def mo_of(language: str) -> Path:
    """What the running program reads."""
    return po_of(language).with_suffix(".mo")


def bring_up_to_date() -> Iterator[str]:
    """Write the template and every catalog anew, and compile them; gives a line for each sentence that waits for its words.

    A sentence whose English has changed is a new one and waits: what the old one said may be wrong now, and nobody would see.
    The same code gives the same bytes.
    """
    template = extracted()
    if TEMPLATE.exists():
        with TEMPLATE.open("rb") as file:
            template.creation_date = read_po(file).creation_date
    _write(TEMPLATE, template)
    for language in LANGUAGES:
        path = po_of(language)
        catalog = catalog_of(language) if path.exists() else _empty(language)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        _write(path, catalog)
        with mo_of(language).open("wb") as compiled:
            write_mo(compiled, catalog)
        yield from (f"{language}: no words yet for “{sentence}”" for sentence in waiting(catalog))


def waiting(catalog: Catalog) -> list[str]:
    """The sentences that lack their words, in one plural form at least, or whose words a person has yet to look at."""
    found = []
    for message in catalog:
        sentence, words = _forms(message.id), _forms(message.string)
        if any(sentence) and (message.fuzzy or not words or not all(words)):
            found.append(" / ".join(sentence))
    return found


def _forms(text: str | Iterable[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


def _open(folder: str) -> bool:
    name = Path(folder).name
    return name not in _CLOSED and not name.startswith((".", "_"))


def _write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_by_file=True, ignore_obsolete=True, include_lineno=False)


def _empty(language: str | None = None) -> Catalog:
    comment = (
        "# What the public pages of Undersigned say. English sentences come from the code: change them there.\n"
        "# This file is distributed under the same license as Undersigned.\n#"
    )
    return Catalog(
        language,
        domain="messages",
        project="Undersigned",
        version="-",
        msgid_bugs_address="the issues of the project",
        last_translator="the authors of Undersigned",
        language_team="the authors of Undersigned",
        header_comment=comment,
        fuzzy=False,
    )
