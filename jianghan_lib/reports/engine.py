"""papermill's engine, but the notebook is kept, not written anew after each cell, which costs more than the rest of its work."""

import json
from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager

NAME = "jianghan"


class Kept(NBClientEngine):
    """Executes a notebook, which is put behind `ran`: there it is when it has ended, or as far as it got when it could not.

    Each cell that is done is a line of the file `trail`, for the case that this very process ends.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, ran: list[Any], trail: Path | None = None, **given: Any
    ) -> None:
        ran.append(nb_man.nb)

        def note(cell: object = nb_man.nb, cell_index: int | None = None, **_: object) -> None:
            if trail and trail.parent.is_dir():  # on another machine it is not there
                with trail.open("w" if cell_index is None else "a", encoding="utf-8") as file:
                    file.write(json.dumps([cell_index, cell]) + "\n")

        note()
        super().execute_managed_notebook(nb_man, kernel_name, on_cell_executed=note, **given)
