"""What goes wrong, with its place and what would be right."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from .result import Result


class Problem:
    """A mistake in a scenario, or a warning."""

    __slots__ = ("is_error", "file", "line", "column", "value", "message", "hint")

    def __init__(
        self,
        is_error: bool,
        file: str,
        line: int,
        column: int,
        value: str,
        message: str,
        hint: str,
    ) -> None:
        self.is_error = is_error
        """Whether the scenario cannot run."""
        self.file = file
        """The file that it is in."""
        self.line = line
        """Its line, from 1."""
        self.column = column
        """Its column in characters, from 1."""
        self.value = value
        """What is written there."""
        self.message = message
        """What is wrong with it."""
        self.hint = hint
        """What is allowed, or what to do; may be empty."""

    def __str__(self) -> str:
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{self.file}:{self.line}:{self.column}: {self.message}{hint}"

    def __repr__(self) -> str:
        return f"<Problem {self.file}:{self.line}:{self.column}: {self.message}>"

    def __reduce__(self) -> tuple[object, ...]:
        return Problem, tuple(getattr(self, name) for name in self.__slots__)


class PosseError(Exception):
    """Something that posse could not do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        """What went wrong."""
        self.hint = hint
        """What to do about it; may be empty."""

    def __str__(self) -> str:
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message


class Failed(PosseError):
    """A run failed, or its files could not be written."""


class Refused(PosseError):
    """Options that do not fit, or a folder that must not be touched."""


class ScenarioError(Refused):
    """A scenario with mistakes: all of them at once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        """The mistakes, in the order of the text."""
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[object, ...]:
        return ScenarioError, (self.problems,)


class NotMet(PosseError):
    """Conditions of `require` that do not hold. The result is there all the same."""

    def __init__(self, message: str, result: Result | None = None) -> None:
        super().__init__(message)
        self.result = result
        """What the study found."""


class NotReached(UserWarning):
    """A study that ended before the precision or the decision that was asked for."""


def of_words(said: list[str]) -> tuple[str, str]:
    """The message and the first hint of what a command said."""
    lines = [line for text in said for line in text.strip("\n").split("\n")]
    hints = [line.removeprefix("hint: ") for line in lines if line.startswith("hint: ")]
    others = [line.removeprefix("error: ") for line in lines if not line.startswith("hint: ")]
    if len(hints) > 1:
        return "\n".join(line.removeprefix("error: ") for line in lines), ""
    return "\n".join(others), "".join(hints)
