"""Text in two languages, as notebooks have it -> the half in one of them, as a report shows it."""

import re

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
CODE = re.compile(r"`[^`]*`")
# A Chinese sign says about what two letters say: a sentence may hold a name or a unit of the other language.
LETTERS = 2
HEADING = re.compile(r"(#+ (?:\d+ )?)(.+)")
BETWEEN = " / "
# Lines of tables and code, which are the same in both languages.
FIXED = ("|", "    ", "```", "- ")


def half(text: str, lang: str) -> str:
    """A line such as `问题？ / Question?` -> its half in the language; all of it where it has no such half."""
    mark, line = match.groups() if (match := HEADING.fullmatch(text)) else ("", text)
    chosen = [part for part in line.split(BETWEEN) if _is(part, lang)]
    return mark + (BETWEEN.join(chosen) or line)


def halves(markdown: str, lang: str) -> str:
    """Markdown whose headings have two halves and whose paragraphs come in pairs -> that of the language."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", markdown)]
    lists = [block for block in blocks if block.startswith("- ")]
    plain = [block for block in blocks if not block.startswith(("#", *FIXED))]
    # Lists come in pairs, too, or are the same in both languages.
    plain += lists if len({_is(block, lang) for block in lists}) > 1 else []
    other = {block for block in plain if not _is(block, lang)}
    # A paragraph in the other language is left out only where there is one to read in its place.
    left_out = other if len(other) < len(plain) else set()
    return "\n\n".join(_localised(block, lang) for block in blocks if block not in left_out)


def _localised(block: str, lang: str) -> str:
    return half(block, lang) if block.startswith("#") else block


def _is(text: str, lang: str) -> bool:
    prose = CODE.sub("", text)
    return (LETTERS * len(CHINESE.findall(prose)) > len(LATIN.findall(prose))) == (lang == "zh")
