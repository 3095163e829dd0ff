"""Which first-level indicator a second-level one belongs to, by the usual frame of performance forms."""

import re

FAMILIES = (
    ("产出指标", re.compile(r"^(?:数量|质量|时效)(?:指标)?$")),
    ("效益指标", re.compile(r"^(?:经济效益|社会效益|生态效益|可持续影响(?:效益)?)(?:指标)?$")),
    ("成本指标", re.compile(r"^(?:经济成本|社会成本|生态环境成本)(?:指标)?$")),
)
KNOWN = {family for family, _ in FAMILIES} | {"满意度指标"}


def carried(level1: str, level2: str) -> str:
    """A first level that stands in a row above -> the one that the second level of this row belongs to."""
    family = next((name for name, pattern in FAMILIES if pattern.match(level2)), level1)
    return family if level1 in KNOWN else level1
