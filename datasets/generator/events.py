"""What members did on site and in store."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, timestamps
from .members import make_habits
from .orders import product_codes
from .world import DAY, SECOND, World, pick, random_stream

YEAR = 365 * DAY // SECOND
FIRST_LOOK = 5 * 3600  # mean wait in seconds, after joining, of what the curious do at once


def event_frame(world: World, cell: int) -> pl.DataFrame:
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 5, cell)
    members = np.arange(len(habits.joined))
    span = (habits.until - habits.joined) // SECOND
    ever = np.repeat(members, rng.poisson((0.6 + 0.5 * habits.rate) * span / YEAR))
    curious = rng.random(len(members)) < 0.35
    at_once = np.repeat(members, np.where(curious, rng.geometric(0.3, len(members)), 0))
    index = np.concatenate((ever, at_once))
    n = len(index)
    looks = np.minimum(rng.exponential(FIRST_LOOK, len(at_once)), span[at_once])
    after = np.concatenate((span[ever] * rng.random(len(ever)), looks))
    at = habits.joined[index] + after.astype(np.int64) * SECOND
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
