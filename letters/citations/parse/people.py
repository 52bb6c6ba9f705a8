"""Lists of authors as notes write them, and the names as CSL-JSON keeps them.

Natural order (Bluebook rule 15.1), APA's "Young, S. D., & Smith, J." (APA 7, 9.8), Chicago's "Young, Shalanda D., and John
Smith" (CMOS 17, 14.76), Vancouver's "Obermeyer Z, Powers B" (Citing Medicine, chapter 1).
"""

from __future__ import annotations

import re

from letters.citations.parse.dates import MONTH
from letters.citations.parse.words import STRONG_HEADS, TITLES_OF_PERSONS, is_organization, is_person

_INITIALS = r"(?:[A-ZÀ-Þ]\.[- ]?){1,4}"
_FAMILY = (
    r"(?:(?:de|da|di|van|von|der|den|del|la|le|el|al|bin|ten|ter|dos|Van|De|Von|La|Le|St\.) ){0,3}"
    + r"[A-ZÀ-Þ][\w'’-]*(?:[ -][A-ZÀ-Þ][\w'’-]*){0,2}"
)
APA_NAME = re.compile(rf"(?P<family>{_FAMILY}), (?P<given>{_INITIALS})(?P<suffix>,? (?:Jr|Sr|II|III)\.?)?")
VANCOUVER_NAME = re.compile(
    r"(?P<family>(?:(?:de|van|von|der|den|del|la|le|al|Van|"
    r"De) ){0,2}[A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][a-z'’-]+)?) (?P<given>[A-Z]{1,3})(?=[,.;:]|\set al|\s\(|$)"
)
_INVERTED = re.compile(
    rf"(?P<family>{_FAMILY}), (?P<given>[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ](?:\.|[\w'’-]*)){{0,2}})(?=[,.;]|\sand\s|\s&|\set al|$)"
)
_NATURAL = re.compile(
    r"(?:(?:[A-ZÀ-Þ]\.|[A-ZÀ-Þ][\w'’-]*|de|van|von|der|del|la|bin|al)\s){1,4}[A-ZÀ-Þ][\w'’-]+(?=[,.;]|\s(?:and|&)\s|\set al|$)"
)
ET_AL = re.compile(r",?\s(?:et\.? al\.?|and others|& others)")
_MONTH = re.compile(rf"{MONTH}(?!\w)", re.IGNORECASE)
_MIDDLE = re.compile(r"[A-ZÀ-Þ][\w'’-]+ [A-Z]\. [A-ZÀ-Þ][\w'’-]+(?:[.,;:]|\s(?:and|&)\s|\set al|\s?$)")
_NAME = re.compile(r"[A-Z]\w+(?: (?:for |of |the )?[A-Z][\w’'-]+){1,3}")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,3}[A-Z]{1,6}(?:-[A-Z]{2,6})?|[A-Z]{2,5}[a-z]{1,2}")
UNIT = re.compile(
    r"^(?:U\.S\. )?(?:Office|Off\.|Bureau|Division|Div\.|Department|Dep[’']t|Directorate|Inspector Gen|"
    r"Inspector General|OIG|OCR|CRCL)\b|"
    r"(?:Div(?:ision|\.)|Off(?:ice|\.)|Branch|Section|Bureau|Gen\.)$"
)
"""How a division of an institution is named, which stands behind it: "Dep't of Justice, Civil Rights Div."."""
_PARTICLES = (
    "de",
    "da",
    "di",
    "van",
    "von",
    "der",
    "den",
    "del",
    "della",
    "la",
    "le",
    "el",
    "al",
    "bin",
    "ten",
    "ter",
    "dos",
    "du",
    "ibn",
    "zu",
)
_SUFFIX = re.compile(r",?\s(Jr|Sr|II|III|IV)\.?$")


def person(name: str) -> dict[str, str]:
    """One person's name, given name first, as CSL-JSON keeps it. Titles of office ("Sen.", "Dr.") are left off."""
    bare = TITLES_OF_PERSONS.sub("", " ".join(name.split())).strip(" ,")
    suffix = _SUFFIX.search(bare)
    entry: dict[str, str] = {}
    if suffix:
        bare = bare[: suffix.start()]
    words = bare.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1].lower() in _PARTICLES:
        cut -= 1
    if words and words[0] and cut >= 1:
        entry = {"family": " ".join(words[cut:]), "given": " ".join(words[:cut])}
    else:
        entry = {"literal": bare}
    if suffix:
        entry["suffix"] = suffix[1] + ("." if suffix[1] in ("Jr", "Sr") else "")
    return entry


def institution(name: str) -> dict[str, str]:
    """An institution as CSL-JSON keeps it."""
    return {"literal": " ".join(name.split()).strip(" ,;")}


def _family_first(match: re.Match[str]) -> dict[str, str]:
    return {"family": match["family"].strip(), "given": match["given"].strip()}


