"""The PDF writer: ``write(rendition) -> bytes``, and why it may fail."""

from letters.pdf.errors import (
    CompileError,
    EmptyTitleError,
    MissingGlyphError,
    PdfError,
    PdfMemoryError,
    PdfTimeoutError,
    TooLongError,
    UnsafeLinkError,
)
from letters.pdf.writer import write, write_each

__all__ = [
    "CompileError",
    "EmptyTitleError",
    "MissingGlyphError",
    "PdfError",
    "PdfMemoryError",
    "PdfTimeoutError",
    "TooLongError",
    "UnsafeLinkError",
    "write",
    "write_each",
]
