"""One contradiction, one finding: what follows from one wrong cell is named in the finding of that cell."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from jianghan_lib.base.money import readable_amount

Finding = dict[str, Any]
# What findings of one cause have in common; nothing for a finding that stands by itself.
Key = Callable[[Finding], tuple[Any, ...] | None]
# Parts of a document that repeat their figures.
REPEATING, GRAVE = ("narrative", "department_form", "form"), ("error", "warning")
# Parts of a document whose lines list names.
LISTS = ("narrative", "glossary")
# More places than these are counted.
NAMED = 4
# What is printed alike in several places by one slip: words of the template, a year that was not changed.
LEFT_OVER = ("template_leftover", "figure_left_out", "impossible_year", "own_year")


def once(findings: Sequence[Mapping[str, Any]], of_one_row: Collection[str] = ()) -> list[Finding]:
    """Findings of all rules -> each contradiction once; `of_one_row`: the rules that tell the wrong row by itself."""
    found = _one_a_place(findings)
    found = _joined(found, _slip, partial(_sums, of_one_row))
    found = _joined(found, _figure, _lines)
    found = _joined(found, _pair, _places)
    found = _joined(found, _named_by(found), _cause)
    return _joined(found, _listed, _names)


def one_cause(findings: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Findings on words left over: those of one wording are one."""
    return _joined([dict(one) for one in findings], _left_over, _lines)


def _joined(findings: Sequence[Finding], key: Key, told: Callable[[list[Finding]], Finding]) -> list[Finding]:
    """Findings of one key as the one that is told of them, which touches what they touch."""
    groups: dict[object, list[Finding]] = {}
    for place, one in enumerate(findings):
        groups.setdefault(key(one) or place, []).append(one)
    heads = []
    for group in groups.values():
        heads.append(told(group))
        _touch(heads[-1], group)
    return heads


def _touch(head: Finding, others: Sequence[Mapping[str, Any]]) -> None:
    """A finding that speaks for others touches what they touch."""
    names = [name for one in (head, *others) for name in one["touches"].split(";") if name]
    head["touches"] = ";".join(dict.fromkeys(names))


def _say(head: Finding, zh: str, en: str) -> None:
    """Adds to a finding's message, in both languages."""
    head["message_zh"] += f"；{zh}"
    head["message_en"] += f"; {en}"


def _elsewhere(head: Finding, group: Sequence[Finding]) -> list[Finding]:
    """The findings of a group that stand on other lines than the one that speaks for them."""
    return [one for one in group if one["line"] != head["line"]]


def _one_a_place(findings: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Several rules that find the same figure wrong: the first stands, the others' figures are named in it."""
    joined: dict[tuple[Any, ...], Finding] = {}
    followed: dict[tuple[Any, ...], list[str]] = {}
    for one in findings:
        key: tuple[Any, ...] = (one["line"], one["where"], one["printed"], one["severity"])
        if key in joined and one["expected"] == joined[key]["expected"]:
            _touch(joined[key], [one])
        elif key in joined and one["difference"] is not None and one["rule"] != joined[key]["rule"]:
            _touch(joined[key], [one])
            followed.setdefault(key, []).append(str(one["expected"]))
        else:
            joined[_free(key, joined)] = dict(one)
    for key, values in followed.items():
        others = [readable_amount(Decimal(value)) if joined[key]["unit"] == "万元" else value for value in values]
        _say(joined[key], f"另与{'、'.join(others)}不符", f"nor does it agree with {', '.join(others)}")
    return list(joined.values())


def _free(key: tuple[Any, ...], taken: Mapping[tuple[Any, ...], object]) -> tuple[Any, ...]:
    """A key of its own for a finding that stands beside another at one place."""
    return key if key not in taken else (*key, len(taken))


def _left_over(one: Finding) -> tuple[Any, ...] | None:
    return (one["rule"], one["table"], one["printed"], one["expected"]) if one["rule"] in LEFT_OVER else None


def _figure(one: Finding) -> tuple[Any, ...] | None:
    """A wrong figure that the text repeats: the printed value, what it should be, and how grave it is."""
    figure = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)(?:万元|%)?", str(one["printed"]))
    if one["table"] not in REPEATING or not figure or not one["difference"] or one["severity"] not in GRAVE:
        return None
    return (figure[1].replace(",", ""), one["expected"], one["unit"], one["severity"])


