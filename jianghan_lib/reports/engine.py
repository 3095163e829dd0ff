"""papermill's engine, but the notebook is not written anew after each cell, which costs more than the rest of its work."""

from typing import Any

from papermill.engines import NBClientEngine, NotebookExecutionManager

NAME = "jianghan"


class WrittenOnce(NBClientEngine):
    """Executes a notebook, which is written when it has ended, or as far as it got when it could not."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: NotebookExecutionManager, kernel_name: str, **given: Any) -> None:
        path, nb_man.output_path = nb_man.output_path, None
        try:
            super().execute_managed_notebook(nb_man, kernel_name, **given)
        finally:
            nb_man.output_path = path
