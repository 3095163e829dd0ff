"""A page without text -> what an optional recogniser sees on its image: characters and ruling lines, at their places."""

import importlib.util
import os
from functools import cache
from math import sqrt
from typing import Any

import pypdfium2 as pdfium

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.workers import THREADS
from jianghan_lib.readers.blocks import Char
from jianghan_lib.readers.pdfium import Drawn
from jianghan_lib.readers.rules import Rule, Rules

Image = Any
EXTRA = ("rapidocr", "onnxruntime")
# Dots an inch of the image; what a dot is in points.
RESOLUTION = 200
DOT = 72 / RESOLUTION
# A page larger than A3 is a photograph whose dots became points: it is looked at as large as a page of A4. In square points.
A3, A4 = 842 * 1191, 595 * 842
# What the recogniser must be sure of to read a text at all, and a sign of a figure so that the figure is used.
SEEN, SURE = 0.3, 0.6
# Shown behind a figure that is not sure, and in place of ink that was not read: no figure can then be made of it.
UNSURE = "?"
# What of a character is measured in points.
MEASURES = ("x0", "x1", "top", "bottom", "size", "mid")
_FIGURE = frozenset("0123456789.,-%")
_STROKES = frozenset("一-－—–")
# Shortest ruling lines and thickest ones, the least height and width of ink that may be a sign, in points.
LONG_RULE, THICK_RULE, SIGN = 20.0, 4.0, (4.0, 2.0)
# Parts of the size of a sign: how near a stroke stands before it, and how long the stroke is.
CLOSE, STROKE = 0.3, (0.2, 1.1)
# What onnxruntime takes for as many threads as there are cores.
EVERY_CORE = -1
# Dots that a rule may be broken by.
GAP = 3
# How much darker ink is than what is around it, in dots; the steepest that a page may lie on its side, in degrees.
DARKER, AROUND, CROOKED = 16, 41, 5.0


def available() -> bool:
    """Whether the libraries of the extra `ocr` are installed."""
    return all(importlib.util.find_spec(name) for name in EXTRA)


def recognise(page: pdfium.PdfPage, seen: Drawn) -> tuple[list[Char], Rules]:
    """A page of a PDF -> the characters and the ruling lines of its image, in points as those of a page with text.

    A page may be of any size; the time and memory that it takes are those of a sheet of paper.
    """
    size = seen.width * seen.height
    smaller = sqrt(size / A4) if size > A3 else 1.0
    image = _straight(_image(page, seen.turned, RESOLUTION / smaller))
    ink = _ink(image)
    across, down = _rules(ink)
    signs = _signs(image)
    unread = _unread(ink & ~across & ~down, signs)
    chars = [char | {side: char[side] * smaller for side in MEASURES} for char in signs + unread]
    return chars, (_lines(across, True, DOT * smaller), _lines(down, False, DOT * smaller))


def _image(page: pdfium.PdfPage, turned: int, resolution: float) -> Image:
    import numpy as np

    dots = page.render(scale=resolution / 72, rotation=turned).to_numpy()
    return np.ascontiguousarray(dots[:, :, :3])


def _ink(image: Image) -> Image:
    """What is darker than the paper around it, thin and pale rules too: 255 where there is ink."""
    import cv2

    gray = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, AROUND, DARKER)


def _straight(image: Image) -> Image:
    """A page that lies crooked, turned by the angle of most of its long rules."""
    import cv2
    import numpy as np

    found = cv2.HoughLinesP(_ink(image), 1, np.pi / 1800, 300, minLineLength=image.shape[1] // 4, maxLineGap=8)
    angles = (
        []
        if found is None
        else [float(np.degrees(np.arctan2(y1 - y0, x1 - x0))) for x0, y0, x1, y1 in found.reshape(-1, 4)]
    )
    level = [angle for angle in angles if abs(angle) < CROOKED]
    angle = float(np.median(level)) if level else 0.0
    if abs(angle) < 0.05:
        return image
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def _rules(ink: Image) -> tuple[Image, Image]:
    """The ruling lines that run across and down, as masks; small gaps in them are closed."""
    import cv2
    import numpy as np

    length = int(LONG_RULE / DOT)
    masks = []
    for shape in ((1, length), (length, 1)):
        gap = tuple(min(side, GAP) for side in shape)
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones(gap, np.uint8))
        rules = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones(shape, np.uint8))
        masks.append(cv2.dilate(rules, np.ones((3, 3), np.uint8)))
    return masks[0], masks[1]


