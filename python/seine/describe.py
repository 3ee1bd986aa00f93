"""What a store holds: tables, columns, types, rows, distinct values, missing values, bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from . import _core
from .text_table import text_table

__all__ = ["ColumnDescription", "StoreInfo", "TableDescription"]


@dataclass(frozen=True)
class ColumnDescription:
    name: str
    type: str
    distinct: int
    missing: int
    bytes: int
    lookup: str | None


@dataclass(frozen=True)
class TableDescription:
    name: str
    parent: str | None
    rows: int
    columns: list[ColumnDescription]


@dataclass(frozen=True, repr=False)
class StoreInfo:
    store_id: str
    version: int
    members: int
    shards: int
    timezone: str
    tables: list[TableDescription]
    lookups: list[TableDescription]
    segments: dict[str, str]

    @staticmethod
    def of(snapshot: _core.Snapshot, schema: Mapping[str, Any]) -> StoreInfo:
        return StoreInfo(
            store_id=snapshot.store_id,
            version=snapshot.version,
            members=snapshot.members,
            shards=snapshot.shards,
            timezone=schema.get("seine", {}).get("timezone", "UTC"),
            tables=[
                _table(snapshot, number, name, table)
                for number, (name, table) in enumerate(schema["tables"].items())
            ],
            lookups=[
                _table(snapshot, number, name, table, lookup=True)
                for number, (name, table) in enumerate(schema.get("lookups", {}).items())
            ],
            segments=dict(schema.get("segments", {})),
        )

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def cells(self) -> list[tuple[str, ...]]:
        """Header and a row per column, as text."""
        rows: list[tuple[str, ...]] = [
            ("table", "column", "type", "rows", "distinct", "missing", "bytes")
        ]
        titled = [
            (t.name if t.parent is None else f"{t.name} of {t.parent}", t) for t in self.tables
        ]
        titled += [(f"lookup {t.name}", t) for t in self.lookups]
        for title, table in titled:
            rows.append((title, "", "", f"{table.rows:,}", "", "", ""))
            for c in table.columns:
                kind = c.type if c.lookup is None else f"{c.type} → {c.lookup}"
                rows.append(
                    ("", c.name, kind, "", f"{c.distinct:,}", f"{c.missing:,}", f"{c.bytes:,}")
                )
        return rows

    def head(self) -> str:
        return (
            f"store {self.store_id[:12]} version {self.version}: {self.members:,} members in "
            f"{self.shards} {'shard' if self.shards == 1 else 'shards'}, {self.timezone}"
        )

    def __str__(self) -> str:
        tail = [f'segment "{name}": {text}' for name, text in self.segments.items()]
        return "\n".join([self.head(), text_table(self.cells(), left=3), *tail])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        from html import escape

        header, *rows = self.cells()

        def line(tag: str, cells: tuple[str, ...]) -> str:
            return "<tr>" + "".join(f"<{tag}>{escape(c)}</{tag}>" for c in cells) + "</tr>"

        body = "".join(line("td", row) for row in rows)
        return f"<div>{escape(self.head())}</div><table>{line('th', header)}{body}</table>"


def _table(
    snapshot: _core.Snapshot,
    number: int,
    name: str,
    table: Mapping[str, Any],
    lookup: bool = False,
) -> TableDescription:
    rows = snapshot.lookup_row_count(number) if lookup else snapshot.row_count(number)
    columns = []
    for at, (column, spec) in enumerate(table.get("columns", {}).items()):
        spec = {"type": spec} if isinstance(spec, str) else spec
        kind = f"decimal({spec['scale']})" if spec["type"] == "decimal" else spec["type"]
        info = _core.column_info(snapshot, number, at, lookup)
        missing = rows - info.present
        columns.append(
            ColumnDescription(column, kind, info.distinct, missing, info.bytes, spec.get("lookup"))
        )
    return TableDescription(name, table.get("parent"), rows, columns)
