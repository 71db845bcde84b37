"""What the tests share: a small scenario, and the command line to compare with."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import posse

ROOT = Path(__file__).parents[2]

TINY = """
[channels.web]
arrivals = "5 per week"
cost = 10
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = 0.4
[people.seller]
count = 2
cost = "5000 per year"
[policies.few]
[policies."many meetings"]
rules = { meetings = "20 h per week" }
[run]
weeks = 6
warm_up = "1 week"
run_out = "1 week"
replications = 6
"""

WEEKS = os.environ.get("POSSE_WEEKS", "30")
"""How long the longer runs are; 500 weeks suit a release build."""
LONGER = TINY.replace("weeks = 6", f"weeks = {WEEKS}").replace("5 per week", "20 per week")


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with `tiny.toml`."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "tiny.toml"
    file.write_text(TINY)
    return file


@pytest.fixture
def command() -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line: `POSSE`, or the release build."""
    posse = os.environ.get("POSSE", str(ROOT / "target/release/posse"))

    def ran(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([posse, *words], capture_output=True, text=True, check=False)

    return ran


def results(of: str | Path | posse.Result) -> dict[str, bytes]:
    """All results of a folder but the manifest, which knows the time."""
    folder = Path(of.folder if isinstance(of, posse.Result) else of)
    files = (path for path in folder.iterdir() if path.is_file())
    return {path.name: path.read_bytes() for path in files if path.name != "manifest.json"}
