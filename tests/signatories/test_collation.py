"""The key by which names are looked up, against the table of the Unicode Consortium as ICU has it."""

from __future__ import annotations

import json
import random
import subprocess
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatories.ordering.collation import keys_of, looked_at, words_of
from signatories.ordering.letters import letters_of
from tests.conftest import ALLKEYS
from tests.tools import collation_table

LATIN = "".join(chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha())
GREEK = "".join(chr(code) for code in range(0x388, 0x3CF) if chr(code).isalpha())
CYRILLIC = "".join(chr(code) for code in range(0x400, 0x530) if chr(code).isalpha())
ARABIC = "".join(chr(code) for code in range(0x621, 0x6D4) if unicodedata.category(chr(code)) == "Lo")
OTHERS = (
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "あいうえおかがきぎさざアイカガサザん",
    "가각나한국민",
    "北京中华法律援助中心社区",
    "աբգդեԱԲ",
    "აბგდე",
    "अआकखगघनमयर",
    "ሀለሐመ",
)
APART = dict.fromkeys(map(ord, "ŉẚ" + "".join(chr(code) for code in range(0x675, 0x679))))
"""Letters that were given up, and whose parts Python has in another order than they are read in."""

ALPHABETS = ("abcdeABCDE", *[alphabet.translate(APART) for alphabet in (LATIN, LATIN, GREEK, CYRILLIC, ARABIC)], *OTHERS)


def in_order(names: list[str]) -> list[str]:
    return [name for _, name in sorted(zip(keys_of(names), names, strict=True))]


def made_up(seed: int, count: int = 2_000) -> list[str]:
    """Short names, so that many are alike but for an accent or a case."""
    chosen = random.Random(seed)
    found = set()
    for _ in range(count):
        alphabet = chosen.choice(ALPHABETS)
        words = (
            "".join(chosen.choice(alphabet if chosen.random() < 0.6 else "abcde") for _ in range(chosen.randint(1, 3)))
            for _ in range(chosen.randint(1, 2))
        )
        found.add(unicodedata.normalize("NFC", " ".join(words)))
    return sorted(found)


@pytest.mark.needs("node")
@pytest.mark.parametrize("seed", range(5))
def test_names_stand_as_icu_has_them(seed: int) -> None:
    """Letters, then accents: what differs in case only has an order that is the same everywhere, and need not be ICU's."""
    ours = in_order(made_up(seed))
    compare = """
        const names = JSON.parse(require("fs").readFileSync(0))
        const collator = new Intl.Collator("und", {sensitivity: "accent"})
        console.log(JSON.stringify(names.slice(1).map((name, at) => collator.compare(names[at], name))))
    """
    done = subprocess.run(["node", "-e", compare], input=json.dumps(ours), capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    assert len(told) == len(ours) - 1 > 1_500
    assert [pair for pair, way in zip(pairwise(ours), told, strict=True) if way > 0] == []


def test_what_differs_in_less_stands_together_and_the_plainer_first() -> None:
    listed = ["role", "Role", "rôle", "Rôle", "roles", "Rolf", "strasse", "Strasse", "straße", "Straße", "straßen"]
    assert in_order(listed[::-1]) == listed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A.C.L.U. of Ohio", "ACLU of Ohio"),
        ("O’Neill", "ONeill"),
        ("Hawaiʻi", "Hawaii"),
        ("Ødegård", "Odegard"),
        ("Đuro Łódź", "duro lodz"),
        ("Ægir Œuvre", "aegir oeuvre"),
        ("Straße", "STRASSE"),
        ("Anti–Poverty/Housing", "Anti-Poverty (Housing)"),
        ("Trade™ Fund", "Trade Fund"),
        ("1,000 Friends", "1000 friends"),
        ("٣ نجوم", "3 نجوم"),
        ("007", "7"),
        ("Ёлка", "Елка"),
        ("Cafe\u0301", "Café"),
        ("カガ", "かが"),
    ],
)
def test_these_are_looked_up_in_one_place(one: str, other: str) -> None:
    assert words_of([one]) == words_of([other])
    assert keys_of([one]) != keys_of([other])


def test_words_stand_as_words_and_scripts_in_their_order() -> None:
    listed = [
        "9 to 5",
        "100 Black Men",
        "A+ Ohio",
        "New York",
        "Newark",
        "Zz",
        "Þór",
        "Ωmega",
        "Жук",
        "שלום",
        "مؤسسة",
        "한국",
        "さくら",
        "北京",
    ]
    assert in_order(listed[::-1]) == listed


@given(st.lists(st.text(st.characters(max_codepoint=127, exclude_characters="\0"), max_size=12), max_size=6))
def test_plain_names_have_the_same_key_by_either_way(names: list[str]) -> None:
    """Through the table of letters, one by one, and in bytes, all at once."""
    # A hair space is no ASCII and divides words like a space: with one behind it, every name goes through the table.
    slow = looked_at([f"{name} \u200a" for name in names])
    assert looked_at(names).words == slow.words
    assert not any(slow.accents.values())


@given(st.lists(st.text(max_size=12), max_size=6, unique=True), st.randoms())
def test_every_name_has_a_key_of_its_own_whoever_stands_beside_it(names: list[str], shuffled: random.Random) -> None:
    names = [name.replace("\0", "") for name in names]
    keys = dict(zip(names, keys_of(names), strict=True))
    other_way = list(keys)
    shuffled.shuffle(other_way)
    assert dict(zip(other_way, keys_of(other_way), strict=True)) == keys
    assert len(set(keys.values())) == len(keys)
    assert all(key.count(b"\0") == 2 for key in keys.values())


@given(st.text(max_size=20))
def test_case_never_decides_before_letters_and_accents(name: str) -> None:
    for other in (name.upper(), name.lower()):
        if other.swapcase().swapcase() == other and other.casefold() == name.casefold() and len(other) == len(name):
            assert words_of([other]) == words_of([name])


def test_a_leading_the_goes_with_its_accents() -> None:
    keys = keys_of(["The Álamo", "Álamo", "Alamo"], ignore_the=True)
    assert keys[0].split(b"\0")[:2] == keys[1].split(b"\0")[:2]
    assert keys[2] < keys[0]
    assert keys_of(["The Álamo"], ignore_the=True, but_of={0}) == keys_of(["The Álamo"])


def test_a_number_of_any_length_stands_before_the_letters() -> None:
    listed = ["9" * length for length in (1, 2, 9, 10, 19, 20, 39, 300)]
    assert in_order([*listed, "a"]) == [*listed, "a"]
    assert letters_of("٣٤")[0] == "34"


@pytest.mark.needs("collation")
def test_the_table_is_what_its_maker_makes() -> None:
    allkeys = ALLKEYS[0].read_text("utf-8")
    if "@version 13.0.0" not in allkeys:
        pytest.skip("Perl has another version of the table")
    assert collation_table.made(allkeys) == collation_table.TABLE.read_text("utf-8")
