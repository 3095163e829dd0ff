"""What a wheel brings beside the package, which pyproject.toml cannot say: notebooks with their lessons, and the data."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from setuptools import setup

HERE = Path(__file__).resolve().parent
# Where `jianghan_lib.base.paths` looks for them when there is no repository around the package.
PLACE = Path("share/jianghan-lib")
BROUGHT = ("notebooks/*.ipynb", "notebooks/training/*.ipynb", "data/processed/*.*", "data/raw/*/*.*")


def beside() -> Iterator[tuple[str, list[str]]]:
    """Each folder of an installation, with the files of the repository that go there."""
    files = [path.relative_to(HERE) for pattern in BROUGHT for path in HERE.glob(pattern) if path.name[0] != "."]
    files.sort(key=lambda path: (path.parent, path.name))
    for folder, found in groupby(files, key=lambda path: path.parent):
        yield (PLACE / folder).as_posix(), [path.as_posix() for path in found]


if __name__ == "__main__":
    setup(data_files=list(beside()))
