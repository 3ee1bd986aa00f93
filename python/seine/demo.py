"""`seine demo`: a generated retailer, and nine audiences that a marketer recognises."""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from . import stores
from .audience import Audience
from .datasets import generator
from .datasets.generator import Retail
from .errors import SeineError
from .store import Store
from .store_path import check_store_to_write

__all__ = ["AUDIENCES", "Example", "generator_hash", "run_demo"]

_GENERATOR = Path(generator.__file__).parent.parent


@dataclass(frozen=True)
class Example:
    title: str
    include: str
    exclude: dict[str, str] = field(default_factory=dict)
    by: str = "city"


AUDIENCES = [
    Example(
        "Wine lovers who shop on LINE, for a tasting",
        'any orders.items where (product.category = "wine" and channel = "line"'
        " and at in last 365 days)",
        {
            "blocked": 'tags has any ("blocked", "complaint")',
            "cannot be reached on LINE": 'reachable has none ("line")',
            "had the last campaign": 'any messages where (campaign = "double-12 2025"'
            ' and kind = "sent")',
        },
        by="city",
    ),
    Example(
        "Loyal and valuable: three orders and 300 spent within 90 days",
        "count(orders where at in last 90 days) >= 3"
        " and sum(orders.amount where at in last 90 days) >= 300",
        {"staff": 'tags has "員工"', "wholesale": 'tags has "wholesale"'},
        by="tier",
    ),
    Example(
        "Lapsed: bought before, nothing in half a year, and a good customer once",
        "(no orders where at in last 180 days) and sum(orders.amount) >= 500",
        {
            "wrote off e-mail": "email is missing or not subscribed",
            "bounced": 'any messages where (kind = "bounced" and at in last 365 days)',
        },
        by="source",
    ),
    Example(
        "Bought on Singles' Day, has come back since, spends above 80 an order",
        '(any orders where campaign = "double-11 2024")'
        " and (any orders where at >= 2024-12-01) and avg(orders.amount) > 80",
        {"got the 2025 sale": 'any messages where campaign = "double-11 2025"'},
        by="gender",
    ),
    Example(
        "Looked but did not buy: two product pages in 30 days, no order",
        'count(events where (kind = "viewed" and at in last 30 days)) >= 2',
        {
            "ordered": "any orders where at in last 30 days",
            "heard from us this week": 'any messages where (kind = "sent" and at in last 7 days)',
        },
        by="source",
    ),
    Example(
        "Both online and in store, coffee and tea in one basket",
        '(any orders where channel = "pos") and (any orders where channel in ("web", "app"))'
        ' and any orders where ((any items where product.category = "coffee")'
        ' and (any items where product.category = "tea"))',
        {"no consent": "not subscribed or subscribed is missing", "minors": "age < 18"},
        by="age",
    ),
    Example(
        "Slipping away: good customers who are late by their own rhythm",
        'nes(orders) in ("S1", "S2") and sum(orders.amount) >= 300',
        {
            "cannot be reached by e-mail": "email is missing or not subscribed",
            "mailed this month": 'any messages where (kind = "sent" and at in last 30 days)',
        },
        by="tier",
    ),
    Example(
        "Put wine in the cart, and no order within a week",
        'sequence (carts where (product.category = "wine" and at in last 60 days))'
        " then no (orders) within 7 days",
        {"minors": "age < 18", "blocked": 'tags has any ("blocked", "complaint")'},
        by="source",
    ),
    Example(
        "The best 5 % of each city this year, whom our mails do not reach",
        "sum(orders.amount where at in last 365 days) in top 5% per city",
        {
            "opened or clicked in 90 days": "any messages where"
            ' (kind in ("opened", "clicked") and at in last 90 days)',
            "wholesale": 'tags has "wholesale"',
        },
        by="source",
    ),
]


