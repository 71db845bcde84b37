"""The numbers are those of the command line."""

import pytest
from conftest import ROOT, results

import posse

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
    (["evidence", "lazear", "-n", "40"], lambda s: posse.evidence("lazear", n=40)),
    (
        ["payout", "plans.toml", "--attainment", "0..150%:4"],
        lambda s: posse.payout("plans.toml", attainment="0..150%:4"),
    ),
]


@pytest.mark.parametrize(("words", "study"), STUDIES, ids=[words[0] for words, _ in STUDIES])
def test_a_study_has_the_bytes_of_the_command_line(words, study, tiny, command):
    (tiny.parent / "plans.toml").write_text((ROOT / "scenarios/plans.toml").read_text())
    ran = command(*words, "-o", "expected")
    assert ran.returncode == 0, ran.stderr
    result = study(posse.Scenario.load("tiny.toml"))
    assert results(result.folder) == results("expected")
    assert result.screen.replace(result.folder, "expected") == ran.stdout


def test_the_built_in_scenario_needs_no_file(tiny, command):
    assert command("compare", "-n", "4", "-o", "expected").returncode == 0
    assert results(posse.compare(n=4).folder) == results("expected")


def test_a_scenario_with_bases_and_factors_of_equal_cost_needs_its_folder_no_more(tiny, command):
    for name in ("hero-vs-team.toml", "hero-vs-team.scale.json"):
        (tiny.parent / name).write_text((ROOT / "scenarios" / name).read_text())
    child = 'base = "hero-vs-team.toml"\nname = "mine"\n[run]\nreplications = 3\n'
    (tiny.parent / "mine.toml").write_text(child)
    assert command("compare", "mine.toml", "-o", "expected").returncode == 0
    scenario = posse.Scenario.load("mine.toml")
    for file in tiny.parent.glob("*.toml"):
        file.unlink()
    assert results(posse.compare(scenario).folder) == results("expected")


def test_factors_of_equal_cost_are_found_once_and_kept_with_the_scenario(tiny):
    text = (ROOT / "scenarios/hero-vs-team.toml").read_text()
    scenario = posse.Scenario.parse(text, name="new.toml").with_({"channels.inbound.cost": 77})
    assert scenario.is_scaled
    first = posse.run(scenario, "team", n=1)
    assert any(text.startswith("factors of equal cost found in ") for text in first.said)
    second = posse.run(scenario, "team", n=1)
    assert any(text.startswith("factors of equal cost from ") for text in second.said)
    assert results(first.folder) == results(second.folder)
    assert sorted(path.name for path in tiny.parent.iterdir()) == ["tiny.toml"]
