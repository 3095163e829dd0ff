"""How JupyterLab is started: on the guide to the notebooks, with the user's own options last."""

import os
import sys
from collections.abc import Sequence

START = "--LabApp.default_url=/lab/tree/start_here.ipynb"
# No question about news of Jupyter, and nothing asked of a network.
NO_NEWS = ("--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
# JupyterLab refuses to start as root; in a container there is often no one else.
AS_ROOT = "--allow-root"


def command(options: Sequence[str]) -> list[str]:
    """Options of JupyterLab -> the command that starts it with this very Python."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [sys.executable, "-m", "jupyterlab", START, *NO_NEWS, *([AS_ROOT] if is_root else []), *options]
