"""Names of projects: the form in which they are kept, and what two sources have in common of one name."""

import re

# Endings by which sources shorten a project's name.
SHORTENED = re.compile(r"(?:工作)?(?:专项)?(?:补助)?(?:经费|资金|费用|费)?(?:项目)?$")


def curly(text: str) -> str:
    """A name with its quotation marks as Chinese print has them, where a source or the reading made plain ones of them."""
    return re.sub(r'"([^"]*)"', r"“\1”", text)


def short(name: str) -> str:
    """A project's name without what sources add or leave out: quotes, white space, year, 工作, 经费, 项目."""
    return SHORTENED.sub("", re.sub(r"[\s\"“”（）()]|^\d{4}年度?", "", name))
