"""Sources made up by hypothesis, as far as every format can hold them."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import strategies as st

from letters.library.bibtex import tables as bib
from letters.library.ris import tables as ris

_LETTERS = "abcdefgXYZ ÄéñßøŁ§–“”’…0123456789.,:;()!?&%$#_{}~^\\`'\"-+*/@<>=[]|€漢字ע"


def squeezed(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def words(alphabet: str = _LETTERS) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=24).map(squeezed).filter(bool)


def plain_words() -> st.SearchStrategy[str]:
    return words("abc XYZé-’")


def people() -> st.SearchStrategy[dict[str, str]]:
    person = st.fixed_dictionaries({"family": words(), "given": words()}, optional={"suffix": words()})
    particle = st.fixed_dictionaries(
        {
            "family": st.sampled_from(["Berg", "Cruz"]),
            "given": words(),
            "non-dropping-particle": st.sampled_from(["van der", "de"]),
        }
    )
    return st.one_of(person, particle, st.fixed_dictionaries({"literal": words()}))


def dates() -> st.SearchStrategy[dict[str, Any]]:
    day = st.builds(
        lambda year, month, day, most: [year, month, day][:most],
        st.integers(1000, 2100),
        st.integers(1, 12),
        st.integers(1, 28),
        st.integers(1, 3),
    )
    one = day.map(lambda given: {"date-parts": [given]})
    two = st.lists(day, min_size=2, max_size=2).map(lambda given: {"date-parts": given})
    season = st.builds(
        lambda year, season: {"date-parts": [[year]], "season": season}, st.integers(1000, 2100), st.integers(1, 4)
    )
    return st.one_of(one, two, season, one.map(lambda date: {**date, "circa": True}), st.just({"literal": "in press"}))


def addresses() -> st.SearchStrategy[str]:
    return st.text("abcXYZ0123-._~:/?#[]@!&'()*+,;=%", max_size=60).map(lambda rest: f"https://e.example/{rest}")


BIBTEX_HOLDS = {
    **dict.fromkeys(
        [
            "title",
            "title-short",
            "container-title",
            "collection-title",
            "publisher",
            "publisher-place",
            "volume",
            "issue",
            "number",
            "edition",
            "version",
            "section",
            "chapter-number",
            "number-of-pages",
            "genre",
            "authority",
            "note",
            "abstract",
            "keyword",
            "event-title",
            "jurisdiction",
            "ISBN",
            "status",
            "call-number",
            "archive_location",
            "original-title",
        ],
        words(),
    ),
    "page": st.sampled_from(["12", "12-15", "A-4", "xii–xiv", "3, 7-9"]),
    "DOI": st.sampled_from(["10.1002/(SICI)1097<1::AID>3.0.CO;2-#", "10.1/a_b%20c~d"]),
    "URL": addresses(),
    "language": st.sampled_from(["en-US", "en", "de-AT", "tlh"]),
    **dict.fromkeys(
        ["author", "editor", "translator", "container-author", "director", "recipient"],
        st.lists(people(), min_size=1, max_size=3),
    ),
    **dict.fromkeys(["issued", "accessed", "event-date", "original-date", "submitted"], dates()),
}


def bibtex_items() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"type": st.sampled_from(sorted(set(bib.SUBTYPES.values())))},
        optional={**BIBTEX_HOLDS, "custom": st.fixed_dictionaries({"short": words()})},
    )


RIS_HOLDS = {
    variable: words("abc XYZé&%{}\\:.’漢0123") for variable in ris.TEXTS.values() if variable not in ("publisher", "DOI")
}


def ris_items() -> st.SearchStrategy[dict[str, Any]]:
    tidy = words("abc XYZé&%{}\\:.’漢0123")
    person = st.fixed_dictionaries({"family": tidy, "given": tidy}, optional={"suffix": tidy})
    literal = st.fixed_dictionaries({"literal": st.one_of(tidy, st.just("University of California, Berkeley"))})
    day = st.builds(
        lambda year, month, day, most: {"date-parts": [[year, month, day][:most]]},
        st.integers(1000, 2100),
        st.integers(1, 12),
        st.integers(1, 28),
        st.integers(1, 3),
    )
    return st.fixed_dictionaries(
        {"type": st.sampled_from(sorted(ris.TO_TYPE))},
        optional={
            **RIS_HOLDS,
            "DOI": st.just("10.1/a_b%20c~d"),
            "URL": addresses(),
            "page": st.sampled_from(["12", "12-15", "xii"]),
            "keyword": st.sampled_from(["one", "one, two words"]),
            **dict.fromkeys(
                ["author", "editor", "translator", "collection-editor"],
                st.lists(st.one_of(person, literal), min_size=1, max_size=3),
            ),
            **dict.fromkeys(["issued", "accessed"], st.one_of(day, st.just({"literal": "in press"}))),
        },
    )
