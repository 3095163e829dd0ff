"""Figures as images: each kind of figure, drawn from invented tables, against a stored picture.

The tolerance survives another version of the font renderer; a bar of another length, colour or place does not.
After a change that is meant: JIANGHAN_FIGURES=update python -m pytest tests/test_figures.py, and look at the pictures.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.testing.compare import compare_images
from tables_of import change, made, project, subject, whole

from jianghan_lib.analysis import changes, comparisons, completion, credibility, indicators, projects
from jianghan_lib.showing import charts
from jianghan_lib.showing.charts import comparisons as comparison_charts
from jianghan_lib.showing.charts import credibility as credibility_charts
from jianghan_lib.showing.charts import indicators as indicator_charts

STORED = Path(__file__).parent / "figures"
DPI = 50
# Root mean square of the differences of all pixels (0 to 255): other renderers give 1 to 5, another bar 15 and more.
TOLERANCE = 9.0
LARGEST = 20_000

SUBJECTS = [whole(100, 130), subject("甲项", 60, 90), subject("乙项", 40, 25), subject("丙项", 0, 20)]
PROJECTS = [
    project("甲项目", 50, 20, initial_budget=40, reasons="late_transfer", upper_transfer=30, department_budget=20),
    project("乙项目", 30, 30, initial_budget=35, department_budget=30),
    project("丙项目", 20, 15, initial_budget=5, reasons="demand;saving", upper_transfer=20),
]
YEARS = [
    change("expenditure", 100, 90),
    change("revenue", 80, 95),
    change("2080101", 50, 30),
    change("2080102", 20, 30),
]
INDICATORS = [
    {"subject": "甲项目", "level1": kind, "indicator": f"指标{place}", "actual_printed": "1", "attainment": value,
     "met": value >= 1, "horizon": "annual"}
    for place, (kind, value) in enumerate([("产出指标", 1.0), ("产出指标", 0.5), ("产出指标", 1.8), ("效益指标", 1.1)])
]  # fmt: skip
TABLES = made(completion=SUBJECTS, projects=PROJECTS, changes=YEARS, indicators=INDICATORS)

FIGURES: dict[str, Callable[[str], Figure | None]] = {
    "grouped": lambda lang: charts.by_class(completion.by_class(TABLES), lang),
    "rates": lambda lang: charts.by_item(completion.by_item(TABLES), lang),
    "waterfall": lambda lang: charts.drivers(completion.drivers(TABLES), lang),
    "bars": lambda lang: charts.unbudgeted(completion.unbudgeted(TABLES), lang),
    "stacked": lambda lang: charts.funding(projects.funding(TABLES), lang),
    "pareto": lambda lang: charts.pareto(projects.concentration(TABLES), lang),
    "changes": lambda lang: charts.changes(changes.latest(changes.subjects(TABLES)), lang),
    "levels": lambda lang: charts.levels(changes.distinct(changes.latest(changes.whole(TABLES))), lang),
    "distances": lambda lang: credibility_charts.distances(credibility.whole(TABLES), lang),
    "indicators": lambda lang: indicator_charts.by_kind(indicators.by_kind(TABLES), lang),
    "attainment": lambda lang: indicator_charts.attainment(indicators.of_year(TABLES), lang),
    "contributions": lambda lang: comparison_charts.contributions(comparisons.contributions(TABLES), lang),
}


def draw(name: str, folder: Path, lang: str = "zh") -> Path:
    """A figure as a picture in a folder."""
    figure = FIGURES[name](lang)
    assert figure is not None
    file = folder / f"{name}.png"
    figure.savefig(file, dpi=DPI, metadata={"Software": None})
    return file


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_looks_as_it_did(name: str, tmp_path: Path) -> None:
    drawn = draw(name, tmp_path)
    if os.environ.get("JIANGHAN_FIGURES") == "update":
        STORED.mkdir(exist_ok=True)
        (STORED / drawn.name).write_bytes(drawn.read_bytes())
    found = compare_images(str(STORED / drawn.name), str(drawn), TOLERANCE)
    assert found is None, found


def test_another_amount_or_colour_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FIGURES, "grouped", lambda lang: charts.by_class(
        completion.by_class(made(completion=[whole(100, 130), subject("甲项", 60, 40), subject("乙项", 40, 90)])), lang))  # fmt: skip
    assert compare_images(str(STORED / "grouped.png"), str(draw("grouped", tmp_path)), TOLERANCE) is not None
    rows = completion.drivers(TABLES)
    monkeypatch.setitem(FIGURES, "waterfall", lambda lang: charts.drivers(rows.assign(amount=-rows["amount"]), lang))
    assert compare_images(str(STORED / "waterfall.png"), str(draw("waterfall", tmp_path)), TOLERANCE) is not None


def test_the_stored_pictures_are_those_of_the_figures_and_small() -> None:
    stored = {file.stem: file.stat().st_size for file in STORED.glob("*.png")}
    assert set(stored) == set(FIGURES) and max(stored.values()) < LARGEST
