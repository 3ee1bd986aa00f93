"""The segments that are saved with a store: each must be a filter of it before it is published."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from . import _core
from .errors import FilterError, SchemaError

__all__ = ["check_segments"]


def check_segments(segments: Mapping[str, str], snapshot: _core.Snapshot) -> None:
    """SchemaError, at its place in the segment, for the first that cannot be asked."""
    # Who asks gives the lists; here they need only be there.
    lists: dict[str, list[str]] = {name: [] for text in segments.values() for name in _lists(text)}
    for name, text in segments.items():
        where = f'the segment "{name}" of the schema'
        try:
            definition = _core.Definition(text)
            _core.compile(snapshot, definition, lists)
            if definition.parameters:
                raise FilterError(
                    f"it has the parameter `${definition.parameters[0]}`",
                    hint="a saved segment has none: write the value",
                )
        except FilterError as error:
            raise SchemaError(
                f"{where}: {error.message}",
                hint=error.hint,
                position=error.position,
                rendered=f"{where}: {error.rendered}" if error.rendered else None,
            ) from None


def _lists(text: str) -> Iterator[str]:
    """The names in every `list("name")` of a segment."""
    try:
        yield from _named(json.loads(_core.Definition(text).json))
    except FilterError:
        return  # refused when its turn comes


def _named(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict) and isinstance(tree.get("list"), str):
        yield tree["list"]
    for node in tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else ():
        yield from _named(node)
