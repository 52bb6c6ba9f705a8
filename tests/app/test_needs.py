"""The marker for tests that need a program: skipped where it is missing, failed where everything should be there."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import conftest


class Item:
    def __init__(self, program):
        self.marker = pytest.mark.needs(program).mark

    def iter_markers(self, name):
        return [self.marker] if name == "needs" else []


@pytest.fixture(autouse=True)
def nothing_installed(monkeypatch):
    monkeypatch.setattr(conftest.shutil, "which", lambda name: None)
    monkeypatch.setattr(conftest, "POSTGRESQL", "")
    monkeypatch.setattr(conftest, "_missed", Counter())  # what is missed here is not missed by the run
    monkeypatch.delenv("CI", raising=False)


@pytest.mark.parametrize("program", sorted(conftest.PROGRAMS))
def test_without_it_the_test_is_skipped(program):
    with pytest.raises(pytest.skip.Exception, match=program):
        conftest.pytest_runtest_setup(Item(program))


@pytest.mark.parametrize("program", sorted(conftest.PROGRAMS))
def test_where_all_should_be_there_it_fails(program, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=program):
        conftest.pytest_runtest_setup(Item(program))


def test_with_it_the_test_runs(monkeypatch):
    monkeypatch.setattr(conftest.shutil, "which", lambda name: f"/bin/{name}")
    conftest.pytest_runtest_setup(Item("soffice"))


def test_a_misspelt_program_fails():
    with pytest.raises(pytest.fail.Exception, match="known are"):
        conftest.pytest_runtest_setup(Item("sofice"))
