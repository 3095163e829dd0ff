"""What JupyterLab offers to a person, and what everyone else gets in its place."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import WriteNotebook

from jianghan_lib import load
from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.lab import exploring, workbench
from jianghan_lib.pipeline import trace
from jianghan_lib.reports import parameters
from jianghan_lib.showing.values import text

FINAL = {"document_id": "wuhan-2023-final", "table": "F05", "column": "/total", "level": "item"}


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is displayed, in order."""
    seen: list[Any] = []
    monkeypatch.setattr(workbench, "display", lambda *ones: seen.extend(ones))
    monkeypatch.delenv(workbench.SESSION, raising=False)
    return seen


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a server of notebooks."""
    monkeypatch.setenv(workbench.SESSION, "start_here.ipynb")


def cells() -> Any:
    return exploring.prepared(load("amounts"))


def test_a_person_looks_on_only_in_a_server_of_notebooks_with_widgets(
    shown: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not workbench.is_live()
    monkeypatch.setenv(workbench.SESSION, "x.ipynb")
    assert workbench.is_live()
    monkeypatch.setattr(workbench, "NEEDED", ("ipywidgets", "a_package_that_is_not_installed"))
    assert not workbench.is_live()


def test_the_rows_that_are_chosen_are_told_and_drawn(
    shown: list[Any], live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "_paged", lambda frame, _: shown.append(len(frame)))
    workbench.view(cells(), "zh", **FINAL)
    sentence, rows, figure = shown[:3]
    assert repr(sentence).endswith("F05 一般公共预算财政拨款支出决算表 · 合计 · 项：28行。") and rows == 28
    assert "从大到小" in figure.axes[0].get_title(loc="left")


def test_without_a_person_the_menus_are_one_line(shown: list[Any]) -> None:
    workbench.explore("en")
    assert [repr(one) for one in shown] == ["The menus appear in JupyterLab."]


def test_each_menu_offers_what_there_is_for_the_choices_before_it(shown: list[Any], live: None) -> None:
    workbench.explore("zh")
    box = shown[-1]
    document, table, column, level, _ = box.children
    assert [menu.description for menu in box.children[:4]] == ["部门（单位）", "报表", "栏次", "层级"]
    assert len(document.options) == 7  # one of the eight publishes no tables
    document.value = "wuhan-2023-final"
    assert [value for _, value in table.options] == ["F01", "F02", "F03", "F04", "F05", "F06", "F09"]
    assert (table.value, column.value, level.value) == ("F05", "/total", "item")
    table.value = "F09"
    assert [value for _, value in column.options][:2] == ["budget/hospitality", "budget/total"]
    assert ("预算数 · 公务接待费", "budget/hospitality") in column.options
    assert [value for _, value in level.options] == ["row"]
    document.value = "dongxihu-2025-budget"
    assert table.value == "B05-1"


def test_every_table_column_and_level_is_in_words() -> None:
    amounts = cells()
    places = {(name, value) for name in ("table", "panel", "level", "measure") for value in set(amounts[name]) - {""}}
    assert [place for place in places for lang in ("zh", "en") if text(*place, lang) == ""] == []
    assert [place for place in places if not re.search(r"[\u4e00-\u9fff]", text(*place, "zh"))] == []
    assert text("measure", "personnel", "zh") == "人员经费"
    assert text("reasons", "personnel_cost", "zh") == "人员经费变动"


def test_printed_lines_are_shown_to_a_person_who_has_the_document(
    monkeypatch: pytest.MonkeyPatch, shown: list[Any], live: None
) -> None:
    monkeypatch.setattr(trace, "printed_lines", lambda _, line: [(line - 1, "before"), (line, f"row {line}")])
    monkeypatch.setattr(workbench, "_paged", lambda *_: None)
    workbench.view(cells(), "zh", **FINAL)
    heading, *lines = repr(shown[-1]).splitlines()
    assert heading == "原文的行（金额最大的几个）：" and len(lines) == workbench.LINES
    assert all(f"{number} | row {number}" == line for line in lines for number in [line.split()[0]])


def test_tables_page_and_sort_for_a_person(shown: list[Any], live: None, monkeypatch: pytest.MonkeyPatch) -> None:
    import itables

    given: list[Any] = []
    monkeypatch.setattr(itables, "show", lambda frame, **options: given.append((frame, options)))
    monkeypatch.setattr(workbench, "_bring_pages", lambda: None)
    frame = exploring.rows(cells(), **FINAL)
    workbench._paged(frame, "zh")
    ((table, options),) = given
    assert list(table.columns) == ["编码", "名称", "金额 （万元）", "原文", "原文行号"]
    assert options["columnDefs"][0]["targets"] == [2, 4] and options["allow_html"] is False
    assert table["金额 （万元）"].iloc[0] == "9,899.27"


def test_choosing_a_department_makes_notebooks_about_it(
    notebooks: WriteNotebook, data: Path, shown: list[Any], live: None
) -> None:
    notebooks("one", "print(document_id)")
    notebooks("guide", "1", parameters='lang: str = "zh"')
    workbench.choose("en")
    links, menu, _ = shown
    assert "(chosen/here-2024-final/one.ipynb)" in links.data
    assert [value for _, value in menu.options] == ["here-2024-final", "there-2025-budget"]
    made = paths.chosen_dir() / "here-2024-final" / "one.ipynb"
    assert [path.name for path in made.parent.iterdir()] == ["one.ipynb"]
    values = {name: one.default for name, one in parameters.read(made).items()}
    assert values == {"document_id": "here-2024-final", "lang": "en"}
    made.write_text("mine", encoding="utf-8")
    assert workbench.copies("here-2024-final", "en") == [made]
    assert made.read_text(encoding="utf-8") == "mine"


def test_a_notebook_for_another_kind_of_document_is_not_offered(notebooks: WriteNotebook, data: Path) -> None:
    for kind in ("final_account", "budget"):
        path = notebooks(kind, "1")
        content = json.loads(path.read_text(encoding="utf-8"))
        content["metadata"]["jianghan"] = {"kinds": [kind]}
        path.write_text(json.dumps(content), encoding="utf-8")
    notebooks("any", "1")
    assert [path.name for path in workbench.copies("there-2025-budget", "zh")] == ["any.ipynb", "budget.ipynb"]
    assert [path.name for path in workbench.copies("here-2024-final", "zh")] == ["any.ipynb", "final_account.ipynb"]


def test_without_a_person_the_values_of_the_parameter_are_named(data: Path, shown: list[Any]) -> None:
    workbench.choose("en")
    assert [repr(one) for one in shown] == ["Values of document_id: here-2024-final, there-2025-budget."]


def test_a_filled_copy_keeps_comments_and_drops_outputs(notebooks: WriteNotebook) -> None:
    notebook = notebooks("one", "1", parameters='document_id: str = "x"  # the document\nyear: int = 2024  # the year')
    content = json.loads(parameters.filled(notebook, {"document_id": "here"}))
    sources = ["".join(cell["source"]) for cell in content["cells"]]
    assert 'document_id: str = "here"  # the document\nyear: int = 2024  # the year' in sources
    assert all(cell["outputs"] == [] for cell in content["cells"] if cell["cell_type"] == "code")
    with pytest.raises(UsageError, match="no parameter 'departement'"):
        parameters.filled(notebook, {"departement": "x"})
