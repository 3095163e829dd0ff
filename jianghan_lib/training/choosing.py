"""Which department a lesson is about: a document of the data in use, or one invented with contradictions in it."""

import re
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from jianghan_lib import loading
from jianghan_lib.base.errors import JianghanError, unknown
from jianghan_lib.build.years import join_years, year_of
from jianghan_lib.training import inventing
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercises import auditing

INVENTED = re.compile(r"(invented|pair)-(\d+)")
INVENTIONS = re.compile(r"(?:class|before|audit|budget|pair|invented)-")
# What the names of a class's documents begin with: of the year, and of the year before.
OWN, BEFORE = "class-", "before-"
Tables = dict[str, list[dict[str, Any]]]


def department(document_id: str) -> Department:
    """A document of the data in use, or one made anew: `invented-<seed>` with contradictions of all kinds, `pair-<seed>` with a year before.

    Raises UsageError for any other name.
    """
    if match := INVENTED.fullmatch(document_id):
        make = draft if match[1] == "invented" else pair
        made = make(document_id, int(match[2]))
        return Department(document_id, made.rows, before=made.before)
    known = loading.documents()["document_id"].tolist()
    if document_id not in known:
        raise unknown("document", document_id, [*known, "invented-1", "pair-1"])
    before = document_id.replace(OWN, BEFORE, 1)
    return Department(document_id, before=Department(before) if before != document_id and before in known else None)


def is_invented(document_id: str) -> bool:
    """Whether a document was made for learning: what an audit finds in it is what the learner is to find."""
    return bool(INVENTIONS.match(document_id))


def pair(document_id: str, seed: int) -> Department:
    """A document with a few misprinted rates of change, and that of the year before; by its seed."""
    now, before = inventing.clean(seed)
    paper = inventing.misprinted(now, seed)
    return invented(document_id, paper.text, before.text)


def invented(document_id: str, text: str, before: str = "") -> Department:
    """The text of a document, and that of the year before -> the department that they are of."""
    earlier = Department(f"{BEFORE}{document_id}", rows("before", before)) if before else None
    return Department(document_id, rows("invented", text), before=earlier)


def draft(document_id: str, seed: int) -> Department:
    """A document with a contradiction of every kind; by its seed."""
    return drafted(document_id, seed, seed)[1]


@cache
def drafted(document_id: str, seed: int, turn: int) -> tuple[inventing.Planted, Department]:
    """A document with contradictions of the kinds whose turn it is, those of the last lesson's exercises found by them; by its seed."""
    for attempt in range(inventing.ATTEMPTS):
        planted = inventing.planted(inventing.ATTEMPTS * seed + attempt, turn)
        if {slip.kind for slip in planted.slips} < set(inventing.kinds(turn)):
            continue
        made = invented(document_id, planted.text)
        looks = [set(look(made)) for look in auditing.LOOKS]
        asked = {slip.line for slip in planted.slips if slip.kind in inventing.KINDS}
        if all(looks) and asked <= set.union(*looks):
            return planted, made
    raise JianghanError(f"no document could be made of seed {seed}: take another one")


def rows(document_id: str, text: str) -> Tables:
    """A text -> the rows of its tables under a name; no file is left, and a text just read is not read again."""
    names = {"document_id": document_id, "source_file": f"{document_id}.txt"}
    return {
        table: [row | {name: value for name, value in names.items() if name in row} for row in found]
        for table, found in _read(text).items()
    }


def joined(made: dict[str, Tables]) -> dict[str, Tables]:
    """Tables by document -> the same, with the changes between the two years of a department."""
    rows, _ = join_years(year_of(tables) for tables in made.values())
    return {
        name: tables | {"changes": [*tables["changes"], *(vars(row) for row in rows if row.document_id == name)]}
        for name, tables in made.items()
    }


@lru_cache(maxsize=16)
def _read(text: str) -> Tables:
    with TemporaryDirectory() as folder:
        return inventing.tables("invented", text, Path(folder))
