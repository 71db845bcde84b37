"""What a study found: the folder that the command line would have written."""

from __future__ import annotations

from ._posse import Table, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from typing import Any

PLAINEST = ("measures", "sweep", "sensitivity", "why", "evidence", "payout")
"""Tables that stand for a result as a whole."""
CLEAREST = ("return_on_sales_and_flow", "distribution", "map", "line", "tornado", "bridge", "payout")
"""Charts that stand for a result as a whole, if they are there."""


class Temporary:
    """A folder that lives as long as this."""

    def __init__(self) -> None:
        import shutil
        import tempfile
        import weakref

        self.name = tempfile.mkdtemp(prefix="posse-")
        weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


class Result:
    """The result of a study. It is a table for pandas, Polars and DuckDB, and shows itself in a notebook.

    Its folder lives as long as the result, unless it was named by `out`.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        screen: str = "",
        said: tuple[str, ...] = (),
        owner: object = None,
    ) -> None:
        import os.path

        self.folder = os.fspath(folder)
        """Where its files lie."""
        self.screen = screen
        """The first screen, as the command line prints it."""
        self.said = list(said)
        """What was said besides: warnings, what was used again, the time it took."""
        self._owner = owner
        if not os.path.isdir(self.folder):
            raise FileNotFoundError(f"no folder `{self.folder}`")

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Result:
        """The result in a folder that posse wrote; its screen is not kept there."""
        return cls(folder)

    @property
    def data(self) -> dict[str, Any]:
        """The contents of `results.json`."""
        import json

        data: dict[str, Any] = json.loads(self.text("results.json"))
        return data

    def text(self, name: str) -> str:
        """The text of a file of the result."""
        import os.path

        with open(os.path.join(self.folder, name), encoding="utf-8", newline="") as file:
            return file.read()

    @property
    def tables(self) -> list[str]:
        """The names of its tables."""
        return self._files(".csv")

    def table(self, name: str | None = None) -> Table:
        """A table by its name; without one, that of the whole result."""
        import os.path

        names = self.tables
        if name is None:
            name = next((plain for plain in PLAINEST if plain in names), *names[:1])
        if name not in names:
            raise KeyError(f"no table `{name}`: there are {', '.join(names) or 'none'}")
        return table(os.path.join(self.folder, f"{name}.csv"))

    def to_pandas(self, name: str | None = None) -> Any:
        """A table as a `DataFrame` of pandas; texts become categories. PyArrow is not needed."""
        import numpy as np
        import pandas as pd

        columns = {}
        for column, kind, buffer, texts in self.table(name)._plain():
            numbers = np.frombuffer(buffer, kind)
            columns[column] = (
                numbers if texts is None else pd.Categorical.from_codes(numbers, categories=texts)
            )
        return pd.DataFrame(columns, copy=False)

    @property
    def charts(self) -> list[str]:
        """The names of its charts."""
        return self._files(".svg")

    def chart(self, name: str | None = None) -> str:
        """The SVG of a chart by its name; without one, that of the whole result."""
        names = self.charts
        if name is None:
            name = next((clear for clear in CLEAREST if clear in names), *names[:1])
        if name not in names:
            raise KeyError(f"no chart `{name}`: there are {', '.join(names) or 'none'}")
        return self.text(f"{name}.svg")

    def save(self, folder: str | os.PathLike[str]) -> Result:
        """Copies its files to a new folder, where `--extend` of the command line goes on with them."""
        import shutil

        shutil.copytree(self.folder, folder)
        return Result(folder, screen=self.screen, said=tuple(self.said))

    def _files(self, ending: str) -> list[str]:
        import os

        names = [name for name in os.listdir(self.folder) if name.endswith(ending)]
        return sorted(name.removesuffix(ending) for name in names)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.table().__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self.table().__arrow_c_schema__()

    def __str__(self) -> str:
        return self.screen or repr(self)

    def __repr__(self) -> str:
        return f"<Result in {self.folder}>"

    def _repr_html_(self) -> str:
        import base64
        import html

        screen = f"<pre>{html.escape(self.screen)}</pre>" if self.screen else ""
        if not self.charts:
            return screen
        drawn = base64.b64encode(self.chart().encode()).decode()
        return f'{screen}<img src="data:image/svg+xml;base64,{drawn}" style="max-width: 100%">'
