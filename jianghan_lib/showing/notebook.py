"""`j.use`: what a notebook sets once: the language, the look of its figures, the document it is about."""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from cycler import cycler
from IPython.core.getipython import get_ipython
from IPython.core.pylabtools import print_figure
from IPython.display import display
from matplotlib import get_backend, rcParams
from matplotlib.figure import Figure

from jianghan_lib import style, vocabulary
from jianghan_lib.base.errors import UsageError
from jianghan_lib.loading import documents
from jianghan_lib.showing import tables
from jianghan_lib.showing.drawing import described, drawn
from jianghan_lib.showing.saying import said
from jianghan_lib.showing.shown import Text
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
INSTEAD = {
    "final_account": "budget_completion",
    "budget": "budget_structure",
    "self_evaluation": "project_execution",
}


def use(lang: str = "zh", document_id: str = "", *kinds: str) -> None:
    """Sets the language of tables, figures and sentences (zh or en), the style and font of figures, and the document.

    Findings of the document are marked in its tables. Of another kind than `kinds` (final_account, budget, self_evaluation),
    the notebook ends here with one line that names the right one; where there is no such document, with one that says so.
    """
    vocabulary.speak(lang)
    tables.about(document_id)
    style.use()
    rcParams.update(SETTINGS | {"axes.prop_cycle": cycler(color=[*style.PAIR, style.FOURTH])})
    _describe_figures()
    np.random.seed(0)  # points that a figure spreads by chance lie where they did in every other run
    if document_id:
        _only(document_id, kinds)


def end(template: str, frame: Any = None, **values: Any) -> None:
    """Ends the notebook here with the sentences of a template: what would follow has too little to work on."""
    raise _ended(" ".join(said(template, vocabulary.current(), frame, **values)))


class Ended(Exception):
    """Ends a notebook with one line."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _only(document_id: str, kinds: Sequence[str]) -> None:
    """Ends the notebook where its document is of another kind; UsageError where there is no such document."""
    rows = documents().query("document_id == @document_id")
    if rows.empty:
        raise UsageError(f"no document {document_id!r}: start_here.ipynb lists them all")
    found = str(rows["kind"].iloc[0])
    if kinds and found not in kinds:
        right = INSTEAD.get(found, "start_here")
        lang, said = vocabulary.current(), f"kind_{found}" if f"kind_{found}" in vocabulary.terms() else found
        kind_word = vocabulary.word(said, lang)
        sentence = phrase("other_kind", lang, document=document_id, kind=kind_word, notebook=right)
        raise _ended(sentence)


def _ended(sentence: str) -> BaseException:
    """What ends a notebook: as a script, with the line; in IPython, the line is shown and no later cell runs."""
    shell = get_ipython()
    if shell is None:
        return SystemExit(sentence)
    shell.set_custom_exc((Ended,), _show_end)
    shell.events.register("post_run_cell", _end_quietly)
    return Ended(sentence)


def _show_end(shell: Any, kind: type, ended: Ended, *trace: Any, **options: Any) -> None:
    display(Text([ended.sentence]))


def _end_quietly(result: Any) -> None:
    """JupyterLab and VS Code, which name their cells, send none after one that failed. Papermill, nbconvert and nbval
    would report an error, and nbval one for each later cell: for them the cell is done, and the later ones are empty."""
    shell = get_ipython()
    if shell and isinstance(result.error_in_exec, Ended) and result.info.cell_id is None:
        result.error_in_exec = None
        shell.input_transformers_cleanup.append(lambda lines: [])


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
        figure.set_layout_engine(None)  # any other would have it drawn once more
    whole = figure.get_tightbbox().padded(rcParams["savefig.pad_inches"])
    shown = print_figure(figure, fmt="png", bbox_inches=whole, metadata={"Software": None})
    return shown, {"alt": _text(figure), "drawn": drawn(figure)}


def _text(figure: Figure) -> str:
    return f"{phrase('figure', vocabulary.current())}: {described(figure)}"
