from collections.abc import Callable

VERSION: str

_Found = tuple[bool, str, int, int, str, str, str]

def read(
    name: str, text: str, load: Callable[[str], str | None]
) -> tuple[dict[str, object] | None, list[_Found]]: ...
def plans(name: str, text: str, load: Callable[[str], str | None]) -> list[_Found]: ...
def call(
    words: list[str], files: dict[str, str], progress: Callable[[str], object] | None = None
) -> tuple[int, str, list[str], dict[str, str]]: ...
def table(path: str) -> Table: ...

class Table:
    """A table of a result; pandas, Polars, DuckDB and PyArrow take it as it is."""

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""

    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