def listed_authors(text: str) -> tuple[list[dict[str, str]], int]:
    """Authors with the family name first at the head of ``text``, and how far they reach; nothing and 0 if there are none."""
    natural = is_organization(text.split(",")[0]) > 0.5 or is_person(
        ET_AL.sub("", re.split(r", | and | & ", text, maxsplit=1)[0])
    )
    for pattern in (APA_NAME, VANCOUVER_NAME):
        if pattern is VANCOUVER_NAME and (natural or _MIDDLE.match(text)):
            # "Julie E. Cohen, Between Truth and Power" is no "Julie E".
            continue
        found, end = _run(pattern, text)
        if found:
            return found, end
    match = None if natural else _INVERTED.match(text)
    if (
        match is None
        or _MONTH.match(match["given"])
        or is_organization(match[0]) > 0.4
        or not is_person(f"{match['given']} {match['family']}")
    ):
        return [], 0
    found, end = [_family_first(match)], match.end()
    while True:
        join = re.compile(r",? (?:and|&) |, ").match(text, end)
        if join is None:
            break
        rest = _NATURAL.match(text, join.end())
        if rest is None or not is_person(rest[0]):
            break
        found.append(person(rest[0]))
        end = rest.end()
    others = ET_AL.match(text, end)
    return found, others.end() if others else end


def _run(pattern: re.Pattern[str], text: str) -> tuple[list[dict[str, str]], int]:
    found: list[dict[str, str]] = []
    place = end = 0
    while len(found) < 40:
        match = pattern.match(text, place)
        if match is None or (match["family"].isupper() and 1 < len(match["family"]) < 6 and "." not in match["given"]):
            break  # "DHS OIG" is no Mr. Dhs.
        found.append(_family_first(match))
        end = match.end()
        join = re.compile(r",? (?:&|and) |, (?:\. \. \. )?(?:& )?|; ").match(text, end)
        if join is None:
            break
        place = join.end()
    others = ET_AL.match(text, end) if found else None
    return found, others.end() if others else end


def natural_authors(text: str) -> list[dict[str, str]] | None:
    """The authors that ``text`` lists, given names first or institutions; None if it is no such list."""
    bare = ET_AL.sub("", text).strip(" ,")
    bare = re.sub(r"\s?\((?:eds?\.?|on behalf of [^)]*)\)$|,? eds?\.$", "", bare)
    if not bare:
        return None
    found, end = listed_authors(bare)
    if found and end >= len(bare) - 1:
        return found
    parts = [part.strip() for part in re.split(r",? (?:and|&) |, |; ", bare) if part.strip()]
    joined: list[str] = []
    for part in parts:
        if joined and _SUFFIX.fullmatch(" " + part):
            joined[-1] += " " + part
        else:
            joined.append(part)
    if all(is_person(part) for part in joined):
        return [person(part) for part in joined]
    return None


def institutions(text: str) -> list[dict[str, str]]:
    """``text`` as one institution, or as two where "and" joins two whole names ("… Data Protection Board and … Supervisor")."""
    bare = text.strip(" ,.;") if not text.rstrip().endswith(".") else text.strip(" ,;")
    bare = ET_AL.sub("", bare)
    if "; " in bare:  # between authors a semicolon parts, whatever commas and "and" each name has of its own
        parts = (re.sub(r"^(?:and|&) ", "", part.strip()) for part in bare.split("; "))
        return [name for part in parts if part for name in ([person(part)] if is_person(part) else institutions(part))]
    several = [part.strip() for part in re.split(r"; |, (?:and |& )?| (?:and|&) ", bare)]
    if len(several) > 1 and _side_by_side(several):
        return [institution(part) for part in several]
    for join in re.finditer(r",? (?:and|&) ", bare):
        first, second = bare[: join.start()], bare[join.end() :]
        if _whole_institution(first) and _whole_institution(second):
            return [institution(first), institution(second)]
        if is_person(first) and _whole_institution(second):
            return [person(first), institution(second)]
    return [institution(bare)]


def _side_by_side(names: list[str]) -> bool:
    """Whether ``names`` are institutions each of its own ("FAO, IFAD, UNICEF, WFP and WHO"): an acronym among them tells."""
    named = all(_ACRONYM.fullmatch(name) or is_organization(name) >= 0.6 or _NAME.fullmatch(name) for name in names)
    sure = any(map(_ACRONYM.fullmatch, names)) or (len(names) > 2 and all(is_organization(name) >= 0.5 for name in names))
    return named and sure and not any(map(UNIT.search, names[1:]))


def _whole_institution(text: str) -> bool:
    words = [word.strip(".,").lower() for word in text.split()]
    return len(words) > 1 and any(word in STRONG_HEADS for word in words) and not (words[0] == "committee" and len(words) < 3)


def leading_authors(parts: list[str]) -> int:
    """How many of the comma-separated ``parts`` at the head are authors' names, given name first."""
    count = 0
    for part in parts:
        bare = ET_AL.sub("", part).strip()
        bare = re.sub(r"^(?:and|&) |\s?\((?:[Ee]ds?|[Tt]rans)\.?\)$", "", bare)
        if not bare and count:
            count += 1
            continue
        if bare in ("et al.", "et al", "and others") or (count and _SUFFIX.fullmatch(" " + bare)):
            count += 1
            continue
        if bare == "Editorial Board":
            count += 1
            continue
        names = re.split(r"; (?:and |& )?| (?:and|&) ", bare)
        if all(is_person(name) for name in names):
            count += 1
            continue
        break
    return count
