"""The lines below the signatories: who gets a copy, and what is attached."""

from __future__ import annotations

from collections.abc import Sequence

from letters.document.language import Words
from letters.document.nodes import Text
from letters.docx.paragraphs import Format, paragraph, space_after
from letters.docx.runs import write_tab, write_text
from letters.docx.scripts import reads_rtl
from letters.docx.styles import LINE
from letters.docx.xml import Element


def write_copies(body: Element, copies: Sequence[str], attachments: Sequence[str], words: Words, rtl: bool) -> None:
    """Append the CC lines, each name at the same indent, then the attachments under their label. Blank lines are left out."""
    copies = [name for name in copies if name.strip()]
    attachments = [name for name in attachments if name.strip()]
    for number, name in enumerate(copies):
        here = reads_rtl(name, rtl)
        line = paragraph(body, _form("CopyLine", here, rtl, keep_next=number == 0 and len(copies) > 1))
        if number == 0:
            write_text(line, Text(words.copies), here)
        write_tab(line)
        write_text(line, Text(name), here)
    if copies:
        space_after(body[-1], LINE)
    if attachments:
        label = words.attachment if len(attachments) == 1 else words.attachments
        write_text(paragraph(body, Format("AttachmentLabel")), Text(label), rtl)
        for name in attachments:
            here = reads_rtl(name, rtl)
            write_text(paragraph(body, _form("AttachmentLine", here, rtl)), Text(name), here)
        space_after(body[-1], LINE)


def _form(style: str, here: bool, rtl: bool, keep_next: bool = False) -> Format:
    return Format(style, keep_next=keep_next, rtl=None if here == rtl else here)
