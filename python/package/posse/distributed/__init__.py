"""The studies of posse on a cluster: Dask, Ray, or any executor of `concurrent.futures`.

A study is cut into parts (`posse shard`), each a task that may be run anywhere, twice or late. The parts
are kept in a store and put together here (`posse merge`): the result has the bits of one run. ::

    from dask.distributed import Client
    import posse.distributed

    client = Client("scheduler:8786")
    result = posse.distributed.compare("mine.toml", n=20_000, client=client, out="result")

With `shared=` workers write to a folder that all of them see; without it they return their finished
runs, some kilobytes each, and the store lies with whoever asks. Either way, the same call goes on
with what is in the store after a crash.
"""

from __future__ import annotations

from .. import studies
from ..result import Result
from ..scenario import of
from .adaptive import until
from .engines import engine_of
from .parts import Plan, gathered

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Sequence
    from typing import TypedDict

    from typing_extensions import Unpack

    from ..scenario import Source

    class Common(studies.Common, total=False):
        """Options of all studies on a cluster."""

        client: object
        parts: int
        shared: str | os.PathLike[str]


def compare(
    scenario: Source = None,
    *,
    n: int | None = None,
    precision: str | None = None,
    until_decided: bool = False,
    max_runs: int | None = None,
    placebo: str | None = None,
    runs: str | None = None,
    **common: Unpack[Common],
) -> Result:
    """`posse.compare` on a cluster. With a goal, as many runs are made as it takes."""
    options: dict[str, object] = {"placebo": placebo, "precision": precision, "until_decided": until_decided}
    options["runs"] = runs
    return study("compare", scenario, n=n, max_runs=max_runs, **options, **common)


def run(
    scenario: Source = None,
    policy: str | None = None,
    *,
    n: int | None = None,
    precision: str | None = None,
    max_runs: int | None = None,
    runs: str | None = None,
    **common: Unpack[Common],
) -> Result:
    """`posse.run` on a cluster."""
    options: dict[str, object] = {"policy": policy, "precision": precision, "max_runs": max_runs}
    return study("run", scenario, n=n, runs=runs, **options, **common)


def sweep(
    scenario: Source = None,
    *,
    vary: str | Sequence[str],
    design: str | None = None,
    cells: str | int | None = None,
    points: int | None = None,
    n: int | None = None,
    max_runs: int | None = None,
    **common: Unpack[Common],
) -> Result:
    """`posse.sweep` on a cluster. Later rounds, of cells whose verdict is open, are run here."""
    options: dict[str, object] = {"vary": vary, "design": design, "cells": cells, "points": points}
    return study("sweep", scenario, n=n, max_runs=max_runs, **options, **common)


def sensitivity(
    scenario: Source = None,
    *,
    method: str | None = None,
    of: str | None = None,
    assumptions: str | None = None,
    inputs: str | None = None,
    vary: str | Sequence[str] = (),
    n: int | None = None,
    points: int | None = None,
    trajectories: int | None = None,
    **common: Unpack[Common],
) -> Result:
    """`posse.sensitivity` on a cluster."""
    options: dict[str, object] = {"method": method, "of": of, "assumptions": assumptions, "vary": vary, "n": n}
    options |= {"inputs": inputs, "points": points, "trajectories": trajectories}
    return study("sensitivity", scenario, **options, **common)


def why(
    scenario: Source = None,
    a: str | None = None,
    b: str | None = None,
    *,
    n: int | None = None,
    **common: Unpack[Common],
) -> Result:
    """`posse.why` on a cluster."""
    if (a is None) != (b is None):
        raise TypeError("name both policies or neither")
    pair = [] if a is None or b is None else [a, b]
    return study("why", scenario, *pair, n=n, **common)


def evidence(*studies: str, n: int | None = None, **common: Unpack[Common]) -> Result:
    """`posse.evidence` on a cluster."""
    return study("evidence", None, *studies, n=n, **common)


def study(command: str, scenario: Source = None, *words: str, **options: object) -> Result:
    """Any study of the command line on a cluster, by its name; options as in `posse.study`.

    `client` is a Dask client, the module `ray` or an executor. `parts` says in how many parts the study
    is cut, `shared` in which folder workers write them.
    """
    plan = Plan.of(command, of(scenario), words, options)
    engine = engine_of(options.pop("client", None))
    with plan:
        if plan.has_goal:
            return until(plan, engine)
        return gathered(plan, engine)
