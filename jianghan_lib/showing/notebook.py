"""`j.use`: what a notebook sets once: the language, the look of its figures, the document it is about."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.core.getipython import get_ipython
from IPython.core.pylabtools import print_figure
from matplotlib import get_backend, rcParams
from matplotlib.figure import Figure

from jianghan_lib import style, vocabulary
from jianghan_lib.base.errors import UsageError
from jianghan_lib.loading import documents
from jianghan_lib.showing import tables
from jianghan_lib.showing.drawing import described, drawn
from jianghan_lib.showing.saying import said
from jianghan_lib.showing.wording import phrase

DPI = 150
SETTINGS: Any = {
    "figure.dpi": DPI,
    "figure.figsize": (style.WIDTH, 4.2),
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "jianghan",
}
# The notebook that answers the question of another one for documents of another kind.
INSTEAD = {"final_account": "budget_completion", "budget": "budget_structure"}


def use(lang: str = "zh", document_id: str = "", kind: str = "") -> None:
    """Sets the language of tables, figures and sentences (zh or en), the style and font of figures, and the document.

    Findings of the document are marked in its tables. Of another kind than `kind` (final_account, budget), the notebook ends
    here with one line that names the right one.
    """
    vocabulary.speak(lang)
    tables.about(document_id)
    style.use()
    rcParams.update(SETTINGS | {"axes.prop_cycle": cycler(color=[*style.PAIR, style.FOURTH])})
    _describe_figures()
    np.random.seed(0)  # points that a figure spreads by chance lie where they did in every other run
    if document_id and kind:
        _only(document_id, kind)


def end(template: str, frame: Any = None, **values: Any) -> None:
    """Ends the notebook here with the sentences of a template: what would follow has too little to work on."""
    raise _ended(" ".join(said(template, vocabulary.current(), frame, **values)))


class Ended(Exception):
    """Ends a notebook with one line: IPython shows the sentence and no traceback, and no later cell runs.

    Its name is that of the exception which papermill takes for an end that was meant; a real one would make IPython add
    a hint on how to leave, and a warning.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence

    def _render_traceback_(self) -> list[str]:
        return [self.sentence]


Ended.__name__ = "SystemExit"


def _only(document_id: str, kind: str) -> None:
    """Ends the notebook where its document is of another kind."""
    rows = documents().query("document_id == @document_id")
    if rows.empty:
        raise UsageError(f"no document {document_id!r}: start_here.ipynb lists them all")
    found = str(rows["kind"].iloc[0])
    if found != kind:
        right = INSTEAD.get(found, "start_here")
        lang, said = vocabulary.current(), f"kind_{found}" if f"kind_{found}" in vocabulary.terms() else found
        kind_word = vocabulary.word(said, lang)
        sentence = phrase("other_kind", lang, document=document_id, kind=kind_word, notebook=right)
        raise _ended(sentence)


def _ended(sentence: str) -> BaseException:
    return Ended(sentence) if get_ipython() else SystemExit(sentence)


def _describe_figures() -> None:
    """Figures of a notebook as PNG that is the same in every run, with their title as the text for those who cannot see them."""
    shell = get_ipython()
    if shell is None or shell.display_formatter is None:
        return
    plt.close(plt.figure())  # makes the inline backend set its own forms first
    if "inline" in get_backend():
        plt.uninstall_repl_displayhook()  # it would draw what is shown, and so drawn, at the end of the cell
    forms = shell.display_formatter.formatters
    forms["image/png"].for_type(Figure, _png)
    forms["text/plain"].for_type(Figure, lambda figure, printer, cycle: printer.text(_text(figure)))


def _png(figure: Figure) -> tuple[Any, dict[str, Any]]:
    """A figure laid out, cut to what is on it, and drawn once; matplotlib alone would draw it three times."""
    if (layout := figure.get_layout_engine()) is not None:
        layout.execute(figure)
        figure.set_layout_engine("none")
    whole = figure.get_tightbbox().padded(rcParams["savefig.pad_inches"])
    shown = print_figure(figure, fmt="png", bbox_inches=whole, metadata={"Software": None})
    return shown, {"alt": _text(figure), "drawn": drawn(figure)}


def _text(figure: Figure) -> str:
    return f"{phrase('figure', vocabulary.current())}: {described(figure)}"
