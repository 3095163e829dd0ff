"""What Chinese government departments say they spent, as tidy, checked tables: the names that notebooks import."""

from importlib import import_module
from typing import TYPE_CHECKING

from jianghan_lib.lab import tab

if TYPE_CHECKING:
    from jianghan_lib.loading import documents, load
    from jianghan_lib.vocabulary import word

__all__ = ["__version__", "documents", "load", "word"]
__version__ = "0.1.0"
_HOMES = {"documents": "jianghan_lib.loading", "load": "jianghan_lib.loading", "word": "jianghan_lib.vocabulary"}


tab.offer()


def __getattr__(name: str) -> object:
    """Public names on first use, so that the command line starts without pandas."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
