"""What a store is asked: filters with exclusions, and what they refer to by name."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from . import _core
from .errors import FilterError
from .filters import Filter, as_filter
from .scope import MEMBERS
from .values import Value

__all__ = [
    "Asked",
    "Defined",
    "Excludes",
    "Lists",
    "Segments",
    "list_texts",
    "make_definition",
    "segment_texts",
]

Asked = Filter | Value | str | Mapping[str, Any]
Excludes = Mapping[str, Asked] | Iterable[str] | None
# A definition in one piece: what is included, alone or with its exclusions.
Defined = Asked | tuple[Asked, Excludes]
Lists = Mapping[str, Iterable[Any]] | None
Segments = Mapping[str, Asked] | None


def make_definition(include: Any, exclude: Excludes) -> _core.Definition:
    definition = as_filter(include).definition()
    if exclude is None:
        return definition
    if isinstance(exclude, Mapping):
        for name, filter_ in exclude.items():
            definition.add(str(name), source_of(filter_))
        return definition
    if isinstance(exclude, (str, Filter)):
        raise FilterError("an exclusion needs a name", hint='write exclude={"name": filter}')
    for text in exclude:
        definition.add_exclude(text)
    return definition


def source_of(filter_: Any) -> str:
    """A filter as the text or JSON that it is read from."""
    if isinstance(filter_, str):
        return filter_
    if isinstance(filter_, Mapping):
        return json.dumps(filter_, ensure_ascii=False)
    return as_filter(filter_).render(MEMBERS)


def list_texts(lists: Lists) -> dict[str, list[str]]:
    return {name: [str(value) for value in values] for name, values in (lists or {}).items()}


def segment_texts(segments: Segments) -> dict[str, str]:
    return {str(name): source_of(filter_) for name, filter_ in (segments or {}).items()}
