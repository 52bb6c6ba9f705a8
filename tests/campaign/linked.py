"""A letter with links, a web that answers from a table, and an archive that answers as it was told."""

from __future__ import annotations

from sqlalchemy import select

from campaign.queries import find
from letters.links.outcomes import Answer
from letters.models import Link

TEXT = """\
---
recipients:
  - Mayor Ana Ruiz
salutation: Dear Mayor Ruiz,
closing: Signed,
---

We ask the city to [stop](https://city.example/dumping) the dumping.[^a] Write to [us](mailto:ana@rivers.example).

[^a]: See [the list](https://city.example/list) and [@report].
"""
SOURCES = [
    {"id": "report", "type": "report", "title": "Harbor Report", "URL": "https://harbor.example/report.pdf"},
    {"id": "again", "type": "report", "title": "The List", "URL": "https://city.example/list"},
    {"id": "study", "type": "article-journal", "title": "Study", "DOI": "10.1000/xyz"},
    {
        "id": "double",
        "type": "report",
        "title": "Report",
        "URL": "https://double.example/",
        "custom": {"merged": {"into": "report"}},
    },
    {"id": "offline", "type": "book", "title": "Book"},
]
URLS = (
    "https://city.example/dumping",
    "https://city.example/list",
    "https://harbor.example/report.pdf",
    "https://doi.org/10.1000/xyz",
)


class Web:
    """A fetcher that answers from a table, and remembers what it was asked."""

    def __init__(self, table=None, meanwhile=lambda url: None):
        self.table = table or {}
        self.meanwhile = meanwhile
        self.asked = []

    def fetch(self, url):
        self.asked.append(url)
        self.meanwhile(url)
        return self.table.get(url, Answer(url, 200, {}, b"<title>A page</title>"))


class Shelf:
    """An archive that answers as it was told, the last answer for ever."""

    def __init__(self, *answers, name="wayback"):
        self.name = name
        self.answers = list(answers)
        self.calls = []

    def ask(self, url):
        return self._next(("ask", url))

    def look(self, job, url):
        return self._next(("look", job))

    def _next(self, call):
        self.calls.append(call)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer


def do(database, verb, *args, slug="harbor", **kwargs):
    """One of the operations, in a transaction of its own."""
    with database.write() as session:
        return verb(session, find(session, slug), *args, **kwargs)


def rows(database, kind=Link):
    with database.read() as session:
        return {row.url: row for row in session.scalars(select(kind).order_by(kind.id))}


class PowerCut(BaseException):
    """The process is gone from one moment to the next."""
