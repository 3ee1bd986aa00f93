"""A definition with one of its conditions left out: whom does the condition keep out, or let in?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def weakened(tree: Any) -> Iterator[tuple[str, Any]]:
    """What may be left out of a definition in JSON, and the definition without it: an operand of a
    join, an exclusion, a point of a score, what narrows rows or ranks, a window or a negative step
    of a sequence."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from _without_parts_of(tree, key, value)
            yield from _inside(tree, key, value)
    elif isinstance(tree, list):
        for index, part in enumerate(tree):
            yield from _inside(tree, index, part)


def _inside(tree: Any, place: Any, part: Any) -> Iterator[tuple[str, Any]]:
    for left_out, rest in weakened(part):
        whole = tree.copy()
        whole[place] = rest
        yield left_out, whole


def _without_parts_of(tree: dict[str, Any], key: str, value: Any) -> Iterator[tuple[str, Any]]:
    match key:
        case "and" | "or":
            for operand, rest in _each_left_out(value):
                yield f"{key} {operand}", rest[0] if len(rest) == 1 else {key: rest}
        case "at least" | "exactly":
            for operand, rest in _each_left_out(value[1]):
                yield f"{key} {operand}", {key: [value[0], rest]}
        case "score":
            for point, rest in _each_left_out(value):
                yield f"{key} {point}", {key: rest}
        case "sequence":
            for index, (step, rest) in enumerate(_each_left_out(value)):
                if 0 < index < len(rest) and value[index].get("no"):
                    yield f"{key} {step}", {key: rest}
        case "exclude":
            for name in value:
                yield f"{key} {name}", tree | {key: _without(value, name)}
        case "where" | "among" | "per" | "each":
            yield f"{key} {_said(value)}", _without(tree, key)
        case "within" if "of start" not in tree:
            yield f"{key} {_said(value)}", _without(tree, key)


def _each_left_out(values: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    for index, value in enumerate(values):
        yield _said(value), _without(values, index)


def _without(tree: Any, place: Any) -> Any:
    rest = tree.copy()
    del rest[place]
    return rest


def _said(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False)
