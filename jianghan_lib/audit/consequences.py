"""One contradiction, one finding: what follows from one wrong cell is named in the finding of that cell."""

import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jianghan_lib.base.money import readable_amount

Finding = dict[str, Any]
# Parts of a document that repeat their figures.
REPEATING, GRAVE = ("narrative", "department_form", "form"), ("error", "warning")
# Parts of a document whose lines list names.
LISTS = ("narrative", "glossary")
# More places than these are counted.
NAMED = 4


def once(findings: Sequence[Mapping[str, Any]], of_one_row: Collection[str] = ()) -> list[Finding]:
    """Findings of all rules -> each contradiction once; `of_one_row`: the rules that tell the wrong row by itself."""
    return _one_a_line(_one_a_pair(_one_a_figure(_one_a_slip(_one_a_place(findings), of_one_row))))


# What is printed alike in several places by one slip: words of the template, a year that was not changed.
LEFT_OVER = ("template_leftover", "figure_left_out", "impossible_year", "own_year")


def one_cause(findings: Sequence[Mapping[str, Any]]) -> list[Finding]:
    """Findings on words left over: those of one wording are one, told where it stands first, the other lines named there."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for place, one in enumerate(findings):
        alike = one["rule"] in LEFT_OVER and (one["rule"], one["table"], one["printed"], one["expected"])
        groups.setdefault(alike or (place,), []).append(dict(one))
    return [_repeated(sorted(group, key=lambda one: one["line"])) for group in groups.values()]


def _one_a_pair(findings: Sequence[Finding]) -> list[Finding]:
    """Two figures of the text that are not one, found from both sides or in a sum: told once, the other places named there."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for place, one in enumerate(findings):
        money = one["unit"] == "万元" and one["difference"] and one["severity"] == "error" and one["table"] in REPEATING
        expected = Decimal(one["expected"]) if money else Decimal(0)
        key = (frozenset((expected, expected + one["difference"])),) if money else (place,)
        groups.setdefault(key, []).append(one)
    return [_also(group) for group in groups.values()]


def _also(group: Sequence[Finding]) -> Finding:
    head, others = group[0], [one for one in group[1:] if one["line"] != group[0]["line"]]
    _touch(head, group)
    if others:
        zh = "、".join(f"{one['where']}（第{one['line']}行）" for one in others)
        en = ", ".join(f"{one['where']} (line {one['line']})" for one in others)
        head["message_zh"] += f"；由此也不符：{zh}"
        head["message_en"] += f"; nor do agree {en}"
    return head


def _touch(head: Finding, others: Sequence[Mapping[str, Any]]) -> None:
    """A finding that speaks for others touches what they touch."""
    names = [name for one in (head, *others) for name in one["touches"].split(";") if name]
    head["touches"] = ";".join(dict.fromkeys(names))


def _one_a_line(findings: Sequence[Finding]) -> list[Finding]:
    """Names of one list that a rule finds wrong: told at the first, the others named there."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for place, one in enumerate(findings):
        named = one["table"] in LISTS and one["difference"] is None and one["printed"] == one["where"]
        key = (one["rule"], one["line"], one["severity"]) if named else (place,)
        groups.setdefault(key, []).append(one)
    return [_listed(group) for group in groups.values()]


def _listed(group: Sequence[Finding]) -> Finding:
    head, names = group[0], [str(one["where"]) for one in group[1:]]
    _touch(head, group)
    if names:
        head["message_zh"] += f"；{'、'.join(f'“{name}”' for name in names)}同此"
        head["message_en"] += f"; likewise {', '.join(names)}"
    return head


def _one_a_figure(findings: Sequence[Finding]) -> list[Finding]:
    """A wrong figure that the text repeats: told where it stands first, the other lines named there."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for place, one in enumerate(findings):
        groups.setdefault(_figure(one, place), []).append(one)
    return [_repeated(sorted(group, key=lambda one: one["line"])) for group in groups.values()]


def _figure(one: Finding, place: int) -> tuple[Any, ...]:
    """What repeats of one figure have in common: the printed value, what it should be, and how grave it is."""
    figure = re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)(?:万元|%)?", str(one["printed"]))
    if one["table"] not in REPEATING or not figure or not one["difference"] or one["severity"] not in GRAVE:
        return (place,)
    return (figure[1].replace(",", ""), one["expected"], one["unit"], one["severity"])


def _repeated(group: Sequence[Finding]) -> Finding:
    head, others = group[0], [one for one in group[1:] if one["line"] != group[0]["line"]]
    _touch(head, group)
    if others:
        lines = list(dict.fromkeys(str(one["line"]) for one in others))
        head["message_zh"] += f"；第{'、'.join(lines)}行同此"
        head["message_en"] += f"; likewise in line{'s' if len(lines) > 1 else ''} {', '.join(lines)}"
    return head


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
        joined[key]["message_zh"] += f"；另与{'、'.join(others)}不符"
        joined[key]["message_en"] += f"; nor does it agree with {', '.join(others)}"
    return list(joined.values())


def _free(key: tuple[Any, ...], taken: Mapping[tuple[Any, ...], object]) -> tuple[Any, ...]:
    """A key of its own for a finding that stands beside another at one place."""
    return key if key not in taken else (*key, len(taken))


def _one_a_slip(findings: Sequence[Finding], of_one_row: Collection[str]) -> list[Finding]:
    """Sums of one table that are wrong by the same amount follow from one slip: told at its row, the others named there."""
    groups: dict[tuple[Any, ...], list[Finding]] = {}
    for place, one in enumerate(findings):
        groups.setdefault(_slip(one, place), []).append(one)
    return [_told(group, of_one_row) for group in groups.values()]


def _slip(one: Finding, place: int) -> tuple[Any, ...]:
    """What findings of one slip have in common; a key of its own for any other finding."""
    money = one["unit"] == "万元" and one["difference"] and one["severity"] == "error"
    return (one["table"], abs(one["difference"])) if money and one["table"][:1] in "FB" else (place,)


def _lowest(group: Sequence[Finding]) -> Finding:
    """Of sums that are wrong by the same amount, the one in all of them: a wrong row breaks its own sum and the one above."""
    coded = [one for one in group if one["rule"] == "hierarchy" and str(one["where"]).isdigit()]
    return max(coded, key=lambda one: len(one["where"]), default=group[0])


def _told(group: Sequence[Finding], of_one_row: Collection[str]) -> Finding:
    head = next((one for one in group if one["rule"] in of_one_row), _lowest(group))
    _touch(head, group)
    others = [one for one in group if one is not head and one["line"] != head["line"]]
    if not others:
        return head
    zh = "、".join(f"{one['where']}（第{one['line']}行）" for one in others[:NAMED])
    en = ", ".join(f"{one['where']} (line {one['line']})" for one in others[:NAMED])
    more = len(others) - NAMED
    head["message_zh"] += f"；由此也不平：{zh}" + (f"等{len(others)}处" if more > 0 else "")
    head["message_en"] += f"; so do not add up: {en}" + (f" and {more} more" if more > 0 else "")
    return head
