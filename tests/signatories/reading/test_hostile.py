"""Lists that nobody means well with: an answer in bounded time, whatever comes."""

from __future__ import annotations

import pytest

from errors import UserError
from signatories.reading import PEOPLE, Columns, guess, map_rows, read_list
from tests.signatories.reading.lists import PRINTING
from tests.tools.effort import at_most, grows_at_most

MILLION = 1_000_000

LISTS = {
    "one word": "a" * MILLION,
    "at signs": "@" * MILLION,
    "quotation marks": '"' * MILLION,
    "brackets": "<" * MILLION,
    "openings": '"a <' * (MILLION // 4),
    "every mark": '<")(' * (MILLION // 4),
    "comments": "(a@b) " * (MILLION // 6),
    "addresses without names": ";a@b<" * (MILLION // 5),
    "commas": "," * MILLION,
    "blank lines": "\n" * MILLION,
    "a table of nothing": ";;;;\n" * (MILLION // 5),
    "accents and overrides": "\u0301\u202e" * (MILLION // 2),
    "one long name": "Ada " * (MILLION // 4) + "<ada@x.org>",
    "one long cell": "Organization,Email\n" + "x" * MILLION + ",ada@x.org\n",
    "a long address": "Organization,Email\nReef," + "a." * (MILLION // 2) + "@x.org\n",
    "dots after an at sign": "Organization,Email\nReef,a@" + "b." * 60_000 + "\n",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("separator", ["", ",", PEOPLE])
def test_every_list_is_answered_in_seconds(name, separator):
    def answered():
        try:
            read = read_list(LISTS[name], separator=separator)
            columns = guess(read)
            if "email" not in columns.roles:
                columns = Columns(("email",) + ("",) * (read.width - 1))
            map_rows(read, columns, printing=PRINTING)
        except UserError as error:
            assert error.sentence  # noqa: PT017  (a refusal is an answer, and so is a list)

    at_most(20, answered)


def test_ten_times_the_list_takes_nothing_like_a_hundred_times_as_long():
    def guessed(length):
        guess(read_list('"a <' * length, separator=PEOPLE))

    guessed(1_000)
    grows_at_most(60, lambda: guessed(4_000), lambda: guessed(40_000), free=0.5)
