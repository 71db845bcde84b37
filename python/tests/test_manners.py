"""How a study behaves within a program: progress, Ctrl-C, threads, exit codes as exceptions."""

import os
import signal
import subprocess
import sys
import threading
import time
import warnings

import pytest
from conftest import LONGER, TINY, results

import posse


def test_progress_is_told(tiny):
    seen = []
    scenario = posse.Scenario.parse(LONGER)
    posse.compare(scenario, n=200, progress=seen.append)
    assert seen[-1]["runs"] == seen[-1]["planned"] == 200
    assert "seconds" in seen[-1] and "words" in seen[-1]


def test_an_exception_in_progress_stops_the_study_and_is_raised(tiny):
    def fails(progress):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        posse.compare(posse.Scenario.parse(LONGER), n=100_000, progress=fails, out="out")
    result = posse.compare(posse.Scenario.parse(LONGER), n=64, out="out", extend=True, force=True)
    assert any("runs used again" in text for text in result.said)


def test_ctrl_c_ends_a_study_and_keeps_what_is_done(tiny):
    scenario = posse.Scenario.parse(LONGER)
    timer = threading.Timer(0.7, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        posse.compare(scenario, n=1_000_000, out="out")
    assert time.monotonic() - began < 20
    assert posse.Result.load("out").data["interrupted"] is True


def test_other_threads_go_on_meanwhile(tiny):
    steps, is_over = 0, threading.Event()

    def count():
        nonlocal steps
        while not is_over.is_set():
            steps += 1
            time.sleep(0.001)

    thread = threading.Thread(target=count)
    thread.start()
    began = time.monotonic()
    posse.compare(posse.Scenario.parse(LONGER), n=300, jobs=1)
    took = time.monotonic() - began
    is_over.set()
    thread.join()
    assert steps > 100 * took


def test_several_threads_may_run_studies_at_once(tiny):
    found = {}

    def one(seed):
        found[seed] = results(posse.compare(tiny, n=64, seed=seed))

    threads = [threading.Thread(target=one, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for seed in range(6):
        assert found[seed] == results(posse.compare(tiny, n=64, seed=seed))


def test_wrong_options_are_refused_with_a_hint(tiny):
    with pytest.raises(posse.Refused) as raised:
        posse.run(tiny, "fwe")
    assert raised.value.message == "no policy `fwe` in scenario `tiny`"
    assert raised.value.hint.startswith("did you mean `few`?")
    with pytest.raises(posse.Refused, match="expected a whole number"):
        posse.compare(tiny, n=0)
    with pytest.raises(posse.Refused, match="did you mean `count`"):
        posse.sweep(tiny, vary="people.seller.cuont=1..4")


def test_a_folder_of_other_results_is_not_touched(tiny):
    posse.compare(tiny, n=4, out="out")
    with pytest.raises(posse.Failed, match="another scenario"):
        posse.compare(posse.Scenario.parse(TINY, name="other.toml"), n=4, out="out")


def test_a_condition_that_does_not_hold_is_an_exception_with_the_result(tiny):
    with pytest.raises(posse.NotMet) as raised:
        posse.compare(tiny, require="few.wins.mean > 1e9")
    assert raised.value.result.data["replications"] == 6
    assert "few.wins.mean" in raised.value.message
    posse.compare(tiny, require=["few.wins.mean > 0", "warnings < 99"])


def test_a_goal_that_was_not_reached_is_a_warning(tiny):
    with pytest.warns(posse.NotReached, match="not reached"):
        posse.compare(tiny, precision="0.00001 pp", max_runs=64)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        posse.compare(tiny, precision="50 pp", max_runs=6400)


def test_nothing_is_printed(tiny, capfd):
    posse.compare(tiny, n=10)
    assert capfd.readouterr() == ("", "")


def test_import_takes_a_moment():
    code = "import sys, time; t = time.perf_counter(); import posse; print(time.perf_counter() - t)"
    times = [float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(9)]
    # 3 ms on an idle machine; 20 ms are promised.
    assert min(times) < 0.02


def test_a_package_without_parquet_says_so(tiny):
    with pytest.raises(posse.Refused, match="built without Parquet"):
        posse.compare(tiny, runs="parquet", out=tiny.parent / "none")
    assert not (tiny.parent / "none").exists()
