"""The font of the figures, cut down to the signs of a page: Chinese is drawn also where no Chinese font is installed."""

import base64
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from jianghan_lib import style

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Jianghan Report"
# In a style sheet, the place of the font.
PLACE = "/* font */"
# Tables that a page does without: how signs are joined, and how they stand in columns.
LEFT_OUT = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG"]
ROWS = range(0xA1, 0xFF)


def embed(page: str) -> str:
    """A page with PLACE in its style sheet -> the same page, carrying the signs it shows."""
    return page.replace(PLACE, _face(page), 1)


def _face(text: str) -> str:
    """Text -> the CSS rule with the signs for it; in no system font's place, so it stands behind those in style.css."""
    from fontTools.ttLib import TTFont

    common, signs = _common()
    font = TTFont(BytesIO(common), lazy=True) if set(text) <= signs else TTFont(style.font_file(), lazy=True)
    data = base64.b64encode(_cut(font, text, "woff")).decode()
    return f'@font-face {{ font-family: "{FAMILY}"; src: url(data:font/woff;base64,{data}) format("woff"); }}'


@cache
def _common() -> tuple[bytes, frozenset[str]]:
    """The font with the signs of GB 2312 and ASCII only, and these signs: a page's are cut out of it in little time."""
    from fontTools.ttLib import TTFont

    pairs = bytes(byte for high in ROWS for low in ROWS for byte in (high, low))
    signs = frozenset(pairs.decode("gb2312", errors="ignore")) | set(map(chr, range(128)))
    return _cut(TTFont(style.font_file(), lazy=True), "".join(sorted(signs))), signs


def _cut(font: "TTFont", text: str, flavor: str | None = None) -> bytes:
    """A font, opened -> one with the signs of a text only."""
    from fontTools import subset

    options = subset.Options(flavor=flavor, layout_features=[], hinting=False, notdef_outline=True)
    options.drop_tables += LEFT_OUT
    buffer = BytesIO()
    with font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(font)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()
