"""What a document is: whose money it shows, by its title and by the sentence that names the units."""

from pathlib import Path

import pytest
from whole_way import raw_of

from jianghan_lib.specimens import Vices, generate

DEPARTMENT, UNIT = Vices.only(), Vices.only("unit_scope")
ALONE = "从单位构成看，某局部门决算由实行独立核算的某局本级决算组成。"
WITH_UNITS = "从单位构成看，某局决算由实行独立核算的某局本级决算和3个下属单位决算组成。"
NAMED = "从预算单位构成看，包括：某局本级预算、所属某中心预算。"
COUNTED = "从预算单位构成来看，纳入编制范围的有5个预算单位。"
SILENT = "从单位构成看，编制范围与上年一致。"


@pytest.mark.parametrize(
    ("vices", "sentence", "scope"),
    [
        (DEPARTMENT, ALONE, "alone"),
        (DEPARTMENT, WITH_UNITS, "department"),
        (DEPARTMENT, NAMED, "department"),
        (DEPARTMENT, COUNTED, "department"),
        (DEPARTMENT, SILENT, "department"),
        (UNIT, ALONE, "unit"),
        (UNIT, WITH_UNITS, "unclear"),
        (UNIT, SILENT, "unit"),
    ],
)
def test_the_sentence_on_units_decides_the_scope(vices: Vices, sentence: str, scope: str, tmp_path: Path) -> None:
    raw = raw_of(f"{generate(3, 'markdown', vices).text}\n\n{sentence}\n", tmp_path)
    assert [fact.printed for fact in raw["document"] if fact.fact == "scope"] == [scope]
    assert [note.rule for note in raw["notes"] if note.rule == "scope_unclear"] == ["scope_unclear"] * (
        scope == "unclear"
    )
