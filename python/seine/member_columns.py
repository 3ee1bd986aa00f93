"""Values of the members' columns, out of the engine: NumPy, and from there any frame."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _core

__all__ = ["MemberColumn", "read_column"]


@dataclass(frozen=True)
class MemberColumn:
    """One column of some members.

    values: numbers, codes into `words`, microseconds or days since 1970, minor units of a decimal;
        for text a list; for sets the codes of all rows one after the other.
    present: whether the row has a value. ends: for sets, where each row's codes end.
    """

    type: str
    scale: int
    values: Any
    present: NDArray[np.bool_]
    words: list[str] | None
    ends: NDArray[np.int64] | None

    def to_polars(self) -> Any:
        import polars as pl

        match self.type:
            case "text":
                return pl.Series(self.values, dtype=pl.String)
            case "set":
                return self._polars_lists()
        index = pl.Series(self.values)
        match self.type:
            case "category":
                series = pl.Series(self.words, dtype=pl.String)
                codes = pl.select(pl.when(pl.Series(self.present)).then(index)).to_series()
                return series.gather(codes.cast(pl.UInt32))
            case "bool":
                series = index.cast(pl.Boolean)
            case "decimal":
                series = index.cast(pl.Decimal(38, self.scale)) / 10**self.scale
                series = series.cast(pl.Decimal(38, self.scale))
            case "date":
                series = index.cast(pl.Int32).cast(pl.Date)
            case "timestamp":
                series = index.cast(pl.Datetime("us", "UTC"))
            case _:
                series = index
        return pl.select(pl.when(pl.Series(self.present)).then(series)).to_series()

    def _polars_lists(self) -> Any:
        """Lists without a Python object per element: each row's places among the texts of all rows,
        and then the texts at these places."""
        import polars as pl

        assert self.ends is not None
        texts = pl.Series(self.words, dtype=pl.String).gather(pl.Series(self.values))
        ends = pl.Series(self.ends)
        begins = ends.shift(1, fill_value=0)
        places = pl.select(pl.int_ranges(pl.lit(begins), pl.lit(ends))).to_series()
        at = pl.element().map_batches(texts.gather, return_dtype=pl.String, is_elementwise=True)
        return places.list.eval(at)

    def to_pyarrow(self) -> Any:
        import pyarrow as pa

        missing = ~self.present
        match self.type:
            case "text":
                return pa.array(self.values, pa.large_string())
            case "set":
                assert self.ends is not None
                codes = pa.array(self.values.astype(np.int32))
                texts = pa.DictionaryArray.from_arrays(codes, pa.array(self.words, pa.string()))
                offsets = np.append(0, self.ends).astype(np.int64)
                return pa.LargeListArray.from_arrays(
                    pa.array(offsets), texts.cast(pa.large_string())
                )
            case "category":
                codes = pa.array(self.values.astype(np.int32), mask=missing)
                return pa.DictionaryArray.from_arrays(codes, pa.array(self.words, pa.string()))
            case "bool":
                return pa.array(self.values.astype(bool), mask=missing)
            case "decimal":
                return pa.array(self.to_objects(), pa.decimal128(38, self.scale))
            case "date":
                return pa.array(self.values.astype(np.int32), pa.int32(), mask=missing).cast(
                    pa.date32()
                )
            case "timestamp":
                return pa.array(self.values, mask=missing).cast(pa.timestamp("us", "UTC"))
        return pa.array(self.values, mask=missing)

    def to_pandas(self) -> Any:
        import pandas as pd

        if self.type == "text":
            return pd.Series(self.values, dtype="str")
        if self.type == "set":
            return pd.Series(self.to_lists(), dtype=object)
        values = np.asarray(self.values)
        match self.type:
            case "category":
                codes = np.where(self.present, values, -1).astype(np.int32)
                return pd.Series(pd.Categorical.from_codes(codes, categories=self.words))
            case "bool":
                return pd.Series(pd.array(values.astype(bool), dtype="boolean")).mask(~self.present)
            case "integer":
                return pd.Series(pd.array(values, dtype="Int64")).mask(~self.present)
            case "decimal":
                return pd.Series(self.to_objects(), dtype=object)
            case "date":
                days = pd.Series(values.astype("datetime64[D]").astype("datetime64[s]"))
                return days.mask(~self.present)
            case "timestamp":
                times = pd.Series(values.astype("datetime64[us]")).dt.tz_localize("UTC")
                return times.mask(~self.present)
        return pd.Series(values).mask(~self.present)

    def to_lists(self) -> list[list[str]]:
        """Sets, a sorted list of texts per row; a missing set is the empty set."""
        assert self.words is not None
        assert self.ends is not None
        texts = [self.words[code] for code in self.values.tolist()]
        bounds = [0, *self.ends.tolist()]
        return [texts[begin:end] for begin, end in itertools.pairwise(bounds)]

    def to_objects(self) -> list[Any]:
        """Python objects, None where missing; decimals are decimal.Decimal."""
        from decimal import Decimal

        if self.type == "decimal":
            return [
                Decimal(int(v)).scaleb(-self.scale) if p else None
                for v, p in zip(self.values, self.present, strict=True)
            ]
        objects: list[Any] = self.to_polars().to_list()
        return objects


def read_column(
    snapshot: _core.Snapshot, at: int, spec: Mapping[str, Any], ordinals: NDArray[np.uint32]
) -> MemberColumn:
    values, present, words, ends = _core.column_values(snapshot, at, ordinals)
    return MemberColumn(
        spec["type"], spec.get("scale", 0), values, present.astype(bool), words, ends
    )
