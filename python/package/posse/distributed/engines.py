"""What runs tasks: Dask, Ray, or an executor of the standard library."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, Protocol

    Task = Callable[..., Any]

    class Engine(Protocol):
        """Runs a function of plain data somewhere, for each of many numbers."""

        def workers(self) -> int:
            """About how many tasks run at once."""

        def each(self, task: Task, numbers: list[int], given: Any) -> Iterator[tuple[int, Any]]:
            """Runs `task(number, given)` for each number.

            Gives the number and what came of it, in whatever order; an exception where that failed.
            """


LOST = 20
"""A task whose worker is lost is given to another one so many times."""


def engine_of(client: object) -> Engine:
    """The engine behind a client; without one, Dask's default client."""
    if client is None:
        from distributed import get_client

        return Dask(get_client())
    if getattr(client, "__name__", "") == "ray":
        return Ray(client)
    if hasattr(client, "scatter") and hasattr(client, "scheduler_info"):
        return Dask(client)
    if hasattr(client, "submit"):
        return Executor(client)
    raise TypeError(f"{client!r} is neither a Dask client nor the module ray nor an executor")


class Dask:
    """Dask takes a task of a lost worker to another one, also if the result was there already."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def workers(self) -> int:
        return sum(self.client.nthreads().values()) or 1

    def each(self, task: Task, numbers: list[int], given: Any) -> Iterator[tuple[int, Any]]:
        import distributed

        as_completed: Any = distributed.as_completed
        # Sent once, not with every task.
        shared = self.client.scatter(given, broadcast=True)
        futures = {self._submit(task, number, shared): number for number in numbers}
        lost = dict.fromkeys(numbers, 0)
        waiting: Any = as_completed(list(futures))
        for future in waiting:
            number = futures.pop(future)
            error = future.exception() if future.status != "finished" else None
            if _is_lost(future, error) and lost[number] < LOST:
                lost[number] += 1
                # What was sent may have been lost too.
                shared = self.client.scatter(given, broadcast=True)
                again = self._submit(task, number, shared)
                futures[again] = number
                waiting.add(again)
            else:
                yield number, error or future.result()
            # A worker keeps a result for as long as somebody may want it.
            future.release()

    def _submit(self, task: Task, number: int, shared: Any) -> Any:
        return self.client.submit(task, number, shared, pure=False, retries=0)


def _is_lost(future: Any, error: object) -> bool:
    return future.status in ("lost", "cancelled") or type(error).__name__ == "KilledWorker"


class Ray:
    """Ray keeps results that a lost worker returned before."""

    def __init__(self, ray: Any) -> None:
        self.ray = ray

    def workers(self) -> int:
        return int(self.ray.cluster_resources().get("CPU", 1))

    def each(self, task: Task, numbers: list[int], given: Any) -> Iterator[tuple[int, Any]]:
        remote = self.ray.remote(max_retries=LOST)(task)
        shared = self.ray.put(given)
        running = {remote.remote(number, shared): number for number in numbers}
        while running:
            ready, _ = self.ray.wait(list(running), num_returns=1)
            for reference in ready:
                number = running.pop(reference)
                try:
                    yield number, self.ray.get(reference)
                except self.ray.exceptions.RayTaskError as error:
                    yield number, error.cause
                except self.ray.exceptions.RayError as error:
                    yield number, error


class Executor:
    """Threads or processes of this machine."""

    def __init__(self, executor: Any) -> None:
        self.executor = executor

    def workers(self) -> int:
        return int(getattr(self.executor, "_max_workers", 1))

    def each(self, task: Task, numbers: list[int], given: Any) -> Iterator[tuple[int, Any]]:
        from concurrent.futures import as_completed

        futures = {self.executor.submit(task, number, given): number for number in numbers}
        for future in as_completed(futures):
            error = future.exception()
            yield futures[future], error or future.result()
