"""Scenarios: the world and the policies under test, as text that was checked."""

from __future__ import annotations

from . import toml
from ._posse import read
from .errors import Problem, ScenarioError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from typing import TypeAlias

    Source: TypeAlias = "Scenario | str | os.PathLike[str] | Mapping[str, object] | None"


RECORD = ".scale.json"
"""How files end that hold factors of market cost."""


class Scenario:
    """A scenario without mistakes. It is its texts, so it can be pickled and sent anywhere."""

    __slots__ = ("file", "files", "_facts", "warnings")

    def __init__(self, file: str, files: Mapping[str, str]) -> None:
        """Checks the text `files[file]`; the other files are those that it names.

        Raises `ScenarioError` with all mistakes.
        """
        self.file = file
        """The name of its file."""
        self.files = dict(files)
        """Its text and those that it names, by name."""
        facts, found = read(file, self.files[file], self.files.get)
        problems = [Problem(*problem) for problem in found]
        if facts is None:
            raise ScenarioError(problems)
        self._facts = facts
        self.warnings = problems
        """What is probably not meant, though it can run."""

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Scenario:
        """Reads a file, and those that it names."""
        return cls(*texts(path))

    @classmethod
    def parse(
        cls, text: str, *, name: str = "scenario.toml", folder: str | os.PathLike[str] = ""
    ) -> Scenario:
        """Reads a text. The files that it names, and its record of market cost, lie in `folder`."""
        return cls(name, {**_beside(name, text, folder), name: text})

    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, object],
        *,
        name: str = "scenario.toml",
        folder: str | os.PathLike[str] = "",
    ) -> Scenario:
        """A scenario of plain data: the tables and values that its file would have."""
        return cls.parse(toml.text_of(data), name=name, folder=folder)

    def with_(self, changes: Mapping[str, object]) -> Scenario:
        """The same scenario with other values: `with_({"people.seller.count": 3})`.

        A key is a path as in the file. A dict changes the keys that it names and no others.
        """
        data: dict[str, object] = {"base": self.file, "name": self.name}
        for path, value in changes.items():
            _set(data, _parts(path), value)
        stem = self.file.removesuffix(".toml").split("~")[0]
        count = sum(name.startswith(f"{stem}~") for name in self.files)
        name = f"{stem}~{count + 1}.toml"
        return Scenario(name, {**self.files, name: toml.text_of(data)})

    @property
    def text(self) -> str:
        """Its own text."""
        return self.files[self.file]

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self._facts["name"])

    @property
    def question(self) -> str:
        """What it asks; may be empty."""
        return str(self._facts["question"])

    @property
    def currency(self) -> str:
        """The currency of its money."""
        return str(self._facts["currency"])

    @property
    def policies(self) -> list[str]:
        """The policies that it compares, in order."""
        return list(self._facts["policies"])  # type: ignore[call-overload, no-any-return]

    @property
    def replications(self) -> int:
        """How many runs of each policy it asks for."""
        return int(self._facts["replications"])  # type: ignore[call-overload, no-any-return]

    @property
    def seed(self) -> int:
        """The seed of all chance."""
        return int(self._facts["seed"])  # type: ignore[call-overload, no-any-return]

    @property
    def primary(self) -> str:
        """The measure that verdicts are about."""
        return str(self._facts["primary"])

    @property
    def world(self) -> str:
        """The hash of the world and the policies, as in `results.json`."""
        return str(self._facts["world"])

    @property
    def is_scaled(self) -> bool:
        """Whether pay of some policies is scaled to market cost."""
        return bool(self._facts["is_scaled"])

    def __repr__(self) -> str:
        return f"<Scenario {self.name}: {', '.join(self.policies)}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self._texts() == other._texts()

    def __hash__(self) -> int:
        return hash(self._texts())

    def _texts(self) -> tuple[str, frozenset[tuple[str, str]]]:
        texts = [item for item in self.files.items() if not item[0].endswith(RECORD)]
        return self.file, frozenset(texts)

    def __reduce__(self) -> tuple[object, ...]:
        return Scenario, (self.file, self.files)


def of(source: Source) -> Scenario | None:
    """The scenario of a file, a dict or itself; `None` stands for the built-in one."""
    if source is None or isinstance(source, Scenario):
        return source
    if hasattr(source, "keys"):
        return Scenario.from_dict(source)  # type: ignore[arg-type]
    return Scenario.load(source)


def texts(path: str | os.PathLike[str]) -> tuple[str, dict[str, str]]:
    """The name of a file, and its text with those that it names."""
    import os.path

    with open(path, encoding="utf-8") as file:
        text = file.read()
    folder, name = os.path.split(os.fspath(path))
    return name, {**_beside(name, text, folder), name: text}


def _parts(path: str) -> list[str]:
    """The parts of `policies."two words".rules`."""
    parts, quote = [""], ""
    for c in path:
        if quote and c == quote:
            quote = ""
        elif not quote and c in "\"'":
            quote = c
        elif not quote and c == ".":
            parts.append("")
        else:
            parts[-1] += c
    if quote or not all(parts):
        raise ValueError(f"`{path}` is no key path such as `people.seller.count`")
    return parts


def _set(data: dict[str, object], parts: list[str], value: object) -> None:
    for part in parts[:-1]:
        inner = data.setdefault(part, {})
        if not isinstance(inner, dict):
            raise ValueError(f"`{'.'.join(parts)}` lies within a value that is changed too")
        data = inner
    data[parts[-1]] = value


def _beside(name: str, text: str, folder: str | os.PathLike[str]) -> dict[str, str]:
    """The files in a folder that a text names, and the records of market cost beside them."""
    import os.path

    found: dict[str, str] = {}

    def load(name: str) -> str | None:
        path = os.path.join(folder, name)
        if not os.path.isfile(path):
            return None
        with open(path, encoding="utf-8") as file:
            found[name] = file.read()
        return found[name]

    read(name, text, load)
    for file in [name, *found]:
        record = file.removesuffix(".toml") + RECORD
        if load(record) is not None:
            # Records are known by their last name.
            found[os.path.basename(record)] = found.pop(record)
    return found
