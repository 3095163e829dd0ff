"""Which department a lesson is about: a document of the data in use, or one invented with contradictions in it."""

import re
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from jianghan_lib import loading
from jianghan_lib.base.errors import JianghanError, unknown
from jianghan_lib.training import inventing
from jianghan_lib.training.department import Department, frames
from jianghan_lib.training.exercises import auditing

INVENTED = re.compile(r"invented-(\d+)")
ATTEMPTS = 50


def department(document_id: str) -> Department:
    """A document of the data in use, or `invented-<seed>`: a department with planted contradictions, made anew.

    Raises UsageError for any other name.
    """
    if match := INVENTED.fullmatch(document_id):
        _, made = draft(document_id, int(match[1]))
        return Department(document_id, dict(made.tables))
    known = loading.documents()["document_id"].tolist()
    if document_id not in known:
        raise unknown("document", document_id, [*known, "invented-1"])
    return Department(document_id)


@cache
def draft(document_id: str, seed: int) -> tuple[inventing.Planted, Department]:
    """A document with a contradiction of every kind, each of which the last lesson's exercises find; by its seed."""
    for attempt in range(ATTEMPTS):
        planted = inventing.planted(ATTEMPTS * seed + attempt)
        if {slip.kind for slip in planted.slips} < set(inventing.KINDS):
            continue
        made = Department(document_id, tables(planted.text))
        looks = [set(exercise.right(made)) for exercise in auditing.TOPIC.exercises]
        if all(looks) and {slip.line for slip in planted.slips} <= set.union(*looks):
            return planted, made
    raise JianghanError(f"no document could be made of seed {seed}: take another one")


def tables(text: str) -> dict[str, pd.DataFrame]:
    """A text -> its tables as frames; no file is left."""
    return frames(rows("invented", text))


def rows(document_id: str, text: str) -> dict[str, list[dict[str, Any]]]:
    """A text -> the rows of its tables under a name; no file is left, and a text just read is not read again."""
    names = {"document_id": document_id, "source_file": f"{document_id}.txt"}
    return {
        table: [row | {name: value for name, value in names.items() if name in row} for row in found]
        for table, found in _read(text).items()
    }


@lru_cache(maxsize=16)
def _read(text: str) -> dict[str, list[dict[str, Any]]]:
    with TemporaryDirectory() as folder:
        return inventing.tables("invented", text, Path(folder))
