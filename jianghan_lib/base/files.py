"""Files of a folder that are whole, and all of one build: read without a lock, also while they are being changed.

A folder's register (datapackage.json) lists its files with bytes and hash. A change that is under way stands in `.new`
(see writing.py): readers look there first.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from jianghan_lib.base.errors import JianghanError

Made = TypeVar("Made")

REGISTER = "datapackage.json"
# The version of the form of data/raw and data/processed: raised when what is stored changes its meaning or its names.
FORM = 1
NEW = ".new"
# How long a reader waits for a change to be over, and a writer for a reader where an open file cannot be replaced.
PATIENCE = 1.0
PAUSE = 0.02


def registered(register: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """A register -> its entries by the name of the file; a table in several parts has one for each."""
    return {one["path"]: one for resource in register["resources"] for one in resource.get("parts", [resource])}


def has_register(folder: Path) -> bool:
    """Whether a folder, or the change of it that is under way, has a register."""
    return (folder / REGISTER).is_file() or (folder / NEW).is_dir()


def read_register(folder: Path, advice: str) -> dict[str, Any]:
    """The register of a folder; JianghanError where it is of another form, or none, with the advice what to do."""
    register = parsed(newest(folder, REGISTER).read_bytes(), folder, advice)
    if register.get("form") != FORM:
        raise JianghanError(f"{folder}: was made by another version of jianghan: {advice}")
    return register


def parsed(content: bytes, folder: Path, advice: str = "take it away") -> dict[str, Any]:
    """The content of a register; JianghanError where it is none."""
    try:
        register = json.loads(content)
        registered(register)
    except (ValueError, TypeError, KeyError):
        raise JianghanError(f"{folder / REGISTER}: was changed or cut off: {advice}") from None
    return register


def read_together(folder: Path, names: Iterable[str], advice: str) -> dict[str, bytes]:
    """The content of files of a folder, all of the same build and whole, by name; with the advice if one is not.

    While a change is under way it is tried again, for at most a second: reading takes no lock.
    """
    wanted = list(names)
    return patiently(lambda: contents(folder, wanted, read_register(folder, advice), advice))


def patiently(read: Callable[[], Made], *refused: type[Exception]) -> Made:
    """What is read; tried again while a change is under way, for at most a second from the first time that it fails.

    `refused` is what is raised, besides, where a file is moved while it is read.
    """
    until = 0.0
    again: tuple[type[Exception], ...] = (FileNotFoundError, JianghanError, *refused)
    while True:
        try:
            return read()
        except again:
            now = time.monotonic()
            until = until or now + PATIENCE
            if now > until:
                raise
            time.sleep(PAUSE)


def contents(folder: Path, names: Iterable[str], register: Mapping[str, Any], advice: str) -> dict[str, bytes]:
    """The content of files of a register, by name; JianghanError where one is not as it says."""
    entries = registered(register)
    found = {}
    for name in names:
        content, said = newest(folder, name).read_bytes(), entries.get(name, {})
        if (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}") != (said.get("bytes"), said.get("hash")):
            raise JianghanError(f"{folder / name}: is not as it was written ({_how(content, said)}): {advice}")
        found[name] = content
    return found


def lengths(folder: Path, names: Iterable[str], register: Mapping[str, Any], advice: str) -> list[Path]:
    """Where files of a register are; JianghanError where one is not as long as it says."""
    entries, found = registered(register), [newest(folder, name) for name in names]
    for path in found:
        if (size := path.stat().st_size) != entries[path.name]["bytes"]:
            said = f"{size:,} bytes, not {entries[path.name]['bytes']:,}"
            raise JianghanError(f"{folder / path.name}: is not as it was written ({said}): {advice}")
    return found


def whole(folder: Path, names: Iterable[str], register: Mapping[str, Any], advice: str) -> list[Path]:
    """Where files of a register are; JianghanError where one is not as long as it says, or its content is another."""
    found = lengths(folder, names, register, advice)
    for path in found:
        if entry(path)["hash"] != registered(register)[path.name]["hash"]:
            raise JianghanError(f"{folder / path.name}: is not as it was written (its content was changed): {advice}")
    return found


def _how(content: bytes, said: Mapping[str, Any]) -> str:
    if not said:
        return f"{REGISTER} does not name it"
    same = len(content) == said.get("bytes")
    return "its content was changed" if same else f"{len(content):,} bytes, not {said.get('bytes'):,}"


def entry(path: Path) -> dict[str, Any]:
    """A file -> what a register says of it: path, bytes and hash."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path.name, "bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def newest(folder: Path, name: str) -> Path:
    """Where a file of a folder is: in the change that is under way, until it is moved into its place."""
    new = folder / NEW / name
    return new if new.is_file() else folder / name
