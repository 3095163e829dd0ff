"""Which department a lesson is about: a document of the data in use, or one invented with contradictions in it."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

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
    with TemporaryDirectory() as folder:
        return frames(inventing.tables("invented", text, Path(folder)))
