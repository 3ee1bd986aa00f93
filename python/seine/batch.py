"""Many definitions asked at once: reading them, and what each audience knows of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _core
from .definitions import Defined, make_definition
from .errors import FilterError
from .filters import Expression

if TYPE_CHECKING:
    from .plan import Explanation
    from .store import Store

__all__ = ["OneOfBatch", "read_definitions"]


@dataclass(frozen=True)
class ReadDefinitions:
    """names: what errors call them; "" for those of a list, which are called by their place."""

    names: list[str]
    definitions: list[_core.Definition]


@dataclass(frozen=True)
class OneOfBatch:
    """The definition of one audience of a batch; compiled by itself only to be explained.

    texts: its lists and segments.
    """

    store: Store
    definition: _core.Definition
    texts: tuple[dict[str, list[str]], dict[str, str]]

    def explain(self, **options: Any) -> Explanation:
        from .store import CompiledQuery

        lists, segments = self.texts
        core = _core.compile(self.store._core, self.definition, lists, set(), segments)
        return CompiledQuery(self.store, core).explain(**options)


def read_definitions(definitions: Mapping[str, Defined] | Iterable[Defined]) -> ReadDefinitions:
    if isinstance(definitions, (str, Expression)):
        raise FilterError(
            "audiences takes a list of definitions, or a dict of name -> definition",
            hint="write store.audience(…) for one of them",
        )
    read = ReadDefinitions([], [])
    if isinstance(definitions, Mapping):
        for name, definition in definitions.items():
            read.names.append(str(name))
            place = f"definitions[{json.dumps(str(name), ensure_ascii=False)}]"
            read.definitions.append(_read(definition, place))
    else:
        for i, definition in enumerate(definitions):
            read.names.append("")
            read.definitions.append(_read(definition, f"definitions[{i}]"))
    return read


def _read(definition: Defined, place: str) -> _core.Definition:
    try:
        if isinstance(definition, tuple):
            include, exclude = definition
            return make_definition(include, exclude)
        if isinstance(definition, Mapping) and _holds_expressions(definition):
            return make_definition(definition["include"], definition.get("exclude"))
        return make_definition(definition, None)
    except FilterError as error:
        error.message = f"{place}: {error.message}"
        if error.rendered:
            error.rendered = f"{place}: {error.rendered}"
        error.args = (error.message,)
        raise


def _holds_expressions(definition: Mapping[str, Any]) -> bool:
    """Whether an include/exclude dict is Python's; else it is JSON."""
    if "include" not in definition or not set(definition) <= {"include", "exclude"}:
        return False
    exclude = definition.get("exclude")
    excluded = exclude.values() if isinstance(exclude, Mapping) else ()
    return any(isinstance(value, Expression) for value in (definition["include"], *excluded))
