"""Studies on a cluster: same bits, whatever dies."""

import multiprocessing
import os
import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest
from conftest import results

import posse
import posse.distributed

STUDIES = [
    ("compare", {"n": 300}),
    ("run", {"policy": "many meetings", "n": 130}),
    ("sweep", {"vary": "people.seller.count=1..4", "n": 20}),
    ("sensitivity", {"vary": "people.seller.count=1..4", "n": 20}),
    ("why", {"n": 150}),
]


class Hostile:
    """Processes of which a third is killed, made twice or late."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.killed = 0

    def each(self, task, numbers, given):
        all_fates = ["killed", "twice", "late", *6 * ["good"]]
        fates = {number: self.chance.choice(all_fates) for number in numbers}
        soon = [number for number in numbers if fates[number] != "late"]
        soon += [number for number in numbers if fates[number] == "twice"]
        self.chance.shuffle(soon)
        waiting = [*soon, *(number for number in numbers if fates[number] == "late")]
        done = set()
        while waiting:
            number = waiting.pop(0)
            process = multiprocessing.get_context("fork").Process(target=task, args=(number, given))
            process.start()
            if fates[number] == "killed":
                fates[number] = "good"
                process.join(self.chance.uniform(0, 0.05))
                process.kill()
            process.join()
            if process.exitcode != 0:
                self.killed += 1
                waiting.append(number)
            elif number not in done:
                done.add(number)
                yield number, None


def test_parts_may_be_killed_doubled_or_late(tiny, monkeypatch):
    engine = Hostile(seed=3)
    monkeypatch.setattr(posse.distributed, "engine_of", lambda client: engine)
    result = posse.distributed.compare(tiny, n=64 * 40, parts=40, shared="store")
    assert engine.killed > 0
    assert results(result) == results(posse.compare(tiny, n=64 * 40))
    assert sorted(os.listdir("store")) == sorted(f"part-{k}-of-40" for k in range(1, 41))


@pytest.mark.parametrize(("name", "options"), STUDIES, ids=[name for name, _ in STUDIES])
def test_every_study_has_the_bits_of_one_process(name, options, tiny):
    whole = getattr(posse, name)(tiny, **options)
    with ThreadPoolExecutor(3) as executor:
        result = getattr(posse.distributed, name)(tiny, client=executor, parts=7, **options)
    assert results(result) == results(whole)
    assert result.screen.replace(result.folder, whole.folder).split() == whole.screen.split()


def test_field_studies_too(tiny):
    with ThreadPoolExecutor(2) as executor:
        result = posse.distributed.evidence("lazear", n=2, client=executor, parts=2)
    assert results(result) == results(posse.evidence("lazear", n=2))


def test_workers_may_be_processes_that_share_a_folder(tiny):
    with ProcessPoolExecutor(2) as executor:
        result = posse.distributed.compare(tiny, n=300, client=executor, shared="store", out="out")
    assert results("out") == results(posse.compare(tiny, n=300))
    assert sorted(os.listdir("store")) == [f"part-{k}-of-5" for k in range(1, 6)]
    assert result.data["replications"] == 300


@pytest.mark.parametrize("shared", [None, "store"])
def test_the_same_call_goes_on_after_a_crash(tiny, shared):
    options = {"n": 320, "out": "out", "shared": shared}
    told = []

    def crash(progress):
        told.append(progress)
        if progress["parts"] == 3:
            raise ConnectionError("the scheduler is gone")

    with ThreadPoolExecutor(1) as executor, pytest.raises(ConnectionError):
        posse.distributed.compare(tiny, client=executor, progress=crash, **options)
    again = []
    with ThreadPoolExecutor(1) as executor:
        posse.distributed.compare(tiny, client=executor, progress=again.append, **options)
    assert again[0]["parts"] >= 3 and again[-1] == {"parts": 5, "planned": 5}
    assert results("out") == results(posse.compare(tiny, n=320))


@pytest.mark.parametrize("goal", [{"until_decided": True}, {"precision": "1 pp"}])
def test_a_goal_is_reached_where_one_process_reaches_it(tiny, goal):
    whole = posse.compare(tiny, max_runs=6400, **goal)
    assert whole.data["stopping"]["reached"]
    with ThreadPoolExecutor(2) as executor:
        result = posse.distributed.compare(tiny, max_runs=6400, client=executor, **goal)
    assert results(result) == results(whole)


def test_a_goal_that_is_out_of_reach_ends_with_the_limit(tiny):
    goal = {"precision": "0.00001 pp", "max_runs": 320}
    with pytest.warns(posse.NotReached):
        whole = posse.compare(tiny, **goal)
    with ThreadPoolExecutor(2) as executor, pytest.warns(posse.NotReached):
        result = posse.distributed.compare(tiny, client=executor, **goal)
    assert results(result) == results(whole)


def test_options_that_make_no_sense_on_a_cluster_are_refused(tiny):
    with ThreadPoolExecutor(1) as executor:
        for options, expected in [
            ({"max_time": "1s"}, "parts run to their end"),
            ({"until_decided": True, "n": 5}, "a goal finds `n` itself"),
            ({"until_decided": True, "parts": 5}, "a goal finds `parts` itself"),
            ({"extend": True}, "nothing is kept without a folder"),
        ]:
            with pytest.raises(posse.Refused, match=expected):
                posse.distributed.compare(tiny, client=executor, **options)
        with pytest.raises(posse.Refused, match="expected a whole number"):
            posse.distributed.compare(tiny, seed=-1, client=executor)
    with pytest.raises(TypeError, match="neither a Dask client"):
        posse.distributed.compare(tiny, client=3)


def test_a_condition_is_judged_when_all_is_there(tiny):
    with ThreadPoolExecutor(2) as executor, pytest.raises(posse.NotMet) as raised:
        posse.distributed.compare(tiny, n=128, require="few.wins.mean > 1e9", client=executor)
    assert raised.value.result.data["replications"] == 128
