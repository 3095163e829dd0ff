"""Files that are whole: one appears under its name when it is complete, those of a folder together or not at all.

New files are made beside the old ones; when they are complete and on the disk, one renaming to `.new` is the moment of
the change. From then on the new ones hold, and are moved into place, the register last. What a killed command left is
finished, or cleared away, by the next one that takes the folder's lock.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TextIO

from filelock import FileLock, Timeout

from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.files import FORM, NEW, PATIENCE, PAUSE, REGISTER, has_register, newest, parsed, registered
from jianghan_lib.base.paths import is_address

LOCK = ".lock"
MAKING = ".making-"
# What a killed command may leave in a folder, today's and those of earlier versions.
LEFTOVERS = (f"{MAKING}*", ".ingest-*", ".*.part")


@contextmanager
def writing_whole(path: Path) -> Iterator[TextIO]:
    """A UTF-8 file to write to, which appears under its name only when it is complete and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with naming(path), part.open("w", encoding="utf-8", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _move(part, path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What the system refuses while a file is written names it: of a full disk the system says only that it is full.

    What has no name yet is named by the folder that it is made in, which is there afterwards too.
    """
    try:
        yield
    except OSError as problem:
        made = next((one for one in (path, *path.parents) if one.name.startswith(MAKING)), None)
        problem.filename = problem.filename or str(made.parent if made else path)
        raise


def write_whole(path: Path, content: str | bytes) -> None:
    """Text, in UTF-8, or bytes -> a file that appears under its name only when it is complete."""
    with writing_whole(path) as file:
        file.buffer.write(content.encode("utf-8") if isinstance(content, str) else content)


def written_name(name: str) -> str:
    """The name or path of a file as text that can be written: one from a Chinese Windows is decoded, another's bytes are escaped."""
    with suppress(UnicodeEncodeError):
        name.encode("utf-8")
        return name
    data = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    return data.decode("utf-8", errors="backslashreplace")


@contextmanager
def locked(*folders: Path) -> Iterator[None]:
    """The folders, made where they are not there, for this process alone; what a killed command left in them is settled."""
    with ExitStack() as stack:
        for folder in folders:
            _make(folder)
            try:
                stack.enter_context(FileLock(folder / LOCK, timeout=0))
            except Timeout:
                raise JianghanError(
                    f"{folder}: another jianghan command is writing there: wait until it is done"
                ) from None
            _settle(folder)
        yield


def _make(folder: Path) -> None:
    if is_address(folder):
        raise UsageError(f"{folder}: is only read: write to a folder of this machine, and copy data/processed there")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise JianghanError(f"{folder}: a file stands where a folder is needed: move it away") from None


def _settle(folder: Path) -> None:
    """Finishes each change that was begun in a folder or in those within it, and clears away what was being made."""
    within = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    for place in (folder, *within):
        _finish(place)
        for pattern in LEFTOVERS:
            for left in place.glob(pattern):
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """A new folder in a folder, for files that have no name yet; it is gone afterwards, whatever happens."""
    made = Path(mkdtemp(prefix=MAKING, dir=folder))
    try:
        with naming(made):
            yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def replace_together(made: Path, folder: Path) -> None:
    """A folder of complete, registered files -> they take the place of those that the other folder has registered.

    Files of the other folder that no register names, such as a person's corrections, stay untouched where they are.
    """
    _flush(made)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise JianghanError(f"{folder}: a file or link stands where a folder is needed: move it away")
    if folder.exists():
        _move(made, folder / NEW)
        _finish(folder)
    else:
        _move(made, folder)
        _flush(folder.parent)


def _finish(folder: Path) -> None:
    """Moves the files of a change that was begun into place, the register last: done again, it gives the same."""
    new = folder / NEW
    if not new.is_dir():
        return
    if (new / REGISTER).is_file():
        names = registered(parsed((new / REGISTER).read_bytes(), new))
        for old in set(_registered_in(folder / REGISTER)) - set(names):
            (folder / old).unlink(missing_ok=True)
        for name in (*names, REGISTER):
            if (new / name).is_file():
                _move(new / name, folder / name)
        _flush(folder)
    new.rmdir()


def has_file(folder: Path, name: str) -> bool:
    """Whether a folder has a file, and its register, where there is one, names it."""
    return newest(folder, name).is_file() and (
        not has_register(folder) or name in _registered_in(newest(folder, REGISTER))
    )


def _registered_in(register: Path) -> list[str]:
    """The files that a register names; none where there is none that can be read."""
    with suppress(OSError, JianghanError):
        return list(registered(parsed(register.read_bytes(), register.parent)))
    return []


def _move(source: Path, target: Path) -> None:
    """Renames; where the system refuses to replace what another process has open, it is tried for a while."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > until:
                raise
            time.sleep(PAUSE)


def _flush(folder: Path) -> None:
    """The names in a folder are on the disk, where the system can say so."""
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def write_register(folder: Path, package: Mapping[str, Any], resources: Sequence[Mapping[str, Any]]) -> None:
    """Resources with path, bytes and hash -> the register of a folder, with the version of its form and a build id.

    The id is made of the hashes, so that the same content has the same id.
    """
    hashes = [one["hash"] for one in registered({"resources": resources}).values()]
    content = hashlib.sha256("".join(hashes).encode()).hexdigest()[:16]
    register = {**package, "form": FORM, "build": content, "resources": list(resources)}
    write_whole(folder / REGISTER, json.dumps(register, ensure_ascii=False, indent=1) + "\n")