def _lines(group: list[Finding]) -> Finding:
    """Told where it stands first, the other lines named there."""
    group.sort(key=lambda one: one["line"])
    head = group[0]
    if lines := list(dict.fromkeys(str(one["line"]) for one in _elsewhere(head, group))):
        many = "s" if len(lines) > 1 else ""
        _say(head, f"第{'、'.join(lines)}行同此", f"likewise in line{many} {', '.join(lines)}")
    return head


def _of_money(one: Finding) -> bool:
    return bool(one["unit"] == "万元" and one["difference"] and one["severity"] in GRAVE)


def _pair(one: Finding) -> tuple[Any, ...] | None:
    """Two figures of the text that are not one, found from both sides or in a sum."""
    if not _of_money(one) or one["table"] not in REPEATING:
        return None
    expected = Decimal(one["expected"])
    return (frozenset((expected, expected + one["difference"])),)


# Sums of money that are apart by so much are not both so by chance.
TELLING = Decimal("0.1")


def _named_by(findings: Sequence[Finding]) -> Key:
    """What joins the findings that are apart by one amount with the one whose line they name: the figure there is wrong."""
    grave = [one for one in findings if _of_money(one) and abs(one["difference"]) >= TELLING]
    causes: dict[int, tuple[Any, ...]] = {}
    for one in grave:
        apart = [other for other in grave if abs(other["difference"]) == abs(one["difference"])]
        naming = [other for other in apart if other["line"] != one["line"] and one["line"] in _lines_named(other)]
        if one["table"][:1] in "FB" and naming:
            for each in (one, *naming):
                causes.setdefault(id(each), (one["line"], abs(one["difference"])))
    return lambda one: causes.get(id(one))


def _lines_named(one: Finding) -> set[int]:
    named = " ".join(re.findall(r"第([\d、]+)行", one["message_zh"]))
    return {int(number) for number in re.findall(r"\d+", named)}


def _cause(group: list[Finding]) -> Finding:
    """Told where the others point, as grave as the gravest of them."""
    pointed = [sum(one["line"] in _lines_named(other) for other in group) for one in group]
    head = group[pointed.index(max(pointed))]
    head["severity"] = min((one["severity"] for one in group), key=GRAVE.index) if len(group) > 1 else head["severity"]
    if others := _elsewhere(head, group):
        _say(head, f"由此也不符：{_named(others)[0]}", f"the same goes for {_named(others)[1]}")
    return head


def _places(group: list[Finding]) -> Finding:
    """Told once, the other places named there."""
    if others := _elsewhere(group[0], group):
        _say(group[0], f"由此也不符：{_named(others)[0]}", f"the same goes for {_named(others)[1]}")
    return group[0]


def _named(findings: Sequence[Finding]) -> tuple[str, str]:
    """Where findings stand, with their lines, in both languages."""
    zh = "、".join(f"{one['where']}（第{one['line']}行）" for one in findings)
    return zh, ", ".join(f"{one['where']} (line {one['line']})" for one in findings)


def _listed(one: Finding) -> tuple[Any, ...] | None:
    """Names of one list that a rule finds wrong."""
    named = one["table"] in LISTS and one["difference"] is None and one["printed"] == one["where"]
    return (one["rule"], one["line"], one["severity"]) if named else None


def _names(group: list[Finding]) -> Finding:
    """Told at the first, the others named there."""
    if names := [str(one["where"]) for one in group[1:]]:
        _say(group[0], f"{'、'.join(f'“{name}”' for name in names)}同此", f"likewise {', '.join(names)}")
    return group[0]


def _slip(one: Finding) -> tuple[Any, ...] | None:
    """Sums of one table that are wrong by the same amount follow from one slip."""
    of_table = _of_money(one) and one["table"][:1] in "FB" and one["severity"] == "error"
    return (one["table"], abs(one["difference"])) if of_table else None


def _sums(of_one_row: Collection[str], group: list[Finding]) -> Finding:
    """Told at its row, the others named there."""
    head = next((one for one in group if one["rule"] in of_one_row), _lowest(group))
    if others := _elsewhere(head, group):
        zh, en = _named(others[:NAMED])
        more = len(others) - NAMED
        zh, en = (f"{zh}等{len(others)}处", f"{en} and {more} more") if more > 0 else (zh, en)
        _say(head, f"由此也不平：{zh}", f"so do not add up: {en}")
    return head


def _lowest(group: Sequence[Finding]) -> Finding:
    """Of sums that are wrong by the same amount, the one in all of them: a wrong row breaks its own sum and the one above."""
    coded = [one for one in group if one["rule"] == "hierarchy" and str(one["where"]).isdigit()]
    return max(coded, key=lambda one: len(one["where"]), default=group[0])
