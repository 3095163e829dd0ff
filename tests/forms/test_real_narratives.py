"""Every figure of the narratives of four real PDFs of two places, by a list checked figure by figure against their text."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from test_real_tables import FOLDER, records

KEY = Path(__file__).with_name("real_narratives.csv")
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="JIANGHAN_DOCUMENTS names no folder with PDFs")
COLUMNS = ("topic", "subject", "role", "basis", "year", "direction", "printed")
ROWS = list(csv.DictReader(KEY.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("document", sorted({row["document"] for row in ROWS}))
def test_every_figure_of_a_narrative_is_what_its_clause_says(document: str) -> None:
    listed = Counter(tuple(row[column] for column in COLUMNS) for row in ROWS if row["document"] == document)
    read = Counter(
        tuple(str(getattr(row, column)).split("/")[-1] for column in COLUMNS) for row in records(document)["statements"]
    )
    assert read - listed == Counter()
    assert listed - read == Counter()
