"""Where things lie: the one module that knows a folder."""

import csv
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from jianghan_lib.base.errors import UsageError

PACKAGE = Path(__file__).resolve().parents[1]
REPOSITORY = PACKAGE.parent
# Notebooks and data lie in the repository; without one, where a wheel puts them (see setup.py).
INSTALLED = Path(sys.prefix) / "share" / "jianghan-lib"
BESIDE = REPOSITORY if (REPOSITORY / "notebooks").is_dir() else INSTALLED


def declared(name: str) -> list[dict[str, str]]:
    """A CSV file of the package, such as `base/fields.csv` -> its rows: what is declared as data, and words."""
    with (PACKAGE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def data_dir() -> Path:
    """The data folder: `JIANGHAN_DATA` when it is set, else `data/` of the repository or of the installation.

    It may be an address of fsspec (s3://bucket/data), whose tables are only read.
    """
    chosen = os.environ.get("JIANGHAN_DATA")
    if chosen and is_address(chosen):
        return _at(chosen)
    folder = Path(chosen).expanduser().resolve() if chosen else BESIDE / "data"
    if folder.is_file():
        raise UsageError(f"JIANGHAN_DATA is {folder}, a file: set it to a folder")
    return folder


def is_address(folder: object) -> bool:
    """Whether a folder is no folder of this machine."""
    return "://" in str(folder)


def _at(address: str) -> Path:
    try:
        from upath import UPath

        folder = UPath(address)
        return cast(Path, folder.fs and folder)  # it has what a Path has; fails where its package is not there
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: cannot be read ({error}): see `pip install jianghan-lib[cluster]`") from None


def use_data(folder: Path) -> None:
    """Makes a folder the data folder of this process, as `JIANGHAN_DATA` does."""
    os.environ["JIANGHAN_DATA"] = str(folder)


@contextmanager
def using(folder: Path) -> Iterator[None]:
    """Makes a folder the data folder for a while."""
    before = os.environ.get("JIANGHAN_DATA")
    use_data(folder)
    try:
        yield
    finally:
        os.environ.pop("JIANGHAN_DATA") if before is None else use_data(Path(before))


def raw_dir() -> Path:
    """`raw/` of the data folder: what the documents print, one folder a document."""
    return data_dir() / "raw"


def processed_dir() -> Path:
    """`processed/` of the data folder: the tables that notebooks load."""
    return data_dir() / "processed"


def notebooks_dir() -> Path:
    """The committed notebooks."""
    return BESIDE / "notebooks"


def chosen_dir() -> Path:
    """Copies of notebooks about a department that a person chose; never committed."""
    return notebooks_dir() / "chosen"


def lessons_dir() -> Path:
    """The lessons, with their solutions."""
    return notebooks_dir() / "training"


def reports_dir() -> Path:
    """Where reports are made: in the repository, never committed; without one, in the folder in use."""
    return (REPOSITORY if BESIDE == REPOSITORY else Path.cwd()) / "reports"


def golden_dir() -> Path:
    """The executed notebooks that nbval compares."""
    return REPOSITORY / "tests" / "golden"
