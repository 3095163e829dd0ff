"""The frame of a performance form: which first-level indicator a second-level one belongs to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

FAMILIES = (
    ("产出指标", re.compile(r"^(?:数量|质量|时效)(?:指标)?$")),
    ("效益指标", re.compile(r"^(?:经济效益|社会效益|生态效益|可持续影响(?:效益)?)(?:指标)?$")),
    ("成本指标", re.compile(r"^(?:经济成本|社会成本|生态环境成本)(?:指标)?$")),
)
KNOWN = {family for family, _ in FAMILIES} | {"满意度指标"}
# The words of the levels, with or without 指标; LABEL are those that are never the name of an indicator.
LEVEL1 = re.compile(
    r"^(?:产出|效益|满意度|成本|投入|过程|绩效|履职效能|管理效率|运行成本|社会效应|可持续发展能力)(?:指标)?$"
)
LEVEL2 = re.compile(
    r"^(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|可持续影响效益|"
    r"(?:社会公众或)?服务对象满意度?|社会公众满意度|成本控制|完成时效)(?:指标)?$"
)
LABEL = re.compile(
    r"^(?:产出|效益|满意度|成本|数量|质量|时效|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响(?:效益)?|"
    r"(?:社会公众或)?服务对象满意度?)指标$"
)
FIRST = re.compile(r"^(?:产出|效益|满意度|成本)指标$")
# What a form says before the name of what it is about: a project, or the department.
START = re.compile(
    r"^(?:(?P<project>(?:项目|专项|政策)(?:\((?:政策|专项)\))?)|(?:[省市州区县镇乡]级)?(?:预算)?(?:部门|单位)(?:\((?:部门|单位)\))?)名称:?$"
)
# Printed as a first-level indicator by some forms, as a second-level one by others.
EITHER = ("成本指标", "满意度指标")


def carried(level1: str, level2: str) -> str:
    """A first level that stands in a row above -> the one that the second level of this row belongs to."""
    family = next((name for name, pattern in FAMILIES if pattern.match(level2)), level1)
    return family if level1 in KNOWN else level1


@dataclass(frozen=True)
class Label:
    """A level label as printed, with the points beside it, if any."""

    name: str
    points: Decimal | None = None


@dataclass(frozen=True)
class Frame:
    """The levels that hold for a row, and how many of the first level's points its second levels have used."""

    level1: str = ""
    level2: str = ""
    points: Decimal | None = None
    used: Decimal = Decimal(0)

    def below(self, labels: Sequence[Label]) -> "Frame":
        """The frame after the labels of a row. 成本指标 or 满意度指标 with no label of its own below it may be a second level."""
        frame = self
        for place, label in enumerate(labels):
            last = place == len(labels) - 1
            if FIRST.match(label.name) and not (last and label.name in EITHER and frame._is_second(label)):
                frame = Frame(label.name, "", label.points)
            else:
                frame = Frame(frame.level1, label.name, frame.points, frame.used + (label.points or 0))
        return frame

    def _is_second(self, label: Label) -> bool:
        """By the points that the first level has left; without them, costs are a second level of the output."""
        if self.level1 in ("", label.name):
            return False
        left = None if self.points is None or label.points is None else self.points - self.used - label.points
        return left == 0 if label.name == "满意度指标" else left is None or left >= 0
