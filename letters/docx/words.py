"""The few words that the letter itself adds, in the letter's language."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Labels as printed, with their colons. ``page`` has the places ``{page}`` and ``{pages}``."""

    subject: str
    copies: str
    attachment: str
    attachments: str
    page: str
    comma: str = ", "
    """What stands between a name and what follows it."""

    @staticmethod
    def room(label: str) -> int:
        """How far from a label's beginning the text behind it stands, in twentieths of a point, at 12 points and bold."""
        width = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in label)
        return 720 if width <= 4 else 1080 if width <= 8 else 1440


_ENGLISH = Words("Re:", "CC:", "Attachment:", "Attachments:", "Page {page} of {pages}")
_WORDS = {
    "ar": Words("الموضوع:", "نسخة إلى:", "المرفق:", "المرفقات:", "صفحة {page} من {pages}", "، "),
    "de": Words("Betreff:", "CC:", "Anlage:", "Anlagen:", "Seite {page} von {pages}"),
    "en": _ENGLISH,
    "es": Words("Asunto:", "CC:", "Anexo:", "Anexos:", "Página {page} de {pages}"),
    "fr": Words("Objet\u00a0:", "CC\u00a0:", "Pièce jointe\u00a0:", "Pièces jointes\u00a0:", "Page {page} sur {pages}"),
    "he": Words("הנדון:", "העתק:", "נספח:", "נספחים:", "עמוד {page} מתוך {pages}"),
    "it": Words("Oggetto:", "CC:", "Allegato:", "Allegati:", "Pagina {page} di {pages}"),
    "ja": Words("件名：", "CC：", "添付：", "添付：", "{page} / {pages} ページ", "、"),
    "ko": Words("제목:", "참조:", "첨부:", "첨부:", "{pages}쪽 중 {page}쪽"),
    "nl": Words("Betreft:", "CC:", "Bijlage:", "Bijlagen:", "Pagina {page} van {pages}"),
    "pt": Words("Assunto:", "CC:", "Anexo:", "Anexos:", "Página {page} de {pages}"),
    "ru": Words("Тема:", "Копия:", "Приложение:", "Приложения:", "Страница {page} из {pages}"),
    "zh": Words("主题：", "抄送：", "附件：", "附件：", "第 {page} 页，共 {pages} 页", "，"),
    "zh-hant": Words("主旨：", "副本：", "附件：", "附件：", "第 {page} 頁，共 {pages} 頁", "，"),
}
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def words_for(tag: str) -> Words:
    """The labels for a BCP 47 tag; English where there are none yet."""
    primary, *rest = tag.lower().split("-")
    if primary == "zh" and _TRADITIONAL.intersection(rest) and "hans" not in rest:
        primary = "zh-hant"
    return _WORDS.get(primary, _ENGLISH)
