"""What Tab offers in a notebook inside the brackets of `load`: the tables, and the documents in the data."""

import re
import sys
from typing import Any

# The call that the cursor stands in: what is called, the first argument if it is complete, and what is typed of the next.
CALL = re.compile(
    r"""(?P<called>[A-Za-z_][\w.]*)\(\s*
    (?:(?P<first>["'][\w-]*["'])\s*,\s*(?:document\s*=\s*)?)?
    (?P<quote>["']?)(?P<typed>[\w-]*)$""",
    re.VERBOSE,
)


def offer() -> None:
    """Lets IPython complete the arguments of `load`, where IPython runs; nothing elsewhere."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or getattr(shell, "Completer", None) is None:
        return
    from IPython.core.completer import context_matcher

    matchers = shell.Completer.custom_matchers
    if not any(getattr(one, "matcher_identifier", "") == __name__ for one in matchers):
        names = shell.user_ns
        matchers.append(
            context_matcher(identifier=__name__)(lambda context: _matches(context.text_until_cursor, names))
        )


def _matches(text: str, names: dict[str, Any]) -> dict[str, Any]:
    """The text up to the cursor and what its names stand for -> what IPython wants of a matcher."""
    from IPython.core.completer import SimpleCompletion

    call = CALL.search(text)
    if call is None or not _is_load(call["called"], names):
        return {"completions": []}
    quote = "" if call["quote"] else '"'
    found = [SimpleCompletion(f"{quote}{name}{quote}", type="param") for name in _values(bool(call["first"]))]
    found = [one for one in found if one.text.startswith(call["typed"])] if call["quote"] else found
    return {"completions": found, "matched_fragment": call["typed"], "suppress": bool(found), "ordered": True}


def _is_load(called: str, names: dict[str, Any]) -> bool:
    """Whether a dotted name is `load` of this package, or of a lesson."""
    first, *rest = called.split(".")
    value = names.get(first)
    for part in rest:
        value = getattr(value, part, None)
    return getattr(value, "__name__", "") == "load" and getattr(value, "__module__", "").startswith("jianghan_lib.")


def _values(is_second: bool) -> list[str]:
    """What `load` takes: tables first, then documents."""
    from jianghan_lib import loading
    from jianghan_lib.base.errors import JianghanError
    from jianghan_lib.base.schema import PROCESSED

    if not is_second:
        return list(PROCESSED)
    try:
        return loading.documents()["document_id"].tolist()
    except JianghanError:  # no tables yet: Tab is no place to say so
        return []
