"""The layouts in which a department's disclosure may be printed, by name."""

from collections.abc import Callable

from ..model import Facts
from ..paper import Printed
from ..vices import Vices
from . import bare, budget, markdown, pdftext

LAYOUTS: dict[str, Callable[[Facts, Vices], Printed]] = {
    "markdown": markdown.render,
    "pdftext": pdftext.render,
    "bare": bare.render,
    "budget": budget.render,
}
