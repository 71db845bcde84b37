"""The numbers are those of the command line."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import ROOT, results

import posse
import posse.distributed

PAID = """
currency = "EUR"
[channels.web]
arrivals = "5 per week"
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = 0.4
[people.seller]
count = 2
cost = "40000 per year"
loading = 1
[plans.ten]
salary = "30 k per year"
commission = 0.10
[plans.sixteen]
salary = "30 k per year"
commission = 0.16
[policies.hero]
label = "lone hero"
pay = { plans = { seller = "ten" } }
[policies.team.pay]
plans = { seller = "sixteen" }
scale = "market"
[run]
weeks = 6
warm_up = "1 week"
run_out = "1 week"
replications = 6
"""
"""Two policies that differ in their pay alone, at market cost."""

STUDIES = [
    (["compare", "tiny.toml", "-n", "80"], lambda s: posse.compare(s, n=80)),
    (
        ["run", "tiny.toml", "--policy", "many meetings", "--trace", "0,3"],
        lambda s: posse.run(s, "many meetings", trace=[0, 3]),
    ),
    (
        ["sweep", "tiny.toml", "--vary", "people.seller.count=1..4", "-n", "20"],
        lambda s: posse.sweep(s, vary="people.seller.count=1..4", n=20),
    ),
    (
        ["sensitivity", "tiny.toml", "--vary", "people.seller.count=1..4", "-n", "20"],
        lambda s: posse.sensitivity(s, vary=["people.seller.count=1..4"], n=20),
    ),
    (
        ["why", "tiny.toml", "few", "many meetings", "-n", "80"],
        lambda s: posse.why(s, "few", "many meetings", n=80),
    ),
    (["evidence", "lazear", "-n", "2"], lambda s: posse.evidence("lazear", n=2)),
    (
        ["payout", "plans.toml", "--attainment", "0..150%:4"],
        lambda s: posse.payout("plans.toml", attainment="0..150%:4"),
    ),
]


@pytest.mark.parametrize(("words", "study"), STUDIES, ids=[words[0] for words, _ in STUDIES])
def test_a_study_has_the_bytes_of_the_command_line(words, study, tiny, command):
    for name in ("plans.toml", "funnel.toml"):
        (tiny.parent / name).write_text((ROOT / "scenarios" / name).read_text())
    ran = command(*words, "-o", "expected")
    assert ran.returncode == 0, ran.stderr
    result = study(posse.Scenario.load("tiny.toml"))
    assert results(result) == results("expected")
    # Long words break lines elsewhere.
    assert result.screen.replace(result.folder, "expected").split() == ran.stdout.split()


def test_the_built_in_scenario_needs_no_file(tiny, command):
    assert command("compare", "-n", "2", "-o", "expected").returncode == 0
    assert results(posse.compare(n=2)) == results("expected")


def test_a_scenario_with_bases_and_factors_of_market_cost_needs_its_folder_no_more(tiny, command):
    (tiny.parent / "paid.toml").write_text(PAID)
    (tiny.parent / "mine.toml").write_text('base = "paid.toml"\n[run]\nreplications = 9\n')
    assert command("scale", "paid.toml").returncode == 0
    assert command("compare", "mine.toml", "-o", "expected").returncode == 0
    scenario = posse.Scenario.load("mine.toml")
    for file in [*tiny.parent.glob("*.toml"), *tiny.parent.glob("*.scale.json")]:
        file.unlink()
    result = posse.compare(scenario)
    assert results(result) == results("expected")
    assert any(text.startswith("factors of market cost from ") for text in result.said)


def test_factors_of_market_cost_are_found_once_and_kept_with_the_scenario(tiny):
    scenario = posse.Scenario.parse(PAID, name="paid.toml").with_({"deal.value": 1100})
    assert scenario.is_scaled
    first = posse.compare(scenario)
    assert any(text.startswith("factors of market cost found in ") for text in first.said)
    second = posse.compare(scenario)
    assert any(text.startswith("factors of market cost from ") for text in second.said)
    assert results(first) == results(second)
    assert sorted(path.name for path in tiny.parent.iterdir()) == ["tiny.toml"]


def test_factors_are_found_once_for_all_parts(tiny):
    scenario = posse.Scenario.parse(PAID, name="paid.toml")
    with ThreadPoolExecutor(2) as executor:
        result = posse.distributed.compare(scenario, n=192, client=executor)
    assert results(result) == results(posse.compare(scenario, n=192))
