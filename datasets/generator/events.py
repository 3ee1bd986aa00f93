"""What members did on site and in store."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, timestamps
from .members import make_habits
from .orders import product_codes
from .world import DAY, SECOND, World, pick, random_stream


def event_frame(world: World, cell: int) -> pl.DataFrame:
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 5, cell)
    years = (habits.until - habits.joined) / (365.0 * DAY)
    count = rng.poisson((0.6 + 0.5 * habits.rate) * years)
    index = np.repeat(np.arange(len(count)), count)
    n = len(index)
    span = habits.until - habits.joined
    at = habits.joined[index] + (span[index] / SECOND * rng.random(n)).astype(np.int64) * SECOND
    kind = rng.choice(6, n, p=[0.55, 0.17, 0.1, 0.08, 0.04, 0.06])
    categories = len(words.CATEGORIES)
    favourite = rng.random(n) < 0.5
    category = np.where(favourite, habits.favourite[index], rng.integers(0, categories, n))
    product = pick(world.product_rank, rng.random(n)) * categories + category
    order = np.lexsort((at, index))
    return pl.DataFrame(
        {
            "member": habits.first + index[order],
            "at": timestamps(at[order]),
            "kind": coded(words.EVENT_KINDS, kind[order]),
            "product": coded(product_codes(world), np.where(kind < 3, product, -1)[order]),
        }
    )
