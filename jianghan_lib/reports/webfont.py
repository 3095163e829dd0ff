"""The font of the figures, cut down to the signs of a page: Chinese is drawn also where no Chinese font is installed."""

import base64
from io import BytesIO

from jianghan_lib import style

FAMILY = "Jianghan Report"
# In a style sheet, the place of the font.
PLACE = "/* font */"


def embed(page: str) -> str:
    """A page with PLACE in its style sheet -> the same page, carrying the signs it shows."""
    return page.replace(PLACE, _face(page), 1)


def _face(text: str) -> str:
    """Text -> the CSS rule with the signs for it; in no system font's place, so it stands behind those in style.css."""
    from fontTools import subset

    options = subset.Options(flavor="woff", layout_features=[], hinting=False, notdef_outline=True)
    with subset.load_font(str(style.font_file()), options, lazy=True) as loaded:
        cutter = subset.Subsetter(options)
        cutter.populate(text=text)
        cutter.subset(loaded)
        buffer = BytesIO()
        subset.save_font(loaded, buffer, options)
    data = base64.b64encode(buffer.getvalue()).decode()
    return f'@font-face {{ font-family: "{FAMILY}"; src: url(data:font/woff;base64,{data}) format("woff"); }}'
