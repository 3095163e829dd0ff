"""The committed notebooks as files: their order, parameters, text and code; running them is the batch's and nbval's."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from jianghan_lib.base import paths
from jianghan_lib.reports import parameters

ANALYSES = (
    "audit",
    "budget_completion",
    "collection",
    "budget_structure",
    "models",
    "peer_comparison",
    "project_execution",
    "year_over_year",
)
# Those that are about all documents together.
TOGETHER = ("collection", "explore", "models", "start_here")
GUIDES = ("explore", "start_here")
# Those whose cells hold the analysis itself.
OPEN = (
    "audit",
    "budget_completion",
    "budget_structure",
    "collection",
    "explore",
    "models",
    "peer_comparison",
    "project_execution",
    "year_over_year",
)
# What a notebook is about, beside its analysis: the checks themselves, the menus.
BESIDES = {"audit": ["pipeline import review"], "explore": ["lab import workbench"]}
NOTEBOOKS = [paths.notebooks_dir() / f"{name}.ipynb" for name in (*ANALYSES, *GUIDES)]
LONGEST_CELL = 20
# The document of a notebook that is not for final accounts.
DEFAULTS = {"budget_structure": "dongxihu-2025-budget"}


def content(notebook: Path) -> dict[str, Any]:
    return json.loads(notebook.read_text(encoding="utf-8"))


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


@pytest.fixture(params=NOTEBOOKS, ids=lambda notebook: notebook.stem)
def notebook(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_the_parameters_are_a_signature(notebook: Path) -> None:
    wanted = (
        {"lang": "zh"}
        if notebook.stem in TOGETHER
        else {"document_id": DEFAULTS.get(notebook.stem, "jianghan-2024-final"), "lang": "zh"}
    )
    if notebook.stem == "explore":
        wanted = {
            "document_id": "jianghan-2024-final",
            "table": "F05",
            "panel": "",
            "measure": "total",
            "level": "item",
            "lang": "zh",
        }
    if notebook.stem == "collection":
        wanted = {**wanted, "district": "", "year": 0, "kind": "final_account", "top": 5}
    if notebook.stem == "year_over_year":
        wanted = {**wanted, "price_index": 0.0, "other_document_id": ""}
    assert {name: one.default for name, one in parameters.read(notebook).items()} == wanted
    cell = next(cell for cell in content(notebook)["cells"] if "parameters" in cell["metadata"].get("tags", []))
    assert source(cell).isascii() and all("  # " in line for line in source(cell).splitlines())


def test_the_title_is_a_question_in_both_languages(notebook: Path) -> None:
    title = source(content(notebook)["cells"][0]).splitlines()[0]
    assert re.fullmatch(r"# .*[\u4e00-\u9fff].* / [A-Z].+", title)
    assert notebook.stem in GUIDES or ("？" in title and title.endswith("?"))


def test_a_text_stands_before_each_section(notebook: Path) -> None:
    kinds = [cell["cell_type"] for cell in content(notebook)["cells"]]
    assert all("markdown" in three for three in zip(kinds, kinds[1:], kinds[2:], strict=False))


def test_headings_are_in_both_languages(notebook: Path) -> None:
    texts = [source(cell) for cell in content(notebook)["cells"] if cell["cell_type"] == "markdown"]
    assert all(re.match(r"#{1,2} .*[\u4e00-\u9fff].* / .*[A-Za-z]", text) for text in texts)


def test_code_cells_are_short_and_define_nothing(notebook: Path) -> None:
    for cell in content(notebook)["cells"]:
        if cell["cell_type"] == "code":
            assert 1 <= len(source(cell).strip().splitlines()) <= LONGEST_CELL
            assert not re.search(r"^\s*(def|class|while|try|with)\b|^%|^!", source(cell), re.MULTILINE)


def test_cells_are_named_and_files_hold_nothing_of_a_run_but_its_outputs(notebook: Path) -> None:
    stored = content(notebook)
    assert set(stored["metadata"]) - {"jianghan"} == {"kernelspec", "language_info"}
    assert stored["metadata"]["kernelspec"]["name"] == "python3"
    names = [cell["id"] for cell in stored["cells"]]
    assert len(set(names)) == len(names) and all(re.fullmatch(r"[a-z-]+", name) for name in names)
    assert {key for cell in stored["cells"] for key in cell["metadata"]} <= {"tags"}


def test_every_code_cell_but_the_parameters_shows_something_unless_it_asks_first(notebook: Path) -> None:
    for cell in content(notebook)["cells"]:
        asks = re.search(r"^if ", source(cell), re.MULTILINE)
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []) and not asks:
            assert cell["outputs"], source(cell)


def test_figures_have_a_description_and_their_table_stands_before_them(notebook: Path) -> None:
    outputs = [output for cell in content(notebook)["cells"] for output in cell.get("outputs", []) if "data" in output]
    for place, output in enumerate(outputs):
        if "image/png" in output["data"]:
            assert output["metadata"]["image/png"]["alt"] == "".join(output["data"]["text/plain"])
            assert any("<table>" in "".join(before["data"].get("text/html", "")) for before in outputs[:place])


def test_a_notebook_that_draws_shows_the_line_that_keeps_a_figure(notebook: Path) -> None:
    cells = [source(cell) for cell in content(notebook)["cells"] if cell["cell_type"] == "code"]
    first = next((text for text in cells if "j.words(" in text), "")
    assert not first or re.search(r'j\.words\(.+\)  # j\.save\(axes, "\w+\.svg"\) keeps the figure', first)


LIBRARIES = {"pd", "sns", "sm", "smf"}
# What shows a result: a call in its brackets is no analysis.
SHOWS = {"say", "show", "words"}
# What only a frame, a column or a group has.
METHODS = frozenset(
    re.split(
        r"\s+",
        """
