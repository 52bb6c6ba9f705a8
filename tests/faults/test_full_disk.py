"""The disk is full: signers are told to come back, reading goes on, nothing is lost, and it recovers by itself."""

from __future__ import annotations

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.signers import Signer, kept, open_letter, running
from tests.tools.waiting import free_port

MOST = 3000
"""Signatures until the disk must be full."""


@pytest.fixture
def small_disk(tmp_path: Path, migrated: Path) -> Iterator[Path]:
    """A disk of six megabytes with a letter that is open for signature."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder], check=True, capture_output=True)
    try:
        shutil.copy(migrated, folder / "letters.db")
        open_letter(f"sqlite:///{folder}/letters.db")
        yield folder
    finally:
        subprocess.run(["umount", folder], check=True)


def fill(folder: Path) -> None:
    """Leave no room on the disk."""
    with suppress(OSError), open(folder / "filler", "wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def sign_until_refused(signer: Signer) -> tuple[list[str], int, str | None]:
    """Sign until it is not taken any more; gives who was thanked, and the status and Retry-After of the refusal."""
    thanked = []
    for _ in range(MOST):
        status, answer, name = signer.sign()
        if status != 303:
            return thanked, status, answer.getheader("Retry-After")
        thanked.append(name)
    raise AssertionError("the disk does not fill")


def through(database_url: str, fails: Callable[[int], None], heals: Callable[[int], None]) -> None:
    """Sign into a disk that fills, and on when there is room again; ``fails`` and ``heals`` get the number of the process."""
    port = free_port()
    with running(database_url, port) as process:
        signer = Signer(port, "the small disk")
        thanked = [signer.sign()[2] for _ in range(10)]
        worker = int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])
        fails(worker)
        more, status, retry_after = sign_until_refused(signer)
        assert (status, retry_after) == (503, "60")
        for _ in range(5):
            assert signer.get()[0] == 200, "the letter can be read"
            # The letter's page is kept for a while. This one is made anew each time.
            assert signer.get("/letters/harbor/brief")[0] == 200, "reading goes on"
            assert signer.sign()[0] == 503
        heals(worker)
        again = [signer.sign() for _ in range(10)]
        assert [status for status, _, _ in again] == [303] * 10, "it recovers by itself"
        thanked += more + [name for _, _, name in again]
    there = kept(database_url)
    assert set(there) == set(thanked), "nothing is lost, and nothing that was refused is there"
    assert set(there.values()) == {1}


@pytest.mark.needs("tmpfs")
def test_a_full_disk(small_disk: Path) -> None:
    through(
        f"sqlite:///{small_disk}/letters.db",
        fails=lambda _: fill(small_disk),
        heals=lambda _: (small_disk / "filler").unlink(),
    )


def test_files_that_may_not_grow(tmp_path: Path, migrated: Path) -> None:
    """The same by a limit of the system on the size of files, which needs no rights."""
    path = tmp_path / "letters.db"
    shutil.copy(migrated, path)
    open_letter(f"sqlite:///{path}")
    limit = resource.RLIMIT_FSIZE
    through(
        f"sqlite:///{path}",
        fails=lambda worker: _keep(resource.prlimit(worker, limit, (600_000, resource.RLIM_INFINITY))),
        heals=lambda worker: _keep(resource.prlimit(worker, limit, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))),
    )


@pytest.mark.needs("tmpfs")
def test_a_server_that_does_not_know_a_full_disk_is_caught(small_disk: Path) -> None:
    """The control: without a name for it, signers meet an error."""
    port = free_port()
    with running(f"sqlite:///{small_disk}/letters.db", port, "nameless"):
        signer = Signer(port, "the small disk")
        fill(small_disk)
        _, status, retry_after = sign_until_refused(signer)
    assert (status, retry_after) == (500, None)


def _keep(_: tuple[int, int]) -> None:
    """What prlimit gives back is the limit before."""
