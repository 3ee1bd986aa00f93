"""The members of a cell: who they are, and the hidden habits that their histories follow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from . import words
from .frames import coded, coded_sets, dates, decimals, nullable, timestamps
from .profiles import profile_columns
from .world import (
    DAY,
    DAYS,
    END,
    EPOCH_DAY,
    SECOND,
    START,
    Floats,
    Ints,
    World,
    pick,
    random_stream,
)

CELL = 1 << 14


@dataclass(frozen=True)
class Habits:
    """What the histories of a cell's members are made from; index = member - `first`."""

    first: int  # number of the first member, from 1
    joined: Ints  # microseconds
    city: Ints
    rate: Floats  # orders a year while active; 0: never buys
    until: Ints  # last active moment, microseconds
    style: Ints  # 0 store only, 1 online only, 2 both
    favourite: Ints  # category
    reach: Ints  # bits of words.REACH
    store: Ints


def make_habits(world: World, cell: int) -> Habits:
    rng = random_stream(world.seed, 1, cell)
    start = cell * CELL
    n = min(CELL, world.members - start)
    at = (start + rng.random(n) * 0.999 + np.arange(n)) / world.members
    day = pick(world.signup_cumulative, at)
    before = np.concatenate(([0.0], world.signup_cumulative))[day]
    share = (at - before) / (world.signup_cumulative[day] - before)
    hour = 9 + 13 * np.clip(share, 0, 0.9999)
    joined = START + day * DAY + (hour * 3600).astype(np.int64) * SECOND
    crowd = rng.random(n) < 0.55  # came with the day's event
    city = np.where(crowd, world.signup_city[day], rng.choice(world.store_city, n))
    lifetime = (rng.exponential(500, n) * 86_400).astype(np.int64) * SECOND
    rate = np.where(rng.random(n) < 0.22, 0.0, rng.gamma(0.8, 8.8, n))
    local = rng.integers(0, len(world.store_city), n)
    return Habits(
        first=start + 1,
        joined=joined,
        city=city,
        rate=rate,
        until=np.minimum(END - SECOND, joined + lifetime),
        style=rng.choice(3, n, p=[0.35, 0.4, 0.25]),
        favourite=rng.integers(0, len(words.CATEGORIES), n),
        reach=(rng.random((n, 4)) < [0.72, 0.6, 0.5, 0.35]) @ np.array([1, 2, 4, 8]),
        store=local,
    )


def member_frame(world: World, cell: int) -> pl.DataFrame:
    habits = make_habits(world, cell)
    rng = random_stream(world.seed, 2, cell)
    n = len(habits.joined)
    number = habits.first + np.arange(n)
    day = (habits.joined - START) // DAY
    source = np.where(
        rng.random(n) < 0.6, world.signup_source[day], rng.integers(0, len(words.SOURCES), n)
    )
    age = np.clip(rng.normal(37, 12, n), 16, 90).astype(np.int64)
    birthday = EPOCH_DAY + DAYS - age * 365.25 - rng.random(n) * 365
    spend_level = habits.rate * (habits.until - habits.joined) / (365 * DAY)
    tier = np.digitize(spend_level * rng.lognormal(0, 0.3, n), [6, 14, 30])
    reached = ((habits.reach[:, None] >> np.arange(4)) & 1).astype(bool)
    return pl.DataFrame(
        {
            "member": number,
            "name": _names(rng, n),
            "email": _emails(rng, number, reached[:, 0]),
            "gender": nullable(
                coded(["F", "M"], (rng.random(n) < 0.38).astype(np.int64)), rng, 0.08
            ),
            "age": nullable(pl.Series(age), rng, 0.15),
            "birthday": nullable(dates(birthday.astype(np.int32)), rng, 0.2),
            "city": nullable(coded(words.CITIES, habits.city), rng, 0.03),
            "tier": coded(words.TIERS, tier),
            "source": coded(words.SOURCES, source),
            "joined_at": timestamps(habits.joined),
            "subscribed": nullable(pl.Series(rng.random(n) < 0.7), rng, 0.1),
            "reachable": coded_sets(words.REACH, reached),
            "tags": coded_sets(words.TAGS, _tags(rng, n, tier)),
            "points": decimals((spend_level * 5_000 * rng.random(n)).astype(np.int64)),
            "satisfaction": nullable(pl.Series(np.round(rng.beta(6, 2, n) * 10, 3)), rng, 0.6),
        }
        | profile_columns(random_stream(world.seed, 6, cell), habits.city, age, tier)
    )


def _tags(rng: np.random.Generator, n: int, tier: Ints) -> np.typing.NDArray[np.bool_]:
    share = 0.45 / np.arange(1, len(words.TAGS) + 1) ** 0.9
    has = rng.random((n, len(words.TAGS))) < share
    has[:, words.TAGS.index("vip")] = rng.random(n) < np.array([0.01, 0.05, 0.3, 0.9])[tier]
    return has


def _names(rng: np.random.Generator, n: int) -> pl.Series:
    zh = coded(list(words.SURNAMES_ZH), rng.integers(0, len(words.SURNAMES_ZH), n), text=True)
    zh = zh + coded(words.GIVEN_ZH, rng.integers(0, len(words.GIVEN_ZH), n), text=True)
    given = coded(words.GIVEN_EN, rng.integers(0, len(words.GIVEN_EN), n), text=True)
    surname = coded(words.SURNAMES_EN, rng.integers(0, len(words.SURNAMES_EN), n), text=True)
    return zh.zip_with(pl.Series(rng.random(n) < 0.7), given + " " + surname)


def _emails(
    rng: np.random.Generator, number: Ints, known: np.typing.NDArray[np.bool_]
) -> pl.Series:
    n = len(number)
    given = coded(words.GIVEN_EN, rng.integers(0, len(words.GIVEN_EN), n), text=True)
    domain = coded(words.MAIL_DOMAINS, rng.integers(0, len(words.MAIL_DOMAINS), n), text=True)
    email = given.str.to_lowercase() + pl.Series(number).cast(pl.String) + "@" + domain
    return email.zip_with(pl.Series(known), pl.Series([None], dtype=pl.String).new_from_index(0, n))
