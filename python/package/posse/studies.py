"""The studies: each takes a scenario and gives a result."""

from __future__ import annotations

from . import _posse
from .errors import Failed, NotMet, NotReached, Problem, Refused, ScenarioError, of_words
from .result import Result, Temporary
from .scenario import Scenario, of, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from typing import TypedDict

    from typing_extensions import Unpack

    from .scenario import Source

    class Progress(TypedDict):
        """How far a study is."""

        runs: int
        reused: int
        planned: int
        seconds: float
        seconds_left: float | None
        words: str

    class Common(TypedDict, total=False):
        """Options of all studies, as on the command line."""

        seed: int
        max_time: str
        require: str | Sequence[str]
        jobs: int
        out: str | os.PathLike[str]
        extend: bool
        force: bool
        progress: Callable[[Progress], object]


def compare(
    scenario: Source = None,
    *,
    n: int | None = None,
    precision: str | None = None,
    until_decided: bool = False,
    quick: bool = False,
    max_runs: int | None = None,
    placebo: str | None = None,
    baseline: str | os.PathLike[str] | None = None,
    runs: str | None = None,
    trace: Sequence[int] = (),
    **common: Unpack[Common],
) -> Result:
    """Compares the policies of a scenario under the same random events."""
    traced = ",".join(map(str, trace)) or None
    options: dict[str, object] = {"n": n, "precision": precision, "until_decided": until_decided, "max_runs": max_runs}
    options |= {"quick": quick, "placebo": placebo, "baseline": baseline, "runs": runs, "trace": traced}
    return study("compare", scenario, **options, **common)


def run(
    scenario: Source = None,
    policy: str | None = None,
    *,
    n: int | None = None,
    precision: str | None = None,
    max_runs: int | None = None,
    runs: str | None = None,
    trace: Sequence[int] = (),
    **common: Unpack[Common],
) -> Result:
    """Runs one policy of a scenario; without a name the first."""
    options: dict[str, object] = {"policy": policy, "n": n, "precision": precision, "max_runs": max_runs}
    options |= {"runs": runs, "trace": ",".join(map(str, trace)) or None}
    return study("run", scenario, **options, **common)


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
    """Varies keys of a scenario: where does the answer change?"""
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
    """Which uncertain input matters most, and which is worth measuring first?"""
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
    """Divides the difference between two policies over the rules in which they differ."""
    if (a is None) != (b is None):
        raise TypeError("name both policies or neither")
    pair = [] if a is None or b is None else [a, b]
    return study("why", scenario, *pair, n=n, **common)


def evidence(*studies: str, n: int | None = None, **common: Unpack[Common]) -> Result:
    """Replicates field studies of pay: all of them, or those named."""
    return study("evidence", None, *studies, n=n, **common)


def payout(
    plans: Source = None,
    *,
    attainment: str | None = None,
    credit: str | None = None,
    plan: Sequence[str] = (),
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
) -> Result:
    """What plans pay for any credit in a period, without a simulation.

    The file need not be a scenario: plans are enough.
    """
    file, files = _plans(plans)
    options: dict[str, object] = {"attainment": attainment, "credit": credit, "plan": ",".join(plan) or None}
    words = ["payout", *file, *words_of({**options, "force": force})]
    return done(words, files, out=out)[0]


def study(command: str, scenario: Source = None, *words: str, **options: object) -> Result:
    """Any study of the command line by its name, e.g. `study("compare", scenario, n=64)`.

    An option `max_time="10s"` stands for `--max-time 10s`, `extend=True` for `--extend`.
    """
    known = of(scenario)
    progress, out = options.pop("progress", None), options.pop("out", None)
    asked = [command, *words_for(known), *words, *words_of(options), "--progress", "json"]
    files = dict(known.files) if known else {}
    result, found = done(asked, files, out=out, progress=progress)  # type: ignore[arg-type]
    if known:
        known.files.update(found)
    return result


def words_for(scenario: Scenario | None) -> list[str]:
    """The word for a scenario among those of a command."""
    return [scenario.file] if scenario else []


def words_of(options: dict[str, object]) -> list[str]:
    """Options as words of a command."""
    words: list[str] = []
    for name, value in options.items():
        option = "-n" if name == "n" else f"--{name.replace('_', '-')}"
        if value is None or value is False:
            continue
        if value is True:
            words.append(option)
            continue
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            text = one.__fspath__() if hasattr(one, "__fspath__") else str(one)
            words.extend([option, text])
    return words


def done(
    words: list[str],
    files: dict[str, str],
    *,
    out: str | os.PathLike[str] | None = None,
    progress: Callable[[Progress], object] | None = None,
) -> tuple[Result, dict[str, str]]:
    """Runs a command into a folder. Returns the result, and the files with what was found for later."""
    owner = None
    if out is None:
        owner = Temporary()
        out = f"{owner.name}/result"
    code, screen, said, files = call([*words, "--out", str(out)], files, progress)
    if code in (1, 2):
        raise (Failed if code == 1 else Refused)(*of_words(said))
    result = Result(out, screen=screen, said=tuple(said), owner=owner)
    if code == 3:
        raise NotMet("\n".join(text for text in said if text.startswith("not met: ")), result)
    if code == 4:
        import warnings

        warnings.warn("\n".join(said[-1:]), NotReached, stacklevel=4)
    return result, files


def call(
    words: list[str],
    files: dict[str, str],
    progress: Callable[[Progress], object] | None = None,
) -> tuple[int, str, list[str], dict[str, str]]:
    """Runs a command within this process."""
    if progress is None:
        return _posse.call(words, files)
    from json import loads

    return _posse.call(words, files, lambda line: progress(loads(line)))


def _plans(source: Source) -> tuple[list[str], dict[str, str]]:
    """The word for a file with plans, and its text; every mistake is told."""
    if source is None:
        return [], {}
    if isinstance(source, Scenario):
        return [source.file], dict(source.files)
    if hasattr(source, "keys"):
        from .toml import text_of

        name = "plans.toml"
        files = {name: text_of(source)}  # type: ignore[arg-type]
    else:
        name, files = texts(source)
    found = _posse.plans(name, files[name], files.get)
    if found:
        raise ScenarioError([Problem(*problem) for problem in found])
    return [name], files
