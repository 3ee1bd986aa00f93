"""What people type or put into files: filters, parameters, lists."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from .cli_errors import reason_of
from .errors import FilterError
from .literals import is_time
from .plain import TimeText, utf8
from .shape import nfc

__all__ = ["parameter_readings", "read_filter", "read_lists", "read_parameters"]

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_LISTED = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]+))\s*(?:,|$)""")

T = TypeVar("T")


def read_filter(argument: str) -> str:
    """The filter's text: the argument itself, what @file holds, or standard input for ``-``."""
    if argument == "-":
        if sys.stdin is None:
            raise FilterError("the filter is to come from standard input, which is closed")
        return _decoded(sys.stdin.buffer.read(), "standard input")
    if not argument.startswith("@"):
        return utf8(argument, "the filter")
    return _read_file(argument[1:], "the filter file")


def read_parameters(options: list[str]) -> dict[str, str]:
    """Of ``name=value``. FilterError: none, or the same name twice."""
    return _by_name(options, "--param", "value", lambda value: value)


def read_lists(options: list[str]) -> dict[str, list[str]]:
    """Of ``name=FILE``: the file's lines that are not blank. FilterError: as above."""
    return _by_name(options, "--list", "FILE", _lines)


def parameter_readings(value: str) -> list[Any]:
    """What a parameter may mean: a number, a time, a bool or a list, or else text."""
    if value.startswith("(") and value.endswith(")"):
        if not value[1:-1].strip():
            return [[]]
        parts = [(a or b, c.strip()) for a, b, c in _LISTED.findall(value[1:-1])]
        texts = [quoted or bare for quoted, bare in parts]
        return [[quoted or _typed(bare) for quoted, bare in parts], texts, value]
    typed = _typed(value)
    if typed is value:
        return [value]
    # A number would lose the zeros of 007, which may be a member's key.
    padded = isinstance(typed, int) and str(typed) != value
    return [value, typed] if padded else [typed, value]


def _typed(value: str) -> Any:
    """12, 1.5, true, 2011-09-11, 2011-09 as what they are; everything else as text."""
    if value in ("true", "false"):
        return value == "true"
    if _NUMBER.fullmatch(value):
        return int(value) if value.lstrip("+-").isdigit() else Decimal(value)
    return TimeText(value) if is_time(value) else value


def _by_name(options: list[str], flag: str, what: str, read: Callable[[str], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for option in options:
        name, equals, value = utf8_name(option, flag).partition("=")
        name = nfc(name.strip().lstrip("$"))
        if not equals or not name:
            raise FilterError(f"{flag} {option!r}: expected name={what}")
        if name in found:
            raise FilterError(f"{flag} gives `{name}` twice", hint="give each name once")
        found[name] = read(value)
    return found


def utf8_name(option: str, flag: str) -> str:
    """The option; its name is text, what follows may be the name of a file."""
    utf8(option.partition("=")[0], f"the name that {flag} gives")
    return option


def _lines(file: str) -> list[str]:
    text = _read_file(file, "the list file")
    return [line.strip() for line in text.splitlines() if line.strip()]


def _read_file(name: str, what: str) -> str:
    try:
        data = Path(name).read_bytes()
    except OSError as error:
        raise FilterError(f"{what} {name} cannot be read: {reason_of(error)}") from None
    return _decoded(data, f"{what} {name}")


def _decoded(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte, line = data[error.start], data.count(b"\n", 0, error.start) + 1
        raise FilterError(
            f"{what} cannot be read: it is not UTF-8 (byte {byte:#04x} on line {line})",
            hint="convert it, for example with iconv",
        ) from None
