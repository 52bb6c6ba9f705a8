"""Why a letter could not be written as PDF: each error is a sentence for the coordinator."""

from __future__ import annotations

from letters.document.printable import character_name


class PdfError(Exception):
    """The PDF could not be made. ``str(error)`` is a whole sentence that a coordinator can act on."""


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
        super().__init__(f"The PDF has no letter shape for {names} in “{place}”. Write it another way.")


class UnsafeLinkError(PdfError):
    """``href`` is no web or mail address, or has characters that no address may have."""

    def __init__(self, href: str) -> None:
        self.href = href
        super().__init__(f"The link “{href[:100]}” is not a web address or a mail address, so the PDF was not written.")


class TooLongError(PdfError):
    """A signatory's line that would not fit on half a page."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        super().__init__(
            f"The name “{name[:60]}…” has more than {most:,} characters and would not fit in the list. Shorten it."
        )


class PdfTimeoutError(PdfError):
    """The compile took longer than ``seconds``."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"Setting the PDF took longer than {seconds:g} seconds and was stopped. Try again, or shorten the letter."
        )


class PdfMemoryError(PdfError):
    """The compile wanted more than ``megabytes`` of memory."""

    def __init__(self, megabytes: int) -> None:
        self.megabytes = megabytes
        super().__init__(f"Setting the PDF needed more than {megabytes:,} MB of memory and was stopped. Shorten the letter.")


class CompileError(PdfError):
    """Typesetting refused the letter; ``detail`` is what it said, for the log."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(f"The PDF could not be set: {detail.strip().splitlines()[0] if detail.strip() else 'no reason given'}")
