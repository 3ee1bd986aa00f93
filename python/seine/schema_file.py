"""Schemas: a TOML file, its text, or a dict of the same shape, and where their sources lie."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import _core
from .errors import FilterError, SchemaError
from .plain import utf8

__all__ = ["SchemaFile"]

_WORD = re.compile(r"[^\W\d]\w*")


class SchemaFile:
    """A schema as written, checked by the engine, with the folder of its sources."""

    def __init__(
        self, schema: str | Path | Mapping[str, Any], data: str | Path | None = None
    ) -> None:
        self.folder = Path(data) if data is not None else Path()
        match schema:
            case Mapping():
                self.shape: dict[str, Any] = json.loads(json.dumps(schema, default=str))
            case str() if "\n" in schema or "=" in schema:
                self.shape = _read(schema, "the schema")
            case str() | Path():
                path = Path(schema)
                if not path.is_file():
                    raise SchemaError(
                        f"there is no schema file {path}", hint="a schema is a TOML file"
                    )
                self.shape = _read(_decoded(path), str(path))
                if data is None:
                    self.folder = path.parent
            case _:
                raise SchemaError(
                    f"a schema is a path, TOML text or a dict, not {type(schema).__name__}"
                )
        try:
            text = utf8(json.dumps(self.shape, ensure_ascii=False, default=str), "the schema")
        except FilterError as error:
            raise SchemaError(error.message, hint=error.hint) from None
        self.core = _core.Schema(text)

    def tables(self) -> list[str]:
        """Tables, parents first, then lookups: the order in which they are read."""
        checked = json.loads(self.core.json)
        return [*checked.get("tables", {}), *checked.get("lookups", {})]

    def table(self, name: str) -> dict[str, Any]:
        for kind in ("tables", "lookups"):
            if name in self.shape.get(kind, {}):
                table: dict[str, Any] = self.shape[kind][name]
                return table
        raise SchemaError(f"the schema has no table or lookup `{name}`")

    def sources(self, name: str) -> list[str]:
        """The files of a table as the schema gives them; none when frames are passed."""
        source = self.table(name).get("source", [])
        return [source] if isinstance(source, str) else list(source)

    def needed_columns(self, name: str) -> set[str]:
        """The columns of the source that the table reads; those it may do without included."""
        table = self.table(name)
        needed: set[str] = set()
        for option in ("key", "parent_key"):
            keys = table.get(option, [])
            needed.update([keys] if isinstance(keys, str) else keys)
        for column, spec in table.get("columns", {}).items():
            if isinstance(spec, str):
                needed.add(column)
            elif "value" in spec:
                needed.update(_WORD.findall(str(spec["value"])))
            else:
                needed.add(spec.get("from", column))
        return needed


def _decoded(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SchemaError(
            f"{path} is not UTF-8: {error.reason} at byte {error.start}",
            hint="convert the file, for example with iconv",
        ) from None


def _read(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+), column (\d+)", str(error))
        position = (int(found[1]), int(found[2])) if found else None
        raise SchemaError(f"{where} is not TOML: {error}", position=position) from None
