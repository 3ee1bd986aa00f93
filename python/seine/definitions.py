"""What a store is asked: filters with exclusions, and what they refer to by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import _core
from .errors import FilterError, FilterTypeError, within
from .filters import Filter, Raw, as_filter, home_of
from .plain import is_list, plain_list, shown, utf8
from .scope import MEMBERS
from .shape import Shape
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


def make_definition(shape: Shape, include: Any, exclude: Excludes) -> _core.Definition:
    """shape: of the store that is asked."""
    definition = _of_store(shape, as_filter(include)).definition()
    if exclude is None:
        return definition
    if isinstance(exclude, Mapping):
        for name, filter_ in exclude.items():
            name = utf8(str(name), "the name of an exclusion")
            try:
                text = _source_of(shape, filter_)
            except FilterError as error:
                raise within(error, f'in the exclusion "{name}"') from None
            definition.add(name, text)
        return definition
    if isinstance(exclude, (str, Filter)) or not isinstance(exclude, Iterable):
        raise FilterTypeError("an exclusion needs a name", hint='write exclude={"name": filter}')
    for text in exclude:
        if not isinstance(text, str):
            raise FilterTypeError(
                f"exclusions in a list are texts, not {shown(text)}",
                hint='write "name: filter", or exclude={"name": filter}',
            )
        definition.add_exclude(utf8(text, "the exclusion"))
    return definition


def _of_store(shape: Shape, filter_: Filter) -> Filter:
    home = home_of(filter_)
    if home is not None and home.store_id != shape.store_id:
        raise FilterError(
            f"this filter is of another store, {home.place}, than the one that is asked, "
            f"{shape.place}",
            hint="take its columns from the store that is asked",
        )
    return filter_


def _source_of(shape: Shape, filter_: Any) -> str:
    """A filter as the text or JSON that it is read from."""
    asked = _of_store(shape, as_filter(filter_))
    if isinstance(asked, Raw):
        return utf8(asked.text, "the filter")
    return asked.render(MEMBERS)


def list_texts(lists: Lists) -> dict[str, list[str]]:
    """Values of lists by name, as text."""
    if not isinstance(lists, Mapping | None):
        raise FilterTypeError(
            f"lists are given by name, not as {shown(lists)}", hint='write lists={"name": keys}'
        )
    return {
        utf8(str(name), "the name of a list"): _texts(str(name), values)
        for name, values in (lists or {}).items()
    }


def _texts(name: str, values: Any) -> list[str]:
    if not is_list(values) or isinstance(values, Mapping):
        raise FilterTypeError(
            f'the list "{name}" is {shown(values)}, which is no list of values',
            hint=f'write lists={{"{name}": [...]}}',
        )
    listed = plain_list(values)
    if not set(map(type, listed)) <= {str, int}:
        listed = [_listed(name, value) for value in listed]
    texts = [str(value) for value in listed]
    utf8("".join(texts), f'the list "{name}"')
    return texts


def _listed(name: str, value: Any) -> Any:
    if value is None or type(value).__name__ == "NAType" or value != value:
        raise FilterError(
            f'the list "{name}" holds {value}, which is no value', hint="leave out what is missing"
        )
    if is_list(value) or isinstance(value, bytes):
        raise FilterTypeError(f'the list "{name}" holds {shown(value)}, which is not one value')
    # pandas makes floats of integers where some are missing.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def segment_texts(shape: Shape, segments: Segments) -> dict[str, str]:
    """Filters of segments by name, as text."""
    if not isinstance(segments, Mapping | None):
        raise FilterTypeError(
            f"segments are given by name, not as {shown(segments)}",
            hint='write segments={"name": filter}',
        )
    texts = {}
    for name, filter_ in (segments or {}).items():
        try:
            texts[utf8(str(name), "the name")] = _source_of(shape, filter_)
        except FilterError as error:
            raise within(error, f'in the segment "{name}"') from None
    return texts
