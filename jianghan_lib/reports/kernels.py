"""Kernels that start warm: each is forked from a process that has what notebooks import, and is a process of its own.

A provisioner, jupyter_client's extension point, takes the place of the start of a program; papermill and nbclient
do not notice. Where a system cannot fork, kernels start as programs.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from importlib.metadata import EntryPoint
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any, cast

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from jianghan_lib.base.workers import FORKS
from jianghan_lib.reports import WARM

NAME = "jianghan-warm"
BACKEND = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}


class Forked:
    """A forked kernel, with the part of `subprocess.Popen` that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self.process = process
        self.pid = process.pid

    def poll(self) -> int | None:
        return self.process.exitcode

    def wait(self) -> int | None:
        self.process.join()
        return self.process.exitcode

    def send_signal(self, number: int) -> None:
        if self.pid is not None and self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)


class Warm(LocalProvisioner):
    """Starts a kernel by forking it from the warm process of this one."""

    async def launch_kernel(self, cmd: list[str], **given: Any) -> Any:
        connection = cmd[cmd.index("-f") + 1]
        environment = {name: str(value) for name, value in (given.get("env") or os.environ).items()}
        process = get_context("forkserver").Process(
            target=_kernel, args=(connection, environment, str(given.get("cwd") or os.getcwd()))
        )
        await asyncio.to_thread(process.start)  # the first one waits until the warm process is ready
        self.process, self.pid, self.pgid = cast(Any, Forked(process)), process.pid, None
        return self.connection_info


def prepare() -> Mapping[str, Any]:
    """What a kernel spec says so that its kernels are forked; empty where they cannot be. Starts the warm process."""
    if not FORKS:
        return {}
    from multiprocessing import forkserver

    sys.modules["__main__"] = ModuleType("__main__")  # what this process runs is nothing that a kernel must import
    get_context("forkserver").set_forkserver_preload([WARM])  # where this process was not forked from a warm one itself
    forkserver.ensure_running()
    value = f"{Warm.__module__}:{Warm.__qualname__}"
    KernelProvisionerFactory.provisioners[NAME] = EntryPoint(NAME, value, KernelProvisionerFactory.GROUP_NAME)
    return {"kernel_provisioner": {"provisioner_name": NAME}}


def _kernel(connection: str, environment: Mapping[str, str], folder: str) -> None:
    """A forked process, which becomes a kernel: its environment, folder and chance are its own."""
    import_module(WARM)
    import numpy
    from ipykernel.kernelapp import IPKernelApp

    gc.unfreeze()
    _let_go()
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    numpy.random.seed()
    IPKernelApp.launch_instance(argv=["-f", str(Path(connection))], parent_handle=os.getppid())


def _end_with(worker: BaseProcess | None) -> None:
    """A kernel does not outlive the worker that asked for it; what it was forked from lives on."""
    if worker:
        worker.join()
        os._exit(1)


def _let_go() -> None:
    """A kernel holds no end of the pipe by which the warm process sees that the worker lives: both end with the worker."""
    from multiprocessing import forkserver

    server = cast(Any, forkserver)._forkserver
    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
        server._forkserver_alive_fd = None
