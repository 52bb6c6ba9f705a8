"""Cases, statutes, regulations, treaties and documents of public bodies, each known by its own marks.

Bluebook rules 10 (cases), 12 (statutes), 14 (regulations and executive orders), 21.7 and 21.8 (United Nations, treaties);
OSCOLA 2.1 for cases with a year in square brackets.
"""

from __future__ import annotations

import re

CASE_NAME = re.compile(r"\s(?:v\.?|vs\.?)\s(?=(?:the\s)?[A-Z(])|^(?:In re|Ex parte|Matter of|In the Matter of|Re)\s")
REPORTERS = (
    r"U\.\s?S\.|S\.\s?Ct\.|L\.\s?Ed\.(?:\s?2d)?|F\.(?:\s?(?:2d|3d|4th))?|F\.\s?Supp\.(?:\s?(?:2d|3d))?|F\.\s?App[’']?x\.?|"
    r"Fed\.\s?App[’']?x\.?|F\.R\.D\.|B\.R\.|Fed\.\s?Cl\.|I\.?\s?&\s?N\.?\sDec\.|"
    r"A\.(?:2d|3d)|P\.(?:2d|3d)|N\.E\.(?:2d|3d)?|N\.W\.(?:2d)?|S\.E\.(?:2d)?|S\.W\.(?:2d|3d)?|So\.(?:\s?(?:2d|3d))|"
    r"Cal\.(?:\s?(?:2d|3d|4th|5th|App\.|Rptr\.)[\w .]{0,10})?|N\.Y\.(?:S\.)?(?:2d|3d)?|WL|WLR|ICR|IRLR|FSR|Cr App R|"
    r"Lloyd[’']s Rep|AC|QB|KB|Ch|Fam|All ER|ECR|"
    r"N\.?L\.?R\.?B\.?(?=\s(?:No\.\s)?\d)|F\.C\.C\.\s?Rcd\.?|FCC\s?Rcd\.?|F\.T\.C\.|C\.M\.L\.R\.|"
    r"E\.?H\.?R\.?R\.?|Eur\. Ct\. H\.R\.|I\.C\.J\."
)
CASE = re.compile(
    rf"(?P<volume>\d{{1,4}})\s(?P<reporter>{REPORTERS})\s(?:No\.\s)?(?:(?P<page>\d{{1,3}}(?:,\d{{3}})+|\d{{1,7}}|_{{2,9}}|—{{1,9}})"
    r"(?:,\s(?:at\s)?(?P<pin>\*?(?:\d{1,3},\d{3}|\d{1,6})(?:[–-]\d+)?(?:\sn\.\s?\d+)?(?:,\s\d+(?:[–-]\d+)?){0,6}))?|"
    r"at\s(?P<pin2>\d[\d,]{0,6}(?:[–-]\d+)?))"
)
BRACKETED_CASE = re.compile(
    rf"[\[(](?P<year>(?:19|20)\d\d)[\])]\s(?:(?P<volume>\d{{1,3}})\s)?(?P<reporter>EWCA Civ|EWCA Crim|EWHC|UKSC|UKHL|UKUT|"
    rf"UKPC|CSIH|CSOH|NIQB|SCC|HCA|IESC|IEHC|{REPORTERS})\s(?P<page>\d+)(?:\s?\((?P<court>[A-Z][\w]+)\))?"
)
CODE = re.compile(
    r"(?:(?P<volume>\d{1,3})\s(?P<code>U\.?\s?S\.?\s?C\.?(?:\s?A\.)?|C\.?\s?F\.?\s?R\.?)|"
    r"(?:(?P<volume2>\d{1,4})\s)?(?P<state>(?:(?:[A-Z]\.){2,3}\s|"
    r"(?:[NSW]\. )?[A-Z][a-z]+\.?\s(?:[A-Z][a-z]+\.?\s)?)(?:(?:Penal|Admin\.|Regs?\.|Adm\.|Mun\.|Exec\.|Ins\.|"
    r"Real|Prop\.|Fin\.|Hous\.|Elec|Soc\.|Servs?\.|Lab\.|Emp\.|Alco\.|Agric\.|Ed\.|Env’t|Env't|Pub|Util\.|Res\.|"
    r"Rules|Code|Gen|Gov’t|Gov't|Civ\.|Civil|Lab\.|Health|Bus\.|"
    r"Com\.|Corp\.|Fam\.|Veh\.|Elec\.|Ins\.|Tax|Pub\.|Welf\.|Inst\.|Educ\.|Crim\.|Rev\.|Gen\.|Comp\.|Ann\.|Stat\.|Code|"
    r"Laws|Consol\.|&|Prof\.|Safety|Law|Proc\.)\s?){1,6},?))"
    r"\s?,?(?:(?:[Tt]it\.|[Cc]h\.|[Aa]rt\.)\s?[\w-]{1,6},?\s)?(?:§§?|[Ss]ecs?\.|[Ss]ections?|[Pp]ts?\.|"
    r"[Pp]arts?)?\s?(?P<section>(?:[A-Z]?\d[\w.:/-]*(?:\([\w–-]{1,5}\)){0,6})(?:(?:,\s|\s?[–-]\s?|\sand\s|"
    r"\s&\s)(?:\d[\w.-]*(?:\([\w–-]{1,5}\)){0,6}|\([\w]{1,4}\)(?:\([\w]{1,4}\))*)){0,5})(?P<etseq>\set\sseq\.?)?"
)
PUBLIC_LAW = re.compile(r"(?P<code>Pub(?:\.|lic)\s?L(?:\.|aw)(?:\s?No\.)?)\s?(?P<number>\d{2,3}[-–‑]\d{1,4})")
STATUTES_AT_LARGE = re.compile(r"(?P<volume>\d{1,3})\sStat\.\s(?P<page>[\d,]{1,7})(?:,\s(?P<pin>[\d,]{1,7}(?:[–-]\d+)?))?")
REGISTER = re.compile(
    r"(?P<volume>\d{1,3})\s(?P<code>Fed\.\s?Reg\.|F\.?R\.?|FR)\s(?:(?P<page>\d{1,3}(?:,\d{3})+|"
    r"\d{1,6})(?:,\s(?:at\s)?(?P<pin>(?:\d{1,3},\d{3}|\d{1,6})(?:[–-][\d,]{1,7}\d|"
    r"[–-]\d)?(?:\sn\.\s?\d+)?)(?!\w))?(?:[–-]\d+)?|at\s(?P<pin2>(?:\d{1,3},\d{3}|"
    r"\d{1,6})(?:[–-][\d,]{1,7}\d)?(?:\s&?\s?nn?\.\s?\d+)?))"
)
RECORD = re.compile(r"(?P<volume>\d{1,3})\sCong\.\sRec\.\s(?P<page>[HSED]?\d[\d,]{0,6})")
ORDER = re.compile(
    r"(?P<kind>Exec(?:\.|utive) Order|E\.O\.|EO|Presidential Memorandum|Proclamation)(?:\sNo\.?)?\s(?P<number>\d{1,2},?\d{3})"
)
TREATY_SERIES = re.compile(
    r"(?:(?P<volume>\d{1,4})\s)?(?P<series>(?<=\d\s)U\.?N\.?T\.?S\.?|C?E\.?T\.?S\.?(?=\s(?:No|\d))|L\.N\.T\.S\.|T\.?I\.?A\.?S\.?|"
    r"U\.S\.T\.|CETS|(?<=\d\s)I\.L\.M\.)(?:\sNo\.)?\s(?P<page>\d{1,5}(?:-\d{1,6})?)"
)
JOURNAL_OF_EU = re.compile(
    r"\[?(?:\d{4}\]?\s)?(?P<journal>O\.?J\.?(?![A-Za-z])|"
    r"Official Journal(?: of the European Union)?)[,:]?\s?(?:\[?(?P<year>(?:19|"
    r"20)\d\d)\]?\s(?=[LC]))?[(]?(?P<series>[LC](?:\sseries)?)?[.,]?\s?"
    r"(?P<volume>\d{1,4}(?:/\d{1,4})?[A-Z]?)?[)]?(?P<rest>(?:[,\s/]{1,2}\d{4}/\d{1,5})?)"
)
UN_NUMBER = re.compile(
    r"(?:U\.?\s?N\.?\s)?(?:Doc(?:ument)?\.?\s)(?P<a>[A-Z]{1,8}[/.][\w./()-]*\w\)?)|(?<![\w/])(?P<b>(?:A|E|S|ST|HR|DP|TD|"
    r"CCPR|CERD|CEDAW|CRC|CAT|CMW|CRPD)/[A-Z0-9][\w./-]{1,40}\w)"
)
RESOLUTION = re.compile(
    r"(?:G\.?\s?A\.?|S\.?\s?C\.?|H\.?R\.?C\.?|Human Rights Council|(?:UN )?General Assembly|"
    r"(?:UN )?Security Council)\s(?:Res(?:\.|olution))\s(?P<number>[\dA-Z][\w./()-]*(?:\s\([A-Z-]{1,6}\))?)"
)
REPORT_NUMBER = re.compile(
    r"(?<![\w/])(?:(?:GAO|OIG|NISTIR|NIST\.IR|NIST IR|NIST AI|NIST SP|OMB|CRS|CBO)[-\s]\d[\w.-]*\w?|M-\d\d-\d\d|"
    r"EPA[-/]\d[\w/-]{3,20}\d|[A-Z]{3,6}-\d{2,4}-[A-Z]-\d\d-\d{3}|[A-Z]{2,6}-\d\d-\d\d-\d{3,5}|"
    r"P\d_TA(?:-PROV)?\(\d{4}\)\d{4}|[A-Z]{2,6}(?:-[A-Z]{2,5}){0,2}-(?:19|20)\d\d-\d{3,4}(?:-\d{2,5})?|(?:CRS )?(?:RL|IF|"
    r"IN|LSB|RS|R)\d{4,5}|OIG-\d\d-\d\d+|(?:COM|SWD|JOIN)\s?\(\d{4}\)\s?\d+(?:\s?final)?|(?:Index(?: [Nn]umber|"
    r" No\.)?:? )?[A-Z]{3} \d\d/\d+/\d{4}|(?:DHS/[\w/]+(?:-\d+)?(?:\([a-z]\))?))(?![\w/])"
)
DOCKET = re.compile(
    r"(?:Case\s|(?:[A-Z]{2,5}\s)(?=Docket|Dkt|File))?(?:(?:Docket(?: ID)?|Dkt\.|Communication|Comm\.|File|Case|"
    r"Civ\.|Crim\.|Cause|Application|App\.|"
    r"Appl\.)\s?)?(?:Nos?\.?|nos?\.?|Docket|Case|"
    r"Dkt\.)\s?(?:ID\s)?(?P<number>[\dA-Z][\w:./–-]{2,40}\w(?:\s\([A-Z]{2,4}\))?)"
)
BILL = re.compile(
    r"(?P<chamber>H\.R\.|S\.|H\.J\. ?Res\.|S\.J\. ?Res\.|H\. ?Res\.|S\. ?Res\.|A\.B\.|S\.B\.|AB|SB|HB|"
    r"H\.B\.)\s?(?P<number>\d{1,5}),?\s(?P<cong>\d{2,3}(?:st|nd|rd|th|d)\sCong\.|\d{4}|Reg\.)"
)
BILL_FIRST = re.compile(
    r"(?P<chamber>H\.R\.|S\.|H\. ?Res\.|S\. ?Res\.|A\.B\.|"
    r"S\.B\.)\s?(?P<number>\d{1,5}),\s(?P<title>[A-Z][^,\x00]{3,160}),\s(?P<cong>\d{2,3}(?:st|nd|rd|th|d)\sCong\.)"
)
CONGRESS = re.compile(
    r",?\s(?P<cong>\d{2,3}(?:st|nd|rd|th|d)\sCong\.)(?:,\s\d(?:st|nd|d)\s[Ss]ess\.)?(?:\s(?P<pin>\d{1,4}(?:[–-]\d+)?))?"
)
COURT = re.compile(
    r"\b(?:Cir\.|Ct\.|App\.|Sup\.|D\.\s?[A-Z]|[NSEWMC]\.D\.|D\.D\.C\.|B\.I\.A\.|BIA|Cal\.|Tex\.|Mass\.|D\.C\.|Fla\.|Ill\.|"
    r"Cl\.|D\.[A-Z]|CJEU|ECtHR|ECJ|GC|Grand Chamber|FTC|F\.T\.C\.|FCC|A\.G\.|Va\.|Md\.|Pa\.|N\.Y\.|Wash\.|Or\.|N\.J\.|"
    r"Colo\.|Ohio|Del\.)"
)

