"""Figures: every document's, in both languages: something in each, no tofu, nothing clipped or overlapping, the same bytes."""

from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from tables_of import DOCUMENTS, made, of, project, subject, whole

from jianghan_lib import style
from jianghan_lib.analysis import changes, completion, credibility, indicators, projects
from jianghan_lib.base import text as lines
from jianghan_lib.showing import charts, display, plots
from jianghan_lib.showing.charts import credibility as credibility_charts
from jianghan_lib.showing.charts import indicators as indicator_charts

LANGUAGES = ("zh", "en")
LONG = "一个名称长得任何一行都写不下因此必须折成两行再截断并且加上省略号的项目支出科目（含下属单位和上年结转部分）"
# Pixels by which two texts may come closer than their boxes, which are larger than the letters.
SLACK = 3


def drawn(tables: dict[str, pd.DataFrame], lang: str) -> dict[str, Figure | None]:
    """Every figure of the notebooks."""
    c, y, p = completion, changes, projects
    return {
        "by_class": charts.by_class(c.by_class(tables), lang),
        "by_item": charts.by_item(c.by_item(tables), lang),
        "unbudgeted": charts.unbudgeted(c.unbudgeted(tables), lang),
        "drivers": charts.drivers(c.drivers(tables), lang, c.drivers_total(tables)),
        "whole": charts.levels(y.distinct(y.latest(y.whole(tables))), lang),
        "small": charts.levels(y.distinct(y.latest(y.small(tables))), lang),
        "subjects": charts.changes(y.latest(y.subjects(tables)), lang),
        "changed_projects": charts.changes(y.latest(y.projects(tables)), lang),
        "by_project": charts.by_project(p.by_project(tables), lang),
        "pareto": charts.pareto(p.concentration(tables), lang),
        "adjustments": charts.adjustments(p.adjustments(tables), lang),
        "reasons": charts.reasons(p.reasons(tables), lang),
        "bridge": charts.bridge(p.bridge(tables), lang),
        "kinds": indicator_charts.by_kind(indicators.by_kind(tables), lang),
        "attainment": indicator_charts.attainment(indicators.of_year(tables), lang),
        "distances": credibility_charts.distances(credibility.whole(tables), lang),
        "funding": charts.funding(p.funding(tables), lang),
    }


@cache
def shown(figure: Figure) -> Iterator[Text]:
    """The texts of a figure that are seen: not those of ticks beyond the ends of their axis."""
    beyond = set()
    for axes in figure.axes:
        low, high = sorted(axes.get_xlim())
        beyond |= {id(tick.label1) for tick in axes.xaxis.get_major_ticks() if not low <= tick.get_loc() <= high}
    for text in figure.findobj(Text):
        if isinstance(text, Text) and text.get_visible() and text.get_text().strip() and id(text) not in beyond:
            yield text


