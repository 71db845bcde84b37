"""posse: should a company sell with lone heroes or as a team?

A study takes a scenario and gives a result::

    import posse

    scenario = posse.Scenario.load("mine.toml")
    result = posse.compare(scenario, n=200)
    print(result)

The numbers are those of the command line, to the last bit. `posse.distributed` runs the same studies on
a cluster.
"""

from ._posse import VERSION as __version__
from ._posse import Table
from .errors import Failed, NotMet, NotReached, PosseError, Problem, Refused, ScenarioError
from .result import Result
from .scenario import Scenario
from .studies import compare, evidence, payout, run, sensitivity, study, sweep, why

__all__ = [
    "Failed",
    "NotMet",
    "NotReached",
    "PosseError",
    "Problem",
    "Refused",
    "Result",
    "Scenario",
    "ScenarioError",
    "Table",
    "__version__",
    "compare",
    "evidence",
    "payout",
    "run",
    "sensitivity",
    "study",
    "sweep",
    "why",
]
