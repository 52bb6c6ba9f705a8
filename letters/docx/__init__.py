"""The letter as a Word file: ``write(rendition)`` gives the bytes of a DOCX.

Three layers, each in small files:

* what a letter is made of: :mod:`writer`, :mod:`front`, :mod:`body`, :mod:`tables`, :mod:`signatories`, :mod:`copies`;
* the words of WordprocessingML: :mod:`runs`, :mod:`paragraphs`, :mod:`endnotes`, :mod:`sections`, :mod:`numbering`,
  :mod:`styles`, :mod:`settings`, :mod:`fonts`, :mod:`furniture`, :mod:`properties`, over :mod:`xml`;
* the package: :mod:`package`.

Element and attribute names, and the order of children that Word insists on, are those of ECMA-376 Part 1 (Transitional).
"""

from letters.docx.runs import UnresolvedError
from letters.docx.writer import write
from letters.docx.xml import UnwritableCharacterError

__all__ = ["UnresolvedError", "UnwritableCharacterError", "write"]
