"""How much torture, and with which seed: a short form inside `make test`, a long one in `make torture`."""

import os
import time
from collections.abc import Iterator

LONG = os.environ.get("TORTURE") == "long"
"""Whether this is the long form."""

SEED = int(os.environ.get("TORTURE_SEED", "1"))
"""What every random choice is drawn from. The short form always draws the same; `make torture SEED=7` repeats a run."""


def rounds(short: int, long: int, seconds: float = 60) -> Iterator[int]:
    """Numbers of rounds from 0: `short` of them; in the long form `long`, and none begins after `seconds`."""
    end = time.monotonic() + seconds
    for number in range(long if LONG else short):
        if LONG and time.monotonic() > end:
            return
        yield number
