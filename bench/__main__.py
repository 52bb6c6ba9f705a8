"""Measure, print a table, and say which targets are met."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass, field
from statistics import median

from bench import mail, matching, serving, table

FORMATS = ("pdf", "docx", "html")
COUNTS = (150, 1_000, 10_000)
TARGET_COUNT = 10_000
MOST_RATIO = {"pdf": 1.3, "docx": 1.5}
MOST_MEGABYTES = {"pdf": 500.0}
"""The targets, for :data:`TARGET_COUNT` names: time as a multiple of the bare minimum, and memory."""


NOTES_COUNT = 1_000
MOST_SECONDS = 0.04
MOST_GROWTH = 2.0
"""The targets for notes: the time of that many citations on a quiet core, and how much dearer one may be among 20,000."""


@dataclass
class Row:
    """The measurements of one format at one number of names; the lists run in parallel, one entry per run."""

    form: str
    count: int
    seconds: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    bare_megabytes: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the ratios, each of two measurements made one after the other."""
        return median(own / bare for own, bare in zip(self.seconds, self.bare, strict=True))

    def verdict(self) -> str:
        """What of the targets is met; empty where there are none."""
        if self.count != TARGET_COUNT:
            return ""
        parts: list[str] = []
        if self.form in MOST_RATIO:
            most = MOST_RATIO[self.form]
            parts.append(f"{'met' if self.ratio <= most else 'MISSED'}: ≤ {most}×")
        if self.form in MOST_MEGABYTES:
            limit = MOST_MEGABYTES[self.form]
            parts.append(f"{'met' if median(self.megabytes) <= limit else 'MISSED'}: ≤ {limit:.0f} MB")
        return ", ".join(parts)


def measured(subject: str, count: int) -> tuple[float, float]:
    """Seconds and megabytes of one run of ``subject`` in a fresh process."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bench.child", subject, str(count)], capture_output=True, check=False, text=True
    )
    if done.returncode:
        raise SystemExit(f"{subject} at {count:,}: {done.stderr.strip()[-2000:]}")
    result = json.loads(done.stdout)
    return result["seconds"], result["megabytes"]


def run(counts: tuple[int, ...], runs: int) -> list[Row]:
    """All rows, measured turn by turn: each round goes through all formats; writer and bare minimum take turns to go first."""
    rows = [Row(form, count) for count in counts for form in FORMATS]
    for turn in range(runs):
        for row in rows:
            subjects = [row.form, f"bare {row.form}"]
            results = {subject: measured(subject, row.count) for subject in (subjects if turn % 2 else reversed(subjects))}
            for subject, seconds, megabytes in (
                (subjects[0], row.seconds, row.megabytes),
                (subjects[1], row.bare, row.bare_megabytes),
            ):
                seconds.append(results[subject][0])
                megabytes.append(results[subject][1])
        print(f"round {turn + 1} of {runs}", file=sys.stderr)
    return rows


def notes(rounds: int) -> bool:
    """Measure and print how notes are resolved and written out; gives whether a target is missed."""
    done = subprocess.run(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-m", "bench.citations", str(rounds)], capture_output=True, check=True, text=True
    )
    found = {name: float(value) for name, value in json.loads(done.stdout).items()}
    yardstick = found.pop("yardstick")
    each = {int(name): value / int(name) for name, value in found.items()}
    print(f"\n{'citations':>9}  {'ms':>8} {'µs each':>8}  (a million squares summed: {1e3 * yardstick:.0f} ms)")
    for count, value in each.items():
        verdict = ""
        if count == NOTES_COUNT:
            verdict = f"{_said(value * count <= MOST_SECONDS)}: ≤ {1e3 * MOST_SECONDS:.0f} ms on a quiet core"
        print(f"{count:>9,}  {1e3 * value * count:>8.1f} {1e6 * value:>8.1f}  {verdict}")
    growth = each[max(each)] / each[min(each)]
    verdict = f"{_said(growth <= MOST_GROWTH)}: ≤ {MOST_GROWTH}×"
    print(f"each citation of {max(each):,} takes {growth:.2f}× one of {min(each):,}  {verdict}")
    return growth > MOST_GROWTH or each[NOTES_COUNT] * NOTES_COUNT > MOST_SECONDS


def _said(met: bool) -> str:
    return "met" if met else "MISSED"


def main() -> int:
    """Run and print; gives 1 if ``--check`` was asked for and a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three rounds instead of seven")
    parser.add_argument("--check", action="store_true", help="exit 1 if a target is missed")
    parser.add_argument("--only", choices=("letters", "serving", "matching", "mail"), help="a part of it")
    options = parser.parse_args()
    if options.only == "serving":
        behind = [serving.report(options.quick), table.report(3 if options.quick else 7)]
        return 1 if any(behind) and options.check else 0
    if options.only == "matching":
        return 1 if matching.report(options.quick) and options.check else 0
    if options.only == "mail":
        return 1 if mail.report(options.quick) and options.check else 0
    late = notes(5 if options.quick else 15)
    rows = run(COUNTS, 3 if options.quick else 7)
    print(f"\n{'names':>7}  {'format':<6} {'seconds':>8} {'bare':>8} {'ratio':>6} {'MB':>6} {'bare':>6}  target")
    for row in rows:
        print(
            f"{row.count:>7,}  {row.form:<6} {median(row.seconds):>8.3f} {median(row.bare):>8.3f} {row.ratio:>5.2f}× "
            f"{median(row.megabytes):>6.0f} {median(row.bare_megabytes):>6.0f}  {row.verdict()}"
        )
    missed = [row for row in rows if "MISSED" in row.verdict()]
    behind = []
    if not options.only:
        behind = [serving.report(options.quick), table.report(3 if options.quick else 7), matching.report(options.quick)]
        behind.append(mail.report(options.quick))
    return 1 if (missed or late or any(behind)) and options.check else 0


if __name__ == "__main__":
    sys.exit(main())