def run_demo(members: int, seed: int, output: Path | None, threads: int) -> None:
    """Builds the store unless the cache has it, then asks. Results on standard output."""
    out = Console(highlight=False)
    store = _store(members, seed, output, threads, Console(stderr=True, highlight=False))
    rows = {table.name: table.rows for table in store.info().tables}
    out.print(
        f"\n[bold]{len(store):,} members[/], "
        + ", ".join(f"{count:,} {name}" for name, count in list(rows.items())[1:]),
        soft_wrap=True,
    )
    for number, example in enumerate(AUDIENCES, start=1):
        audience = store.audience(example.include, example.exclude, threads=threads)
        _show(out, number, example, audience)
    out.print("\nAsk it yourself:")
    where = store.path
    seine = _command()
    out.print(f"  {seine} count {where} 'any orders where at in last 7 days'", soft_wrap=True)
    out.print(f"  {seine} info {where}", soft_wrap=True)


def _command() -> str:
    """The command as it was started, so that the lines that are shown run as they are."""
    started = Path(sys.argv[0])
    if started.suffix == ".py":
        return f"{shlex.quote(sys.executable)} -m seine.cli"
    found = shutil.which(started.name)
    if found is not None and started.exists() and os.path.samefile(found, started):
        return started.name
    return shlex.quote(str(started))


def _store(members: int, seed: int, output: Path | None, threads: int, notes: Console) -> Store:
    path = output or cache_folder() / f"demo-{members}-{seed}-{generator_hash(_GENERATOR)}.seine"
    if output is None and path.is_dir():
        try:
            began = time.perf_counter()
            store = stores.open_store(path)
            notes.print(f"opened {path} in {1000 * (time.perf_counter() - began):.0f} ms")
            return store
        except SeineError:
            notes.print(f"building {path} anew")
    began = time.perf_counter()
    if output is None:
        path.parent.mkdir(parents=True, exist_ok=True)
        for earlier in path.parent.glob(f"demo-{members}-{seed}*.seine"):
            shutil.rmtree(earlier, ignore_errors=True)
    check_store_to_write(path)
    retail = Retail(members, seed)
    with notes.status(f"making {members:,} members and building the store") as status:

        def progress(table: str, what: str) -> None:
            status.update(f"making and reading {table}: {what}")

        store = stores.build(
            retail.schema(), path, threads=threads, progress=progress, **retail.tables()
        )
    notes.print(f"built {path} in {time.perf_counter() - began:.1f} s", soft_wrap=True)
    return store


def generator_hash(folder: Path) -> str:
    """Of what decides on the data: a store of another generator is not taken for its own."""
    digest = hashlib.sha256()
    for file in [folder / "retail.toml", *sorted((folder / "generator").glob("*.py"))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def cache_folder() -> Path:
    """Where demo stores are kept: $XDG_CACHE_HOME/seine, ~/.cache/seine; macOS: its own place."""
    if "XDG_CACHE_HOME" in os.environ:
        return Path(os.environ["XDG_CACHE_HOME"]) / "seine"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "seine"
    return Path.home() / ".cache" / "seine"


def _show(out: Console, number: int, example: Example, audience: Audience) -> None:
    info = audience.info
    out.print(Text(f"\n{number}. {example.title}", style="bold"))
    out.print(Text(f"   include {example.include}", style="dim"), soft_wrap=True)
    for name, text in example.exclude.items():
        out.print(Text(f'   exclude "{name}": {text}', style="dim"), soft_wrap=True)
    share = len(audience) / info.population
    out.print(
        f"   [bold green]{len(audience):,}[/] members, {share:.2%} of all, "
        f"in {info.elapsed_ms:.1f} ms"
    )
    for e in info.excluded:
        out.print(f"     {e.name}: −{e.removed:,} (alone −{e.alone:,})")
    out.print(_breakdown(audience, example.by))


def _breakdown(audience: Audience, column: str) -> Table:
    """The five values that stand out most often."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column(f"     {column}", no_wrap=True)
    for name in ("members", "share", "of everyone", "index"):
        table.add_column(name, justify="right")
    for row in audience.profile(column).rows[:5]:
        index = "" if row.index != row.index else f"{row.index:.0f}"
        table.add_row(
            f"     {row.value}",
            f"{row.count:,}",
            f"{row.share:.1%}",
            f"{row.population_share:.1%}",
            index,
        )
    return table
