"""How JupyterLab is started: on the guide to the notebooks, with the user's own options last."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

START = "--LabApp.default_url=/lab/tree/start_here.ipynb"
# Settings of our own, before the user's: no question about news of Jupyter.
SETTINGS = Path(__file__).parent / "settings"
# JupyterLab refuses to start as root; in a container there is often no one else.
AS_ROOT = "--allow-root"


def command(options: Sequence[str]) -> list[str]:
    """Options of JupyterLab -> the command that starts it with this very Python."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [sys.executable, "-m", "jupyterlab", START, *([AS_ROOT] if is_root else []), *options]


def environment() -> dict[str, str]:
    """The environment in which JupyterLab is started: SETTINGS are read beside the user's."""
    given = os.environ.get("JUPYTER_CONFIG_PATH")
    return {**os.environ, "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (str(SETTINGS), given)))}
