"""What all members share: the calendar with its sales, products, stores, and how busy each day is.

A `World` depends on the seed and the number of members, never on the cell that is being made.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import words

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

FIRST_DAY = dt.date(2023, 1, 1)
LAST_DAY = dt.date(2025, 12, 31)
DAYS = (LAST_DAY - FIRST_DAY).days + 1
DAY = 86_400_000_000  # microseconds
EPOCH_DAY = (FIRST_DAY - dt.date(1970, 1, 1)).days
SECOND = 1_000_000
ZONE_OFFSET = 8 * 3600 * SECOND  # days are those of Asia/Taipei, which has no daylight saving
START = EPOCH_DAY * DAY - ZONE_OFFSET
END = START + DAYS * DAY
RARE_PRICE = 250_000  # cents, on top of what such a product costs


def random_stream(seed: int, *path: int) -> np.random.Generator:
    """The random numbers of one purpose in one cell; streams of different paths are independent."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *path])))


def zipf_cumulative(n: int, exponent: float) -> Floats:
    """Cumulative probabilities of ranks 1..n under Zipf's law."""
    weights = np.arange(1, n + 1, dtype=np.float64) ** -exponent
    cumulative: Floats = np.cumsum(weights / weights.sum())
    return cumulative


def pick(cumulative: Floats, uniform: Floats) -> Ints:
    """Indices drawn by inverting `cumulative` at `uniform` in [0, 1)."""
    return np.minimum(np.searchsorted(cumulative, uniform, side="right"), len(cumulative) - 1)


@dataclass(frozen=True)
class World:
    seed: int
    members: int
    sale_day: Ints  # per campaign, days since FIRST_DAY, ascending
    sale_of_day: Ints  # per day: campaign whose sale is on (3 days), or -1
    signup_cumulative: Floats  # per day, of all sign-ups until its end
    signup_city: Ints  # per day: the city whose event brings most of that day's members
    signup_source: Ints
    order_cumulative: Floats  # per day, of the attraction to order on it
    product_rank: Floats  # cumulative Zipf of the ranks inside a category
    product_price: Ints  # cents
    product_category: Ints
    product_brand: Ints
    product_colour: Ints
    product_word: Ints
    store_city: Ints
    store_format: Ints

    @property
    def products(self) -> int:
        return len(self.product_price)


def make_world(seed: int, members: int) -> World:
    rng = random_stream(seed, 0)
    sale_day, sale_of_day = _sales()
    busy = _busy_days(rng, sale_of_day)
    signup = busy * np.linspace(0.6, 1.6, DAYS)
    bursts = rng.choice(DAYS, size=40, replace=False)  # store openings, fairs, referral waves
    signup[bursts] *= rng.uniform(5, 25, size=40)
    cities = zipf_cumulative(len(words.CITIES), 0.9)
    sources = zipf_cumulative(len(words.SOURCES), 0.7)
    per_category = int(np.clip(members // 700, 20, 7_000))
    products = per_category * len(words.CATEGORIES)
    stores = int(np.clip(members // 8_000, 12, 400))
    return World(
        seed=seed,
        members=members,
        sale_day=sale_day,
        sale_of_day=sale_of_day,
        signup_cumulative=np.cumsum(signup / signup.sum()),
        signup_city=pick(cities, rng.random(DAYS)),
        signup_source=pick(sources, rng.random(DAYS)),
        order_cumulative=np.cumsum(busy / busy.sum()),
        product_rank=zipf_cumulative(per_category, 1.05),
        product_price=_prices(rng, products),
        product_category=np.arange(products) % len(words.CATEGORIES),
        product_brand=rng.integers(0, len(words.BRANDS), products),
        product_colour=rng.integers(0, len(words.COLOURS), products),
        product_word=rng.integers(0, len(words.ADJECTIVES), products),
        store_city=pick(cities, rng.random(stores)),
        store_format=pick(np.array([0.6, 0.9, 1.0]), rng.random(stores)),
    )


def _sales() -> tuple[Ints, Ints]:
    days = sorted(
        (dt.date(year, month, day) - FIRST_DAY).days
        for year in range(FIRST_DAY.year, LAST_DAY.year + 1)
        for month, day in words.CAMPAIGN_DAYS
    )
    of_day = np.full(DAYS, -1, dtype=np.int64)
    for campaign, day in enumerate(days):
        of_day[day : min(day + 3, DAYS)] = campaign
    return np.array(days, dtype=np.int64), of_day


def _prices(rng: np.random.Generator, products: int) -> Ints:
    """Cents; the last rank of each category in words.RARE costs RARE_PRICE more."""
    categories = len(words.CATEGORIES)
    price: Ints = np.exp(rng.normal(6.9, 0.9, products)).astype(np.int64) // 10 * 10 + 90
    price[[products - categories + words.CATEGORIES.index(name) for name in words.RARE]] += (
        RARE_PRICE
    )
    return price


def _busy_days(rng: np.random.Generator, sale_of_day: Ints) -> Floats:
    weekday = (np.arange(DAYS) + FIRST_DAY.weekday()) % 7
    week = np.array([0.9, 0.85, 0.9, 0.95, 1.15, 1.3, 1.2])[weekday]
    busy: Floats = week * rng.uniform(0.9, 1.1, DAYS) * np.where(sale_of_day >= 0, 3.5, 1.0)
    return busy
