"""The words that tell an institution, an outlet, a person's name and a finished sentence apart."""

from __future__ import annotations

import re

_ABBREVIATIONS_LISTED = """
    acad adm admin aff app appx art arts ass ave am compl decl mot com consol educ veh welf prob bus fam pen bd bhd bldg
    blvd bull cal cas cent cert ch chap chs cir civ cl co col coll comm comp comput cong conn const constr contemp corp
    crim ct cts cty def dep dept dev diff dir dist div doc docs econ ed edn eds elec emp eng enter env envtl est esq ex
    exec exh ext fed fig figs fla found ft fund gaz gen geo gov govt harv hist hon hosp hous hum ibid id ill inc ind indep
    indus info ins inst int intell invest isr jr jud jur juris just lab labs learn learning leg legis lib libr lit llc lr
    ltd mach mag mass max md med mem mgmt mich minn misc mo mod mr mrs ms nat natl nn no nos nw off offs op opp ord org pa
    para paras par pg phil pol pp prac proc prod prof progs prot psych pt pts pub publ pubs pvt rec ref refs reg regs
    rehab rel rep reps res resp rev rptr rsch rts sch sci sec secs sect sen ser serv servs sess soc st stan stat stats std
    stds sub supp symp sys tbl tech techs tel tenn tex tit tp trans transp trib univ urb va vol vols vs wash wis wkly yb
    eur al cf eg ie viz approx ca auth telecomm telecomms jan feb mar apr jun jul aug sep sept oct nov dec cmm commc ctr
    ctrs mfg mkt mut mun nev okla ore pac prop pro psychol quart ry sav so sw tpk twp util yale p n v l j m g a s e u d h
    c f i k o q r t w x y z b
    dr lt sgt capt maj supt messrs
    ala ariz ark colo ga haw ida kan ky la mont neb nev okla vt wyo immigr immig agric anthro behav biol bldgs chem chron
    cmty collab compar conf contrib coop counselors crim cybersec def delib democ demog digit dipl discrim dom educators empir
    enf environ equip ethn eval expl exp fid fin fisc forens fundam glob gov’t grp guar hisp homeland identif immun
    indus innov insur intellig interdisc inv invs juv lang liab ling lit litig loc mar mech metro mil mktg mun nutr occ
    occup opp oversight persp pharm philos phys pol'y polit pract presid prevent procs prop'y publ'n rec'd refug regul reprod
    rsrv sav scis scot sociol spec stds strat stud studs subcomm surv tchr tchrs telecom territ therap toxic transcult
    transnat treas unif vet victim viol welf'
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS_LISTED.split())

_ORGANIZATION_LISTED = """
    office off department dep't dept council committee comm comm'n commission center centre ctr ctrs institute institution
    inst institut university univ college school watch international int'l union association ass'n foundation found fund
    project network coalition bureau agency ministry authority auth board society alliance federation conference congress
    parliament senate house government gov't govt administration admin servs court division div party library archive
    press times post journal news herald tribune magazine review gazette guardian chronicle observatory organization
    organisation org initiative lab laboratory laboratories clinic corporation corp company co inc llc ltd llp group
    partners partnership campaign lawyers law defenders advocates trust forum academy academies rsch research cong serv
    assembly nations bank supervisor rapporteur secretary president commissioner police force forces fbi gao dhs doj omb
    cbp ice uscis hhs hud ftc fcc sec epa nist nsf cdc fda gsa un unhcr ohchr unicef who ilo oecd eu edpb edps aclu eff
    epic naacp naacpldf cdt amnesty greenpeace oxfam unesco undp interpol europol frontex nato imf wto program programme
    taskforce counsel consortium secretariat directorate publishing publishers publications books verso routledge penguin
    springer elsevier wiley sage brookings rand pew gallup reuters politico axios bloomberg propublica wired vox slate npr
    cnn bbc pbs nbc cbs abc msnbc ap euractiv techcrunch intercept atlantic economist verge markup facebook twitter
    youtube medium substack github zenodo arxiv ssrn sec'y att'y club league guild chamber caucus museum hospital monitor
    ministère ministerio comisión instituto universidad université universität agence agencia conseil consejo défenseur
    fundación fondation stiftung bundesministerium bundesamt bundestag secretaría defensoría
    collective movement voices committees team panel hub inspectorate ombudsman tribunal cooperative brotherhood