def clashes(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts of a figure that overlap."""
    FigureCanvasAgg(figure).draw()
    boxes = [(text.get_text(), text.get_window_extent()) for text in shown(figure)]
    return [
        (one, other)
        for (one, first), (other, second) in combinations(boxes, 2)
        if min(first.x1, second.x1) - max(first.x0, second.x0) > SLACK
        and min(first.y1, second.y1) - max(first.y0, second.y0) > SLACK
    ]


def outside(figure: Figure) -> list[str]:
    """Labels of an axes that reach beyond the right or left edge of the page."""
    FigureCanvasAgg(figure).draw()
    page = figure.bbox
    extents = {text.get_text(): text.get_window_extent() for text in shown(figure)}
    return [text for text, box in extents.items() if box.x0 < page.x0 - SLACK or box.x1 > page.x1 + SLACK]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_text_overlaps_or_leaves_the_page(document: str, lang: str) -> None:
    for name, figure in drawn(of(document), lang).items():
        if figure:
            assert (name, clashes(figure), outside(figure)) == (name, [], [])


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_figure_has_marks_and_fits_on_a_page(document: str) -> None:
    figures = drawn(of(document), "zh")
    assert {"by_class", "by_item", "unbudgeted", "drivers", "whole", "pareto"} <= {
        name for name, one in figures.items() if one
    }
    for figure in filter(None, figures.values()):
        assert all(axes.patches or axes.lines or axes.collections for axes in figure.axes)
        assert figure.get_figwidth() <= 7.5 and figure.get_figheight() <= 10


def test_figures_are_the_same_byte_for_byte_and_have_no_tofu() -> None:
    # A glyph that the font lacks is a warning, and warnings are errors here.
    figures = (
        {name: display.figure(one, "zh") for name, one in drawn(of("wuhan-2023-final"), "zh").items()} for _ in "12"
    )
    once, again = figures
    assert once == again and any(once.values())
    assert all(b"Software" not in picture.png for picture in once.values() if picture)


def test_tables_without_rows_draw_nothing() -> None:
    assert set(drawn(made(), "zh").values()) == {None}


def test_long_names_and_dollars_and_tags_are_drawn_as_they_are() -> None:
    rows = [project(name, 10, 4) for name in (LONG, "a $x_1$ b", "<script>alert(1)</script>", "名 \n 称")]
    figures = drawn(made(projects=rows), "zh")
    for name in ("by_project", "pareto"):
        figure = figures[name]
        assert figure and clashes(figure) == [] and outside(figure) == []
        texts = {text.get_text() for text in shown(figure)}
        assert any(text.endswith(lines.ELLIPSIS) for text in texts) and "a $x_1$ b" in texts


def test_negative_gaps_and_missing_amounts_are_drawn() -> None:
    rows = [project("甲", 10, 4), project("乙", 10, 12), project("丙", 5, None)]
    figures = drawn(made(projects=rows), "zh")
    assert figures["by_project"] and figures["pareto"]


def test_more_rows_than_fit_are_cut_and_the_title_says_so() -> None:
    rows = [whole(60, 120), *(subject(f"科目{number}", 1, 2) for number in range(60))]
    figure = charts.by_item(completion.by_item(made(completion=rows)), "zh")
    assert figure and "共60行" in figure.axes[0].get_title(loc="left") and clashes(figure) == []


def test_the_unexplained_step_is_hatched() -> None:
    figure = charts.drivers(completion.drivers(of("wedz-2024-final")), "zh")
    assert figure and [patch.get_hatch() for patch in figure.axes[0].patches].count(style.HATCH) == 1


def test_the_colours_differ_in_grey() -> None:
    greys = [sum(weight * int(colour[at : at + 2], 16) for weight, at in ((0.299, 1), (0.587, 3), (0.114, 5)))
             for colour in (style.DARK, style.THIRD, style.LIGHT)]  # fmt: skip
    assert all(abs(one - other) > 25 for one, other in pairwise(sorted(greys)))


@pytest.mark.parametrize(
    ("text", "columns", "rows", "expected"),
    [
        ("短", 26, 2, "短"),
        ("机关事业单位基本养老保险缴费支出", 26, 2, "机关事业单位基本养\n老保险缴费支出"),
        ("一般行政管理事务（组织事务）", 26, 2, "一般行政管理事务\n（组织事务）"),
        ("total revenue and expenditure", 26, 2, "total revenue and\nexpenditure"),
        ("甲" * 30, 10, 2, "甲甲甲甲甲\n甲甲甲甲…"),
        ("", 26, 2, ""),
    ],
)
def test_names_are_wrapped_and_cut(text: str, columns: int, rows: int, expected: str) -> None:
    assert lines.wrap(text, columns, rows) == expected


def test_numbers_on_bars_are_written_as_in_the_tables() -> None:
    assert (plots.signed(1234.5), plots.signed(-0.004), plots.signed(-3.0)) == ("+1,234.50", "0.00", "-3.00")
