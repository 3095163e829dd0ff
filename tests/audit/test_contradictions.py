"""Every kind of planted contradiction is found at its place, in the layouts that print it."""

import random
from pathlib import Path

import pytest
from whole_way import built

from jianghan_lib.specimens import Vices, generate
from jianghan_lib.specimens.contradictions import CONTRADICTIONS

PRINTED_IN = {
    "a rate of completion": ("markdown", "pdftext"),
    "the number of projects": ("markdown", "pdftext"),
    "a project's money": ("markdown", "pdftext"),
    "a class of the narrative": ("markdown", "pdftext"),
    "a rate of execution": ("markdown", "pdftext"),
}
CASES = [
    (kind, layout) for kind in CONTRADICTIONS for layout in PRINTED_IN.get(kind, ("markdown", "pdftext", "budget"))
]


@pytest.mark.parametrize("most", [1, pytest.param(10, marks=pytest.mark.long)])
@pytest.mark.parametrize(("kind", "layout"), CASES, ids=lambda value: value.replace(" ", "-"))
def test_a_planted_contradiction_is_found_at_its_place(kind: str, layout: str, most: int, tmp_path: Path) -> None:
    """In the first of ten documents that has a place for it, or in all of them."""
    planted = 0
    for seed in range(60, 70):
        slip = CONTRADICTIONS[kind](generate(seed, layout, Vices()), random.Random(seed))
        if slip is None or planted == most:
            continue
        planted += 1
        findings = [one for one in built(slip.text, tmp_path)["findings"] if one["severity"] in ("error", "warning")]
        assert slip.found_by(findings), (seed, slip.lines, slip.words, findings)
    assert planted, "no document prints a place for this kind"
