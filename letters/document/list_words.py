"""What stands over the parts of a list of signatories, and on a draft, in the languages that letters come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListWords:
    """Titles as printed. ``affiliations`` stands below ``individuals``; ``others`` are the organizations without a group of
    their own; ``draft`` has the place ``{moment}``, at which the list was taken."""

    organizations: str
    others: str
    hosts: str
    individuals: str
    affiliations: str
    international: str
    national: str
    state: str
    local: str
    draft: str


ENGLISH = ListWords(
    organizations="Organizations",
    others="Other organizations",
    hosts="Host organizations",
    individuals="Individuals",
    affiliations="Affiliations are listed for identification only.",
    international="International organizations",
    national="National organizations",
    state="State organizations",
    local="Local organizations",
    draft="DRAFT · Signatories as of {moment}",
)

LIST_WORDS: Mapping[str, ListWords] = {
    "ar": ListWords(
        organizations="المنظمات",
        others="منظمات أخرى",
        hosts="المنظمات المبادِرة",
        individuals="الأفراد",
        affiliations="تُذكر جهات الانتماء للتعريف فقط.",
        international="منظمات دولية",
        national="منظمات وطنية",
        state="منظمات على مستوى الولاية",
        local="منظمات محلية",
        draft="مسودة · الموقعون حتى {moment}",
    ),
    "de": ListWords(
        organizations="Organisationen",
        others="Weitere Organisationen",
        hosts="Initiierende Organisationen",
        individuals="Einzelpersonen",
        affiliations="Die Zugehörigkeit dient nur der Zuordnung.",
        international="Internationale Organisationen",
        national="Landesweite Organisationen",
        state="Organisationen der Bundesstaaten",
        local="Örtliche Organisationen",
        draft="ENTWURF · Unterzeichnende, Stand {moment}",
    ),
    "en": ENGLISH,
    "es": ListWords(
        organizations="Organizaciones",
        others="Otras organizaciones",
        hosts="Organizaciones convocantes",
        individuals="Personas",
        affiliations="La afiliación se indica solo a efectos de identificación.",
        international="Organizaciones internacionales",
        national="Organizaciones nacionales",
        state="Organizaciones estatales",
        local="Organizaciones locales",
        draft="BORRADOR · Firmantes al {moment}",
    ),
    "fr": ListWords(
        organizations="Organisations",
        others="Autres organisations",
        hosts="Organisations à l’initiative",
        individuals="Personnes",
        affiliations="L’appartenance est mentionnée à seule fin d’identification.",
        international="Organisations internationales",
        national="Organisations nationales",
        state="Organisations des États",
        local="Organisations locales",
        draft="PROJET · Signataires au {moment}",
    ),
    "he": ListWords(
        organizations="ארגונים",
        others="ארגונים נוספים",
        hosts="הארגונים היוזמים",
        individuals="אנשים פרטיים",
        affiliations="השיוך מצוין לצורכי זיהוי בלבד.",
        international="ארגונים בין־לאומיים",
        national="ארגונים ארציים",
        state="ארגונים מדינתיים",
        local="ארגונים מקומיים",
        draft="טיוטה · החותמים נכון ל־{moment}",
    ),
    "it": ListWords(
        organizations="Organizzazioni",
        others="Altre organizzazioni",
        hosts="Organizzazioni promotrici",
        individuals="Persone",
        affiliations="L’affiliazione è indicata solo a fini di identificazione.",
        international="Organizzazioni internazionali",
        national="Organizzazioni nazionali",
        state="Organizzazioni statali",
        local="Organizzazioni locali",
        draft="BOZZA · Firmatari al {moment}",
    ),
    "ja": ListWords(
        organizations="団体",
        others="その他の団体",
        hosts="呼びかけ団体",
        individuals="個人",
        affiliations="所属は本人確認のために記載しています。",
        international="国際団体",
        national="全国団体",
        state="州の団体",
        local="地域団体",
        draft="草案・署名者は{moment}現在",
    ),
    "ko": ListWords(
        organizations="단체",
        others="그 밖의 단체",
        hosts="주관 단체",
        individuals="개인",
        affiliations="소속은 신원 확인을 위해서만 표기합니다.",
        international="국제 단체",
        national="전국 단체",
        state="주 단체",
        local="지역 단체",
        draft="초안 · {moment} 기준 서명자",
    ),
    "nl": ListWords(
        organizations="Organisaties",
        others="Overige organisaties",
        hosts="Initiatiefnemende organisaties",
        individuals="Personen",
        affiliations="De functie of instelling is alleen ter identificatie vermeld.",
        international="Internationale organisaties",
        national="Landelijke organisaties",
        state="Organisaties per staat",
        local="Lokale organisaties",
        draft="CONCEPT · Ondertekenaars per {moment}",
    ),
    "pt": ListWords(
        organizations="Organizações",
        others="Outras organizações",
        hosts="Organizações proponentes",
        individuals="Pessoas",
        affiliations="A afiliação é indicada apenas para fins de identificação.",
        international="Organizações internacionais",
        national="Organizações nacionais",
        state="Organizações estaduais",
        local="Organizações locais",
        draft="RASCUNHO · Signatários em {moment}",
    ),
    "ru": ListWords(
        organizations="Организации",
        others="Другие организации",
        hosts="Организации-инициаторы",
        individuals="Частные лица",
        affiliations="Место работы указано только для сведения.",
        international="Международные организации",
        national="Национальные организации",
        state="Организации штатов",
        local="Местные организации",
        draft="ПРОЕКТ · Подписавшие на {moment}",
    ),
    "zh": ListWords(
        organizations="机构",
        others="其他机构",
        hosts="发起机构",
        individuals="个人",
        affiliations="所列单位仅用于识别身份。",
        international="国际机构",
        national="全国性机构",
        state="州级机构",
        local="地方机构",
        draft="草稿 · 截至{moment}的联署方",
    ),
    "zh-hant": ListWords(
        organizations="機構",
        others="其他機構",
        hosts="發起機構",
        individuals="個人",
        affiliations="所列單位僅供識別身分。",
        international="國際機構",
        national="全國性機構",
        state="州級機構",
        local="地方機構",
        draft="草稿 · 截至{moment}的聯署方",
    ),
}
"""By the primary language; Chinese in traditional characters under "zh-hant". Other languages get the English ones."""
