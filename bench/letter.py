"""The letter that is measured: two pages with ten notes, and as many made-up names as asked for."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from letters.document.nodes import Heading, Letter, Note, Paragraph, Text
from letters.document.rendition import Rendition, Signatories, SignatoryGroup, SignatoryLine
from letters.document.resolve import resolve

_PLACES = ("California", "Texas", "Ohio", "Michigan", "Puget Sound", "New Mexico", "Gulf Coast", "Great Lakes", "Hudson Valley")
_CAUSES = ("Immigrant Rights", "Digital Privacy", "Legal Aid", "Clean Water", "Disability Justice", "Labor", "Women’s Health")
_KINDS = ("Coalition", "Alliance", "Network", "Center", "Project", "Association", "Action Fund", "Federation", "Law Clinic")
_FOREIGN = ("Organización Nacional de Jóvenes", "مؤسسة العدالة الدولية", "中华法律援助中心", "Союз защиты прав", "한국인권재단")
_SENTENCE = "We write to ask that the Department explain how it will protect the people whom these systems judge, and by when. "


def names(count: int) -> tuple[SignatoryLine, ...]:
    """``count`` names as in real letters: most on one line of half a page, some on two, one in a hundred not in English."""
    chosen = random.Random(20260302)  # noqa: S311 - the same names in every run
    found: list[SignatoryLine] = []
    for number in range(1, count + 1):
        if number % 100 == 0:
            name = chosen.choice(_FOREIGN)
        else:
            parts = [chosen.choice(_PLACES), chosen.choice(_CAUSES), chosen.choice(_KINDS)]
            if chosen.random() < 0.25:
                parts += ["of", chosen.choice(_PLACES), "and", chosen.choice(_PLACES)]
            name = " ".join(parts)
        found.append(SignatoryLine(f"{name} {number}", "Professor of Law" if number % 40 == 0 else ""))
    return tuple(found)


def rendition(count: int) -> Rendition:
    """A closed letter with ``count`` signatories in two columns."""
    body: list[Heading | Paragraph] = []
    for number in range(10):
        if number % 3 == 0:
            body.append(Heading(1, (Text(f"Part {number // 3 + 1}"),)))
        note = Note(f"n{number}", (Text("See ", em=True), Text(f"Report No. {number}, at 15, https://example.org/{number}.")))
        body.append(Paragraph((Text(_SENTENCE * 4), note)))
    letter = Letter(
        body=tuple(body),
        date="March 2, 2026",
        recipients=(("The Secretary", "Department of Examples", "Washington, DC 20000"),),
        subject="Automated systems",
        salutation="Dear Secretary:",
        closing="Signed,",
        cc=("Members of the Committee",),
    )
    groups = (SignatoryGroup(names(count)),)
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    return Rendition(resolve(letter).letter, "Letter on automated systems", moment, Signatories(groups, 2), "The Coalition")
