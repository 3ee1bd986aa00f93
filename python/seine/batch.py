"""Many definitions asked at once: reading them, asking, and what each audience knows of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _core
from .audience import Audience
from .compiled import CompiledQuery, query_options
from .definitions import Defined, Lists, Segments, list_texts, make_definition, segment_texts
from .errors import FilterError
from .filters import Expression
from .moments import moment_of

if TYPE_CHECKING:
    from .plan import Explanation
    from .store import Store

__all__ = ["OneOfBatch", "ask_batch"]


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
        lists, segments = self.texts
        core = _core.compile(self.store._core, self.definition, lists, set(), segments)
        return CompiledQuery(self.store, core).explain(**options)


def ask_batch(
    store: Store,
    definitions: Mapping[str, Defined] | Iterable[Defined],
    lists: Lists,
    segments: Segments,
    options: dict[str, Any],
) -> list[Audience]:
    """The audiences in the order of their definitions."""
    read = _read_all(definitions)
    texts = list_texts(lists), segment_texts(segments)
    core = _core.compile_batch(store._core, read.names, read.definitions, *texts)
    audiences = []
    selected = core.select(query_options(store, **options))
    for definition, one in zip(read.definitions, selected, strict=True):
        # To explain it takes what it was asked with, and only its own parameters.
        asked = {name: options[name] for name in definition.parameters}
        asked |= {name: options[name] for name in ("timezone", "threads") if name in options}
        asked["as_of"] = moment_of(one.info.as_of)
        query = OneOfBatch(store, definition, texts)
        audiences.append(Audience(store, one, query=query, options=asked))
    return audiences


def _read_all(definitions: Mapping[str, Defined] | Iterable[Defined]) -> ReadDefinitions:
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
