"""What Tab offers inside the brackets of `load`, asked of a kernel as JupyterLab asks it."""

from collections.abc import Iterator

import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

from jianghan_lib import documents
from jianghan_lib.base import paths
from jianghan_lib.base.schema import PROCESSED

TABLES = list(PROCESSED)


@pytest.fixture(scope="module")
def client() -> Iterator[BlockingKernelClient]:
    """A kernel that has imported the package, and modules whose `load` is another one."""
    manager, client = start_new_kernel(cwd=str(paths.REPOSITORY), extra_arguments=["--HistoryManager.enabled=False"])
    client.execute("import json\nimport jianghan_lib as j\nfrom jianghan_lib import load", reply=True)
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def offered(client: BlockingKernelClient, code: str) -> list[str]:
    """What Tab puts at the end of the code, by which the code goes on."""
    reply = client.complete(code, reply=True)["content"]
    return [code[: reply["cursor_start"]] + match for match in reply["matches"]]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("load(", [f'load("{name}"' for name in TABLES]),
        ('j.load("', [f'j.load("{name}' for name in TABLES]),
        ('frame = load("com', ['frame = load("completion']),
        ("load('in", ["load('indicators"]),
        ('load("amounts", "wuhan', ['load("amounts", "wuhan-2023-final']),
        ('load("amounts", document="w', ['load("amounts", document="wedz-2024-final', 'load("amounts", document="wuhan-2023-final']),
    ],
)  # fmt: skip
def test_tables_and_documents_are_offered(client: BlockingKernelClient, code: str, found: list[str]) -> None:
    assert offered(client, code) == found


def test_documents_are_offered_without_quotes_too(client: BlockingKernelClient) -> None:
    code = 'load("amounts", document='
    assert offered(client, code) == [f'{code}"{name}"' for name in documents()["document_id"]]


def test_another_load_is_left_alone(client: BlockingKernelClient) -> None:
    assert not any("amounts" in line for code in ("json.load(", "nothing.load('") for line in offered(client, code))
