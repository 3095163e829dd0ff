"""The font of the figures: found without side effects, and with every sign that a figure needs."""

import subprocess
import sys

import matplotlib.pyplot as plt
import pytest
from matplotlib import font_manager, ft2font, rc_context

from jianghan_lib import style
from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError

SIGNS = "年初预算支出决算完成率执行绩效评价指标项目缺口，。（）“”：；《》、￥％−→·—≥≤0123456789%-+.,"


def test_it_has_every_sign() -> None:
    known = ft2font.FT2Font(str(style.font_file())).get_charmap()
    assert [sign for sign in SIGNS if ord(sign) not in known] == []


def test_it_has_every_sign_of_the_tables_and_of_what_we_say() -> None:
    """A page carries the signs of its own; none is left to a font of the reader's machine, which may have none."""
    known = ft2font.FT2Font(str(style.font_file())).get_charmap()
    said = [path for end in ("csv", "toml", "j2") for path in paths.PACKAGE.rglob(f"*.{end}")]
    shown = [*paths.data_dir().rglob("*.csv"), *said]
    signs = set().union(*(path.read_text(encoding="utf-8-sig") for path in shown))
    assert len(shown) > 50
    assert [sign for sign in signs if not sign.isspace() and ord(sign) not in known] == []


def test_figures_are_drawn_with_it_without_a_warning() -> None:
    with rc_context():
        assert style.use_font() == style.use_font() == "Noto Sans SC"
        assert font_manager.findfont("Noto Sans SC") == str(style.font_file())
        figure, axes = plt.subplots()
        axes.set_title(SIGNS, fontweight="bold")
        axes.plot([-1, 1], [-1, 1])
        figure.canvas.draw()  # a missing sign would be a warning, and so an error
        plt.close(figure)


def test_the_wheel_s_own_code_is_not_run() -> None:
    code = f"import sys\nfrom jianghan_lib import style\nstyle.use_font()\nprint({style.WHEEL!r} in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "False\n"


def test_a_missing_wheel_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "WHEEL", "no_such_wheel")
    with pytest.raises(
        JianghanError, match=r"^the font of the figures is missing: install it with `pip install no_such_wheel`$"
    ):
        style.font_file()
