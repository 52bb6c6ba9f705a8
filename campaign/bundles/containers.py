"""Getting the files of a bundle out of a folder or a zip, without trusting either.

A zip may claim any size and any path. Nothing is ever unpacked to disk, only the known names are read, and each read stops
at its limit whatever the archive's directory says: a bomb costs one buffer.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO

from campaign.bundles.bundle import FILES, KNOWN, BundleError

LIMITS = {
    "campaign.toml": 100_000,
    "letter.md": 2_000_000,
    "sources.json": 10_000_000,
    "signatories.csv": 20_000_000,
    "recipients.csv": 2_000_000,
}
"""Bytes that each file may have. The largest real lists (10,000 names with contacts) are under 2 MB."""

ZIP_LIMIT = 30_000_000
ENTRIES_LIMIT = 200

Files = tuple[dict[str, bytes], tuple[str, ...]]
"""Contents by name, and the names of files that are not part of a bundle."""


def files_at(path: Path) -> Files:
    """The files of the bundle at ``path``, a folder or a zip. Raises :class:`BundleError`."""
    if path.is_dir():
        return _from_folder(path)
    if not path.exists():
        raise BundleError([f"{path}: there is no such file or folder."])
    try:
        if path.stat().st_size > ZIP_LIMIT:
            raise BundleError([f"{path.name}: larger than {ZIP_LIMIT // 1_000_000} MB, too large for a bundle."])
        data = path.read_bytes()
    except OSError as error:
        raise BundleError([f"{path}: cannot be read ({error.strerror})."]) from error
    return files_in_zip(data, path.name)


def files_in_zip(data: bytes, name: str) -> Files:
    """The files of a zipped bundle, given as bytes; ``name`` is for messages. Raises :class:`BundleError`."""
    if len(data) > ZIP_LIMIT:
        raise BundleError([f"{name}: larger than {ZIP_LIMIT // 1_000_000} MB, too large for a bundle."])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _from_archive(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise BundleError([f"{name}: neither a folder nor a readable zip file."]) from error


def _from_folder(folder: Path) -> Files:
    contents: dict[str, bytes] = {}
    problems: list[str] = []
    for name in KNOWN:
        path = folder / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            problems.append(f"{name}: must be a plain file, not a link or folder.")
            continue
        try:
            with path.open("rb") as file:
                contents[name] = _bounded(file, name)
        except FileNotFoundError:
            continue
        except OSError as error:
            problems.append(f"{name}: cannot be read ({error.strerror}).")
        except BundleError as error:
            problems.extend(error.problems)
    if problems:
        raise BundleError(problems)
    others = tuple(sorted(entry.name for entry in folder.iterdir() if entry.name not in KNOWN and not _is_litter(entry.name)))
    return contents, others


def _from_archive(archive: zipfile.ZipFile, name: str) -> Files:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > ENTRIES_LIMIT:
        raise BundleError([f"{name}: holds {len(entries)} files; a bundle has {len(FILES)}."])
    problems: list[str] = []
    paths: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        path = entry.filename
        parts = PurePosixPath(path).parts
        if ".." in parts or path.startswith("/") or "\\" in path or ":" in path or not parts:
            problems.append(f"{name}: “{path[:80]}” leads outside the bundle.")
        elif stat.S_ISLNK(entry.external_attr >> 16):
            problems.append(f"{name}: “{path[:80]}” is a link; a bundle holds plain files.")
        elif entry.flag_bits & 0x1:
            problems.append(f"{name}: “{path[:80]}” is locked with a password.")
        elif path in paths:
            problems.append(f"{name}: “{path[:80]}” is there twice.")
        else:
            paths[path] = entry
    if problems:
        raise BundleError(problems)
    paths = {path: entry for path, entry in paths.items() if not _is_litter(path)}
    # Zipping a folder puts everything below the folder's name: look there if nothing of ours stands on top.
    tops = {path.split("/", 1)[0] for path in paths}
    prefix = f"{tops.pop()}/" if len(tops) == 1 and not any(known in paths for known in KNOWN) else ""
    contents: dict[str, bytes] = {}
    others: list[str] = []
    for path, entry in paths.items():
        known = path.removeprefix(prefix)
        if known not in KNOWN:
            others.append(known)
            continue
        with archive.open(entry) as file:
            try:
                contents[known] = _bounded(file, known)
            except BundleError as error:
                problems.extend(error.problems)
    if problems:
        raise BundleError(problems)
    return contents, tuple(sorted(others))


def _bounded(file: IO[bytes], name: str) -> bytes:
    data = file.read(LIMITS[name] + 1)
    if len(data) > LIMITS[name]:
        raise BundleError([f"{name}: larger than {LIMITS[name] / 1_000_000:g} MB."])
    return data


def _is_litter(path: str) -> bool:
    """Files that desktops leave behind in folders and zips."""
    return path.startswith("__MACOSX/") or path.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")
