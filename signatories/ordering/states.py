"""The states of the United States, however they are written: signers type "CA", "Calif." and "California"."""

from __future__ import annotations

from signatories.ordering.collation import words_of

# The matcher has tables of places too (signatories.matching.data): of the words in names, where "In" and "Me" may be no states
# and "Miss" is none at all. Here the whole field is a place.
_STATES = """
Alabama AL Ala | Alaska AK | Arizona AZ Ariz | Arkansas AR Ark | California CA Calif Cal | Colorado CO Colo
| Connecticut CT Conn | Delaware DE Del | District_of_Columbia DC D_C Washington_DC Washington_D_C | Florida FL Fla
Georgia GA | Hawaii HI Hawai_i | Idaho ID | Illinois IL Ill | Indiana IN Ind | Iowa IA | Kansas KS Kan Kans | Kentucky KY Ky
Louisiana LA | Maine ME | Maryland MD | Massachusetts MA Mass | Michigan MI Mich | Minnesota MN Minn | Mississippi MS Miss
Missouri MO | Montana MT Mont | Nebraska NE Neb Nebr | Nevada NV Nev | New_Hampshire NH N_H | New_Jersey NJ N_J
New_Mexico NM N_M N_Mex | New_York NY N_Y New_York_State NYS | North_Carolina NC N_C N_Car | North_Dakota ND N_D N_Dak
Ohio OH | Oklahoma OK Okla | Oregon OR Ore Oreg | Pennsylvania PA Penn Penna | Rhode_Island RI R_I
South_Carolina SC S_C S_Car | South_Dakota SD S_D S_Dak | Tennessee TN Tenn | Texas TX Tex | Utah UT | Vermont VT
Virginia VA | Washington WA Wash Washington_State | West_Virginia WV W_Va W_V | Wisconsin WI Wis Wisc | Wyoming WY Wyo
American_Samoa AS | Guam GU | Northern_Mariana_Islands MP | Puerto_Rico PR P_R | U.S._Virgin_Islands VI USVI Virgin_Islands
"""


def state_name(typed: str) -> str:
    """The full name of the state that somebody typed; what is none (a country) as it was typed, but for spaces."""
    return _NAMES.get(words_of([typed])[0], " ".join(typed.split()))


def _names() -> dict[bytes, str]:
    found: dict[bytes, str] = {}
    for state in _STATES.replace("\n", "|").split("|"):
        spellings = [word.replace("_", " ") for word in state.split()]
        found |= dict.fromkeys(words_of(spellings), spellings[0] if spellings else "")
    return found


_NAMES = _names()
