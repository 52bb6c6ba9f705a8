"""What became of blocks, as HTML."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from letters.document.nodes import SignatoryBlock
from letters.redline.html_words import WordWriter
from letters.redline.labels import Labels
from letters.redline.measure import set_differently
from letters.redline.shown import Gap, shown
from letters.redline.tree import Grid, Head, Item, Listing, Para, Part, Place, Quote, Row, Run


class BlockWriter:
    """Writes blocks; headings ``offset`` levels down."""

    def __init__(self, words: WordWriter, labels: Labels, *, offset: int, whole: bool) -> None:
        self.words = words
        self.labels = labels
        self.offset = offset
        self.whole = whole

    def blocks(self, parts: tuple[Part, ...]) -> str:
        """Blocks one below the other, each run of unchanged ones far from a change as one line."""
        return "\n".join(
            self._gap("p", part) if isinstance(part, Gap) else self._block(part) for part in shown(parts, whole=self.whole)
        )

    def _gap(self, tag: str, gap: Gap, inside: str = "") -> str:
        words = escape(self.labels.unchanged(gap.count))
        return f'<{tag} class="unchanged"{self.words.lang}>{inside.format(words) if inside else words}</{tag}>'

    def _block(self, part: Part) -> str:
        written = self._written(part)
        if set_differently(part):
            return f'<p class="setting"{self.words.lang}>{escape(self.labels.layout)}</p>\n{written}'
        return written

    def _written(self, part: Part) -> str:
        match part:
            case Para(_, run):
                return f"<p>{self.words.run(run)}</p>"
            case Head(_, level, run):
                depth = min(level[1] + self.offset, 6)
                return f"<h{depth}>{self.words.run(run)}</h{depth}>"
            case Listing(_, ordered, start, items):
                return self._list(ordered, start, items)
            case Quote(_, blocks):
                return f"<blockquote>\n{self.blocks(blocks)}\n</blockquote>"
            case Grid(_, _, header, rows):
                return self._table(header, rows)
            case Place(fate, block):
                name = self.labels.fields["signatories" if isinstance(block, SignatoryBlock) else "copies"]
                if fate == "stands":
                    return f'<p class="place"{self.words.lang}>[{escape(name)}]</p>' if self.whole else ""
                return f'<p class="place"{self.words.lang}>{self.words.told(f"[{escape(name)}]", fate)}</p>'

    def _list(self, ordered: bool, start: tuple[int, int], items: tuple[Item, ...]) -> str:
        """Each item of a numbered list says its own number: among what went and what is left out, counting would be wrong."""
        numbers = {id(item): number for item, number in _numbered(items, start)} if ordered else {}
        written: list[str] = []
        for item in shown(items, whole=self.whole):
            if isinstance(item, Gap):
                written.append(self._gap("li", item))
            else:
                value = f' value="{numbers[id(item)]}"' if ordered else ""
                written.append(f"<li{value}>\n{self.blocks(item.blocks)}\n</li>")
        tag = "ol" if ordered else "ul"
        return f"<{tag}>\n" + "\n".join(written) + f"\n</{tag}>"

    def _table(self, header: tuple[Run, ...], rows: tuple[Row, ...]) -> str:
        head = "".join(f'<th scope="col">{self.words.run(cell)}</th>' if cell else "<td></td>" for cell in header)
        body: list[str] = []
        for row in shown(rows, whole=self.whole):
            if isinstance(row, Gap):
                body.append(self._gap("tr", row, f'<td colspan="{len(header)}">{{}}</td>'))
            else:
                body.append("<tr>" + "".join(f"<td>{self.words.run(cell)}</td>" for cell in row.cells) + "</tr>")
        filled = "\n<tbody>\n" + "\n".join(body) + "\n</tbody>" if body else ""
        return (
            f'<div class="table" role="group" tabindex="0"><table>\n<thead>\n<tr>{head}</tr>\n</thead>{filled}\n</table></div>'
        )


def _numbered(items: Iterable[Item], start: tuple[int, int]) -> list[tuple[Item, int]]:
    """Each item with its number: the one in the new letter, for one that went the one it had."""
    was, now = start
    found: list[tuple[Item, int]] = []
    for item in items:
        found.append((item, was if item.fate == "went" else now))
        was += item.fate != "came"
        now += item.fate != "went"
    return found
