"""Explained plans, for reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import _core
from .plain import shortened
from .text_table import text_table

__all__ = ["Explanation"]

_LONGEST_CELL = 200


class Explanation:
    """The filter in full parentheses, and per node the operator, estimate, actual, time.

    models: what each model that it speaks of is made of, in the language.
    """

    def __init__(self, core: _core.Explanation) -> None:
        self._core = core

    @property
    def filter(self) -> str:
        return self._core.filter

    @property
    def info(self) -> _core.ResultInfo:
        return self._core.info

    @property
    def root(self) -> _core.ExplainNode:
        return self._core.root

    @property
    def models(self) -> list[_core.ExplainedModel]:
        return self._core.models

    def nodes(self) -> Iterator[tuple[int, _core.ExplainNode]]:
        """Every node with its depth, parents first."""
        stack = [(0, self._core.root)]
        while stack:
            depth, node = stack.pop()
            yield depth, node
            stack += [(depth + 1, child) for child in reversed(node.children)]

    def cells(self) -> list[tuple[str, ...]]:
        """Header and a row per node, as text."""
        rows: list[tuple[str, ...]] = [("node", "operator", "estimate", "actual", "ms")]
        for depth, node in self.nodes():
            rows.append(
                (
                    "  " * depth + shortened(node.text, _LONGEST_CELL),
                    node.operation,
                    f"{node.estimate:,.0f}",
                    f"{node.actual:,}",
                    f"{node.elapsed_ms:.2f}",
                )
            )
        return rows

    def to_dict(self) -> dict[str, Any]:
        return {
            "filter": self.filter,
            "root": _node(self._core.root),
            "models": [_model(model) for model in self.models],
        }

    def __str__(self) -> str:
        return self._text(self.filter)

    def _text(self, filter_: str) -> str:
        parts = [filter_, text_table(self.cells(), left=2)]
        parts += [_model_text(model) for model in self.models]
        return "\n\n".join(parts)

    def __repr__(self) -> str:
        return self._text(shortened(self.filter))

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def _node(node: _core.ExplainNode) -> dict[str, Any]:
    return {
        "text": node.text,
        "operator": node.operation,
        "estimate": node.estimate,
        "actual": node.actual,
        "elapsed_ms": node.elapsed_ms,
        "children": [_node(child) for child in node.children],
    }


def _model_text(model: _core.ExplainedModel) -> str:
    lines = [(f"  {one.name}", shortened(one.filter)) for one in model.classes]
    if model.value:
        lines.append(("  is", model.value))
    if model.only:
        lines.append(("  of", model.only))
    return f"{model.text}\n{text_table(lines, left=2)}"


def _model(model: _core.ExplainedModel) -> dict[str, Any]:
    return {
        "text": model.text,
        "value": model.value,
        "only": model.only,
        "classes": {one.name: one.filter for one in model.classes},
    }
