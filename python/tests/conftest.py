"""What the tests share: a small scenario, and the command line to compare with."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

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

LONGER = TINY.replace("weeks = 6", "weeks = 500").replace("5 per week", "20 per week")


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


def results(folder: str | Path) -> dict[str, bytes]:
    """All results of a folder but the manifest, which knows the time."""
    files = (path for path in Path(folder).iterdir() if path.is_file())
    return {path.name: path.read_bytes() for path in files if path.name != "manifest.json"}
