"""What keeps the answers of a class out of a learner's reach: documents that the package's own commands do not open there."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.writing import write_whole

# In a learner's data folder: the documents that the learner is to read and check.
MARK = "class-documents.txt"
WHY = "what contradicts itself in it is for the learner to find (lesson 8)"


def mark(data: Path, ids: Iterable[str]) -> None:
    """Names the documents of a class in a learner's data folder."""
    write_whole(data / MARK, "\n".join(ids) + "\n")


def kept(data: Path | None = None) -> list[str]:
    """The documents of a class in a data folder, the one in use where none is named; none elsewhere."""
    path = (data or paths.data_dir()) / MARK
    return path.read_text(encoding="utf-8").split() if path.is_file() else []


def refuse_file(path: Path) -> None:
    """Refuses to read a document of a class, or the folder that holds it, where a learner's folder has it."""
    place = path.resolve()
    folder = place if place.is_dir() else place.parent
    ids = kept(folder / "data")
    if ids and (place.is_dir() or place.stem in ids):
        raise UsageError(f"{path}: a document of this class is not read here: {WHY}; your own go elsewhere")


def refuse_build() -> None:
    """Refuses to build a learner's data anew: the documents of the class have no records there, and would be lost."""
    if ids := kept():
        raise UsageError(
            f"{paths.data_dir()}: not built anew, it holds {', '.join(ids)} of a class: set JIANGHAN_DATA for your own"
        )


def allowed(ids: Sequence[str], asked: bool) -> list[str]:
    """Documents to audit -> those that are not of a class; UsageError where one was asked for by name."""
    closed = set(kept())
    if asked and (named := sorted(closed & set(ids))):
        raise UsageError(f"{named[0]}: not audited here: {WHY}")
    return [one for one in ids if one not in closed]
