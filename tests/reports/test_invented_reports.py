"""Every analysis of documents that nobody has seen: tables and sentences in both languages, without a gap in the words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from tables_of import NAMES, frame
from whole_way import built

from jianghan_lib.analysis import changes, comparisons, completion, credibility, indicators, origins, projects
from jianghan_lib.reports import workbook
from jianghan_lib.showing import display
from jianghan_lib.showing.sentences import changes as say_changes
from jianghan_lib.showing.sentences import comparisons as say_comparisons
from jianghan_lib.showing.sentences import completion as say_completion
from jianghan_lib.showing.sentences import credibility as say_credibility
from jianghan_lib.showing.sentences import indicators as say_indicators
from jianghan_lib.showing.sentences import projects as say_projects
from jianghan_lib.specimens import LAYOUTS, generate

ANALYSES = (
    *(completion.whole, completion.by_class, completion.by_item, completion.unbudgeted, completion.drivers),
    *(credibility.whole, credibility.composition),
    *(changes.whole, changes.small, changes.subjects, changes.projects, changes.doubtful),
    *(comparisons.contributions, comparisons.class_contributions, comparisons.series),
    *(projects.by_project, projects.concentration, projects.adjustments, projects.bridge, projects.funding),
    *(indicators.by_kind, indicators.missed, indicators.far_exceeded, indicators.together, indicators.with_money),
)
SENTENCES = (
    *(say_completion.whole, say_completion.by_class, say_completion.by_item, say_completion.limits),
    *(say_credibility.whole, say_credibility.composition, say_comparisons.contributions, say_comparisons.series),
    *(say_changes.whole, say_changes.checks, say_changes.subjects, say_changes.limits),
    *(say_projects.whole, say_projects.execution, say_projects.reasons, say_projects.bridge, say_projects.limits),
    *(say_indicators.by_kind, say_indicators.missed, say_indicators.together),
)
UNFILLED = re.compile(r"[{}]|\bnan\b|\binf\b|None|<NA>|np\.float")


def tables_of(seed: int, layout: str, folder: Path) -> dict[str, pd.DataFrame]:
    rows = built(generate(seed, layout).text, folder)
    given = {name: [{key: None if value == "" else value for key, value in row.items()} for row in rows[name]]
             for name in NAMES}  # fmt: skip
    return {name: frame(name, *given[name]) for name in NAMES}


def said(tables: dict[str, pd.DataFrame], lang: str) -> Iterator[str]:
    for section in SENTENCES:
        texts = section(tables, lang)
        yield from [texts] if isinstance(texts, str) else texts


@pytest.mark.parametrize("layout", LAYOUTS)
def test_unseen_documents_get_tables_and_sentences(layout: str, tmp_path: Path) -> None:
    for seed in (11, 12):
        tables = tables_of(seed, layout, tmp_path)
        printed = origins.of(tables)
        for analysis in ANALYSES:
            shown = display.table(analysis(tables), "en", origins=printed)
            assert shown is None or not UNFILLED.search(shown._repr_html_().replace("&lt;", ""))
        for lang in ("zh", "en"):
            assert [text for text in said(tables, lang) if UNFILLED.search(text)] == []
        assert workbook.book(tables, "局", "zh").startswith(b"PK")


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name != "budget"])
def test_contributions_of_unseen_documents_add_up(layout: str, tmp_path: Path) -> None:
    tables = tables_of(13, layout, tmp_path)
    for analysis in (completion.by_class, completion.by_item):
        rows = analysis(tables)
        parts = rows.loc[rows["part"] != "total", "contribution"]
        assert parts.sum() == pytest.approx(1) or parts.isna().all()
    parts = credibility.composition(tables)
    if len(parts):
        assert parts["variance_points"].iloc[:-1].sum() == pytest.approx(parts["variance_points"].iloc[-1])
