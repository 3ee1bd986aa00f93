"""Audiences: immutable sets of members, with their keys, columns and what made them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import _core
from .column_paths import ColumnName, find_columns
from .errors import FilterError, FilterKeyError
from .member_columns import MemberColumn, read_column
from .moments import moment_of, zone_of
from .options import whole_number
from .plain import shortened
from .profile import Profile
from .profiling import PROFILE_LIMIT, profile_members
from .result import Excluded, excluded_of

if TYPE_CHECKING:
    from .batch import OneOfBatch
    from .compiled import CompiledQuery
    from .plan import Explanation
    from .store import Store

__all__ = ["Audience"]

Columns = ColumnName | Sequence[ColumnName] | None


class Audience:
    """The members that a definition selected in one snapshot at one as_of.

    A set: ``len(a)``, ``key in a``, ``a & b``, ``a | b``, ``a - b``, ``a ^ b``, ``~a``. Audiences
    of two versions of one store combine by key, and the result is of the version of the left one:
    where members of the other would belong to it that this version lacks, a warning counts them.
    Audiences of two stores do not combine.
    """

    def __init__(
        self,
        store: Store,
        core: _core.Audience,
        *,
        query: CompiledQuery | OneOfBatch | None = None,
        options: dict[str, Any] | None = None,
    ) -> None:
        self._store = store
        self._core = core
        self._query = query
        self._options = options or {}

    # The set.
    def __len__(self) -> int:
        return len(self._core)

    def __contains__(self, key: object) -> bool:
        ordinal = self._store._core.find_member(key)
        return ordinal is not None and self._core.contains(ordinal)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.keys().tolist())

    def __and__(self, other: Audience) -> Audience:
        return self._combined(other, "__and__")

    def __or__(self, other: Audience) -> Audience:
        return self._combined(other, "__or__")

    def __sub__(self, other: Audience) -> Audience:
        return self._combined(other, "__sub__")

    def __xor__(self, other: Audience) -> Audience:
        return self._combined(other, "__xor__")

    def __invert__(self) -> Audience:
        return Audience(self._store, self._core.complement())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Audience):
            return NotImplemented
        return len(self) == len(other) and len(self ^ other) == 0

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return len(self) > 0

    def isdisjoint(self, other: Audience) -> bool:
        return len(self & other) == 0

    def issubset(self, other: Audience) -> bool:
        return len(self - other) == 0

    def _combined(self, other: Audience, operator: str) -> Audience:
        if not isinstance(other, Audience):
            raise TypeError(
                f"an audience combines with an audience, not with {type(other).__name__}; "
                "store.audience(filter) makes one"
            )
        return Audience(self._store, getattr(self._core, operator)(other._core))

    # What made it.
    @property
    def store(self) -> Store:
        return self._store

    @property
    def info(self) -> _core.ResultInfo:
        """Count, population, as_of, zone, snapshot, definition hash, warnings, time taken."""
        return self._core.info

    @property
    def as_of(self) -> dt.datetime:
        """The moment that was asked about, in the query's zone."""
        return moment_of(self.info.as_of).astimezone(zone_of(self.info.timezone))

    @property
    def excluded(self) -> dict[str, Excluded]:
        """What each exclusion removed, alone and in order."""
        return excluded_of(self.info)

    @property
    def warnings(self) -> list[str]:
        return list(self.info.warnings)

    @property
    def text(self) -> str:
        """Its definition; empty for a set that was combined or given."""
        return "" if self._query is None else self._query.definition.text

    def explain(self) -> Explanation:
        """Asks again, and tells what the plan did at each node."""
        if self._query is None:
            raise FilterError(
                "this audience was combined from others, so it has no plan of its own"
            )
        return self._query.explain(**self._options)

    # Its members.
    def ordinals(self) -> NDArray[np.uint32]:
        """The members' numbers in the snapshot, ascending."""
        return self._core.ordinals()

    def keys(self) -> NDArray[Any]:
        """The members' keys in the order of the store: int64, or objects that are str."""
        return self._store._core.keys(self.ordinals())

    def sorted_keys(self) -> NDArray[Any]:
        """Keys ascending; differs from `keys` only where the schema clusters members."""
        keys = self.keys()
        return np.sort(keys) if self._is_clustered() else keys

    def bitmap(self) -> bytes:
        """A portable Roaring bitmap of the members' ordinals."""
        return self._core.portable()

    def sample(self, n: int, seed: int = 0) -> Audience:
        """`n` of its members, by chance, the same for the same seed; all when it has no more."""
        ordinals = self.ordinals()
        n, seed = whole_number("the size of a sample", n), whole_number("seed", seed)
        if n < len(ordinals):
            chosen = np.random.default_rng(seed).choice(len(ordinals), n, replace=False)
            ordinals = ordinals[np.sort(chosen)]
        core = _core.audience_from_ordinals(self._store._core, ordinals)
        return Audience(self._store, core)

    def profile(
        self,
        *columns: ColumnName | Sequence[ColumnName],
        limit: int | None = PROFILE_LIMIT,
        threads: int = 0,
    ) -> Profile:
        """By value of each column: count, share, share of the population at this audience's as_of,
        index (100: as usual). `columns`: the members' own, or of rows below, of which those before
        as_of count (``"orders.channel"``), or of a lookup (``"orders.items.product.category"``).

        limit: at most so many values of each column, those with the highest counts; None: all.
        """
        return profile_members(self, columns, limit, threads)

    # Frames.
    def columns(self, names: Columns = None) -> dict[str, MemberColumn]:
        """Columns of its members, in the order of `keys`."""
        ordinals, shape = self.ordinals(), self._store._shape
        found: dict[str, MemberColumn] = {}
        for path in find_columns(shape, names if names is not None else []):
            if path.table != shape.root or path.lookups:
                raise FilterKeyError(
                    f"the members have no column `{path.text}` of their own",
                    hint=f"a frame holds their own: {', '.join(shape.columns(shape.root))}",
                )
            at = list(shape.columns(shape.root)).index(path.column)
            found[path.column] = read_column(self._store._core, at, path.spec, ordinals)
        return found

    def to_polars(self, columns: Columns = None) -> Any:
        """A Polars frame: the key, then the columns asked for (``columns=["city"]``). Timestamps
        are in UTC, whatever the store's zone, here and in the other frames."""
        import polars as pl

        data = {self._key_name(): pl.Series(self.keys(), dtype=self._key_type(pl))}
        for name, column in self.columns(columns).items():
            data[name] = column.to_polars()
        return pl.DataFrame(data)

    def to_arrow(self, columns: Columns = None) -> Any:
        """A pyarrow table of the same."""
        import pyarrow as pa

        table = pa.table(self)
        for name, column in self.columns(columns).items():
            table = table.append_column(name, column.to_pyarrow())
        return table

    def to_pandas(self, columns: Columns = None) -> Any:
        """A pandas frame of the same."""
        import pandas as pd

        data: dict[str, Any] = {self._key_name(): self.keys()}
        for name, column in self.columns(columns).items():
            data[name] = column.to_pandas()
        return pd.DataFrame(data)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The keys as an Arrow stream: any library that reads Arrow takes an audience."""
        return _core.key_stream(self._core, self._key_name())

    def _key_name(self) -> str:
        key = self._store._shape.tables[self._store._shape.root].get("key", "member")
        return key if isinstance(key, str) else "member"

    def _key_type(self, pl: Any) -> Any:
        return pl.String if self._store._core.keys_are_text else pl.Int64

    def _is_clustered(self) -> bool:
        return "cluster" in self._store._shape.tables[self._store._shape.root]

    # Printing.
    def __repr__(self) -> str:
        warnings = "".join(f"\n  warning: {warning}" for warning in self.warnings)
        return f"<seine audience: {self.summary()}{warnings}>"

    def summary(self) -> str:
        """One line: how many of how many, what was removed, when."""
        info = self.info
        share = f" ({100 * len(self) / info.population:.1f} %)" if info.population else ""
        removed = "".join(f", {e.name} −{e.removed:,}" for e in info.excluded)
        when = f", as of {self.as_of:%Y-%m-%d %H:%M}" if info.as_of else ""
        return f"{len(self):,} of {info.population:,} members{share}{removed}{when}"

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(e.name)}</td><td>{e.alone:,}</td><td>{e.removed:,}</td></tr>"
            for e in self.info.excluded
        )
        table = (
            f"<table><tr><th>excluded</th><th>alone</th><th>removed</th></tr>{rows}</table>"
            if rows
            else ""
        )
        code = f"<pre>{escape(shortened(self.text))}</pre>" if self.text else ""
        warnings = "".join(f"<div>⚠ {escape(w)}</div>" for w in self.warnings)
        return f"<div><b>{escape(self.summary())}</b>{code}{table}{warnings}</div>"
