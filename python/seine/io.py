"""Files as frames: CSV, Parquet, Arrow IPC and JSON lines, with only the columns needed.

A file is one Arrow stream, read batch by batch, so that it need not fit into memory. Needs Polars:
the extra `io`.
"""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import DataError
from .text_files import TextFile, columns_to_read

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SourceFile", "find_files", "require_polars"]

_TEXT = {".csv": ",", ".txt": ",", ".tsv": "\t"}
_KNOWN = (
    ".csv, .tsv, .txt (also .gz, .zst), .parquet, .arrow, .feather, .ipc, .arrows, .jsonl, .ndjson"
)
_BATCH_ROWS = 1 << 18


def require_polars() -> None:
    try:
        import polars  # noqa: F401
    except ImportError:
        raise ImportError(
            "reading and writing files needs Polars: pip install 'seinedb[io]'"
        ) from None


def find_files(sources: Iterable[str], folder: Path) -> list[Path]:
    """The files that `sources` (names or globs, relative to `folder`) stand for, in order.

    Names of one glob are sorted. DataError when a source finds nothing.
    """
    files: list[Path] = []
    for source in sources:
        pattern = str(folder / source)
        found = [Path(pattern)] if Path(pattern).is_file() else []
        if not found and glob.has_magic(source):
            found = sorted(Path(name) for name in glob.glob(pattern, recursive=True))
            found = [path for path in found if path.is_file()]
        if not found:
            raise DataError(
                f"there is no file {pattern}",
                hint="sources are relative to the schema file, or to the folder given as data",
            )
        files += found
    return files


class SourceFile:
    """One file of rows."""

    def __init__(self, path: Path, separator: str = "") -> None:
        require_polars()
        self.path = path
        suffixes = path.suffixes
        if suffixes and suffixes[-1] in (".gz", ".zst"):
            suffixes = suffixes[:-1]
        self.kind = suffixes[-1].lower() if suffixes else ""
        self.text: TextFile | None = None
        if separator or self.kind in _TEXT:
            self.text = TextFile(path, separator or _TEXT[self.kind])

    def stream(self, columns: list[str]) -> Any:
        """The rows in order, with those of `columns` that the file has, as one Arrow stream."""
        import polars as pl

        try:
            frame = self.text.scan(columns) if self.text is not None else self._scan(columns)
            return frame.collect_batches(chunk_size=_BATCH_ROWS, maintain_order=True, lazy=True)
        except pl.exceptions.PolarsError as error:
            raise self.unreadable(str(error)) from error

    def _scan(self, columns: list[str]) -> pl.LazyFrame:
        import polars as pl

        match self.kind:
            case ".parquet" | ".pq":
                frame = pl.scan_parquet(self.path, glob=False)
            case ".arrow" | ".feather" | ".ipc":
                frame = pl.scan_ipc(self.path)
            case ".arrows":
                frame = pl.read_ipc_stream(self.path).lazy()
            case ".jsonl" | ".ndjson" | ".json":
                frame = pl.scan_ndjson(self.path, infer_schema_length=None)
            case _:
                raise DataError(f"what kind of file is {self.path}?", hint=f"known: {_KNOWN}")
        names = frame.collect_schema().names()
        return frame.select(columns_to_read(columns, names))

    def unreadable(self, reason: str) -> DataError:
        """The error for what Polars says of the file, with the line where it can be found."""
        reason = reason.strip().splitlines()[0] if reason.strip() else "no reason given"
        if self.text is not None and "utf-8" in reason:
            line = self.text.first_undecodable_line()
            if line is not None:
                return DataError(
                    f"{self.path}, line {line}: not valid UTF-8",
                    hint="convert the file to UTF-8, for example with iconv",
                    position=(line, 1),
                )
        return DataError(f"{self.path} cannot be read: {reason}")

    def line_of_row(self, row: int) -> int | None:
        if self.text is not None:
            return self.text.line_of_row(row)
        return row + 1 if self.kind in (".jsonl", ".ndjson", ".json") else None
