"""Lists, read: of people to be asked, of those who signed elsewhere, of organizations; from a spreadsheet, a pasted table or
text, or the recipients of a mail. Pure.

:func:`read_list` gives rows of cells, :func:`guess` which column is what, and what is to become of each row :func:`map_rows`
for invitations, :func:`map_signed` and :func:`with_doubles` for signatures, :mod:`signatories.reading.directory_rows` for
organizations. At every step each row is accounted for.
"""

from signatories.reading.cells import Printing
from signatories.reading.columns import Columns, guess, headings
from signatories.reading.doubles import Standing, key_of, with_doubles
from signatories.reading.lists import LINES, MOST_BYTES, PEOPLE, SEPARATORS, RawRow, ReadList
from signatories.reading.purposes import DIRECTORY, INVITING, SIGNING, Purpose, folded
from signatories.reading.reader import read_list
from signatories.reading.signed import SignedList, SignedRow, map_signed
from signatories.reading.verdicts import Existing, Row, map_rows, organization_key, person_key

__all__ = [
    "DIRECTORY",
    "INVITING",
    "LINES",
    "MOST_BYTES",
    "PEOPLE",
    "SEPARATORS",
    "SIGNING",
    "Columns",
    "Existing",
    "Printing",
    "Purpose",
    "RawRow",
    "ReadList",
    "Row",
    "SignedList",
    "SignedRow",
    "Standing",
    "folded",
    "guess",
    "headings",
    "key_of",
    "map_rows",
    "map_signed",
    "organization_key",
    "person_key",
    "read_list",
    "with_doubles",
]
