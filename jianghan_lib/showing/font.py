"""The font of the figures: Noto Sans SC, from a wheel, so that Chinese is drawn where no Chinese font is installed."""

from importlib.util import find_spec
from pathlib import Path

from matplotlib import font_manager, rcParams

from jianghan_lib.base.errors import JianghanError

# Only the file is used: importing the package would change matplotlib's settings.
WHEEL = "zhplot"
FILE = "fonts/NotoSansSC-Regular.ttf"


def path() -> Path:
    """The font's file; JianghanError where the wheel that carries it is not installed."""
    spec = find_spec(WHEEL)
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or []:
        if (file := Path(folder) / FILE).is_file():
            return file
    raise JianghanError(f"the font of the figures is missing: install it with `pip install {WHEEL}`")


def use() -> str:
    """Makes matplotlib draw with the font -> its family name. Call it after `seaborn.set_theme`, which undoes it."""
    file = str(path())
    if file not in {entry.fname for entry in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(file)
    family = font_manager.FontProperties(fname=file).get_name()
    rcParams["font.family"] = [family]
    rcParams["axes.unicode_minus"] = False
    return family
