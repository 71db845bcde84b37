"""Parts of a study: made anywhere, kept in a store, put together."""

from __future__ import annotations

import os
import shutil
import tempfile

from .. import studies
from ..errors import Failed, PosseError, Refused, of_words
from ..result import Result, Temporary
from ..scenario import Scenario

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from .engines import Engine

    Files = dict[str, bytes]

BLOCK = 64
"""Runs of a block, which is not divided."""
GOALS = ("precision", "until_decided")
PARTS = 100
"""Into so many parts a study is cut, if it has so many blocks."""
MOST_RUNS = 10_000
"""Runs that a goal may take unless somebody says otherwise, as on the command line."""


class Plan:
    """A study in parts, where they are kept, and what is to be made of them."""

    def __init__(self, words: list[str], scenario: Scenario | None) -> None:
        self.asked = words
        """The command that is cut into parts, without the number of runs that a goal may take."""
        self.scenario = scenario
        self.parts = PARTS
        self.goal: dict[str, object] = {}
        self.most = MOST_RUNS
        self.result: dict[str, object] = {}
        self.progress: Callable[[Any], object] | None = None
        self.out: str | None = None
        self.shared: str | None = None
        self._owner: Temporary | None = None

    @classmethod
    def of(
        cls,
        command: str,
        scenario: Scenario | None,
        words: Sequence[str],
        options: dict[str, object],
    ) -> Plan:
        """Sorts the options: those of the parts, of the result, of a goal."""
        plan = cls([command, *studies.words_for(scenario), *words], scenario)
        plan.progress = options.pop("progress", None)  # type: ignore[assignment]
        out, shared = options.pop("out", None), options.pop("shared", None)
        plan.out = None if out is None else str(out)
        plan.shared = None if shared is None else str(shared)
        plan._refuse(options)
        plan.goal = {name: options.pop(name, None) for name in GOALS}
        force = options.pop("force", False)
        if plan.has_goal:
            most: Any = options.pop("max_runs", None)
            plan.most = int(most or MOST_RUNS)
        plan.parts = plan._count(command, options)
        plan.result = {"force": force, "jobs": options.pop("jobs", None)}
        plan.result["runs"] = options.pop("runs", None)
        plan.asked += studies.words_of({**options, "client": None})
        return plan

    @property
    def words(self) -> list[str]:
        """The command that is cut into parts."""
        return [*self.asked, "-n", str(self.most)] if self.has_goal else self.asked

    def _refuse(self, options: dict[str, object]) -> None:
        """Says what of the options makes no sense on a cluster."""
        if options.pop("extend", False) and self.out is None:
            raise Refused("nothing is kept without a folder", "name it by `out`")
        if options.get("max_time") is not None:
            raise Refused("parts run to their end", "leave out `max_time`; the same call goes on later")
        for name in ("n", "parts") if any(options.get(goal) for goal in GOALS) else ():
            if options.pop(name, None) is not None:
                raise Refused(f"a goal finds `{name}` itself", "`max_runs` limits it")

    @property
    def has_goal(self) -> bool:
        """Whether the number of runs is open."""
        return any(self.goal.values())

    def _count(self, command: str, options: dict[str, object]) -> int:
        """In how many parts the study is cut: never more than it has blocks, if that is known."""
        asked: Any = options.pop("parts", None)
        if self.has_goal:
            return -(-self.most // BLOCK)
        runs: Any = options.get("n") or (self.scenario.replications if self.scenario else 0)
        blocks = -(-int(runs) // BLOCK)
        is_single = command in ("compare", "run") and blocks > 0
        return int(asked or (min(PARTS, blocks) if is_single else PARTS))

    def __enter__(self) -> Plan:
        if self.out is None:
            self._owner = Temporary()
            self.out = f"{self._owner.name}/result"
        self.store = self.shared or f"{self.out}.parts"
        os.makedirs(self.store, exist_ok=True)
        self._settle()
        return self

    def __exit__(self, *raised: object) -> None:
        kept = os.listdir(self.store) if os.path.isdir(self.store) else []
        for name in kept:
            # Of workers that were killed.
            if name.endswith(UNFINISHED):
                shutil.rmtree(os.path.join(self.store, name), ignore_errors=True)

    @property
    def files(self) -> dict[str, str]:
        """The texts of the scenario."""
        return dict(self.scenario.files) if self.scenario else {}

    def _settle(self) -> None:
        """Finds the factors of market cost once, not in every part."""
        if self.scenario is None or not self.scenario.is_scaled:
            return
        code, _, said, files = studies.call(["scale", self.scenario.file], self.files)
        if code != 0:
            raise Failed(*of_words(said))
        self.scenario.files.update(files)

    def names(self) -> dict[int, str]:
        """The parts that are kept, with their folders."""
        found = {k: self.folder(k) for k in range(1, self.parts + 1)}
        return {k: folder for k, folder in found.items() if os.path.exists(f"{folder}/manifest.json")}

    def folder(self, number: int) -> str:
        """Where a part is kept."""
        return os.path.join(self.store, f"part-{number}-of-{self.parts}")

    def done(self, result: Result) -> Result:
        """The result as it is given away: the parts have served, unless their folder was named."""
        result._owner = self._owner
        if self.shared is None:
            shutil.rmtree(self.store, ignore_errors=True)
        return result


UNFINISHED = ".new"


def make(number: int, given: tuple[list[str], dict[str, str], int, str | None]) -> Files | None:
    """Runs one part, on a worker. It is written to the shared folder, or returned."""
    words, files, of, shared = given
    target = None if shared is None else os.path.join(shared, f"part-{number}-of-{of}")
    if target and os.path.exists(f"{target}/manifest.json"):
        return None
    # A folder of its own: a part may be made twice at a time, if its first worker is only thought lost.
    work = tempfile.mkdtemp(prefix=f"part-{number}-", suffix=UNFINISHED, dir=shared)
    try:
        part = os.path.join(work, "part")
        asked = ["shard", f"{number}/{of}", *words, "--jobs", "1", "--out", part]
        code, _, said, _ = studies.call(asked, files)
        if code != 0:
            raise (Refused if code == 2 else Failed)(*of_words(said))
        if target is None:
            return read(part)
        put(part, target)
        return None
    finally:
        shutil.rmtree(work, ignore_errors=True)


def put(part: str, target: str) -> None:
    """Gives a finished part its name, unless another worker was faster."""
    try:
        os.rename(part, target)
    except OSError:
        if not os.path.exists(f"{target}/manifest.json"):
            raise


def read(folder: str) -> Files:
    """The files of a folder."""
    files = {}
    for path, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(path, name)
            with open(file, "rb") as opened:
                files[os.path.relpath(file, folder)] = opened.read()
    return files


def write(plan: Plan, number: int, files: Files) -> None:
    """Keeps a part that a worker returned, whole or not at all."""
    work = tempfile.mkdtemp(prefix=f"part-{number}-", suffix=UNFINISHED, dir=plan.store)
    for name, contents in files.items():
        path = os.path.join(work, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as opened:
            opened.write(contents)
    put(work, plan.folder(number))


def made(plan: Plan, engine: Engine, wanted: range) -> None:
    """Lets the engine make the parts that are missing, and keeps them as they come."""
    kept = plan.names()
    missing = [number for number in wanted if number not in kept]
    given = (plan.words, plan.files, plan.parts, plan.shared)
    done = len(wanted) - len(missing)
    tell(plan, done, len(wanted))
    for number, found in engine.each(make, missing, given):
        if isinstance(found, PosseError):
            raise found
        if isinstance(found, BaseException):
            raise Failed(f"part {number} of {plan.parts} was not made: {found!r}") from found
        if found is not None:
            write(plan, number, found)
        done += 1
        tell(plan, done, len(wanted))


def tell(plan: Plan, done: int, wanted: int) -> None:
    """Says how many parts there are."""
    if plan.progress is not None:
        plan.progress({"parts": done, "planned": wanted})


def gathered(plan: Plan, engine: Engine) -> Result:
    """Makes all parts and puts them together."""
    made(plan, engine, range(1, plan.parts + 1))
    words = ["merge", *plan.names().values(), *studies.words_of(plan.result)]
    result, _ = studies.done(words, {}, out=plan.out)
    return plan.done(result)
