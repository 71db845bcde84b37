"""Dask with three workers of which one is killed at a random moment: same bits, nothing lost.

`POSSE_KILLS` says how often (default: 2); `POSSE_SEED` what the moments are.
"""

import os
import random
import shutil
import threading

import pytest
from conftest import LONGER, results

import posse

pytest.importorskip("distributed")

import posse.distributed
from cluster_dask import Cluster

KILLS = int(os.environ.get("POSSE_KILLS", "2"))
RUNS = 64 * 16
MOMENTS = random.Random(int(os.environ.get("POSSE_SEED", "1")))


@pytest.fixture(scope="module")
def scenario():
    return posse.Scenario.parse(LONGER, name="longer.toml")


@pytest.fixture(scope="module")
def whole(scenario):
    return posse.compare(scenario, n=RUNS)


def killed(cluster, moment):
    """Kills the first worker a while after the first part is there."""

    def seen(progress):
        if progress["parts"] == 1 and not timers:
            timers.append(threading.Timer(moment, cluster.kill, (0,)))
            timers[0].start()

    timers: list[threading.Timer] = []
    return seen, timers


@pytest.mark.parametrize("kill", range(KILLS))
def test_a_worker_may_die_at_any_moment(kill, scenario, whole, tmp_path):
    cluster = Cluster(tmp_path, 3)
    try:
        # Every other time workers return what they made instead of sharing a folder.
        shared = None if kill % 2 else tmp_path / "store"
        seen, timers = killed(cluster, MOMENTS.uniform(0, 2))
        result = posse.distributed.compare(
            scenario, n=RUNS, client=cluster.client, shared=shared, progress=seen
        )
        assert results(result) == results(whole)
        timers[0].cancel()
        left = len(cluster.client.scheduler_info(n_workers=-1)["workers"])
        print(f"{3 - left} of 3 workers killed")
    finally:
        cluster.close()
        shutil.rmtree(tmp_path, ignore_errors=True)


def test_a_scheduler_may_die_and_the_same_call_goes_on(scenario, whole, tmp_path):
    (tmp_path / "first").mkdir()
    first = Cluster(tmp_path / "first", 2)
    options = {"n": RUNS, "out": str(tmp_path / "out")}

    def kill(progress):
        if progress["parts"] == 4:
            first.scheduler.kill()
            raise ConnectionError

    with pytest.raises(ConnectionError):
        posse.distributed.compare(scenario, client=first.client, progress=kill, **options)
    first.close()
    (tmp_path / "second").mkdir()
    second = Cluster(tmp_path / "second", 2)
    seen = []
    posse.distributed.compare(scenario, client=second.client, progress=seen.append, **options)
    second.close()
    assert seen[0]["parts"] >= 4
    assert results(tmp_path / "out") == results(whole)


def test_a_goal_is_reached_over_a_cluster_too(scenario, tmp_path):
    goal = {"precision": "0.2 pp", "max_runs": 64 * 20}
    whole = posse.compare(scenario, **goal)
    cluster = Cluster(tmp_path, 2)
    result = posse.distributed.compare(scenario, client=cluster.client, **goal)
    cluster.close()
    assert results(result) == results(whole)


def test_a_mistake_on_a_worker_comes_back_as_it_is(tmp_path):
    cluster = Cluster(tmp_path, 1)
    try:
        with pytest.raises(posse.Refused, match="expected a whole number"):
            posse.distributed.compare(seed=-1, n=64, client=cluster.client)
    finally:
        cluster.close()
