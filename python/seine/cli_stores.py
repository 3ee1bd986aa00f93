"""The commands on stores themselves: build, info, verify, demo."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from . import _core
from .cli_app import app
from .cli_errors import handled
from .cli_options import Format, OutputFormat, StorePath, Threads
from .cli_question import print_json
from .store_path import check_store_to_open
from .stores import build as build_store
from .stores import open_store

__all__: list[str] = []


@app.command(epilog="Example: seine build shop.toml -o shop.seine")
@handled
def build(
    schema: Annotated[Path, typer.Argument(metavar="SCHEMA.toml", help="The schema file.")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="STORE", help="The folder.")],
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FOLDER", help="Where sources are; default: by the schema."),
    ] = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """Build a store; an older one is replaced only when that succeeds."""
    from .cli_progress import build_progress

    with build_progress() as progress:
        store = build_store(schema, output, data=data, threads=threads, progress=progress)
    report = store.report or ()
    if format is Format.json:
        print_json(
            {
                "store": str(output),
                "id": store.id,
                "version": store.version,
                "members": len(store),
                "tables": [vars(table) for table in report],
            }
        )
        return
    for table in report:
        print(table)
    print(f"built {output}: {len(store):,} members, version {store.version}")


@app.command(epilog="Example: seine info shop.seine")
@handled
def info(store: StorePath, format: OutputFormat = Format.text) -> None:
    """Tables, columns, types, rows, distinct values, missing values, bytes."""
    description = open_store(store).info()
    if format is Format.json:
        print_json(description.to_dict())
    else:
        print(description)


@app.command(epilog="Example: seine verify shop.seine")
@handled
def verify(store: StorePath, format: OutputFormat = Format.text) -> None:
    """Check every checksum of every file."""
    parts: dict[str, int] = {}
    check_store_to_open(store)
    _core.verify(os.fsencode(store), parts.__setitem__)
    if format is Format.json:
        print_json({"store": str(store), "parts": parts, "bytes": sum(parts.values())})
    else:
        print(f"sound: {len(parts)} parts, {sum(parts.values()):,} bytes")


@app.command(epilog="Example: seine demo --members 200000")
@handled
def demo(
    members: Annotated[int, typer.Option("--members", help="How large a retailer.", min=1000)] = (
        1_000_000
    ),
    seed: Annotated[int, typer.Option("--seed", help="Which retailer.")] = 1,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="STORE", help="Where; default: a cache folder."),
    ] = None,
    threads: Threads = 0,
) -> None:
    """Build a generated retailer and select nine audiences that marketers know."""
    from .demo import run_demo

    run_demo(members, seed, output, threads)