query assign groupby merge pivot pivot_table melt sort_values nlargest nsmallest reset_index set_index dropna
fillna drop_duplicates transform agg apply cumsum rank value_counts where mask map isin reindex concat
mean median corr diff shift idxmax eq notna isna
""",
    )
)


@pytest.mark.parametrize("name", OPEN)
def test_half_of_the_code_cells_are_analysis_in_sight(name: str) -> None:
    cells = [
        source(cell)
        for cell in content(paths.notebooks_dir() / f"{name}.ipynb")["cells"]
        if cell["cell_type"] == "code"
    ]
    assert 2 * sum(map(analyses, cells)) >= len(cells)


def analyses(text: str) -> bool:
    """Whether a cell calls pandas, seaborn or statsmodels, or a method of frames, before it shows anything, by its syntax tree."""
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    shown = [one for call in calls if attribute(call) in SHOWS for part in parts(call) for one in ast.walk(part)]
    own = [call for call in calls if call not in shown]
    roots = {call.func.value.id for call in own if attribute(call) and isinstance(call.func.value, ast.Name)}
    return bool(roots & LIBRARIES) or any(attribute(call) in METHODS for call in own)


def attribute(call: ast.Call) -> str:
    """What a call calls of an object: `sum` of `frame.sum()`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def parts(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


@pytest.mark.parametrize("name", OPEN)
def test_an_open_notebook_imports_nothing_but_the_names_of_the_library_and_named_arithmetic(name: str) -> None:
    text = "\n".join(source(cell) for cell in content(paths.notebooks_dir() / f"{name}.ipynb")["cells"])
    allowed = "|".join(("analysis", *BESIDES.get(name, ())))
    assert "import jianghan_lib as j" in text and not re.search(
        rf"jianghan_lib\.(?!{allowed})|from jianghan_lib import", text
    )


def test_links_lead_to_notebooks_that_exist() -> None:
    text = "\n".join(source(cell) for cell in content(NOTEBOOKS[-1])["cells"])
    links = re.findall(r"\]\(([\w/]+\.ipynb)\)", text)
    assert {f"{name}.ipynb" for name in ANALYSES} <= set(links)
    assert all((paths.notebooks_dir() / link).is_file() for link in links)


def test_no_table_and_no_sentence_shows_an_identifier() -> None:
    """A word of the vocabulary that is missing was once shown as about_total; start_here explains `document_id`."""
    found = []
    for file in (*NOTEBOOKS, *sorted(paths.golden_dir().glob("*/*.ipynb"))):
        for cell in content(file)["cells"]:
            shown = [output.get("data", {}) for output in cell.get("outputs", [])]
            read = ["".join(data["text/plain"]) for data in shown if "".join(data.get("text/html", "")).startswith("<")]
            found += [(file.name, name) for text in read for name in re.findall(r"[a-z]+_[a-z_]+", text)]
    assert set(found) - {("start_here.ipynb", "document_id")} == set()
