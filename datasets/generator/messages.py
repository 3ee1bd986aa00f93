"""What was sent to members and what became of it."""

from __future__ import annotations

import numpy as np
import polars as pl

from . import words
from .frames import coded, timestamps
from .members import Habits, make_habits
from .orders import campaign_codes
from .sends import HOUR, Sends, campaign_sends, flow_sends
from .world import DAY, END, SECOND, Ints, World, random_stream


def message_codes(world: World) -> list[str]:
    return campaign_codes(world) + words.FLOWS


def message_frame(world: World, cell: int) -> pl.DataFrame:
    """One row per step: sent, then delivered, bounced or rejected; perhaps opened and clicked."""
    habits = make_habits(world, cell)
    dead_since = _dead_since(habits, random_stream(world.seed, 14, cell))
    rng = random_stream(world.seed, 4, cell)
    campaigns = _steps(campaign_sends(world, habits, rng), dead_since, rng)
    rng = random_stream(world.seed, 13, cell)
    flows = _steps(flow_sends(world, habits, rng), dead_since, rng)
    index, campaign, channel, kind, at = map(np.concatenate, zip(campaigns, flows, strict=True))
    order = np.lexsort((kind, at, index))
    return pl.DataFrame(
        {
            "member": habits.first + index[order],
            "at": timestamps(at[order]),
            "campaign": coded(message_codes(world), campaign[order]),
            "channel": coded(words.REACH, channel[order]),
            "kind": coded(words.MESSAGE_KINDS, kind[order]),
        }
    )


def _dead_since(habits: Habits, rng: np.random.Generator) -> Ints:
    """Per member and channel, since when the provider takes messages no more, once for all; END if
    it takes them. Some members are gone altogether, others changed one address."""
    n, channels = len(habits.joined), len(words.REACH)
    dies = habits.joined[:, None] + (rng.exponential(400, (n, channels)) * DAY).astype(np.int64)
    dead = (rng.random(n) < 0.03)[:, None] | (rng.random((n, channels)) < 0.05)
    since: Ints = np.where(dead, dies, END)
    return since


def _steps(
    sends: Sends, dead_since: Ints, rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Rows of index, campaign, channel, kind and time; in the order of words.MESSAGE_KINDS."""
    n = len(sends.at)
    refused = sends.at >= dead_since[sends.index, sends.channel]
    arrives = sends.at + SECOND
    opens = arrives + _wait(rng, n, np.where(rng.random(n) < 0.25, 4 * DAY, 4 * HOUR))
    clicks = opens + _wait(rng, n, np.array(HOUR // 20))
    delivered = (rng.random(n) < 0.96) & ~refused
    opened = delivered & (rng.random(n) < np.array([0.24, 0.9, 0.55, 0.35])[sends.channel])
    clicked = opened & (rng.random(n) < 0.18)
    steps = [
        (np.ones(n, bool), sends.at),
        (delivered, arrives),
        (opened, opens),
        (clicked, clicks),
        (~delivered & ~refused, arrives),
        (refused, arrives),
    ]
    happened = [np.nonzero(step & (at < END))[0] for step, at in steps]
    rows = np.concatenate(happened)
    kind = np.repeat(np.arange(len(steps)), [len(those) for those in happened])
    at = np.concatenate([at[those] for (_, at), those in zip(steps, happened, strict=True)])
    return sends.index[rows], sends.campaign[rows], sends.channel[rows], kind, at


def _wait(rng: np.random.Generator, n: int, mean: Ints) -> Ints:
    """Whole seconds, at least one."""
    wait: Ints = (1 + rng.exponential(mean / SECOND, n)).astype(np.int64) * SECOND
    return wait
