"""What the documentation shows runs: the README's block, the page on Python, the notebook; and types."""

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

PROGRAM = '''
import posse
import posse.distributed

scenario: posse.Scenario = posse.Scenario.load("mine.toml").with_({"people.seller.count": 3})
result: posse.Result = posse.compare(scenario, n=64, seed=2, progress=lambda p: print(p["runs"]))
names: list[str] = result.table("weekly").columns
swept = posse.sweep(scenario, vary=["people.seller.count=1..4"], cells="4")
try:
    posse.distributed.compare({"deal": {"value": 3}}, until_decided=True, client=None)
except posse.ScenarioError as error:
    lines: list[int] = [problem.line for problem in error.problems]
'''


@pytest.fixture(scope="module")
def mypy(tmp_path_factory):
    """Checks a program strictly; what is known of the standard library is kept."""
    pytest.importorskip("mypy")
    words = [sys.executable, "-m", "mypy", "--strict"]
    words += ["--cache-dir", str(tmp_path_factory.mktemp("cache"))]

    def checked(*more):
        return subprocess.run([*words, *more], capture_output=True, text=True, check=False)

    return checked


def blocks(file: Path) -> list[str]:
    parts = file.read_text().split("```python\n")[1:]
    return [part.split("```")[0] for part in parts]


@pytest.mark.parametrize("name", ["README.md", "docs/python.md"])
def test_the_python_of_a_page_runs(name, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    found = blocks(ROOT / name)
    assert found
    # Fewer runs are enough to see that it runs.
    text = "\n".join(found).replace("n=64", "n=2")
    exec(compile(text, name, "exec"), {})
    assert "Return on Sales" in capsys.readouterr().out


def test_a_program_is_checked_by_its_types(mypy, tmp_path):
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(PROGRAM)
    wrong.write_text(PROGRAM.replace("n=64", 'n="many"').replace("[int]", "[str]"))
    ran = mypy(str(right))
    assert ran.returncode == 0, ran.stdout
    ran = mypy(str(wrong))
    assert "Found 2 errors" in ran.stdout, ran.stdout


def test_the_package_is_checked_by_its_types(mypy):
    missing = ["--disable-error-code", "import-not-found", "--disable-error-code", "import-untyped"]
    ran = mypy(*missing, str(ROOT / "python/package/posse"))
    assert ran.returncode == 0, ran.stdout


def test_the_notebook_runs(monkeypatch):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    notebook = nbformat.read(ROOT / "docs/python.ipynb", as_version=4)
    resources = {"metadata": {"path": str(ROOT / "docs")}}
    nbclient.NotebookClient(notebook, timeout=300, resources=resources).execute()
    last = notebook.cells[-1].outputs[0]["data"]["text/plain"]
    assert last == "True"
