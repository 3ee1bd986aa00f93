"""One definition asked of one store, from the options of a command; and how its answer is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from . import _core
from .cli_input import parameter_readings, read_filter, read_lists, read_parameters
from .cli_options import Format
from .compiled import CompiledQuery
from .definitions import list_texts, make_definition
from .errors import FilterError
from .moments import moment_of, zone_of
from .options import ask_readings
from .shape import nearest
from .stores import open_store

__all__ = ["Question", "info_json", "print_json", "tell"]

T = TypeVar("T")


class Question:
    """FilterError: the definition is wrong by itself, or a parameter is not one of its own."""

    def __init__(
        self,
        store: Path,
        filter_text: str,
        as_of: str | None,
        tz: str | None,
        exclude: list[str] | None,
        param: list[str] | None,
        lists: list[str] | None,
        threads: int,
    ) -> None:
        text = read_filter(filter_text)
        self.parameters = read_parameters(param or [])
        self.options: dict[str, Any] = {"as_of": as_of, "timezone": tz, "threads": threads}
        named = read_lists(lists or [])
        self.store = open_store(store)
        try:
            self.definition = make_definition(self.store._shape, text, exclude or [])
            core = _core.compile(self.store._core, self.definition, list_texts(named))
        except FilterError as error:
            raise _or_file(error, filter_text) from None
        self.query = CompiledQuery(self.store, core)
        self._check_parameters()

    def ask(self, run: Callable[[CompiledQuery, dict[str, Any]], T]) -> T:
        """Runs with each --param as a literal or, where that does not fit its place, as text."""
        readings = {name: parameter_readings(value) for name, value in self.parameters.items()}
        return ask_readings(lambda options: run(self.query, options), self.options, readings)

    def _check_parameters(self) -> None:
        known = self.query.parameters
        for name in self.parameters:
            if name not in known:
                has = ", ".join(f"`${other}`" for other in known) or "none"
                raise FilterError(
                    f"the filter has no parameter `${name}`",
                    hint=nearest(f"${name}", [f"${other}" for other in known]) or f"it has {has}",
                )


def _or_file(error: FilterError, argument: str) -> FilterError:
    """The error; with what was forgotten, when the filter is the name of a file."""
    try:
        is_file = Path(argument).is_file()
    except (OSError, ValueError):  # too long for a name
        is_file = False
    if not is_file:
        return error
    return FilterError(
        f"`{argument}` is no filter, but there is a file of that name",
        hint=f"did you mean @{argument}?",
    )


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


def tell(info: _core.ResultInfo, format: Format) -> None:
    """Warnings and what exclusions removed, to standard error; JSON has them in it."""
    if format is Format.json:
        return
    for warning in info.warnings:
        print(f"seine: warning: {warning}", file=sys.stderr)
    for e in info.excluded:
        print(f'seine: "{e.name}" removed {e.removed:,} (alone {e.alone:,})', file=sys.stderr)
