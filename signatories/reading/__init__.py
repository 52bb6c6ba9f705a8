"""Lists of people, read: from a spreadsheet, a pasted table, or the recipients of a mail. Pure.

:func:`read_list` gives rows of cells, :func:`guess` which column is what, :func:`map_rows` what is to become of each row. At
every step each row is accounted for.
"""

from signatories.reading.columns import ROLES, Columns, guess, headings
from signatories.reading.lists import MOST_BYTES, PEOPLE, SEPARATORS, RawRow, ReadList
from signatories.reading.reader import read_list
from signatories.reading.verdicts import Existing, Printing, Row, map_rows, organization_key, person_key

__all__ = [
    "MOST_BYTES",
    "PEOPLE",
    "ROLES",
    "SEPARATORS",
    "Columns",
    "Existing",
    "Printing",
    "RawRow",
    "ReadList",
    "Row",
    "guess",
    "headings",
    "map_rows",
    "organization_key",
    "person_key",
    "read_list",
]
