"""Codes and their names."""

from collections import defaultdict
from collections.abc import Iterator

from jianghan_lib.evidence import Check, Evidence, Remark, Row, class_key
from jianghan_lib.rules import BOTH, Rule
from jianghan_lib.rules.tables import same


def names_of_codes(evidence: Evidence) -> Iterator[Check | Remark]:
    """One code, one name, across the tables of a document."""
    names: dict[str, dict[str, Row]] = defaultdict(dict)
    for cell in evidence.amounts:
        if cell["code"] and cell["table"] not in ("B02", "B05-2"):
            names[cell["code"]].setdefault(class_key(cell["name"]), cell)
    for code, known in names.items():
        cells = list(known.values())
        for other in cells[1:]:
            if not _cut_short(cells[0]["name"], other["name"]):
                printed = f"{cells[0]['table']}“{cells[0]['name']}”，{other['table']}“{other['name']}”"
                zh = f"科目{code}在不同报表中名称不一致：{printed}"
                en = f"code {code} has two names: {cells[0]['name']} ({cells[0]['table']}), {other['name']} ({other['table']})"
                yield Remark(
                    other["table"],
                    code,
                    other["line"],
                    other["page"],
                    other["name"],
                    zh,
                    en,
                    "warning",
                    cells[0]["name"],
                )
        if len(cells) == 1:
            yield same(cells[0])


def _cut_short(one: str, other: str) -> bool:
    short, long = sorted((class_key(one), class_key(other)), key=len)
    return len(short) >= 8 and long.startswith(short)


RULES = (Rule("code_names", "政府收支分类科目", "同一编码名称一致", "one code has one name", BOTH, names_of_codes),)
