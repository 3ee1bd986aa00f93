"""Queries that are compiled once and asked any number of times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from . import _core
from .audience import Audience
from .literals import literal_json
from .moments import AsOf
from .plan import Explanation
from .result import Count

if TYPE_CHECKING:
    from .store import Store

__all__ = ["CompiledQuery", "query_options"]


class CompiledQuery:
    """A definition that was parsed and planned once. Safe from many threads."""

    def __init__(self, store: Store, core: _core.CompiledQuery) -> None:
        self._store = store
        self._core = core

    @property
    def store(self) -> Store:
        return self._store

    @property
    def definition(self) -> _core.Definition:
        return self._core.definition

    @property
    def parameters(self) -> list[str]:
        """The names of its parameters."""
        return self._core.definition.parameters

    def count(self, **options: Any) -> Count:
        """How many members. Options and parameters as of `Store.audience`."""
        return Count(self._core.count(query_options(self._store, **options)))

    def audience(self, **options: Any) -> Audience:
        core = self._core.select(query_options(self._store, **options))
        return Audience(self._store, core, query=self, options=options)

    def explain(self, **options: Any) -> Explanation:
        return Explanation(self._core.explain(query_options(self._store, **options)))

    def __repr__(self) -> str:
        names = "".join(f", ${name}" for name in self.parameters)
        return f"<seine query: {self.definition.text}{names}>"


def query_options(
    store: Store,
    as_of: AsOf = None,
    timezone: str = "",
    threads: int = 0,
    timeout: float | None = None,
    memory_budget: int = 0,
    **parameters: Any,
) -> _core.QueryOptions:
    """What `Store.audience` says of them."""
    return _core.QueryOptions(
        as_of=store.resolve_as_of(as_of, timezone),
        timezone=timezone,
        parameters={name: literal_json(value) for name, value in parameters.items()},
        threads=threads,
        memory_budget=memory_budget,
        timeout=timeout,
    )
