"""Jobs over worker processes: results come as they are ready, and a process that dies costs only the job it had."""

import os
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from signal import SIG_IGN, SIGINT, signal
from tempfile import TemporaryDirectory, mkdtemp

from jianghan_lib import execution
from jianghan_lib.execution import Job, Result

STDERR = 2
SPAWN = get_context("spawn")


class Worker:
    """A process that executes one job at a time; it is replaced when it dies, until the worker is closed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.closed = False
        self._start()

    def _start(self) -> None:
        self.connection, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_serve, args=(theirs, self.folder), daemon=True)
        self.process.start()
        theirs.close()  # so that the end of the process is the end of the connection

    def execute(self, job: Job) -> Result:
        """A job -> its result, which names the death of the process if it died."""
        started = time.monotonic()
        try:
            self.connection.send(job)
            return self.connection.recv()
        except (EOFError, OSError):
            self.process.join()
            error = f"its process ended before it was done (exit code {self.process.exitcode})"
            if not self.closed:
                self._start()
            return Result(job, "", "", error, time.monotonic() - started)

    def close(self) -> None:
        self.closed = True
        self.process.kill()  # not terminate: while a notebook runs, nbclient catches that signal
        self.process.join()


def results(jobs: Sequence[Job], workers: int) -> Generator[tuple[int, Result], None, None]:
    """Jobs -> (position of the job, its result) as each is ready; closed or interrupted, it ends every process."""
    count = min(max(workers, 1), len(jobs))
    if not count:
        return
    with TemporaryDirectory() as folder, ThreadPoolExecutor(count) as threads:
        own: list[Worker] = []
        idle: SimpleQueue[Worker] = SimpleQueue()
        try:
            for _ in range(count):
                own.append(Worker(Path(folder)))
                idle.put(own[-1])
            positions = {threads.submit(_with_idle, idle, job): at for at, job in enumerate(jobs)}
            for future in as_completed(positions):
                yield positions[future], future.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            for worker in own:
                worker.close()


def _with_idle(idle: "SimpleQueue[Worker]", job: Job) -> Result:
    worker = idle.get()
    try:
        return worker.execute(job)
    finally:
        idle.put(worker)


def _serve(connection: Connection, folder: Path) -> None:
    """A worker process: executes what comes over the connection until its other end is closed."""
    signal(SIGINT, SIG_IGN)  # an interruption is for the parent to handle
    own = Path(mkdtemp(dir=folder))
    # Kernels chatter on stderr about their transport and their end; what a notebook prints there is in the notebook.
    with (own / "stderr.txt").open("wb") as chatter:
        os.dup2(chatter.fileno(), STDERR)
    execution.prepare(own)
    with suppress(EOFError, OSError):
        while True:
            connection.send(execution.execute(connection.recv()))
