"""Invented departments, printed as disclosures are printed, with the truth beside them.

`generate(seed, layout)` gives a document and what it states; the same seed gives the same document.
"""

from dataclasses import dataclass

from jianghan_lib.specimens.departments import invent
from jianghan_lib.specimens.layouts import LAYOUTS
from jianghan_lib.specimens.lessons import two_years
from jianghan_lib.specimens.model import Facts
from jianghan_lib.specimens.paper import Printed, Truth
from jianghan_lib.specimens.vices import Vices


@dataclass(frozen=True)
class Generated:
    """An invented document: its name, its text, what is true of it, and what it was made from."""

    document_id: str
    text: str
    truth: Truth
    facts: Facts
    printed: Printed
    vices: Vices


def generate(seed: int, layout: str, vices: Vices | None = None, facts: Facts | None = None) -> Generated:
    """A document of a layout (markdown, pdftext, bare, budget); its vices and its facts by the seed unless they are given."""
    chosen = Vices.random(seed) if vices is None else vices
    facts = facts or invent(seed, kind="budget" if layout == "budget" else "final_account")
    printed = LAYOUTS[layout](facts, chosen)
    return Generated(f"invented-{layout}-{seed}", printed.text, printed.truth, facts, printed, chosen)


__all__ = ["LAYOUTS", "Facts", "Generated", "Printed", "Truth", "Vices", "generate", "invent", "two_years"]