"""
_ORGANIZATION = frozenset(_ORGANIZATION_LISTED.split())
_ACRONYMS_LISTED = """
    who ice un eu ap ap eff epic rand sage nato imf wto hud sec gsa pew epa fda cdc ilo abc pbs imf time cop
"""
_ACRONYMS = frozenset(_ACRONYMS_LISTED.split())
"""Acronyms that are ordinary words in small letters: "Who Counts?" is no work of the WHO."""
_STRONG_HEADS_LISTED = """
    board supervisor institute center centre union council watch international committee foundation university commission
    association fund project network coalition agency bureau alliance federation society court parliament ministry
    department office organization organisation programme program initiative campaign consortium service
"""
STRONG_HEADS = frozenset(_STRONG_HEADS_LISTED.split())

_OUTLETS_LISTED = """
    n.y. times | new york times | the new york times | nyt | washington post | the washington post | wash. post |
    wall street journal | the wall street journal | wall st. j. | the guardian | guardian | l.a. times |
    los angeles times | usa today | reuters | associated press | ap | ap news | politico | politico europe | axios |
    bloomberg | bloomberg law | bloomberg news | propublica | the intercept | wired | the verge | the markup | context |
    vox | slate | the atlantic | the hill | npr | cnn | bbc | bbc news | pbs newshour | nbc news | cbs news | abc news |
    al jazeera | the economist | financial times | time | newsweek | buzzfeed news | vice | motherboard | techcrunch |
    ars technica | mit technology review | mit tech. rev. | the nation | mother jones | the new yorker | new yorker |
    forbes | fortune | business insider | huffpost | the independent | the times | the telegraph | der spiegel |
    le monde | el país | euractiv | boston globe | the boston globe | chicago tribune | miami herald | texas tribune |
    the texas tribune | san francisco chronicle | s.f. chron. | houston chronicle | the detroit news |
    detroit free press | the conversation | scientific american | nature | science | the lancet | foreign affairs |
    foreign policy | lawfare | just security | tech policy press | gizmodo | 404 media | cyberscoop | nextgov |
    fedscoop | govexec | roll call | the 19th | the appeal | the marshall project | documented | borderless magazine |
    stat | stat news | kff health news | kaiser health news | twitter | x | facebook | medium | youtube | linkedin |
    bluesky | mastodon | instagram | chalkbeat | edweek | education week | the 74 | inside higher ed | the irish times |
    irish times | the globe and mail | toronto star | haaretz | the times of israel | fast company | quartz |
    the new republic | the baltimore sun | the sacramento bee | calmatters | the city | gothamist | new york magazine |
    rolling stone
"""
OUTLETS = frozenset(name.strip() for name in _OUTLETS_LISTED.split("|"))
_MAGAZINES_LISTED = """
    scientific american | the atlantic | the new yorker | new yorker | wired | time | newsweek | the economist |
    mother jones | the nation | forbes | fortune | mit technology review | foreign affairs | foreign policy |
    rolling stone | fast company | the new republic | new york magazine | harper's magazine
"""
MAGAZINES = frozenset(name.strip() for name in _MAGAZINES_LISTED.split("|"))
_POSTS_LISTED = """
    twitter | x | facebook | linkedin | bluesky | mastodon | instagram | youtube | x (formerly twitter) | threads
