"""Both READMEs say what is true: commands, options, parameters, tables, documents, links, and code that runs."""

import ast
import re
import shlex
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from jianghan_lib import documents
from jianghan_lib.base import paths
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.commands.main import commands
from jianghan_lib.reports import parameters

READMES = ("README.md", "README.zh-CN.md")
PAGES = (*READMES, "CONTRIBUTING.md", "CHANGELOG.md", "data/README.md", "docs/architecture.md")
LARGEST_PICTURE = 200_000
WORDS = {"README.md": "row_en", "README.zh-CN.md": "row_zh"}
readme = pytest.mark.parametrize("readme", READMES)


def text(name: str) -> str:
    return (paths.REPOSITORY / name).read_text(encoding="utf-8")


def blocks(name: str, language: str) -> list[str]:
    """The fenced blocks of a language in a page, without the indentation of a list."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```$", text(name), re.M | re.S)
    return [re.sub(rf"^{indent}", "", block, flags=re.M) for indent, block in found]


def lines(name: str) -> list[list[str]]:
    """The shell commands of a page, each as its words, without redirections."""
    shell = [line for block in blocks(name, "sh") for line in block.splitlines() if line]
    return [shlex.split(line.partition(" > ")[0]) for line in shell]


def table(name: str, width: int) -> Iterator[list[str]]:
    """The rows of a page's tables of a width whose first cell is code, without the backticks."""
    for line in text(name).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == width:
            yield [cell.removeprefix("`").removesuffix("`") for cell in cells]


def calls(name: str) -> list[list[str]]:
    """The calls of `jianghan` with a command in a page's examples, without the program's name."""
    return [words[1:] for words in lines(name) if words[0] == "jianghan" and not words[1].startswith("-")]


def options(name: str) -> list[str]:
    """The options of a command as they are typed."""
    return [option.opts[0] for option in commands.commands[name].params if isinstance(option, click.Option)]


@readme
def test_every_command_has_an_example_and_every_example_a_command(readme: str) -> None:
    assert {words[0] for words in calls(readme)} == set(commands.commands)


@readme
def test_the_examples_use_the_commands_as_they_are(readme: str) -> None:
    for name, *rest in calls(readme):
        command = commands.commands[name]
        command.make_parser(click.Context(command, **command.context_settings)).parse_args(rest)


@readme
def test_a_correction_of_the_page_can_be_made(readme: str, tmp_path: Path) -> None:
    held = "jianghan-2024-final"
    for number, words in enumerate(words for words in calls(readme) if words[0] == "correct"):
        shutil.copytree(paths.REPOSITORY / "data" / "raw" / held, tmp_path / f"{number}" / "raw" / held)
        with paths.using(tmp_path / f"{number}"):
            made = CliRunner().invoke(commands, words)
        assert made.exit_code == 0 and "49.45 -> 49.46" in made.output


@readme
def test_the_table_of_commands_is_whole(readme: str) -> None:
    listed = [row[0] for row in table(readme, 2) if row[0].startswith("jianghan ")]
    assert sorted(listed) == [f"jianghan {name}" for name in sorted(commands.commands)]


def test_both_tables_of_commands_tell_the_same_options() -> None:
    told = [
        {
            row[0]: sorted(re.findall(r"`([^`]*--[^`]*)`", row[1]))
            for row in table(name, 2)
            if row[0].startswith("jianghan ")
        }
        for name in READMES
    ]
    assert told[0] == told[1] and told[0]["jianghan diff"] == ["--exit-code", "--format html", "--lang en"]


@readme
@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_option_is_mentioned(readme: str, name: str) -> None:
    typed = text(readme)
    assert [option for option in options(name) if not re.search(rf"(?<![\w-]){option}\b", typed)] == []


@readme
def test_the_targets_of_make_exist(readme: str) -> None:
    targets = re.search(r"^\.PHONY: (.+)$", text("Makefile"), re.M)
    named = {words[1] for words in lines(readme) if words[0] == "make"} | set(re.findall(r"`make (\w+)`", text(readme)))
    assert targets is not None
    assert {"report", "test"} <= named <= set(targets.group(1).split())


@readme
def test_the_examples_name_documents_and_notebooks_that_exist(readme: str) -> None:
    own = {words[words.index("--id") + 1] for words in calls(readme) if "--id" in words}
    named = {word for words in calls(readme) for word in words if re.search(r"-(?:final|budget)$", word)}
    assert named - own <= set(documents()["document_id"])
    notebooks = {words[at + 1] for words in calls(readme) for at, word in enumerate(words) if word == "--notebook"}
    assert {name for name in notebooks if not (paths.notebooks_dir() / f"{name}.ipynb").is_file()} == set()


@readme
def test_the_parameters_are_those_of_the_notebooks(readme: str) -> None:
    listed = [(name, parameter, kind, ast.literal_eval(value)) for name, parameter, kind, value, _ in table(readme, 5)]
    declared = [
        (notebook.stem, one.name, one.kind.__name__, one.default)
        for notebook in paths.notebooks_dir().glob("*.ipynb")
        for one in parameters.read(notebook).values()
    ]
    assert sorted(listed, key=repr) == sorted(declared, key=repr)


@readme
def test_every_notebook_with_parameters_has_its_question(readme: str) -> None:
    found = {notebook.stem for notebook in paths.notebooks_dir().glob("*.ipynb") if parameters.read(notebook)}
    assert {row[0] for row in table(readme, 2)} & {row[0] for row in table(readme, 5)} == found


@readme
def test_the_tables_are_those_of_the_schema(readme: str) -> None:
    listed = [row for row in table(readme, 2) if row[0] in PROCESSED]
    assert listed == [[one.name, getattr(one, WORDS[readme])] for one in PROCESSED.values()]


@readme
def test_the_documents_are_those_of_the_repository(readme: str) -> None:
    known = documents()[["document_id", "department", "fiscal_year", "kind"]].astype(str)
    assert list(table(readme, 4)) == known.to_numpy().tolist()


def test_the_python_in_them_is_the_same_and_each_block_runs_alone() -> None:
    found, other = (blocks(readme, "python") for readme in READMES)
    assert found and found == other
    code = f"for block in {found!r}: exec(block, {{}})"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_exist(page: str) -> None:
    folder = (paths.REPOSITORY / page).parent
    targets = [target.partition("#") for target in re.findall(r"\]\(([^)]+)\)", text(page)) if "://" not in target]
    assert [path for path, _, _ in targets if not (folder / path).exists()] == []
    for path, _, anchor in targets:
        headings = re.findall(r"^#+ (.+)$", (folder / path).read_text(encoding="utf-8"), re.M) if anchor else []
        assert not anchor or anchor in {heading.lower().replace(" ", "-") for heading in headings}


def test_both_languages_show_the_same() -> None:
    english, chinese = READMES
    assert lines(english) == lines(chinese)
    assert blocks(english, "python") == blocks(chinese, "python")
    assert len(re.findall(r"^#+ ", text(english), re.M)) == len(re.findall(r"^#+ ", text(chinese), re.M))


@pytest.mark.parametrize("picture", sorted((paths.REPOSITORY / "docs").glob("*.png")), ids=lambda file: file.name)
def test_pictures_are_small_and_used(picture: Path) -> None:
    content = picture.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(content) < LARGEST_PICTURE
    assert max(struct.unpack(">II", content[16:24])) <= 1600
    assert any(f"docs/{picture.name}" in text(name) for name in READMES)
