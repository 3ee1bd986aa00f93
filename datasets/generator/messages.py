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
    rng = random_stream(world.seed, 4, cell)
    sends = campaign_sends(world, habits, rng)
    campaigns = _steps(sends, np.zeros(len(sends.at), dtype=np.bool_), rng)
    rng = random_stream(world.seed, 13, cell)
    sends = flow_sends(world, habits, rng)
    flows = _steps(sends, _refused(habits, sends, rng), rng)
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


def _refused(habits: Habits, sends: Sends, rng: np.random.Generator) -> np.typing.NDArray[np.bool_]:
    """Whether the provider took a message no more: some addresses die, once for all."""
    n = len(habits.joined)
    dies = habits.joined + (rng.exponential(400, n) * DAY).astype(np.int64)
    dies = np.where(rng.random(n) < 0.08, dies, END)
    refused: np.typing.NDArray[np.bool_] = sends.at >= dies[sends.index]
    return refused


def _steps(
    sends: Sends, refused: np.typing.NDArray[np.bool_], rng: np.random.Generator
) -> tuple[Ints, Ints, Ints, Ints, Ints]:
    """Rows of index, campaign, channel, kind and time; in the order of words.MESSAGE_KINDS."""
    n = len(sends.at)
    delivered = (rng.random(n) < 0.96) & ~refused
    opened = delivered & (rng.random(n) < np.array([0.24, 0.9, 0.55, 0.35])[sends.channel])
    clicked = opened & (rng.random(n) < 0.18)
    steps = [np.ones(n, bool), delivered, opened, clicked, ~delivered & ~refused, refused]
    waits = [0, SECOND, 5 * HOUR, 6 * HOUR, 2 * SECOND, SECOND]
    rows = np.concatenate([np.nonzero(step)[0] for step in steps])
    kind = np.repeat(np.arange(len(steps)), [int(step.sum()) for step in steps])
    at = np.minimum(sends.at[rows] + np.array(waits)[kind], END - SECOND)
    return sends.index[rows], sends.campaign[rows], sends.channel[rows], kind, at