def _lines(mask: Image, across: bool, dot: float) -> list[Rule]:
    """The lines of a mask, whose dots are so large, as rules; what is too thick is none."""
    spots = [(y, x, high, wide) if across else (x, y, wide, high) for x, y, wide, high in _spots(mask)]
    return [
        Rule((at + thick / 2) * dot, start * dot, (start + long) * dot)
        for at, start, thick, long in spots
        if thick * DOT <= THICK_RULE
    ]


def _spots(mask: Image) -> list[tuple[int, int, int, int]]:
    """The connected parts of a mask: left, top, width and height in dots."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [(int(x), int(y), int(wide), int(high)) for x, y, wide, high, _ in stats[1:]]


def keep_off_the_network() -> None:
    """The recogniser runs with what is installed: it neither reports what it does nor fetches what it lacks."""
    # Read when onnxruntime is imported: without it versions since 1.29 keep an identifier of the machine and send events.
    os.environ["ORT_DISABLE_TELEMETRY"] = os.environ["ORT_TELEMETRY_DISABLED"] = "1"
    from rapidocr.utils.download_file import DownloadFile

    setattr(DownloadFile, "_make_http_request", _refuse_download)  # noqa: B010  (what it returns is never used)


def _refuse_download(address: str, *_: Any) -> None:
    raise JianghanError(f"the recogniser lacks {address.rpartition('/')[2]}: install the extra `ocr` again")


@cache
def _recogniser() -> Any:
    keep_off_the_network()
    from rapidocr import RapidOCR

    threads = os.environ.get(THREADS, "")
    options = {
        "Global.log_level": "error",
        "Global.text_score": SEEN,
        "EngineConfig.onnxruntime.intra_op_num_threads": int(threads) if threads.isdecimal() else EVERY_CORE,
    }
    return RapidOCR(params=options)


def _signs(image: Image) -> list[Char]:
    """The characters of an image; a figure with a sign that is not sure ends with a mark."""
    # Never turned upside down: 99 would be read as 66.
    seen = _recogniser()(image, use_cls=False, return_word_box=True, return_single_char_box=True)
    chars: list[Char] = []
    for words in seen.word_results if seen.txts else ():
        for text, score, corners in words:
            chars.append(_char(text, corners))
            if score < SURE and text in _FIGURE:
                chars.append(chars[-1] | {"text": UNSURE})
    return chars


def _char(text: str, corners: Any) -> Char:
    xs, ys = zip(*corners, strict=True)
    x0, x1, top, bottom = (float(side) * DOT for side in (min(xs), max(xs), min(ys), max(ys)))
    places = {"x0": x0, "x1": x1, "top": top, "bottom": bottom}
    return {"text": text, **places, "size": bottom - top, "mid": (top + bottom) / 2}


def _unread(ink: Image, signs: list[Char]) -> list[Char]:
    """What was not read: the stroke that a text begins with, and marks at the places of other ink as large as a sign.

    `unread` tells the marks from characters.
    """
    left = ink.copy()
    for char in signs:
        x0, x1, top, bottom = (round(char[side] / DOT) for side in ("x0", "x1", "top", "bottom"))
        left[max(top - 3, 0) : bottom + 3, max(x0 - 6, 0) : x1 + 6] = 0
    before = _Before([char for char in signs if char["text"] not in _STROKES])
    marks: list[Char] = []
    for x, y, wide, high in _spots(left):
        if high * DOT >= SIGN[0] and wide * DOT >= SIGN[1]:
            corners = ((x, y), (x + wide, y + high))
            marks.append(_char(UNSURE, corners) | {"unread": True})
        elif stroke := before.stroke(x * DOT, (x + wide) * DOT, (y + high / 2) * DOT):
            marks.append(stroke)
    return marks


class _Before:
    """Signs, and what may stand right before one; a page may have as many specks of dust as signs, and more."""

    def __init__(self, signs: list[Char]) -> None:
        import numpy as np

        self.signs = signs
        self.lefts, self.mids, self.sizes = np.array(
            [[char[side] for char in signs] for side in ("x0", "mid", "size")], float
        )

    def stroke(self, x0: float, x1: float, mid: float) -> Char | None:
        """A stroke that the recogniser took for a rule: 一 before a character; before a figure it may be a minus."""
        near = (abs(self.lefts - x1) < CLOSE * self.sizes) & (abs(self.mids - mid) < CLOSE * self.sizes)
        near &= (x1 - x0 > STROKE[0] * self.sizes) & (x1 - x0 < STROKE[1] * self.sizes)
        if not near.any():
            return None
        char = self.signs[int(near.argmax())]
        text = UNSURE if char["text"] in _FIGURE else "一"
        return {**char, "text": text, "x0": x0, "x1": x1}
