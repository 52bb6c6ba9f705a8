"""The marker for tests that need a program: skipped where it is missing, failed where everything should be there."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace

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
    monkeypatch.setattr(conftest, "ALLKEYS", [])
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


@pytest.mark.parametrize("kind", conftest.MOUNTED)
def test_a_program_without_the_right_to_mount_is_not_enough(kind, monkeypatch):
    monkeypatch.setattr(conftest.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(conftest, "_can_mount", lambda kind: False)
    with pytest.raises(pytest.skip.Exception, match=f"{kind} is missing"):
        conftest.pytest_runtest_setup(Item(kind))
    monkeypatch.setattr(conftest, "_can_mount", lambda kind: True)
    conftest.pytest_runtest_setup(Item(kind))


def test_who_may_not_mount_is_found_out(monkeypatch):
    def refuse(command, **_):
        raise subprocess.CalledProcessError(32, command)

    monkeypatch.setattr(conftest.subprocess, "run", refuse)
    for kind in conftest.MOUNTED:
        assert not conftest._can_mount.__wrapped__(kind)


def test_a_misspelt_program_fails():
    with pytest.raises(pytest.fail.Exception, match="known are"):
        conftest.pytest_runtest_setup(Item("sofice"))


def test_what_was_not_tested_is_said_at_the_end_whichever_process_skipped_it():
    def skipped(reason):
        return SimpleNamespace(longrepr=("tests/x.py", 1, f"Skipped: {reason}"))

    lines = []
    reports = [skipped("java is missing"), skipped("java is missing"), skipped("soffice is missing"), skipped("not for SQLite")]
    reporter = SimpleNamespace(stats={"skipped": reports}, write_line=lambda line, **_: lines.append(line))
    conftest.pytest_terminal_summary(reporter)
    assert [line.split(",")[0] for line in lines] == [
        "NOT TESTED: 2 tests need java",
        "NOT TESTED: 1 tests need soffice",
    ]
