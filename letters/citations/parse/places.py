"""Cities where publishers and institutions sit, which notes put beside them ("Rome, FAO, 2023"; OSCOLA's "(London, 2019)")."""

from __future__ import annotations

import re

_CITIES_LISTED = """
    Paris | London | New York | Geneva | Brussels | Washington | Oxford | Cambridge | Berlin | Vienna | Strasbourg |
    Luxembourg | Nairobi | Rome | Chicago | Boston | Bangkok | Addis Ababa | The Hague | Madrid | Lisbon | Dublin |
    Edinburgh | Stockholm | Oslo | Copenhagen | Helsinki | Warsaw | Prague | Budapest | Athens | Ankara | Istanbul |
    Beirut | Amman | Cairo | Tunis | Dakar | Lagos | Abuja | Accra | Pretoria | Johannesburg | Cape Town | Kampala |
    New Delhi | Delhi | Mumbai | Dhaka | Kathmandu | Manila | Jakarta | Singapore | Kuala Lumpur | Hong Kong | Beijing |
    Tokyo | Seoul | Sydney | Melbourne | Canberra | Wellington | Ottawa | Toronto | Montreal | Vancouver |
    Mexico City | Bogotá | Lima | Santiago | Quito | Buenos Aires | Brasília | San José | Panama City | Amsterdam |
    Rotterdam | Zurich | Bern | Munich | Frankfurt | Hamburg | Milan | Turin | Barcelona | Valletta | Sofia |
    Bucharest | Belgrade | Zagreb | Ljubljana | Vilnius | Riga | Tallinn | Princeton | New Haven | Ithaca | Stanford |
    Berkeley | Los Angeles | San Francisco | Baltimore | Philadelphia | Atlanta | Durham | Minneapolis | Ann Arbor |
    Seattle | Cheltenham | Basingstoke | Manchester | Bristol | Leiden | Dordrecht | Heidelberg | Rockville | Bethesda |
    Ames | Alexandria | Arlington | Leuven | Utrecht | Bonn | Cologne | Islamabad
"""
CITIES = frozenset(name.strip() for name in _CITIES_LISTED.split("|"))
_WITHIN = re.compile(r",? ?\(?(?:D\.?C\.?|[A-Z]{2}|[A-Z][a-z]{1,5}\.|UK|USA)\)?$")


def is_place(text: str) -> bool:
    """Whether ``text`` is a city, perhaps with its state ("Washington, D.C.", "Boston (MA)"), and nothing else."""
    bare = text.strip(" .,:;()")
    return bare in CITIES or (_WITHIN.sub("", text.strip(" .,:;")) in CITIES and len(bare.split()) < 5)