EU_ACT = re.compile(
    r"(?P<title>(?:(?:European )?(?:Commission|Council|"
    r"Parliament)(?: of Europe)?(?: of the European Union)?,? )?(?:(?:legislative|Implementing|Delegated|Framework) ){0,2}"
    r"(?:[Rr]esolution|[Rr]egulation|[Dd]irective|[Dd]ecision|[Rr]ecommendation|[Cc]onclusions|[Cc]ommunication) "
    r"(?:\((?:EU|EC|EEC|Euratom|CFSP)(?:, \w+)?\) )?(?:(?:No )?\d{1,4}/\d{1,4}(?:/\w+)?|of \d{1,2} [A-Z][a-z]+ \d{4}))"
)
EU_CASE = re.compile(
    r"(?:Joined\s)?Cases?\s(?P<number>[CTF][-‑–]\d{1,4}/\d\d(?:(?:,\s|"
    r"\sand\s)[CTF][-‑–]\d{1,4}/\d\d){0,4})(?:\s[A-Z]{1,3}\b)?,?\s?"
)
STRASBOURG = re.compile(
    r",?\s(?:no\.|nos\.)\s(?P<number>[\d/ and,–-]{5,60}),\s(?P<reporter>ECHR|Eur\. Ct\. H\.R\.)\s(?P<year>(?:19|"
    r"20)\d\d)(?:-[IVX]+)?"
)
"""Hirsi Jamaa and Others v. Italy [GC], no. 27765/09, ECHR 2012 (the Court's own style)."""
ECLI = re.compile(r",?\s?\[?(?:ECLI:)?EU:(?P<court>[CTF]):(?P<year>\d{4}):(?P<number>\d{1,5})\]?")
BRITISH_ACT = re.compile(
    r"(?P<title>(?:[A-Z][\w'’-]*,?\s(?:(?:and|of|for|to|the|in|etc|\([A-Z][\w ,]{2,40}\))\s){0,3}){1,9}(?:Act|Order|"
    r"Regulations|Rules)\s(?P<year>(?:1[89]|20)\d\d)(?!\d))(?:,?\s(?:ss?|sch|Sch|reg|regs|art|arts|rr?|"
    r"para)\.?\s?(?P<number>\d+[A-Z]{0,2}(?:\(\w{1,4}\)){0,4}(?:[–-]\d+)?))?"
)
_ANY = (
    EU_CASE,
    CASE,
    PUBLIC_LAW,
    REGISTER,
    RECORD,
    ORDER,
    TREATY_SERIES,
    UN_NUMBER,
    RESOLUTION,
    BILL,
    BILL_FIRST,
    BRACKETED_CASE,
)


def is_legal(text: str) -> bool:
    """Whether an authority of law is cited somewhere in ``text``."""
    act = BRITISH_ACT.match(text)
    return (
        (act is not None and (act["number"] is not None or len(text) - act.end() < 4))
        or is_case(text)
        or EU_ACT.match(text) is not None
        or any(pattern.search(text) for pattern in _ANY)
        or code(text) is not None
        or bool(re.search(r"\bOJ [LC]\b|\bO\.J\. ", text))
    )


def is_case(text: str) -> bool:
    """Whether ``text`` names two parties and then where to find their case: a docket, a court with a year."""
    named = CASE_NAME.search(text)
    if named is None or (named.start() > 120 and "“" in text[: named.start()]):
        return False
    return bool(re.search(r"\(\d?[^()]{2,50}(?:19|20)\d\d\)|\bNos?\. [\dA-Z]", text[named.end() : named.end() + 250]))


def code(text: str) -> re.Match[str] | None:
    """The first section of a code cited in ``text``. A state's code needs its "§": "… Privacy Law 4" is a journal."""
    for match in CODE.finditer(text):
        if match["volume"] or match["volume2"] or re.search(r"§|[Ss]ec", match[0]):
            return match
    return None
