"""Which columns and tables a definition names, from its JSON tree."""

from __future__ import annotations

from typing import Any

__all__ = ["columns_read"]


def columns_read(definition: Any) -> list[str]:
    """Paths in order of first use; a column in a row filter has its table's path in front."""
    found: dict[str, None] = {}
    stack: list[tuple[Any, str]] = [(definition, "")]
    while stack:
        node, table = stack.pop()
        if isinstance(node, list):
            stack += [(child, table) for child in reversed(node)]
        elif isinstance(node, dict):
            below = table
            rows = node.get("rows")
            if isinstance(rows, str):
                below = rows if not table else f"{table}.{rows}"
                found[below] = None
            column = node.get("col")
            if isinstance(column, str):
                found[column if not table or "." in column else f"{table}.{column}"] = None
            stack += [
                (child, below)
                for key, child in reversed(node.items())
                if key not in ("rows", "col")
            ]
    return list(found)
