"""Every kind of planted contradiction is found at its place, in the layouts that print it."""

import random
from itertools import product
from pathlib import Path

import pytest
from whole_way import built

from jianghan_lib.specimens import Vices, generate
from jianghan_lib.specimens.contradictions import CONTRADICTIONS

FINAL = ("markdown", "pdftext")
OF_FINAL_ACCOUNTS = {
    "a rate of completion",
    "the number of projects",
    "a project's money",
    "a class of the narrative",
    "a rate of execution",
    "the cover",
    "a box",
    "a bound for a result",
    "a comparison",
    "a project's name",
    "the year of an empty table",
    "an indicator printed twice",
}
BUDGETS = [(kind, "budget") for kind in CONTRADICTIONS if kind not in OF_FINAL_ACCOUNTS]
# Tables and sentences are the same in all layouts of a final account, so one document takes one of them, by turns.
BY_TURNS = [(kind, FINAL[at % 2], 1) for at, kind in enumerate(CONTRADICTIONS)]
# Forms of the other layout print no boxes, and no result behind a tab.
NOT_PRINTED = {("a box", "pdftext"), ("a bound for a result", "pdftext")}
EVERY = [case for case in product(CONTRADICTIONS, FINAL) if case not in NOT_PRINTED]
ALL = [(kind, layout, 10) for kind, layout in (*EVERY, *BUDGETS)]


@pytest.mark.parametrize(
    ("kind", "layout", "most"),
    [*BY_TURNS, *((*case, 1) for case in BUDGETS), *(pytest.param(*case, marks=pytest.mark.long) for case in ALL)],
)
def test_a_planted_contradiction_is_found_at_its_place(kind: str, layout: str, most: int, tmp_path: Path) -> None:
    """In the first of ten documents that has a place for it, or in all of them."""
    planted = 0
    for seed in range(60, 70):
        slip = CONTRADICTIONS[kind](generate(seed, layout, Vices()), random.Random(seed))
        if slip is None or planted == most:
            continue
        planted += 1
        findings = [one for one in built(slip.text, tmp_path)["findings"] if one["severity"] != "rounding"]
        assert slip.found_by(findings), (seed, slip.lines, slip.words, findings)
    assert planted, "no document prints a place for this kind"
