"""A store: what it holds, and all that it can be asked."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, overload

import numpy as np

from . import _core
from .audience import Audience
from .batch import ask_batch
from .build import BuildReport
from .column_paths import ColumnName
from .combinators import member
from .compiled import CompiledQuery
from .definitions import (
    Asked,
    Defined,
    Excludes,
    Lists,
    Segments,
    list_texts,
    make_definition,
    segment_texts,
)
from .describe import StoreInfo
from .moments import AsOf, Zone, as_of_text, micros_of, zone_name
from .options import Countdown
from .plain import plain_list, shown, utf8
from .plan import Explanation
from .profile import Profile
from .profiling import PROFILE_LIMIT, profile_members
from .result import Count
from .shape import nearest, nfc, shape_of
from .tables import TableNode
from .values import Value

__all__ = ["Store"]


class Store:
    """One snapshot of the data. Its tables are attributes: ``store.customers``."""

    def __init__(
        self, core: _core.Snapshot, *, report: BuildReport | None = None, path: Path | None = None
    ) -> None:
        self._core = core
        self._report = report
        self._path = path
        self._schema: dict[str, Any] = json.loads(core.schema.json)
        place = f"one in memory ({len(self):,} members)" if path is None else f"the one at {path}"
        self._shape = shape_of(self._schema, core.store_id, place)

    # What it holds.
    @property
    def id(self) -> str:
        """Stands for the store, which keeps it when it is built anew at its path. The first build
        takes it from the content, so that equal builds have equal ids."""
        return self._core.store_id

    @property
    def content_id(self) -> str:
        """Stands for the content of this version: equal builds have equal ids."""
        return self._core.content_id

    @property
    def version(self) -> int:
        return self._core.version

    @property
    def schema(self) -> dict[str, Any]:
        """The schema as a dict of the schema file's shape."""
        schema: dict[str, Any] = json.loads(self._core.schema.json)
        return schema

    @property
    def report(self) -> BuildReport | None:
        """What the build read, kept and skipped; None for a store that was opened."""
        return self._report

    @property
    def path(self) -> Path | None:
        return self._path

    @property
    def timezone(self) -> str:
        zone: str = self._schema.get("seine", {}).get("timezone", "UTC")
        return zone

    @property
    def key(self) -> Value:
        """The members' key, for ``store.key.is_in([...])``."""
        return member

    def __len__(self) -> int:
        """The members."""
        return self._core.members

    def __getattr__(self, name: str) -> TableNode:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(error.args[0]) from None

    def __getitem__(self, name: str) -> TableNode:
        name = nfc(name)
        if name not in self._shape.tables:
            tables = list(self._shape.tables)
            hint = nearest(name, tables) or f"it has: {', '.join(tables)}"
            raise KeyError(f"the store has no table `{name}`; {hint}")
        return TableNode(self._shape, name)

    def __dir__(self) -> list[str]:
        return [*object.__dir__(self), *self._shape.tables]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._shape.tables)

    def info(self) -> StoreInfo:
        """Tables, columns, types, rows, distinct values, missing values, bytes."""
        return StoreInfo.of(self._core, self._schema)

    def __repr__(self) -> str:
        where = "in memory" if self._path is None else str(self._path)
        return f"<seine store {where}: {len(self):,} members, {', '.join(self._shape.tables)}>"

    def _repr_html_(self) -> str:
        return self.info()._repr_html_()

    # Asking.
    def compile(
        self,
        include: Asked,
        exclude: Excludes = None,
        *,
        lists: Lists = None,
        segments: Segments = None,
        disabled_rewrites: Iterable[str] = (),
    ) -> CompiledQuery:
        """Parses, checks and plans a definition once, to be asked any number of times.

        include: an expression, or text or JSON (text or a dict) of a filter or of a definition.
        exclude: filters by name, or a list of texts ``name: filter``.
        lists: what ``list("name")`` stands for: member keys, or values.
        segments: filters that ``segment("name")`` stands for, beside those saved with the store,
            which they go before.
        """
        return self._compiled(include, exclude, lists, segments, disabled_rewrites)

    def _compiled(
        self,
        include: Asked,
        exclude: Excludes,
        lists: Lists,
        segments: Segments,
        disabled_rewrites: Iterable[str] = (),
        timeout: float | None = None,
    ) -> CompiledQuery:
        core = _core.compile(
            self._core,
            make_definition(self._shape, include, exclude),
            list_texts(lists),
            set(disabled_rewrites),
            segment_texts(self._shape, segments),
            timeout,
        )
        return CompiledQuery(self, core)

    def audience(
        self,
        include: Asked,
        exclude: Excludes = None,
        *,
        as_of: AsOf = None,
        timezone: Zone = None,
        lists: Lists = None,
        segments: Segments = None,
        threads: int = 0,
        timeout: float | None = None,
        memory_budget: int = 0,
        **parameters: Any,
    ) -> Audience:
        """The members that `include` selects and no exclusion does.

        as_of: the moment that is asked about: "now", "data" (just after the newest row), a date or
            time; default: the schema's.
        timezone: an IANA name, or a ZoneInfo; default: the schema's.
        lists, segments: as of `compile`.
        timeout: seconds. memory_budget: bytes, 0 for no limit. parameters: values of ``$name``.
        """
        countdown = Countdown(timeout)
        query = self._compiled(include, exclude, lists, segments, timeout=countdown.left())
        return query.audience(
            as_of=as_of,
            timezone=timezone,
            threads=threads,
            timeout=countdown.left(),
            memory_budget=memory_budget,
            **parameters,
        )

    @overload
    def audiences(
        self,
        definitions: Mapping[str, Defined],
        *,
        lists: Lists = None,
        segments: Segments = None,
        **options: Any,
    ) -> dict[str, Audience]: ...
    @overload
    def audiences(
        self,
        definitions: Iterable[Defined],
        *,
        lists: Lists = None,
        segments: Segments = None,
        **options: Any,
    ) -> list[Audience]: ...
    def audiences(
        self,
        definitions: Mapping[str, Defined] | Iterable[Defined],
        *,
        lists: Lists = None,
        segments: Segments = None,
        **options: Any,
    ) -> list[Audience] | dict[str, Audience]:
        """The audiences of many definitions, in one pass: conditions that several of them have are
        evaluated once. Each is what `audience` gives, at one as_of for all.

        definitions: a list, or a dict of name -> definition, which gives a dict in the same order.
            Each is what `audience` takes as `include`, or a pair ``(include, exclude)``, or a dict
            ``{"include": …, "exclude": {…}}``. An error names the one that is wrong.
        options: as of `audience`; parameters are of all definitions, and each takes those that it
            uses; timeout and memory_budget are of the whole batch.
        """
        audiences = ask_batch(self, definitions, lists, segments, options)
        if isinstance(definitions, Mapping):
            return dict(zip(definitions, audiences, strict=True))
        return audiences

    def count(
        self,
        include: Asked,
        exclude: Excludes = None,
        *,
        lists: Lists = None,
        segments: Segments = None,
        **options: Any,
    ) -> Count:
        """How many members an audience has. `options` as of `audience`."""
        countdown = Countdown(options.pop("timeout", None))
        query = self._compiled(include, exclude, lists, segments, timeout=countdown.left())
        return query.count(timeout=countdown.left(), **options)

    def explain(
        self,
        include: Asked,
        exclude: Excludes = None,
        *,
        lists: Lists = None,
        segments: Segments = None,
        **options: Any,
    ) -> Explanation:
        """The filter read back and, per node, what the plan does, estimate, actual count, time."""
        countdown = Countdown(options.pop("timeout", None))
        query = self._compiled(include, exclude, lists, segments, timeout=countdown.left())
        return query.explain(timeout=countdown.left(), **options)

    def everyone(self) -> Audience:
        return self.audience("everyone")

    # Sets of members from elsewhere.
    def bitmap(self, column: str, value: Any) -> bytes:
        """A portable Roaring bitmap of ordinals: the members that have `value` in a category, set
        or bool column (``"tags"``), or ever had it in a row below (``"orders.channel"``)."""
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        return _core.value_bitmap(self._core, utf8(column), utf8(text))

    def audience_from_bitmap(self, bitmap: Any) -> Audience:
        """An audience from a portable Roaring bitmap of ordinals: bytes, or pyroaring's BitMap."""
        data = bitmap.serialize() if hasattr(bitmap, "serialize") else bytes(bitmap)
        return Audience(self, _core.audience_from_portable(self._core, data))

    def audience_of(self, keys: Iterable[Any]) -> Audience:
        """The members with these keys; keys that the store does not know are an error."""
        values = plain_list(keys)
        found = [self._core.find_member(key) for key in values]
        if None in found:
            raise KeyError(f"the store has no member {shown(values[found.index(None)])}")
        ordinals = np.array(found, dtype=np.uint32)
        return Audience(self, _core.audience_from_ordinals(self._core, ordinals))

    def profile(
        self, *columns: ColumnName | Sequence[ColumnName], limit: int | None = PROFILE_LIMIT
    ) -> Profile:
        """The whole population by the values of columns."""
        return profile_members(self.everyone(), columns, limit)

    def resolve_as_of(self, as_of: AsOf, timezone: Zone = None) -> int | None:
        """Microseconds since 1970 UTC that `as_of` stands for."""
        now = time.time_ns() // 1000
        if as_of is None:
            as_of = self._schema.get("seine", {}).get("as_of", "now")
            if as_of == "data":
                end = self._core.data_end(zone_name(timezone))
                return now if end is None else end
            return now
        moment = as_of_text(as_of)
        if isinstance(moment, dt.datetime):
            return micros_of(moment)
        return _core.parse_as_of(self._core, moment, zone_name(timezone), now)
