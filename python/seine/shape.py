"""What handles know of a schema: tables, columns and children by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Shape", "nearest", "nfc", "shape_of", "unknown"]


@dataclass(frozen=True, eq=False)
class Shape:
    """Of one store: two shapes with one `store_id` are of versions of the same; `place` is where it
    lies, for messages."""

    tables: Mapping[str, Mapping[str, Any]]  # schema["tables"]
    lookups: Mapping[str, Mapping[str, Any]]
    root: str
    store_id: str = ""
    place: str = ""

    def columns(self, table: str) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.tables[table].get("columns", {})
        return found

    def parent(self, table: str) -> str | None:
        parent: str | None = self.tables[table].get("parent")
        return parent

    def children(self, table: str) -> list[str]:
        return [name for name in self.tables if self.parent(name) == table]

    def lineage(self, table: str | None) -> list[str]:
        """The table (None: the members) and its ancestors, the root last."""
        names = [self.root if table is None else table]
        while (parent := self.parent(names[-1])) is not None:
            names.append(parent)
        return names


def nfc(name: str) -> str:
    """A name in the normal form of Unicode that schemas and filters have it in."""
    return unicodedata.normalize("NFC", name)


def nearest(name: str, known: list[str]) -> str:
    """``did you mean ...?`` when one of `known` is near; else empty."""
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    return f"did you mean `{near[0]}`?" if near else ""


def unknown(name: str, where: str, known: list[str]) -> str:
    hint = nearest(name, known) or f"it has: {', '.join(known)}"
    return f"{where} has no column or child table `{name}`; {hint}"


def shape_of(schema: Mapping[str, Any], store_id: str, place: str) -> Shape:
    """Of a schema of the schema file's shape."""

    def normal(tables: Mapping[str, Any]) -> dict[str, Any]:
        result = {}
        for name, table in tables.items():
            columns = {
                column: {"type": spec} if isinstance(spec, str) else dict(spec)
                for column, spec in table.get("columns", {}).items()
            }
            result[name] = {**table, "columns": columns}
        return result

    tables = normal(schema["tables"])
    root = next(name for name, table in tables.items() if "parent" not in table)
    return Shape(tables, normal(schema.get("lookups", {})), root, store_id, place)
