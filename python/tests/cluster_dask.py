"""A Dask cluster of processes on this machine, whose workers can be killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client


class Cluster:
    """A scheduler and workers of one thread each, on the loopback interface."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--no-dashboard")
        while not self.file.exists():
            time.sleep(0.02)
        self.workers = [self.worker() for _ in range(workers)]
        self.client = Client(scheduler_file=str(self.file), timeout=60)
        self.client.wait_for_workers(workers, timeout=60)

    def worker(self) -> subprocess.Popen[bytes]:
        """Starts one more."""
        more = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--death-timeout", "60"]
        return self._start("worker", *more, "--local-directory", str(self.folder / "scratch"))

    def kill(self, number: int) -> None:
        """Kills a worker as a lost machine would."""
        os.kill(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait()

    def close(self) -> None:
        """Ends all of it."""
        self.client.close(timeout=5)
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()

    def _start(self, what: str, *more: str) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1"]
        words += ["--scheduler-file", str(self.file), *more]
        log = open(self.folder / f"{what}.log", "ab")
        here = str(Path(__file__).parent)
        return subprocess.Popen(words, stdout=log, stderr=log, env={**os.environ, "PYTHONPATH": here})
