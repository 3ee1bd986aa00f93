"""Many definitions asked at once: reading them, asking, and what each audience knows of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from . import _core
from .audience import Audience
from .compiled import CompiledQuery
from .definitions import Defined, Lists, Segments, list_texts, make_definition, segment_texts
from .errors import FilterError, FilterTypeError, within
from .filters import Expression
from .moments import moment_of
from .options import Countdown, ask_readings, parameter_readings, query_options
from .plain import shown, utf8
from .shape import Shape, nfc

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
    countdown = Countdown(options.get("timeout"))
    read = _read_all(store._shape, definitions)
    texts = list_texts(lists), segment_texts(store._shape, segments)
    core = _core.compile_batch(
        store._core, read.names, read.definitions, *texts, timeout=countdown.left()
    )
    audiences = []
    given = {nfc(name): value for name, value in options.items()}
    parameters = {name for definition in read.definitions for name in definition.parameters}
    readings = parameter_readings(given, parameters, "no definition has a parameter")
    selected = ask_readings(
        lambda chosen: core.select(query_options(store, **{**chosen, "timeout": countdown.left()})),
        given,
        readings,
    )
    for definition, one in zip(read.definitions, selected, strict=True):
        # To explain it takes what it was asked with, and only its own parameters.
        asked = {name: given[name] for name in definition.parameters}
        asked |= {name: options[name] for name in ("timezone", "threads") if name in options}
        asked["as_of"] = moment_of(one.info.as_of)
        query = OneOfBatch(store, definition, texts)
        audiences.append(Audience(store, one, query=query, options=asked))
    return audiences


def _read_all(
    shape: Shape, definitions: Mapping[str, Defined] | Iterable[Defined]
) -> ReadDefinitions:
    if isinstance(definitions, (str, Expression)) or not isinstance(definitions, Iterable):
        raise FilterTypeError(
            f"audiences takes a list of definitions, or a dict of name -> definition, not "
            f"{shown(definitions)}",
            hint="write store.audience(…) for one of them",
        )
    read = ReadDefinitions([], [])
    if isinstance(definitions, Mapping):
        for name, definition in definitions.items():
            read.names.append(utf8(str(name), "the name of a definition"))
            place = f"definitions[{json.dumps(str(name), ensure_ascii=False)}]"
            read.definitions.append(_read(shape, definition, place))
    else:
        for i, definition in enumerate(definitions):
            read.names.append("")
            read.definitions.append(_read(shape, definition, f"definitions[{i}]"))
    return read


def _read(shape: Shape, definition: Defined, place: str) -> _core.Definition:
    try:
        if isinstance(definition, tuple):
            if len(definition) != 2:
                raise FilterTypeError(
                    f"a definition is a filter, or a pair of a filter and exclusions, not a tuple "
                    f"of {len(definition)}",
                    hint='write (filter, {"name": filter})',
                )
            return make_definition(shape, *definition)
        if isinstance(definition, Mapping) and _holds_expressions(definition):
            return make_definition(shape, definition["include"], definition.get("exclude"))
        return make_definition(shape, definition, None)
    except FilterError as error:
        raise within(error, place) from None


def _holds_expressions(definition: Mapping[str, Any]) -> bool:
    """Whether an include/exclude dict is Python's; else it is JSON."""
    if "include" not in definition or not set(definition) <= {"include", "exclude"}:
        return False
    exclude = definition.get("exclude")
    excluded = exclude.values() if isinstance(exclude, Mapping) else ()
    return any(isinstance(value, Expression) for value in (definition["include"], *excluded))
