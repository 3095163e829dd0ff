"""What a learner hands in: the answers that the notebooks of a folder keep, and what became of each check."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.training.lesson import RECORD
from jianghan_lib.training.remarks import Sentence

CHECK = re.compile(r"""\.check\(\s*(?:exercise\s*=\s*)?["'](\d+\.\d+)["']""")
# Some browsers save a notebook as `lesson.ipynb.txt`, or as `lesson.json`, where this tells it from other files.
NOTEBOOKS, JSON, MARK = "*.ipynb*", "*.json", '"nbformat"'
# What is handed in whole, and has to be unpacked first.
PACKED = ("*.zip", "*.rar", "*.7z")
# What JupyterLab keeps for itself is not handed in.
HIDDEN = ".ipynb_checkpoints"


@dataclass(frozen=True)
class Given:
    """One answer that a check kept: what was asked, about which document, how often it was tried, and where it is kept."""

    exercise: str
    document: str
    answer: Any
    attempts: int
    has_run: bool
    # Whether the cell under which it is kept checks this exercise.
    is_below_check: bool = True


@dataclass(frozen=True)
class Notebook:
    """A saved notebook: the answers kept in it, the last executed last, its code, and the checks that ended in an error."""

    given: Sequence[Given]
    code: Sequence[str]
    errors: Mapping[str, str]

    @property
    def checks(self) -> set[str]:
        """The exercises that a cell of it checks."""
        return {name for cell in self.code for name in CHECK.findall(cell)}

    def is_begun(self, exercise: str) -> bool:
        """Whether something stands in place of the `...` of an exercise."""
        name = re.escape(f"answer_{exercise.replace('.', '_')}")
        return any(re.search(rf"^\s*{name}\s*=(?!\s*\.\.\.\s*$)", cell, re.MULTILINE) for cell in self.code)


@dataclass
class HandedIn:
    """A learner's folder: its notebooks by their names, and what is wrong with one that cannot be read."""

    folder: Path = Path()
    notebooks: dict[str, Notebook] = field(default_factory=dict)
    broken: dict[str, Sentence] = field(default_factory=dict)
    # The code of files beside them, which notebooks import.
    modules: dict[str, str] = field(default_factory=dict)
    # Archives, in which more may lie.
    packed: tuple[str, ...] = ()

    @property
    def documents(self) -> list[str]:
        """The documents that its answers are about, once for each answer."""
        return [one.document for notebook in self.notebooks.values() for one in notebook.given]


def read(folder: Path) -> HandedIn:
    """A learner's folder, with the folders in it -> what its notebooks hold, whatever they are called."""
    found = HandedIn(folder, packed=packed(folder))
    notes = (path for path in folder.rglob(JSON) if path.is_file() and MARK in text(path, errors="replace"))
    for path in sorted({*folder.rglob(NOTEBOOKS), *notes}):
        name = path.relative_to(folder)
        if HIDDEN in name.parts or path.is_dir():
            continue
        try:
            found.notebooks[name.as_posix()] = notebook(path)
        except JianghanError as error:
            found.broken[name.as_posix()] = (f"{name}：不是能读的笔记本，请再要一份", str(error))
    for path in sorted(folder.rglob("*.py")):
        if path.is_file():
            found.modules[path.relative_to(folder).as_posix()] = text(path, errors="replace")
    return found


def packed(folder: Path, of: str = "") -> tuple[str, ...]:
    """The archives in a folder, whose names begin so."""
    return tuple(sorted(path.name for ending in PACKED for path in folder.glob(f"{of}{ending}")))


def text(path: Path, errors: str = "strict") -> str:
    """What a file says; a byte order mark does no harm, and tells what Windows calls Unicode."""
    said = path.read_bytes()
    return said.decode("utf-16" if said[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "utf-8-sig", errors)


def notebook(path: Path) -> Notebook:
    """A saved notebook -> what it holds; JianghanError where it is none."""
    try:
        cells = [one for one in json.loads(text(path))["cells"] if one["cell_type"] == "code"]
        # The number of an execution says what was run last, whatever the order of the cells.
        run = sorted(cells, key=lambda cell: cell.get("execution_count") or 0)
        code = ["".join(cell["source"]) for cell in cells]
        return Notebook([one for cell in run for one in _given(cell)], code, dict(_errors(cells)))
    except (OSError, RecursionError, ValueError, KeyError, TypeError, AttributeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise JianghanError(f"{path.name}: cannot be read as a notebook ({why}): ask for it again") from None


def _given(cell: Mapping[str, Any]) -> Iterator[Given]:
    for output in cell.get("outputs", []):
        if kept := output.get("data", {}).get(RECORD):
            name, has_run = kept["exercise"], cell.get("execution_count") is not None
            is_below = name in CHECK.findall("".join(cell["source"]))
            yield Given(name, kept["document"], kept["answer"], int(kept.get("attempts", 1)), has_run, is_below)


def _errors(cells: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Exercise and kind of error of each check that ended in one."""
    for cell in cells:
        raised = [output["ename"] for output in cell.get("outputs", []) if output.get("output_type") == "error"]
        for name in CHECK.findall("".join(cell["source"])) if raised else ():
            yield name, raised[-1]
