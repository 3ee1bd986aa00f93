"""Messages that went out: on the days of campaigns, and by rules (words.FLOWS)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from . import words
from .members import Habits
from .world import DAY, DAYS, END, FIRST_DAY, SECOND, START, Ints, World

HOUR = 3600 * SECOND
EMAIL, LINE, APP = (words.REACH.index(name) for name in ("email", "line", "app"))
AHEAD = 14 * HOUR  # of the first midnight of a sale, campaigns begin to go out
WELCOMES_SINCE = START + (dt.date(2025, 1, 1) - FIRST_DAY).days * DAY
NEWSLETTER_DAYS = range((dt.date(2025, 10, 1) - FIRST_DAY).days, DAYS, 7)
ARRIVAL_DAYS = range((dt.date(2025, 11, 6) - FIRST_DAY).days, DAYS, 7)


@dataclass(frozen=True)
class Sends:
    """Messages of a cell, in no order."""

    index: Ints  # of the member in the cell
    campaign: Ints  # number in `message_codes`
    channel: Ints  # of words.REACH
    at: Ints  # microseconds


def campaign_sends(world: World, habits: Habits, rng: np.random.Generator) -> Sends:
    n = len(habits.joined)
    member, campaign, channel = [], [], []
    for number, day in enumerate(world.sale_day):
        by = number % len(words.REACH)
        chance = np.where(habits.rate > 0, 0.22, 0.08)
        to = (habits.joined < START + day * DAY - AHEAD) & ((habits.reach >> by) & 1 == 1)
        chosen = np.nonzero(to & (rng.random(n) < chance))[0]
        member.append(chosen)
        campaign.append(np.full(len(chosen), number))
        channel.append(np.full(len(chosen), by))
    index, code, medium = map(np.concatenate, (member, campaign, channel))
    at = START + world.sale_day[code] * DAY - AHEAD
    at = at + rng.integers(0, 2 * HOUR // SECOND, len(at)) * SECOND
    return Sends(index, code, medium, at)


def flow_sends(world: World, habits: Habits, rng: np.random.Generator) -> Sends:
    """A welcome to who joins since 2025, a newsletter since October to its readers of the time,
    reminders of double-11, new arrivals since November to some users of the app."""
    n = len(habits.joined)
    welcome, newsletter, double_11, arrivals = len(world.sale_day) + np.arange(len(words.FLOWS))
    reached = [((habits.reach >> by) & 1).astype(bool) for by in range(len(words.REACH))]
    preferred = np.argmax(reached, axis=0)
    new = np.nonzero((habits.joined >= WELCOMES_SINCE) & (habits.reach > 0))[0]
    made = [(new, welcome, preferred, habits.joined + HOUR)]
    reader = reached[EMAIL] & (rng.random(n) < 0.1)
    begins = NEWSLETTER_DAYS.start + rng.integers(-60, len(NEWSLETTER_DAYS) * 7, n)
    ends = begins + rng.exponential(70, n)
    for day in NEWSLETTER_DAYS:
        at = np.full(n, START + day * DAY + 8 * HOUR)
        reads = np.nonzero(reader & (begins <= day) & (day < ends))[0]
        made.append((reads, newsletter, np.full(n, EMAIL), at))
    for year in range(FIRST_DAY.year, FIRST_DAY.year + DAYS // 365):
        at = np.full(n, START + (dt.date(year, 11, 4) - FIRST_DAY).days * DAY + 10 * HOUR)
        chosen = np.nonzero(reached[LINE] & (rng.random(n) < 0.3))[0]
        made.append((chosen, double_11, np.full(n, LINE), at))
    fan = reached[APP] & (rng.random(n) < 0.15)
    for day in ARRIVAL_DAYS:
        at = np.full(n, START + day * DAY + 19 * HOUR)
        told = np.nonzero(fan & (rng.random(n) < 0.8))[0]
        made.append((told, arrivals, np.full(n, APP), at))
    index = np.concatenate([to for to, _, _, _ in made])
    campaign = np.concatenate([np.full(len(to), code) for to, code, _, _ in made])
    channel = np.concatenate([by[to] for to, _, by, _ in made])
    at = np.concatenate([when[to] for to, _, _, when in made])
    there = (at > habits.joined[index]) & (at < END)
    return Sends(index[there], campaign[there], channel[there], at[there])
