"""The program as it runs has one door to the web, and no way past the door's judgement."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

from letters.links.fetch import Fetcher, Passage

ROOT = Path(__file__).parents[3]
PACKAGES = ("campaign", "coalition", "letters", "mail", "signatories")
SOURCES = [*ROOT.glob("*.py"), *(path for package in PACKAGES for path in ROOT.joinpath(package).rglob("*.py"))]
HOME = ROOT / "letters/links/fetch.py"


def passages(tree):
    """The places in a module that name a passage: as a class, a keyword or an attribute."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and any(keyword.arg == "passage" for keyword in node.keywords):
            yield node.lineno
        if getattr(node, "id", "") == "Passage" or getattr(node, "attr", "") == "Passage":
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and any(alias.name == "Passage" for alias in node.names):
            yield node.lineno


def test_no_module_makes_a_passage():
    assert len(SOURCES) > 100
    assert [path for path in SOURCES if path != HOME and any(passages(ast.parse(path.read_text("utf-8"))))] == []


def test_the_search_would_find_one():
    """The control: the ways in which a module could make one, and this folder, which does."""
    for line in ("Fetcher(passage=p)", "from letters.links.fetch import Passage", "fetch.Passage(f)", "Passage(f)"):
        assert list(passages(ast.parse(line))), line
    assert list(passages(ast.parse(Path(__file__).with_name("sites.py").read_text("utf-8"))))


def test_a_passage_is_nothing_that_is_there_by_default():
    assert inspect.signature(Fetcher).parameters["passage"].default is None
    assert [
        name for name, value in vars(__import__("letters.links.fetch", fromlist=["x"])).items() if isinstance(value, Passage)
    ] == []


OPENERS = {"urllib.request", "requests", "httpx", "urllib3", "aiohttp", "http.client", "ftplib", "xmlrpc"}


def openers(tree):
    """The modules for opening addresses that a module imports."""
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        yield from (name for name in names if name in OPENERS)


def test_nothing_else_opens_addresses():
    found = {(path.parent.name, name) for path in SOURCES for name in openers(ast.parse(path.read_text("utf-8")))}
    assert found == {("links", "http.client")}
    for line in ("import urllib.request", "from urllib import request", "from requests import get"):
        assert list(openers(ast.parse(line))), line
