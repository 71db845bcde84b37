"""Plain data as TOML, the language of scenarios."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def text_of(data: Mapping[str, object]) -> str:
    """A table as a text: values first, then a section for each table in it."""
    return "".join(_lines(data, ()))


def _lines(data: Mapping[str, object], path: tuple[str, ...]) -> list[str]:
    tables = [(key, value) for key, value in data.items() if _is_table(value)]
    lines = [f"{_key(key)} = {_value(value)}\n" for key, value in data.items() if not _is_table(value)]
    if path and (lines or not tables):
        lines.insert(0, f"[{'.'.join(map(_key, path))}]\n")
    for key, value in tables:
        lines.extend(_lines(value, (*path, key)))  # type: ignore[arg-type]
    return lines


def _is_table(value: object) -> bool:
    return hasattr(value, "keys") and hasattr(value, "items")


def _key(key: str) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key of a scenario is a text, not {key!r}")
    is_plain = key.isascii() and key.replace("-", "_").replace("_", "a").isalnum()
    return key if is_plain else _quoted(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if hasattr(value, "__index__"):
        return str(value.__index__())
    if hasattr(value, "__float__"):
        return repr(float(value))
    if _is_table(value):
        pairs = [f"{_key(key)} = {_value(part)}" for key, part in value.items()]  # type: ignore[attr-defined]
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_value, value))}]"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    raise TypeError(f"a scenario cannot hold {value!r}: text, numbers, truth, dates, lists and dicts can")


def _quoted(text: str) -> str:
    import json

    # Strings of JSON are strings of TOML, but for one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
