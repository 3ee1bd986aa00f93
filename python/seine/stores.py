"""Stores: built from frames or files, or opened."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import _core
from .build import Progress, build_snapshot
from .errors import StoreError
from .options import whole_number
from .schema_file import SchemaFile
from .store import Store
from .store_path import check_store_to_open, check_store_to_write

__all__ = ["build", "open_store"]


def build(
    schema: str | Path | Mapping[str, Any],
    path: str | Path | None = None,
    *,
    data: str | Path | None = None,
    threads: int = 0,
    progress: Progress | None = None,
    **frames: Any,
) -> Store:
    """Builds a store, in memory, or at `path`, which is replaced only when the build succeeded.

    schema: a TOML file, TOML text, or a dict of that shape (docs/schema.md).
    frames: rows of tables by name (pandas, Polars, pyarrow, DuckDB, or an iterable of frames);
        tables without a frame come from the schema's own files.
    data: the folder that the schema's sources are relative to; default: next to the schema file.
    threads: 0 takes all cores. The store is the same whatever their number.
    """
    threads = whole_number("threads", threads)
    folder = None if path is None else Path(path)
    if folder is not None:
        check_store_to_write(folder)
    read = SchemaFile(schema, data)
    snapshot, report = build_snapshot(read, frames, folder, threads=threads, progress=progress)
    return Store(snapshot, report=report, path=folder)


def open_store(path: str | Path, *, load: str = "map") -> Store:
    """Opens the store at `path`, in milliseconds: its files are mapped, and each section is checked
    when it is first read. ``load="memory"`` reads and checks everything at once."""
    if load not in ("map", "memory"):
        raise StoreError(f'load is {load!r}; it may be "map" or "memory"')
    folder = Path(path)
    check_store_to_open(folder)
    return Store(_core.open(os.fsencode(folder), load == "memory"), path=folder)
