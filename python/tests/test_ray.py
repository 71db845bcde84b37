"""Ray with nodes of which one is killed: same bits. Only with `POSSE_RAY=1`, in a network of its own:
Ray listens on all interfaces."""

import os
import random
import threading

import pytest
from conftest import LONGER, results

import posse
import posse.distributed

if os.environ.get("POSSE_RAY") != "1":
    pytest.skip("POSSE_RAY=1 asks for it", allow_module_level=True)

import ray
from ray.cluster_utils import Cluster

RUNS = 64 * 24
MOMENTS = random.Random(1)


@pytest.fixture(scope="module")
def whole():
    return posse.compare(posse.Scenario.parse(LONGER), n=RUNS)


@pytest.mark.parametrize("kill", range(int(os.environ.get("POSSE_KILLS", "2"))))
def test_a_node_may_die_at_any_moment(kill, whole, tmp_path):
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    nodes = [cluster.add_node(num_cpus=1) for _ in range(2)]
    ray.init(address=cluster.address, log_to_driver=False)
    timer = threading.Timer(
        MOMENTS.uniform(0, 2), cluster.remove_node, (nodes[0],), {"allow_graceful": False}
    )
    timers = []

    def seen(progress):
        if progress["parts"] == 1 and not timers:
            timers.append(timer)
            timer.start()

    try:
        shared = None if kill % 2 else tmp_path / "store"
        scenario = posse.Scenario.parse(LONGER)
        result = posse.distributed.compare(
            scenario, n=RUNS, client=ray, shared=shared, progress=seen
        )
        assert results(result) == results(whole)
        timer.join()
    finally:
        ray.shutdown()
        cluster.shutdown()
