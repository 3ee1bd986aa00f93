"""Files of text: CSV and its kin, read as columns of text; and which physical line a row came from.

Polars reads them quickly but fills short lines up and, when only some columns are wanted, lets long
ones pass. So the lines are counted out first: by counting separators in whole columns of lines, or,
where quotes span lines, record by record.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from .errors import DataError

if TYPE_CHECKING:
    import polars as pl

__all__ = ["TextFile", "columns_to_read"]

_WHOLE_LINE = "\x01"  # a separator that no text file has
_QUOTED = r'"[^"]*"'


def columns_to_read(wanted: list[str], header: list[str]) -> list[str]:
    """The columns of a file that are wanted. For one that the file lacks its nearest comes along,
    so that the error can name it."""
    found = dict.fromkeys(name for name in wanted if name in header)
    for name in wanted:
        if name not in header:
            found.update(dict.fromkeys(get_close_matches(name, header, 1)))
    return list(found) or header[:1]


class TextFile:
    """One CSV file; `separator` is one character, or ``whitespace`` (any run of blanks)."""

    def __init__(self, path: Path, separator: str = ",") -> None:
        self.path = path
        self.separator = separator
        self._blank_rows: list[int] = []
        self._checked = False
        self.header = self._read_header()

    def scan(self, columns: list[str]) -> pl.LazyFrame:
        """Those of `columns` that the file has, as text. DataError: a ragged line."""
        import polars as pl

        if not self._checked:
            self.check_lines()
            self._checked = True
        columns = columns_to_read(columns, self.header)
        if self.separator == "whitespace":
            places = {name: place for place, name in enumerate(self.header)}
            fields = pl.col("line").str.strip_chars().str.replace_all(r"\s+", " ").str.split(" ")
            rows = self._lines().filter(pl.col("line").str.strip_chars() != "").slice(1)
            return rows.select(fields.list.get(places[name]).alias(name) for name in columns)
        frame = pl.scan_csv(
            self.path,
            separator=self.separator,
            infer_schema=False,
            empty_string_is_null=False,
            glob=False,
        )
        if self._blank_rows:
            index = "\x01row"
            kept = ~pl.col(index).is_in(self._blank_rows)
            frame = frame.with_row_index(index).filter(kept).drop(index)
        return frame.select(columns)

    def check_lines(self) -> None:
        """DataError at the first line with more or fewer fields than the header."""
        import polars as pl

        if self.separator == "whitespace":
            fields = pl.col("line").str.strip_chars().str.replace_all(r"\s+", " ").str.split(" ")
            count = fields.list.len()
            blank = pl.col("line").str.strip_chars() == ""
        else:
            line = pl.col("line")
            quoted = line.str.contains('"', literal=True)
            bare = pl.when(quoted).then(line.str.replace_all(_QUOTED, "")).otherwise(line)
            if self._lines().filter(bare.str.contains('"', literal=True)).head(1).collect().height:
                self._check_records()
                return
            count = bare.str.count_matches(self.separator, literal=True) + 1
            blank = pl.col("line") == ""
        wanted = len(self.header)
        odd = self._lines().with_row_index("row").select("row", count=count, blank=blank)
        odd = odd.filter((pl.col("count") != wanted) | pl.col("blank"))
        for row, fields_found, is_blank in odd.collect(engine="streaming").iter_rows():
            if not is_blank:
                raise self._ragged(row + 1, fields_found)
            if wanted > 1 and self.separator != "whitespace" and row > 0:
                self._blank_rows.append(row - 1)

    def line_of_row(self, row: int) -> int | None:
        """The physical line, from 1, on which record `row` (from 0, after the header) begins."""
        at = -1
        for line, fields in self._records():
            if fields or len(self.header) == 1:
                at += 1
            if at == row + 1:
                return line
        return None

    def first_undecodable_line(self) -> int | None:
        """The first physical line that is not UTF-8."""
        with _open_text(self.path) as file:
            for line, text in enumerate(file, start=1):
                if any("\udc80" <= character <= "\udcff" for character in text):
                    return line
        return None

    def _lines(self) -> pl.LazyFrame:
        import polars as pl

        return pl.scan_csv(
            self.path,
            separator=_WHOLE_LINE,
            quote_char=None,
            has_header=False,
            infer_schema=False,
            empty_string_is_null=False,
            new_columns=["line"],
            glob=False,
        )

    def _read_header(self) -> list[str]:
        for _, fields in self._records():
            if fields:
                return fields
        raise DataError(f"{self.path} is empty; its first line must name the columns")

    def _check_records(self) -> None:
        blank, row = [], -1
        for line, fields in self._records():
            if len(fields) not in (0, len(self.header)):
                raise self._ragged(line, len(fields))
            if not fields and row >= 0:
                blank.append(row)
            row += 1
        if len(self.header) > 1:
            self._blank_rows = blank

    def _ragged(self, line: int, fields: int) -> DataError:
        wanted = len(self.header)
        return DataError(
            f"{self.path}, line {line}: {fields} fields, but the header has {wanted}",
            hint="check the line's separators and quotes; the schema's `separator` is \""
            + self.separator
            + '"',
            position=(line, 1),
        )

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record's first physical line, from 1, and its fields; none for a blank line."""
        with _open_text(self.path) as file:
            if self.separator == "whitespace":
                for line, text in enumerate(file, start=1):
                    yield line, text.split()
                return
            reader = csv.reader(file, delimiter=self.separator)
            begin = 1
            for fields in reader:
                yield begin, fields
                begin = reader.line_num + 1


def _open_text(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="")
    if path.suffix == ".zst":
        import polars as pl

        # Polars has the decompressor; the physical lines are put together again.
        lines = pl.scan_csv(
            path,
            separator=_WHOLE_LINE,
            quote_char=None,
            has_header=False,
            infer_schema=False,
            empty_string_is_null=False,
            new_columns=["line"],
            glob=False,
        )
        return io.StringIO("\n".join(lines.collect()["line"]) + "\n", newline="")
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
