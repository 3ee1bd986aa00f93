"""The command `seine`. Results go to standard output, everything else to standard error.

Exit 0: done. 2: what the user gave is wrong (also: no store there). 1: anything else.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

try:
    import typer
except ImportError:  # the plain package has the library only
    print("seine: the command needs its extra: pip install 'seinedb[cli]'", file=sys.stderr)
    raise SystemExit(1) from None

import seine

from . import _core
from .cli_output import check_output, write_ids
from .cli_support import (
    Format,
    Question,
    fail,
    handled,
    info_json,
    print_json,
    read_filter,
    warn,
)
from .errors import StoreNotFoundError

__all__ = ["app", "main"]

app = typer.Typer(
    name="seine",
    help="Who exactly? Audiences of a retailer's members, selected in milliseconds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)

StorePath = Annotated[Path, typer.Argument(metavar="STORE", help="The store's folder.")]
FilterText = Annotated[
    str,
    typer.Argument(metavar="FILTER", help="Text, @file (text or JSON), or - for standard input."),
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="T", help='A date or time, "now" or "data".')]
Zone = Annotated[str, typer.Option("--tz", metavar="ZONE", help="IANA zone of the question.")]
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


def _question(
    store: Path,
    filter_text: str,
    as_of: str,
    tz: str,
    exclude: list[str] | None,
    param: list[str] | None,
    lists: list[str] | None,
    threads: int,
) -> Question:
    text = read_filter(filter_text)
    return Question(seine.open(store), text, as_of, tz, exclude, param, lists, threads)


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
        store = seine.build(schema, output, data=data, threads=threads, progress=progress)
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
    description = seine.open(store).info()
    if format is Format.json:
        print_json(description.to_dict())
    else:
        print(description)


@app.command(epilog="Example: seine count shop.seine 'any orders where at in last 90 days'")
@handled
def count(
    store: StorePath,
    filter: FilterText,
    as_of: AsOf = "",
    tz: Zone = "",
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """How many members: prints one integer."""
    question = _question(store, filter, as_of, tz, exclude, param, list, threads)
    result = question.ask(lambda query, options: query.count(**options))
    warn(result.info, format)
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
    as_of: AsOf = "",
    tz: Zone = "",
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """The members' keys, in key order, one per line."""
    if output is not None:
        check_output(output)
    question = _question(store, filter, as_of, tz, exclude, param, list, threads)
    audience = question.ask(lambda query, options: query.audience(**options))
    warn(audience.info, format)
    if output is not None:
        write_ids(audience, output)
        print(f"{len(audience):,} members in {output}", file=sys.stderr)
    elif format is Format.json:
        print_json({**info_json(audience.info), "ids": audience.sorted_keys().tolist()})
    else:
        sys.stdout.writelines(f"{key}\n" for key in audience.sorted_keys().tolist())


@app.command(epilog="Example: seine explain shop.seine 'tier = \"gold\" and no orders'")
@handled
def explain(
    store: StorePath,
    filter: FilterText,
    as_of: AsOf = "",
    tz: Zone = "",
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """The filter read back and, per node: operator, estimated and actual count, time."""
    question = _question(store, filter, as_of, tz, exclude, param, list, threads)
    plan = question.ask(lambda query, options: query.explain(**options))
    warn(plan.info, format)
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
    as_of: AsOf = "",
    tz: Zone = "",
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """By value: count, share, share of the population, index (100: as everyone)."""
    question = _question(store, filter, as_of, tz, exclude, param, list, threads)
    audience = question.ask(lambda query, options: query.audience(**options))
    warn(audience.info, format)
    table = audience.profile(*by)
    if format is Format.json:
        print_json({**info_json(audience.info), "profile": table.to_dicts()})
    else:
        print(table)


@app.command(epilog="Example: seine check shop.seine @audience.json")
@handled
def check(
    store: StorePath,
    filter: FilterText,
    as_of: AsOf = "",
    tz: Zone = "",
    exclude: Exclude = None,
    param: Param = None,
    list: ListFile = None,
    threads: Threads = 0,
    format: OutputFormat = Format.text,
) -> None:
    """Is the filter valid? Says how it was read, and what it reads."""
    from .reads import columns_read

    question = _question(store, filter, as_of, tz, exclude, param, list, threads)
    query = question.compile()
    definition = query.definition
    reads = columns_read(json.loads(definition.json), question.store._shape)
    if format is Format.json:
        print_json(
            {
                "valid": True,
                "text": definition.text,
                "json": json.loads(definition.json),
                "definition": definition.hash,
                "parameters": definition.parameters,
                "reads": reads,
            }
        )
        return
    print(definition.text)
    print(f"valid; reads {', '.join(reads) or 'nothing'}")
    if definition.parameters:
        print(f"parameters: {', '.join('$' + name for name in definition.parameters)}")


@app.command(epilog="Example: seine verify shop.seine")
@handled
def verify(store: StorePath, format: OutputFormat = Format.text) -> None:
    """Check every checksum of every file."""
    parts: dict[str, int] = {}
    if not store.is_dir():
        raise StoreNotFoundError(f"there is no store at {store}")
    _core.verify(str(store), parts.__setitem__)
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


@app.callback(invoke_without_command=True)
def _top(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        print(f"seine {seine.__version__}")
        raise typer.Exit()


def main() -> Any:
    """The entry point. Errors of click's own (an unknown option) end with 2, as ours do."""
    try:
        return app(prog_name="seine")
    except BrokenPipeError:
        # Whoever read our output has gone; say nothing more.
        sys.stdout = None
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        fail("stopped", 1)


if __name__ == "__main__":
    main()
