"""What a letter's language settles for every writer: direction, paper, hyphens, and the few words that the letter adds."""

from __future__ import annotations

from dataclasses import dataclass

from letters.document.list_words import ENGLISH, LIST_WORDS, ListWords

_RTL_LANGUAGES = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
_RTL_SCRIPTS = frozenset({"Adlm", "Arab", "Hebr", "Nkoo", "Syrc", "Thaa"})
_LTR_SCRIPTS = frozenset({"Cyrl", "Deva", "Latn"})
_LETTER_REGIONS = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""Where US Letter is the usual paper: Unicode CLDR, supplemental data, ``paperSize``."""
_HYPHENATED = frozenset({"af", "da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"})
"""Languages whose compounds leave holes in a ragged line. Elsewhere a letter is typed without hyphens."""


@dataclass(frozen=True, slots=True)
class Words:
    """Labels as printed, with their colons; ``page`` has the places ``{page}`` and ``{pages}``."""

    subject: str
    copies: str
    attachment: str
    attachments: str
    page: str
    signatories: str
    endnotes: str
    number: str
    """Stands where a number of signatories is not known."""
    number_by_state: str
    """Stands for the number of those from the recipient's state, in a copy that is for no recipient in particular."""
    comma: str = ", "


_ENGLISH = Words(
    "Re:",
    "CC:",
    "Attachment:",
    "Attachments:",
    "Page {page} of {pages}",
    "Signatories",
    "Endnotes",
    "[number]",
    "[number by state]",
)
_WORDS = {
    "ar": Words(
        "الموضوع:",
        "نسخة إلى:",
        "المرفق:",
        "المرفقات:",
        "صفحة {page} من {pages}",
        "الموقعون",
        "الحواشي",
        "[العدد]",
        "[العدد حسب الولاية]",
        "، ",
    ),
    "de": Words(
        "Betreff:",
        "CC:",
        "Anlage:",
        "Anlagen:",
        "Seite {page} von {pages}",
        "Unterzeichnende",
        "Endnoten",
        "[Anzahl]",
        "[Anzahl je Staat]",
    ),
    "en": _ENGLISH,
    "es": Words(
        "Asunto:",
        "CC:",
        "Anexo:",
        "Anexos:",
        "Página {page} de {pages}",
        "Firmantes",
        "Notas",
        "[número]",
        "[número por estado]",
    ),
    "fr": Words(
        "Objet\u00a0:",
        "CC\u00a0:",
        "Pièce jointe\u00a0:",
        "Pièces jointes\u00a0:",
        "Page {page} sur {pages}",
        "Signataires",
        "Notes",
        "[nombre]",
        "[nombre par État]",
    ),
    "he": Words(
        "הנדון:", "העתק:", "נספח:", "נספחים:", "עמוד {page} מתוך {pages}", "חותמים", "הערות", "[מספר]", "[מספר לפי מדינה]"
    ),
    "it": Words(
        "Oggetto:",
        "CC:",
        "Allegato:",
        "Allegati:",
        "Pagina {page} di {pages}",
        "Firmatari",
        "Note",
        "[numero]",
        "[numero per Stato]",
    ),
    "ja": Words(
        "件名：", "CC：", "添付：", "添付：", "{page} / {pages} ページ", "署名団体", "注", "［数］", "［州別の数］", "、"
    ),
    "ko": Words("제목:", "참조:", "첨부:", "첨부:", "{pages}쪽 중 {page}쪽", "서명 단체", "미주", "[수]", "[주별 수]"),
    "nl": Words(
        "Betreft:",
        "CC:",
        "Bijlage:",
        "Bijlagen:",
        "Pagina {page} van {pages}",
        "Ondertekenaars",
        "Eindnoten",
        "[aantal]",
        "[aantal per staat]",
    ),
    "pt": Words(
        "Assunto:",
        "CC:",
        "Anexo:",
        "Anexos:",
        "Página {page} de {pages}",
        "Signatários",
        "Notas",
        "[número]",
        "[número por estado]",
    ),
    "ru": Words(
        "Тема:",
        "Копия:",
        "Приложение:",
        "Приложения:",
        "Страница {page} из {pages}",
        "Подписали",
        "Примечания",
        "[число]",
        "[число по штату]",
    ),
    "zh": Words(
        "主题：",
        "抄送：",
        "附件：",
        "附件：",
        "第 {page} 页，共 {pages} 页",
        "联署方",
        "尾注",
        "［数目］",
        "［各州数目］",
        "，",
    ),
    "zh-hant": Words(
        "主旨：",
        "副本：",
        "附件：",
        "附件：",
        "第 {page} 頁，共 {pages} 頁",
        "聯署方",
        "尾註",
        "［數目］",
        "［各州數目］",
        "，",
    ),
}
_TRADITIONAL = frozenset({"TW", "HK", "MO"})


@dataclass(frozen=True, slots=True)
class Language:
    """A letter's language as its writers need it. ``region`` is empty where the tag has none."""

    primary: str
    region: str
    rtl: bool
    hyphenated: bool
    us_letter: bool
    """Whether the paper is US Letter; A4 otherwise."""
    words: Words
    listed: ListWords
    """What stands over the parts of the list."""


def language_of(tag: str) -> Language:
    """What the BCP 47 ``tag`` ("en-US", "zh-Hant-TW") settles. A tag without a region is taken for one of North America."""
    primary, *rest = tag.replace("_", "-").split("-")
    primary = primary.lower()
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    region = next((part.upper() for part in rest if len(part) == 2 and part.isalpha()), "")
    if primary == "zh" and not region and script:
        region = "TW" if script == "Hant" else "CN"
    traditional = primary == "zh" and script != "Hans" and (script == "Hant" or region in _TRADITIONAL)
    named = "zh-hant" if traditional else primary
    usable = 2 <= len(primary) <= 3 and primary.isascii() and primary.isalpha()
    return Language(
        primary=primary if usable else "en",
        region=region,
        rtl=script in _RTL_SCRIPTS or (script not in _LTR_SCRIPTS and primary in _RTL_LANGUAGES),
        hyphenated=primary in _HYPHENATED,
        us_letter=not region or region in _LETTER_REGIONS,
        words=_WORDS.get(named, _ENGLISH),
        listed=LIST_WORDS.get(named, ENGLISH),
    )
