"""Scenarios: read, made of data, changed; mistakes with their place."""

import pickle

import pytest
from conftest import TINY

import posse


def test_a_scenario_says_what_it_holds(tiny):
    scenario = posse.Scenario.load(tiny)
    assert scenario.name == "tiny"
    assert scenario.policies == ["few", "many meetings"]
    assert (scenario.replications, scenario.seed) == (6, 1)
    assert scenario.primary == "return_on_sales"
    assert repr(scenario) == "<Scenario tiny: few, many meetings>"


def test_all_mistakes_are_told_at_once_with_their_places():
    text = TINY.replace("advance", "advence").replace('"2 h"', '"2 kg"')
    with pytest.raises(posse.ScenarioError) as raised:
        posse.Scenario.parse(text, name="wrong.toml")
    unit, key = raised.value.problems
    assert (unit.file, unit.line, unit.column, unit.value) == ("wrong.toml", 9, 9, '"2 kg"')
    assert (key.line, key.value, key.is_error) == (10, "advence", True)
    assert "did you mean `advance`?" in key.hint
    assert "wrong.toml:10:1: " in str(raised.value)


def test_an_error_can_be_sent_to_another_process():
    with pytest.raises(posse.ScenarioError) as raised:
        posse.Scenario.parse("[deal]\nvalue = -1\n")
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value)
    refused = pickle.loads(pickle.dumps(posse.Refused("wrong", "right")))
    assert (refused.message, refused.hint) == ("wrong", "right")


def test_a_dict_is_the_same_scenario_as_its_file(tiny):
    data = {
        "channels": {"web": {"arrivals": "5 per week", "cost": 10}},
        "deal": {"value": 1000},
        "stages": {"close": {"role": "seller", "touch": "2 h", "advance": 0.4}},
        "people": {"seller": {"count": 2, "cost": "5000 per year"}},
        "policies": {"few": {}, "many meetings": {"rules": {"meetings": "20 h per week"}}},
        "run": {"weeks": 6, "warm_up": "1 week", "run_out": "1 week", "replications": 6},
    }
    scenario = posse.Scenario.from_dict(data, name="tiny.toml")
    assert scenario.world == posse.Scenario.load(tiny).world
    assert posse.compare(data, n=3).data["replications"] == 3


def test_what_a_scenario_cannot_hold_is_refused():
    with pytest.raises(TypeError, match="a scenario cannot hold None"):
        posse.Scenario.from_dict({"deal": {"value": None}})


def test_a_changed_scenario_is_checked_and_the_first_one_stays(tiny):
    scenario = posse.Scenario.load(tiny)
    changed = scenario.with_({"people.seller.count": 3, 'policies."many meetings".label': "M"})
    again = changed.with_({"people": {"seller": {"count": 2}}})
    assert scenario.world != changed.world
    assert again.world == scenario.world
    assert (changed.name, changed.policies) == (scenario.name, scenario.policies)
    with pytest.raises(posse.ScenarioError) as raised:
        scenario.with_({"people.seller.cuont": 3})
    assert "did you mean `count`?" in str(raised.value)
    with pytest.raises(ValueError, match="is no key path"):
        scenario.with_({"people..count": 3})


def test_a_scenario_can_be_sent_to_another_process(tiny):
    scenario = posse.Scenario.load(tiny).with_({"people.seller.count": 3})
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert len({scenario, pickle.loads(pickle.dumps(scenario))}) == 1


def test_a_base_that_is_missing_is_a_mistake_with_its_place(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('base = "nowhere.toml"\n')
    with pytest.raises(posse.ScenarioError) as raised:
        posse.Scenario.load(file)
    assert raised.value.problems[0].line == 1
    assert "nowhere.toml" in raised.value.problems[0].message


def test_mistakes_in_plans_are_told_too():
    with pytest.raises(posse.ScenarioError) as raised:
        posse.payout({"plans": {"classic": {"salary": "a lot"}}})
    assert raised.value.problems[0].value == '"a lot"'
