"""The library of a letter: its sources as CSL-JSON items, read from and written to the formats of reference managers.

Pure: items come in and go out as plain dictionaries; nothing here knows the web, the database or the time. What the program
itself adds to a source stands under its ``custom`` (CSL-JSON schema 1.0.2): ``short`` (short name), ``full`` (override of the
full form, as runs), ``hereinafter``, ``archive``, ``others`` (lists of names that end in "and others"), ``merged`` and
``distinct`` (see :mod:`letters.library.merging`), and ``bibtex`` or ``ris`` for fields of a file that CSL has no place for.
"""

from letters.library.formats import read, read_bytes, write
from letters.library.reading import Item, Read, Written

__all__ = ["Item", "Read", "Written", "read", "read_bytes", "write"]
