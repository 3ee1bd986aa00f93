"""The commands that ask a store: count, ids, explain, profile, check."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from .cli_app import app
from .cli_errors import handled
from .cli_options import (
    AsOf,
    Exclude,
    FilterText,
    Format,
    ListFile,
    OutputFormat,
    Param,
    StorePath,
    Threads,
    Zone,
)
from .cli_output import check_output, write_ids
from .cli_question import Question, info_json, print_json, tell
from .profiling import PROFILE_LIMIT
from .reads import columns_read

__all__: list[str] = []


@app.command(epilog="Example: seine count shop.seine 'any orders where at in last 90 days'")
@handled
def count(
    store: StorePath,
    filter: FilterText,
    as_of: AsOf = None,
    tz: Zone = None,
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """How many members: prints one integer."""
    question = Question(store, filter, as_of, tz, exclude, param, list, threads)
    result = question.ask(lambda query, options: query.count(**options))
    tell(result.info, format)
    if format is Format.json:
        print_json(info_json(result.info))
    else:
        print(int(result))


@app.command(epilog="Example: seine ids shop.seine 'tags has \"vip\"' -o vip.csv")
@handled
def ids(
    store: StorePath,
    filter: FilterText,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help=".csv .parquet .arrow .json .txt, or .roaring (ordinals); default: print.",
        ),
    ] = None,
    as_of: AsOf = None,
    tz: Zone = None,
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """The members' keys, in key order, one per line."""
    if output is not None:
        check_output(output)
    question = Question(store, filter, as_of, tz, exclude, param, list, threads)
    audience = question.ask(lambda query, options: query.audience(**options))
    tell(audience.info, format)
    if output is not None:
        write_ids(audience, output)
        print(f"{len(audience):,} members in {output}", file=sys.stderr)
        if format is Format.json:
            print_json({**info_json(audience.info), "file": str(output)})
    elif format is Format.json:
        print_json({**info_json(audience.info), "ids": audience.sorted_keys().tolist()})
    else:
        sys.stdout.writelines(f"{key}\n" for key in audience.sorted_keys().tolist())


@app.command(epilog="Example: seine explain shop.seine 'tier = \"gold\" and no orders'")
@handled
def explain(
    store: StorePath,
    filter: FilterText,
    as_of: AsOf = None,
    tz: Zone = None,
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """The filter read back and, per node: operator, estimated and actual count, time."""
    question = Question(store, filter, as_of, tz, exclude, param, list, threads)
    plan = question.ask(lambda query, options: query.explain(**options))
    tell(plan.info, format)
    if format is Format.json:
        print_json({**info_json(plan.info), **plan.to_dict()})
    else:
        print(plan)
        print(f"\n{plan.info.count:,} of {plan.info.population:,} members")


@app.command(epilog="Example: seine profile shop.seine 'any orders' --by city --by orders.channel")
@handled
def profile(
    store: StorePath,
    filter: FilterText,
    by: Annotated[
        list[str],
        typer.Option("--by", metavar="COLUMN", help="Repeatable; below: orders.channel."),
    ],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", help="Most values of a column; 0: all.", min=0)
    ] = PROFILE_LIMIT,
    as_of: AsOf = None,
    tz: Zone = None,
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """By value: count, share, share of the population, index (100: as everyone)."""
    question = Question(store, filter, as_of, tz, exclude, param, list, threads)
    audience = question.ask(lambda query, options: query.audience(**options))
    tell(audience.info, format)
    table = audience.profile(*by, limit=limit or None, threads=threads)
    if format is Format.json:
        print_json({**info_json(audience.info), "profile": table.to_dicts(), "more": table.more})
        return
    print(table.to_text())
    for column, more in table.more.items():
        print(f"seine: {column}: {more:,} more values; --limit 0 shows all", file=sys.stderr)


@app.command(epilog="Example: seine check shop.seine @audience.json")
@handled
def check(
    store: StorePath,
    filter: FilterText,
    as_of: AsOf = None,
    tz: Zone = None,
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """Is the filter valid? Says how it was read, what it reads, and what is odd about it."""
    question = Question(store, filter, as_of, tz, exclude, param, list, threads)
    definition = question.definition
    reads = columns_read(json.loads(definition.json), question.store._shape)
    warnings: Sequence[str] = []
    if set(definition.parameters) <= set(question.parameters):
        warnings = question.ask(lambda query, options: query.count(**options)).warnings
    if format is Format.json:
        print_json(
            {
                "valid": True,
                "text": definition.text,
                "json": json.loads(definition.json),
                "definition": definition.hash,
                "parameters": definition.parameters,
                "reads": reads,
                "warnings": warnings,
            }
        )
        return
    for warning in warnings:
        print(f"seine: warning: {warning}", file=sys.stderr)
    print(definition.text)
    print(f"valid; reads {', '.join(reads) or 'nothing'}")
    if definition.parameters:
        print(f"parameters: {', '.join('$' + name for name in definition.parameters)}")
