"""Offers in the app: which there were, who looked at them, who completed them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from . import words
from .frames import coded, dates, decimals, timestamps
from .members import make_habits
from .orders import product_codes
from .world import DAY, DAYS, EPOCH_DAY, SECOND, START, Ints, World, random_stream

EVERY = 42  # days between the starts of offers
OPEN = 21  # days for which an offer stands


@dataclass(frozen=True)
class Offers:
    """Per offer, in the order of their starts."""

    start: Ints  # days since FIRST_DAY
    kind: Ints
    product: Ints  # -1: of no single product
    minimum: Ints  # cents to spend


def make_offers(world: World) -> Offers:
    rng = random_stream(world.seed, 8)
    start = np.arange(7, DAYS - OPEN, EVERY)
    kind = np.arange(len(start)) % len(words.OFFER_KINDS)
    mission = words.OFFER_KINDS.index("mission")
    categories = len(words.CATEGORIES)  # every one has its turn
    rank = rng.integers(0, 3, len(start))
    best_sellers = rank * categories + np.cumsum(kind != mission) % categories
    return Offers(
        start=start,
        kind=kind,
        product=np.where(kind == mission, -1, best_sellers),
        minimum=rng.integers(1, 7, len(start)) * 500,
    )


def offer_codes(world: World) -> list[str]:
    return [f"O{i:02d}" for i in range(len(make_offers(world).start))]


def offer_lookup(world: World) -> pl.DataFrame:
    offers = make_offers(world)
    return pl.DataFrame(
        {
            "code": offer_codes(world),
            "kind": coded(words.OFFER_KINDS, offers.kind, text=True),
            "product": coded(product_codes(world), offers.product, text=True),
            "minimum": decimals(offers.minimum),
            "starts": dates((EPOCH_DAY + offers.start).astype(np.int32)),
            "ends": dates((EPOCH_DAY + offers.start + OPEN).astype(np.int32)),
        }
    )


@dataclass(frozen=True)
class Reactions:
    """One row per member of a cell and offer that the member looked at or completed."""

    member: Ints  # number
    offer: Ints
    viewed: Ints  # microseconds; -1: never
    completed: Ints  # microseconds; -1: never; some complete what they never looked at


def _reactions(world: World, cell: int) -> Reactions:
    habits, offers = make_habits(world, cell), make_offers(world)
    rng = random_stream(world.seed, 9, cell)
    start = START + offers.start * DAY
    there = (habits.joined[:, None] < start) & (habits.until[:, None] > start)
    index, offer = np.nonzero(there & (rng.random(there.shape) < 0.25))
    n = len(index)
    early, late = np.sort(rng.random((2, n)), axis=0) * OPEN * (DAY // SECOND)
    viewed = rng.random(n) < 0.85
    completed = rng.random(n) < np.where(viewed, 0.35, 0.5)
    swapped = rng.random(n) < 0.06  # looked only after having completed it
    early, late = np.where(swapped, late, early), np.where(swapped, early, late)
    return Reactions(
        member=habits.first + index,
        offer=offer,
        viewed=np.where(viewed, start[offer] + early.astype(np.int64) * SECOND, -1),
        completed=np.where(completed, start[offer] + late.astype(np.int64) * SECOND, -1),
    )


def view_frame(world: World, cell: int) -> pl.DataFrame:
    """Looks at an offer in the app; `product` is the offer's."""
    made = _reactions(world, cell)
    frame, offer = _reaction_frame(world, made, made.viewed)
    product = coded(product_codes(world), make_offers(world).product[offer])
    return frame.with_columns(product.alias("product"))


def completion_frame(world: World, cell: int) -> pl.DataFrame:
    """Offers whose condition a member met, seen or not."""
    made = _reactions(world, cell)
    return _reaction_frame(world, made, made.completed)[0]


def _reaction_frame(world: World, made: Reactions, at: Ints) -> tuple[pl.DataFrame, Ints]:
    """Those that have a time, by member and time, and the number of the offer of each."""
    order = np.lexsort((at, made.member))
    rows = order[at[order] >= 0]
    offer: Ints = made.offer[rows]
    frame = pl.DataFrame(
        {
            "member": made.member[rows],
            "at": timestamps(at[rows]),
            "offer": coded(offer_codes(world), offer),
        }
    )
    return frame, offer
