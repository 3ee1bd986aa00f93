"""What a compiled count costs from Python beyond what it takes in C++: `make bench` runs this.

Each call is timed around `query.count()`; what the engine itself took is in its result. The least
of many calls less the least of the engine's times is the price of the way through Python. The
goal: at most 20 µs.
"""

from __future__ import annotations

import sys
import time

import seine as sn
from seine.datasets.generator import Retail

MEMBERS = 100_000
SEED = 1
CALLS = 3_000
GOAL = 20.0

FILTERS = [
    'tags has "vip"',
    'tags has "vip" and age between 30 and 39',
    "count(orders where at in last 90 days) >= 2",
    'any orders.items where product.category = "wine"',
]


def measure(query: sn.CompiledQuery) -> tuple[float, float]:
    """The least microseconds of the call from Python, and inside it of the engine."""
    calls, engines = [], []
    for _ in range(CALLS):
        start = time.perf_counter_ns()
        count = query.count(threads=1)
        calls.append((time.perf_counter_ns() - start) / 1e3)
        engines.append(count.info.elapsed_ms * 1e3)
    return min(calls), min(engines)


def main() -> int:
    retail = Retail(MEMBERS, SEED)
    store = sn.build(retail.schema(), **retail.tables())
    print(f"{MEMBERS:,} generated members, seed {SEED}, {CALLS:,} calls, one thread; µs")
    print(f"{'call':>8} {'engine':>8} {'added':>8}  filter")
    worst = 0.0
    for text in FILTERS:
        call, engine = measure(store.compile(text))
        worst = max(worst, call - engine)
        print(f"{call:8.1f} {engine:8.1f} {call - engine:8.1f}  {text}")
    print(f"goal: at most {GOAL:.0f} µs added: {'met' if worst <= GOAL else 'NOT met'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
