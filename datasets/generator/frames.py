"""NumPy arrays as Polars columns of the types that the generated tables have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray


def coded(values: Sequence[str], codes: NDArray[np.int64], text: bool = False) -> pl.Series:
    """`values[codes]`, as a dictionary-coded column unless `text`; a code of -1 is missing."""
    dtype = pl.String if text else pl.Enum(values)
    index = pl.Series(np.where(codes < 0, 0, codes).astype(np.uint32))
    if (codes < 0).any():
        index = pl.select(pl.when(pl.Series(codes >= 0)).then(index)).to_series()
    return pl.Series(values, dtype=dtype).gather(index)


def coded_sets(values: Sequence[str], has: NDArray[np.bool_]) -> pl.Series:
    """One list of values per row: those whose column of `has` (rows x values) is true."""
    row, value = np.nonzero(has)
    table = pl.Series(values, dtype=pl.String)
    pairs = pl.DataFrame({"row": row, "value": table.gather(pl.Series(value.astype(np.uint32)))})
    lists = pairs.group_by("row", maintain_order=True).agg("value")
    rows = pl.DataFrame({"row": np.arange(len(has))})
    return rows.join(lists, on="row", how="left", maintain_order="left")["value"]


def nullable(column: pl.Series, rng: np.random.Generator, share: float) -> pl.Series:
    """The column with about `share` of its values missing."""
    return pl.select(pl.when(pl.Series(rng.random(len(column)) >= share)).then(column)).to_series()


def decimals(cents: NDArray[np.int64]) -> pl.Series:
    """Cents as decimals with two digits after the point."""
    exact = pl.Series(cents).cast(pl.Decimal(18, 2)) / 100
    return exact.cast(pl.Decimal(18, 2))


def dates(days: NDArray[np.int32]) -> pl.Series:
    """Days since 1970-01-01."""
    return pl.Series(days).cast(pl.Date)


def timestamps(micros: NDArray[np.int64]) -> pl.Series:
    """Microseconds since 1970-01-01T00:00Z."""
    return pl.Series(micros).cast(pl.Datetime("us", "UTC"))
