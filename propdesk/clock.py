"""The only place that asks what time it is; everything else is handed a `Now`."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]
"""Gives the present moment, aware and in UTC."""


def system_now() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


def stopwatch() -> float:
    """Seconds of a clock that never jumps, for measuring how long something took."""
    return time.monotonic()
