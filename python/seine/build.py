"""Building stores: frames or files, table by table, into the engine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from . import _core
from .errors import DataError, SchemaError
from .io import SourceFile, find_files
from .saved_segments import check_segments
from .schema_file import SchemaFile

__all__ = ["BuildReport", "TableReport", "build_snapshot"]


@dataclass(frozen=True)
class TableReport:
    """What became of one table's rows. Nothing is dropped silently."""

    table: str
    read: int
    kept: int
    skipped: dict[str, int] = field(default_factory=dict)  # by reason
    notes: dict[str, int] = field(default_factory=dict)  # values turned into missing, members added

    def __str__(self) -> str:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in self.skipped.items())
        skipped = f", skipped {self.read - self.kept:,} ({reasons})" if reasons else ""
        notes = "".join(f"; {count:,} {note}" for note, count in self.notes.items())
        return f"{self.table}: read {self.read:,} rows, kept {self.kept:,}{skipped}{notes}"


class BuildReport(tuple[TableReport, ...]):
    """The reports of all tables and lookups."""

    def __str__(self) -> str:
        return "\n".join(map(str, self))

    __repr__ = __str__


# Called with a table's name, and the file that comes next or the rows read so far.
Progress = Callable[[str, str], None]


def build_snapshot(
    schema: SchemaFile,
    frames: Mapping[str, Any],
    path: Path | None,
    *,
    threads: int = 0,
    progress: Progress | None = None,
    members_per_shard: int | None = None,
) -> tuple[_core.Snapshot, BuildReport]:
    """Reads every table, from `frames` or else from the schema's files, and lays the store out."""
    unknown = set(frames) - set(schema.tables())
    if unknown:
        raise SchemaError(
            f"the schema has no table {', '.join(sorted(unknown))}",
            hint=f"it has: {', '.join(schema.tables())}",
        )
    reader = _Reader(schema, progress)
    for table in schema.tables():
        if table in frames:
            reader.read_frames(table, frames[table])
        else:
            reader.read_files(table)
    rows = reader.ingest.finish()
    report = BuildReport(
        TableReport(r.table, r.read, r.kept, dict(r.skipped), dict(r.notes))
        for r in reader.ingest.report()
    )
    options = {} if members_per_shard is None else {"members_per_shard": members_per_shard}
    where = None if path is None else os.fsencode(path)
    check = partial(check_segments, schema.shape.get("segments", {}))
    return _core.build(rows, where, threads=threads, check=check, **options), report


class _Reader:
    def __init__(self, schema: SchemaFile, progress: Progress | None) -> None:
        self.schema = schema
        self.ingest = _core.Ingest(schema.core)
        self.progress = progress
        # Several tables may come from one file; its lines are checked once.
        self._files: dict[tuple[Path, str], SourceFile] = {}

    def read_frames(self, table: str, frames: Any) -> None:
        """One frame, or an iterable of frames of the same columns."""
        rows = 0
        for number, frame in enumerate(_each_frame(table, frames)):
            source = f"frame {number + 1} of `{table}`" if number else f"the frame `{table}`"
            self.ingest.append(table, source, _stream(frame, source))
            rows += len(frame) if hasattr(frame, "__len__") else 0
            self._tell(table, f"{rows:,} rows")

    def read_files(self, table: str) -> None:
        sources = self.schema.sources(table)
        if not sources:
            raise SchemaError(
                f"the table `{table}` has no source",
                hint=f"say `source` in the schema, or pass a frame: build(schema, {table}=frame)",
            )
        columns = sorted(self.schema.needed_columns(table))
        separator = self.schema.table(table).get("separator", "")
        for path in find_files(sources, self.schema.folder):
            key = (path, separator)
            file = self._files.setdefault(key, SourceFile(path, separator))
            self._tell(table, str(path))
            stream = file.stream(columns)
            try:
                self.ingest.append(table, str(path), stream)
            except DataError as error:
                raise _with_line(error, file) from None

    def _tell(self, table: str, what: str) -> None:
        if self.progress is not None:
            self.progress(table, what)


def _each_frame(table: str, frames: Any) -> Iterator[Any]:
    frame = _as_stream(frames)
    if frame is not None:
        yield frame
    elif isinstance(frames, Iterable) and not isinstance(frames, (str, bytes, Mapping)):
        for item in frames:
            frame = _as_stream(item)
            if frame is None:
                raise _no_frame(table, item)
            yield frame
    else:
        raise _no_frame(table, frames)


def _as_stream(frame: Any) -> Any | None:
    """An object with the Arrow stream protocol: pandas, Polars, pyarrow, DuckDB results have it."""
    if hasattr(frame, "__arrow_c_stream__"):
        return frame
    if hasattr(frame, "collect") and hasattr(frame, "collect_schema"):  # a lazy Polars frame
        return frame.collect()
    if hasattr(frame, "to_arrow_table"):  # DuckDB
        return frame.to_arrow_table()
    return None


def _stream(frame: Any, source: str) -> Any:
    """The frame as an Arrow stream. DataError: its library cannot make one of it."""
    try:
        return frame.__arrow_c_stream__()
    except Exception as error:
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise DataError(
            f"{source} cannot be read as Arrow: {reason[0]}",
            hint="a column holds values of one type; convert mixed ones, for example to text",
        ) from error


def _no_frame(table: str, value: Any) -> DataError:
    return DataError(
        f"`{table}` is given as a {type(value).__name__}, which is no frame",
        hint="pass a frame of pandas, Polars, pyarrow or DuckDB: anything with __arrow_c_stream__",
    )


def _with_line(error: DataError, file: SourceFile) -> DataError:
    """The error with the physical line of the file instead of the number of a row."""
    detail = error.detail
    if not detail:
        return file.unreadable(error.message)
    line = file.line_of_row(detail["row"] - 1) if detail["row"] else None
    if line is None:
        return error
    column = f", column `{detail['column']}`" if detail["column"] else ""
    option = f"; {error.hint}" if error.hint else ""
    message = f"{file.path}, line {line}{column}: {detail['problem']}{option}"
    return DataError(message, hint=error.hint, position=(line, 1), detail=detail)