"""
POSTS = frozenset(name.strip() for name in _POSTS_LISTED.split("|"))

_NOT_A_NAME_LISTED = """
    the of and on in for to with from by at a an or as how why what when who where is are not no new report fact sheet
    letter memorandum act law order rule bill press release statement testimony comments comment hearing policy data
    privacy rights human border patrol security national federal state states united public artificial intelligence
    technology technologies surveillance immigration climate change justice health care education housing police policing
    children child world global annual final draft guidance guidelines principles framework strategy plan action agenda
    digital online social media school schools voting algorithmic automated automating decision systems facial recognition
    tracking detention deportation asylum refugee refugees migrants migration workers labor department office council
    committee commission institute university center section chapter part volume article proposed notice trump biden obama
    congress senate house american european african asian black white native americas u.s. us eu uk un america europe
    canada california texas york washington london geneva brussels study survey analysis assessment review index handbook
    guide toolkit brief background overview introduction executive summary update free speech civil liberties criminal
    gender race racial equity equal access water air energy food poverty war peace crime crisis future case power money
    market markets capital economy economic science research about inside behind beyond toward towards against after
    before under over more most it its our your their this that these those we you they
"""
_NOT_A_NAME = frozenset(_NOT_A_NAME_LISTED.split())
_PARTICLE_LISTED = """
    de da do dos das di du del della der den van von la le el al bin ibn ben ter ten zu af av y e
"""
_PARTICLE = frozenset(_PARTICLE_LISTED.split())
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV|Esq|Ph\.?D|M\.?D|J\.?D)\.?", re.IGNORECASE)
TITLES_OF_PERSONS = re.compile(
    r"^(?:(?:Dr|Prof|Professor|Sen|Rep|Senator|Representative|Hon|Mr|Ms|Mrs|Gov|Judge|Justice|Sir|Lord|Dame|Baroness|"
    r"The Hon)\.?\s)+"
)
_NAME_WORD = re.compile(r"(?:[A-ZÀ-ÖØ-Þ][\w'’.-]*|(?:d|al|el|D|O)['’-][A-Z][\w'’-]*)")


_A_WORK = re.compile(
    r"(?:(?:An?|The|Annual|Final|Interim|Joint|Special|Initial|Draft) ){0,2}(?:Investigation|Report|Review|Study|"
    r"Assessment|Advisory|Statement|Guide|Guidance|Audit|Analysis|Survey"
    r"|Inventory|Evaluation|Overview|State|Rise|History|Future|Impacts?|Effects?|Role|Use|Case|Letter|Memorandum|Comments?|"
    r"Testimony|Framework|Blueprint|Principles|Guidelines"
    r"|Recommendations?|Findings|Oversight|Declaration|Resolution|Proposal|Opinion|Policy Statement|Fact Sheet|Request|"
    r"Response|Submission)s?\b(?:[^,]* )?(?:of|on|concerning|to|for|into|about|from|regarding|by)\b",
    re.IGNORECASE,
)
"""How the title of a work begins, though an institution's name stands further on in it."""


_CLIPPED = frozenset(("off", "inst", "div", "co", "comm", "cong", "serv", "res"))
"""Abbreviations that are words without their stop: "Off Task" is no office."""
_LINKS = frozenset(
    (
        "into",
        "with",
        "from",
        "by",
        "after",
        "toward",
        "towards",
        "through",
        "between",
        "about",
        "under",
        "over",
        "is",
        "are",
        "at",
    )
)
"""Words that join the parts of a title and hardly stand in an institution's name."""


def is_work(text: str) -> bool:
    """Whether ``text`` begins as the title of a work does ("Annual Report on …")."""
    return _A_WORK.match(text) is not None and not text.startswith("Policy")


