"""The power goes while people sign. A file system on a loop image stands in for the disk.

What a program has written and not forced to the disk is in the memory of the machine only. So the server is stopped, and the
bytes of the image are copied as they are: that is what the disk would hold. Mounted again, the copy goes through the recovery
of its journal as it would after the power came back.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.signers import ROUNDS, kept, kill, open_letter, sign_until

pytestmark = pytest.mark.needs("loop")

CONTROL_ROUNDS = 5
SIZE = 64 << 20


def run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Path]:
    """The image's file system. Its journal is written every minute: between two, only what is forced reaches the disk."""
    folder.mkdir(exist_ok=True)
    run("mount", "-o", "loop,commit=60", image, folder)
    try:
        yield folder
    finally:
        run("umount", folder)


@pytest.fixture
def image(tmp_path: Path, migrated: Path) -> Path:
    """An image of a disk with a letter that is open for signature, all of it written."""
    path = tmp_path / "disk.img"
    with open(path, "wb") as file:
        file.truncate(SIZE)
    run("mkfs.ext4", "-q", "-F", path)
    with mounted(path, tmp_path / "disk") as disk:
        shutil.copy(migrated, disk / "letters.db")
        open_letter(f"sqlite:///{disk}/letters.db")
    return path


def cut(image: Path, *words: str, mark: str = "") -> tuple[list[str], set[str]]:
    """Cut the power while many sign. Gives who was thanked before, and who is there afterwards."""
    at_the_cut = image.with_name("cut.img")

    def power_fails(process: subprocess.Popen[bytes]) -> None:
        kill(process, signal.SIGSTOP)
        shutil.copyfile(image, at_the_cut)

    with mounted(image, image.with_name("disk")) as disk:
        thanked = sign_until(f"sqlite:///{disk}/letters.db", power_fails, *words, mark=mark)
    with mounted(at_the_cut, image.with_name("after")) as disk:
        there = kept(f"sqlite:///{disk}/letters.db")
        assert max(there.values(), default=1) == 1
        os.sync()
    at_the_cut.unlink()
    return thanked, set(there)


def test_no_acknowledged_signature_is_lost_when_the_power_goes(image: Path) -> None:
    for turn in range(ROUNDS):
        thanked, there = cut(image, mark=f"in round {turn}")
        assert thanked
        assert set(thanked) <= there, "an acknowledged signature is gone"


def test_what_is_committed_in_memory_only_is_lost(image: Path) -> None:
    """The control: the same cut at ``synchronous=NORMAL``."""
    lost = 0
    for turn in range(CONTROL_ROUNDS):
        thanked, there = cut(image, "hasty", mark=f"in round {turn}")
        lost += len(set(thanked) - there)
        if lost:
            break
    assert lost
