"""Running the web server: what the serving process keeps and gives back."""

from __future__ import annotations

import ctypes
import gc
import subprocess
import sys
from pathlib import Path

import pytest

import serving

HOLDER = """
import threading, serving
if {spare}: serving.spare_memory()
def work(): kept.append(bytearray(4000) * 1); held = [bytearray(60_000) for _ in range(200)]; gate.wait()
kept, gate = [], threading.Barrier(9)
threads = [threading.Thread(target=work) for _ in range(8)]
[thread.start() for thread in threads]; gate.wait(); [thread.join() for thread in threads]
print(int(open("/proc/self/status").read().split("VmRSS:")[1].split()[0]))
"""


def kilobytes(spare):
    root = Path(serving.__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", HOLDER.format(spare=spare)], capture_output=True, check=True, cwd=root, text=True
    )
    return int(done.stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library has nothing to set")
def test_what_threads_have_freed_goes_back():
    """Eight threads freed 12 MB each, of which each left a little in use."""
    assert kilobytes(spare=True) < kilobytes(spare=False) - 2_000


def test_where_nothing_can_be_set_nothing_happens(monkeypatch):
    def none(_name):
        raise OSError("no such library")

    monkeypatch.setattr(ctypes, "CDLL", none)
    serving.spare_memory()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    serving.spare_memory()


def test_what_was_there_at_the_start_is_not_looked_through_again(app):
    server = serving.Server(lambda: app, None, "127.0.0.1:0")
    try:
        assert server.load() is app
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