def is_organization(text: str) -> float:
    """How much ``text`` reads as an institution or an outlet, 0 to 1."""
    if is_work(text):
        return 0.1
    lowered = text.strip(" .,").replace("’", "'").lower()
    if lowered in OUTLETS or f"{lowered}." in OUTLETS:
        return 1.0
    words = [word.strip(".,()") for word in lowered.split()]
    if not words or len(words) > 14:
        return 0.0
    if re.search(r"[:?]", text):
        return 0.2
    plural = [word not in _ORGANIZATION and word.removesuffix("s") in _ORGANIZATION for word in words]
    words = [word.removesuffix("s") if many else word for word, many in zip(words, plural, strict=True)]
    shown = text.split()
    words = [
        ""
        if (word in _ACRONYMS and not shown[index].strip(".,()")[1:].isupper())
        or (word in _CLIPPED and index + 1 < len(shown) and "." not in shown[index])
        else word
        for index, word in enumerate(words)
    ]
    hits = sum(word in _ORGANIZATION or "'n" in word or word.endswith("n't") for word in words)
    if len(words) > 3 and any(word in _LINKS for word in words):
        return 0.2
    if " to " in lowered and len(words) > 3 and words[0] not in ("committee", "campaign", "coalition", "fund", "national"):
        return 0.3
    if hits and hits == sum(plural) and len(words) < 4:
        return 0.55  # "Ghost Schools", "Rural Hospitals": the things, not one of them.
    if hits and len(words) <= 9:
        return 0.9 if words[-1] in _ORGANIZATION or words[0] in _ORGANIZATION or hits > 1 else 0.7
    if hits:
        return 0.5
    if len(words) == 1 and len(text) <= 8 and text.strip(" .,").isupper():
        return 0.7
    if re.match(r"(?:U\.\s?[SNK]\.|UN|EU|UK|US|European|United Nations)\s", text.strip()):
        return 0.6
    return 0.0


def is_person(text: str) -> bool:
    """Whether ``text`` has the shape of one person's name, given name first: two to five words, each a name or an initial."""
    bare = TITLES_OF_PERSONS.sub("", text.strip())
    words = bare.split()
    if not 2 <= len(words) <= 6 or len(bare) > 60 or any(letter.isdigit() for letter in bare):
        return False
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1].strip(",")):
        words = words[:-1]
    if words[0] in _PARTICLE or words[-1].lower() in _PARTICLE:
        return False
    for word in words:
        low = word.strip(".,").lower()
        if low in _PARTICLE or re.fullmatch(r"(?:[A-ZÀ-Þ]\.-?){1,3}", word):
            continue
        if low in _NOT_A_NAME or low in _ORGANIZATION or not _NAME_WORD.fullmatch(word):
            return False
        if len(low) > 3 and word.isupper() and not bare.isupper():
            return False
        if word.endswith(".") and len(low) > 2 and "." not in low:
            return False
        if "'n" in low or "n't" in low or "’n" in low:
            return False
    last = words[-1].strip(".,")
    return len(last) > 1 and not words[-1].endswith(".") and not (last.isupper() and not (bare.isupper() and len(last) > 3))


_VERBS_LISTED = """
    is are was were be been has have had does do did will would should must may might can could cannot we they it he she
    this these those that which there our their its not because although while since found shows show showed says said
    notes noted urge urges asked told makes made gives gave requires required reached read kept grew
"""
_VERBS = frozenset(_VERBS_LISTED.split())
_SMALL_LISTED = """
    of the and for to in on at by with from a an as or nor but vs via per into over
"""
_SMALL = frozenset(_SMALL_LISTED.split())


def prose(text: str) -> float:
    """How much ``text`` reads as a sentence rather than as the elements of a citation, 0 to 1.

    A sentence has finite verbs and pronouns, and most of its long words begin small; a title in title case does not.
    """
    words = re.findall(r"[A-Za-zÀ-ÿ][\w'’-]*", text[:1500])
    content = [word for word in words if word.lower() not in _SMALL]
    if not content:
        return 0.0
    small = sum(word[0].islower() for word in content[1:]) / max(1, len(content) - 1)
    verbs = sum(word.lower() in _VERBS for word in words[:60])
    score = small * 0.7 + min(verbs, 3) * 0.12
    if len(words) < 4:
        score -= 0.2
    return float(max(0.0, min(1.0, score)))
