"""Ctrl-C: a query and a build stop soon, and a stopped build leaves the old store as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import polars as pl
import pytest
import seine as sn

SCHEMA = """
[tables.customers]
key = "id"
columns = { city = "category" }
[tables.orders]
parent = "customers"
parent_key = "id"
time = "at"
columns = { at = "timestamp", amount = "integer", product = "category" }
"""
LATE = 5.0  # seconds; a machine that does much else may be slow, and without a stop it takes longer


def orders(rows: int) -> pl.DataFrame:
    n = np.arange(rows)
    return pl.DataFrame(
        {
            "id": n % 200_000,
            "at": (n * 7919) % 10**9 * 10**6 + 10**15,
            "amount": n % 977,
            "product": n % 5003,
        }
    ).with_columns(
        pl.col("at").cast(pl.Datetime("us")), pl.format("p{}", "product").alias("product")
    )


@contextmanager
def control_c(after: float) -> Iterator[list[float]]:
    """Presses Ctrl-C once, `after` seconds from now; the list gets the moment."""
    pressed: list[float] = []

    def press() -> None:
        pressed.append(time.monotonic())
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(after, press)
    timer.start()
    try:
        yield pressed
    finally:
        timer.cancel()


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    ids = pl.Series("id", range(200_000))
    cities = pl.Series("city", [f"city {i % 50}" for i in range(200_000)])
    return {"customers": pl.DataFrame([ids, cities]), "orders": orders(1_500_000)}


def test_a_query_stops(frames: dict[str, pl.DataFrame]) -> None:
    # Polars puts a handler of its own in front of Python's.
    pl.LazyFrame({"a": [1, 2]}).filter(pl.col("a") > 1).collect()
    store = sn.build(SCHEMA, **frames)
    slow = " or ".join(
        f"sum(orders.amount where amount > {i % 97}) in ({i + 10**7})" for i in range(800)
    )
    query = store.compile(slow)
    with control_c(0.3) as pressed, pytest.raises(KeyboardInterrupt):
        query.count()
    assert time.monotonic() - pressed[0] < 1.0
    with pytest.raises(sn.QueryTimeoutError):
        query.count(timeout=0.2)
    assert store.count("any orders") == 200_000


def test_compiling_stops(frames: dict[str, pl.DataFrame]) -> None:
    store = sn.build(SCHEMA, **frames)
    # Each test is decided on the 5,003 products while it is compiled.
    slow = " or ".join(f'(any orders where product matches "{i}.*7.*{i}")' for i in range(1500))
    with control_c(0.3) as pressed, pytest.raises(KeyboardInterrupt):
        store.compile(slow)
    assert time.monotonic() - pressed[0] < 1.0
    for ask in (store.count, store.audience, store.explain):
        began = time.monotonic()
        with pytest.raises(sn.QueryTimeoutError):
            ask(slow, timeout=0.2)
        assert time.monotonic() - began < 1.2
    with pytest.raises(sn.QueryTimeoutError):
        store.audiences([slow], timeout=0.2)
    query = store.compile("count(orders) > 3")
    for ask in (query.count, query.audience, query.explain):
        with pytest.raises(sn.QueryTimeoutError):
            ask(timeout=0.0)


def build_again(path: Path, frames: dict[str, pl.DataFrame], wait: float) -> None:
    sn.build(SCHEMA, path, **frames)
    time.sleep(wait)  # it was quicker than the first time


@pytest.mark.slow
def test_a_build_stops(frames: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    path = tmp_path / "s"
    began = time.monotonic()
    old = sn.build(SCHEMA, path, **frames)
    whole = time.monotonic() - began
    files = {p: p.stat().st_mtime_ns for p in path.rglob("*") if p.is_file()}
    for share in (0.1, 0.4, 0.7):
        with control_c(whole * share) as pressed, pytest.raises(KeyboardInterrupt):
            build_again(path, frames, 10 * whole)
        assert time.monotonic() - pressed[0] < LATE
        left = {p: p.stat().st_mtime_ns for p in path.rglob("*") if p.is_file()}
        assert {p for p in left if p.name != "LOCK"} == {p for p in files if p.name != "LOCK"}
        assert sn.open(path).id == old.id


@pytest.mark.slow
def test_the_commands_stop(frames: dict[str, pl.DataFrame], tmp_path: Path) -> None:
    for name, frame in frames.items():
        pl.concat([frame] * (3 if name == "orders" else 1)).write_parquet(
            tmp_path / f"{name}.parquet"
        )
    schema = tmp_path / "s.toml"
    text = SCHEMA
    for name in frames:
        text = text.replace(f"[tables.{name}]", f'[tables.{name}]\nsource = "{name}.parquet"')
    schema.write_text(text)
    sn.build(SCHEMA, tmp_path / "s", customers=frames["customers"], orders=orders(100))
    old = sn.open(tmp_path / "s").id
    command = [sys.executable, "-m", "seine.cli", "build", str(schema), "-o", str(tmp_path / "s")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and len(list((tmp_path / "s").glob("g*"))) < 2:
        time.sleep(0.01)  # until the new generation is being written
    running.send_signal(signal.SIGINT)
    began = time.monotonic()
    out, err = running.communicate(timeout=60)
    assert time.monotonic() - began < LATE
    assert running.returncode == 1
    assert out == ""
    assert "stopped" in err
    assert "Traceback" not in err
    assert sn.open(tmp_path / "s").id == old
