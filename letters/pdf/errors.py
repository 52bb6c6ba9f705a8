"""Why a letter could not be written as PDF: each error is a sentence for the coordinator, or for a signer who wants a copy."""

from __future__ import annotations

from errors import UserError
from letters.document.printable import character_name


class PdfError(UserError):
    """The PDF could not be made. The sentence is a whole one that a coordinator can act on."""


class EmptyTitleError(PdfError):
    """A tagged PDF must have a title (ISO 14289-1, 7.1)."""

    def __init__(self) -> None:
        super().__init__("The letter has no title. Give it one: readers and screen readers show it in place of the file name.")


class MissingGlyphError(PdfError):
    """``characters`` that no shipped font can print, found in ``place`` (a few words of the letter)."""

    def __init__(self, characters: tuple[str, ...], place: str) -> None:
        self.characters = characters
        self.place = place
        names = ", ".join(character_name(character) for character in characters[:5])
        super().__init__(
            "The PDF has no letter shape for %(names)s in “%(place)s”. Write it another way.", names=names, place=place
        )


class UnsafeLinkError(PdfError):
    """``href`` is no web or mail address, or has characters that no address may have."""

    def __init__(self, href: str) -> None:
        self.href = href
        super().__init__(
            "The link “%(href)s” is not a web address or a mail address, so the PDF was not written.", href=href[:100]
        )


class TooLongError(PdfError):
    """A signatory's line that would not fit on half a page."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        super().__init__(
            "The name “%(name)s…” has more than %(most)s characters and would not fit in the list. Shorten it.",
            name=name[:60],
            most=f"{most:,}",
        )


class PdfTimeoutError(PdfError):
    """The compile took longer than ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            "Setting the PDF took longer than %(seconds)s seconds and was stopped. Try again, or shorten the letter.",
            seconds=f"{seconds:g}",
        )


class PdfMemoryError(PdfError):
    """The compile wanted more than ``megabytes`` of memory."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        super().__init__(
            "Setting the PDF needed more than %(megabytes)s MB of memory and was stopped. Shorten the letter.",
            megabytes=f"{megabytes:,}",
        )


class CompileError(PdfError):
    """Typesetting refused the letter; ``detail`` is what it said, for the log."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        reason = detail.strip().splitlines()[0] if detail.strip() else "no reason given"
        super().__init__("The PDF could not be set: %(reason)s", reason=reason)
