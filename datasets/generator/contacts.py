"""Messages that campaigns sent, what became of them, and what members did on site and in store."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, timestamps
from .members import make_habits
from .orders import campaign_codes, product_codes
from .world import DAY, END, SECOND, START, World, pick, random_stream

HOUR = 3600 * SECOND


def message_frame(world: World, cell: int) -> pl.DataFrame:
    """One row per step: sent, then delivered or bounced, perhaps opened, perhaps clicked."""
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 4, cell)
    n = len(habits.joined)
    member, campaign, channel = [], [], []
    for number, day in enumerate(world.sale_day):
        by = number % len(words.REACH)
        chance = np.where(habits.rate > 0, 0.22, 0.08)
        to = (habits.joined < START + day * DAY) & ((habits.reach >> by) & 1 == 1)
        chosen = np.nonzero(to & (rng.random(n) < chance))[0]
        member.append(chosen)
        campaign.append(np.full(len(chosen), number))
        channel.append(np.full(len(chosen), by))
    index, code, medium = map(np.concatenate, (member, campaign, channel))
    sent = START + world.sale_day[code] * DAY - 14 * HOUR
    sent = sent + rng.integers(0, 2 * HOUR // SECOND, len(sent)) * SECOND
    delivered = rng.random(len(sent)) < 0.96
    opened = delivered & (rng.random(len(sent)) < np.array([0.24, 0.9, 0.55, 0.35])[medium])
    clicked = opened & (rng.random(len(sent)) < 0.18)
    steps = [np.ones(len(sent), bool), delivered, opened, clicked, ~delivered]
    waits = [0, SECOND, 5 * HOUR, 6 * HOUR, 2 * SECOND]
    rows = np.concatenate([np.nonzero(step)[0] for step in steps])
    kind = np.repeat(np.arange(5), [int(step.sum()) for step in steps])
    at = np.minimum(sent[rows] + np.array(waits)[kind], END - SECOND)
    order = np.lexsort((kind, at, index[rows]))
    rows, kind, at = rows[order], kind[order], at[order]
    return pl.DataFrame(
        {
            "member": habits.first + index[rows],
            "at": timestamps(at),
            "campaign": coded(campaign_codes(world), code[rows]),
            "channel": coded(words.REACH, medium[rows]),
            "kind": coded(words.MESSAGE_KINDS, kind),
        }
    )


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
