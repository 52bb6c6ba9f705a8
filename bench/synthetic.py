"""Names of organizations that do not exist, as many as are wanted, among them the doubles that real lists have."""

from __future__ import annotations

import random
from collections.abc import Iterator


def _row(table: str) -> list[str]:
    return table.split("|") if "|" in table else table.split()


FORMS = _row(
    "Coalition Alliance Network Association Council Center Project Committee Union Institute Society League "
    "Federation Collective Partnership Initiative Campaign Fund Foundation Forum"
)
SUBJECTS = _row(
    "Immigrant Rights|Human Rights|Housing Justice|Clean Water|Climate Action|Environmental Justice|Legal Aid|"
    "Public Health|Food Security|Racial Justice|Workers Rights|Digital Rights|Open Government|Tax Fairness|"
    "Rural Health|Youth Leadership|Disability Rights|Civil Liberties|Press Freedom|Refugee Support|Mental Health|"
    "Early Education|Domestic Violence|Fair Elections|Land Conservation|Animal Welfare|Community Development|"
    "Economic Justice|Criminal Justice Reform|Reproductive Health|Peace and Justice|Arts and Culture|Senior Services|"
    "Homeless Services|Library Services|Consumer Protection|Farmworker Justice|Renewable Energy|Public Transit|"
    "Gun Violence Prevention|Privacy|Voting Rights|Child Care|Affordable Housing|Harm Reduction"
)
PEOPLE = _row(
    "Nurses Teachers Tenants Farmers Veterans Parents Students Lawyers Journalists Librarians Carpenters "
    "Electricians Fishers Bakers Grandmothers Neighbors Survivors Dreamers Artists Physicians Mothers Drivers "
    "Musicians Scientists Weavers Janitors"
)
AIMS = _row(
    "Peace|Justice|Clean Air|Safe Streets|Fair Wages|Open Borders|Quiet Skies|Good Schools|Living Wages|Free Speech|"
    "Healthy Rivers"
)
STATES = _row(
    "California|Texas|Virginia|New York|Ohio|Oregon|Florida|New Jersey|Illinois|Georgia|Michigan|Arizona|Colorado|"
    "Maine|Vermont|Iowa|Ontario|Quebec|New Mexico|North Carolina|West Virginia|South Dakota|Massachusetts|Washington|"
    "Pennsylvania"
)
COUNTRIES = _row("Canada Mexico Brazil Ireland Kenya India Germany France Peru Ghana Nepal Chile Spain Australia Uganda")
ES_FORMS = _row("Centro Asociación Red Alianza Coalición Fundación Comité Colectivo Movimiento Unión")
ES_SUBJECTS = _row(
    "de Derechos Humanos|de Mujeres|por la Justicia|de Trabajadores|por la Tierra|de Jóvenes|por el Agua|"
    "de Inquilinos|por la Paz|de Solidaridad|Popular|de Defensa Ambiental|de Educación"
)
PT_FORMS = _row("Centro Associação Rede Aliança Fórum Fundação Comitê Coletivo Movimento União")
PT_SUBJECTS = _row(
    "de Direitos Humanos|de Mulheres|pela Justiça|de Trabalhadores|pela Terra|da Juventude|pela Paz|de Educação Popular"
)
_STARTS = _row(
    "Al Ar Bel Ber Bran Brad Cal Car Chal Dal Dun El Es Fal Far Gal Gor Had Hal Har Hol Is Jar Kel Kil Lan Lar Lo "
    "Mal Mar Mel Mor"
)
_MIDDLES = _row("a e i o u an en in on ar er or al el il am em ing ast est ock ent and ond ath eth oth")
_ENDS = _row(
    "ford ton wick bury dale mere ham field by worth stead combe ley shaw wood land view haven burgh port mouth vale "
    "cliffe minster"
)


def names(count: int, seed: int = 20_261) -> list[str]:
    """``count`` names; about one in eight is another way to write one that came before."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    places = [_place(chance) for _ in range(4_000)]
    fresh = _fresh(chance, places)
    made: list[str] = []
    while len(made) < count:
        if made and chance.random() < 0.12:
            made.append(_again(chance, chance.choice(made)))
        else:
            made.append(next(fresh))
    return made


def _place(chance: random.Random) -> str:
    middle = chance.choice(_MIDDLES) if chance.random() < 0.7 else ""
    return chance.choice(_STARTS) + middle + chance.choice(_ENDS)


def _fresh(chance: random.Random, places: list[str]) -> Iterator[str]:
    def somewhere() -> str:
        draw = chance.random()
        if draw < 0.7:
            return chance.choice(places)
        return chance.choice(STATES if draw < 0.92 else COUNTRIES)

    while True:
        draw = chance.random()
        form, subject = chance.choice(FORMS), chance.choice(SUBJECTS)
        if draw < 0.28:
            yield f"{somewhere()} {subject} {form}"
        elif draw < 0.40:
            yield f"{form} for {subject} of {somewhere()}"
        elif draw < 0.52:
            yield f"{somewhere()} {chance.choice(PEOPLE)} {form}"
        elif draw < 0.60:
            yield f"{chance.choice(PEOPLE)} for {chance.choice(AIMS)} – {somewhere()} Chapter"
        elif draw < 0.68:
            people = chance.choice(PEOPLE)
            yield f"United {people} of {chance.choice(places)} Local {chance.randint(1, 999)}"
        elif draw < 0.76:
            yield f"{chance.choice(ES_FORMS)} {chance.choice(ES_SUBJECTS)} {chance.choice(places)}"
        elif draw < 0.83:
            yield f"{chance.choice(PT_FORMS)} {chance.choice(PT_SUBJECTS)} de {chance.choice(places)}"
        elif draw < 0.90:
            house = chance.choice(("Church", "Parish", "Clinic", "Press", "Farm", "House"))
            yield f"{chance.choice(places)} {chance.choice(places)} {house}"
        else:
            name = f"{chance.choice(('National', 'American', chance.choice(places)))} {chance.choice(PEOPLE)} {subject} {form}"
            yield f"{name} ({_initials(name)})" if chance.random() < 0.5 else name


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _again(chance: random.Random, name: str) -> str:
    draw = chance.random()
    words = name.split()
    if draw < 0.15:
        return name.upper()
    if draw < 0.30:
        return f"{name}, Inc."
    if draw < 0.40:
        return f"The {name}"
    if draw < 0.50:
        return (
            name.replace(" and ", " & ")
            .replace("Association", "Assn.")
            .replace("International", "Intl.")
            .replace("Center", "Ctr.")
        )
    if draw < 0.60 and len(words) > 3:
        return _initials(name)
    if draw < 0.70 and len(words) > 2:
        return f"{name} ({_initials(name)})"
    if draw < 0.80:
        return f"{name} Action Fund"
    if draw < 0.85:
        return f"{name} (formerly {chance.choice(_STARTS)}{chance.choice(_ENDS)} House)"
    place = chance.randrange(len(words))
    word = words[place]
    if len(word) < 7:
        return f"{name} "
    at = chance.randrange(2, len(word) - 2)
    words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :] if chance.random() < 0.6 else word[:at] + word[at + 1 :]
    return " ".join(words)
