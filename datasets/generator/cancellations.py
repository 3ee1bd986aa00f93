"""Orders that were cancelled before they left the house; they are not among the orders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from . import words
from .frames import coded, decimals, timestamps
from .members import make_habits
from .world import DAY, END, SECOND, Ints, World, pick, random_stream

PER_ORDER = 0.06  # cancelled ones for each that stands
MEAN_WAIT = 12 * 3600 * SECOND
SHARES = np.array([0.5, 0.8, 1.0])  # of words.ORDER_CHANNELS but the till, cumulative


@dataclass(frozen=True)
class Cancelled:
    """Per cancelled order of a cell, by member and the time at which it was cancelled."""

    index: Ints  # of the member in the cell
    placed: Ints  # microseconds
    at: Ints  # microseconds, later
    channel: Ints
    product: Ints
    amount: Ints  # cents


def make_cancelled(world: World, cell: int) -> Cancelled:
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 15, cell)
    span = habits.until - habits.joined
    mean = PER_ORDER * habits.rate * span / (365 * DAY)
    count = rng.poisson(np.where(habits.style == 0, 0.0, mean))  # style 0 shops in stores only
    index = np.repeat(np.arange(len(count)), count)
    after = (span[index] // SECOND * rng.random(len(index))).astype(np.int64) * SECOND
    placed = habits.joined[index] + after
    wait = (60 + rng.exponential(MEAN_WAIT / SECOND, len(index))).astype(np.int64) * SECOND
    rank = pick(world.product_rank, rng.random(len(index)))
    product = rank * len(words.CATEGORIES) + habits.favourite[index]
    channel = 1 + pick(SHARES, rng.random(len(index)))
    amount = world.product_price[product] * rng.geometric(0.7, len(index))
    order = np.lexsort((placed + wait, index))
    order = order[(placed + wait)[order] < END]
    return Cancelled(
        index=index[order],
        placed=placed[order],
        at=(placed + wait)[order],
        channel=channel[order],
        product=product[order],
        amount=amount[order],
    )


def cancellation_frame(world: World, cell: int) -> pl.DataFrame:
    cancelled = make_cancelled(world, cell)
    rng = random_stream(world.seed, 16, cell)
    reason = rng.integers(0, len(words.CANCEL_REASONS), len(cancelled.at))
    return pl.DataFrame(
        {
            "member": make_habits(world, cell).first + cancelled.index,
            "at": timestamps(cancelled.at),
            "placed_at": timestamps(cancelled.placed),
            "channel": coded(words.ORDER_CHANNELS, cancelled.channel),
            "amount": decimals(cancelled.amount),
            "reason": coded(words.CANCEL_REASONS, reason),
        }
    )
