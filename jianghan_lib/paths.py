"""Where things lie: the one module that knows a folder; it imports nothing of the project."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parent


def data_dir() -> Path:
    """The data folder: `JIANGHAN_DATA` when it is set, else `data/` of the repository."""
    chosen = os.environ.get("JIANGHAN_DATA")
    return Path(chosen).expanduser().resolve() if chosen else REPOSITORY / "data"


def raw_dir() -> Path:
    """`raw/` of the data folder: what the documents print, one folder a document."""
    return data_dir() / "raw"


def processed_dir() -> Path:
    """`processed/` of the data folder: the tables that notebooks load."""
    return data_dir() / "processed"


def notebooks_dir() -> Path:
    """The committed notebooks."""
    return REPOSITORY / "notebooks"


def reports_dir() -> Path:
    """Where reports are made; never committed."""
    return REPOSITORY / "reports"


def golden_dir() -> Path:
    """The executed notebooks that nbval compares."""
    return REPOSITORY / "tests" / "golden"
