"""A run as an event log: pm4py reads what `posse export` writes."""

import json

import pytest

pm4py = pytest.importorskip("pm4py")


@pytest.fixture
def logs(tiny, command):
    for form, name in [("xes", "log.xes"), ("ocel", "log.json"), ("csv", "log.csv")]:
        command("export", str(tiny), "--as", form, "-o", str(tiny.parent / name))
    return tiny.parent


def test_xes_holds_every_deal_with_its_stages_and_its_end(logs):
    frame = pm4py.read_xes(str(logs / "log.xes"))
    deals = {line.split(",")[0] for line in (logs / "log.csv").read_text().splitlines()[1:]}
    with_events = set(frame["case:concept:name"])
    assert with_events and with_events <= deals
    assert set(frame["concept:name"]) == {"close", "Won", "Lost"}
    assert frame["time:timestamp"].notna().all()


def test_ocel_holds_deals_and_people(logs):
    ocel = pm4py.read_ocel2_json(str(logs / "log.json"))
    written = json.loads((logs / "log.json").read_text())
    assert len(ocel.events) == len(written["events"])
    assert len(ocel.objects) == len(written["objects"])
    assert set(ocel.objects["ocel:type"]) == {"deal", "person"}
