"""The font of the figures, cut down to the signs of a page: Chinese is drawn also where no Chinese font is installed."""

import base64
from collections.abc import Iterable
from functools import cache
from io import BytesIO
from pathlib import Path

FAMILY = "Jianghan Report"
# In a style sheet, the place of the font.
PLACE = "/* font */"
# Quotation marks as wide as Western ones, which the style sheet asks for in an English page.
FEATURES = ["pwid"]
# Tables that a page does without: how signs are spaced, and how they stand in columns.
LEFT_OUT = ["GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG"]
ROWS = range(0xA1, 0xFF)
# Beside ASCII and the signs of GB 2312: what Western text, dashes, quotation marks and formulas need.
BESIDE = (range(128), range(0xA0, 0x100), range(0x2010, 0x2040), range(0x2200, 0x2300))


def embed(page: str, one_of_many: bool = True) -> str:
    """A page with PLACE in its style sheet -> the same page, carrying the signs it shows."""
    return page.replace(PLACE, _face(page, one_of_many), 1)


def _face(text: str, one_of_many: bool) -> str:
    """Text -> the CSS rule with the signs for it; in no system font's place, so it stands behind those in style.css."""
    from jianghan_lib import style

    shown = frozenset(text)
    common, signs = _common() if one_of_many else (b"", frozenset[str]())
    source = BytesIO(common) if shown <= signs else style.font_file()
    data = base64.b64encode(_cut(source, shown, flavor="woff")).decode()
    return f'@font-face {{ font-family: "{FAMILY}"; src: url(data:font/woff;base64,{data}) format("woff"); }}'


@cache
def _common() -> tuple[bytes, frozenset[str]]:
    """The font with the signs of GB 2312 and BESIDE only, and these signs: a page's are cut out of it in little time."""
    from jianghan_lib import style

    pairs = bytes(byte for high in ROWS for low in ROWS for byte in (high, low))
    # As GBK decodes them: Python's gb2312 makes other signs of the dash and the middle dot.
    signs = frozenset(pairs.decode("gbk", errors="ignore")).union(*(map(chr, some) for some in BESIDE))
    return _cut(style.font_file(), signs), signs


def _cut(source: Path | BytesIO, signs: Iterable[str], flavor: str | None = None) -> bytes:
    """A font -> one with these signs only, their outlines untouched."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(flavor=flavor, layout_features=FEATURES, hinting=False, notdef_outline=True)
    options.drop_tables += LEFT_OUT
    buffer = BytesIO()
    with TTFont(source, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=map(ord, signs))
        cutter.subset(font)
        subset.save_font(font, buffer, options)
    return buffer.getvalue()
