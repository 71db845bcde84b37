"""Results: tables for other tools, charts, what a notebook shows."""

import os

import pytest

import posse


@pytest.fixture
def result(tiny):
    return posse.compare(tiny, n=10)


def test_values_go_to_polars_pandas_and_duckdb_as_they_are(result):
    duckdb, pandas = pytest.importorskip("duckdb"), pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(result)
    assert frame.columns == ["scenario", "policy", "replication", "measure", "value"]
    assert [str(kind) for kind in frame.dtypes] == ["String", "String", "Int64", "String", "Float64"]
    written = pandas.read_csv(f"{result.folder}/measures.csv")
    assert len(frame) == len(result.table()) == len(written)
    assert frame["value"].to_numpy().tobytes() == written["value"].to_numpy().tobytes()
    mean = frame.filter((polars.col("measure") == "wins") & (polars.col("policy") == "few"))
    wins = result.data["policies"]["few"]["measures"]["wins"]["mean"]
    assert mean["value"].mean() == pytest.approx(wins)
    told = result.table()
    assert duckdb.sql("select count(*) from told").fetchall() == [(len(frame),)]
    taken = result.to_pandas()
    assert [str(kind) for kind in taken.dtypes[:3]] == ["category", "category", "int64"]
    assert taken["value"].to_numpy().tobytes() == written["value"].to_numpy().tobytes()
    assert list(taken["measure"].astype(str)) == list(written["measure"])


def test_every_table_and_chart_has_a_name(result):
    assert {"measures", "weekly"} <= set(result.tables)
    assert result.table("weekly").columns[:3] == ["scenario", "policy", "week"]
    assert "return_on_sales_and_flow" in result.charts
    assert result.chart().startswith("<svg") or result.chart().startswith("<?xml")
    with pytest.raises(KeyError, match="no table `nothing`: there are measures"):
        result.table("nothing")


def test_a_notebook_shows_the_first_screen_and_the_chart(result):
    html = result._repr_html_()
    assert html.startswith("<pre>") and "data:image/svg+xml;base64," in html
    assert "few" in str(result) and "\x1b" not in str(result)


def test_a_folder_lives_as_long_as_its_result(tiny):
    result = posse.compare(tiny, n=2)
    folder = result.folder
    saved = result.save("saved")
    del result
    assert not os.path.exists(folder)
    assert posse.Result.load("saved").data == saved.data


def test_runs_of_a_named_folder_are_used_again(tiny):
    posse.compare(tiny, n=64, out="out")
    result = posse.compare(tiny, n=128, out="out", extend=True)
    assert any("64 of 128 runs used again" in text for text in result.said)


def test_an_undefined_value_is_missing(tiny):
    scenario = posse.Scenario.load(tiny).with_({"channels.web.arrivals": "0.01 per week"})
    table = posse.compare(scenario, n=3)
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(table)["value"].null_count() > 0
