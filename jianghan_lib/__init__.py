"""What Chinese government departments say they spent, as tidy, checked tables: the names that notebooks import."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jianghan_lib.loading import documents, load, sql
    from jianghan_lib.showing.drawing import save, words
    from jianghan_lib.showing.notebook import end, use
    from jianghan_lib.showing.saying import say
    from jianghan_lib.showing.tables import places, show
    from jianghan_lib.vocabulary import word

__all__ = ["__version__", "documents", "end", "load", "places", "save", "say", "show", "sql", "use", "word", "words"]
__version__ = "0.1.0"
_HOMES = {
    "documents": "loading",
    "end": "showing.notebook",
    "load": "loading",
    "places": "showing.tables",
    "save": "showing.drawing",
    "say": "showing.saying",
    "show": "showing.tables",
    "sql": "loading",
    "use": "showing.notebook",
    "word": "vocabulary",
    "words": "showing.drawing",
}


def __getattr__(name: str) -> object:
    """Public names on first use, so that the command line starts without pandas."""
    if name in _HOMES:
        return getattr(import_module(f"jianghan_lib.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
