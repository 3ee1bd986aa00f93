"""The app and the web shop: sessions of the last days, and carts, ordered or left behind."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .cancellations import make_cancelled
from .frames import coded, decimals, timestamps
from .members import Habits, make_habits
from .orders import make_basket, product_codes
from .world import DAY, END, SECOND, Ints, World, pick, random_stream

LOG_DAYS = 30  # for which the app's log is kept
CART_DAYS = 365  # for which the shop keeps carts
APP = words.REACH.index("app")
ONLINE = [words.ORDER_CHANNELS.index(name) for name in ("web", "app")]


def session_frame(world: World, cell: int) -> pl.DataFrame:
    """Uses of the app, one a day at most; `minutes` is how long."""
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 11, cell)
    n = len(habits.joined)
    often = np.where((habits.reach >> APP) & 1 == 1, rng.beta(0.6, 3.0, n), 0.0)
    member, day = np.nonzero(rng.random((n, LOG_DAYS)) < often[:, None])
    hour = np.clip(rng.normal(19.5, 3.5, len(member)), 0, 23.99)
    at = END - (LOG_DAYS - day) * DAY + (hour * 3600).astype(np.int64) * SECOND
    minutes = 1 + rng.exponential(7, len(member)).astype(np.int64)
    platform = rng.random(n) < 0.45
    there = (at > habits.joined[member]) & (at <= habits.until[member])
    member, at, minutes = member[there], at[there], minutes[there]
    return pl.DataFrame(
        {
            "member": habits.first + member,
            "at": timestamps(at),
            "minutes": minutes,
            "platform": coded(words.PLATFORMS, platform[member].astype(np.int64)),
        }
    )


def cart_frame(world: World, cell: int) -> pl.DataFrame:
    """Carts of the web shop and the app, by the product put in first; `checked_out_at` is the time
    of the order that a cart became, cancelled or not, and missing when it was left."""
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 12, cell)
    bought, bought_at, bought_product, paid = _checked_out(world, cell)
    filled = (rng.exponential(3 * 3600, len(bought)) + 60).astype(np.int64) * SECOND
    filled = np.maximum(bought_at - filled, habits.joined[bought])
    left, left_at, left_product = _left(world, habits, rng)
    member = np.concatenate((bought, left))
    at = np.concatenate((filled, left_at))
    product = np.concatenate((bought_product, left_product))
    amount = np.concatenate((paid, world.product_price[left_product]))
    ordered_at = timestamps(np.concatenate((bought_at, left_at)))
    ordered = pl.Series(np.arange(len(at)) < len(bought))
    order = np.lexsort((at, member))
    carts = pl.DataFrame(
        {
            "member": habits.first + member,
            "at": timestamps(at),
            "product": coded(product_codes(world), product),
            "amount": decimals(amount),
            "checked_out_at": pl.select(pl.when(ordered).then(ordered_at)).to_series(),
        }
    )
    return carts[order]


def _checked_out(world: World, cell: int) -> tuple[Ints, Ints, Ints, Ints]:
    """Orders of the web shop and the app since CART_DAYS, those that were cancelled last: index of
    the member, time, first product, amount."""
    basket, cancelled = make_basket(world, cell), make_cancelled(world, cell)
    since = END - CART_DAYS * DAY
    bought = np.nonzero(np.isin(basket.channel, ONLINE) & (basket.at >= since))[0]
    undone = np.nonzero(np.isin(cancelled.channel, ONLINE) & (cancelled.placed >= since))[0]
    first_line = np.searchsorted(basket.item_order, bought)
    return (
        np.concatenate((basket.index[bought], cancelled.index[undone])),
        np.concatenate((basket.at[bought], cancelled.placed[undone])),
        np.concatenate((basket.item_product[first_line], cancelled.product[undone])),
        np.concatenate((basket.amount[bought], cancelled.amount[undone])),
    )


def _left(world: World, habits: Habits, rng: np.random.Generator) -> tuple[Ints, Ints, Ints]:
    """Carts that were left: index of the member, time, product."""
    since = np.maximum(habits.joined, END - CART_DAYS * DAY)
    span = np.maximum(habits.until - since, 0) // SECOND
    count = rng.poisson((0.15 + 0.12 * habits.rate) * (span / (365 * DAY // SECOND)))
    count[habits.style == 0] = 0  # shops in stores only
    member = np.repeat(np.arange(len(count)), count)
    after = (span[member] * rng.random(len(member))).astype(np.int64) * SECOND
    rank = pick(world.product_rank, rng.random(len(member)))
    product = rank * len(words.CATEGORIES) + habits.favourite[member]
    return member, since[member] + after, product
