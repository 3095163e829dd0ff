"""The parameters of a notebook: read, and refused when they are misspelt or of the wrong type."""

from pathlib import Path

import pytest
from conftest import WriteNotebook

from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.reports import parameters, runs
from jianghan_lib.reports.parameters import Parameter

CELL = 'document_id: str = "x"  # which\ntop: int = 5\nshare: float = -0.5\nwide: bool = False\nplain = "text"'


def test_parameters_are_read_with_type_and_default(notebooks: WriteNotebook) -> None:
    assert list(parameters.read(notebooks("n", parameters=CELL)).values()) == [
        Parameter("document_id", str, "x"),
        Parameter("top", int, 5),
        Parameter("share", float, -0.5),
        Parameter("wide", bool, False),
        Parameter("plain", str, "text"),
    ]


def test_a_notebook_without_the_cell_has_none(notebooks: WriteNotebook) -> None:
    assert parameters.read(notebooks("n", "1 + 1", parameters="")) == {}


@pytest.mark.parametrize(
    "cell", ["import os", "top: int = len('x')", "top: int = 'five'", "when: date = 3", "top: int"]
)
def test_a_parameters_cell_of_anything_else_is_an_error(notebooks: WriteNotebook, cell: str) -> None:
    with pytest.raises(JianghanError, match=r"^n\.ipynb: the parameters cell may only hold lines like .*\)$"):
        parameters.read(notebooks("n", parameters=cell))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"tpo": 3}, "n has no parameter 'tpo': it takes top: int, share: float"),
        ({"top": "3"}, "n: top: int was given '3', a str; it takes top: int, share: float"),
        ({"top": True}, "n: top: int was given True, a bool; it takes top: int, share: float"),
    ],
)
def test_unknown_names_and_wrong_types_are_refused(
    notebooks: WriteNotebook, given: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as error:
        parameters.check(notebooks("n", parameters="top: int = 5\nshare: float = 0.5"), given)
    assert str(error.value) == message


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -3.0, 1.02, 10_200.0, 10**400])
def test_a_price_level_that_can_be_none_is_refused(notebooks: WriteNotebook, value: float) -> None:
    with pytest.raises(UsageError) as error:
        parameters.check(notebooks("n", parameters="price_index: float = 0.0"), {"price_index": value})
    meaning = "it takes the price level with the year before as 100, such as 102.5, or 0 for none"
    assert str(error.value) == f"n: parameter 'price_index' was given {value!r}; {meaning}"


def test_a_number_without_an_end_is_refused_for_any_parameter(notebooks: WriteNotebook) -> None:
    with pytest.raises(UsageError, match="'share' was given nan; it takes a finite number"):
        parameters.check(notebooks("n", parameters=CELL), {"share": float("nan")})


def test_a_document_that_is_not_there_is_refused(notebooks: WriteNotebook) -> None:
    notebook = notebooks("n", parameters='other_document_id: str = ""')
    parameters.check_documents(notebook, {"other_document_id": ""}, ["aa"])
    parameters.check_documents(notebook, {"other_document_id": "aa"}, ["aa"])
    with pytest.raises(UsageError, match="n: unknown other_document_id 'bb': choose one of aa"):
        parameters.check_documents(notebook, {"other_document_id": "bb"}, ["aa"])


@pytest.mark.parametrize("value", ['a"; import os #', "a\\", "a\nb = 1", r"\g<0>", "部门"])
def test_a_value_that_is_filled_in_stays_a_value(notebooks: WriteNotebook, value: str) -> None:
    text = parameters.filled(notebooks("n", parameters=CELL), {"document_id": value})
    copy = notebooks("copy", parameters=CELL)
    copy.write_text(text, encoding="utf-8")
    read = parameters.read(copy)
    assert (read["document_id"].default, list(read)) == (value, ["document_id", "top", "share", "wide", "plain"])


def test_right_values_pass(notebooks: WriteNotebook) -> None:
    parameters.check(notebooks("n", parameters=CELL), {"top": 3, "share": 1, "wide": True})
    parameters.check(notebooks("m", parameters="price_index: float = 0.0"), {"price_index": 0.0})
    parameters.check(notebooks("m", parameters="price_index: float = 0.0"), {"price_index": 102.5})


def test_typed_values_become_the_declared_types(notebooks: WriteNotebook) -> None:
    notebook = notebooks("n", parameters=CELL)
    given = {"document_id": "007", "top": "7", "share": "1e5", "wide": "true", "tpo": "3"}
    expected = {"document_id": "007", "top": 7, "share": 100000.0, "wide": True, "tpo": "3"}
    assert parameters.from_text(notebook, given) == expected


def test_a_value_that_is_not_of_the_type_is_refused(notebooks: WriteNotebook) -> None:
    with pytest.raises(UsageError, match=r"^n: parameter 'wide' was given 'maybe'; it takes true or false$"):
        parameters.from_text(notebooks("n", parameters=CELL), {"wide": "maybe"})
    with pytest.raises(UsageError, match=r"^n: parameter 'top' was given '1\.5'; it takes a value of type int$"):
        parameters.from_text(notebooks("n", parameters=CELL), {"top": "1.5"})


@pytest.mark.parametrize("text", ["document_id,notebook\na,b,102.5\n", "document_id,,notebook\na,102.5,b\n"])
def test_a_value_of_a_run_that_stands_under_no_name_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "runs.csv"
    file.write_text(text)
    with pytest.raises(
        UsageError, match=r"^runs\.csv, row 2: '102.5' stands under no name: name its column in the first"
    ):
        runs.rows(file)


def test_empty_cells_of_a_file_of_runs_say_nothing(tmp_path: Path) -> None:
    file = tmp_path / "runs.csv"
    file.write_text("document_id,,lang\na,,\nb,,en,,\nc\n")
    assert runs.rows(file) == [{"document_id": "a"}, {"document_id": "b", "lang": "en"}, {"document_id": "c"}]
