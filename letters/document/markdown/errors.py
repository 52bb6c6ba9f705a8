"""The error of the Markdown reader and writer."""

from __future__ import annotations


class MarkdownError(ValueError):
    """A text that cannot be read as a letter at all, as a sentence for the person who wrote it.

    ``line`` counts from 1, 0 where there is none to name.
    """

    def __init__(self, sentence: str, line: int = 0) -> None:
        self.sentence = sentence
        self.line = line
        super().__init__(f"line {line}: {sentence}" if line else sentence)
