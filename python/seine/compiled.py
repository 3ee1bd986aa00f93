"""Queries that are compiled once and asked any number of times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from . import _core
from .audience import Audience
from .errors import warn_user
from .options import ask_readings, parameter_readings, query_options
from .plain import shortened
from .plan import Explanation
from .result import Count
from .shape import nfc

if TYPE_CHECKING:
    from .store import Store

__all__ = ["CompiledQuery"]

T = TypeVar("T")


class CompiledQuery:
    """A definition that was parsed and planned once. Safe from many threads."""

    def __init__(self, store: Store, core: _core.CompiledQuery) -> None:
        self._store = store
        self._core = core
        self._parameters = tuple(core.definition.parameters)

    @property
    def store(self) -> Store:
        return self._store

    @property
    def definition(self) -> _core.Definition:
        return self._core.definition

    @property
    def parameters(self) -> list[str]:
        """The names of its parameters."""
        return list(self._parameters)

    def count(self, **options: Any) -> Count:
        """How many members. Options and parameters as of `Store.audience`."""
        count = Count(self._asked(self._core.count, options))
        for warning in count.warnings:
            warn_user(warning)
        return count

    def audience(self, **options: Any) -> Audience:
        core = self._asked(self._core.select, options)
        # To explain it takes time of its own.
        options.pop("timeout", None)
        return Audience(self._store, core, query=self, options=options)

    def explain(self, **options: Any) -> Explanation:
        return Explanation(self._asked(self._core.explain, options))

    def _asked(self, ask: Callable[[_core.QueryOptions], T], options: dict[str, Any]) -> T:
        options = {nfc(name): value for name, value in options.items()}
        readings = parameter_readings(options, self._parameters) if options else {}
        if not readings:
            return ask(query_options(self._store, **options))
        return ask_readings(lambda read: ask(query_options(self._store, **read)), options, readings)

    def __repr__(self) -> str:
        names = "".join(f", ${name}" for name in self.parameters)
        return f"<seine query: {shortened(self.definition.text)}{names}>"
