"""A PDF -> its pages: the characters and ruling lines of each, or of its image, and what is wrong with it."""

import math
import sys

import pypdfium2 as pdfium
from tqdm import tqdm

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.workers import allow
from jianghan_lib.readers import scan, unfolded
from jianghan_lib.readers.blocks import Char
from jianghan_lib.readers.page import characters, pieces, strike
from jianghan_lib.readers.pdfium import Drawn, drawn
from jianghan_lib.readers.ruled import Sheet
from jianghan_lib.readers.rules import Rules, rules_of

MOST_SEGMENTS, MOST_PAGES, MOST_RECOGNISED = 30_000, 1000, 60
PATIENCE = 3.0  # seconds without a word
# What the recognition of a page may take besides what a document may: seconds of the processor, and bytes.
RECOGNITION, MEMORY = 30.0, 4 * 2**30
# An image that covers so much of a page without text, or of one with few signs, is a scan; so many characters without
# meaning make a page unreadable.
COVERED_BY_IMAGE, WHOLE, FEW_SIGNS, MANY_UNKNOWN = 0.3, 0.8, 20, 0.2
SCANNED, GARBLED, DRAWING, RECOGNISED = "page_scanned", "page_garbled", "page_drawing", "page_recognised"


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """The bytes of a PDF -> its pages; one-line errors for a file that is encrypted, damaged or too long."""
    unfolded.check(name, data)
    try:
        document = pdfium.PdfDocument(data)
        if len(document) > MOST_PAGES:
            raise JianghanError(
                f"{name}: has {len(document):,} pages, more than {MOST_PAGES:,}: give the part that is the disclosure"
            )
        return _sheets(document)
    except (pdfium.PdfiumError, ValueError, OverflowError) as error:
        locked = "password" in str(error).lower()
        what = "is encrypted: save it without a password first" if locked else "is damaged: is the file whole?"
        raise JianghanError(f"{name}: {what}") from error


def _sheets(document: pdfium.PdfDocument) -> list[Sheet]:
    """Pages, of which at most so many are recognised: it takes seconds for each, so that progress is shown to a person."""
    left = MOST_RECOGNISED if scan.available() else 0
    sheets: list[Sheet] = []
    numbers = range(len(document))
    for at in tqdm(numbers, unit="page", delay=PATIENCE, leave=False) if sys.stderr.isatty() else numbers:
        sheet, looked_at = _sheet(document[at], at + 1, left > 0)
        sheets.append(sheet)
        left -= looked_at
    return sheets


def _sheet(page: pdfium.PdfPage, number: int, recognise: bool) -> tuple[Sheet, bool]:
    """A page with its problem, and whether its image was looked at: where its text cannot be had, and that is possible."""
    seen = drawn(page, number)
    strike(seen.chars, seen.segments)
    problem = _problem(seen)
    chars, rules = characters(seen.chars), rules_of([] if problem == DRAWING else seen.segments)
    looked_at = recognise and problem in (SCANNED, GARBLED)
    if looked_at:
        chars, rules, problem = _recognised(page, seen, chars, rules, problem)
    sheet = Sheet(number, seen.height, tuple(pieces(chars, rules)), problem, seen.cut)
    page.close()
    return sheet, looked_at


def _recognised(
    page: pdfium.PdfPage, seen: Drawn, chars: list[Char], rules: Rules, problem: str
) -> tuple[list[Char], Rules, str]:
    """Characters, rules and problem of a page by its image; as they were where nothing on it can be read."""
    allow(RECOGNITION, MEMORY)
    try:
        found, ruled = scan.recognise(page, seen)
    except (ImportError, OSError, RuntimeError, MemoryError):  # libraries that are not whole, an image that is damaged
        return chars, rules, problem
    if not found and problem == SCANNED:
        return chars, rules, ""  # a blank page
    if all(char.get("unread") for char in found):
        return chars, rules, problem
    return characters(found), ruled, RECOGNISED


def _problem(seen: Drawn) -> str:
    """What is wrong with a page: (almost) nothing but an image on it, characters that cannot be decoded, a drawing; or nothing."""
    images = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in seen.images)
    covered = COVERED_BY_IMAGE if not seen.chars else WHOLE if len(seen.chars) < FEW_SIGNS else math.inf
    if images > covered * seen.width * seen.height:
        return SCANNED
    if seen.unknown > MANY_UNKNOWN * seen.printed:
        return GARBLED
    return DRAWING if len(seen.segments) > MOST_SEGMENTS else ""
