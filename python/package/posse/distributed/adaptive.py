"""A study with a goal on a cluster: parts are made until it is reached.

Every part is one block of the largest number of runs. After each round the goal is looked for among the
runs that are there. Where it is reached depends on the numbers alone, as on one machine: a round that
went too far changes nothing.
"""

from __future__ import annotations

import warnings

from .. import studies
from ..errors import Failed, NotReached, Refused, of_words
from ..result import Result
from .parts import BLOCK, Plan, made

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .engines import Engine


def until(plan: Plan, engine: Engine) -> Result:
    """Makes parts until the goal is reached or there are no more."""
    ready = 0
    while True:
        # A quarter more than there are, and work for every worker.
        ahead = max(2 * engine.workers(), ready // 4, 1)
        ready = min(ready + ahead, plan.parts)
        made(plan, engine, range(1, ready + 1))
        collect(plan, ready)
        if ready == plan.parts:
            return plan.done(look(plan, plan.most))
        with warnings.catch_warnings():
            warnings.simplefilter("error", NotReached)
            try:
                look(plan, ready * BLOCK)
            except NotReached:
                continue
        return plan.done(look(plan, plan.most))


def collect(plan: Plan, ready: int) -> None:
    """Takes the blocks of the parts into the folder of the result. Others are still missing, and that
    is as it should be."""
    folders = [folder for number, folder in plan.names().items() if number <= ready]
    words = ["merge", *folders, "--quiet", "--out", str(plan.out)]
    code, _, said, _ = studies.call(words + studies.words_of(plan.result), {})
    if code == 2 or (code == 1 and not any(" runs are missing" in text for text in said)):
        raise (Refused if code == 2 else Failed)(*of_words(said))


def look(plan: Plan, most: int) -> Result:
    """The result of the runs that are there, as far as the goal needs them."""
    options = {**plan.goal, "max_runs": most, "extend": True, **plan.result}
    result, _ = studies.done([*plan.asked, *studies.words_of(options)], plan.files, out=plan.out)
    return result
