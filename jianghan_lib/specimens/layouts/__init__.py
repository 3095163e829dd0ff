"""The layouts in which a department's disclosure may be printed, by name."""

from collections.abc import Callable

from jianghan_lib.specimens.layouts import bare, budget, markdown, pdftext
from jianghan_lib.specimens.model import Facts
from jianghan_lib.specimens.paper import Printed
from jianghan_lib.specimens.vices import Vices

LAYOUTS: dict[str, Callable[[Facts, Vices], Printed]] = {
    "markdown": markdown.render,
    "pdftext": pdftext.render,
    "bare": bare.render,
    "budget": budget.render,
}
