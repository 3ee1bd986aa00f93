"""The arguments and options that several commands have."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AsOf",
    "Exclude",
    "FilterText",
    "Format",
    "ListFile",
    "OutputFormat",
    "Param",
    "StorePath",
    "Threads",
    "Zone",
]


class Format(enum.StrEnum):
    text = "text"
    json = "json"


StorePath = Annotated[Path, typer.Argument(metavar="STORE", help="The store's folder.")]
FilterText = Annotated[
    str,
    typer.Argument(metavar="FILTER", help="Text, @file (text or JSON), or - for standard input."),
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="T", help='A date or time, "now" or "data".')
]
Zone = Annotated[
    str | None, typer.Option("--tz", metavar="ZONE", help="IANA zone of the question.")
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="'name: filter'", help="Who not; repeatable."),
]
Param = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="name=value", help="A value for $name; repeatable."),
]
ListFile = Annotated[
    list[str] | None,
    typer.Option("--list", metavar="name=FILE", help='Keys for list("name"), one per line.'),
]
Threads = Annotated[int, typer.Option("--threads", metavar="N", help="0: all cores.", min=0)]
OutputFormat = Annotated[Format, typer.Option("--format", help="How to print the result.")]
