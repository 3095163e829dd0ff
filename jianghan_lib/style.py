"""The one style of the figures: size for an A4 page, colours that survive colour blindness and grey print, short labels."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import seaborn as sns
from matplotlib import font_manager, rcParams

from jianghan_lib.base.errors import JianghanError

# The font that has Chinese, in a wheel. Only the file is used: importing the package would change matplotlib's settings.
WHEEL = "zhplot"
FONT = "fonts/NotoSansSC-Regular.ttf"
# Inches: the text width of A4; no figure is taller than its page.
WIDTH, TALLEST, MARGIN = 7.2, 9.7, 1.1
SIZE = 9.0
# Okabe and Ito's colours, chosen so that their greys differ too.
LIGHT, DARK, THIRD, FOURTH = "#bcd7ee", "#0b4f8a", "#e69f00", "#6b6b6b"
PAIR = (LIGHT, DARK, THIRD)
INK = "#1f2933"
SETTINGS: Any = {
    **dict.fromkeys(("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize"), SIZE),
    **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
    "axes.titlesize": SIZE + 1.5,
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
