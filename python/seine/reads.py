"""Which tables and columns a definition reads, from its JSON tree and the schema's names."""

from __future__ import annotations

from typing import Any

from .column_paths import path_names
from .shape import Shape

__all__ = ["columns_read"]

# Nodes whose value is rows: a path, or an object with `rows`.
_OVER_ROWS = ("any", "no", "all", "count", "sum", "avg", "min", "max", "distinct", "mode")


def columns_read(definition: Any, shape: Shape) -> list[str]:
    """Full paths, in order of first use. Precondition: the definition fits the store."""
    reader = _Reader(shape)
    bare = "include" not in definition
    reader.visit(definition if bare else definition["include"], shape.root)
    for filter_ in {} if bare else definition.get("exclude", {}).values():
        reader.visit(filter_, shape.root)
    return list(reader.found)


class _Reader:
    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.found: dict[str, None] = {}

    def visit(self, node: Any, table: str) -> None:
        if isinstance(node, list):
            for child in node:
                self.visit(child, table)
        if not isinstance(node, dict):
            return
        for key, value in node.items():
            if key in ("col", "size") and isinstance(value, str):
                self._column(path_names(value), table)
            elif key in _OVER_ROWS and isinstance(value, str):
                self._rows(path_names(value), table)
            elif key == "rows" and isinstance(value, str):
                below = self._rows(path_names(value), table)
                for other in ("value", "where", "each"):
                    self.visit(node.get(other), below)
                return
            else:
                self.visit(value, table)

    def _column(self, names: list[str], table: str) -> None:
        lineage = self.shape.lineage(table)
        for owner in lineage:
            if names[0] in self.shape.columns(owner):
                self._note(owner, names)
                return
        if names[0] in lineage:
            self._note(names[0], names[1:])

    def _rows(self, names: list[str], table: str) -> str:
        """Notes the table that a path ends in, and the column after it; gives the table."""
        at = next(
            (t for t in self.shape.lineage(table) if names[0] in self.shape.children(t)), table
        )
        while names and names[0] in self.shape.children(at):
            at, names = names[0], names[1:]
        self._note(at, names)
        return at

    def _note(self, table: str, names: list[str]) -> None:
        tables = reversed(self.shape.lineage(table)[:-1])
        self.found[".".join([*tables, *names])] = None
