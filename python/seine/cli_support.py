"""What the commands share: reading a question from options, printing, and how errors end."""

from __future__ import annotations

import enum
import functools
import itertools
import json
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from . import _core
from .compiled import CompiledQuery
from .definitions import make_definition
from .errors import DataError, FilterError, SchemaError, SeineError, StoreNotFoundError
from .literals import TimeText, is_time
from .moments import moment_of, zone_of
from .store import Store

__all__ = [
    "Format",
    "Question",
    "fail",
    "handled",
    "info_json",
    "print_json",
    "read_filter",
    "warn",
]

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_LISTED = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^,]+))\s*(?:,|$)""")
_MOST_READINGS = 64

T = TypeVar("T")
_F = TypeVar("_F", bound=Callable[..., None])


class Format(enum.StrEnum):
    text = "text"
    json = "json"


def fail(message: str, code: int) -> NoReturn:
    print(f"seine: {message}", file=sys.stderr)
    raise SystemExit(code)


def handled(command: _F) -> _F:
    """Turns exceptions into one clear message and the exit code."""

    @functools.wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except (FilterError, SchemaError, DataError, StoreNotFoundError) as error:
            fail(str(error), 2)
        except SeineError as error:
            fail(str(error), 1)
        except ImportError as error:
            fail(str(error), 1)
        except BrokenPipeError:
            raise
        except KeyboardInterrupt:
            fail("stopped", 1)
        except OSError as error:
            fail(str(error), 1)

    return run  # type: ignore[return-value]


def read_filter(argument: str) -> str:
    """The filter's text: the argument itself, what @file holds, or standard input for ``-``."""
    if argument == "-":
        return sys.stdin.read()
    if not argument.startswith("@"):
        return argument
    path = Path(argument[1:])
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FilterError(f"the filter file {path} cannot be read: {error}") from None


class Question:
    """One definition asked of one store."""

    def __init__(
        self,
        store: Store,
        text: str,
        as_of: str,
        tz: str,
        exclude: list[str] | None,
        param: list[str] | None,
        lists: list[str] | None,
        threads: int,
    ) -> None:
        self.store = store
        self.definition = make_definition(text, exclude or [])
        self.lists = dict(_named_lists(lists or []))
        self.parameters = dict(_split(p, "--param", "value") for p in param or [])
        self.options: dict[str, Any] = {
            "as_of": as_of or None,
            "timezone": tz,
            "threads": threads,
        }

    def compile(self) -> CompiledQuery:
        core = _core.compile(self.store._core, self.definition, self.lists, set())
        return CompiledQuery(self.store, core)

    def ask(self, run: Callable[[CompiledQuery, dict[str, Any]], T]) -> T:
        """Runs with each --param as a literal or, where that does not fit its place, as text."""
        query = self.compile()
        readings = [
            [(name, reading) for reading in _readings(value)]
            for name, value in self.parameters.items()
        ]
        refused: FilterError | None = None
        for chosen in itertools.islice(itertools.product(*readings), _MOST_READINGS):
            try:
                return run(query, {**self.options, **dict(chosen)})
            except FilterError as error:
                refused = refused or error
        assert refused is not None
        raise refused


def _readings(value: str) -> list[Any]:
    """What a --param may mean: a number, a time, a bool or a list, or else text."""
    if value.startswith("(") and value.endswith(")"):
        parts = [(a or b, c.strip()) for a, b, c in _LISTED.findall(value[1:-1])]
        texts = [quoted or bare for quoted, bare in parts]
        return [[quoted or _typed(bare) for quoted, bare in parts], texts, value]
    typed = _typed(value)
    return [value] if typed is value else [typed, value]


def _typed(value: str) -> Any:
    """12, 1.5, true, 2011-09-11, 2011-09 as what they are; everything else as text."""
    if value in ("true", "false"):
        return value == "true"
    if _NUMBER.fullmatch(value):
        return int(value) if value.lstrip("+-").isdigit() else Decimal(value)
    return TimeText(value) if is_time(value) else value


def _split(option: str, flag: str, what: str) -> tuple[str, str]:
    name, equals, value = option.partition("=")
    if not equals or not name:
        raise FilterError(f"{flag} {option!r}: expected name={what}")
    return name.strip().lstrip("$"), value


def _named_lists(options: list[str]) -> list[tuple[str, list[str]]]:
    lists = []
    for option in options:
        name, file = _split(option, "--list", "FILE")
        try:
            text = Path(file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise FilterError(f"the list file {file} cannot be read: {error}") from None
        lists.append((name, [line.strip() for line in text.splitlines() if line.strip()]))
    return lists


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, default=str))


def info_json(info: _core.ResultInfo) -> dict[str, Any]:
    """The shape that `count --format json` promises."""
    return {
        "count": info.count,
        "population": info.population,
        "as_of": moment_of(info.as_of).astimezone(zone_of(info.timezone)).isoformat(),
        "timezone": info.timezone,
        "snapshot": info.snapshot,
        "definition": info.definition,
        "excluded": [
            {"name": e.name, "alone": e.alone, "removed": e.removed} for e in info.excluded
        ],
        "warnings": list(info.warnings),
        "elapsed_ms": info.elapsed_ms,
    }


def warn(info: _core.ResultInfo, format: Format) -> None:
    """Warnings and what exclusions removed, to standard error; JSON has them in it."""
    if format is Format.json:
        return
    for warning in info.warnings:
        print(f"seine: warning: {warning}", file=sys.stderr)
    for e in info.excluded:
        print(f'seine: "{e.name}" removed {e.removed:,} (alone {e.alone:,})', file=sys.stderr)
