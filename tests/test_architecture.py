"""docs/architecture.md names what exists, and every wing; the figure that it follows is in the data where it says."""

import re
from importlib import import_module

import pytest

from jianghan_lib import load
from jianghan_lib.base import paths

PAGE = (paths.REPOSITORY / "docs" / "architecture.md").read_text("utf-8")
WING = r"readers|forms|pipeline|build|audit|loading|showing|reports"


@pytest.mark.parametrize("name", sorted(set(re.findall(rf"`((?:{WING})(?:\.[a-z_]+)+)[`(]", PAGE))))
def test_a_function_that_is_named_exists(name: str) -> None:
    if not name.endswith(".py"):
        module, _, function = f"jianghan_lib.{name}".rpartition(".")
        assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|csv|txt|ipynb)|(?:[a-z_]+/)+)`", PAGE)))
)
def test_a_file_or_folder_that_is_named_exists(path: str) -> None:
    assert (paths.PACKAGE / path).exists() or (paths.REPOSITORY / path).exists()


def test_every_wing_has_its_line() -> None:
    wings = {one.name for one in paths.PACKAGE.iterdir() if one.is_dir() and one.name != "__pycache__"}
    assert {wing for wing in wings if f"| `{wing}/` |" not in PAGE} == set()


def test_the_figure_goes_the_way_that_is_told() -> None:
    rows = load("completion", "jianghan-2024-final", exact=True).query("code == '2082501'")
    (row,) = rows.to_dict("records")
    assert [str(row[name]) for name in ("initial_budget", "outturn", "outturn_at", "rate_printed", "rate", "gap")] == [
        "1331.67", "2476.34", "L579", "186%", "1.859575", "-1144.67",
    ]  # fmt: skip
    cells = load("amounts", "jianghan-2024-final", exact=True).query("code == '2082501' and measure == 'total'")
    assert set(zip(cells["table"], cells["line"], strict=True)) >= {("F05", 341), ("F03", 244)}
